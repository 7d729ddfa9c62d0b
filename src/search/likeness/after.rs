//! The likeness of all postmortems after an edit of a few of them, from what was known before.
//!
//! How many postmortems there are stays the same, so that a word weighs something else only if it came
//! to a text or left one. Few vectors have such a word among their best; only those are made again, and
//! all others are copied.

use super::{Feature, Likeness, SLICE, Vectors, Weight, rank, times, weigh};
use crate::search::vocabulary::{Bag, Vocabulary};
use rayon::prelude::*;
use std::sync::Arc;

/// The rank of a stem that is in no text any more.
const GONE: u32 = u32::MAX;

/// A set of stems.
struct Stems(Vec<u64>);

impl Stems {
    /// None yet, of so many.
    fn of(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, stem: u32) {
        self.0[stem as usize / 64] |= 1 << (stem % 64);
    }

    fn has_any(&self, stems: &[u32]) -> bool {
        stems.iter().any(|stem| self.0[*stem as usize / 64] >> (stem % 64) & 1 == 1)
    }
}

impl Likeness {
    /// What [`Likeness::of`] gives for `bags`, of which those that are not the same ones as in `before`
    /// have changed; with the places, sorted, of the postmortems whose likeness to any other may not be
    /// what it was. `self` is of `before`, as many, by the same vocabulary, which may have learned since.
    pub fn after(
        &self,
        before: &[Arc<Bag>],
        bags: &[Arc<Bag>],
        vocabulary: &Vocabulary,
    ) -> (Self, Vec<usize>) {
        let changed: Vec<usize> =
            (0..bags.len()).filter(|at| !Arc::ptr_eq(&before[*at], &bags[*at])).collect();
        let mut stems = self.stems.clone();
        stems.resize(vocabulary.count_of_stems(), Weight::default());
        for at in &changed {
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
        let (mut in_texts, mut in_titles) = (Stems::of(stems.len()), Stems::of(stems.len()));
        for stem in &touched {
            let old = stems[*stem as usize];
            let new = weigh(*stem, old.documents, bags.len(), vocabulary);
            if old.telling.to_bits() != new.telling.to_bits() {
                in_texts.insert(*stem);
            }
            in_titles.insert(*stem);
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
        let weighed_otherwise = |at: &usize| {
            let bag = &bags[*at];
            in_texts.has_any(&bag.stems) || in_titles.has_any(&bag.title) || changed.contains(at)
        };
        let affected: Vec<usize> = (0..bags.len()).into_par_iter().filter(weighed_otherwise).collect();
        let mut likeness = Self { stems, ranked, ..Self::default() };
        let mut moved = likeness.take_again(self, bags, &affected, new_ranks.as_deref());
        likeness.post();
        likeness.add_followed_otherwise(self, new_ranks.as_deref(), &mut moved);
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
                slice.iter().for_each(|at| vectors.push(&bags[*at], stems, &times, buffer));
                vectors
            })
            .collect();
        let mut made = made.iter().flat_map(Vectors::all);
        let renumbered = |feature: Feature| match new_ranks.map(|ranks| ranks[feature as usize / 2]) {
            None => feature,
            Some(GONE) => Feature::MAX,
            Some(rank) => rank * 2 + feature % 2,
        };
        self.vectors.reserve_exact(before.vectors.len() + affected.len() * 8);
        self.starts.reserve_exact(bags.len() + 1);
        self.starts.push(0);
        let (mut affected, mut moved) = (affected.iter().copied().peekable(), Vec::new());
        for at in 0..bags.len() {
            let old = before.vector(at).iter().map(|(feature, share)| (renumbered(*feature), *share));
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

    /// Adds the postmortems that have a word which now is followed and was not, or the other way round.
    fn add_followed_otherwise(&self, before: &Self, new_ranks: Option<&[u32]>, moved: &mut Vec<usize>) {
        let mut was_followed = vec![false; self.lists.len() - 1];
        for feature in (0..before.lists.len() - 1).filter(|feature| !before.list(*feature).is_empty()) {
            let rank = new_ranks.map_or(feature / 2, |ranks| ranks[feature / 2] as usize);
            if let Some(place) = was_followed.get_mut(rank * 2 + feature % 2) {
                *place = true;
            }
        }
        let otherwise: Vec<bool> = was_followed
            .iter()
            .enumerate()
            .map(|(feature, before)| *before == self.list(feature).is_empty())
            .collect();
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
