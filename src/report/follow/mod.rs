//! What became of each institution's duties over the years.
//!
//! Comes in: the verdicts of filings of many years, each with who filed it, and the roster of who has to
//! file. Goes out: for each institution and clause what was broken, mended, broken anew or is still open,
//! and who has not filed in which year; as a page for people, CSV, JSON or HTML.
//!
//! Invariants: institutions are in the order of their names, years ascend, clauses are in the order of the
//! last version that has them; the same filings make the same bytes in whatever order they came.

mod page;
mod roster;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::report::outline::spoken;
use crate::report::rows::{binds_of, severity_of};

pub use page::{csv, html, table};
pub use roster::{Entry, read_roster};

/// Gathers the filings of many years.
#[derive(Debug, Default)]
pub struct Gathered {
    /// For each institution its filings by year.
    institutions: BTreeMap<String, Filed>,
    /// Every year of which there is a filing.
    years: BTreeSet<i128>,
    /// Filings of one institution and year beside the first.
    repeated: Vec<String>,
}

#[derive(Debug, Default)]
struct Filed {
    name: Option<String>,
    by_year: BTreeMap<i128, (String, usize, Vec<Option<Verdict>>)>,
}

/// What became of the duties of all.
#[derive(Debug, Clone, Serialize)]
pub struct Followed {
    /// Every year of which there is a filing.
    pub years: Vec<i64>,
    /// The institutions that filed.
    pub institutions: Vec<Institution>,
    /// Who of the roster has not filed, and for which years.
    pub not_filed: Vec<Absence>,
    /// Filings beside the first of an institution's year, which were left out.
    pub repeated: Vec<String>,
}

/// What became of one institution's duties.
#[derive(Debug, Clone, Serialize)]
pub struct Institution {
    /// By what it is known.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
    /// The years that it filed.
    pub filed: Vec<i64>,
    /// What became of each clause that was ever broken or open.
    pub clauses: Vec<Course>,
}

/// What became of one clause.
#[derive(Debug, Clone, Serialize)]
pub struct Course {
    /// Its id.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// `mandatory` or `recommended`
    pub severity: &'static str,
    /// Who must obey.
    pub binds: String,
    /// Whether a lawyer still has to check it.
    pub review: bool,
    /// How it stands.
    pub status: Status,
    /// The verdict of each year that was judged.
    pub verdicts: Vec<YearVerdict>,
}

/// The verdict of one year.
#[derive(Debug, Clone, Serialize)]
pub struct YearVerdict {
    /// The year.
    pub year: i64,
    /// The verdict.
    pub verdict: &'static str,
}

/// How a clause stands in the last year that it was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Broken, as in the year before.
    StillBroken,
    /// Broken, which it was before and then was not.
    BrokenAnew,
    /// Broken for the first time.
    Broken,
    /// It was not decided in the year before either.
    StillOpen,
    /// It depends on what is missing.
    Open,
    /// It was broken or open, and is not any more.
    Mended,
}

impl Status {
    /// All of them, what asks for action first.
    pub const ALL: [Status; 6] = [
        Status::StillBroken,
        Status::BrokenAnew,
        Status::Broken,
        Status::StillOpen,
        Status::Open,
        Status::Mended,
    ];

    /// The word of the rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::StillBroken => "still_broken",
            Status::BrokenAnew => "broken_anew",
            Status::Broken => "broken",
            Status::StillOpen => "still_open",
            Status::Open => "open",
            Status::Mended => "mended",
        }
    }

    /// How verdicts of ascending years stand; nothing where none was ever broken or open.
    fn of_verdicts(verdicts: &[Verdict]) -> Option<Status> {
        let (last, before) = verdicts.split_last()?;
        let previous = before.last();
        Some(match last {
            Verdict::Violates => match previous {
                Some(Verdict::Violates) => Status::StillBroken,
                _ if before.contains(&Verdict::Violates) => Status::BrokenAnew,
                _ => Status::Broken,
            },
            Verdict::Undetermined => match previous {
                Some(Verdict::Undetermined | Verdict::Violates) => Status::StillOpen,
                _ => Status::Open,
            },
            _ if before.iter().any(|one| *one >= Verdict::Undetermined) => Status::Mended,
            _ => return None,
        })
    }
}

/// Who has not filed, and for which years.
#[derive(Debug, Clone, Serialize)]
pub struct Absence {
    /// By what it is known.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
    /// The years without a filing.
    pub years: Vec<i64>,
}

impl Gathered {
    /// Takes in a filing; `id` and `name` are those of who filed it.
    pub fn add(&mut self, judged: &Judged, id: &str, name: Option<&str>) {
        let own = self.institutions.entry(id.to_owned()).or_default();
        if own.name.is_none() {
            own.name = name.map(str::to_owned);
        }
        self.years.insert(judged.year);
        let filed = (judged.key.clone(), judged.version, judged.clauses.clone());
        match own.by_year.entry(judged.year) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(filed);
            }
            std::collections::btree_map::Entry::Occupied(_) => {
                self.repeated.push(judged.key.clone());
            }
        }
    }

    /// How many institutions filed.
    pub fn len(&self) -> usize {
        self.institutions.len()
    }

    /// Whether nobody filed.
    pub fn is_empty(&self) -> bool {
        self.institutions.is_empty()
    }

    /// What became of the duties of all who filed, and who of the roster has not.
    pub fn follow(self, ir: &Ir, roster: Option<&[Entry]>) -> Followed {
        let years: Vec<i64> = self.years.iter().map(|year| whole(*year)).collect();
        let order = order(ir);
        let institutions: Vec<Institution> = self
            .institutions
            .iter()
            .map(|(id, filed)| institution(ir, &order, id, filed))
            .collect();
        let not_filed = roster.unwrap_or_default().iter().filter_map(|entry| {
            let filed = institutions
                .iter()
                .find(|one| entry.is(&one.id, one.name.as_deref()));
            let filed: &[i64] = filed.map(|one| one.filed.as_slice()).unwrap_or_default();
            let absent = years.iter().copied().filter(|year| !filed.contains(year));
            let absent: Vec<i64> = absent.collect();
            (!absent.is_empty() || filed.is_empty()).then(|| Absence {
                id: entry.id.clone(),
                name: entry.name.clone(),
                years: absent,
            })
        });
        Followed {
            not_filed: not_filed.collect(),
            years,
            institutions,
            repeated: self.repeated,
        }
    }
}

