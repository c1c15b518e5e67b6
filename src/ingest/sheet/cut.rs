//! Where a row of CSV ends, and its cells.
//!
//! A cell in quotes may hold line breaks, and within it a quote is written twice. A quote that stands
//! anywhere else is a mistake of its row. One that is never closed would swallow the rows after it: such a
//! row ends with its line, and the next line is looked at as if nothing had been.

use std::borrow::Cow;

use crate::ingest::sheet::dialect::Dialect;

const QUOTE: u8 = b'"';

/// How far the second quote of a cell is looked for.
const LONGEST_CELL: usize = 1 << 20;

/// Where a row ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// After so many bytes, its line end included.
    Row(usize),
    /// Nobody can tell before more is read.
    More,
}

/// One cell of a row: the bytes of its text without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Where the cell begins, its quote included.
    pub(crate) start: usize,
    from: usize,
    to: usize,
    /// Whether quotes within are written twice.
    doubled: bool,
}

impl Cell {
    /// The text of the cell, of the text that was split.
    pub(crate) fn text<'t>(&self, whole: &'t str) -> Cow<'t, str> {
        let text = whole.get(self.from..self.to).unwrap_or("");
        match self.doubled {
            true => Cow::Owned(text.replace("\"\"", "\"")),
            false => Cow::Borrowed(text),
        }
    }

    /// The same cell of a text in which so many bytes stand before the row.
    pub(crate) fn behind(self, bytes: usize) -> Cell {
        Cell {
            start: self.start + bytes,
            from: self.from + bytes,
            to: self.to + bytes,
            ..self
        }
    }
}

/// What is wrong with the quotes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The quote that begins a cell at this byte has no second one.
    Unclosed(usize),
    /// A quote stands at this byte within a cell that does not begin with one.
    Stray(usize),
    /// Something stands at this byte after the second quote of a cell.
    Behind(usize),
}

impl Broken {
    pub(crate) fn at(self) -> usize {
        match self {
            Broken::Unclosed(at) | Broken::Stray(at) | Broken::Behind(at) => at,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Broken::Unclosed(_) => UNCLOSED,
            Broken::Stray(_) => STRAY,
            Broken::Behind(_) => BEHIND,
        }
    }
}

const UNCLOSED: &str = "a quote is not closed; \
    a cell with a quote in it stands in quotes, and that quote twice";
const STRAY: &str = "a quote within a cell without quotes; \
    a cell with a quote in it stands in quotes, and that quote twice";
const BEHIND: &str = "something stands behind the second quote of a cell; \
    a cell with a quote in it stands in quotes, and that quote twice";

/// What ended a cell.
enum End {
    Cell,
    Row,
    Text,
}

/// The cells of a text, one after another.
struct Scan<'t> {
    bytes: &'t [u8],
    dialect: Dialect,
    at: usize,
}

impl Scan<'_> {
    /// The next cell with what ended it.
    fn cell(&mut self) -> Result<(Cell, End), Broken> {
        let start = self.at;
        let mut cell = Cell {
            start,
            from: start,
            to: start,
            doubled: false,
        };
        if self.bytes.get(start) == Some(&QUOTE) {
            cell.from = start + 1;
            let mut from = start + 1;
            loop {
                let most = self.bytes.len().min(start + LONGEST_CELL);
                let rest = self.bytes.get(from..most).unwrap_or(&[]);
                let Some(at) = memchr::memchr(QUOTE, rest) else {
                    return Err(Broken::Unclosed(start));
                };
                if self.bytes.get(from + at + 1) != Some(&QUOTE) {
                    cell.to = from + at;
                    break;
                }
                cell.doubled = true;
                from += at + 2;
            }
            self.at = cell.to + 1;
            return match self.end() {
                Some(end) => Ok((cell, end)),
                None => Err(Broken::Behind(self.at)),
            };
        }
        let rest = &self.bytes[start..];
        let found = memchr::memchr3(self.dialect.delimiter, self.dialect.end, QUOTE, rest);
        self.at = found.map_or(self.bytes.len(), |at| start + at);
        if self.bytes.get(self.at) == Some(&QUOTE) {
            return Err(Broken::Stray(self.at));
        }
        cell.to = self.at;
        if self.dialect.end == b'\n' && self.bytes.get(self.at) != Some(&self.dialect.delimiter) {
            let text = &self.bytes[start..self.at];
            cell.to -= usize::from(text.ends_with(b"\r"));
        }
        // INVARIANT: what was found ends a cell.
        Ok((cell, self.end().unwrap_or(End::Text)))
    }

    /// Passes over what ends a cell, if anything does that stands here.
    fn end(&mut self) -> Option<End> {
        let rest = &self.bytes[self.at..];
        let (end, len) = match rest {
            [] => (End::Text, 0),
            [first, ..] if *first == self.dialect.delimiter => (End::Cell, 1),
            [first, ..] if *first == self.dialect.end => (End::Row, 1),
            [b'\r', b'\n', ..] => (End::Row, 2),
            [b'\r'] => (End::Text, 1),
            _ => return None,
        };
        self.at += len;
        Some(end)
    }
}

