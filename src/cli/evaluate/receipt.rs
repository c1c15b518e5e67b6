//! What a receipt says of a run, beside what it came to: the arguments, and the digests of what was read.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::Path;

use crate::check::ir::Ir;
use crate::cli::evaluate::options::Arguments;
use crate::cli::evaluate::writer::Receipted;
use crate::cli::failure::Failure;
use crate::ingest::files_named;
use crate::report::receipt::{
    Artifact, Counts, Digest, Evaluation, Hasher, Program, Receipt, digest, versions,
};
use crate::report::summary::Summary;
use crate::report::text::clean;
use crate::source::Sources;
use crate::value::Day;

/// What was read, before anything of it was judged.
pub struct Basis {
    rules: Vec<Artifact>,
    mapping: Option<Artifact>,
    filings: Vec<Artifact>,
}

impl Basis {
    /// The digests of every rules file and of every input.
    pub fn take(arguments: &Arguments, sources: &Sources) -> Result<Basis, Failure> {
        let rules = sources.iter().map(|(_, file)| Artifact {
            name: file.path.to_string_lossy().into_owned(),
            digest: digest(file.text.as_bytes()),
        });
        Ok(Basis {
            rules: rules.collect(),
            mapping: mapping(arguments)?,
            filings: filings(arguments)?,
        })
    }

    /// The receipt of a run. What was read must not have changed while it was judged.
    pub fn receipt(
        self,
        arguments: &Arguments,
        ir: &Ir,
        summary: &Summary,
        as_of: Day,
        receipted: &mut Receipted,
    ) -> Result<Receipt, Failure> {
        let now = filings(arguments)?.into_iter().chain(mapping(arguments)?);
        let before = self.filings.iter().chain(&self.mapping);
        if let Some((before, _)) = before.zip(now).find(|(a, b)| *a != b) {
            return Err(Failure::Usage(format!(
                "`{}` changed while it was judged; there is no receipt of that",
                clean(&before.name)
            )));
        }
        let evaluation = Evaluation {
            program: Program::default(),
            arguments: arguments.named(as_of)?,
            as_of: as_of.to_string(),
            rules: self.rules,
            mapping: self.mapping,
            filings: self.filings,
            counts: Counts::new(summary),
            versions: versions(ir),
            rulings: std::mem::take(&mut receipted.rulings),
        };
        let output = arguments.output.as_deref().unwrap_or(Path::new("-"));
        let output = Artifact {
            name: output.to_string_lossy().into_owned(),
            digest: receipted.digest.clone(),
        };
        Ok(Receipt::new(output, evaluation))
    }
}

/// The digest of every file of filings, in the order in which they are read.
fn filings(arguments: &Arguments) -> Result<Vec<Artifact>, Failure> {
    if arguments
        .filings
        .iter()
        .any(|path| path.as_os_str() == OsStr::new("-"))
    {
        return Err(Failure::Usage(
            "standard input cannot be judged again, so that no receipt names it; write it to a file first"
                .into(),
        ));
    }
    let files = files_named(&arguments.filings);
    files.iter().map(|path| artifact(path)).collect()
}

/// The digest of what says how the columns of tables become filings.
fn mapping(arguments: &Arguments) -> Result<Option<Artifact>, Failure> {
    let mapping = arguments.given.beside().first();
    mapping.map(|path| artifact(path)).transpose()
}

fn artifact(path: &Path) -> Result<Artifact, Failure> {
    let shown = path.to_string_lossy();
    let digest = file(path).map_err(|error| {
        Failure::Usage(format!(
            "cannot read `{}` for the receipt: {error}",
            clean(&shown)
        ))
    })?;
    Ok(Artifact {
        name: shown.into_owned(),
        digest,
    })
}

/// The digest of a file, which is never a pipe or a device.
pub fn file(path: &Path) -> std::io::Result<Digest> {
    // A pipe that nobody writes to would never open.
    if !fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other(
            "it is a pipe or a device, which cannot be judged again",
        ));
    }
    let mut file = fs::File::open(path)?;
    let mut hasher = Hasher::default();
    let mut room = vec![0; 1 << 16];
    loop {
        match file.read(&mut room)? {
            0 => return Ok(hasher.finish()),
            read => hasher.take(&room[..read]),
        }
    }
}
