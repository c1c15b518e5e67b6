//! What worked cases show of a rule book: the truth of a small book worked out by hand, and the law that
//! a hint, made into a case, closes its hole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dictamen::cases::{self, CaseFile, Deck, Outcome, Tree, json, judge, merge};
use dictamen::compile::{Plan, compile};
use dictamen::coverage::{Coverage, Hint, Kind, Point, What, measure};
use dictamen::evaluate::verdicts::Verdict;
use dictamen::ingest::Format;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn plan(rules: &str) -> Plan {
    let loaded = dictamen::load(&root(rules)).expect("it can be read");
    compile(Arc::new(loaded.ir.expect("it is sound")), &loaded.sources)
}

fn base(path: &str) -> Arc<Tree> {
    let text = std::fs::read_to_string(root(path)).expect("it ships");
    Arc::new(cases::document(&text, Format::Yaml).expect("a filing"))
}

fn file(plan: &Plan, base: &Arc<Tree>, text: &str) -> CaseFile {
    let (mut file, problems) = cases::read(&plan.ir, "cases.yaml", text);
    assert!(problems.is_empty(), "{problems:?}\n{text}");
    file.base = Some(Arc::clone(base));
    file
}

fn judged(plan: &Plan, files: Vec<CaseFile>) -> (Deck, Vec<Outcome>) {
    let (deck, problems) = Deck::new(&plan.ir, files);
    assert!(problems.is_empty(), "{problems:?}");
    let outcomes = judge(plan, &deck);
    (deck, outcomes)
}

const RULES: &str = "fixtures/coverage/rules";
const FILING: &str = "fixtures/coverage/rules/filing.yaml";

fn shipped_cases() -> String {
    let path = root("fixtures/coverage/rules/cases/grants.yaml");
    std::fs::read_to_string(path).expect("it ships")
}

fn measured(more: &str) -> Coverage {
    let plan = plan(RULES);
    let text = format!("{}{more}", shipped_cases());
    let (deck, outcomes) = judged(&plan, vec![file(&plan, &base(FILING), &text)]);
    measure(&plan, &deck, &outcomes)
}

fn point<'c>(coverage: &'c Coverage, unit: &str, words: &str) -> &'c Point {
    let units = coverage.units.iter().filter(|one| one.name == unit);
    let mut points = units.flat_map(|unit| &unit.points);
    points
        .find(|point| point.words == words)
        .unwrap_or_else(|| panic!("nothing is called `{words}` in {unit}"))
}

/// For each condition the verdicts that it decided while true and while false.
fn decided(coverage: &Coverage) -> BTreeMap<(String, String), (Vec<Verdict>, Vec<Verdict>)> {
    let mut found = BTreeMap::new();
    for unit in &coverage.units {
        for point in unit
            .points
            .iter()
            .filter(|point| point.what == What::Condition)
        {
            let listed = |verdicts: &std::collections::BTreeSet<Verdict>| {
                verdicts.iter().copied().collect::<Vec<_>>()
            };
            let seen = (
                listed(&point.seen.when_true),
                listed(&point.seen.when_false),
            );
            found.insert((unit.name.clone(), point.words.clone()), seen);
        }
    }
    found
}

#[test]
fn what_decides_is_as_worked_out_by_hand() {
    use Verdict::{Complies, Violates};
    let coverage = measured("");
    // Both cases have one research grant of 1,500, above the cap of 1,000: the first approved in time,
    // the second never. What is masked is said beside it.
    let wanted = [
        // Below the cap, the clause would not apply.
        (
            "grants.approval",
            "g.amount > cap",
            vec![Complies, Violates],
            vec![],
        ),
        // Every kind is in the set; were it not, the clause would not apply.
        (
            "grants.approval",
            "g.kind in {research, travel}",
            vec![Complies, Violates],
            vec![],
        ),
        // Were it for travel, it would be exempt, as it is below twice the cap.
        (
            "grants.approval",
            "g.kind = travel",
            vec![],
            vec![Complies, Violates],
        ),
        // Masked, as the grant is not for travel.
        ("grants.approval", "g.amount <= 2 * cap", vec![], vec![]),
        (
            "grants.approval",
            "approved(g)",
            vec![Complies],
            vec![Violates],
        ),
        // Had a date been given in the second, the other condition would still be unknown: no breach.
        (
            "approved",
            "g.approved_on is given",
            vec![Complies],
            vec![Violates],
        ),
        // In the second it is unknown, and shows nothing.
        (
            "approved",
            "g.approved_on on or before g.filed_on",
            vec![Complies],
            vec![],
        ),
        ("grants 2020", "exempted", vec![], vec![Complies, Violates]),
        (
            "grants.few",
            "count(g in grants where g.kind = research) <= most_research",
            vec![Complies],
            vec![],
        ),
        // One research grant fewer changes nothing.
        ("grants.few", "g.kind = research", vec![], vec![]),
    ];
    let wanted: BTreeMap<_, _> = wanted
        .into_iter()
        .map(|(unit, words, yes, no)| ((unit.to_owned(), words.to_owned()), (yes, no)))
        .collect();
    assert_eq!(decided(&coverage), wanted);
    let always = point(&coverage, "grants.approval", "g.kind in {research, travel}");
    assert_eq!(always.always, Some(true));
    let shares = coverage.shares();
    assert_eq!((shares.clauses.covered, shares.clauses.of), (2, 2));
    // Of the approval complies and violates, of the other complies; a count can be undetermined.
    assert_eq!((shares.outcomes.covered, shares.outcomes.of), (3, 8));
    assert_eq!((shares.exceptions.covered, shares.exceptions.of), (0, 2));
    assert_eq!((shares.conditions.covered, shares.conditions.of), (2, 9));
}

