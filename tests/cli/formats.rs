//! What goes out: each format is what its schema says, letters are whole and safely named, receipts hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn dictamen(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    let root = env!("CARGO_MANIFEST_DIR");
    command.current_dir(root).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// `evaluate` over the small rule book, broken filings among them.
fn evaluated(format: &str, more: &[&str]) -> String {
    let mut arguments = vec![
        "evaluate",
        "fixtures/cli/filings",
        "fixtures/cli/rejected.ndjson",
        "--rules",
        "fixtures/cli/rules",
        "--as-of",
        "2019-12-31",
        "--format",
        format,
    ];
    arguments.extend_from_slice(more);
    let output = dictamen(&arguments);
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What SARIF 2.1.0 asks of a log, as far as this one uses it.
#[test]
fn a_sarif_log_is_what_its_schema_says() {
    for detail in ["findings", "full"] {
        let log: Value = serde_json::from_str(&evaluated("sarif", &["--detail", detail])).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "dictamen");
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            assert!(rule["shortDescription"]["text"].is_string());
            let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
            assert!(["none", "note", "warning", "error"].contains(&level));
        }
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty());
        let mut fingerprints = BTreeSet::new();
        for result in results {
            let at = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(result["ruleId"], rules[at]["id"]);
            let kind = result["kind"].as_str().unwrap();
            assert!(["fail", "open", "pass", "notApplicable"].contains(&kind));
            // The schema gives a level to what failed alone.
            assert!(kind == "fail" || result["level"] == "none", "{result}");
            assert!(result["message"]["text"].is_string());
            let fingerprint = &result["partialFingerprints"]["filingClauseSubject/v1"];
            assert!(fingerprints.insert(fingerprint.as_str().unwrap().to_owned()));
            let all = ["locations", "relatedLocations"];
            for location in all.iter().flat_map(|key| result[key].as_array().unwrap()) {
                let place = &location["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().unwrap();
                assert!(!uri.contains([' ', '\\', '<']), "{uri}");
                assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
                assert!(place["region"]["startColumn"].as_u64().unwrap() > 0);
            }
            let rule =
                &result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert!(rule.as_str().unwrap().ends_with(".dictamen"));
        }
        // Some filings were rejected: the run was not complete, and says so.
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["exitCode"], 4);
        let told = invocation["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!(
            told.len() as u64,
            invocation["properties"]["rejected"].as_u64().unwrap()
        );
        assert!(
            told.iter()
                .all(|one| one["level"] == "error" && one["message"]["text"].is_string())
        );
    }
}

#[test]
fn junit_counts_what_it_holds() {
    for detail in ["verdicts", "findings", "full"] {
        let xml = evaluated("junit", &["--detail", detail]);
        let count = |what: &str| xml.matches(what).count();
        let number = |name: &str| -> usize {
            let head = xml
                .lines()
                .find(|line| line.starts_with("<testsuites "))
                .unwrap();
            let from = head.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
            let len = head[from..].find('"').unwrap();
            head[from..from + len].parse().unwrap()
        };
        assert_eq!(number("tests"), count("<testcase "), "{xml}");
        assert_eq!(number("failures"), count("<failure"));
        assert_eq!(number("errors"), count("<error"));
        assert!(number("failures") > 0 && number("errors") == 4, "{xml}");
    }
}

#[test]
fn annotations_are_commands_of_github_and_nothing_else() {
    let lines = evaluated("github", &[]);
    let mut errors = 0;
    for line in lines.lines() {
        let level = ["error", "warning", "notice"]
            .into_iter()
            .find(|level| line.starts_with(&format!("::{level} ")));
        let level = level.unwrap_or_else(|| panic!("{line}"));
        errors += usize::from(level == "error");
        assert!(
            line.matches("::").count() >= 2 && line.contains("title="),
            "{line}"
        );
    }
    assert!(errors > 4, "{lines}");
}

