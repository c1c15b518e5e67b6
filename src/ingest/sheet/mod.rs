//! Tables of texts: CSV as people and programs save it, and what is brought into that form.
//!
//! Comes in: bytes of any of a few encodings ([`encoding`]). Found out: how rows and cells are told apart
//! and which row holds the headings ([`dialect`]); where each row ends ([`cut`]). Goes out, by whoever
//! decodes a chunk: the cells of each row in the columns that their headings name ([`plan`], [`walk`]).
//!
//! Invariants: a row that is broken (a quote that is not closed, cells too many or too few, bytes that are
//! no text) is one reject and takes no other row down with it. A cell stands where it stands in the file.

pub(crate) mod cut;
mod decode;
pub(crate) mod dialect;
pub(crate) mod encoding;
pub(crate) mod group;
mod head;
pub mod mapping;
mod plan;
mod walk;

pub(crate) use decode::{Sheets, row_place};
pub use head::Head;
pub(crate) use head::Stands;
pub use mapping::Mapping;
