//! Verdicts as an Excel workbook: a sheet each of filings, findings (or clauses), clause totals, rejects.
//!
//! Texts are written as texts, so that no key becomes a formula, a number or a date. Sheets are written row
//! by row: memory does not follow their length. A sheet that is full goes on in another.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Detail, Judged, Verdict};
use crate::ingest::Reject;
use crate::report::carried::Value;
use crate::report::rows::{self, Cell, Kind};
use crate::report::summary::Summary;
use crate::report::table::ranked;
use crate::report::table::{extent, name_of, value_of};
use crate::source::Place;

/// The last row that Excel has.
const MOST_ROWS: u32 = 1_048_576;
/// The longest text that a cell takes.
const MOST_LETTERS: usize = 32_767;

/// A workbook as it grows.
pub struct Book<'a> {
    ir: &'a Ir,
    detail: Detail,
    workbook: Workbook,
    filings: Table,
    rows: Table,
    rejects: Table,
}

/// A heading and a width.
type Heading = (String, f64);

/// One kind of rows, over as many sheets as they need.
struct Table {
    name: &'static str,
    headings: Vec<Heading>,
    /// Which sheet of the workbook is written, and the next row of it.
    sheet: usize,
    row: u32,
    /// How many sheets it has.
    sheets: u32,
}

impl<'a> Book<'a> {
    /// A workbook without rows.
    pub fn new(ir: &'a Ir, detail: Detail, carried: &[String]) -> Result<Book<'a>, XlsxError> {
        let mut workbook = Workbook::new();
        // The same run makes the same bytes: no clock stands in the workbook.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let beside: Vec<Heading> = carried.iter().map(|name| (name.clone(), 24.0)).collect();
        let mut filings = named(&[
            ("filing", 24.0),
            ("year", 8.0),
            ("ruleset", 18.0),
            ("verdict", 14.0),
            ("violates", 10.0),
            ("undetermined", 13.0),
            ("complies", 10.0),
            ("exempt", 10.0),
            ("not_applicable", 14.0),
        ]);
        filings.extend(beside.iter().cloned());
        let columns = rows::columns(detail).iter();
        let headings =
            columns.map(|column| (column.name.to_owned(), width(column.name, column.kind)));
        let headings = headings.chain(beside);
        let name = match detail {
            Detail::Verdicts => "Verdicts",
            Detail::Findings | Detail::Full => "Findings",
        };
        let rejects = named(&[
            ("file", 40.0),
            ("line", 8.0),
            ("column", 8.0),
            ("filing", 24.0),
            ("reason", 90.0),
        ]);
        Ok(Book {
            ir,
            detail,
            filings: Table::new(&mut workbook, "Filings", filings)?,
            rows: Table::new(&mut workbook, name, headings.collect())?,
            rejects: Table::new(&mut workbook, "Rejects", rejects)?,
            workbook,
        })
    }

    /// Takes in a filing. `places` has an entry for each finding, or none at all.
    pub fn judged(
        &mut self,
        judged: &Judged,
        places: &[Option<Place>],
        carried: &[Option<Value>],
    ) -> Result<(), XlsxError> {
        let count = |wanted: Verdict| {
            let given = judged.clauses.iter();
            Cell::Number(given.filter(|one| **one == Some(wanted)).count() as i64)
        };
        let version = &self.ir.versions[judged.version];
        let mut cells = vec![
            Cell::Text(judged.key.as_str().into()),
            Cell::Number(i64::try_from(judged.year).unwrap_or_default()),
            Cell::Text(version.name.as_str().into()),
            Cell::Text(judged.verdict.as_str().into()),
        ];
        cells.extend(Verdict::ALL.into_iter().map(count));
        cells.extend(carried.iter().map(rows::carried));
        self.filings.write(&mut self.workbook, cells)?;
        let columns = rows::columns(self.detail);
        for row in rows::rows(self.ir, self.detail, judged, places) {
            let mut cells: Vec<Cell<'_>> = columns.iter().map(|column| column.cell(&row)).collect();
            cells.extend(carried.iter().map(rows::carried));
            self.rows.write(&mut self.workbook, cells)?;
        }
        Ok(())
    }

    /// Takes in a filing that could not be read.
    pub fn rejected(&mut self, reject: &Reject) -> Result<(), XlsxError> {
        let number = |at: Option<usize>| {
            at.and_then(|at| i64::try_from(at).ok())
                .map_or(Cell::Empty, Cell::Number)
        };
        let key = reject.key.as_deref();
        let cells = vec![
            Cell::Text((&*reject.file).into()),
            number(reject.line),
            number(reject.column),
            key.map_or(Cell::Empty, |key| Cell::Text(key.into())),
            Cell::Text(reject.reason().to_string().into()),
        ];
        self.rejects.write(&mut self.workbook, cells)
    }

    /// The workbook as bytes, with what the batch came to.
    pub fn finish(mut self, summary: &Summary) -> Result<Vec<u8>, XlsxError> {
        let headings = named(&[
            ("clause", 36.0),
            ("title", 60.0),
            ("severity", 14.0),
            ("binds", 14.0),
            ("violates", 10.0),
            ("undetermined", 13.0),
            ("complies", 10.0),
            ("exempt", 10.0),
            ("not_applicable", 14.0),
        ]);
        let mut clauses = Table::new(&mut self.workbook, "Clauses", headings)?;
        for one in ranked(summary, self.ir) {
            let mut cells = vec![
                Cell::Text(one.clause.id.as_str().into()),
                Cell::Text(one.clause.title.as_str().into()),
                Cell::Text(rows::severity_of(one.clause).into()),
                Cell::Text(rows::binds_of(one.clause).into()),
            ];
            for verdict in Verdict::ALL {
                cells.push(Cell::Number(one.counts[verdict as usize] as i64));
            }
            clauses.write(&mut self.workbook, cells)?;
        }
        let headings = named(&[("indicator", 60.0), ("value", 24.0), ("of", 50.0)]);
        let mut indicators = Table::new(&mut self.workbook, "Indicators", headings)?;
        for (indicator, running) in self.ir.indicators.iter().zip(&summary.indicators) {
            let cells = vec![
                Cell::Text(name_of(indicator).into()),
                Cell::Text(value_of(indicator, running).into()),
                Cell::Text(extent(indicator, running).into()),
            ];
            indicators.write(&mut self.workbook, cells)?;
        }
        for table in [
            &self.filings,
            &self.rows,
            &self.rejects,
            &clauses,
            &indicators,
        ] {
            table.close(&mut self.workbook)?;
        }
        self.workbook.save_to_buffer()
    }
}

impl Table {
    fn new(
        workbook: &mut Workbook,
        name: &'static str,
        headings: Vec<Heading>,
    ) -> Result<Table, XlsxError> {
        let mut table = Table {
            name,
            headings,
            sheet: 0,
            row: 0,
            sheets: 0,
        };
        table.open(workbook)?;
        Ok(table)
    }

