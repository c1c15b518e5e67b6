//! Workbooks as filings: by their headings and by a mapping, as CSV is read.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

const RULES: &str = "fixtures/tutorial/rules";

fn dictamen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const CONTRACTS: &str = "\
rows: contracts
group_by: [body, year of signed]
filing_id: \"{year of signed}-{body}\"
fields:
  contract_no: contract
  amount: amount
  signed_on: signed
where: { currency: MXN }
";

fn headings(sheet: &mut Worksheet, row: u32) {
    for (column, name) in ["body", "contract", "amount", "signed", "currency"]
        .into_iter()
        .enumerate()
    {
        sheet.write(row, column as u16, name).unwrap();
    }
}

fn contract(sheet: &mut Worksheet, row: u32, body: &str, number: &str, amount: f64) {
    let days = Format::new().set_num_format("dd/mm/yyyy");
    let signed = ExcelDateTime::from_ymd(2018, 11, 5).unwrap();
    sheet.write(row, 0, body).unwrap();
    sheet.write(row, 1, number).unwrap();
    sheet.write(row, 2, amount).unwrap();
    sheet.write_with_format(row, 3, &signed, &days).unwrap();
    sheet.write(row, 4, "MXN").unwrap();
}

/// What comes of a workbook by the mapping: the filings, what is said, the exit code.
fn converted(folder: &Path) -> (String, String, Option<i32>) {
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    fs::write(at("m.yaml"), CONTRACTS).unwrap();
    let (table, mapping, out) = (at("t.xlsx"), at("m.yaml"), at("o.ndjson"));
    let usual = [
        "convert",
        &table,
        &out,
        "--rules",
        RULES,
        "--mapping",
        &mapping,
    ];
    let output = dictamen(&usual);
    let filings = fs::read_to_string(&out).unwrap_or_default();
    let said = said(&output).replace(folder.to_str().unwrap(), "…");
    (filings, said, output.status.code())
}

#[test]
fn dates_numbers_formulas_and_texts_are_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    let hidden = book.add_worksheet().set_name("Old").unwrap();
    headings(hidden, 0);
    hidden.set_hidden(true);
    let sheet = book.add_worksheet().set_name("2018").unwrap();
    sheet.set_active(true);
    let bold = Format::new().set_bold();
    sheet
        .merge_range(0, 0, 0, 4, "Contracts of 2018", &bold)
        .unwrap();
    headings(sheet, 2);
    contract(sheet, 3, "SALUD", "C-1", 0.1 + 0.2);
    contract(sheet, 4, "AGUA", "=C-7, \"so\"\nand on", 0.0);
    let sum = Formula::new("=1000+234.5").set_result("1234.5");
    sheet.write(4, 2, sum).unwrap();
    contract(sheet, 5, "SALUD", "007", 12.0);
    contract(sheet, 6, "MINAS", "C-9", 0.0);
    sheet
        .write(6, 2, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    contract(sheet, 7, "MINAS", "C-10", 0.0);
    sheet.write(7, 4, "USD").unwrap();
    book.save(folder.path().join("t.xlsx")).unwrap();
    let (filings, told, exit) = converted(folder.path());
    let all = format!("{filings}{told}");
    for expected in [
        r#""contract_no":"C-1","amount":0.30,"signed_on":"2018-11-05""#,
        r#""contract_no":"007","amount":12.00"#,
        r#""amount":1234.50"#,
        "t.xlsx:7:3: the cell C7 holds the error #DIV/0!",
        "`currency` is `USD`",
        "its sheet `2018`, without what is hidden: Old",
        "merged cells",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    assert_eq!(exit, Some(4));
}

#[test]
fn a_workbook_whose_headings_are_the_vocabularys_needs_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["filing_id", "fiscal_year", "contracts"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    sheet.write(1, 0, "2018-A").unwrap();
    sheet.write(1, 1, 2018).unwrap();
    sheet.write(3, 0, "2018-B").unwrap();
    sheet.write(3, 1, "dos mil").unwrap();
    let table = folder.path().join("t.xlsx");
    book.save(&table).unwrap();
    let table = table.to_str().unwrap();
    let output = dictamen(&["validate", table, "--rules", RULES]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("2 read, 1 valid, 1 rejected"), "{told}");
    assert!(told.contains("t.xlsx:4:2"), "{told}");
    let proposed = dictamen(&["mapping", "init", table, "--rules", RULES]);
    let proposed = String::from_utf8_lossy(&proposed.stdout).into_owned();
    assert!(proposed.contains("fiscal_year"), "{proposed}");
}

/// A workbook whose parts are replaced.
fn repacked(path: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(&name, options).unwrap();
        out.write_all(&change(&name, bytes)).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_unpacks_to_more_than_a_workbook_needs_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    let save = || {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        headings(sheet, 0);
        contract(sheet, 1, "SALUD", "C-1", 1.0);
        book.save(&path).unwrap();
    };
    save();
    assert_eq!(converted(folder.path()).2, Some(0));
    // Texts that would take more memory than any machine should give.
    repacked(&path, |name, bytes| {
        match name.ends_with("sharedStrings.xml") {
            true => "<si><t>a</t></si>".repeat(16 << 20).into_bytes(),
            false => bytes,
        }
    });
    let (_, told, exit) = converted(folder.path());
    assert!(
        told.contains("more than 256 MB beside its sheets"),
        "{told}"
    );
    assert_eq!(exit, Some(4));
    save();
    repacked(&path, |name, bytes| match name.ends_with("sheet1.xml") {
        true => [&bytes[..200], &vec![b' '; 20 << 20], &bytes[200..]].concat(),
        false => bytes,
    });
    let (_, told, _) = converted(folder.path());
    assert!(told.contains("longer than 16 MB"), "{told}");
}

#[test]
fn what_is_no_workbook_or_a_broken_one_is_one_reject() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headings(sheet, 0);
    for row in 1..400 {
        contract(sheet, row, "SALUD", &format!("C-{row}"), 1.0);
    }
    book.save(&path).unwrap();
    let sound = fs::read(&path).unwrap();
    for bytes in [
        Vec::new(),
        b"filing_id,fiscal_year\n".to_vec(),
        sound[..sound.len() / 2].to_vec(),
    ] {
        fs::write(&path, bytes).unwrap();
        let (_, told, exit) = converted(folder.path());
        assert_eq!(exit, Some(4), "{told}");
        assert!(told.contains("1 rejected"), "{told}");
    }
    for at in (0..sound.len()).step_by(sound.len() / 40) {
        let mut flipped = sound.clone();
        flipped[at] ^= 0x10;
        fs::write(&path, flipped).unwrap();
        let (_, told, exit) = converted(folder.path());
        assert!(matches!(exit, Some(0 | 4)), "byte {at}: {told}");
        assert!(!told.contains("panicked"), "byte {at}: {told}");
    }
}
