//! A listing of the tree without places, for people and snapshots.
//!
//! Expressions stand in prefix form, so that the listing shows what binds to what:
//! `a and not b` is `(and a (not b))`.

use super::ast::{
    ClauseBody, ClauseLines, Exception, Expr, ExprKind, Field, File, Item, Loop, Message,
    MessagePart, Name, ParameterReading, ParameterValue, ProvisionBody, Ruleset, Text, Translated,
    Verb,
};
use super::spelling::{
    aggregate_of, arithmetic_of, clause_line_of, compare_of, date_of, kind_of, quantifier_of,
    severity_of, total_of, type_of, unit_of, verb_of,
};

/// The listing of a whole file.
pub fn list(file: &File) -> String {
    let mut listing = Listing::default();
    for item in &file.items {
        listing.item(item);
    }
    listing.out
}

/// An expression in prefix form.
pub fn list_expr(expr: &Expr) -> String {
    expr_of(expr)
}

#[derive(Default)]
struct Listing {
    out: String,
}

impl Listing {
    fn head(&mut self, text: impl AsRef<str>) {
        self.out.push_str(text.as_ref());
        self.out.push('\n');
    }

    fn line(&mut self, text: impl AsRef<str>) {
        self.out.push_str("  ");
        self.head(text);
    }

