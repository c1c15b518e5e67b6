//! Parquet and Arrow files: what is read of them is what is read of the same filings as JSON.

#![cfg(feature = "tables")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use crate::ingest_support::{World, world, world_of};
use crate::tables_support::{KINDS, Read, filings, read, read_lines, store, table};
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, DictionaryArray,
    Float64Array, Int8Array, Int16Array, Int64Array, LargeListArray, LargeStringArray, ListArray,
    NullArray, RecordBatch, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Fields};
use dictamen::ingest::tables::sink::Sink;
use dictamen::ingest::{FileKind, Inputs, Seen, decode};
use proptest::prelude::{ProptestConfig, proptest};
use proptest::{prop_assert, prop_assert_eq};

fn both(world: &World, lines: &str) -> Read {
    let json = read_lines(world, lines);
    for kind in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let path = table(world, lines, kind, folder.path());
        assert_eq!(read(world, &path), json, "{kind:?} of {lines}");
    }
    json
}

#[test]
fn a_filing_is_read_as_its_json_is() {
    let lines = r#"{"filing_id":"A","year":2018,"institution":{"institution_id":"I","name":"Ñ","head_rank":"director","exempted":false},"packages":3,"año":-1,"projects":[{"folio":"P-1","name":"one","strategic":true,"goals":["a",null,"b"],"budget":1200000.5,"starts_on":"2018-03-02","quarters":[{"number":1,"reported_on":"2018-04-01","real_pct":0.123456,"planned_pct":1}]},null,{"folio":"P-2","follows":"P-1","quarters":[]}],"requests":[{"id":"R-1","project":"P-2","modality":"lease","amount":"10.00 MXN","multi_year":true,"study":{"received_on":"2018-01-01","info_requests":[{"asked_on":"2018-01-02"}]}},{"id":"R-2","project":"P-9"}],"tags":["x",""],"security":{"officer":{"name":"O"},"controls":[{"control":"service","weights":[0.5,null]}]}}
{"filing_id":"B","year":2019,"projects":[],"requests":null,"security":null}
{"filing_id":"C","year":2014,"institution":{},"projects":[{}],"requests":[null],"security":{}}"#;
    let read = both(&world(), lines);
    assert_eq!(read.filings.len(), 3);
    assert!(read.rejects.is_empty());
}

#[test]
fn feather_is_an_arrow_file_under_another_name() {
    let lines = r#"{"filing_id":"A","year":2018,"packages":3}"#;
    let folder = tempfile::tempdir().unwrap();
    let arrow = table(&world(), lines, FileKind::Arrow, folder.path());
    let feather = folder.path().join("filings.feather");
    std::fs::rename(arrow, &feather).unwrap();
    assert_eq!(read(&world(), &feather), read_lines(&world(), lines));
}

#[test]
fn what_the_rules_do_not_read_is_left_where_it_stands() {
    let lines = r#"{"filing_id":"A","year":2018,"projects":[{"folio":"P-1","strategic":true}],"requests":[{"id":"R","study":{"info_requests":[]}}]}
{"filing_id":"B","year":2018,"projects":null}"#;
    for wanted in [
        "projects.strategic",
        "projects",
        "requests.study.info_requests",
        "requests.study",
        "security",
        "requests.project",
        "tags",
        "none",
    ] {
        let world = world_of(crate::ingest_support::VOCABULARY, false, |path| {
            path == wanted
        });
        assert_eq!(both(&world, lines).filings.len(), 2, "{wanted}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn filings_are_read_from_a_table_as_from_json(lines in filings(6)) {
        let world = world();
        let json = read_lines(&world, &lines);
        prop_assert!(json.rejects.is_empty());
        for kind in KINDS {
            let folder = tempfile::tempdir().unwrap();
            let path = table(&world, &lines, kind, folder.path());
            prop_assert_eq!(&read(&world, &path), &json);
            // And once more through a table: what is written is what was read.
            let written = crate::tables_support::as_written(&world, &path);
            prop_assert_eq!(written, crate::tables_support::lines_as_written(&world, &lines));
        }
    }

    /// Whatever a file's bytes are, its filings are read or rejected, and nothing panics.
    #[test]
    fn no_bytes_take_the_reader_down(
        at in 0usize..1_000_000,
        with in proptest::collection::vec(proptest::num::u8::ANY, 1..5),
        cut in proptest::bool::weighted(0.2),
        arrow in proptest::bool::ANY,
    ) {
        let world = world();
        let kind = if arrow { FileKind::Arrow } else { FileKind::Parquet };
        let folder = tempfile::tempdir().unwrap();
        let path = table(&world, SMALL, kind, folder.path());
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
        } else {
            let end = (at + with.len()).min(bytes.len());
            bytes[at..end].copy_from_slice(&with[..end - at]);
        }
        std::fs::write(&path, bytes).unwrap();
        let read = read(&world, &path);
        prop_assert!(read.filings.len() + read.rejects.len() >= 1);
    }
}

