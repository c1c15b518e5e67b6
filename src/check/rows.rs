//! Going through lists: what may be gone through where, and what may be named inside.

use crate::check::checker::Checker;
use crate::check::ir::{LevelId, LevelKind, Node, Op, ROOT};
use crate::check::meaning::{Around, Base, Binding, ListPlace, Meaning, Place};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::vocabulary::layout::FILING;
use crate::vocabulary::{ColumnId, ColumnKind, Element, TableId, ValueType};

/// The most combinations of sets within sets that one row may come to.
const MOST_COMBINATIONS: usize = 10_000;

/// A list or set that is being gone through.
pub(super) struct Entered {
    /// Its rows; nothing where it is wrong.
    pub level: Option<LevelId>,
    before: LevelId,
    hidden: Vec<usize>,
}

/// A level whose rows are to be gone through.
pub(super) struct Opened {
    /// The level.
    pub level: LevelId,
    /// The bindings that may not be named at it.
    hidden: Vec<usize>,
    /// What a row is: of this table, or a member of a set.
    row: RowKind,
}

/// What a row of a level is.
#[derive(Clone, Copy)]
enum RowKind {
    Table(TableId),
    Member(ValueType),
}

/// The rows to go through, before their level exists.
enum Rows {
    /// A list of the row of a level.
    List { table: TableId, owner: LevelId },
    /// The rows that refer to the row of a level.
    Referring {
        table: TableId,
        reference: ColumnId,
        to: LevelId,
    },
}

