//! Expressions as text: on one line where they fit, else broken at their words.
//!
//! Parentheses stand only where the tree needs them. What `then`, `else` and `satisfies` swallow is
//! indented under them when it does not fit beside them.

use super::ast::{Expr, ExprKind, Loop};
use super::spelling::{
    aggregate_of, arithmetic_of, compare_of, date_of, quantifier_of, quoted, unit_of,
};
use unicode_width::UnicodeWidthStr;

/// The columns of a line.
pub(super) const WIDTH: usize = 100;

/// How tight an expression binds, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// `if`, quantifiers: they reach as far right as they can.
    Open,
    /// `and`, `or`
    Logic,
    /// `not`
    Negation,
    /// `=`, `in`, `is given`
    Comparison,
    /// `+`, `-`
    Sum,
    /// `*`, `/`
    Product,
    /// `-x`
    Sign,
    /// `on`, `of`, `year of`
    On,
    /// What a dot can follow.
    Operand,
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::If(..) | ExprKind::Quantifier(..) => Level::Open,
        ExprKind::And(_) | ExprKind::Or(_) => Level::Logic,
        ExprKind::Not(_) => Level::Negation,
        ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::In(..)
        | ExprKind::IsGiven(..) => Level::Comparison,
        ExprKind::Arithmetic(op, ..) => match arithmetic_of(*op) {
            "+" | "-" => Level::Sum,
            _ => Level::Product,
        },
        ExprKind::Negate(_) => Level::Sign,
        ExprKind::On(..) | ExprKind::Of(..) | ExprKind::YearOf(_) => Level::On,
        _ => Level::Operand,
    }
}

/// Whether an expression, written without parentheses, takes in whatever `and` or `or` follows it.
fn swallows(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::If(..) | ExprKind::Quantifier(..) => true,
        ExprKind::Not(operand) => swallows(operand),
        _ => false,
    }
}

/// Whether an expression ends in an `if` that an `else` after it would complete.
fn awaits_else(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::If(_, _, None) => true,
        ExprKind::If(_, _, Some(last)) | ExprKind::Quantifier(_, _, last) | ExprKind::Not(last) => {
            awaits_else(last)
        }
        ExprKind::And(operands) | ExprKind::Or(operands) => operands
            .last()
            .is_some_and(|last| level(last) != Level::Logic && awaits_else(last)),
        _ => false,
    }
}

/// A text that grows by expressions.
#[derive(Debug, Default)]
pub(super) struct Writer<'c> {
    /// What was written.
    pub(super) out: String,
    /// Whether lines may be broken.
    breaks: bool,
    /// Whether it stands in a message, where quotes carry a `\`.
    in_message: bool,
    /// The bytes at which comments stand, in order.
    comments: &'c [u32],
}

/// Whether one of the comments, which are in order, stands after the first byte and before the second.
pub(super) fn stands_between(comments: &[u32], from: u32, to: u32) -> bool {
    let at = comments.partition_point(|at| *at < from);
    comments.get(at).is_some_and(|at| *at < to)
}

/// An expression on one line, as it stands in a message or not.
pub(super) fn flat(expr: &Expr, in_message: bool) -> String {
    let mut writer = Writer {
        in_message,
        ..Writer::default()
    };
    writer.expr(expr, Level::Open, 0);
    writer.out
}

/// An expression that starts at `column`, its further lines indented by `indent` at least.
///
/// Where one of the comments stands in it, it is broken at that place.
pub(super) fn broken(expr: &Expr, column: usize, indent: usize, comments: &[u32]) -> String {
    let mut writer = Writer {
        breaks: true,
        comments,
        ..Writer::default()
    };
    writer.out = " ".repeat(column);
    writer.expr(expr, Level::Open, indent);
    writer.out.split_off(column)
}

/// What a list operand looks like where only an operand may stand: `x in` what.
pub(super) fn flat_list(expr: &Expr) -> String {
    let mut writer = Writer::default();
    writer.expr(expr, Level::Sum, 0);
    writer.out
}

