//! Names of files from the keys of filings, safe on every file system.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::report::text::clean;

/// The most bytes of a name, its ending aside: file systems take 255 and archives less.
const LONGEST: usize = 120;

/// Gives each key a name of its own.
#[derive(Debug, Default)]
pub struct Names {
    /// Names as a file system that knows no case compares them.
    given: BTreeSet<String>,
}

impl Names {
    /// The name of a key, without an ending. Names that differ by case alone are told apart.
    pub fn name(&mut self, key: &str) -> String {
        let mut name = safe(key);
        if !self.given.insert(name.to_lowercase()) {
            name = marked(&name, key);
            self.given.insert(name.to_lowercase());
        }
        name
    }
}

/// A key as a name: letters, digits, `-`, `_` and inner dots. Where anything else had to go, the digest
/// of the key stands at the end, so that no two keys get one name.
pub fn safe(key: &str) -> String {
    let composed: String = key.nfc().collect();
    let mut name = String::new();
    for letter in composed.chars() {
        let kept = letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        // What a terminal is not to see is not to stand in a name either.
        let letter = if kept && clean(letter.encode_utf8(&mut [0; 4])).chars().eq([letter]) {
            letter
        } else {
            '-'
        };
        if name.len() + letter.len_utf8() > LONGEST {
            break;
        }
        name.push(letter);
    }
    let name = name.trim_matches(['.', '-']).replace("..", "-.");
    let stem = name.split('.').next().unwrap_or("").to_ascii_uppercase();
    let reserved = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "RULINGS")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|last: char| last.is_ascii_digit()));
    if name == key && !reserved && !name.is_empty() {
        name
    } else {
        marked(&name, key)
    }
}

fn marked(name: &str, key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let marks: String = digest
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = if name.is_empty() { "filing" } else { name };
    format!("{name}~{marks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_key_is_its_name() {
        for key in ["2018-HCB", "2018_México", "F.1", "日本"] {
            assert_eq!(safe(key), key);
        }
    }

    #[test]
    fn no_key_leaves_the_folder_or_breaks_a_file_system() {
        let long = "x".repeat(300);
        let keys = [
            "../../etc/passwd",
            "..",
            ".",
            "",
            "/abs",
            "a\\b",
            "C:evil",
            "con",
            "LPT1.txt",
            "<b>bold</b>",
            "evil\u{202e}txt",
            "nul\0byte",
            "new\nline",
            "star*?|\"",
            "trailing.",
            ".hidden",
            "rulings",
            &long,
        ];
        let mut names = Names::default();
        let mut seen = BTreeSet::new();
        for key in keys {
            let name = names.name(key);
            assert!(
                name.len() <= 160 && !name.starts_with('.'),
                "{key:?}: {name:?}"
            );
            let sound = |letter: char| letter.is_alphanumeric() || "-_.~".contains(letter);
            assert!(name.chars().all(sound), "{key:?}: {name:?}");
            assert!(!name.contains(".."), "{key:?}: {name:?}");
            assert!(seen.insert(name.to_lowercase()), "{key:?}: {name:?} twice");
        }
    }

    #[test]
    fn keys_that_look_alike_get_names_of_their_own() {
        let mut names = Names::default();
        let made: BTreeSet<String> = ["abc", "ABC", "a/c", "a?c", "a-c", "a*c"]
            .map(|key| names.name(key).to_lowercase())
            .into();
        assert_eq!(made.len(), 6, "{made:?}");
        // The same keys make the same names again.
        assert_eq!(safe("a/c"), safe("a/c"));
        assert_ne!(safe("a/c"), safe("a?c"));
    }
}
