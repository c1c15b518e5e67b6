//! The names of a rule book: where each is made, and where it stands.
//!
//! Of the names that stand alone no two are equal and none hides another, so that a name is what its
//! letters say; only what follows a dot is of the record, or the enum, before it.

use std::ops::Range;

use crate::book::Book;
use crate::source::Span;
use crate::syntax::ast::{Field, Name, ProvisionKind};
use crate::syntax::is_name_char;

/// A word of a text that is a name or a word of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// Its letters; a clause's id with its dots.
    pub text: &'t str,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether a dot stands before it.
    pub dotted: bool,
    /// Whether it is a clause's id, behind the word `clause`.
    pub clause: bool,
}

/// The words of a text, without those of comments and quoted texts; what stands in the braces of a quoted
/// text is read.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    let (mut quoted, mut braced) = (false, false);
    while at < bytes.len() {
        let Some(letter) = text[at..].chars().next() else {
            break;
        };
        let width = letter.len_utf8();
        let margin = at == 0 || bytes[at - 1] == b'\n';
        // An item begins at the margin, also below a text that was never closed.
        if quoted && margin && letter.is_alphabetic() {
            (quoted, braced) = (false, false);
        }
        if quoted && !braced {
            match letter {
                '\\' => at += 1,
                '{' => braced = true,
                '"' | '”' => quoted = false,
                _ => {}
            }
            at += if letter == '\\' {
                text[at..].chars().next().map_or(0, char::len_utf8)
            } else {
                width
            };
            continue;
        }
        match letter {
            '}' if braced => braced = false,
            '"' | '”' | '“' => (quoted, braced) = (!quoted, false),
            '#' if !braced => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
                continue;
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                let clause = found
                    .last()
                    .is_some_and(|last| last.text == "clause" && !last.dotted);
                let length = text[at..]
                    .char_indices()
                    .find(|(_, one)| !(is_name_char(*one) || (clause && *one == '.')))
                    .map_or(text.len() - at, |(end, _)| end);
                let name = text[at..at + length].trim_end_matches('.');
                let before = text[..at].trim_end();
                found.push(Word {
                    text: name,
                    range: at..at + name.len(),
                    dotted: before.ends_with('.'),
                    clause,
                });
                at += length.max(1);
                continue;
            }
            // `10mxn` is one word of a number.
            letter if letter.is_ascii_digit() => {
                let length = text[at..]
                    .char_indices()
                    .find(|(_, one)| !is_name_char(*one))
                    .map_or(text.len() - at, |(end, _)| end);
                at += length.max(1);
                continue;
            }
            _ => {}
        }
        at += width;
    }
    found
}

/// The word at a byte, or the one that ends there.
pub fn word_at<'w, 't>(words: &'w [Word<'t>], at: usize) -> Option<(usize, &'w Word<'t>)> {
    let found = words.partition_point(|word| word.range.end < at);
    let (here, next) = (words.get(found), words.get(found + 1));
    // Of two that touch, the one that begins there.
    let begins = next.filter(|word| word.range.start == at);
    let at_word = begins.map(|word| (found + 1, word));
    at_word.or_else(|| {
        here.filter(|word| word.range.start <= at)
            .map(|word| (found, word))
    })
}

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// `clause`
    Clause,
    /// `parameter`
    Parameter,
    /// `define`
    Definition,
    /// `indicator`
    Indicator,
    /// `enum`
    Enum,
    /// A member of one.
    Member,
    /// `record`
    Record,
    /// A field of a record.
    Field,
    /// A field of the filing.
    FilingField,
    /// `authority`
    Authority,
    /// `calendar`
    Calendar,
}

impl What {
    /// In the words of the language.
    pub fn word(self) -> &'static str {
        match self {
            What::Clause => "clause",
            What::Parameter => "parameter",
            What::Definition => "definition",
            What::Indicator => "indicator",
            What::Enum => "enum",
            What::Member => "member",
            What::Record => "record",
            What::Field => "field",
            What::FilingField => "field of the filing",
            What::Authority => "authority",
            What::Calendar => "calendar",
        }
    }
}

