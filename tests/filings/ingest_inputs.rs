//! Files, folders, globs and streams: what becomes a record, in which order, and where it stands.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write;
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::ingest_support::{Drops, world};
use dictamen::ingest::{Chunk, Content, FileKind, InputError, Inputs, Seen, decode};
use tempfile::TempDir;

/// A folder with files, each with a text.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every record as `file:line:column text`, or what is wrong with it.
fn records(inputs: Inputs) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in inputs {
        assert!(!chunk.records.is_empty());
        for record in &chunk.records {
            let file = Path::new(record.file.as_ref())
                .file_name()
                .unwrap_or_default();
            let what = match &record.content {
                Content::Text(_, stretch) => {
                    String::from_utf8_lossy(&chunk.bytes[stretch.clone()]).into_owned()
                }
                Content::Cells { .. } => "a row of a table".to_owned(),
                Content::Row(at) => format!("row {at}"),
                Content::LeftOut => "left out".to_owned(),
                Content::Unreadable { reason, .. } => format!("! {reason}"),
            };
            let broken = if record.breaks_off { " …" } else { "" };
            all.push(format!(
                "{}:{}:{} {what}{broken}",
                file.to_string_lossy(),
                record.line,
                record.column
            ));
        }
    }
    all
}

fn of_text(kind: FileKind, text: &[u8]) -> Vec<String> {
    let mut all = records(Inputs::from_reader(
        "f",
        kind,
        Box::new(Cursor::new(text.to_vec())),
    ));
    // However the bytes arrive, the records are the same.
    let drops = Drops::of(text, 1);
    assert_eq!(
        all,
        records(Inputs::from_reader("f", kind, Box::new(drops)))
    );
    for record in &mut all {
        *record = record.replacen("f:", "", 1).escape_debug().to_string();
    }
    all
}

fn open(paths: &[&Path]) -> Result<Inputs, InputError> {
    Inputs::new(
        &paths
            .iter()
            .map(|path| path.to_path_buf())
            .collect::<Vec<_>>(),
    )
}

#[test]
fn lines_of_json() {
    assert_eq!(
        of_text(FileKind::Lines, b"\xef\xbb\xbf{1}\r\n\n   \r\n {2} \n{3"),
        ["1:1 {1}", "4:1  {2}", "5:1 {3"]
    );
    assert!(of_text(FileKind::Lines, b"").is_empty());
    assert!(of_text(FileKind::Lines, b"\n\r\n \n").is_empty());
    assert_eq!(
        of_text(FileKind::Lines, b"a\xffb\nc\n"),
        ["1:1 a\u{fffd}b", "2:1 c"]
    );
}

#[test]
fn one_filing_of_json() {
    assert_eq!(
        of_text(FileKind::Json, b"{\n\"a\": 1}\n"),
        ["1:1 {\\n\\\"a\\\": 1}"]
    );
    assert_eq!(
        of_text(FileKind::Json, b"\xef\xbb\xbf\n\n  {} x\n"),
        ["3:3 {} x"]
    );
    assert_eq!(
        of_text(FileKind::Json, b" \n"),
        ["1:1 ! the file is empty: there is no filing in it"]
    );
    assert_eq!(of_text(FileKind::Json, b"null"), ["1:1 null"]);
}

#[test]
fn an_array_of_json_is_cut_into_its_elements() {
    let cut = |text: &str| of_text(FileKind::Json, text.as_bytes());
    assert!(cut("[]").is_empty());
    assert!(cut(" [ \n ] \n").is_empty());
    assert_eq!(
        cut("[{\"a\": [\"]}\\\"\"]},\n  {\"é\": {}}, {}, 5,null\n,\"x,]\"]"),
        [
            "1:2 {\\\"a\\\": [\\\"]}\\\\\\\"\\\"]}",
            "2:3 {\\\"é\\\": {}}",
            "2:14 {}",
            "2:18 5",
            "2:20 null",
            "3:2 \\\"x,]\\\"",
        ]
    );
    insta::assert_snapshot!(
        [
            "[{}, {\"a\": tru}, {}]",
            "[{}, {\"a\": [1}, {}]",
            "[{}, {\"a\": 1",
            "[{}, \"a",
            "[{} {}]",
            "[{}, , {}]",
            "[{}, ]",
            "[,]",
            "[{}",
            "[{},",
            "[}",
            "[",
            "[{}] {}",
            "[{}]]",
        ]
        .map(|text| format!("{text}\n    {}\n", cut(text).join("\n    ")))
        .concat()
    );
}

