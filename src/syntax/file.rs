//! Reads the items of a file one by one.

use super::ast::Item;
use super::cut;
use super::entries;
use super::grammar::{ITEM_WORDS, Rule, spelled, word};
use super::lines::{CLAUSE, INDICATOR, LineKind, RULESET, SOURCES};
use super::provisions;
use super::reader::Reader;
use super::scan::{Kind, Stop, Token, is_name_char, scan};
use super::translations;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::SourceId;

/// The items of a text, and what is wrong with it.
pub(super) fn items(source: SourceId, text: &str) -> (Vec<Item>, Vec<Diagnostic>) {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let tokens = scan(text, start..text.len(), Stop::Item);
    let mut reader = Reader {
        source,
        text,
        diagnostics: Vec::new(),
        translating: false,
    };
    let places = cut::items(&mut reader, &tokens);
    let mut items = Vec::new();
    for place in places {
        if reader.full() {
            break;
        }
        items.extend(with_second_look(&mut reader, &tokens[place]));
    }
    (items, reader.diagnostics)
}

/// Reads an item. If that fails and a closing quote may be missing in it, texts are taken to end where
/// the next line begins, and the item is read again: then the text that is not closed is the mistake.
fn with_second_look(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let before = reader.diagnostics.len();
    let item = item(reader, tokens);
    if reader.diagnostics.len() == before || tokens.iter().all(|token| !spans_lines(reader, token))
    {
        return item;
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return item;
    };
    let again = scan(reader.text, first.start..last.end, stop(cut::kind(tokens)));
    if again.iter().all(|token| token.kind != Kind::OpenText) {
        return item;
    }
    let first_look = reader.diagnostics.split_off(before);
    let item_again = self::item(reader, &again);
    // A text may well have a line that begins like a line of the item: then the second look finds more
    // mistakes than the first, and the first was right.
    let certain = tokens.iter().any(|token| token.kind == Kind::OpenText);
    if certain || reader.diagnostics.len() - before <= first_look.len() {
        return item_again;
    }
    reader.diagnostics.truncate(before);
    reader.diagnostics.extend(first_look);
    item
}

fn spans_lines(reader: &Reader, token: &Token) -> bool {
    let text = matches!(token.kind, Kind::Text | Kind::OpenText);
    text && (token.kind == Kind::OpenText || reader.text_of(token).contains('\n'))
}

/// Where a text that is not closed ends in an item of a kind.
fn stop(kind: Option<Rule>) -> Stop {
    match kind {
        Some(Rule::word_clause) => Stop::Line(|line| begins_line(line, CLAUSE)),
        Some(Rule::word_ruleset) => Stop::Line(|line| begins_line(line, RULESET)),
        Some(Rule::word_indicator) => Stop::Line(|line| begins_line(line, INDICATOR)),
        Some(Rule::word_define) => Stop::Line(|line| begins_line(line, SOURCES)),
        _ => Stop::EndOfLine,
    }
}

fn begins_line(line: &str, kinds: &[LineKind]) -> bool {
    let mut words = line
        .split(|c| !is_name_char(c))
        .filter(|word| !word.is_empty())
        .map(word);
    let Some(Some(first)) = line
        .starts_with(is_name_char)
        .then(|| words.next().flatten())
    else {
        return false;
    };
    let second = words.next().flatten();
    let of_two = |kind: &LineKind| match kind.word {
        Rule::word_governed => Some(Rule::word_by),
        Rule::word_applies | Rule::word_except => Some(Rule::word_when),
        _ => kind.second,
    };
    kinds
        .iter()
        .any(|kind| kind.word == first && of_two(kind).is_none_or(|word| second == Some(word)))
}

fn item(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let first = tokens.first()?.word?;
    match first {
        Rule::soft_translation => reader.translating = true,
        Rule::word_vocabulary | Rule::word_ruleset | Rule::word_part => reader.translating = false,
        _ => {}
    }
    match first {
        Rule::soft_translation => translations::translation(reader, tokens),
        kind if reader.translating => translations::item(reader, kind, tokens),
        Rule::word_vocabulary => entries::vocabulary(reader, tokens),
        Rule::word_authority => entries::authority(reader, tokens),
        Rule::word_enum => entries::enumeration(reader, tokens),
        Rule::word_record => entries::record(reader, tokens),
        Rule::word_filing => entries::filing(reader, tokens),
        Rule::word_calendar => entries::calendar(reader, tokens),
        Rule::word_ruleset => provisions::ruleset(reader, tokens),
        Rule::word_part => provisions::part(reader, tokens),
        Rule::word_amends => super::clause::amends(reader, tokens),
        Rule::word_repeals => provisions::repeals(reader, tokens),
        Rule::word_sets => provisions::sets(reader, tokens),
        Rule::word_adds | Rule::word_replaces => {
            let kind = provision_kind(reader, tokens)?;
            provisions::provision(reader, kind, tokens)
        }
        kind => provisions::provision(reader, kind, tokens),
    }
}

/// The kinds of provision that a verb takes.
const PROVISIONS: [Rule; 4] = [
    Rule::word_clause,
    Rule::word_parameter,
    Rule::word_define,
    Rule::word_indicator,
];

/// What `adds` or `replaces` is followed by; anything but a kind of provision is reported.
fn provision_kind(reader: &mut Reader, tokens: &[Token]) -> Option<Rule> {
    let second = tokens.get(1);
    let text = second.map_or("", |token| reader.text_of(token));
    let kind = second.and_then(|token| token.word);
    if let Some(kind) = kind.filter(|kind| PROVISIONS.contains(kind)) {
        return Some(kind);
    }
    let span = reader.token_span(second.or(tokens.first())?);
    let verb = reader.text_of(tokens.first()?);
    let kinds = PROVISIONS.map(spelled);
    let help = match nearest(&text.to_lowercase(), kinds) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("`{verb}` takes a `clause`, `parameter`, `define` or `indicator`"),
    };
    let message = if ITEM_WORDS.iter().any(|rule| spelled(*rule) == text) {
        format!("a `{text}` has no versions and cannot stand after `{verb}`")
    } else {
        format!("`{verb}` is followed by no kind of provision")
    };
    reader.error(codes::UNKNOWN_ITEM, message, span, "", &help);
    None
}

#[cfg(test)]
mod tests {
    use super::begins_line;
    use crate::syntax::lines::CLAUSE;

    #[test]
    fn two_words_begin_a_line_together() {
        assert!(begins_line("for each r in requests", CLAUSE));
        assert!(!begins_line("for all of them", CLAUSE));
        assert!(begins_line("cites \"art. 1\"", CLAUSE));
    }
}
