//! Mistakes that are seen before pest reads a piece: signs of other languages, brackets without their
//! counterpart, dates in another order, and nesting too deep to be read by a person or a parser.
//!
//! A piece with one of these is not parsed, so that what follows from the mistake is not reported.

use super::grammar::{Rule, spelled, word};
use super::reader::MOST_MISTAKES;
use super::scan::{Kind, Token};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Span};

/// How deep brackets, `if`, quantifiers and signs before an operand may nest together.
pub(super) const DEEPEST: usize = 64;

/// The signs of other languages, what they are called, and what is written instead.
const FOREIGN_SIGNS: &[(&str, &str)] = &[
    ("===", "write `=` to compare"),
    ("==", "write `=` to compare"),
    ("&&", "write `and`"),
    ("&", "write `and`"),
    ("||", "write `or`"),
    ("|", "write `or`"),
    ("<>", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("\u{2260}", "write `!=`"),
    ("\u{2264}", "write `<=`"),
    ("\u{2265}", "write `>=`"),
    ("\u{2212}", "write `-`, the hyphen of the keyboard"),
    ("\u{2013}", "write `-`, the hyphen of the keyboard"),
    ("\u{2014}", "write `-`, the hyphen of the keyboard"),
    ("\u{d7}", "write `*`"),
    ("\u{f7}", "write `/`"),
    ("//", "write `#` to begin a comment"),
    ("/*", "write `#` to begin a comment, on each of its lines"),
    (
        "--",
        "write `#` to begin a comment, or put a second sign in parentheses",
    ),
    (";", "leave it out: a line ends where the next one begins"),
    ("[", "write a set in braces: `{lease, service}`"),
    ("]", "write a set in braces: `{lease, service}`"),
    (
        "%",
        "write a share as a number and its sign, such as `20 %`",
    ),
    ("$", "write the currency after the amount: `100 MXN`"),
    ("\u{20ac}", "write the currency after the amount: `100 EUR`"),
    ("\u{a3}", "write the currency after the amount: `100 GBP`"),
    (
        "?",
        "write `optional text` for a type, `if … then … else …` for a choice",
    ),
    ("!", "write `not`"),
];

/// Signs that other texts use as quotes.
const FOREIGN_QUOTES: &[char] = &[
    '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}',
];

/// Every mistake of this kind in a piece; `names_may_start_with_digits` where versions are named.
pub(super) fn find(
    source: SourceId,
    text: &str,
    tokens: &[Token],
    names_may_start_with_digits: bool,
) -> Vec<Diagnostic> {
    let look = Look {
        source,
        text,
        tokens,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() <= MOST_MISTAKES {
        let token = tokens[at];
        at = match token.kind {
            Kind::OpenText => {
                found.push(unclosed_text(look.span(token.start, token.end)));
                at + 1
            }
            Kind::Sign => look.sign(at, &mut found),
            Kind::Number if !names_may_start_with_digits => look.number(at, &mut found),
            _ => at + 1,
        };
    }
    if found.is_empty() {
        found.extend(look.brackets().or_else(|| look.nesting()));
    }
    found
}

/// Whether a text starts with a sign of another language.
pub(super) fn is_foreign(text: &str) -> bool {
    FOREIGN_SIGNS
        .iter()
        .any(|(foreign, _)| text.starts_with(foreign))
}

/// A text that lacks its closing quote.
pub(super) fn unclosed_text(span: Span) -> Diagnostic {
    let opening = Span {
        end: span.start + 1,
        ..span
    };
    Diagnostic::error(
        codes::UNCLOSED_TEXT,
        "this quoted text is not closed",
        opening,
        "it begins here",
    )
    .help("write `\"` where the text ends; a quote within it is written `\\\"`")
}

struct Look<'t> {
    source: SourceId,
    text: &'t str,
    tokens: &'t [Token],
}

impl<'t> Look<'t> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    fn text_of(&self, token: Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// The first token that starts at or after a byte.
    fn token_from(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.start < byte)
    }

    fn sign(&self, at: usize, found: &mut Vec<Diagnostic>) -> usize {
        let token = self.tokens[at];
        let rest = &self.text[token.start..];
        let sign = self.text_of(token);
        if rest.starts_with("!=") {
            return at + 2;
        }
        let after_number = at > 0 && self.tokens[at - 1].kind == Kind::Number;
        if sign == "%" && after_number {
            return at + 1;
        }
        if let Some((foreign, help)) = FOREIGN_SIGNS
            .iter()
            .find(|(foreign, _)| rest.starts_with(foreign))
        {
            let begins_note = token.first && matches!(*foreign, ";" | "%" | "!");
            let help = match self.bracketed(at) {
                _ if begins_note => "write `#` to begin a comment",
                Some(close) if *foreign == "[" && close == at + 1 => "write `list of …`",
                _ => help,
            };
            let span = self.span(token.start, token.start + foreign.len());
            let message = format!("`{foreign}` is no sign of this language");
            found.push(Diagnostic::error(codes::FOREIGN_SIGN, message, span, "").help(help));
            // What such a bracket closes is the same mistake.
            return match self.bracketed(at) {
                Some(close) if *foreign == "[" => close + 1,
                _ => self.token_from(token.start + foreign.len()),
            };
        }
        if sign.starts_with(FOREIGN_QUOTES) {
            if let Some(next) = self.apostrophe(at, found) {
                return next;
            }
            return self.foreign_quote(token, found);
        }
        if !".,:=<>+-*/".contains(sign) {
            let span = self.span(token.start, token.end);
            let message = if sign == "\"" || sign == "\\" {
                format!("`{sign}` cannot stand outside of a quoted text")
            } else {
                format!("`{}` is no sign of this language", sign.escape_debug())
            };
            found.push(
                Diagnostic::error(codes::FOREIGN_SIGN, message, span, "").help("leave it out"),
            );
        }
        at + 1
    }

    /// A quote within a word or between digits is an apostrophe: `isn't`, `300'000`.
    fn apostrophe(&self, at: usize, found: &mut Vec<Diagnostic>) -> Option<usize> {
        let (before, next) = (
            self.tokens.get(at.checked_sub(1)?)?,
            self.tokens.get(at + 1)?,
        );
        let token = self.tokens[at];
        if before.end != token.start || token.end != next.start || before.kind != next.kind {
            return None;
        }
        let span = self.span(before.start, next.end);
        let written = &self.text[before.start..next.end];
        let mistake = match before.kind {
            Kind::Number => {
                let message = format!("`{written}` is no number");
                let right = written.replace(FOREIGN_QUOTES, "_");
                Diagnostic::error(codes::MALFORMED_NUMBER, message, span, "")
                    .help(format!("write `{right}`"))
            }
            Kind::Word => {
                let message = format!("`{written}` is no wording of this language");
                Diagnostic::error(codes::WORDING, message, span, "")
                    .help("write `not`: `is not given`, `not in`, `not …`")
            }
            _ => return None,
        };
        found.push(mistake);
        Some(at + 2)
    }

    /// The `]` on the same line that closes a `[`.
    fn bracketed(&self, at: usize) -> Option<usize> {
        // A set is short: to look further would take as long as the line for each of its brackets.
        let rest = self.tokens.iter().enumerate().skip(at + 1).take(1_000);
        let mut line = rest.take_while(|(_, token)| !token.first);
        line.find(|(_, token)| self.text_of(**token) == "]")
            .map(|(at, _)| at)
    }

    /// A text between other quotes is one mistake, up to its second quote on the same line.
    fn foreign_quote(&self, token: Token, found: &mut Vec<Diagnostic>) -> usize {
        let line = self.text[token.end..].split('\n').next().unwrap_or("");
        // A text may begin with one kind of quote and end with the straight one.
        let close = line
            .char_indices()
            .find(|(_, c)| FOREIGN_QUOTES.contains(c) || *c == '"');
        let end = close.map_or(token.end, |(found, c)| token.end + found + c.len_utf8());
        let message = format!("`{}` does not quote a text", self.text_of(token));
        let inner = &self.text[token.end..close.map_or(token.end, |(found, _)| token.end + found)];
        let help = if close.is_some() && !inner.contains('"') {
            format!("write `\"{}\"`", inner.trim())
        } else {
            "a text stands between straight double quotes: `\"Acuerdo art. 9\"`".to_owned()
        };
        let span = self.span(token.start, end);
        found.push(Diagnostic::error(codes::FOREIGN_QUOTE, message, span, "").help(help));
        // What the other quote seemed to begin ends with this mistake.
        let within = |token: &Token| token.start < end;
        self.tokens
            .partition_point(within)
            .max(self.token_from(end))
    }

    /// A number, or the three of them that make a date.
    fn number(&self, at: usize, found: &mut Vec<Diagnostic>) -> usize {
        if let Some((next, mistake)) = self.date(at) {
            found.extend(mistake);
            return next;
        }
        let token = self.tokens[at];
        let text = self.text_of(token);
        if is_number(text) {
            return at + 1;
        }
        let span = self.span(token.start, token.end);
        let digits = text
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '_' | '.'))
            .unwrap_or(text.len());
        let (head, tail) = text.split_at(digits);
        let unit = word(tail).is_some()
            || tail.len() == 3 && tail.bytes().all(|byte| byte.is_ascii_uppercase());
        let help = if is_number(head) && unit {
            format!("write `{head} {tail}`")
        } else if let Some(right) = multiple(head, tail) {
            format!("write `{right}`")
        } else if tail.starts_with(char::is_alphabetic) {
            "a number has digits alone, and a name begins with a letter".to_owned()
        } else {
            "digits are grouped as in `100_000`, and decimals follow one point".to_owned()
        };
        let message = format!("`{text}` is no number");
        found.push(Diagnostic::error(codes::MALFORMED_NUMBER, message, span, "").help(help));
        at + 1
    }

    /// Whether a date starts here: where it ends, and what is wrong with it.
    fn date(&self, at: usize) -> Option<(usize, Option<Diagnostic>)> {
        let [a, first, b, second, c] = *self.tokens.get(at..at + 5)? else {
            return None;
        };
        let glued = a.end == first.start
            && first.end == b.start
            && b.end == second.start
            && second.end == c.start;
        let sign = self.text_of(first);
        let parts = [a, b, c].map(|token| self.text_of(token));
        let digits = parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let [x, y, z] = parts.map(str::len);
        if !glued || !digits || sign != self.text_of(second) || !matches!(sign, "-" | "/") {
            return None;
        }
        if sign == "-" && (x, y, z) == (4, 2, 2) {
            return Some((at + 5, None));
        }
        let plausible = y <= 2 && ((x == 4 && z <= 2) || (z == 4 && x <= 2));
        if !plausible {
            return None;
        }
        let written = &self.text[a.start..c.end];
        let message = format!("`{written}` is no date");
        let help = if x == 4 {
            format!("write `{:0>4}-{:0>2}-{:0>2}`", parts[0], parts[1], parts[2])
        } else {
            day_first(parts[0], parts[1], parts[2])
        };
        let span = self.span(a.start, c.end);
        Some((
            at + 5,
            Some(Diagnostic::error(codes::MALFORMED_DATE, message, span, "").help(help)),
        ))
    }

    /// The first bracket without its counterpart.
    fn brackets(&self) -> Option<Diagnostic> {
        let mut open: Vec<Token> = Vec::new();
        for token in self.tokens {
            let text = self.text_of(*token);
            match token.kind {
                Kind::Open => open.push(*token),
                Kind::Close => match open.pop() {
                    None => {
                        let message = format!("this `{text}` closes nothing");
                        let span = self.span(token.start, token.end);
                        let help = "leave it out, or write its counterpart before it";
                        return Some(
                            Diagnostic::error(codes::STRAY_BRACKET, message, span, "").help(help),
                        );
                    }
                    Some(opener) if closing(self.text_of(opener)) != text => {
                        return Some(self.unclosed(opener, Some(*token)));
                    }
                    Some(_) => {}
                },
                _ => {}
            }
        }
        open.pop().map(|opener| self.unclosed(opener, None))
    }

    fn unclosed(&self, opener: Token, instead: Option<Token>) -> Diagnostic {
        let bracket = self.text_of(opener);
        let span = self.span(opener.start, opener.end);
        let message = format!("this `{bracket}` is not closed");
        let help = format!("write `{}` where it ends", closing(bracket));
        let mistake =
            Diagnostic::error(codes::UNCLOSED_BRACKET, message, span, "opened here").help(help);
        match instead {
            Some(token) => mistake.also(
                self.span(token.start, token.end),
                "another bracket closes here",
            ),
            None => mistake,
        }
    }

    /// Where the text goes deeper than [`DEEPEST`]. A run of signs before an operand, as in `not not a`,
    /// goes as deep as it is long, and each bracket, `if` and quantifier one deeper than what is around it.
    fn nesting(&self) -> Option<Diagnostic> {
        let mut depth = 0_usize;
        let mut run = 0_usize;
        let mut around: Vec<usize> = Vec::new();
        let mut previous = None;
        for token in self.tokens {
            let text = self.text_of(*token);
            match (token.kind, token.word) {
                (Kind::Open, _) => {
                    around.push(depth);
                    depth += run + 1;
                    run = 0;
                }
                (Kind::Close, _) => {
                    depth = around.pop().unwrap_or(0);
                    run = 0;
                }
                (_, Some(Rule::word_if | Rule::word_every | Rule::word_some | Rule::word_no))
                    if previous != Some(".") =>
                {
                    depth += run + 1;
                    run = 0;
                }
                (
                    _,
                    Some(Rule::word_not | Rule::word_year | Rule::word_list | Rule::word_optional),
                ) => run += 1,
                (_, Some(Rule::word_of)) => {}
                (Kind::Sign, _) if text == "-" => run += 1,
                _ => run = 0,
            }
            if depth + run > DEEPEST {
                return Some(too_deep(self.span(token.start, token.end)));
            }
            previous = Some(text);
        }
        None
    }
}

