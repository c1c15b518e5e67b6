//! Phrases of plain English, and some of Spanish, where an expression belongs.

use super::Words;
use crate::diagnostic::{Diagnostic, nearest};
use crate::syntax::scan::Kind;

/// Phrases and what is written instead, those of more words before those that begin like them.
const PHRASES: &[(&str, &str)] = &[
    ("is not one of", "not in"),
    ("is one of", "in"),
    ("is none of", "not in"),
    ("is not in", "not in"),
    ("is in", "in"),
    ("is not equal to", "!="),
    ("is equal to", "="),
    ("is different from", "!="),
    ("is greater than or equal to", ">="),
    ("is less than or equal to", "<="),
    ("is on or before", "on or before"),
    ("is on or after", "on or after"),
    ("is between", "between"),
    ("is before", "before"),
    ("is after", "after"),
    ("is at least", ">="),
    ("is at most", "<="),
    ("is no more than", "<="),
    ("is not more than", "<="),
    ("is no less than", ">="),
    ("is not less than", ">="),
    ("is greater than", ">"),
    ("is more than", ">"),
    ("is less than", "<"),
    ("is above", ">"),
    ("is below", "<"),
    ("is not null", "is given"),
    ("is not empty", "is given"),
    ("is not missing", "is given"),
    ("is not absent", "is given"),
    ("is not blank", "is given"),
    ("is null", "is not given"),
    ("is empty", "is not given"),
    ("is missing", "is not given"),
    ("is absent", "is not given"),
    ("is blank", "is not given"),
    ("is unknown", "is not given"),
    ("is present", "is given"),
    ("is known", "is given"),
    ("is filled", "is given"),
    ("is set", "is given"),
    ("is not", "!="),
    ("is", "="),
    ("greater than or equal to", ">="),
    ("less than or equal to", "<="),
    ("not equal to", "!="),
    ("equal to", "="),
    ("equals", "="),
    ("equal", "="),
    ("at least", ">="),
    ("at most", "<="),
    ("no more than", "<="),
    ("not more than", "<="),
    ("no less than", ">="),
    ("not less than", ">="),
    ("no fewer than", ">="),
    ("no later than", "by"),
    ("not later than", "by"),
    ("no earlier than", "on or after"),
    ("not earlier than", "on or after"),
    ("not exceeding", "<="),
    ("up to", "<="),
    ("more than", ">"),
    ("greater than", ">"),
    ("higher than", ">"),
    ("larger than", ">"),
    ("less than", "<"),
    ("fewer than", "<"),
    ("lower than", "<"),
    ("smaller than", "<"),
    ("exceeds", ">"),
    ("above", ">"),
    ("over", ">"),
    ("below", "<"),
    ("under", "<"),
    ("before or on", "on or before"),
    ("after or on", "on or after"),
    ("on or earlier than", "on or before"),
    ("on or later than", "on or after"),
    ("until", "on or before"),
    ("since", "on or after"),
    ("divided by", "/"),
    ("multiplied by", "*"),
    ("plus", "+"),
    ("minus", "-"),
    ("times", "*"),
    ("x", "*"),
    ("but", "and"),
    ("as well as", "and"),
    ("and", "and"),
    ("y", "and"),
    ("o", "or"),
    ("or", "or"),
    ("not given", "is not given"),
    ("given", "is given"),
    ("exists", "is given"),
    ("does not", "not"),
    ("not", "not"),
    ("satisfy", "satisfies"),
    ("has", "satisfies"),
    ("have", "satisfies"),
    ("such that", "where"),
];

/// Units of time as people call them, and the unit that is meant.
const UNITS: &[(&str, &str)] = &[
    ("working days", "business days"),
    ("working day", "business day"),
    ("work days", "business days"),
    ("bank days", "business days"),
    ("labor days", "business days"),
    ("workdays", "business days"),
    ("business_days", "business days"),
    ("businessdays", "business days"),
    ("días hábiles", "business days"),
    ("dias habiles", "business days"),
    ("calendar days", "days"),
    ("natural days", "days"),
    ("días naturales", "days"),
    ("business", "business days"),
    ("días", "days"),
    ("dias", "days"),
    ("d", "days"),
    ("meses", "months"),
    ("mes", "month"),
    ("años", "years"),
    ("año", "year"),
];

/// Numbers in words.
const COUNTS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The phrase around the token at which pest stopped.
pub(super) fn known(words: &Words, index: usize) -> Option<Diagnostic> {
    let from = index.saturating_sub(5);
    let at = || from..=index;
    at().find_map(|at| unit(words, at, index))
        .or_else(|| at().find_map(|at| form(words, at, index)))
        .or_else(|| quantity(words, index))
        .or_else(|| at().find_map(|at| phrase(words, at, index)))
}

