//! `dictamen snapshot`: keeps the verdicts of a corpus, and says what differs from them.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Reads, columns, complain, print};
use crate::cli::rules;
use crate::cli::threads::Threads;
use crate::compile::Plan;
use crate::driver::{Engine, Keys, Reading, drive};
use crate::evaluate::verdicts::Detail;
use crate::impact::Impact;
use crate::impact::snapshot::{self, Other, Snapshot};
use crate::ingest::{Chunk, Decoded};
use crate::report::impact as draw;
use crate::report::text::{clean, counted};
use crate::value::Day;

/// How many flips of a kind are listed of each clause.
const MOST: usize = 20;

/// The command line of `snapshot`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Say what differs from the snapshots, as an impact; writes nothing
    Check {
        #[command(flatten)]
        corpus: Corpus,
        /// Write what differs beside the snapshots as .snap.new, for a review
        #[arg(long)]
        pending: bool,
    },
    /// Write the verdicts as they are now
    Accept {
        #[command(flatten)]
        corpus: Corpus,
    },
    /// Remove the snapshots of files that are no more
    Prune(Prune),
}

#[derive(Debug, clap::Args)]
struct Prune {
    /// Not looked at: a snapshot says itself of which file it is
    #[arg(value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// The rule book, which is not looked at either
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// Where the snapshots stand
    #[arg(long, value_name = "DIR", default_value = "snapshots")]
    dir: PathBuf,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Debug, clap::Args)]
struct Corpus {
    /// Files, folders (searched) or globs
    #[arg(required = true, value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// Where the snapshots stand, one for each file of filings
    #[arg(long, value_name = "DIR", default_value = "snapshots")]
    dir: PathBuf,
    /// The date on which it is judged [default: that of the snapshots; without any, today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    threads: Threads,
}

impl Arguments {
    /// How many threads work.
    pub(super) fn threads(&self) -> Threads {
        match &self.action {
            Action::Check { corpus, .. } | Action::Accept { corpus } => corpus.threads,
            Action::Prune(prune) => prune.threads,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.action {
        Action::Check { corpus, pending } => check(corpus, *pending),
        Action::Accept { corpus } => accept(corpus),
        Action::Prune(prune) => removed(prune),
    }
}

fn removed(prune: &Prune) -> Result<Exit, Failure> {
    let mut page = String::new();
    let mut count = 0;
    for path in snapshots(&prune.dir)? {
        let Some(source) = gone(&path)? else { continue };
        fs::remove_file(&path).map_err(|error| failed(&path, error))?;
        let pending = path.with_extension("snap.new");
        if pending.exists() {
            fs::remove_file(&pending).map_err(|error| failed(&pending, error))?;
        }
        page.push_str(&format!("removed the snapshot of {}\n", clean(&source)));
        count += 1;
    }
    let removed = counted(count, "snapshot", "snapshots");
    page.push_str(&format!("{removed} removed from {}\n", prune.dir.display()));
    print(&page)?;
    Ok(Exit::Sound)
}

/// The file that a snapshot is of, if there is no such file any more.
fn gone(path: &Path) -> Result<Option<String>, Failure> {
    let Some(text) = kept(path)? else {
        return Ok(None);
    };
    // A name that is not UTF-8 is shown, not written: whether there is such a file cannot be told.
    let source = read(path, &text)?.source;
    Ok(source.filter(|source| {
        !source.contains(char::REPLACEMENT_CHARACTER) && !Path::new(source).exists()
    }))
}

fn accept(corpus: &Corpus) -> Result<Exit, Failure> {
    let as_of = corpus.day()?;
    let (mut files, mut written) = (0_u64, 0);
    let mut reads = corpus.reads();
    corpus.judge(as_of, |_, source, contents| {
        fs::create_dir_all(&corpus.dir).map_err(|source| failed(&corpus.dir, source))?;
        let path = corpus.path(source);
        files += 1;
        // Other tools write the header in their own way; what counts is what it says.
        let same = |before: String| {
            snapshot::read(&before).is_ok_and(|was| {
                was.as_of == Some(as_of) && was.contents.trim_end() == contents.trim_end()
            })
        };
        if !kept(&path)?.is_some_and(same) {
            put(&mut reads, &path, &snapshot::write(source, as_of, contents))?;
            written += 1;
        }
        // What was pending is settled.
        match fs::remove_file(path.with_extension("snap.new")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed(&path.with_extension("snap.new"), error))
            }
            _ => Ok(()),
        }
    })?;
    print(&format!(
        "{} in {}, {written} written, as of {as_of}\n",
        counted(files, "snapshot", "snapshots"),
        corpus.dir.display()
    ))?;
    if let Some(words) = corpus.given.complaint(files, "kept") {
        complain(&words);
    }
    Ok(corpus.given.unless_empty(Exit::Sound, files))
}

