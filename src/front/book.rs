//! A rule book that is sound, or what is wrong with it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::book::{Book, BookError};
use crate::compile::{Plan, compile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::driver::{Engine, Reading};
use crate::front::judge::Judge;
use crate::front::load::{Loaded, load, load_texts};
use crate::front::words::Words;
use crate::report::schema::json_schema;
use crate::source::{SourceFile, Sources};

/// A sound rule book, compiled. Cloning it is cheap, and all clones share what was compiled.
#[derive(Debug, Clone)]
pub struct RuleBook {
    pub(super) compiled: Arc<Compiled>,
}

/// What every run with a rule book shares.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) plan: Arc<Plan>,
    pub(super) words: Words,
    pub(super) book: Book,
    /// Its texts, with what is suspect in them.
    pub(super) warnings: Mistakes,
    lenient: OnceLock<Arc<Engine>>,
    strict: OnceLock<Arc<Engine>>,
}

impl Compiled {
    /// What judges, made when it is first wanted.
    pub(super) fn engine(&self, strict: bool) -> Arc<Engine> {
        let held = if strict { &self.strict } else { &self.lenient };
        let reading = Reading {
            strict,
            ..Reading::default()
        };
        let engine = held.get_or_init(|| Arc::new(Engine::new(Arc::clone(&self.plan), &reading)));
        Arc::clone(engine)
    }
}

/// Why there is no rule book to judge by.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The folder or one of its files cannot be read.
    #[error(transparent)]
    Unreadable(#[from] BookError),
    /// The texts have errors; [`Mistakes`] tells all of them.
    #[error("{0}")]
    Unsound(Mistakes),
}

/// What is wrong with the texts of a rule book, with the texts to show it in.
#[derive(Debug, Clone)]
pub struct Mistakes {
    diagnostics: Vec<Diagnostic>,
    sources: Arc<Sources>,
}

impl RuleBook {
    /// Reads, checks and compiles the rule book in a folder, or in the one file that is named.
    pub fn load(dir: impl AsRef<Path>) -> Result<RuleBook, LoadError> {
        RuleBook::from_loaded(load(dir.as_ref())?)
    }

    /// Checks and compiles a rule book whose texts are in memory, each with the path that mistakes name.
    pub fn from_texts<P, T>(texts: impl IntoIterator<Item = (P, T)>) -> Result<RuleBook, LoadError>
    where
        P: Into<PathBuf>,
        T: Into<String>,
    {
        let mut sources = Sources::new();
        for (path, text) in texts {
            sources.add(SourceFile::new(path, text));
        }
        RuleBook::from_loaded(load_texts(sources))
    }

    fn from_loaded(loaded: Loaded) -> Result<RuleBook, LoadError> {
        let Loaded {
            sources,
            book,
            ir,
            diagnostics,
        } = loaded;
        let plan = ir.map(|ir| compile(Arc::new(ir), &sources));
        let mistakes = Mistakes {
            diagnostics,
            sources: Arc::new(sources),
        };
        let Some(plan) = plan else {
            return Err(LoadError::Unsound(mistakes));
        };
        let compiled = Compiled {
            words: Words::new(&plan.ir),
            plan: Arc::new(plan),
            book,
            warnings: mistakes,
            lenient: OnceLock::new(),
            strict: OnceLock::new(),
        };
        Ok(RuleBook {
            compiled: Arc::new(compiled),
        })
    }

    /// Begins to judge: what follows says the date, the detail and the threads.
    pub fn judge(&self) -> Judge {
        Judge::new(self.clone())
    }

    /// What is suspect in its texts, though legal.
    pub fn warnings(&self) -> Option<&Mistakes> {
        Some(&self.compiled.warnings).filter(|found| !found.diagnostics.is_empty())
    }

    /// Its texts, each with its path: what [`RuleBook::from_texts`] makes the same rule book of.
    pub fn texts(&self) -> impl Iterator<Item = (&Path, &str)> {
        let texts = self.compiled.warnings.sources.iter();
        texts.map(|(_, file)| (file.path.as_path(), file.text.as_str()))
    }

    /// The vocabulary as a JSON Schema, as `dictamen schema` writes it.
    pub fn schema(&self) -> String {
        json_schema(&self.compiled.plan.ir.vocabulary)
    }

    /// The names of its versions, the first one first: `ict_policy 2016`.
    pub fn versions(&self) -> impl Iterator<Item = &str> {
        let versions = self.compiled.plan.ir.versions.iter();
        versions.map(|version| version.name.as_str())
    }
}

impl Mistakes {
    /// Each with its code, place and help, in the order of the texts.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The texts that their places are in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Each drawn in its line of the text, in colour, for a terminal of so many columns.
    #[cfg(feature = "cli")]
    pub fn excerpts(&self, columns: usize) -> String {
        crate::report::diagnostics::excerpts(&self.diagnostics, &self.sources, columns)
    }
}

/// One line each: `rules/policy.dictamen:12:7: error[T0301]: …`, and below it what to write instead.
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, found) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            let file = self.sources.get(found.primary.span.source);
            let place = file.line_column(found.primary.span.start);
            let kind = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            write!(
                f,
                "{}:{}:{}: {kind}[{}]: {}",
                file.path.display(),
                place.line,
                place.column,
                found.code.code,
                found.message
            )?;
            if let Some(help) = &found.help {
                write!(f, "\n  help: {help}")?;
            }
        }
        Ok(())
    }
}
