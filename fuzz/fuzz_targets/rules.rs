//! Any text as rules; see the README.

#![no_main]

#[path = "../../tests/fuzz_support/rules.rs"]
mod rules;
#[path = "../../tests/syntax_support/mod.rs"]
mod syntax_support;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rules::hold_bytes(bytes));