#[test]
fn a_stream_of_yaml_is_cut_into_its_documents() {
    let cut = |text: &str| of_text(FileKind::Yaml, text.as_bytes());
    assert_eq!(cut("a: 1\n"), ["1:1 a: 1\\n"]);
    assert_eq!(cut("\u{feff}a: 1"), ["1:1 a: 1"]);
    assert_eq!(
        cut(
            "# first\n---\na: 1\n--- # second\nb: |\n  ---\n ...\n...\n# between\n...\n\n--- {c: 1}\n---\n\n---\n# nothing\n...\n--- \nd: 1"
        ),
        [
            "1:1 # first\\n---\\na: 1\\n",
            "4:1 --- # second\\nb: |\\n  ---\\n ...\\n",
            "11:1 \\n--- {c: 1}\\n",
            "18:1 --- \\nd: 1",
        ]
    );
    assert_eq!(
        cut("%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n---\nb: 1\n"),
        [
            "1:1 %YAML 1.2\\n---\\na: 1\\n",
            "5:1 %YAML 1.2\\n---\\nb: 1\\n"
        ]
    );
    assert_eq!(
        cut("a: 1\r\n---\r\nb: 2\r\n"),
        ["1:1 a: 1\\r\\n", "2:1 ---\\r\\nb: 2\\r\\n"]
    );
    let empty = ["1:1 ! the file is empty: there is no filing in it"];
    assert_eq!(cut(""), empty);
    assert_eq!(cut("# nothing\n"), empty);
    assert_eq!(cut("---\n---\n...\n"), empty);
}

#[test]
fn a_folder_is_searched_in_the_order_of_its_paths() {
    let folder = folder(&[
        ("b.yaml", "b: 1\n"),
        ("a/z.json", "{\"z\": 1}"),
        ("a/deep/er/y.NDJSON", "{1}\n{2}\n"),
        ("a.yml", "a: 1\n---\na: 2\n"),
        ("a/.hidden.yaml", "h: 1\n"),
        (".git/x.yaml", "g: 1\n"),
        ("notes.txt", "no"),
        ("more.txt", "no"),
        ("README", "no"),
        ("c.jsonl", "{c}\n"),
    ]);
    let mut inputs = open(&[folder.path()]).unwrap();
    let chunk = inputs.next().unwrap();
    assert!(inputs.next().is_none());
    let warnings: Vec<String> = inputs.warnings().lines().collect();
    assert_eq!(warnings.len(), 2);
    assert!(
        warnings[0].contains("its extension is `.txt`, 2 times"),
        "{warnings:?}"
    );
    assert!(
        warnings[1].contains("its extension is `none`, once"),
        "{warnings:?}"
    );
    let files: Vec<String> = chunk
        .records
        .iter()
        .map(|record| {
            let path = Path::new(record.file.as_ref()).strip_prefix(folder.path());
            format!("{}:{}", path.unwrap().display(), record.line)
        })
        .collect();
    assert_eq!(
        files,
        [
            "a/deep/er/y.NDJSON:1",
            "a/deep/er/y.NDJSON:2",
            "a/z.json:1",
            "a.yml:1",
            "a.yml:2",
            "b.yaml:1",
            "c.jsonl:1"
        ]
    );
}

#[test]
fn globs_and_names_come_in_the_order_given() {
    let folder = folder(&[
        ("1.yaml", "a: 1\n"),
        ("2.yaml", "a: 2\n"),
        ("sub/3.yaml", "a: 3\n"),
        ("4.txt", ""),
        ("[x].json", "{}"),
    ]);
    let at = |name: &str| folder.path().join(name);
    let names = |paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(|name| at(name)).collect();
        let records = records(Inputs::new(&paths).unwrap());
        let names = records
            .iter()
            .map(|record| record.split(':').next().unwrap().to_owned());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&["2.yaml", "*.yaml"]), "2.yaml 1.yaml 2.yaml");
    assert_eq!(names(&["*"]), "1.yaml 2.yaml [x].json 3.yaml");
    assert_eq!(names(&["**/*.yaml"]), "1.yaml 2.yaml 3.yaml");
    assert_eq!(names(&["[12].yaml"]), "1.yaml 2.yaml");
    assert_eq!(names(&["[x].json"]), "[x].json");
}