fn check(corpus: &Corpus, pending: bool) -> Result<Exit, Failure> {
    let as_of = corpus.day()?;
    let mut impact = Impact::new("snapshots", "now", as_of, MOST);
    let mut others: Vec<(String, Other)> = Vec::new();
    let mut lacking: Vec<String> = Vec::new();
    let (mut files, mut differ) = (0_u64, 0_u64);
    let mut met = BTreeSet::new();
    let mut reads = corpus.reads();
    corpus.judge(as_of, |plan, source, contents| {
        if files == 0 {
            impact.add_clauses(&plan.ir, None);
        }
        files += 1;
        let path = corpus.path(source);
        let before = kept(&path)?;
        let same = match &before {
            None => {
                lacking.push(source.to_owned());
                false
            }
            Some(before) => {
                let was = read(&path, before)?;
                let same = was.contents.trim_end() == contents.trim_end();
                if !same {
                    let is = read(&path, contents)?;
                    let found = snapshot::compare(&was, &is, source, &mut impact);
                    others.extend(found.into_iter().map(|other| (source.to_owned(), other)));
                }
                same
            }
        };
        if !same {
            differ += 1;
            if pending {
                fs::create_dir_all(&corpus.dir).map_err(|source| failed(&corpus.dir, source))?;
                let text = snapshot::write(source, as_of, contents);
                put(&mut reads, &path.with_extension("snap.new"), &text)?;
            }
        }
        met.insert(path);
        Ok(())
    })?;
    let mut page = String::new();
    if differ > lacking.len() as u64 {
        page.push_str(&draw::changes(&impact, columns()));
        page.push_str(&draw::others(&others));
        page.push('\n');
    }
    for source in &lacking {
        page.push_str(&format!("there is no snapshot of {source}\n"));
    }
    let (mut stray, mut stale) = (0, 0);
    for path in snapshots(&corpus.dir)? {
        if met.contains(&path) {
            continue;
        }
        match gone(&path)? {
            Some(source) => {
                stale += 1;
                let source = clean(&source);
                page.push_str(&format!(
                    "there is a snapshot of {source}, which is no more\n"
                ));
            }
            None => stray += 1,
        }
    }
    if stale > 0 {
        page.push_str("`dictamen snapshot prune` removes what is of no file\n");
    }
    if stray > 0 {
        let words = counted(stray, "snapshot is", "snapshots are");
        page.push_str(&format!("{words} of files that were not named\n"));
    }
    if let Some(words) = corpus.given.complaint(files, "compared") {
        complain(&words);
    }
    let judged = files;
    let files = counted(files, "file", "files");
    let dir = corpus.dir.display();
    page.push_str(&match differ {
        0 => format!("{files} as in {dir}, as of {as_of}\n"),
        _ => format!(
            "{differ} of {files} not as in {dir}, as of {as_of}; \
             `dictamen snapshot accept` keeps what is judged now\n"
        ),
    });
    let exit = match differ > 0 || stale > 0 {
        true => Exit::Found,
        false => Exit::Sound,
    };
    let exit = corpus.given.unless_empty(exit, judged);
    print(&page).map(|()| exit)
}

impl Corpus {
    /// The date on which it is judged: verdicts of another day are no difference of the rules.
    fn day(&self) -> Result<Day, Failure> {
        if self.as_of.is_some() {
            return or_today(self.as_of);
        }
        let mut dates = BTreeSet::new();
        for path in snapshots(&self.dir)? {
            if let Some(text) = kept(&path)? {
                dates.extend(read(&path, &text)?.as_of);
            }
        }
        let mut dates = dates.into_iter();
        match (dates.next(), dates.next()) {
            (Some(first), Some(other)) => Err(Failure::Usage(format!(
                "the snapshots in {} are of different dates, {first} and {other}; \
                 say one with --as-of",
                self.dir.display()
            ))),
            (found, _) => or_today(found),
        }
    }

    fn reads(&self) -> Reads {
        Reads::new()
            .rules(&self.rules)
            .filings(&self.filings)
            .filings(self.given.beside())
    }

