//! What pest says of a piece that it could not read, in people's words.

use super::grammar::{Rule, spelled, word};
use super::mistakes;
use super::scan::{Kind, Token};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::{SourceId, Span};
use pest::error::{Error, ErrorVariant, InputLocation};

/// A piece that could not be read.
pub(super) struct Piece<'a> {
    /// The id of the text.
    pub(super) source: SourceId,
    /// The whole text.
    pub(super) text: &'a str,
    /// Where the piece starts.
    pub(super) base: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its tokens.
    pub(super) tokens: &'a [Token],
    /// What it should have been.
    pub(super) rule: Rule,
    /// The first words of the lines that may follow it.
    pub(super) lines: &'a [Rule],
}

/// The one diagnostic for a piece that pest could not read.
pub(super) fn explain(error: &Error<Rule>, piece: &Piece) -> Diagnostic {
    let at = piece.base
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return mistakes::too_deep(Span::new(piece.source, at, at));
    };
    let index = piece.tokens.partition_point(|token| token.end <= at);
    let place = Place {
        piece,
        index,
        positives,
    };
    place
        .unknown_line()
        .or_else(|| place.reserved_word())
        .unwrap_or_else(|| place.unexpected())
}

/// The place at which pest stopped.
struct Place<'a> {
    piece: &'a Piece<'a>,
    /// The token that stands there; beyond the last at the piece's end.
    index: usize,
    /// What could have stood there.
    positives: &'a [Rule],
}

impl<'a> Place<'a> {
    fn token(&self, offset: isize) -> Option<(Token, &'a str)> {
        let token = *self
            .piece
            .tokens
            .get(self.index.checked_add_signed(offset)?)?;
        Some((token, &self.piece.text[token.start..token.end]))
    }

    fn span(&self) -> Span {
        match self.token(0) {
            Some((token, _)) => Span::new(self.piece.source, token.start, token.end),
            None => Span::new(self.piece.source, self.piece.end, self.piece.end),
        }
    }

    fn expects(&self, rule: Rule) -> bool {
        self.positives.contains(&rule)
    }

    fn expects_value(&self) -> bool {
        [
            Rule::expression,
            Rule::sum,
            Rule::operand,
            Rule::negation,
            Rule::group,
        ]
        .iter()
        .any(|rule| self.expects(*rule))
    }

    /// A line whose first word is none that can begin one.
    fn unknown_line(&self) -> Option<Diagnostic> {
        let (token, text) = self.token(0)?;
        if !token.first
            || token.kind != Kind::Word
            || !self.expects(Rule::EOI)
            || self.piece.lines.is_empty()
        {
            return None;
        }
        let words = self.piece.lines.iter().map(|rule| spelled(*rule));
        let lowered = text.to_lowercase();
        let near = if words.clone().any(|known| known == lowered) {
            self.piece
                .lines
                .iter()
                .map(|rule| spelled(*rule))
                .find(|known| *known == lowered)
        } else {
            nearest(&lowered, words.clone())
        };
        let followed_by_text = self
            .token(1)
            .is_some_and(|(next, _)| next.kind == Kind::Text && !next.first);
        let other_line = word(text).is_some_and(|rule| LINE_WORDS.contains(&rule));
        if near.is_none() && !followed_by_text && !other_line {
            return None;
        }
        let message = format!("no line here begins with `{text}`");
        let unknown = Diagnostic::error(codes::UNKNOWN_LINE, message, self.span(), "");
        Some(unknown.help(match near {
            Some(near) => format!("did you mean `{}`?", whole_line_word(near)),
            None => {
                let words: Vec<String> = words
                    .map(|word| format!("`{}`", whole_line_word(word)))
                    .collect();
                format!("the lines are {}", list(&words, "and"))
            }
        }))
    }

