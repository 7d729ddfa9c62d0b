//! The likeness of all postmortems after an edit of a few of them, from what was known before.
//!
//! How many postmortems there are stays the same, so that a word weighs something else only if it came
//! to a text or left one. Few vectors have such a word among their best; only those are made again, and
//! all others are copied.

use super::common::Common;
use super::{Feature, Likeness, MOST_FOLLOWED, SLICE, Vectors, Weight, rank, times, weigh};
use crate::search::vocabulary::{Bag, Vocabulary};
use rayon::prelude::*;
use std::sync::Arc;

/// The rank of a stem that is in no text any more.
const GONE: u32 = u32::MAX;

/// A set of stems.
struct Stems {
    bits: Vec<u64>,
    /// How many were put in.
    count: usize,
}

impl Stems {
    /// None yet, of so many.
    fn of(count: usize) -> Self {
        Self { bits: vec![0; count.div_ceil(64)], count: 0 }
    }

    fn insert(&mut self, stem: u32) {
        self.bits[stem as usize / 64] |= 1 << (stem % 64);
        self.count += 1;
    }

    fn has_any(&self, mut stems: impl Iterator<Item = u32>) -> bool {
        self.count > 0 && stems.any(|stem| self.bits[stem as usize / 64] >> (stem % 64) & 1 == 1)
    }
}

/// What a feature is called now; the highest number for what is gone.
fn renumbered(feature: Feature, new_ranks: Option<&[u32]>) -> Feature {
    match new_ranks.map(|ranks| ranks[feature as usize / 2]) {
        None => feature,
        Some(GONE) => Feature::MAX,
        Some(rank) => rank * 2 + feature % 2,
    }
}

impl Likeness {
    /// What [`Likeness::of`] gives for `bags`, of which only the `changed` ones, by their places, differ
    /// from those `before`; with the places, sorted, of the postmortems whose likeness to any other may
    /// not be what it was. `self` is of `before`, as many, by the same vocabulary, which may have learned
    /// since.
    pub fn after(
        &self,
        before: &[Arc<Bag>],
        bags: &[Arc<Bag>],
        changed: &[usize],
        vocabulary: &Vocabulary,
    ) -> (Self, Vec<usize>) {
        let mut stems = self.stems.clone();
        stems.resize(vocabulary.count_of_stems(), Weight::default());
        for at in changed {
            before[*at].stems.iter().for_each(|stem| stems[*stem as usize].documents -= 1);
            bags[*at].stems.iter().for_each(|stem| stems[*stem as usize].documents += 1);
        }
        let mut touched: Vec<u32> = changed
            .iter()
            .flat_map(|at| before[*at].stems.iter().chain(&bags[*at].stems))
            .copied()
            .filter(|stem| stems[*stem as usize].documents != self.documents(*stem))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        // A word that weighs less than before matters where it was among the best ones; one that weighs
        // more may matter wherever it is.
        let (mut lighter, mut heavier) = (Stems::of(stems.len()), Stems::of(stems.len()));
        for stem in &touched {
            let old = stems[*stem as usize];
            let new = weigh(*stem, old.documents, bags.len(), vocabulary);
            if new.telling > old.telling {
                heavier.insert(*stem);
            } else {
                lighter.insert(*stem);
            }
            stems[*stem as usize] = Weight { rank: old.rank, ..new };
        }
        let came_or_went =
            |stem: &u32| (stems[*stem as usize].documents == 0) != (self.documents(*stem) == 0);
        let (ranked, new_ranks) = if touched.iter().any(came_or_went) {
            let ranked = rank(&mut stems, vocabulary, &self.ranked);
            let new_rank = |stem: &u32| {
                let weight = stems[*stem as usize];
                if weight.documents == 0 { GONE } else { weight.rank }
            };
            let new_ranks: Vec<u32> = self.ranked.iter().map(new_rank).collect();
            (ranked, Some(new_ranks))
        } else {
            (self.ranked.clone(), None)
        };
        let is_affected = |at: &usize| {
            let own = self.vector(*at).iter().map(|(feature, _)| self.ranked[*feature as usize / 2]);
            heavier.has_any(bags[*at].stems.iter().copied()) || lighter.has_any(own) || changed.contains(at)
        };
        let affected: Vec<usize> = (0..bags.len()).into_par_iter().filter(is_affected).collect();
        let mut likeness = Self { stems, ranked, ..Self::default() };
        let mut moved = likeness.take_again(self, bags, &affected, new_ranks.as_deref());
        if !likeness.post_again(self, &moved, new_ranks.as_deref()) {
            likeness.post();
            likeness.add_followed_otherwise(self, new_ranks.as_deref(), &mut moved);
        }
        (likeness, moved)
    }

    fn documents(&self, stem: u32) -> u32 {
        self.stems.get(stem as usize).map_or(0, |weight| weight.documents)
    }