impl Writer<'_> {
    fn column(&self) -> usize {
        let line = self
            .out
            .rfind('\n')
            .map_or(self.out.as_str(), |at| &self.out[at + 1..]);
        line.width()
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn one_line(&self, expr: &Expr, least: Level) -> String {
        let mut writer = Writer {
            in_message: self.in_message,
            ..Writer::default()
        };
        writer.expr(expr, least, 0);
        writer.out
    }

    /// Whether the expression has room on this line.
    fn fits(&self, expr: &Expr, least: Level) -> bool {
        !self.breaks
            || !stands_between(self.comments, expr.span.start, expr.span.end)
                && self.column() + self.one_line(expr, least).width() <= WIDTH
    }

    /// An expression where only one that binds at least so tight may stand without parentheses.
    fn expr(&mut self, expr: &Expr, least: Level, indent: usize) {
        if level(expr) < least {
            self.push("(");
            let indent = self.column();
            self.expr(expr, Level::Open, indent);
            self.push(")");
        } else if self.breaks && self.fits(expr, least) {
            let text = self.one_line(expr, least);
            self.push(&text);
        } else {
            self.bare(expr, indent);
        }
    }

    /// An expression without parentheses around it.
    fn bare(&mut self, expr: &Expr, indent: usize) {
        match &expr.kind {
            ExprKind::And(operands) => self.chain("and", operands, indent),
            ExprKind::Or(operands) => self.chain("or", operands, indent),
            ExprKind::Not(operand) => {
                self.push("not ");
                self.operand_of_logic(operand, true, indent);
            }
            ExprKind::If(condition, yes, no) => self.choice(condition, yes, no.as_deref(), indent),
            ExprKind::Quantifier(kind, over, body) => {
                self.push(quantifier_of(*kind));
                self.push(" ");
                self.rows(over, indent);
                self.push(" satisfies");
                self.swallowed(body, Level::Open, indent);
            }
            ExprKind::Compare(op, a, b) => {
                self.two(a, Level::Sum, compare_of(*op), b, Level::Sum, indent)
            }
            ExprKind::In(value, set, negated) => {
                let word = if *negated { "not in" } else { "in" };
                self.two(value, Level::Sum, word, set, Level::Sum, indent);
            }
            ExprKind::Between(value, low, high) => {
                self.two(value, Level::Sum, "between", low, Level::Sum, indent);
                self.push(" and ");
                self.expr(high, Level::Sum, indent);
            }
            ExprKind::IsGiven(value, negated) => {
                self.expr(value, Level::Sum, indent);
                self.push(if *negated {
                    " is not given"
                } else {
                    " is given"
                });
            }
            ExprKind::Arithmetic(op, a, b) => match level(expr) {
                Level::Sum => {
                    self.two(a, Level::Sum, arithmetic_of(*op), b, Level::Product, indent)
                }
                _ => self.two(
                    a,
                    Level::Product,
                    arithmetic_of(*op),
                    b,
                    Level::Sign,
                    indent,
                ),
            },
            ExprKind::Negate(value) => {
                self.push("-");
                self.expr(value, Level::On, indent);
            }
            ExprKind::On(value, date) => {
                self.two(value, left_of_on(value), "on", date, Level::Operand, indent)
            }
            ExprKind::Of(list, row) => {
                self.two(list, left_of_on(list), "of", row, Level::Operand, indent)
            }
            ExprKind::YearOf(date) => {
                self.push("year of ");
                self.expr(date, Level::On, indent);
            }
            ExprKind::Field(of, name) => {
                self.expr(of, Level::Operand, indent);
                self.push(".");
                self.push(&name.text);
            }
            _ => self.operand(expr, indent),
        }
    }

    /// What needs no parentheses anywhere.
    fn operand(&mut self, expr: &Expr, indent: usize) {
        match &expr.kind {
            ExprKind::Number(digits) => self.push(&grouped(digits)),
            ExprKind::Percent(digits) => {
                self.push(&grouped(digits));
                self.push(" %");
            }
            ExprKind::ThisClause => self.push("this clause"),
            ExprKind::Money(digits, currency) => {
                self.push(&grouped(digits));
                self.push(" ");
                self.push(&currency.text);
            }
            ExprKind::Duration(count, unit) => {
                self.push(&grouped(count));
                self.push(" ");
                self.push(unit_of(count, *unit));
            }
            ExprKind::Date(date) => self.push(&date_of(date)),
            ExprKind::Text(text) if self.in_message => {
                let text = quoted(text);
                self.push(&text.replace('\\', "\\\\").replace('"', "\\\""));
            }
            ExprKind::Text(text) => self.push(&quoted(text)),
            ExprKind::Boolean(value) => self.push(if *value { "true" } else { "false" }),
            ExprKind::Name(name) => self.push(&name.text),
            ExprKind::Set(members) => self.set(members),
            ExprKind::Call(name, arguments) => {
                self.push(&name.text);
                let arguments = arguments.iter().map(|argument| {
                    Box::new(move |writer: &mut Writer<'_>, indent| {
                        writer.expr(argument, Level::Open, indent)
                    }) as Argument<'_>
                });
                self.arguments(expr, arguments.collect(), indent);
            }
            ExprKind::CountList(list) => {
                // `count(x in xs)` goes through rows; a membership there needs parentheses.
                let least = if one_line_starts_rows(&self.one_line(list, Level::Open)) {
                    Level::Operand
                } else {
                    Level::Open
                };
                self.push("count");
                self.arguments(
                    expr,
                    vec![Box::new(move |writer, indent| {
                        writer.expr(list, least, indent)
                    })],
                    indent,
                );
            }
            ExprKind::Count(over) => {
                self.push("count");
                self.arguments(
                    expr,
                    vec![Box::new(|writer, indent| writer.rows(over, indent))],
                    indent,
                );
            }
            ExprKind::Aggregate(kind, of, over) => {
                self.push(aggregate_of(*kind));
                self.arguments(expr, vec![for_rows(of, over)], indent);
            }
            ExprKind::LongestGap(of, over, from, to) => {
                self.push("longest_gap");
                let rest = [from, to].map(|expr| {
                    Box::new(move |writer: &mut Writer<'_>, indent| {
                        writer.expr(expr, Level::Open, indent)
                    }) as Argument<'_>
                });
                let all = std::iter::once(for_rows(of, over)).chain(rest);
                self.arguments(expr, all.collect(), indent);
            }
            _ => self.bare(expr, indent),
        }
    }

    /// Arguments beside each other where they fit, else each on a line of its own.
    fn arguments(&mut self, call: &Expr, arguments: Vec<Argument<'_>>, indent: usize) {
        let mut one_line = Writer {
            in_message: self.in_message,
            ..Writer::default()
        };
        for (at, argument) in arguments.iter().enumerate() {
            one_line.push(if at == 0 { "" } else { ", " });
            argument(&mut one_line, 0);
        }
        self.push("(");
        let held = stands_between(self.comments, call.span.start, call.span.end);
        if !self.breaks || !held && self.column() + one_line.out.width() < WIDTH {
            self.push(&one_line.out);
        } else {
            for (at, argument) in arguments.iter().enumerate() {
                self.push(if at == 0 { "" } else { "," });
                self.new_line(indent + 2);
                argument(self, indent + 2);
            }
            self.new_line(indent);
        }
        self.push(")");
    }

    /// As many members on a line as it holds.
    fn set(&mut self, members: &[Expr]) {
        self.push("{");
        let indent = self.column();
        for (at, member) in members.iter().enumerate() {
            if at > 0 {
                self.push(",");
                let next = self.one_line(member, Level::Open).width();
                let before = members[at - 1].span.start;
                let held = stands_between(self.comments, before, member.span.start);
                if self.breaks && (held || self.column() + 2 + next > WIDTH) {
                    self.new_line(indent);
                } else {
                    self.push(" ");
                }
            }
            self.expr(member, Level::Open, indent);
        }
        self.push("}");
    }

    fn two(&mut self, a: &Expr, left: Level, word: &str, b: &Expr, right: Level, indent: usize) {
        self.expr(a, left, indent);
        let rest = word.width() + 2 + self.one_line(b, right).width();
        // Where what is on the right does not fit beside it, its sign begins the next line.
        let held = stands_between(self.comments, a.span.end, b.span.start);
        if self.breaks && (held || self.column() + rest > WIDTH && indent + 2 + rest <= WIDTH) {
            self.new_line(indent + 2);
        } else {
            self.push(" ");
        }
        self.push(word);
        self.push(" ");
        self.expr(b, right, indent);
    }

    fn chain(&mut self, word: &str, operands: &[Expr], indent: usize) {
        for (at, operand) in operands.iter().enumerate() {
            if at > 0 {
                if self.breaks {
                    self.new_line(indent);
                } else {
                    self.push(" ");
                }
                self.push(word);
                self.push(" ");
            }
            self.operand_of_logic(operand, at + 1 == operands.len(), indent);
        }
    }

    /// An operand of `and`, `or` or `not`: what reaches far right needs parentheses unless it is the last.
    fn operand_of_logic(&mut self, operand: &Expr, last: bool, indent: usize) {
        let least = match level(operand) {
            Level::Open if last => Level::Open,
            Level::Negation if !last && swallows(operand) => Level::Operand,
            _ => Level::Negation,
        };
        self.expr(operand, least, indent);
    }

    fn choice(&mut self, condition: &Expr, yes: &Expr, no: Option<&Expr>, indent: usize) {
        let bound = |expr: &Expr| match expr.kind {
            ExprKind::If(..) => Level::Logic,
            _ => Level::Open,
        };
        self.push("if ");
        self.expr(condition, bound(condition), indent + 3);
        // Where the word has no room beside its condition, it begins the next line.
        if self.breaks && self.column() + " then".width() > WIDTH {
            self.new_line(indent);
        } else {
            self.push(" ");
        }
        self.push("then");
        let least = if no.is_some() && awaits_else(yes) {
            Level::Operand
        } else {
            Level::Open
        };
        self.swallowed(yes, least, indent);
        let Some(no) = no else {
            return;
        };
        if self.breaks {
            self.new_line(indent);
        } else {
            self.push(" ");
        }
        self.push("else");
        if matches!(no.kind, ExprKind::If(..)) {
            // Once a choice is broken, each of its further conditions stands on a line of its own.
            self.push(" ");
            self.bare(no, indent);
        } else {
            self.swallowed(no, Level::Open, indent);
        }
    }

    /// What follows a word that reaches far right: beside it, or indented under it.
    fn swallowed(&mut self, expr: &Expr, least: Level, indent: usize) {
        self.push(" ");
        if self.fits(expr, least) {
            self.expr(expr, least, indent + 2);
        } else {
            self.out.pop();
            self.new_line(indent + 2);
            self.expr(expr, least, indent + 2);
        }
    }

    /// `x in xs where c`
    fn rows(&mut self, over: &Loop, indent: usize) {
        self.push(&over.variable.text);
        self.push(" in ");
        self.expr(&over.list, Level::Sum, indent);
        if let Some(filter) = &over.filter {
            self.push(" where");
            self.swallowed(filter, Level::Open, indent);
        }
    }
}

/// What writes one argument at an indentation.
type Argument<'a> = Box<dyn Fn(&mut Writer<'_>, usize) + 'a>;

/// `e for x in xs`
fn for_rows<'a>(of: &'a Expr, over: &'a Loop) -> Argument<'a> {
    Box::new(move |writer, indent| {
        writer.expr(of, Level::Open, indent);
        writer.push(" for ");
        writer.rows(over, indent);
    })
}

/// What may stand without parentheses to the left of `on` and `of`: not `year of d`, which would take
/// them in, nor `year`, which would be read as `year of`.
fn left_of_on(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::On(..) | ExprKind::Of(..) => Level::On,
        _ => Level::Operand,
    }
}

fn one_line_starts_rows(text: &str) -> bool {
    let mut words = text.split(' ');
    let name = words.next().unwrap_or("");
    name.chars().all(super::scan::is_name_char) && words.next() == Some("in")
}

/// Digits with their groups: `100_000`; up to four stand together, as in a year.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