#[test]
fn input_that_cannot_be_meant_is_an_error() {
    let folder = folder(&[("only.txt", ""), ("empty/.keep", ""), ("f.yaml", "a: 1\n")]);
    let mut all = String::new();
    for name in [
        "nowhere",
        "nowhere.yaml",
        "empty",
        "only.txt",
        "*.csv",
        "*.txt",
        "e*",
        "a[",
        "f.yaml/x.yaml",
    ] {
        let error = open(&[&folder.path().join(name)]).unwrap_err().to_string();
        let error = error.replace(&folder.path().display().to_string(), "…");
        writeln!(all, "{error}").unwrap();
    }
    writeln!(
        all,
        "{}",
        open(&[Path::new("-"), Path::new("-")]).unwrap_err()
    )
    .unwrap();
    insta::assert_snapshot!(all);
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_never_in_a_circle() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a/x.yaml", "x: 1\n"), ("b/y.yaml", "y: 1\n")]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("a"), at("a/loop")).unwrap();
    symlink(folder.path(), at("b/up")).unwrap();
    symlink(at("b/y.yaml"), at("a/y.yaml")).unwrap();
    symlink(at("gone.yaml"), at("a/z.yaml")).unwrap();
    symlink(at("b"), at("c")).unwrap();
    let found = records(open(&[folder.path()]).unwrap());
    let names: Vec<&str> = found
        .iter()
        .map(|record| record.split(':').next().unwrap())
        .collect();
    assert_eq!(names, ["x.yaml", "y.yaml", "z.yaml", "y.yaml"]);
    assert!(
        found[2].contains("! cannot be read: No such file"),
        "{}",
        found[2]
    );
    let pattern = folder.path().join("**/*.yaml");
    assert!(records(open(&[&pattern]).unwrap()).len() < 20);
}

#[cfg(unix)]
#[test]
fn links_out_of_what_is_named_are_told_and_not_read() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[
        ("a/x.yaml", "x: 1\n"),
        ("b/y.yaml", "secret: 1\n"),
        ("b/list.txt", "secret\n"),
    ]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("b/y.yaml"), at("a/file.yaml")).unwrap();
    symlink("../b", at("a/folder")).unwrap();
    symlink(at("b/list.txt"), at("a/list.txt")).unwrap();
    symlink("/dev/zero", at("a/zero.ndjson")).unwrap();
    let (a, b) = (at("a"), at("b"));
    for pattern in [a.clone(), at("a/**/*")] {
        let found = records(open(&[&pattern]).unwrap());
        let told: Vec<&str> = (found.iter())
            .filter(|record| record.contains("leads out of what was named"))
            .map(|record| record.split(':').next().unwrap())
            .collect();
        assert_eq!(told, ["file.yaml", "folder", "zero.ndjson"], "{found:?}");
        assert_eq!(found.len(), 4);
        assert!(!found.iter().any(|record| record.contains("secret")));
    }
    // Named as well, it is read where the link stands and where it lies.
    let found = records(open(&[&a, &b]).unwrap());
    let secrets = found.iter().filter(|record| record.contains("secret"));
    assert_eq!(secrets.count(), 3, "{found:?}");
    // What is named by itself may be a link.
    let found = records(open(&[&at("a/file.yaml")]).unwrap());
    assert!(found[0].contains("secret"), "{found:?}");
}

/// As deep as the system lets a path be.
#[cfg(unix)]
#[test]
fn folders_may_lie_as_deep_as_a_path_may_be_long() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("d/".repeat(1_500));
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("x.yaml"), "x: 1\n").unwrap();
    let found = records(open(&[folder.path()]).unwrap());
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("x: 1"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_a_record_that_rejects() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[
        ("a.yaml", "a: 1\n"),
        ("b.yaml", "b: 1\n"),
        ("c/d.yaml", "d: 1\n"),
    ]);
    let lock = |name: &str, mode| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    lock("a.yaml", 0);
    lock("c", 0);
    // Whoever may read everything learns nothing here.
    let blind = fs::File::open(folder.path().join("a.yaml")).is_err();
    let found = records(open(&[folder.path()]).unwrap());
    lock("c", 0o700);
    if blind {
        assert_eq!(found[0], "a.yaml:1:1 ! cannot be read: Permission denied");
        assert_eq!(found[1], "b.yaml:1:1 b: 1\n");
        assert_eq!(found[2], "c:1:1 ! cannot be read: Permission denied");
    }

    let inputs = open(&[folder.path()]).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    let found = records(inputs);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("! cannot be read: No such file"),
        "{found:?}"
    );
}

#[test]
fn a_stream_that_fails_keeps_what_came_before() {
    struct Fails(Cursor<&'static [u8]>);
    impl Read for Fails {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("the line went dead")),
                read => Ok(read),
            }
        }
    }
    let of = |kind, text: &'static str| {
        let stream = Box::new(Fails(Cursor::new(text.as_bytes())));
        records(Inputs::from_reader("f", kind, stream))
    };
    assert_eq!(
        of(FileKind::Lines, "{1}\n{2"),
        ["f:1:1 {1}", "f:2:1 ! cannot be read: the line went dead"]
    );
    assert_eq!(
        of(FileKind::Yaml, "a: 1\n---\nb: 1\n"),
        ["f:1:1 a: 1\n", "f:4:1 ! cannot be read: the line went dead"]
    );
    assert_eq!(
        of(FileKind::Json, "[{}, {\"a\": "),
        ["f:1:2 {}", "f:1:12 ! cannot be read: the line went dead"]
    );
    assert_eq!(
        of(FileKind::Json, "{\"a\": "),
        ["f:1:1 ! cannot be read: the line went dead"]
    );
}

