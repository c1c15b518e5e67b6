//! Filings one after another, in any number, without keeping them.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::OnceLock;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::generate::chance::Chance;
use crate::generate::filing::{Made, Order, make};
use crate::generate::ground::Ground;
use crate::generate::model::{Base, MODELS, Model, base, model};
use crate::generate::{Reached, Request};

/// How many filings are made together.
const CHUNK: u64 = 64;
/// How many chunks each thread may hold before they are written.
const CHUNKS: u64 = 2;
/// Over how many filings in a row the share of breaches is kept to.
const BLOCK: u64 = 100;

/// The models of a run and what they are made from, each made when a filing first needs it.
struct Models {
    /// For each version some.
    bases: Vec<OnceLock<Base>>,
    /// For each year some.
    made: Vec<OnceLock<Model>>,
}

/// What is made of a filing.
struct Plot {
    number: u64,
    model: usize,
    breach: bool,
}

/// Writes the filings that were asked for.
pub fn write(ground: &Ground<'_>, request: &Request, out: &mut dyn Write) -> io::Result<Reached> {
    let years = request.years.len() as u64;
    let slots = usize::try_from(years * MODELS).unwrap_or(0);
    let bases = ground.plan.ir.versions.len() * MODELS as usize;
    let models = Models {
        bases: (0..bases).map(|_| OnceLock::new()).collect(),
        made: (0..slots).map(|_| OnceLock::new()).collect(),
    };
    let mut reached = Reached::default();
    let window = CHUNK * CHUNKS * rayon::current_num_threads() as u64;
    let mut first = 0;
    while first < request.count && slots > 0 {
        let last = (first + window).min(request.count);
        let plots: Vec<Plot> = (first..last).map(|at| plot(request, at, slots)).collect();
        let wanted: BTreeSet<usize> = plots.iter().map(|plot| plot.model).collect();
        let bases: BTreeSet<usize> = wanted
            .iter()
            .map(|slot| base_of(ground, request, *slot))
            .collect();
        // First all bases, so that no thread waits for one that another is still at.
        let bases: Vec<usize> = bases.into_iter().collect();
        bases.into_par_iter().for_each(|at| {
            models.base(ground, request, at);
        });
        let wanted: Vec<usize> = wanted.into_iter().collect();
        wanted.into_par_iter().for_each(|slot| {
            models.get(ground, request, slot);
        });
        let chunks: Vec<&[Plot]> = plots.chunks(CHUNK as usize).collect();
        let made: Vec<Vec<Made>> = chunks
            .into_par_iter()
            .map(|chunk| {
                let orders: Vec<Order<'_>> = chunk
                    .iter()
                    .map(|plot| Order {
                        number: plot.number,
                        model: models.get(ground, request, plot.model),
                        breach: plot.breach,
                    })
                    .collect();
                make(ground, &orders, request.seed, request.missing)
            })
            .collect();
        for filing in made.iter().flatten() {
            reached.add(filing);
            out.write_all(filing.line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        first = last;
    }
    for model in models.made.iter().filter_map(OnceLock::get) {
        reached.add_model(ground, model);
    }
    Ok(reached)
}

impl Models {
    fn base(&self, ground: &Ground<'_>, request: &Request, at: usize) -> &Base {
        self.bases[at].get_or_init(|| {
            let version = at / MODELS as usize;
            let of_version = |year: &&i128| ground.version_of(**year) == version;
            // INVARIANT: a base is asked for by a year of its version.
            let year = request.years.iter().find(of_version).copied();
            let variant = at as u64 % MODELS;
            base(ground, request.seed, year.unwrap_or(1), variant)
        })
    }

    fn get(&self, ground: &Ground<'_>, request: &Request, slot: usize) -> &Model {
        self.made[slot].get_or_init(|| {
            let year = request.years[slot / MODELS as usize];
            let variant = slot as u64 % MODELS;
            let base = self.base(ground, request, base_of(ground, request, slot));
            model(ground, base, request.seed, year, variant, request.size)
        })
    }
}

/// Which base a model is made from.
fn base_of(ground: &Ground<'_>, request: &Request, slot: usize) -> usize {
    let year = request.years[slot / MODELS as usize];
    ground.version_of(year) * MODELS as usize + slot % MODELS as usize
}

/// Which year and model a filing is made from and whether it is to break something: by its number
/// alone, so that a longer run begins with the filings of a shorter one.
fn plot(request: &Request, at: u64, slots: usize) -> Plot {
    // A stream of its own for each block: which of its filings break something.
    let block = at / BLOCK;
    let before = request.violations.of(block * BLOCK);
    let breaches = request.violations.of((block + 1) * BLOCK) - before;
    let order = Chance::new(request.seed, u64::MAX - block).shuffled(BLOCK as usize);
    let place = order.get((at % BLOCK) as usize).copied().unwrap_or(0) as u64;
    let mut chance = Chance::new(request.seed ^ 0x5eed, at);
    Plot {
        number: at + 1,
        model: chance.below(slots),
        breach: place < breaches,
    }
}
