//! Every filing of every input is judged or rejected, however its file is laid out or named, by every
//! command; and a run on nothing does not end as if all were well.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use tempfile::TempDir;

/// What is read at once, as far as a file of lines goes: blanks are laid around its ends.
const BLOCK: usize = 384 * 1024;

fn dictamen(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let (name, rest) = arguments.split_first().unwrap();
    command.arg(name).args(rest);
    command
}

fn output(command: &mut Command) -> (i32, String, String) {
    told(&command.output().unwrap())
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn filing(key: &str, year: u32) -> String {
    format!(
        r#"{{"filing_id":"{key}","fiscal_year":{year},"exempted":false,"projects":1,"contracts":[]}}"#
    )
}

/// How a file holds its filings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    OneAfterAnother,
    Array,
    Yaml,
}

/// One file: how many filings it holds, and what stands around them.
#[derive(Debug, Clone)]
struct Layout {
    form: Form,
    filings: usize,
    blanks: Vec<(usize, &'static str)>,
    mark: bool,
    crlf: bool,
    odd_name: bool,
}

fn layout() -> impl Strategy<Value = Layout> {
    let form = prop_oneof![
        Just(Form::Lines),
        Just(Form::OneAfterAnother),
        Just(Form::Array),
        Just(Form::Yaml),
    ];
    let run = prop_oneof![
        3 => 0usize..4,
        1 => (BLOCK - 90)..(BLOCK + 3),
        1 => (BLOCK + 1_000)..(BLOCK + 90_000),
    ];
    let blank = prop_oneof![Just("\n"), Just(" "), Just("\r\n"), Just("\t")];
    let blanks = proptest::collection::vec((run, blank), 6);
    (
        form,
        0usize..5,
        blanks,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(form, filings, blanks, mark, crlf, odd_name)| Layout {
            // A file of YAML without a document is told of, and so is one of JSON.
            filings: match form {
                Form::Yaml | Form::OneAfterAnother => filings.max(1),
                Form::Lines | Form::Array => filings,
            },
            form,
            blanks,
            mark,
            crlf,
            odd_name,
        })
}

impl Layout {
    /// The file's text; `next` is the number of its first filing.
    fn text(&self, next: usize) -> Vec<u8> {
        let mut text = String::new();
        if self.mark {
            text.push('\u{feff}');
        }
        let end = if self.crlf { "\r\n" } else { "\n" };
        let blank = |text: &mut String, at: usize| {
            let (len, what) = self.blanks[at % self.blanks.len()];
            // A tab may not begin a line of YAML, and a blank would indent it.
            let what = match self.form {
                Form::Yaml => "\n",
                _ => what,
            };
            text.push_str(&what.repeat(len / what.len()));
        };
        blank(&mut text, 0);
        if self.form == Form::Array {
            text.push('[');
        }
        for at in 0..self.filings {
            // Every seventh is of a year that no version governs.
            let number = next + at;
            let year = if number.is_multiple_of(7) { 1999 } else { 2018 };
            let filing = filing(&format!("F-{number}"), year);
            match self.form {
                Form::Yaml => text.push_str(&format!("---{end}{filing}{end}")),
                Form::Array if at > 0 => text.push_str(&format!(",{filing}{end}")),
                Form::Lines if self.blanks[at].1 == "\t" => {
                    text.push_str(&format!("{filing}  {end}"))
                }
                _ => text.push_str(&format!("{filing}{end}")),
            }
            blank(&mut text, at + 1);
        }
        if self.form == Form::Array {
            text.push(']');
        }
        text.into_bytes()
    }

