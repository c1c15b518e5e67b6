//! The fields that a batch lacks most: how many open verdicts hang on each.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::verdicts::{Judged, Verdict};

/// How many fields are told apart. A vocabulary has fewer; keys that look like paths must not fill memory.
const KEPT_FIELDS: usize = 20_000;

/// The fields that are missing, each with what hangs on it.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    fields: BTreeMap<String, Want>,
}

/// What hangs on one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Want {
    /// How many undetermined verdicts of a clause on a filing name it.
    pub verdicts: u64,
    /// How many of them name nothing else, so that it alone would settle them.
    pub alone: u64,
}

impl Wanted {
    /// Takes in the open verdicts of a filing.
    pub fn add(&mut self, judged: &Judged) {
        let mut open: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for finding in &judged.findings {
            let entry = judged.clauses.get(finding.entry).copied().flatten();
            // A clause that another subject breaks is decided, whatever is missing of this one.
            if finding.verdict == Verdict::Undetermined && entry == Some(Verdict::Undetermined) {
                let fields = finding.missing.iter().map(|path| field(path));
                open.entry(finding.entry).or_default().extend(fields);
            }
        }
        for fields in open.into_values() {
            let alone = u64::from(fields.len() == 1);
            for field in fields {
                self.count(field, Want { verdicts: 1, alone });
            }
        }
    }

    /// Takes in what another part of the batch lacks.
    pub fn merge(&mut self, later: Wanted) {
        for (field, want) in later.fields {
            self.count(field, want);
        }
    }

    /// The fields, those on which most hangs first.
    pub fn ranked(&self) -> Vec<(&str, Want)> {
        let mut all: Vec<(&str, Want)> = self
            .fields
            .iter()
            .map(|(field, want)| (field.as_str(), *want))
            .collect();
        all.sort_by_key(|(_, want)| std::cmp::Reverse((want.verdicts, want.alone)));
        all
    }

    fn count(&mut self, field: String, want: Want) {
        if self.fields.len() >= KEPT_FIELDS && !self.fields.contains_key(&field) {
            return;
        }
        let own = self.fields.entry(field).or_default();
        own.verdicts += want.verdicts;
        own.alone += want.alone;
    }
}

/// The field of the vocabulary that a path leads to: `contracts[C-1].signed_on` is `contracts[].signed_on`.
pub fn field(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        // A key may hold brackets of its own: its end is the one before the next step.
        let key = &rest[open + 1..];
        let end = key
            .match_indices(']')
            .map(|(at, _)| at)
            .find(|at| matches!(key.as_bytes().get(at + 1), None | Some(b'.' | b',')));
        let Some(end) = end else {
            out.push_str(&rest[open..]);
            return out;
        };
        out.push_str("[]");
        rest = &key[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_field_is_one_whatever_its_row() {
        for (path, known) in [
            ("projects", "projects"),
            ("contracts[C-1].signed_on", "contracts[].signed_on"),
            ("requests[R[7]].study.outcome", "requests[].study.outcome"),
            ("requests[1].items[a.b].x", "requests[].items[].x"),
            ("odd[", "odd["),
        ] {
            assert_eq!(field(path), known);
        }
    }

    #[test]
    fn only_open_verdicts_want_a_field() {
        let mut wanted = Wanted::default();
        let mut judged = sample::grave();
        wanted.add(&judged);
        judged.findings[0].missing.push("institution.kind".into());
        wanted.add(&judged);
        // Another subject breaks the clause: nothing hangs on the field any more.
        judged.clauses[0] = Some(Verdict::Violates);
        wanted.add(&judged);
        let two = Want {
            verdicts: 2,
            alone: 1,
        };
        let one = Want {
            verdicts: 1,
            alone: 0,
        };
        assert_eq!(
            wanted.ranked(),
            [("projects[].strategic", two), ("institution.kind", one)]
        );
    }
}
