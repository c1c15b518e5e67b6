//! Last year's filings, under the old and the new rules: was it the rule, or the facts?

use std::collections::BTreeMap;

use crate::evaluate::verdicts::Verdict;
use crate::impact::compare::Pair;
use crate::impact::tally::{Attributed, Impact};

/// What changed a verdict between two years in which the rule changed too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Cause {
    /// The new rules come to it on last year's filing already; the old ones do not come to it on this year's.
    Rule,
    /// The old rules come to it on this year's filing; the new ones do not come to it on last year's.
    Facts,
    /// Either of the two would have come to it alone.
    Either,
    /// Only the new rules on this year's filing come to it.
    Both,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Cause; 4] = [Cause::Rule, Cause::Facts, Cause::Either, Cause::Both];

    /// What did it, from the four verdicts; nothing where last year's verdict is this year's.
    pub fn of(was: Verdict, by_rule: Verdict, by_facts: Verdict, is: Verdict) -> Option<Cause> {
        if was == is {
            return None;
        }
        Some(match (by_rule == is, by_facts == is) {
            (true, false) => Cause::Rule,
            (false, true) => Cause::Facts,
            (true, true) => Cause::Either,
            (false, false) => Cause::Both,
        })
    }

    /// The word that programs read.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Rule => "rule",
            Cause::Facts => "facts",
            Cause::Either => "either",
            Cause::Both => "both",
        }
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Cause::Rule => "the rule",
            Cause::Facts => "the facts",
            Cause::Either => "either alone",
            Cause::Both => "both together",
        }
    }
}

/// What both rules say of each clause of one of last year's filings, and whether this year has one too.
#[derive(Debug)]
struct Past {
    verdicts: Vec<(Option<Verdict>, Option<Verdict>)>,
    met: bool,
}

/// Last year's verdicts, by institution.
#[derive(Debug, Default)]
pub struct Before {
    past: BTreeMap<String, Past>,
    repeated: u64,
}

impl Before {
    /// Takes in a filing of last year. Of two of one institution the first counts.
    pub(crate) fn add(&mut self, pair: Pair) {
        if self.past.contains_key(&pair.who.institution) {
            self.repeated += 1;
            return;
        }
        let verdicts = pair.was.into_iter().zip(pair.is).collect();
        let met = false;
        self.past
            .insert(pair.who.institution, Past { verdicts, met });
    }

    /// Holds a filing of this year against that of last year.
    pub(crate) fn attribute(&mut self, pair: &Pair, impact: &mut Impact) {
        let Some(past) = self.past.get_mut(&pair.who.institution) else {
            if let Some(years) = &mut impact.years {
                years.newcomers += 1;
            }
            return;
        };
        if past.met {
            if let Some(years) = &mut impact.years {
                years.repeated += 1;
            }
            return;
        }
        past.met = true;
        if let Some(years) = &mut impact.years {
            years.matched += 1;
        }
        let now = pair.was.iter().zip(&pair.is);
        for (row, ((was, by_rule), (by_facts, is))) in past.verdicts.iter().zip(now).enumerate() {
            // A clause that one of the rules lacks says nothing of who changed its verdict.
            let (Some(was), Some(by_rule), Some(by_facts), Some(is)) =
                (*was, *by_rule, *by_facts, *is)
            else {
                continue;
            };
            if let Some(cause) = Cause::of(was, by_rule, by_facts, is) {
                let change = Attributed {
                    who: pair.who.clone(),
                    cause,
                    was,
                    by_rule,
                    by_facts,
                    is,
                };
                impact.attribute(row, change);
            }
        }
    }

    /// Counts what is left when this year's filings are through.
    pub(crate) fn finish(&self, impact: &mut Impact) {
        if let Some(years) = &mut impact.years {
            years.gone = self.past.values().filter(|past| !past.met).count() as u64;
            years.repeated += self.repeated;
        }
    }
}
