//! The types of what an expression yields.

use crate::vocabulary::{EnumId, TableId};

/// A currency by its three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// `MXN`; nothing unless it is three capital letters from A to Z.
    pub fn new(name: &str) -> Option<Currency> {
        let letters: [u8; 3] = name.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Currency(letters))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a duration counts; a year is twelve months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationUnit {
    /// `15 days`
    Days,
    /// `10 business days`
    BusinessDays,
    /// `6 months`, `1 year`
    Months,
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A bare number.
    None,
    /// An amount of money.
    Money(Currency),
    /// A length of time.
    Duration(DurationUnit),
}

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// True or false.
    Boolean,
    /// An integer scaled by `10^scale`.
    Number {
        /// What it counts.
        unit: Unit,
        /// How many of its digits are decimals.
        scale: u8,
    },
    /// A day.
    Date,
    /// A text.
    Text,
    /// A member of an enum, by its position.
    Enum(EnumId),
    /// A row of a list: a loop's variable, or a reference that was followed.
    Row(TableId),
}

impl ValueType {
    /// A bare whole number.
    pub const INTEGER: ValueType = ValueType::Number {
        unit: Unit::None,
        scale: 0,
    };
}
