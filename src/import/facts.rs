//! What a write-up says, each fact with the line that says it.

use super::Fact;
use crate::model::DetectionMethod;
use crate::model::Milestone;
use crate::model::SectionKind;
use crate::model::Term;

/// What kind of text a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The write-up of one incident.
    #[default]
    Postmortem,
    /// Write-ups of several incidents.
    Multiple,
    /// A form to be filled in.
    Template,
    /// Anything else: instructions, notes, a page of links.
    Other,
}

impl Kind {
    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Postmortem => "postmortem",
            Self::Multiple => "multiple",
            Self::Template => "template",
            Self::Other => "other",
        }
    }
}

/// Something that happened, of a timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// The time of day, `HH:MM`; `None` where only an order is told.
    pub time: Option<String>,
    /// What happened.
    pub text: String,
}

/// Something that was promised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub owner: Option<String>,
    /// Until when, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// Where it is tracked.
    pub ticket: Option<String>,
    /// Whether it is done; `None` if nothing says so.
    pub done: Option<bool>,
}

/// All that was found in one write-up. What is not said is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// What broke.
    pub title: Option<Fact<String>>,
    /// The day: `YYYY-MM-DD`, or `MM-DD` where no year is told.
    pub date: Option<Fact<String>>,
    /// When it began, `HH:MM`.
    pub start: Option<Fact<String>>,
    /// When it ended, `HH:MM`.
    pub end: Option<Fact<String>>,
    /// The zone as written.
    pub timezone: Option<Fact<String>>,
    /// How long it lasted.
    pub duration_minutes: Option<Fact<f64>>,
    /// Milestones as the front matter holds them.
    pub milestones: Vec<(Milestone, Fact<String>)>,
    /// The zone as the front matter holds it.
    pub zone: Option<Fact<String>>,
    /// Share of users, 0 to 100.
    pub users_percent: Option<Fact<f64>>,
    /// How bad it was, as written.
    pub severity: Option<Fact<String>>,
    /// What broke.
    pub services: Vec<Fact<String>>,
    /// Who wrote it.
    pub authors: Vec<Fact<String>>,
    /// Whose it is.
    pub teams: Vec<Fact<String>>,
    /// How it was noticed.
    pub detection: Option<Fact<DetectionMethod>>,
    /// Why it could happen.
    pub root_causes: Vec<Fact<Term>>,
    /// What set it off.
    pub triggers: Vec<Fact<Term>>,
    /// What happened, in short.
    pub summary: Option<Fact<String>>,
    /// Who was hurt, in a sentence.
    pub impact: Option<Fact<String>>,
    /// What it has sections about.
    pub sections: Vec<Fact<SectionKind>>,
    /// The timeline.
    pub timeline: Vec<Fact<Event>>,
    /// What was promised.
    pub actions: Vec<Fact<Action>>,
}
