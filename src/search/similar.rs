//! Postmortems that are like a text: another postmortem, an alert, a log.

use super::index::SearchIndex;
use super::plan::{self, Plan, Scored};
use super::{Answer, SearchError, text};
use std::collections::BTreeMap;

/// How many of a text's words are looked for. More find no more, and cost more.
const MOST_STEMS: usize = 48;

impl SearchIndex {
    /// Finds the `limit` postmortems that share most of a text's telling words: those that are often
    /// in it and rarely elsewhere.
    pub fn similar(&self, text: &str, limit: usize) -> Result<Answer, SearchError> {
        let mut times: BTreeMap<u32, u32> = BTreeMap::new();
        text::tokens(text, |token| {
            if !plan::is_junk(token.word)
                && let Some(stem) = self.lexicon.find(token.word)
            {
                *times.entry(stem).or_default() += 1;
            }
        });
        let mut stems: Vec<(f64, u32)> = times
            .into_iter()
            .map(|(stem, times)| {
                let documents = self.lexicon.stems()[stem as usize].documents;
                (plan::rarity(documents, self.count()) * f64::from(times).sqrt(), stem)
            })
            .collect();
        stems.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let scored = stems.iter().take(MOST_STEMS).map(|(_, stem)| Scored {
            stem: *stem,
            weight: 1.0,
            optional: true,
        });
        self.run(Plan { scored: scored.collect(), one_of: true, ..Plan::default() }, limit)
    }
}
