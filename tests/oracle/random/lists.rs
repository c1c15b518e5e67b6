//! What a loop goes through, and what its body may name.

use crate::random::expressions::Writer;
use crate::random::schema::{Kind, schema};
use crate::random::scope::{Scope, Ty, Var, What, reachable};

/// The rows that refer to the rows of a list: `contracts of r`.
pub const REFERRING: [(&str, &str); 3] = [
    ("contracts", "requests"),
    ("requests", "projects"),
    ("projects", "projects"),
];

/// What a loop goes through.
#[derive(Debug, Clone)]
pub struct Source {
    /// `r.study.questions`
    pub words: String,
    pub item: What,
    pub goes: Goes,
}

/// To what the rows of a loop belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// To a variable's row, or to the filing.
    Through(Option<usize>),
    /// To nothing: it is a set.
    OverSet,
}

impl Source {
    /// What stands inside the loop may name this.
    pub fn inside(&self, scope: &Scope, name: &str) -> Scope {
        let var = Var {
            name: name.to_owned(),
            what: self.item.clone(),
            handed: false,
        };
        match self.goes {
            Goes::Through(owner) => scope.inside(owner, var),
            Goes::OverSet => scope.within_set(var),
        }
    }
}

/// Every list that can be gone through: the row's own first, then what refers to it, then the filing's.
pub fn lists(scope: &Scope) -> Vec<Source> {
    let mut found = Vec::new();
    for (at, var) in scope.vars.iter().enumerate().rev() {
        let (What::Row { record, .. } | What::Nested(record)) = &var.what else {
            continue;
        };
        // Whose row a nested record stands in is known at the call alone.
        if matches!(var.what, What::Nested(_)) {
            continue;
        }
        for (words, item) in own(record) {
            found.push(Source {
                words: format!("{}.{words}", var.name),
                item: listed(item, None),
                goes: Goes::Through(Some(at)),
            });
        }
        if let What::Row {
            list: Some(list), ..
        } = &var.what
        {
            for (from, to) in REFERRING {
                if to == list {
                    found.push(Source {
                        words: format!("{from} of {}", var.name),
                        item: listed(&Kind::Record(schema().record_of(from)), Some(from)),
                        goes: Goes::Through(Some(at)),
                    });
                }
            }
        }
    }
    for (words, item) in own("filing") {
        found.push(Source {
            item: listed(item, Some(&words)),
            words,
            goes: Goes::Through(None),
        });
    }
    found
}

fn own(record: &str) -> impl Iterator<Item = (String, &'static Kind)> {
    reachable(record)
        .iter()
        .filter_map(|path| match &path.kind {
            Kind::List(item) => Some((path.words.clone(), item.as_ref())),
            _ => None,
        })
}

fn listed(item: &Kind, list: Option<&str>) -> What {
    match item {
        Kind::Record(record) => What::Row {
            record: record.clone(),
            list: list.map(str::to_owned),
        },
        value => What::Value(value.clone()),
    }
}

impl Writer<'_> {
    /// Something to go through.
    pub fn source(&mut self, scope: &Scope) -> Source {
        if self.tape.percent(14) {
            return self.set_source();
        }
        let all = lists(scope);
        // What belongs to a variable is rarer, and more interesting.
        let own: Vec<&Source> = all
            .iter()
            .filter(|source| matches!(source.goes, Goes::Through(Some(_))))
            .collect();
        if !own.is_empty() && self.tape.percent(65) {
            return (*self.tape.pick(&own)).clone();
        }
        self.tape.pick(&all).clone()
    }

    /// Something to go through whose rows are records.
    pub fn record_source(&mut self, scope: &Scope) -> Source {
        for _ in 0..4 {
            let source = self.source(scope);
            if matches!(source.item, What::Row { .. }) {
                return source;
            }
        }
        let all = lists(scope).into_iter();
        let mut all = all.filter(|source| matches!(source.item, What::Row { .. }));
        all.next().expect("the filing has lists of records")
    }

    /// A set, an enum's name or a set parameter.
    pub fn set_source(&mut self) -> Source {
        let (words, ty) = match self.tape.below(4) {
            0 => {
                let names: Vec<&String> = schema().enums.keys().collect();
                let name = (*self.tape.pick(&names)).clone();
                (name.clone(), Ty::Enum(name))
            }
            1 | 2 if !self.names.sets.is_empty() => self.tape.pick(&self.names.sets).clone(),
            _ => self.set_literal(),
        };
        Source {
            words,
            item: What::Member(ty),
            goes: Goes::OverSet,
        }
    }

    /// `{Mark.present, Mark.lacking}`, and of what it is.
    pub fn set_literal(&mut self) -> (String, Ty) {
        let ty = match self.tape.below(4) {
            0 | 1 => {
                let names: Vec<&String> = schema().enums.keys().collect();
                Ty::Enum((*self.tape.pick(&names)).clone())
            }
            2 => Ty::Number,
            _ => Ty::Text,
        };
        (self.set_of(&ty), ty)
    }

    /// A set of members of a type.
    pub fn set_of(&mut self, ty: &Ty) -> String {
        let mut members: Vec<String> = Vec::new();
        for _ in 0..=self.tape.below(3) {
            let member = self.literal(ty).text;
            let bare = |word: &str| word.rsplit('.').next().unwrap_or("").to_owned();
            let twice = match ty {
                Ty::Enum(_) => members.iter().any(|other| bare(other) == bare(&member)),
                _ => members.contains(&member),
            };
            if !twice {
                members.push(member);
            }
        }
        format!("{{{}}}", members.join(", "))
    }
}
