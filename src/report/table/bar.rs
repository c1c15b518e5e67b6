//! Verdicts as a bar: one glyph for each, so that it reads without colour too.

use crate::evaluate::verdicts::Verdict;
use crate::report::style::{self, paint};
use crate::report::summary::Counts;

/// The glyph of a verdict.
pub fn glyph(verdict: Verdict) -> char {
    match verdict {
        Verdict::Violates => '█',
        Verdict::Undetermined => '▒',
        Verdict::Complies => '━',
        Verdict::Exempt => '┄',
        Verdict::NotApplicable => '·',
    }
}

/// A bar of one verdict: its share of `columns`, one cell at least.
pub fn single(verdict: Verdict, count: u64, whole: u64, columns: usize) -> String {
    let exact = u128::from(count) * columns as u128 / u128::from(whole.max(1));
    let cells = (exact as usize).clamp(1, columns.max(1));
    paint(
        style::of(verdict),
        &glyph(verdict).to_string().repeat(cells),
    )
}

/// A bar of all five, the gravest first, that fills `columns`; empty where nothing was judged.
pub fn stacked(counts: &Counts, columns: usize) -> String {
    let cells = shares(counts, columns);
    Verdict::ALL
        .into_iter()
        .filter(|verdict| cells[*verdict as usize] > 0)
        .map(|verdict| {
            let run = glyph(verdict).to_string().repeat(cells[verdict as usize]);
            paint(style::of(verdict), &run)
        })
        .collect()
}

/// `columns` shared out by largest remainder; a verdict that was given at all has a cell, even if
/// another has to lend it one.
fn shares(counts: &Counts, columns: usize) -> [usize; 5] {
    let whole: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    let mut cells = [0usize; 5];
    if whole == 0 || columns < 5 {
        return cells;
    }
    let exact = |at: usize| u128::from(counts[at]) * columns as u128;
    for (at, cell) in cells.iter_mut().enumerate() {
        *cell = (exact(at) / whole) as usize;
        if *cell == 0 && counts[at] > 0 {
            *cell = 1;
        }
    }
    loop {
        let given: usize = cells.iter().sum();
        // How far a verdict's cells stand from its share, times the whole.
        let gap = |at: usize| exact(at) as i128 - cells[at] as i128 * whole as i128;
        let given_out = (0..5).filter(|at| counts[*at] > 0);
        let changed = match given.cmp(&columns) {
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Less => given_out.max_by_key(|at| gap(*at)).map(|at| (at, 1)),
            std::cmp::Ordering::Greater => {
                let lenders = given_out.filter(|at| cells[*at] > 1);
                lenders.min_by_key(|at| gap(*at)).map(|at| (at, -1))
            }
        };
        let Some((at, by)) = changed else { break };
        cells[at] = cells[at].saturating_add_signed(by);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_and_hides_no_verdict() {
        for counts in [
            [1, 1, 1, 1, 1_000_000],
            [0, 0, 3, 0, 0],
            [9, 9, 9, 9, 9],
            [1, 0, 1, 0, 1],
        ] {
            let cells = shares(&counts, 20);
            assert_eq!(cells.iter().sum::<usize>(), 20, "{counts:?}");
            for (cell, count) in cells.iter().zip(counts) {
                assert_eq!(*cell > 0, count > 0, "{counts:?}");
            }
        }
        assert_eq!(shares(&[0; 5], 20), [0; 5]);
        assert_eq!(shares(&[u64::MAX; 5], 20), [4; 5]);
    }
}
