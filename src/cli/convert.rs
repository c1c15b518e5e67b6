//! `dictamen convert`: filings from one form into another.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::output::{Output, Reads, complain};
use crate::cli::rules;
use crate::cli::tally::Tally;
use crate::cli::threads::Threads;
use crate::driver::drive;
use crate::ingest::{Chunk, Decoded, FileKind, Schema};
#[cfg(feature = "tables")]
use crate::ingest::{Reason, Reject, decode};
use crate::report::brief::converted;
use crate::report::filings;

/// The command line of `convert`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A file, a folder (searched), a glob, a pipe, or - for standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where the filings go: a file that ends in .parquet, .arrow or .ndjson, or - for standard output (NDJSON)
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// The rule book, whose vocabulary says what a filing contains
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// Where to list what could not be read, as NDJSON
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Reject a filing with a field that the vocabulary does not know (else a warning: it is left out)
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(super) threads: Threads,
}

/// The filings of a chunk in their new form.
enum Written {
    Lines(Vec<u8>),
    #[cfg(feature = "tables")]
    Rows(crate::ingest::tables::RecordBatch),
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let form = Form::of(arguments)?;
    let book = rules::sound_book(&arguments.rules, "nothing was converted")?;
    let Some(ir) = &book.ir else {
        return Err(Failure::Rules);
    };
    let schema = Schema::as_written(&ir.vocabulary, arguments.strict);
    let schema = schema.map_err(|_| Failure::Usage("the vocabulary is too large".to_owned()))?;
    let schema = Arc::new(schema);
    let input = std::slice::from_ref(&arguments.input);
    let mut inputs = arguments.given.judged(input, ir, &schema)?;
    let mut reads = Reads::new()
        .rules(&arguments.rules)
        .filings(input)
        .filings(arguments.given.beside());
    let mut out = Writer::open(reads.output("OUT", Some(&arguments.output))?, form, &schema)?;
    let mut listed = reads.also("--rejects", arguments.rejects.as_deref())?;
    let shaping = Shaping::new(form, &schema);
    let mut tally = Tally::default();
    let take = |_: &Chunk, decoded: Decoded, written: Result<Written, String>| {
        let written = written.map_err(Failure::Usage)?;
        tally.add(decoded, &mut listed)?;
        out.write(written)
    };
    let work = |chunk: &mut Chunk, decoded: &mut Decoded| shaping.chunk(chunk, decoded);
    // Whoever only changes the form asks nothing of keys.
    let keys = arguments.given.keys();
    drive(&schema, &mut inputs, keys, work, take)?;
    tally.warnings.merge(inputs.warnings().clone());
    out.finish()?;
    if let Some(listed) = listed {
        listed.finish()?;
    }
    complain(&converted(
        &tally.causes,
        &tally.warnings,
        tally.sound,
        tally.rejected,
    ));
    let read = tally.sound + tally.rejected;
    let nothing = arguments.given.complaint(read, "converted");
    nothing.iter().for_each(|words| complain(words));
    Ok(arguments.given.exit(tally.rejected, read))
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    #[cfg(feature = "tables")]
    Table(FileKind),
}

impl Form {
    fn of(arguments: &Arguments) -> Result<Form, Failure> {
        let path = &arguments.output;
        match FileKind::of(path).filter(|_| !FileKind::is_packed(path)) {
            None if path.as_os_str() == "-" => Ok(Form::Lines),
            Some(FileKind::Lines) => Ok(Form::Lines),
            #[cfg(feature = "tables")]
            Some(kind) if kind.is_table() => Ok(Form::Table(kind)),
            #[cfg(not(feature = "tables"))]
            Some(kind) if kind.is_table() => Err(Failure::Usage(format!(
                "`{}` would be a table, and this program writes none: {}",
                path.display(),
                crate::ingest::inputs::NO_TABLES
            ))),
            _ => Err(Failure::Usage(format!(
                "filings are written as .parquet, .arrow or .ndjson; `{}` is none of them",
                path.display()
            ))),
        }
    }
}

