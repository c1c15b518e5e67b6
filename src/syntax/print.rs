//! The tree as text, in the one layout of the language.
//!
//! Comes in: a tree. Goes out: a text that reads back as the same tree; printing that again changes
//! nothing. Comments are not in the tree.

use super::ast::{
    Amends, Calendar, Clause, ClauseBody, ClauseLines, Define, Enum, Exception, Expr, Field, File,
    Filing, ForEach, Indicator, Item, Message, MessagePart, Name, Parameter, ParameterReading,
    ParameterValue, ProvisionBody, Record, Ruleset, Sets, TableRow, Text, Translated,
};
use super::layout::{WIDTH, broken, flat, flat_list, stands_between};
use super::spelling::{
    clause_line_of, date_of, escaped, kind_of, quoted, severity_of, total_of, type_of, verb_of,
    words_of,
};
use unicode_width::UnicodeWidthStr;

/// A file in the one layout of the language.
pub fn print(file: &File) -> String {
    print_around(file, &[])
}

/// The same, with the bytes at which comments stand: an expression with a comment in it is broken
/// over lines, so that the comment still stands beside what it speaks of.
pub(super) fn print_around(file: &File, comments: &[u32]) -> String {
    let mut out = String::new();
    for (at, item) in file.items.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &file.items[before]);
        if before.is_some_and(|before| !belong_together(before, item)) {
            out.push('\n');
        }
        let mut printer = Printer { out, comments };
        match item {
            Item::Authority(authority) => {
                let width = authorities_around(&file.items, at);
                let name = padded(&authority.name.text, width);
                printer.line(&format!(
                    "authority {name} {}",
                    quoted(&authority.label.value)
                ));
            }
            _ => printer.item(item),
        }
        out = printer.out;
    }
    out
}

/// An expression on one line, with no more parentheses than it needs.
pub fn print_expr(expr: &Expr) -> String {
    flat(expr, false)
}

/// An expression in the one layout: on one line where it fits, else broken and indented.
pub fn print_broken(expr: &Expr) -> String {
    broken(expr, 0, 0, &[])
}

/// What a clause goes through, on one line: `r in requests where r.amount > 0 MXN`.
pub fn print_rows(each: &ForEach) -> String {
    let mut rows = loops_of(each);
    if let Some(filter) = &each.filter {
        rows.push_str(" where ");
        rows.push_str(&flat(filter, false));
    }
    rows
}

/// Whether no blank line parts two items.
fn belong_together(a: &Item, b: &Item) -> bool {
    matches!(
        (a, b),
        (Item::Authority(_), Item::Authority(_)) | (Item::Repeal(_), Item::Repeal(_))
    )
}

/// The width of the longest name among the authorities that stand together with this one.
fn authorities_around(items: &[Item], at: usize) -> usize {
    let name = |item: &Item| match item {
        Item::Authority(authority) => Some(authority.name.text.width()),
        _ => None,
    };
    let before = items[..at].iter().rev().map_while(name);
    let after = items[at..].iter().map_while(name);
    before.chain(after).max().unwrap_or(0)
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

struct Printer<'c> {
    out: String,
    comments: &'c [u32],
}

