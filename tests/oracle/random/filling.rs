//! Fills what a filing leaves missing, at random: what is absent stays so.

use std::collections::BTreeSet;

use crate::document::Doc;
use crate::random::filings::single;
use crate::random::schema::{Field, Kind, schema};
use crate::random::tape::Tape;

/// Fills each missing place that so many in a hundred times it is chosen.
pub fn fill(doc: &Doc, tape: &mut Tape<'_>, percent: usize) -> Doc {
    let mut filled = doc.clone();
    let used = keys(&filled);
    let mut filling = Filling {
        tape,
        percent,
        used,
        fresh: 0,
    };
    filling.record(&mut filled, "filing");
    // Only now every key is known that a reference may lead to.
    let lead = Leads::of(&filled);
    lead.mend(&mut filled, "filing", filling.tape, percent);
    filled
}

fn is_silent(value: Option<&Doc>) -> bool {
    match value {
        None | Some(Doc::Null) => true,
        Some(Doc::Text(text)) => text.is_empty(),
        Some(_) => false,
    }
}

/// All keys of all rows.
fn keys(doc: &Doc) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (list, key) in [
        ("projects", "folio"),
        ("requests", "id"),
        ("contracts", "number"),
    ] {
        if let Some(Doc::List(rows)) = doc.get(list) {
            found.extend(rows.iter().filter_map(|row| match row.get(key) {
                Some(Doc::Text(text)) => Some(text.clone()),
                _ => None,
            }));
        }
    }
    found
}

struct Filling<'a, 't> {
    tape: &'a mut Tape<'t>,
    percent: usize,
    used: BTreeSet<String>,
    fresh: usize,
}

impl Filling<'_, '_> {
    fn record(&mut self, doc: &mut Doc, name: &str) {
        for field in &schema().records[name] {
            let value = doc.get(&field.document).cloned();
            if !is_silent(value.as_ref()) {
                let mut value = value.expect("what is not silent is there");
                self.inside(&mut value, &field.kind);
                doc.set(&field.document, value);
            } else if !field.optional && self.tape.percent(self.percent) {
                doc.set(&field.document, self.new_value(field));
            }
        }
    }

    /// Fills what is missing in a value that is given.
    fn inside(&mut self, value: &mut Doc, kind: &Kind) {
        match (kind, value) {
            (Kind::Record(name), value) => self.record(value, name),
            (Kind::List(of), Doc::List(rows)) => {
                for row in rows {
                    if !is_silent(Some(row)) {
                        self.inside(row, of);
                    } else if self.tape.percent(self.percent) {
                        *row = self.new_row(of);
                    }
                }
            }
            _ => {}
        }
    }

    fn new_row(&mut self, of: &Kind) -> Doc {
        match of {
            Kind::Record(name) => self.new_record(name),
            kind => single(kind, self.tape),
        }
    }

    fn new_record(&mut self, name: &str) -> Doc {
        let mut doc = Doc::Object(Vec::new());
        for field in &schema().records[name] {
            let value = if field.optional && self.tape.percent(50) {
                Doc::Null
            } else if !field.optional && self.tape.percent((100 - self.percent) / 4) {
                Doc::Null
            } else {
                self.new_value(field)
            };
            doc.set(&field.document, value);
        }
        doc
    }

    fn new_value(&mut self, field: &Field) -> Doc {
        if field.key {
            return Doc::Text(self.new_key());
        }
        match &field.kind {
            Kind::Record(name) => self.new_record(name),
            Kind::List(of) => {
                let rows = self.tape.below(4);
                Doc::List((0..rows).map(|_| self.new_row(of)).collect())
            }
            // A reference is filled once all keys are there.
            Kind::Reference(_) => Doc::Null,
            kind => single(kind, self.tape),
        }
    }

    /// A key that no row has: one to which something may refer already, or a new one.
    fn new_key(&mut self) -> String {
        let known = ["P-6", "P-7", "R-6", "R-7", "P-1", "R-1", "P-2", "R-2"];
        let known: Vec<&str> = (known.into_iter())
            .filter(|key| !self.used.contains(*key))
            .collect();
        let key = if !known.is_empty() && self.tape.percent(60) {
            (*self.tape.pick(&known)).to_owned()
        } else {
            self.fresh += 1;
            format!("K-{}", self.fresh)
        };
        self.used.insert(key.clone());
        key
    }
}

/// The keys that lead to one row.
struct Leads {
    projects: Vec<String>,
    requests: Vec<String>,
}

impl Leads {
    fn of(doc: &Doc) -> Leads {
        let single = |list: &str, key: &str| {
            let Some(Doc::List(rows)) = doc.get(list) else {
                return Vec::new();
            };
            let all: Vec<String> = (rows.iter())
                .filter_map(|row| match row.get(key) {
                    Some(Doc::Text(text)) if !text.is_empty() => Some(text.clone()),
                    _ => None,
                })
                .collect();
            let once = |key: &&String| all.iter().filter(|other| other == key).count() == 1;
            all.iter().filter(once).cloned().collect()
        };
        Leads {
            projects: single("projects", "folio"),
            requests: single("requests", "id"),
        }
    }

    /// Leads every reference that is missing to a row.
    fn mend(&self, doc: &mut Doc, name: &str, tape: &mut Tape<'_>, percent: usize) {
        for field in &schema().records[name] {
            let Some(mut value) = doc.get(&field.document).cloned() else {
                if matches!(field.kind, Kind::Reference(_)) {
                    self.lead(doc, field, None, tape, percent);
                }
                continue;
            };
            match &field.kind {
                Kind::Reference(_) => self.lead(doc, field, Some(&value), tape, percent),
                Kind::Record(inner) if value != Doc::Null => {
                    self.mend(&mut value, inner, tape, percent);
                    doc.set(&field.document, value);
                }
                Kind::List(of) => {
                    if let (Kind::Record(inner), Doc::List(rows)) = (of.as_ref(), &mut value) {
                        for row in rows.iter_mut().filter(|row| **row != Doc::Null) {
                            self.mend(row, inner, tape, percent);
                        }
                        doc.set(&field.document, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn lead(
        &self,
        doc: &mut Doc,
        field: &Field,
        value: Option<&Doc>,
        tape: &mut Tape<'_>,
        percent: usize,
    ) {
        let Kind::Reference(list) = &field.kind else {
            return;
        };
        let keys = if list == "projects" {
            &self.projects
        } else {
            &self.requests
        };
        let missing = match value {
            value if is_silent(value) => !field.optional,
            Some(Doc::Text(key)) => !keys.contains(key),
            _ => false,
        };
        if missing && !keys.is_empty() && tape.percent(percent) {
            let key = tape.pick(keys).clone();
            doc.set(&field.document, Doc::Text(key));
        }
    }
}
