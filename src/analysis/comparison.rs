//! Postmortems set against each other by what they say.

use super::chains::Chains;
use super::facets::Facets;
use super::recurrence::Candidate;
use crate::model::{Corpus, Postmortem, Slug, Term};
use crate::search::{Bag, Likeness, ShortTexts, Vocabulary, passage};
use foldhash::fast::FixedState;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard};

/// Of so many postmortems one may have changed its likeness to others, if what was found by comparing all
/// is to be mended; with more, finding it anew costs no more.
const FEW: usize = if cfg!(test) { 1 } else { 4 };
/// So many postmortems are counted while others wait who want to know a word; more are counted by a copy
/// of the vocabulary, in parallel.
const LEARNED_IN_PLACE: usize = 32;

/// All postmortems of a corpus, ready to be compared.
///
/// It belongs to the corpus from which it was made, and every method that takes a corpus means that one.
/// What is asked of one postmortem is answered for it alone; what is asked of all is found once and kept.
#[derive(Debug)]
pub struct Comparison {
    comparing: Comparing,
    /// Those of the corpus, in its order, by which it is known later what has changed.
    postmortems: Vec<Arc<Postmortem>>,
    /// It learns from later states of the corpus as well, which changes nothing for this one.
    vocabulary: Arc<RwLock<Vocabulary>>,
    pub(super) bags: Vec<Arc<Bag>>,
    pub(super) likeness: Likeness,
    pub(super) facets: Arc<Facets>,
    /// How alike two are at least, from 0 to 1, if the later may repeat the earlier one.
    pub(super) threshold: f32,
    /// By place.
    pub(super) candidates: OnceLock<Vec<Vec<Candidate>>>,
    /// By place: the places of those that mention it, newest first.
    pub(super) backlinks: OnceLock<Arc<Vec<Vec<usize>>>>,
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
        let (facets, (bags, likeness)) = rayon::join(
            || Arc::new(Facets::of(corpus)),
            || {
                let bags = vocabulary.bags(corpus.postmortems());
                let likeness = Likeness::of(&bags, &vocabulary);
                (bags, likeness)
            },
        );
        Self::new(corpus, comparing, Arc::new(RwLock::new(vocabulary)), bags, likeness, facets)
    }

    fn new(
        corpus: &Corpus,
        comparing: &Comparing,
        vocabulary: Arc<RwLock<Vocabulary>>,
        bags: Vec<Arc<Bag>>,
        likeness: Likeness,
        facets: Arc<Facets>,
    ) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let threshold = comparing.threshold as f32;
        Self {
            comparing: comparing.clone(),
            postmortems: corpus.postmortems().to_vec(),
            vocabulary,
            bags,
            likeness,
            facets,
            threshold,
            candidates: OnceLock::new(),
            backlinks: OnceLock::new(),
            chains: OnceLock::new(),
        }
    }

    /// What [`Self::of`] gives for a later state of the corpus, for which only what has changed is
    /// counted and compared again: the postmortems that are the same in memory have not.
    #[must_use]
    pub fn after(&self, corpus: &Corpus, comparing: &Comparing) -> Self {
        let words = |comparing: &Comparing| (comparing.language.clone(), comparing.title_counts);
        if words(comparing) != words(&self.comparing) {
            return Self::of(corpus, comparing);
        }
        let (vocabulary, bags) = self.bags_after(corpus.postmortems());
        let (old, new) = (&self.postmortems, corpus.postmortems());
        let all = |same: fn(&Postmortem, &Postmortem) -> bool| {
            old.iter().zip(new).all(|(old, new)| Arc::ptr_eq(old, new) || same(old, new))
        };
        let in_place =
            old.len() == new.len() && all(|old, new| (&old.id, &old.body.path) == (&new.id, &new.body.path));
        if !in_place {
            let likeness = Likeness::of(&bags, &read(&vocabulary));
            return Self::new(corpus, comparing, vocabulary, bags, likeness, Arc::new(Facets::of(corpus)));
        }
        let filed_the_same = all(Facets::are_the_same);
        let facets = if filed_the_same { Arc::clone(&self.facets) } else { Arc::new(Facets::of(corpus)) };
        let changed: Vec<usize> = (0..new.len()).filter(|at| !Arc::ptr_eq(&old[*at], &new[*at])).collect();
        let (likeness, moved) = self.likeness.after(&self.bags, &bags, &changed, &read(&vocabulary));
        let comparison = Self::new(corpus, comparing, vocabulary, bags, likeness, facets);
        if let Some(backlinks) = self.backlinks.get() {
            let mentions_others = |at: &usize| {
                self.bags[*at].names() != comparison.bags[*at].names()
                    || old[*at].body.links != new[*at].body.links
            };
            let others: Vec<usize> = changed.iter().copied().filter(mentions_others).collect();
            let mut backlinks = Arc::clone(backlinks);
            if !others.is_empty() {
                comparison.mend_backlinks(corpus, Arc::<Vec<_>>::make_mut(&mut backlinks), &others);
            }
            let _ = comparison.backlinks.set(backlinks);
        }
        if let Some(candidates) = self.candidates.get()
            && filed_the_same
            && all(|old, new| old.references().eq(new.references()))
            && comparing.threshold.to_bits() == self.comparing.threshold.to_bits()
            && moved.len() * FEW <= new.len()
        {
            let (candidates, touched) = comparison.candidates_after(corpus, candidates.clone(), &moved);
            if let Some(chains) = self.chains.get() {
                let chains = comparison.chains_after(corpus, &candidates, chains, &changed, &moved, &touched);
                let _ = comparison.chains.set(chains);
            }
            let _ = comparison.candidates.set(candidates);
        }
        comparison
    }

    /// The bags of postmortems, of which most are known.
    fn bags_after(&self, postmortems: &[Arc<Postmortem>]) -> (Arc<RwLock<Vocabulary>>, Vec<Arc<Bag>>) {
        let known: HashMap<*const Postmortem, &Arc<Bag>, FixedState> =
            self.postmortems.iter().map(Arc::as_ptr).zip(&self.bags).collect();
        let mut bags: Vec<_> =
            postmortems.iter().map(|one| known.get(&Arc::as_ptr(one)).copied().cloned()).collect();
        let others: Vec<usize> = (0..bags.len()).filter(|at| bags[*at].is_none()).collect();
        let vocabulary = if others.len() <= LEARNED_IN_PLACE {
            let mut vocabulary = self.vocabulary.write().unwrap_or_else(PoisonError::into_inner);
            for at in &others {
                bags[*at] = Some(vocabulary.bag(&postmortems[*at]));
            }
            Arc::clone(&self.vocabulary)
        } else {
            let mut vocabulary = read(&self.vocabulary).clone();
            let unknown: Vec<_> = others.iter().map(|at| Arc::clone(&postmortems[*at])).collect();
            let counted = vocabulary.bags(&unknown);
            others.iter().zip(counted).for_each(|(at, bag)| bags[*at] = Some(bag));
            Arc::new(RwLock::new(vocabulary))
        };
        (vocabulary, bags.into_iter().flatten().collect())
    }

    /// What two postmortems have in common, in words.
    pub fn evidence(&self, corpus: &Corpus, a: usize, b: usize) -> Evidence {
        let (one, other) = (&corpus.postmortems()[a], &corpus.postmortems()[b]);
        Evidence {
            services: both(&one.services, &other.services),
            root_causes: both(&one.root_causes, &other.root_causes),
            triggers: both(&one.triggers, &other.triggers),
            words: self.shared_words(a, b),
        }
    }

    /// The most telling words that two have in common.
    pub(super) fn shared_words(&self, a: usize, b: usize) -> Vec<String> {
        let vocabulary = read(&self.vocabulary);
        let word = |stem: u32| vocabulary.shared_word(stem, &self.bags[a], &self.bags[b]).to_owned();
        self.likeness.evidence(a, b).into_iter().map(word).collect()
    }

    /// Quotes `b` where it is most like `a`; empty where it has no text.
    pub fn passage(&self, corpus: &Corpus, a: usize, b: usize) -> String {
        passage(&corpus.postmortems()[b], &self.likeness.evidence(a, b), &read(&self.vocabulary))
    }

    /// Short texts to be compared with each other, their words weighed as those of the postmortems.
    pub fn short<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> ShortTexts {
        ShortTexts::new(texts, &self.likeness, &read(&self.vocabulary))
    }
}

fn read(vocabulary: &RwLock<Vocabulary>) -> RwLockReadGuard<'_, Vocabulary> {
    vocabulary.read().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn both<T: PartialEq + Clone>(a: &[T], b: &[T]) -> Vec<T> {
    a.iter().filter(|one| b.contains(one)).cloned().collect()
}
