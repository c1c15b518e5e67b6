//! Names to positions, without allocation: the fields of a record, the members of an enum.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use wide::u8x16;

/// The names of one record or enum, in order, found by a hash.
#[derive(Debug)]
pub(crate) struct Names {
    texts: Vec<Box<str>>,
    /// Positions by hash, with open addressing; [`FREE`] where there is none.
    slots: Vec<u16>,
    /// Each name as most documents of JSON write it, and one that nothing begins with.
    written: Vec<Written>,
    /// The same for YAML.
    bare: Vec<Written>,
}

/// A name as JSON writes it before a value, `"name":`, or YAML, `name:`, to be compared with thirty-two
/// bytes at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    bytes: [u8; Written::LONGEST],
    /// All ones for each byte that must be equal.
    mask: [u8; Written::LONGEST],
    /// How many bytes it has; 0 for a name that is never written so.
    len: u8,
}

impl Written {
    const LONGEST: usize = 32;

    /// In JSON.
    fn quoted(name: &str) -> Written {
        let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
        match name.bytes().all(plain) {
            true => Written::new(&format!("\"{name}\":")),
            false => Written::never(),
        }
    }

    /// In YAML, where a name of letters, digits and low lines needs no quotes.
    fn bare(name: &str) -> Written {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        match !name.is_empty() && name.bytes().all(plain) {
            true => Written::new(&format!("{name}:")),
            false => Written::never(),
        }
    }

    fn new(whole: &str) -> Written {
        let mut written = Written::never();
        if whole.len() <= Written::LONGEST {
            written.bytes[..whole.len()].copy_from_slice(whole.as_bytes());
            written.mask[..whole.len()].fill(u8::MAX);
            written.len = whole.len() as u8;
        }
        written
    }

    /// What no text begins with.
    fn never() -> Written {
        Written {
            bytes: [0; Written::LONGEST],
            mask: [0; Written::LONGEST],
            len: 0,
        }
    }

    /// How many bytes it takes of the text, if the text begins with it.
    #[inline]
    pub(crate) fn begins(&self, text: &[u8; Written::LONGEST]) -> Option<usize> {
        let other = |text: &[u8; 16], bytes: &[u8; 16], mask: &[u8; 16]| {
            (u8x16::from(*text) ^ u8x16::from(*bytes)) & u8x16::from(*mask)
        };
        let ([t0, t1], _) = text.as_chunks::<16>() else {
            return None;
        };
        let ([b0, b1], _) = self.bytes.as_chunks::<16>() else {
            return None;
        };
        let ([m0, m1], _) = self.mask.as_chunks::<16>() else {
            return None;
        };
        let differs = (other(t0, b0, m0) | other(t1, b1, m1)).simd_eq(u8x16::splat(0));
        (differs.to_bitmask() == 0xffff && self.len > 0).then_some(usize::from(self.len))
    }
}

const FREE: u16 = u16::MAX;

impl Names {
    /// The names in order, in NFC. Of two equal ones the first is found.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let texts: Vec<Box<str>> = names.map(|name| name.nfc().collect()).collect();
        let size = (texts.len() * 2).next_power_of_two().max(4);
        let mut slots = vec![FREE; size];
        for (position, text) in texts.iter().enumerate() {
            let mut at = hash(text) & (size - 1);
            while slots[at] != FREE {
                at = (at + 1) & (size - 1);
            }
            slots[at] = position as u16;
        }
        let all = |write: fn(&str) -> Written| {
            let written = texts.iter().map(|text| write(text));
            written.chain([Written::never()]).collect()
        };
        Names {
            written: all(Written::quoted),
            bare: all(Written::bare),
            texts,
            slots,
        }
    }

    /// A name as most documents of JSON write it; for a position without a name what never occurs.
    #[inline]
    pub(crate) fn written(&self, position: u16) -> &Written {
        let last = self.written.len() - 1;
        &self.written[usize::from(position).min(last)]
    }

    /// The same for YAML.
    #[inline]
    pub(crate) fn bare(&self, position: u16) -> &Written {
        let last = self.bare.len() - 1;
        &self.bare[usize::from(position).min(last)]
    }

    /// The name at a position; empty where there is none.
    pub(crate) fn text(&self, position: usize) -> &str {
        self.texts.get(position).map_or("", |text| text)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// All of them in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// The position of a name. `guess` is tried first.
    #[inline]
    pub(crate) fn find(&self, name: &str, guess: u16) -> Option<u16> {
        if self
            .texts
            .get(usize::from(guess))
            .is_some_and(|text| **text == *name)
        {
            return Some(guess);
        }
        self.look_up(name).or_else(|| self.normalised(name))
    }

    /// The position of a name that is written as the vocabulary writes it.
    #[inline]
    pub(crate) fn look_up(&self, name: &str) -> Option<u16> {
        let mask = self.slots.len() - 1;
        let mut at = hash(name) & mask;
        // INVARIANT: half of the slots are free, so the search ends.
        while self.slots[at] != FREE {
            if *self.texts[usize::from(self.slots[at])] == *name {
                return Some(self.slots[at]);
            }
            at = (at + 1) & mask;
        }
        None
    }

    #[cold]
    fn normalised(&self, name: &str) -> Option<u16> {
        if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
            return None;
        }
        self.look_up(&name.nfc().collect::<String>())
    }
}

/// A hash of a name's length, beginning and end. It may be weak: the table holds only names of the
/// vocabulary, and what a filing writes is compared with at most one name more than collide among these.
#[inline]
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let (a, b) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        (u64::from(first), u64::from(last))
    } else {
        let at = |at: usize| bytes.get(at).map_or(0, |byte| u64::from(*byte));
        (at(0) | at(1) << 8, at(2))
    };
    let mixed = (a ^ b.rotate_left(29)).wrapping_add(bytes.len() as u64);
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_with_any_guess_and_in_any_normal_form() {
        let names = Names::new(["id", "año", "amount", "study"].into_iter());
        for guess in [0, 1, 7, FREE] {
            assert_eq!(names.find("id", guess), Some(0));
            assert_eq!(names.find("an\u{303}o", guess), Some(1));
            assert_eq!(names.find("año", guess), Some(1));
            assert_eq!(names.find("study", guess), Some(3));
            assert_eq!(names.find("studies", guess), None);
            assert_eq!(names.find("", guess), None);
        }
        assert_eq!(Names::new(std::iter::empty()).find("x", 0), None);
    }
}
