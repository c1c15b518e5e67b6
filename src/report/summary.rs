//! The counts of a batch, gathered filing by filing and merged chunk by chunk.

use crate::check::ir::Ir;
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::ingest::{Reject, Warnings};
use crate::report::causes::Causes;
use crate::report::json;
use crate::report::outline::{Standing, spoken, standing};
use crate::report::rejects;
use crate::report::totals::{self, Running};
use crate::report::wanted::Wanted;
use crate::report::worst::Worst;
use crate::source::Place;
use crate::value::Day;
use crate::vocabulary::ValueType;

/// How many filings, clauses and fields a page lists unless told otherwise: what fits a screen.
pub const TOP: usize = 5;

/// How many times each verdict was given, by `Verdict as usize`.
pub type Counts = [u64; 5];

/// What a batch, or a part of it, came to.
#[derive(Debug, Clone)]
pub struct Summary {
    /// How many filings were judged.
    pub judged: u64,
    /// How many were rejected.
    pub rejected: u64,
    /// The verdicts of the filings as wholes.
    pub verdicts: Counts,
    /// What each version of the rule book came to.
    pub versions: Vec<VersionCounts>,
    /// What each of [`Ir::indicators`] came to.
    pub indicators: Vec<Running>,
    /// How many filings, clauses and fields a page lists.
    pub top: usize,
    /// The gravest filings.
    pub worst: Worst,
    /// The fields that are missing, with what hangs on them.
    pub wanted: Wanted,
    /// The one filing judged, where there is no other: it is shown whole.
    pub lone: Option<Box<Lone>>,
    /// What filings were rejected for.
    pub rejects: Causes,
    /// What was odd but readable.
    pub warnings: Warnings,
}

/// A filing that was judged alone.
#[derive(Debug, Clone)]
pub struct Lone {
    /// Which filing of its chunk it is.
    pub index: usize,
    /// What it came to.
    pub judged: Judged,
    /// Where the subject of each finding stands, once that is known.
    pub places: Vec<Option<Place>>,
}

/// What the filings of one version came to.
#[derive(Debug, Clone)]
pub struct VersionCounts {
    /// How many filings it governs.
    pub filings: u64,
    /// The verdicts of each of its entries.
    pub entries: Vec<Counts>,
    /// Whether each entry weighs in the filing's verdict.
    duties: Vec<bool>,
    /// For each indicator which total it goes into, its scale and that of the total.
    indicators: Vec<(usize, u8, u8)>,
}

impl Summary {
    /// Nothing yet, for the clauses and indicators of a rule book; a page lists [`TOP`] of each.
    pub fn new(ir: &Ir) -> Summary {
        Summary::listing(ir, TOP)
    }

    /// The same of a page that lists `top` filings, clauses and fields; 0 for all.
    pub fn listing(ir: &Ir, top: usize) -> Summary {
        let top = if top == 0 { usize::MAX } else { top };
        let versions = ir.versions.iter().enumerate().map(|(at, version)| {
            let duty = |entry| {
                let text = spoken(ir, at, entry);
                text.is_some_and(|id| standing(ir.clause(id)) == Standing::Duty)
            };
            let indicators = version.indicators.iter().map(|indicator| {
                let scale = match ir.node(ir.trace(indicator.value).expr).ty {
                    ValueType::Number { scale, .. } => scale,
                    _ => 0,
                };
                (indicator.total, scale, ir.indicators[indicator.total].scale)
            });
            VersionCounts {
                filings: 0,
                entries: vec![[0; 5]; version.entries.len()],
                duties: version.entries.iter().map(duty).collect(),
                indicators: indicators.collect(),
            }
        });
        Summary {
            judged: 0,
            rejected: 0,
            verdicts: [0; 5],
            versions: versions.collect(),
            indicators: vec![Running::default(); ir.indicators.len()],
            top,
            worst: Worst::new(top),
            wanted: Wanted::default(),
            lone: None,
            rejects: Causes::default(),
            warnings: Warnings::default(),
        }
    }

    /// Takes in a filing, the `index`th of its chunk.
    pub fn add(&mut self, ir: &Ir, index: usize, judged: &Judged) {
        self.count(judged);
        self.list(ir, index, judged);
        self.lone = (self.judged == 1).then(|| {
            Box::new(Lone {
                index,
                judged: judged.clone(),
                places: Vec::new(),
            })
        });
    }

    /// Takes a filing into the counts, and into no list of what is grave.
    pub fn count(&mut self, judged: &Judged) {
        self.judged += 1;
        self.verdicts[judged.verdict as usize] += 1;
        let version = &mut self.versions[judged.version];
        version.filings += 1;
        for (counts, verdict) in version.entries.iter_mut().zip(&judged.clauses) {
            if let Some(verdict) = verdict {
                counts[*verdict as usize] += 1;
            }
        }
        for ((total, scale, total_scale), value) in
            version.indicators.iter().zip(&judged.indicators)
        {
            self.indicators[*total].add(*value, *scale, *total_scale);
        }
    }

