//! Names to positions, without allocation: the fields of a record, the members of an enum.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The names of one record or enum, in order, found by a hash.
#[derive(Debug)]
pub(crate) struct Names {
    texts: Vec<Box<str>>,
    /// Positions by hash, with open addressing; [`FREE`] where there is none.
    slots: Vec<u16>,
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
        Names { texts, slots }
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

    fn look_up(&self, name: &str) -> Option<u16> {
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

fn hash(name: &str) -> usize {
    // FNV-1a: names are short, and the table holds only names of the vocabulary.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as usize
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
