//! Where something stands in a document, found when it is asked for by going through the text again.

use crate::ingest::json;
use crate::ingest::reader::Step;
use crate::ingest::record::Format;
use crate::ingest::schema::{Content, RowForm, Schema};
use crate::ingest::yaml;
use crate::source::LineColumn;

/// Where a subject stands in the text of its filing: the start of the row that the steps lead to, each
/// the names of a list as rules write them and a position from 0; without steps the filing itself.
/// Counted from the start of the text. Nothing where the text has no such row.
pub fn locate(
    schema: &Schema,
    text: &str,
    format: Format,
    steps: &[(Vec<String>, usize)],
) -> Option<LineColumn> {
    locate_value(schema, text, format, steps, &[])
}

/// The same for the value to which the names of fields lead from that row.
pub fn locate_value(
    schema: &Schema,
    text: &str,
    format: Format,
    steps: &[(Vec<String>, usize)],
    names: &[String],
) -> Option<LineColumn> {
    let mut way = Vec::new();
    let mut shape = 0;
    for (names, row) in steps {
        let table = follow(schema, shape, names, &mut way)?;
        way.push(Step::Row(*row));
        shape = match schema.tables[table].rows {
            RowForm::Record(shape) => shape,
            // Nothing stands inside a single value: a further step finds no field of that name.
            RowForm::Value(_) => usize::MAX,
        };
    }
    for name in names {
        let fields = &schema.shapes.get(shape)?.fields;
        let field = fields.iter().position(|field| field.rule_name == *name)?;
        way.push(Step::Field { shape, field });
        shape = match fields[field].content {
            Content::Record(inner) => inner,
            Content::List(_) | Content::Scalar => usize::MAX,
        };
    }
    let at = find(schema, text, format, &way)?;
    Some(line_column(text, at))
}

/// The lines and columns of some bytes of a filing's text, which ascend, counted from the start of the
/// text: it is gone through once, however many there are.
pub fn places_of(text: &[u8], starts: &[usize]) -> Vec<LineColumn> {
    let mut at = 0;
    let mut place = LineColumn { line: 1, column: 1 };
    let next = |start: &usize| {
        let end = (*start).clamp(at, text.len());
        place = behind(place, &text[at..end]);
        at = end;
        place
    };
    starts.iter().map(next).collect()
}

/// The place behind some text that begins at a place.
fn behind(place: LineColumn, text: &[u8]) -> LineColumn {
    match memchr::memrchr(b'\n', text) {
        Some(last) => LineColumn {
            line: place.line + memchr::memchr_iter(b'\n', &text[..=last]).count(),
            column: characters(&text[last + 1..]) + 1,
        },
        None => LineColumn {
            line: place.line,
            column: place.column + characters(text),
        },
    }
}

/// How many characters there are: each counts by the one byte of it that continues none. Blocks are so
/// short that a byte holds their count, which lets the compiler count many bytes at once.
fn characters(text: &[u8]) -> usize {
    const BLOCK: usize = 192;
    let starts = |block: &[u8]| -> u8 {
        let each = block.iter().map(|byte| u8::from(*byte & 0xc0 != 0x80));
        each.sum()
    };
    text.chunks(BLOCK)
        .map(|block| usize::from(starts(block)))
        .sum()
}

/// The list that names lead to from a record, as steps of the document.
fn follow(schema: &Schema, shape: usize, names: &[String], way: &mut Vec<Step>) -> Option<usize> {
    let mut shape = shape;
    for name in names {
        let fields = &schema.shapes.get(shape)?.fields;
        let field = fields.iter().position(|field| field.rule_name == *name)?;
        way.push(Step::Field { shape, field });
        match fields[field].content {
            Content::Record(inner) => shape = inner,
            Content::List(table) => return Some(table),
            Content::Scalar => return None,
        }
    }
    None
}

/// The line and column of a byte of a text, both from 1.
pub(crate) fn line_column(text: &str, at: usize) -> LineColumn {
    let before = &text.as_bytes()[..at.min(text.len())];
    behind(LineColumn { line: 1, column: 1 }, before)
}

/// The byte at which the value stands to which a way leads; without steps, where the filing begins.
fn find(schema: &Schema, text: &str, format: Format, way: &[Step]) -> Option<usize> {
    match format {
        Format::Json => json::find(schema, text, way),
        Format::Yaml => yaml::find(schema, text, way),
    }
}

/// Where a filing's key stands in its text.
pub(crate) fn key_place(schema: &Schema, text: &str, format: Format) -> Option<LineColumn> {
    let fields = &schema.shapes.first()?.fields;
    let field = fields.iter().position(|field| field.column == schema.key)?;
    let at = find(schema, text, format, &[Step::Field { shape: 0, field }])?;
    Some(line_column(text, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_found_in_one_pass_are_those_of_each_byte_alone() {
        let text = format!("\né{{\n\n  \"número\": [1,\r\n {}] }}\n", "añ".repeat(200));
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let found = places_of(text.as_bytes(), &starts);
        let mut expected = Vec::new();
        let (mut line, mut column) = (1, 1);
        for character in text.chars() {
            expected.push(LineColumn { line, column });
            (line, column) = match character {
                '\n' => (line + 1, 1),
                _ => (line, column + 1),
            };
        }
        assert_eq!(found, expected);
        for (at, place) in starts.iter().zip(&expected) {
            assert_eq!(line_column(&text, *at), *place);
        }
    }
}
