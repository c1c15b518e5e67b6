//! Amounts of money, exact: whole cents, read from the figures of a number as they are written.

/// An amount in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    /// `1250000.5` is 125000050 cents. A third decimal or an exponent is no amount of the workload.
    pub fn parse(text: &[u8]) -> Option<Cents> {
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            text => (false, text),
        };
        let mut cents: i64 = 0;
        let mut decimals = None;
        for byte in text {
            match (byte, decimals) {
                (b'.', None) => decimals = Some(0),
                (b'0'..=b'9', None | Some(0 | 1)) => {
                    cents = cents.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                    decimals = decimals.map(|decimals| decimals + 1);
                }
                _ => return None,
            }
        }
        for _ in decimals.unwrap_or(0)..2 {
            cents = cents.checked_mul(10)?;
        }
        Some(Cents(if negative { -cents } else { cents }))
    }
}
