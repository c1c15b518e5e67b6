//! The threads of a command.

use rayon::ThreadPoolBuilder;

use crate::cli::failure::Failure;

/// More threads than any machine has; who asks for them has mistyped.
const MOST: i64 = 1024;

/// How many threads work, as the command line says.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Threads {
    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST))]
    threads: Option<u16>,
}

impl Threads {
    /// Runs a command with so many threads; the one that asks is one of them.
    ///
    /// Were it only to wait, the system might begin two of the others on the processor that it is about to
    /// leave, and take a good part of a small run to notice that another stands idle.
    pub fn run<T: Send>(
        self,
        command: impl FnOnce() -> Result<T, Failure> + Send,
    ) -> Result<T, Failure> {
        let count = self.threads.map_or(0, usize::from);
        let builder = || ThreadPoolBuilder::new().num_threads(count);
        // Who calls a second time is one of the threads of the first.
        let pool = builder().use_current_thread().build();
        let pool = pool.or_else(|_| builder().build());
        pool.map_err(|error| Failure::Usage(format!("the threads cannot be started: {error}")))?
            .install(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_is_one_of_them_and_may_ask_again() {
        let threads = Threads { threads: Some(3) };
        for _ in 0..2 {
            let ran = threads.run(|| Ok(rayon::broadcast(|context| context.index())));
            assert!(ran.is_ok_and(|indices| indices == [0, 1, 2]));
        }
        let first = std::thread::spawn(move || {
            let here = std::thread::current().id();
            let ran = threads.run(|| Ok(std::thread::current().id()));
            ran.is_ok_and(|there| there == here)
        });
        assert!(first.join().is_ok_and(|same| same));
    }
}
