//! The keys of the filings judged so far, each with the place of its filing.
//!
//! Of a key 128 bits are kept, under secret numbers drawn at the start, so that nobody can prepare two
//! keys that look alike.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};

/// What is kept of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u64; 2]);

impl std::hash::Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0[0]);
    }
}

/// Makes digests; one for all threads of a run.
#[derive(Debug, Clone, Copy)]
pub struct Digester {
    secret: (u64, u64),
}

impl Digester {
    /// One with new secret numbers. They have no influence on any result.
    pub fn new() -> Digester {
        let draw = || RandomState::new().hash_one(0);
        Digester {
            secret: (draw(), draw()),
        }
    }

    /// The digest of a key.
    pub fn digest(&self, key: &str) -> Digest {
        let mut hasher = SipHasher13::new_with_keys(self.secret.0, self.secret.1);
        hasher.write(key.as_bytes());
        let hash = hasher.finish128();
        Digest([hash.h1, hash.h2])
    }
}

/// A digest is as good as random already.
#[derive(Debug, Default)]
struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Digests come by `write_u64`; this keeps the hasher sound for anything else.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// The keys seen so far.
#[derive(Debug, Default)]
pub struct Seen {
    first: HashMap<Digest, First, BuildHasherDefault<Passed>>,
    files: Vec<Arc<str>>,
}

/// Where a key was seen first.
#[derive(Debug, Clone, Copy)]
struct First {
    file: u32,
    line: u32,
}

impl Seen {
    /// Notes a key; says where it was seen first if it was seen before.
    pub fn note(
        &mut self,
        digest: Digest,
        file: &Arc<str>,
        line: usize,
    ) -> Option<(Arc<str>, usize)> {
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.clone());
        }
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let here = First {
            file: narrow(self.files.len() - 1),
            line: narrow(line),
        };
        match self.first.entry(digest) {
            Entry::Vacant(entry) => {
                entry.insert(here);
                None
            }
            Entry::Occupied(entry) => {
                let first = *entry.get();
                let file = self.files.get(first.file as usize).unwrap_or(file);
                Some((file.clone(), first.line as usize))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_told_where_it_was_seen_first() {
        let digester = Digester::new();
        let mut seen = Seen::default();
        let (a, b): (Arc<str>, Arc<str>) = ("a.yaml".into(), "b.ndjson".into());
        assert_eq!(seen.note(digester.digest("2018-HCB"), &a, 1), None);
        assert_eq!(seen.note(digester.digest("2018-IMSS"), &b, 7), None);
        let first = seen.note(digester.digest("2018-IMSS"), &b, 9);
        assert_eq!(first, Some((b.clone(), 7)));
        let first = seen.note(digester.digest("2018-HCB"), &b, 10);
        assert_eq!(first, Some((a, 1)));
        assert_eq!(seen.note(digester.digest(""), &b, 11), None);
    }
}
