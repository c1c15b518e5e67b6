//! What the rule book says as Markdown that draws as it is: words, and what stands in the rule language.

use crate::report::text::clean;

/// Words of the rule book that must draw as they are.
pub fn prose(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '$' => true,
            // Inside a word a `_` is no emphasis.
            '_' => {
                let after = letters.peek().copied().unwrap_or(' ');
                !(before.is_alphanumeric() && after.is_alphanumeric())
            }
            '&' => letters
                .peek()
                .is_some_and(|after| after.is_alphanumeric() || *after == '#'),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(letter);
        before = letter;
    }
    out
}

/// Words that open a paragraph, and must not open a list or a heading.
pub fn at_line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => {
            format!("{}\\{}", &text[..digits], &text[digits..])
        }
        Some(b'-' | b'+' | b'=' | b'_') if digits == 0 => format!("\\{text}"),
        _ => text.to_owned(),
    }
}

/// What stands in the rule language, on one line.
pub fn code(text: &str) -> String {
    let text = clean(text);
    let ticks = longest_ticks(&text);
    if ticks == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(ticks + 1);
    format!("{fence} {text} {fence}")
}

/// What stands in the rule language on several lines, as it stands under an item of a list.
pub fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_ticks(text).max(2) + 1);
    let mut out = format!("  {fence}\n");
    for line in text.lines() {
        out.push_str(format!("  {}", clean(line)).trim_end());
        out.push('\n');
    }
    out.push_str(&format!("  {fence}\n"));
    out
}

fn longest_ticks(text: &str) -> usize {
    let runs = text.split(|letter| letter != '`');
    runs.map(str::len).max().unwrap_or(0)
}

/// What stands in a cell of a table, where a bar would end it.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rule_book_says_draws_as_it_is() {
        assert_eq!(
            prose("a *b* [c](d) <e> x_y _z_ &amp; A & B\nnext"),
            "a \\*b\\* \\[c\\](d) \\<e\\> x_y \\_z\\_ \\&amp; A & B next"
        );
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a ``b`"), "``` a ``b` ```");
        assert_eq!(at_line_start("1. May"), "1\\. May");
        assert_eq!(at_line_start("- no"), "\\- no");
        assert_eq!(at_line_start("2014 was"), "2014 was");
        assert!(fenced("a\n```\nb").starts_with("  ````\n"));
    }
}