impl Printer<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// An indented line whose first words have a column of their own.
    fn worded(&mut self, words: &str, width: usize, rest: &str) {
        self.line(&format!(
            "  {} {rest}",
            padded(words, width.saturating_sub(1))
        ));
    }

    /// A line with a text that may run over lines.
    fn text(&mut self, words: &str, width: usize, text: Option<&Text>) {
        if let Some(text) = text {
            let pieces = [Piece::Words(words_of(text))];
            let wrapped = wrap(&pieces, column(words, width) + 1);
            self.worded(words, width, &wrapped);
        }
    }

    /// A line with an expression that may run over lines.
    fn expr(&mut self, words: &str, width: usize, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            let column = column(words, width);
            self.worded(words, width, &broken(expr, column, column, self.comments));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Vocabulary(name) => self.line(&format!("vocabulary {}", name.text)),
            Item::Authority(authority) => {
                self.line(&format!(
                    "authority {} {}",
                    authority.name.text,
                    quoted(&authority.label.value)
                ));
            }
            Item::Enum(item) => self.enumeration(item),
            Item::Record(item) => self.record(item),
            Item::Filing(item) => self.filing(item),
            Item::Calendar(item) => self.calendar(item),
            Item::Ruleset(item) => self.ruleset(item),
            Item::Part(item) => {
                self.line(&format!(
                    "part of {} {}",
                    item.version.ruleset.text, item.version.version.text
                ));
            }
            Item::Provision(item) => {
                let verb = verb_of(item.verb);
                match item.body.as_ref() {
                    ProvisionBody::Clause(clause) => self.clause(verb, clause),
                    ProvisionBody::Parameter(parameter) => self.parameter(verb, parameter),
                    ProvisionBody::Define(define) => self.define(verb, define),
                    ProvisionBody::Indicator(indicator) => self.indicator(verb, indicator),
                }
            }
            Item::Amends(item) => self.amends(item),
            Item::Repeal(item) => self.line(&format!(
                "repeals {} {}",
                kind_of(item.kind),
                item.name.text
            )),
            Item::Sets(item) => self.sets(item),
            Item::Translation(item) => {
                let (name, version) = (&item.version.ruleset.text, &item.version.version.text);
                self.line(&format!(
                    "translation {} of {name} {version}",
                    item.language.text
                ));
                self.text("title", 6, item.title.as_ref());
            }
            Item::Translated(item) => self.translated(item),
        }
    }

    fn translated(&mut self, item: &Translated) {
        match item {
            Translated::Authority(name, label) => {
                self.line(&format!("authority {} {}", name.text, quoted(&label.value)));
            }
            Translated::Enum(name, members) => {
                self.line(&format!("enum {}", name.text));
                self.labels(members);
            }
            Translated::Record(name, label, fields) => {
                let label = label.as_ref().map(|label| quoted(&label.value));
                self.line(&format!(
                    "record {} {}",
                    name.text,
                    label.unwrap_or_default()
                ));
                self.labels(fields);
            }
            Translated::Filing(_, fields) => {
                self.line("filing");
                self.labels(fields);
            }
            Translated::Clause(clause) => {
                let head = format!("clause {}", clause.id.text);
                match &clause.title {
                    Some(title) => self.titled(&head, title),
                    None => self.line(&head),
                }
                self.text("text", 12, clause.text.as_ref());
                self.message("otherwise", 12, clause.otherwise.as_ref());
                self.message("remedy", 12, clause.remedy.as_ref());
            }
            Translated::Indicator(name, title) => {
                self.titled(&format!("indicator {}", name.text), title);
            }
        }
    }

    fn labels(&mut self, labels: &[(Name, Text)]) {
        let width = labels.iter().map(|(name, _)| name.text.width()).max();
        for (name, label) in labels {
            let name = padded(&name.text, width.unwrap_or(0));
            let head = format!("  {name} ");
            self.titled(&head, label);
        }
    }

    fn enumeration(&mut self, item: &Enum) {
        self.line(&format!(
            "enum {}{}",
            item.name.text,
            if item.ordered { " ordered" } else { "" }
        ));
        let width = item
            .members
            .iter()
            .map(|member| member.name.text.width())
            .max()
            .unwrap_or(0);
        for member in &item.members {
            let head = format!("  {}", padded(&member.name.text, width));
            match &member.label {
                Some(label) => self.titled(&head, label),
                None => self.line(&head),
            }
        }
    }

    fn record(&mut self, item: &Record) {
        self.line(&format!("record {}", item.name.text));
        self.fields(&item.fields);
    }

    fn filing(&mut self, item: &Filing) {
        self.line("filing");
        let keys = item.key.iter().map(|name| ("key ", name));
        let years = item.year.iter().map(|name| ("year", name));
        let mut named: Vec<_> = keys.chain(years).collect();
        named.sort_by_key(|(_, name)| name.span.start);
        for (word, name) in named {
            self.line(&format!("  {word}  {}", name.text));
        }
        self.fields(&item.fields);
    }

    fn fields(&mut self, fields: &[Field]) {
        let width = fields
            .iter()
            .map(|field| field.name.text.width())
            .max()
            .unwrap_or(0);
        for field in fields {
            let key = if field.key.is_some() { " key" } else { "" };
            let from = field
                .from
                .as_ref()
                .map(|from| format!(" from {}", quoted(&from.value)));
            let name = padded(&field.name.text, width);
            self.line(&format!(
                "  {name}  {}{key}{}",
                type_of(&field.ty),
                from.unwrap_or_default()
            ));
        }
    }

    fn calendar(&mut self, item: &Calendar) {
        self.line(&format!("calendar {}", item.name.text));
        if !item.rest.is_empty() {
            let days: Vec<&str> = item.rest.iter().map(|day| day.text.as_str()).collect();
            self.worded("rest", 9, &days.join(", "));
        }
        for (first, last, _) in &item.covers {
            self.worded("covers", 9, &year_range(*first, *last));
        }
        for why in &item.review {
            self.text("review", 9, Some(why));
        }
        for (date, label) in &item.holidays {
            let label = label.as_ref().map(|label| quoted(&label.value));
            self.worded(
                "holiday",
                9,
                &format!("{} {}", date_of(date), label.unwrap_or_default()),
            );
        }
        for (first, last, label) in &item.closed {
            let label = label.as_ref().map(|label| quoted(&label.value));
            let span = format!("{} to {}", date_of(first), date_of(last));
            self.worded(
                "closed",
                9,
                &format!("{span} {}", label.unwrap_or_default()),
            );
        }
    }

    fn ruleset(&mut self, item: &Ruleset) {
        const WORDS: usize = 11;
        let amends = item
            .amends
            .as_ref()
            .map(|name| format!(" amends {}", name.text));
        let (name, version) = (&item.version.ruleset.text, &item.version.version.text);
        self.line(&format!(
            "ruleset {name} {version}{}",
            amends.unwrap_or_default()
        ));
        self.text("title", WORDS, item.title.as_ref());
        if let Some((date, place)) = &item.published {
            self.worded(
                "published",
                WORDS,
                &format!("{} in {}", date_of(date), quoted(&place.value)),
            );
        }
        if let Some(date) = &item.in_force {
            self.worded("in force", WORDS, &format!("from {}", date_of(date)));
        }
        if item.draft.is_some() {
            self.line("  draft");
        }
        if let Some(years) = item.years {
            let range = match years.last {
                Some(last) => year_range(years.first, last),
                None => format!("from {:04}", years.first),
            };
            self.worded("for years", WORDS, &range);
        }
        if let Some((from, to, at)) = &item.consulted {
            let (from, to) = (date_of(from), date_of(to));
            let span = format!("{from} to {to} at {}", quoted(&at.value));
            self.worded("consulted", WORDS, &span);
        }
        self.text("review", WORDS, item.review.as_ref());
        self.expr("applies when", WORDS, item.applies.as_ref());
        self.exceptions(WORDS, &item.exceptions);
    }

    fn exceptions(&mut self, width: usize, exceptions: &[Exception]) {
        for exception in exceptions {
            let column = column("except when", width);
            let mut rest = broken(&exception.when, column, column, self.comments);
            if let Some(cites) = &exception.cites {
                let beside = format!(" cites {}", quoted(&cites.value));
                let held = stands_between(self.comments, exception.when.span.end, cites.span.start);
                if !held && last_column(&rest, column) + beside.width() <= WIDTH {
                    rest.push_str(&beside);
                } else {
                    let pieces = [Piece::Words(words_of(cites))];
                    let cites = wrap(&pieces, column + "cites ".len() + 1);
                    rest.push_str(&format!("\n{}cites {cites}", " ".repeat(column)));
                }
            }
            self.worded("except when", width, &rest);
        }
    }

    fn clause(&mut self, verb: &str, clause: &Clause) {
        self.titled(&format!("{verb}clause {}", clause.id.text), &clause.title);
        self.clause_lines(&clause.lines());
    }

    fn amends(&mut self, item: &Amends) {
        let head = format!("amends clause {}", item.id.text);
        match &item.title {
            Some(title) => self.titled(&head, title),
            None => self.line(&head),
        }
        self.clause_lines(&item.lines);
        for (line, _) in &item.drops {
            self.line(&format!("  drops {}", clause_line_of(*line)));
        }
    }

    /// A clause's name and its title, which may run over lines.
    fn titled(&mut self, head: &str, title: &Text) {
        self.line(&format!("{head} {}", title_after(head, title)));
    }

    fn clause_lines(&mut self, clause: &ClauseLines) {
        const WORDS: usize = 12;
        self.text("text", WORDS, clause.text.as_ref());
        self.text("cites", WORDS, clause.cites.as_ref());
        if let Some(name) = &clause.authority {
            self.worded("authority", WORDS, &name.text);
        }
        if let Some(name) = &clause.binds {
            self.worded("binds", WORDS, &name.text);
        }
        if let Some((severity, _)) = clause.severity {
            self.worded("severity", WORDS, severity_of(severity));
        }
        self.text("review", WORDS, clause.review.as_ref());
        if let Some(each) = &clause.for_each {
            self.for_each(WORDS, each, clause.governed.as_ref());
        } else {
            self.expr("governed by", WORDS, clause.governed.as_ref());
        }
        self.expr("applies when", WORDS, clause.applies.as_ref());
        self.exceptions(WORDS, &clause.exceptions);
        match &clause.body {
            Some(ClauseBody::Requires(expr)) => self.expr("requires", WORDS, Some(expr)),
            Some(ClauseBody::NotJudged(why)) => self.text("not judged", WORDS, Some(why)),
            None => {}
        }
        self.message("otherwise", WORDS, clause.otherwise.as_ref());
        self.message("remedy", WORDS, clause.remedy.as_ref());
    }

    /// `for each r in requests where c governed by d`: on one line where it fits.
    fn for_each(&mut self, width: usize, each: &ForEach, governed: Option<&Expr>) {
        let column = column("for each", width);
        let mut rest = loops_of(each);
        if let Some(filter) = &each.filter {
            rest.push_str(" where ");
            let from = column + rest.width();
            rest.push_str(&broken(filter, from, width + 4, self.comments));
        }
        if let Some(date) = governed {
            let beside = format!(" governed by {}", flat(date, false));
            let start = each.loops.first().map_or(0, |(name, _)| name.span.start);
            let held = stands_between(self.comments, start, date.span.end);
            if !held && last_column(&rest, column) + beside.width() <= WIDTH {
                rest.push_str(&beside);
            } else {
                let from = column + "governed by ".len();
                let date = broken(date, from, from, self.comments);
                rest.push_str(&format!("\n{}governed by {date}", " ".repeat(column)));
            }
        }
        self.worded("for each", width, &rest);
    }

    fn message(&mut self, words: &str, width: usize, message: Option<&Message>) {
        let Some(message) = message else {
            return;
        };
        let parts = message.parts.iter().map(|part| match part {
            MessagePart::Text(text) => Piece::Words(escaped(text, &['"', '\\', '{'])),
            MessagePart::Expr(expr) => Piece::Whole(format!("{{{}}}", flat(expr, true))),
        });
        let pieces: Vec<Piece> = parts.collect();
        let wrapped = wrap(&pieces, column(words, width) + 1);
        self.worded(words, width, &wrapped);
    }

    /// The lines that say where a value comes from, `review` first where `cites` must be last.
    fn sources(&mut self, cites: Option<&Text>, review: Option<&Text>) {
        let both = cites.is_some() && review.is_some();
        let width = if both { "review ".len() } else { 0 };
        self.text("review", width, review);
        self.text("cites", width, cites);
    }

    /// What is named, and what it is worth: beside it or below it.
    fn value(&mut self, head: &str, named: u32, value: &ParameterValue) {
        match value {
            ParameterValue::Plain(expr) => self.equals(head, named, expr),
            ParameterValue::Dated { steps, until } => {
                self.line(head);
                let width = if until.is_some() { 6 } else { 5 };
                for (date, expr) in steps {
                    self.worded(
                        "from",
                        width,
                        &format!("{} = {}", date_of(date), flat(expr, false)),
                    );
                }
                if let Some(date) = until {
                    self.worded("until", width, &date_of(date));
                }
            }
            ParameterValue::Table(rows) => {
                self.line(head);
                self.table(rows);
            }
        }
    }

    /// The rows of a table, what each is worth in one column.
    fn table(&mut self, rows: &[TableRow]) {
        let width = rows.iter().map(|row| row.words().width()).max();
        let width = width.unwrap_or(0);
        for row in rows {
            let words = padded(&row.words(), width);
            match &row.value {
                ParameterValue::Dated { steps, until } => {
                    for (at, (date, expr)) in steps.iter().enumerate() {
                        let before = match at {
                            0 => words.clone(),
                            _ => " ".repeat(width),
                        };
                        let value = flat(expr, false);
                        self.line(&format!("  {before}  from {} = {value}", date_of(date)));
                    }
                    if let Some(date) = until {
                        let before = " ".repeat(width);
                        self.line(&format!("  {before}  until {}", date_of(date)));
                    }
                }
                other => {
                    let values = other.values();
                    let value = values.first().map(|expr| flat(expr, false));
                    self.line(&format!("  {words}  = {}", value.unwrap_or_default()));
                }
            }
        }
    }

    fn readings(&mut self, readings: &[ParameterReading]) {
        for reading in readings {
            let head = format!("reading {}", flat(&reading.value, false));
            self.text(&head, 0, Some(&reading.why));
        }
    }

    /// What is named by a head that ends at a byte, and what it stands for.
    fn equals(&mut self, head: &str, named: u32, expr: &Expr) {
        let line = format!("{head} = {}", flat(expr, false));
        if line.width() <= WIDTH && !stands_between(self.comments, named, expr.span.end) {
            self.line(&line);
        } else {
            self.line(&format!("{head} ="));
            self.line(&format!("  {}", broken(expr, 2, 2, self.comments)));
        }
    }

    fn parameter(&mut self, verb: &str, item: &Parameter) {
        let ty = item.ty.as_ref().map(|ty| format!(": {}", type_of(ty)));
        self.value(
            &format!(
                "{verb}parameter {}{}{}",
                item.name.text,
                keys_of(&item.keys),
                ty.unwrap_or_default()
            ),
            item.name.span.end,
            &item.value,
        );
        self.readings(&item.readings);
        self.sources(item.cites.as_ref(), item.review.as_ref());
    }

    fn sets(&mut self, item: &Sets) {
        let head = format!("sets parameter {}", item.name.text);
        self.value(&head, item.name.span.end, &item.value);
        self.readings(&item.readings);
        self.sources(item.cites.as_ref(), item.review.as_ref());
    }

    fn define(&mut self, verb: &str, item: &Define) {
        let params: Vec<String> = item
            .params
            .iter()
            .map(|(name, ty)| format!("{}: {}", name.text, type_of(ty)))
            .collect();
        let params = if params.is_empty() {
            String::new()
        } else {
            format!("({})", params.join(", "))
        };
        self.equals(
            &format!("{verb}define {}{params}", item.name.text),
            item.name.span.end,
            &item.body,
        );
        self.sources(item.cites.as_ref(), item.review.as_ref());
    }

    fn indicator(&mut self, verb: &str, item: &Indicator) {
        let head = format!("{verb}indicator {}", item.name.text);
        let header = format!("{head} {}", title_after(&head, &item.title));
        let unit = item.unit.as_ref().map(|unit| format!(" in {}", unit.text));
        let unit = unit.unwrap_or_default();
        if last_column(&header, 0) + unit.width() <= WIDTH {
            self.line(&format!("{header}{unit}"));
        } else {
            // What has no room beside the title stands under the name.
            self.line(&header);
            self.line(&format!("{}{unit}", " ".repeat("indicator".len())));
        }
        self.sources(item.cites.as_ref(), item.review.as_ref());
        self.expr("value", 0, Some(&item.value));
        if let Some((total, _)) = item.total {
            self.worded("total", 0, total_of(total));
        }
    }
}

