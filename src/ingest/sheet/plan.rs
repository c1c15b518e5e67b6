//! Which cell of a row stands for which field.

use crate::ingest::schema::{Content, RowForm, Schema};
use crate::ingest::sheet::Head;
use crate::ingest::sheet::mapping::Source;

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
    /// A text.
    Value(From),
    /// The cells of a record.
    Record(usize, RecordPlan),
    /// The rows of a list, by its table.
    List(usize, Elements),
    /// A cell under the name of a list or a record, which cannot stand in one.
    Misfit(usize, &'static str),
}

/// Where a text comes from.
#[derive(Debug, Clone)]
pub(crate) enum From {
    /// A cell as it stands.
    Cell(usize),
    /// What a mapping makes of cells.
    Made(Box<Source<usize>>),
}

/// What fills the rows of a list.
#[derive(Debug)]
pub(crate) enum Elements {
    Records(usize, RecordPlan),
    Values(usize, From),
}

impl Plan {
    /// What a table says to a schema: its headings are names of fields, with dots into nested records, or a
    /// mapping says what they become.
    pub(crate) fn new(schema: &Schema, head: &Head) -> Plan {
        let mut plan = Plan::default();
        if let Some(mapping) = &head.mapping {
            for field in &mapping.fields {
                let made = From::Made(Box::new(field.source.clone()));
                let names: Vec<&str> = field.path.iter().map(String::as_str).collect();
                // The mapping was checked by a vocabulary; one that lacks a field has no use for it.
                let _ = place(schema, 0, &mut plan.filing, &made, &names, true);
            }
            return plan;
        }
        for (cell, name) in head.names.iter().enumerate() {
            let name = match name.is_empty() {
                true => format!("column {}", cell + 1),
                false => name.clone(),
            };
            let known = schema.shapes[0].names.find(&name, 0).is_some();
            let names: Vec<&str> = match known {
                true => vec![&name],
                false => name.split('.').collect(),
            };
            match place(
                schema,
                0,
                &mut plan.filing,
                &From::Cell(cell),
                &names,
                false,
            ) {
                Placed::Here => {}
                Placed::Twice => plan.repeated.push((cell, name)),
                Placed::Nowhere => plan.strangers.push((cell, name)),
            }
        }
        plan
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placed {
    Here,
    Twice,
    Nowhere,
}

/// Puts what fills a field where it belongs; `lists` says whether rows may become those of a list.
fn place(
    schema: &Schema,
    shape: usize,
    plan: &mut RecordPlan,
    from: &From,
    names: &[&str],
    lists: bool,
) -> Placed {
    let form = &schema.shapes[shape];
    let Some((first, rest)) = names.split_first() else {
        return Placed::Nowhere;
    };
    let Some(field) = form.names.find(first, 0).map(usize::from) else {
        return Placed::Nowhere;
    };
    let content = form.fields[field].content;
    let at = plan.fields.iter().position(|(other, _)| *other == field);
    if rest.is_empty() {
        if at.is_some() {
            return Placed::Twice;
        }
        let misfit = |noun| match from {
            From::Cell(cell) => Node::Misfit(*cell, noun),
            From::Made(made) => Node::Misfit(made.cell().unwrap_or(0), noun),
        };
        let node = match content {
            Content::Scalar => Node::Value(from.clone()),
            Content::Record(_) => misfit("a record"),
            Content::List(table) => match schema.tables[table].rows {
                RowForm::Value(column) if lists => {
                    Node::List(table, Elements::Values(column, from.clone()))
                }
                _ => misfit("a list"),
            },
        };
        plan.fields.push((field, node));
        return Placed::Here;
    }
    let fresh = match content {
        Content::Record(inner) => Node::Record(inner, RecordPlan::default()),
        Content::List(table) if lists => match schema.tables[table].rows {
            RowForm::Record(inner) => {
                Node::List(table, Elements::Records(inner, RecordPlan::default()))
            }
            RowForm::Value(_) => return Placed::Nowhere,
        },
        _ => return Placed::Nowhere,
    };
    let at = at.unwrap_or_else(|| {
        plan.fields.push((field, fresh));
        plan.fields.len() - 1
    });
    let placed = match &mut plan.fields[at].1 {
        Node::Record(inner, plan) | Node::List(_, Elements::Records(inner, plan)) => {
            place(schema, *inner, plan, from, rest, lists)
        }
        _ => Placed::Twice,
    };
    // A record of which nothing is known is not there.
    if let Node::Record(_, inner) = &plan.fields[at].1
        && inner.fields.is_empty()
    {
        plan.fields.remove(at);
    }
    placed
}
