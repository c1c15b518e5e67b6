//! What would settle an open verdict, and what would mend a broken one: found by judging changed filings.

use crate::cases::{Step, Tree};
use crate::evaluate::verdicts::Verdict;
use crate::perturb::changes::Pool;
use crate::perturb::fields::{Spot, spots};
use crate::perturb::shape::{Field, Holds};
use crate::source::Place;
use crate::value::{Day, number};
use crate::why::trial::Trial;

/// How many changes are tried.
const TRIED: usize = 3000;

/// How many bytes of changed filings are judged at most.
const JUDGED: usize = 96 << 20;

/// How many mends are told.
const TOLD: usize = 3;

/// How many missing values are filled in.
const FILLED: usize = 12;

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// `requests[R-7].study.outcome`
    pub path: String,
    /// The way to it in the document.
    pub way: Vec<Step>,
    /// What stands there; nothing where nothing does.
    pub from: Option<Tree>,
    /// What would stand there; nothing takes it away.
    pub to: Option<Tree>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// What a missing value would lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// `requests[R-7].study.outcome`
    pub path: String,
    /// Whether these are all the values that it may have.
    pub all: bool,
    /// Values that it may have, each with what the subject would come to.
    pub outcomes: Vec<(Tree, Verdict)>,
}

/// What is asked of a filing.
pub struct Question<'q> {
    /// The filing as it was written.
    pub filing: &'q Tree,
    /// How many bytes it has.
    pub size: usize,
    /// What of it the clause reads.
    pub fields: &'q [Field],
    /// The values that come up when it is judged.
    pub pool: &'q Pool,
    /// The lists on the way to the subject, with the position in each.
    pub steps: &'q [(Vec<String>, usize)],
    /// The name of the subject.
    pub label: &'q str,
    /// What judges.
    pub trial: &'q Trial<'q>,
}

