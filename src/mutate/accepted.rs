//! The survivors that the legal team accepts, each with its reason.

use crate::cases::{Problem, Step, Tree, document, place};
use crate::diagnostic::nearest;
use crate::ingest::Format;
use crate::mutate::mutants::Mutant;
use crate::source::LineColumn;

/// A survivor that is accepted: the name of a mutant, and why no case need notice it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The file, from the folder of the rule book.
    pub file: String,
    /// `clause petic.strategic_cap`
    pub provision: String,
    /// What goes on after "no case would notice if".
    pub change: String,
    /// Which of the same name, from 1.
    pub nth: usize,
    /// Why it is accepted.
    pub why: String,
    /// Where it stands in the list.
    pub at: Option<LineColumn>,
}

impl Accepted {
    /// Whether it names a mutant.
    pub fn names(&self, mutant: &Mutant) -> bool {
        let place = &mutant.place;
        self.file == place.file
            && self.provision == place.provision
            && self.change == mutant.sentence
            && self.nth == place.nth
    }
}

const KEYS: &[&str] = &["file", "provision", "change", "nth", "why"];

/// Reads a list of accepted survivors; every mistake in it is told.
pub fn read(path: &str, text: &str) -> (Vec<Accepted>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut tell = |way: &[Step], message: String| {
        problems.push(Problem {
            file: path.into(),
            at: place(text, way),
            message,
        });
    };
    let tree = match document(text, Format::Yaml) {
        Ok(tree) => tree,
        Err(fault) => {
            problems.push(Problem {
                file: path.into(),
                at: fault.at,
                message: fault.message,
            });
            return (Vec::new(), problems);
        }
    };
    let entries = match &tree {
        Tree::List(entries) => entries.as_slice(),
        Tree::Nothing => &[],
        other => {
            let message = format!(
                "expected a list of survivors, each with {}, found {}",
                KEYS.join(", "),
                other.noun()
            );
            tell(&[], message);
            &[]
        }
    };
    let mut accepted = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let way = [Step::Row(at)];
        let Tree::Record(fields) = entry else {
            tell(&way, format!("expected a survivor, found {}", entry.noun()));
            continue;
        };
        for (name, _) in fields {
            if !KEYS.contains(&name.as_str()) {
                let hint = match nearest(name, KEYS.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("here may stand {}", KEYS.join(", ")),
                };
                let way = [Step::Row(at), Step::Field(name.clone())];
                tell(&way, format!("unknown key `{name}`; {hint}"));
            }
        }
        let mut needed = |name: &str| {
            let found = entry.get(name).and_then(Tree::scalar);
            let found = found.filter(|text| !text.trim().is_empty());
            if found.is_none() {
                tell(&way, format!("`{name}` is not given"));
            }
            found.map(str::to_owned)
        };
        let texts = ["file", "provision", "change", "why"].map(&mut needed);
        let nth = match entry.get("nth").map(Tree::scalar) {
            None => Some(1),
            Some(text) => text
                .and_then(|text| text.parse().ok())
                .filter(|nth| *nth > 0),
        };
        if nth.is_none() {
            let way = [Step::Row(at), Step::Field("nth".to_owned())];
            tell(
                &way,
                "expected which of the same name it is, from 1".to_owned(),
            );
        }
        if let ([Some(file), Some(provision), Some(change), Some(why)], Some(nth)) = (texts, nth) {
            accepted.push(Accepted {
                file,
                provision,
                change,
                nth,
                why,
                at: place(text, &way),
            });
        }
    }
    (accepted, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_its_places() {
        let text = "- file: a.dictamen\n  provision: clause a.b\n  change: \"`x` read `y`\"\n  why: it is so\n\
                    - file: a.dictamen\n  provision: clause a.b\n  change: \"`x` read `y`\"\n  nth: 2\n  why: so too\n";
        let (accepted, problems) = read("survivors.yaml", text);
        assert_eq!(problems, Vec::new());
        let brief: Vec<(usize, &str, usize)> = accepted
            .iter()
            .map(|one| (one.nth, one.why.as_str(), one.at.map_or(0, |at| at.line)))
            .collect();
        assert_eq!(brief, [(1, "it is so", 1), (2, "so too", 5)]);
    }

    #[test]
    fn every_mistake_in_a_list_is_told() {
        let text = "- file: a\n  provison: clause a.b\n  nth: 0\n  why: \"\"\n- 7\n";
        let (accepted, problems) = read("survivors.yaml", text);
        assert_eq!(accepted, Vec::new());
        let told: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "unknown key `provison`; did you mean `provision`?",
                "`provision` is not given",
                "`change` is not given",
                "`why` is not given",
                "expected which of the same name it is, from 1",
                "expected a survivor, found a single value",
            ]
        );
        assert_eq!(read("s", "").0, Vec::new());
        assert_eq!(read("s", "x: 1").1.len(), 1);
    }
}
