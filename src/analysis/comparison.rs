//! Postmortems set against each other by what they say.

use super::chain::Chains;
use super::facets::Facets;
use crate::model::{Corpus, Slug, Term};
use crate::search::{Bag, Likeness, ShortTexts, Vocabulary, passage};
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// All postmortems of a corpus, ready to be compared.
///
/// It belongs to the corpus from which it was made, and every method that takes a corpus means that one.
/// What is asked of one postmortem is answered for it alone; what is asked of all is found once and kept.
#[derive(Debug)]
pub struct Comparison {
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) bags: Vec<Arc<Bag>>,
    pub(super) likeness: Likeness,
    pub(super) facets: Facets,
    /// How alike two are at least, from 0 to 1, if the later may repeat the earlier one.
    pub(super) threshold: f32,
    /// By place: the places of those that mention it, newest first.
    pub(super) backlinks: OnceLock<Vec<Vec<usize>>>,
    pub(super) chains: OnceLock<Chains>,
}

/// What two postmortems have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The services that broke in both.
    pub services: Vec<Slug>,
    /// The root causes of both.
    pub root_causes: Vec<Term>,
    /// What set both off.
    pub triggers: Vec<Term>,
    /// The most telling words of both texts, lower case and without accents.
    pub words: Vec<String>,
}

/// How postmortems are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparing {
    /// The language of their texts, a BCP 47 tag.
    pub language: String,
    /// How often a word of a title counts.
    pub title_counts: usize,
    /// How alike two are at least, from 0 to 1, if the later may repeat the earlier one.
    pub threshold: f64,
}

impl Comparison {
    /// Counts the words of a corpus, and prepares it.
    pub fn of(corpus: &Corpus, comparing: &Comparing) -> Self {
        let mut vocabulary = Vocabulary::new(&comparing.language, comparing.title_counts);
        let bags = vocabulary.bags(corpus.postmortems());
        Self::new(corpus, bags, Arc::new(vocabulary), comparing.threshold)
    }

    /// Prepares a corpus. `bags` are those of its postmortems, in its order, made by `vocabulary`.
    pub fn new(corpus: &Corpus, bags: Vec<Arc<Bag>>, vocabulary: Arc<Vocabulary>, threshold: f64) -> Self {
        let likeness = Likeness::of(&bags, &vocabulary);
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let threshold = threshold as f32;
        Self {
            vocabulary,
            bags,
            likeness,
            facets: Facets::of(corpus),
            threshold,
            backlinks: OnceLock::new(),
            chains: OnceLock::new(),
        }
    }

    /// What two postmortems have in common, in words.
    pub fn evidence(&self, corpus: &Corpus, a: usize, b: usize) -> Evidence {
        let (one, other) = (&corpus.postmortems()[a], &corpus.postmortems()[b]);
        Evidence {
            services: both(&one.services, &other.services),
            root_causes: both(&one.root_causes, &other.root_causes),
            triggers: both(&one.triggers, &other.triggers),
            words: self.words(a, b, &self.likeness.evidence(a, b)),
        }
    }

    /// The words of both for stems of both.
    fn words(&self, a: usize, b: usize, stems: &[u32]) -> Vec<String> {
        let word = |stem: &u32| self.vocabulary.shared_word(*stem, &self.bags[a], &self.bags[b]).to_owned();
        stems.iter().map(word).collect()
    }

    /// Quotes `b` where it is most like `a`; empty where it has no text.
    pub fn passage(&self, corpus: &Corpus, a: usize, b: usize) -> String {
        passage(&corpus.postmortems()[b], &self.likeness.evidence(a, b), &self.vocabulary)
    }

    /// Short texts to be compared with each other, their words weighed as those of the postmortems.
    pub fn short<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> ShortTexts {
        ShortTexts::new(texts, &self.likeness, &self.vocabulary)
    }
}

pub(super) fn both<T: PartialEq + Clone>(a: &[T], b: &[T]) -> Vec<T> {
    a.iter().filter(|one| b.contains(one)).cloned().collect()
}
