//! What was promised, so that it does not happen again.

use super::keyed;
use jiff::civil::Date;
use serde::Serialize;

/// What an action is meant to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionKind {
    /// Keeps it from happening.
    Prevent,
    /// Notices it sooner.
    Detect,
    /// Makes it hurt less or end sooner.
    Mitigate,
    /// Changes how people work.
    Process,
    /// Puts right what was damaged.
    Repair,
    /// Finds out more.
    Investigate,
}

keyed!(ActionKind {
    Prevent => "prevent", Detect => "detect", Mitigate => "mitigate",
    Process => "process", Repair => "repair", Investigate => "investigate",
});

/// How urgent an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// At once.
    P0,
    /// Next.
    P1,
    /// Soon.
    P2,
    /// Some time.
    P3,
    /// Perhaps.
    P4,
}

keyed!(Priority { P0 => "p0", P1 => "p1", P2 => "p2", P3 => "p3", P4 => "p4" });

/// How far an action is. Only a done one has a date of closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionStatus {
    /// Not begun.
    Open,
    /// Begun.
    InProgress,
    /// Done, on a date if that was recorded.
    Done {
        /// The day it was closed.
        on: Option<Date>,
    },
    /// Given up.
    Dropped,
}

impl ActionStatus {
    /// The words that front matter may use.
    pub const KEYS: &'static [&'static str] = &["open", "in-progress", "done", "dropped"];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done { .. } => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether the promise is still to be kept.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }

    /// The day it was closed.
    pub fn closed(self) -> Option<Date> {
        match self {
            Self::Done { on } => on,
            _ => None,
        }
    }
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    /// Unique in its postmortem: as written, or `a1`, `a2`, … by place.
    pub id: String,
    /// Whether its author wrote the id.
    pub own_id: bool,
    /// What will be done.
    pub text: String,
    /// What it is meant to change.
    pub kind: Option<ActionKind>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// The day by which it is promised.
    pub due: Option<Date>,
    /// Its ticket, a key or an address.
    pub ticket: Option<String>,
    /// How far it is.
    pub status: ActionStatus,
}

impl Serialize for ActionItem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        let mut fields = serializer.serialize_struct("ActionItem", 10)?;
        fields.serialize_field("id", &self.id)?;
        fields.serialize_field("text", &self.text)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("owner", &self.owner)?;
        fields.serialize_field("priority", &self.priority)?;
        fields.serialize_field("due", &date(self.due))?;
        fields.serialize_field("ticket", &self.ticket)?;
        fields.serialize_field("status", self.status.key())?;
        fields.serialize_field("closed", &date(self.status.closed()))?;
        fields.serialize_field("open", &self.status.is_open())?;
        fields.end()
    }
}
