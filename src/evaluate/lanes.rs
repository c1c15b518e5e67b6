//! Rows side by side: loops that ask nothing of a row, of which the compiler makes a few instructions for
//! many rows at once.

/// A function of the values of each row of two columns. A column of one row stands for every row.
#[inline]
pub fn both<A: Copy, B: Copy, R: Clone>(
    a: &[A],
    b: &[B],
    len: usize,
    of: impl Fn(A, B) -> R,
) -> Vec<R> {
    match (a, b) {
        ([a], [b]) => vec![of(*a, *b); len],
        ([a], b) => b.iter().map(|b| of(*a, *b)).collect(),
        (a, [b]) => a.iter().map(|a| of(*a, *b)).collect(),
        (a, b) => a.iter().zip(b).map(|(a, b)| of(*a, *b)).collect(),
    }
}

/// Changes each row of a column by the same row of another, or by the one row that stands for all.
#[inline]
pub fn change<A, B: Copy>(a: &mut [A], b: &[B], by: impl Fn(&mut A, B)) {
    match b {
        [one] => a.iter_mut().for_each(|a| by(a, *one)),
        all => a.iter_mut().zip(all).for_each(|(a, b)| by(a, *b)),
    }
}

/// How many rows are written at once where rows stand in short stretches.
const AT_ONCE: usize = 16;

/// Each value as often as the offsets say.
pub fn spread<T: Copy + Default>(values: &[T], offsets: &[i32]) -> Vec<T> {
    // INVARIANT: a value for each stretch; else rows would silently hold nothing.
    assert_eq!(values.len() + 1, offsets.len());
    let len = offsets.last().map_or(0, |end| *end as usize);
    // A little more than is asked for: a short stretch is then one write of a fixed size, of which the
    // next stretch overwrites what was too much.
    let mut spread = vec![T::default(); len + AT_ONCE];
    for (value, ends) in values.iter().zip(offsets.windows(2)) {
        let (start, end) = (ends[0] as usize, ends[1] as usize);
        if end - start <= AT_ONCE {
            spread[start..start + AT_ONCE].fill(*value);
        } else {
            spread[start..end].fill(*value);
        }
    }
    spread.truncate(len);
    spread
}

/// Stretches of a column one after the other: where each begins in it, and where it stands in what
/// comes out.
pub fn stretches<T: Copy + Default>(column: &[T], starts: &[u32], offsets: &[i32]) -> Vec<T> {
    assert_eq!(starts.len() + 1, offsets.len());
    let len = offsets.last().map_or(0, |end| *end as usize);
    let mut all = vec![T::default(); len + AT_ONCE];
    for (from, ends) in starts.iter().zip(offsets.windows(2)) {
        let (from, start, end) = (*from as usize, ends[0] as usize, ends[1] as usize);
        if end - start <= AT_ONCE
            && let Some(more) = column.get(from..from + AT_ONCE)
        {
            all[start..start + AT_ONCE].copy_from_slice(more);
        } else {
            all[start..end].copy_from_slice(&column[from..from + (end - start)]);
        }
    }
    all.truncate(len);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_any_length_are_written_whole() {
        let column: Vec<u16> = (0..100).collect();
        let (starts, offsets) = ([90u32, 0, 5, 99, 40], [0, 10, 40, 40, 41, 57]);
        let expected: Vec<u16> = (90..100).chain(0..30).chain([99]).chain(40..56).collect();
        assert_eq!(stretches(&column, &starts, &offsets), expected);
        let repeated: Vec<u32> = [(7, 10), (8, 30), (1, 1), (2, 16)]
            .into_iter()
            .flat_map(|(value, times)| std::iter::repeat_n(value, times))
            .collect();
        assert_eq!(spread(&[7, 8, 9, 1, 2], &offsets), repeated);
        assert!(spread::<u8>(&[], &[0]).is_empty());
    }
}
