//! An Excel workbook: the rows of its first sheet that is not hidden.
//!
//! A thread of its own reads the sheet, since what reads it borrows the workbook; it is never more than a few
//! hundred rows ahead. Before that the parts of the file are unpacked once and thrown away, so that one that
//! unpacks to more than any workbook needs is refused before anything of it is kept.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use memchr::memmem;
use zip::ZipArchive;

use crate::ingest::guard::guarded;
use crate::ingest::inputs::cannot_read;
use crate::ingest::inputs::rowed::{Row, Rows};
use crate::ingest::sheet::mapping::few;

/// To how many bytes a workbook may unpack, and what is no sheet in it: that is held in memory.
const MOST: u64 = 4 << 30;
const MOST_HELD: u64 = 256 << 20;

/// How long one tag or text of a sheet may be, which is held in memory as well.
const LONGEST: usize = 16 << 20;

/// The last column of a sheet.
const COLUMNS: u32 = 16_384;

/// How many rows are handed over at once.
const AT_ONCE: usize = 128;

/// Some rows, or why there are no more.
type Handed = Result<Vec<Row>, String>;

/// Begins to read a workbook.
pub(crate) fn open(path: &Path) -> Result<Rows, String> {
    let file = File::open(path).map_err(|error| cannot_read(&error))?;
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return Err("a workbook is read from a file, not from a stream".to_owned());
    }
    let (sender, receiver) = sync_channel(2);
    let work = move || {
        let read = guarded(|| read(file, &sender));
        if let Err(reason) = read {
            // Whoever has stopped asking does not ask for this either.
            let _ = sender.send(Err(reason));
        }
    };
    let started = thread::Builder::new().spawn(work);
    started.map_err(|error| cannot_read(&error))?;
    Ok(Box::new(rows(receiver)))
}

fn rows(receiver: Receiver<Handed>) -> impl Iterator<Item = Result<Row, String>> + Send {
    receiver.into_iter().flat_map(|handed| match handed {
        Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(reason) => vec![Err(reason)],
    })
}

/// What is not wanted any more is no mistake.
struct Unwanted;

/// Rows on their way.
struct Sending<'s> {
    sender: &'s SyncSender<Handed>,
    rows: Vec<Row>,
}

impl Sending<'_> {
    fn send(&mut self, row: Row) -> Result<(), Unwanted> {
        self.rows.push(row);
        match self.rows.len() < AT_ONCE {
            true => Ok(()),
            false => self.flush(),
        }
    }

    fn flush(&mut self) -> Result<(), Unwanted> {
        let rows = std::mem::take(&mut self.rows);
        self.sender.send(Ok(rows)).map_err(|_| Unwanted)
    }
}

fn read(file: File, sender: &SyncSender<Handed>) -> Result<(), String> {
    let merges = unpacked(&file)?;
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(|error| wrong(&error))?;
    let sheets = workbook.sheets_metadata().to_vec();
    let sheets = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (visible, hidden): (Vec<_>, Vec<_>) =
        sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let Some((sheet, others)) = visible.split_first() else {
        return Err("the workbook has no sheet that is not hidden".to_owned());
    };
    let mut sending = Sending {
        sender,
        rows: Vec::new(),
    };
    let named = |sheets: &[&calamine::Sheet]| {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        few(&names)
    };
    let mut told = Vec::new();
    if !others.is_empty() || !hidden.is_empty() {
        told.push(format!("its sheet `{}`", sheet.name));
    }
    if !others.is_empty() {
        told.push(format!("without {}", named(others)));
    }
    if !hidden.is_empty() {
        told.push(format!("without what is hidden: {}", named(&hidden)));
    }
    if merges {
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name);
        let merged = merged.map_err(|error| wrong(&error))?;
        if let Some(first) = merged.first() {
            told.push(format!(
                "merged cells, of which the first alone says anything, from {}",
                cell_name(first.start.0, first.start.1)
            ));
        }
    }
    for one in told {
        if sending.send(Row::Told(one)).is_err() {
            return Ok(());
        }
    }
    let cells = workbook.worksheet_cells_reader(&sheet.name);
    let mut cells = cells.map_err(|error| wrong(&error))?;
    let mut row = Gathered::default();
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|error| wrong(&error))?
    {
        let (line, column) = cell.pos;
        if column >= COLUMNS {
            return Err("a cell beyond the last column that a sheet has".to_owned());
        }
        if line != row.line && row.hand_over(&mut sending).is_err() {
            return Ok(());
        }
        row.line = line;
        match (cell.value, cell.formula) {
            (DataRef::Empty, Some(_)) => row.broken(
                column,
                "holds a formula without its value; save the workbook once with a spreadsheet program",
            ),
            (DataRef::Error(error), _) => row.broken(column, &format!("holds the error {error}")),
            (value, _) => row.put(column, text(value)),
        }
    }
    let _ = row.hand_over(&mut sending).and_then(|()| sending.flush());
    Ok(())
}