/// Where a name is made.
#[derive(Debug, Clone)]
pub struct Symbol<'b> {
    /// The name.
    pub name: &'b str,
    /// What it is of.
    pub what: What,
    /// The name's own place.
    pub span: Span,
    /// The record or enum that it belongs to.
    pub of: Option<&'b str>,
    /// What people call it.
    pub title: Option<&'b str>,
    /// What it cites.
    pub cites: Option<&'b str>,
    /// The field that it is.
    pub field: Option<&'b Field>,
}

/// Every name that a rule book makes; one that an amendment makes anew, once for each.
pub fn symbols(book: &Book) -> Vec<Symbol<'_>> {
    let mut found = Vec::new();
    let vocabulary = &book.vocabulary;
    for authority in &vocabulary.authorities {
        found.push(Symbol {
            title: Some(&authority.label.value),
            ..symbol(What::Authority, &authority.name, None)
        });
    }
    for held in &vocabulary.enums {
        found.push(symbol(What::Enum, &held.name, None));
        for member in &held.members {
            found.push(Symbol {
                title: member.label.as_ref().map(|label| label.value.as_str()),
                ..symbol(What::Member, &member.name, Some(&held.name))
            });
        }
    }
    for record in &vocabulary.records {
        found.push(symbol(What::Record, &record.name, None));
        found.extend(record.fields.iter().map(|field| Symbol {
            field: Some(field),
            ..symbol(What::Field, &field.name, Some(&record.name))
        }));
    }
    let filing = vocabulary.filing.iter().flat_map(|filing| &filing.fields);
    found.extend(filing.map(|field| Symbol {
        field: Some(field),
        ..symbol(What::FilingField, &field.name, None)
    }));
    if let Some(calendar) = &book.calendar {
        found.push(symbol(What::Calendar, &calendar.name, None));
    }
    for (at, version) in book.versions.iter().enumerate() {
        let own = version.provisions.iter();
        for provision in own.filter(|provision| provision.origin == at) {
            use crate::syntax::ast::ProvisionBody as Body;
            let what = match provision.body.kind() {
                ProvisionKind::Clause => What::Clause,
                ProvisionKind::Parameter => What::Parameter,
                ProvisionKind::Define => What::Definition,
                ProvisionKind::Indicator => What::Indicator,
            };
            let (title, cites) = match &*provision.body {
                Body::Clause(clause) => (Some(&clause.title), Some(&clause.cites)),
                Body::Parameter(parameter) => (None, parameter.cites.as_ref()),
                Body::Define(define) => (None, define.cites.as_ref()),
                Body::Indicator(indicator) => (Some(&indicator.title), indicator.cites.as_ref()),
            };
            found.push(Symbol {
                title: title.map(|text| text.value.as_str()),
                cites: cites.map(|text| text.value.as_str()),
                ..symbol(what, provision.body.name(), None)
            });
        }
    }
    found
}

fn symbol<'b>(what: What, name: &'b Name, of: Option<&'b Name>) -> Symbol<'b> {
    Symbol {
        name: &name.text,
        what,
        span: name.span,
        of: of.map(|name| name.text.as_str()),
        title: None,
        cites: None,
        field: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_rules_and_of_braces() {
        let text = "clause a.b \"Não {cap} \\{no\\} {n.x}\" # left out\n  requires r.x <= 10mxn\n  cites \"open\nclause c.d \"x\"";
        let found = words(text);
        let texts: Vec<&str> = found.iter().map(|word| word.text).collect();
        assert_eq!(
            texts,
            [
                "clause", "a.b", "cap", "n", "x", "requires", "r", "x", "cites", "clause", "c.d"
            ]
        );
        let dotted: Vec<&str> = (found.iter().filter(|word| word.dotted))
            .map(|word| word.text)
            .collect();
        assert_eq!(dotted, ["x", "x"]);
        let at = text.find("cap").unwrap();
        assert_eq!(word_at(&found, at + 3).unwrap().1.text, "cap");
        assert_eq!(word_at(&found, text.find("<=").unwrap()), None);
    }
}
