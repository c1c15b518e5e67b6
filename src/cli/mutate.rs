//! `dictamen test --mutate`: would the cases notice it if the law read a little differently?

use std::path::Path;

use crate::book;
use crate::cases::{Deck, Problem};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::cli::test::Format;
use crate::front::Loaded;
use crate::mutate::{self, Accepted, Mutant, Outcome, Subject};
use crate::report::mutate::Mutation;

/// The file in the folder of the rule book that lists the survivors that are accepted.
const SURVIVORS: &str = "survivors.yaml";

/// How many of a hundred mutants the cases must notice, if nothing is said.
pub const ENOUGH: u8 = 95;

/// What of the command line of `test` is about mutants.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Change the rule book one small step at a time, and say which changes no case would notice
    #[arg(long, group = "measured")]
    mutate: bool,
    /// Do not look for filings by which a case would notice what none does
    #[arg(long, requires = "mutate")]
    no_filings: bool,
}

impl Options {
    /// Whether mutants are asked for.
    pub fn asked(&self) -> bool {
        self.mutate
    }
}

/// What came of the mutants, with what is wrong with the list of survivors.
pub struct Mutated {
    outcome: Outcome,
    problems: Vec<Problem>,
    list: String,
}

/// Judges the cases, which all come true, with every mutant.
pub fn run(
    options: &Options,
    book: &Loaded,
    folder: &Path,
    deck: &Deck,
) -> Result<Mutated, Failure> {
    let path = folder.join(SURVIVORS);
    let list = path.to_string_lossy().replace('\\', "/");
    let (accepted, problems) = match book::list(folder, SURVIVORS) {
        Ok(Some(text)) => mutate::read(&list, &text),
        Ok(None) => (Vec::new(), Vec::new()),
        Err(error) => {
            return Err(Failure::Usage(format!(
                "the survivors in `{list}` cannot be read: {error}"
            )));
        }
    };
    let subject = Subject {
        book: &book.book,
        sources: &book.sources,
        folder,
        files: &deck.files,
    };
    // Nobody needs a filing by which to notice what is accepted.
    let search = |mutant: &Mutant| {
        !options.no_filings && !accepted.iter().any(|one: &Accepted| one.names(mutant))
    };
    let mutants = mutate::run(&subject, &search);
    Ok(Mutated {
        outcome: Outcome {
            mutants,
            accepted,
            too_large: mutate::too_large(&book.book).into_iter().collect(),
            searched: !options.no_filings,
        },
        problems,
        list,
    })
}

/// Shows what came of the mutants.
pub fn told(wanted: u8, mutated: Mutated, format: Format) -> Result<Exit, Failure> {
    let report = Mutation {
        outcome: &mutated.outcome,
        problems: &mutated.problems,
        list: &mutated.list,
    };
    print(&match format {
        Format::Table => report.table(),
        Format::Json => report.json(),
        Format::Junit => report.junit(),
    })?;
    let counts = mutated.outcome.counts();
    let bar = u64::from(wanted) * 10;
    Ok(if !mutated.problems.is_empty() {
        Exit::Usage
    } else if counts.per_mille() < bar || !mutated.outcome.stale().is_empty() {
        Exit::Found
    } else {
        Exit::Sound
    })
}
