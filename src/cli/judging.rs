//! Filings judged one after another, for the commands that make something of each.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{complain, error_columns};
use crate::compile::Plan;
use crate::driver::{Engine, Keys, Reading, drive, places};
use crate::evaluate::By;
use crate::evaluate::verdicts::{Detail, Judged};
use crate::ingest::Reject;
use crate::report::brief::brief;
use crate::report::carried::{Carried, Value};
use crate::report::summary::Summary;
use crate::source::Place;
use crate::value::Day;
use crate::vocabulary::ColumnId;

/// What is judged, and how.
pub struct Judging {
    engine: Engine,
    carried: Carried,
    as_of: Day,
    strict: bool,
    given: FilingsOptions,
    filings: Vec<PathBuf>,
}

/// A filing that was judged.
pub struct Case<'a> {
    /// What it came to.
    pub judged: &'a Judged,
    /// Where the subjects of its findings stand.
    pub places: &'a [Option<Place>],
    /// What it says in the fields that are carried.
    pub carried: &'a [Option<Value>],
}

/// What comes of one record of the input.
pub enum Taken<D> {
    /// It was judged, and this was made of it.
    Judged(D),
    /// It could not be read.
    Rejected(Reject),
}

impl Judging {
    /// Judges by a plan; `carried` are fields that are read beside those of the rules.
    pub fn new(
        plan: Plan,
        strict: bool,
        carried: Carried,
        as_of: Day,
        (given, filings): (FilingsOptions, &[PathBuf]),
    ) -> Judging {
        let reading = Reading {
            strict,
            also: also(&plan, &carried, &given),
            ..Reading::default()
        };
        Judging {
            engine: Engine::new(Arc::new(plan), &reading),
            carried,
            as_of,
            strict,
            given,
            filings: filings.to_vec(),
        }
    }

    /// The same by the text of one version, whatever the year of a filing and the dates of its acts.
    pub fn by(self, version: Option<usize>) -> Judging {
        let reading = Reading {
            strict: self.strict,
            by: version.map_or(By::Law, By::Version),
            also: also(self.engine.plan(), &self.carried, &self.given),
        };
        let plan = Arc::new(self.engine.plan().clone());
        Judging {
            engine: Engine::new(plan, &reading),
            ..self
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.engine.plan()
    }

    /// Judges every filing. `make` is called on any thread, `take` in the order of the input.
    pub fn each<D: Send>(
        &self,
        detail: Detail,
        make: impl Fn(Case<'_>) -> D + Sync,
        mut take: impl FnMut(Taken<D>) -> Result<(), Failure> + Send,
    ) -> Result<Summary, Failure> {
        let ir = &self.engine.plan().ir;
        let schema = self.engine.schema();
        let mut inputs = self.given.judged(&self.filings, ir, schema)?;
        let mut summary = Summary::new(ir);
        drive(
            schema,
            &mut inputs,
            Keys::Once,
            |chunk, decoded| {
                let verdicts = self.engine.evaluate(&decoded.batch, self.as_of, detail);
                let mut counts = Summary::new(ir);
                let mut made = Vec::with_capacity(verdicts.filings.len());
                let filings = verdicts.filings.iter().zip(&decoded.records);
                for (at, (judged, record)) in filings.enumerate() {
                    counts.add(ir, at, judged);
                    let places = places(schema, chunk, *record, judged.findings.iter());
                    made.push(make(Case {
                        judged,
                        places: &places,
                        carried: &self.carried.values(ir, &decoded.batch, at),
                    }));
                }
                counts.warnings = std::mem::take(&mut decoded.warnings);
                (made, counts)
            },
            |_, decoded, (made, mut counts)| {
                for one in made {
                    take(Taken::Judged(one))?;
                }
                for reject in decoded.rejects {
                    counts.reject(&reject);
                    take(Taken::Rejected(reject))?;
                }
                summary.merge(counts);
                Ok::<(), Failure>(())
            },
        )?;
        summary.warnings.merge(inputs.warnings().clone());
        Ok(summary)
    }

    /// Says on standard error what the run came to.
    pub fn say(&self, summary: &Summary) {
        let ir = &self.engine.plan().ir;
        complain(&brief(summary, ir, self.as_of, error_columns()));
    }

    /// What a run ends with that makes something of each filing: a reject, or nothing at all, is no success.
    pub fn exit(&self, summary: &Summary) -> Exit {
        self.given.exit(summary.rejected, summary.read())
    }
}

/// What is read beside that of the rules. A field that cannot say which filing is the last is complained of
/// once the filings are opened.
fn also(plan: &Plan, carried: &Carried, given: &FilingsOptions) -> Vec<ColumnId> {
    let mut also = carried.columns();
    also.extend(given.latest(&plan.ir).ok().flatten());
    also
}
