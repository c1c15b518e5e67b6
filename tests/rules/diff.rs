//! What changed between two rule books, by the command line and by laws: books in folders, versions of
//! one book, and revisions of a repository whose working tree nothing touches.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here fails the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dictamen::Loaded;
use dictamen::diff::{self, Diff, Kind, Side, What};
use dictamen::source::{SourceFile, Sources};
use dictamen::syntax;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("reports are UTF-8")
}

fn load(folder: &str) -> Loaded {
    let loaded = dictamen::load(&root().join(folder)).unwrap();
    assert!(loaded.ir.is_some(), "{folder}: {:?}", loaded.diagnostics);
    loaded
}

fn side(loaded: &Loaded) -> Side<'_> {
    Side {
        book: &loaded.book,
        sources: &loaded.sources,
    }
}

fn between(old: &Loaded, new: &Loaded) -> Diff {
    diff::books(side(old), side(new))
}

/// A book from its texts, sound or not.
fn from_texts(texts: &[(PathBuf, String)]) -> Loaded {
    let mut sources = Sources::new();
    for (path, text) in texts {
        sources.add(SourceFile::new(path.clone(), text.as_str()));
    }
    dictamen::load_texts(sources)
}

fn texts(loaded: &Loaded) -> Vec<(PathBuf, String)> {
    let files = loaded.sources.iter();
    files
        .map(|(_, file)| (file.path.clone(), file.text.clone()))
        .collect()
}

const BOOKS: [&str; 7] = [
    "rules",
    "fixtures/diff/old",
    "fixtures/diff/new",
    "fixtures/show/rules",
    "fixtures/check/sound/policy",
    "fixtures/check/sound/forms",
    "fixtures/check/sound/amended",
];

#[test]
fn no_book_differs_from_itself_nor_from_what_the_printer_makes_of_it() {
    for folder in BOOKS {
        let book = load(folder);
        assert_eq!(between(&book, &load(folder)), Diff::default(), "{folder}");
        let printed: Vec<(PathBuf, String)> = (book.sources.iter())
            .map(|(id, file)| {
                let parsed = syntax::parse(id, &file.text);
                (file.path.clone(), syntax::print::print(&parsed.file))
            })
            .collect();
        let printed = from_texts(&printed);
        assert!(printed.ir.is_some(), "{folder}");
        assert_eq!(between(&book, &printed), Diff::default(), "{folder}");
        for at in 0..book.book.versions.len() {
            let own = (side(&book), at);
            assert_eq!(diff::versions(own, own), Diff::default(), "{folder} {at}");
        }
    }
}

/// A book in one file, in which nothing stands where it stood.
#[test]
fn where_a_provision_stands_is_no_change() {
    for (folder, parts) in [("fixtures/diff/old", false), ("fixtures/show/rules", true)] {
        let book = load(folder);
        let mut pieces = texts(&book);
        if parts {
            // The parts of a version in one file, in another order.
            pieces.reverse();
        }
        let headers: Vec<String> = pieces.iter().map(|(_, text)| text.clone()).collect();
        let whole = from_texts(&[(PathBuf::from("all.dictamen"), headers.join("\n\n"))]);
        assert!(whole.ir.is_some(), "{folder}: {:?}", whole.diagnostics);
        assert_eq!(between(&book, &whole), Diff::default(), "{folder}");
    }
}

