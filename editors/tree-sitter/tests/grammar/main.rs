//! What is tested of the grammar.

mod corpus;
mod files;
mod generated;
mod queries;
mod shared;
mod words;
