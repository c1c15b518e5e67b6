//! Which cell of a row stands for which field.

use crate::ingest::schema::{Content, Schema};
use crate::ingest::sheet::Head;

/// The cells of a row by the fields of a filing.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) filing: RecordPlan,
    /// Headings that the vocabulary does not know, with their cells.
    pub(crate) strangers: Vec<(usize, String)>,
    /// Headings that name a field that one before names already, with their cells.
    pub(crate) repeated: Vec<(usize, String)>,
}

/// The fields of a record that have a cell, in the order of their first.
#[derive(Debug, Default)]
pub(crate) struct RecordPlan {
    pub(crate) fields: Vec<(usize, Node)>,
}

/// What fills a field.
#[derive(Debug)]
pub(crate) enum Node {
    /// A cell.
    Cell(usize),
    /// The cells of a record.
    Record(usize, RecordPlan),
    /// A cell under the name of a list or a record, which cannot stand in one.
    Misfit(usize, &'static str),
}

impl Plan {
    /// What the headings of a table say to a schema: names of fields, with dots into nested records.
    pub(crate) fn new(schema: &Schema, head: &Head) -> Plan {
        let mut plan = Plan::default();
        for (cell, name) in head.names.iter().enumerate() {
            let name = match name.is_empty() {
                true => format!("column {}", cell + 1),
                false => name.clone(),
            };
            match place(schema, 0, &mut plan.filing, cell, &name) {
                Placed::Here => {}
                Placed::Twice => plan.repeated.push((cell, name)),
                Placed::Nowhere => plan.strangers.push((cell, name)),
            }
        }
        plan
    }
}

enum Placed {
    Here,
    Twice,
    Nowhere,
}

fn place(schema: &Schema, shape: usize, plan: &mut RecordPlan, cell: usize, name: &str) -> Placed {
    let form = &schema.shapes[shape];
    let find = |name: &str| form.names.find(name, 0).map(usize::from);
    if let Some(field) = find(name) {
        if plan.fields.iter().any(|(other, _)| *other == field) {
            return Placed::Twice;
        }
        let node = match form.fields[field].content {
            Content::Scalar => Node::Cell(cell),
            Content::Record(_) => Node::Misfit(cell, "a record"),
            Content::List(_) => Node::Misfit(cell, "a list"),
        };
        plan.fields.push((field, node));
        return Placed::Here;
    }
    let Some((first, rest)) = name.split_once('.') else {
        return Placed::Nowhere;
    };
    let Some(field) = find(first) else {
        return Placed::Nowhere;
    };
    let Content::Record(inner) = form.fields[field].content else {
        return Placed::Nowhere;
    };
    let known = plan.fields.iter().position(|(other, _)| *other == field);
    let mut fresh = RecordPlan::default();
    match known.map(|at| &mut plan.fields[at].1) {
        Some(Node::Record(_, known)) => place(schema, inner, known, cell, rest),
        Some(_) => Placed::Twice,
        None => {
            let placed = place(schema, inner, &mut fresh, cell, rest);
            if let Placed::Here = placed {
                plan.fields.push((field, Node::Record(inner, fresh)));
            }
            placed
        }
    }
}
