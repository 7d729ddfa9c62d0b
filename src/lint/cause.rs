//! Cause and resolution: both told, causes that one can act on, and a trigger that is not one.

use super::{Rule, Subject};
use crate::diagnostic::{Diagnostics, Level};
use crate::model::SectionKind;

pub(super) static RULES: &[Rule] = &[MISSING_ROOT_CAUSE];

const MISSING_ROOT_CAUSE: Rule = Rule {
    code: "missing-root-cause",
    level: Level::Warning,
    summary: "a postmortem names its root cause and has a section about it",
    why: "Without a cause nobody can tell whether it came back, and no action can prevent it.",
    bad: "---\ntitle: Checkout down\n---\n\n## Summary\n\nThe checkout was down for an hour.",
    good: "---\ntitle: Checkout down\nroot_causes: [capacity]\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order held two.",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let told = subject.prose.section(SectionKind::RootCause).is_some();
    if !told && subject.postmortem.root_causes.is_empty() {
        diagnostics.push(
            MISSING_ROOT_CAUSE
                .at(subject.file, subject.whole(), "this postmortem names no root cause")
                .label("why could it happen?")
                .help("add `root_causes` to the front matter and a section `## Root cause`"),
        );
    }
}