const SMALL: &str = r#"{"filing_id":"A","year":2018,"projects":[{"folio":"P-1","name":"one","budget":1,"goals":["a"],"starts_on":"2018-03-02"}],"requests":[{"id":"R-1","project":"P-1","modality":"lease"}]}
{"filing_id":"B","year":2019,"projects":[],"tags":["x"]}"#;

/// The one filing of a small world, with columns of any layout.
const NARROW: &str = "
enum Modality
  lease \"Lease\"
  service \"Service\"

record Project
  folio text key
  budget money in MXN

filing
  key filing_id
  year fiscal_year
  filing_id text
  fiscal_year year from \"year\"
  modality optional Modality
  amount optional money in MXN
  share optional decimal
  signed_on optional date
  done optional boolean
  projects list of Project
  goals optional list of text
";

fn narrow() -> World {
    world_of(NARROW, false, |_| true)
}

fn column(name: &str, array: ArrayRef) -> (Field, ArrayRef) {
    (Field::new(name, array.data_type().clone(), true), array)
}

fn projects(folios: &[&str]) -> ArrayRef {
    let fields: Fields = vec![
        Field::new("folio", DataType::Utf8, true),
        Field::new("budget", DataType::Int64, true),
    ]
    .into();
    let budgets: Vec<i64> = (0..folios.len() as i64).collect();
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(folios.to_vec())),
        Arc::new(Int64Array::from(budgets)),
    ];
    Arc::new(StructArray::new(fields, arrays, None))
}

fn list(lengths: &[usize], items: ArrayRef, valid: Option<Vec<bool>>) -> ArrayRef {
    let field = Arc::new(Field::new("element", items.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(
        field,
        offsets,
        items,
        valid.map(NullBuffer::from),
    ))
}

/// Two sound filings; `other` columns stand in place of those of their name.
fn two(other: Vec<(Field, ArrayRef)>) -> RecordBatch {
    let mut columns = vec![
        column("filing_id", Arc::new(StringArray::from(vec!["A", "B"]))),
        column("year", Arc::new(Int16Array::from(vec![2018, 2019]))),
        column("modality", Arc::new(NullArray::new(2))),
        column("amount", Arc::new(NullArray::new(2))),
        column("share", Arc::new(NullArray::new(2))),
        column("signed_on", Arc::new(NullArray::new(2))),
        column("done", Arc::new(NullArray::new(2))),
        column("projects", list(&[1, 0], projects(&["P"]), None)),
        column("goals", Arc::new(NullArray::new(2))),
    ];
    for (field, array) in other {
        match columns
            .iter_mut()
            .find(|(own, _)| own.name() == field.name())
        {
            Some(own) => *own = (field, array),
            None => columns.push((field, array)),
        }
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), arrays).unwrap()
}

fn of_columns(world: &World, batch: &RecordBatch) -> Read {
    let reads: Vec<Read> = KINDS
        .iter()
        .map(|kind| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(crate::tables_support::name(*kind));
            store(*kind, batch, &path);
            read(world, &path)
        })
        .collect();
    assert_eq!(reads[0], reads[1]);
    reads.into_iter().next().unwrap()
}

/// What is said of one field of the first filing.
fn said(read: &Read, field: &str) -> String {
    assert_eq!(read.rejects, Vec::<String>::new());
    let start = format!("{field} = ");
    let line = read.filings[0]
        .lines()
        .find_map(|line| line.strip_prefix(&start));
    line.unwrap().to_owned()
}