#[test]
fn filters_leave_out_what_is_not_asked_for_and_count_it_all_the_same() {
    let records = evaluated("ndjson", &["--only", "violates"]);
    assert!(!records.is_empty());
    for record in records.lines() {
        let record: Value = serde_json::from_str(record).unwrap();
        for verdict in record["clauses"].as_object().unwrap().values() {
            assert_eq!(verdict, "violates");
        }
        for finding in record["findings"].as_array().unwrap() {
            assert_eq!(finding["verdict"], "violates");
        }
    }
    let rows = evaluated("csv", &["--clause", "purchases.cap", "--carry", "exempted"]);
    let mut lines = rows.lines();
    assert!(lines.next().unwrap().ends_with(",column,exempted"));
    assert!(lines.clone().count() > 0);
    assert!(lines.all(|line| line.contains(",purchases.cap,")));
    for wrong in [
        ["--clause", "purchases.cup"],
        ["--authority", "nobody"],
        ["--carry", "exempt"],
        ["--only", "broken"],
    ] {
        let output = dictamen(&[
            "evaluate",
            "fixtures/cli/filings",
            "--rules",
            "fixtures/cli/rules",
            wrong[0],
            wrong[1],
        ]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn nothing_judged_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.ndjson");
    fs::write(&empty, "").unwrap();
    let bare = folder.path().join("folder");
    fs::create_dir(&bare).unwrap();
    let rules = ["--rules", "fixtures/cli/rules"];
    let letters = folder.path().join("letters");
    for (command, more) in [
        ("evaluate", vec![]),
        ("validate", vec![]),
        ("follow", vec![]),
        ("rulings", vec!["--to", letters.to_str().unwrap()]),
    ] {
        for named in [&empty, &bare] {
            let mut arguments = vec![command, named.to_str().unwrap(), rules[0], rules[1]];
            arguments.extend(&more);
            assert_eq!(dictamen(&arguments).status.code(), Some(4), "{command}");
            arguments.push("--allow-empty");
            assert_eq!(dictamen(&arguments).status.code(), Some(0), "{command}");
        }
    }
}

/// The names and bytes of a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

fn letters(filings: &str, rules: &str, to: &Path, more: &[&str]) -> Output {
    let mut arguments = vec![
        "rulings",
        filings,
        "--rules",
        rules,
        "--as-of",
        "2026-01-01",
        "--to",
        to.to_str().unwrap(),
    ];
    arguments.extend_from_slice(more);
    dictamen(&arguments)
}

#[test]
fn every_filing_gets_its_letter_and_no_letter_speaks_of_fields() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let formats = ["--format", "html,markdown", "--threads", "1"];
    let output = letters("fixtures/filings", "rules", &one, &formats);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    letters(
        "fixtures/filings",
        "rules",
        &other,
        &["--format", "html,markdown", "--threads", "3"],
    );
    let written = files(&one);
    assert!(written == files(&other), "threads change a letter");
    let filings = written
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .count();
    assert_eq!(written.len(), 2 * filings + 1);
    assert!(
        said(&output).contains(&format!("{filings} read, {filings} judged")),
        "{}",
        said(&output)
    );
    for (name, text) in &written {
        let text = String::from_utf8(text.clone()).unwrap();
        let body = text.find("<body>").map_or(text.as_str(), |at| &text[at..]);
        if name == "rulings.csv" {
            continue;
        }
        for line in body.lines() {
            let words: Vec<&str> = line
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .collect();
            for word in ["true", "false"] {
                assert!(!words.contains(&word), "{name}: {line}");
            }
            assert!(
                !line.contains("].") && !line.contains("[?]"),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn letters_have_safe_names_and_stay_in_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.ndjson");
    let keys = [
        "../../up",
        "/etc/passwd",
        "<script>alert(1)</script>",
        "evil\u{202e}txt",
        "CON",
        "abc",
        "ABC",
        &"x".repeat(300),
    ];
    let lines: Vec<String> = keys
        .iter()
        .map(|key| serde_json::json!({"filing_id": key, "fiscal_year": 2018}).to_string())
        .collect();
    fs::write(&input, lines.join("\n")).unwrap();
    let to = folder.path().join("to");
    let output = letters(input.to_str().unwrap(), "fixtures/readme/rules", &to, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let written = files(&to);
    assert_eq!(written.len(), keys.len() + 1, "a letter each, and the list");
    let folded: BTreeSet<String> = written
        .iter()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    assert_eq!(folded.len(), written.len());
    for (name, text) in &written {
        let text = String::from_utf8(text.clone()).unwrap();
        assert!(
            !text.contains("<script>alert") || name.ends_with(".csv"),
            "{name}"
        );
        assert!(name.len() < 200, "{name}");
    }
    let around: Vec<String> = files_of(folder.path());
    assert_eq!(around, ["in.ndjson", "to"]);
}

fn files_of(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_template_is_tried_before_the_first_letter() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("own.html");
    let to = folder.path().join("to");
    for (text, told) in [
        ("{{ filing", "line 1"),
        ("\n{{ filling }}", "line 2"),
        ("{% for x in range(10) %}x{% endfor %}", "range"),
    ] {
        fs::write(&template, text).unwrap();
        let own = ["--template", template.to_str().unwrap()];
        let output = letters(
            "fixtures/readme/filing.yaml",
            "fixtures/readme/rules",
            &to,
            &own,
        );
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(told), "{text}: {}", said(&output));
        assert!(!to.exists(), "nothing is written");
    }
    fs::write(&template, "<p>{{ filing }} {{ verdict }}</p>").unwrap();
    let own = ["--template", template.to_str().unwrap()];
    let output = letters(
        "fixtures/readme/filing.yaml",
        "fixtures/readme/rules",
        &to,
        &own,
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let letter = fs::read_to_string(to.join("2018-MUSEO.html")).unwrap();
    assert_eq!(letter, "<p>2018-MUSEO undetermined</p>");
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copied(&path, &place),
            false => drop(fs::copy(&path, place).unwrap()),
        }
    }
}

/// The files of a folder and those in it.
fn all_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(all_files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// A rule book, a filing and a receipt of it, in a folder of their own.
fn received(folder: &Path, format: &str) -> std::path::PathBuf {
    copied(Path::new("fixtures/tutorial/rules"), &folder.join("rules"));
    fs::copy(
        "fixtures/tutorial/filings.yaml",
        folder.join("filings.yaml"),
    )
    .unwrap();
    let receipt = folder.join("receipt.json");
    let output = inside(
        folder,
        &[
            "evaluate",
            "filings.yaml",
            "--as-of",
            "2018-12-31",
            "--format",
            format,
            "--output",
            "out",
            "--receipt",
            "receipt.json",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    receipt
}

fn inside(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn what_a_receipt_names_comes_out_again() {
    for format in ["ndjson", "table", "csv", "html", "sarif", "junit", "json"] {
        let folder = tempfile::tempdir().unwrap();
        received(folder.path(), format);
        let output = inside(folder.path(), &["replay", "receipt.json"]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{format}: {told}{}",
            said(&output)
        );
        let statement: Value =
            serde_json::from_slice(&fs::read(folder.path().join("receipt.json")).unwrap()).unwrap();
        assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
        assert_eq!(statement["predicate"]["counts"]["read"], 3);
    }
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    received(folder.path(), "ndjson");
    let mut paths = all_files(&folder.path().join("rules"));
    paths.push(folder.path().join("filings.yaml"));
    paths.push(folder.path().join("receipt.json"));
    paths.push(folder.path().join("out"));
    // The whole thousand takes minutes; a few are looked at each time.
    let places = std::env::var("DICTAMEN_FLIPS").map_or(12, |number| number.parse().unwrap());
    for path in paths {
        let name = path.display().to_string();
        let sound = fs::read(&path).unwrap();
        for at in 0..places {
            let place = at * sound.len() / places + (at * 7) % (sound.len() / places).max(1);
            let mut flipped = sound.clone();
            let place = place.min(sound.len() - 1);
            flipped[place] ^= 1 << (at % 7);
            fs::write(&path, &flipped).unwrap();
            let output = inside(folder.path(), &["replay", "receipt.json"]);
            assert_ne!(output.status.code(), Some(0), "{name}, byte {place}");
        }
        fs::write(&path, &sound).unwrap();
    }
    let output = inside(folder.path(), &["replay", "receipt.json"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_receipt_names_the_mapping_and_every_bit_of_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    copied(
        Path::new("fixtures/tutorial/rules"),
        &folder.path().join("rules"),
    );
    let mapping = folder.path().join("contracts.yaml");
    fs::copy("fixtures/tables/contracts.yaml", &mapping).unwrap();
    let table = folder.path().join("contracts.csv");
    fs::copy("fixtures/tables/contracts.csv", table).unwrap();
    let mut arguments = vec!["evaluate", "contracts.csv", "--mapping", "contracts.yaml"];
    arguments.extend(["--latest", "fiscal_year", "--as-of", "2018-12-31"]);
    arguments.extend(["--format", "ndjson", "--output", "out"]);
    arguments.extend(["--receipt", "receipt.json"]);
    let output = inside(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    let replayed = || inside(folder.path(), &["replay", "receipt.json"]);
    let again = replayed();
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    let receipt = fs::read_to_string(folder.path().join("receipt.json")).unwrap();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!(receipt["predicate"]["mapping"]["name"], "contracts.yaml");
    assert_eq!(receipt["predicate"]["filings"].as_array().unwrap().len(), 1);
    let sound = fs::read(&mapping).unwrap();
    for at in (0..sound.len()).step_by(sound.len() / 12) {
        let mut flipped = sound.clone();
        flipped[at] ^= 1;
        fs::write(&mapping, &flipped).unwrap();
        let output = replayed();
        assert_ne!(output.status.code(), Some(0), "byte {at}");
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &said(&output);
        assert!(told.contains("contracts.yaml"), "byte {at}: {told}");
    }
}

#[test]
fn a_receipt_says_what_differs_first_and_refuses_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let receipt = received(folder.path(), "ndjson");
    let filings = folder.path().join("filings.yaml");
    let text = fs::read_to_string(&filings).unwrap();
    fs::write(&filings, text.replace("2018-11-21", "2018-11-12")).unwrap();
    let output = inside(folder.path(), &["replay", "receipt.json"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        told.starts_with("differs: the filings `filings.yaml` has other bytes"),
        "{told}"
    );
    assert!(
        told.contains("2018-LATE: violates → complies (apct.registration violates → complies)"),
        "{told}"
    );
    // A receipt from elsewhere must not choose what is overwritten.
    let forged = fs::read_to_string(&receipt).unwrap();
    let forged = forged.replace(
        "\"--detail=findings\"",
        "\"--detail=findings\",\n\"--output=rules/x\"",
    );
    fs::write(&receipt, forged).unwrap();
    let output = inside(folder.path(), &["replay", "receipt.json"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!folder.path().join("rules/x").exists());
    let stdin = inside(folder.path(), &["evaluate", "-", "--receipt", "r.json"]);
    assert_eq!(stdin.status.code(), Some(2));
}

#[test]
fn years_are_followed_and_absences_told() {
    let folder = tempfile::tempdir().unwrap();
    let roster = folder.path().join("roster.csv");
    fs::write(&roster, "id,name\nHCB,Hospital\nNEVER,Never filed\n").unwrap();
    let output = dictamen(&[
        "follow",
        "fixtures/filings",
        "--as-of",
        "2026-01-01",
        "--format",
        "json",
        "--roster",
        roster.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let followed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(followed["years"].as_array().unwrap().len() > 5);
    let absent = followed["not_filed"].as_array().unwrap();
    assert!(absent.iter().any(|one| one["id"] == "NEVER"));
    for format in ["table", "csv", "html"] {
        let output = dictamen(&[
            "follow",
            "fixtures/filings",
            "--as-of",
            "2026-01-01",
            "--format",
            format,
        ]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(!output.stdout.is_empty());
    }
}

/// The page is opened in a browser that clicks, where one is installed.
#[test]
fn the_page_of_a_run_is_clicked_through() {
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok());
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    dictamen(&[
        "evaluate",
        "fixtures/cli/filings",
        "--rules",
        "fixtures/cli/rules",
        "--as-of",
        "2019-12-31",
        "--format",
        "html",
        "--output",
        page.to_str().unwrap(),
    ]);
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("id=\"filters\"") && text.ends_with("</html>\n"));
    let Some(browser) = browser else { return };
    let clicks = r##"<script>
      const told = [];
      const rows = () => document.querySelectorAll("#rows > tr").length;
      told.push("all " + rows());
      const broken = [...document.querySelectorAll("#rows button")].find((one) => one.textContent === "BROKEN");
      broken.click();
      told.push("open " + document.querySelectorAll(".found").length);
      broken.click();
      told.push("closed " + document.querySelectorAll(".found").length);
      const verdict = document.getElementById("verdict");
      verdict.value = "v";
      verdict.dispatchEvent(new Event("change"));
      told.push("broken " + rows());
      verdict.value = "";
      document.querySelector("[data-clause]").click();
      told.push("clause " + document.getElementById("clause").value);
      document.body.setAttribute("data-told", told.join("; "));
    </script></body>"##;
    fs::write(&page, text.replace("</body>", clicks)).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        dom.contains("data-told=\"all 4; open 5; closed 0; broken 1; clause purchases.cap\""),
        "{}",
        dom.find("data-told")
            .map_or("nothing was clicked", |at| &dom
                [at..(at + 120).min(dom.len())])
    );
}
