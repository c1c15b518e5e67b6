//! What authors write who have not read the grammar, and how it is written here.
//!
//! Comes in: a piece that pest could not read, and where it stopped. Goes out: one diagnostic that says
//! what to write, or nothing where no wording is known. Only a text that cannot be read is looked at, so
//! that no name of anybody's is taken for a wording.

mod items;
mod lines;
mod numbers;
mod phrases;
mod stops;

use super::explain::Piece;
use super::scan::{Kind, Token};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;

pub(super) use items::item_meant;
pub(super) use lines::line_meant;
pub(super) use stops::stop_at_end;

/// The tokens of a piece with their texts.
pub(super) struct Words<'a> {
    piece: &'a Piece<'a>,
}

/// The wording around the token at which pest stopped.
pub(super) fn known(piece: &Piece, index: usize) -> Option<Diagnostic> {
    let words = Words { piece };
    numbers::known(&words, index)
        .or_else(|| lines::known(&words, index))
        .or_else(|| items::known(&words, index))
        .or_else(|| phrases::known(&words, index))
}

impl<'a> Words<'a> {
    fn token(&self, at: usize) -> Option<&'a Token> {
        self.piece.tokens.get(at)
    }

    /// A token as it is written; nothing beyond the last.
    fn text(&self, at: usize) -> &'a str {
        self.token(at)
            .map_or("", |token| &self.piece.text[token.start..token.end])
    }

    /// The same in small letters, for words whose letters nobody minds.
    fn lower(&self, at: usize) -> String {
        self.text(at).to_lowercase()
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.token(at).is_some_and(|token| token.kind == kind)
    }

    fn is_digits(&self, at: usize) -> bool {
        let text = self.text(at);
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether no space stands between a token and the next.
    fn glued(&self, at: usize) -> bool {
        match (self.token(at), self.token(at + 1)) {
            (Some(one), Some(next)) => one.end == next.start,
            _ => false,
        }
    }

    fn len(&self) -> usize {
        self.piece.tokens.len()
    }

    /// What is written from one token to another, that one left out.
    fn written(&self, from: usize, to: usize) -> &'a str {
        match (self.token(from), self.token(to.max(from + 1) - 1)) {
            (Some(first), Some(last)) => &self.piece.text[first.start..last.end],
            _ => "",
        }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        match (self.token(from), self.token(to.max(from + 1) - 1)) {
            (Some(first), Some(last)) => Span::new(self.piece.source, first.start, last.end),
            _ => Span::new(self.piece.source, self.piece.end, self.piece.end),
        }
    }

    /// The words from one token to another, told with what to write.
    fn wording(&self, from: usize, to: usize, help: impl Into<String>) -> Diagnostic {
        let message = format!("`{}` is no wording of this language", self.short(from, to));
        Diagnostic::error(codes::WORDING, message, self.span(from, to), "").help(help)
    }

    /// The same of a number.
    fn number(&self, from: usize, to: usize, help: impl Into<String>) -> Diagnostic {
        let message = format!("`{}` is no number", self.short(from, to));
        Diagnostic::error(codes::MALFORMED_NUMBER, message, self.span(from, to), "").help(help)
    }

    /// What is written, on one line.
    fn short(&self, from: usize, to: usize) -> String {
        let written = self.written(from, to);
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The end of the operand that begins at a token: a name with its dots, a number with its unit.
    fn operand_after(&self, at: usize) -> usize {
        let mut end = at + 1;
        if self.is(at, Kind::Number) {
            while self.is(end, Kind::Word)
                && matches!(
                    self.text(end),
                    "business" | "days" | "day" | "months" | "month" | "years" | "year"
                )
            {
                end += 1;
            }
            let currency = self.text(end);
            if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
                end += 1;
            }
            return end;
        }
        while self.text(end) == "." && self.is(end + 1, Kind::Word) {
            end += 2;
        }
        end
    }
}
