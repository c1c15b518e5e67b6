//! The files of a rule book, and the text of each of its versions.