impl Question<'_> {
    /// How many changed filings may be judged.
    fn most(&self) -> usize {
        TRIED.min(JUDGED / self.size.max(1)).max(1)
    }

    /// What each of the missing values would lead to, were it the only one given.
    pub fn settling(&self, missing: &[String]) -> Vec<Settling> {
        let spots = spots(self.filing, self.fields, self.steps);
        let mut left = self.most();
        let mut found = Vec::new();
        for spot in spots.iter().filter(|spot| missing.contains(&spot.path)) {
            if found.len() >= FILLED {
                break;
            }
            let mut values = spot.values(self.filing, self.fields, self.pool);
            values.truncate(left);
            left -= values.len();
            let filings: Vec<Tree> = (values.iter())
                .map(|value| spot.with(self.filing, Some(value)))
                .collect();
            let verdicts = self.trial.verdicts(&filings);
            let all = matches!(spot.holds, Holds::Boolean | Holds::Member(_));
            let mut outcomes: Vec<(Tree, Verdict)> = Vec::new();
            for (value, verdict) in values.into_iter().zip(verdicts) {
                let Some(verdict) = verdict else { continue };
                // Of values without end one is told for each verdict.
                if all || outcomes.iter().all(|(_, told)| *told != verdict) {
                    outcomes.push((value, verdict));
                }
            }
            found.push(Settling {
                path: spot.path.clone(),
                all,
                outcomes,
            });
        }
        // As the finding names them.
        found.sort_by_key(|one| missing.iter().position(|path| *path == one.path));
        found
    }

    /// The nearest changes of one field by which the subject complies: first another value of what is
    /// given, then a value where there is none, then none where there is one; of each the subject's own
    /// fields first.
    pub fn mends(&self) -> Vec<Edit> {
        let mut spots = spots(self.filing, self.fields, self.steps);
        spots.sort_by_key(|spot| !self.is_own(spot));
        let mut tries: Vec<(usize, Option<Tree>)> = Vec::new();
        for (at, spot) in spots.iter().enumerate() {
            let values = spot.values(self.filing, self.fields, self.pool);
            tries.extend(values.into_iter().map(|value| (at, Some(value))));
            if spot.held.is_some() {
                tries.push((at, None));
            }
        }
        tries.truncate(self.most());
        let filings: Vec<Tree> = (tries.iter())
            .map(|(at, value)| spots[*at].with(self.filing, value.as_ref()))
            .collect();
        let verdicts = self.trial.verdicts(&filings);
        let mending = tries.into_iter().zip(verdicts);
        let mending = mending.filter(|(_, verdict)| *verdict == Some(Verdict::Complies));
        let mut best: Vec<(u8, usize, Option<Tree>)> = Vec::new();
        for ((at, value), _) in mending {
            let spot = &spots[at];
            let kind = match (&spot.held, &value) {
                (_, None) => 2,
                (None, _) => 1,
                _ => 0,
            };
            match best.iter_mut().find(|(_, of, _)| *of == at) {
                Some(held) if kind > held.0 => {}
                Some(held) if kind < held.0 => *held = (kind, at, value),
                Some(held) => {
                    if distance(spot, value.as_ref()) < distance(spot, held.2.as_ref()) {
                        held.2 = value;
                    }
                }
                None => best.push((kind, at, value)),
            }
        }
        best.sort_by_key(|(kind, at, _)| (*kind, !self.is_own(&spots[*at]), *at));
        let told = best.into_iter().take(TOLD);
        told.map(|(_, at, value)| {
            let spot = &spots[at];
            Edit {
                path: spot.path.clone(),
                way: spot.way.clone(),
                from: spot.held.clone(),
                to: value.map(|value| self.nearest(spot, value)),
                place: None,
            }
        })
        .collect()
    }

    fn is_own(&self, spot: &Spot<'_>) -> bool {
        !self.label.is_empty() && self.label.split(", ").any(|row| spot.path.starts_with(row))
    }

    /// The value nearest to what stands there by which the subject complies, on the way to one by which it
    /// does: halved until the border is found.
    fn nearest(&self, spot: &Spot<'_>, value: Tree) -> Tree {
        let Some(held) = &spot.held else { return value };
        let (Some(mut no), Some(mut yes)) =
            (place_of(spot.holds, held), place_of(spot.holds, &value))
        else {
            return value;
        };
        let mut nearest = value;
        while (yes - no).abs() > 1 {
            let middle = no + (yes - no) / 2;
            let Some(tried) = value_at(spot.holds, middle) else {
                break;
            };
            if self.trial.complies(&spot.with(self.filing, Some(&tried))) {
                yes = middle;
                nearest = tried;
            } else {
                no = middle;
            }
        }
        nearest
    }
}

/// How far a value lies from what stands there, where they lie on a line.
fn distance(spot: &Spot<'_>, value: Option<&Tree>) -> i128 {
    let at = |tree: Option<&Tree>| tree.and_then(|tree| place_of(spot.holds, tree));
    match (at(spot.held.as_ref()), at(value)) {
        (Some(held), Some(value)) => (value - held).abs(),
        _ => 0,
    }
}

/// With how many decimals a field is moved.
fn decimals(holds: &Holds) -> Option<u8> {
    match holds {
        Holds::Number(0) => Some(0),
        Holds::Number(_) | Holds::Money(_) => Some(2),
        _ => None,
    }
}

/// Where a value lies on the line of its type.
fn place_of(holds: &Holds, value: &Tree) -> Option<i128> {
    let text = value.scalar()?.trim();
    if let Holds::Date = holds {
        return Day::parse(text.as_bytes()).map(|day| i128::from(day.count()));
    }
    number::parse(text.as_bytes(), decimals(holds)?).ok()
}

/// The value that lies there.
fn value_at(holds: &Holds, at: i128) -> Option<Tree> {
    if let Holds::Date = holds {
        let day = Day::from_count(i64::try_from(at).ok()?)?;
        return Some(Tree::Text(day.to_string()));
    }
    let decimals = decimals(holds)?;
    Some(Tree::Plain(number::format(at, decimals, decimals)))
}
