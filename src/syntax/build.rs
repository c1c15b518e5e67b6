//! What every builder of the tree needs: pest's pairs as names, texts and dates of the whole text.

use super::ast::{DateLiteral, Name, Text};
use super::grammar::Rule;
use super::quoted;
use super::reader::Reader;
use crate::diagnostic::codes;
use crate::source::Span;
use pest::iterators::Pair;
use unicode_normalization::UnicodeNormalization;

/// Builds the tree of one piece.
pub(super) struct Builder<'r, 't> {
    /// The text and what is wrong with it.
    pub(super) reader: &'r mut Reader<'t>,
    /// Where the piece starts in the whole text.
    pub(super) base: usize,
}

impl<'t> Builder<'_, 't> {
    /// The first byte of a pair in the whole text, and the byte after its last.
    pub(super) fn extent(&self, pair: &Pair<'t, Rule>) -> (usize, usize) {
        let span = pair.as_span();
        (self.base + span.start(), self.base + span.end())
    }

    /// Where a pair stands; only for what ends with its last character.
    pub(super) fn span(&self, pair: &Pair<'t, Rule>) -> Span {
        let (start, end) = self.extent(pair);
        self.reader.span(start, end)
    }

    /// A name, in NFC.
    pub(super) fn name(&self, pair: &Pair<'t, Rule>) -> Name {
        Name {
            text: in_nfc(pair.as_str()),
            span: self.span(pair),
        }
    }

    /// A quoted text, also under a rule that says what it is for.
    pub(super) fn text(&mut self, pair: Pair<'t, Rule>) -> Option<Text> {
        let (start, end) = self.quotes(pair)?;
        quoted::text(self, start, end)
    }

    /// A title or a text, in which plain parameters may stand.
    pub(super) fn worded(&mut self, pair: Pair<'t, Rule>) -> Option<Text> {
        let (start, end) = self.quotes(pair)?;
        quoted::worded(self, start, end)
    }

    fn quotes(&self, pair: Pair<'t, Rule>) -> Option<(usize, usize)> {
        let quoted = match pair.as_rule() {
            Rule::quoted => pair,
            _ => pair
                .into_inner()
                .find(|inner| inner.as_rule() == Rule::quoted)?,
        };
        Some(self.extent(&quoted))
    }

    /// A date as written.
    pub(super) fn date(&self, pair: &Pair<'t, Rule>) -> Option<DateLiteral> {
        let mut parts = pair.as_str().split('-');
        Some(DateLiteral {
            year: parts.next()?.parse().ok()?,
            month: parts.next()?.parse().ok()?,
            day: parts.next()?.parse().ok()?,
            span: self.span(pair),
        })
    }

    /// A year of four digits.
    pub(super) fn year(&self, pair: &Pair<'t, Rule>) -> Option<i16> {
        pair.as_str().parse().ok()
    }

    /// The digits of a number without what groups them.
    pub(super) fn digits(&self, pair: &Pair<'t, Rule>) -> String {
        pair.as_str().replace('_', "")
    }

    /// Keeps a syntax error that the grammar lets through.
    pub(super) fn refuse(&mut self, message: &str, span: Span, help: &str) {
        self.reader.error(codes::SYNTAX, message, span, "", help);
    }
}

/// A name or a text in NFC; ASCII always is.
pub(super) fn in_nfc(name: &str) -> String {
    if name.is_ascii() {
        name.to_owned()
    } else {
        name.nfc().collect()
    }
}
