//! How the columns of a table become the fields of filings, as a mapping says it.
//!
//! A [`Mapping`] was checked against a vocabulary; bound to the headings of a table its columns are the
//! numbers of cells. Here texts are turned: what stands in a cell into what a filing would write.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::fmt::strtime;

use crate::diagnostic::nearest;
use crate::ingest::fault::What;
use crate::ingest::scalar::{Scalar, excerpt};
use crate::source::LineColumn;
use crate::value::text::{is_blank, tidy};

/// A mapping: `C` is how it knows a column.
#[derive(Debug, Clone)]
pub struct Mapping<C = Column> {
    /// The file that it was read from.
    pub file: String,
    /// The list of which each row is a row; none where a row is a filing.
    pub list: Option<Vec<String>>,
    /// The list of a document of which each element is a row, as a path; none where a document is one.
    pub each: Option<Column>,
    /// What the rows of one filing have in common; nothing where a row is a filing.
    pub group: Vec<Source<C>>,
    /// What fills which field.
    pub fields: Vec<Mapped<C>>,
    /// What a row must hold to be taken.
    pub taken: Vec<Condition<C>>,
    /// Whether a row that repeats another of its filing in every cell counts once.
    pub distinct: bool,
}

/// A column by its heading, and where a mapping names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub name: String,
    /// The place in the mapping.
    pub at: LineColumn,
}

/// A field and what fills it.
#[derive(Debug, Clone)]
pub struct Mapped<C = Column> {
    /// The names from the filing to the field, as documents write them.
    pub path: Vec<String>,
    /// What fills it.
    pub source: Source<C>,
}

/// Where a text comes from and what is made of it.
#[derive(Debug, Clone)]
pub struct Source<C = Column> {
    /// What it is put together from.
    pub pieces: Vec<Piece<C>>,
    /// How it is turned.
    pub form: Form,
    /// Of which rows it is taken; of others nothing is given.
    pub only: Vec<Condition<C>>,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub enum Piece<C = Column> {
    /// As it stands.
    Text(String),
    /// What stands in a column.
    Column(C),
    /// The year of the date in a column, which is written in a format.
    YearOf(C, Option<String>),
}

/// How the text of a cell is turned into that of a field.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// How numbers are written.
    pub number: Option<Number>,
    /// How dates are written.
    pub date: Option<String>,
    /// Whether the year of that date is the value.
    pub year: bool,
    /// What each text stands for, none for a value not given.
    pub values: Option<Vec<(String, Option<String>)>>,
    /// Texts that stand for a value not given.
    pub missing: Vec<String>,
    /// Whether white space within the text is one space.
    pub one_space: bool,
}

/// How numbers are written.
#[derive(Debug, Clone)]
pub struct Number {
    /// What stands before the decimals.
    pub decimal: char,
    /// What stands between groups of three digits.
    pub group: Option<char>,
    /// What may stand around the number: `$`.
    pub strip: Vec<String>,
}

/// What a column must hold, or must not.
#[derive(Debug, Clone)]
pub struct Condition<C = Column> {
    /// The column.
    pub column: C,
    /// Its heading, for people.
    pub name: String,
    /// The texts.
    pub texts: Vec<String>,
    /// Whether it must hold none of them.
    pub not: bool,
}

impl<C> Mapping<C> {
    /// The same with its columns known in another way.
    fn map<D>(&self, turn: &mut impl FnMut(&C) -> D) -> Mapping<D> {
        Mapping {
            file: self.file.clone(),
            list: self.list.clone(),
            each: self.each.clone(),
            group: self.group.iter().map(|source| source.map(turn)).collect(),
            fields: self
                .fields
                .iter()
                .map(|field| Mapped {
                    path: field.path.clone(),
                    source: field.source.map(turn),
                })
                .collect(),
            taken: self.taken.iter().map(|one| one.map(turn)).collect(),
            distinct: self.distinct,
        }
    }

    /// Whether several rows make one filing.
    pub(crate) fn groups(&self) -> bool {
        !self.group.is_empty()
    }
}

