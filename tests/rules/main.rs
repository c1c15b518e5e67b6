//! What a rule book says: its texts, its meaning, its plan, its consolidated text, what differs between two.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(missing_docs, reason = "nothing here is published")]

#[path = "../syntax_support/mod.rs"]
mod syntax_support;

mod check;
mod check_laws;
mod check_limits;
mod check_versions;
mod diff;
mod diff_forms;
mod format;
mod layering;
mod lint;
mod mistakes;
mod plan;
mod reference;
mod show;
mod syntax;
mod translations;
