//! What was found, as JSON: one object for each write-up.

use super::{Fact, Facts, Nature};
use crate::model::{Moment, Precision, SectionKind, Zone};
use serde_json::{Map, Value, json};

/// The facts of a write-up as one object. Unknown facts are null or empty; `lines` has the line of each
/// that its text tells. `given` is what its front matter says, by our keys, and counts more.
pub fn json(source: &str, facts: &Facts, given: &Map<String, Value>) -> Value {
    let mut object = of_text(source, facts);
    for (key, value) in given {
        match key.as_str() {
            "detection" if value.is_object() => object[key] = value["method"].clone(),
            "title" | "severity" | "detection" | "services" | "root_causes" | "triggers" | "teams"
            | "authors" => {
                object[key] = value.clone();
            }
            _ => {}
        }
    }
    let zone = given.get("timezone").and_then(Value::as_str).and_then(|zone| Zone::parse(zone).ok());
    let moment = |key: &str| Moment::parse(given.get(key)?.as_str()?, zone.as_ref()).ok();
    let (started, resolved) = (moment("started"), moment("resolved"));
    if let Some(started) = &started {
        object["date"] = started.date().to_string().into();
    }
    for (key, moment) in [("start", &started), ("end", &resolved)] {
        if let Some(moment) = moment.as_ref().filter(|moment| moment.precision() != Precision::Day) {
            object[key] = moment.zoned().strftime("%H:%M").to_string().into();
            object["timezone"] = moment.zone_label().into();
        }
    }
    if let Some(length) = resolved.zip(started).and_then(|(resolved, started)| resolved.since(&started)) {
        object["duration_minutes"] = (length.as_secs_f64() / 60.0).into();
    }
    object
}

fn of_text(source: &str, facts: &Facts) -> Value {
    let kind = match facts.nature {
        Nature::Postmortem if facts.several => "multiple",
        Nature::Postmortem => "postmortem",
        Nature::Template => "template",
        Nature::Other => "other",
    };
    let said = &facts.said;
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
        "date": text(facts.when.date.as_ref()),
        "start": text(facts.when.start.as_ref()),
        "end": text(facts.when.end.as_ref()),
        "timezone": facts.when.zone.as_ref().map(|zone| zone.value.written.as_str()),
        "duration_minutes": facts.when.duration.as_ref().map(|minutes| minutes.value),
        "users_affected_percent": said.harm.users_percent.as_ref().map(|share| share.value),
        "users_affected": said.harm.users.as_ref().map(|users| users.value),
        "detection": said.detection.as_ref().map(|method| method.value.key()),
        "severity": said.severity.as_ref().map(|severity| severity.value.key()),
        "root_causes": all(&said.causes.root_causes, |term| term.as_str()),
        "triggers": all(&said.causes.triggers, |term| term.as_str()),
        "services": all(&said.services, |key| key.as_str()),
        "teams": all(&said.teams, |key| key.as_str()),
        "authors": all(&said.authors, String::as_str),
        "impact": said.harm.summary.as_ref().map(|summary| summary.value.as_str()),
        "sections": facts.sections.iter().filter_map(|kind| section(*kind)).collect::<Vec<_>>(),
        "timeline": timeline,
        "action_items": actions,
        "lines": lines(facts),
    })
}

/// The lines that say the facts.
fn lines(facts: &Facts) -> Value {
    let said = &facts.said;
    let mut lines = Map::new();
    let mut add = |key: &str, line: Option<usize>| {
        if let Some(line) = line {
            lines.insert(key.to_owned(), line.into());
        }
    };
    add("title", line(facts.title.as_ref()));
    add("date", line(facts.when.date.as_ref()));
    add("start", line(facts.when.start.as_ref()));
    add("end", line(facts.when.end.as_ref()));
    add("timezone", line(facts.when.zone.as_ref()));
    add("duration_minutes", line(facts.when.duration.as_ref()));
    add("users_affected_percent", line(said.harm.users_percent.as_ref()));
    add("users_affected", line(said.harm.users.as_ref()));
    add("detection", line(said.detection.as_ref()));
    add("severity", line(said.severity.as_ref()));
    add("root_causes", line(said.causes.root_causes.first()));
    add("triggers", line(said.causes.triggers.first()));
    add("services", line(said.services.first()));
    add("teams", line(said.teams.first()));
    add("authors", line(said.authors.first()));
    add("impact", line(said.harm.summary.as_ref()));
    Value::Object(lines)
}

fn line<T>(fact: Option<&Fact<T>>) -> Option<usize> {
    fact.map(|fact| fact.line)
}

fn text<T: ToString>(fact: Option<&Fact<T>>) -> Option<String> {
    fact.map(|fact| fact.value.to_string())
}

fn all<'a, T>(facts: &'a [Fact<T>], key: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    facts.iter().map(|fact| key(&fact.value)).collect()
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
