//! Amounts in JSON.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::value::RawValue;

use super::cents::Cents;

/// A number of JSON is read from its figures, so that no float stands between.
impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Cents::parse(raw.get().as_bytes()).ok_or_else(|| D::Error::custom("not an amount"))
    }
}
