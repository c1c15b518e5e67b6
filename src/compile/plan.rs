//! The plan: what is computed from a chunk of filings, in which order.

use std::fmt;
use std::sync::Arc;

use crate::check::ir::{Comparison, Constant, ExprId, Ir, LevelId, LevelKind, Reduction, TraceId};
use crate::value::Day;
use crate::vocabulary::{ColumnId, ValueType};

/// A register: a column of values at one level, or one value for all levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reg(pub u32);

/// A compiled rule book.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The rule book that it was compiled from.
    pub ir: Arc<Ir>,
    /// One instruction for each register, in order.
    pub instructions: Vec<Instruction>,
    /// The register of each node of the rule book.
    pub nodes: Vec<Reg>,
    /// For each clause text what its verdict is made of; nothing where it is not judged.
    pub clauses: Vec<Option<ClausePlan>>,
    /// For each clause text the registers that only its messages need, operands first.
    pub messages: Vec<Vec<Reg>>,
    /// For each version of the book, its entries and indicators.
    pub versions: Vec<VersionPlan>,
    /// For each column of the layout whether it is read.
    pub reads: Vec<bool>,
    /// The words of each trace.
    pub words: Vec<String>,
    /// For each node an operation that computes it, as some clause writes it.
    pub operations: Vec<Option<TraceId>>,
}

/// What a clause's verdict is made of, all at the level of its subjects or uniform.
#[derive(Debug, Clone)]
pub struct ClausePlan {
    /// The level of its subjects.
    pub level: LevelId,
    /// All must be true for it to apply.
    pub applies: Vec<Reg>,
    /// The first that is true lifts it.
    pub exceptions: Vec<Reg>,
    /// What it requires.
    pub requires: Reg,
    /// Every register that these need, operands first.
    pub needs: Vec<Reg>,
}

/// What is computed for a filing of one version.
#[derive(Debug, Clone)]
pub struct VersionPlan {
    /// For each governed entry the register of its date, at the level of the subjects.
    pub dates: Vec<Option<Reg>>,
    /// The registers that dates and indicators need, operands first.
    pub needs: Vec<Reg>,
    /// The register of each indicator.
    pub indicators: Vec<Reg>,
}

/// One instruction: what fills its register.
#[derive(Debug, Clone)]
pub struct Instruction {
    /// What is computed.
    pub step: Step,
    /// The type of the values.
    pub ty: ValueType,
    /// The level of the values; without meaning if uniform.
    pub level: LevelId,
    /// Whether all rows have the same value.
    pub uniform: bool,
    /// Whether a value may be absent.
    pub optional: bool,
}

/// What an instruction does. Operands stand at its level or are uniform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A value known beforehand.
    Constant(Constant),
    /// The date on which the batch is judged.
    AsOf,
    /// The values of a register of a level above, each as often as there are rows below it.
    Broadcast(Reg),
    /// A column of the level's rows.
    Column(ColumnId),
    /// The rows themselves.
    Row,
    /// The members of a set level.
    Member,
    /// A column of the rows that a register refers to.
    Follow(Reg, ColumnId),
    /// Whether a nested record or a list is given.
    RecordGiven(ColumnId),
    /// The same of the rows that a register refers to.
    FollowRecordGiven(Reg, ColumnId),
    /// Whether a value is given.
    IsGiven(Reg),
    /// Negation.
    Not(Reg),
    /// Conjunction.
    And(Vec<Reg>),
    /// Disjunction.
    Or(Vec<Reg>),
    /// A choice.
    If(Reg, Reg, Reg),
    /// A comparison.
    Compare(Comparison, Reg, Reg),
    /// Both ends included.
    Between(Reg, Reg, Reg),
    /// Membership in a set.
    In(Reg, Vec<Constant>),
    /// Done by a deadline.
    By(Reg, Reg),
    /// `-a`
    Negate(Reg),
    /// `a + b`
    Add(Reg, Reg),
    /// `a - b`
    Subtract(Reg, Reg),
    /// `a * b`
    Multiply(Reg, Reg),
    /// `a / b`
    Divide(Reg, Reg),
    /// To the scale of the instruction's type.
    Round(Reg),
    /// A date moved by a duration, backwards if the flag is set.
    Shift(Reg, Reg, bool),
    /// The days between two dates.
    Days(Reg, Reg),
    /// The business days between two dates.
    BusinessDays(Reg, Reg),
    /// The year of a date.
    YearOf(Reg),
    /// The date itself or the next business day, the one before if the flag is set.
    BusinessDay(Reg, bool),
    /// The lesser of two values, of those that are given.
    Least(Reg, Reg),
    /// The greater of two values, of those that are given.
    Greatest(Reg, Reg),
    /// A date of year, month and day.
    MakeDate(Reg, Reg, Reg),
    /// The value of a dated parameter on a date.
    DatedParameter {
        /// The first day of each value.
        steps: Vec<(Day, Constant)>,
        /// The last day of the last value.
        until: Option<Day>,
        /// The date.
        on: Reg,
    },
    /// One value from the rows of a level for each row above it.
    Reduce {
        /// What is computed.
        reduction: Reduction,
        /// The rows gone through.
        rows: LevelId,
        /// Which of them count, at `rows`.
        filter: Option<Reg>,
        /// The value of each, at `rows`.
        body: Option<Reg>,
    },
    /// How the longest gap between dates compares with a duration.
    LongestGap {
        /// The rows gone through.
        rows: LevelId,
        /// Which of them count, at `rows`.
        filter: Option<Reg>,
        /// The date of each, at `rows`.
        body: Reg,
        /// The first date.
        from: Reg,
        /// The last date.
        to: Reg,
        /// The comparison.
        comparison: Comparison,
        /// The duration.
        than: Reg,
    },
}

