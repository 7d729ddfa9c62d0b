//! Facts about incidents that no single field states.
//!
//! - [`Analysis`]: how long things took, and which postmortems point at each other.
//! - [`Comparison`]: what the texts say together. Recurrences ([`Chain`]), related postmortems, backlinks.
//! - [`Register`]: what was promised, and what became of it.
//! - [`Knowledge`]: all that many postmortems say together, on one day.
//! - [`Statistics`]: the figures of some incidents, of a [`Group`] or a [`Period`]; a [`Course`] cuts them by time.
//!
//! All are pure functions of the corpus, its words, and a day that is passed in; nothing here knows files,
//! pages or the clock. Whoever shows a figure takes it from here, so that the site, its data and the
//! terminal cannot disagree.

mod chain;
mod chains;
mod comparison;
mod course;
mod days;
mod facets;
mod fixes;
mod knowledge;
mod matrix;
mod metrics;
mod records;
mod recurrence;
mod register;
mod related;
mod relations;
mod report;
mod selection;
mod spread;
mod statistics;
#[cfg(test)]
mod tests;
mod trends;

pub use chain::{Chain, Member, Outcome, Promise, is_preventive};
pub use chains::{ChainTotals, Chains};
pub use comparison::{Comparing, Comparison, Evidence};
pub use course::{Course, Step};
pub use days::days_between;
pub use fixes::{Fix, fixes};
pub use knowledge::Knowledge;
pub use matrix::Matrix;
pub use metrics::{Gap, Metrics, human, iso};
pub use records::{
    ActionRecord, ChainFigures, ChainRecord, LinkRecord, MemberRecord, OwnChainRecord, PromiseRecord,
};
pub use recurrence::{Candidate, Link, is_earlier};
pub use register::{
    AGES, Action, ActionDimension, ActionGroup, ActionState, Ages, Register, Standing, owner_key,
};
pub use related::RelatedTo;
pub use relations::{Relation, RelationKind};
pub use report::{ActionReport, GapRecord, PeriodRecord, RecurrenceReport, StatisticsReport, TrendReport};
pub use selection::{Filter, Selection, is_future};
pub use spread::{Figure, Share, Spread};
pub use statistics::{CHANGES, Statistics, Tally, detected_by_people, service_tallies, set_off_by_change};
pub use trends::{
    Cell, Dimension, Group, Period, PeriodStatistics, a_year_before, groups, matrix, months, period,
    quarters, years,
};

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

    /// How long the phases of all incidents took, by place.
    pub fn all_metrics(&self) -> &[Metrics] {
        &self.metrics
    }

    /// The other postmortems that this one points at, or that point at it.
    pub fn relations(&self, at: usize) -> &[Relation] {
        self.relations.get(at).map_or(&[], Vec::as_slice)
    }
}
