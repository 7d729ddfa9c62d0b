//! How like the texts of postmortems are, and by which words.
//!
//! The likeness of two texts is the cosine of their words, each weighed by how often it occurs there and
//! how rarely elsewhere (tf–idf). It is computed from the best words of one text over their postings,
//! so that ten thousand texts are compared with each other in a second, and the same on any machine.

use super::SearchError;
use super::index::SearchIndex;
use super::plan::rarity;
use super::text;
use rayon::prelude::*;
use std::collections::BTreeMap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// How many of a text's best words are compared.
const BEST: usize = 64;
/// Words in more than this share of the texts say nothing about any two of them.
const COMMON: f64 = 0.25;
/// How many words are named as evidence.
const EVIDENCE: usize = 6;

/// The words of all texts, weighed.
pub struct Likeness<'a> {
    index: &'a SearchIndex,
    /// For each stem its documents, with the share that it has in each; empty for common stems.
    postings: Vec<Vec<(u32, f32)>>,
    /// For each document its best stems, with their shares, best first.
    best: Vec<Vec<(u32, f32)>>,
}

/// A text that is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// The other one's place in the corpus.
    pub document: u32,
    /// From 0, nothing in common, to 1, the same words.
    pub likeness: f32,
}

impl SearchIndex {
    /// Weighs the words of all texts.
    pub fn likeness(&self) -> Result<Likeness<'_>, SearchError> {
        let mut postings = self.weights()?;
        let mut lengths = vec![0.0_f32; self.count()];
        for (document, weight) in postings.iter().flatten() {
            lengths[*document as usize] += weight * weight;
        }
        let mut best: Vec<Vec<(u32, f32)>> = vec![Vec::new(); self.count()];
        for (stem, documents) in (0..).zip(&mut postings) {
            for (document, weight) in documents {
                *weight /= lengths[*document as usize].sqrt();
                best[*document as usize].push((stem, *weight));
            }
        }
        best.par_iter_mut().for_each(|stems| {
            stems.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            stems.truncate(BEST);
            stems.shrink_to_fit();
        });
        Ok(Likeness { index: self, postings, best })
    }

    /// The weight of every stem in every document, before they are set against each other.
    fn weights(&self) -> Result<Vec<Vec<(u32, f32)>>, SearchError> {
        let Some(segment) = self.segment() else { return Ok(Vec::new()) };
        let field = self.fields.all;
        let inverted = segment.inverted_index(field)?;
        let stems = self.lexicon.stems();
        stems
            .par_iter()
            .map(|stem| {
                let share = f64::from(stem.documents) / rarity_base(self.count());
                // What stands in one text only is shared with none, but makes the text longer.
                if share > COMMON.max(2.0 / rarity_base(self.count())) || super::plan::is_junk(&stem.text) {
                    return Ok(Vec::new());
                }
                #[expect(clippy::cast_possible_truncation, reason = "weights have 32 bits")]
                let rarity = rarity(stem.documents, self.count()) as f32;
                let term = Term::from_field_text(field, &stem.text);
                let mut documents = Vec::new();
                if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
                    while postings.doc() != TERMINATED {
                        #[expect(clippy::cast_precision_loss, reason = "less often than 2^24 times")]
                        let times = postings.term_freq() as f32;
                        documents.push((postings.doc(), (1.0 + times.ln()) * rarity));
                        postings.advance();
                    }
                }
                Ok(documents)
            })
            .collect()
    }
}

fn rarity_base(count: usize) -> f64 {
    f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
}

impl Likeness<'_> {
    /// The texts that are like the one at a place of the corpus, at least by `least`, most alike first.
    pub fn of(&self, document: u32, least: f32) -> Vec<Like> {
        let mut sums = vec![0.0_f32; self.best.len()];
        for (stem, own) in &self.best[document as usize] {
            for (other, weight) in &self.postings[*stem as usize] {
                sums[*other as usize] += own * weight;
            }
        }
        let mut like: Vec<Like> = (0..)
            .zip(sums)
            .filter(|(other, likeness)| *other != document && *likeness >= least)
            .map(|(document, likeness)| Like { document, likeness })
            .collect();
        like.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.document.cmp(&b.document)));
        like
    }

    /// How like two short texts are, such as titles: 1 for the same words in any order.
    pub fn titles(&self, a: &str, b: &str) -> f32 {
        let (a, b) = (self.words(a), self.words(b));
        let length = |words: &BTreeMap<u32, f32>| words.values().map(|weight| weight * weight).sum::<f32>();
        let both = (length(&a) * length(&b)).sqrt();
        let shared: f32 = a.iter().filter_map(|(stem, weight)| Some(weight * b.get(stem)?)).sum();
        if both > 0.0 { shared / both } else { 0.0 }
    }

    fn words(&self, text: &str) -> BTreeMap<u32, f32> {
        let mut words = BTreeMap::new();
        text::tokens(text, |token| {
            if let Some(stem) = self.index.lexicon.find(token.word) {
                let documents = self.index.lexicon.stems()[stem as usize].documents;
                #[expect(clippy::cast_possible_truncation, reason = "weights have 32 bits")]
                words.insert(stem, rarity(documents, self.index.count()) as f32);
            }
        });
        words
    }

    /// The words that make two texts alike, the telling ones first, each in the form that most words of
    /// its stem have.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<&str> {
        let other = &self.best[b as usize];
        let mut shared: Vec<(f32, u32)> = self.best[a as usize]
            .iter()
            .filter_map(|(stem, own)| {
                let theirs = other.iter().find(|(other, _)| other == stem)?.1;
                Some((own * theirs, *stem))
            })
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let lexicon = &self.index.lexicon;
        let word = |stem: u32| {
            let surfaces = &lexicon.stems()[stem as usize].surfaces;
            let shortest = surfaces.iter().map(|at| lexicon.surfaces()[*at as usize].text.as_str());
            shortest.min_by_key(|word| word.len()).unwrap_or_default()
        };
        shared.iter().take(EVIDENCE).map(|(_, stem)| word(*stem)).collect()
    }
}