#[test]
fn chunks_are_bounded() {
    let line = format!("{{\"x\": \"{}\"}}\n", "y".repeat(10_000));
    let sizes = |text: String| -> Vec<usize> {
        let stream = Box::new(Cursor::new(text.into_bytes()));
        let inputs = Inputs::from_reader("f", FileKind::Lines, stream);
        inputs.map(|chunk: Chunk| chunk.records.len()).collect()
    };
    // So many filings, or so many bytes: whichever comes first.
    assert_eq!(sizes("{}\n".repeat(600)), [256, 256, 88]);
    let read = sizes(line.repeat(100));
    assert_eq!(read.iter().sum::<usize>(), 100);
    assert!(
        read.iter().all(|size| size * line.len() < 600_000),
        "{read:?}"
    );
    let large = format!("\"{}\"\n", "z".repeat(2_000_000));
    let read = sizes(format!("{{}}\n{large}{{}}\n{large}{{}}\n"));
    // A line is never cut, however long it is; but no chunk takes in two that are longer than a chunk.
    assert_eq!(read.iter().sum::<usize>(), 5);
    assert!(read.len() > 1, "{read:?}");
}

#[test]
fn places_count_in_the_file_not_in_the_record() {
    let world = world();
    let read = |kind, text: &str| {
        let stream = Box::new(Cursor::new(text.as_bytes().to_vec()));
        let mut places = Vec::new();
        for chunk in Inputs::from_reader("f", kind, stream) {
            for reject in decode(&world.schema, &chunk).rejects {
                places.push(format!(
                    "{}:{} {}",
                    reject.line.unwrap_or(0),
                    reject.column.unwrap_or(0),
                    reject.reason()
                ));
            }
        }
        places.join("\n")
    };
    let bad = "{\"filing_id\": \"a\", \"year\": \"x\"}";
    insta::assert_snapshot!(read(FileKind::Lines, &format!("\n{bad}\n")), @"2:28 year: expected a year, found the text `x`");
    insta::assert_snapshot!(
        read(FileKind::Json, &format!("[\n {bad}, {bad},\n{{\"year\": 2018,\n \"year\":1}}, {{\"filing_id\": [1}}]")), @"
    2:29 year: expected a year, found the text `x`
    2:62 year: expected a year, found the text `x`
    3:1 the filing is without its key, `filing_id`; the field `year` stands twice
    4:29 not valid JSON: expected a comma or `]`, found `}`; the rest of the file is not read
    ");
    insta::assert_snapshot!(
        read(FileKind::Yaml, "filing_id: a\nyear: x\n---\n# c\nfiling_id: b\nyear: 2018\npackages: one\n...\n---\n- a\n"), @"
    2:7 year: expected a year, found `x`
    7:11 packages: expected an integer, found `one`
    10:1 expected a filing, a record of fields, found a list
    ");
}

#[test]
fn the_first_filing_with_a_key_counts() {
    let world = world();
    let filing = |key: &str| format!("{{\"filing_id\": \"{key}\", \"year\": 2018}}\n");
    let text: String = ["a", "b", "a", "c", "b", "a"].map(filing).concat() + "{}\n" + &filing("a");
    let mut seen = Seen::new();
    for (round, admitted) in [[true, true, false, true, false, false, false], [false; 7]]
        .into_iter()
        .enumerate()
    {
        let stream = Box::new(Cursor::new(text.clone().into_bytes()));
        for chunk in Inputs::from_reader("f", FileKind::Lines, stream) {
            let mut decoded = decode(&world.schema, &chunk);
            assert_eq!(seen.admit(&world.schema, &chunk, &mut decoded), admitted);
            let lines: Vec<_> = decoded.rejects.iter().filter_map(|one| one.line).collect();
            if round == 0 {
                assert_eq!(lines, [3, 5, 6, 7, 8]);
                assert_eq!(
                    decoded.rejects[0].reason(),
                    "a filing with the key `a` was read before, at f:1"
                );
                assert_eq!(decoded.rejects[0].column, Some(15));
                assert_eq!(decoded.rejects[0].key.as_deref(), Some("a"));
            }
        }
    }
}
