//! One look at every byte of a document before it is read, sixty-four at a time.

use wide::u8x16;

const BLOCK: usize = 64;

/// Whether a text holds only what the straight way takes for itself: no control characters, no tabs, no
/// line breaks but `\n` and `\r\n`, no byte order marks.
pub(crate) fn is_ordinary(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let all = blocks.iter().chain([&last]);
    for (at, block) in all.enumerate() {
        let odd = look(block);
        if odd != 0 && !is_harmless(odd, bytes, at * BLOCK) {
            return false;
        }
    }
    true
}

/// The bytes of a block that need a closer look.
#[inline]
fn look(block: &[u8; BLOCK]) -> u64 {
    let (parts, _) = block.as_chunks::<16>();
    let parts: [u8x16; 4] = std::array::from_fn(|at| u8x16::from(parts[at]));
    let is = |part: u8x16, byte: u8| part.simd_eq(u8x16::splat(byte));
    let odd = parts.map(|part| {
        let control = part.min(u8x16::splat(0x1f)).simd_eq(part);
        (control ^ is(part, b'\n'))
            | is(part, 0x7f)
            | is(part, 0xc2)
            | is(part, 0xe2)
            | is(part, 0xef)
    });
    mask(odd)
}

#[inline]
fn mask(parts: [u8x16; 4]) -> u64 {
    let [a, b, c, d] = parts.map(|part| u64::from(part.to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

/// Whether none of the bytes that were marked begins what is out of the ordinary.
#[cold]
fn is_harmless(mut odd: u64, bytes: &[u8], start: usize) -> bool {
    while odd != 0 {
        let at = start + odd.trailing_zeros() as usize;
        odd &= odd - 1;
        let harmless = match bytes.get(at..).unwrap_or(&[]) {
            [b'\r', b'\n', ..] => true,
            // Control characters, among them the line break U+0085.
            [0xc2, next, ..] => *next >= 0xa0,
            // The line breaks U+2028 and U+2029.
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => false,
            [0xe2, ..] => true,
            // The byte order mark, U+FFFE and U+FFFF.
            [0xef, 0xbb, 0xbf, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..] => false,
            [0xef, ..] => true,
            _ => false,
        };
        if !harmless {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ordinary_passes() {
        for place in [0, 1, 15, 16, 62, 63, 64, 65, 200] {
            let around = |inner: &str| format!("{}{inner}{}", "a".repeat(place), "b".repeat(70));
            for fine in ["\r\n", "ñ", "¿", "\u{a0}", "“", "…", "\u{fffd}", "😀", "~"] {
                assert!(is_ordinary(&around(fine)), "{fine:?} at {place}");
            }
            for odd in [
                "\r", "\t", "\0", "\u{1b}", "\u{7f}", "\u{80}", "\u{85}", "\u{9f}", "\u{2028}",
                "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}",
            ] {
                assert!(!is_ordinary(&around(odd)), "{odd:?} at {place}");
            }
        }
        assert!(!is_ordinary("a\r"));
        assert!(is_ordinary(""));
    }
}
