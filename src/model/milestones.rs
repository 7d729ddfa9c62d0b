//! The times that every incident has in common, in the order in which they must happen.

use super::{Moment, keyed};
use serde::Serialize;

/// A step in an incident's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// Users began to be hurt.
    Started,
    /// Somebody or something noticed.
    Detected,
    /// A responder took it on.
    Acknowledged,
    /// The cause was understood.
    Identified,
    /// Users were no longer hurt.
    Mitigated,
    /// The cause was gone.
    Resolved,
}

keyed!(Milestone {
    Started => "started", Detected => "detected", Acknowledged => "acknowledged",
    Identified => "identified", Mitigated => "mitigated", Resolved => "resolved",
});

/// The known milestones of one incident. Each is no earlier than those that must precede it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Milestones {
    started: Option<Moment>,
    detected: Option<Moment>,
    acknowledged: Option<Moment>,
    identified: Option<Moment>,
    mitigated: Option<Moment>,
    resolved: Option<Moment>,
}

/// Two milestones that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The one that must come first, but is later.
    pub first: Milestone,
    /// The one that must come after, but is earlier.
    pub then: Milestone,
}

/// What must not be later than what. A cause may be identified before anybody acknowledges and
/// after users are safe again, so those pairs are free.
const ORDER: &[(Milestone, Milestone)] = &[
    (Milestone::Started, Milestone::Detected),
    (Milestone::Started, Milestone::Acknowledged),
    (Milestone::Started, Milestone::Identified),
    (Milestone::Started, Milestone::Mitigated),
    (Milestone::Started, Milestone::Resolved),
    (Milestone::Detected, Milestone::Acknowledged),
    (Milestone::Detected, Milestone::Resolved),
    (Milestone::Acknowledged, Milestone::Resolved),
    (Milestone::Identified, Milestone::Resolved),
    (Milestone::Mitigated, Milestone::Resolved),
];

impl Milestones {
    /// Takes the known milestones, one at most of each kind; all contradictions come back.
    pub fn new(known: impl IntoIterator<Item = (Milestone, Moment)>) -> Result<Self, Vec<OutOfOrder>> {
        let mut milestones = Self::default();
        for (milestone, moment) in known {
            *milestones.slot(milestone) = Some(moment);
        }
        let mut broken = Vec::new();
        for &(first, then) in ORDER {
            if let (Some(a), Some(b)) = (milestones.get(first), milestones.get(then))
                && b.is_before(a)
                // One wrong time is told once, by the nearest pair that shows it.
                && !broken.iter().any(|found: &OutOfOrder| found.then == then)
            {
                broken.push(OutOfOrder { first, then });
            }
        }
        if broken.is_empty() { Ok(milestones) } else { Err(broken) }
    }

    /// The moment of one milestone.
    pub fn get(&self, milestone: Milestone) -> Option<&Moment> {
        match milestone {
            Milestone::Started => self.started.as_ref(),
            Milestone::Detected => self.detected.as_ref(),
            Milestone::Acknowledged => self.acknowledged.as_ref(),
            Milestone::Identified => self.identified.as_ref(),
            Milestone::Mitigated => self.mitigated.as_ref(),
            Milestone::Resolved => self.resolved.as_ref(),
        }
    }

    /// The known ones, in their order.
    pub fn known(&self) -> impl Iterator<Item = (Milestone, &Moment)> {
        Milestone::ALL.iter().filter_map(|milestone| Some((*milestone, self.get(*milestone)?)))
    }

    /// The earliest moment that is known, which dates the postmortem.
    pub fn first(&self) -> Option<&Moment> {
        self.known().map(|(_, moment)| moment).min_by_key(|moment| moment.timestamp())
    }

    fn slot(&mut self, milestone: Milestone) -> &mut Option<Moment> {
        match milestone {
            Milestone::Started => &mut self.started,
            Milestone::Detected => &mut self.detected,
            Milestone::Acknowledged => &mut self.acknowledged,
            Milestone::Identified => &mut self.identified,
            Milestone::Mitigated => &mut self.mitigated,
            Milestone::Resolved => &mut self.resolved,
        }
    }
}
