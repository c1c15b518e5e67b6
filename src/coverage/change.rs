//! One change of a case's filing.

use crate::cases::{Step, Tree};
use crate::value::Day;

/// One change of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A value takes the place of what was there; nothing leaves it out.
    Set {
        /// The way to it in the filing.
        way: Vec<Step>,
        /// The way for people: `projects[P-3].strategic`.
        path: String,
        /// The value.
        to: Option<Tree>,
    },
    /// A row is taken out of its list.
    Drop {
        /// The way to it.
        way: Vec<Step>,
        /// The way for people.
        path: String,
    },
    /// One more row stands at the end of a list.
    Add {
        /// The way to the list.
        way: Vec<Step>,
        /// The way for people: to the row that the new one is like, or to the list.
        path: String,
        /// The row.
        row: Tree,
    },
    /// It is judged on another date.
    JudgedOn(Day),
}

impl Change {
    /// The way to what is changed, for people.
    pub fn path(&self) -> &str {
        match self {
            Change::Set { path, .. } | Change::Drop { path, .. } | Change::Add { path, .. } => path,
            Change::JudgedOn(_) => "as_of",
        }
    }

    /// The filing with the change made.
    pub fn apply(&self, filing: &Tree) -> Tree {
        let mut changed = filing.clone();
        match self {
            Change::Set { way, to, .. } => put(&mut changed, way, to.as_ref()),
            Change::Drop { way, .. } => put(&mut changed, way, None),
            Change::Add { way, row, .. } => {
                if let Some(Tree::List(rows)) = reach(&mut changed, way) {
                    rows.push(row.clone());
                }
            }
            Change::JudgedOn(_) => {}
        }
        changed
    }
}

fn reach<'t>(tree: &'t mut Tree, way: &[Step]) -> Option<&'t mut Tree> {
    way.iter().try_fold(tree, |tree, step| match (step, tree) {
        (Step::Field(name), Tree::Record(fields)) => {
            let mut fields = fields.iter_mut();
            fields
                .find(|(field, _)| field == name)
                .map(|(_, value)| value)
        }
        (Step::Row(at), Tree::List(rows)) => rows.get_mut(*at),
        _ => None,
    })
}

/// Puts a value where a way leads, or takes away what is there; records on the way are made.
fn put(tree: &mut Tree, way: &[Step], value: Option<&Tree>) {
    let Some((step, rest)) = way.split_first() else {
        if let Some(value) = value {
            *tree = value.clone();
        }
        return;
    };
    match step {
        Step::Row(at) => {
            let Tree::List(rows) = tree else { return };
            match (rest.is_empty(), value, rows.get_mut(*at)) {
                (true, None, Some(_)) => {
                    rows.remove(*at);
                }
                (_, _, Some(row)) => put(row, rest, value),
                (_, _, None) => {}
            }
        }
        Step::Field(name) => {
            if !matches!(tree, Tree::Record(_)) {
                *tree = Tree::Record(Vec::new());
            }
            let Tree::Record(fields) = tree else { return };
            let at = fields.iter().position(|(field, _)| field == name);
            match (rest.is_empty(), value, at) {
                (true, None, Some(at)) => {
                    fields.remove(at);
                }
                (true, None, None) => {}
                (_, _, Some(at)) => put(&mut fields[at].1, rest, value),
                (_, _, None) => {
                    let mut made = Tree::Nothing;
                    put(&mut made, rest, value);
                    fields.push((name.clone(), made));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::document;
    use crate::ingest::Format;

    fn tree(text: &str) -> Tree {
        document(text, Format::Yaml).unwrap()
    }

    fn field(name: &str) -> Step {
        Step::Field(name.to_owned())
    }

    fn set(way: &[Step], to: Option<&str>) -> Change {
        Change::Set {
            way: way.to_vec(),
            path: String::new(),
            to: to.map(tree),
        }
    }

    const FILING: &str = "{a: 1, rows: [{k: x, r: {d: 2}}, {k: y}]}";

    #[test]
    fn a_value_is_set_left_out_and_given_where_there_was_none() {
        let way = [field("rows"), Step::Row(1), field("r"), field("d")];
        let made = set(&way, Some("3")).apply(&tree(FILING));
        assert_eq!(
            made,
            tree("{a: 1, rows: [{k: x, r: {d: 2}}, {k: y, r: {d: 3}}]}")
        );
        let way = [field("rows"), Step::Row(0), field("r"), field("d")];
        let made = set(&way, None).apply(&tree(FILING));
        assert_eq!(made, tree("{a: 1, rows: [{k: x, r: {}}, {k: y}]}"));
        let made = set(&[field("a")], Some("4")).apply(&tree(FILING));
        assert_eq!(made, tree("{a: 4, rows: [{k: x, r: {d: 2}}, {k: y}]}"));
    }

    #[test]
    fn rows_come_and_go_and_other_ways_lead_nowhere() {
        let way = vec![field("rows"), Step::Row(0)];
        let path = String::new();
        let made = Change::Drop { way, path }.apply(&tree(FILING));
        assert_eq!(made, tree("{a: 1, rows: [{k: y}]}"));
        let made = Change::Add {
            way: vec![field("rows")],
            path: String::new(),
            row: tree("{k: z}"),
        };
        let wanted = tree("{a: 1, rows: [{k: x, r: {d: 2}}, {k: y}, {k: z}]}");
        assert_eq!(made.apply(&tree(FILING)), wanted);
        for way in [vec![field("rows"), Step::Row(7)], vec![field("none")]] {
            let path = String::new();
            assert_eq!(
                Change::Drop { way, path }.apply(&tree(FILING)),
                tree(FILING)
            );
        }
        let day = Day::new(2020, 1, 1).unwrap();
        assert_eq!(Change::JudgedOn(day).apply(&tree(FILING)), tree(FILING));
    }
}
