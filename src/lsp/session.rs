//! One client from its first message to its last.

use std::collections::HashSet;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Notification, Request, RequestId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::lsp::analysis::{book_in, book_of};
use crate::lsp::answers;
use crate::lsp::documents::{Change, Documents};
use crate::lsp::places::{Encoding, path_of};
use crate::lsp::wire::{Incoming, Outgoing, Refusal, read};
use crate::lsp::worker::{Job, Worker};

/// How the server is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The rule book, if it is not to be looked for.
    pub rules: Option<PathBuf>,
}

/// Serves one client; whether it said goodbye as the protocol asks.
pub fn serve(
    mut input: impl BufRead,
    output: impl Write + Send + 'static,
    options: &Options,
) -> std::io::Result<bool> {
    let out = Outgoing::new(output);
    let mut session = Session {
        worker: Worker::start(out.clone())?,
        out,
        fixed: options.rules.clone(),
        book: None,
        documents: Documents::default(),
        encoding: Encoding::default(),
        stage: Stage::New,
        seen: HashSet::new(),
    };
    while let Some(message) = read(&mut input)? {
        match message {
            Incoming::Response => {}
            Incoming::Nonsense(id, code, message) => session.out.refuse(id, code, &message),
            Incoming::Request(request) => session.request(request),
            Incoming::Notification(note) if note.method == "exit" => {
                return Ok(session.stage == Stage::Ended);
            }
            Incoming::Notification(note) => session.notification(note),
        }
    }
    // A client that is gone without a word is answered no more.
    Ok(session.stage == Stage::Ended)
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    Ended,
}

struct Session {
    worker: Worker,
    out: Outgoing,
    /// The rule book that was named when the server was started.
    fixed: Option<PathBuf>,
    book: Option<PathBuf>,
    documents: Documents,
    encoding: Encoding,
    stage: Stage,
    /// The folders in which a book was looked for.
    seen: HashSet<PathBuf>,
}

#[derive(Deserialize)]
struct Identifier {
    uri: String,
    #[serde(default)]
    version: Option<i64>,
}

#[derive(Deserialize)]
struct Opened {
    uri: String,
    version: i64,
    text: String,
}

#[derive(Deserialize)]
struct DidOpen {
    #[serde(rename = "textDocument")]
    document: Opened,
}

#[derive(Deserialize)]
struct DidChange {
    #[serde(rename = "textDocument")]
    document: Identifier,
    #[serde(rename = "contentChanges")]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct OfDocument {
    #[serde(rename = "textDocument")]
    document: Identifier,
}

#[derive(Deserialize)]
struct Cancelled {
    id: RequestId,
}

/// What a message says, or why it says nothing.
fn params<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|error| Refusal::params(error.to_string()))
}