impl Checker<'_> {
    /// What stands where a list is gone through: a list, a set, an enum's name.
    pub(super) fn list(&mut self, around: &mut Around, expr: &Expr) -> Option<Meaning> {
        let meaning = match &expr.kind {
            // The rows that refer are told apart when they are entered.
            ExprKind::Of(list, _) => self.meaning(around, list, None)?,
            _ => self.meaning(around, expr, None)?,
        };
        if matches!(meaning, Meaning::List(_) | Meaning::Set(_)) {
            return Some(meaning);
        }
        let what = self.describe_meaning(&meaning);
        self.tell_in(
            around,
            Diagnostic::error(
                codes::NOT_A_LIST,
                format!("only a list or a set is gone through, and this is {what}"),
                expr.span,
                format!("this is {what}"),
            ),
        );
        None
    }

    /// Binds a variable to the rows of a list, inside which the next expressions stand. To be followed
    /// by [`Checker::leave`].
    pub(super) fn enter(&mut self, around: &mut Around, variable: &Name, list: &Expr) -> Entered {
        self.variable_clash(around, variable);
        let before = around.level;
        let opened = self.open(around, list);
        let mut meaning = None;
        let mut level = None;
        let mut hidden = Vec::new();
        if let Some(opened) = opened {
            for at in &opened.hidden {
                around.bindings[*at].hidden = Some(list.span);
            }
            meaning = match opened.row {
                RowKind::Table(table) => self.row_of(opened.level, table, variable.span),
                RowKind::Member(ty) => Some(self.member_of(opened.level, ty, variable.span)),
            };
            level = Some(opened.level);
            hidden = opened.hidden;
        }
        around.bindings.push(Binding {
            name: variable.text.clone(),
            span: variable.span,
            meaning,
            level: level.unwrap_or(before),
            hidden: None,
        });
        around.level = level.unwrap_or(before);
        Entered {
            level,
            before,
            hidden,
        }
    }

    /// Takes the variable away again.
    pub(super) fn leave(&mut self, around: &mut Around, entered: &Entered) {
        around.bindings.pop();
        for at in &entered.hidden {
            around.bindings[*at].hidden = None;
        }
        around.level = entered.before;
    }

    fn too_many_combinations(&mut self, around: &Around, combinations: usize, span: Span) {
        self.tell_in(
            around,
            Diagnostic::error(
                codes::COMBINATIONS,
                format!(
                    "the sets that are gone through one inside the other come to {combinations} combinations a row; {MOST_COMBINATIONS} at most are tried"
                ),
                span,
                "this set inside the others",
            )
            .help("ask of one set at a time, or of fewer members"),
        );
    }

    /// The level of a list's rows or a set's members.
    pub(super) fn open(&mut self, around: &mut Around, list: &Expr) -> Option<Opened> {
        let meaning = self.list(around, list);
        let row = match &list.kind {
            ExprKind::Of(_, row) => Some((row, self.meaning(around, row, None))),
            _ => None,
        };
        match (meaning?, row) {
            (Meaning::Set(set), None) => {
                let kind = LevelKind::Set {
                    members: set.members.clone(),
                };
                let level = self.arena.level(around.level, kind);
                let combinations = self.arena.combinations(level);
                if combinations > MOST_COMBINATIONS {
                    self.too_many_combinations(around, combinations, list.span);
                    return None;
                }
                Some(Opened {
                    level,
                    hidden: Vec::new(),
                    row: RowKind::Member(set.ty),
                })
            }
            (Meaning::List(held), None) => {
                let rows = self.own_rows(around, held, list.span)?;
                Some(self.open_rows(around, rows, held.table))
            }
            (Meaning::List(held), Some((row, meaning))) => {
                let rows = self.referring(around, held, list, row, meaning?)?;
                Some(self.open_rows(around, rows, held.table))
            }
            (_, Some((row, meaning))) => {
                meaning?;
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::OF,
                        "`of` picks the rows of a list that refer to a row, and this is a set",
                        list.span,
                        "a set refers to nothing",
                    )
                    .also(row.span, "the row"),
                );
                None
            }
            _ => None,
        }
    }

    /// The level of a list's rows, for what looks in it without naming a row.
    pub(super) fn level_of_list(
        &mut self,
        around: &Around,
        list: ListPlace,
        span: Span,
    ) -> Option<LevelId> {
        let rows = self.own_rows(around, list, span)?;
        Some(self.open_rows(around, rows, list.table).level)
    }

    fn own_rows(&mut self, around: &Around, list: ListPlace, span: Span) -> Option<Rows> {
        match list.place.base {
            Base::Row(owner) => Some(Rows::List {
                table: list.table,
                owner,
            }),
            Base::Follow(_) => {
                let words = self.sources.quote(span);
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::FOLLOWED_LIST,
                        format!("`{words}` is a list of a row that a reference leads to"),
                        span,
                        "cannot be gone through from here",
                    )
                    .help("go through the list that is referred to, and its own lists inside it"),
                );
                None
            }
        }
    }

    fn open_rows(&mut self, around: &Around, rows: Rows, table: TableId) -> Opened {
        let (owner, kind) = match rows {
            Rows::List { table, owner } => (owner, LevelKind::List { table, owner }),
            Rows::Referring {
                table,
                reference,
                to,
            } => {
                let kind = LevelKind::Referring {
                    table,
                    reference,
                    to,
                };
                (to, kind)
            }
        };
        if self.arena.only_sets_between(owner, around.level) {
            return Opened {
                level: self.arena.level(around.level, kind),
                hidden: Vec::new(),
                row: RowKind::Table(table),
            };
        }
        // A list of a row further out: what is bound in between belongs to other rows.
        let hidden = around
            .bindings
            .iter()
            .enumerate()
            .filter(|(_, binding)| {
                binding.hidden.is_none() && !self.arena.is_around(binding.level, owner)
            })
            .map(|(at, _)| at)
            .collect();
        Opened {
            level: self.arena.level(owner, kind),
            hidden,
            row: RowKind::Table(table),
        }
    }

    /// `contracts of r`: the one reference of the list's rows that leads to the list of `r`.
    fn referring(
        &mut self,
        around: &Around,
        list: ListPlace,
        expr: &Expr,
        row: &Expr,
        meaning: Meaning,
    ) -> Option<Rows> {
        let names = (self.sources.quote(expr.span), self.sources.quote(row.span));
        let of_filing = self.layout.table(list.table).parent == Some(FILING)
            && list.place.base == Base::Row(ROOT);
        if !of_filing {
            let ExprKind::Of(inner, _) = &expr.kind else {
                return None;
            };
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::OF,
                    "`of` picks rows of a list of the filing",
                    inner.span,
                    "not a list of the filing",
                ),
            );
            return None;
        }
        let place = match meaning {
            Meaning::Record(Place {
                base: Base::Row(level),
                table,
                record: None,
                ..
            }) if level != ROOT => Some((level, table)),
            _ => None,
        };
        let Some((to, table)) = place else {
            let what = self.describe_meaning(&meaning);
            self.tell_in(
                around,
                Diagnostic::error(
                    codes::OF,
                    format!("`of` takes a row that is gone through, and this is {what}"),
                    row.span,
                    "not such a row",
                )
                .help("name the variable of a loop: `c in contracts of r`"),
            );
            return None;
        };
        let references: Vec<ColumnId> = self
            .layout
            .table(list.table)
            .columns
            .iter()
            .copied()
            .filter(|column| self.layout.column(*column).kind == ColumnKind::Reference(table))
            .collect();
        let (list_name, row_list) = (self.table_name(list.table), self.table_name(table));
        match references.as_slice() {
            [reference] => Some(Rows::Referring {
                table: list.table,
                reference: *reference,
                to,
            }),
            [] => {
                // A field that is wrong may have been the reference.
                let faulty = match self.layout.table(list.table).element {
                    Element::Record(record) => {
                        self.poisoned.iter().any(|(held, _)| *held == record)
                    }
                    Element::Value => false,
                };
                if !faulty {
                    self.tell_in(
                        around,
                        Diagnostic::error(
                            codes::OF,
                            format!("no field of `{list_name}` refers to `{row_list}`"),
                            expr.span,
                            format!("`{}` cannot be told", names.0),
                        )
                        .also(row.span, format!("a row of `{row_list}`"))
                        .help(format!(
                            "declare a field of the type `reference to {row_list}`"
                        )),
                    );
                }
                None
            }
            several => {
                let fields: Vec<String> = several
                    .iter()
                    .map(|column| self.layout.column(*column).path.join("."))
                    .collect();
                self.tell_in(
                    around,
                    Diagnostic::error(
                        codes::OF,
                        format!("several fields of `{list_name}` refer to `{row_list}`"),
                        expr.span,
                        format!("by `{}`?", fields.join("` or `")),
                    )
                    .help(format!(
                        "go through the whole list and compare: `x in {list_name} where x.{} = …`",
                        fields[0]
                    )),
                );
                None
            }
        }
    }

    /// The member of a set at its level.
    fn member_of(&mut self, level: LevelId, ty: ValueType, span: Span) -> Meaning {
        let node = Node {
            op: Op::Member(level),
            ty,
            level,
            optional: false,
        };
        Meaning::Value(self.value_of(span, node, &[]))
    }

    /// The row of a list at its level.
    pub(super) fn row_of(&mut self, level: LevelId, table: TableId, span: Span) -> Option<Meaning> {
        let place = Place {
            base: Base::Row(level),
            table,
            record: None,
            optional: false,
            ask: false,
        };
        match self.layout.table(table).element {
            Element::Record(_) => Some(Meaning::Record(place)),
            Element::Value => {
                let column = *self.layout.table(table).columns.first()?;
                let ty = self.layout.column(column).kind.value_type()?;
                let node = Node {
                    op: Op::Column(level, column),
                    ty,
                    level,
                    optional: false,
                };
                Some(Meaning::Value(self.value_of(span, node, &[])))
            }
        }
    }
}
