//! What came of the worked cases: for people, for programs and for CI.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{Deck, Outcome, Problem, Wanted};
use crate::evaluate::verdicts::Finding;
use crate::report::json;
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted};
use crate::source::LineColumn;

/// How many findings are shown of one expectation that did not come true.
const SHOWN: usize = 3;

/// The most reasons shown of one finding.
const REASONS: usize = 8;

/// What came of the worked cases.
pub struct Cases<'c> {
    /// The cases.
    pub deck: &'c Deck,
    /// What came of each expectation.
    pub outcomes: &'c [Outcome],
    /// What is wrong with the files.
    pub problems: &'c [Problem],
    /// Whether the other answers to open questions were judged too.
    pub readings: bool,
}

/// One expectation that did not come true.
struct Failure<'c> {
    case: usize,
    version: Option<usize>,
    /// The clause or indicator; nothing for a filing that must not be readable.
    name: Option<&'c str>,
    expected: String,
    got: &'c str,
    findings: &'c [Finding],
    at: Option<LineColumn>,
}

impl<'c> Cases<'c> {
    /// Whether every expectation came true.
    pub fn all_true(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.got.is_none())
            && self.deck.refused.iter().all(|one| one.failure.is_none())
    }

    fn failures(&self) -> Vec<Failure<'c>> {
        let deck = self.deck;
        let refused = deck.refused.iter().filter_map(|one| {
            let got = one.failure.as_deref()?;
            let case = deck.case(one.case);
            let words = case.rejected.as_deref().unwrap_or("");
            let way = [
                crate::cases::Step::Field("cases".to_owned()),
                crate::cases::Step::Row(case.at),
                crate::cases::Step::Field("rejected".to_owned()),
            ];
            Some(Failure {
                case: one.case,
                version: None,
                name: None,
                expected: format!("a filing that cannot be read: `{words}`"),
                got,
                findings: &[],
                at: deck.place(one.case, &way),
            })
        });
        let missed = self.outcomes.iter().filter_map(|outcome| {
            let got = outcome.got.as_deref()?;
            let expectation = &deck.case(outcome.case).expectations[outcome.expectation];
            Some(Failure {
                case: outcome.case,
                version: Some(outcome.version),
                name: Some(&expectation.name),
                expected: expected(&expectation.wanted),
                got,
                findings: &outcome.findings,
                at: deck.place(outcome.case, &expectation.way),
            })
        });
        let mut failures: Vec<Failure<'c>> = refused.chain(missed).collect();
        failures.sort_by_key(|failure| failure.case);
        failures
    }

    /// How many cases there are that are judged, and how many of them fail.
    fn counts(&self) -> (usize, usize) {
        let deck = self.deck;
        let judged = self.outcomes.iter().map(|outcome| outcome.case);
        let judged: BTreeSet<usize> = judged
            .chain(deck.refused.iter().map(|one| one.case))
            .collect();
        let failing = self.failures();
        let failing: BTreeSet<usize> = failing.iter().map(|failure| failure.case).collect();
        (judged.len(), failing.len())
    }

    fn expectations(&self) -> usize {
        self.outcomes.len() + self.deck.refused.len()
    }

    /// The page for people.
    pub fn table(&self) -> String {
        let mut page = problems(self.problems);
        let failures = self.failures();
        let mut before = None;
        for failure in &failures {
            if before != Some((failure.case, failure.version)) {
                let case = self.deck.case(failure.case);
                let version = failure.version.map_or(String::new(), |version| {
                    format!("  [{}]", self.deck.versions[version])
                });
                page.push_str(&format!(
                    "{}  {}{version}\n",
                    paint(style::BAD, "fails"),
                    clean(&case.name)
                ));
                before = Some((failure.case, failure.version));
            }
            self.draw(failure, &mut page);
        }
        if !failures.is_empty() {
            page.push('\n');
        }
        self.hanging(&mut page);
        let (cases, failing) = self.counts();
        let number = |count: usize| count as u64;
        let mut line = format!(
            "{}, {} in {}: ",
            counted(number(cases), "case", "cases"),
            counted(number(self.expectations()), "expectation", "expectations"),
            counted(number(self.deck.files.len()), "file", "files"),
        );
        line.push_str(&match failures.len() {
            0 if self.expectations() == 0 => paint(style::BAD, "nothing was expected"),
            0 => paint(style::GOOD, "all come true"),
            missed => {
                let verb = if missed == 1 { "does" } else { "do" };
                let missed = counted(number(missed), "expectation", "expectations");
                let failing = counted(number(failing), "case", "cases");
                paint(
                    style::BAD,
                    &format!("{missed} of {failing} {verb} not come true"),
                )
            }
        });
        if !self.problems.is_empty() {
            let wrong = counted(
                number(self.problems.len()),
                "mistake in the cases",
                "mistakes in the cases",
            );
            line.push_str(&format!("; {}", paint(style::BAD, &wrong)));
        }
        page.push_str(&line);
        page.push('\n');
        if self.deck.compares() {
            let acts = format!("  {}\n", self.acts());
            page.push_str(&paint(style::FAINT, &acts));
        }
        page
    }

    /// The expectations that would come out otherwise by the other answer to an open question.
    fn hangs(&self) -> impl Iterator<Item = &'c Outcome> {
        let outcomes = self.outcomes.iter();
        outcomes.filter(|outcome| !outcome.hangs_on.is_empty())
    }

    /// The clause or indicator of an expectation, and where it stands.
    fn stands(&self, outcome: &Outcome) -> (&'c str, Option<LineColumn>) {
        let deck = self.deck;
        let expectation = &deck.case(outcome.case).expectations[outcome.expectation];
        let at = deck.place(outcome.case, &expectation.way);
        (&expectation.name, at)
    }

    fn hanging(&self, page: &mut String) {
        for outcome in self.hangs() {
            let case = self.deck.case(outcome.case);
            let (name, at) = self.stands(outcome);
            page.push_str(&format!(
                "{}  {}  [{}]\n    {}  {name}\n",
                paint(style::FAINT, "hangs"),
                clean(&case.name),
                self.deck.versions[outcome.version],
                clean(&placed(&self.deck.file(outcome.case).path, at)),
            ));
            for question in &outcome.hangs_on {
                page.push_str(&format!("      on  {}\n", clean(question)));
            }
        }
        if self.readings {
            let count = self.hangs().count() as u64;
            let told = match count {
                0 => "no expectation hangs on an open question".to_owned(),
                1 => "1 expectation hangs on an open question".to_owned(),
                _ => format!("{count} expectations hang on open questions"),
            };
            let blank = if count > 0 { "\n" } else { "" };
            page.push_str(&format!("{blank}{told}\n"));
        }
    }

    /// By which text cases under another version than that of their filing's year judge acts.
    fn acts(&self) -> String {
        format!(
            "under another version than that of the filing's year {}",
            self.deck.acts().words()
        )
    }

    fn draw(&self, failure: &Failure<'_>, page: &mut String) {
        let file = &self.deck.file(failure.case).path;
        page.push_str(&format!("    {}", clean(&placed(file, failure.at))));
        if let Some(name) = failure.name {
            page.push_str(&format!("  {name}"));
        }
        page.push('\n');
        page.push_str(&format!("      expected  {}\n", clean(&failure.expected)));
        page.push_str(&format!("      got       {}\n", clean(failure.got)));
        for finding in failure.findings.iter().take(SHOWN) {
            page.push_str(&format!(
                "        {}  {}\n",
                paint(style::of(finding.verdict), finding.verdict.as_str()),
                clean(&finding.message)
            ));
            if let Some(exception) = &finding.exception {
                page.push_str(&format!("          by exception  {}\n", clean(exception)));
            }
            for because in finding.because.iter().take(REASONS) {
                page.push_str(&format!(
                    "          {} = {}\n",
                    clean(&because.expression),
                    clean(&because.value)
                ));
            }
            if !finding.missing.is_empty() {
                let missing = finding.missing.join(", ");
                page.push_str(&format!("          missing  {}\n", clean(&missing)));
            }
        }
        let more = failure.findings.len().saturating_sub(SHOWN);
        if more > 0 {
            page.push_str(&format!("        and {more} more\n"));
        }
    }

    /// The same for programs.
    pub fn json(&self) -> String {
        let failures = self.failures();
        let (cases, failing) = self.counts();
        let mut out = format!(
            "{{\"cases\":{cases},\"failing\":{failing},\"expectations\":{},\"missed\":{},\"acts\":\"{}\",\"problems\":[",
            self.expectations(),
            failures.len(),
            self.deck.acts().as_str()
        )
        .into_bytes();
        for (at, problem) in self.problems.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  {" } else { b"\n  {" });
            place_in_json(&mut out, &problem.file, problem.at);
            out.extend_from_slice(b",\"message\":");
            json::text(&mut out, &problem.message);
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"failures\":[");
        for (at, failure) in failures.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  {" } else { b"\n  {" });
            place_in_json(&mut out, &self.deck.file(failure.case).path, failure.at);
            let version = failure.version.map(|version| &*self.deck.versions[version]);
            let case = self.deck.case(failure.case);
            for (name, value) in [
                ("case", Some(case.name.as_str())),
                ("ruleset", version),
                ("name", failure.name),
                ("expected", Some(&failure.expected)),
                ("got", Some(failure.got)),
            ] {
                out.extend_from_slice(format!(",\"{name}\":").as_bytes());
                match value {
                    Some(value) => json::text(&mut out, value),
                    None => out.extend_from_slice(b"null"),
                }
            }
            out.extend_from_slice(b",\"findings\":[");
            for (at, finding) in failure.findings.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                finding_in_json(&mut out, finding);
            }
            out.extend_from_slice(b"]}");
        }
        out.push(b']');
        if self.readings {
            out.extend_from_slice(b",\"hangs\":[");
            for (at, outcome) in self.hangs().enumerate() {
                out.extend_from_slice(if at > 0 { b",\n  {" } else { b"\n  {" });
                let (name, at) = self.stands(outcome);
                place_in_json(&mut out, &self.deck.file(outcome.case).path, at);
                let case = self.deck.case(outcome.case);
                let version = &*self.deck.versions[outcome.version];
                for (key, value) in [
                    ("case", case.name.as_str()),
                    ("ruleset", version),
                    ("name", name),
                ] {
                    out.extend_from_slice(format!(",\"{key}\":").as_bytes());
                    json::text(&mut out, value);
                }
                out.extend_from_slice(b",\"hangs_on\":");
                json::list(&mut out, outcome.hangs_on.iter().map(String::as_str));
                out.push(b'}');
            }
            out.push(b']');
        }
        out.extend_from_slice(b"}\n");
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The same as JUnit writes it: a suite for each file, a test for each case and version.
    pub fn junit(&self) -> String {
        let failures = self.failures();
        let mut tests: BTreeMap<(usize, Option<usize>), Vec<&Failure<'_>>> = BTreeMap::new();
        for outcome in self.outcomes {
            tests
                .entry((outcome.case, Some(outcome.version)))
                .or_default();
        }
        for refused in &self.deck.refused {
            tests.entry((refused.case, None)).or_default();
        }
        for failure in &failures {
            let test = (failure.case, failure.version);
            tests.entry(test).or_default().push(failure);
        }
        let failing = tests.values().filter(|missed| !missed.is_empty()).count();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dictamen\" tests=\"{}\" \
             failures=\"{failing}\" errors=\"{}\">\n",
            tests.len() + self.problems.len(),
            self.problems.len()
        );
        let mut files: Vec<&str> = self.deck.files.iter().map(|file| &*file.path).collect();
        files.extend(self.problems.iter().map(|problem| &*problem.file));
        files.sort_unstable();
        files.dedup();
        for file in files {
            let here: Vec<_> = (tests.iter())
                .filter(|((case, _), _)| &*self.deck.file(*case).path == file)
                .collect();
            let wrong: Vec<_> = (self.problems.iter())
                .filter(|problem| &*problem.file == file)
                .collect();
            out.push_str(&format!(
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                xml(file),
                here.len() + wrong.len(),
                here.iter().filter(|(_, missed)| !missed.is_empty()).count(),
                wrong.len()
            ));
            if self.deck.compares() {
                let acts = self.deck.acts().as_str();
                out.push_str(&format!(
                    "    <properties>\n      <property name=\"acts\" value=\"{acts}\"/>\n    </properties>\n"
                ));
            }
            for problem in wrong {
                let placed = placed(file, problem.at);
                out.push_str(&format!(
                    "    <testcase classname=\"{}\" name=\"{}\">\n      <error message=\"{}\"/>\n    </testcase>\n",
                    xml(file),
                    xml(&placed),
                    xml(&problem.message)
                ));
            }
            for ((case, version), missed) in here {
                self.test(*case, *version, missed, &mut out);
            }
            out.push_str("  </testsuite>\n");
        }
        out.push_str("</testsuites>\n");
        out
    }

    fn test(&self, case: usize, version: Option<usize>, missed: &[&Failure<'_>], out: &mut String) {
        let file = &self.deck.file(case).path;
        let of = version;
        let version = version.map_or(String::new(), |version| {
            format!(" [{}]", self.deck.versions[version])
        });
        let name = format!("{}{version}", self.deck.case(case).name);
        out.push_str(&format!(
            "    <testcase classname=\"{}\" name=\"{}\"",
            xml(file),
            xml(&name)
        ));
        let hanging: Vec<String> = self
            .hangs()
            .filter(|one| one.case == case && Some(one.version) == of)
            .flat_map(|one| {
                let (clause, _) = self.stands(one);
                let questions = one.hangs_on.iter();
                questions.map(move |question| format!("{clause} hangs on {question}\n"))
            })
            .collect();
        if missed.is_empty() && hanging.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push_str(">\n");
        for failure in missed {
            let mut page = String::new();
            self.draw(failure, &mut page);
            let what = failure.name.unwrap_or("the filing");
            let message = format!("{what}: expected {}, got {}", failure.expected, failure.got);
            out.push_str(&format!(
                "      <failure message=\"{}\">{}</failure>\n",
                xml(&message),
                xml(&style::strip(&page))
            ));
        }
        if !hanging.is_empty() {
            let said = xml(&hanging.concat());
            out.push_str(&format!("      <system-out>{said}</system-out>\n"));
        }
        out.push_str("    </testcase>\n");
    }
}

/// What is wrong with the case files, a mistake a line.
pub(super) fn problems(problems: &[Problem]) -> String {
    let mut page = String::new();
    for problem in problems {
        page.push_str(&format!(
            "{}: {}: {}\n",
            clean(&placed(&problem.file, problem.at)),
            paint(style::BAD, "error"),
            clean(&problem.message)
        ));
    }
    if !page.is_empty() {
        page.push('\n');
    }
    page
}

fn expected(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Indicator(value) => value.clone().unwrap_or_else(|| "null".to_owned()),
        Wanted::Clause {
            verdict,
            subject,
            message,
            exception,
            missing,
        } => {
            let mut parts = Vec::new();
            parts.extend(verdict.map(|verdict| verdict.as_str().to_owned()));
            parts.extend(subject.as_ref().map(|subject| format!("of {subject}")));
            parts.extend((message.as_ref()).map(|words| format!("saying `{words}`")));
            parts.extend((exception.as_ref()).map(|words| format!("by the exception `{words}`")));
            if !missing.is_empty() {
                parts.push(format!("missing {}", missing.join(", ")));
            }
            parts.join(", ")
        }
    }
}

