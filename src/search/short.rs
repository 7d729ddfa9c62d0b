//! Short texts, such as promises, compared with each other.

use super::likeness::{Likeness, Scratch};
use super::text;
use super::vocabulary::Vocabulary;
use std::collections::{BTreeMap, HashMap};

/// Short texts, numbered in the order given.
#[derive(Debug, Clone, Default)]
pub struct ShortTexts {
    texts: Vec<Vec<(u32, f32)>>,
    /// For each stem the texts that have it, with the share that it has in each.
    postings: Vec<Vec<(u32, f32)>>,
}

impl ShortTexts {
    /// Weighs the words of texts by how rare they are among the postmortems.
    pub fn new<'a>(
        texts: impl IntoIterator<Item = &'a str>,
        likeness: &Likeness,
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut short = Self::default();
        for (number, text) in (0..).zip(texts) {
            let mut words = BTreeMap::new();
            text::tokens(text, |token| {
                let rarity = likeness.rarity(vocabulary.find(token.word));
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                words.insert(*numbers.entry(vocabulary.stem(token.word)).or_insert(next), rarity);
            });
            short.postings.resize(numbers.len(), Vec::new());
            let length = words.values().map(|weight| weight * weight).sum::<f32>().sqrt();
            let words: Vec<_> = words.into_iter().map(|(stem, weight)| (stem, weight / length)).collect();
            for (stem, share) in &words {
                short.postings[*stem as usize].push((number, *share));
            }
            short.texts.push(words);
        }
        short
    }

    /// The texts that are like text `number`, at least by `least`, in their order.
    pub fn like(&self, number: usize, least: f32, scratch: &mut Scratch) -> Vec<(usize, f32)> {
        scratch.reserve(self.texts.len());
        for (stem, own) in &self.texts[number] {
            for (other, share) in &self.postings[*stem as usize] {
                scratch.add(*other, own * share);
            }
        }
        let found = scratch.drain().map(|(other, sum)| (other as usize, sum));
        let mut like: Vec<_> = found.filter(|(other, sum)| *sum >= least && *other != number).collect();
        like.sort_unstable_by_key(|(other, _)| *other);
        like
    }
}