/// The cells of a row as they come.
#[derive(Default)]
struct Gathered {
    line: u32,
    cells: Vec<String>,
    broken: Option<(u32, String)>,
}

impl Gathered {
    fn put(&mut self, column: u32, text: String) {
        if text.is_empty() {
            return;
        }
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
    }

    fn broken(&mut self, column: u32, what: &str) {
        let name = cell_name(self.line, column);
        self.broken
            .get_or_insert_with(|| (column, format!("the cell {name} {what}")));
    }

    fn hand_over(&mut self, sending: &mut Sending<'_>) -> Result<(), Unwanted> {
        let line = self.line as usize + 1;
        let cells = std::mem::take(&mut self.cells);
        match self.broken.take() {
            Some((column, why)) => sending.send(Row::Broken(line, column as usize + 1, why)),
            None if cells.iter().all(|cell| cell.trim().is_empty()) => Ok(()),
            None => sending.send(Row::Cells(line, cells)),
        }
    }
}

/// A cell as people find it: `B12`.
fn cell_name(line: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{}", String::from_utf8_lossy(&letters), line + 1)
}

/// What a cell says, as a filing would write it.
fn text(value: DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => text.to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(value),
        DataRef::DateTime(moment) => date(&moment),
    }
}

/// A number with the fifteen digits that a spreadsheet shows of it.
fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A day, or a day and a time if it is not midnight; a time alone, or a duration, is the number that it is.
fn date(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return number(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

fn wrong(error: &calamine::XlsxError) -> String {
    format!("it is no workbook that can be read: {error}")
}

/// Unpacks what is read of a workbook, and says whether some sheet has merged cells.
fn unpacked(file: &File) -> Result<bool, String> {
    let copy = file.try_clone().map_err(|error| cannot_read(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(copy))
        .map_err(|error| format!("it is no workbook that can be read: {error}"))?;
    let (mut all, mut held, mut merges) = (0, 0, false);
    let mut room = vec![0; 1 << 16];
    for at in 0..archive.len() {
        let mut part = archive
            .by_index(at)
            .map_err(|error| format!("it is no workbook that can be read: {error}"))?;
        let name = part
            .name()
            .map_err(|error| format!("it is no workbook that can be read: {error}"))?;
        let name = name.to_ascii_lowercase();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let is_sheet = name.contains("/worksheets/");
        let mut since = 0;
        loop {
            let read = match part.read(&mut room) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(cannot_read(&error)),
            };
            let bytes = &room[..read];
            all += read as u64;
            held += if is_sheet { 0 } else { read as u64 };
            since = match memchr::memrchr(b'>', bytes) {
                Some(at) => read - at,
                None => since + read,
            };
            // Where a block cuts the word in two, the list of merged cells names the next one.
            merges |= is_sheet && memmem::find(bytes, b"mergeCell").is_some();
            if all > MOST {
                return Err(format!("it unpacks to more than {} GB", MOST >> 30));
            }
            if held > MOST_HELD {
                return Err(format!(
                    "it unpacks to more than {} MB beside its sheets",
                    MOST_HELD >> 20
                ));
            }
            if since > LONGEST {
                return Err(format!(
                    "one of its cells is longer than {} MB",
                    LONGEST >> 20
                ));
            }
        }
    }
    Ok(merges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_a_spreadsheet_shows_them() {
        for (value, expected) in [
            (3.0, "3"),
            (0.1 + 0.2, "0.3"),
            (1234567.89, "1234567.89"),
            (-0.5, "-0.5"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(number(value), expected);
        }
        assert_eq!(cell_name(11, 1), "B12");
        assert_eq!(cell_name(0, 701), "ZZ1");
        assert_eq!(cell_name(0, 702), "AAA1");
    }
}
