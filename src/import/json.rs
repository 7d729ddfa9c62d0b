//! What was found, as JSON: one object for each write-up.

use super::{Facts, Nature};
use crate::model::SectionKind;
use serde_json::{Value, json};

/// The facts of a write-up as one object. Unknown facts are null or empty; `lines` has the line of each.
pub fn json(source: &str, facts: &Facts) -> Value {
    let kind = match facts.nature {
        Nature::Postmortem if facts.several => "multiple",
        Nature::Postmortem => "postmortem",
        Nature::Template => "template",
        Nature::Other => "other",
    };
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let timeline: Vec<Value> = facts
        .timeline
        .iter()
        .map(|event| {
            json!({
                "time": event.minute.map(clock),
                "kind": event.kind.map(|kind| kind.key()),
                "text": event.text,
                "line": event.line,
            })
        })
        .collect();
    let actions: Vec<Value> = facts
        .actions
        .iter()
        .map(|action| {
            json!({
                "text": action.text,
                "kind": action.kind.map(|kind| kind.key()),
                "owner": action.owner,
                "due": action.due.map(|due| due.to_string()),
                "ticket": action.ticket,
                "done": action.done,
                "line": action.line,
            })
        })
        .collect();
    json!({
        "source": source,
        "kind": kind,
        "title": facts.title.as_ref().map(|title| title.value.as_str()),
        "sections": facts.sections.iter().filter_map(|kind| section(*kind)).collect::<Vec<_>>(),
        "timeline": timeline,
        "action_items": actions,
        "lines": { "title": facts.title.as_ref().map(|title| title.line) },
    })
}

/// The name of a section in this format, which knows seven.
fn section(kind: SectionKind) -> Option<&'static str> {
    Some(match kind {
        SectionKind::Summary => "summary",
        SectionKind::Impact => "impact",
        SectionKind::Timeline => "timeline",
        SectionKind::RootCause => "root_cause",
        SectionKind::Resolution => "resolution",
        SectionKind::ActionItems => "corrective",
        SectionKind::LessonsLearned => "lessons",
        SectionKind::Detection | SectionKind::ContributingFactors => return None,
    })
}