    /// Takes what is shown of a filing into the lists of what is grave and wanted.
    pub fn list(&mut self, ir: &Ir, index: usize, judged: &Judged) {
        let version = &self.versions[judged.version];
        self.worst.add(ir, index, judged, &version.duties);
        self.wanted.add(judged);
    }

    /// Takes in a filing that could not be read.
    pub fn reject(&mut self, reject: &Reject) {
        self.rejected += reject.filings;
        self.rejects.add(reject);
    }

    /// Takes in what follows in input order.
    pub fn merge(&mut self, later: Summary) {
        self.lone = match (self.judged, later.judged) {
            (0, 1) => later.lone,
            (1, 0) => self.lone.take(),
            _ => None,
        };
        self.judged += later.judged;
        self.rejected += later.rejected;
        add_counts(&mut self.verdicts, &later.verdicts);
        for (own, other) in self.versions.iter_mut().zip(&later.versions) {
            own.filings += other.filings;
            for (own, other) in own.entries.iter_mut().zip(&other.entries) {
                add_counts(own, other);
            }
        }
        for (own, other) in self.indicators.iter_mut().zip(&later.indicators) {
            own.merge(other);
        }
        self.worst.merge(later.worst);
        self.wanted.merge(later.wanted);
        self.rejects.merge(later.rejects);
        self.warnings.merge(later.warnings);
    }

    /// How many filings were read.
    pub fn read(&self) -> u64 {
        self.judged + self.rejected
    }

    /// How many filings came to a verdict.
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.verdicts[verdict as usize]
    }

    /// The counts as one JSON object.
    pub fn json(&self, ir: &Ir, as_of: Day) -> String {
        let mut out = Vec::new();
        out.extend_from_slice(b"{\n  \"as_of\": ");
        json::text(&mut out, &as_of.to_string());
        for (name, count) in [
            ("read", self.read()),
            ("judged", self.judged),
            ("rejected", self.rejected),
        ] {
            out.extend_from_slice(format!(",\n  \"{name}\": {count}").as_bytes());
        }
        out.extend_from_slice(b",\n  \"verdicts\": ");
        json_counts(&mut out, &self.verdicts);
        out.extend_from_slice(b",\n  \"versions\": [");
        let judged = self.versions.iter().zip(&ir.versions);
        for (at, (counts, version)) in judged.filter(|(counts, _)| counts.filings > 0).enumerate() {
            out.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            out.extend_from_slice(b"{\"ruleset\": ");
            json::text(&mut out, &version.name);
            let filings = format!(", \"filings\": {}, \"clauses\": {{", counts.filings);
            out.extend_from_slice(filings.as_bytes());
            let entries = version.entries.iter().zip(&counts.entries);
            let given = entries.filter(|(_, counts)| counts.iter().any(|count| *count > 0));
            for (at, (entry, counts)) in given.enumerate() {
                out.extend_from_slice(if at == 0 { b"\n      " } else { b",\n      " });
                json::text(&mut out, &entry.id);
                out.extend_from_slice(b": ");
                json_counts(&mut out, counts);
            }
            out.extend_from_slice(b"}}");
        }
        out.extend_from_slice(b"],\n  \"indicators\": {");
        for (at, (running, indicator)) in self.indicators.iter().zip(&ir.indicators).enumerate() {
            out.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            json::text(&mut out, &indicator.name);
            out.extend_from_slice(b": {\"total\": ");
            match indicator.total {
                Some(total) => json::text(&mut out, totals::word(total)),
                None => out.extend_from_slice(b"null"),
            }
            out.extend_from_slice(b", \"value\": ");
            let (value, ty) = match running.total(indicator) {
                Some((value, ty)) => (Some(value), ty),
                None => (None, ValueType::INTEGER),
            };
            json::scaled(&mut out, value, ty);
            let filings = format!(
                ", \"filings\": {}, \"left_out\": {}}}",
                running.known, running.left_out
            );
            out.extend_from_slice(filings.as_bytes());
        }
        out.extend_from_slice(b"},\n  \"warnings\": [");
        for (at, warning) in self.warnings.lines().enumerate() {
            out.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            json::text(&mut out, &warning);
        }
        let unread = self.warnings.unread();
        let unread = format!(
            "],\n  \"not_looked_at\": {{\"values\": {}, \"filings\": {}}},\n  \"rejects\": [",
            unread.values, unread.filings
        );
        out.extend_from_slice(unread.as_bytes());
        for (at, cause) in self.rejects.iter().enumerate() {
            out.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            rejects::write_cause(&mut out, cause);
        }
        out.extend_from_slice(b"]\n}\n");
        String::from_utf8_lossy(&out).into_owned()
    }
}

fn add_counts(own: &mut Counts, other: &Counts) {
    for (own, other) in own.iter_mut().zip(other) {
        *own += other;
    }
}

fn json_counts(out: &mut Vec<u8>, counts: &Counts) {
    for (at, verdict) in Verdict::ALL.into_iter().enumerate() {
        let before = if at == 0 { "{" } else { ", " };
        let count = counts[verdict as usize];
        out.extend_from_slice(format!("{before}\"{}\": {count}", verdict.as_str()).as_bytes());
    }
    out.push(b'}');
}
