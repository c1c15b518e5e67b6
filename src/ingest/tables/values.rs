//! One column of a file to one column of a batch.
//!
//! Texts, days and amounts at the batch's own scale are looked at where they stand; other numbers are
//! scaled, members of an enum found once for each text of a dictionary.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Int8Type,
    Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};

use crate::batch::{ABSENT, Column, GIVEN, MISSING, Values};
use crate::ingest::fault::What;
use crate::ingest::put;
use crate::ingest::scalar::Scalar;
use crate::ingest::schema::{Kind, Schema};
use crate::ingest::tables::accept::scale_of;
use crate::ingest::tables::rows::{Rows, Run};
use crate::value::text::{is_blank, is_tidy, tidy};
use crate::value::{Day, number};

/// A column of a file with the rows of it that are wanted.
pub(crate) struct Source<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) kind: Kind,
    /// The column, unless all of it is null.
    pub(crate) array: Option<(&'a ArrayRef, &'a Field)>,
    pub(crate) rows: &'a Rows,
    /// What stands around each cell; given everywhere if nothing is said.
    pub(crate) around: Option<&'a [u8]>,
    /// The state of a cell that is not given where what is around it is.
    pub(crate) silent: u8,
}

/// What a cell does not say.
pub(crate) fn silent(optional: bool) -> u8 {
    if optional { ABSENT } else { MISSING }
}

/// What is wrong with a row.
pub(crate) type Wrong = (usize, Box<What>);

/// The numbers of a column; the one place that says how a batch holds them.
fn numbers(values: ScalarBuffer<i128>) -> Values {
    Values::Number(values)
}