/// How a row came out that was gone through.
struct Seen {
    cells: usize,
    /// How many bytes it takes.
    len: usize,
    /// The first cell that holds a line break.
    broken_line: Option<usize>,
    /// Whether it ends with the text and not with a line.
    last: bool,
}

fn look(bytes: &[u8], dialect: Dialect) -> Result<Seen, (Broken, Option<usize>)> {
    let mut scan = Scan {
        bytes,
        dialect,
        at: 0,
    };
    let mut cells = 0;
    let mut broken_line = None;
    loop {
        let start = scan.at;
        let (cell, end) = scan.cell().map_err(|broken| (broken, broken_line))?;
        cells += 1;
        if broken_line.is_none() && bytes.get(start) == Some(&QUOTE) {
            let text = &bytes[cell.from..cell.to];
            broken_line = memchr::memchr(dialect.end, text).map(|_| start);
        }
        let last = match end {
            End::Cell => continue,
            End::Row => false,
            End::Text => true,
        };
        return Ok(Seen {
            cells,
            len: scan.at,
            broken_line,
            last,
        });
    }
}

/// Where the row ends with which a text begins; `width` is how many cells a row should have, and `ended`
/// says whether there is no more text than this.
pub(crate) fn cut(bytes: &[u8], dialect: Dialect, width: Option<usize>, ended: bool) -> Cut {
    let line_from = |at: usize| {
        let found = memchr::memchr(dialect.end, &bytes[at..]);
        found.map(|found| at + found + 1)
    };
    let line = line_from(0);
    let all = line.unwrap_or(bytes.len());
    if memchr::memchr(QUOTE, &bytes[..all]).is_none() {
        return match line {
            Some(line) => Cut::Row(line),
            None if ended => Cut::Row(bytes.len()),
            None => Cut::More,
        };
    }
    let to_line = |at: usize| match line_from(at) {
        Some(end) => Cut::Row(end),
        None if ended => Cut::Row(bytes.len()),
        None => Cut::More,
    };
    // Whether what follows the line of a cell is a row as it should be.
    let goes_on = |cell: usize| {
        let next = line_from(cell)?;
        let rest = look(&bytes[next..], dialect).ok()?;
        (Some(rest.cells) == width).then_some(Cut::Row(next))
    };
    match look(bytes, dialect) {
        Ok(seen) if seen.last && !ended => Cut::More,
        Ok(seen) => match seen.broken_line {
            Some(cell) if width.is_some_and(|width| width != seen.cells) => {
                goes_on(cell).unwrap_or(Cut::Row(seen.len))
            }
            _ => Cut::Row(seen.len),
        },
        Err((Broken::Unclosed(at), _)) => match !ended && bytes.len() - at <= LONGEST_CELL {
            true => Cut::More,
            false => to_line(at),
        },
        Err((Broken::Behind(at), _)) if at == bytes.len() && !ended => Cut::More,
        Err((Broken::Behind(at), broken_line)) => {
            let opened = opening(bytes, dialect, at).or(broken_line);
            opened.and_then(goes_on).unwrap_or_else(|| to_line(at))
        }
        Err((Broken::Stray(at), _)) => to_line(at),
    }
}