/// Reads chunks and shapes their filings, on any thread.
struct Shaping<'s> {
    schema: &'s Schema,
    #[cfg(feature = "tables")]
    shaper: Option<crate::ingest::tables::write::Shaper<'s>>,
}

impl<'s> Shaping<'s> {
    #[cfg(feature = "tables")]
    fn new(form: Form, schema: &'s Schema) -> Shaping<'s> {
        let shaper = match form {
            Form::Lines => None,
            Form::Table(kind) => Some(crate::ingest::tables::write::Shaper::new(schema, kind)),
        };
        Shaping { schema, shaper }
    }

    #[cfg(not(feature = "tables"))]
    fn new(_: Form, schema: &'s Schema) -> Shaping<'s> {
        Shaping { schema }
    }

    fn chunk(&self, chunk: &mut Chunk, decoded: &mut Decoded) -> Result<Written, String> {
        #[cfg(feature = "tables")]
        if let Some(shaper) = &self.shaper {
            return self.rows(shaper, chunk, decoded);
        }
        #[cfg(not(feature = "tables"))]
        let _ = chunk;
        let mut lines = Vec::new();
        filings::write(&mut lines, self.schema, &decoded.batch);
        Ok(Written::Lines(lines))
    }

    #[cfg(feature = "tables")]
    fn rows(
        &self,
        shaper: &crate::ingest::tables::write::Shaper<'s>,
        chunk: &mut Chunk,
        decoded: &mut Decoded,
    ) -> Result<Written, String> {
        let misfits = shaper.misfits(&decoded.batch);
        if !misfits.is_empty() {
            // They are rare, so that their chunk is read again without them.
            let mut rejects = std::mem::take(&mut decoded.rejects);
            for (filing, reason) in misfits {
                let at = decoded.records.get(filing).copied().unwrap_or(0);
                let Some(record) = chunk.records.get(at) else {
                    continue;
                };
                let key = Some(self.schema.filing_key(&decoded.batch, filing));
                let reason = Reason::plain(Some(record.line), Some(record.column), reason);
                rejects.push(Reject::at_record(at, record, key, reason));
                chunk.leave_out(at);
            }
            rejects.sort_by_key(|reject| reject.record);
            *decoded = decode(self.schema, chunk);
            decoded.rejects = rejects;
        }
        shaper.shape(&decoded.batch).map(Written::Rows)
    }
}

/// Where the filings go.
struct Writer {
    out: Output,
    #[cfg(feature = "tables")]
    sink: Option<crate::ingest::tables::sink::Sink>,
}

impl Writer {
    fn open(out: Output, form: Form, schema: &Schema) -> Result<Writer, Failure> {
        #[cfg(not(feature = "tables"))]
        let _ = (form, schema);
        Ok(Writer {
            out,
            #[cfg(feature = "tables")]
            sink: match form {
                Form::Lines => None,
                Form::Table(kind) => {
                    use crate::ingest::tables::{sink::Sink, write::Shaper};
                    let columns = Shaper::new(schema, kind);
                    Some(Sink::new(kind, columns.columns()).map_err(Failure::Usage)?)
                }
            },
        })
    }

    fn write(&mut self, written: Written) -> Result<(), Failure> {
        match written {
            Written::Lines(lines) => self.out.write(&lines),
            #[cfg(feature = "tables")]
            Written::Rows(rows) => {
                let Some(sink) = &mut self.sink else {
                    return Ok(());
                };
                let bytes = sink.write(rows).map_err(Failure::Usage)?;
                self.out.write(&bytes)
            }
        }
    }

    fn finish(self) -> Result<(), Failure> {
        #[cfg(feature = "tables")]
        let mut out = self.out;
        #[cfg(not(feature = "tables"))]
        let out = self.out;
        #[cfg(feature = "tables")]
        if let Some(sink) = self.sink {
            let bytes = sink.finish().map_err(Failure::Usage)?;
            out.write(&bytes)?;
        }
        out.finish()
    }
}