/// Whatever is another word in a sound book is a change, and nothing but a change of meaning weighs.
#[test]
fn every_small_step_of_a_book_is_told() {
    let old = load("fixtures/diff/old");
    let steps: &[(&str, &str, bool)] = &[
        ("= 7", "= 8", true),
        ("15 business", "16 business", true),
        ("15 business days", "15 days", true),
        ("{shop, depot}", "{shop, garden}", true),
        ("80.60", "80.61", true),
        ("from 2021-01-01", "from 2021-01-02", true),
        ("> 100", ">= 100", true),
        (") <= cap", ") < cap", true),
        (" and p.use in", " or p.use in", true),
        ("p.use != garden", "p.use = garden", true),
        ("and p.fenced\n", "and not p.fenced\n", true),
        ("binds         office", "binds         audit", true),
        ("severity    recommended", "severity    mandatory", true),
        ("every p in", "some p in", true),
        ("where p.use = shop)", "where p.use = depot)", true),
        ("total  sum", "total  max", true),
        ("else 0 EUR", "else 1 EUR", true),
        ("in_time(p)\n", "not in_time(p)\n", true),
        ("low\n  high", "high\n  low", true),
        ("optional date", "date", true),
        ("2021-05-01", "2021-05-02", true),
        ("2020 to 2023", "2020 to 2022", true),
        ("saturday, sunday", "sunday", true),
        ("from 2020\n", "from 2021\n", true),
        ("force   from 2020-01-01", "force   from 2020-01-02", true),
        ("closed cites", "not closed cites", true),
        ("area      integer", "area      integer from \"a\"", true),
        ("\"Few plots\"", "\"Fewer plots\"", false),
        ("Nobody holds", "No one holds", false),
        ("art. 3 fr. II\"", "art. 3 fr. III\"", false),
        ("authority   office", "authority   audit", false),
        ("large plots; the", "plots; the", false),
        ("Build a fence", "Build a wall", false),
        ("\"Christmas\"", "\"Yule\"", false),
        ("Office of Audit", "Audit", false),
        ("Depot or store", "Depot", false),
        ("calendar town", "calendar city", false),
        ("vocabulary permits", "vocabulary plots", false),
        ("2019-12-01 in", "2019-12-02 in", false),
        (
            "p.fenced and p.area > 20",
            "p.area > 20 and p.fenced",
            false,
        ),
    ];
    for (from, to, weighs) in steps {
        let mut pieces = texts(&old);
        let piece = (pieces.iter_mut())
            .find(|(_, text)| text.contains(from))
            .unwrap_or_else(|| panic!("`{from}` stands nowhere"));
        piece.1 = piece.1.replacen(from, to, 1);
        let new = from_texts(&pieces);
        assert!(new.ir.is_some(), "`{to}`: {:?}", new.diagnostics);
        let found = between(&old, &new);
        assert!(!found.items.is_empty(), "`{from}` to `{to}` shows nothing");
        let heavy = found.items.iter().any(diff::Item::weighs);
        assert_eq!(heavy, *weighs, "`{from}` to `{to}`: {found:?}");
    }
}

/// Looked at from the other side, what was added was removed and every line was what it is.
#[test]
fn the_way_back_tells_the_same() {
    let (old, new) = (load("fixtures/diff/old"), load("fixtures/diff/new"));
    let (there, back) = (between(&old, &new), between(&new, &old));
    let by_name = |diff: &Diff, flip: bool| {
        let mut found: BTreeMap<(Kind, String), Vec<String>> = BTreeMap::new();
        // What a version that one book alone has does to the one before is told on one way only.
        let shared = |item: &&diff::Item| !item.versions.contains(&"2022".to_owned());
        for item in diff.items.iter().filter(shared) {
            let what = match (item.what, flip) {
                (What::Added, true) => What::Removed,
                (What::Removed, true) => What::Added,
                (what, _) => what,
            };
            let lines = found.entry((item.kind, item.name.clone())).or_default();
            lines.push(format!("{what:?}"));
            for line in &item.lines {
                let (was, is) = match flip {
                    true => (&line.is, &line.was),
                    false => (&line.was, &line.is),
                };
                lines.push(format!(
                    "{} {:?} {was:?} {is:?}",
                    line.label.word, line.label.of
                ));
            }
        }
        found.values_mut().for_each(|lines| lines.sort());
        found
    };
    assert_eq!(by_name(&there, false), by_name(&back, true));
    assert!(there.items.len() > 20);
}

