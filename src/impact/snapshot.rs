//! The verdicts of a corpus as text, in the form of a snapshot that other tools open as well.
