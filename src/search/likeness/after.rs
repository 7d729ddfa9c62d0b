//! The likeness of all postmortems after an edit of a few of them, from what was known before.
//!
//! How many postmortems there are stays the same, so that a word weighs something else only if it came
//! to a text or left one. Few vectors have such a word among their best; only those are made again.

use super::{Feature, Likeness, SLICE, Vectors, Weight, rank, times, weigh};
use crate::search::vocabulary::{Bag, Vocabulary};
use rayon::prelude::*;
use std::sync::Arc;

/// The rank of a stem that is in no text any more.
const GONE: u32 = u32::MAX;

/// Whether a stem weighs something else than before.
#[derive(Debug, Clone, Copy, Default)]
struct Otherwise {
    text: bool,
    title: bool,
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
        let mut weighs_otherwise = vec![Otherwise::default(); stems.len()];
        for stem in &touched {
            let old = stems[*stem as usize];
            let new = weigh(*stem, old.documents, bags.len(), vocabulary);
            weighs_otherwise[*stem as usize] =
                Otherwise { text: old.telling != new.telling, title: old.rarity != new.rarity };
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
        let (vectors, mut moved) = self.vectors_after(bags, &stems, &changed, &weighs_otherwise, new_ranks.as_deref());
        let mut likeness = Self { stems, ranked, ..Self::default() };
        likeness.take(vectors);
        likeness.add_followed_otherwise(self, new_ranks.as_deref(), &mut moved);
        (likeness, moved)
    }

    fn documents(&self, stem: u32) -> u32 {
        self.stems.get(stem as usize).map_or(0, |weight| weight.documents)
    }

    /// The vectors by slices, and the places of those that are not what they were.
    fn vectors_after(
        &self,
        bags: &[Arc<Bag>],
        stems: &[Weight],
        changed: &[usize],
        otherwise: &[Otherwise],
        new_ranks: Option<&[u32]>,
    ) -> (Vec<Vectors>, Vec<usize>) {
        let times = times();
        let renumbered = |at: usize| {
            self.vector(at).iter().map(|(feature, share)| match new_ranks {
                None => (*feature, *share),
                Some(ranks) => match ranks[*feature as usize / 2] {
                    GONE => (Feature::MAX, *share),
                    rank => (rank * 2 + feature % 2, *share),
                },
            })
        };
        let is_same = |at: usize, bag: &Bag| {
            !changed.contains(&at)
                && !bag.stems.iter().any(|stem| otherwise[*stem as usize].text)
                && !bag.title.iter().any(|stem| otherwise[*stem as usize].title)
        };
        let slices: Vec<(Vectors, Vec<usize>)> = bags
            .par_chunks(SLICE)
            .enumerate()
            .map_init(Vec::new, |buffer, (number, slice)| {
                let (mut vectors, mut moved) = (Vectors::of(slice.len()), Vec::new());
                for (at, bag) in (number * SLICE..).zip(slice) {
                    if is_same(at, bag) {
                        vectors.extend(renumbered(at));
                    } else if !renumbered(at).eq(vectors.push(bag, stems, &times, buffer).iter().copied()) {
                        moved.push(at);
                    }
                }
                (vectors, moved)
            })
            .collect();
        let (vectors, moved): (Vec<_>, Vec<_>) = slices.into_iter().unzip();
        (vectors, moved.concat())
    }

    /// Adds the postmortems that have a word which now is followed and was not, or the other way round.
    fn add_followed_otherwise(&self, before: &Self, new_ranks: Option<&[u32]>, moved: &mut Vec<usize>) {
        let mut before_now = vec![false; self.lists.len() - 1];
        for feature in (0..before.lists.len() - 1).filter(|feature| !before.list(*feature).is_empty()) {
            let rank = new_ranks.map_or(feature / 2, |ranks| ranks[feature / 2] as usize);
            if let Some(place) = before_now.get_mut(rank * 2 + feature % 2) {
                *place = true;
            }
        }
        let otherwise: Vec<bool> = before_now
            .iter()
            .enumerate()
            .map(|(feature, before)| *before == self.list(feature).is_empty())
            .collect();
        if otherwise.contains(&true) {
            let more = (0..self.count()).into_par_iter().filter(|at| {
                self.vector(*at).iter().any(|(feature, _)| otherwise[*feature as usize])
            });
            moved.par_extend(more);
            moved.sort_unstable();
            moved.dedup();
        }
    }
}
