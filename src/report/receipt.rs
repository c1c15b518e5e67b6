//! What was judged by what: a statement in the form of in-toto, from which the run can be made again.
//!
//! Comes in: the digests of every rules file and every input in order, the arguments, the counts, and what
//! each filing came to. Goes out: JSON; and, of two receipts, the first thing in which they differ.
//!
//! A receipt is the same bytes for the same run, so that whatever is changed in it shows.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::report::summary::Summary;

const TYPE: &str = "https://in-toto.io/Statement/v1";
const PREDICATE: &str = "urn:dictamen:evaluation:v1";

/// A statement about one output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    #[serde(rename = "_type")]
    kind: String,
    subject: Vec<Artifact>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    /// How it came about.
    pub predicate: Evaluation,
}

/// A file by its name and its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// The path as it was given or found.
    pub name: String,
    /// What its bytes come to.
    pub digest: Digest,
}

/// A digest, as in-toto writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// In hexadecimal digits.
    pub sha256: String,
}

/// How an output came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// What judged.
    pub program: Program,
    /// The command line, with the date spelled out and without the names of outputs.
    pub arguments: Vec<String>,
    /// The date on which it was judged.
    pub as_of: String,
    /// Every file of the rule book.
    pub rules: Vec<Artifact>,
    /// How the columns of tables became filings, if a mapping said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Artifact>,
    /// Every file of filings, in order.
    pub filings: Vec<Artifact>,
    /// How many were read, judged and rejected.
    pub counts: Counts,
    /// The clauses of each version, in the order of the letters below.
    pub versions: Vec<Version>,
    /// What each filing came to.
    pub rulings: Vec<Ruling>,
}

/// The program that judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    name: String,
    version: String,
}

/// The counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    read: u64,
    judged: u64,
    rejected: u64,
    violates: u64,
    undetermined: u64,
    complies: u64,
    exempt: u64,
    not_applicable: u64,
}

/// A version with the clauses that a filing of it is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    name: String,
    clauses: Vec<String>,
}

/// What one filing came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    filing: String,
    version: usize,
    verdict: String,
    /// A letter for each clause of the version, `-` for one that is not judged.
    clauses: String,
}

impl Ruling {
    /// What a filing came to.
    pub fn new(judged: &Judged) -> Ruling {
        let letter = |verdict: &Option<Verdict>| match verdict {
            Some(Verdict::Violates) => 'v',
            Some(Verdict::Undetermined) => 'u',
            Some(Verdict::Complies) => 'c',
            Some(Verdict::Exempt) => 'e',
            Some(Verdict::NotApplicable) => 'n',
            None => '-',
        };
        Ruling {
            filing: judged.key.clone(),
            version: judged.version,
            verdict: judged.verdict.as_str().to_owned(),
            clauses: judged.clauses.iter().map(letter).collect(),
        }
    }
}

impl Counts {
    /// Those of a summary.
    pub fn new(summary: &Summary) -> Counts {
        Counts {
            read: summary.read(),
            judged: summary.judged,
            rejected: summary.rejected,
            violates: summary.of(Verdict::Violates),
            undetermined: summary.of(Verdict::Undetermined),
            complies: summary.of(Verdict::Complies),
            exempt: summary.of(Verdict::Exempt),
            not_applicable: summary.of(Verdict::NotApplicable),
        }
    }
}

/// The clauses of a rule book's versions, which the letters of the rulings stand for.
pub fn versions(ir: &Ir) -> Vec<Version> {
    ir.versions
        .iter()
        .map(|version| Version {
            name: version.name.clone(),
            clauses: version
                .entries
                .iter()
                .map(|entry| entry.id.clone())
                .collect(),
        })
        .collect()
}

/// The digest of some bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::default();
    hasher.take(bytes);
    hasher.finish()
}

