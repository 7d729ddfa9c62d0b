//! What all postmortems say together, on one day.

use super::Analysis;
use super::chain::{Chain, Chains};
use super::comparison::{Comparing, Comparison};
use super::register::Register;
use super::related::RelatedTo;
use super::selection::{Filter, Selection};
use crate::model::{Corpus, Patience};
use crate::search::Scratch;
use jiff::civil::Date;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

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
    register: OnceLock<Register>,
    promises: OnceLock<Register>,
    comparison: OnceLock<Comparison>,
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
            related: OnceLock::new(),
        }
    }

    /// The day by which things are overdue, and after which nothing has happened yet.
    pub fn today(&self) -> Date {
        self.today
    }

    /// All action items, each with those of its postmortem.
    pub fn register(&self) -> &Register {
        self.register.get_or_init(|| Register::of(&self.corpus, &self.patience, self.today))
    }

    /// All action items that count: those of postmortems that are dated after today do not, as in every
    /// figure.
    pub fn promises(&self) -> &Register {
        self.promises.get_or_init(|| {
            let happened = Selection::of(&self.corpus, &Filter::default(), self.today);
            self.register().select(&happened.members)
        })
    }

    /// The postmortems, set against each other.
    pub fn comparison(&self) -> &Comparison {
        self.comparison.get_or_init(|| Comparison::of(&self.corpus, &self.comparing))
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
    pub fn backlinks(&self, at: usize) -> &[usize] {
        self.comparison().backlinks(&self.corpus, at)
    }

    /// Finds out all of it, on all cores.
    pub fn complete(&self) {
        self.promises();
        self.chains();
        self.backlinks(0);
        self.related.get_or_init(|| {
            let all = (0..self.corpus.postmortems().len()).into_par_iter();
            all.map_init(Scratch::default, |scratch, at| self.find_related(at, scratch)).collect()
        });
    }

    fn find_related(&self, at: usize, scratch: &mut Scratch) -> Vec<RelatedTo> {
        self.comparison().related(&self.corpus, at, self.analysis.relations(at), scratch)
    }
}
