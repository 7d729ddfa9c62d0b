//! A progress bar for long work, on a terminal only.

use super::terminal::Terminal;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar that appears when work takes longer than a moment; silent elsewhere.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar for `total` steps of `what`.
    pub(super) fn new(terminal: Terminal, what: &str, total: usize) -> Self {
        if !terminal.is_watched() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(total as u64);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// Some steps are done.
    pub(super) fn step(&self, steps: usize) {
        self.0.inc(steps as u64);
    }

    /// Takes the bar away.
    pub(super) fn done(self) {
        self.0.finish_and_clear();
    }
}
