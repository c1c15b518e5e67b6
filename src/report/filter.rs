//! Which verdicts are written: those of some kinds, clauses, authorities, institutions. What is left out is
//! judged and counted all the same.

use crate::check::ir::Ir;
use crate::diagnostic::nearest;
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::report::carried::Value;
use crate::report::outline::spoken;

/// What is written; an empty list leaves nothing out.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these verdicts.
    pub verdicts: Vec<Verdict>,
    /// Only these clauses.
    pub clauses: Vec<String>,
    /// Only what these offices watch over.
    pub authorities: Vec<String>,
    /// Only what these institutions filed, by a name or an id that their filings carry.
    pub institutions: Vec<String>,
}

impl Filter {
    /// Whether it leaves nothing out.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
            && self.clauses.is_empty()
            && self.authorities.is_empty()
            && self.institutions.is_empty()
    }

    /// Refuses names that the rule book does not know: they would leave out everything without a word.
    pub fn check(&self, ir: &Ir) -> Result<(), String> {
        let entries = ir.versions.iter().flat_map(|version| &version.entries);
        let clauses: Vec<&str> = entries.map(|entry| entry.id.as_str()).collect();
        known("--clause", "clause", &self.clauses, &clauses)?;
        let watched = ir
            .clauses
            .iter()
            .filter_map(|clause| clause.authority.as_ref());
        let authorities: Vec<&str> = watched.map(|(name, _)| name.as_str()).collect();
        known("--authority", "authority", &self.authorities, &authorities)
    }

    /// What is left of a filing; nothing where all of it is left out. `institution` is what the filing says
    /// of who filed it.
    pub fn apply(&self, ir: &Ir, judged: &Judged, institution: &[Option<Value>]) -> Option<Judged> {
        let asked = |own: &str| {
            self.institutions
                .iter()
                .any(|name| folded(name) == folded(own))
        };
        let filed = |value: &Value| matches!(value, Value::Text(text) if asked(text));
        if !self.institutions.is_empty() && !institution.iter().flatten().any(filed) {
            return None;
        }
        let version = &ir.versions[judged.version];
        let entries = version.entries.iter().zip(&judged.clauses).enumerate();
        let kept: Vec<bool> = entries
            .map(|(at, (entry, verdict))| {
                let Some(verdict) = verdict else { return false };
                // A subject may be of the kind that is asked for where its clause is not.
                let mut own = judged.findings.iter().filter(|finding| finding.entry == at);
                let wanted = self.wants(*verdict) || own.any(|finding| self.wants(finding.verdict));
                let clause = self.clauses.is_empty() || self.clauses.contains(&entry.id);
                wanted && clause && self.watched(ir, judged, entry)
            })
            .collect();
        if !self.is_empty() && !kept.contains(&true) {
            return None;
        }
        let mut left = judged.clone();
        for (verdict, kept) in left.clauses.iter_mut().zip(&kept) {
            if !kept {
                *verdict = None;
            }
        }
        let stays = |entry: usize| kept.get(entry).copied().unwrap_or(false);
        left.findings
            .retain(|finding| stays(finding.entry) && self.wants(finding.verdict));
        left.left_out.retain(|(entry, _)| stays(*entry));
        Some(left)
    }

    fn wants(&self, verdict: Verdict) -> bool {
        self.verdicts.is_empty() || self.verdicts.contains(&verdict)
    }

    fn watched(&self, ir: &Ir, judged: &Judged, entry: &crate::check::ir::Entry) -> bool {
        if self.authorities.is_empty() {
            return true;
        }
        let text = spoken(ir, judged.version, entry).map(|id| ir.clause(id));
        let authority = text.and_then(|clause| clause.authority.as_ref());
        authority.is_some_and(|(name, _)| self.authorities.contains(name))
    }
}

/// Names are asked for as people type them.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn known(option: &str, what: &str, asked: &[String], known: &[&str]) -> Result<(), String> {
    for name in asked {
        if !known.contains(&name.as_str()) {
            let near = nearest(name, known.iter().copied());
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(format!(
                "{option}: the rule book has no {what} `{name}`{near}"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn left(filter: &Filter) -> Option<(Vec<&'static str>, usize)> {
        let ir = sample::book();
        let who = [None, Some(Value::Text("Hospital Civil".into()))];
        let judged = filter.apply(&ir, &sample::grave(), &who)?;
        let clauses = judged
            .clauses
            .iter()
            .map(|one| one.map_or("-", Verdict::as_str));
        Some((clauses.collect(), judged.findings.len()))
    }

    #[test]
    fn what_is_asked_for_is_left() {
        let open = Filter {
            verdicts: vec![Verdict::Undetermined],
            ..Filter::default()
        };
        assert_eq!(
            left(&open),
            Some((vec!["undetermined", "-", "-", "-", "-", "-"], 1))
        );
        let assent = Filter {
            clauses: vec!["procurement.assent".into()],
            institutions: vec![" hospital CIVIL".into()],
            ..Filter::default()
        };
        assert_eq!(
            left(&assent),
            Some((vec!["-", "violates", "-", "-", "-", "-"], 2))
        );
        let nobody = Filter {
            institutions: vec!["SAT".into()],
            ..Filter::default()
        };
        assert_eq!(left(&nobody), None);
        let none = Filter {
            verdicts: vec![Verdict::Exempt],
            ..Filter::default()
        };
        assert_eq!(left(&none), None);
        assert_eq!(left(&Filter::default()).unwrap().1, 5);
    }

    #[test]
    fn a_name_that_is_not_known_is_refused_with_the_nearest() {
        let ir = sample::book();
        let filter = Filter {
            clauses: vec!["procurement.asent".into()],
            ..Filter::default()
        };
        let error = filter.check(&ir).unwrap_err();
        assert!(
            error.contains("did you mean `procurement.assent`?"),
            "{error}"
        );
    }
}