/// What is written instead of a date that does not begin with its year.
fn day_first(one: &str, two: &str, year: &str) -> String {
    let above_twelve = |part: &str| part.parse::<u8>().is_ok_and(|part| part > 12);
    let written = |month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}");
    if above_twelve(two) {
        format!("write `{}`", written(one, two))
    } else if above_twelve(one) || one == two {
        format!("write `{}`", written(two, one))
    } else {
        let (first, second) = (written(two, one), written(one, two));
        format!("write `{first}` or `{second}`, whichever is meant: year, month, day")
    }
}

/// What is nested deeper than anything here is read.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("this is nested too deep: {DEEPEST} levels are allowed");
    Diagnostic::error(codes::NESTED_TOO_DEEP, message, span, "one level too many").help(format!(
        "give the inner part a name: `{} … = …`",
        spelled(Rule::word_define)
    ))
}

/// A whole number with the letter of a multiple, or with an exponent: `5k`, `1e6`.
fn multiple(head: &str, tail: &str) -> Option<String> {
    let zeros = match tail.to_ascii_lowercase().as_str() {
        "k" => 3,
        "m" => 6,
        exponent => exponent
            .strip_prefix('e')?
            .parse()
            .ok()
            .filter(|zeros| *zeros <= 12_usize)?,
    };
    if head.is_empty() || !head.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = format!("{head}{}", "0".repeat(zeros));
    let mut right = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            right.push('_');
        }
        right.push(digit);
    }
    Some(right)
}

fn closing(bracket: &str) -> &'static str {
    if bracket == "(" { ")" } else { "}" }
}

fn is_number(text: &str) -> bool {
    let digits = |part: &str| {
        part.split('_')
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}