/// A change in the first text that later texts keep is told once, with the versions that have it.
#[test]
fn a_change_that_versions_share_is_told_once() {
    let old = load("rules");
    let mut pieces = texts(&old);
    let cap = "parameter strategic_project_cap = 7";
    let piece = (pieces.iter_mut())
        .find(|(_, text)| text.contains(cap))
        .expect("the cap stands in the rules that ship");
    piece.1 = piece.1.replace(cap, "parameter strategic_project_cap = 8");
    let found = between(&old, &from_texts(&pieces));
    let told = |kind: Kind| {
        let items = found.items.iter().filter(move |item| item.kind == kind);
        items.collect::<Vec<_>>()
    };
    let [parameter] = told(Kind::Parameter)[..] else {
        panic!("{found:?}")
    };
    assert_eq!(parameter.versions, ["2014", "2016", "2018"]);
    let clauses = told(Kind::Clause);
    let cap = clauses
        .iter()
        .find(|item| item.name == "petic.strategic_cap");
    let cap = cap.expect("the clause is told");
    assert_eq!(cap.what, What::Reached);
    assert_eq!(cap.versions, ["2014", "2016", "2018"]);
    assert_eq!(cap.through[0].name, "strategic_project_cap");
    assert_eq!(
        cap.through[0].values,
        Some(("7".to_owned(), "8".to_owned()))
    );
}

#[test]
fn a_clause_is_told_what_reaches_it_through_definitions() {
    let old = load("fixtures/diff/old");
    let mut pieces = texts(&old);
    for (_, text) in &mut pieces {
        *text = text.replace("2021-05-01", "2021-05-02");
    }
    let found = between(&old, &from_texts(&pieces));
    let of = |name: &str| found.items.iter().find(|item| item.name == name);
    let answer = of("plots.answer").expect("a clause that counts business days");
    assert_eq!(answer.what, What::Reached);
    assert_eq!(answer.through[0].kind, Kind::Calendar);
    assert_eq!(answer.through[0].by, ["in_time", "term"]);
    assert_eq!(of("plots.cap"), None, "it counts no days");
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let own = ["user.name=tests", "user.email=tests@example.org"];
    let still = ["commit.gpgsign=false", "core.hooksPath=/dev/null"];
    let mut command = Command::new("git");
    for setting in own.iter().chain(&still) {
        command.args(["-c", setting]);
    }
    let output = (command.current_dir(folder).args(arguments).output()).expect("git runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).trim().to_owned()
}

fn dictamen(folder: &Path, arguments: &[&str]) -> Output {
    (Command::new(env!("CARGO_BIN_EXE_dictamen")).current_dir(folder))
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn copy(from: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(root().join(from)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// A repository in whose first commit the old book stands under `policy/rules`, and in the next the new.
fn repository(folder: &Path) -> PathBuf {
    let rules = folder.join("policy/rules");
    git(folder, &["init", "--quiet", "--initial-branch", "main"]);
    copy("fixtures/diff/old", &rules);
    // Worked cases and what hides are no rules, in a revision as on disk.
    fs::create_dir_all(rules.join("cases")).unwrap();
    fs::write(rules.join("cases/odd.dictamen"), "odd").unwrap();
    fs::write(rules.join(".hidden.dictamen"), "odd").unwrap();
    fs::create_dir_all(folder.join("notes")).unwrap();
    fs::write(folder.join("notes/plan.txt"), "plan").unwrap();
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Old"]);
    git(folder, &["tag", "first"]);
    copy("fixtures/diff/new", &rules);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "New"]);
    rules
}

fn changes(output: &Output) -> Vec<Value> {
    let page: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    page["changes"].as_array().unwrap().clone()
}

#[test]
fn a_revision_is_compared_and_the_working_tree_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rules = repository(folder);
    // Something that is not committed must survive, staged or not.
    let ruleset = rules.join("ruleset.dictamen");
    let kept = fs::read_to_string(&ruleset)
        .unwrap()
        .replace("cap = 8", "cap = 11");
    fs::write(&ruleset, &kept).unwrap();
    fs::write(folder.join("untracked"), "").unwrap();
    let state = || git(folder, &["status", "--porcelain", "--branch"]);
    let (before, head) = (state(), git(folder, &["rev-parse", "HEAD"]));

    let diff =
        |sides: [&str; 2]| dictamen(folder, &["diff", sides[0], sides[1], "--format", "json"]);
    let own = changes(&diff(["HEAD", "policy/rules"]));
    let names: Vec<&str> = own
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["plots.cap", "cap"], "{own:?}");
    assert_eq!(
        own[1]["was_at"]["file"],
        "HEAD:policy/rules/ruleset.dictamen"
    );
    // The same by a tag, by a path of its own, and from a folder further down.
    let fixtures = |folder: &str| root().join("fixtures/diff").join(folder);
    let whole = changes(&dictamen(
        folder,
        &[
            "diff",
            fixtures("old").to_str().unwrap(),
            fixtures("new").to_str().unwrap(),
            "--format",
            "json",
        ],
    ));
    let bare = |all: &[Value]| -> Vec<Value> {
        let mut all = all.to_vec();
        for one in &mut all {
            let one = one.as_object_mut().unwrap();
            one.remove("was_at");
            one.remove("is_at");
        }
        all
    };
    for sides in [
        ["first:policy/rules", "main:policy/rules"],
        ["HEAD~1:./policy/rules/", "HEAD:policy/rules"],
    ] {
        assert_eq!(bare(&changes(&diff(sides))), bare(&whole), "{sides:?}");
    }
    let below = dictamen(
        &folder.join("policy"),
        &["diff", "first", "main", "--format", "json"],
    );
    assert_eq!(bare(&changes(&below)), bare(&whole), "--rules is rules");

    let failing = |level: &str| {
        let sides = ["diff", "HEAD", "policy/rules", "--fail-on", level];
        dictamen(folder, &sides).status.code()
    };
    assert_eq!(failing("any"), Some(1));
    assert_eq!(failing("meaning"), Some(1));
    assert_eq!(failing("never"), Some(0));

    assert_eq!(state(), before);
    assert_eq!(git(folder, &["rev-parse", "HEAD"]), head);
    assert_eq!(fs::read_to_string(&ruleset).unwrap(), kept);
}