/// A digest of bytes that come one after another.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes in what follows.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// What all of it comes to.
    pub fn finish(self) -> Digest {
        let digest = self.0.finalize();
        Digest {
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl Receipt {
    /// A receipt of an output.
    pub fn new(output: Artifact, evaluation: Evaluation) -> Receipt {
        Receipt {
            kind: TYPE.to_owned(),
            subject: vec![output],
            predicate_type: PREDICATE.to_owned(),
            predicate: evaluation,
        }
    }

    /// The receipt as it is written.
    pub fn text(&self) -> String {
        // Nothing in it is refused by JSON: its keys are texts, and there are no floats.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The output that it is about: a path, or `-` for one that went to standard output.
    pub fn output(&self) -> Option<&Artifact> {
        self.subject.first()
    }

    /// The receipt of the same run with its output under another name.
    pub fn named(mut self, output: &str) -> Receipt {
        for artifact in &mut self.subject {
            output.clone_into(&mut artifact.name);
        }
        self
    }

    /// Reads a receipt.
    pub fn read(text: &str) -> Result<Receipt, String> {
        let receipt: Receipt = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if receipt.kind != TYPE || receipt.predicate_type != PREDICATE {
            return Err(format!(
                "it is a statement of another kind: `{}` on `{}`",
                receipt.kind, receipt.predicate_type
            ));
        }
        if receipt.subject.len() != 1 {
            return Err(format!(
                "it is about {} outputs instead of one",
                receipt.subject.len()
            ));
        }
        Ok(receipt)
    }

    /// The first thing in which the run that was made again differs from this one, and all filings whose
    /// verdicts do.
    pub fn differs(&self, again: &Receipt) -> Option<Difference> {
        let (own, new) = (&self.predicate, &again.predicate);
        let first = files("rules file", &own.rules, &new.rules)
            .or_else(|| files("mapping", own.mapping.as_slice(), new.mapping.as_slice()))
            .or_else(|| files("filings", &own.filings, &new.filings))
            .or_else(|| {
                let what = format!("it is judged as of {}, not {}", new.as_of, own.as_of);
                (own.as_of != new.as_of).then_some(what)
            })
            .or_else(|| {
                let what = || {
                    format!(
                        "the arguments are `{}`, not `{}`",
                        new.arguments.join(" "),
                        own.arguments.join(" ")
                    )
                };
                (own.arguments != new.arguments).then(what)
            })
            .or_else(|| {
                let versions = own.versions != new.versions;
                versions.then(|| "the clauses of the rule book are others".to_owned())
            });
        let rulings = self.rulings(again);
        let first = first
            .or_else(|| rulings.first().cloned())
            .or_else(|| {
                let counts = own.counts != new.counts;
                counts.then(|| format!("the counts are {:?}, not {:?}", new.counts, own.counts))
            })
            .or_else(|| {
                let output = self.subject != again.subject;
                output.then(|| match self.program() == again.program() {
                    true => "the output is other bytes".to_owned(),
                    false => {
                        "the output is other bytes, though every verdict is the same".to_owned()
                    }
                })
            })
            .or_else(|| {
                let what = || format!("{} judged, not {}", again.program(), self.program());
                (self.program() != again.program()).then(what)
            })?;
        Some(Difference {
            first,
            programs: (self.program() != again.program())
                .then(|| (self.program(), again.program())),
            rulings,
        })
    }

    fn program(&self) -> String {
        let program = &self.predicate.program;
        format!("{} {}", program.name, program.version)
    }

    /// The filings whose verdicts differ, each with the clauses.
    fn rulings(&self, again: &Receipt) -> Vec<String> {
        let (own, new) = (&self.predicate, &again.predicate);
        let mut told = Vec::new();
        for at in 0..own.rulings.len().max(new.rulings.len()) {
            match (own.rulings.get(at), new.rulings.get(at)) {
                (Some(before), Some(after)) if before == after => {}
                (Some(before), Some(after)) if before.filing == after.filing => {
                    let clauses = own.versions.get(before.version).map(|one| &one.clauses);
                    let pairs = before.clauses.chars().zip(after.clauses.chars());
                    let changed = clauses.into_iter().flatten().zip(pairs);
                    let changed: Vec<String> = changed
                        .filter(|(_, (one, other))| one != other)
                        .map(|(id, (one, other))| format!("{id} {} → {}", word(one), word(other)))
                        .collect();
                    told.push(format!(
                        "{}: {} → {} ({})",
                        before.filing,
                        before.verdict,
                        after.verdict,
                        changed.join(", ")
                    ));
                }
                (Some(before), Some(after)) => told.push(format!(
                    "the filing in place {} is {}, not {}",
                    at + 1,
                    after.filing,
                    before.filing
                )),
                (Some(before), None) => told.push(format!("{} is judged no more", before.filing)),
                (None, Some(after)) => told.push(format!("{} was not judged", after.filing)),
                (None, None) => {}
            }
        }
        told
    }
}

impl Default for Program {
    fn default() -> Program {
        Program {
            name: "dictamen".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// In what a run made again differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The first thing.
    pub first: String,
    /// The program of the receipt and that of now, where they are two.
    pub programs: Option<(String, String)>,
    /// Each filing whose verdicts differ.
    pub rulings: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "differs: {}", self.first)?;
        if let Some((before, now)) = &self.programs {
            writeln!(f, "the receipt is of {before}; this is {now}")?;
        }
        for ruling in self.rulings.iter().filter(|ruling| **ruling != self.first) {
            writeln!(f, "  {ruling}")?;
        }
        Ok(())
    }
}

fn word(letter: char) -> &'static str {
    match letter {
        'v' => "violates",
        'u' => "undetermined",
        'c' => "complies",
        'e' => "exempt",
        'n' => "not_applicable",
        _ => "not judged",
    }
}

/// The first file in which two lists differ.
fn files(what: &str, own: &[Artifact], new: &[Artifact]) -> Option<String> {
    for at in 0..own.len().max(new.len()) {
        match (own.get(at), new.get(at)) {
            (Some(before), Some(after)) if before == after => {}
            (Some(before), Some(after)) if before.name == after.name => {
                return Some(format!("the {what} `{}` has other bytes", before.name));
            }
            (Some(before), Some(after)) => {
                return Some(format!(
                    "the {what} in place {} is `{}`, not `{}`",
                    at + 1,
                    after.name,
                    before.name
                ));
            }
            (Some(before), None) => return Some(format!("the {what} `{}` is gone", before.name)),
            (None, Some(after)) => return Some(format!("the {what} `{}` is new", after.name)),
            (None, None) => {}
        }
    }
    None
}
