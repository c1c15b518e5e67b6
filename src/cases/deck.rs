//! Every case decoded once, ready to be judged by any number of plans.

use std::collections::BTreeMap;

use crate::batch::{Batch, Values};
use crate::cases::Problem;
use crate::cases::document::place;
use crate::cases::patch::merge;
use crate::cases::read::{Case, CaseFile, field, short};
use crate::cases::tree::{Step, json};
use crate::check::ir::Ir;
use crate::driver::{self, Columns};
use crate::evaluate::{Acts, By};
use crate::ingest::{Chunk, Content, Format, Record, Schema, decode};
use crate::source::LineColumn;
use crate::value::Day;
use crate::vocabulary::layout::FILING;

/// The cases of a rule book.
///
/// A case is known by its position among the cases of all files, in order.
#[derive(Debug)]
pub struct Deck {
    /// The files in order.
    pub files: Vec<CaseFile>,
    /// For each case its file and its position among the cases of that file.
    pub cases: Vec<(usize, usize)>,
    /// The names of the versions, `2018` for `ict_policy 2018`.
    pub versions: Vec<String>,
    /// What is judged together: one group for each version and date.
    pub groups: Vec<Group>,
    /// The cases that say why their filing must not be readable, with what came of it.
    pub refused: Vec<Refused>,
}

/// The cases that are judged by one version's text on one date.
#[derive(Debug)]
pub struct Group {
    /// The version.
    pub version: usize,
    /// Whether it judges every act, or leaves each the text of its date.
    pub by: By,
    /// The date.
    pub as_of: Day,
    /// The filings as the cases change them, with all that the vocabulary knows.
    pub batch: Batch,
    /// For each filing of the batch its case.
    pub cases: Vec<usize>,
    /// Of these the filings of which more is expected than verdicts, and their cases.
    pub detailed: (Batch, Vec<usize>),
}

/// A case whose filing must not be readable.
#[derive(Debug)]
pub struct Refused {
    /// The case.
    pub case: usize,
    /// What came of it instead, if it is not as the case says.
    pub failure: Option<String>,
}

impl Deck {
    /// Puts the patch of every case over the filing of its file and decodes what comes of it. Files
    /// whose filing was not read hold no case that is judged.
    pub fn new(ir: &Ir, files: Vec<CaseFile>) -> (Deck, Vec<Problem>) {
        let cases = (0..files.len())
            .flat_map(|file| (0..files[file].cases.len()).map(move |case| (file, case)))
            .collect();
        let mut deck = Deck {
            cases,
            versions: (ir.versions.iter())
                .map(|version| short(&version.name).to_owned())
                .collect(),
            files,
            groups: Vec::new(),
            refused: Vec::new(),
        };
        // Any year is read: it is the case that chooses the text.
        let schema = driver::schema(ir, Columns::All, false, true);
        let mut problems = Vec::new();
        let documents = deck.documents(ir, &schema, &mut problems);
        let mut groups: BTreeMap<(By, Day), Vec<usize>> = BTreeMap::new();
        for case in documents.keys() {
            let held = deck.case(*case);
            for version in &held.versions {
                groups
                    .entry((held.by(*version), held.as_of))
                    .or_default()
                    .push(*case);
            }
        }
        for ((by, as_of), cases) in groups {
            let Some(version) = by.version() else {
                continue;
            };
            let batch_of = |cases: &[usize]| {
                let texts = cases.iter().filter_map(|case| documents.get(case));
                decode(&schema, &chunk(texts.map(String::as_str))).batch
            };
            let of_detail = |case: &usize| {
                let mut expectations = deck.case(*case).expectations.iter();
                expectations.any(|one| one.wanted.in_detail() && one.versions.contains(&version))
            };
            let detailed: Vec<usize> = cases.iter().copied().filter(of_detail).collect();
            let group = Group {
                version,
                by,
                as_of,
                batch: batch_of(&cases),
                detailed: (batch_of(&detailed), detailed),
                cases,
            };
            deck.groups.push(group);
        }
        (deck, problems)
    }

