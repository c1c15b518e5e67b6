//! A checked rule book as a person reads it, for snapshots and for whoever wants to see inside.

use std::fmt::{self, Write};

use crate::check::ir::{
    Clause, ClauseBody, Comparison, Constant, EntryText, ExprId, Ir, LevelId, LevelKind,
    MessagePart, Node, Op, Reduction, TraceId, TraceRole, Version,
};
use crate::source::Sources;
use crate::value::number;
use crate::vocabulary::{ColumnId, DurationUnit, TableId, Unit, ValueType};

/// Levels, nodes, clauses and versions, one a line.
pub fn listing(ir: &Ir, sources: &Sources) -> String {
    let mut text = String::new();
    // Writing to a string never fails.
    let _ = Listing { ir, sources }.write(&mut text);
    text
}

struct Listing<'a> {
    ir: &'a Ir,
    sources: &'a Sources,
}

impl Listing<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "levels")?;
        for (at, level) in self.ir.levels.iter().enumerate() {
            write!(out, "  @{at} ")?;
            match &level.kind {
                LevelKind::Filing => write!(out, "the filing")?,
                LevelKind::List { table, owner } => {
                    write!(out, "{} of @{}", self.table(*table), owner.0)?;
                }
                LevelKind::Referring {
                    table,
                    reference,
                    to,
                } => write!(
                    out,
                    "{} whose {} is the row of @{}",
                    self.table(*table),
                    self.column(*reference),
                    to.0
                )?,
                LevelKind::Set { members } => {
                    let members: Vec<String> = members
                        .iter()
                        .map(|member| self.constant(member, 0))
                        .collect();
                    write!(out, "the set {{{}}}", members.join(", "))?;
                }
            }
            match level.parent {
                Some(parent) => writeln!(out, ", in @{}", parent.0)?,
                None => writeln!(out)?,
            }
        }
        writeln!(out, "nodes")?;
        for (at, node) in self.ir.nodes.iter().enumerate() {
            writeln!(out, "  %{at} = {}", self.node(node))?;
        }
        writeln!(out, "clauses")?;
        for (at, clause) in self.ir.clauses.iter().enumerate() {
            self.clause(out, at, clause)?;
        }
        for version in &self.ir.versions {
            self.version(out, version)?;
        }
        for total in &self.ir.indicators {
            let unit = total
                .currency
                .map_or("a number".to_owned(), |held| held.to_string());
            let how = total
                .total
                .map_or("none".to_owned(), |how| format!("{how:?}").to_lowercase());
            writeln!(
                out,
                "indicator {} \"{}\" in {unit}, total {how}, {} decimals",
                total.name, total.title, total.scale
            )?;
        }
        Ok(())
    }

    fn version(&self, out: &mut String, version: &Version) -> fmt::Result {
        let last = version
            .years
            .1
            .map_or("…".to_owned(), |last| last.to_string());
        writeln!(
            out,
            "version {} \"{}\", in force {}, years {} to {last}",
            version.name, version.title, version.in_force, version.years.0
        )?;
        for entry in &version.entries {
            match &entry.text {
                EntryText::Fixed(clause) => writeln!(out, "  {} = #{}", entry.id, clause.0)?,
                EntryText::Governed { date, level, texts } => {
                    let texts: Vec<String> = texts
                        .iter()
                        .map(|text| text.map_or("none".to_owned(), |text| format!("#{}", text.0)))
                        .collect();
                    writeln!(
                        out,
                        "  {} governed by %{} at @{}: {}",
                        entry.id,
                        date.0,
                        level.0,
                        texts.join(", ")
                    )?;
                }
            }
        }
        for indicator in &version.indicators {
            let total = &self.ir.indicators[indicator.total];
            writeln!(
                out,
                "  indicator {} = {}",
                total.name,
                self.trace(indicator.value)
            )?;
        }
        Ok(())
    }

    fn clause(&self, out: &mut String, at: usize, clause: &Clause) -> fmt::Result {
        let version = &self.ir.versions[clause.version].name;
        let severity = if clause.mandatory {
            ""
        } else {
            ", recommended"
        };
        let binds = clause
            .binds
            .as_ref()
            .map_or(String::new(), |(name, _)| format!(", binds {name}"));
        writeln!(
            out,
            "  #{at} {} in {version} at @{}{severity}{binds}",
            clause.id, clause.level.0
        )?;
        for applies in &clause.applies {
            writeln!(out, "    applies when {}", self.trace(*applies))?;
        }
        for (when, cites) in &clause.exceptions {
            let cites = cites
                .as_ref()
                .map_or(String::new(), |cites| format!(" cites \"{cites}\""));
            writeln!(out, "    except when {}{cites}", self.trace(*when))?;
        }
        match &clause.body {
            ClauseBody::Requires(requires) => {
                writeln!(out, "    requires {}", self.trace(*requires))?
            }
            ClauseBody::NotJudged(why) => writeln!(out, "    not judged \"{why}\"")?,
        }
        for (word, message) in [("otherwise", &clause.otherwise), ("remedy", &clause.remedy)] {
            let Some(parts) = message else {
                continue;
            };
            write!(out, "    {word} \"")?;
            for part in parts {
                match part {
                    MessagePart::Text(text) => out.write_str(text)?,
                    MessagePart::Expr(shown) => {
                        write!(out, "{{%{}}}", self.ir.trace(*shown).expr.0)?;
                    }
                }
            }
            writeln!(out, "\"")?;
        }
        Ok(())
    }

    /// The words, what they mean, and the parts in brackets.
    fn trace(&self, id: TraceId) -> String {
        let trace = self.ir.trace(id);
        let role = match trace.role {
            TraceRole::Operation => "",
            TraceRole::Call => " call",
            TraceRole::Parameter => " parameter",
            TraceRole::NoRow => " no row",
            TraceRole::Negated => " negated",
        };
        let parts: Vec<String> = trace
            .parts
            .iter()
            .map(|part| format!("%{}", self.ir.trace(*part).expr.0))
            .collect();
        let parts = match parts.len() {
            0 => String::new(),
            _ => format!(" [{}]", parts.join(", ")),
        };
        format!(
            "%{}{role}{parts} `{}`",
            trace.expr.0,
            self.sources.quote(trace.span)
        )
    }

    fn node(&self, node: &Node) -> String {
        let scale = match node.ty {
            ValueType::Number { scale, .. } => scale,
            _ => 0,
        };
        let optional = if node.optional { ", may be absent" } else { "" };
        format!(
            "{} : {} at @{}{optional}",
            self.op(&node.op, scale),
            self.ty(node.ty),
            node.level.0
        )
    }

    fn op(&self, op: &Op, scale: u8) -> String {
        let of = |id: &ExprId| format!("%{}", id.0);
        let all = |ids: &[ExprId]| ids.iter().map(of).collect::<Vec<_>>().join(", ");
        let at =
            |level: &LevelId, column: &ColumnId| format!("@{}.{}", level.0, self.column(*column));
        match op {
            Op::Constant(constant) => self.constant(constant, scale),
            Op::AsOf => "as_of".to_owned(),
            Op::Column(level, column) => at(level, column),
            Op::Row(level) => format!("row of @{}", level.0),
            Op::Member(level) => format!("member of @{}", level.0),
            Op::Follow(row, column) => format!("{} -> {}", of(row), self.column(*column)),
            Op::RecordGiven(level, column) => format!("given {}", at(level, column)),
            Op::FollowRecordGiven(row, column) => {
                format!("given {} -> {}", of(row), self.column(*column))
            }
            Op::IsGiven(a) => format!("given {}", of(a)),
            Op::Not(a) => format!("not {}", of(a)),
            Op::And(ids) => format!("and {}", all(ids)),
            Op::Or(ids) => format!("or {}", all(ids)),
            Op::If(c, a, b) => format!("if {} then {} else {}", of(c), of(a), of(b)),
            Op::Compare(how, a, b) => format!("{} {} {}", of(a), comparison(*how), of(b)),
            Op::Between(x, a, b) => format!("{} between {} and {}", of(x), of(a), of(b)),
            Op::In(a, members) => {
                let scale = match self.ir.node(*a).ty {
                    ValueType::Number { scale, .. } => scale,
                    _ => 0,
                };
                let members: Vec<String> = members
                    .iter()
                    .map(|member| self.constant(member, scale))
                    .collect();
                format!("{} in {{{}}}", of(a), members.join(", "))
            }
            Op::By(a, b) => format!("{} by {}", of(a), of(b)),
            Op::Negate(a) => format!("- {}", of(a)),
            Op::Add(a, b) => format!("{} + {}", of(a), of(b)),
            Op::Subtract(a, b) => format!("{} - {}", of(a), of(b)),
            Op::Multiply(a, b) => format!("{} * {}", of(a), of(b)),
            Op::Divide(a, b) => format!("{} / {}", of(a), of(b)),
            Op::Round(a) => format!("round {}", of(a)),
            Op::Shift(a, b, back) => {
                format!(
                    "{} {} {}",
                    of(a),
                    if *back { "back" } else { "forth" },
                    of(b)
                )
            }
            Op::Days(a, b) => format!("days {}, {}", of(a), of(b)),
            Op::BusinessDays(a, b) => format!("business days {}, {}", of(a), of(b)),
            Op::YearOf(a) => format!("year of {}", of(a)),
            Op::BusinessDay(a, false) => format!("next business day {}", of(a)),
            Op::BusinessDay(a, true) => format!("previous business day {}", of(a)),
            Op::Least(a, b) => format!("least {}, {}", of(a), of(b)),
            Op::Greatest(a, b) => format!("greatest {}, {}", of(a), of(b)),
            Op::MakeDate(y, m, d) => format!("date {}, {}, {}", of(y), of(m), of(d)),
            Op::DatedParameter {
                name,
                steps,
                until,
                on,
            } => {
                let steps: Vec<String> = steps
                    .iter()
                    .map(|(day, value)| format!("{day}: {}", self.constant(value, scale)))
                    .collect();
                let until = until.map_or(String::new(), |until| format!(" until {until}"));
                format!("{name} [{}{until}] on {}", steps.join(", "), of(on))
            }
            Op::Reduce {
                reduction,
                level,
                filter,
                body,
            } => {
                let filter =
                    filter.map_or(String::new(), |filter| format!(" where {}", of(&filter)));
                let body = body.map_or(String::new(), |body| format!(" of {}", of(&body)));
                format!(
                    "{}{body} over @{}{filter}",
                    reduction_word(*reduction),
                    level.0
                )
            }
            Op::LongestGap {
                level,
                filter,
                body,
                from,
                to,
                comparison: how,
                than,
            } => {
                let filter =
                    filter.map_or(String::new(), |filter| format!(" where {}", of(&filter)));
                format!(
                    "longest gap of {} over @{}{filter} from {} to {} {} {}",
                    of(body),
                    level.0,
                    of(from),
                    of(to),
                    comparison(*how),
                    of(than)
                )
            }
        }
    }

    fn constant(&self, constant: &Constant, scale: u8) -> String {
        match constant {
            Constant::Boolean(is) => is.to_string(),
            Constant::Number(held) => number::format(*held, scale, 0),
            Constant::Date(day) => day.to_string(),
            Constant::Text(text) => format!("\"{text}\""),
            Constant::Member(id, code) => {
                let item = self.ir.vocabulary.enumeration(*id);
                format!("{}.{}", item.name, item.members[usize::from(*code)].name)
            }
        }
    }

    fn ty(&self, ty: ValueType) -> String {
        match ty {
            ValueType::Boolean => "boolean".to_owned(),
            ValueType::Number { unit, scale } => {
                let unit = match unit {
                    Unit::None => "number".to_owned(),
                    Unit::Money(currency) => currency.to_string(),
                    Unit::Duration(DurationUnit::Days) => "days".to_owned(),
                    Unit::Duration(DurationUnit::BusinessDays) => "business days".to_owned(),
                    Unit::Duration(DurationUnit::Months) => "months".to_owned(),
                };
                format!("{unit}/{scale}")
            }
            ValueType::Date => "date".to_owned(),
            ValueType::Text => "text".to_owned(),
            ValueType::Enum(id) => self.ir.vocabulary.enumeration(id).name.clone(),
            ValueType::Row(table) => format!("row of {}", self.table(table)),
        }
    }

    fn table(&self, table: TableId) -> String {
        let mut names = Vec::new();
        let mut at = Some(table);
        while let Some(id) = at {
            let table = self.ir.layout.table(id);
            names.splice(0..0, table.path.iter().cloned());
            at = table.parent;
        }
        names.join(".")
    }

    fn column(&self, column: ColumnId) -> String {
        let column = self.ir.layout.column(column);
        if column.path.is_empty() {
            return "value".to_owned();
        }
        column.path.join(".")
    }
}

fn comparison(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

fn reduction_word(reduction: Reduction) -> &'static str {
    match reduction {
        Reduction::Every => "every",
        Reduction::Some => "some",
        Reduction::Count => "count",
        Reduction::Sum => "sum",
        Reduction::Min => "min",
        Reduction::Max => "max",
        Reduction::Mean => "mean",
    }
}
