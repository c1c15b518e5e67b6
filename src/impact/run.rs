//! The chunks of an input through both books, in waves.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::impact::before::Before;
use crate::impact::compare::{Comparison, Done, Pair};
use crate::impact::tally::{Flip, Impact, Kind, Reason, Years};
use crate::ingest::{Chunk, Decoded, Inputs, Reject, Seen};

/// How many chunks of a wave there are for each thread: enough that a slow one does not hold up the rest.
const CHUNKS_A_THREAD: usize = 4;
/// How many clauses are named that made a filing what it is as a whole.
const NAMED: usize = 6;

/// Judges an input by both books, and last year's before it if there is one.
pub fn run(
    comparison: &mut Comparison<'_>,
    inputs: &mut Inputs<'_>,
    before: Option<&mut Inputs<'_>>,
    impact: &mut Impact,
) {
    let mut past = None;
    if let Some(before) = before {
        let mut held = Before::default();
        let mut unreadable = 0;
        let wanted = std::mem::replace(&mut comparison.reasons, false);
        waves(comparison, before, impact, |_, taken| match taken {
            Taken::Pair(pair) => held.add(*pair),
            Taken::Neither(_) | Taken::OnlyOld(_) | Taken::OnlyNew(_) => unreadable += 1,
        });
        comparison.reasons = wanted;
        impact.years = Some(Years {
            unreadable,
            ..Years::default()
        });
        past = Some(held);
    }
    waves(comparison, inputs, impact, |impact, taken| match taken {
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

fn waves(
    comparison: &Comparison<'_>,
    inputs: &mut Inputs<'_>,
    impact: &mut Impact,
    mut take: impl FnMut(&mut Impact, Taken<'_>),
) {
    let wave = rayon::current_num_threads() * CHUNKS_A_THREAD;
    let (mut seen_old, mut seen_new) = (Seen::new(), Seen::new());
    loop {
        let read: Vec<Chunk> = inputs.by_ref().take(wave).collect();
        if read.is_empty() {
            return;
        }
        let kept = &*impact;
        let judged: Vec<Done> = read
            .into_par_iter()
            .map(|chunk| comparison.judge(chunk, kept))
            .collect();
        for done in judged {
            let Done {
                chunk,
                mut old,
                mut new,
                pairs,
            } = done;
            // A key seen before is a reject like any other, for each book among the filings that it reads.
            seen_old.admit(comparison.old.schema(), &chunk, &mut old);
            if let Some(new) = &mut new {
                seen_new.admit(comparison.new.schema(), &chunk, new);
            }
            sort_out(&old, new.as_ref(), pairs, |taken| take(impact, taken));
        }
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
            };
            impact.keep(Some(row), flip);
        }
    }
}