#[test]
fn a_hook_may_have_told_git_of_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let output = (Command::new(env!("CARGO_BIN_EXE_dictamen")).current_dir(folder.path()))
        .args(["diff", "HEAD", "policy/rules", "--fail-on", "any"])
        .env("GIT_DIR", ".git")
        .env("GIT_INDEX_FILE", ".git/index")
        .env("GIT_PREFIX", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn what_is_no_revision_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    repository(folder);
    let told = |old: &str, new: &str| {
        let output = dictamen(folder, &["diff", "--", old, new]);
        assert_eq!(output.status.code(), Some(2), "{old} {new}");
        assert_eq!(text(&output.stdout), "");
        text(&output.stderr).trim().to_owned()
    };
    let none = "is neither a folder nor a version of rules: there is no rule book; \
                nor does the git repository have such a revision";
    for old in [
        "nowhere",
        "HEAD~9",
        "main..HEAD",
        "--all",
        "HEAD^{tree}^",
        "",
    ] {
        assert_eq!(told(old, "policy/rules"), format!("error: `{old}` {none}"));
    }
    assert_eq!(
        told("HEAD", "main"),
        "error: the revision `HEAD` has no folder `rules`; name another as `HEAD:FOLDER`, \
         from the top of the repository"
    );
    assert_eq!(
        told("HEAD:notes", "policy/rules"),
        "error: HEAD:notes holds no file that ends in .dictamen; \
         name its folder as `REVISION:FOLDER`"
    );
}

