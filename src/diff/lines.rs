//! The lines of an item, and which of them changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::conditions::edits;
use crate::diff::pairs::{likeness, paired};
use crate::diff::renaming::{Scope, key};
use crate::diff::{Edit, Label, LineChange, Part, Sort};
use crate::syntax::ast::{Exception, Expr, Message, MessagePart, Text};
use crate::syntax::print::print_expr;

/// A line of an item.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub label: Label,
    pub sort: Sort,
    /// Whether a change of it is more than words.
    pub weighs: bool,
    /// What people read.
    pub text: String,
    /// What tells whether it says the same as another.
    pub key: String,
    /// The rule that it is, with the variables around it.
    pub rule: Option<(&'a Expr, Scope)>,
    pub cites: Option<String>,
    /// False for what the language says where the text is silent: nobody wrote it.
    pub written: bool,
}

/// Lines as they are gathered.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    pub found: Vec<Line<'a>>,
    pub scope: Scope,
}

pub(super) fn label(word: &'static str) -> Label {
    Label { word, of: None }
}

pub(super) fn label_of(word: &'static str, of: impl Into<String>) -> Label {
    Label {
        word,
        of: Some(of.into()),
    }
}

impl<'a> Lines<'a> {
    fn push(&mut self, label: Label, sort: Sort, weighs: bool, text: String) {
        self.found.push(Line {
            label,
            sort,
            weighs,
            key: text.clone(),
            text,
            rule: None,
            cites: None,
            written: true,
        });
    }

    /// Words that nobody judges by.
    pub(super) fn prose(&mut self, word: &'static str, text: Option<&Text>) {
        if let Some(text) = text {
            self.push(label(word), Sort::Prose, false, text.value.clone());
        }
    }

    /// A word of the language, a date or a name.
    pub(super) fn word(&mut self, label: Label, weighs: bool, text: impl Into<String>) {
        self.push(label, Sort::Word, weighs, text.into());
    }

    /// What the language says where the text is silent.
    pub(super) fn silent(&mut self, label: Label, weighs: bool, text: &str) {
        self.word(label, weighs, text);
        if let Some(line) = self.found.last_mut() {
            line.written = false;
        }
    }

    /// A quoted text with a label of its own.
    pub(super) fn quoted(&mut self, label: Label, weighs: bool, text: &str) {
        self.push(label, Sort::Prose, weighs, text.to_owned());
    }

    /// A line that is a rule.
    pub(super) fn rule(&mut self, label: Label, rule: Option<&'a Expr>) {
        if let Some(rule) = rule {
            self.push(label, Sort::Rule, true, print_expr(rule));
            if let Some(line) = self.found.last_mut() {
                line.key = key(rule, &self.scope);
                line.rule = Some((rule, self.scope.clone()));
            }
        }
    }

    /// A line of rules of which only the whole is compared.
    pub(super) fn whole(&mut self, label: Label, text: String, key: String) {
        self.push(label, Sort::Rule, true, text);
        if let Some(line) = self.found.last_mut() {
            line.key = key;
        }
    }

    pub(super) fn exceptions(&mut self, exceptions: &'a [Exception]) {
        for exception in exceptions {
            self.rule(label("except when"), Some(&exception.when));
            if let Some(line) = self.found.last_mut() {
                line.cites = exception.cites.as_ref().map(|text| text.value.clone());
            }
        }
    }

    pub(super) fn message(&mut self, word: &'static str, message: Option<&Message>) {
        let Some(message) = message else { return };
        let (mut text, mut known) = (String::new(), String::new());
        for part in &message.parts {
            match part {
                MessagePart::Text(words) => {
                    text.push_str(words);
                    known.push_str(&words.replace('{', "{{"));
                }
                MessagePart::Expr(rule) => {
                    text.push_str(&format!("{{{}}}", print_expr(rule)));
                    known.push_str(&format!("{{{}}}", key(rule, &self.scope)));
                }
            }
        }
        self.push(label(word), Sort::Prose, false, text);
        if let Some(line) = self.found.last_mut() {
            line.key = known;
        }
    }
}

