//! `pmsite check --external`: what is known of the web, and what must be asked.

use super::progress::Progress;
use super::terminal::Terminal;
use crate::web::{self, Address, Answer, Cache, Limits};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Asks the web for a project, and remembers its answers there.
pub(super) struct External {
    root: PathBuf,
    terminal: Terminal,
    now: Timestamp,
}

impl External {
    pub(super) fn new(root: &std::path::Path, terminal: Terminal, now: Timestamp) -> Self {
        Self { root: root.to_path_buf(), terminal, now }
    }

    /// The answers for all addresses: from the cache, or else from the web.
    pub(super) fn ask(&self, wanted: &BTreeSet<Address>) -> BTreeMap<Address, Answer> {
        let mut cache = Cache::read(&self.root, self.now);
        let known = |address: &Address| Some((address.clone(), cache.answer(address)?.clone()));
        let mut answers: BTreeMap<_, _> = wanted.iter().filter_map(known).collect();
        let unknown: BTreeSet<_> =
            wanted.iter().filter(|address| !answers.contains_key(address)).cloned().collect();
        let before = match answers.len() {
            0 => String::new(),
            1 => " (1 more was known from before)".to_owned(),
            known => format!(" ({known} more were known from before)"),
        };
        let progress = Progress::new(self.terminal, "Asking the web", unknown.len());
        let told = web::ask(&unknown, &Limits::default(), self.now, &|steps| progress.step(steps));
        progress.done();
        for (address, answer) in &told {
            cache.learn(address, answer, self.now);
        }
        if !told.is_empty()
            && let Err(error) = cache.write(&self.root)
        {
            // The answers are here; only the next check has more to ask.
            self.terminal.trouble(&error);
        }
        self.terminal.say(format_args!(
            "asked {} address{}{before}",
            unknown.len(),
            if unknown.len() == 1 { "" } else { "es" }
        ));
        answers.extend(told);
        answers
    }
}