    /// Where the snapshot of a file stands: `fixtures/2018/HCB.yaml` is `fixtures__2018__HCB.yaml.snap`.
    fn path(&self, source: &str) -> PathBuf {
        let source = source.replace('\\', "/");
        let parts = source.split('/');
        let parts: Vec<&str> = parts
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        self.dir.join(format!("{}.snap", parts.join("__")))
    }

    /// Judges the corpus and hands on the contents of the snapshot of each file, in order.
    fn judge(
        &self,
        as_of: Day,
        mut take: impl FnMut(&Plan, &str, &str) -> Result<(), Failure> + Send,
    ) -> Result<(), Failure> {
        if self.filings.iter().any(|path| path.as_os_str() == "-") {
            return Err(Failure::Usage(
                "standard input has no name that a snapshot could have; name a file".to_owned(),
            ));
        }
        let plan = rules::sound(&self.rules)?;
        let reading = Reading {
            also: self.given.latest(&plan.ir)?.into_iter().collect(),
            ..Reading::default()
        };
        let engine = Engine::new(Arc::new(plan), &reading);
        let (plan, ir) = (engine.plan(), &engine.plan().ir);
        let mut inputs = self.given.judged(&self.filings, ir, engine.schema())?;
        let mut paths = BTreeSet::new();
        let mut open: Option<(Arc<str>, String)> = None;
        let mut close = |open: Option<(Arc<str>, String)>| -> Result<(), Failure> {
            let Some((source, contents)) = open else {
                return Ok(());
            };
            if !paths.insert(self.path(&source)) {
                return Err(Failure::Usage(format!(
                    "two files would have one snapshot, or one is named twice: `{source}`"
                )));
            }
            take(plan, &source, &contents)
        };
        // For each filing of a chunk which record it is, and what is kept of it.
        let work = |_: &mut Chunk, decoded: &mut Decoded| -> Vec<(usize, String)> {
            let verdicts = engine.evaluate(&decoded.batch, as_of, Detail::Findings);
            let filings = decoded.records.iter().zip(&verdicts.filings);
            let kept = filings.map(|(record, judged)| {
                let mut text = String::new();
                snapshot::filing(&mut text, ir, judged);
                (*record, text)
            });
            kept.collect()
        };
        let entry = |chunk: &Chunk, decoded: Decoded, kept: Vec<(usize, String)>| {
            let mut rejects = decoded.rejects.iter().peekable();
            let mut kept = kept.into_iter().peekable();
            for (at, record) in chunk.records.iter().enumerate() {
                let other = open.as_ref().is_some_and(|(file, _)| *file != record.file);
                if other {
                    close(open.take())?;
                }
                let (_, out) =
                    open.get_or_insert_with(|| (Arc::clone(&record.file), String::new()));
                if let Some((_, text)) = kept.next_if(|(record, _)| *record == at) {
                    if !out.is_empty() {
                        out.push('\n');
                    }
                    out.push_str(&text);
                }
                while let Some(reject) = rejects.next_if(|reject| reject.record == at) {
                    snapshot::reject(out, reject);
                }
            }
            Ok::<(), Failure>(())
        };
        drive(engine.schema(), &mut inputs, Keys::Once, work, entry)?;
        close(open)
    }
}

fn no_link(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => Err(Failure::Usage(format!(
            "`{}` is no file: a snapshot is neither read nor written through a link",
            path.display()
        ))),
        _ => Ok(()),
    }
}

/// The snapshots that there are, in order.
fn snapshots(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(dir, error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(dir, error))?.path();
        if path.extension().is_some_and(|end| end == "snap") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn kept(path: &Path) -> Result<Option<String>, Failure> {
    no_link(path)?;
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, error)),
    }
}

fn read(path: &Path, text: &str) -> Result<Snapshot, Failure> {
    snapshot::read(text).map_err(|garbled| {
        Failure::Usage(format!(
            "{}: {garbled}; `dictamen snapshot accept` writes it anew",
            path.display()
        ))
    })
}

/// Writes a snapshot. It stands in its folder: a link would be a way to write elsewhere.
fn put(reads: &mut Reads, path: &Path, text: &str) -> Result<(), Failure> {
    no_link(path)?;
    let mut out = reads.output("--dir", Some(path))?;
    out.write(text.as_bytes())?;
    out.finish()
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Usage(format!(
        "cannot read or write `{}`: {}",
        path.display(),
        error.kind()
    ))
}