    fn text(&mut self, word: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.line(format!("{word} {:?}", text.value));
        }
    }

    fn expr(&mut self, word: &str, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.line(format!("{word} {}", expr_of(expr)));
        }
    }

    fn exceptions(&mut self, exceptions: &[Exception]) {
        for exception in exceptions {
            self.expr("except", Some(&exception.when));
            if let Some(cites) = &exception.cites {
                self.line(format!("  cites {:?}", cites.value));
            }
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Vocabulary(name) => self.head(format!("vocabulary {}", name.text)),
            Item::Authority(authority) => {
                self.head(format!(
                    "authority {} {:?}",
                    authority.name.text, authority.label.value
                ));
            }
            Item::Enum(item) => {
                self.head(format!(
                    "enum {}{}",
                    item.name.text,
                    if item.ordered { " ordered" } else { "" }
                ));
                for member in &item.members {
                    let label = member
                        .label
                        .as_ref()
                        .map(|label| format!(" {:?}", label.value));
                    self.line(format!("{}{}", member.name.text, label.unwrap_or_default()));
                }
            }
            Item::Record(item) => {
                self.head(format!("record {}", item.name.text));
                item.fields.iter().for_each(|field| self.field(field));
            }
            Item::Filing(item) => {
                self.head("filing");
                item.key
                    .iter()
                    .for_each(|name| self.line(format!("key = {}", name.text)));
                item.year
                    .iter()
                    .for_each(|name| self.line(format!("year = {}", name.text)));
                item.fields.iter().for_each(|field| self.field(field));
            }
            Item::Calendar(item) => {
                self.head(format!("calendar {}", item.name.text));
                item.rest
                    .iter()
                    .for_each(|day| self.line(format!("rest {}", day.text)));
                item.covers
                    .iter()
                    .for_each(|(first, last, _)| self.line(format!("covers {first}..{last}")));
                for (date, label) in &item.holidays {
                    let label = label.as_ref().map(|label| format!(" {:?}", label.value));
                    self.line(format!(
                        "holiday {}{}",
                        date_of(date),
                        label.unwrap_or_default()
                    ));
                }
                for (first, last, label) in &item.closed {
                    let label = label.as_ref().map(|label| format!(" {:?}", label.value));
                    self.line(format!(
                        "closed {} to {}{}",
                        date_of(first),
                        date_of(last),
                        label.unwrap_or_default()
                    ));
                }
                item.review
                    .iter()
                    .for_each(|why| self.text("review", Some(why)));
            }
            Item::Ruleset(item) => self.ruleset(item),
            Item::Part(item) => {
                self.head(format!(
                    "part of {} {}",
                    item.version.ruleset.text, item.version.version.text
                ));
            }
            Item::Provision(item) => self.provision(item.verb, &item.body),
            Item::Amends(item) => {
                let title = item
                    .title
                    .as_ref()
                    .map(|title| format!(" {:?}", title.value));
                self.head(format!(
                    "amends clause {}{}",
                    item.id.text,
                    title.unwrap_or_default()
                ));
                self.clause_lines(&item.lines);
                for (line, _) in &item.drops {
                    self.line(format!("drops {}", clause_line_of(*line)));
                }
            }
            Item::Repeal(item) => {
                self.head(format!("repeals {} {}", kind_of(item.kind), item.name.text))
            }
            Item::Translation(item) => {
                let (name, version) = (&item.version.ruleset.text, &item.version.version.text);
                self.head(format!(
                    "translation {} {name} {version}",
                    item.language.text
                ));
                self.text("title", item.title.as_ref());
            }
            Item::Translated(item) => self.translated(item),
            Item::Sets(item) => {
                self.head(format!("sets parameter {}", item.name.text));
                self.value(&item.value);
                self.readings(&item.readings);
                self.text("review", item.review.as_ref());
                self.text("cites", item.cites.as_ref());
            }
        }
    }

    fn translated(&mut self, item: &Translated) {
        match item {
            Translated::Authority(name, label) => {
                self.head(format!("authority {} {:?}", name.text, label.value));
            }
            Translated::Enum(name, members) => {
                self.head(format!("enum {}", name.text));
                self.labels(members);
            }
            Translated::Record(name, label, fields) => {
                self.head(format!("record {}", name.text));
                self.text("label", label.as_ref());
                self.labels(fields);
            }
            Translated::Filing(_, fields) => {
                self.head("filing");
                self.labels(fields);
            }
            Translated::Clause(clause) => {
                self.head(format!("clause {}", clause.id.text));
                self.text("title", clause.title.as_ref());
                self.text("text", clause.text.as_ref());
                self.message("otherwise", clause.otherwise.as_ref());
                self.message("remedy", clause.remedy.as_ref());
            }
            Translated::Indicator(name, title) => {
                self.head(format!("indicator {} {:?}", name.text, title.value));
            }
        }
    }

    fn labels(&mut self, labels: &[(Name, Text)]) {
        for (name, label) in labels {
            self.line(format!("{} {:?}", name.text, label.value));
        }
    }

    fn field(&mut self, field: &Field) {
        let mut line = format!("{}: {}", field.name.text, type_of(&field.ty));
        if field.key.is_some() {
            line.push_str(" key");
        }
        if let Some(from) = &field.from {
            line.push_str(&format!(" from {:?}", from.value));
        }
        self.line(line);
    }

    fn ruleset(&mut self, item: &Ruleset) {
        let amends = item
            .amends
            .as_ref()
            .map(|name| format!(" amends {}", name.text));
        let (name, version) = (&item.version.ruleset.text, &item.version.version.text);
        self.head(format!(
            "ruleset {name} {version}{}",
            amends.unwrap_or_default()
        ));
        self.text("title", item.title.as_ref());
        if let Some((date, place)) = &item.published {
            self.line(format!("published {} in {:?}", date_of(date), place.value));
        }
        if let Some(date) = &item.in_force {
            self.line(format!("in force {}", date_of(date)));
        }
        if item.draft.is_some() {
            self.line("draft");
        }
        if let Some((from, to, at)) = &item.consulted {
            let (from, to) = (date_of(from), date_of(to));
            self.line(format!("consulted {from} to {to} at {:?}", at.value));
        }
        if let Some(years) = item.years {
            let last = years.last.map_or(String::new(), |last| last.to_string());
            self.line(format!("years {}..{last}", years.first));
        }
        self.text("review", item.review.as_ref());
        self.expr("applies", item.applies.as_ref());
        self.exceptions(&item.exceptions);
    }

    fn value(&mut self, value: &ParameterValue) {
        match value {
            ParameterValue::Plain(expr) => self.expr("=", Some(expr)),
            ParameterValue::Dated { steps, until } => {
                for (date, expr) in steps {
                    self.line(format!("from {} = {}", date_of(date), expr_of(expr)));
                }
                if let Some(date) = until {
                    self.line(format!("until {}", date_of(date)));
                }
            }
            ParameterValue::Table(rows) => {
                for row in rows {
                    self.line(format!("row {}", row.words()));
                    self.value(&row.value);
                }
            }
        }
    }

    fn readings(&mut self, readings: &[ParameterReading]) {
        for reading in readings {
            let value = expr_of(&reading.value);
            self.line(format!("reading {value} {:?}", reading.why.value));
        }
    }

    fn provision(&mut self, verb: Verb, body: &ProvisionBody) {
        let head = format!(
            "{}{} {}",
            verb_of(verb),
            kind_of(body.kind()),
            body.name().text
        );
        match body {
            ProvisionBody::Clause(clause) => {
                self.head(format!("{head} {:?}", clause.title.value));
                self.clause_lines(&clause.lines());
            }
            ProvisionBody::Parameter(parameter) => {
                let ty = parameter.ty.as_ref().map(|ty| format!(": {}", type_of(ty)));
                let keys: Vec<&str> = parameter.keys.iter().map(|key| key.text.as_str()).collect();
                let keys = match keys.is_empty() {
                    true => String::new(),
                    false => format!("({})", keys.join(", ")),
                };
                self.head(format!("{head}{keys}{}", ty.unwrap_or_default()));
                self.value(&parameter.value);
                self.readings(&parameter.readings);
                self.text("review", parameter.review.as_ref());
                self.text("cites", parameter.cites.as_ref());
            }
            ProvisionBody::Define(define) => {
                self.head(head);
                for (name, ty) in &define.params {
                    self.line(format!("{}: {}", name.text, type_of(ty)));
                }
                self.expr("=", Some(&define.body));
                self.text("cites", define.cites.as_ref());
                self.text("review", define.review.as_ref());
            }
            ProvisionBody::Indicator(indicator) => {
                let unit = indicator
                    .unit
                    .as_ref()
                    .map(|unit| format!(" in {}", unit.text));
                self.head(format!(
                    "{head} {:?}{}",
                    indicator.title.value,
                    unit.unwrap_or_default()
                ));
                self.text("cites", indicator.cites.as_ref());
                self.text("review", indicator.review.as_ref());
                self.expr("value", Some(&indicator.value));
                if let Some((total, _)) = indicator.total {
                    self.line(format!("total {}", total_of(total)));
                }
            }
        }
    }

    fn clause_lines(&mut self, clause: &ClauseLines) {
        self.text("text", clause.text.as_ref());
        self.text("cites", clause.cites.as_ref());
        if let Some(name) = &clause.authority {
            self.line(format!("authority {}", name.text));
        }
        if let Some(name) = &clause.binds {
            self.line(format!("binds {}", name.text));
        }
        if let Some((severity, _)) = clause.severity {
            self.line(format!("severity {}", severity_of(severity)));
        }
        self.text("review", clause.review.as_ref());
        if let Some(each) = &clause.for_each {
            for (name, list) in &each.loops {
                self.line(format!("for each {} in {}", name.text, expr_of(list)));
            }
            self.expr("  where", each.filter.as_ref());
        }
        self.expr("governed", clause.governed.as_ref());
        self.expr("applies", clause.applies.as_ref());
        self.exceptions(&clause.exceptions);
        match &clause.body {
            Some(ClauseBody::Requires(expr)) => self.expr("requires", Some(expr)),
            Some(ClauseBody::NotJudged(why)) => self.text("not judged", Some(why)),
            None => {}
        }
        self.message("otherwise", clause.otherwise.as_ref());
        self.message("remedy", clause.remedy.as_ref());
    }

    fn message(&mut self, word: &str, message: Option<&Message>) {
        if let Some(message) = message {
            let parts: Vec<String> = message
                .parts
                .iter()
                .map(|part| match part {
                    MessagePart::Text(text) => format!("{text:?}"),
                    MessagePart::Expr(expr) => format!("{{{}}}", expr_of(expr)),
                })
                .collect();
            self.line(format!("{word} {}", parts.join(" ")));
        }
    }
}