impl Step {
    /// The registers that it reads.
    pub fn operands(&self) -> Vec<Reg> {
        match self {
            Step::Constant(_)
            | Step::AsOf
            | Step::Column(_)
            | Step::Row
            | Step::Member
            | Step::RecordGiven(_) => Vec::new(),
            Step::Broadcast(a)
            | Step::Follow(a, _)
            | Step::FollowRecordGiven(a, _)
            | Step::IsGiven(a)
            | Step::Not(a)
            | Step::In(a, _)
            | Step::Negate(a)
            | Step::Round(a)
            | Step::YearOf(a)
            | Step::BusinessDay(a, _)
            | Step::DatedParameter { on: a, .. } => vec![*a],
            Step::And(all) | Step::Or(all) => all.clone(),
            Step::If(a, b, c) | Step::Between(a, b, c) | Step::MakeDate(a, b, c) => {
                vec![*a, *b, *c]
            }
            Step::Compare(_, a, b)
            | Step::By(a, b)
            | Step::Add(a, b)
            | Step::Subtract(a, b)
            | Step::Multiply(a, b)
            | Step::Divide(a, b)
            | Step::Shift(a, b, _)
            | Step::Days(a, b)
            | Step::BusinessDays(a, b)
            | Step::Least(a, b)
            | Step::Greatest(a, b) => vec![*a, *b],
            Step::Reduce { filter, body, .. } => filter.iter().chain(body).copied().collect(),
            Step::LongestGap {
                filter,
                body,
                from,
                to,
                than,
                ..
            } => filter
                .iter()
                .copied()
                .chain([*body, *from, *to, *than])
                .collect(),
        }
    }
}

impl Plan {
    /// An instruction by its register.
    pub fn instruction(&self, reg: Reg) -> &Instruction {
        &self.instructions[reg.0 as usize]
    }

    /// The register of a node.
    pub fn register(&self, node: ExprId) -> Reg {
        self.nodes[node.0 as usize]
    }

    /// The words of a trace.
    pub fn words(&self, trace: TraceId) -> &str {
        &self.words[trace.0 as usize]
    }
}

