//! Why one filing got its verdict on one clause, for people and for programs.

mod html;
mod json;
mod text;
mod words;

pub use html::html;
pub use json::json;
pub use text::text;