#[test]
fn without_git_or_a_repository_a_revision_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy("fixtures/diff/old", &folder.join("rules"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictamen"));
    command.current_dir(folder).args(["diff", "HEAD", "rules"]);
    command.env("GIT_CEILING_DIRECTORIES", folder);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr).trim(),
        "error: `HEAD` is neither a folder nor a version of rules: there are 2020; and rules lies \
         in no git repository of which it could be a revision"
    );
    // The program is looked for where there is something to ask it.
    fs::create_dir(folder.join(".git")).unwrap();
    let output = command.env("PATH", folder).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr).trim(),
        "error: `HEAD` is neither a folder nor a version of rules: there are 2020; revisions are read \
         by the program `git`, which does not run: entity not found; install it, or name a folder"
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_a_revision_stays_in_the_rule_book_as_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rules = repository(folder);
    // One file stands elsewhere in the rule book, and one is linked to twice.
    fs::create_dir(rules.join("parts")).unwrap();
    fs::rename(rules.join("calendar.dictamen"), rules.join("parts/days")).unwrap();
    std::os::unix::fs::symlink("parts/days", rules.join("calendar.dictamen")).unwrap();
    std::os::unix::fs::symlink("../policy.dictamen", folder.join("policy/other")).unwrap();
    std::os::unix::fs::symlink("ruleset.dictamen", rules.join("again.dictamen")).unwrap();
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Links"]);
    let same = dictamen(
        folder,
        &["diff", "main", "policy/rules", "--fail-on", "any"],
    );
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stderr));
    let same = dictamen(
        folder,
        &["diff", "HEAD~1", "policy/rules", "--fail-on", "any"],
    );
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stdout));
    for (target, said) in [
        ("/etc/hostname", "a link that leads out of the rule book"),
        (
            "../../notes/plan.txt",
            "a link that leads out of the rule book",
        ),
        (
            "parts/../../../notes/plan.txt",
            "a link that leads out of the rule book",
        ),
        ("nowhere.dictamen", "a link to what is not in the revision"),
    ] {
        fs::remove_file(rules.join("again.dictamen")).unwrap();
        std::os::unix::fs::symlink(target, rules.join("again.dictamen")).unwrap();
        git(folder, &["add", "--all"]);
        git(folder, &["commit", "--quiet", "--message", "A link"]);
        let out = dictamen(folder, &["diff", "HEAD:policy/rules", "first:policy/rules"]);
        assert_eq!(out.status.code(), Some(2), "{target}");
        assert_eq!(
            text(&out.stderr).trim(),
            format!(
                "error: `HEAD:policy/rules/again.dictamen` is {said}; put the file in its place"
            )
        );
        // The same on disk, which is read neither.
        let out = dictamen(folder, &["check", "policy/rules"]);
        let code = if target.starts_with("nowhere") {
            "cannot read"
        } else {
            said
        };
        assert_eq!(out.status.code(), Some(2), "{target}");
        assert!(text(&out.stderr).contains(code), "{}", text(&out.stderr));
    }
}

#[test]
fn impact_takes_a_revision_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    git(folder, &["init", "--quiet"]);
    copy("fixtures/impact/seven", &folder.join("rules"));
    copy("fixtures/impact/filings", &folder.join("filings"));
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Seven"]);
    copy("fixtures/impact/eight", &folder.join("rules"));
    let impact = |old: &str| {
        let sides = ["impact", old, "rules", "filings", "--format", "json"];
        let output = dictamen(folder, &[&sides[..], &["--as-of", "2019-01-01"]].concat());
        let page: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
        page["flips"].clone()
    };
    let own = root().join("fixtures/impact/seven");
    assert_eq!(impact("HEAD"), impact(own.to_str().unwrap()));
    assert!(impact("HEAD")["better"].as_u64().unwrap() > 0);
}
