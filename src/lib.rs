//! A rules engine for regulation: lawyers write clauses, every filing gets a reasoned verdict.
//!
//! A rule book is read once and judges any number of filings:
//!
//! ```
//! use dictamen::{Day, Detail, Outcome, RuleBook};
//!
//! let book = RuleBook::load("fixtures/cli/rules")?;
//! let day = Day::parse(b"2026-01-01").ok_or("no such day")?;
//! let judge = book.judge().as_of(day).detail(Detail::Findings).threads(2);
//! let mut run = judge.files(["fixtures/cli/filings"])?;
//! for outcome in &mut run {
//!     match outcome? {
//!         Outcome::Judged(ruling) => {
//!             for finding in &ruling.findings {
//!                 assert!(!finding.message.is_empty());
//!             }
//!         }
//!         Outcome::Rejected(reject) => panic!("{}: {}", reject.file, reject.reason()),
//!     }
//! }
//! let summary = run.finish();
//! assert_eq!((summary.read, summary.judged, summary.rejected), (4, 4, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What stands in front ([`RuleBook`], [`Judge`], [`Run`], [`Ruling`], [`Summary`]) is for programs that
//! embed the engine. Behind it two rivers meet once: rules come down one side, filings down the other; they
//! meet in [`evaluate`]; what leaves is a report. See the folders in this order:
//!
//! [`source`], [`diagnostic`], [`value`], [`vocabulary`], [`batch`] (leaves), then [`syntax`], [`book`],
//! [`check`], [`compile`] on the side of the rules ([`consolidate`] beside them, for who reads the law
//! instead of running it), [`ingest`] on the side of the filings, then [`evaluate`], [`driver`] and
//! [`report`], and [`cases`], in which both rivers are held still, with [`coverage`], which measures what
//! they show; [`mapping`] says how a table's columns become filings; in [`impact`] two rule books judge one
//! river of filings. [`perturb`] changes a filing to judge it
//! again, and [`why`] says why one got its verdict and what would change it. [`front`] is what embeds; `cli`
//! stands on top.

pub mod batch;
pub mod book;
pub mod cases;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod consolidate;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod driver;
pub mod evaluate;
pub mod front;
#[cfg(feature = "cli")]
pub mod generate;
pub mod impact;
pub mod ingest;
pub mod lint;
#[cfg(feature = "cli")]
pub mod lsp;
pub mod mapping;
pub mod mutate;
pub mod perturb;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vocabulary;
pub mod why;

pub use evaluate::verdicts::{Detail, Verdict};
pub use front::{
    Amount, Because, Filings, Finding, Indicator, IndicatorCount, Judge, LoadError, Loaded,
    Mistakes, Outcome, RuleBook, Ruling, Run, RunError, Severity, Summary, Text, load, load_texts,
};
#[cfg(feature = "tables")]
pub use front::{RowBatch, Rows};
pub use ingest::{FileKind, InputError, Reject};
pub use source::Place;
pub use value::Day;
