//! Timeline: what happened when, in order, from the first sign to the end.

mod entries;
mod story;

#[cfg(test)]
mod tests;

use super::{Rule, Subject};
use crate::diagnostic::Diagnostics;

pub(super) static RULES: &[Rule] = &[
    story::MISSING_TIMELINE,
    entries::TIMELINE_WITHOUT_TIMES,
    entries::ENTRY_WITHOUT_TIME,
    entries::TIMELINE_OUT_OF_ORDER,
    entries::LONG_TIMELINE_ENTRY,
    entries::TIMELINE_STARTS_LATE,
    story::MISSING_DETECTION,
    story::MISSING_INVESTIGATION,
    story::MISSING_ESCALATION,
    story::TIMELINE_WITHOUT_END,
];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    entries::check(subject, diagnostics);
    check_missing(subject, diagnostics);
}

/// Only what finds that something is missing.
pub(super) fn check_missing(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    // The story is told in words, which are looked for in English.
    if subject.english {
        story::check(subject, diagnostics);
    }
}
