//! The thread behind the one that reads: it answers what was asked, in order, and checks the book whenever
//! nothing is asked.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

use crate::lsp::analysis::Analysis;
use crate::lsp::answers::{self, Asked};
use crate::lsp::documents::Documents;
use crate::lsp::places::{Encoding, uri_of};
use crate::lsp::wire::{Outgoing, Refusal};

/// A request with the texts as they stood when it came.
pub struct Job {
    /// Who is answered.
    pub id: RequestId,
    /// What is asked.
    pub method: String,
    /// Of what.
    pub params: Value,
    /// The open texts.
    pub documents: Documents,
    /// The rule book's folder.
    pub book: Option<PathBuf>,
    /// How the client counts.
    pub encoding: Encoding,
}

/// The texts that are to be checked.
struct Check {
    documents: Documents,
    book: Option<PathBuf>,
    encoding: Encoding,
}

/// What waits to be done.
#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Only the newest: of several edits in a row the last is checked.
    check: Option<Check>,
    cancelled: HashSet<RequestId>,
    /// How often the texts changed: what was analysed holds until they do again.
    edits: u64,
    ended: bool,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    woken: Condvar,
}

/// The thread, as the one that reads sees it. Dropping it ends the thread once what was asked is answered.
pub struct Worker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts it.
    pub fn start(out: Outgoing) -> std::io::Result<Worker> {
        let shared = Arc::new(Shared::default());
        let held = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("dictamen-lsp".to_owned());
        // Trees are walked by recursion, as deep as texts may nest.
        let thread = thread.stack_size(64 << 20).spawn(move || {
            let mut working = Working {
                out,
                held: None,
                told: BTreeMap::new(),
            };
            working.run(&held);
        })?;
        Ok(Worker {
            shared,
            thread: Some(thread),
        })
    }

    /// Has a request answered.
    pub fn ask(&self, job: Job) {
        locked(&self.shared).jobs.push_back(job);
        self.shared.woken.notify_one();
    }

    /// Has the book checked as it stands.
    pub fn check(&self, documents: Documents, book: Option<PathBuf>, encoding: Encoding) {
        let mut queue = locked(&self.shared);
        queue.edits += 1;
        queue.check = Some(Check {
            documents,
            book,
            encoding,
        });
        drop(queue);
        self.shared.woken.notify_one();
    }

    /// A request that waits need not be answered any more.
    pub fn cancel(&self, id: RequestId) {
        let mut queue = locked(&self.shared);
        // What is not waiting was answered, and is not remembered.
        if queue.jobs.iter().any(|job| job.id == id) {
            queue.cancelled.insert(id);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        locked(&self.shared).ended = true;
        self.shared.woken.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn locked(shared: &Shared) -> MutexGuard<'_, Queue> {
    shared.queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next thing to do.
enum Next {
    Answer(Job, bool, u64),
    Check(Check, u64),
    End,
}

fn next(shared: &Shared) -> Next {
    let mut queue = locked(shared);
    loop {
        if let Some(job) = queue.jobs.pop_front() {
            let cancelled = queue.cancelled.remove(&job.id);
            return Next::Answer(job, cancelled, queue.edits);
        }
        if queue.ended {
            return Next::End;
        }
        if let Some(check) = queue.check.take() {
            return Next::Check(check, queue.edits);
        }
        queue = shared
            .woken
            .wait(queue)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

/// What the thread keeps.
struct Working {
    out: Outgoing,
    /// The last analysis, and what it is of.
    held: Option<(Held, Option<Arc<Analysis>>)>,
    /// The files of which something was told, by the address under which it was.
    told: BTreeMap<PathBuf, String>,
}

/// What an analysis is of: the texts' versions, and how often anything changed.
#[derive(PartialEq, Eq)]
struct Held {
    book: Option<PathBuf>,
    edits: u64,
    versions: Vec<(PathBuf, i64)>,
}

impl Working {
    fn run(&mut self, shared: &Shared) {
        loop {
            match next(shared) {
                Next::End => return,
                Next::Answer(job, true, _) => {
                    let refusal = Refusal {
                        code: ErrorCode::RequestCanceled,
                        message: "cancelled".to_owned(),
                    };
                    self.out.answer(job.id, Err(refusal));
                }
                Next::Answer(job, false, edits) => {
                    let id = job.id.clone();
                    let result = catch_unwind(AssertUnwindSafe(|| self.answer(job, edits)));
                    let result = result.unwrap_or_else(|_| {
                        Err(Refusal {
                            code: ErrorCode::InternalError,
                            message: "the answer could not be made".to_owned(),
                        })
                    });
                    self.out.answer(id, result);
                }
                Next::Check(check, edits) => {
                    // The next edit is checked again, whatever became of this one.
                    let _ = catch_unwind(AssertUnwindSafe(|| self.check(&check, edits)));
                }
            }
        }
    }

    fn analysis(
        &mut self,
        book: Option<&Path>,
        documents: &Documents,
        edits: u64,
    ) -> Option<Arc<Analysis>> {
        let versions = documents.iter();
        let held = Held {
            book: book.map(Path::to_owned),
            edits,
            versions: versions
                .map(|(path, document)| (path.clone(), document.version))
                .collect(),
        };
        if let Some((of, analysis)) = &self.held
            && *of == held
        {
            return analysis.clone();
        }
        let analysis = book.and_then(|book| Analysis::new(book, documents));
        let analysis = analysis.map(Arc::new);
        self.held = Some((held, analysis.clone()));
        analysis
    }

    fn answer(&mut self, job: Job, edits: u64) -> Result<Value, Refusal> {
        let analysis = self.analysis(job.book.as_deref(), &job.documents, edits);
        answers::answer(
            &job.method,
            &job.params,
            &Asked {
                documents: &job.documents,
                analysis: analysis.as_deref(),
                encoding: job.encoding,
            },
        )
    }

    /// Tells the client what is wrong with the book, and where nothing is any more.
    fn check(&mut self, check: &Check, edits: u64) {
        let analysis = self.analysis(check.book.as_deref(), &check.documents, edits);
        let mut found = BTreeMap::new();
        if let Some(analysis) = &analysis {
            found = answers::diagnostics(analysis, check.encoding);
            found.extend(answers::of_cases(analysis, &check.documents));
        }
        let uri = |path: &Path| match check.documents.get(path) {
            Some(document) => document.uri.to_string(),
            None => uri_of(path),
        };
        // Every open text hears of each of its versions, also that nothing is wrong with it.
        let open = check.documents.iter().map(|(path, _)| path);
        let mut files: Vec<&PathBuf> = found.keys().chain(open).chain(self.told.keys()).collect();
        files.sort();
        files.dedup();
        let mut told = BTreeMap::new();
        for path in files {
            let diagnostics = found.get(path).cloned().unwrap_or_default();
            let uri = uri(path);
            let version = check.documents.get(path).map(|document| document.version);
            if let Some(before) = self.told.get(path).filter(|before| **before != uri) {
                let gone = json!({"uri": before, "diagnostics": []});
                self.out.notify("textDocument/publishDiagnostics", gone);
            }
            let mut params = json!({"uri": uri, "diagnostics": diagnostics});
            if let Some(version) = version {
                params["version"] = version.into();
            }
            self.out.notify("textDocument/publishDiagnostics", params);
            if found.contains_key(path) {
                told.insert(path.clone(), uri);
            }
        }
        self.told = told;
    }
}