/// Where the cell begins behind whose second quote something stands, if a line break is in it.
fn opening(bytes: &[u8], dialect: Dialect, behind: usize) -> Option<usize> {
    let mut scan = Scan {
        bytes: &bytes[..behind],
        dialect,
        at: 0,
    };
    loop {
        let start = scan.at;
        let (cell, end) = scan.cell().ok()?;
        if !matches!(end, End::Cell) {
            let text = &bytes[cell.from..cell.to];
            return memchr::memchr(dialect.end, text).map(|_| start);
        }
    }
}

/// The cells of the row with which a text begins, appended; how many bytes the row takes.
pub(crate) fn split(row: &str, dialect: Dialect, cells: &mut Vec<Cell>) -> Result<usize, Broken> {
    let mut scan = Scan {
        bytes: row.as_bytes(),
        dialect,
        at: 0,
    };
    loop {
        let (cell, end) = scan.cell()?;
        cells.push(cell);
        if !matches!(end, End::Cell) {
            return Ok(scan.at);
        }
    }
}

/// Whether nothing stands in any cell of a row.
pub(crate) fn is_blank(row: &[u8], dialect: Dialect) -> bool {
    row.iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == dialect.delimiter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    const COMMAS: Dialect = Dialect {
        delimiter: b',',
        end: b'\n',
    };

    fn rows(text: &str, width: usize) -> Vec<&str> {
        let mut rows = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let Cut::Row(len) = cut(rest.as_bytes(), COMMAS, Some(width), true) else {
                panic!("{rest}");
            };
            rows.push(&rest[..len]);
            rest = &rest[len..];
        }
        rows
    }

    #[test]
    fn rows_end_where_they_should() {
        assert_eq!(rows("a,b\nc,d", 2), ["a,b\n", "c,d"]);
        assert_eq!(
            rows("a,\"b\nc\"\r\nd,e\r\n", 2),
            ["a,\"b\nc\"\r\n", "d,e\r\n"]
        );
        assert_eq!(
            rows("a,\"b\"\"\n\"\nd,e\n", 2),
            ["a,\"b\"\"\n\"\n", "d,e\n"]
        );
    }

    #[test]
    fn a_broken_row_takes_no_other_with_it() {
        // Never closed, closed by accident, stray, and followed by something.
        assert_eq!(rows("a,\"b\nc,d\n", 2), ["a,\"b\n", "c,d\n"]);
        assert_eq!(
            rows("a,\"b\nc,\"d\"\ne,f\n", 2),
            ["a,\"b\n", "c,\"d\"\n", "e,f\n"]
        );
        assert_eq!(
            rows("a,\"b,\nc,d\ne,f\",\n", 2),
            ["a,\"b,\n", "c,d\n", "e,f\",\n"]
        );
        assert_eq!(rows("a,5\" disk\nc,d\n", 2), ["a,5\" disk\n", "c,d\n"]);
        assert_eq!(rows("a,\"b\"c\nc,d\n", 2), ["a,\"b\"c\n", "c,d\n"]);
        assert_eq!(rows("\"a\nb\"c,d\ne,f\n", 2), ["\"a\nb\"c,d\n", "e,f\n"]);
    }

    #[test]
    fn the_end_of_a_row_is_not_guessed_before_it_is_read() {
        for text in [
            "a,b",
            "a,\"b",
            "a,\"b\"",
            "a,\"b\"\"",
            "a,\"b\"\r",
            "a,\"b\n",
        ] {
            assert_eq!(
                cut(text.as_bytes(), COMMAS, Some(2), false),
                Cut::More,
                "{text:?}"
            );
        }
    }

    #[test]
    fn cells_are_without_their_quotes() {
        let row = "a,\"b \"\"c\"\",\",,\"\"\r\n";
        let mut cells = Vec::new();
        split(row, COMMAS, &mut cells).unwrap();
        let texts: Vec<_> = cells.iter().map(|cell| cell.text(row)).collect();
        assert_eq!(texts, ["a", "b \"c\",", "", ""]);
    }
}
