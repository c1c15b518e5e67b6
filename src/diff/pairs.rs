//! Which of several old things became which of several new ones.

use std::collections::BTreeMap;

/// How many pairs are weighed. Where there are more, only what is the same is paired.
const MOST: usize = 10_000;

/// Pairs what is the same first, in order, then what is most alike by `alike`, which says none of what
/// cannot have become the other. Each stands in one pair at most.
pub(super) fn paired<T: Ord>(
    old: &[T],
    new: &[T],
    alike: impl Fn(&T, &T) -> Option<f64>,
) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut taken = vec![false; new.len()];
    // Where each of the new ones stands, the first one last.
    let mut places: BTreeMap<&T, Vec<usize>> = BTreeMap::new();
    for (to, is) in new.iter().enumerate().rev() {
        places.entry(is).or_default().push(to);
    }
    for (at, was) in old.iter().enumerate() {
        if let Some(to) = places.get_mut(was).and_then(Vec::pop) {
            taken[to] = true;
            pairs.insert(at, to);
        }
    }
    let (old_left, new_left) = (old.len() - pairs.len(), new.len() - pairs.len());
    if old_left.saturating_mul(new_left) > MOST {
        return pairs;
    }
    let mut rest: Vec<(f64, usize, usize)> = Vec::new();
    for (at, was) in old.iter().enumerate() {
        if pairs.contains_key(&at) {
            continue;
        }
        for (to, is) in new.iter().enumerate() {
            if !taken[to]
                && let Some(alike) = alike(was, is)
            {
                rest.push((alike, at, to));
            }
        }
    }
    rest.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, at, to) in rest {
        if !taken[to] && !pairs.contains_key(&at) {
            taken[to] = true;
            pairs.insert(at, to);
        }
    }
    pairs
}

/// How many of their words two texts share, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let total: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    if total == 0 {
        return 1.0;
    }
    let shared: usize = a
        .iter()
        .map(|(word, count)| b.get(word).map_or(0, |other| *count.min(other)))
        .sum();
    2.0 * shared as f64 / total as f64
}

fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    let split = |letter: char| letter.is_whitespace() || "().,{}".contains(letter);
    for word in text.split(split).filter(|word| !word.is_empty()) {
        *found.entry(word).or_default() += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_are_paired_before_the_alike() {
        let old = ["a = 1", "b = 2"];
        let new = ["b = 3", "b = 2", "c"];
        let alike = |a: &&str, b: &&str| {
            let alike = likeness(a, b);
            (alike >= 0.5).then_some(alike)
        };
        assert_eq!(paired(&old, &new, alike), BTreeMap::from([(1, 1)]));
        let new = ["a = 2", "b = 2", "c"];
        assert_eq!(paired(&old, &new, alike), BTreeMap::from([(0, 0), (1, 1)]));
    }
}
