//! A case file to its cases, and everything that is wrong with it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cases::Problem;
use crate::cases::document::{document, place};
use crate::cases::tree::{Step, Tree};
use crate::check::ir::Ir;
use crate::diagnostic::nearest;
use crate::evaluate::By;
use crate::evaluate::verdicts::Verdict;
use crate::ingest::Format;
use crate::value::Day;
use crate::value::text::tidy;
use crate::vocabulary::FieldType;

/// A file of worked cases.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The path, as it was named or found.
    pub path: Arc<str>,
    /// What stands in it.
    pub text: Arc<str>,
    /// `filing`: where the filing that the cases change stands, from the file's folder.
    pub filing: Option<String>,
    /// The filing itself, once it was read; without it no case of the file is judged.
    pub base: Option<Arc<Tree>>,
    /// The cases that could be understood.
    pub cases: Vec<Case>,
}

/// One worked case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its position in its file.
    pub at: usize,
    /// What it shows, in words.
    pub name: String,
    /// The versions whose text judges it.
    pub versions: Vec<usize>,
    /// Whether each act keeps the text of its own date where the case compares texts.
    pub governed: bool,
    /// The version of its filing's year, once the filing was read: under any other the case asks what
    /// that text would say.
    pub home: Option<usize>,
    /// The date on which it is judged.
    pub as_of: Day,
    /// What it changes in the filing.
    pub with: Tree,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// Why the filing must not be readable, if it must not.
    pub rejected: Option<String>,
}

impl Case {
    /// Whose text judges under a version. Under that of its filing's year the law in force does, so that
    /// each act has the text of its date; under another one two texts are compared, and that one judges
    /// every act unless the case leaves each its own.
    pub fn by(&self, version: usize) -> By {
        match self.governed || self.home == Some(version) {
            true => By::Year(version),
            false => By::Version(version),
        }
    }
}

/// What is expected of one clause or indicator.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The clause's id, or the indicator's name.
    pub name: String,
    /// The versions in which there is such a clause or indicator.
    pub versions: Vec<usize>,
    /// What is expected of it.
    pub wanted: Wanted,
    /// Where it stands in its file.
    pub way: Vec<Step>,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Of a clause; what is not named is not looked at.
    Clause {
        /// The verdict: of the subject if one is named, else of the filing.
        verdict: Option<Verdict>,
        /// The subject: `requests[R-1]`.
        subject: Option<String>,
        /// What the message contains.
        message: Option<String>,
        /// What the citation of the exception contains.
        exception: Option<String>,
        /// What is among the values that would settle it.
        missing: Vec<String>,
    },
    /// Of an indicator: its value as reports write it, or none.
    Indicator(Option<String>),
}

impl Wanted {
    /// Whether more is expected than the verdict of the filing.
    pub fn in_detail(&self) -> bool {
        match self {
            Wanted::Indicator(_) => false,
            Wanted::Clause {
                subject,
                message,
                exception,
                missing,
                ..
            } => {
                subject.is_some() || message.is_some() || exception.is_some() || !missing.is_empty()
            }
        }
    }
}

/// Reads a case file against a rule book. What is wrong is told, and what is right is kept.
pub fn read(ir: &Ir, path: &str, text: &str) -> (CaseFile, Vec<Problem>) {
    let mut reader = Reader {
        ir,
        path: path.into(),
        text,
        problems: Vec::new(),
    };
    let mut file = CaseFile {
        path: path.into(),
        text: text.into(),
        filing: None,
        base: None,
        cases: Vec::new(),
    };
    match document(text, Format::Yaml) {
        Ok(tree) => reader.file(&tree, &mut file),
        Err(fault) => reader.problems.push(Problem {
            file: reader.path.clone(),
            at: fault.at,
            message: fault.message,
        }),
    }
    (file, reader.problems)
}

const FILE: &[&str] = &["ruleset", "filing", "as_of", "governed", "cases"];
const CASE: &[&str] = &[
    "name", "ruleset", "as_of", "governed", "with", "expect", "rejected",
];
const CLAUSE: &[&str] = &["verdict", "subject", "message", "exception", "missing"];