    /// Whether some case asks what another text than that of its filing's year would say.
    pub fn compares(&self) -> bool {
        self.groups.iter().any(|group| {
            let mut cases = group.cases.iter().map(|case| self.case(*case));
            cases.any(|case| case.home != Some(group.version))
        })
    }

    /// By which text such cases judge acts: the version named, unless each case leaves acts their own.
    pub fn acts(&self) -> Acts {
        match self.groups.iter().any(|group| group.by.alone()) {
            true => Acts::Compared,
            false => Acts::OfTheirDate,
        }
    }

    /// A case by its position.
    pub fn case(&self, case: usize) -> &Case {
        let (file, at) = self.cases[case];
        &self.files[file].cases[at]
    }

    /// The file of a case.
    pub fn file(&self, case: usize) -> &CaseFile {
        &self.files[self.cases[case].0]
    }

    /// Where something of a case stands in its file.
    pub fn place(&self, case: usize, way: &[Step]) -> Option<LineColumn> {
        place(&self.file(case).text, way)
    }

    /// The filing of each case that can be read, as a line of JSON. What cannot be read is told, unless
    /// the case says so itself.
    fn documents(
        &mut self,
        ir: &Ir,
        schema: &Schema,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<usize, String> {
        let mut documents = BTreeMap::new();
        for case in 0..self.cases.len() {
            let Some(base) = &self.file(case).base else {
                continue;
            };
            let filing = merge(base, &self.case(case).with);
            documents.insert(case, json(&ir.vocabulary, &filing));
        }
        let order: Vec<usize> = documents.keys().copied().collect();
        let decoded = decode(schema, &chunk(documents.values().map(String::as_str)));
        let years = years(ir, &decoded.batch);
        for (record, year) in decoded.records.iter().zip(years) {
            let (file, at) = self.cases[order[*record]];
            self.files[file].cases[at].home = ir.version_of_year(year);
        }
        let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
        for reject in decoded.rejects {
            reasons.insert(order[reject.record], reject.reason());
        }
        for case in order {
            let reason = reasons.remove(&case);
            let wanted = self.case(case).rejected.clone();
            let failure = match (&wanted, &reason) {
                (None, None) => continue,
                (None, Some(reason)) => {
                    documents.remove(&case);
                    let held = self.case(case);
                    let way = [Step::Field("cases".to_owned()), Step::Row(held.at)];
                    problems.push(Problem {
                        file: self.file(case).path.clone(),
                        at: self.place(case, &field(&way, "with")),
                        message: format!(
                            "with this the filing cannot be read: {reason} (case `{}`)",
                            held.name
                        ),
                    });
                    continue;
                }
                (Some(_), None) => Some("the filing can be read".to_owned()),
                (Some(words), Some(reason)) => {
                    (!reason.contains(words.as_str())).then(|| reason.clone())
                }
            };
            documents.remove(&case);
            self.refused.push(Refused { case, failure });
        }
        documents
    }
}

/// The fiscal year of each filing of a batch.
fn years(ir: &Ir, batch: &Batch) -> Vec<i128> {
    let mut columns = ir.layout.table(FILING).columns.iter();
    let year = columns.find(|id| {
        let column = ir.layout.column(**id);
        column.record.is_none() && column.field == ir.vocabulary.year
    });
    match year.and_then(|year| batch.column(*year)) {
        Some(column) => match &column.values {
            Values::Number(years) => years.to_vec(),
            _ => Vec::new(),
        },
        None => Vec::new(),
    }
}

/// Documents of JSON as one chunk.
pub fn chunk<'d>(documents: impl Iterator<Item = &'d str>) -> Chunk {
    let mut chunk = Chunk::default();
    for (at, text) in documents.enumerate() {
        let start = chunk.bytes.len();
        chunk.bytes.extend_from_slice(text.as_bytes());
        chunk.records.push(Record {
            file: "-".into(),
            line: at + 1,
            column: 1,
            content: Content::Text(Format::Json, start..chunk.bytes.len()),
            breaks_off: false,
        });
    }
    chunk
}
