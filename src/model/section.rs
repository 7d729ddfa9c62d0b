//! The parts of a write-up that every postmortem has.

use super::keyed;
use serde::Serialize;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// What happened, in short.
    Summary,
    /// Who was hurt, and how.
    Impact,
    /// What happened when.
    Timeline,
    /// How it was noticed.
    Detection,
    /// Why it could happen.
    RootCause,
    /// What else made it possible or worse.
    ContributingFactors,
    /// How it ended.
    Resolution,
    /// What will be done.
    ActionItems,
    /// What was learned.
    LessonsLearned,
}

keyed!(SectionKind {
    Summary => "summary", Impact => "impact", Timeline => "timeline", Detection => "detection",
    RootCause => "root-cause", ContributingFactors => "contributing-factors", Resolution => "resolution",
    ActionItems => "action-items", LessonsLearned => "lessons-learned",
});

/// One heading and what stands under it, up to the next heading of the same or a higher level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// What it is about; empty where the heading is none of the known ones, two for
    /// `Root cause and resolution`.
    pub kinds: Vec<SectionKind>,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// The heading as plain text.
    pub title: String,
    /// The fragment that leads to it.
    pub anchor: String,
    /// Its own text as plain text, sub-sections left out.
    pub text: String,
}
