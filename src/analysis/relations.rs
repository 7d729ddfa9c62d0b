//! Which postmortems point at each other, seen from both ends.

use crate::model::Corpus;
use std::collections::BTreeSet;

/// What another postmortem is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// This one repeats it.
    RecurrenceOf,
    /// It repeats this one.
    RecurredIn,
    /// It caused this one.
    CausedBy,
    /// This one caused it.
    Caused,
    /// This one replaces it.
    Supersedes,
    /// It replaces this one.
    SupersededBy,
    /// Worth reading beside this one.
    Related,
}

impl RelationKind {
    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::RecurrenceOf => "recurrence_of",
            Self::RecurredIn => "recurred_in",
            Self::CausedBy => "caused_by",
            Self::Caused => "caused",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded_by",
            Self::Related => "related",
        }
    }
}

/// One other postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// What it is to this one.
    pub kind: RelationKind,
    /// Its place in the corpus.
    pub to: usize,
}

/// The relations of every postmortem, by place; by kind, then newest first, each other one once.
pub(super) fn all(corpus: &Corpus) -> Vec<Vec<Relation>> {
    let mut found: Vec<Vec<Relation>> = vec![Vec::new(); corpus.postmortems().len()];
    for (from, postmortem) in corpus.postmortems().iter().enumerate() {
        for (key, id) in postmortem.references() {
            let Some(to) = corpus.find(id).filter(|to| *to != from) else { continue };
            let (kind, back) = match key {
                "recurrence_of" => (RelationKind::RecurrenceOf, RelationKind::RecurredIn),
                "caused_by" => (RelationKind::CausedBy, RelationKind::Caused),
                "supersedes" => (RelationKind::Supersedes, RelationKind::SupersededBy),
                _ => (RelationKind::Related, RelationKind::Related),
            };
            found[from].push(Relation { kind, to });
            found[to].push(Relation { kind: back, to: from });
        }
    }
    for relations in &mut found {
        relations.sort();
        // The kinds are sorted from telling to vague: what repeats this one is not told again as related.
        let mut seen = BTreeSet::new();
        relations.retain(|relation| seen.insert(relation.to));
    }
    found
}
