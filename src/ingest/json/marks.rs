//! Where the quotes of a text stand, found sixty-four bytes at a time.
//!
//! After Langdale and Lemire, "Parsing gigabytes of JSON per second", The VLDB Journal 28 (2019): masks of
//! the bytes of a block, and which of them stand inside a text by the parity of the quotes before them.

use wide::u8x16;

/// The quotes of one text of JSON that open or close a string. The room is kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// A bit for each byte: whether it is a quote, and not an escaped one.
    quotes: Vec<u64>,
    /// Whether there is a backslash anywhere.
    escapes: bool,
}

const BLOCK: usize = 64;

impl Marks {
    /// Marks a text. Where a string holds a control character, or an escape that JSON does not know, the
    /// first such place is returned, with what is wrong. A string that is never closed has no second mark.
    pub(crate) fn mark(&mut self, text: &[u8]) -> Option<(usize, &'static str)> {
        self.quotes.clear();
        self.escapes = false;
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        self.quotes.reserve(blocks.len() + 1);
        let mut run = Run::default();
        for (at, block) in blocks.iter().enumerate() {
            let quotes = run.block(block, text, at * BLOCK);
            self.quotes.push(quotes);
        }
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let quotes = run.block(&last, text, blocks.len() * BLOCK);
        self.quotes.push(quotes);
        self.escapes = run.escapes;
        if run.broken { first_broken(text) } else { None }
    }

    /// The quote that closes the string which the quote at `open` opens.
    #[inline]
    pub(crate) fn close(&self, open: usize) -> Option<usize> {
        let start = open + 1;
        let mut at = start / BLOCK;
        let mut bits = self.quotes.get(at)? & (u64::MAX << (start % BLOCK));
        while bits == 0 {
            at += 1;
            bits = *self.quotes.get(at)?;
        }
        Some(at * BLOCK + bits.trailing_zeros() as usize)
    }

    /// Whether any string may hold an escape.
    #[inline]
    pub(crate) fn escapes(&self) -> bool {
        self.escapes
    }
}

/// Where a string first holds what none may hold: a walk byte by byte, once it is known that there is one.
#[cold]
fn first_broken(text: &[u8]) -> Option<(usize, &'static str)> {
    let (mut at, mut inside) = (0, false);
    while let Some(byte) = text.get(at) {
        match byte {
            // Outside of strings a backslash begins nothing, but what follows it is passed over all the same.
            b'\\' => {
                if !is_escape(&text[at + 1..]) {
                    return Some((at, "a backslash that begins no escape"));
                }
                at += 1;
            }
            b'"' => inside = !inside,
            0..0x20 if inside => return Some((at, "a control character in a text")),
            _ => {}
        }
        at += 1;
    }
    None
}

/// What one block hands on to the next.
#[derive(Debug, Default)]
struct Run {
    /// All ones if the block begins inside a string.
    inside: u64,
    /// Whether the first byte of the block is escaped.
    escaped: bool,
    escapes: bool,
    broken: bool,
}

impl Run {
    #[inline]
    fn block(&mut self, block: &[u8; BLOCK], text: &[u8], start: usize) -> u64 {
        let (parts, _) = block.as_chunks::<16>();
        let parts: [u8x16; 4] = std::array::from_fn(|at| u8x16::from(parts[at]));
        let mut quotes = mask(parts.map(|part| part.simd_eq(u8x16::splat(b'"'))));
        let backslashes = parts.map(|part| part.simd_eq(u8x16::splat(b'\\')));
        if self.escaped || any(backslashes) {
            quotes &= !self.escape(mask(backslashes), text, start);
        }
        let mut inside = quotes;
        for shift in [1, 2, 4, 8, 16, 32] {
            inside ^= inside << shift;
        }
        inside ^= self.inside;
        self.inside = ((inside as i64) >> 63) as u64;
        let control = u8x16::splat(0x1f);
        let controls = parts.map(|part| part.min(control).simd_eq(part));
        if any(controls) {
            self.broken |= mask(controls) & inside != 0;
        }
        quotes
    }

    /// The bytes of a block that are escaped; what follows a backslash must be an escape of JSON.
    #[cold]
    fn escape(&mut self, mut backslashes: u64, text: &[u8], start: usize) -> u64 {
        let mut escaped = u64::from(self.escaped);
        backslashes &= !escaped;
        self.escaped = false;
        self.escapes = true;
        while backslashes != 0 {
            let at = backslashes.trailing_zeros() as usize;
            self.broken |= !is_escape(text.get(start + at + 1..).unwrap_or(&[]));
            backslashes &= !(1 << at);
            if at + 1 == BLOCK {
                self.escaped = true;
            } else {
                escaped |= 1 << (at + 1);
                backslashes &= !(1 << (at + 1));
            }
        }
        escaped
    }
}

/// Whether what follows a backslash is an escape of JSON.
fn is_escape(rest: &[u8]) -> bool {
    match rest {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => true,
        [b'u', a, b, c, d, ..] => [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}

#[inline]
fn mask(parts: [u8x16; 4]) -> u64 {
    let [a, b, c, d] = parts.map(|part| u64::from(part.to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

#[inline]
fn any([a, b, c, d]: [u8x16; 4]) -> bool {
    (a | b | c | d).to_bitmask() != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same one byte after another: the quotes that count, or nothing where the text is broken.
    fn slowly(text: &[u8]) -> Option<Vec<usize>> {
        let mut quotes = Vec::new();
        let mut at = 0;
        let mut inside = false;
        while let Some(byte) = text.get(at) {
            match byte {
                b'\\' => {
                    if !is_escape(&text[at + 1..]) {
                        return None;
                    }
                    at += 1;
                }
                b'"' => {
                    quotes.push(at);
                    inside = !inside;
                }
                0..0x20 if inside => return None,
                _ => {}
            }
            at += 1;
        }
        Some(quotes)
    }

    proptest::proptest! {
        #[test]
        fn quotes_are_marked_as_a_walk_finds_them(
            text in r#"([ a-z\\"]{0,9}|\\"|\\u00f1|"[a-zñ ]{0,40}"|\\\\|\n){0,30}"#
        ) {
            let mut marks = Marks::default();
            let broken = marks.mark(text.as_bytes());
            let slow = slowly(text.as_bytes());
            proptest::prop_assert_eq!(broken.is_none(), slow.is_some());
            if let Some(quotes) = slow {
                for pair in quotes.chunks(2) {
                    proptest::prop_assert_eq!(marks.close(pair[0]), pair.get(1).copied());
                }
            }
        }
    }
}