    /// A word of the language where a name of one's own should stand.
    fn reserved_word(&self) -> Option<Diagnostic> {
        let (_, text) = self.token(0)?;
        word(text)?;
        let named = self.expects(Rule::plain_name)
            && !self.expects_value()
            && self.positives.iter().all(|rule| {
                matches!(
                    rule,
                    Rule::plain_name
                        | Rule::filing_line
                        | Rule::filing_key
                        | Rule::filing_year
                        | Rule::rows
                        | Rule::each
                        | Rule::typed_name
                        | Rule::word_key
                        | Rule::word_year
                )
            });
        if !named {
            return None;
        }
        let message = format!("`{text}` is a word of the language and cannot be a name here");
        let help = format!("choose another name, such as `{text}_`, `the_{text}` or a longer one");
        Some(Diagnostic::error(codes::RESERVED_WORD, message, self.span(), "").help(help))
    }

    fn unexpected(&self) -> Diagnostic {
        let mut expected = Vec::new();
        for rule in self.positives {
            let phrase = if *rule == Rule::EOI {
                self.end()
            } else {
                phrase(*rule)
            };
            if let Some(phrase) = phrase
                && !expected.contains(&phrase)
            {
                expected.push(phrase);
            }
        }
        if expected.iter().any(|phrase| phrase == OPERATOR) && self.expects(Rule::word_then) {
            expected.retain(|phrase| phrase != OPERATOR);
        }
        expected
            .sort_by_key(|phrase| phrase == OPERATOR || *phrase == self.end().unwrap_or_default());
        let found = match self.token(0) {
            Some((token, _)) if token.kind == Kind::Text => "a quoted text".to_owned(),
            Some((_, text)) => format!("`{text}`"),
            None => "the end".to_owned(),
        };
        let message = if expected.is_empty() || expected.len() > 6 {
            format!("{found} cannot stand here")
        } else {
            format!("expected {}, found {found}", list(&expected, "or"))
        };
        let error = Diagnostic::error(codes::SYNTAX, message, self.span(), "");
        match self.help() {
            Some(help) => error.help(help),
            None => error,
        }
    }

    /// What may come after the piece.
    fn end(&self) -> Option<String> {
        Some(
            if self.piece.lines.is_empty() {
                "the end of the line"
            } else {
                "the next line"
            }
            .to_owned(),
        )
    }

