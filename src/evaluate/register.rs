//! A register's content: states and values of a column at one level, or of all rows at once.

use std::sync::Arc;

use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};

use crate::batch::{ABSENT, GIVEN, MISSING, Values};
use crate::evaluate::lanes;
use crate::value::Fraction;

/// False, of three values; ordered so that `and` is the smaller and `or` the larger.
pub const FALSE: u8 = 0;
/// Neither known to be true nor known to be false.
pub const UNKNOWN: u8 = 1;
/// True.
pub const TRUE: u8 = 2;

/// The top of a count over a list of which nothing is known: below every bottom of a count, as no real
/// top is. No number says it, since a sum may be any number that there is.
pub const UNBOUNDED: i128 = -1;

/// Whether a range has no top.
#[inline]
pub fn is_open((low, high): (i128, i128)) -> bool {
    high < low
}

/// A filled register. A uniform one has one row, which stands for every row.
#[derive(Debug, Clone)]
pub struct Register {
    /// [`GIVEN`], [`ABSENT`], or [`MISSING`] where the value is not known. Booleans that cannot be
    /// absent have none: their values say it.
    pub states: Option<ScalarBuffer<u8>>,
    /// The values.
    pub data: Data,
}

/// Values by type. Under a state that is not [`GIVEN`] they are unspecified but present.
#[derive(Debug, Clone)]
pub enum Data {
    /// Booleans of three values; [`UNKNOWN`] wherever the state is not given.
    Boolean(ScalarBuffer<u8>),
    /// Numbers at the scale of the instruction's type.
    Number(ScalarBuffer<i128>),
    /// Numbers of which only a lower and an upper bound are known.
    Range(ScalarBuffer<i128>, ScalarBuffer<i128>),
    /// Exact fractions, whatever the scale of the instruction's type: at least and at most.
    Fraction(Fractions, Fractions),
    /// Days since 1970-01-01.
    Day(ScalarBuffer<i32>),
    /// Positions of members.
    Member(ScalarBuffer<u16>),
    /// Rows of a table of the batch.
    Row(ScalarBuffer<u32>),
    /// Texts.
    Text(Texts),
}

/// A column of fractions.
pub type Fractions = Arc<[Fraction]>;

/// Texts in one buffer, and which of them each row has; none means its own.
#[derive(Debug, Clone)]
pub struct Texts {
    /// Where each text begins, and one more for the end.
    pub offsets: OffsetBuffer<i32>,
    /// All of them.
    pub bytes: Buffer,
    /// For each row the position of its text.
    pub index: Option<ScalarBuffer<u32>>,
}

/// The value of row `at`, or of the one row that stands for all.
#[inline]
pub fn pick<T: Copy>(values: &[T], at: usize) -> T {
    if values.len() == 1 {
        values[0]
    } else {
        values[at]
    }
}

impl Texts {
    /// Gathers texts into one buffer.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Texts {
        let mut bytes = Vec::new();
        let mut lengths = Vec::new();
        for text in texts {
            bytes.extend_from_slice(text.as_bytes());
            lengths.push(text.len());
        }
        Texts {
            offsets: OffsetBuffer::from_lengths(lengths),
            bytes: Buffer::from_vec(bytes),
            index: None,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.index
            .as_ref()
            .map_or(self.offsets.len() - 1, |index| index.len())
    }

    /// For each row the position of its text.
    pub(super) fn positions(&self) -> ScalarBuffer<u32> {
        match &self.index {
            Some(index) => index.clone(),
            None => (0..self.len() as u32).collect(),
        }
    }

    /// The text of a row, or of the one row that stands for all.
    pub fn get(&self, at: usize) -> &str {
        let at = if self.len() == 1 { 0 } else { at };
        let at = self.index.as_ref().map_or(at, |index| index[at] as usize);
        let (Some(start), Some(end)) = (self.offsets.get(at), self.offsets.get(at + 1)) else {
            return "";
        };
        std::str::from_utf8(&self.bytes[*start as usize..*end as usize]).unwrap_or("")
    }
}

impl Register {
    /// Booleans that cannot be absent.
    pub fn boolean(values: Vec<u8>) -> Register {
        Register {
            states: None,
            data: Data::Boolean(values.into()),
        }
    }

    /// Values with their states.
    pub fn new(states: Vec<u8>, data: Data) -> Register {
        Register {
            states: Some(states.into()),
            data,
        }
    }

