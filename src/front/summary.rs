//! The counts of a run.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::Verdict;
use crate::front::ruling::Amount;
use crate::report::summary as counted;
use crate::value::Day;

/// What a run came to. Read is always judged and rejected together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// How many filings were read.
    pub read: u64,
    /// How many of them were judged.
    pub judged: u64,
    /// How many of them could not be read, or had a key that was read before.
    pub rejected: u64,
    /// The indicators over all filings that were judged, in order.
    pub indicators: Vec<IndicatorCount>,
    /// What was odd but readable, one line each.
    pub warnings: Vec<String>,
    verdicts: counted::Counts,
    json: String,
}

/// An indicator over the filings of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndicatorCount {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The total, the mean or what else the rules ask for; nothing where no filing has a value.
    pub value: Option<Amount>,
    /// How many filings have a value.
    pub filings: u64,
    /// How many have none.
    pub left_out: u64,
}

impl Summary {
    pub(super) fn new(counts: &counted::Summary, ir: &Ir, as_of: Day) -> Summary {
        let indicators = counts.indicators.iter().zip(&ir.indicators);
        let indicators = indicators.map(|(running, indicator)| IndicatorCount {
            name: indicator.name.clone(),
            title: indicator.title.clone(),
            value: running
                .total(indicator)
                .map(|(value, ty)| Amount::new(value, ty)),
            filings: running.known,
            left_out: running.left_out,
        });
        Summary {
            read: counts.read(),
            judged: counts.judged,
            rejected: counts.rejected,
            indicators: indicators.collect(),
            warnings: counts.warnings.lines().collect(),
            verdicts: counts.verdicts,
            json: counts.json(ir, as_of),
        }
    }

    /// How many filings came to a verdict as wholes.
    pub fn with_verdict(&self, verdict: Verdict) -> u64 {
        self.verdicts[verdict as usize]
    }

    /// The same text as `dictamen evaluate --summary` writes.
    pub fn to_json(&self) -> &str {
        &self.json
    }
}