impl<C> Source<C> {
    fn map<D>(&self, turn: &mut impl FnMut(&C) -> D) -> Source<D> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Piece::Text(text.clone()),
            Piece::Column(column) => Piece::Column(turn(column)),
            Piece::YearOf(column, format) => Piece::YearOf(turn(column), format.clone()),
        });
        Source {
            pieces: pieces.collect(),
            form: self.form.clone(),
            only: self.only.iter().map(|one| one.map(turn)).collect(),
        }
    }
}

impl<C> Condition<C> {
    fn map<D>(&self, turn: &mut impl FnMut(&C) -> D) -> Condition<D> {
        Condition {
            column: turn(&self.column),
            name: self.name.clone(),
            texts: self.texts.clone(),
            not: self.not,
        }
    }
}

impl Mapping {
    /// The columns that it names, each once.
    pub(crate) fn columns(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        self.map(&mut |column: &Column| {
            let name = tidy(&column.name).into_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    }

    /// The same for a table whose rows are what they are.
    pub(crate) fn bind_table(&self, names: &[String]) -> Result<Mapping<usize>, String> {
        match &self.each {
            None => self.bind(names),
            Some(each) => Err(format!(
                "the mapping takes each of `{}` ({}:{}:{}), which is for documents of JSON; the rows of a table are those that it has",
                excerpt(&each.name),
                self.file,
                each.at.line,
                each.at.column
            )),
        }
    }

    /// The mapping for a table with these headings; else all columns that it lacks, in one sentence.
    pub(crate) fn bind(&self, names: &[String]) -> Result<Mapping<usize>, String> {
        let mut lacking: Vec<String> = Vec::new();
        let mut told: Vec<String> = Vec::new();
        let bound = self.map(&mut |column: &Column| {
            find(names, &column.name).unwrap_or_else(|| {
                let near = nearest(&column.name, names.iter().map(String::as_str));
                let hint = near.map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                let words = format!(
                    "`{}` ({}:{}:{}){hint}",
                    excerpt(&column.name),
                    self.file,
                    column.at.line,
                    column.at.column
                );
                // Where it is named first is enough.
                if !told.contains(&column.name) {
                    told.push(column.name.clone());
                    lacking.push(words);
                }
                0
            })
        });
        match lacking.as_slice() {
            [] => Ok(bound),
            [one] => Err(format!("the table has no column {one}")),
            several => Err(format!("the table has no columns {}", several.join(", "))),
        }
    }
}

/// The column with a heading: as it is written, else the only one that differs in the case of letters.
fn find(names: &[String], name: &str) -> Option<usize> {
    let name = tidy(name);
    if let Some(at) = names.iter().position(|other| *other == name) {
        return Some(at);
    }
    let wanted = name.to_lowercase();
    let mut like = (0..names.len()).filter(|at| names[*at].to_lowercase() == wanted);
    let first = like.next()?;
    like.next().is_none().then_some(first)
}

/// The cells of a row, by their numbers.
pub(crate) trait Row<'t> {
    fn text(&self, cell: usize) -> Cow<'t, str>;
}

impl Condition<usize> {
    /// Why a row is not taken, if it is not.
    pub(crate) fn refusal<'t>(&self, row: &impl Row<'t>) -> Option<String> {
        let text = row.text(self.column);
        let text = tidy(&text);
        let among = self.texts.iter().any(|one| *one == text);
        if among != self.not {
            return None;
        }
        let texts: Vec<String> = (self.texts.iter())
            .map(|text| format!("`{}`", excerpt(text)))
            .collect();
        let texts = texts.join(", ");
        let found = match text.is_empty() {
            true => "is empty".to_owned(),
            false => format!("is `{}`", excerpt(&text)),
        };
        Some(match self.not {
            true => format!("`{}` {found}; the mapping leaves out {texts}", self.name),
            false => format!("`{}` {found}; the mapping takes {texts} alone", self.name),
        })
    }
}

