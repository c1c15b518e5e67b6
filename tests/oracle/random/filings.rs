//! Random filings: sound documents with holes of every kind.

use crate::document::Doc;
use crate::random::expressions::{AMOUNTS, DATES, DECIMALS, HUGE_AMOUNTS, INTEGERS, TEXTS};
use crate::random::schema::{Field, Kind, schema};
use crate::random::tape::Tape;

/// How complete a filing is, in percent.
struct Care {
    /// Of owed values how many are left out.
    owed: usize,
    /// Of optional values.
    optional: usize,
    /// Of lists and records that are owed.
    whole: usize,
    /// Of keys and references how many lead nowhere.
    loose: usize,
}

/// Writes one filing under a key.
pub fn write(key: &str, choices: &[u32]) -> Doc {
    let mut tape = Tape::new(choices);
    let care = match tape.below(5) {
        0 => Care {
            owed: 0,
            optional: 30,
            whole: 0,
            loose: 0,
        },
        1 => Care {
            owed: 2,
            optional: 40,
            whole: 2,
            loose: 5,
        },
        2 => Care {
            owed: 8,
            optional: 50,
            whole: 8,
            loose: 10,
        },
        3 => Care {
            owed: 0,
            optional: 10,
            whole: 25,
            loose: 15,
        },
        _ => Care {
            owed: 35,
            optional: 60,
            whole: 15,
            loose: 30,
        },
    };
    let mut doc = record("filing", &care, &mut tape, 0);
    doc.set("filing_id", Doc::Text(key.to_owned()));
    let year = 2014 + tape.below(6);
    doc.set("year", Doc::Number(year.to_string()));
    doc
}

fn record(name: &str, care: &Care, tape: &mut Tape<'_>, row: usize) -> Doc {
    let mut entries = Vec::new();
    for field in &schema().records[name] {
        if let Some(value) = value(field, care, tape, row) {
            entries.push((field.document.clone(), value));
        }
    }
    Doc::Object(entries)
}

/// The value of a field, or one of the ways to give none.
fn value(field: &Field, care: &Care, tape: &mut Tape<'_>, row: usize) -> Option<Doc> {
    let left_out = match (&field.kind, field.optional) {
        (_, true) => care.optional,
        (Kind::Record(_) | Kind::List(_), false) => care.whole,
        (_, false) if field.key => care.loose / 3,
        _ => care.owed,
    };
    if tape.percent(left_out) {
        return match tape.below(3) {
            0 => None,
            1 => Some(Doc::Null),
            // Silence in a text's place; elsewhere it is said by no value at all.
            _ if matches!(field.kind, Kind::Record(_) | Kind::List(_)) => None,
            _ => Some(Doc::Text(String::new())),
        };
    }
    if field.key {
        let loose = tape.percent(care.loose / 2);
        let at = if loose { 0 } else { row };
        return Some(Doc::Text(format!("{}{}", letter(field), at + 1)));
    }
    Some(match &field.kind {
        Kind::Record(name) => record(name, care, tape, row),
        Kind::List(of) => list(of, care, tape),
        Kind::Reference(list) => {
            let beyond = if tape.percent(care.loose) { 5 } else { 0 };
            let letter = if list == "projects" { "P-" } else { "R-" };
            Doc::Text(format!("{letter}{}", 1 + tape.below(2) + beyond))
        }
        kind => single(kind, tape),
    })
}

/// Rows are told apart by `P-1`, `R-1`, `C-1`.
fn letter(field: &Field) -> &'static str {
    match field.name.as_str() {
        "folio" => "P-",
        "id" => "R-",
        _ => "C-",
    }
}

fn list(of: &Kind, care: &Care, tape: &mut Tape<'_>) -> Doc {
    let rows = tape.weighted(&[12, 30, 30, 20, 8]);
    let items = (0..rows).map(|row| match of {
        Kind::Record(_) if tape.percent(care.owed / 4) => Doc::Null,
        Kind::Record(name) => record(name, care, tape, row),
        _ if tape.percent(care.owed / 2) => Doc::Null,
        kind => single(kind, tape),
    });
    Doc::List(items.collect())
}

/// A value of a single kind.
pub fn single(kind: &Kind, tape: &mut Tape<'_>) -> Doc {
    let number = |text: &str, tape: &mut Tape<'_>| {
        if tape.percent(70) {
            Doc::Number(text.to_owned())
        } else {
            Doc::Text(text.to_owned())
        }
    };
    match kind {
        Kind::Boolean => Doc::Boolean(tape.below(2) == 1),
        Kind::Integer => {
            if tape.percent(1) {
                return number("170141183460469231731687303715884105727", tape);
            }
            let text = *tape.pick(&INTEGERS);
            number(text, tape)
        }
        Kind::Decimal => {
            let text = *tape.pick(&DECIMALS);
            number(text, tape)
        }
        Kind::Money(currency) => {
            let text = match tape.weighted(&[96, 2, 2]) {
                0 => *tape.pick(&AMOUNTS),
                1 => "1e3",
                _ => *tape.pick(&HUGE_AMOUNTS),
            };
            match number(text, tape) {
                Doc::Text(text) if tape.percent(40) => Doc::Text(format!("{text} {currency}")),
                other => other,
            }
        }
        Kind::Date => Doc::Text((*tape.pick(&DATES)).to_owned()),
        Kind::Text => Doc::Text((*tape.pick(&TEXTS)).to_owned()),
        Kind::Enum(name) => Doc::Text(tape.pick(&schema().enums[name]).clone()),
        Kind::Record(_) | Kind::List(_) | Kind::Reference(_) => panic!("not single: {kind:?}"),
    }
}
