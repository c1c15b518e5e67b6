//! The compiled part of the Python package `dictamen`: rule books, runs and what both say.
//!
//! What a person imports stands in `python/dictamen`, which gives this its types, words and errors. Here
//! the library is called, always with the interpreter let go, and columns cross over without a copy.

mod faults;
mod rules;
mod run;
mod source;

/// What `dictamen` is compiled from; not to be imported by anybody else.
#[pyo3::pymodule]
mod _dictamen {
    #[pymodule_export]
    use crate::rules::{Rules, from_texts, load};
    #[pymodule_export]
    use crate::run::{Rows, columns};
}
