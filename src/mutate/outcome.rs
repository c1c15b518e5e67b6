//! What came of all mutants, counted.

use std::collections::BTreeMap;

use crate::mutate::accepted::Accepted;
use crate::mutate::mutants::Mutant;
use crate::mutate::run::Fate;
use crate::mutate::words::Kind;

/// Every mutant with what came of it, and the survivors that are accepted.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The mutants in the order of the files.
    pub mutants: Vec<(Mutant, Fate)>,
    /// The list of accepted survivors.
    pub accepted: Vec<Accepted>,
    /// The provisions that are too large for each of their parts to be changed.
    pub too_large: Vec<String>,
    /// Whether filings were looked for by which a case would notice.
    pub searched: bool,
}

/// How many mutants came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that a case notices.
    pub killed: u64,
    /// Those that no case notices, accepted ones included.
    pub survived: u64,
    /// Those of the survivors that are accepted.
    pub accepted: u64,
    /// Those that judge as the rule book or another mutant does; they are not counted as mutants.
    pub equivalent: u64,
    /// Those that are no sound rule book; they are not counted as mutants.
    pub unsound: u64,
}

/// Why an accepted survivor is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale<'o> {
    /// The rule book has no such mutant.
    Unknown,
    /// A case notices it: its file and name.
    Killed(&'o str, &'o str),
    /// It is left out, as it judges alike or is no sound rule book.
    LeftOut,
    /// It stands twice in the list.
    Twice,
}

impl Counts {
    /// How many mutants there are.
    pub fn mutants(&self) -> u64 {
        self.killed + self.survived
    }

    /// How many of a thousand are killed, rounded down; all of them where there are none.
    pub fn per_mille(&self) -> u64 {
        (self.killed * 1000)
            .checked_div(self.mutants())
            .unwrap_or(1000)
    }
}

impl Outcome {
    /// Why a survivor is accepted, if it is.
    pub fn accepted(&self, mutant: &Mutant) -> Option<&Accepted> {
        self.accepted.iter().find(|one| one.names(mutant))
    }

    /// The survivors, accepted ones included.
    pub fn survivors(&self) -> impl Iterator<Item = &(Mutant, Fate)> {
        let survives = |(_, fate): &&(Mutant, Fate)| matches!(fate, Fate::Survived(_));
        self.mutants.iter().filter(survives)
    }

    /// How many mutants came to what.
    pub fn counts(&self) -> Counts {
        self.kinds()
            .values()
            .fold(Counts::default(), |all, one| Counts {
                killed: all.killed + one.killed,
                survived: all.survived + one.survived,
                accepted: all.accepted + one.accepted,
                equivalent: all.equivalent + one.equivalent,
                unsound: all.unsound + one.unsound,
            })
    }

    /// The same for each kind of change of which there is one.
    pub fn kinds(&self) -> BTreeMap<Kind, Counts> {
        let mut kinds: BTreeMap<Kind, Counts> = BTreeMap::new();
        for (mutant, fate) in &self.mutants {
            let counts = kinds.entry(mutant.kind).or_default();
            match fate {
                Fate::Killed(_) => counts.killed += 1,
                Fate::Survived(_) => {
                    counts.survived += 1;
                    counts.accepted += u64::from(self.accepted(mutant).is_some());
                }
                Fate::Equivalent => counts.equivalent += 1,
                Fate::Unsound => counts.unsound += 1,
            }
        }
        kinds
    }

    /// The accepted survivors that are none, with why.
    pub fn stale(&self) -> Vec<(&Accepted, Stale<'_>)> {
        let mut stale = Vec::new();
        for (at, accepted) in self.accepted.iter().enumerate() {
            let alike = |other: &Accepted| {
                (&other.file, &other.provision, &other.change, other.nth)
                    == (
                        &accepted.file,
                        &accepted.provision,
                        &accepted.change,
                        accepted.nth,
                    )
            };
            if self.accepted[..at].iter().any(alike) {
                stale.push((accepted, Stale::Twice));
                continue;
            }
            let found = self
                .mutants
                .iter()
                .find(|(mutant, _)| accepted.names(mutant));
            let why = match found.map(|(_, fate)| fate) {
                Some(Fate::Survived(_)) => continue,
                Some(Fate::Killed(noticed)) => Stale::Killed(&noticed.file, &noticed.case),
                Some(Fate::Equivalent | Fate::Unsound) => Stale::LeftOut,
                None => Stale::Unknown,
            };
            stale.push((accepted, why));
        }
        stale
    }
}
