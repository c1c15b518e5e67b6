//! Past what nobody reads.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::ingest::fault::{Fault, What};
use crate::ingest::guard::{self, DEEPEST};
use crate::ingest::reader::Reader;
use crate::ingest::visit::fail;

/// A value that nobody reads: its syntax is checked, and that it is not nested too deep.
pub(crate) struct Skip<'r, 's, const JSON: bool> {
    pub(crate) reader: &'r mut Reader<'s>,
    /// How many lists and records are open around it.
    pub(crate) level: usize,
}

impl<'de, const JSON: bool> DeserializeSeed<'de> for Skip<'_, '_, JSON> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        if JSON {
            let raw: &RawValue = serde::Deserialize::deserialize(value)?;
            let deepest = DEEPEST.saturating_sub(self.level);
            match guard::too_deep_in_json(raw.get(), deepest) {
                None => Ok(()),
                Some(at) => {
                    let at = self.reader.place(raw.get().get(at..).unwrap_or(""));
                    fail(self.reader, Fault::new(What::TooDeep, at))
                }
            }
        } else if self.reader.walks {
            value.deserialize_any(self)
        } else {
            value.deserialize_ignored_any(IgnoredAny).map(|_| ())
        }
    }
}

/// Walks through a value of YAML that may be nested too deep or repeat itself.
impl<'de, const JSON: bool> Visitor<'de> for Skip<'_, '_, JSON> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Skip { reader, level } = self;
        loop {
            if let Err(fault) = reader.spend(1) {
                return fail(reader, fault);
            }
            let level = level + 1;
            let item = list.next_element_seed(Skip::<JSON> { reader, level })?;
            if item.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Skip { reader, level } = self;
        loop {
            if let Err(fault) = reader.spend(1) {
                return fail(reader, fault);
            }
            let level = level + 1;
            let name = fields.next_key_seed(Skip::<JSON> { reader, level })?;
            if name.is_none() {
                return Ok(());
            }
            fields.next_value_seed(Skip::<JSON> { reader, level })?;
        }
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        Ok(())
    }
    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}
