//! The headings of a table, and how its rows are written.

use crate::ingest::sheet::dialect::Dialect;
use crate::ingest::sheet::mapping::Mapping;

/// Where a cell stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// At the character at which it is written.
    Written,
    /// In the column of its number, in the line of its row: its row was brought into this form.
    Numbered,
    /// Where its row does.
    WithRow,
}

/// What every row of a table has in common.
#[derive(Debug)]
pub struct Head {
    pub(crate) dialect: Dialect,
    /// The headings, in order.
    pub(crate) names: Vec<String>,
    /// Where a cell stands.
    pub(crate) stands: Stands,
    /// What the columns become, where the headings do not say it.
    pub(crate) mapping: Option<Mapping<usize>>,
}