/// A title in quotes after the words that it belongs to, over as many lines as it takes.
fn title_after(head: &str, title: &Text) -> String {
    let pieces = [Piece::Words(words_of(title))];
    wrap(&pieces, head.width().min(WIDTH / 2) + 2)
}

/// The column at which a text that began at one ends.
fn last_column(text: &str, began: usize) -> usize {
    match text.rsplit_once('\n') {
        Some((_, last)) => last.width(),
        None => began + text.width(),
    }
}

/// `(BodyKind, Subject)`
fn keys_of(keys: &[Name]) -> String {
    let names: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("({})", names.join(", ")),
    }
}

/// `c in contracts, k in art10_clauses`
fn loops_of(each: &ForEach) -> String {
    let loops = each.loops.iter();
    let loops: Vec<String> = loops
        .map(|(name, list)| format!("{} in {}", name.text, flat_list(list)))
        .collect();
    loops.join(", ")
}

/// The column at which what follows the first words of a line begins.
fn column(words: &str, width: usize) -> usize {
    2 + words.width().max(width.saturating_sub(1)) + 1
}

fn year_range(first: i16, last: i16) -> String {
    if first == last {
        format!("{first:04}")
    } else {
        format!("{first:04} to {last:04}")
    }
}

/// A piece of a quoted text.
enum Piece {
    /// Words, between which a line may be broken.
    Words(String),
    /// What stays on one line.
    Whole(String),
}

