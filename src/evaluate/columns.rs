//! What a batch holds, as registers: a level's columns, its rows, and what these refer to.

use crate::batch::{Column, GIVEN, MISSING, Values};
use crate::check::ir::{Constant, LevelId, LevelKind};
use crate::compile::plan::Plan;
use crate::evaluate::kernels::dates;
use crate::evaluate::lanes::{both, change};
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{self, Data, Register};
use crate::evaluate::rows::{self, Base, NOWHERE};
use crate::vocabulary::{ColumnId, ValueType};

impl Machine<'_> {
    /// A column of a level's rows; one that was not read is missing everywhere.
    pub(super) fn column(&self, level: LevelId, id: ColumnId, optional: bool) -> Register {
        let rows = self.rows(level);
        let Some(column) = self.batch.column(id) else {
            return Register::new(vec![MISSING; rows.len], unread(self.plan, id, rows.len));
        };
        let whole = register::of_column(
            &column.states,
            &column.values,
            optional || no_values(&column.values),
        );
        let whole = states_of(whole, column);
        match &rows.base {
            Base::Table => whole,
            Base::Stretches(starts) => whole.stretches(starts, &rows.offsets),
            Base::Each(base) => whole.take(base),
        }
    }

    /// The rows of a level themselves.
    pub(super) fn row(&self, level: LevelId) -> Register {
        let rows = self.rows(level);
        let values = rows.bases().into_owned();
        let state = |(row, base): (usize, &u32)| {
            let there = *base != NOWHERE && rows.presence(row) != rows::PHANTOM;
            if there { GIVEN } else { MISSING }
        };
        let states = values.iter().enumerate().map(state).collect();
        Register::new(states, Data::Row(values.into()))
    }

    /// The members of a set, one after another for each row around it.
    pub(super) fn member(&self, level: LevelId, ty: ValueType) -> Register {
        let LevelKind::Set { members } = &self.plan.ir.level(level).kind else {
            return dates::constants(&vec![None; self.rows(level).len], ty);
        };
        let constants: Vec<Option<&Constant>> = members.iter().map(Some).collect();
        let once = dates::constants(&constants, ty);
        let starts = vec![0; self.rows(level).offsets.len() - 1];
        once.stretches(&starts, &self.rows(level).offsets)
    }

    /// A column of the rows referred to: absent through an absent reference, missing through a missing.
    pub(super) fn follow(&self, reference: &Register, id: ColumnId, optional: bool) -> Register {
        let (states, rows) = &reference.rows();
        let Some(column) = self.batch.column(id) else {
            return Register::new(vec![MISSING; rows.len()], unread(self.plan, id, rows.len()));
        };
        let whole = states_of(
            register::of_column(&column.states, &column.values, optional),
            column,
        );
        let known = both(states, rows, rows.len(), |state, row| {
            if state == GIVEN { row } else { NOWHERE }
        });
        let mut taken = whole.take(&known);
        let mut joined = taken.all_states().to_vec();
        change(&mut joined, states, |found, reference| {
            *found = if reference == GIVEN {
                *found
            } else {
                reference
            };
        });
        taken.states = Some(joined.into());
        taken
    }
}

fn no_values(values: &Values) -> bool {
    matches!(values, Values::None)
}

/// The register of a column with its states as they are: those of records and lists hold nothing else.
fn states_of(register: Register, column: &Column) -> Register {
    if no_values(&column.values) {
        Register {
            states: Some(column.states.clone()),
            ..register
        }
    } else {
        register
    }
}

/// Values of a column that is not in the batch.
fn unread(plan: &Plan, id: ColumnId, len: usize) -> Data {
    let ty = plan
        .ir
        .layout
        .column(id)
        .kind
        .value_type()
        .unwrap_or(ValueType::Boolean);
    dates::constants(&vec![None; len], ty).data
}
