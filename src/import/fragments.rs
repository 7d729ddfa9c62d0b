//! Pieces of words that labels are known by.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::OnceLock;

/// Pieces of words, all of them looked for in one pass. Every sentence behind a label asks several such lists.
#[derive(Debug)]
pub(super) struct Fragments {
    list: &'static [&'static str],
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Fragments {
    /// These pieces.
    pub(super) const fn new(list: &'static [&'static str]) -> Self {
        Self { list, automaton: OnceLock::new() }
    }

    /// Whether a text has one of them, anywhere.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let build = || AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(self.list).ok();
        match self.automaton.get_or_init(build) {
            Some(automaton) => automaton.is_match(text),
            None => self.list.iter().any(|piece| text.contains(piece)),
        }
    }
}
