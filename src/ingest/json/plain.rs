//! Values as most filings write them, from their bytes into their column in one step.
//!
//! What is written otherwise (an escape, an exponent, an amount in quotes) is left where it stands, for
//! [`Cells::put`] to take: that function alone says what is sound.

use crate::batch::GIVEN;
use crate::ingest::cells::{Cells, Growing};
use crate::ingest::json::text::Text;
use crate::ingest::scalar::parse_date;
use crate::ingest::schema::{Kind, Schema};
use crate::value::text::is_tidy;

impl Cells {
    /// Takes a plain value of the column's kind, which begins with `first`; false where there is none,
    /// and nothing was passed over.
    #[inline]
    pub(crate) fn put_plain(
        &mut self,
        schema: &Schema,
        kind: Kind,
        first: u8,
        text: &mut Text<'_>,
    ) -> bool {
        let put = match (&mut self.values, kind, first) {
            (Growing::Number(values), Kind::Number { scale, .. }, b'0'..=b'9') => {
                text.plain_number(scale).map(|value| values.push(value))
            }
            (Growing::Date(values), _, b'"') => text.plain_date().map(|value| values.push(value)),
            (Growing::Boolean(values), _, b't') => {
                text.plain_word("true").map(|()| values.push(true))
            }
            (Growing::Boolean(values), _, b'f') => {
                text.plain_word("false").map(|()| values.push(false))
            }
            (Growing::Enum(values), Kind::Enum(id), b'"') => {
                let names = &schema.enums[id].members;
                let found = text.plain_string(|inner| names.look_up(inner));
                found.map(|value| values.push(value))
            }
            (Growing::Text { ends, bytes }, _, b'"') => text
                .plain_string(|inner| {
                    let end = i32::try_from(bytes.len() + inner.len()).ok();
                    let sound = !inner.is_empty() && is_tidy(inner);
                    end.filter(|_| sound).map(|end| (inner, end))
                })
                .map(|(inner, end)| {
                    bytes.extend_from_slice(inner.as_bytes());
                    ends.push(end);
                }),
            _ => None,
        };
        if put.is_some() {
            self.states.push(GIVEN);
        }
        put.is_some()
    }
}

impl<'t> Text<'t> {
    /// A string without escapes of which something is made; else it is not passed over.
    #[inline]
    fn plain_string<T>(&mut self, make: impl FnOnce(&'t str) -> Option<T>) -> Option<T> {
        let start = self.at;
        let made = self
            .string()
            .filter(|inner| !self.is_escaped(inner))
            .and_then(make);
        if made.is_none() {
            self.at = start;
        }
        made
    }

    /// `true` or `false`.
    #[inline]
    fn plain_word(&mut self, word: &'static str) -> Option<()> {
        let start = self.at;
        let found = self.word(word);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// `"2018-03-02"`
    #[inline]
    fn plain_date(&mut self) -> Option<i32> {
        let quoted: &[u8; 12] = self.rest()?.first_chunk()?;
        let [b'"', date @ .., b'"'] = quoted else {
            return None;
        };
        let day = parse_date(date)?;
        self.at += quoted.len();
        Some(day)
    }

    /// Digits, perhaps with decimals, whose value at the scale fits 64 bits. A number that goes on
    /// otherwise, with an exponent or a further digit, is none.
    #[inline]
    fn plain_number(&mut self, scale: u8) -> Option<i128> {
        const LONGEST: usize = 18;
        const POWERS: [u64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
        let rest = self.rest()?;
        let mut value = 0u64;
        let mut at = 0;
        while let Some(digit @ b'0'..=b'9') = rest.get(at) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            at += 1;
        }
        if at > 1 && rest[0] == b'0' {
            return None;
        }
        let mut decimals = 0;
        if rest.get(at) == Some(&b'.') {
            let point = at;
            at += 1;
            while let Some(digit @ b'0'..=b'9') = rest.get(at) {
                value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
                at += 1;
            }
            decimals = at - point - 1;
            if decimals == 0 {
                return None;
            }
        }
        if at > LONGEST || matches!(rest.get(at), Some(b'e' | b'E')) {
            return None;
        }
        let zeros = usize::from(scale).checked_sub(decimals)?;
        let value = value.checked_mul(*POWERS.get(zeros)?)?;
        self.at += at;
        Some(i128::from(value))
    }
}