impl Session {
    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let refused = |code, message: &str| {
            Err(Refusal {
                code,
                message: message.to_owned(),
            })
        };
        let answer = match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => self.initialize(&params),
            (Stage::New, _) => refused(
                ErrorCode::ServerNotInitialized,
                "the first request is `initialize`",
            ),
            (_, "initialize") => refused(ErrorCode::InvalidRequest, "it was initialized before"),
            (Stage::Ended, _) => refused(ErrorCode::InvalidRequest, "it was shut down"),
            (_, "shutdown") => {
                self.stage = Stage::Ended;
                Ok(Value::Null)
            }
            (_, method) if answers::is_known(method) => {
                self.find_book(&params);
                self.worker.ask(Job {
                    id,
                    method: method.to_owned(),
                    params,
                    documents: self.documents.clone(),
                    book: self.book.clone(),
                    encoding: self.encoding,
                });
                return;
            }
            (_, method) => refused(
                ErrorCode::MethodNotFound,
                &format!("there is no method `{method}`"),
            ),
        };
        self.out.answer(id, answer);
    }

    fn initialize(&mut self, params: &Value) -> Result<Value, Refusal> {
        if !params.is_object() {
            return Err(Refusal::params("`initialize` has an object of parameters"));
        }
        self.stage = Stage::Running;
        let encodings = params.pointer("/capabilities/general/positionEncodings");
        let encodings = encodings.and_then(Value::as_array).into_iter().flatten();
        let utf8 = encodings.into_iter().any(|one| one == "utf-8");
        self.encoding = if utf8 {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let folders = folders.into_iter().flatten();
        let roots = folders.filter_map(|folder| folder.get("uri").and_then(Value::as_str));
        let root = params.get("rootUri").and_then(Value::as_str);
        let mut roots = roots.chain(root).filter_map(path_of);
        let named = params.pointer("/initializationOptions/rules");
        let named = named.and_then(Value::as_str).map(PathBuf::from);
        let root = roots.next();
        self.book = match (&self.fixed, named, root) {
            (Some(fixed), _, _) => Some(fixed.clone()),
            (None, Some(named), Some(root)) => Some(root.join(named)),
            (None, Some(named), None) => Some(named),
            (None, None, Some(root)) => std::iter::once(root)
                .chain(roots)
                .find_map(|root| book_in(&root)),
            (None, None, None) => None,
        };
        Ok(json!({
            "capabilities": answers::capabilities(self.encoding),
            "serverInfo": {"name": "dictamen", "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    fn notification(&mut self, note: Notification) {
        let Notification { method, params } = note;
        if self.stage != Stage::Running {
            return;
        }
        let done = match method.as_str() {
            "textDocument/didOpen" => self.opened(params),
            "textDocument/didChange" => self.changed(params),
            "textDocument/didClose" => self.closed(params),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.check();
                Ok(())
            }
            "initialized" => {
                self.watch();
                self.check();
                Ok(())
            }
            "$/cancelRequest" => self::params::<Cancelled>(params).map(|cancelled| {
                self.worker.cancel(cancelled.id);
            }),
            // What else a client tells needs no answer.
            _ => Ok(()),
        };
        // A notification has no answer, not even one that it is wrong; people may read it in the log.
        if let Err(refusal) = done {
            let message = format!("{method}: {}", refusal.message);
            self.out
                .notify("window/logMessage", json!({"type": 2, "message": message}));
        }
    }

    /// Asks to be told of files that change on disk.
    fn watch(&self) {
        self.out.ask(
            "watch",
            "client/registerCapability",
            json!({"registrations": [{
                "id": "watch", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": [{"globPattern": "**/*.{dictamen,yaml,yml}"}]},
            }]}),
        );
    }

    fn opened(&mut self, params: Value) -> Result<(), Refusal> {
        let DidOpen { document } = self::params(params)?;
        let path = file(&document.uri)?;
        self.look_for(&path);
        (self.documents).open(path, &document.uri, document.version, document.text);
        self.check();
        Ok(())
    }

    fn changed(&mut self, params: Value) -> Result<(), Refusal> {
        let DidChange { document, changes } = self::params(params)?;
        let path = file(&document.uri)?;
        let version = document.version.unwrap_or(i64::MAX);
        let changed = (self.documents).change(&path, version, changes, self.encoding);
        if changed {
            self.check();
        }
        Ok(())
    }

    fn closed(&mut self, params: Value) -> Result<(), Refusal> {
        let OfDocument { document } = self::params(params)?;
        self.documents.close(&file(&document.uri)?);
        self.check();
        Ok(())
    }

    fn find_book(&mut self, params: &Value) {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        if let Some(path) = uri.and_then(path_of) {
            self.look_for(&path);
        }
    }

    /// The book of the first rules file that is met, where no folder has told of one.
    fn look_for(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(path).to_owned();
        if self.book.is_some() || !self.seen.insert(folder.clone()) {
            return;
        }
        let rules = path.extension().is_some_and(|end| end == "dictamen");
        self.book = book_of(path).or_else(|| rules.then_some(folder));
    }

    fn check(&self) {
        self.worker
            .check(self.documents.clone(), self.book.clone(), self.encoding);
    }
}

/// The path of a file's address.
fn file(uri: &str) -> Result<PathBuf, Refusal> {
    path_of(uri).ok_or_else(|| Refusal::params(format!("`{uri}` is no file")))
}
