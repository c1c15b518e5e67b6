//! Any text as rules; see the README.

#![no_main]

#[path = "../../tests/fuzz_support/rules.rs"]
mod rules;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rules::hold_bytes(bytes));
