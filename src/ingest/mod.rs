//! Filings to columns.

pub mod batch;
