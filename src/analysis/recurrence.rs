//! Which earlier postmortem a later one may repeat. The only place that says so.

use super::comparison::Comparison;
use crate::model::Corpus;
use crate::search::{Scratch, name_hash};
use rayon::prelude::*;
use std::cmp::Ordering;

/// What a shared service together with a shared root cause adds, if nobody else has them.
const SAME_FAILURE: f32 = 0.2;
/// A title alone can be enough; a text with next to nothing in common cannot.
const LEAST_TEXT: f32 = 0.01;
/// What part of the threshold words make at least that are rare enough to be followed, unless service and
/// cause are the same. What two share of them by chance makes less.
const LEAST_FOLLOWED: f32 = 1.0 / 12.0;
/// How many of the earlier ones that are like a postmortem are tried as its link.
pub(super) const MOST_TRIED: usize = 8;
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

impl Candidate {
    /// Most alike first; ties are newest first.
    fn order(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.earlier.cmp(&other.earlier))
    }
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
        if let Some(all) = self.candidates.get() {
            return all[at].clone();
        }
        let mut candidates = self.scored(at, at + 1, scratch);
        if !candidates.is_empty() {
            let known = linked(corpus, at);
            candidates.retain(|candidate| !known.contains(&candidate.earlier));
        }
        candidates.sort_by(Candidate::order);
        candidates
    }

    /// Those of every postmortem, by place. Found once, in parallel, and kept.
    pub(super) fn all_candidates(&self, corpus: &Corpus) -> &[Vec<Candidate>] {
        self.candidates.get_or_init(|| {
            let all = (0..corpus.postmortems().len()).into_par_iter();
            all.map_init(Scratch::default, |scratch, at| self.candidates(corpus, at, scratch)).collect()
        })
    }

    /// What was known of all, mended by comparing those that have moved, which are sorted. References are
    /// the same as before. The places of those that may have other candidates now come with it.
    pub(super) fn candidates_after(
        &self,
        corpus: &Corpus,
        mut all: Vec<Vec<Candidate>>,
        moved: &[usize],
    ) -> (Vec<Vec<Candidate>>, Vec<usize>) {
        let mut touched = moved.to_vec();
        let has_moved = |at: usize| moved.binary_search(&at).is_ok();
        for (at, list) in all.iter_mut().enumerate().filter(|(_, list)| !list.is_empty()) {
            let before = list.len();
            list.retain(|candidate| !has_moved(candidate.earlier));
            if list.len() < before {
                touched.push(at);
            }
        }
        let found: Vec<Vec<Candidate>> = moved
            .par_iter()
            .map_init(Scratch::default, |scratch, at| {
                let mut found = self.scored(*at, 0, scratch);
                found.retain(|found| found.earlier != *at);
                found
            })
            .collect();
        for (at, found) in moved.iter().zip(found) {
            let (mut earlier, later): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|other| is_earlier(other.earlier, *at));
            let known = linked(corpus, *at);
            earlier.retain(|candidate| !known.contains(&candidate.earlier));
            earlier.sort_by(Candidate::order);
            all[*at] = earlier;
            // Where both have moved, the later one finds the earlier one itself.
            for Candidate { earlier: later, score } in later {
                if !has_moved(later) && !linked(corpus, later).contains(at) {
                    let candidate = Candidate { earlier: *at, score };
                    let place = all[later].partition_point(|one| one.order(&candidate).is_lt());
                    all[later].insert(place, candidate);
                    touched.push(later);
                }
            }
        }
        (all, touched)
    }

    /// The postmortems from `first` on that are alike enough, in no order.
    fn scored(&self, at: usize, first: usize, scratch: &mut Scratch) -> Vec<Candidate> {
        let mut found = Vec::new();
        let is_worth_it =
            |other, sum| sum >= self.threshold * LEAST_FOLLOWED || self.facets.same_failure(at, other) > 0.0;
        self.likeness.add(at, first, scratch);
        self.facets.add_same_failures(at, first, scratch);
        self.likeness.each_near(at, scratch, is_worth_it, |other, near| {
            if near + ROUNDING + SAME_FAILURE < self.threshold {
                return;
            }
            let same = SAME_FAILURE * self.facets.same_failure(at, other);
            if near + ROUNDING + same < self.threshold {
                return;
            }
            let (alike, text) = self.likeness.between(at, other);
            let score = (alike + same).min(1.0);
            if score >= self.threshold && text >= LEAST_TEXT {
                found.push(Candidate { earlier: other, score });
            }
        });
        found
    }

    /// How alike two postmortems are, from 0 to 1, by their words and by what they are filed under.
    pub fn score(&self, a: usize, b: usize) -> f32 {
        let same = SAME_FAILURE * self.facets.same_failure(a, b);
        (self.likeness.between(a, b).0 + same).min(1.0)
    }

    /// Chooses the link of a postmortem to an earlier time of the same failure: what its author declared,
    /// else the earlier one that it is most like, and whose anchor it is like as well.
    ///
    /// The anchor of a postmortem is the first one that detected links lead to from it, itself without
    /// one. Comparing with it keeps a chain from drifting from one failure to another in small steps.
    pub(super) fn choose(
        &self,
        corpus: &Corpus,
        at: usize,
        candidates: &[Candidate],
        mut anchor: impl FnMut(usize) -> usize,
    ) -> Option<Link> {
        if let Some(to) = declared(corpus, at) {
            return Some(Link { to, score: None });
        }
        let fits = |candidate: &&Candidate| {
            let anchor = anchor(candidate.earlier);
            anchor == candidate.earlier || self.score(at, anchor) >= self.threshold
        };
        let candidate = candidates.iter().take(MOST_TRIED).find(fits)?;
        Some(Link { to: candidate.earlier, score: Some(candidate.score) })
    }

    /// The later postmortems whose link may lead to one.
    pub(super) fn followers(&self, at: usize, scratch: &mut Scratch) -> Vec<usize> {
        let later = self.scored(at, 0, scratch).into_iter().map(|candidate| candidate.earlier);
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

/// The earlier time that the author of a postmortem declared.
pub(super) fn declared(corpus: &Corpus, at: usize) -> Option<usize> {
    let id = corpus.postmortems()[at].recurrence_of.as_ref()?;
    corpus.find(id).filter(|to| *to != at)
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
