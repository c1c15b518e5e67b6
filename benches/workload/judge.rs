//! The thirteen clauses and the indicator of `rules/`, in Rust.
//!
//! It is compiled against the `Filing` of the program that takes it in: the structs of `hand` and of
//! `lean` have the same names for the fields that are read, and judging costs both the same. What is
//! missing is `None`; a truth that depends on it is unknown, `None` as well.

use super::calendar::Calendar;
use super::cents::Cents;
use super::day::Day;
use super::filing::{Filing, Procurement, Project};
use super::kinds::{Area, Level, Modality, Outcome, Rank, Status};

/// The date on which filings are judged.
pub const AS_OF: &str = "2019-12-16";

/// Verdicts, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    NotApplicable,
    Exempt,
    Complies,
    Undetermined,
    Violates,
}

impl Verdict {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not_applicable",
            Verdict::Exempt => "exempt",
            Verdict::Complies => "complies",
            Verdict::Undetermined => "undetermined",
            Verdict::Violates => "violates",
        }
    }
}

/// The names of the clauses, in their order.
pub const CLAUSES: [&str; 13] = [
    "portfolio.strategic_cap",
    "portfolio.budget",
    "portfolio.terms",
    "procurement.assent",
    "procurement.answer",
    "procurement.registration",
    "procurement.project",
    "security.officer",
    "inventory.encryption",
    "inventory.tests",
    "incidents.notice",
    "incidents.solved",
    "processes.owners",
];

/// Which clause is only advice: `inventory.tests`.
const RECOMMENDED: usize = 9;

/// What a filing comes to.
pub struct Judged {
    /// The gravest verdict of the mandatory clauses.
    pub verdict: Verdict,
    /// One for each of [`CLAUSES`].
    pub clauses: [Verdict; 13],
    /// The indicator, where it is known.
    pub savings: Option<Cents>,
}

/// What all filings share.
pub struct Law {
    calendar: Calendar,
    as_of: Day,
    daily_unit: [(Day, i64); 4],
}

impl Law {
    /// The law of the workload.
    pub fn new() -> Law {
        Law {
            calendar: Calendar::federal(),
            as_of: Day::parse(AS_OF.as_bytes()).unwrap_or(Day(0)),
            daily_unit: [
                (Day::new(2019, 2, 1), 8449),
                (Day::new(2018, 2, 1), 8060),
                (Day::new(2017, 2, 1), 7549),
                (Day::new(2016, 2, 1), 7304),
            ],
        }
    }

    /// The verdicts on one filing.
    pub fn judge(&self, filing: &Filing) -> Judged {
        let clauses = [
            strategic_cap(filing),
            budget(filing),
            terms(filing),
            self.assent(filing),
            self.answer(filing),
            self.registration(filing),
            project(filing),
            self.officer(filing),
            encryption(filing),
            tests(filing),
            self.notice(filing),
            solved(filing),
            owners(filing),
        ];
        let mandatory = clauses.iter().enumerate();
        let gravest = mandatory
            .filter(|(at, _)| *at != RECOMMENDED)
            .map(|(_, verdict)| *verdict)
            .max();
        Judged {
            verdict: gravest.unwrap_or(Verdict::NotApplicable),
            clauses,
            savings: savings(filing),
        }
    }

    /// Whether something was done by a day; what was not done may still be, while that day has not passed.
    fn by(&self, done: Option<Day>, deadline: Option<Day>) -> Truth {
        Some(done.unwrap_or(self.as_of) <= deadline?)
    }

    fn assent(&self, filing: &Filing) -> Verdict {
        each(&filing.procurements, |r| {
            let Some(signed) = r.signed_on else {
                return Verdict::NotApplicable;
            };
            let applies = r.modality.map(|modality| modality != Modality::Service);
            let unit = self.daily_unit.iter().find(|(from, _)| *from <= signed);
            let small = r
                .amount
                .zip(unit)
                .map(|(amount, unit)| amount.0 < 300 * unit.1);
            let exempt = and(
                r.modality.map(|modality| modality == Modality::Lease),
                small,
            );
            let assented = and(
                Some(r.outcome == Some(Outcome::Favourable)),
                r.decided_on.map(|decided| decided <= signed),
            );
            verdict(applies, exempt, assented)
        })
    }

    fn answer(&self, filing: &Filing) -> Verdict {
        each(&filing.procurements, |r| match r.received_on {
            Some(received) => holds(self.by(r.decided_on, self.calendar.add(received, 15))),
            None => Verdict::NotApplicable,
        })
    }

    fn registration(&self, filing: &Filing) -> Verdict {
        each(&filing.procurements, |r| match r.signed_on {
            Some(signed) => holds(self.by(r.registered_on, self.calendar.add(signed, 10))),
            None => Verdict::NotApplicable,
        })
    }

    fn officer(&self, filing: &Filing) -> Verdict {
        let Some(protection) = &filing.protection else {
            return Verdict::Undetermined;
        };
        let ranked = protection.officer_rank.map(|rank| rank >= Rank::Director);
        let march = Day::new(filing.fiscal_year, 3, 1);
        holds(and(ranked, self.by(protection.named_on, Some(march))))
    }

    fn notice(&self, filing: &Filing) -> Verdict {
        each(&filing.incidents, |i| {
            let deadline = i.detected_on.and_then(|day| self.calendar.add(day, 1));
            let grave = i.level.map(|level| level >= Level::High);
            verdict(grave, Some(false), self.by(i.reported_on, deadline))
        })
    }
}

/// True, false, or unknown.
type Truth = Option<bool>;

fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn not(a: Truth) -> Truth {
    a.map(|a| !a)
}

/// Whether a row of a list does; of a missing list nothing is known.
fn some<T>(list: &Option<Vec<T>>, does: impl Fn(&T) -> Truth) -> Truth {
    let mut found = Some(false);
    for row in list.as_ref()? {
        found = or(found, does(row));
        if found == Some(true) {
            break;
        }
    }
    found
}

fn verdict(applies: Truth, exempt: Truth, requirement: Truth) -> Verdict {
    match (applies, exempt, requirement) {
        (Some(false), _, _) => Verdict::NotApplicable,
        (_, Some(true), _) => Verdict::Exempt,
        (_, _, Some(true)) => Verdict::Complies,
        (Some(true), Some(false), Some(false)) => Verdict::Violates,
        _ => Verdict::Undetermined,
    }
}

/// A clause that always applies and has no exceptions.
fn holds(requirement: Truth) -> Verdict {
    verdict(Some(true), Some(false), requirement)
}

/// The gravest verdict of the rows of a list.
fn each<T>(list: &Option<Vec<T>>, of: impl Fn(&T) -> Verdict) -> Verdict {
    match list {
        Some(rows) => rows.iter().map(of).max().unwrap_or(Verdict::NotApplicable),
        None => Verdict::Undetermined,
    }
}

/// What lies between the least and the most, against a cap.
fn at_most(least: i64, most: i64, cap: i64) -> Truth {
    if most <= cap {
        Some(true)
    } else if least > cap {
        Some(false)
    } else {
        None
    }
}

fn strategic_cap(filing: &Filing) -> Verdict {
    let Some(projects) = &filing.projects else {
        return Verdict::Undetermined;
    };
    let with = |strategic| projects.iter().filter(|p| p.strategic == strategic).count() as i64;
    let sure = with(Some(true));
    holds(at_most(sure, sure + with(None), 7))
}

fn budget(filing: &Filing) -> Verdict {
    let within = || {
        let (mut least, mut most) = (0, 0);
        for p in filing.projects.as_ref()? {
            let counts = p.status.map(|status| status != Status::Cancelled);
            if counts == Some(false) {
                continue;
            }
            let Cents(cost) = p.budget?;
            least += if counts == Some(true) {
                cost
            } else {
                cost.min(0)
            };
            most += if counts == Some(true) {
                cost
            } else {
                cost.max(0)
            };
        }
        at_most(least, most, filing.budget?.0)
    };
    holds(within())
}

fn terms(filing: &Filing) -> Verdict {
    let exempted = filing.institution.as_ref().and_then(|i| i.exempted);
    let over_a_missing_list = verdict(None, exempted, None);
    if filing.projects.is_none() {
        return over_a_missing_list;
    }
    each(&filing.projects, |p| {
        let length = p
            .starts_on
            .zip(p.ends_on)
            .map(|(start, end)| end.0 - start.0);
        verdict(
            p.strategic,
            exempted,
            length.map(|days| (0..=1096).contains(&days)),
        )
    })
}

fn project(filing: &Filing) -> Verdict {
    let find = |r: &Procurement| -> Option<&Project> {
        let folio = r.project.as_deref()?;
        let mut projects = filing.projects.as_ref()?.iter();
        projects.find(|p| p.folio.as_deref() == Some(folio))
    };
    each(&filing.procurements, |r| {
        if r.project.is_none() {
            return Verdict::NotApplicable;
        }
        let applies = r.modality.map(|modality| modality != Modality::Service);
        let project = find(r);
        let live = project.and_then(|p| Some(p.status? != Status::Cancelled));
        let pays = project.and_then(|p| Some(r.amount? <= p.budget?));
        verdict(applies, Some(false), and(live, pays))
    })
}

fn encryption(filing: &Filing) -> Verdict {
    let bare = some(&filing.applications, |a| {
        let light = a.criticality.map(|level| level < Level::High);
        let covered = and(a.encrypted, or(light, Some(a.tested_on.is_some())));
        and(a.personal_data, not(covered))
    });
    holds(not(bare))
}

fn tests(filing: &Filing) -> Verdict {
    let grave = |level: Option<Level>| level.map(|level| level >= Level::High);
    let any = some(&filing.applications, |a| grave(a.criticality));
    let tested = some(&filing.applications, |a| {
        let in_year = a.tested_on.map(|day| day.civil().0 == filing.fiscal_year);
        and(grave(a.criticality), Some(in_year == Some(true)))
    });
    verdict(any, Some(false), tested)
}

fn solved(filing: &Filing) -> Verdict {
    let open = some(&filing.incidents, |i| {
        let late = match i.solved_on {
            Some(solved) => i.detected_on.map(|detected| solved.0 - detected.0 > 30),
            None => Some(true),
        };
        and(i.level.map(|level| level == Level::Critical), late)
    });
    holds(not(open))
}

fn owners(filing: &Filing) -> Verdict {
    let mut all = Some(true);
    for area in [
        Area::Planning,
        Area::Contracting,
        Area::Security,
        Area::Operation,
    ] {
        let led = some(&filing.processes, |p| {
            let here = and(p.area.map(|own| own == area), p.documented);
            and(here, p.owner_rank.map(|rank| rank >= Rank::Director))
        });
        all = and(all, led);
    }
    holds(all)
}

fn savings(filing: &Filing) -> Option<Cents> {
    let mut sum = 0;
    for p in filing.projects.as_ref()? {
        if p.status? == Status::Finished {
            sum += p.budget?.0 - p.spent?.0;
        }
    }
    Some(Cents(sum))
}