    /// What to write instead, for the mistakes that people make most.
    fn help(&self) -> Option<String> {
        let (_, found) = self.token(0).unzip();
        let (_, before) = self.token(-1).unzip();
        let found = found.unwrap_or("");
        let before = before.unwrap_or("");
        let message_line = matches!(self.piece.rule, Rule::otherwise_line | Rule::remedy_line);
        if message_line && before.rfind('{') > before.rfind('}') {
            return Some("within `{…}` a text is quoted by `\\\"`".to_owned());
        }
        if self.expects_value() {
            return match found {
                "not" => Some("put `not …` in parentheses".to_owned()),
                "is" | "in" | "between" => Some(format!("name the value before `{found}`")),
                _ if word(found).is_some_and(|rule| !CONNECTIVES.contains(&rule)) => Some(format!(
                    "`{found}` is a word of the language: alone it names nothing, after a dot it can name a field"
                )),
                _ => None,
            };
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        match found {
            "," if digits(before)
                && self
                    .token(1)
                    .is_some_and(|(_, next)| next.len() == 3 && digits(next)) =>
            {
                Some("group digits by `_`: `100_000`".to_owned())
            }
            "(" => Some("only a definition is called, by its name alone: `assented(r)`".to_owned()),
            "=" if before == ":" => {
                Some("a parameter has its value after `=`: `parameter cap = 7`".to_owned())
            }
            _ if self.expects(Rule::currency) => {
                Some("a currency is three capital letters: `MXN`".to_owned())
            }
            _ if self.expects(Rule::title) => {
                Some("a name is followed by its title in quotes".to_owned())
            }
            _ if self.expects(Rule::EOI)
                && self.token(0).is_some_and(|(token, _)| !token.first) =>
            {
                None
            }
            _ => None,
        }
    }
}

/// The words that begin a line of some item.
const LINE_WORDS: &[Rule] = &[
    Rule::word_title,
    Rule::word_published,
    Rule::word_in,
    Rule::word_for,
    Rule::word_text,
    Rule::word_cites,
    Rule::word_authority,
    Rule::word_binds,
    Rule::word_severity,
    Rule::word_review,
    Rule::word_governed,
    Rule::word_applies,
    Rule::word_except,
    Rule::word_requires,
    Rule::word_otherwise,
    Rule::word_remedy,
    Rule::word_value,
    Rule::word_total,
    Rule::word_from,
    Rule::word_until,
    Rule::word_key,
    Rule::word_rest,
    Rule::word_covers,
    Rule::word_holiday,
];

/// Words that only join others, so that nobody takes them for a name.
const CONNECTIVES: &[Rule] = &[
    Rule::word_and,
    Rule::word_or,
    Rule::word_then,
    Rule::word_else,
    Rule::word_where,
    Rule::word_satisfies,
    Rule::word_for,
    Rule::word_on,
    Rule::word_by,
    Rule::word_before,
    Rule::word_after,
    Rule::word_given,
    Rule::word_when,
    Rule::word_of,
    Rule::word_to,
    Rule::word_cites,
    Rule::word_requires,
];

const OPERATOR: &str = "an operator";

/// The words that begin a line, where it takes two: `for each`.
fn whole_line_word(first: &str) -> String {
    let second = match word(first) {
        Some(Rule::word_for) => Rule::word_each,
        Some(Rule::word_governed) => Rule::word_by,
        Some(Rule::word_applies | Rule::word_except) => Rule::word_when,
        Some(Rule::word_not) => Rule::word_judged,
        Some(Rule::word_in) => Rule::word_force,
        _ => return first.to_owned(),
    };
    format!("{first} {}", spelled(second))
}

/// What a rule is in people's words; nothing for what need not be said.
fn phrase(rule: Rule) -> Option<String> {
    let phrase = match rule {
        Rule::expression
        | Rule::negation
        | Rule::comparison
        | Rule::sum
        | Rule::operand
        | Rule::group
        | Rule::set
        | Rule::quoted_inside
        | Rule::amount
        | Rule::number
        | Rule::choice
        | Rule::quantifier
        | Rule::count
        | Rule::aggregate
        | Rule::longest_gap
        | Rule::builtin_call
        | Rule::reference
        | Rule::year_of
        | Rule::negative
        | Rule::word_true
        | Rule::word_false
        | Rule::word_as_of => "a value",
        Rule::presence
        | Rule::membership
        | Rule::range
        | Rule::compared
        | Rule::equal
        | Rule::not_equal
        | Rule::less
        | Rule::less_or_equal
        | Rule::greater
        | Rule::greater_or_equal
        | Rule::on_or_before
        | Rule::on_or_after
        | Rule::word_before
        | Rule::word_after
        | Rule::word_by
        | Rule::add
        | Rule::subtract
        | Rule::multiply
        | Rule::divide
        | Rule::on_date
        | Rule::of_row
        | Rule::word_is
        | Rule::word_on
        | Rule::word_between
        | Rule::word_in
        | Rule::word_and
        | Rule::word_or => OPERATOR,
        Rule::dot_name | Rule::unit | Rule::word_not | Rule::arguments => return None,
        Rule::name
        | Rule::plain_name
        | Rule::rows
        | Rule::each
        | Rule::typed_name
        | Rule::filing_line => "a name",
        Rule::quoted => "a text in quotes",
        Rule::label => "a label in quotes",
        Rule::title => "a title in quotes",
        Rule::date_literal => "a date such as `2014-05-08`",
        Rule::year_number | Rule::years_to => "a year such as `2014`",
        Rule::currency => "a currency such as `MXN`",
        Rule::clause_id => "a name such as `petic.cap`",
        Rule::version | Rule::version_name => "a version such as `2018`",
        Rule::path => "the name of a list",
        Rule::type_expr => "a type",
        Rule::of_type => "`:` and a type",
        Rule::field_from | Rule::years_from => "`from`",
        Rule::parameters => "parameters in parentheses",
        _ => {
            let word = spelled(rule);
            return (!word.is_empty()).then(|| format!("`{word}`"));
        }
    };
    Some(phrase.to_owned())
}

/// `a, b or c`
pub(super) fn list(items: &[String], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {conjunction} {last}", most.join(", ")),
    }
}