impl Source<'_> {
    /// For each row whether it is given, by the nulls alone.
    pub(crate) fn states(&self, nulls: Option<&NullBuffer>) -> Vec<u8> {
        let mut states = Vec::with_capacity(self.rows.len);
        for run in &self.rows.runs {
            match (run, nulls) {
                (Run::Missing, _) => states.push(MISSING),
                (Run::Stretch(stretch), _) if self.array.is_none() => {
                    states.resize(states.len() + stretch.len(), self.silent);
                }
                (Run::Stretch(stretch), None) => {
                    states.resize(states.len() + stretch.len(), GIVEN);
                }
                (Run::Stretch(stretch), Some(nulls)) => {
                    let valid = nulls.inner();
                    let state = |at| if valid.value(at) { GIVEN } else { self.silent };
                    states.extend(stretch.clone().map(state));
                }
            }
        }
        if let Some(around) = self.around {
            for (state, around) in states.iter_mut().zip(around) {
                if *around != GIVEN {
                    *state = *around;
                }
            }
        }
        states
    }

    /// The column; `wrong` is told each row whose value has the wrong form.
    pub(crate) fn column(&self, wrong: &mut Vec<Wrong>) -> Result<Column, String> {
        let Some((array, field)) = self.array else {
            return Ok(Column {
                states: self.states(None).into(),
                values: self.nothing(),
            });
        };
        let mut states = self.states(array.logical_nulls().as_ref());
        let values = match self.kind {
            Kind::Boolean => self.booleans(array),
            Kind::Number { scale, .. } if is_text(array) => {
                let texts = texts(array)?;
                self.not_empty(&texts, &mut states);
                let read = |text: &str| put::number(self.schema, self.kind, Scalar::Text(text));
                debug_assert!(scale <= number::MAX_SCALE, "a scale of the vocabulary");
                numbers(
                    self.parsed(&texts, &states, 0, wrong, |text, _| read(text))
                        .into(),
                )
            }
            Kind::Number { scale, .. } => {
                numbers(self.numbers(array, field, scale, &states, wrong)?)
            }
            Kind::Date if is_text(array) => {
                let texts = texts(array)?;
                self.not_empty(&texts, &mut states);
                let read = |text: &str| put::date(self.schema, self.kind, Scalar::Text(text));
                Values::Date(
                    self.parsed(&texts, &states, 0, wrong, |text, _| read(text))
                        .into(),
                )
            }
            Kind::Date => Values::Date(self.days(array, &states, wrong)),
            Kind::Text => {
                let texts = texts(array)?;
                self.text(&texts, &mut states)?
            }
            Kind::Enum(_) => Values::Enum(self.members(array, &mut states, wrong)?.into()),
            Kind::State | Kind::Reference { .. } => Values::None,
        };
        Ok(Column {
            states: states.into(),
            values,
        })
    }

    /// Values where none is given.
    fn nothing(&self) -> Values {
        let len = self.rows.len;
        match self.kind {
            Kind::State => Values::None,
            Kind::Boolean => Values::Boolean(BooleanBuffer::new_unset(len)),
            Kind::Number { .. } => numbers(vec![0; len].into()),
            Kind::Date => Values::Date(vec![0; len].into()),
            Kind::Enum(_) => Values::Enum(vec![0; len].into()),
            Kind::Reference { .. } => Values::Row(vec![0; len].into()),
            Kind::Text => Values::Text {
                offsets: OffsetBuffer::new_zeroed(len),
                bytes: Buffer::default(),
            },
        }
    }

    fn booleans(&self, array: &ArrayRef) -> Values {
        let Some(array) = array.as_boolean_opt() else {
            return self.nothing();
        };
        let values = array.values();
        Values::Boolean(match self.rows.whole() {
            Some(stretch) => values.slice(stretch.start, stretch.len()),
            None => {
                let value = |at: Option<usize>| at.is_some_and(|at| values.value(at));
                self.rows.sources().map(value).collect()
            }
        })
    }

    fn numbers(
        &self,
        array: &ArrayRef,
        field: &Field,
        scale: u8,
        states: &[u8],
        wrong: &mut Vec<Wrong>,
    ) -> Result<ScalarBuffer<i128>, String> {
        let said = scale_of(field);
        match array.data_type() {
            DataType::Int8 => self.scaled::<Int8Type>(array, said, scale, states, wrong),
            DataType::Int16 => self.scaled::<Int16Type>(array, said, scale, states, wrong),
            DataType::Int32 => self.scaled::<Int32Type>(array, said, scale, states, wrong),
            DataType::Int64 => self.scaled::<Int64Type>(array, said, scale, states, wrong),
            DataType::UInt8 => self.scaled::<UInt8Type>(array, said, scale, states, wrong),
            DataType::UInt16 => self.scaled::<UInt16Type>(array, said, scale, states, wrong),
            DataType::UInt32 => self.scaled::<UInt32Type>(array, said, scale, states, wrong),
            DataType::UInt64 => self.scaled::<UInt64Type>(array, said, scale, states, wrong),
            DataType::Decimal32(_, said) => {
                self.scaled::<Decimal32Type>(array, unsigned(*said), scale, states, wrong)
            }
            DataType::Decimal64(_, said) => {
                self.scaled::<Decimal64Type>(array, unsigned(*said), scale, states, wrong)
            }
            DataType::Decimal128(_, said) => {
                let stretch = self.rows.whole();
                if unsigned(*said) == scale
                    && let Some(stretch) = stretch
                    && let Some(array) = array.as_primitive_opt::<Decimal128Type>()
                {
                    return Ok(array.values().slice(stretch.start, stretch.len()));
                }
                self.scaled::<Decimal128Type>(array, unsigned(*said), scale, states, wrong)
            }
            other => Err(format!("numbers cannot be {other}")),
        }
    }

    /// Whole numbers with some decimals said of them, at the scale of the batch.
    fn scaled<T: ArrowPrimitiveType>(
        &self,
        array: &ArrayRef,
        from: u8,
        to: u8,
        states: &[u8],
        wrong: &mut Vec<Wrong>,
    ) -> Result<ScalarBuffer<i128>, String>
    where
        T::Native: Into<i128>,
    {
        let Some(array) = array.as_primitive_opt::<T>() else {
            return Err("a column is not what its type says".to_owned());
        };
        let mut values = self.rows.gather(array.values(), 0, Into::<i128>::into);
        if from == to {
            return Ok(values.into());
        }
        let up = to
            .checked_sub(from)
            .map(u32::from)
            .and_then(number::power_of_ten);
        for (row, (value, state)) in values.iter_mut().zip(states).enumerate() {
            if *state != GIVEN {
                continue;
            }
            let scaled = match up {
                Some(power) => value.checked_mul(power),
                None => number::rescale(*value, from, to),
            };
            match scaled {
                Some(scaled) => *value = scaled,
                None => wrong.push((row, unscalable(*value, from, to))),
            }
        }
        Ok(values.into())
    }

    fn days(&self, array: &ArrayRef, states: &[u8], wrong: &mut Vec<Wrong>) -> ScalarBuffer<i32> {
        let Some(array) = array.as_primitive_opt::<Date32Type>() else {
            return ScalarBuffer::from(vec![0; self.rows.len]);
        };
        let days: ScalarBuffer<i32> = match self.rows.whole() {
            Some(stretch) => array.values().slice(stretch.start, stretch.len()),
            None => self.rows.gather(array.values(), 0, |day| day).into(),
        };
        let (first, last) = (Day::MIN.count(), Day::MAX.count());
        let outside = |day: &i32| (*day < first) | (*day > last);
        if days.iter().fold(false, |any, day| any | outside(day)) {
            for (row, (day, state)) in days.iter().zip(states).enumerate() {
                if *state == GIVEN && outside(day) {
                    let what = What::Impossible {
                        cause: "there is no such date".to_owned(),
                        text: format!("there is no date {day} days after 1970-01-01"),
                    };
                    wrong.push((row, Box::new(what)));
                }
            }
        }
        days
    }

    /// What each text says, where one is given.
    fn parsed<T: Copy>(
        &self,
        texts: &StringArray,
        states: &[u8],
        none: T,
        wrong: &mut Vec<Wrong>,
        read: impl Fn(&str, T) -> Result<T, Box<What>>,
    ) -> Vec<T> {
        let mut values = Vec::with_capacity(self.rows.len);
        let mut last = none;
        for (row, (source, state)) in self.rows.sources().zip(states).enumerate() {
            let value = match source {
                Some(at) if *state == GIVEN => match read(texts.value(at), last) {
                    Ok(value) => {
                        last = value;
                        value
                    }
                    Err(what) => {
                        wrong.push((row, what));
                        none
                    }
                },
                _ => none,
            };
            values.push(value);
        }
        values
    }

    /// A text of which nothing shows is a value not given.
    fn not_empty(&self, texts: &StringArray, states: &mut [u8]) {
        for (source, state) in self.rows.sources().zip(states) {
            if let Some(at) = source
                && *state == GIVEN
                && is_blank(texts.value(at))
            {
                *state = self.silent;
            }
        }
    }

    /// Whether the texts that are given are all as they are compared.
    fn all_tidy(&self, texts: &StringArray, states: &[u8]) -> bool {
        let mut given = self.rows.sources().zip(states);
        given.all(|(source, state)| match source {
            Some(at) if *state == GIVEN => is_tidy(texts.value(at)),
            _ => true,
        })
    }

    /// The texts one by one, as they are compared.
    fn tidied(&self, texts: &StringArray, states: &[u8]) -> Result<Values, String> {
        let mut offsets = Vec::with_capacity(self.rows.len + 1);
        offsets.push(0i32);
        let mut bytes = Vec::new();
        for (source, state) in self.rows.sources().zip(states) {
            if let Some(at) = source
                && *state == GIVEN
            {
                bytes.extend_from_slice(tidy(texts.value(at)).as_bytes());
            }
            let end = i32::try_from(bytes.len());
            offsets.push(end.map_err(|_| "more text than can be read at once")?);
        }
        Ok(Values::Text {
            offsets: OffsetBuffer::new(offsets.into()),
            bytes: Buffer::from(bytes),
        })
    }

    fn text(&self, texts: &StringArray, states: &mut [u8]) -> Result<Values, String> {
        self.not_empty(texts, states);
        if !self.all_tidy(texts, states) {
            return self.tidied(texts, states);
        }
        let all = texts.value_offsets();
        if let Some(stretch) = self.rows.whole() {
            let first = all[stretch.start];
            let bytes = first as usize..all[stretch.end] as usize;
            let bytes = texts.values().slice_with_length(bytes.start, bytes.len());
            let offsets = match first {
                0 => texts.offsets().slice(stretch.start, stretch.len()),
                _ => {
                    let offsets = all[stretch.start..=stretch.end].iter();
                    let offsets: Vec<i32> = offsets.map(|end| end - first).collect();
                    OffsetBuffer::new(offsets.into())
                }
            };
            return Ok(Values::Text { offsets, bytes });
        }
        let mut offsets = Vec::with_capacity(self.rows.len + 1);
        offsets.push(0i32);
        let mut bytes = Vec::new();
        for run in &self.rows.runs {
            let end = bytes.len();
            match run {
                Run::Missing => offsets.push(end as i32),
                Run::Stretch(stretch) => {
                    let ends = &all[stretch.start..=stretch.end];
                    let (first, last) = (ends[0], ends[ends.len() - 1]);
                    // INVARIANT: what is gathered is a part of one array, whose offsets fit.
                    offsets.extend(ends[1..].iter().map(|one| end as i32 + (one - first)));
                    bytes.extend_from_slice(&texts.value_data()[first as usize..last as usize]);
                }
            }
        }
        Ok(Values::Text {
            offsets: OffsetBuffer::new(offsets.into()),
            bytes: Buffer::from(bytes),
        })
    }

    /// The positions of members.
    fn members(
        &self,
        array: &ArrayRef,
        states: &mut [u8],
        wrong: &mut Vec<Wrong>,
    ) -> Result<Vec<u16>, String> {
        let find =
            |text: &str, guess: u16| put::member(self.schema, self.kind, Scalar::Text(text), guess);
        let Some(dictionary) = array.as_any_dictionary_opt() else {
            let texts = texts(array)?;
            self.not_empty(&texts, states);
            return Ok(self.parsed(&texts, states, 0, wrong, find));
        };
        let words = texts(dictionary.values())?;
        if words.is_empty() {
            return Ok(vec![0; self.rows.len]);
        }
        const NONE: u16 = u16::MAX;
        let mut odd = false;
        let mut codes: Vec<u16> = Vec::with_capacity(words.len());
        for at in 0..words.len() {
            let word = words.value(at);
            let code = find(word, at as u16).ok();
            odd |= code.is_none();
            codes.push(code.unwrap_or(NONE));
        }
        let keys = dictionary.normalized_keys();
        let mut values = self.rows.gather(&keys, 0, |key| codes[key]);
        if odd {
            let rows = self.rows.sources().zip(states).zip(&mut values);
            for (row, ((source, state), value)) in rows.enumerate() {
                let Some(at) = source.filter(|_| *state == GIVEN && *value == NONE) else {
                    continue;
                };
                *value = 0;
                match words.value(keys[at]) {
                    word if is_blank(word) => *state = self.silent,
                    word => {
                        if let Err(what) = find(word, 0) {
                            wrong.push((row, what));
                        }
                    }
                }
            }
        }
        Ok(values)
    }
}

