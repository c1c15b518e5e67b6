//! Words on a terminal: cleaned, padded and broken by the columns that they take.
//!
//! What a filing says reaches a person's terminal through here alone, so that no filing can move the
//! cursor, change a colour or turn the direction of writing.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text on one line: white space becomes a space, and what is not to be seen or commands the
/// terminal becomes `�`.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| cleaned(letter) == letter) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(cleaned).collect())
}

fn cleaned(letter: char) -> char {
    match letter {
        '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        // Marks that turn the direction of what follows, and zero-width ones that hide in a name.
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => '\u{fffd}',
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    }
}

/// The text cleaned, cut with `…` where it takes more than `columns`.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    let mut kept = String::new();
    let mut taken = 0;
    for letter in text.chars() {
        taken += letter.width().unwrap_or(0);
        if taken >= columns {
            break;
        }
        kept.push(letter);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// The spaces that bring `text` to `columns`; none where it takes more.
pub fn padding(text: &str, columns: usize) -> usize {
    columns.saturating_sub(width(text))
}

/// A text cleaned and broken into lines of at most `columns`; a word that is longer is broken.
/// No text is one empty line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let room = width(word);
        if taken > 0 && taken + 1 + room > columns {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        for letter in word.chars() {
            let step = letter.width().unwrap_or(0);
            if taken + step > columns {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(letter);
            taken += step;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// `1 filing`, `2 filings`, `1,200 filings`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `1,200,000`
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_filing_says_commands_the_terminal() {
        assert_eq!(
            clean("\u{1b}[31mred\u{7}\nnext"),
            "\u{fffd}[31mred\u{fffd} next"
        );
        assert_eq!(clean("evil\u{202e}txt"), "evil\u{fffd}txt");
        assert_eq!(clean("Centro de Investigación"), "Centro de Investigación");
    }

    #[test]
    fn breaks_by_columns() {
        assert_eq!(wrap("one two three four", 9), ["one two", "three", "four"]);
        assert_eq!(wrap("abcdefghijkl mn", 8), ["abcdefgh", "ijkl mn"]);
        assert_eq!(wrap("日本語日本語", 8), ["日本語日", "本語"]);
        assert_eq!(wrap("", 20), [""]);
    }

    #[test]
    fn cuts_and_counts_by_columns() {
        assert_eq!(cut("procurement.assent", 10), "procureme…");
        assert_eq!(cut("日本語", 6), "日本語");
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "filing", "filings"), "1 filing");
        assert_eq!(counted(1_200, "filing", "filings"), "1,200 filings");
    }
}