/// How many mistakes of one file are told.
const MOST: usize = 100;

struct Reader<'r> {
    ir: &'r Ir,
    path: Arc<str>,
    text: &'r str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn tell(&mut self, way: &[Step], message: impl Into<String>) {
        // Each is looked for in the text; who has mended so many sees the next.
        if self.problems.len() >= MOST {
            if self.problems.len() == MOST {
                self.problems.push(Problem {
                    file: self.path.clone(),
                    at: None,
                    message: "there are more mistakes in this file".to_owned(),
                });
            }
            return;
        }
        self.problems.push(Problem {
            file: self.path.clone(),
            at: place(self.text, way),
            message: message.into(),
        });
    }

    fn file(&mut self, tree: &Tree, file: &mut CaseFile) {
        let Tree::Record(fields) = tree else {
            let message = format!(
                "expected `ruleset`, `filing`, `as_of` and `cases`, found {}",
                tree.noun()
            );
            self.tell(&[], message);
            return;
        };
        self.known(fields, FILE, &[]);
        let versions = self.needed(tree, "ruleset", &[]).map(|(value, way)| {
            let value = value.clone();
            self.versions(&value, &way)
        });
        if let Some((value, way)) = self.needed(tree, "filing", &[]) {
            file.filing = self.words(value, &way, "the path of a filing");
        }
        let as_of = tree
            .get("as_of")
            .and_then(|value| self.day(value, &field(&[], "as_of")));
        let governed = self.governed(tree, &[]).unwrap_or(false);
        let Some((cases, way)) = self.needed(tree, "cases", &[]) else {
            return;
        };
        let Tree::List(cases) = cases else {
            self.tell(
                &way,
                format!("expected a list of cases, found {}", cases.noun()),
            );
            return;
        };
        if cases.is_empty() {
            self.tell(&way, "there is no case: a file of cases holds at least one");
        }
        let mut names = BTreeSet::new();
        for (at, written) in cases.iter().enumerate() {
            let mut way = way.clone();
            way.push(Step::Row(at));
            let case = self.case(at, written, &way, versions.as_deref(), as_of);
            let case = case.map(|held| Case {
                governed: self.governed(written, &way).unwrap_or(governed),
                ..held
            });
            let Some(case) = case else { continue };
            if !names.insert(case.name.clone()) {
                let message = format!("another case of this file is called `{}`", case.name);
                self.tell(&field(&way, "name"), message);
            }
            file.cases.push(case);
        }
    }

    fn case(
        &mut self,
        at: usize,
        tree: &Tree,
        way: &[Step],
        versions: Option<&[usize]>,
        as_of: Option<Day>,
    ) -> Option<Case> {
        let Tree::Record(fields) = tree else {
            self.tell(way, format!("expected a case, found {}", tree.noun()));
            return None;
        };
        self.known(fields, CASE, way);
        let name = self.needed(tree, "name", way);
        let name = name.and_then(|(value, way)| self.words(value, &way, "a name"));
        let versions = match tree.get("ruleset") {
            Some(value) => self.versions(value, &field(way, "ruleset")),
            None => versions?.to_vec(),
        };
        let as_of = match tree.get("as_of") {
            Some(value) => self.day(value, &field(way, "as_of")),
            None => as_of.or_else(|| {
                // An `as_of` that is no date was told.
                let written = "say on which date the case is judged: `as_of: 2018-12-31`";
                self.tell(way, written);
                None
            }),
        };
        let with = match tree.get("with") {
            Some(patch @ Tree::Record(_)) => {
                let ty = FieldType::Record(self.ir.vocabulary.filing);
                self.fields_of(patch, &ty, &field(way, "with"), "");
                patch.clone()
            }
            None | Some(Tree::Nothing) => Tree::Record(Vec::new()),
            Some(other) => {
                let message = format!(
                    "expected the fields that the case changes, found {}",
                    other.noun()
                );
                self.tell(&field(way, "with"), message);
                return None;
            }
        };
        let rejected = match tree.get("rejected") {
            Some(value) => Some(self.words(
                value,
                &field(way, "rejected"),
                "words of the reason why the filing cannot be read",
            )?),
            None => None,
        };
        let expectations = match (tree.get("expect"), &rejected) {
            (Some(_), Some(_)) => {
                let message = "nothing can be expected of a filing that must be `rejected`";
                self.tell(&field(way, "expect"), message);
                Vec::new()
            }
            (Some(expect), None) => self.expect(expect, &field(way, "expect"), &versions),
            (None, Some(_)) => Vec::new(),
            (None, None) => {
                self.tell(way, "the case has no `expect`: say what comes of it");
                Vec::new()
            }
        };
        Some(Case {
            at,
            name: name?,
            versions,
            governed: false,
            home: None,
            as_of: as_of?,
            with,
            expectations,
            rejected,
        })
    }

    /// `governed: true`, of a file or of a case.
    fn governed(&mut self, tree: &Tree, way: &[Step]) -> Option<bool> {
        let value = tree.get("governed")?;
        match value.scalar() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let message = format!(
                    "expected true, where each act keeps the text of its own date, or false, found {}",
                    value.noun()
                );
                self.tell(&field(way, "governed"), message);
                None
            }
        }
    }

    fn expect(&mut self, tree: &Tree, way: &[Step], versions: &[usize]) -> Vec<Expectation> {
        let Tree::Record(fields) = tree else {
            let message = format!("expected clauses and their verdicts, found {}", tree.noun());
            self.tell(way, message);
            return Vec::new();
        };
        if fields.is_empty() {
            self.tell(way, "nothing is expected: name a clause and its verdict");
        }
        let mut expectations = Vec::new();
        for (written, value) in fields {
            let way = field(way, written);
            let name = &tidy(written).into_owned();
            let known = self.known_name(name, versions, &way);
            let Some((standing, indicator)) = known else {
                continue;
            };
            let several = match value {
                Tree::List(several) if several.is_empty() && !indicator => {
                    let message = format!("nothing is expected of `{name}`: name a verdict");
                    self.tell(&way, message);
                    continue;
                }
                Tree::List(several) if !indicator => several.iter().collect(),
                one => vec![one],
            };
            for (at, one) in several.iter().enumerate() {
                let mut way = way.clone();
                if matches!(value, Tree::List(_)) {
                    way.push(Step::Row(at));
                }
                let wanted = if indicator {
                    self.indicator(one, &way)
                } else {
                    self.clause(one, &way)
                };
                expectations.extend(wanted.map(|wanted| Expectation {
                    name: name.clone(),
                    versions: standing.clone(),
                    wanted,
                    way,
                }));
            }
        }
        expectations
    }

    /// The versions, of those asked, in which there is a clause or indicator of this name, and whether it
    /// is an indicator; what has none is told.
    fn known_name(
        &mut self,
        name: &str,
        versions: &[usize],
        way: &[Step],
    ) -> Option<(Vec<usize>, bool)> {
        let ir = self.ir;
        let clause = |version: &usize| {
            let entries = &ir.versions[*version].entries;
            entries.iter().any(|entry| entry.id == name)
        };
        let indicator = |version: &usize| {
            let held = &ir.versions[*version].indicators;
            held.iter().any(|one| ir.indicators[one.total].name == name)
        };
        let all: Vec<usize> = (0..ir.versions.len()).collect();
        let clauses: Vec<usize> = all.iter().copied().filter(clause).collect();
        let indicators: Vec<usize> = all.iter().copied().filter(indicator).collect();
        let (standing, noun) = match (clauses.is_empty(), indicators.is_empty()) {
            (false, _) => (&clauses, "clause"),
            (true, false) => (&indicators, "indicator"),
            (true, true) => {
                let names = ir.versions.iter().flat_map(|version| {
                    let clauses = version.entries.iter().map(|entry| entry.id.as_str());
                    let held = version.indicators.iter();
                    clauses.chain(held.map(|one| ir.indicators[one.total].name.as_str()))
                });
                let hint = nearest(name, names)
                    .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                self.tell(way, format!("there is no clause called `{name}`{hint}"));
                return None;
            }
        };
        let lacking: Vec<&str> = versions
            .iter()
            .filter(|version| !standing.contains(version))
            .map(|version| short(&ir.versions[*version].name))
            .collect();
        if !lacking.is_empty() {
            let stands: Vec<&str> = standing
                .iter()
                .map(|version| short(&ir.versions[*version].name))
                .collect();
            let message = format!(
                "there is no {noun} `{name}` in the text of {}; it stands in {}",
                lacking.join(", "),
                stands.join(", ")
            );
            self.tell(way, message);
        }
        let kept = versions
            .iter()
            .copied()
            .filter(|version| standing.contains(version));
        Some((kept.collect(), noun == "indicator"))
    }

    fn clause(&mut self, tree: &Tree, way: &[Step]) -> Option<Wanted> {
        let Tree::Record(fields) = tree else {
            let verdict = Some(self.verdict(tree, way)?);
            return Some(Wanted::Clause {
                verdict,
                subject: None,
                message: None,
                exception: None,
                missing: Vec::new(),
            });
        };
        self.known(fields, CLAUSE, way);
        let verdict = match tree.get("verdict") {
            Some(value) => Some(self.verdict(value, &field(way, "verdict"))?),
            None => None,
        };
        let mut text = |name: &str, what: &str| match tree.get(name) {
            Some(value) => self.words(value, &field(way, name), what).map(Some),
            None => Some(None),
        };
        let subject = text("subject", "a subject, such as \"requests[R-1]\"")?;
        let message = text("message", "words of the message")?;
        let exception = text("exception", "words of the exception's citation")?;
        let missing = match tree.get("missing") {
            None => Vec::new(),
            Some(Tree::List(paths)) => {
                let paths = paths.iter().map(|path| {
                    self.words(path, &field(way, "missing"), "the path of a missing value")
                });
                paths.collect::<Option<_>>()?
            }
            Some(path) => {
                vec![self.words(path, &field(way, "missing"), "the path of a missing value")?]
            }
        };
        let wanted = Wanted::Clause {
            verdict,
            subject,
            message,
            exception,
            missing,
        };
        if verdict.is_none() && !wanted.in_detail() {
            self.tell(way, "nothing is expected of the clause: say a `verdict`");
            return None;
        }
        Some(wanted)
    }

    fn indicator(&mut self, tree: &Tree, way: &[Step]) -> Option<Wanted> {
        match tree {
            Tree::Nothing => Some(Wanted::Indicator(None)),
            Tree::Plain(text) | Tree::Text(text) => Some(Wanted::Indicator(Some(text.clone()))),
            other => {
                let message = format!(
                    "expected the indicator's value, such as \"1250000.00\", or null, found {}",
                    other.noun()
                );
                self.tell(way, message);
                None
            }
        }
    }

    fn verdict(&mut self, tree: &Tree, way: &[Step]) -> Option<Verdict> {
        let word = tree.scalar();
        let found = word.and_then(|word| {
            Verdict::ALL
                .into_iter()
                .find(|verdict| verdict.as_str() == word)
        });
        if found.is_none() {
            let words = Verdict::ALL.map(Verdict::as_str);
            let message = match word {
                Some(word) => {
                    let hint = nearest(word, words).map_or_else(
                        || format!("; the verdicts are {}", words.join(", ")),
                        |near| format!("; did you mean `{near}`?"),
                    );
                    format!("`{word}` is no verdict{hint}")
                }
                None => format!(
                    "expected a verdict or what is expected of it ({}), found {}",
                    CLAUSE.join(", "),
                    tree.noun()
                ),
            };
            self.tell(way, message);
        }
        found
    }

    fn versions(&mut self, tree: &Tree, way: &[Step]) -> Vec<usize> {
        let several = match tree {
            Tree::List(several) => several.iter().collect(),
            one => vec![one],
        };
        if several.is_empty() {
            self.tell(way, "no version is named: the case would not be judged");
        }
        let mut found = Vec::new();
        for (at, one) in several.iter().enumerate() {
            let mut way = way.to_vec();
            if matches!(tree, Tree::List(_)) {
                way.push(Step::Row(at));
            }
            let Some(word) = self.words(one, &way, "a version, such as 2018") else {
                continue;
            };
            let version = self
                .ir
                .versions
                .iter()
                .position(|version| version.name == word || short(&version.name) == word);
            match version {
                Some(version) if found.contains(&version) => {
                    self.tell(&way, format!("the version `{word}` is named twice"));
                }
                Some(version) => found.push(version),
                None => {
                    let names = self.ir.versions.iter().map(|version| short(&version.name));
                    let names: Vec<&str> = names.collect();
                    let message = format!(
                        "the rule book has no version `{word}`; its versions are {}",
                        names.join(", ")
                    );
                    self.tell(&way, message);
                }
            }
        }
        found
    }

    fn day(&mut self, tree: &Tree, way: &[Step]) -> Option<Day> {
        let day = tree.scalar().and_then(|text| Day::parse(text.as_bytes()));
        if day.is_none() {
            self.tell(way, "expected a date that exists, such as 2018-12-31");
        }
        day
    }

    fn words(&mut self, tree: &Tree, way: &[Step], what: &str) -> Option<String> {
        match tree.scalar() {
            Some(text) if !text.is_empty() => Some(tidy(text).into_owned()),
            _ => {
                self.tell(way, format!("expected {what}, found {}", tree.noun()));
                None
            }
        }
    }

    fn needed<'t>(
        &mut self,
        tree: &'t Tree,
        name: &str,
        way: &[Step],
    ) -> Option<(&'t Tree, Vec<Step>)> {
        match tree.get(name) {
            Some(value) => Some((value, field(way, name))),
            None => {
                self.tell(way, format!("`{name}` is not given"));
                None
            }
        }
    }

    fn known(&mut self, fields: &[(String, Tree)], names: &[&str], way: &[Step]) {
        for (name, _) in fields {
            if !names.contains(&name.as_str()) {
                let hint = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("here may stand {}", names.join(", ")),
                };
                self.tell(&field(way, name), format!("unknown key `{name}`; {hint}"));
            }
        }
    }

    /// Tells the fields of a patch that no filing has.
    fn fields_of(&mut self, tree: &Tree, ty: &FieldType, way: &[Step], path: &str) {
        match (tree, ty) {
            (Tree::Record(fields), FieldType::Record(id)) => {
                let record = self.ir.vocabulary.record(*id);
                for (name, value) in fields {
                    let mut known = record.fields.iter();
                    let known = known.find(|field| field.document_name == *name);
                    let way = field(way, name);
                    let path = match path {
                        "" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    match known {
                        Some(known) => self.fields_of(value, &known.ty, &way, &path),
                        None => {
                            let names = record.fields.iter();
                            let names = names.map(|field| field.document_name.as_str());
                            let hint = nearest(name, names)
                                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                            self.tell(&way, format!("unknown field `{path}`{hint}"));
                        }
                    }
                }
            }
            (Tree::List(rows), FieldType::List(inner)) => {
                for (at, row) in rows.iter().enumerate() {
                    let mut way = way.to_vec();
                    way.push(Step::Row(at));
                    self.fields_of(row, inner, &way, path);
                }
            }
            _ => {}
        }
    }
}

/// The way to a field of where a way leads.
pub(super) fn field(way: &[Step], name: &str) -> Vec<Step> {
    let mut way = way.to_vec();
    way.push(Step::Field(name.to_owned()));
    way
}

/// `2018` of `ict_policy 2018`
pub(super) fn short(version: &str) -> &str {
    version.rsplit_once(' ').map_or(version, |(_, short)| short)
}
