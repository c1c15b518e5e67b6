//! What a person sees on standard error while a long run goes on.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::summary::Summary;
use crate::report::text::grouped;

/// A run shorter than this shows nothing; a guess at when a person begins to wonder.
const SOON: Duration = Duration::from_millis(700);

/// A line that says how far a run is, on a terminal alone.
pub struct Progress {
    started: Instant,
    wanted: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// One that appears only if the run is long; `quiet` if something else writes to the terminal.
    pub fn new(quiet: bool) -> Progress {
        Progress {
            started: Instant::now(),
            wanted: !quiet && std::io::stderr().is_terminal(),
            bar: None,
        }
    }

    /// Shows how far it is.
    pub fn show(&mut self, summary: &Summary) {
        if !self.wanted || self.started.elapsed() < SOON {
            return;
        }
        let bar = self.bar.get_or_insert_with(spinner);
        let mut message = format!("{} judged", grouped(summary.judged));
        if summary.rejected > 0 {
            message.push_str(&format!(", {} rejected", grouped(summary.rejected)));
        }
        let seconds = self.started.elapsed().as_secs_f64();
        let pace = (summary.read() as f64 / seconds) as u64;
        bar.set_message(format!("{message}, {} a second", grouped(pace)));
    }

    /// Takes the line away again.
    pub fn clear(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // The template is fixed, and indicatif's own stands in should it ever be refused.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed_precise}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