impl Source<usize> {
    /// The first cell that it reads.
    pub(crate) fn cell(&self) -> Option<usize> {
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Column(cell) | Piece::YearOf(cell, _) => Some(*cell),
        })
    }

    /// What a filing would write; empty where nothing is given.
    pub(crate) fn text<'t>(&self, row: &impl Row<'t>) -> Result<Cow<'t, str>, What> {
        if self.only.iter().any(|one| one.refusal(row).is_some()) {
            return Ok(Cow::Borrowed(""));
        }
        let text = match self.pieces.as_slice() {
            [Piece::Column(cell)] => row.text(*cell),
            pieces => {
                let mut whole = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => whole.push_str(text),
                        Piece::Column(cell) => {
                            let text = row.text(*cell);
                            // What is put together from nothing would be a value that nobody gave.
                            if is_blank(&text) {
                                return Ok(Cow::Borrowed(""));
                            }
                            whole.push_str(&tidy(&text));
                        }
                        Piece::YearOf(cell, format) => {
                            let text = row.text(*cell);
                            if is_blank(&text) {
                                return Ok(Cow::Borrowed(""));
                            }
                            whole.push_str(&year_of(&text, format.as_deref())?.to_string());
                        }
                    }
                }
                Cow::Owned(whole)
            }
        };
        self.form.turn(text)
    }
}

impl Form {
    fn turn<'t>(&self, text: Cow<'t, str>) -> Result<Cow<'t, str>, What> {
        if is_blank(&text) {
            return Ok(Cow::Borrowed(""));
        }
        if self.is_plain() {
            return Ok(text);
        }
        let tidied = tidy(&text);
        if self.missing.iter().any(|one| *one == tidied) {
            return Ok(Cow::Borrowed(""));
        }
        if let Some(values) = &self.values {
            return match values.iter().find(|(from, _)| *from == tidied) {
                Some((_, to)) => Ok(Cow::Owned(to.clone().unwrap_or_default())),
                None => {
                    let known: Vec<&str> = values.iter().map(|(from, _)| from.as_str()).collect();
                    let near = nearest(&tidied, known.iter().copied());
                    Err(What::Expected {
                        expected: format!("one of the values of the mapping ({})", few(&known)),
                        found: Scalar::Plain(&tidied).in_words(),
                        hint: near.map_or(String::new(), |near| format!("did you mean `{near}`?")),
                    })
                }
            };
        }
        if let Some(format) = &self.date {
            let date = date(&tidied, format)?;
            return Ok(Cow::Owned(match self.year {
                true => date.year().to_string(),
                false => date.to_string(),
            }));
        }
        if let Some(number) = &self.number {
            return number.turn(&tidied).map(Cow::Owned);
        }
        if self.one_space {
            let words: Vec<&str> = tidied.split_whitespace().collect();
            return Ok(Cow::Owned(words.join(" ")));
        }
        Ok(text)
    }

    fn is_plain(&self) -> bool {
        self.number.is_none()
            && self.date.is_none()
            && self.values.is_none()
            && self.missing.is_empty()
            && !self.one_space
    }
}

/// The first of some texts, for people.
pub(crate) fn few(all: &[&str]) -> String {
    const MOST: usize = 8;
    let more = if all.len() > MOST { ", …" } else { "" };
    let shown: Vec<String> = all.iter().take(MOST).map(|one| excerpt(one)).collect();
    format!("{}{more}", shown.join(", "))
}

impl Number {
    /// The number as filings write it.
    fn turn(&self, text: &str) -> Result<String, What> {
        let mut rest = text;
        for around in &self.strip {
            rest = rest.trim();
            rest = rest.strip_prefix(around.as_str()).unwrap_or(rest);
            rest = rest.strip_suffix(around.as_str()).unwrap_or(rest);
        }
        let rest = rest.trim();
        let wrong = || {
            let like = match self.group {
                Some(group) => format!("1{group}234{}5", self.decimal),
                None => format!("1234{}5", self.decimal),
            };
            What::Expected {
                expected: format!("a number such as {like}"),
                found: Scalar::Plain(text).in_words(),
                hint: String::new(),
            }
        };
        let (sign, digits) = match rest.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", rest),
        };
        let (whole, decimals) = match digits.split_once(self.decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        };
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let mut joined = String::new();
        let groups: Vec<&str> = match self.group {
            Some(group) => whole.split(group).collect(),
            None => vec![whole],
        };
        for (at, group) in groups.iter().enumerate() {
            let fits = match at {
                0 => groups.len() == 1 || group.len() <= 3,
                _ => group.len() == 3,
            };
            if !fits || !is_digits(group) {
                return Err(wrong());
            }
            joined.push_str(group);
        }
        if let Some(decimals) = decimals {
            if !is_digits(decimals) {
                return Err(wrong());
            }
            joined.push('.');
            joined.push_str(decimals);
        }
        Ok(format!("{sign}{joined}"))
    }
}

