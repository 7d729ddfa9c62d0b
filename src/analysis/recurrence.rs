//! Which earlier postmortem a later one may repeat. The only place that says so.

use super::comparison::Comparison;
use crate::model::Corpus;
use crate::search::{Scratch, name_hash};

/// What a shared service together with a shared root cause adds, if nobody else has them.
const SAME_FAILURE: f32 = 0.2;
/// A title alone can be enough; a text with next to nothing in common cannot.
const LEAST_TEXT: f32 = 0.01;
/// What sums of rounded numbers may differ by.
const ROUNDING: f32 = 1e-4;

/// An earlier postmortem that a later one is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its place in the corpus.
    pub earlier: usize,
    /// How alike the two are, from 0 to 1.
    pub score: f32,
}

/// What links a postmortem to an earlier time of the same failure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The place of the earlier one.
    pub to: usize,
    /// How alike the two are; `None` if the author declared it with `recurrence_of`.
    pub score: Option<f32>,
}

/// Whether the postmortem at one place of a corpus comes before the other. The corpus has newer ones first, and those without a date last.
pub fn is_earlier(one: usize, other: usize) -> bool {
    one > other
}

impl Comparison {
    /// The earlier postmortems that one may repeat and says nothing of, most alike first.
    pub fn candidates(&self, corpus: &Corpus, at: usize, scratch: &mut Scratch) -> Vec<Candidate> {
        self.likeness.add(at, at + 1, scratch);
        let mut candidates = self.scored(at, scratch);
        if !candidates.is_empty() {
            let known = linked(corpus, at);
            candidates.retain(|candidate| !known.contains(&candidate.earlier));
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.earlier.cmp(&b.earlier)));
        candidates
    }

    /// Those of the postmortems with a sum that are alike enough, in no order.
    fn scored(&self, at: usize, scratch: &mut Scratch) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (other, sum) in scratch.drain() {
            let other = other as usize;
            let most = self.likeness.at_most(at, other, sum) + ROUNDING;
            if most + SAME_FAILURE < self.threshold {
                continue;
            }
            let same = SAME_FAILURE * self.facets.same_failure(at, other);
            if most + same < self.threshold {
                continue;
            }
            let (alike, text) = self.likeness.between(at, other);
            let score = (alike + same).min(1.0);
            if score >= self.threshold && text >= LEAST_TEXT {
                found.push(Candidate { earlier: other, score });
            }
        }
        found
    }

    /// The link of a postmortem to an earlier time of the same failure: what its author declared, else the
    /// earlier one that it is most like.
    pub fn link(&self, corpus: &Corpus, at: usize, scratch: &mut Scratch) -> Option<Link> {
        let declared = corpus.postmortems()[at].recurrence_of.as_ref().and_then(|id| corpus.find(id));
        if let Some(to) = declared.filter(|to| *to != at) {
            return Some(Link { to, score: None });
        }
        let candidate = *self.candidates(corpus, at, scratch).first()?;
        Some(Link { to: candidate.earlier, score: Some(candidate.score) })
    }

    /// The later postmortems whose link may lead to one.
    pub(super) fn followers(&self, at: usize, scratch: &mut Scratch) -> Vec<usize> {
        self.likeness.add(at, 0, scratch);
        let later = self.scored(at, scratch).into_iter().map(|candidate| candidate.earlier);
        let mut later: Vec<usize> = later.filter(|other| is_earlier(at, *other)).collect();
        later.sort_unstable();
        later
    }

    /// Whether the text of a postmortem names another by its id.
    pub fn names(&self, corpus: &Corpus, at: usize, other: usize) -> bool {
        let id = corpus.postmortems()[other].id.as_str();
        self.bags[at].names().binary_search(&name_hash(id.as_bytes())).is_ok()
    }
}

/// All that a postmortem is linked with by its front matter, over others as well: once a failure is known
/// to come back, each further time need not name all earlier ones.
fn linked(corpus: &Corpus, at: usize) -> Vec<usize> {
    let mut linked = vec![at];
    let mut next = 0;
    while let Some(&from) = linked.get(next) {
        next += 1;
        let to = corpus.postmortems()[from].references().filter_map(|(_, id)| corpus.find(id));
        for to in to {
            if !linked.contains(&to) {
                linked.push(to);
            }
        }
    }
    linked
}
