//! A rules engine for regulation.
//!
//! Two rivers meet once. Rules come down one side, filings down the other; they meet in `evaluate`;
//! what leaves is a report. See the folders in this order:
//!
//! [`source`], [`diagnostic`], [`value`], [`vocabulary`] (leaves), then [`syntax`], [`book`], [`check`],
//! [`compile`] on the side of the rules, [`ingest`] on the side of the filings, then [`evaluate`] and
//! [`report`]; [`cli`] stands on top.

pub mod book;
pub mod check;
pub mod compile;
pub mod diagnostic;
pub mod evaluate;
pub mod ingest;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vocabulary;
