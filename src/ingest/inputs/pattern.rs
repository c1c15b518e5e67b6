//! Patterns for files, matched by bytes: a name need not be UTF-8 to be found.
//!
//! `*` stands for any characters of a name, `?` for one, `[a-z]` for one of those, `[!a-z]` for one of the
//! others, and `**` alone between two `/` for any folders. What begins with a dot is matched only by what
//! begins with one.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::ingest::inputs::walk::{Found, Walk};

/// A pattern for the paths of files.
#[derive(Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

/// What one name of a path must be.
#[derive(Debug)]
enum Part {
    /// This, as it is written.
    Plain(PathBuf),
    /// `**`
    Folders,
    /// What matches.
    Name(Vec<Letter>),
}

/// What a letter of a name must be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Letter {
    /// `*`
    Any,
    /// `?`
    One,
    /// One of these stretches, or none of them.
    Of(Vec<(char, char)>, bool),
    /// This one.
    Byte(u8),
}

/// Whether a path is written as a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    is_wild(path.as_os_str())
}

fn is_wild(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    memchr::memchr3(b'*', b'?', b'[', bytes).is_some()
}

impl Pattern {
    /// The pattern that a path is, or what is wrong with it.
    pub(super) fn new(path: &Path) -> Result<Pattern, &'static str> {
        let parts = path.components().map(|component| match component {
            Component::Normal(name) if name == "**" => Ok(Part::Folders),
            Component::Normal(name) if is_wild(name) => letters(name).map(Part::Name),
            other => Ok(Part::Plain(PathBuf::from(other.as_os_str()))),
        });
        let parts = parts.collect::<Result<Vec<Part>, &'static str>>()?;
        Ok(Pattern { parts })
    }

    /// What the pattern matches, in the order of the paths.
    pub(super) fn search(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let folders = self
            .parts
            .iter()
            .position(|part| matches!(part, Part::Folders));
        match folders {
            None => below(PathBuf::new(), &self.parts, &mut found),
            Some(_) => self.walk(&mut found),
        }
        found
    }

    /// Searches as folders are searched, since a link to a folder above would otherwise be followed
    /// without end.
    fn walk(&self, found: &mut Vec<Found>) {
        let plain = |part: &&Part| matches!(part, Part::Plain(_));
        let base: PathBuf = (self.parts.iter())
            .take_while(plain)
            .filter_map(|part| match part {
                Part::Plain(name) => Some(name),
                Part::Folders | Part::Name(_) => None,
            })
            .collect();
        let parts = &self.parts[base.components().count()..];
        let bare = base.as_os_str().is_empty();
        let start = if bare {
            PathBuf::from(".")
        } else {
            base.clone()
        };
        for one in Walk::new(start) {
            let (Found::File(path, _) | Found::Other(path) | Found::Unreadable(path, _)) = &one;
            let inside = path.strip_prefix(if bare { Path::new(".") } else { &base });
            let inside = inside.unwrap_or(path);
            let names: Vec<&OsStr> = inside.iter().collect();
            // A folder that matches holds all that is in it.
            if (1..=names.len()).any(|many| matches_all(parts, &names[..many])) {
                found.push(match one {
                    Found::File(_, kind) if bare => Found::File(inside.to_owned(), kind),
                    Found::Other(_) if bare => Found::Other(inside.to_owned()),
                    other => other,
                });
            }
        }
    }
}

/// What some parts match in a folder; an empty one is that of the process.
fn below(folder: PathBuf, parts: &[Part], found: &mut Vec<Found>) {
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    let letters = match first {
        Part::Plain(name) => {
            let path = folder.join(name);
            match rest.is_empty() {
                true if fs::symlink_metadata(&path).is_ok() => found.push(matched(path)),
                true => {}
                false => below(path, rest, found),
            }
            return;
        }
        Part::Folders => return,
        Part::Name(letters) => letters,
    };
    let searched = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => &folder,
    };
    let names = match names_in(searched) {
        Ok(names) => names,
        // That there is no such folder is that nothing matches.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return;
        }
        Err(error) => {
            found.push(Found::Unreadable(folder, error));
            return;
        }
    };
    for name in names {
        if !matches_name(letters, &name) {
            continue;
        }
        let path = folder.join(&name);
        match rest.is_empty() {
            true => found.push(matched(path)),
            false if path.is_dir() => below(path, rest, found),
            false => {}
        }
    }
}

/// What a pattern matches may be a pipe, which a search of folders passes over.
fn matched(path: PathBuf) -> Found {
    Found::at(path, |metadata| !metadata.is_dir())
}

fn names_in(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name());
    }
    names.sort_unstable();
    Ok(names)
}

