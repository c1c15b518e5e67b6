//! Random expressions of a type asked for, as text.

use crate::random::lists::lists;
use crate::random::schema::{Kind, Path, schema};
use crate::random::scope::{Scope, Ty, What, reachable, scale_of};
use crate::random::tape::Tape;

/// What the book has by name.
#[derive(Debug, Default, Clone)]
pub struct Names {
    /// Parameters with one value.
    pub values: Vec<(String, Ty)>,
    /// Parameters that are a duration, with its unit.
    pub durations: Vec<(String, &'static str)>,
    /// Parameters that are sets.
    pub sets: Vec<(String, Ty)>,
    /// Parameters that are read on a date.
    pub dated: Vec<(String, Ty)>,
    /// Definitions.
    pub defines: Vec<Define>,
}

/// A definition as its callers see it.
#[derive(Debug, Clone)]
pub struct Define {
    pub name: String,
    pub handed: Vec<(String, Handed)>,
    pub returns: Ty,
}

/// What a definition is handed.
#[derive(Debug, Clone)]
pub enum Handed {
    /// A row of a list of the filing, of this record.
    Row(String, String),
    /// A nested record.
    Nested(String),
    /// A value.
    Value(Ty),
}

/// How tightly an expression holds together, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    Open,
    Logic,
    Not,
    Comparison,
    Sum,
    Product,
    Prefix,
    Atom,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    pub text: String,
    pub bond: Bond,
    /// At most so many decimals, where it is a number.
    pub scale: usize,
    /// Whether it may be absent.
    pub optional: bool,
    /// How many references it follows, where it is a field.
    pub followed: usize,
}

impl Expr {
    pub fn new(text: impl Into<String>, bond: Bond) -> Expr {
        Expr {
            text: text.into(),
            bond,
            scale: 0,
            optional: false,
            followed: 0,
        }
    }

    fn field(path: &Path, prefix: &str) -> Expr {
        Expr {
            scale: scale_of(&path.kind),
            optional: path.optional,
            followed: path.followed,
            ..Expr::new(format!("{prefix}{}", path.words), Bond::Atom)
        }
    }

    fn scaled(self, scale: usize) -> Expr {
        Expr { scale, ..self }
    }

    fn maybe(self, optional: bool) -> Expr {
        Expr { optional, ..self }
    }

    /// In parentheses where it would fall apart.
    pub fn at(&self, bond: Bond) -> String {
        if self.bond < bond {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }
}

/// Writes expressions from a tape.
pub struct Writer<'t> {
    pub tape: Tape<'t>,
    pub names: &'t Names,
    variables: usize,
}

/// Dates at which something happens, in rules and in filings alike.
pub const DATES: [&str; 26] = [
    "2014-05-09",
    "2014-05-08",
    "2014-05-12",
    "2014-05-13",
    "2014-05-30",
    "2014-01-01",
    "2014-12-31",
    "2015-01-01",
    "2015-06-30",
    "2015-07-01",
    "2016-02-04",
    "2016-02-05",
    "2016-02-29",
    "2016-01-31",
    "2017-02-28",
    "2017-12-31",
    "2018-01-01",
    "2018-07-23",
    "2018-07-24",
    "2018-07-31",
    "2019-01-31",
    "2019-02-01",
    "2019-12-31",
    "2020-01-01",
    "0001-01-01",
    "9999-12-31",
];

/// Amounts that meet each other and caps to the cent.
pub const AMOUNTS: [&str; 16] = [
    "0",
    "100.00",
    "100.01",
    "99.99",
    "50",
    "200.02",
    "1000000",
    "999999.99",
    "0.0001",
    "73.04",
    "300",
    "1.5",
    "-100.00",
    "-0.01",
    "33.3333",
    "500",
];

/// Amounts near what 128 bits hold.
pub const HUGE_AMOUNTS: [&str; 4] = [
    "17014118346046923173168730371588410.5727",
    "-17014118346046923173168730371588410.5727",
    "9000000000000000000000000000000000",
    "90000000000000000000",
];

/// Whole numbers of rules and filings.
pub const INTEGERS: [&str; 12] = [
    "0", "1", "2", "3", "4", "7", "12", "31", "2015", "-1", "100", "2",
];