    /// The state of a row; of a boolean without states, given unless unknown.
    pub fn state(&self, at: usize) -> u8 {
        match (&self.states, &self.data) {
            (Some(states), _) => pick(states, at),
            (None, Data::Boolean(values)) if pick(values, at) == UNKNOWN => MISSING,
            (None, _) => GIVEN,
        }
    }

    /// The booleans; of any other type nothing is known.
    pub fn booleans(&self) -> &[u8] {
        const NOTHING: &[u8] = &[UNKNOWN];
        if let Data::Boolean(values) = &self.data {
            values
        } else {
            NOTHING
        }
    }

    /// Whether a row has one known value: given, and no proper range.
    pub fn is_known(&self, at: usize) -> bool {
        self.state(at) == GIVEN
            && match &self.data {
                Data::Range(low, high) => pick(low, at) == pick(high, at),
                Data::Fraction(low, high) => pick(low, at) == pick(high, at),
                _ => true,
            }
    }

    /// Numbers with states in which a proper range is not known: what everything but comparisons and
    /// messages reads.
    pub fn numbers(&self) -> (ScalarBuffer<u8>, ScalarBuffer<i128>) {
        match &self.data {
            Data::Number(values) => (self.states_or_given(values.len()), values.clone()),
            Data::Range(low, high) => {
                let states = (0..low.len())
                    .map(|at| {
                        if low[at] == high[at] {
                            self.state(at)
                        } else {
                            MISSING
                        }
                    })
                    .collect::<Vec<u8>>();
                (states.into(), low.clone())
            }
            _ => (vec![MISSING].into(), vec![0].into()),
        }
    }

    /// Numbers as ranges, with states.
    pub fn ranges(&self) -> (ScalarBuffer<u8>, ScalarBuffer<i128>, ScalarBuffer<i128>) {
        match &self.data {
            Data::Number(values) => (
                self.states_or_given(values.len()),
                values.clone(),
                values.clone(),
            ),
            Data::Range(low, high) => (self.states_or_given(low.len()), low.clone(), high.clone()),
            _ => (vec![MISSING].into(), vec![0].into(), vec![0].into()),
        }
    }

    /// Whether the values are fractions.
    pub fn is_fraction(&self) -> bool {
        matches!(self.data, Data::Fraction(..))
    }

    /// Numbers of a scale as fractions, with states; a proper range is not known.
    pub fn fractions(&self, scale: u8) -> (Vec<u8>, Fractions) {
        let (mut states, low, high) = self.fraction_ranges(scale);
        for (state, (low, high)) in states.iter_mut().zip(low.iter().zip(high.iter())) {
            if *state == GIVEN && low != high {
                *state = MISSING;
            }
        }
        (states, low)
    }

    /// The one number of a row, as [`Register::fractions`] has it: to ask for all of them, row after row, would
    /// take the square of their number.
    pub fn fraction(&self, row: usize, scale: u8) -> Option<Fraction> {
        let raised = |value| Fraction::from_scaled(value, scale).unwrap_or_default();
        let (low, high) = match &self.data {
            Data::Fraction(low, high) => (pick(low, row), pick(high, row)),
            Data::Number(values) => {
                let value = raised(pick(values, row));
                (value, value)
            }
            Data::Range(low, high) => (raised(pick(low, row)), raised(pick(high, row))),
            _ => return None,
        };
        (self.state(row) == GIVEN && low == high).then_some(low)
    }

    /// Numbers of a scale, fractions rounded to it, with states in which what does not fit is not known.
    pub fn rounded(&self, scale: u8) -> (ScalarBuffer<u8>, ScalarBuffer<i128>) {
        if !self.is_fraction() {
            return self.numbers();
        }
        let (states, values) = self.fractions(scale);
        let rounded: Vec<Option<i128>> = values.iter().map(|value| value.round(scale)).collect();
        let states = states.iter().zip(&rounded);
        let states = states.map(|(state, value)| value.map_or(MISSING, |_| *state));
        let values = rounded.iter().map(|value| value.unwrap_or(0));
        (states.collect(), values.collect())
    }

