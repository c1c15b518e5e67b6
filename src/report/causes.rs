//! Rejects grouped by what is wrong and in which field, over a batch: one cause is one line.

use std::collections::BTreeMap;

use crate::ingest::{Reason, Reject};
use crate::report::text::grouped;

/// How many causes are told apart; filings with others are only counted.
const MOST: usize = 1000;

/// What filings were rejected for.
#[derive(Debug, Clone, Default)]
pub struct Causes {
    /// In the order in which they were first met.
    all: Vec<Cause>,
    /// By field and cause.
    known: BTreeMap<(String, String), usize>,
    /// How many mistakes there are whose cause came after the first thousand.
    beyond: u64,
}

/// One cause in one field.
#[derive(Debug, Clone)]
pub struct Cause {
    /// How many filings have it.
    pub filings: u64,
    /// The file of the first of them.
    pub file: String,
    /// The key of the first of them, where it could be made out.
    pub key: Option<String>,
    /// What is wrong with the first of them, and where.
    pub reason: Reason,
}

impl Causes {
    /// Takes in what is wrong with a filing; each cause counts once.
    pub fn add(&mut self, reject: &Reject) {
        let mut counted: Vec<usize> = Vec::new();
        for reason in &reject.reasons {
            let known = (reason.field.clone(), reason.cause.clone());
            match self.known.get(&known) {
                Some(at) if counted.contains(at) => {}
                Some(at) => {
                    counted.push(*at);
                    self.all[*at].filings += reject.filings;
                }
                None if self.all.len() < MOST => {
                    counted.push(self.all.len());
                    self.known.insert(known, self.all.len());
                    self.all.push(Cause {
                        filings: reject.filings,
                        file: reject.file.to_string(),
                        key: reject.key.clone(),
                        reason: reason.clone(),
                    });
                }
                None => self.beyond += 1,
            }
        }
    }

    /// Takes in what follows in input order.
    pub fn merge(&mut self, later: Causes) {
        for cause in later.all {
            let known = (cause.reason.field.clone(), cause.reason.cause.clone());
            match self.known.get(&known) {
                Some(at) => self.all[*at].filings += cause.filings,
                None if self.all.len() < MOST => {
                    self.known.insert(known, self.all.len());
                    self.all.push(cause);
                }
                None => self.beyond += 1,
            }
        }
        self.beyond += later.beyond;
    }

    /// The causes, in the order in which they were first met.
    pub fn iter(&self) -> impl Iterator<Item = &Cause> {
        self.all.iter()
    }

    /// The causes, those of most filings first.
    pub fn ranked(&self) -> Vec<&Cause> {
        let mut all: Vec<&Cause> = self.all.iter().collect();
        all.sort_by_key(|cause| std::cmp::Reverse(cause.filings));
        all
    }

    /// How many there are; all beyond the first thousand count as one each time.
    pub fn count(&self) -> u64 {
        self.all.len() as u64 + self.beyond
    }
}

impl Cause {
    /// `filings.ndjson:3:9`, as far as it is known.
    pub fn place(&self) -> String {
        match (self.reason.line, self.reason.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.file),
            (Some(line), None) => format!("{}:{line}", self.file),
            _ => self.file.clone(),
        }
    }

    /// In how many filings more it stands, if in any.
    pub fn others(&self) -> Option<String> {
        match self.filings {
            0 | 1 => None,
            // A table that is refused as a whole.
            filings if self.reason.line.is_none() => Some(format!("{} filings", grouped(filings))),
            2 => Some("in 1 more filing".to_owned()),
            filings => Some(format!("in {} more filings", grouped(filings - 1))),
        }
    }
}
