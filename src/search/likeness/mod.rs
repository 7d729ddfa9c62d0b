//! How like postmortems are, and by which words.
//!
//! Each is a sparse vector of length 1: half of it is its text, half its title, each word weighed by how
//! often it occurs there and how rarely elsewhere (tf–idf). The likeness of two is the product of their
//! vectors, which is the mean of two cosines. Of a text only its best words count, so that a vector is
//! short, and all of it is made again from the [`Bag`]s of ten thousand postmortems in the time of a blink.
//!
//! Nothing here depends on the numbers of words, and sums are made in the order of
//! [`Vocabulary::order`]: the likeness of two is the same from either side and on any machine.

mod after;
mod common;

use super::plan::rarity;
use super::vocabulary::{Bag, Vocabulary};
use common::Common;
use rayon::prelude::*;
use std::sync::Arc;

/// How many of a text's best words are compared.
const BEST: usize = 64;
/// Words in more than one of so many texts say nothing about any two of them.
const COMMON: usize = 4;
/// How many words are named as evidence.
const EVIDENCE: usize = 6;
/// A word that more postmortems have among their best leads to none of them: following it would compare
/// everything with everything. It still counts between two that another word brought together. (The
/// corpora of tests are small.)
const MOST_FOLLOWED: usize = if cfg!(test) { 24 } else { 128 };
/// The fewest postmortems that are worth a thread of their own.
const SLICE: usize = 256;

/// A word of a vector: twice the rank of its stem in the order of stems, and one more in a title.
type Feature = u32;

/// The words of all postmortems, weighed.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    /// Where each postmortem's part of `vectors` begins, and where the last ends.
    starts: Vec<usize>,
    /// Words and their shares, sorted.
    vectors: Vec<(Feature, f32)>,
    /// The words that are not followed.
    common: Common,
    /// By feature: in how many vectors it is.
    lengths: Vec<u32>,
    /// By feature: where its part of `postings` begins.
    lists: Vec<u32>,
    /// For every feature that is followed, the postmortems that have it, with their shares.
    postings: Vec<(u32, f32)>,
    /// By number of the stem.
    stems: Vec<Weight>,
    /// By rank: the number of the stem.
    ranked: Vec<u32>,
}

/// What a stem tells.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// In so many postmortems.
    documents: u32,
    /// What it weighs in a title.
    rarity: f32,
    /// What it weighs in a text: as much, or nothing.
    telling: f32,
    /// Its place in the order of stems that occur.
    rank: u32,
}

/// A postmortem that is like another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Like {
    /// Its place in the corpus.
    pub document: usize,
    /// From 0, nothing in common, to 1, the same words.
    pub likeness: f32,
}

/// Sums that are cleared by going over what was touched, for the next question.
#[derive(Debug, Default)]
pub struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
    /// The shares of one postmortem of the words that are not followed.
    shares: Vec<f32>,
}

impl Scratch {
    /// Adds to the sum of a postmortem.
    pub fn add(&mut self, document: u32, amount: f32) {
        let sum = &mut self.sums[document as usize];
        if *sum == 0.0 {
            self.touched.push(document);
        }
        *sum += amount;
    }

    /// Makes room for so many postmortems.
    pub fn reserve(&mut self, count: usize) {
        if self.sums.len() < count {
            self.sums.resize(count, 0.0);
        }
    }

    /// All sums that are not zero, in no order; begins anew.
    pub fn drain(&mut self) -> impl Iterator<Item = (u32, f32)> {
        let sums = &mut self.sums;
        self.touched.drain(..).map(|document| (document, std::mem::take(&mut sums[document as usize])))
    }
}