fn unsigned(scale: i8) -> u8 {
    u8::try_from(scale).unwrap_or(0)
}

fn unscalable(value: i128, from: u8, to: u8) -> Box<What> {
    let text = number::format(value, from, 0);
    let (cause, text) = match from > to {
        true if to == 0 => (
            "expected an integer".to_owned(),
            format!("expected an integer, found the number `{text}`"),
        ),
        true => (
            format!("a number has more than {to} decimals"),
            format!("`{text}` has more than {to} decimals"),
        ),
        false => (
            "too large a number".to_owned(),
            format!("`{text}` is too large a number"),
        ),
    };
    Box::new(What::Impossible { cause, text })
}

fn is_text(array: &ArrayRef) -> bool {
    matches!(
        array.data_type(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)
    )
}

/// Texts of any layout as those of the plainest.
fn texts(array: &ArrayRef) -> Result<StringArray, String> {
    let too_much = || "more text than can be read at once".to_owned();
    match array.data_type() {
        DataType::Utf8 => Ok(array.as_string::<i32>().clone()),
        DataType::LargeUtf8 => {
            let large = array.as_string::<i64>();
            let first = large.value_offsets()[0];
            let mut offsets = Vec::with_capacity(large.len() + 1);
            for end in large.value_offsets() {
                offsets.push(i32::try_from(end - first).map_err(|_| too_much())?);
            }
            let last = large.value_offsets()[large.len()];
            let bytes = large
                .values()
                .slice_with_length(first as usize, (last - first) as usize);
            let offsets = OffsetBuffer::new(offsets.into());
            StringArray::try_new(offsets, bytes, large.nulls().cloned())
                .map_err(|error| error.to_string())
        }
        DataType::Utf8View => {
            let views = array.as_string_view();
            gathered(array.len(), |at| {
                views.is_valid(at).then(|| views.value(at))
            })
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let words = texts(dictionary.values())?;
            if words.is_empty() {
                return Ok(StringArray::new_null(array.len()));
            }
            let keys = dictionary.normalized_keys();
            let word = |at: usize| words.is_valid(keys[at]).then(|| words.value(keys[at]));
            gathered(array.len(), |at| word(at).filter(|_| array.is_valid(at)))
        }
        other => Err(format!("texts cannot be {other}")),
    }
}

/// How many bytes the texts of one column of a part may come to: a dictionary repeats a long one with few
/// bytes of the file.
const MOST_TEXT: usize = 256 << 20;

fn gathered<'a>(
    len: usize,
    text: impl Fn(usize) -> Option<&'a str>,
) -> Result<StringArray, String> {
    let bytes = (0..len)
        .map(|at| text(at).map_or(0, str::len))
        .sum::<usize>();
    if bytes > MOST_TEXT {
        return Err("more text than can be read at once".to_owned());
    }
    Ok((0..len).map(text).collect())
}