/// A quoted text with its line breaks: only single spaces are broken, since a break reads as one.
fn wrap(pieces: &[Piece], column: usize) -> String {
    let mut words: Vec<String> = vec![String::new()];
    /// The first of these is what the last of those goes on with.
    fn add<'a>(words: &mut Vec<String>, more: impl IntoIterator<Item = &'a str>) {
        for (at, word) in more.into_iter().enumerate() {
            if at > 0 {
                words.push(String::new());
            }
            if let Some(last) = words.last_mut() {
                last.push_str(word);
            }
        }
    }
    for piece in pieces {
        match piece {
            Piece::Words(text) => add(&mut words, text.split(' ')),
            // An expression that no line could hold is broken at its spaces, save within its texts.
            Piece::Whole(text) if column + text.width() > WIDTH && !text.contains('"') => {
                add(&mut words, text.split(' '))
            }
            Piece::Whole(text) => add(&mut words, [text.as_str()]),
        }
    }
    let mut out = "\"".to_owned();
    let mut at = column;
    let mut before: Option<&String> = None;
    for word in &words {
        let width = word.width();
        if let Some(before) = before {
            let breakable = !before.is_empty()
                && !before.ends_with(char::is_whitespace)
                && !word.is_empty()
                && !word.starts_with(char::is_whitespace);
            if breakable && at + 1 + width + 1 > WIDTH {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', column));
                at = column;
            } else {
                out.push(' ');
                at += 1;
            }
        }
        out.push_str(word);
        at += width;
        before = Some(word);
    }
    out.push('"');
    out
}
