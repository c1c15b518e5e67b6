//! What the subjects of one clause show of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::ir::{ClauseId, ExprId};
use crate::coverage::Seen;
use crate::coverage::units::{At, Text};
use crate::evaluate::suppose::Stand;
use crate::evaluate::verdicts::Verdict;

/// Something that a subject shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sight {
    /// Of which point.
    pub at: At,
    /// Of a condition: its value, and the verdict that it decides.
    pub decides: Option<(bool, Verdict)>,
}

impl Sight {
    /// Adds it to what was seen.
    pub fn add(self, seen: &mut Seen) {
        match self.decides {
            None => seen.once = true,
            Some((false, verdict)) => {
                seen.when_false.insert(verdict);
            }
            Some((true, verdict)) => {
                seen.when_true.insert(verdict);
            }
        }
    }

    /// Whether it is a step towards what was not seen.
    pub fn is_wanted(self, seen: &Seen) -> bool {
        match self.decides {
            None => !seen.once,
            Some((value, verdict)) => seen.would_close(value, verdict),
        }
    }
}

/// What the given rows show of a text that judged them, row by row. Conditions are turned only if they
/// are asked for.
pub fn sights(
    stand: &mut Stand<'_>,
    text: ClauseId,
    shown: &Text,
    rows: &BTreeMap<usize, Verdict>,
    asked: &dyn Fn(At) -> bool,
) -> BTreeSet<(usize, Sight)> {
    let mut found = BTreeSet::new();
    for (row, verdict) in rows {
        let once = |at: &At| {
            (
                *row,
                Sight {
                    at: *at,
                    decides: None,
                },
            )
        };
        found.extend(shown.verdicts.get(verdict).map(once));
        if *verdict == Verdict::Exempt {
            let lifting = stand.lifting(text, *row);
            found.extend(lifting.and_then(|at| shown.exceptions.get(at)).map(once));
        }
    }
    if rows
        .values()
        .all(|verdict| *verdict == Verdict::Undetermined)
    {
        return found;
    }
    // A condition that two owners have, as the call of a definition and the definition do, is turned once.
    let mut turns: BTreeMap<(ExprId, bool), Vec<(bool, At)>> = BTreeMap::new();
    for (condition, at) in &shown.conditions {
        if asked(*at) {
            let turn = turns.entry((condition.node, condition.inside));
            turn.or_default().push((condition.negated, *at));
        }
    }
    for ((node, inside), owners) in turns {
        for turned in stand.turn(text, node, inside) {
            let Some(verdict) = rows.get(&turned.row) else {
                continue;
            };
            if *verdict == Verdict::Undetermined || *verdict == turned.verdict {
                continue;
            }
            for (negated, at) in &owners {
                let decides = Some((turned.value != *negated, *verdict));
                found.insert((turned.row, Sight { at: *at, decides }));
            }
        }
    }
    found
}