#[test]
fn what_stands_inside_a_count_decides_row_by_row() {
    let coverage = measured(
        r#"
  - name: two research grants
    with:
      grants:
        - { number: G-1, kind: research, amount: 1500.00, filed_on: 2020-01-15, approved_on: 2020-01-10 }
        - { number: G-2, kind: research, amount: 10.00, filed_on: 2020-01-15 }
    expect:
      grants.few: violates

  - name: one of research and one of travel
    with:
      grants:
        - { number: G-1, kind: research, amount: 1500.00, filed_on: 2020-01-15, approved_on: 2020-01-10 }
        - { number: G-2, kind: travel, amount: 10.00, filed_on: 2020-01-15 }
    expect:
      grants.few: complies
"#,
    );
    let inner = point(&coverage, "grants.few", "g.kind = research");
    assert!(inner.is_covered(), "{inner:?}");
    // Of two research grants each decides the breach; one of travel decides that there is none.
    assert_eq!(
        inner.seen.when_true.iter().collect::<Vec<_>>(),
        [&Verdict::Violates]
    );
    assert_eq!(
        inner.seen.when_false.iter().collect::<Vec<_>>(),
        [&Verdict::Complies]
    );
}

#[test]
fn what_a_case_does_not_state_or_states_wrongly_it_does_not_show() {
    let silent = measured(
        r#"
  - name: an exempted body, of which only the other clause is stated
    with: { exempted: true }
    expect:
      grants.few: exempt
  - name: a small grant of which too much is expected
    with:
      grants: [{ number: G-1, kind: research, amount: 10.00, filed_on: 2020-01-15 }]
    expect:
      grants.approval: violates
  - name: of two grants the second is named
    with:
      grants:
        - { number: G-1, kind: travel, amount: 1500.00, filed_on: 2020-01-15 }
        - { number: G-2, kind: research, amount: 1500.00, filed_on: 2020-01-15 }
    expect:
      grants.approval: { verdict: violates, subject: "grants[G-2]" }
"#,
    );
    assert!(!point(&silent, "grants.approval", "not_applicable").is_covered());
    assert!(!point(&silent, "grants.approval", "exempt").is_covered());
    assert!(!point(&silent, "grants.approval", "Rules art. 3").is_covered());
    // The exception of the ruleset is one exception, whichever clause shows it.
    assert!(point(&silent, "grants 2020", "Rules art. 1").is_covered());
    assert!(point(&silent, "grants 2020", "exempted").is_covered());
}

/// A case that is what a hint says, with its filing.
fn case_of(plan: &Plan, deck: &Deck, hint: &Hint) -> CaseFile {
    let case = deck.case(hint.case);
    let before = deck.file(hint.case).base.as_ref().expect("a filing");
    let mut filing = merge(before, &case.with);
    if let Some(change) = &hint.change {
        filing = change.apply(&filing);
    }
    let clause = &plan.ir.clause(hint.text).id;
    let subject = hint.subject.as_ref();
    let subject = subject.map_or(String::new(), |name| format!(", subject: \"{name}\""));
    let text = format!(
        "ruleset: {}\nfiling: x.yaml\nas_of: {}\ncases:\n  - name: hinted\n    expect:\n      \
         {clause}: {{ verdict: {}{subject} }}\n",
        deck.versions[hint.version],
        hint.as_of,
        hint.verdict.as_str()
    );
    file(plan, &Arc::new(filing), &text)
}

