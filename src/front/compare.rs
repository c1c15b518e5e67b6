//! Two rule books: what changed in law, and whose verdict that flips.

use std::collections::BTreeSet;

use crate::diff::{self, Side};
use crate::evaluate::By;
use crate::front::book::RuleBook;
use crate::front::filings::Filings;
use crate::front::judge::RunError;
use crate::front::work::pool;
use crate::impact::{self, Comparison, Impact, Lens};
use crate::report;
use crate::value::Day;

/// What both sides are called where nobody has named them.
const OLD: &str = "old";
const NEW: &str = "new";

impl RuleBook {
    /// What changed in law from this rule book to another, clause by clause: the JSON that
    /// `dictamen diff --format json` writes.
    pub fn diff(&self, new: &RuleBook) -> String {
        let between = report::diff::Between { old: OLD, new: NEW };
        report::diff::json(&diff::books(self.side(), new.side()), between)
    }

    /// Whose verdict another rule book flips, each by its own law: the JSON that
    /// `dictamen impact --format json` writes. `threads` is 0 for one on each core.
    pub fn impact(
        &self,
        new: &RuleBook,
        filings: Filings,
        as_of: Day,
        threads: usize,
    ) -> Result<String, RunError> {
        let (old_plan, new_plan) = (&self.compiled.plan, &new.compiled.plan);
        let mut impact = Impact::new(OLD, NEW, as_of, MOST);
        let apart = |error: impact::MatchError| RunError::Apart(error.to_string());
        let new = Lens::new(new_plan, By::Law, (None, None), NEW, &mut impact).map_err(apart)?;
        let of_new: BTreeSet<String> = impact.rows.iter().map(|row| row.id.clone()).collect();
        let old = Lens::new(old_plan, By::Law, (None, None), OLD, &mut impact).map_err(apart)?;
        let mut entries = (old_plan.ir.versions.iter()).flat_map(|version| &version.entries);
        if !entries.any(|entry| of_new.contains(entry.id.as_str())) {
            let reason = "the two rule books have no clause in common: there is nothing to compare";
            return Err(RunError::Apart(reason.to_owned()));
        }
        let mut comparison = Comparison {
            old,
            new,
            as_of,
            reasons: true,
            others: Vec::new(),
        };
        let mut inputs = filings.0;
        pool(threads)?.install(|| impact::run(&mut comparison, &mut inputs, None, &mut impact));
        Ok(report::impact::json(&impact))
    }

    fn side(&self) -> Side<'_> {
        Side {
            book: &self.compiled.book,
            sources: self.compiled.warnings.sources(),
        }
    }
}

/// How many flips of a kind are listed of each clause; the rest are counted.
const MOST: usize = 20;
