//! Filings that were compressed: by name and by their first bytes, whole, cut, corrupt, one after another.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use dictamen::ingest::{Content, FileKind, Inputs};
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::ingest_support::Drops;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

/// Every record as `line text`, or as what is wrong.
fn records(inputs: Inputs) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in inputs {
        for record in &chunk.records {
            all.push(match &record.content {
                Content::Text(_, stretch) => {
                    let text = String::from_utf8_lossy(&chunk.bytes[stretch.clone()]);
                    format!("{} {}", record.line, text.trim_end())
                }
                Content::Unreadable { reason, .. } => format!("{} ! {reason}", record.line),
                other => format!("{other:?}"),
            });
        }
    }
    all
}

fn of_stream(kind: FileKind, bytes: Vec<u8>) -> Vec<String> {
    let whole = Box::new(Cursor::new(bytes.clone()));
    let all = records(Inputs::from_reader("-", kind, whole));
    let drops = Box::new(Drops::of(&bytes, 1));
    assert_eq!(all, records(Inputs::from_reader("-", kind, drops)));
    all
}

fn of_file(folder: &Path, name: &str, bytes: &[u8]) -> Vec<String> {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let all = records(Inputs::new(std::slice::from_ref(&path)).unwrap());
    fs::remove_file(path).unwrap();
    all
}

const FORMS: [(&str, FileKind, &str, &[&str]); 3] = [
    (
        "ndjson",
        FileKind::Lines,
        "{\"a\":1}\n{\"a\":2}\n",
        &["1 {\"a\":1}", "2 {\"a\":2}"],
    ),
    (
        "json",
        FileKind::Json,
        "[{\"a\":1},\n{\"a\":2}]",
        &["1 {\"a\":1}", "2 {\"a\":2}"],
    ),
    (
        "yaml",
        FileKind::Yaml,
        "a: 1\n---\na: 2\n",
        &["1 a: 1", "2 ---\na: 2"],
    ),
];

#[test]
fn every_text_format_is_read_compressed() {
    let folder = tempfile::tempdir().unwrap();
    for (ending, kind, text, expected) in FORMS {
        for (packing, packed) in [
            ("gz", gzip(text.as_bytes())),
            ("zst", zstandard(text.as_bytes())),
        ] {
            let name = format!("f.{ending}.{packing}");
            assert_eq!(of_file(folder.path(), &name, &packed), expected, "{name}");
            // The first bytes say it as well, also where the name does not.
            assert_eq!(of_stream(kind, packed.clone()), expected, "{name}");
            let plain = format!("f.{ending}");
            assert_eq!(of_file(folder.path(), &plain, &packed), expected, "{plain}");
        }
    }
    // A name that says only that it is compressed holds what names without an ending hold.
    let lines = FORMS[0];
    let packed = gzip(lines.2.as_bytes());
    assert_eq!(of_file(folder.path(), "f.GZ", &packed), lines.3);
}

#[test]
fn streams_that_were_put_one_behind_another_are_one() {
    let all = ["1 {\"a\":1}", "2 {\"a\":2}"];
    for pack in [gzip, zstandard] {
        let both = [pack(b"{\"a\":1}\n"), pack(b""), pack(b"{\"a\":2}\n")].concat();
        assert_eq!(of_stream(FileKind::Lines, both), all);
    }
    let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let both = [skipped.to_vec(), zstandard(b"{\"a\":1}\n{\"a\":2}\n")].concat();
    assert_eq!(of_stream(FileKind::Lines, both), all);
}

#[test]
fn a_folder_and_a_glob_find_what_is_compressed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.ndjson.gz"), gzip(b"{\"a\":1}\n")).unwrap();
    fs::write(folder.path().join("b.yaml.zst"), zstandard(b"a: 2\n")).unwrap();
    fs::write(folder.path().join("notes.txt.gz"), gzip(b"no filing")).unwrap();
    let expected = ["1 {\"a\":1}", "1 a: 2"];
    let found = Inputs::new(&[folder.path().to_owned()]).unwrap();
    assert_eq!(records(found), expected);
    let globbed = Inputs::new(&[folder.path().join("*.{gz,zst}")]);
    assert!(globbed.is_err(), "there are no braces in patterns");
    let globbed = Inputs::new(&[folder.path().join("*")]).unwrap();
    assert_eq!(records(globbed), expected);
}

#[test]
fn what_came_before_a_fault_stands() {
    let text: String = (0..20_000).map(|at| format!("{{\"a\":{at}}}\n")).collect();
    for (pack, noun) in [
        (gzip as fn(&[u8]) -> Vec<u8>, "gzip"),
        (zstandard, "Zstandard"),
    ] {
        let whole = pack(text.as_bytes());
        for cut in [whole.len() / 2, whole.len() - 1] {
            let mut all = of_stream(FileKind::Lines, whole[..cut].to_vec());
            let last = all.pop().unwrap();
            assert!(
                last.contains(&format!("! cannot be read: the {noun} stream is cut off")),
                "{last}"
            );
            let line: usize = last.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(line, all.len() + 1);
            for (at, record) in all.iter().enumerate() {
                assert_eq!(*record, format!("{} {{\"a\":{at}}}", at + 1));
            }
        }
        // The checksum at the end finds what else nothing would.
        let mut corrupt = whole.clone();
        let at = corrupt.len() - 2;
        corrupt[at] ^= 1;
        let last = of_stream(FileKind::Lines, corrupt).pop().unwrap();
        assert!(
            last.contains(&format!("the {noun} stream is corrupt")),
            "{last}"
        );
    }
}

#[test]
fn what_its_name_does_not_keep_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let plain = of_file(folder.path(), "f.ndjson.gz", b"{\"a\":1}\n");
    assert_eq!(
        plain,
        ["1 ! cannot be read: its name says gzip, and it is no gzip file"]
    );
    assert_eq!(of_file(folder.path(), "f.ndjson.zst", b"").len(), 1);
}

#[test]
fn a_bomb_is_one_reject_in_bounded_memory() {
    // 300 MB of one line, of 300 KB.
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    out.write_all(b"{\"a\":1}\n{").unwrap();
    for _ in 0..300 {
        out.write_all(&zeros).unwrap();
    }
    let bomb = out.finish().unwrap();
    let whole = Box::new(Cursor::new(bomb));
    let all = records(Inputs::from_reader("-", FileKind::Lines, whole));
    assert_eq!(all[0], "1 {\"a\":1}");
    assert!(all[1].starts_with("2 ! a filing of more than"), "{all:?}");
    assert_eq!(all.len(), 2);
}