    fn name(&self, at: usize) -> OsString {
        let ending = match self.form {
            Form::Lines => "ndjson",
            Form::OneAfterAnother | Form::Array => "json",
            Form::Yaml => "yaml",
        };
        let mut name = format!("{at}-M").into_bytes();
        if self.odd_name {
            name.push(0xe9);
        }
        name.extend(format!("xico.{ending}").into_bytes());
        #[cfg(unix)]
        return std::os::unix::ffi::OsStringExt::from_vec(name);
        #[cfg(not(unix))]
        return String::from_utf8_lossy(&name).into_owned().into();
    }
}

/// A folder with such files, and how many filings and how many sound ones it holds.
fn laid_out(layouts: &[Layout]) -> (TempDir, u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut next = 1;
    for (at, layout) in layouts.iter().enumerate() {
        fs::write(folder.path().join(layout.name(at)), layout.text(next)).unwrap();
        next += layout.filings;
    }
    let all = next - 1;
    let sound = (1..next).filter(|number| !number.is_multiple_of(7)).count();
    (folder, all as u64, sound as u64)
}

/// A number after a key of JSON.
fn number(text: &str, key: &str) -> u64 {
    let (_, rest) = text
        .split_once(&format!("\"{key}\":"))
        .unwrap_or_else(|| panic!("{key}: {text}"));
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

fn evaluated(inputs: &[&Path], threads: &str) -> (i32, u64, u64, u64) {
    let work = tempfile::tempdir().unwrap();
    let summary = work.path().join("summary.json");
    let mut command = dictamen(&[
        "evaluate",
        "--rules",
        "fixtures/cli/rules",
        "--as-of",
        "2019-12-31",
        "--format",
        "ndjson",
        "--detail",
        "verdicts",
        "--threads",
        threads,
        "--summary",
    ]);
    let (code, records, said) = output(command.arg(&summary).args(inputs));
    assert!(code == 0 || code == 4, "{code}: {said}");
    let summary = fs::read_to_string(summary).unwrap();
    let counts = ["read", "judged", "rejected"].map(|key| number(&summary, key));
    assert_eq!(records.lines().count() as u64, counts[1]);
    (code, counts[0], counts[1], counts[2])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_is_put_in_is_judged_or_rejected(layouts in proptest::collection::vec(layout(), 1..5)) {
        let (folder, all, sound) = laid_out(&layouts);
        let pattern = folder.path().join("*-M*xico.*");
        let any = folder.path().join("**/*");
        for (inputs, threads) in [(folder.path(), "1"), (&pattern, "2"), (&any, "2")] {
            let (code, read, judged, rejected) = evaluated(&[inputs], threads);
            prop_assert_eq!((read, judged, rejected), (all, sound, all - sound));
            prop_assert_eq!(code, if all > sound || all == 0 { 4 } else { 0 });
        }
        // In a form of its own every filing is a line, whatever its year.
        let work = tempfile::tempdir().unwrap();
        for form in ["out.ndjson", "out.parquet", "out.arrow"] {
            let out = work.path().join(form);
            if form != "out.ndjson" && !cfg!(feature = "tables") {
                continue;
            }
            let mut command = dictamen(&["convert", "--rules", "fixtures/cli/rules"]);
            let (code, _, said) = output(command.arg(folder.path()).arg(&out));
            prop_assert_eq!(code, if all == 0 { 4 } else { 0 }, "{}", said);
            prop_assert!(said.contains(&format!("{all} read, {all} converted, 0 rejected")), "{}", said);
            let (_, read, judged, rejected) = evaluated(&[&out], "2");
            prop_assert_eq!((read, judged, rejected), (all, sound, all - sound));
        }
        let mut command = dictamen(&[
            "impact", "fixtures/cli/rules", "fixtures/cli/rules", "--as-of", "2019-12-31", "--format", "json",
        ]);
        let (_, page, said) = output(command.arg(folder.path()));
        prop_assert_eq!(number(&page, "compared"), sound, "{}", said);
        prop_assert_eq!(number(&page, "unreadable"), all - sound);
        let kept = work.path().join("kept");
        let mut command = dictamen(&[
            "snapshot", "accept", "--rules", "fixtures/cli/rules", "--as-of", "2019-12-31", "--dir",
        ]);
        let (code, _, said) = output(command.arg(&kept).arg(folder.path()));
        prop_assert_eq!(code, if all == 0 { 4 } else { 0 }, "{}", said);
        let files = fs::read_dir(&kept).into_iter().flatten();
        let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let lines: Vec<String> = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count() as u64;
        prop_assert_eq!((count("filing: "), count("rejected: ")), (sound, all - sound));
    }
}

#[test]
fn blanks_larger_than_a_block_end_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let blank = folder.path().join("0.ndjson");
    fs::write(&blank, "\n".repeat(3 * BLOCK)).unwrap();
    let after = folder.path().join("1.ndjson");
    let text = format!(
        "{}\n{}{}\n",
        filing("A", 2018),
        "  \n".repeat(BLOCK / 2),
        filing("B", 2018)
    );
    fs::write(&after, text).unwrap();
    assert_eq!(evaluated(&[folder.path()], "1"), (0, 2, 2, 0));
    assert_eq!(evaluated(&[&blank, &after], "2"), (0, 2, 2, 0));
}

#[test]
fn standard_input_holds_what_it_is_said_to_hold() {
    let json = format!(
        "[{},\n{}]\n{}",
        filing("A", 2018),
        filing("B", 2018),
        filing("C", 2018)
    );
    let yaml = "filing_id: A\nfiscal_year: 2018\n---\nfiling_id: B\nfiscal_year: 2018\n";
    let lines = format!("{}\n{}\n", filing("A", 2018), filing("B", 2018));
    for (format, text, count) in [
        (Some("json"), json.as_str(), 3),
        (Some("yaml"), yaml, 2),
        (Some("ndjson"), &lines, 2),
        (None, &lines, 2),
    ] {
        for name in ["-", "/dev/stdin"] {
            if cfg!(not(unix)) && name != "-" {
                continue;
            }
            let mut command = dictamen(&[
                "evaluate",
                "--rules",
                "fixtures/cli/rules",
                "--as-of",
                "2019-12-31",
                "--format",
                "ndjson",
                "--detail",
                "verdicts",
                "--fail-on",
                "never",
                name,
            ]);
            command.args(
                format
                    .map(|format| ["--input-format", format])
                    .into_iter()
                    .flatten(),
            );
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            child
                .stdin
                .take()
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            let (code, records, said) = told(&child.wait_with_output().unwrap());
            assert_eq!(
                (code, records.lines().count()),
                (0, count),
                "{format:?} {name}: {said}"
            );
        }
    }
    let (code, _, said) = output(&mut dictamen(&["evaluate", "-", "--input-format", "word"]));
    assert_eq!(code, 2);
    assert!(
        said.contains("expected the ending of a file: json, ndjson"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["filings", "filings.ndjson"] {
        let pipe = folder.path().join(name);
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let into = pipe.clone();
        let writer = std::thread::spawn(move || {
            fs::write(
                into,
                format!("{}\n{}\n", filing("A", 2018), filing("B", 1999)),
            )
            .unwrap();
        });
        assert_eq!(evaluated(&[&pipe], "1"), (4, 2, 1, 1));
        writer.join().unwrap();
    }
}

#[test]
fn a_table_that_is_refused_as_a_whole_counts_its_filings() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("in.ndjson");
    let all: Vec<String> = (0..5).map(|at| filing(&at.to_string(), 2018)).collect();
    fs::write(&lines, all.join("\n")).unwrap();
    let table = folder.path().join("table.parquet");
    let mut command = dictamen(&["convert", "--rules", "fixtures/cli/rules"]);
    assert_eq!(output(command.arg(&lines).arg(&table)).0, 0);
    // The columns of that table are not those of another vocabulary.
    let mut command = dictamen(&[
        "evaluate",
        "--rules",
        "rules",
        "--as-of",
        "2019-12-31",
        "--format",
        "csv",
    ]);
    let (code, _, said) = output(command.arg(&table));
    assert_eq!(code, 4);
    assert!(said.contains("5 read, 0 judged, 5 rejected"), "{said}");
}

#[test]
fn a_run_on_nothing_is_not_green_unless_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let nothing = [
        at("empty.ndjson", ""),
        at("list.json", "[]"),
        at("blank.jsonl", "\n \r\n\n"),
    ];
    let work = tempfile::tempdir().unwrap();
    let (out, kept) = (work.path().join("out.ndjson"), work.path().join("kept"));
    let rules = "fixtures/cli/rules";
    for path in &nothing {
        let path = path.to_str().unwrap();
        for arguments in [
            vec!["evaluate", "--rules", rules, path],
            vec![
                "evaluate",
                "--rules",
                rules,
                "--format",
                "ndjson",
                "--fail-on",
                "never",
                path,
            ],
            vec!["convert", "--rules", rules, path, out.to_str().unwrap()],
            vec!["impact", rules, rules, "--fail-on", "flips", path],
            vec![
                "snapshot",
                "accept",
                "--rules",
                rules,
                "--dir",
                kept.to_str().unwrap(),
                path,
            ],
            vec![
                "snapshot",
                "check",
                "--rules",
                rules,
                "--dir",
                kept.to_str().unwrap(),
                path,
            ],
        ] {
            let (code, _, said) = output(&mut dictamen(&arguments));
            assert_eq!(code, 4, "{arguments:?}: {said}");
            assert!(said.contains("nothing was"), "{arguments:?}: {said}");
            let (code, _, said) = output(dictamen(&arguments).arg("--allow-empty"));
            assert_eq!(code, 0, "{arguments:?}: {said}");
        }
    }
}

#[test]
fn cases_that_expect_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base.json");
    fs::write(&base, filing("A", 2018)).unwrap();
    let cases = folder.path().join("cases.yaml");
    let head = "filing: base.json\nas_of: 2018-12-31\n";
    let one = "cases:\n  - name: one\n    expect: { purchases.cap: complies }\n";
    for (text, words) in [
        (
            format!("ruleset: 2018\n{head}cases: []\n"),
            "there is no case",
        ),
        (format!("ruleset: []\n{head}{one}"), "no version is named"),
        (
            format!(
                "ruleset: 2018\n{head}cases:\n  - name: one\n    expect: {{ purchases.cap: [] }}\n"
            ),
            "nothing is expected of `purchases.cap`",
        ),
        (
            format!(
                "ruleset: 2018\n{head}cases:\n  - name: one\n    ruleset: []\n    expect: {{ purchases.cap: complies }}\n"
            ),
            "no version is named",
        ),
    ] {
        fs::write(&cases, &text).unwrap();
        let mut command = dictamen(&["test", "--rules", "fixtures/cli/rules"]);
        let (code, page, said) = output(command.arg(&cases));
        assert_eq!(code, 2, "{text}: {page}{said}");
        assert!(page.contains(words), "{text}: {page}");
    }
    // However it is laid out, what is there is judged.
    let sound = format!("ruleset: 2018\n{head}{one}");
    for text in [
        sound.clone(),
        sound.replace('\n', "\r\n"),
        sound.replace('\n', "\n\n\n"),
    ] {
        fs::write(&cases, &text).unwrap();
        let mut command = dictamen(&["test", "--rules", "fixtures/cli/rules"]);
        let (code, page, said) = output(command.arg(&cases));
        assert_eq!(code, 0, "{text}: {page}{said}");
        assert!(page.contains("1 case"), "{page}");
    }
}

#[test]
fn a_snapshot_of_no_file_fails_until_it_is_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let filings = folder.path().join("filings");
    fs::create_dir(&filings).unwrap();
    for name in ["a", "b"] {
        fs::write(filings.join(format!("{name}.json")), filing(name, 2018)).unwrap();
    }
    let kept = folder.path().join("kept");
    let snapshot = |action: &str| {
        let mut command = dictamen(&["snapshot", action, "--rules", "fixtures/cli/rules", "--dir"]);
        output(command.arg(&kept).arg(&filings))
    };
    assert_eq!(snapshot("accept").0, 0);
    assert_eq!(snapshot("check").0, 0);
    fs::remove_file(filings.join("b.json")).unwrap();
    let (code, page, _) = snapshot("check");
    assert_eq!(code, 1, "{page}");
    assert!(
        page.contains("b.json, which is no more") && page.contains("snapshot prune"),
        "{page}"
    );
    // What is there and was not named is left alone.
    let (code, page, _) = snapshot("prune");
    assert_eq!(code, 0);
    assert!(page.contains("1 snapshot removed"), "{page}");
    assert_eq!(snapshot("check").0, 0);
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 1);
}
