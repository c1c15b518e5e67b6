//! The single fields of a filing, what each is called, and what may stand there instead.

use crate::cases::{Step, Tree};
use crate::perturb::changes::{Pool, ROWS, put, singles};
use crate::perturb::shape::{Field, Holds};

/// A single value of a filing, given or not.
#[derive(Debug, Clone)]
pub struct Spot<'f> {
    /// The way to it in the document.
    pub way: Vec<Step>,
    /// `requests[R-7].study.outcome`, as reports call it.
    pub path: String,
    /// What it holds.
    pub holds: &'f Holds,
    /// What stands there.
    pub held: Option<Tree>,
}

impl Spot<'_> {
    /// The filing with another value at this place; nothing takes away what stands there.
    pub fn with(&self, filing: &Tree, value: Option<&Tree>) -> Tree {
        let mut changed = filing.clone();
        put(&mut changed, &self.way, value);
        changed
    }

    /// The values that are tried here, without the one that stands here.
    pub fn values(&self, filing: &Tree, fields: &[Field], pool: &Pool) -> Vec<Tree> {
        let mut values = singles(filing, fields, pool, self.holds);
        let own = self.held.as_ref().and_then(Tree::scalar);
        values.retain(|value| value.scalar() != own);
        values
    }
}

/// The single fields of a filing that are read. Of a list that a row of interest stands in, that row's
/// alone, and of any other those of its first rows.
pub fn spots<'f>(
    filing: &Tree,
    fields: &'f [Field],
    around: &[(Vec<String>, usize)],
) -> Vec<Spot<'f>> {
    let mut walk = Walk {
        around,
        found: Vec::new(),
    };
    walk.record(
        Some(filing),
        fields,
        &mut Vec::new(),
        "",
        Some(0),
        &mut Vec::new(),
    );
    walk.found
}

struct Walk<'w, 'f> {
    around: &'w [(Vec<String>, usize)],
    found: Vec<Spot<'f>>,
}

impl<'f> Walk<'_, 'f> {
    /// `deep` is how many of the steps around were gone, nothing once the way left them; `since` are the
    /// names since the last of them.
    fn record(
        &mut self,
        held: Option<&Tree>,
        fields: &'f [Field],
        way: &mut Vec<Step>,
        path: &str,
        deep: Option<usize>,
        since: &mut Vec<String>,
    ) {
        for field in fields.iter().filter(|field| !field.key) {
            let value = held.and_then(|held| held.get(&field.name));
            let value = value.filter(|value| **value != Tree::Nothing);
            let path = match path {
                "" => field.rule.clone(),
                path => format!("{path}.{}", field.rule),
            };
            way.push(Step::Field(field.name.clone()));
            since.push(field.rule.clone());
            self.value(value, &field.holds, way, &path, deep, since);
            since.pop();
            way.pop();
        }
    }

    fn value(
        &mut self,
        held: Option<&Tree>,
        holds: &'f Holds,
        way: &mut Vec<Step>,
        path: &str,
        deep: Option<usize>,
        since: &mut Vec<String>,
    ) {
        match holds {
            Holds::Record(fields) => self.record(held, fields, way, path, deep, since),
            Holds::List(inner) => {
                let Some(Tree::List(rows)) = held else { return };
                let step = deep.and_then(|deep| self.around.get(deep));
                let chosen = step
                    .filter(|(names, _)| names == since)
                    .map(|(_, row)| *row);
                let first = 0..rows.len().min(ROWS);
                let shown = chosen.map_or(first, |row| row..(row + 1).min(rows.len()));
                for at in shown {
                    let row = &rows[at];
                    let path = format!("{path}[{}]", name(row, inner, at));
                    way.push(Step::Row(at));
                    let deep = deep.filter(|_| chosen.is_some()).map(|deep| deep + 1);
                    self.value(Some(row), inner, way, &path, deep, &mut Vec::new());
                    way.pop();
                }
            }
            single => self.found.push(Spot {
                way: way.clone(),
                path: path.to_owned(),
                holds: single,
                held: held.cloned(),
            }),
        }
    }
}

/// The key of a row, or its position from 1.
fn name(row: &Tree, holds: &Holds, at: usize) -> String {
    let key = match holds {
        Holds::Record(fields) => fields.iter().find(|field| field.key),
        _ => None,
    };
    let own = key
        .and_then(|key| row.get(&key.name))
        .and_then(Tree::scalar);
    own.map_or_else(|| (at + 1).to_string(), |own| own.trim().to_owned())
}