    /// Begins a sheet: its name, the headings that stay in sight, the widths.
    fn open(&mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.name.to_owned(),
            number => format!("{} {number}", self.name),
        };
        self.sheet = workbook.worksheets().len();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, (_, width)) in self.headings.iter().enumerate() {
            sheet.set_column_width(at as u16, *width)?;
        }
        let bold = Format::new().set_bold();
        for (at, (heading, _)) in self.headings.iter().enumerate() {
            sheet.write_string_with_format(0, at as u16, heading.as_str(), &bold)?;
        }
        self.row = 1;
        Ok(())
    }

    fn write(&mut self, workbook: &mut Workbook, cells: Vec<Cell<'_>>) -> Result<(), XlsxError> {
        if self.row == MOST_ROWS {
            self.close(workbook)?;
            self.open(workbook)?;
        }
        let row = self.row;
        let sheet = workbook.worksheet_from_index(self.sheet)?;
        for (at, cell) in cells.into_iter().enumerate() {
            let at = at as u16;
            match cell {
                Cell::Empty => {}
                Cell::Number(value) => {
                    sheet.write_number(row, at, value as f64)?;
                }
                Cell::Text(value) => text(sheet, row, at, &value)?,
                Cell::List(values) => text(sheet, row, at, &values.join("; "))?,
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Puts the filter over what was written.
    fn close(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = workbook.worksheet_from_index(self.sheet)?;
        let last = self.headings.len().saturating_sub(1) as u16;
        sheet.autofilter(0, 0, self.row.saturating_sub(1), last)?;
        Ok(())
    }
}

/// A text as a text; the end of one that is longer than a cell is told to be missing.
fn text(sheet: &mut Worksheet, row: u32, column: u16, words: &str) -> Result<(), XlsxError> {
    if words.is_empty() {
        return Ok(());
    }
    let fits = words.encode_utf16().count() <= MOST_LETTERS;
    if fits {
        sheet.write_string(row, column, words)?;
    } else {
        let kept: String = words.chars().take(MOST_LETTERS / 2 - 20).collect();
        sheet.write_string(row, column, format!("{kept} … (cut)"))?;
    }
    Ok(())
}

fn named(headings: &[(&str, f64)]) -> Vec<Heading> {
    headings
        .iter()
        .map(|(name, width)| ((*name).to_owned(), *width))
        .collect()
}

fn width(name: &str, kind: Kind) -> f64 {
    match (name, kind) {
        (_, Kind::Number) => 8.0,
        ("message" | "because" | "remedy" | "title", _) => 60.0,
        ("file" | "cites" | "missing" | "also", _) => 40.0,
        ("clause" | "subject", _) => 30.0,
        _ => 16.0,
    }
}
