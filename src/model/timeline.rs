//! What happened when.

use super::{Moment, keyed};
use serde::Serialize;

/// What an entry of a timeline tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Something that led there, unnoticed.
    LeadUp,
    /// A change to the system.
    Change,
    /// Users began to be hurt.
    Started,
    /// Somebody or something noticed.
    Detected,
    /// A responder took it on.
    Acknowledged,
    /// More people were called in.
    Escalated,
    /// Something was assumed or tried.
    Hypothesis,
    /// Something led the wrong way.
    Misleading,
    /// The cause was understood.
    Identified,
    /// Users were no longer hurt.
    Mitigated,
    /// The cause was gone.
    Resolved,
    /// Somebody was told.
    Communication,
}

keyed!(EventKind {
    LeadUp => "lead-up", Change => "change", Started => "started", Detected => "detected",
    Acknowledged => "acknowledged", Escalated => "escalated", Hypothesis => "hypothesis",
    Misleading => "misleading", Identified => "identified", Mitigated => "mitigated",
    Resolved => "resolved", Communication => "communication",
});

/// One entry of a timeline, in the order in which the write-up tells them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// The time as written.
    pub written: String,
    /// The moment, where date and zone are known.
    pub at: Option<Moment>,
    /// What kind of event it is, where the author said so.
    pub kind: Option<EventKind>,
    /// What happened, as plain text.
    pub text: String,
}
