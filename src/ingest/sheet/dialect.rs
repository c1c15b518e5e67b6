//! How the rows and cells of a table are told apart, and which row holds the headings.

use crate::ingest::sheet::cut::{Cut, cut, is_blank, split};

/// What stands between cells and ends rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// The last byte of a line's end.
    pub(crate) end: u8,
}

/// What programs put between cells, in the order in which they are tried.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at.
const LOOKED_AT: usize = 20;

impl Dialect {
    /// What stands between its cells, for people, if it is no comma.
    pub(crate) fn told(self) -> Option<String> {
        match self.delimiter {
            b',' => None,
            b'\t' => Some("tabs between cells".to_owned()),
            other => Some(format!("`{}` between cells", char::from(other))),
        }
    }
}

/// What was found out of the beginning of a table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) dialect: Dialect,
    /// The headings.
    pub(crate) names: Vec<String>,
    /// How many bytes and lines stand before the first row behind them.
    pub(crate) bytes: usize,
    pub(crate) lines: usize,
    /// How many lines before the headings are no part of the table.
    pub(crate) above: usize,
}

/// How rows are written that come from elsewhere.
pub(crate) const COMMAS: Dialect = Dialect {
    delimiter: b',',
    end: b'\n',
};

/// Finds out how a table is written that begins with a text; nothing where it holds no row.
pub(crate) fn find(bytes: &[u8], ended: bool) -> Option<Found> {
    let end = match memchr::memchr(b'\n', bytes) {
        None if memchr::memchr(b'\r', bytes).is_some() => b'\r',
        _ => b'\n',
    };
    // Excel's own way to say it.
    let first = bytes.split(|byte| *byte == end).next().unwrap_or(&[]);
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = first.trim_ascii_end()
        && delimiter.is_ascii()
    {
        let dialect = Dialect {
            delimiter: *delimiter,
            end,
        };
        let skipped = (first.len() + 1).min(bytes.len());
        let mut found = headings(&bytes[skipped..], dialect, ended)?;
        found.bytes += skipped;
        found.lines += 1;
        return Some(found);
    }
    let dialects = DELIMITERS.map(|delimiter| Dialect { delimiter, end });
    let best = dialects
        .into_iter()
        .enumerate()
        .max_by_key(|(at, dialect)| {
            // Of two that do alike the first is taken.
            (fits(bytes, *dialect, ended), std::cmp::Reverse(*at))
        });
    headings(bytes, best?.1, ended)
}

/// The first rows of a text with how many cells each has; one whose quotes are broken has none.
fn widths(bytes: &[u8], dialect: Dialect, ended: bool) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < bytes.len() && rows.len() < LOOKED_AT {
        let Cut::Row(len) = cut(&bytes[at..], dialect, None, ended) else {
            break;
        };
        let row = String::from_utf8_lossy(&bytes[at..at + len]);
        let mut cells = Vec::new();
        let sound = split(&row, dialect, &mut cells).is_ok();
        if !is_blank(row.as_bytes(), dialect) {
            rows.push((at, if sound { cells.len() } else { 0 }));
        }
        at += len;
    }
    rows
}

/// How well a text fits a dialect: how many rows have as many cells as most, and how many cells these are.
fn fits(bytes: &[u8], dialect: Dialect, ended: bool) -> (usize, usize) {
    let rows = widths(bytes, dialect, ended);
    let several = rows
        .iter()
        .map(|(_, cells)| *cells)
        .filter(|cells| *cells > 1);
    let alike = |cells: usize| rows.iter().filter(|(_, other)| *other == cells).count();
    several
        .map(|cells| (alike(cells), cells))
        .max()
        .unwrap_or((0, 0))
}

/// The headings: the first row that has as many cells as most have, and more than one that says something.
pub(crate) fn headings(bytes: &[u8], dialect: Dialect, ended: bool) -> Option<Found> {
    let (_, most) = fits(bytes, dialect, ended);
    let rows = widths(bytes, dialect, ended);
    let names = |at: usize| {
        let Cut::Row(len) = cut(&bytes[at..], dialect, None, ended) else {
            return (bytes.len() - at, Vec::new());
        };
        let row = String::from_utf8_lossy(&bytes[at..at + len]);
        let mut cells = Vec::new();
        // Headings whose quotes are broken are what could be read of them.
        let _ = split(&row, dialect, &mut cells);
        let names = cells.iter().map(|cell| {
            let text = cell.text(&row);
            crate::value::text::tidy(&text).into_owned()
        });
        (len, names.collect::<Vec<String>>())
    };
    let says = |names: &[String]| names.iter().filter(|name| !name.is_empty()).count();
    let wide = (rows.iter()).find(|(at, cells)| *cells == most && says(&names(*at).1) > 1);
    let (at, _) = *wide.or(rows.first())?;
    let (len, names) = names(at);
    let lines = |bytes: &[u8]| memchr::memchr_iter(dialect.end, bytes).count();
    Some(Found {
        dialect,
        names,
        bytes: at + len,
        lines: lines(&bytes[..at + len]),
        above: rows.iter().filter(|(other, _)| *other < at).count(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn found(text: &str) -> (char, Vec<String>, usize) {
        let found = find(text.as_bytes(), true).unwrap();
        (
            char::from(found.dialect.delimiter),
            found.names,
            found.lines,
        )
    }

    #[test]
    fn what_stands_between_cells_is_found() {
        for delimiter in DELIMITERS.map(char::from) {
            let row = |cells: [&str; 3]| cells.join(&delimiter.to_string());
            let head = row(["id", "name", "price"]);
            let text = format!("{head}\n{}\n", row(["1", "\"a,b;c\"", "1.5"]));
            let names = ["id", "name", "price"].map(str::to_owned).to_vec();
            assert_eq!(found(&text), (delimiter, names.clone(), 1));
            // Lines may end otherwise, and headings stand alone.
            assert_eq!(found(&text.replace('\n', "\r\n")).1, names);
            assert_eq!(found(&text.replace('\n', "\r")).1, names);
            assert_eq!(found(&head).1, names);
            assert_eq!(
                found(&format!("sep={delimiter}\r\n{text}")),
                (delimiter, names, 2)
            );
        }
    }

    #[test]
    fn decimal_commas_are_no_delimiters() {
        let text = "id;a;b\n1;1,5;2,5\n2;1,5;2,5\n";
        assert_eq!(found(text).0, ';');
    }

    #[test]
    fn titles_above_the_headings_are_passed_over() {
        let text = "Contracts of 2014,,\n\nid,name,price\n1,a,2\n";
        let (_, names, lines) = found(text);
        assert_eq!(
            (names, lines),
            (["id", "name", "price"].map(str::to_owned).to_vec(), 3)
        );
        assert_eq!(found("id\n1\n").1, ["id"]);
        assert_eq!(find(b"\n\n", true), None);
    }
}
