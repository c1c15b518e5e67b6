//! The command line and the documentation, run as they are written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(missing_docs, reason = "nothing here is published")]

mod command_lines;
mod commands;
mod corpus;
mod documentation;
mod documents;
mod formats;
mod hostile;
mod latest;
mod limits;
mod lsp;
mod mapping;
mod nothing_lost;
mod outputs;
mod schema;
mod starter;
mod strangers;
mod tutorial;
#[cfg(feature = "xlsx")]
mod workbook;
