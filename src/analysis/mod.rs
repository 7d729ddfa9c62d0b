//! Facts about incidents that no single field states: how long things took, and which
//! postmortems point at each other.
//!
//! A pure function of the corpus; nothing here knows files, pages or the date of the build.

mod metrics;
mod relations;

pub use metrics::{Metrics, human, iso};
pub use relations::{Relation, RelationKind};

use crate::model::Corpus;

/// What was found out about each postmortem, by its place in the corpus.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    metrics: Vec<Metrics>,
    relations: Vec<Vec<Relation>>,
}

impl Analysis {
    /// Finds out everything there is to know about a corpus.
    pub fn of(corpus: &Corpus) -> Self {
        Self {
            metrics: corpus.postmortems().iter().map(|postmortem| Metrics::of(postmortem)).collect(),
            relations: relations::all(corpus),
        }
    }

    /// How long the phases of an incident took.
    pub fn metrics(&self, at: usize) -> Metrics {
        self.metrics.get(at).copied().unwrap_or_default()
    }

    /// The other postmortems that this one points at, or that point at it.
    pub fn relations(&self, at: usize) -> &[Relation] {
        self.relations.get(at).map_or(&[], Vec::as_slice)
    }
}
