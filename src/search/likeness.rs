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
/// Words in more than one of so many texts say nothing about any two of them.
const COMMON: usize = 4;
/// How many words are named as evidence.
const EVIDENCE: usize = 6;

/// The words of all texts, weighed.
pub struct Likeness<'a> {
    index: &'a SearchIndex,
    /// Empty for common stems.
    postings: Postings32,
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
    fn weights(&self) -> Result<Postings32, SearchError> {
        let Some(segment) = self.segment() else { return Ok(Vec::new()) };
        let field = self.fields.all;
        let inverted = segment.inverted_index(field)?;
        let stems = self.lexicon.stems();
        stems
            .par_iter()
            .map(|stem| {
                // Of two or three texts, a word of two says something all the same.
                let common = stem.documents > 2 && stem.documents as usize * COMMON > self.count();
                if common || super::plan::is_junk(&stem.text) {
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

impl Likeness<'_> {
    /// The texts that are like the one at a place of the corpus, at least by `least`, in the order of the
    /// corpus.
    pub fn of(&self, document: u32, least: f32) -> Vec<Like> {
        let mut sums = vec![0.0_f32; self.best.len()];
        for (stem, own) in &self.best[document as usize] {
            for (other, weight) in &self.postings[*stem as usize] {
                sums[*other as usize] += own * weight;
            }
        }
        (0..)
            .zip(sums)
            .filter(|(other, likeness)| *other != document && *likeness >= least)
            .map(|(document, likeness)| Like { document, likeness })
            .collect()
    }

    /// Short texts, such as titles, to be compared with each other.
    pub fn short<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> ShortTexts {
        let texts: Vec<_> = texts.into_iter().map(|text| self.words(text)).collect();
        let mut postings: Postings32 = vec![Vec::new(); self.index.lexicon.stems().len()];
        for (number, words) in (0..).zip(&texts) {
            for (stem, weight) in words {
                postings[*stem as usize].push((number, *weight));
            }
        }
        ShortTexts { texts, postings }
    }

    /// The stems of a text with their shares in it.
    fn words(&self, text: &str) -> Vec<(u32, f32)> {
        let mut words = BTreeMap::new();
        text::tokens(text, |token| {
            if let Some(stem) = self.index.lexicon.find(token.word) {
                let documents = self.index.lexicon.stems()[stem as usize].documents;
                #[expect(clippy::cast_possible_truncation, reason = "weights have 32 bits")]
                words.insert(stem, rarity(documents, self.index.count()) as f32);
            }
        });
        let length = words.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        words.into_iter().map(|(stem, weight)| (stem, weight / length)).collect()
    }

    /// The stems that make two texts alike, the telling ones first.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<u32> {
        let other: BTreeMap<u32, f32> = self.best[b as usize].iter().copied().collect();
        let own = self.best[a as usize].iter();
        let mut shared: Vec<(f32, u32)> =
            own.filter_map(|(stem, weight)| Some((weight * other.get(stem)?, *stem))).collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shared.into_iter().take(EVIDENCE).map(|(_, stem)| stem).collect()
    }

    /// A word for a stem: the shortest that occurs.
    pub fn word(&self, stem: u32) -> &str {
        let lexicon = &self.index.lexicon;
        let surfaces = &lexicon.stems()[stem as usize].surfaces;
        let words = surfaces.iter().map(|at| lexicon.surfaces()[*at as usize].text.as_str());
        words.min_by_key(|word| word.len()).unwrap_or_default()
    }
}

/// For each stem the texts that have it, with the share that it has in each.
type Postings32 = Vec<Vec<(u32, f32)>>;

/// Short texts, numbered in the order given.
pub struct ShortTexts {
    texts: Vec<Vec<(u32, f32)>>,
    postings: Postings32,
}

/// Sums that are cleared by going over what was touched, for the next text.
#[derive(Debug, Default)]
pub struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl ShortTexts {
    /// The texts that are like text `number`, at least by `least`, in their order.
    pub fn like(&self, number: usize, least: f32, scratch: &mut Scratch) -> Vec<(usize, f32)> {
        scratch.sums.resize(self.texts.len(), 0.0);
        for (stem, own) in &self.texts[number] {
            for (other, weight) in &self.postings[*stem as usize] {
                let sum = &mut scratch.sums[*other as usize];
                if *sum == 0.0 {
                    scratch.touched.push(*other);
                }
                *sum += own * weight;
            }
        }
        scratch.touched.sort_unstable();
        let mut like = Vec::new();
        for other in scratch.touched.drain(..) {
            let sum = std::mem::take(&mut scratch.sums[other as usize]);
            if sum >= least && other as usize != number {
                like.push((other as usize, sum));
            }
        }
        like
    }
}
