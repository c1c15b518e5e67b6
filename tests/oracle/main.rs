//! The engine against a second reading of the language.
//!
//! Random rule books, in their text, and random filings go through every stage; what comes out must be
//! what a naive walk of the checked tree says of each filing alone.

#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::unnecessary_fold,
    clippy::manual_try_fold,
    clippy::if_same_then_else,
    reason = "what fails is printed whole, and the naive walk is written as the language page reads"
)]
#![expect(clippy::expect_used, reason = "a test may stop where it is")]

mod agreement;
mod document;
mod engine;
mod naive;
mod nearness;
mod printing;
mod random;
mod relaid;
mod runs;
mod splitting;
mod survival;
mod tapes;
mod trial;
mod trying;