fn whole(year: i128) -> i64 {
    i64::try_from(year).unwrap_or_default()
}

/// The clauses in the order of the last version that has each, with that version's text.
fn order(ir: &Ir) -> Vec<(&str, &Clause)> {
    let mut all: Vec<(&str, &Clause)> = Vec::new();
    for (at, version) in ir.versions.iter().enumerate().rev() {
        for entry in &version.entries {
            if all.iter().any(|(known, _)| *known == entry.id) {
                continue;
            }
            if let Some(id) = spoken(ir, at, entry) {
                all.push((&entry.id, ir.clause(id)));
            }
        }
    }
    all
}

fn institution(ir: &Ir, order: &[(&str, &Clause)], id: &str, filed: &Filed) -> Institution {
    let mut courses: BTreeMap<&str, Vec<(i64, Verdict)>> = BTreeMap::new();
    for (year, (_, version, verdicts)) in &filed.by_year {
        for (entry, verdict) in ir.versions[*version].entries.iter().zip(verdicts) {
            if let Some(verdict) = verdict {
                let course = courses.entry(&entry.id).or_default();
                course.push((whole(*year), *verdict));
            }
        }
    }
    let clauses = order.iter().filter_map(|(id, clause)| {
        let course = courses.get(id)?;
        let verdicts: Vec<Verdict> = course.iter().map(|(_, verdict)| *verdict).collect();
        Some(Course {
            clause: (*id).to_owned(),
            title: clause.title.clone(),
            severity: severity_of(clause),
            binds: binds_of(clause).to_owned(),
            review: !clause.marks.is_empty(),
            status: Status::of_verdicts(&verdicts)?,
            verdicts: course
                .iter()
                .map(|(year, verdict)| YearVerdict {
                    year: *year,
                    verdict: verdict.as_str(),
                })
                .collect(),
        })
    });
    Institution {
        id: id.to_owned(),
        name: filed.name.clone(),
        filed: filed.by_year.keys().map(|year| whole(*year)).collect(),
        clauses: clauses.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_course_is_named_by_how_it_ends() {
        use Verdict::{Complies as C, Exempt as E, Undetermined as U, Violates as V};
        for (verdicts, status) in [
            (vec![V], Some(Status::Broken)),
            (vec![C, V], Some(Status::Broken)),
            (vec![V, V], Some(Status::StillBroken)),
            (vec![V, C, V], Some(Status::BrokenAnew)),
            (vec![V, U, V], Some(Status::BrokenAnew)),
            (vec![V, C], Some(Status::Mended)),
            (vec![U, E], Some(Status::Mended)),
            (vec![V, U], Some(Status::StillOpen)),
            (vec![C, U], Some(Status::Open)),
            (vec![U, U], Some(Status::StillOpen)),
            (vec![C, E], None),
            (vec![], None),
        ] {
            assert_eq!(Status::of_verdicts(&verdicts), status, "{verdicts:?}");
        }
    }

    /// Three years of one institution, one of another, none of a third.
    fn followed(backwards: bool) -> Followed {
        let ir = sample::book();
        let mut filings = Vec::new();
        for (year, verdict) in [
            (2016, Verdict::Violates),
            (2017, Verdict::Complies),
            (2018, Verdict::Violates),
        ] {
            let mut judged = sample::sound(&format!("{year}-HCB"), year);
            judged.clauses[0] = Some(verdict);
            filings.push((judged, "HCB"));
        }
        filings.push((sample::sound("2016-SAT", 2016), "SAT"));
        if backwards {
            filings.reverse();
        }
        let mut gathered = Gathered::default();
        for (judged, id) in &filings {
            gathered.add(judged, id, Some(id));
        }
        let roster = read_roster("id,name\nHCB,Hospital Civil\nSAT\nINE,Instituto\n").unwrap();
        gathered.follow(&ir, Some(&roster))
    }

    #[test]
    fn years_institutions_and_absences_are_told_in_whatever_order_they_came() {
        let followed_once = followed(false);
        let text = serde_json::to_string(&followed_once).unwrap();
        assert_eq!(text, serde_json::to_string(&followed(true)).unwrap());
        assert_eq!(followed_once.years, [2016, 2017, 2018]);
        let course = &followed_once.institutions[0].clauses[0];
        assert_eq!(
            (course.clause.as_str(), course.status),
            ("petic.strategic_cap", Status::BrokenAnew)
        );
        let absent: Vec<(&str, &[i64])> = followed_once
            .not_filed
            .iter()
            .map(|one| (one.id.as_str(), one.years.as_slice()))
            .collect();
        assert_eq!(
            absent,
            [("SAT", &[2017, 2018][..]), ("INE", &[2016, 2017, 2018][..])]
        );
        insta::assert_snapshot!(
            "followed_table",
            crate::report::style::strip(&table(&followed_once, 80))
        );
        insta::assert_snapshot!("followed_csv", csv(&followed_once));
        assert!(html(&followed_once).contains("petic.strategic_cap"));
    }
}