/// Decimals of rules and filings.
pub const DECIMALS: [&str; 12] = [
    "0",
    "0.5",
    "1",
    "0.25",
    "1.5",
    "0.000001",
    "33.333333",
    "-0.5",
    "2",
    "100",
    "0.999999",
    "7",
];

/// Texts of rules and filings.
pub const TEXTS: [&str; 8] = ["a", "b", "R-1", "P-1", "Ünïcode ñ", "a b", "C-2", "x"];

const UNITS: [&str; 3] = ["days", "business days", "months"];

impl<'t> Writer<'t> {
    pub fn new(choices: &'t [u32], names: &'t Names) -> Writer<'t> {
        Writer {
            tape: Tape::new(choices),
            names,
            variables: 0,
        }
    }

    /// A variable's name, new in the item.
    pub fn variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", self.variables)
    }

    /// An expression of a type, so deep at most.
    pub fn expr(&mut self, ty: &Ty, scope: &Scope, depth: usize) -> Expr {
        if depth == 0 {
            return self.leaf(ty, scope);
        }
        if self.tape.percent(9)
            && let Some(call) = self.call(ty, scope, depth)
        {
            return call;
        }
        if *ty != Ty::Boolean && !matches!(ty, Ty::Row(_)) && self.tape.percent(8) {
            return self.choice(ty, scope, depth);
        }
        let expr = match ty {
            Ty::Boolean => self.condition(scope, depth),
            Ty::Number => self.number(scope, depth),
            Ty::Money(currency) => self.money(&currency.clone(), scope, depth),
            Ty::Date => self.date(scope, depth),
            Ty::Text | Ty::Enum(_) | Ty::Row(_) => self.leaf(ty, scope),
        };
        if expr.scale > 12 {
            let text = format!("round({}, 2)", expr.text);
            return Expr::new(text, Bond::Atom).scaled(2);
        }
        expr
    }

    /// A literal of a type that has them.
    pub fn literal(&mut self, ty: &Ty) -> Expr {
        match ty {
            Ty::Boolean => Expr::new(*self.tape.pick(&["true", "false"]), Bond::Atom),
            Ty::Number => {
                let all = if self.tape.percent(30) {
                    &DECIMALS
                } else {
                    &INTEGERS
                };
                let text = *self.tape.pick(all);
                self.signed(text, "").scaled(6)
            }
            Ty::Money(currency) => {
                let text = if self.tape.percent(2) {
                    *self.tape.pick(&HUGE_AMOUNTS)
                } else {
                    *self.tape.pick(&AMOUNTS)
                };
                self.signed(text, &format!(" {currency}")).scaled(4)
            }
            // The first and the last of all days are no dates of laws.
            Ty::Date => Expr::new(DATES[self.tape.below(24)], Bond::Atom),
            Ty::Text => Expr::new(format!("\"{}\"", self.tape.pick(&TEXTS)), Bond::Atom),
            Ty::Enum(name) => {
                let member = self.tape.pick(&schema().enums[name]).clone();
                if member == "doubtful" || self.tape.percent(20) {
                    Expr::new(format!("{name}.{member}"), Bond::Atom)
                } else {
                    Expr::new(member, Bond::Atom)
                }
            }
            Ty::Row(_) => panic!("a row has no literal"),
        }
    }

    fn signed(&mut self, digits: &str, unit: &str) -> Expr {
        let bond = if digits.starts_with('-') {
            Bond::Prefix
        } else {
            Bond::Atom
        };
        Expr::new(format!("{digits}{unit}"), bond)
    }

    /// Everything of a type that can be named where one stands.
    fn named(&self, ty: &Ty, scope: &Scope) -> Vec<Expr> {
        let mut found = Vec::new();
        for var in scope.vars.iter().rev() {
            if let What::Row { record, .. } | What::Nested(record) = &var.what {
                let prefix = format!("{}.", var.name);
                let paths = reachable(record).iter();
                let paths = paths.filter(|path| Ty::of(&path.kind).as_ref() == Some(ty));
                found.extend(paths.map(|path| Expr::field(path, &prefix)));
            }
        }
        for var in scope.vars.iter().rev() {
            let is = match &var.what {
                What::Row {
                    list: Some(list), ..
                } => *ty == Ty::Row(list.clone()),
                What::Value(kind) => Ty::of(kind).as_ref() == Some(ty),
                What::Member(member) => member == ty,
                _ => false,
            };
            if is {
                // What is handed to a definition may have more decimals than a field.
                found.push(Expr::new(var.name.clone(), Bond::Atom).scaled(12));
            }
        }
        found
    }

    fn fields_of_filing(&self, ty: &Ty) -> Vec<Expr> {
        let paths = reachable("filing").iter();
        let paths = paths.filter(|path| Ty::of(&path.kind).as_ref() == Some(ty));
        paths.map(|path| Expr::field(path, "")).collect()
    }

    /// One of several fields: there are more ways through references than are worth going.
    fn pick_field(&mut self, all: &[Expr]) -> Expr {
        let near: Vec<&Expr> = all.iter().filter(|expr| expr.followed == 0).collect();
        if !near.is_empty() && self.tape.percent(75) {
            return (*self.tape.pick(&near)).clone();
        }
        self.tape.pick(all).clone()
    }

    /// A field, a variable, a parameter or a literal.
    pub fn leaf(&mut self, ty: &Ty, scope: &Scope) -> Expr {
        let near = self.named(ty, scope);
        if !near.is_empty() && self.tape.percent(70) {
            return self.pick_field(&near);
        }
        if let Ty::Row(_) = ty {
            let all: Vec<Expr> = near.into_iter().chain(self.fields_of_filing(ty)).collect();
            return self.tape.pick(&all).clone();
        }
        match self.tape.weighted(&[3, 4, 2]) {
            0 => match ty {
                // A condition that is a constant is seldom worth the trouble.
                Ty::Boolean if self.tape.percent(90) => {
                    let all = self.fields_of_filing(ty);
                    self.pick_field(&all)
                }
                _ => self.literal(ty),
            },
            1 => {
                let all = self.fields_of_filing(ty);
                if all.is_empty() {
                    return self.literal(ty);
                }
                self.pick_field(&all)
            }
            _ => {
                let parameters = self.names.values.iter().filter(|(_, of)| of == ty);
                let parameters: Vec<&String> = parameters.map(|(name, _)| name).collect();
                if parameters.is_empty() {
                    return self.literal(ty);
                }
                Expr::new((*self.tape.pick(&parameters)).clone(), Bond::Atom).scaled(6)
            }
        }
    }

    fn call(&mut self, ty: &Ty, scope: &Scope, depth: usize) -> Option<Expr> {
        let fitting: Vec<&Define> = (self.names.defines.iter())
            .filter(|define| define.returns == *ty)
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let define = (*self.tape.pick(&fitting)).clone();
        let mut words = Vec::new();
        for (_, handed) in &define.handed {
            words.push(match handed {
                Handed::Row(list, _) => {
                    let rows = self.named(&Ty::Row(list.clone()), scope);
                    if rows.is_empty() {
                        return None;
                    }
                    // Through a reference one reaches a row's fields, not its lists.
                    let rows: Vec<&Expr> =
                        rows.iter().filter(|row| !row.text.contains('.')).collect();
                    if rows.is_empty() {
                        return None;
                    }
                    self.tape.pick(&rows).text.clone()
                }
                Handed::Nested(record) => {
                    let records = self.records(record, scope);
                    self.tape.pick(&records).clone()
                }
                Handed::Value(ty) => self.expr(ty, scope, depth - 1).text,
            });
        }
        let text = if words.is_empty() {
            define.name
        } else {
            format!("{}({})", define.name, words.join(", "))
        };
        Some(Expr::new(text, Bond::Atom).scaled(12))
    }

    /// The nested records of a type that can be named.
    fn records(&self, record: &str, scope: &Scope) -> Vec<String> {
        let mut found = Vec::new();
        let mut add = |prefix: &str, from: &str| {
            for path in reachable(from) {
                if path.kind == Kind::Record(record.to_owned()) {
                    found.push(format!("{prefix}{}", path.words));
                }
            }
        };
        for var in scope.vars.iter().rev() {
            if let What::Row { record, .. } = &var.what {
                add(&format!("{}.", var.name), record);
            }
        }
        add("", "filing");
        found
    }

    /// `if c then a else b`
    fn choice(&mut self, ty: &Ty, scope: &Scope, depth: usize) -> Expr {
        let condition = self.expr(&Ty::Boolean, scope, depth - 1);
        let then = self.expr(ty, scope, depth - 1);
        let other = self.expr(ty, scope, depth - 1);
        let text = format!(
            "if {} then {} else {}",
            condition.at(Bond::Logic),
            then.at(Bond::Logic),
            other.at(Bond::Logic)
        );
        Expr::new(text, Bond::Open)
            .scaled(then.scale.max(other.scale))
            .maybe(then.optional || other.optional)
    }

    /// `x in xs where c`, and what its body may name.
    fn rows(&mut self, scope: &Scope, depth: usize, records: bool) -> (String, Scope) {
        let source = if records {
            self.record_source(scope)
        } else {
            self.source(scope)
        };
        self.rows_of(&source, scope, depth)
    }

    fn rows_of(
        &mut self,
        source: &crate::random::lists::Source,
        scope: &Scope,
        depth: usize,
    ) -> (String, Scope) {
        let name = self.variable();
        let inside = source.inside(scope, &name);
        let mut text = format!("{name} in {}", source.words);
        if self.tape.percent(45) {
            let filter = self.expr(&Ty::Boolean, &inside, depth.min(2) - 1);
            text.push_str(&format!(" where {}", filter.at(Bond::Logic)));
        }
        (text, inside)
    }

    fn number(&mut self, scope: &Scope, depth: usize) -> Expr {
        let deeper = depth - 1;
        match self
            .tape
            .weighted(&[14, 16, 7, 9, 12, 5, 5, 5, 5, 5, 3, 3, 2, 4, 3])
        {
            0 => self.leaf(&Ty::Number, scope),
            1 => {
                let (rows, _) = self.rows(scope, depth, false);
                Expr::new(format!("count({rows})"), Bond::Atom)
            }
            2 => {
                let all = lists(scope);
                let words = &self.tape.pick(&all).words;
                Expr::new(format!("count({words})"), Bond::Atom)
            }
            3 => self.gathered("sum", &Ty::Number, scope, deeper),
            4 => {
                let sign = *self.tape.pick(&[" + ", " - "]);
                let a = self.expr(&Ty::Number, scope, deeper);
                let b = self.expr(&Ty::Number, scope, deeper);
                let text = format!("{}{sign}{}", a.at(Bond::Sum), b.at(Bond::Product));
                Expr::new(text, Bond::Sum).scaled(a.scale.max(b.scale))
            }
            5 => {
                let a = self.expr(&Ty::Number, scope, deeper);
                let b = self.expr(&Ty::Number, scope, deeper);
                let text = format!("{} * {}", a.at(Bond::Product), b.at(Bond::Prefix));
                Expr::new(text, Bond::Product).scaled(a.scale + b.scale)
            }
            6 => {
                let ty = if self.tape.percent(40) {
                    Ty::pesos()
                } else {
                    Ty::Number
                };
                let a = self.expr(&ty, scope, deeper);
                let b = self.expr(&ty, scope, deeper);
                let text = format!("{} / {}", a.at(Bond::Product), b.at(Bond::Prefix));
                Expr::new(text, Bond::Product).scaled(6)
            }
            7 => {
                let form = *self.tape.pick(&["min", "max", "mean"]);
                self.gathered(form, &Ty::Number, scope, deeper)
            }
            8 => {
                let form = *self.tape.pick(&["days", "business_days"]);
                let a = self.expr(&Ty::Date, scope, deeper);
                let b = self.expr(&Ty::Date, scope, deeper);
                Expr::new(format!("{form}({}, {})", a.text, b.text), Bond::Atom)
            }
            9 => {
                let date = self.expr(&Ty::Date, scope, deeper);
                Expr::new(format!("year of {}", date.at(Bond::Atom)), Bond::Prefix)
            }
            10 => {
                let inner = self.expr(&Ty::Number, scope, deeper);
                let digits = self.tape.below(4);
                Expr::new(format!("round({}, {digits})", inner.text), Bond::Atom).scaled(digits)
            }
            11 => {
                let inner = self.expr(&Ty::Number, scope, deeper);
                let scale = inner.scale;
                Expr::new(format!("-{}", inner.at(Bond::Atom)), Bond::Prefix).scaled(scale)
            }
            12 => Expr::new("year", Bond::Atom),
            13 => self.of_two(&Ty::Number, scope, deeper),
            _ => {
                let digits = *self.tape.pick(&["20 %", "0 %", "33.5 %", "250 %"]);
                Expr::new(digits, Bond::Atom).scaled(3)
            }
        }
    }

    /// `max(a, b)`
    fn of_two(&mut self, ty: &Ty, scope: &Scope, depth: usize) -> Expr {
        let form = *self.tape.pick(&["min", "max"]);
        let a = self.expr(ty, scope, depth);
        let b = self.expr(ty, scope, depth);
        let optional = a.optional && b.optional;
        Expr::new(format!("{form}({}, {})", a.text, b.text), Bond::Atom)
            .scaled(a.scale.max(b.scale))
            .maybe(optional)
    }

    /// `sum(e for x in xs where c)` and its like.
    fn gathered(&mut self, form: &str, ty: &Ty, scope: &Scope, depth: usize) -> Expr {
        let records = self.tape.percent(80);
        let (rows, inside) = self.rows(scope, depth.max(1), records);
        let term = if self.tape.percent(70) {
            self.leaf(ty, &inside)
        } else {
            self.expr(ty, &inside, depth.min(2))
        };
        let text = format!("{form}({} for {rows})", term.at(Bond::Logic));
        let scale = if form == "mean" { 6 } else { term.scale };
        Expr::new(text, Bond::Atom)
            .scaled(scale)
            .maybe(form != "sum")
    }

    fn money(&mut self, currency: &str, scope: &Scope, depth: usize) -> Expr {
        let ty = Ty::Money(currency.to_owned());
        let deeper = depth - 1;
        match self.tape.weighted(&[14, 18, 12, 8, 5, 6, 8, 3, 3, 4]) {
            0 => self.leaf(&ty, scope),
            1 => self.gathered("sum", &ty, scope, deeper),
            2 => {
                let sign = *self.tape.pick(&[" + ", " - "]);
                let a = self.expr(&ty, scope, deeper);
                let b = self.expr(&ty, scope, deeper);
                let text = format!("{}{sign}{}", a.at(Bond::Sum), b.at(Bond::Product));
                Expr::new(text, Bond::Sum).scaled(a.scale.max(b.scale))
            }
            3 => {
                let a = self.expr(&ty, scope, deeper);
                let b = self.expr(&Ty::Number, scope, deeper);
                let scale = a.scale + b.scale;
                let text = if self.tape.percent(50) {
                    format!("{} * {}", b.at(Bond::Product), a.at(Bond::Prefix))
                } else {
                    format!("{} * {}", a.at(Bond::Product), b.at(Bond::Prefix))
                };
                Expr::new(text, Bond::Product).scaled(scale)
            }
            4 => {
                let a = self.expr(&ty, scope, deeper);
                let b = self.expr(&Ty::Number, scope, deeper);
                let text = format!("{} / {}", a.at(Bond::Product), b.at(Bond::Prefix));
                Expr::new(text, Bond::Product).scaled(6)
            }
            5 => {
                let form = *self.tape.pick(&["min", "max", "mean"]);
                self.gathered(form, &ty, scope, deeper)
            }
            6 => {
                let dated = self.names.dated.iter().filter(|(_, of)| *of == ty);
                let dated: Vec<&String> = dated.map(|(name, _)| name).collect();
                if dated.is_empty() {
                    return self.leaf(&ty, scope);
                }
                let name = (*self.tape.pick(&dated)).clone();
                let date = self.expr(&Ty::Date, scope, deeper);
                let text = format!("{name} on {}", date.at(Bond::Atom));
                Expr::new(text, Bond::Prefix).scaled(4)
            }
            7 => {
                let inner = self.expr(&ty, scope, deeper);
                let digits = self.tape.below(4);
                Expr::new(format!("round({}, {digits})", inner.text), Bond::Atom).scaled(digits)
            }
            8 => {
                let inner = self.expr(&ty, scope, deeper);
                let scale = inner.scale;
                Expr::new(format!("-{}", inner.at(Bond::Atom)), Bond::Prefix).scaled(scale)
            }
            _ => self.of_two(&ty, scope, deeper),
        }
    }

    fn date(&mut self, scope: &Scope, depth: usize) -> Expr {
        let deeper = depth - 1;
        match self.tape.weighted(&[20, 4, 20, 5, 6, 6, 6]) {
            0 => self.leaf(&Ty::Date, scope),
            1 => Expr::new("as_of", Bond::Atom),
            2 => {
                let sign = *self.tape.pick(&[" + ", " - "]);
                let date = self.expr(&Ty::Date, scope, deeper);
                let unit = self.tape.below(3);
                let duration = self.duration(unit, scope, deeper);
                let text = format!("{}{sign}{}", date.at(Bond::Sum), duration.at(Bond::Product));
                Expr::new(text, Bond::Sum)
            }
            3 => {
                let year = match self.tape.below(4) {
                    0 => Expr::new("year", Bond::Atom),
                    1 => Expr::new("year + 1", Bond::Sum),
                    2 => Expr::new(format!("201{}", self.tape.below(10)), Bond::Atom),
                    _ => Expr::new("packages", Bond::Atom),
                };
                // A date that never exists is an error of the rule book.
                let (months, days) = if year.text.starts_with("201") {
                    (["1", "12", "10", "packages"], ["1", "31", "30", "packages"])
                } else {
                    (["1", "2", "packages", "2"], ["1", "29", "28", "packages"])
                };
                let month = *self.tape.pick(&months);
                let day = *self.tape.pick(&days);
                Expr::new(format!("date({}, {month}, {day})", year.text), Bond::Atom)
            }
            4 => {
                let form = *self.tape.pick(&["min", "max"]);
                self.gathered(form, &Ty::Date, scope, deeper)
            }
            5 => {
                let word = *self.tape.pick(&["next", "previous"]);
                let date = self.expr(&Ty::Date, scope, deeper);
                Expr::new(format!("{word}_business_day({})", date.text), Bond::Atom)
            }
            _ => self.of_two(&Ty::Date, scope, deeper),
        }
    }

    /// `15 business days`, a parameter, or a choice of two.
    fn duration(&mut self, unit: usize, scope: &Scope, depth: usize) -> Expr {
        let unit = UNITS[unit];
        if depth > 0 && self.tape.percent(10) {
            let condition = self.expr(&Ty::Boolean, scope, depth - 1);
            let then = self.duration_literal(unit);
            let other = self.duration_literal(unit);
            let text = format!("if {} then {then} else {other}", condition.at(Bond::Logic));
            return Expr::new(text, Bond::Open);
        }
        let parameters = self.names.durations.iter().filter(|(_, of)| *of == unit);
        let parameters: Vec<&String> = parameters.map(|(name, _)| name).collect();
        if !parameters.is_empty() && self.tape.percent(20) {
            return Expr::new((*self.tape.pick(&parameters)).clone(), Bond::Atom);
        }
        Expr::new(self.duration_literal(unit), Bond::Atom)
    }

    pub fn duration_literal(&mut self, unit: &str) -> String {
        if unit == "months" && self.tape.percent(20) {
            return "1 year".to_owned();
        }
        let count = *self
            .tape
            .pick(&["1", "2", "10", "15", "0", "20", "160", "6", "1200", "99999"]);
        match (count, unit) {
            ("1", "days") => "1 day".to_owned(),
            ("1", "business days") => "1 business day".to_owned(),
            ("1", "months") => "1 month".to_owned(),
            _ => format!("{count} {unit}"),
        }
    }

    fn compare(&mut self, a: &Expr, words: &str, b: &Expr) -> Expr {
        let text = format!("{} {words} {}", a.at(Bond::Sum), b.at(Bond::Sum));
        Expr::new(text, Bond::Comparison)
    }

    /// A type whose values can be put in order.
    fn ordered(&mut self) -> Ty {
        match self.tape.weighted(&[8, 9, 8, 3, 1]) {
            0 => Ty::Number,
            1 => Ty::pesos(),
            2 => Ty::Date,
            3 => Ty::Enum("Rank".to_owned()),
            _ => Ty::Money("USD".to_owned()),
        }
    }

    fn condition(&mut self, scope: &Scope, depth: usize) -> Expr {
        let deeper = depth - 1;
        match self
            .tape
            .weighted(&[8, 22, 14, 8, 4, 8, 3, 14, 12, 10, 4, 4, 8, 22, 4])
        {
            0 => self.leaf(&Ty::Boolean, scope),
            1 => {
                let ty = self.ordered();
                let words = match (&ty, self.tape.percent(50)) {
                    (Ty::Date, true) => {
                        *self
                            .tape
                            .pick(&["before", "after", "on or before", "on or after"])
                    }
                    _ => *self.tape.pick(&["<=", ">=", "<", ">", "=", "!="]),
                };
                let a = self.expr(&ty, scope, deeper);
                let b = self.expr(&ty, scope, deeper);
                self.compare(&a, words, &b)
            }
            2 => {
                let word = *self.tape.pick(&[" and ", " or "]);
                let parts: Vec<String> = (0..2 + self.tape.below(2))
                    .map(|_| self.expr(&Ty::Boolean, scope, deeper).at(Bond::Not))
                    .collect();
                Expr::new(parts.join(word), Bond::Logic)
            }
            3 => {
                let inner = self.expr(&Ty::Boolean, scope, deeper);
                Expr::new(format!("not {}", inner.at(Bond::Comparison)), Bond::Not)
            }
            4 => {
                let condition = self.expr(&Ty::Boolean, scope, deeper);
                let then = self.expr(&Ty::Boolean, scope, deeper);
                let mut text = format!(
                    "if {} then {}",
                    condition.at(Bond::Logic),
                    then.at(Bond::Logic)
                );
                if self.tape.percent(40) {
                    let other = self.expr(&Ty::Boolean, scope, deeper);
                    text.push_str(&format!(" else {}", other.at(Bond::Logic)));
                }
                Expr::new(text, Bond::Open)
            }
            5 => self.equality(scope, deeper),
            6 => {
                let ty = self.ordered();
                let x = self.expr(&ty, scope, deeper);
                let low = self.expr(&ty, scope, deeper.min(1));
                let high = self.expr(&ty, scope, deeper.min(1));
                let text = format!(
                    "{} between {} and {}",
                    x.at(Bond::Sum),
                    low.at(Bond::Sum),
                    high.at(Bond::Sum)
                );
                Expr::new(text, Bond::Comparison)
            }
            7 => self.deadline(scope, deeper),
            8 => self.presence(scope, deeper),
            9 => self.within_set(scope, deeper),
            10 => self.within_list(scope),
            11 => self.gap(scope, deeper),
            // A cap over a gathered amount, where ranges show.
            12 => {
                let words = *self.tape.pick(&["<=", ">=", "<", ">", "=", "!="]);
                let cap = self.leaf(&Ty::pesos(), scope);
                let sum = self.gathered("sum", &Ty::pesos(), scope, deeper);
                self.compare(&sum, words, &cap)
            }
            13 => {
                let form = *self.tape.pick(&["every", "some", "no"]);
                let (rows, inside) = self.rows(scope, depth, false);
                let body = self.expr(&Ty::Boolean, &inside, deeper);
                let text = format!("{form} {rows} satisfies {}", body.at(Bond::Logic));
                Expr::new(text, Bond::Open)
            }
            _ => {
                let words = *self.tape.pick(&["<=", ">=", "<", ">", "=", "!="]);
                let (rows, _) = self.rows(scope, depth, false);
                let cap = self.leaf(&Ty::Number, scope);
                self.compare(
                    &Expr::new(format!("count({rows})"), Bond::Atom),
                    words,
                    &cap,
                )
            }
        }
    }

    fn equality(&mut self, scope: &Scope, depth: usize) -> Expr {
        let words = *self.tape.pick(&["=", "!="]);
        let ty = match self.tape.below(7) {
            0 => Ty::Text,
            1 | 2 => {
                let names: Vec<&String> = schema().enums.keys().collect();
                Ty::Enum((*self.tape.pick(&names)).clone())
            }
            3 => Ty::Boolean,
            _ => Ty::Row((*self.tape.pick(&["projects", "projects", "requests"])).to_owned()),
        };
        let known = match &ty {
            Ty::Row(list) if list == "requests" => !self.named(&ty, scope).is_empty(),
            _ => true,
        };
        let ty = if known { ty } else { Ty::Text };
        let a = self.expr(&ty, scope, depth.min(1));
        let mut b = self.expr(&ty, scope, depth.min(1));
        // Beside a field, the enum expected is known.
        if a.text.contains('.') && !a.text.starts_with(char::is_uppercase) {
            b.text = b.text.replace("Mark.doubtful", "doubtful");
        }
        self.compare(&a, words, &b)
    }

    fn deadline(&mut self, scope: &Scope, depth: usize) -> Expr {
        let near: Vec<Expr> = (self.named(&Ty::Date, scope).into_iter())
            .chain(self.fields_of_filing(&Ty::Date))
            .collect();
        let silent: Vec<&Expr> = near.iter().filter(|date| date.optional).collect();
        let done = if !silent.is_empty() && self.tape.percent(80) {
            (*self.tape.pick(&silent)).clone()
        } else {
            self.expr(&Ty::Date, scope, depth)
        };
        let deadline = self.expr(&Ty::Date, scope, depth.max(1));
        self.compare(&done, "by", &deadline)
    }

    fn presence(&mut self, scope: &Scope, depth: usize) -> Expr {
        let words = *self.tape.pick(&["is given", "is not given"]);
        if depth > 0 && self.tape.percent(10) {
            let ty = self.tape.pick(&[Ty::Number, Ty::pesos(), Ty::Date]).clone();
            let form = *self.tape.pick(&["min", "max"]);
            let gathered = self.gathered(form, &ty, scope, depth);
            return Expr::new(format!("{} {words}", gathered.text), Bond::Comparison);
        }
        let silent = |prefix: String, record: &str| {
            let silent = reachable(record).iter().filter(|path| path.optional);
            silent.map(move |path| format!("{prefix}{}", path.words))
        };
        let mut all: Vec<String> = Vec::new();
        for var in scope.vars.iter().rev() {
            if let What::Row { record, .. } | What::Nested(record) = &var.what {
                all.extend(silent(format!("{}.", var.name), record));
            }
        }
        if all.is_empty() || self.tape.percent(20) {
            all.extend(silent(String::new(), "filing"));
        }
        let what = self.tape.pick(&all);
        Expr::new(format!("{what} {words}"), Bond::Comparison)
    }

    fn within_set(&mut self, scope: &Scope, depth: usize) -> Expr {
        let words = *self.tape.pick(&["in", "not in"]);
        let names: Vec<&String> = schema().enums.keys().collect();
        let ty = match self.tape.below(6) {
            0..=2 => Ty::Enum((*self.tape.pick(&names)).clone()),
            3 => Ty::Number,
            4 => Ty::Text,
            _ => Ty::Date,
        };
        let x = self.expr(&ty, scope, depth.min(1));
        let sets = self.names.sets.iter().filter(|(_, of)| *of == ty);
        let sets: Vec<&String> = sets.map(|(name, _)| name).collect();
        let set = if !sets.is_empty() && self.tape.percent(50) {
            (*self.tape.pick(&sets)).clone()
        } else {
            self.set_of(&ty)
        };
        Expr::new(
            format!("{} {words} {set}", x.at(Bond::Sum)),
            Bond::Comparison,
        )
    }

    /// `x in xs`: only what the list's rows may see.
    fn within_list(&mut self, scope: &Scope) -> Expr {
        let words = *self.tape.pick(&["in", "not in"]);
        let all: Vec<_> = (lists(scope).into_iter())
            .filter(|source| matches!(source.item, What::Value(_)))
            .collect();
        let source = self.tape.pick(&all).clone();
        let What::Value(kind) = &source.item else {
            panic!("a list of values holds values");
        };
        let ty = Ty::of(kind).expect("a value has a type");
        let x = self.leaf(&ty, &source.inside(scope, "itself").around());
        Expr::new(
            format!("{} {words} {}", x.text, source.words),
            Bond::Comparison,
        )
    }

    fn gap(&mut self, scope: &Scope, depth: usize) -> Expr {
        let (rows, inside) = self.rows(scope, depth.max(1), true);
        let date = self.leaf(&Ty::Date, &inside);
        // The ends stand around the rows, and may name what the rows may.
        let around = inside.around();
        let from = self.expr(&Ty::Date, &around, depth.min(1));
        let to = self.expr(&Ty::Date, &around, depth.min(1));
        let words = *self.tape.pick(&["<=", "<", ">", ">="]);
        let unit = self.tape.below(3);
        let duration = self.duration(unit, scope, 0);
        let text = format!(
            "longest_gap({} for {rows}, {}, {}) {words} {}",
            date.text,
            from.at(Bond::Logic),
            to.at(Bond::Logic),
            duration.text
        );
        Expr::new(text, Bond::Comparison)
    }
}
