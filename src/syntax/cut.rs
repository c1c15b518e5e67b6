//! Cuts a file into its items.
//!
//! A line at the margin begins an item; what stands at the margin and cannot begin one is reported here,
//! and so is an item that does not stand at the margin.

use super::grammar::{ITEM_WORDS, Rule, begins_item, spelled};
use super::mistakes;
use super::reader::Reader;
use super::scan::{Kind, Token};
use crate::diagnostic::{codes, nearest};
use std::ops::Range;

/// The tokens of each item, by their places among all tokens; what is none was reported and is left out.
pub(super) fn items(reader: &mut Reader, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut items: Vec<Range<usize>> = Vec::new();
    // Whether what stands now belongs to something that was reported as a whole.
    let mut lost = true;
    for at in 0..tokens.len() {
        if reader.full() {
            break;
        }
        match beginning(reader, tokens, at, items.last().filter(|_| !lost)) {
            Beginning::Item => {
                items.push(at..at + 1);
                lost = false;
            }
            Beginning::Unknown => lost = true,
            Beginning::Nothing if lost => {}
            Beginning::Nothing => {
                if let Some(item) = items.last_mut() {
                    item.end = at + 1;
                }
            }
        }
    }
    items
}

/// What begins at a token.
enum Beginning {
    /// An item.
    Item,
    /// Something that is no item and was reported.
    Unknown,
    /// Nothing: it goes on.
    Nothing,
}

fn beginning(
    reader: &mut Reader,
    tokens: &[Token],
    at: usize,
    current: Option<&Range<usize>>,
) -> Beginning {
    let token = tokens[at];
    let text = reader.text_of(&token);
    let rule = token.word;
    let item = rule.is_some_and(begins_item);
    if token.margin {
        if item {
            return Beginning::Item;
        }
        return at_margin(reader, tokens, at, rule, current.is_some());
    }
    if !token.first {
        return Beginning::Nothing;
    }
    if item && current.is_none_or(|current| stands_alone(reader, tokens, at, current)) {
        let message = format!("`{text}` begins an item and stands at the margin");
        let help = "move this line to the margin, without a space before it";
        reader.error(
            codes::INDENTED_ITEM,
            message,
            reader.token_span(&token),
            "",
            help,
        );
        return Beginning::Item;
    }
    if current.is_none() && at == 0 {
        let span = reader.token_span(&token);
        let message = "this line belongs to no item";
        reader.error(codes::UNKNOWN_ITEM, message, span, "", &item_words());
        return Beginning::Unknown;
    }
    Beginning::Nothing
}

/// Whether an indented item word cannot be part of the item around it.
fn stands_alone(reader: &Reader, tokens: &[Token], at: usize, current: &Range<usize>) -> bool {
    let on_this_line = |at: usize| tokens.get(at).filter(|next| !next.first);
    if reader.text_of(&tokens[at - 1]) == "."
        || on_this_line(at + 1).is_none_or(|next| next.kind != Kind::Word)
    {
        return false;
    }
    let rule = tokens[at].word;
    // `translation` is a word of the language before a language and `of` alone.
    if rule == Some(Rule::soft_translation)
        && on_this_line(at + 2).is_none_or(|next| next.word != Some(Rule::word_of))
    {
        return false;
    }
    match kind(&tokens[current.clone()]) {
        // A field may be called `clause`, but what follows its type is a word.
        Some(Rule::word_record | Rule::word_filing) => {
            on_this_line(at + 2).is_some_and(|next| next.kind != Kind::Word)
        }
        Some(Rule::word_clause) => rule != Some(Rule::word_authority),
        _ => true,
    }
}

/// The word that says what kind of item this is, after `adds` or `replaces` too.
pub(super) fn kind(tokens: &[Token]) -> Option<Rule> {
    let rule = |at: usize| tokens.get(at)?.word;
    match rule(0)? {
        Rule::word_adds | Rule::word_replaces | Rule::word_amends => rule(1),
        first => Some(first),
    }
}

/// A line at the margin whose first word begins no item.
fn at_margin(
    reader: &mut Reader,
    tokens: &[Token],
    at: usize,
    rule: Option<Rule>,
    within: bool,
) -> Beginning {
    let token = tokens[at];
    let text = reader.text_of(&token);
    let span = reader.token_span(&token);
    if within && mistakes::is_foreign(&reader.text[token.start..]) {
        // The sign itself is reported when the item is read.
        return Beginning::Nothing;
    }
    let near = nearest(
        &text.to_lowercase(),
        ITEM_WORDS.iter().map(|rule| spelled(*rule)),
    );
    let same = ITEM_WORDS
        .iter()
        .map(|rule| spelled(*rule))
        .find(|word| *word == text.to_lowercase());
    let next = tokens.get(at + 1).map_or("", |next| reader.text_of(next));
    let near = if rule.is_none() && token.kind == Kind::Word {
        let meant = super::wordings::item_meant(&text.to_lowercase(), next);
        same.map(str::to_owned)
            .or(meant)
            .or(near.map(str::to_owned))
    } else {
        None
    };
    if let Some(near) = near {
        let message = format!("no item begins with `{text}`");
        reader.error(
            codes::UNKNOWN_ITEM,
            message,
            span,
            "",
            &format!("did you mean `{near}`?"),
        );
        return Beginning::Unknown;
    }
    let mut rest = tokens[at + 1..].iter().skip_while(|token| !token.first);
    let has_lines = rest.next().is_some_and(|next| !next.margin);
    if within && !(rule.is_none() && token.kind == Kind::Word && has_lines) {
        let message = format!("`{text}` stands at the margin but begins no item");
        let help = "indent the line, so that it belongs to the item above it";
        reader.error(codes::NOT_INDENTED, message, span, "", help);
        return Beginning::Nothing;
    }
    let message = format!("no item begins with `{text}`");
    reader.error(codes::UNKNOWN_ITEM, message, span, "", &item_words());
    Beginning::Unknown
}

fn item_words() -> String {
    let words: Vec<String> = ITEM_WORDS
        .iter()
        .map(|rule| format!("`{}`", spelled(*rule)))
        .collect();
    format!("an item begins with {}", super::explain::list(&words, "or"))
}