    /// Numbers of a scale as ranges of fractions, with states; a count without a top keeps one below its bottom.
    pub fn fraction_ranges(&self, scale: u8) -> (Vec<u8>, Fractions, Fractions) {
        let states = self.all_states().to_vec();
        let raise = |values: &[i128]| -> Fractions {
            let raised = values.iter();
            raised
                .map(|value| Fraction::from_scaled(*value, scale).unwrap_or_default())
                .collect()
        };
        match &self.data {
            Data::Fraction(low, high) => (states, low.clone(), high.clone()),
            Data::Number(values) => {
                let values = raise(values);
                (states, values.clone(), values)
            }
            Data::Range(low, high) => (states, raise(low), raise(high)),
            _ => (
                vec![MISSING],
                Arc::new([Fraction::ZERO]),
                Arc::new([Fraction::ZERO]),
            ),
        }
    }

    /// Days with states.
    pub fn days(&self) -> (ScalarBuffer<u8>, ScalarBuffer<i32>) {
        match &self.data {
            Data::Day(values) => (self.states_or_given(values.len()), values.clone()),
            _ => (vec![MISSING].into(), vec![0].into()),
        }
    }

    /// Rows with states.
    pub fn rows(&self) -> (ScalarBuffer<u8>, ScalarBuffer<u32>) {
        match &self.data {
            Data::Row(values) => (self.states_or_given(values.len()), values.clone()),
            _ => (vec![MISSING].into(), vec![0].into()),
        }
    }

    fn states_or_given(&self, len: usize) -> ScalarBuffer<u8> {
        self.states
            .clone()
            .unwrap_or_else(|| vec![GIVEN; len].into())
    }

    /// The states of all rows.
    pub fn all_states(&self) -> ScalarBuffer<u8> {
        match (&self.states, &self.data) {
            (Some(states), _) => states.clone(),
            (None, Data::Boolean(values)) => values
                .iter()
                .map(|value| if *value == UNKNOWN { MISSING } else { GIVEN })
                .collect(),
            (None, data) => vec![GIVEN; data.len()].into(),
        }
    }
}

impl Data {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Data::Boolean(values) => values.len(),
            Data::Number(values) | Data::Range(values, _) => values.len(),
            Data::Fraction(values, _) => values.len(),
            Data::Day(values) => values.len(),
            Data::Member(values) => values.len(),
            Data::Row(values) => values.len(),
            Data::Text(texts) => texts.len(),
        }
    }

    /// As many rows of the same type, whatever their values.
    pub(super) fn fill(&self, len: usize) -> Data {
        match self {
            Data::Boolean(_) => Data::Boolean(vec![UNKNOWN; len].into()),
            Data::Number(_) | Data::Range(..) => Data::Number(vec![0; len].into()),
            Data::Fraction(..) => {
                let zeros: Fractions = vec![Fraction::ZERO; len].into();
                Data::Fraction(zeros.clone(), zeros)
            }
            Data::Day(_) => Data::Day(vec![0; len].into()),
            Data::Member(_) => Data::Member(vec![0; len].into()),
            Data::Row(_) => Data::Row(vec![0; len].into()),
            Data::Text(_) => Data::Text(Texts::new(std::iter::repeat_n("", len))),
        }
    }
}

/// The register of a whole column of the batch.
pub fn of_column(states: &ScalarBuffer<u8>, values: &Values, optional: bool) -> Register {
    let data = match values {
        Values::Boolean(bits) => {
            // A word of bits at a time; then unknown where nothing is given.
            let mut values = Vec::with_capacity(bits.len() + 64);
            for word in bits.bit_chunks().iter_padded() {
                values.extend((0..64).map(|at| (word >> at & 1) as u8 * TRUE));
            }
            values.truncate(bits.len());
            lanes::change(&mut values, states, |value, state| {
                *value = if state == GIVEN { *value } else { UNKNOWN };
            });
            let states = optional.then(|| states.clone());
            return Register {
                states,
                data: Data::Boolean(values.into()),
            };
        }
        Values::Number(values) => Data::Number(values.clone()),
        Values::Date(values) => Data::Day(values.clone()),
        Values::Enum(values) => Data::Member(values.clone()),
        Values::Row(values) => Data::Row(values.clone()),
        Values::Text { offsets, bytes } => Data::Text(Texts {
            offsets: offsets.clone(),
            bytes: bytes.clone(),
            index: None,
        }),
        Values::None => return given(states),
    };
    Register {
        states: Some(states.clone()),
        data,
    }
}

/// Whether each row is given, as booleans.
pub fn given(states: &[u8]) -> Register {
    let known = |state: &u8| match *state {
        GIVEN => TRUE,
        ABSENT => FALSE,
        _ => UNKNOWN,
    };
    Register::boolean(states.iter().map(known).collect())
}