/// The listing: one instruction a line, then what each clause is made of.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, level) in self.ir.levels.iter().enumerate() {
            let parent = level
                .parent
                .map_or(String::new(), |parent| format!(" in L{}", parent.0));
            let kind = match &level.kind {
                LevelKind::Filing => "the filing".to_owned(),
                LevelKind::List { table, .. } => self.ir.layout.table(*table).path.join("."),
                LevelKind::Referring { table, .. } => {
                    format!(
                        "{} that refer to the row",
                        self.ir.layout.table(*table).path.join(".")
                    )
                }
                LevelKind::Set { members } => format!("{} members", members.len()),
            };
            writeln!(f, "L{at:<3} {kind}{parent}")?;
        }
        for (at, instruction) in self.instructions.iter().enumerate() {
            let place = if instruction.uniform {
                "--".to_owned()
            } else {
                format!("L{}", instruction.level.0)
            };
            writeln!(
                f,
                "{:<5} {place:<4} {}",
                format!("r{at}"),
                self.step(&instruction.step)
            )?;
        }
        for (clause, plan) in self.ir.clauses.iter().zip(&self.clauses) {
            let Some(plan) = plan else { continue };
            let list = |regs: &[Reg]| {
                regs.iter()
                    .map(|reg| format!("r{}", reg.0))
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let version = &self.ir.versions[clause.version].name;
            writeln!(f, "{} [{version}] at L{}", clause.id, plan.level.0)?;
            if !plan.applies.is_empty() {
                writeln!(f, "    applies  {}", list(&plan.applies))?;
            }
            if !plan.exceptions.is_empty() {
                writeln!(f, "    except   {}", list(&plan.exceptions))?;
            }
            writeln!(f, "    requires r{}", plan.requires.0)?;
        }
        Ok(())
    }
}

impl Plan {
    fn column_name(&self, id: ColumnId) -> String {
        let column = self.ir.layout.column(id);
        let mut path = self.ir.layout.table(column.table).path.clone();
        path.extend(column.path.iter().cloned());
        path.join(".")
    }

    fn step(&self, step: &Step) -> String {
        let regs = step
            .operands()
            .iter()
            .map(|reg| format!(" r{}", reg.0))
            .collect::<String>();
        let word = match step {
            Step::Constant(constant) => return self.constant(constant),
            Step::Column(id) => return format!("column {}", self.column_name(*id)),
            Step::RecordGiven(id) => return format!("given {}", self.column_name(*id)),
            Step::Follow(_, id) => return format!("follow{regs} {}", self.column_name(*id)),
            Step::FollowRecordGiven(_, id) => {
                return format!("follow given{regs} {}", self.column_name(*id));
            }
            Step::In(_, members) => {
                let members: Vec<String> =
                    members.iter().map(|member| self.constant(member)).collect();
                return format!("in{regs} {{{}}}", members.join(", "));
            }
            Step::Reduce {
                reduction, rows, ..
            } => {
                return format!(
                    "{} L{}{regs}",
                    format!("{reduction:?}").to_lowercase(),
                    rows.0
                );
            }
            Step::LongestGap {
                rows, comparison, ..
            } => {
                return format!("longest gap L{} {}{regs}", rows.0, symbol(*comparison));
            }
            Step::Compare(comparison, a, b) => {
                return format!("r{} {} r{}", a.0, symbol(*comparison), b.0);
            }
            Step::AsOf => "as of",
            Step::Broadcast(_) => "broadcast",
            Step::Row => "row",
            Step::Member => "member",
            Step::IsGiven(_) => "is given",
            Step::Not(_) => "not",
            Step::And(_) => "and",
            Step::Or(_) => "or",
            Step::If(..) => "if",
            Step::Between(..) => "between",
            Step::By(..) => "by",
            Step::Negate(_) => "negate",
            Step::Add(..) => "add",
            Step::Subtract(..) => "subtract",
            Step::Multiply(..) => "multiply",
            Step::Divide(..) => "divide",
            Step::Round(_) => "round",
            Step::Shift(_, _, false) => "later",
            Step::Shift(_, _, true) => "earlier",
            Step::Days(..) => "days",
            Step::BusinessDays(..) => "business days",
            Step::YearOf(_) => "year of",
            Step::BusinessDay(_, false) => "next business day",
            Step::BusinessDay(_, true) => "previous business day",
            Step::Least(..) => "least",
            Step::Greatest(..) => "greatest",
            Step::MakeDate(..) => "date",
            Step::DatedParameter { .. } => "parameter on",
        };
        format!("{word}{regs}")
    }

    fn constant(&self, constant: &Constant) -> String {
        match constant {
            Constant::Boolean(value) => value.to_string(),
            Constant::Number(value) => value.to_string(),
            Constant::Date(day) => day.to_string(),
            Constant::Text(text) => format!("{text:?}"),
            Constant::Member(id, code) => self.ir.vocabulary.enumeration(*id).members
                [usize::from(*code)]
            .name
            .clone(),
        }
    }
}

/// A comparison as the language writes it.
pub fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}