/// Whether all parts match all names.
fn matches_all(parts: &[Part], names: &[&OsStr]) -> bool {
    match (parts.split_first(), names.split_first()) {
        (None, None) => true,
        (Some((Part::Folders, rest)), _) => {
            (0..=names.len()).any(|many| matches_all(rest, &names[many..]))
        }
        (Some((part, rest)), Some((name, others))) => {
            let matched = match part {
                Part::Plain(plain) => plain.as_os_str() == *name,
                Part::Name(letters) => matches_name(letters, name),
                Part::Folders => false,
            };
            matched && matches_all(rest, others)
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// Whether a name matches; what begins with a dot only if the pattern does.
fn matches_name(letters: &[Letter], name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    let hidden = bytes.first() == Some(&b'.');
    if hidden && letters.first() != Some(&Letter::Byte(b'.')) {
        return false;
    }
    // The last `*`, and what it was tried to stand for: no other has to be tried again.
    let (mut letter, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < bytes.len() {
        let step = match letters.get(letter) {
            Some(Letter::Any) => {
                star = Some((letter, at));
                letter += 1;
                continue;
            }
            Some(one) => one.takes(&bytes[at..]),
            None => None,
        };
        match (step, &mut star) {
            (Some(taken), _) => {
                letter += 1;
                at += taken;
            }
            (None, Some((of, from))) => {
                *from += 1;
                (letter, at) = (*of + 1, *from);
            }
            (None, None) => return false,
        }
    }
    letters[letter..].iter().all(|one| *one == Letter::Any)
}

impl Letter {
    /// How many bytes at the start of a name it takes, if it does.
    fn takes(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Letter::Any => None,
            Letter::Byte(byte) => (bytes.first() == Some(byte)).then_some(1),
            Letter::One => Some(character(bytes).1),
            Letter::Of(stretches, others) => {
                let (character, taken) = character(bytes);
                let inside = character.is_some_and(|one| {
                    stretches
                        .iter()
                        .any(|(first, last)| (*first..=*last).contains(&one))
                });
                (inside != *others).then_some(taken)
            }
        }
    }
}

/// The first character of some bytes and how many it takes; a byte that begins none is one without a name.
fn character(bytes: &[u8]) -> (Option<char>, usize) {
    for len in 1..=bytes.len().min(4) {
        if let Ok(text) = std::str::from_utf8(&bytes[..len]) {
            return (text.chars().next(), len);
        }
    }
    (None, 1)
}

/// The letters of a name with wildcards.
fn letters(name: &OsStr) -> Result<Vec<Letter>, &'static str> {
    let bytes = name.as_encoded_bytes();
    let mut letters = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        letters.push(match byte {
            b'*' if bytes.get(at) == Some(&b'*') => {
                return Err("`**` stands alone between two `/`");
            }
            b'*' => Letter::Any,
            b'?' => Letter::One,
            b'[' => {
                // A bracket that closes nothing yet is one of the letters: `[]]`.
                let others = bytes.get(at) == Some(&b'!');
                let from = at + usize::from(others);
                let end = bytes.iter().skip(from + 1).position(|byte| *byte == b']');
                let end = end.ok_or("a `[` is not closed")? + from + 1;
                let text = std::str::from_utf8(&bytes[from..end]);
                at = end + 1;
                Letter::Of(
                    stretches(text.map_err(|_| "the letters in `[` are not UTF-8")?),
                    others,
                )
            }
            byte => Letter::Byte(*byte),
        });
    }
    Ok(letters)
}

/// `a-z0`
fn stretches(text: &str) -> Vec<(char, char)> {
    let all: Vec<char> = text.chars().collect();
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match all.get(at + 1..at + 3) {
            Some(['-', last]) => {
                stretches.push((all[at], *last));
                at += 3;
            }
            _ => {
                stretches.push((all[at], all[at]));
                at += 1;
            }
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn matches(pattern: &str, name: &[u8]) -> bool {
        #[cfg(unix)]
        let name = std::os::unix::ffi::OsStrExt::from_bytes(name);
        #[cfg(not(unix))]
        let name = OsStr::new(std::str::from_utf8(name).unwrap());
        matches_name(&letters(OsStr::new(pattern)).unwrap(), name)
    }

    #[test]
    fn names_are_matched_letter_by_letter() {
        for (pattern, name) in [
            ("*", "a"),
            ("*.json", "a.json"),
            ("*.json", ".json.json.json".trim_start_matches('.')),
            ("a*b*c", "aXbYbZc"),
            ("?.yaml", "é.yaml"),
            ("[a-c]x", "bx"),
            ("[!a-c]x", "dx"),
            ("[]]", "]"),
            ("[á-é]", "é"),
            (".*", ".hidden"),
        ] {
            assert!(matches(pattern, name.as_bytes()), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*", ".hidden"),
            ("?hidden", ".hidden"),
            ("*.json", "a.jsonl"),
            ("a*b", "abc"),
            ("[!a-c]x", "bx"),
            ("?", "ab"),
        ] {
            assert!(!matches(pattern, name.as_bytes()), "{pattern} {name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_need_not_be_utf_8() {
        assert!(matches("*.json", b"M\xe9xico.json"));
        assert!(matches("M?xico.json", b"M\xe9xico.json"));
        assert!(matches("M[!a]xico.json", b"M\xe9xico.json"));
        assert!(!matches("M[a-z]xico.json", b"M\xe9xico.json"));
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        for name in ["a[", "[]", "a**", "**b"] {
            assert!(letters(OsStr::new(name)).is_err(), "{name}");
        }
    }

    #[test]
    fn folders_stand_for_any_number_of_names() {
        let pattern = Pattern::new(Path::new("**/x/*.yaml")).unwrap();
        let names = |path: &'static str| Path::new(path).iter().collect::<Vec<_>>();
        assert!(matches_all(&pattern.parts, &names("x/a.yaml")));
        assert!(matches_all(&pattern.parts, &names("a/b/x/a.yaml")));
        assert!(!matches_all(&pattern.parts, &names("a/b/y/a.yaml")));
    }
}