/// How many tokens a phrase takes from one on, if it stands there.
fn stands(words: &Words, at: usize, phrase: &str) -> Option<usize> {
    let parts = phrase.split(' ');
    let count = parts.clone().count();
    let all = parts.enumerate().all(|(offset, part)| {
        words.is(at + offset, Kind::Word) && words.lower(at + offset) == part
    });
    all.then_some(count)
}

fn phrase(words: &Words, at: usize, index: usize) -> Option<Diagnostic> {
    if words.text(at.wrapping_sub(1)) == "." || at == 0 {
        return None;
    }
    let (count, write) = PHRASES
        .iter()
        .find_map(|(phrase, write)| Some((stands(words, at, phrase)?, *write)))?;
    // The phrase is where reading stopped, and its own words were not sound.
    if at + count < index || words.written(at, at + count) == write {
        return None;
    }
    let end = (at + count).min(words.len());
    if write == "=" && words.lower(end) == "either" {
        return Some(words.wording(at, end + 1, "write a set in braces: `in {lease, service}`"));
    }
    if matches!(write, "=" | "!=") && words.text(at) == "is" {
        let value = words.text(end);
        return Some(words.wording(at, end, format!("write `{write}`: `{write} {value}`")));
    }
    Some(words.wording(at, end, format!("write `{write}`")))
}

/// A number of days that is called otherwise.
fn unit(words: &Words, at: usize, index: usize) -> Option<Diagnostic> {
    let spelled = COUNTS.iter().position(|name| *name == words.lower(at));
    if !words.is_digits(at) && spelled.is_none() || at + 4 < index || !words.is(at + 1, Kind::Word)
    {
        return None;
    }
    let count = spelled.map_or_else(|| words.text(at).to_owned(), |at| (at + 1).to_string());
    let (first, second) = (words.lower(at + 1), words.lower(at + 2));
    if matches!(first.as_str(), "week" | "weeks" | "quarter" | "quarters") {
        let number: u32 = count.parse().ok().filter(|count| *count < 10_000)?;
        let right = match first.starts_with('w') {
            true => format!("{} days", number * 7),
            false => format!("{} months", number * 3),
        };
        return Some(words.wording(at, at + 2, format!("write `{right}`")));
    }
    if matches!(first.as_str(), "hour" | "hours" | "minutes") {
        return Some(words.wording(at, at + 2, "terms are counted in days: `1 day`"));
    }
    if let Some((taken, unit)) = UNITS
        .iter()
        .find_map(|(name, unit)| Some((stands(words, at + 1, name)?, *unit)))
    {
        let end = at + 1 + taken;
        let whole = words.written(at + 1, end) == unit;
        return (!whole).then(|| words.wording(at, end, format!("write `{count} {unit}`")));
    }
    let days = matches!(second.as_str(), "days" | "day");
    let near = days && first != "business" && nearest(&first, ["business"]).is_some();
    if near || spelled.is_some() && days {
        return Some(words.wording(at, at + 3, format!("write `{count} business {second}`")));
    }
    spelled.and_then(|_| {
        let unit = matches!(first.as_str(), "days" | "months" | "years");
        unit.then(|| words.wording(at, at + 2, format!("write `{count} {first}`")))
    })
}

/// Forms of more than a phrase.
fn form(words: &Words, at: usize, index: usize) -> Option<Diagnostic> {
    let here = words.lower(at);
    match here.as_str() {
        "within" => within(words, at),
        "in" if words.text(at + 1) == "(" && at + 3 <= index => {
            let end = (at..words.len()).find(|at| words.text(*at) == ")")?;
            let set = words.short(at + 2, end);
            Some(words.wording(
                at + 1,
                end + 1,
                format!("write a set in braces: `in {{{set}}}`"),
            ))
        }
        "between" if words.lower(index) == "to" => Some(words.wording(
            index,
            index + 1,
            "write `and`: `between 1 and 7`, both included",
        )),
        "from" if at == index => {
            let to = (at..words.len()).find(|at| words.text(*at) == "to")?;
            let (low, high) = (words.short(at + 1, to), words.operand_after(to + 1));
            let high = words.short(to + 1, high.min(words.len()));
            let right = format!("write `between {low} and {high}`");
            Some(words.wording(at, words.operand_after(to + 1).min(words.len()), right))
        }
        "if" | "when" if at == index => Some(words.wording(
            at,
            at + 1,
            "a condition comes first: `if … then …`; or give the clause an `applies when`",
        )),
        "unless" if at == index => Some(words.wording(
            at,
            at + 1,
            "give the clause a line `except when …`, or write `or` and the contrary",
        )),
        "otherwise" if at == index => Some(words.wording(at, at + 1, "write `else`")),
        _ => signs(words, at, index),
    }
}