fn all(exprs: &[Expr]) -> String {
    let exprs: Vec<String> = exprs.iter().map(expr_of).collect();
    exprs.join(" ")
}

fn loop_of(over: &Loop) -> String {
    let filter = over
        .filter
        .as_ref()
        .map(|filter| format!(" where {}", expr_of(filter)));
    format!(
        "[{} in {}{}]",
        over.variable.text,
        expr_of(&over.list),
        filter.unwrap_or_default()
    )
}

fn expr_of(expr: &Expr) -> String {
    let two = |word: &str, a: &Expr, b: &Expr| format!("({word} {} {})", expr_of(a), expr_of(b));
    match &expr.kind {
        ExprKind::Number(digits) => digits.clone(),
        ExprKind::Percent(digits) => format!("{digits}%"),
        ExprKind::ThisClause => "this-clause".to_owned(),
        ExprKind::Money(digits, currency) => format!("{digits} {}", currency.text),
        ExprKind::Date(date) => date_of(date),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Boolean(value) => value.to_string(),
        ExprKind::Duration(count, unit) => format!("{count} {}", unit_of(count, *unit)),
        ExprKind::Set(members) => format!("{{{}}}", all(members)),
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Field(of, name) => format!("{}.{}", expr_of(of), name.text),
        ExprKind::Call(name, arguments) if arguments.is_empty() => format!("(call {})", name.text),
        ExprKind::Call(name, arguments) => format!("(call {} {})", name.text, all(arguments)),
        ExprKind::Of(list, row) => two("of", list, row),
        ExprKind::YearOf(date) => format!("(year of {})", expr_of(date)),
        ExprKind::On(value, date) => two("on", value, date),
        ExprKind::Negate(value) => format!("(- {})", expr_of(value)),
        ExprKind::Arithmetic(op, a, b) => two(arithmetic_of(*op), a, b),
        ExprKind::Compare(op, a, b) => two(compare_of(*op), a, b),
        ExprKind::Between(value, low, high) => {
            format!(
                "(between {} {} {})",
                expr_of(value),
                expr_of(low),
                expr_of(high)
            )
        }
        ExprKind::In(value, set, negated) => {
            two(if *negated { "not in" } else { "in" }, value, set)
        }
        ExprKind::IsGiven(value, negated) => {
            format!(
                "({} {})",
                if *negated { "not given" } else { "given" },
                expr_of(value)
            )
        }
        ExprKind::Not(operand) => format!("(not {})", expr_of(operand)),
        ExprKind::And(operands) => format!("(and {})", all(operands)),
        ExprKind::Or(operands) => format!("(or {})", all(operands)),
        ExprKind::If(condition, yes, None) => two("if", condition, yes),
        ExprKind::If(condition, yes, Some(no)) => {
            format!(
                "(if {} {} {})",
                expr_of(condition),
                expr_of(yes),
                expr_of(no)
            )
        }
        ExprKind::Quantifier(kind, over, body) => {
            format!(
                "({} {} {})",
                quantifier_of(*kind),
                loop_of(over),
                expr_of(body)
            )
        }
        ExprKind::CountList(list) => format!("(count {})", expr_of(list)),
        ExprKind::Count(over) => format!("(count {})", loop_of(over)),
        ExprKind::Aggregate(kind, of, over) => {
            format!(
                "({} {} {})",
                aggregate_of(*kind),
                expr_of(of),
                loop_of(over)
            )
        }
        ExprKind::LongestGap(of, over, from, to) => {
            format!(
                "(longest_gap {} {} {} {})",
                expr_of(of),
                loop_of(over),
                expr_of(from),
                expr_of(to)
            )
        }
    }
}
