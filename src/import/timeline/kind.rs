//! What kind of event an entry tells of.

use crate::model::EventKind;

/// What words tell of which kind of event, in the order in which they count.
#[rustfmt::skip]
const KINDS: &[(EventKind, &[&str])] = &[
    (EventKind::Escalated, &["escalat", "looped in", "handed over", "brought in", "paged the", "called the", "called in"]),
    (EventKind::Misleading, &["mislead", "red herring", "false lead", "dead end", "turned out not", "ruled out", "wild goose", "no abnormal", "wrong track"]),
    (EventKind::Hypothesis, &["suspect", "assum", "hypothes", "initially thought", "believed to", "theory", "potential cause", "possible cause"]),
    (EventKind::Resolved, &["fully restored", "resolved", "back to normal", "back online", "all clear", "service restored", "recovered", "normal operation", "fully operational", "incident closed", "restored", "outage ends", "behoben", "resuelto", "résolu", "resolvido", "解決", "恢复"]),
    (EventKind::Mitigated, &["rolled back", "rollback", "roll back", "reverted", "failover", "failed over", "restarted", "hotfix", "fix deployed", "fix applied", "fix was", "deployed a fix", "applied", "mitigat", "workaround", "redirected", "corrected", "fixed", "fix is", "rerouted"]),
    (EventKind::Identified, &["identified", "root cause", "discovered", "pinpoint", "traced to", "revealed", "found that", "found the", "finds", "found a", "determined", "culprit"]),
    (EventKind::Communication, &["status page", "announced", "notified customers", "informed customers", "communicat", "posted on", "users were informed"]),
    (EventKind::Started, &["outage begins", "outage began", "goes down", "went down", "starts failing", "started failing", "began failing", "incident began", "incident started", "outage starts", "outage started"]),
    (EventKind::Change, &["deploy", "release", "pushed", "pushes", "merge", "upgrade", "maintenance", "migration", "configuration change", "config change", "rollout"]),
];

const DETECTED: &[&str] = &[
    "alert",
    "detect",
    "notice",
    "report",
    "complain",
    "ticket",
    "monitoring",
    "page received",
    "paged",
    "alarm",
];

pub(super) fn kind(text: &str, detected: bool) -> Option<EventKind> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let found = KINDS.iter().find(|(_, words)| says(words)).map(|(kind, _)| *kind);
    // The first alert or complaint is the detection; later ones are part of the story.
    if !detected && says(DETECTED) && !matches!(found, Some(EventKind::Resolved | EventKind::Escalated)) {
        return Some(EventKind::Detected);
    }
    found
}
