//! Who works on a run, and hands on what came of each chunk in the order of the input.

use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rayon::ThreadPoolBuilder;

use crate::driver::{Engine, Keys, Reader, drive};
use crate::front::judge::RunError;
use crate::ingest::{Chunk, Decoded, Inputs, Reject, Seen};
use crate::report::summary as counted;

/// How many chunks may be ready before they are asked for.
const AHEAD: usize = 2;

/// What is made of each chunk of a run.
pub(super) trait Making: fmt::Debug + Send + Sync + 'static {
    /// What judging a chunk comes to, on any thread.
    type Done: Send;
    /// What is handed on of it.
    type Made: Default + Send + 'static;

    /// What judges.
    fn engine(&self) -> &Engine;

    /// What was read of a chunk to what is made of it, with its counts.
    fn judge(&self, chunk: &Chunk, decoded: &mut Decoded) -> (Self::Done, counted::Summary);

    /// What was made of a chunk, with what was rejected of it.
    fn hand(&self, done: Self::Done, rejects: Vec<Reject>) -> Self::Made;
}

/// What came of a chunk, or of what was passed over.
type Handed<M> = (<M as Making>::Made, counted::Summary);

/// The work of a run, with the counts of what was handed on so far.
pub(super) struct Work<M: Making> {
    making: Arc<M>,
    who: Who<M>,
    pub(super) counts: counted::Summary,
}

/// Who works.
enum Who<M: Making> {
    /// Whoever asks for what comes next.
    Here(Box<Here>),
    /// Threads of their own; they hand on what came of each chunk, and at the end what was odd.
    Beside(Receiver<Handed<M>>, JoinHandle<()>),
    /// Nobody any more.
    Ended,
}

struct Here {
    inputs: Inputs,
    seen: Seen,
    chunk: Chunk,
}

/// Nobody asks for what comes next any more.
struct Unwanted;

impl<M: Making> fmt::Debug for Work<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match self.who {
            Who::Here(_) => "here",
            Who::Beside(..) => "beside",
            Who::Ended => "ended",
        };
        write!(f, "Work({who}, {:?})", self.making)
    }
}

impl<M: Making> Work<M> {
    /// Begins to work with so many threads: one is that of whoever asks, 0 is one for each core.
    pub(super) fn begin(making: M, inputs: Inputs, threads: usize) -> Result<Work<M>, RunError> {
        let making = Arc::new(making);
        let counts = nothing(&*making);
        let who = match threads {
            1 => Who::Here(Box::new(Here {
                inputs,
                seen: Seen::new(),
                chunk: Chunk::default(),
            })),
            threads => beside(Arc::clone(&making), inputs, threads)?,
        };
        Ok(Work {
            making,
            who,
            counts,
        })
    }

    /// What is the same for every chunk.
    pub(super) fn making(&self) -> &M {
        &self.making
    }

    /// What came of the next chunk; nothing at the end.
    pub(super) fn next(&mut self) -> Option<M::Made> {
        let handed = match &mut self.who {
            Who::Here(here) => next(&*self.making, here),
            Who::Beside(receiver, _) => receiver.recv().ok(),
            Who::Ended => return None,
        };
        let Some((made, counts)) = handed else {
            match std::mem::replace(&mut self.who, Who::Ended) {
                Who::Here(here) => self.counts.warnings.merge(here.inputs.warnings().clone()),
                // A panic is that of whoever asks.
                Who::Beside(_, thread) => {
                    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
                }
                Who::Ended => {}
            }
            return None;
        };
        self.counts.merge(counts);
        Some(made)
    }
}

/// Threads of so many.
pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool, RunError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| RunError::Threads(error.to_string()))
}

/// Lets threads of their own work.
fn beside<M: Making>(
    making: Arc<M>,
    mut inputs: Inputs,
    threads: usize,
) -> Result<Who<M>, RunError> {
    let pool = pool(threads)?;
    let (sender, receiver) = sync_channel(AHEAD);
    let work = move || pool.install(|| all(&*making, &mut inputs, &sender));
    let thread = std::thread::Builder::new().spawn(work);
    let thread = thread.map_err(|error| RunError::Threads(error.to_string()))?;
    Ok(Who::Beside(receiver, thread))
}

fn nothing<M: Making>(making: &M) -> counted::Summary {
    counted::Summary::new(&making.engine().plan().ir)
}

/// What comes of the next chunk, on this thread.
fn next<M: Making>(making: &M, here: &mut Here) -> Option<Handed<M>> {
    let mut chunk = std::mem::take(&mut here.chunk);
    if !here.inputs.fill(&mut chunk) {
        return None;
    }
    let reader = Reader::new(
        making.engine().schema(),
        |chunk: &mut Chunk, decoded: &mut _| making.judge(chunk, decoded),
    );
    let part = reader.admit(&mut here.seen, reader.read(chunk));
    here.chunk = part.chunk;
    Some(handed(making, part.decoded.rejects, part.done))
}

/// Hands on what comes of every chunk, for as long as somebody asks.
fn all<M: Making>(making: &M, inputs: &mut Inputs, sender: &SyncSender<Handed<M>>) {
    let ran = drive(
        making.engine().schema(),
        inputs,
        Keys::Once,
        |chunk, decoded| making.judge(chunk, decoded),
        |_, decoded, done| {
            let sent = sender.send(handed(making, decoded.rejects, done));
            sent.map_err(|_| Unwanted)
        },
    );
    if ran.is_ok() {
        let mut counts = nothing(making);
        counts.warnings = inputs.warnings().clone();
        // Whoever has stopped asking does not ask for this either.
        let _ = sender.send((M::Made::default(), counts));
    }
}

fn handed<M: Making>(
    making: &M,
    rejects: Vec<Reject>,
    (done, mut counts): (M::Done, counted::Summary),
) -> Handed<M> {
    for reject in &rejects {
        counts.reject(reject);
    }
    (making.hand(done, rejects), counts)
}
