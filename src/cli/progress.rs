//! A progress bar for those who wait: on a terminal only, and only once a run takes long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The progress of a run over files.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// Over `files` files; never shown if not `wanted`.
    pub fn new(files: usize, wanted: bool) -> Self {
        let bar = wanted.then(|| {
            let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
            match ProgressStyle::with_template("{bar:32.cyan} {pos}/{len}  {eta}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, started: Instant::now(), shown: false }
    }

    /// One more file is done. `write` writes what is shown of it, which must not be mixed with the bar.
    pub fn step(&mut self, write: impl FnOnce()) {
        let Some(bar) = &self.bar else { return write() };
        if !self.shown && self.started.elapsed() >= PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown = true;
        }
        bar.suspend(write);
        bar.inc(1);
    }

    /// The run is over.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
