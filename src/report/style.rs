//! The colours of everything that a person reads.
//!
//! Texts are drawn with them always; a stream that is no terminal, or `NO_COLOR`, strips them again.

use anstyle::{AnsiColor, Color, Effects, Style};

use crate::evaluate::verdicts::Verdict;

const fn ink(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}

/// A heading.
pub const HEADING: Style = Style::new().effects(Effects::BOLD);
/// What stands back.
pub const FAINT: Style = Style::new().effects(Effects::DIMMED);
/// What went wrong.
pub const BAD: Style = ink(AnsiColor::Red).effects(Effects::BOLD);
/// What asks for a second look.
pub const CAUTION: Style = ink(AnsiColor::Yellow);
/// What went well.
pub const GOOD: Style = ink(AnsiColor::Green);
/// What is advised.
pub const ADVICE: Style = ink(AnsiColor::Cyan);

/// The colour of a verdict.
pub const fn of(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Violates => BAD,
        Verdict::Undetermined => CAUTION,
        Verdict::Complies => GOOD,
        Verdict::Exempt => ADVICE,
        Verdict::NotApplicable => FAINT,
    }
}

/// Words in a style, which ends with them.
pub fn paint(style: Style, words: &str) -> String {
    format!("{style}{words}{style:#}")
}

/// The text without its colours.
pub fn strip(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        // A colour is `[`, numbers and `m`; the texts of filings bring no escapes here.
        let sequence = after.strip_prefix('[');
        let end = sequence.and_then(|inside| inside.find(|one: char| one.is_ascii_alphabetic()));
        rest = match (sequence, end) {
            (Some(inside), Some(end)) => &inside[end + 1..],
            _ => after,
        };
    }
    plain.push_str(rest);
    plain
}
