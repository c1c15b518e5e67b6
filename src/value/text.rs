//! Texts as they are compared: in NFC, without white space at their ends, nothing where nothing shows.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// From this byte on a character of UTF-8 may be one that NFC writes otherwise: all before U+0300 stand
/// in NFC, whatever is beside them.
const FIRST_COMBINING: u8 = 0xcc;

/// A text as it is compared: in NFC and without white space at its ends. One of white space and
/// characters without width alone is empty.
#[inline]
pub fn tidy(text: &str) -> Cow<'_, str> {
    if is_tidy(text) {
        return Cow::Borrowed(text);
    }
    tidied(text)
}

/// Whether a look at the bytes is enough to know that a text is as it is compared. Of most texts it is.
#[inline]
pub fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    let plain = first.is_ascii_graphic() && last.is_ascii_graphic();
    // Without a way out of the loop, so that many bytes are compared at once.
    plain
        && !bytes
            .iter()
            .fold(false, |any, byte| any | (*byte >= FIRST_COMBINING))
}

/// Whether nothing of a text shows: it is empty, or of white space and characters without width alone.
#[inline]
pub fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(first) if first.is_ascii_graphic() => false,
        Some(_) => text
            .chars()
            .all(|c| c.is_whitespace() || is_without_width(c)),
    }
}

fn tidied(text: &str) -> Cow<'_, str> {
    if is_blank(text) {
        return Cow::Borrowed("");
    }
    let trimmed = text.trim();
    match is_nfc_quick(trimmed.chars()) {
        IsNormalized::Yes => Cow::Borrowed(trimmed),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(trimmed.nfc().collect()),
    }
}

/// Whether a character takes no room on a line and has no sign of its own.
pub fn is_without_width(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word for word.
    fn naively(text: &str) -> String {
        let nfc: String = text.nfc().collect();
        let shows = |c: char| !c.is_whitespace() && !is_without_width(c);
        match nfc.chars().any(shows) {
            true => nfc.trim().to_owned(),
            false => String::new(),
        }
    }

    #[test]
    fn texts_are_compared_without_what_does_not_show() {
        for (text, tidied) in [
            ("México", "México"),
            ("Me\u{301}xico", "México"),
            (" A-1\t", "A-1"),
            ("A-1\u{a0}", "A-1"),
            ("\u{3000}A 1\u{2028}", "A 1"),
            (" \u{200b}\u{feff}\u{a0}", ""),
            ("a\u{200b}", "a\u{200b}"),
            ("", ""),
        ] {
            assert_eq!(tidy(text), tidied, "{text:?}");
            assert_eq!(is_blank(text), tidied.is_empty(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn tidied_texts_are_those_of_the_definition(
            text in "([ \t\r\na-z\u{a0}\u{85}\u{301}\u{327}\u{200b}\u{feff}\u{2009}éñAe가가\u{2126}\u{fb1d}]|\\PC){0,12}"
        ) {
            proptest::prop_assert_eq!(tidy(&text), naively(&text));
            proptest::prop_assert_eq!(is_blank(&text), naively(&text).is_empty());
            proptest::prop_assert!(!is_tidy(&text) || naively(&text) == text);
            let once = tidy(&text);
            proptest::prop_assert_eq!(&tidy(&once), &once);
        }
    }
}
