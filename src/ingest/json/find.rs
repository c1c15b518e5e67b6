//! Where a value stands in a filing of JSON that was read before.

use crate::ingest::json::marks::Marks;
use crate::ingest::json::text::Text;
use crate::ingest::json::walk::unescaped;
use crate::ingest::reader::Step;
use crate::ingest::schema::Schema;

/// Where the value stands to which a way leads; without steps, where the filing begins.
pub(crate) fn find(schema: &Schema, text: &str, way: &[Step]) -> Option<usize> {
    let mut marks = Marks::default();
    marks.mark(text.as_bytes());
    let mut text = Text::new(text, &marks);
    for step in way {
        match step {
            Step::Field { shape, field } => enter_field(schema, &mut text, *shape, *field)?,
            Step::Row(row) => enter_row(&mut text, *row)?,
        }
    }
    text.peek();
    Some(text.at)
}

/// Goes to the value of a field.
fn enter_field(schema: &Schema, text: &mut Text<'_>, shape: usize, field: usize) -> Option<()> {
    let names = &schema.shapes[shape].names;
    if text.peek() != b'{' {
        return None;
    }
    loop {
        // The bracket or a comma.
        text.pass();
        if text.peek() != b'"' {
            return None;
        }
        let start = text.at;
        let inner = text.string()?;
        let found = match text.is_escaped(inner) {
            true => names.find(&unescaped(text.text, start, inner.len()).ok()?, 0),
            false => names.find(inner, 0),
        };
        if text.peek() != b':' {
            return None;
        }
        text.pass();
        if found.map(usize::from) == Some(field) {
            return Some(());
        }
        text.skip(1)?;
        if text.peek() != b',' {
            return None;
        }
    }
}

/// Goes to a row of a list.
fn enter_row(text: &mut Text<'_>, row: usize) -> Option<()> {
    if text.peek() != b'[' {
        return None;
    }
    text.pass();
    for _ in 0..row {
        if text.peek() == b']' {
            return None;
        }
        text.skip(1)?;
        if text.peek() != b',' {
            return None;
        }
        text.pass();
    }
    (text.peek() != b']').then_some(())
}
