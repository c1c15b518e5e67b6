//! Words on a terminal: cleaned, padded and broken by the columns that they take.
//!
//! What a filing says reaches a person's terminal through here alone, so that no filing can move the
//! cursor, change a colour or turn the direction of writing.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::value::letters::is_hidden;

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
        '\n' | '\t' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        letter if letter.is_control() || is_hidden(letter) => '\u{fffd}',
        letter => letter,
    }
}

/// The text with what [`screened`] takes out replaced by as many bytes, so that places in it stay.
pub fn veiled(text: &str) -> Cow<'_, str> {
    let kept = |letter: char| matches!(letter, '\n' | '\t' | '\r') || cleaned(letter) == letter;
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    let veil = |letter: char| match (kept(letter), letter.len_utf8()) {
        (true, _) => String::from(letter),
        (false, 1) => "?".to_owned(),
        (false, 2) => "\u{b7}".to_owned(),
        (false, 3) => "\u{fffd}".to_owned(),
        (false, _) => "\u{fffd}?".to_owned(),
    };
    Cow::Owned(text.chars().map(veil).collect())
}

/// The text in its lines, without anything else that commands a terminal or is not to be seen.
pub fn screened(text: &str) -> Cow<'_, str> {
    let kept = |letter| letter == '\n' || letter == '\t' || cleaned(letter) == letter;
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    let screen = |letter| {
        if kept(letter) {
            letter
        } else {
            cleaned(letter)
        }
    };
    Cow::Owned(text.chars().map(screen).collect())
}

/// The same of a text with colours, which stay: they are the one command that a page gives.
pub fn painted(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return screened(text);
    }
    let mut page = String::with_capacity(text.len());
    let mut parts = text.split('\u{1b}');
    page.push_str(&screened(parts.next().unwrap_or("")));
    for part in parts {
        let colour = part.strip_prefix('[').map(|rest| {
            let end = |letter: char| !letter.is_ascii_digit() && letter != ';';
            rest.find(end).map_or(("", rest), |at| rest.split_at(at))
        });
        page.push(match colour {
            Some((_, rest)) if rest.starts_with('m') => '\u{1b}',
            _ => '\u{fffd}',
        });
        page.push_str(&screened(part));
    }
    Cow::Owned(page)
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
    fn a_page_keeps_its_lines_and_colours_alone() {
        assert_eq!(
            screened("{\"a\":1}\n\u{9b}2J\u{1b}[2J\r\n"),
            "{\"a\":1}\n\u{fffd}2J\u{fffd}[2J \n"
        );
        assert_eq!(
            painted("\u{1b}[1;31mred\u{1b}[0m\n\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}"),
            "\u{1b}[1;31mred\u{1b}[0m\n\u{fffd}]0;title\u{fffd}\u{fffd}[2J\u{fffd}"
        );
        for hidden in "\u{61c}\u{ad}\u{180e}\u{fff9}\u{e0041}\u{200b}\u{2066}".chars() {
            assert_eq!(clean(&format!("a{hidden}b")), "a\u{fffd}b", "{hidden:?}");
        }
        assert_eq!(clean("a\u{85}b\u{2028}c\u{9b}d"), "a b c\u{fffd}d");
    }

    #[test]
    fn an_excerpt_keeps_its_places() {
        let text = "a\u{9b}b\u{202e}c\u{e0041}d\u{1b}e\n";
        let veiled = veiled(text);
        assert_eq!(veiled, "a\u{b7}b\u{fffd}c\u{fffd}?d?e\n");
        assert_eq!(veiled.len(), text.len());
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
