//! Numbers and amounts as they are written elsewhere.

use super::Words;
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::scan::Kind;

/// What a multiple is called, and by how many places it moves the point.
const MULTIPLES: &[(&str, usize)] = &[
    ("thousand", 3),
    ("thousands", 3),
    ("mil", 3),
    ("k", 3),
    ("million", 6),
    ("millions", 6),
    ("millón", 6),
    ("millones", 6),
    ("mn", 6),
    ("mdp", 6),
    ("m", 6),
    ("billion", 9),
    ("billions", 9),
];

/// Currencies by the names that people use.
const CURRENCIES: &[(&str, &str)] = &[
    ("pesos", "MXN"),
    ("peso", "MXN"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("dólares", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
];

/// The months by their first letters, in English and in Spanish.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "enero"],
    &["february", "feb", "febrero"],
    &["march", "mar", "marzo"],
    &["april", "apr", "abril"],
    &["may", "mayo"],
    &["june", "jun", "junio"],
    &["july", "jul", "julio"],
    &["august", "aug", "agosto"],
    &["september", "sep", "sept", "septiembre"],
    &["october", "oct", "octubre"],
    &["november", "nov", "noviembre"],
    &["december", "dec", "diciembre"],
];

/// A number or an amount in another notation around the token at which pest stopped.
pub(super) fn known(words: &Words, index: usize) -> Option<Diagnostic> {
    let from = index.saturating_sub(6);
    (from..=index + 1)
        .filter(|at| starts_number(words, *at))
        .find_map(|at| {
            let (end, found) = one(words, at)?;
            // What was read already is no mistake.
            (end > index || end == words.len()).then_some(found)
        })
        .or_else(|| (from..=index).find_map(|at| spelled_date(words, at)))
}

fn starts_number(words: &Words, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| words.text(at));
    let within = matches!(before, "," | "." | "'") && at > 1 && words.glued(at - 1);
    (words.is(at, Kind::Number) && !within)
        || is_currency(&words.lower(at))
        || words.text(at) == "." && words.glued(at) && words.is_digits(at + 1) && {
            !words.is(at.wrapping_sub(1), Kind::Word)
        }
}

/// Whether a text is a currency, in letters of any size.
fn is_currency(lowered: &str) -> bool {
    matches!(lowered, "mxn" | "usd" | "eur" | "gbp" | "cad")
        || CURRENCIES.iter().any(|(name, _)| *name == lowered)
}

/// The number that begins at a token, where its notation is another: its end and the mistake.
fn one(words: &Words, at: usize) -> Option<(usize, Diagnostic)> {
    let mut start = at;
    let mut before = None;
    if is_currency(&words.lower(at)) {
        before = Some(currency(&words.lower(at)));
        start += 1;
        if !words.is(start, Kind::Number) {
            return None;
        }
    }
    let (mut end, value) = digits(words, start)?;
    let mut value = value;
    let mut changed = before.is_some() || words.written(start, end) != value;
    if let Some((_, places)) = MULTIPLES.iter().find(|(name, _)| *name == words.lower(end)) {
        value = moved(&value, *places);
        end += 1;
        changed = true;
    }
    let lowered = words.lower(end);
    if matches!(lowered.as_str(), "percent" | "per" | "pct") && before.is_none() {
        let end = end + 1 + usize::from(lowered == "per");
        let value = shifted_down(&value);
        return Some((end, words.number(at, end, format!("write `{value}`"))));
    }
    let mut after = None;
    if before.is_none() && is_currency(&lowered) {
        let written = words.text(end);
        let code = currency(&lowered);
        changed |= written != code;
        after = Some(code);
        end += 1;
    } else if before.is_none() && lowered == "m" || lowered == "n" {
        return None;
    }
    if !changed {
        return None;
    }
    let currency = before.or(after).map(|code| format!(" {code}"));
    let right = format!("{}{}", grouped(&value), currency.unwrap_or_default());
    Some((end, words.number(at, end, format!("write `{right}`"))))
}

fn currency(lowered: &str) -> String {
    CURRENCIES
        .iter()
        .find(|(name, _)| *name == lowered)
        .map_or_else(|| lowered.to_uppercase(), |(_, code)| (*code).to_owned())
}

