//! Reads one piece of the text with pest, and keeps what is wrong with it.

use super::explain::{self, Piece};
use super::grammar::{Grammar, Rule};
use super::mistakes;
use super::scan::Token;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::source::{SourceId, Span};
use pest::Parser;
use pest::error::Error;
use pest::iterators::{Pair, Pairs};

/// Who has mended so many mistakes of one file checks it again; what follows them is not read, so that a
/// text that is no rules file at all costs neither time nor memory.
pub(super) const MOST_MISTAKES: usize = 1_000;

/// A text that is being read, and what was found wrong with it so far.
pub(super) struct Reader<'t> {
    /// The id of the text.
    pub(super) source: SourceId,
    /// The whole text.
    pub(super) text: &'t str,
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the items that are read stand below the head of a translation.
    pub(super) translating: bool,
}

/// What pest made of one piece: its pairs, and where the piece starts in the whole text.
pub(super) struct Parsed<'t> {
    /// The pairs under the rule that was asked for.
    pub(super) pairs: Pairs<'t, Rule>,
    /// The byte of the whole text at which the piece starts.
    pub(super) base: usize,
}

impl<'t> Reader<'t> {
    /// Whether more was found wrong than is told, so that nothing further is read.
    pub(super) fn full(&self) -> bool {
        self.diagnostics.len() > MOST_MISTAKES
    }

    /// Keeps what is wrong, unless more was found already than is told.
    pub(super) fn tell(&mut self, found: Diagnostic) {
        if !self.full() {
            self.diagnostics.push(found);
        }
    }

    /// A stretch of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    /// Where a token stands.
    pub(super) fn token_span(&self, token: &Token) -> Span {
        self.span(token.start, token.end)
    }

    /// From the first token to the last; nothing at all without tokens.
    pub(super) fn tokens_span(&self, tokens: &[Token]) -> Span {
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.span(first.start, last.end),
            _ => self.span(self.text.len(), self.text.len()),
        }
    }

    /// The characters of a token.
    pub(super) fn text_of(&self, token: &Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// Keeps an error.
    pub(super) fn error(
        &mut self,
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: &str,
        help: &str,
    ) {
        let error = Diagnostic::error(code, message, span, label);
        self.tell(if help.is_empty() {
            error
        } else {
            error.help(help)
        });
    }

    /// Reads the tokens as the rule; without a result something was reported.
    ///
    /// Where a line that begins with no known word has crept in, what stands before it is read.
    pub(super) fn read(
        &mut self,
        rule: Rule,
        tokens: &[Token],
        lines: &[Rule],
    ) -> Option<Parsed<'t>> {
        if self.full() {
            return None;
        }
        let versions = matches!(rule, Rule::ruleset_header | Rule::part_item);
        let found = mistakes::find(self.source, self.text, tokens, versions);
        if !found.is_empty() {
            self.diagnostics.extend(found);
            return None;
        }
        let error = match self.parse(rule, tokens) {
            Ok(parsed) => return Some(parsed),
            Err(error) => error,
        };
        let span = self.tokens_span(tokens);
        let piece = Piece {
            source: self.source,
            text: self.text,
            base: span.start as usize,
            end: span.end as usize,
            tokens,
            rule,
            lines,
        };
        let (diagnostics, sound) = explain::explain(&error, &piece);
        self.diagnostics.extend(diagnostics);
        self.parse(rule, &tokens[..sound?]).ok()
    }

    fn parse(&self, rule: Rule, tokens: &[Token]) -> Result<Parsed<'t>, Box<Error<Rule>>> {
        let span = self.tokens_span(tokens);
        let base = span.start as usize;
        let mut pairs = Grammar::parse(rule, &self.text[base..span.end as usize])?;
        Ok(Parsed {
            pairs: pairs.next().map_or(pairs, Pair::into_inner),
            base,
        })
    }

    /// A guard for what the grammar rules out: a piece of which nothing was made is never silent.
    pub(super) fn or_report<T>(
        &mut self,
        made: Option<T>,
        before: usize,
        tokens: &[Token],
    ) -> Option<T> {
        if made.is_none() && self.diagnostics.len() == before {
            let span = self.tokens_span(tokens);
            self.error(codes::SYNTAX, "this cannot be read", span, "", "");
        }
        made
    }
}