/// The date that a text says in a format.
pub(crate) fn date(text: &str, format: &str) -> Result<Date, What> {
    let parsed = strtime::parse(format, text).and_then(|parsed| match parsed.to_date() {
        Ok(date) => Ok(date),
        Err(error) => match parsed.to_timestamp() {
            Ok(moment) => Ok(jiff::tz::Offset::UTC.to_datetime(moment).date()),
            Err(_) => Err(error),
        },
    });
    parsed
        .ok()
        .filter(|date| date.year() > 0)
        .ok_or_else(|| What::Expected {
            expected: format!("a date written as `{format}`"),
            found: Scalar::Plain(text).in_words(),
            hint: String::new(),
        })
}

/// Whether a format says a date: one that is written in it is read again.
pub fn is_format(format: &str) -> bool {
    let moment = jiff::civil::date(2018, 3, 2).at(0, 0, 0, 0);
    // A count of seconds since 1970 is written of no civil time.
    if format == "%s" {
        return true;
    }
    strtime::format(format, moment)
        .ok()
        .and_then(|text| date(&text, format).ok())
        .is_some_and(|read| read == moment.date())
}

/// The year of a date in a format, or, without one, of a date or a time as standards write them.
fn year_of(text: &str, format: Option<&str>) -> Result<i16, What> {
    let text = tidy(text);
    if let Some(format) = format {
        return date(&text, format).map(Date::year);
    }
    let year = text
        .get(..4)
        .filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let rest = text.get(4..).unwrap_or("");
    year.filter(|_| rest.is_empty() || rest.starts_with('-'))
        .and_then(|year| year.parse().ok())
        .ok_or_else(|| What::Expected {
            expected: "a date such as 2018-03-02, of which the year is taken".to_owned(),
            found: Scalar::Plain(&text).in_words(),
            hint: "a field with the same column may say its `format`".to_owned(),
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let number = |decimal, group, strip: &[&str]| Number {
            decimal,
            group,
            strip: strip.iter().map(|one| (*one).to_owned()).collect(),
        };
        let plain = number('.', Some(','), &["$", "MXN"]);
        for (text, expected) in [
            ("1,234.50", Some("1234.50")),
            ("$ 5,000 MXN", Some("5000")),
            ("-12", Some("-12")),
            ("1234567.1", Some("1234567.1")),
            ("1,23.4", None),
            ("1.234,5", None),
            ("1,2345", None),
            ("", None),
            ("1e5", None),
            (".5", None),
            ("5.", None),
        ] {
            assert_eq!(plain.turn(text).ok().as_deref(), expected, "{text}");
        }
        let other = number(',', Some('.'), &[]);
        assert_eq!(other.turn("1.234,50").unwrap(), "1234.50");
    }

    #[test]
    fn dates_are_read_in_their_format() {
        for (text, format, expected) in [
            ("02/03/2018", "%d/%m/%Y", "2018-03-02"),
            ("2/3/2018", "%d/%m/%Y", "2018-03-02"),
            (
                "2014-11-24 00:00:00 GMT",
                "%Y-%m-%d %H:%M:%S GMT",
                "2014-11-24",
            ),
            (
                "2012-12-03T00:00:00.000",
                "%Y-%m-%dT%H:%M:%S%.f",
                "2012-12-03",
            ),
            ("1543622400", "%s", "2018-12-01"),
        ] {
            assert_eq!(date(text, format).unwrap().to_string(), expected);
        }
        for text in ["31/02/2018", "2018-03-02", "02/03/2018 x", ""] {
            assert!(date(text, "%d/%m/%Y").is_err(), "{text}");
        }
    }
}
