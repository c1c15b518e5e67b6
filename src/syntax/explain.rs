//! What pest says of a piece that it could not read, in people's words.

use super::grammar::{Rule, is_reserved, spelled, word};
use super::mistakes;
use super::scan::{Kind, Token};
use super::wordings;
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

/// What is wrong with a piece that pest could not read, and how many of its tokens are sound if a line
/// that begins with no known word is all that is wrong.
pub(super) fn explain(error: &Error<Rule>, piece: &Piece) -> (Vec<Diagnostic>, Option<usize>) {
    let at = piece.base
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        let here = Span::new(piece.source, at, at);
        return (vec![mistakes::too_deep(here)], None);
    };
    let index = piece.tokens.partition_point(|token| token.end <= at);
    let place = Place {
        piece,
        index,
        positives,
    };
    if place.expects(Rule::EOI)
        && let Some(unknown) = piece.unknown_line(index, true)
    {
        let further =
            (index + 1..piece.tokens.len()).filter_map(|at| piece.unknown_line(at, false));
        let all = std::iter::once(unknown).chain(further).collect();
        return (all, Some(index));
    }
    let told = |found: Diagnostic| (vec![found], None);
    if let Some((stop, sound)) = wordings::stop_at_end(piece)
        && index + 1 >= piece.tokens.len()
    {
        return (vec![stop], Some(sound));
    }
    wordings::known(piece, index)
        .or_else(|| place.reserved_word())
        .map_or_else(|| told(place.unexpected()), told)
}

