//! The register: each row of the fact sheet is accounted for, each clause has its row, and the page
//! that says so in plain words is what the register and the rule book say today.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use dictamen::book::{Book, Version};
use dictamen::syntax::ast::{Clause, ClauseBody, ProvisionBody};
use serde::Deserialize;

const PAGE: &str = "docs/register.md";
const UPDATE: &str = "UPDATE_REGISTER";

/// The lines of a ruleset, or of each clause, that may carry a row.
const LINES: [&str; 5] = [
    "ruleset in force",
    "ruleset for years",
    "ruleset applies when",
    "ruleset except when",
    "governed by",
];

/// A row of the fact sheet, as `rules/rows.yaml` keeps it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: String,
    subject: String,
    #[serde(rename = "where")]
    place: String,
    versions: String,
}

/// What became of a row, as `rules/register.yaml` says it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Account {
    clauses: Vec<String>,
    by: Vec<String>,
    not_encoded: Option<String>,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows() -> Vec<Row> {
    serde_yaml::from_str(&read("rules/rows.yaml")).unwrap()
}

/// The register in its own order. A row that is named twice is an error here, whatever a reader of
/// YAML would make of it.
fn register() -> Vec<(String, Account)> {
    let text = read("rules/register.yaml");
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let accounts: Vec<(String, Account)> = lines
        .map(|line| {
            let (row, account) = line.split_once(": ").unwrap_or_else(|| panic!("`{line}`"));
            let account = serde_yaml::from_str(account.trim())
                .unwrap_or_else(|error| panic!("{row}: {error}"));
            (row.to_owned(), account)
        })
        .collect();
    let distinct: BTreeSet<&String> = accounts.iter().map(|(row, _)| row).collect();
    assert_eq!(distinct.len(), accounts.len(), "a row is named twice");
    accounts
}

fn book() -> Book {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let loaded = dictamen::load(&rules).unwrap();
    assert!(loaded.ir.is_some(), "the rule book is sound");
    loaded.book
}

fn clauses(version: &Version) -> impl Iterator<Item = (&Clause, usize)> {
    version
        .provisions
        .iter()
        .filter_map(|held| match &*held.body {
            ProvisionBody::Clause(clause) => Some((&**clause, held.origin)),
            _ => None,
        })
}

/// `2018`
fn number(version: &Version) -> &str {
    &version.header.version.version.text
}

fn clause<'a>(version: &'a Version, id: &str) -> Option<&'a Clause> {
    clauses(version)
        .map(|(clause, _)| clause)
        .find(|clause| clause.id.text == id)
}

fn judged(clause: &Clause) -> bool {
    matches!(clause.body, ClauseBody::Requires(_))
}

/// The names of all that a version may declare: `parameter daily_uma`.
fn declared(book: &Book) -> BTreeSet<String> {
    let provisions = book.versions.iter().flat_map(|version| &version.provisions);
    let named = provisions.map(|held| {
        let kind = match &*held.body {
            ProvisionBody::Clause(_) => "clause",
            ProvisionBody::Parameter(_) => "parameter",
            ProvisionBody::Define(_) => "define",
            ProvisionBody::Indicator(_) => "indicator",
        };
        format!("{kind} {}", held.body.name().text)
    });
    let offices = book.vocabulary.authorities.iter();
    named
        .chain(offices.map(|office| format!("authority {}", office.name.text)))
        .collect()
}

#[test]
fn every_row_is_accounted_for_in_the_order_of_the_fact_sheet() {
    let rows = rows();
    // Chapter K is the founding document itself, where the fact sheet has no row for what it says.
    let of_sheet = rows.iter().filter(|row| !row.row.starts_with('S')).count();
    assert_eq!(of_sheet, 186, "section 2 of the fact sheet has 186 rows");
    let expected: Vec<&str> = rows.iter().map(|row| row.row.as_str()).collect();
    let register = register();
    let accounted: Vec<&str> = register.iter().map(|(row, _)| row.as_str()).collect();
    assert_eq!(accounted, expected);
    for (row, account) in &register {
        let reason = account.not_encoded.as_deref();
        assert!(
            !account.clauses.is_empty() || !account.by.is_empty() || reason.is_some(),
            "{row} says nothing"
        );
        assert!(
            reason.is_none_or(|reason| reason.split_whitespace().count() >= 4),
            "{row}: `{reason:?}` is no reason"
        );
    }
}