#[test]
fn every_layout_of_a_value_is_read() {
    let world = narrow();
    let reads = |field: Field, array: ArrayRef| {
        // Rules have another name for it.
        let name = field.name().replace("year", "fiscal_year");
        said(&of_columns(&world, &two(vec![(field, array)])), &name)
    };
    let plain = |name: &str, array: ArrayRef| {
        let (field, array) = column(name, array);
        reads(field, array)
    };
    let texts = vec![Some("lease"), None];
    assert_eq!(
        plain("modality", Arc::new(LargeStringArray::from(texts.clone()))),
        "lease"
    );
    assert_eq!(
        plain("modality", Arc::new(StringViewArray::from(texts.clone()))),
        "lease"
    );
    let dictionary: DictionaryArray<Int8Type> = texts.into_iter().collect();
    assert_eq!(plain("modality", Arc::new(dictionary)), "lease");
    let odd = DictionaryArray::new(
        Int8Array::from(vec![1, 0]),
        Arc::new(StringArray::from(vec!["service", ""])),
    );
    assert_eq!(plain("modality", Arc::new(odd)), "none");
    assert_eq!(
        plain(
            "filing_id",
            Arc::new(LargeStringArray::from(vec!["é", "z"]))
        ),
        "\"é\""
    );
    assert_eq!(
        plain("year", Arc::new(Int64Array::from(vec![2018, 2019]))),
        "2018"
    );
    assert_eq!(
        plain("year", Arc::new(StringArray::from(vec!["2018", "2019"]))),
        "2018"
    );
    assert_eq!(
        plain("amount", Arc::new(StringArray::from(vec!["1.10 MXN", ""]))),
        "1.1"
    );
    let decimal = Decimal128Array::from(vec![110, 0])
        .with_precision_and_scale(20, 2)
        .unwrap();
    assert_eq!(plain("amount", Arc::new(decimal)), "1.1");
    let decimal = Decimal128Array::from(vec![1_100_000, 0])
        .with_precision_and_scale(20, 6)
        .unwrap();
    assert_eq!(plain("amount", Arc::new(decimal)), "1.1");
    let decimal = Decimal64Array::from(vec![11_000, 0])
        .with_precision_and_scale(18, 4)
        .unwrap();
    assert_eq!(plain("amount", Arc::new(decimal)), "1.1");
    assert_eq!(
        plain("amount", Arc::new(Int64Array::from(vec![Some(7), None]))),
        "7"
    );
    let cents = Field::new("amount", DataType::Int64, true)
        .with_metadata([("dictamen.scale".to_owned(), "2".to_owned())]);
    assert_eq!(
        reads(cents, Arc::new(Int64Array::from(vec![110, 1]))),
        "1.1"
    );
    assert_eq!(
        plain(
            "signed_on",
            Arc::new(Date32Array::from(vec![Some(17592), None]))
        ),
        "2018-03-02"
    );
    assert_eq!(
        plain(
            "signed_on",
            Arc::new(StringArray::from(vec!["2018-03-02", ""]))
        ),
        "2018-03-02"
    );
    assert_eq!(
        plain("done", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        "true"
    );
    let goals = Arc::new(StringArray::from(vec!["a", "b"]));
    let field = Arc::new(Field::new("item", DataType::Utf8, true));
    let long = LargeListArray::new(field, OffsetBuffer::from_lengths([2, 0]), goals, None);
    assert_eq!(plain("goals", Arc::new(long)), "given");
}

#[test]
fn rows_under_a_list_that_is_null_are_not_there() {
    let world = narrow();
    // The first list is null, but rows are left under it.
    let batch = two(vec![column(
        "projects",
        list(&[2, 1], projects(&["X", "Y", "P"]), Some(vec![false, true])),
    )]);
    for kind in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(crate::tables_support::name(kind));
        store(kind, &batch, &path);
        let read = read(&world, &path);
        assert!(
            read.filings[0].contains("projects = ?\nprojects[?].folio = ?"),
            "{read:?}"
        );
        assert!(
            read.filings[1].contains("projects[1].folio = \"P\""),
            "{read:?}"
        );
    }
}

#[test]
fn all_differences_are_told_at_once() {
    let world = narrow();
    let batch = two(vec![
        column("amount", Arc::new(Float64Array::from(vec![1.5, 2.5]))),
        column("signed_on", Arc::new(Int64Array::from(vec![1, 2]))),
        column("projects", Arc::new(StringArray::from(vec!["a", "b"]))),
        column("amuont", Arc::new(StringArray::from(vec!["a", "b"]))),
    ]);
    let lacking: Vec<usize> = (0..batch.num_columns())
        .filter(|at| batch.schema().field(*at).name() != "share")
        .collect();
    let read = of_columns(&world, &batch.project(&lacking).unwrap());
    assert_eq!(read.filings.len(), 0);
    insta::assert_snapshot!("all_differences_are_told_at_once", read.rejects.join("\n"));
    let strict = World {
        schema: dictamen::ingest::Schema::new(
            &world.vocabulary,
            &world.layout,
            &vec![true; world.layout.columns.len()],
            true,
            &[(2014, None)],
        )
        .into(),
        ..narrow()
    };
    let unknown = two(vec![column(
        "amuont",
        Arc::new(StringArray::from(vec!["a", "b"])),
    )]);
    insta::assert_snapshot!(
        "an_unknown_column_is_one_when_told_so",
        of_columns(&strict, &unknown).rejects.join("\n")
    );
    insta::assert_snapshot!(
        "an_unknown_column_is_a_warning",
        of_columns(&world, &unknown).warnings.join("\n")
    );
}