impl Piece<'_> {
    /// The token at a place among them, with its text.
    fn token(&self, at: usize) -> Option<(Token, &str)> {
        let token = *self.tokens.get(at)?;
        Some((token, &self.text[token.start..token.end]))
    }

    /// A line whose first word is none that can begin one, but seems meant to; where a line must begin,
    /// what no line begins with is taken for one more easily.
    fn unknown_line(&self, at: usize, must_begin: bool) -> Option<Diagnostic> {
        let (token, text) = self.token(at)?;
        if !token.first || token.kind != Kind::Word || self.lines.is_empty() {
            return None;
        }
        let words = || self.lines.iter().map(|rule| spelled(*rule));
        let lowered = text.to_lowercase();
        let same = words().find(|known| *known == lowered);
        let meant = wordings::line_meant(&lowered, self.lines);
        let synonym = meant.is_some() && same.is_none();
        let near = same.or(meant).or_else(|| {
            nearest(
                &lowered,
                words().filter(|word| *word != spelled(Rule::word_not)),
            )
        });
        let next = self.token(at + 1);
        let followed_by_text = next.is_some_and(|(next, _)| next.kind == Kind::Text && !next.first);
        let other_line = word(text).is_some_and(|rule| LINE_WORDS.contains(&rule));
        let meant = near.is_some() && (must_begin || word(text).is_none() && !synonym);
        if !meant && !(must_begin && (followed_by_text || other_line)) {
            return None;
        }
        let message = format!("no line here begins with `{text}`");
        let span = Span::new(self.source, token.start, token.end);
        let unknown = Diagnostic::error(codes::UNKNOWN_LINE, message, span, "");
        Some(unknown.help(match near {
            Some(near) => format!("did you mean `{}`?", self.whole_line_word(near)),
            None => {
                let words: Vec<String> = words()
                    .map(|word| format!("`{}`", self.whole_line_word(word)))
                    .collect();
                format!("the lines are {}", list(&words, "and"))
            }
        }))
    }

    /// The words that begin a line, where it takes two: `for each`.
    fn whole_line_word(&self, first: &str) -> String {
        let second = match word(first) {
            Some(Rule::word_for) if self.lines.contains(&Rule::word_title) => Rule::word_years,
            Some(Rule::word_for) => Rule::word_each,
            Some(Rule::word_governed) => Rule::word_by,
            Some(Rule::word_applies | Rule::word_except) => Rule::word_when,
            Some(Rule::word_not) => Rule::word_judged,
            Some(Rule::word_in) => Rule::word_force,
            _ => return first.to_owned(),
        };
        format!("{first} {}", spelled(second))
    }
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

    /// Whether what joins two values may stand here; its rules are tried where a sign of it stands.
    fn expects_operator(&self) -> bool {
        [
            Rule::infix_sign,
            Rule::compare_sign,
            Rule::add,
            Rule::compared,
        ]
        .iter()
        .any(|rule| self.expects(*rule))
    }

    /// A word of the language where a name of one's own should stand.
    fn reserved_word(&self) -> Option<Diagnostic> {
        let (_, text) = self.token(0)?;
        word(text).filter(|rule| is_reserved(*rule))?;
        let names = [
            Rule::plain_name,
            Rule::rows,
            Rule::each,
            Rule::typed_name,
            Rule::filing_line,
        ];
        let others = [
            Rule::filing_key,
            Rule::filing_year,
            Rule::word_key,
            Rule::word_year,
            Rule::closing,
        ];
        let named = self.positives.iter().any(|rule| names.contains(rule))
            && self
                .positives
                .iter()
                .all(|rule| names.contains(rule) || others.contains(rule));
        if !named {
            return None;
        }
        let message = format!("`{text}` is a word of the language and cannot be a name here");
        let help = format!("choose another name, such as `{text}_`, `the_{text}` or a longer one");
        Some(Diagnostic::error(codes::RESERVED_WORD, message, self.span(), "").help(help))
    }

    fn unexpected(&self) -> Diagnostic {
        let operators = self.expects_operator();
        let values = self.expects_value();
        let mut expected: Vec<String> = Vec::new();
        for rule in self.positives {
            let phrase = match *rule {
                Rule::EOI => self.end(),
                // The words of operators and prefixes are not said one by one.
                Rule::word_of | Rule::word_in | Rule::word_and | Rule::word_or if operators => {
                    OPERATOR.to_owned()
                }
                Rule::word_year if values => continue,
                Rule::quoted if !values => self.quoted().to_owned(),
                rule => match phrase(rule) {
                    Some(phrase) if phrase == OPERATOR && !operators => {
                        format!("`{}`", spelled(rule))
                    }
                    Some(phrase) => phrase,
                    None => continue,
                },
            };
            if !expected.contains(&phrase) {
                expected.push(phrase);
            }
        }
        let end = self.end();
        expected.sort_by_key(|phrase| (phrase == OPERATOR, *phrase == end));
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
        error.help(self.help().unwrap_or_else(|| self.mend(&expected, &end)))
    }

    /// What to write where nothing better is known: what could stand here, or nothing.
    fn mend(&self, expected: &[String], end: &str) -> String {
        let could: Vec<String> = expected
            .iter()
            .filter(|phrase| *phrase != end)
            .cloned()
            .collect();
        let before = self.token(-1).map_or("", |(_, text)| text);
        match self.token(0) {
            None if could.is_empty() => format!("leave `{before}` out, or go on after it"),
            None => format!("write {} after `{before}`", list(&could, "or")),
            Some((token, _)) if could.is_empty() || could.len() > 6 => match token.kind {
                Kind::Text => "leave this text out".to_owned(),
                _ => "leave it out, or write `and`, `or` or an operator before it".to_owned(),
            },
            Some(_) => format!("write {} here", list(&could, "or")),
        }
    }

    /// What a quoted text is for.
    fn quoted(&self) -> &'static str {
        match self.piece.rule {
            Rule::clause_header | Rule::indicator_header => "a title in quotes",
            Rule::authority_item | Rule::member_line | Rule::calendar_line => "a label in quotes",
            _ => "a text in quotes",
        }
    }

    /// What may come after the piece.
    fn end(&self) -> String {
        if self.piece.lines.is_empty() {
            "the end of the line"
        } else {
            "the next line"
        }
        .to_owned()
    }

    /// What to write instead, for the mistakes that people make most.
    fn help(&self) -> Option<String> {
        let text = |offset| self.token(offset).map_or("", |(_, text)| text);
        let (before, found, after) = (text(-1), text(0), text(1));
        let message_line = matches!(self.piece.rule, Rule::otherwise_line | Rule::remedy_line);
        if message_line && before.rfind('{') > before.rfind('}') {
            return Some("within `{…}` a text is quoted by `\\\"`".to_owned());
        }
        if self.expects_value() {
            return match word(found).filter(|rule| is_reserved(*rule))? {
                Rule::word_not => Some(format!("put `{found} …` in parentheses")),
                Rule::word_is | Rule::word_in | Rule::word_between => {
                    Some(format!("name the value before `{found}`"))
                }
                rule if CONNECTIVES.contains(&rule) => None,
                _ => Some(format!(
                    "`{found}` is a word of the language: alone it names nothing, after a dot it can name a field"
                )),
            };
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if found == "," && digits(before) && after.len() == 3 && digits(after) {
            return Some("group digits by `_`: `100_000`".to_owned());
        }
        if found == "(" && self.expects_operator() {
            return Some(
                "only a definition is called, by its name alone: `assented(r)`".to_owned(),
            );
        }
        if self.positives == [Rule::currency] {
            return Some("a currency is three capital letters: `MXN`".to_owned());
        }
        None
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
        Rule::compare_sign
        | Rule::infix_sign
        | Rule::presence
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
        Rule::dot_name | Rule::unit | Rule::word_not | Rule::arguments | Rule::opening => {
            return None;
        }
        Rule::closing => "`)`",
        Rule::closing_brace => "`}`",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::becomes => "`=`",
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