impl Likeness {
    /// Weighs the words of all postmortems. `bags` are in the order of the corpus, and of `vocabulary`.
    pub fn of(bags: &[Arc<Bag>], vocabulary: &Vocabulary) -> Self {
        let mut stems = weights(bags, vocabulary);
        let ranked = rank(&mut stems, vocabulary, &[]);
        let times = times();
        let slices = bags
            .par_chunks(SLICE)
            .map_init(Vec::new, |buffer, slice| {
                let mut vectors = Vectors::of(slice.len());
                for bag in slice {
                    vectors.push(bag, &stems, &times, buffer);
                }
                vectors
            })
            .collect();
        let mut likeness = Self { stems, ranked, ..Self::default() };
        likeness.take(slices);
        likeness.post();
        likeness
    }

    /// Takes the vectors of all postmortems.
    fn take(&mut self, slices: Vec<Vectors>) {
        let count = slices.iter().map(|slice| slice.ends.len()).sum::<usize>();
        self.vectors.reserve_exact(slices.iter().map(|slice| slice.words.len()).sum());
        self.starts.reserve_exact(count + 1);
        self.starts.push(0);
        for slice in slices {
            let start = self.vectors.len();
            self.starts.extend(slice.ends.into_iter().map(|end| start + end));
            self.vectors.extend(slice.words);
        }
    }

    /// How many postmortems there are.
    pub fn count(&self) -> usize {
        self.common.count()
    }

    /// Makes the postings of the features that are followed.
    fn post(&mut self) {
        let mut lengths = vec![0_u32; self.ranked.len() * 2];
        for (feature, _) in &self.vectors {
            lengths[*feature as usize] += 1;
        }
        let is_followed: Vec<bool> = lengths.iter().map(|length| *length as usize <= MOST_FOLLOWED).collect();
        self.lists = Vec::with_capacity(lengths.len() + 1);
        let mut sum = 0;
        for (length, is_followed) in lengths.iter().zip(&is_followed) {
            self.lists.push(sum);
            sum += if *is_followed { *length } else { 0 };
        }
        self.lists.push(sum);
        self.postings = vec![(0, 0.0); sum as usize];
        // Every thread goes over all vectors, and takes the features of its own part.
        let mut parts = Vec::new();
        let (mut from, mut left) = (0, self.postings.as_mut_slice());
        let threads = rayon::current_num_threads();
        for part in 1..=threads {
            let end = sum as usize * part / threads;
            let to = self.lists.partition_point(|start| (*start as usize) < end).min(lengths.len());
            let (own, others) = left.split_at_mut((self.lists[to] - self.lists[from]) as usize);
            parts.push((from..to, own));
            (from, left) = (to, others);
        }
        let (starts, vectors, lists) = (&self.starts, &self.vectors, &self.lists);
        parts.into_par_iter().for_each(|(features, postings)| {
            let begin = lists[features.start];
            let mut places: Vec<u32> = lists[features.clone()].iter().map(|start| start - begin).collect();
            for (document, range) in (0..).zip(starts.windows(2)) {
                for (feature, share) in &vectors[range[0]..range[1]] {
                    let feature = *feature as usize;
                    if features.contains(&feature) && is_followed[feature] {
                        let place = &mut places[feature - features.start];
                        postings[*place as usize] = (document, *share);
                        *place += 1;
                    }
                }
            }
        });
        self.lengths = lengths;
        let mut common = Common::of(is_followed.iter().map(|is_followed| !is_followed));
        (0..self.starts.len() - 1).for_each(|document| common.push(self.vector(document)));
        self.common = common;
    }

    /// The words of a postmortem, with their shares.
    fn vector(&self, document: usize) -> &[(Feature, f32)] {
        &self.vectors[self.starts[document]..self.starts[document + 1]]
    }

    /// The postmortems that have a feature, if it is followed.
    fn list(&self, feature: usize) -> &[(u32, f32)] {
        &self.postings[self.lists[feature] as usize..self.lists[feature + 1] as usize]
    }

