//! What is judged, and what is said of it: cases, coverage, mutants, samples, impact.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(missing_docs, reason = "nothing here is published")]

mod bad_input;
mod cases;
mod coverage;
mod findings;
mod generate;
mod impact;
mod impact_laws;
mod library;
mod mutate;
mod open_questions;
mod register;
mod rows;
mod why;
