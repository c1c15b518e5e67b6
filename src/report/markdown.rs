//! Words of filings and rules in Markdown for a pull request.

use crate::report::text::clean;

/// A comment on a pull request takes 65,536 characters, and may hold two pages; what is beyond is left
/// to the other formats.
pub(super) const ROOM: usize = 30_000;

/// What keeps two letters from being read together, and is not seen.
const NOTHING: &str = "<!-- -->";

/// Words that a filing or a rule says, so that nothing of them is read as Markdown, as HTML, as an address
/// or as the name of somebody who is to be told.
pub(super) fn plain(words: &str) -> String {
    let words = clean(words);
    let letters: Vec<char> = words.chars().collect();
    // A bracket makes a link or a note only with what follows it; an underscore inside a word nothing.
    let links = words.contains("](") || words.contains("[^");
    let in_word = |at: usize| {
        let letter = |at: usize| letters.get(at).is_some_and(|one| one.is_alphanumeric());
        at > 0 && letter(at - 1) && letter(at + 1)
    };
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let marks = match letter {
            // A name after `@`, a number after `#` and an address are looked for in the page as it is drawn,
            // where a letter that is written as a number is a letter again.
            '@' | '#' => {
                out.push(*letter);
                out.push_str(NOTHING);
                continue;
            }
            ':' if letters.get(at + 1) == Some(&'/') => {
                out.push_str(NOTHING);
                false
            }
            '.' if at >= 3
                && letters[at - 3..at]
                    .iter()
                    .all(|one| matches!(one, 'w' | 'W')) =>
            {
                out.push_str(NOTHING);
                false
            }
            '<' | '>' | '&' | '\\' | '`' | '*' | '|' | '~' => true,
            '_' => !in_word(at),
            '[' => links,
            _ => false,
        };
        match marks {
            true => out.push_str(&format!("&#{};", u32::from(*letter))),
            false => out.push(*letter),
        }
    }
    out
}

/// The same as code, in which only the backtick means something.
pub(super) fn code(words: &str) -> String {
    let words = clean(words).replace('`', "'");
    format!("`{words}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_filing_says_is_never_markup() {
        assert_eq!(
            plain("contracts[C-1].signed_on"),
            "contracts[C-1].signed_on"
        );
        assert_eq!(
            plain("<b> @all _x_"),
            "&#60;b&#62; @<!-- -->all &#95;x&#95;"
        );
        assert_eq!(
            plain("https://evil.example www.evil.example #1 a.b"),
            "https<!-- -->://evil.example www<!-- -->.evil.example #<!-- -->1 a.b"
        );
        assert_eq!(plain("[a](b)|c"), "&#91;a](b)&#124;c");
        assert_eq!(code("a `b`"), "`a 'b'`");
    }
}
