//! What an expression may name where it stands.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::random::schema::{Kind, Path, schema};

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    Boolean,
    Number,
    Money(String),
    Date,
    Text,
    Enum(String),
    /// A row of a list of the filing.
    Row(String),
}

impl Ty {
    /// The type of a field that holds a single value.
    pub fn of(kind: &Kind) -> Option<Ty> {
        Some(match kind {
            Kind::Boolean => Ty::Boolean,
            Kind::Integer | Kind::Decimal => Ty::Number,
            Kind::Money(currency) => Ty::Money(currency.clone()),
            Kind::Date => Ty::Date,
            Kind::Text => Ty::Text,
            Kind::Enum(name) => Ty::Enum(name.clone()),
            Kind::Reference(list) => Ty::Row(list.clone()),
            Kind::Record(_) | Kind::List(_) => return None,
        })
    }

    /// Pesos.
    pub fn pesos() -> Ty {
        Ty::Money("MXN".to_owned())
    }
}

/// How many decimals a field's numbers have.
pub fn scale_of(kind: &Kind) -> usize {
    match kind {
        Kind::Decimal => 6,
        Kind::Money(_) => 4,
        _ => 0,
    }
}

/// What a variable stands for.
#[derive(Debug, Clone)]
pub enum What {
    /// A row of records, of this list of the filing if it is one.
    Row {
        record: String,
        list: Option<String>,
    },
    /// A nested record handed to a definition; whether it may be absent is not known.
    Nested(String),
    /// A row of a list of values.
    Value(Kind),
    /// A member of a set, or a value handed to a definition.
    Member(Ty),
}

/// A variable.
#[derive(Debug, Clone)]
pub struct Var {
    pub name: String,
    pub what: What,
    /// Whether it was handed to a definition.
    pub handed: bool,
}

/// The variables that may be named, outermost first.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub vars: Vec<Var>,
    /// The variable of the row just around; nothing while only sets are gone through.
    pub innermost: Option<usize>,
}

impl Scope {
    /// Inside a loop over a list that belongs to a variable's row, or to the filing.
    pub fn inside(&self, owner: Option<usize>, var: Var) -> Scope {
        let mut vars = match owner {
            // Where the call stands, there may be rows between.
            Some(owner) if self.vars[owner].handed => vec![self.vars[owner].clone()],
            owner if owner == self.innermost => self.vars.clone(),
            Some(owner) => self.vars[..=owner].to_vec(),
            None => Vec::new(),
        };
        vars.retain(|kept| !matches!(kept.what, What::Member(_)) || !kept.handed);
        if owner.is_none() {
            vars.retain(|kept| !kept.handed);
        }
        vars.push(var);
        Scope {
            innermost: Some(vars.len() - 1),
            vars,
        }
    }

    /// Around the last variable's loop.
    pub fn around(mut self) -> Scope {
        self.vars.pop();
        let row = |var: &Var| matches!(var.what, What::Row { .. } | What::Value(_));
        self.innermost = self.vars.iter().rposition(row);
        self
    }

    /// Inside a loop over a set.
    pub fn within_set(&self, var: Var) -> Scope {
        let mut scope = self.clone();
        scope.vars.push(var);
        scope
    }
}

/// Everything that can be read from a row of a record, references followed twice.
pub fn reachable(record: &str) -> &'static [Path] {
    static PATHS: OnceLock<BTreeMap<String, Vec<Path>>> = OnceLock::new();
    let paths = PATHS.get_or_init(|| {
        let records = schema().records.keys();
        records
            .map(|record| (record.clone(), follow(record, 2)))
            .collect()
    });
    &paths[record]
}

fn follow(record: &str, times: usize) -> Vec<Path> {
    let mut found = schema().paths(record);
    if times == 0 {
        return found;
    }
    for path in found.clone() {
        let Kind::Reference(list) = &path.kind else {
            continue;
        };
        for beyond in follow(&schema().record_of(list), times - 1) {
            // A list is gone through from its own row alone.
            if !matches!(beyond.kind, Kind::List(_)) {
                found.push(Path {
                    words: format!("{}.{}", path.words, beyond.words),
                    kind: beyond.kind,
                    optional: path.optional || beyond.optional,
                    followed: 1 + beyond.followed,
                });
            }
        }
    }
    found
}