pub(super) fn placed(file: &str, at: Option<LineColumn>) -> String {
    at.map_or_else(
        || file.to_owned(),
        |at| format!("{file}:{}:{}", at.line, at.column),
    )
}

fn place_in_json(out: &mut Vec<u8>, file: &str, at: Option<LineColumn>) {
    out.extend_from_slice(b"\"file\":");
    json::text(out, file);
    let (line, column) = at.map_or(("null".to_owned(), "null".to_owned()), |at| {
        (at.line.to_string(), at.column.to_string())
    });
    out.extend_from_slice(format!(",\"line\":{line},\"column\":{column}").as_bytes());
}

fn finding_in_json(out: &mut Vec<u8>, finding: &Finding) {
    out.extend_from_slice(b"{\"subject\":");
    match &finding.subject.label {
        Some(label) => json::text(out, label),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"verdict\":");
    json::text(out, finding.verdict.as_str());
    out.extend_from_slice(b",\"message\":");
    json::text(out, &finding.message);
    out.extend_from_slice(b",\"missing\":[");
    for (at, path) in finding.missing.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json::text(out, path);
    }
    out.extend_from_slice(b"],\"because\":[");
    for (at, because) in finding.because.iter().enumerate() {
        out.extend_from_slice(if at > 0 {
            b",{\"expression\":"
        } else {
            b"{\"expression\":"
        });
        json::text(out, &because.expression);
        out.extend_from_slice(b",\"value\":");
        json::text(out, &because.value);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
}

/// A text inside XML; what XML cannot hold becomes `�`.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter if u32::from(letter) < 0x20 => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}
