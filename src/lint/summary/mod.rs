//! Summary: what broke, when, for how long, for whom and why, in times and dates that mean one thing.

mod dates;
mod duration;
mod told;
mod when;

#[cfg(test)]
mod tests;

use super::{Passage, Rule, Subject};
use crate::diagnostic::Diagnostics;
use crate::model::SectionKind;

pub(super) static RULES: &[Rule] = &[
    told::MISSING_SUMMARY,
    when::MISSING_TIMES,
    when::TIMES_WITHOUT_ZONE,
    told::MISSING_IMPACT,
    told::IMPACT_WITHOUT_SHARE,
    told::CAUSE_NOT_IN_SUMMARY,
    duration::CONTRADICTORY_DURATION,
    dates::AMBIGUOUS_DATE,
    dates::DATE_WITHOUT_YEAR,
    when::AMBIGUOUS_LOCAL_TIME,
];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    when::check_local_times(subject, diagnostics);
    // All others look for English words, or draw a conclusion from not finding any.
    if !subject.english {
        return;
    }
    told::check(subject, diagnostics);
    when::check(subject, diagnostics);
    dates::check(subject, diagnostics);
    duration::check(subject, diagnostics);
}

/// Only what finds that something is missing.
pub(super) fn check_missing(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    if subject.english {
        told::check(subject, diagnostics);
        when::check_missing(subject, diagnostics);
    }
}

/// The sentences of the front matter that tell what happened: title, summary, impact.
fn front_matter(subject: &Subject<'_>) -> Vec<Passage> {
    let nodes = ["title", "summary", "impact.summary"].into_iter().filter_map(|key| subject.node(key));
    nodes.filter_map(|node| Some(Passage::value(subject.file, node.span, node.text()?))).collect()
}

/// What the section around a passage is about; nothing above the first heading.
fn kinds<'a>(subject: &'a Subject<'_>, passage: &Passage) -> &'a [SectionKind] {
    let section = passage.section.and_then(|at| subject.prose.sections.get(at));
    section.map_or(&[], |section| &section.kinds)
}

/// Whether a passage tells what happened, and not what will be done or was learned.
pub(super) fn is_account(subject: &Subject<'_>, passage: &Passage) -> bool {
    let kinds = kinds(subject, passage);
    !kinds.iter().any(|kind| matches!(kind, SectionKind::ActionItems | SectionKind::LessonsLearned))
}
