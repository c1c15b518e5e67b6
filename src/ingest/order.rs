//! Chunks through many threads, and what they come to taken in one after another, in the order of the input.
//!
//! Each thread reads a chunk, works on it and, if its turn has come, takes in what is ready: there is no
//! moment at which all wait for the slowest. What of the reading needs nobody's turn is done before it
//! ([`Inputs::claim`]). Who runs too far ahead waits, so that memory is bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};

use crate::ingest::inputs::Inputs;
use crate::ingest::record::Chunk;

/// How many chunks for each other thread may be ready before their turn.
const AHEAD: usize = 2;

/// How often a thread asks for a lock that another holds before it goes to sleep.
const PATIENCE: usize = 200;

/// Works on every chunk of the input with all threads of the current pool; `take` is given what each came
/// to, in the order of the input, and gives back the chunk, whose room is used again. The first failure of
/// `take` ends the run.
pub fn in_order<D: Send, E: Send>(
    inputs: &mut Inputs,
    work: impl Fn(Chunk) -> D + Sync,
    take: impl FnMut(D) -> Result<Chunk, E> + Send,
) -> Result<(), E> {
    let source = Mutex::new(Source {
        inputs,
        next: 0,
        ended: false,
    });
    let spare = Mutex::new(Vec::new());
    let take = Mutex::new(take);
    let queue = Queue {
        line: Mutex::new(Line {
            held: BTreeMap::new(),
            next: 0,
            taking: false,
            waiting: 0,
            stopped: false,
            failed: None,
        }),
        moved: Condvar::new(),
    };
    rayon::broadcast(|context| {
        let most = AHEAD * (context.num_threads() - 1);
        let _watch = Watch(&queue);
        loop {
            let mut chunk: Chunk = lock(&spare).pop().unwrap_or_default();
            let claim = soon(&source).inputs.claim(context.num_threads());
            if let Some(claim) = claim {
                claim.read(&mut chunk.bytes);
            }
            let Some((at, chunk)) = soon(&source).read(chunk) else {
                return;
            };
            let done = work(chunk);
            let mut line = soon(&queue.line);
            line.held.insert(at, done);
            while !line.taking
                && !line.stopped
                && let Some(done) = line.first()
            {
                line.taking = true;
                drop(line);
                let taken = lock(&take)(done);
                line = lock(&queue.line);
                line.taking = false;
                line.next += 1;
                match taken {
                    Ok(chunk) => lock(&spare).push(chunk),
                    Err(error) => {
                        line.failed = Some(error);
                        line.stopped = true;
                    }
                }
                // To wake nobody costs a call of the system as well.
                if line.waiting > 0 {
                    queue.moved.notify_all();
                }
            }
            while line.held.len() > most && !line.stopped {
                line.waiting += 1;
                let waited = queue.moved.wait(line);
                line = waited.unwrap_or_else(PoisonError::into_inner);
                line.waiting -= 1;
            }
            if line.stopped {
                return;
            }
        }
    });
    let line = queue.line.into_inner();
    match line.unwrap_or_else(PoisonError::into_inner).failed {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// The input, read by one thread at a time.
struct Source<'i> {
    inputs: &'i mut Inputs,
    next: usize,
    ended: bool,
}

impl Source<'_> {
    fn read(&mut self, mut chunk: Chunk) -> Option<(usize, Chunk)> {
        if self.ended || !self.inputs.fill(&mut chunk) {
            self.ended = true;
            return None;
        }
        let at = self.next;
        self.next += 1;
        Some((at, chunk))
    }
}

/// What is ready before its turn.
struct Line<D, E> {
    held: BTreeMap<usize, D>,
    /// Whose turn it is.
    next: usize,
    /// Whether a thread is taking it in.
    taking: bool,
    /// How many threads ran too far ahead.
    waiting: usize,
    stopped: bool,
    failed: Option<E>,
}

impl<D, E> Line<D, E> {
    fn first(&mut self) -> Option<D> {
        self.held.remove(&self.next)
    }
}

struct Queue<D, E> {
    line: Mutex<Line<D, E>>,
    moved: Condvar,
}

/// Lets nobody wait for a thread that has panicked: its panic goes on to whoever runs the pool.
struct Watch<'q, D, E>(&'q Queue<D, E>);

impl<D, E> Drop for Watch<'_, D, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.line).stopped = true;
            self.0.moved.notify_all();
        }
    }
}

/// A lock that is held for a moment only: to go to sleep and be woken would take longer than to ask again.
fn soon<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    for _ in 0..PATIENCE {
        match mutex.try_lock() {
            Ok(guard) => return guard,
            Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => std::thread::yield_now(),
        }
    }
    lock(mutex)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