    /// Adds to the sum of every postmortem from `first` on what its followed words have in common with one.
    pub fn add(&self, document: usize, first: usize, scratch: &mut Scratch) {
        scratch.reserve(self.count());
        for (feature, own) in self.vector(document) {
            let list = self.list(*feature as usize);
            let from =
                if first == 0 { 0 } else { list.partition_point(|(other, _)| (*other as usize) < first) };
            for (other, share) in &list[from..] {
                scratch.add(*other, own * share);
            }
        }
    }

    /// Calls `each` for every postmortem that has a sum, of those of [`Self::add`] for this one, with how
    /// like the two are, up to rounding; in no order. Only for those that are worth it, by that sum: of a
    /// large corpus, most share a followed word by chance.
    pub fn each_near(
        &self,
        document: usize,
        scratch: &mut Scratch,
        is_worth_it: impl Fn(usize, f32) -> bool,
        mut each: impl FnMut(usize, f32),
    ) {
        let mut shares = std::mem::take(&mut scratch.shares);
        self.common.lay_out(document, &mut shares);
        for (other, sum) in scratch.drain().map(|(other, sum)| (other as usize, sum)) {
            if is_worth_it(other, sum) {
                each(other, sum + self.common.product(other, &shares));
            }
        }
        scratch.shares = shares;
    }

    /// How like two postmortems are, and how much of that is due to their texts, not to their titles.
    pub fn between(&self, a: usize, b: usize) -> (f32, f32) {
        let (mut all, mut text) = (0.0, 0.0);
        self.shared(a, b, |feature, product| {
            all += product;
            if feature % 2 == 0 {
                text += product;
            }
        });
        (all, text)
    }

    /// Calls `each` for every feature that two have in common, in their order.
    fn shared(&self, a: usize, b: usize, mut each: impl FnMut(Feature, f32)) {
        let (own, others) = (self.vector(a), self.vector(b));
        let (mut i, mut j) = (0, 0);
        while let (Some((one, share)), Some((other, others_share))) = (own.get(i), others.get(j)) {
            if one == other {
                each(*one, share * others_share);
            }
            // Without a branch: which of two words comes first is anybody's guess.
            i += usize::from(one <= other);
            j += usize::from(other <= one);
        }
    }

    /// The stems that make two texts alike, the telling ones first.
    pub fn evidence(&self, a: usize, b: usize) -> Vec<u32> {
        let mut shared = Vec::new();
        self.shared(a, b, |feature, product| {
            if feature % 2 == 0 {
                shared.push((product, self.ranked[feature as usize / 2]));
            }
        });
        // A stable sort: equal ones stay in the order of stems.
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        shared.into_iter().take(EVIDENCE).map(|(_, stem)| stem).collect()
    }

    /// What a stem weighs in a short text, and in how many postmortems it is.
    pub(super) fn rarity(&self, stem: Option<u32>) -> f32 {
        match stem.and_then(|stem| self.stems.get(stem as usize)).filter(|weight| weight.documents > 0) {
            Some(weight) => weight.rarity,
            None => rarity_of(1, self.count()),
        }
    }
}

fn rarity_of(documents: u32, count: usize) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "weights have 32 bits")]
    let rarity = rarity(documents, count) as f32;
    rarity
}

/// What every stem tells.
fn weights(bags: &[Arc<Bag>], vocabulary: &Vocabulary) -> Vec<Weight> {
    let count = vocabulary.count_of_stems();
    let slice = bags.len().div_ceil(rayon::current_num_threads()).max(SLICE);
    let documents = bags
        .par_chunks(slice)
        .map(|bags| {
            let mut documents = vec![0_u32; count];
            for stem in bags.iter().flat_map(|bag| &bag.stems) {
                documents[*stem as usize] += 1;
            }
            documents
        })
        .reduce_with(|mut sums, others| {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
            sums
        });
    let weight = |(stem, documents)| weigh(stem, documents, bags.len(), vocabulary);
    (0..).zip(documents.unwrap_or_default()).map(weight).collect()
}