#[test]
fn the_register_names_what_the_book_holds_and_no_clause_is_without_its_row() {
    let book = book();
    let declared = declared(&book);
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    for (row, account) in register() {
        for id in &account.clauses {
            let id = format!("clause {id}");
            if !declared.contains(&id) {
                wrong.push(format!("{row}: the book has no {id}"));
            }
            named.insert(id);
        }
        for carrier in &account.by {
            if !LINES.contains(&carrier.as_str()) && !declared.contains(carrier) {
                wrong.push(format!("{row}: the book has no {carrier}"));
            }
        }
    }
    for id in declared.iter().filter(|name| name.starts_with("clause ")) {
        if !named.contains(id) {
            wrong.push(format!("no row names {id}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The versions in which a row must be found, and those in which none of its clauses may be.
fn supported(row: &Row) -> (Vec<&'static str>, Vec<&'static str>) {
    let codes: BTreeSet<&str> = row.versions.split([' ', '·']).collect();
    let has = |code: &str| codes.contains(code);
    let mut within = Vec::new();
    let mut without = Vec::new();
    if has("14s") || has("14t") {
        within.push("2014");
    }
    if has("18") {
        within.push("2018");
        without.extend(["2021", "2025"]);
    }
    if has("21") {
        within.push("2021");
    }
    if has("16-") && has("14-") {
        without.extend(["2014", "2016"]);
    }
    (within, without)
}

#[test]
fn each_row_is_encoded_in_the_versions_that_it_supports() {
    let book = book();
    let mut wrong = Vec::new();
    for (row, (id, account)) in rows().iter().zip(register()) {
        let (within, without) = supported(row);
        for version in &book.versions {
            let name = number(version);
            let held: Vec<&String> = account
                .clauses
                .iter()
                .filter(|id| clause(version, id).is_some())
                .collect();
            if within.contains(&name) && held.is_empty() && !account.clauses.is_empty() {
                wrong.push(format!("{id}: none of its clauses stands in {name}"));
            }
            // A fraction that was added to an article is carried by a parameter; an obligation that
            // a later text repeats keeps its clause there.
            let carried = account.by.iter().any(|by| by.starts_with("parameter "));
            let lapsed = |id: &&String| id.as_str() != "inventory.applications";
            if without.contains(&name) && !carried && held.iter().any(lapsed) {
                wrong.push(format!("{id}: {held:?} cannot stand in {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_inferred_waits_for_a_lawyer() {
    let book = book();
    let mut firm: BTreeSet<String> = BTreeSet::new();
    for (row, (_, account)) in rows().iter().zip(register()) {
        if ["14s", "14t"]
            .iter()
            .any(|code| row.versions.contains(code))
        {
            firm.extend(account.clauses);
        }
    }
    let mut wrong = Vec::new();
    for (at, version) in book.versions.iter().enumerate() {
        for (clause, origin) in clauses(version) {
            let id = &clause.id.text;
            // The text of 2018 alone was read; of 2014 what the founding document or the
            // transitory articles say is firm.
            let inferred = origin == at
                && match number(version) {
                    "2018" => false,
                    "2014" => !firm.contains(id),
                    _ => true,
                };
            if inferred && judged(clause) && clause.review.is_none() {
                wrong.push(format!("{id} in {} has no review mark", number(version)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_clause_says_all_that_its_readers_need() {
    let book = book();
    for version in &book.versions {
        for (clause, _) in clauses(version).filter(|(clause, _)| judged(clause)) {
            let id = &clause.id.text;
            assert!(clause.text.is_some(), "{id} has no text in plain words");
            assert!(clause.authority.is_some(), "{id} has no authority");
            assert!(clause.otherwise.is_some(), "{id} has no message");
        }
    }
}

#[test]
fn the_page_is_what_the_register_says() {
    let page = page(&rows(), &register(), &book());
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE), &page).unwrap();
    }
    let kept = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE));
    assert!(
        kept.is_ok_and(|kept| kept == page),
        "{PAGE} is stale: run `{UPDATE}=1 cargo test --test register`"
    );
}

/// The chapters of `rules/rows.yaml` are its comments of this form: `# A. Scope and planning`.
fn chapters() -> Vec<(String, BTreeSet<String>)> {
    let mut chapters: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in read("rules/rows.yaml").lines() {
        if let Some(title) = line.strip_prefix("# ")
            && title.get(1..3) == Some(". ")
        {
            chapters.push((title.to_owned(), BTreeSet::new()));
        } else if let Some(rest) = line.strip_prefix("- { row: ") {
            let row = rest.split(',').next().unwrap();
            chapters.last_mut().unwrap().1.insert(row.to_owned());
        }
    }
    chapters
}

/// A claim of exemption names a clause by its id; the book holds the ids that there are.
#[test]
fn the_clauses_of_which_an_exemption_may_be_claimed_are_those_of_the_acuerdo() {
    let text = read("rules/2014/ruleset.dictamen");
    let list = text.split("parameter exemptable_clauses =").nth(1).unwrap();
    let list = list.split('}').next().unwrap();
    let held: BTreeSet<String> = list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    let book = book();
    let acuerdo = book
        .versions
        .iter()
        .filter(|version| ["2014", "2016", "2018"].contains(&number(version)));
    let there: BTreeSet<String> = acuerdo
        .flat_map(|version| clauses(version).map(|(clause, _)| clause.id.text.clone()))
        .collect();
    assert_eq!(held, there);
}

/// The worked case that shows a clause at its border: the first, by file and place, that breaks it.
fn borders() -> BTreeMap<String, (String, String)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/cases");
    let mut files = Vec::new();
    for folder in [cases.clone(), cases.join("borders")] {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")));
    }
    files.sort();
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let tree: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let file = path
            .strip_prefix(&cases)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        for case in tree["cases"].as_sequence().into_iter().flatten() {
            let name = case["name"].as_str().unwrap_or_default();
            for (clause, wanted) in case["expect"].as_mapping().into_iter().flatten() {
                if breaks(wanted) {
                    let clause = clause.as_str().unwrap_or_default().to_owned();
                    let shown = (file.clone(), name.to_owned());
                    found.entry(clause).or_insert(shown);
                }
            }
        }
    }
    found
}

/// Whether what is expected is, or holds, a breach.
fn breaks(wanted: &serde_yaml::Value) -> bool {
    let breach = |value: &serde_yaml::Value| value.as_str() == Some("violates");
    let one = |value: &serde_yaml::Value| breach(value) || breach(&value["verdict"]);
    let mut all = wanted.as_sequence().into_iter().flatten();
    one(wanted) || all.any(one)
}

#[test]
fn each_judged_clause_is_shown_at_its_border_by_a_case_that_breaks_it() {
    let borders = borders();
    let book = book();
    let mut wrong = BTreeSet::new();
    for version in &book.versions {
        for (clause, _) in clauses(version).filter(|(clause, _)| judged(clause)) {
            if !borders.contains_key(&clause.id.text) {
                wrong.insert(clause.id.text.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "no case breaks {wrong:?}");
}

fn page(rows: &[Row], register: &[(String, Account)], book: &Book) -> String {
    let chapters = chapters();
    let accounts: BTreeMap<&str, &Account> = register
        .iter()
        .map(|(row, account)| (row.as_str(), account))
        .collect();
    let mut page = String::from(
        "# Register of the text\n\n\
         What of the policy the rule book holds, row by row of the fact sheet that it was written from: \
         which clauses a row became and what they say, in which versions they stand, and why a row, or \
         the rest of one, is no clause. † marks what a lawyer still has to check in some version.\n\n",
    );
    summary(&mut page, &chapters, &accounts, book);
    let borders = borders();
    for (title, held) in &chapters {
        write!(page, "\n## {title}\n\n").unwrap();
        page.push_str(
            "| row | where | what it rules | encoded as | broken by the case | not encoded |\n\
             |---|---|---|---|---|---|\n",
        );
        for row in rows.iter().filter(|row| held.contains(&row.row)) {
            let account = accounts[row.row.as_str()];
            let mut encoded: Vec<String> =
                account.clauses.iter().map(|id| told(book, id)).collect();
            let shown: Vec<String> = (account.clauses.iter())
                .filter_map(|id| borders.get(id))
                .map(|(file, name)| format!("{}: {}", cell(file), cell(name)))
                .collect();
            encoded.extend(account.by.iter().map(|by| format!("`{by}`")));
            writeln!(
                page,
                "| {} | {} | {} | {} | {} | {} |",
                row.row,
                cell(&row.place),
                cell(&row.subject),
                encoded.join("<br>"),
                shown.join("<br>"),
                cell(account.not_encoded.as_deref().unwrap_or_default()),
            )
            .unwrap();
        }
    }
    page.push_str(
        "\n---\n\nWritten from `rules/register.yaml`, `rules/rows.yaml` and the rule book by \
         `UPDATE_REGISTER=1 cargo test --test register`; without the variable, the same test fails when \
         this page is stale.\n",
    );
    page
}

fn summary(
    page: &mut String,
    chapters: &[(String, BTreeSet<String>)],
    accounts: &BTreeMap<&str, &Account>,
    book: &Book,
) {
    page.push_str(
        "| chapter | rows | judged by a clause | carried by other lines | printed, not judged | not encoded |\n\
         |---|---:|---:|---:|---:|---:|\n",
    );
    let mut total = [0; 5];
    for (title, held) in chapters {
        let mut counts = [held.len(), 0, 0, 0, 0];
        for row in held {
            counts[kind(accounts[row.as_str()], book)] += 1;
        }
        for (total, count) in total.iter_mut().zip(counts) {
            *total += count;
        }
        writeln!(page, "| {} |", line(title, counts)).unwrap();
    }
    writeln!(page, "| {} |\n", line("**all**", total)).unwrap();
    page.push_str("| version | clauses | judged | under review |\n|---|---:|---:|---:|\n");
    for version in &book.versions {
        let all: Vec<&Clause> = clauses(version).map(|(clause, _)| clause).collect();
        writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            number(version),
            all.len(),
            all.iter().filter(|clause| judged(clause)).count(),
            all.iter().filter(|clause| clause.review.is_some()).count(),
        )
        .unwrap();
    }
}

fn line(title: &str, counts: [usize; 5]) -> String {
    let counts = counts.map(|count| count.to_string());
    format!("{title} | {}", counts.join(" | "))
}

/// The column of the summary in which a row counts.
fn kind(account: &Account, book: &Book) -> usize {
    let stands = |id: &String| {
        let versions = book.versions.iter();
        versions
            .filter_map(|version| clause(version, id))
            .any(judged)
    };
    if account.clauses.iter().any(stands) {
        1
    } else if !account.clauses.is_empty() {
        3
    } else if !account.by.is_empty() {
        2
    } else {
        4
    }
}

/// A clause in plain words, with the versions in which it stands.
fn told(book: &Book, id: &str) -> String {
    let held: Vec<(&Version, &Clause)> = book
        .versions
        .iter()
        .filter_map(|version| Some((version, clause(version, id)?)))
        .collect();
    let (_, last) = held.last().expect("the book has the clause");
    let versions: Vec<&str> = held.iter().map(|(version, _)| number(version)).collect();
    let review = held.iter().any(|(_, clause)| clause.review.is_some());
    let mark = if review { " †" } else { "" };
    let words = last.text.as_ref().unwrap_or(&last.title);
    format!(
        "`{id}`{mark} ({}): {}",
        versions.join(", "),
        cell(&words.value)
    )
}

/// Text that stays in its cell.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}
