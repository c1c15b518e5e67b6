//! The headings of a table, and how its rows are written.

use crate::ingest::sheet::dialect::Dialect;

/// What every row of a table has in common.
#[derive(Debug)]
pub struct Head {
    pub(crate) dialect: Dialect,
    /// The headings, in order.
    pub(crate) names: Vec<String>,
    /// Whether rows were brought into this form: then a cell stands in the column of its number.
    pub(crate) numbered: bool,
}

impl Head {
    pub(crate) fn new(dialect: Dialect, names: Vec<String>) -> Head {
        Head {
            dialect,
            names,
            numbered: false,
        }
    }
}
