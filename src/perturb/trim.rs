//! The smallest patch that still shows the difference.

use crate::cases::Tree;

/// How many smaller filings are tried.
const TRIALS: usize = 160;

/// The merge patch that makes one filing of another.
pub fn patch(from: &Tree, to: &Tree) -> Tree {
    let (Tree::Record(before), Tree::Record(after)) = (from, to) else {
        return to.clone();
    };
    let mut changes = Vec::new();
    for (name, _) in before {
        if to.get(name).is_none() {
            changes.push((name.clone(), Tree::Nothing));
        }
    }
    for (name, value) in after {
        match from.get(name) {
            Some(held) if held == value => {}
            Some(held @ Tree::Record(_)) if matches!(value, Tree::Record(_)) => {
                changes.push((name.clone(), patch(held, value)));
            }
            _ => changes.push((name.clone(), value.clone())),
        }
    }
    Tree::Record(changes)
}

/// A filing nearer to another that still does what it must: what was changed is put back and rows are
/// left out, one after another, as long as it does.
pub fn trim(base: &Tree, filing: &Tree, still: &dyn Fn(&Tree) -> bool) -> Tree {
    let mut held = filing.clone();
    let mut trials = 0;
    loop {
        let before = held.clone();
        for smaller in nearer(base, &held) {
            trials += 1;
            if trials > TRIALS {
                return held;
            }
            if still(&smaller) {
                held = smaller;
                break;
            }
        }
        if held == before {
            return held;
        }
    }
}

/// The filings with one change less.
fn nearer(base: &Tree, filing: &Tree) -> Vec<Tree> {
    let (Tree::Record(before), Tree::Record(after)) = (base, filing) else {
        return rows(filing);
    };
    let mut found = Vec::new();
    let with = |name: &str, value: Option<Tree>| {
        let mut fields = after.clone();
        match (fields.iter().position(|(field, _)| field == name), value) {
            (Some(at), Some(value)) => fields[at].1 = value,
            (Some(at), None) => {
                fields.remove(at);
            }
            (None, Some(value)) => fields.push((name.to_owned(), value)),
            (None, None) => {}
        }
        Tree::Record(fields)
    };
    for (name, value) in before {
        if filing.get(name).is_none() {
            found.push(with(name, Some(value.clone())));
        }
    }
    for (name, value) in after {
        let held = base.get(name);
        if held == Some(value) {
            continue;
        }
        found.push(with(name, held.cloned()));
        let nothing = Tree::Record(Vec::new());
        let inside = match (held, value) {
            (Some(held @ Tree::Record(_)), Tree::Record(_)) => nearer(held, value),
            (None, Tree::Record(_)) => nearer(&nothing, value),
            _ => rows(value),
        };
        found.extend(inside.into_iter().map(|value| with(name, Some(value))));
    }
    found
}

/// A list that is written out anyway with one row less, or with half of them.
fn rows(list: &Tree) -> Vec<Tree> {
    let Tree::List(rows) = list else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if rows.len() > 3 {
        found.push(Tree::List(rows[rows.len() / 2..].to_vec()));
        found.push(Tree::List(rows[..rows.len() / 2].to_vec()));
    }
    for at in (0..rows.len()).rev() {
        let mut fewer = rows.clone();
        fewer.remove(at);
        found.push(Tree::List(fewer));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{document, merge};
    use crate::ingest::Format;

    fn tree(text: &str) -> Tree {
        document(text, Format::Yaml).unwrap()
    }

    #[test]
    fn a_patch_makes_one_filing_of_another() {
        let pairs = [
            ("{a: 1, b: {c: 2, d: 3}}", "{a: 1, b: {c: 4, d: 3}}"),
            ("{a: 1, b: {c: 2}}", "{b: {}}"),
            ("{a: [1, 2]}", "{a: [1], b: {c: 1}}"),
            ("{a: 1}", "{a: {b: 2}}"),
        ];
        for (from, to) in pairs {
            let (from, to) = (tree(from), tree(to));
            assert_eq!(merge(&from, &patch(&from, &to)), to);
        }
    }

    #[test]
    fn what_makes_no_difference_is_put_back() {
        let base = tree("{a: 1, b: {c: 2, d: 3}, rows: [x, y, z]}");
        let found = tree("{a: 9, b: {c: 7}, rows: [x, y, z, q, r, s]}");
        let needed = |filing: &Tree| {
            let rows = matches!(filing.get("rows"), Some(Tree::List(rows)) if rows.len() > 3);
            let changed =
                filing.get("b").and_then(|b| b.get("c")) == Some(&Tree::Plain("7".to_owned()));
            rows && changed
        };
        let trimmed = trim(&base, &found, &needed);
        let changes = patch(&base, &trimmed);
        assert_eq!(changes.get("a"), None);
        assert_eq!(changes.get("b"), Some(&tree("{c: 7}")));
        let Some(Tree::List(rows)) = changes.get("rows") else {
            panic!("no rows");
        };
        assert_eq!(rows.len(), 4);
    }
}
