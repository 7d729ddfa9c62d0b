//! What else is worth reading beside a postmortem, and who mentions it.

use super::comparison::{Comparison, Evidence, both};
use super::facets::Facets;
use super::relations::Relation;
use crate::model::{Corpus, Target};
use crate::search::{Scratch, name_hash};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The most related postmortems that are named for one.
const MOST: usize = 5;
/// How many of those that seem related are looked at closely.
const LOOKED_AT: usize = 16;
/// How related two are at least: a rare root cause alone is enough, and so is a fifth of the words.
const LEAST: f32 = 0.1;

/// A postmortem that has much in common with another.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedTo {
    /// Its place in the corpus.
    pub at: usize,
    /// How related the two are; only good to sort by.
    pub score: f32,
    /// Why.
    pub evidence: Evidence,
}

impl Evidence {
    /// In words: `same cause: capacity; same service: checkout; both mention pool, connection`. Words are
    /// named where nothing else is shared, else three of them.
    pub fn told(&self) -> String {
        let mut parts = Vec::new();
        for (name, values) in [
            ("same cause", self.root_causes.iter().map(|term| term.as_str()).collect::<Vec<_>>()),
            ("same service", self.services.iter().map(|slug| slug.as_str()).collect()),
            ("same trigger", self.triggers.iter().map(|term| term.as_str()).collect()),
        ] {
            if !values.is_empty() {
                parts.push(format!("{name}: {}", values.join(", ")));
            }
        }
        let words = self.telling_words();
        if !words.is_empty() {
            parts.push(format!("both mention {}", words.join(", ")));
        }
        parts.join("; ")
    }

    /// The words that are worth naming: all where nothing else is shared, else three at most.
    pub fn telling_words(&self) -> &[String] {
        let other = self.root_causes.len() + self.services.len() + self.triggers.len();
        let most = if other == 0 { self.words.len() } else { 3 };
        &self.words[..self.words.len().min(most)]
    }
}

impl Comparison {
    /// The postmortems most related to one, those that it is linked with left out: by rare root causes,
    /// services and triggers that both have, and by their texts. Five at most, most related first; ties
    /// are newest first.
    ///
    /// `relations` are those of [`super::Analysis::relations`].
    pub fn related(
        &self,
        corpus: &Corpus,
        at: usize,
        relations: &[Relation],
        scratch: &mut Scratch,
    ) -> Vec<RelatedTo> {
        self.likeness.add(at, 0, scratch);
        self.facets.add(at, scratch);
        let mut found: Vec<(f32, usize)> = scratch
            .drain()
            .filter(|(other, sum)| *other as usize != at && *sum >= LEAST / 2.0)
            .map(|(other, sum)| (sum, other as usize))
            .collect();
        let order = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > LOOKED_AT + relations.len() {
            found.select_nth_unstable_by(LOOKED_AT + relations.len(), order);
            found.truncate(LOOKED_AT + relations.len());
        }
        found.retain(|(_, other)| {
            !relations.iter().any(|relation| relation.to == *other)
                && !self.mentions(corpus, at, *other)
                && !self.mentions(corpus, *other, at)
        });
        for (score, other) in &mut found {
            *score = self.likeness.between(at, *other).0 + self.facets.related(at, *other);
        }
        found.retain(|(score, _)| *score >= LEAST);
        found.sort_by(order);
        found.truncate(MOST);
        let all = corpus.postmortems();
        found
            .into_iter()
            .map(|(score, other)| {
                let (one, other_one) = (&all[at], &all[other]);
                let evidence = Evidence {
                    services: both(&one.services, &other_one.services),
                    root_causes: Facets::shared_terms(&one.root_causes, &other_one.root_causes),
                    triggers: Facets::shared_terms(&one.triggers, &other_one.triggers),
                    words: self.shared_words(at, other),
                };
                RelatedTo { at: other, score, evidence }
            })
            .collect()
    }

    /// Whether the body of a postmortem names another by its id, or links to its file.
    pub fn mentions(&self, corpus: &Corpus, at: usize, other: usize) -> bool {
        if let Some(backlinks) = self.backlinks.get() {
            return backlinks[other].binary_search(&at).is_ok();
        }
        let all = corpus.postmortems();
        self.names(corpus, at, other) || all[at].body.links.contains(&all[other].body.path)
    }

    /// The postmortems whose text mentions one, by its id or by a link to its file; newest first, each
    /// once, itself left out.
    pub fn backlinks(&self, corpus: &Corpus, at: usize) -> Cow<'_, [usize]> {
        match self.backlinks.get() {
            Some(all) => Cow::Borrowed(all.get(at).map_or(&[], Vec::as_slice)),
            None => {
                let others = (0..corpus.postmortems().len()).filter(|other| *other != at);
                Cow::Owned(others.filter(|other| self.mentions(corpus, *other, at)).collect())
            }
        }
    }

    /// Finds those of all, and keeps them.
    pub fn find_backlinks(&self, corpus: &Corpus) {
        self.backlinks.get_or_init(|| Arc::new(self.all_backlinks(corpus)));
    }

    fn all_backlinks(&self, corpus: &Corpus) -> Vec<Vec<usize>> {
        let ids = ids(corpus).collect();
        let all = (0..corpus.postmortems().len()).into_par_iter();
        let mentioned: Vec<Vec<usize>> = all.map(|from| self.mentioned(corpus, from, &ids)).collect();
        let mut backlinks = vec![Vec::new(); mentioned.len()];
        for (from, mentioned) in mentioned.into_iter().enumerate() {
            for to in mentioned {
                backlinks[to].push(from);
            }
        }
        backlinks
    }

    /// Mends what was known of all, where these postmortems, which are sorted, have another text.
    pub(super) fn mend_backlinks(&self, corpus: &Corpus, backlinks: &mut [Vec<usize>], changed: &[usize]) {
        for list in backlinks.iter_mut().filter(|list| !list.is_empty()) {
            list.retain(|from| changed.binary_search(from).is_err());
        }
        let names: Vec<&[u64]> = changed.iter().map(|from| self.bags[*from].names()).collect();
        let ids = ids(corpus)
            .filter(|(name, _)| names.iter().any(|names| names.binary_search(name).is_ok()))
            .collect();
        for from in changed {
            for to in self.mentioned(corpus, *from, &ids) {
                let place = backlinks[to].partition_point(|other| other < from);
                backlinks[to].insert(place, *from);
            }
        }
    }

    /// The postmortems that the text of one mentions, each once.
    fn mentioned(&self, corpus: &Corpus, from: usize, ids: &HashMap<u64, usize>) -> Vec<usize> {
        let named = self.bags[from].names().iter().filter_map(|name| ids.get(name).copied());
        let linked = corpus.postmortems()[from].body.links.iter();
        let linked = linked.filter_map(|path| match corpus.target(path) {
            Some(Target::Postmortem(to)) => Some(to),
            _ => None,
        });
        let mut to: Vec<usize> = named.chain(linked).filter(|to| *to != from).collect();
        to.sort_unstable();
        to.dedup();
        to
    }
}

/// The places of all postmortems by the hashes of their ids.
fn ids(corpus: &Corpus) -> impl Iterator<Item = (u64, usize)> {
    let all = corpus.postmortems().iter().enumerate();
    all.map(|(at, one)| (name_hash(one.id.as_str().as_bytes()), at))
}
