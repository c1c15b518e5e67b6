//! What somebody proposes to change brings files: none of them runs a command, is taken for what a change
//! is compared with, or has anything read that lies elsewhere.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::outputs::folder;

fn git(folder: &Path, line: &str) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=tests",
            "-c",
            "user.email=tests@example.org",
        ])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.hooksPath=/dev/null",
        ])
        .args(line.split(' '))
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs a command, which ends by itself within a time that is long for anything but waiting.
fn run(folder: &Path, line: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(folder)
        .args(line.split(' '))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{line} waits");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn all(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    format!("{out}{}", String::from_utf8_lossy(&output.stderr))
}

/// A repository whose first commit holds the rule book, and its number.
fn repository() -> (TempDir, String) {
    let folder = folder(4);
    git(folder.path(), "init --quiet --initial-branch main");
    git(folder.path(), "add --all");
    git(folder.path(), "commit --quiet --message Rules");
    let base = git(folder.path(), "rev-parse HEAD");
    (folder, base)
}

/// Loosens the one rule.
fn loosen(rules: &Path) {
    let ruleset = rules.join("ruleset.dictamen");
    let text = fs::read_to_string(&ruleset).unwrap();
    fs::write(&ruleset, text.replace("projects <= 7", "projects <= 9")).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in ["vocabulary.dictamen", "ruleset.dictamen"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn a_repository_in_the_rules_runs_nothing_and_is_not_compared_with() {
    let (folder, base) = repository();
    let rules = folder.path().join("rules");
    loosen(&rules);
    // A bare repository in the folder of the rules: its objects lack what is asked for, and what would
    // fetch it is a command.
    fs::create_dir_all(rules.join("objects")).unwrap();
    fs::create_dir_all(rules.join("refs/heads")).unwrap();
    fs::write(rules.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    fs::write(rules.join("refs/heads/main"), format!("{base}\n")).unwrap();
    let ran = folder.path().join("ran");
    let config = format!(
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tfsmonitor = touch {ran}\n\
         [extensions]\n\tpartialClone = origin\n\
         [remote \"origin\"]\n\turl = /tmp\n\tpromisor = true\n\tuploadpack = touch {ran};\n",
        ran = ran.display()
    );
    fs::write(rules.join("config"), config).unwrap();
    for line in [
        format!("diff {base} rules --fail-on any"),
        "diff main rules --fail-on any".to_owned(),
        "diff rules main --fail-on any".to_owned(),
        format!("diff {base}:rules rules --fail-on any"),
        "diff HEAD 2018 --rules rules --fail-on any".to_owned(),
        "impact main rules filings --fail-on flips".to_owned(),
    ] {
        let output = run(folder.path(), &line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", all(&output));
    }
    // From within the folder too, which is no repository for having the looks of one.
    let output = run(&rules, "diff HEAD . --fail-on any");
    assert_eq!(output.status.code(), Some(1), "{}", all(&output));
    assert!(!ran.exists(), "a command ran");
}

#[test]
fn nothing_is_fetched_for_a_revision() {
    let (folder, base) = repository();
    let ran = folder.path().join("ran");
    let fetch = format!("touch {}", ran.display());
    git(folder.path(), "config extensions.partialClone origin");
    git(folder.path(), "config core.repositoryFormatVersion 1");
    git(folder.path(), "config remote.origin.url /tmp");
    git(folder.path(), "config remote.origin.promisor true");
    let mut config = Command::new("git");
    config.current_dir(folder.path());
    let set = config.args(["config", "remote.origin.uploadpack", &fetch]);
    assert!(set.status().unwrap().success());
    // What the revision holds of the rules is missing here.
    let object = git(
        folder.path(),
        &format!("rev-parse {base}:rules/ruleset.dictamen"),
    );
    let path = format!(".git/objects/{}/{}", &object[..2], &object[2..]);
    fs::remove_file(folder.path().join(path)).unwrap();
    let output = run(folder.path(), &format!("diff {base} rules"));
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    assert!(!ran.exists(), "a command ran");
}

#[test]
fn what_a_change_is_compared_with_is_the_revision_that_was_named() {
    let (folder, base) = repository();
    let at = |name: &str| folder.path().join(name);
    loosen(&at("rules"));
    // Folders called as the base is, with the text that the change brings.
    let spoofed = format!("{base}:rules");
    for name in [base.as_str(), "main", "main:rules", &spoofed] {
        copy(&at("rules"), &at(name));
    }
    for line in [
        format!("diff {base} rules --fail-on any"),
        format!("diff {base}:rules rules --fail-on any"),
        "diff main:rules rules --fail-on any".to_owned(),
        format!("impact {base} rules filings --fail-on flips"),
        format!("diff rules {base} --fail-on any"),
    ] {
        let output = run(folder.path(), &line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", all(&output));
    }
    // A name that is both has to be told apart.
    let output = run(folder.path(), "diff main rules");
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    assert!(all(&output).contains(
        "`main` may be more than one thing; say which: `./main` is the folder, `main:rules` the git revision"
    ));
    let output = run(folder.path(), "diff ./main rules --fail-on any");
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
}

#[test]
fn a_version_called_as_the_base_is_not_compared_with() {
    let (folder, _) = repository();
    let rules = folder.path().join("rules");
    loosen(&rules);
    let text = fs::read_to_string(rules.join("ruleset.dictamen")).unwrap();
    let text = text.replace("ruleset small 2018", "ruleset small main");
    fs::write(rules.join("ruleset.dictamen"), text).unwrap();
    let output = run(folder.path(), "impact main rules filings");
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    assert!(
        all(&output).contains("`small main` the version"),
        "{}",
        all(&output)
    );
}

#[test]
fn a_folder_of_the_book_is_no_version_of_it() {
    let (folder, _) = repository();
    let rules = folder.path().join("rules");
    fs::create_dir(rules.join("2018")).unwrap();
    fs::rename(
        rules.join("ruleset.dictamen"),
        rules.join("2018/ruleset.dictamen"),
    )
    .unwrap();
    let output = run(&rules, "diff 2018 2018 --rules .");
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
}

#[test]
fn links_of_a_rule_book_lead_nowhere_else() {
    let folder = folder(4);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("outside")).unwrap();
    fs::write(at("outside/secret"), "token = hunter2").unwrap();
    fs::write(at("outside/secret.dictamen"), "token = hunter2").unwrap();
    for (link, target) in [
        ("rules/x.dictamen", "/proc/self/environ"),
        ("rules/x.dictamen", "/proc/kmsg"),
        ("rules/x.dictamen", "/dev/zero"),
        ("rules/x.dictamen", "../outside/secret"),
        ("rules/x", "../outside"),
        ("rules/cases/x.yaml", "../../outside/secret"),
        ("rules/cases/x.yaml", "/dev/zero"),
    ] {
        symlink(target, at(link)).unwrap();
        let line = match link.contains("cases") {
            true => "test",
            false => "check",
        };
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{target}: {}", all(&output));
        assert!(
            !all(&output).contains("hunter2"),
            "{target}: {}",
            all(&output)
        );
        assert!(
            !all(&output).contains("PATH="),
            "{target}: {}",
            all(&output)
        );
        fs::remove_file(at(link)).unwrap();
    }
    // The list of survivors is read as well.
    symlink("/dev/zero", at("rules/survivors.yaml")).unwrap();
    let cases = fs::read_to_string(at("rules/cases/cap.yaml")).unwrap();
    fs::write(
        at("rules/cases/cap.yaml"),
        cases.replace("complies", "violates"),
    )
    .unwrap();
    let output = run(folder.path(), "test --mutate --no-filings");
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
}

#[test]
fn a_pipe_in_a_rule_book_is_not_waited_for() {
    let folder = folder(4);
    for name in [
        "rules/x.dictamen",
        "rules/cases/x.yaml",
        "rules/survivors.yaml",
    ] {
        let mut made = Command::new("mkfifo");
        let made = made.current_dir(folder.path()).arg(name);
        if !made.status().is_ok_and(|made| made.success()) {
            return;
        }
        run(folder.path(), "check");
        run(folder.path(), "test");
        run(folder.path(), "test --mutate --no-filings");
        fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[test]
fn a_case_reads_no_filing_that_lies_elsewhere() {
    let folder = folder(4);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("project")).unwrap();
    fs::rename(at("rules"), at("project/rules")).unwrap();
    fs::create_dir_all(at("outside")).unwrap();
    fs::write(
        at("outside/secret.json"),
        "{\"id\":\"hunter2\",\"fiscal_year\":2018,\"projects\":7}",
    )
    .unwrap();
    fs::write(
        at("project/secret.json"),
        "{\"id\":\"hunter2\",\"fiscal_year\":2018,\"projects\":7}",
    )
    .unwrap();
    symlink(
        "../../../outside/secret.json",
        at("project/rules/cases/link.json"),
    )
    .unwrap();
    let outside = at("outside/secret.json");
    let cases = fs::read_to_string(at("project/rules/cases/cap.yaml")).unwrap();
    for filing in [
        "../../../outside/secret.json",
        "../../secret.json",
        "link.json",
        outside.to_str().unwrap(),
        "/proc/self/environ.json",
        "/dev/stdin",
    ] {
        let text = cases.replace("../bases/base.yml", filing);
        fs::write(at("project/rules/cases/cap.yaml"), text).unwrap();
        let output = run(&at("project"), "test");
        assert_eq!(output.status.code(), Some(2), "{filing}: {}", all(&output));
        assert!(
            !all(&output).contains("hunter2"),
            "{filing}: {}",
            all(&output)
        );
    }
    let text = cases.replace("../bases/base.yml", "../../../outside/secret.json");
    fs::write(at("project/rules/cases/cap.yaml"), text).unwrap();
    let output = run(&at("project"), "test --filings ../outside");
    assert_eq!(output.status.code(), Some(1), "{}", all(&output));
}

#[test]
fn a_snapshot_is_not_written_through_a_link() {
    let folder = folder(4);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("snapshots")).unwrap();
    fs::write(at("kept"), "kept").unwrap();
    symlink("../kept", at("snapshots/filings__f.ndjson.snap")).unwrap();
    for action in ["accept", "check"] {
        let output = run(folder.path(), &format!("snapshot {action} filings"));
        assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    }
    assert_eq!(fs::read_to_string(at("kept")).unwrap(), "kept");
}