/// What a stem tells that is in so many of all texts; its rank is not known yet.
fn weigh(stem: u32, documents: u32, count: usize, vocabulary: &Vocabulary) -> Weight {
    let rarity = rarity_of(documents, count);
    // Of two or three texts, a word of two says something all the same.
    let common = documents > 2 && documents as usize * COMMON > count;
    let telling = if common || vocabulary.is_junk(stem) { 0.0 } else { rarity };
    Weight { documents, rarity, telling, rank: 0 }
}

/// Ranks the stems that occur by their order; the stems by rank. `ranked` is how they were ranked before,
/// which saves sorting.
fn rank(stems: &mut [Weight], vocabulary: &Vocabulary, ranked: &[u32]) -> Vec<u32> {
    let mut is_ranked = vec![false; stems.len()];
    for stem in ranked {
        is_ranked[*stem as usize] = true;
    }
    let others = (0..).zip(stems.iter().zip(&is_ranked));
    let others = others.filter(|(_, (weight, is_ranked))| !**is_ranked && weight.documents > 0);
    let mut others: Vec<(u64, u32)> = others.map(|(stem, _)| (vocabulary.order(stem), stem)).collect();
    others.par_sort_unstable();
    let mut all = Vec::with_capacity(ranked.len() + others.len());
    let mut left = ranked;
    for other in others {
        let before = left.partition_point(|stem| (vocabulary.order(*stem), *stem) < other);
        all.extend_from_slice(&left[..before]);
        all.push(other.1);
        left = &left[before..];
    }
    all.extend_from_slice(left);
    all.retain(|stem| stems[*stem as usize].documents > 0);
    for (rank, stem) in (0..).zip(&all) {
        stems[*stem as usize].rank = rank;
    }
    all
}

/// What a word counts that occurs so often.
fn times() -> Vec<f32> {
    (0..=u8::MAX).map(|times| 1.0 + f32::from(times.max(1)).ln()).collect()
}

/// The vectors of some postmortems, one after the other.
struct Vectors {
    /// Where each ends.
    ends: Vec<usize>,
    /// Words and their shares, sorted within each.
    words: Vec<(Feature, f32)>,
}

impl Vectors {
    /// None yet; room for so many.
    fn of(count: usize) -> Self {
        Self { ends: Vec::with_capacity(count), words: Vec::with_capacity(count * (BEST + 8)) }
    }

    /// Adds the vector of a bag.
    fn push(&mut self, bag: &Bag, stems: &[Weight], times: &[f32], buffer: &mut Vec<(f32, Feature)>) {
        let start = self.words.len();
        buffer.clear();
        buffer.extend(bag.stems.iter().zip(&bag.times).filter_map(|(stem, count)| {
            let weight = stems[*stem as usize];
            (weight.telling > 0.0).then(|| (times[*count as usize] * weight.telling, weight.rank * 2))
        }));
        if buffer.len() > BEST {
            buffer.select_nth_unstable_by(BEST, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            buffer.truncate(BEST);
        }
        half(buffer, &mut self.words);
        buffer.clear();
        buffer.extend(bag.title.iter().map(|stem| {
            let weight = stems[*stem as usize];
            (weight.rarity, weight.rank * 2 + 1)
        }));
        half(buffer, &mut self.words);
        let own = &mut self.words[start..];
        own.sort_unstable_by_key(|(feature, _)| *feature);
        self.ends.push(self.words.len());
    }

    /// All of them.
    fn all(&self) -> impl Iterator<Item = &[(Feature, f32)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.words[start..*end])
    }
}

/// Adds words to a vector, of which they make half.
fn half(words: &mut [(f32, Feature)], vector: &mut Vec<(Feature, f32)>) {
    words.sort_unstable_by_key(|(_, feature)| *feature);
    let length = words.iter().map(|(weight, _)| weight * weight).sum::<f32>().sqrt();
    let scale = std::f32::consts::FRAC_1_SQRT_2 / length;
    vector.extend(words.iter().map(|(weight, feature)| (*feature, weight * scale)));
}