/// The lines that differ, in the order of the new text, what was dropped where it stood.
pub(super) fn changes(old: &[Line<'_>], new: &[Line<'_>]) -> Vec<LineChange> {
    let (of_old, of_new) = (by_label(old), by_label(new));
    let mut told: BTreeSet<&Label> = BTreeSet::new();
    let mut labels: Vec<&Label> = Vec::new();
    let mut tell = |label| {
        if told.insert(label) {
            labels.push(label);
        }
    };
    let mut dropped = old.iter();
    for line in new {
        // What stood before the line that both have, and stands no longer, is told before it.
        if of_old.contains_key(&line.label) {
            for one in dropped.by_ref() {
                tell(&one.label);
                if one.label == line.label {
                    break;
                }
            }
        }
        tell(&line.label);
    }
    for one in dropped {
        tell(&one.label);
    }
    let mut found = Vec::new();
    for label in labels {
        let of = |lines: &BTreeMap<&Label, Vec<usize>>| lines.get(label).cloned();
        let (was, is) = (
            of(&of_old).unwrap_or_default(),
            of(&of_new).unwrap_or_default(),
        );
        match (was.as_slice(), is.as_slice()) {
            ([was], [is]) => found.extend(change(&old[*was], &new[*is])),
            _ => several(
                &was.iter().map(|at| &old[*at]).collect::<Vec<_>>(),
                &is.iter().map(|at| &new[*at]).collect::<Vec<_>>(),
                &mut found,
            ),
        }
    }
    found
}

/// Which lines have a label, in order.
fn by_label<'l>(lines: &'l [Line<'_>]) -> BTreeMap<&'l Label, Vec<usize>> {
    let mut found: BTreeMap<&Label, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        found.entry(&line.label).or_default().push(at);
    }
    found
}

/// All lines of what one side alone has.
pub(super) fn all(lines: &[Line<'_>], added: bool) -> Vec<LineChange> {
    lines
        .iter()
        .filter(|line| line.written)
        .map(|line| one_sided(line, added))
        .collect()
}

fn one_sided(line: &Line<'_>, added: bool) -> LineChange {
    let text = Some(line.text.clone());
    let cites = line.cites.clone();
    LineChange {
        label: line.label.clone(),
        sort: line.sort,
        was: if added { None } else { text.clone() },
        is: if added { text } else { None },
        cites: if added { (None, cites) } else { (cites, None) },
        edits: Vec::new(),
        weighs: line.weighs,
    }
}

/// What became of one line; none where it says the same.
fn change(was: &Line<'_>, is: &Line<'_>) -> Option<LineChange> {
    let words_only = was.key == is.key;
    if words_only && was.cites == is.cites {
        return None;
    }
    let edits = match (&was.rule, &is.rule) {
        (Some(was), Some(is)) => edits((was.0, &was.1), (is.0, &is.1)),
        _ => Vec::new(),
    };
    let order = !edits.is_empty() && edits.iter().all(|edit| edit.part == Part::Order);
    Some(LineChange {
        label: is.label.clone(),
        sort: is.sort,
        was: Some(was.text.clone()),
        is: Some(is.text.clone()),
        cites: (was.cites.clone(), is.cites.clone()),
        weighs: is.weighs && !words_only && !order,
        edits,
    })
}

/// Several lines of one label: exceptions, or one that stands on one side alone.
fn several(was: &[&Line<'_>], is: &[&Line<'_>], found: &mut Vec<LineChange>) {
    let keys = |lines: &[&Line<'_>]| -> Vec<(String, Option<String>)> {
        lines
            .iter()
            .map(|line| (line.key.clone(), line.cites.clone()))
            .collect()
    };
    // An exception that cites the same place is likely the same exception.
    let alike = |a: &(String, Option<String>), b: &(String, Option<String>)| {
        let cited = a.1.is_some() && a.1 == b.1;
        let alike = likeness(&a.0, &b.0);
        (alike >= 0.5 || cited).then_some(if cited { alike + 0.5 } else { alike })
    };
    let pairs = paired(&keys(was), &keys(is), alike);
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    for (at, line) in was.iter().enumerate() {
        match pairs.get(&at).and_then(|to| is.get(*to)) {
            Some(other) => found.extend(change(line, other)),
            None => found.push(one_sided(line, false)),
        }
    }
    for (at, line) in is.iter().enumerate() {
        if !taken.contains(&at) {
            found.push(one_sided(line, true));
        }
    }
    let kept: Vec<usize> = pairs.values().copied().collect();
    if kept.windows(2).any(|two| two[0] > two[1])
        && let (Some(first), Some(_)) = (is.first(), was.first())
    {
        let list = |lines: &[&Line<'_>]| -> String {
            let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            texts.join("; ")
        };
        found.push(LineChange {
            label: first.label.clone(),
            sort: first.sort,
            was: Some(list(was)),
            is: Some(list(is)),
            cites: (None, None),
            edits: vec![Edit {
                part: Part::Order,
                within: Vec::new(),
                was: Some(list(was)),
                is: Some(list(is)),
                brief: None,
            }],
            weighs: false,
        });
    }
}
