//! Whether the action items as a whole would have changed the incident.

use super::items::{self, Item};
use super::wording::{DETECTS, MITIGATES, PREVENTS, TELLS};
use super::{DETECTION_NOT_IMPROVED, NOTHING_DETECTS, NOTHING_PREVENTS};
use crate::diagnostic::Diagnostics;
use crate::lint::subject::Subject;
use crate::lint::vocabulary::mentions;
use crate::model::{ActionKind, DetectionMethod, SectionKind};
use crate::source::Span;

/// From this many on, a list of actions is expected to look at more than one side.
const SEVERAL: usize = 3;

/// Holds the items that count against what they are meant to change. Words are only asked where an item
/// names no kind, and a word that could mean it is taken as meaning it.
pub(super) fn check(subject: &Subject<'_>, items: &[Item<'_>], diagnostics: &mut Diagnostics) {
    let items: Vec<_> = items.iter().filter(|item| item.counts()).collect();
    if items.is_empty() {
        return;
    }
    let of = |item: &Item<'_>, kinds: &[ActionKind], words: &[&str]| match item.action.kind {
        // A way of working may be about anything.
        Some(kind) if kind != ActionKind::Process => kinds.contains(&kind),
        _ => mentions(&item.action.text, words),
    };
    let file = subject.file;
    let detects = items.iter().any(|item| {
        // An alert may be meant as prevention, and still notices something.
        of(item, &[ActionKind::Detect], DETECTS)
            || mentions(&item.action.text, &["alert*", "alarm*", "monitor*"])
    });
    let by_people = by_people(subject).filter(|_| !detects);
    if let Some((who, place)) = by_people {
        diagnostics.push(
            DETECTION_NOT_IMPROVED
                .at(file, place, format!("{who} noticed this, and no action item would notice it sooner"))
                .label("nothing of our own noticed")
                .help("add the alert that would have told first: what it measures, and from which value on"),
        );
    }
    let place = place(subject);
    // Coverage of what is over and done is of no use to anybody.
    if !items.iter().any(|item| item.is_open()) {
        return;
    }
    if !items.iter().any(|item| may_prevent(item)) {
        diagnostics.push(
            NOTHING_PREVENTS
                .at(file, place, "no action item keeps this from happening again")
                .label("all about something else")
                .help("add one that removes the cause or makes it harmless, and mark it `kind: prevent`"),
        );
    }
    let limits = items.iter().any(|item| of(item, &[ActionKind::Mitigate], MITIGATES));
    if items.len() >= SEVERAL && !detects && !limits && by_people.is_none() {
        diagnostics.push(
            NOTHING_DETECTS
                .at(file, place, "no action item would notice the next one sooner or make it hurt less")
                .label("all about prevention")
                .help("ask what would have halved the time to notice, and the time to stop it"),
        );
    }
}

/// Whether an item may keep the incident from happening again. One without a kind may, unless all that
/// it says is about telling, teaching or finding out.
fn may_prevent(item: &Item<'_>) -> bool {
    let text = &item.action.text;
    match item.action.kind {
        Some(ActionKind::Prevent) => true,
        None | Some(ActionKind::Process) => !mentions(text, TELLS) || mentions(text, PREVENTS),
        Some(_) => false,
    }
}

/// Where findings about all action items point.
pub(super) fn place(subject: &Subject<'_>) -> Span {
    let entry = subject.parsed.front_matter.as_ref().and_then(|matter| matter.root.entry("action_items"));
    match entry {
        Some(entry) if items::in_front_matter(&entry.value) => entry.key.span,
        _ => subject.heading(SectionKind::ActionItems),
    }
}

/// Who noticed, if it was no monitoring, and where that is written.
fn by_people(subject: &Subject<'_>) -> Option<(&'static str, Span)> {
    let who = match subject.postmortem.detection.as_ref()?.method {
        DetectionMethod::Engineer => "an engineer",
        DetectionMethod::Customer => "a customer",
        DetectionMethod::Partner => "a partner",
        DetectionMethod::Social => "social media",
        DetectionMethod::Monitoring | DetectionMethod::Synthetic | DetectionMethod::Unknown => return None,
    };
    let place = subject.place("detection.method").or_else(|| subject.place("detection"))?;
    Some((who, place))
}
