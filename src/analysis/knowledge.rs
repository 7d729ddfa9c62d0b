//! What all postmortems say together, on one day.

use super::Analysis;
use super::chain::Chain;
use super::chains::Chains;
use super::comparison::{Comparing, Comparison};
use super::register::{Action, Register};
use super::related::RelatedTo;
use super::selection::{Filter, Selection};
use crate::model::{Corpus, Patience};
use crate::search::Scratch;
use jiff::civil::Date;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What the postmortems of a corpus say together, on one day.
///
/// Nothing is found out before it is asked for, and nothing twice. Whoever asks from many threads of one
/// pool calls [`Self::complete`] before: a thread that waits for the others may be given work that waits
/// for it.
#[derive(Debug)]
pub struct Knowledge {
    corpus: Arc<Corpus>,
    analysis: Arc<Analysis>,
    comparing: Comparing,
    patience: Patience,
    today: Date,
    register: OnceLock<Arc<Register>>,
    promises: OnceLock<Arc<Register>>,
    comparison: OnceLock<Arc<Comparison>>,
    /// That of an earlier state of the corpus, until this one's is made from it.
    before: Mutex<Option<Arc<Comparison>>>,
    related: OnceLock<Vec<Vec<RelatedTo>>>,
}

impl Knowledge {
    /// What can be known of a corpus by `today`; `analysis` is of the same corpus.
    pub fn new(
        corpus: Arc<Corpus>,
        analysis: Arc<Analysis>,
        comparing: Comparing,
        patience: Patience,
        today: Date,
    ) -> Self {
        Self {
            corpus,
            analysis,
            comparing,
            patience,
            today,
            register: OnceLock::new(),
            promises: OnceLock::new(),
            comparison: OnceLock::new(),
            before: Mutex::new(None),
            related: OnceLock::new(),
        }
    }

    /// The same, where what `before` knows of an earlier state of the corpus saves work.
    #[must_use]
    pub fn following(self, before: &Self) -> Self {
        Self { before: Mutex::new(before.last_comparison()), ..self }
    }

    /// Compares the postmortems, if an earlier state of the corpus saves most of that.
    pub fn follow(&self) {
        if self.before.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            self.comparison();
        }
    }

    /// What can be known of the same corpus with other texts: `corpus` differs in those only.
    #[must_use]
    pub fn with_texts(&self, corpus: Arc<Corpus>) -> Self {
        Self {
            corpus,
            analysis: Arc::clone(&self.analysis),
            comparing: self.comparing.clone(),
            patience: self.patience.clone(),
            today: self.today,
            register: self.register.clone(),
            promises: self.promises.clone(),
            comparison: OnceLock::new(),
            before: Mutex::new(self.last_comparison()),
            related: OnceLock::new(),
        }
    }

    fn last_comparison(&self) -> Option<Arc<Comparison>> {
        let before = || self.before.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.comparison.get().cloned().or_else(before)
    }

    /// The day by which things are overdue, and after which nothing has happened yet.
    pub fn today(&self) -> Date {
        self.today
    }

    /// All action items, each with those of its postmortem.
    pub fn register(&self) -> &Register {
        self.register.get_or_init(|| Arc::new(Register::of(&self.corpus, &self.patience, self.today)))
    }

    /// The action items of one postmortem, as written.
    pub fn actions(&self, at: usize) -> Cow<'_, [Action]> {
        match self.register.get() {
            Some(register) => Cow::Borrowed(register.of_postmortem(at)),
            None => Cow::Owned(Register::of_one(&self.corpus, at, &self.patience, self.today).actions),
        }
    }

    /// All action items that count: those of postmortems that are dated after today do not, as in every
    /// figure.
    pub fn promises(&self) -> &Register {
        self.promises.get_or_init(|| {
            let happened = Selection::of(&self.corpus, &Filter::default(), self.today);
            Arc::new(self.register().select(&happened.members))
        })
    }

    /// The postmortems, set against each other.
    pub fn comparison(&self) -> &Comparison {
        self.comparison.get_or_init(|| {
            let before = self.before.lock().unwrap_or_else(PoisonError::into_inner).take();
            Arc::new(match before {
                Some(before) => before.after(&self.corpus, &self.comparing),
                None => Comparison::of(&self.corpus, &self.comparing),
            })
        })
    }

    /// All chains, worst first.
    pub fn chains(&self) -> &Chains {
        self.comparison().chains(&self.corpus)
    }

    /// The chain of one postmortem, if its failure came back.
    pub fn chain(&self, at: usize) -> Option<Chain> {
        self.comparison().chain(&self.corpus, at)
    }

    /// The postmortems most related to one; see [`Comparison::related`].
    pub fn related(&self, at: usize) -> Cow<'_, [RelatedTo]> {
        match self.related.get() {
            Some(all) => Cow::Borrowed(all.get(at).map_or(&[], Vec::as_slice)),
            None => Cow::Owned(self.find_related(at, &mut Scratch::default())),
        }
    }

    /// The postmortems that mention one, newest first; see [`Comparison::backlinks`].
    pub fn backlinks(&self, at: usize) -> Cow<'_, [usize]> {
        self.comparison().backlinks(&self.corpus, at)
    }

    /// Finds out what takes all postmortems together, on all cores.
    pub fn compare(&self) {
        self.chains();
        self.comparison().find_backlinks(&self.corpus);
    }

    /// Finds out all of it, on all cores.
    pub fn complete(&self) {
        rayon::join(|| self.promises(), || self.compare());
        self.related.get_or_init(|| {
            let all = (0..self.corpus.postmortems().len()).into_par_iter();
            all.map_init(Scratch::default, |scratch, at| self.find_related(at, scratch)).collect()
        });
    }

    fn find_related(&self, at: usize, scratch: &mut Scratch) -> Vec<RelatedTo> {
        self.comparison().related(&self.corpus, at, self.analysis.relations(at), scratch)
    }
}