    /// Takes the vectors that were known before, those of the `affected` made again. Gives the places of
    /// those that are not what they were.
    fn take_again(
        &mut self,
        before: &Self,
        bags: &[Arc<Bag>],
        affected: &[usize],
        new_ranks: Option<&[u32]>,
    ) -> Vec<usize> {
        let (stems, times) = (&self.stems, times());
        let made: Vec<Vectors> = affected
            .par_chunks(SLICE)
            .map_init(Vec::new, |buffer, slice| {
                let mut vectors = Vectors::of(slice.len());
                for at in slice {
                    vectors.push(&bags[*at], stems, &times, buffer);
                }
                vectors
            })
            .collect();
        let mut made = made.iter().flat_map(Vectors::all);
        self.vectors.reserve_exact(before.vectors.len() + affected.len() * 8);
        self.starts.reserve_exact(bags.len() + 1);
        self.starts.push(0);
        let (mut affected, mut moved) = (affected.iter().copied().peekable(), Vec::new());
        for at in 0..bags.len() {
            let old =
                before.vector(at).iter().map(|(feature, share)| (renumbered(*feature, new_ranks), *share));
            match affected.next_if_eq(&at).and_then(|_| made.next()) {
                None => self.vectors.extend(old),
                Some(new) => {
                    if !old.eq(new.iter().copied()) {
                        moved.push(at);
                    }
                    self.vectors.extend_from_slice(new);
                }
            }
            self.starts.push(self.vectors.len());
        }
        moved
    }

    /// Makes the postings from those before, of which only the moved ones have others. `false`, and nothing
    /// is made, where a word is followed now and was not, or the other way round.
    fn post_again(&mut self, before: &Self, moved: &[usize], new_ranks: Option<&[u32]>) -> bool {
        let count = self.ranked.len() * 2;
        let mut lengths = vec![0_u32; count];
        // By feature: what it was called before.
        let mut olds = vec![Feature::MAX; count];
        for (old, length) in (0..).zip(&before.lengths) {
            let new = renumbered(old, new_ranks) as usize;
            if new < count {
                (lengths[new], olds[new]) = (*length, old);
            }
        }
        // What comes to a list or leaves it: by feature, then by postmortem.
        let mut edits: Vec<(Feature, u32, Option<f32>)> = Vec::new();
        for (at, document) in moved.iter().map(|at| (*at, u32::try_from(*at).unwrap_or(u32::MAX))) {
            for feature in before.vector(at).iter().map(|(feature, _)| renumbered(*feature, new_ranks)) {
                // Nobody has what is gone.
                if feature != Feature::MAX {
                    lengths[feature as usize] -= 1;
                    edits.push((feature, document, None));
                }
            }
            for (feature, share) in self.vector(at) {
                lengths[*feature as usize] += 1;
                edits.push((*feature, document, Some(*share)));
            }
        }
        let old_length = |feature: usize| match olds[feature] {
            Feature::MAX => 0,
            old => before.lengths[old as usize],
        };
        let is_long = |length: u32| length as usize > MOST_FOLLOWED;
        if (0..count).any(|feature| is_long(lengths[feature]) != is_long(old_length(feature))) {
            return false;
        }
        edits.sort_unstable_by_key(|(feature, document, share)| (*feature, *document, share.is_some()));
        let mut edits = edits.into_iter().peekable();
        self.lists = Vec::with_capacity(count + 1);
        self.postings = Vec::with_capacity(before.postings.len() + moved.len() * 8);
        for (feature, old) in (0..).zip(&olds) {
            self.lists.push(u32::try_from(self.postings.len()).unwrap_or(u32::MAX));
            let mut list = if *old == Feature::MAX { &[] } else { before.list(*old as usize) };
            while let Some((_, document, share)) = edits.next_if(|edit| edit.0 == feature) {
                if is_long(lengths[feature as usize]) {
                    continue;
                }
                let (those_before, rest) = list.split_at(list.partition_point(|one| one.0 < document));
                self.postings.extend_from_slice(those_before);
                list = match share {
                    Some(share) => {
                        self.postings.push((document, share));
                        rest
                    }
                    None => &rest[1..],
                };
            }
            self.postings.extend_from_slice(list);
        }
        self.lists.push(u32::try_from(self.postings.len()).unwrap_or(u32::MAX));
        self.lengths = lengths;
        let mut common = Common::of(self.lengths.iter().map(|length| is_long(*length)));
        let mut moved = moved.iter().copied().peekable();
        for at in 0..before.count() {
            match moved.next_if_eq(&at) {
                Some(_) => common.push(self.vector(at)),
                // The same features are long as before, in the same order.
                None => common.push_same(before.common.own(at)),
            }
        }
        self.common = common;
        true
    }

    /// Adds the postmortems that have a word which now is followed and was not, or the other way round.
    fn add_followed_otherwise(&self, before: &Self, new_ranks: Option<&[u32]>, moved: &mut Vec<usize>) {
        let is_followed = |length: u32| length > 0 && length as usize <= MOST_FOLLOWED;
        let mut was_followed = vec![false; self.lengths.len()];
        for (old, _) in (0..).zip(&before.lengths).filter(|(_, length)| is_followed(**length)) {
            if let Some(place) = was_followed.get_mut(renumbered(old, new_ranks) as usize) {
                *place = true;
            }
        }
        let now = self.lengths.iter().map(|length| is_followed(*length));
        let otherwise: Vec<bool> = was_followed.iter().zip(now).map(|(before, now)| *before != now).collect();
        if otherwise.contains(&true) {
            let more = (0..self.count())
                .into_par_iter()
                .filter(|at| self.vector(*at).iter().any(|(feature, _)| otherwise[*feature as usize]));
            moved.par_extend(more);
            moved.sort_unstable();
            moved.dedup();
        }
    }
}