#[test]
fn a_value_of_the_wrong_form_rejects_its_filing_alone() {
    let world = narrow();
    let refused = |name: &str, array: ArrayRef| {
        let read = of_columns(&world, &two(vec![column(name, array)]));
        assert_eq!(read.filings.len(), 1, "{name}");
        read.rejects.join("\n")
    };
    let decimal = |values: Vec<i128>| {
        Arc::new(
            Decimal128Array::from(values)
                .with_precision_and_scale(30, 8)
                .unwrap(),
        )
    };
    let folios = Arc::new(StructArray::new(
        vec![
            Field::new("folio", DataType::Utf8, true),
            Field::new("budget", DataType::Utf8, true),
        ]
        .into(),
        vec![
            Arc::new(StringArray::from(vec!["P", "Q", "R"])) as ArrayRef,
            Arc::new(StringArray::from(vec!["1", "2", "much"])),
        ],
        None,
    ));
    let all = [
        refused(
            "signed_on",
            Arc::new(StringArray::from(vec!["2018-02-30", "2018-02-28"])),
        ),
        refused("signed_on", Arc::new(Date32Array::from(vec![0, 3_000_000]))),
        refused(
            "modality",
            Arc::new(StringArray::from(vec!["leese", "lease"])),
        ),
        refused("amount", decimal(vec![1, 100_000_000])),
        refused("share", Arc::new(StringArray::from(vec!["1.5", "x"]))),
        refused("year", Arc::new(Int64Array::from(vec![Some(2018), None]))),
        refused("year", Arc::new(Int64Array::from(vec![1999, 2018]))),
        refused("filing_id", Arc::new(StringArray::from(vec!["", "B"]))),
        refused("filing_id", Arc::new(StringArray::from(vec!["A", "A"]))),
        refused("projects", list(&[1, 2], folios, None)),
    ];
    insta::assert_snapshot!("values_of_the_wrong_form", all.join("\n"));
}

#[test]
fn a_file_that_is_no_table_is_one_reject() {
    let folder = tempfile::tempdir().unwrap();
    let world = world();
    for kind in KINDS {
        let path = folder.path().join(crate::tables_support::name(kind));
        for bytes in [&b""[..], b"PAR1", b"{\"filing_id\": \"A\"}\n", &[0; 4096]] {
            std::fs::write(&path, bytes).unwrap();
            let read = read(&world, &path);
            assert_eq!((read.filings.len(), read.rejects.len()), (0, 1), "{read:?}");
        }
    }
}

#[test]
fn a_large_group_is_read_part_by_part() {
    let world = narrow();
    const ROWS: usize = 5000;
    let keys: StringArray = (0..ROWS).map(|at| Some(format!("F-{at}"))).collect();
    let years = Int64Array::from(vec![2018; ROWS]);
    let folios: Vec<String> = (0..ROWS).map(|at| format!("P-{at}")).collect();
    let folios: Vec<&str> = folios.iter().map(String::as_str).collect();
    let mut columns = vec![
        column("filing_id", Arc::new(keys)),
        column("year", Arc::new(years)),
        column("projects", list(&[1; ROWS], projects(&folios), None)),
    ];
    for name in ["modality", "amount", "share", "signed_on", "done", "goals"] {
        columns.push(column(name, Arc::new(NullArray::new(ROWS))));
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), arrays).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for kind in KINDS {
        let path = folder.path().join(crate::tables_support::name(kind));
        crate::tables_support::store_whole(kind, &batch, &path);
        let chunks: Vec<_> = Inputs::new(std::slice::from_ref(&path)).unwrap().collect();
        assert_eq!(chunks.len(), 3);
        let read = read(&world, &path);
        assert_eq!(read.filings.len(), ROWS);
        assert!(read.filings[4999].contains("projects[1].folio = \"P-4999\""));
        assert_eq!(chunks[2].records.last().unwrap().line, ROWS);
        // The same key once more, in another part of the file.
        let mut seen = Seen::new();
        for _ in 0..2 {
            for chunk in &chunks {
                let mut decoded = decode(&world.schema, chunk);
                seen.admit(&world.schema, chunk, &mut decoded);
                if let Some(reject) = decoded.rejects.first() {
                    assert!(reject.reason().ends_with(":1") || chunk.records[0].line > 1);
                }
            }
        }
    }
}

#[test]
fn a_sink_writes_as_much_as_it_is_given() {
    let batch = two(Vec::new());
    for kind in KINDS {
        let mut sink = Sink::new(kind, &batch.schema()).unwrap();
        let mut bytes = Vec::new();
        for _ in 0..3000 {
            bytes.extend(sink.write(batch.clone()).unwrap());
        }
        // Groups are written as they become full, not at the end; small ones of Parquet are buffered.
        assert!(kind == FileKind::Parquet || bytes.len() > 10_000);
        bytes.extend(sink.finish().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(crate::tables_support::name(kind));
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(
            Inputs::new(&[path])
                .unwrap()
                .map(|chunk| chunk.records.len())
                .sum::<usize>(),
            6000
        );
    }
}