/// Makes every hint of a coverage into a case and holds it against its hole; how many there were.
fn hold_hints_to_their_word(plan: &Plan, files: &[CaseFile]) -> usize {
    let (deck, outcomes) = judged(plan, files.to_vec());
    let before = measure(plan, &deck, &outcomes);
    let mut held = 0;
    for (at, unit) in before.units.iter().enumerate() {
        for (of, point) in unit.points.iter().enumerate() {
            let hints: Vec<&Hint> = point
                .holes
                .iter()
                .filter_map(|hole| hole.hint.as_ref())
                .collect();
            if hints.is_empty() || hints.len() < point.holes.len() {
                continue;
            }
            let mut all = files.to_vec();
            all.extend(hints.iter().map(|hint| case_of(plan, &deck, hint)));
            let (deck, outcomes) = judged(plan, all);
            let missed: Vec<_> = outcomes.iter().filter_map(|one| one.got.as_ref()).collect();
            assert!(
                missed.is_empty(),
                "{}: {missed:?} of {hints:?}",
                point.words
            );
            let after = measure(plan, &deck, &outcomes);
            let closed = &after.units[at].points[of];
            assert!(
                closed.is_covered(),
                "{}: {closed:?} with {hints:?}",
                unit.name
            );
            held += 1;
        }
    }
    held
}

#[test]
fn every_hint_closes_its_hole() {
    let plan = plan(RULES);
    let cases = file(&plan, &base(FILING), &shipped_cases());
    let held = hold_hints_to_their_word(&plan, &[cases]);
    // All but the two that ask for two changes at once.
    assert_eq!(held, 12);
    let plan = self::plan("fixtures/cli/rules");
    let text =
        std::fs::read_to_string(root("fixtures/cases/good/contracts.yaml")).expect("it ships");
    let cases = file(&plan, &base("fixtures/cases/bases/base.json"), &text);
    assert!(hold_hints_to_their_word(&plan, &[cases]) > 5);
}

#[test]
fn a_change_that_needs_two_values_is_not_made_up() {
    let coverage = measured("");
    let cap = point(&coverage, "grants.approval", "g.amount <= 2 * cap");
    let hints: Vec<bool> = cap.holes.iter().map(|hole| hole.hint.is_some()).collect();
    // True while for travel: one change. False while for travel: the kind and the amount.
    assert_eq!(hints, [true, false]);
}

#[test]
fn a_clause_that_stands_unchanged_in_two_versions_is_one() {
    let plan = plan("fixtures/cli/rules");
    let text = std::fs::read_to_string(root("fixtures/cases/good/cap.yaml")).expect("it ships");
    let cases = file(&plan, &base("fixtures/cases/bases/base.yaml"), &text);
    let (deck, outcomes) = judged(&plan, vec![cases]);
    let coverage = measure(&plan, &deck, &outcomes);
    let of = |name: &str| {
        let units = coverage.units.iter().filter(|unit| unit.name == name);
        units.map(|unit| unit.versions.clone()).collect::<Vec<_>>()
    };
    // The second text sets the cap anew.
    assert_eq!(of("purchases.cap"), [vec![0], vec![1]]);
    assert_eq!(of("purchases.assent"), [vec![0, 1]]);
    let kinds: Vec<Kind> = coverage.units.iter().map(|unit| unit.kind).collect();
    assert!(kinds.is_sorted());
}

#[test]
fn the_filing_that_a_change_makes_can_be_written() {
    let plan = plan(RULES);
    let cases = file(&plan, &base(FILING), &shipped_cases());
    let (deck, outcomes) = judged(&plan, vec![cases]);
    let coverage = measure(&plan, &deck, &outcomes);
    let holes = coverage
        .units
        .iter()
        .flat_map(|unit| &unit.points)
        .flat_map(|point| &point.holes);
    let changes: Vec<String> = holes
        .filter_map(|hole| hole.hint.as_ref()?.change.as_ref())
        .map(|change| json(&plan.ir.vocabulary, &change.apply(&base(FILING))))
        .collect();
    assert!(!changes.is_empty());
    for change in changes {
        assert!(
            serde_json::from_str::<serde_json::Value>(&change).is_ok(),
            "{change}"
        );
    }
}

/// What the command writes about the small book.
fn written(format: &str) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["test", "--rules", RULES, "--coverage", "--format", format])
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "holes are no failure");
    String::from_utf8(output.stdout).expect("reports are UTF-8")
}

#[test]
fn the_page_for_people() {
    insta::assert_snapshot!(written("table"));
}

#[test]
fn the_report_for_programs() {
    let text = written("json");
    let read: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(read["failing"], 0, "the report of the cases is still there");
    assert_eq!(read["coverage"]["conditions"]["of"], 9);
    insta::assert_snapshot!(text);
}

#[test]
fn the_report_for_ci() {
    insta::assert_snapshot!(written("junit"));
}

#[test]
fn the_report_is_the_same_for_any_number_of_threads() {
    let of = |threads: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["test", "--rules", RULES, "--coverage", "--threads", threads])
            .output()
            .expect("the binary runs")
            .stdout
    };
    assert_eq!(of("1"), of("5"));
}
