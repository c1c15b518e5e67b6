//! The language server: a rule book while it is being written.
//!
//! Comes in: messages of the Language Server Protocol on a stream. Goes out: answers, and the diagnostics of
//! the whole book after each change, unsaved text included.
//!
//! The thread that reads applies edits at once ([`session`], [`documents`]); a thread behind it checks the
//! book and answers what is asked ([`worker`]), always from the texts as they stood when it was asked. So
//! typing never waits for a check, and of several edits in a row only the last is checked.
//!
//! What is nonsense is answered with an error of the protocol, and nothing that a client sends ends the
//! server but `exit` and the end of its stream. Each request has a file of its own in [`answers`].

mod analysis;
mod answers;
mod documents;
mod places;
mod session;
mod symbols;
mod wire;
mod worker;

pub use session::{Options, serve};
