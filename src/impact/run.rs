//! The chunks of an input through both books.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{PoisonError, RwLock};

use crate::driver::{Keys, drive};
use crate::impact::before::Before;
use crate::impact::compare::{Comparison, Done, Pair};
use crate::impact::tally::{Flip, Impact, Kind, Reason, Years};
use crate::ingest::{Chunk, Decoded, Inputs, Reject};

/// How many clauses are named that made a filing what it is as a whole.
const NAMED: usize = 6;

/// Judges an input by both books, and last year's before it if there is one.
pub fn run(
    comparison: &mut Comparison<'_>,
    inputs: &mut Inputs,
    before: Option<&mut Inputs>,
    impact: &mut Impact,
) {
    let mut past = None;
    if let Some(before) = before {
        let mut held = Before::default();
        let mut unreadable = 0;
        let wanted = std::mem::replace(&mut comparison.reasons, false);
        judge(comparison, before, impact, |_, taken| match taken {
            Taken::Pair(pair) => held.add(*pair),
            Taken::Neither(reject) | Taken::OnlyOld(reject) | Taken::OnlyNew(reject) => {
                unreadable += reject.filings;
            }
        });
        comparison.reasons = wanted;
        impact.years = Some(Years {
            unreadable,
            ..Years::default()
        });
        past = Some(held);
    }
    judge(comparison, inputs, impact, |impact, taken| match taken {
        Taken::Neither(reject) => impact.neither(reject),
        Taken::OnlyOld(reject) => impact.refuse(true, reject),
        Taken::OnlyNew(reject) => impact.refuse(false, reject),
        Taken::Pair(pair) => {
            if let Some(past) = &mut past {
                past.attribute(&pair, impact);
            }
            take_in(*pair, impact);
        }
    });
    if let Some(past) = past {
        past.finish(impact);
    }
}

/// What came of one record.
enum Taken<'r> {
    Pair(Box<Pair>),
    Neither(&'r Reject),
    /// The new book refuses it, for this reason.
    OnlyOld(&'r Reject),
    /// The old book refuses it, for this reason.
    OnlyNew(&'r Reject),
}

/// Judges every chunk by both books, and takes in its records by the order of the input.
fn judge(
    comparison: &Comparison<'_>,
    inputs: &mut Inputs,
    impact: &mut Impact,
    mut take: impl FnMut(&mut Impact, Taken<'_>) + Send,
) {
    let (mut seen_old, mut seen_new) = (inputs.seen(), inputs.seen());
    // Whoever judges looks at what was taken in, so that no reason is looked for that would not be kept.
    let kept = RwLock::new(impact);
    let work =
        |chunk: &mut Chunk, old: &mut Decoded| -> Done { comparison.judge(chunk, old, &kept) };
    let entry = |chunk: &Chunk, mut old: Decoded, done: Done| -> Result<(), Infallible> {
        let Done { mut new, pairs } = done;
        // A key seen before is a reject like any other, for each book among the filings that it reads.
        seen_old.admit(comparison.old.schema(), chunk, &mut old);
        if let Some(new) = &mut new {
            seen_new.admit(comparison.new.schema(), chunk, new);
        }
        let mut impact = kept.write().unwrap_or_else(PoisonError::into_inner);
        sort_out(&old, new.as_ref(), pairs, |taken| take(&mut impact, taken));
        Ok(())
    };
    let schema = comparison.old.schema();
    match drive(schema, inputs, Keys::Any, work, entry) {
        Ok(()) => {}
        Err(never) => match never {},
    }
}

/// Tells apart what both books read, one of them, or none.
fn sort_out(
    old: &Decoded,
    new: Option<&Decoded>,
    pairs: Vec<Pair>,
    mut take: impl FnMut(Taken<'_>),
) {
    let new = new.unwrap_or(old);
    let refused = |side: &Decoded| -> BTreeSet<usize> {
        side.rejects.iter().map(|reject| reject.record).collect()
    };
    let (by_old, by_new) = (refused(old), refused(new));
    for reject in &old.rejects {
        take(match by_new.contains(&reject.record) {
            true => Taken::Neither(reject),
            false => Taken::OnlyNew(reject),
        });
    }
    for reject in &new.rejects {
        if !by_old.contains(&reject.record) {
            take(Taken::OnlyOld(reject));
        }
    }
    for pair in pairs {
        if !by_old.contains(&pair.record) && !by_new.contains(&pair.record) {
            take(Taken::Pair(Box::new(pair)));
        }
    }
}

/// Which clauses made a filing what it is as a whole.
fn by_clauses(impact: &Impact, rows: &[usize]) -> Option<Reason> {
    let ids = rows.iter().filter_map(|row| impact.rows.get(*row));
    let mut ids: Vec<&str> = ids.map(|row| row.id.as_str()).collect();
    if ids.is_empty() {
        return None;
    }
    let more = ids.len().saturating_sub(NAMED);
    ids.truncate(NAMED);
    let mut message = format!("by {}", ids.join(", "));
    if more > 0 {
        message.push_str(&format!(" and {more} more"));
    }
    Some(Reason {
        message,
        ..Reason::default()
    })
}

fn take_in(mut pair: Pair, impact: &mut Impact) {
    impact.compared += 1;
    let (was, is) = pair.whole;
    impact.whole.table[was as usize][is as usize] += 1;
    if let Some(kind) = Kind::of(was, is) {
        let flip = Flip {
            who: pair.who.clone(),
            kind,
            was,
            is,
            was_for: by_clauses(impact, &pair.by.0),
            is_for: by_clauses(impact, &pair.by.1),
            hangs_on: std::mem::take(&mut pair.whole_hangs_on),
        };
        impact.keep(None, flip);
    }
    for row in 0..pair.was.len() {
        let (was, is) = (pair.was[row], pair.is[row]);
        impact.count(row, was, is);
        let Some((was, is)) = was.zip(is) else {
            continue;
        };
        let Some(kind) = Kind::of(was, is) else {
            continue;
        };
        if impact.has_room(row, kind) {
            let (was_for, is_for) = pair.reasons.remove(&row).unzip();
            let flip = Flip {
                who: pair.who.clone(),
                kind,
                was,
                is,
                was_for,
                is_for,
                hangs_on: pair.hangs_on.remove(&row).unwrap_or_default(),
            };
            impact.keep(Some(row), flip);
        }
    }
}
