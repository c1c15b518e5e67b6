//! The headings of a table, and how its rows are written.

use crate::ingest::sheet::dialect::Dialect;
use crate::ingest::sheet::mapping::Mapping;

/// What every row of a table has in common.
#[derive(Debug)]
pub struct Head {
    pub(crate) dialect: Dialect,
    /// The headings, in order.
    pub(crate) names: Vec<String>,
    /// Whether rows were brought into this form: then a cell stands in the column of its number.
    pub(crate) numbered: bool,
    /// What the columns become, where the headings do not say it.
    pub(crate) mapping: Option<Mapping<usize>>,
}