/// Digits with separators of any kind, as plain digits with one point.
fn digits(words: &Words, start: usize) -> Option<(usize, String)> {
    let mut at = start;
    let mut text = String::new();
    if words.text(at) == "." {
        text.push('0');
    } else {
        text.push_str(words.text(at));
        at += 1;
    }
    let is_part = |at: usize| {
        let text = words.text(at);
        words.is(at, Kind::Number)
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
    {
        return None;
    }
    loop {
        let sign = words.text(at);
        if matches!(sign, "," | "." | "'" | "\u{2019}")
            && words.glued(at)
            && is_part(at + 1)
            && at > 0
            && (words.glued(at - 1) || text == "0")
        {
            text.push_str(sign);
            text.push_str(words.text(at + 1));
            at += 2;
        } else if is_part(at) && words.text(at).len() == 3 && words.is_digits(at) {
            // Groups of three apart from each other.
            text.push('_');
            text.push_str(words.text(at));
            at += 1;
        } else {
            break;
        }
    }
    Some((at, plain(&text)))
}

/// Digits with the separators that were meant as groups left out, and one point before the decimals.
fn plain(text: &str) -> String {
    let marks: Vec<char> = text
        .chars()
        .filter(|c| matches!(c, ',' | '.' | '\''))
        .collect();
    let last = text.rfind([',', '.']);
    let decimals = last.map_or(0, |at| text.len() - at - 1);
    let only_kind = marks.iter().all(|mark| *mark == marks[0]);
    let groups = only_kind && (marks.len() > 1 || marks.first() == Some(&',') && decimals == 3);
    let point = last.filter(|_| !marks.is_empty() && !groups);
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            out.push(c);
        } else if Some(at) == point {
            out.push('.');
        }
    }
    out
}

/// The point moved to the right.
fn moved(value: &str, places: usize) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let mut digits = format!("{whole}{fraction}");
    let zeros = places.saturating_sub(fraction.len());
    digits.extend(std::iter::repeat_n('0', zeros));
    let point = whole.len() + places;
    if point < digits.len() {
        digits.insert(point, '.');
    }
    digits
}

/// A hundredth.
fn shifted_down(value: &str) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let padded = format!("{whole:0>3}");
    let (head, tail) = padded.split_at(padded.len() - 2);
    format!("{head}.{tail}{fraction}")
}

/// Digits in groups of three.
fn grouped(value: &str) -> String {
    let (whole, fraction) = match value.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (value, String::new()),
    };
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 3 && (whole.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out + &fraction
}

/// `9 May 2014`, `May 9, 2014`, `9 de mayo de 2014`
fn spelled_date(words: &Words, at: usize) -> Option<Diagnostic> {
    let month = |at: usize| {
        let lowered = words.lower(at);
        MONTHS
            .iter()
            .position(|names| names.contains(&lowered.as_str()))
            .map(|month| month + 1)
    };
    let skip = |at: usize| at + usize::from(matches!(words.text(at), "de" | "of" | ","));
    let (day, month, year, end) = if words.is_digits(at) {
        let middle = skip(at + 1);
        let year = skip(middle + 1);
        (at, month(middle)?, year, year + 1)
    } else {
        let month = month(at)?;
        let year = skip(at + 2);
        (at + 1, month, year, year + 1)
    };
    if !words.is_digits(day) || !words.is_digits(year) || words.text(year).len() != 4 {
        return None;
    }
    let (day, year) = (words.text(day), words.text(year));
    let message = format!("`{}` is no date", words.short(at, end));
    let found = Diagnostic::error(codes::MALFORMED_DATE, message, words.span(at, end), "");
    Some(found.help(format!("write `{year}-{month:02}-{day:0>2}`")))
}

#[cfg(test)]
mod tests {
    use super::{grouped, moved, plain, shifted_down};

    #[test]
    fn separators_are_told_apart() {
        for (written, meant) in [
            ("300,000.00", "300000.00"),
            ("300.000,00", "300000.00"),
            ("1.300.000", "1300000"),
            ("7,5", "7.5"),
            ("300,000", "300000"),
        ] {
            assert_eq!(plain(written), meant);
        }
        assert_eq!(grouped("1300000.50"), "1_300_000.50");
        assert_eq!(moved("2.5", 6), "2500000");
        assert_eq!(shifted_down("5"), "0.05");
    }
}
