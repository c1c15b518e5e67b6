//! Expressions as text, cut where a name leads to a parameter or a definition.
//!
//! No two names that stand alone are equal, so the words of an expression suffice to tell what each
//! one names; after a dot stands a field, whatever it is called.

use std::collections::BTreeMap;

use crate::consolidate::Piece;
use crate::syntax::ast::ProvisionKind as Kind;
use crate::syntax::is_name_char;

/// The parameters and definitions of a version.
pub(super) type Names<'a> = BTreeMap<&'a str, Kind>;

/// Cuts an expression as the printer writes it.
pub(super) fn pieces(text: &str, names: &Names<'_>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut after_dot = false;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => quoted(rest),
            letter if is_name_char(letter) => rest
                .find(|letter| !is_name_char(letter))
                .unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (word, further) = rest.split_at(end);
        match names.get(word) {
            Some(kind) if !after_dot => {
                if !plain.is_empty() {
                    found.push(Piece::Plain(std::mem::take(&mut plain)));
                }
                found.push(Piece::Name(*kind, word.to_owned()));
            }
            _ => plain.push_str(word),
        }
        after_dot = word == ".";
        rest = further;
    }
    if !plain.is_empty() {
        found.push(Piece::Plain(plain));
    }
    found
}

/// The length of the quoted text at the start, quotes included.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_stand_alone_lead_somewhere() {
        let names = Names::from([("cap", Kind::Parameter), ("año", Kind::Define)]);
        let found = pieces(
            "r.cap <= cap and año(r) != \"cap \\\" cap\" or cap_2 = 1cap",
            &names,
        );
        let led: Vec<&str> = found
            .iter()
            .filter_map(|piece| match piece {
                Piece::Name(_, name) => Some(name.as_str()),
                Piece::Plain(_) => None,
            })
            .collect();
        assert_eq!(led, ["cap", "año"]);
        let whole: String = found
            .iter()
            .map(|piece| match piece {
                Piece::Name(_, text) | Piece::Plain(text) => text.as_str(),
            })
            .collect();
        assert_eq!(
            whole,
            "r.cap <= cap and año(r) != \"cap \\\" cap\" or cap_2 = 1cap"
        );
    }
}
