//! Objects of compact JSON, member by member, in the manner of whoever files.

use super::chance::Chance;
use super::day::Day;

/// How one institution writes, and what it leaves out.
pub struct Manner {
    /// Where chance comes from, for all that is written of this filing.
    pub chance: Chance,
    /// Whether members stand in any order and keys of what is not known are left out.
    pub careless: bool,
    /// How many values that clauses read are owed, and how many of them were left out.
    pub owed: u64,
    pub missing: u64,
}

impl Manner {
    /// Whether the next value that a clause reads is left out: 1.5 in 100 are.
    fn leaves_out(&mut self) -> bool {
        let missing = self.chance.once_in(15);
        self.owed += 1;
        self.missing += u64::from(missing);
        missing
    }

    /// Whether what is not known is passed over, instead of being written as null.
    fn passes_over(&mut self) -> bool {
        self.careless || self.chance.once_in(100)
    }
}

/// The members of one object.
#[derive(Default)]
pub struct Object(Vec<String>);

impl Object {
    /// A member whose value is JSON already.
    pub fn json(&mut self, key: &str, json: &str) {
        self.0.push(format!("\"{key}\":{json}"));
    }

    /// A text, its escapes already in it.
    pub fn text(&mut self, key: &str, text: &str) {
        self.0.push(format!("\"{key}\":\"{text}\""));
    }

    /// A value that no clause reads and that there may be none of.
    pub fn perhaps(&mut self, key: &str, json: Option<String>, manner: &mut Manner) {
        match json {
            Some(json) => self.json(key, &json),
            None if manner.passes_over() => {}
            None => self.json(key, "null"),
        }
    }

    /// A value that a clause reads: some are missing.
    pub fn owed(&mut self, key: &str, json: &str, manner: &mut Manner) {
        let known = !manner.leaves_out();
        self.perhaps(key, known.then(|| json.to_owned()), manner);
    }

    /// A word that a clause reads.
    pub fn owed_word(&mut self, key: &str, word: &str, manner: &mut Manner) {
        self.owed(key, &format!("\"{word}\""), manner);
    }

    /// An amount that a clause reads.
    pub fn owed_money(&mut self, key: &str, cents: i64, manner: &mut Manner) {
        self.owed(key, &money(cents), manner);
    }

    /// A day that a clause reads.
    pub fn owed_day(&mut self, key: &str, day: Day, manner: &mut Manner) {
        self.owed(key, &date(day), manner);
    }

    /// A day on which something was done, or was not.
    pub fn day(&mut self, key: &str, day: Option<Day>, manner: &mut Manner) {
        self.perhaps(key, day.map(date), manner);
    }

    /// The object as JSON.
    pub fn written(mut self, manner: &mut Manner) -> String {
        if manner.careless {
            manner.chance.shuffle(&mut self.0);
        }
        format!("{{{}}}", self.0.join(","))
    }
}

/// A list of objects.
pub fn list(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// An amount with its two decimals.
pub fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn date(day: Day) -> String {
    let (year, month, day) = day.civil();
    format!("\"{year:04}-{month:02}-{day:02}\"")
}