/// `c.registered_on within 10 business days of c.signed_on`
fn within(words: &Words, at: usize) -> Option<Diagnostic> {
    let term = words.operand_after(at + 1);
    let joins = matches!(
        words.lower(term).as_str(),
        "of" | "from" | "after" | "following"
    );
    if !joins {
        return Some(words.wording(at, at + 1, "write `by` and the last day: `by d + 10 days`"));
    }
    let end = words.operand_after(term + 1).min(words.len());
    let (term_text, day) = (words.short(at + 1, term), words.short(term + 1, end));
    Some(words.wording(at, end, format!("write `by {day} + {term_text}`")))
}

fn signs(words: &Words, at: usize, index: usize) -> Option<Diagnostic> {
    let (sign, next) = (words.text(at), words.text(at + 1));
    match sign {
        ":" if next == "=" && at == index => Some(words.wording(at, at + 2, "write `=`")),
        ":" if at == index => {
            let before = (0..at).rev().map(|at| words.lower(at));
            let word = before
                .into_iter()
                .find(|word| matches!(word.as_str(), "if" | "every" | "some" | "no"))?;
            let right = if word == "if" { "then" } else { "satisfies" };
            Some(words.wording(at, at + 1, format!("write `{right}`")))
        }
        "+" if at == index && words.is(at + 1, Kind::Number) => {
            Some(words.wording(at, at + 2, "leave the `+` out"))
        }
        "=" if at == index && matches!(words.text(at.wrapping_sub(1)), "or" | "and") => {
            Some(words.wording(at, at + 1, "write a set in braces: `in {lease, service}`"))
        }
        "<" | ">" if at == index && words.text(at.wrapping_sub(1)) == "and" => Some(words.wording(
            at,
            at + 1,
            "name the value again, or write `between 1 and 7`",
        )),
        "{" if words.piece.rule == crate::syntax::grammar::Rule::whole_expression => {
            Some(words.wording(at, at + 1, "one pair of braces is enough: `{c.number}`"))
        }
        _ => None,
    }
}

/// What is counted, summed or quantified.
fn quantity(words: &Words, index: usize) -> Option<Diagnostic> {
    let from = index.saturating_sub(14);
    (from..=index).find_map(|at| {
        let here = words.lower(at);
        let (next, name) = (words.text(at + 1), words.text(at + 2));
        match here.as_str() {
            "for"
                if matches!(words.lower(at + 1).as_str(), "every" | "all" | "each")
                    && at == index =>
            {
                Some(words.wording(at, at + 2, "write `every`"))
            }
            "all" | "each" | "any" | "exists" | "none" | "forall"
                if words.text(at + 2) == "in" && words.text(at.wrapping_sub(1)) != "for" =>
            {
                let right = match here.as_str() {
                    "any" | "exists" => "some",
                    "none" => "no",
                    _ => "every",
                };
                Some(words.wording(at, at + 1, format!("write `{right}`")))
            }
            "exists" if words.is(at + 1, Kind::Word) && at + 1 >= index => {
                let end = words.operand_after(at + 1).min(words.len());
                let value = words.short(at + 1, end);
                Some(words.wording(at, end, format!("write `{value} is given`")))
            }
            "every" | "some" | "no"
                if matches!(name, "of" | "from" | "among") && at + 2 == index =>
            {
                Some(words.wording(at + 2, at + 3, "write `in`"))
            }
            "for" if matches!(name, "of" | "from" | "among") && at + 2 == index => {
                Some(words.wording(at + 2, at + 3, "write `in`"))
            }
            "count" if next != "(" && at + 1 == index => {
                Some(words.wording(at, at + 2, format!("write `count({next})`")))
            }
            "number" if next == "of" && at + 2 >= index => {
                Some(words.wording(at, at + 3, format!("write `count({name})`")))
            }
            "count" if words.text(at + 3) == "where" && at + 3 == index => Some(words.wording(
                at + 2,
                at + 4,
                format!("name the row: `count(x in {name} where …)`"),
            )),
            "average" | "avg" if next == "(" => Some(words.wording(at, at + 1, "write `mean`")),
            "sum" | "min" | "max" | "mean"
                if next == "("
                    && at + 2 < index
                    && (at..index).all(|at| words.text(at) != "for") =>
            {
                let list = (at..words.len())
                    .filter(|at| words.is(*at, Kind::Word))
                    .nth(1)?;
                let list = words.text(list);
                let right = format!("name the row: `{here}(x.amount for x in {list})`");
                Some(words.wording(at, index + 1, right))
            }
            "year" if next == "(" => {
                let day = words.operand_after(at + 2).min(words.len());
                let right = format!("write `year of {}`", words.short(at + 2, day));
                Some(words.wording(at, (day + 1).min(words.len()), right))
            }
            _ => None,
        }
    })
}
