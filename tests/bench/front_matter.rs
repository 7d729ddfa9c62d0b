//! The front matter of a postmortem: YAML with every key that pmsite knows, each where it fits.

use std::fmt::{self, Display, Write as _};

use crate::calendar::{Date, Moment};
use crate::grammar;
use crate::incident::{Incident, Sketch, Zone, push_new, weighted};
use crate::prose::Prose;
use crate::terms::{ACTION_KINDS, DETECTION_METHODS, MITIGATIONS, OWNERS, PRIORITIES, TEAMS};

/// Writes the front matter with its fences.
pub(crate) fn write(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    let sketch = incident.sketch;
    out.push_str("---\n");
    writeln!(out, "title: {}", scalar(&prose.phrase(grammar::TITLES)))?;
    if prose.random.chance(10) {
        out.push_str("status: published\n");
    }
    writeln!(out, "severity: {}", sketch.severity)?;
    list(out, "services", &sketch.services)?;
    list(out, "root_causes", &sketch.root_causes)?;
    list(out, "triggers", &incident.triggers)?;
    if prose.random.chance(80) {
        out.push_str("contributing_factors:\n");
        let count = 1 + prose.random.index(4);
        for factor in prose.phrases(count, grammar::FACTORS) {
            writeln!(out, "  - {}", scalar(&factor))?;
        }
    }
    response(out, prose)?;
    impact(out, incident, prose)?;
    times(out, incident, prose)?;
    labels(out, prose)?;
    if prose.random.chance(70) {
        let count = prose.random.between(1, 2);
        let summary = prose.paragraph(count, grammar::SUMMARIES);
        writeln!(out, "summary: {}", scalar(&summary))?;
    }
    action_items(out, incident, prose)?;
    references(out, incident)?;
    if prose.random.chance(3) {
        source(out, incident)?;
    }
    out.push_str("---\n");
    Ok(())
}

/// How it was noticed and what ended it.
fn response(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let method = weighted(&mut prose.random, DETECTION_METHODS);
    writeln!(out, "detection:\n  method: {method}")?;
    if method != "monitoring" || prose.random.chance(20) {
        let gap = prose.phrase(&[
            "No alert on {a} {ns} of {s}",
            "The {metric} alert waits {dur}",
            "{o} is not probed from outside",
        ]);
        writeln!(out, "  gap: {}", scalar(&gap))?;
    }
    let mut mitigation = vec![weighted(&mut prose.random, MITIGATIONS)];
    if prose.random.chance(35) {
        push_new(&mut mitigation, weighted(&mut prose.random, MITIGATIONS));
    }
    list(out, "mitigation", &mitigation)
}

fn impact(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    out.push_str("impact:\n");
    writeln!(out, "  summary: {}", scalar(&prose.phrase(grammar::IMPACTS)))?;
    writeln!(out, "  kind: {}", incident.impact_kind)?;
    if incident.impact_kind == "none" {
        return writeln!(out, "  near_miss: true");
    }
    let random = &mut prose.random;
    if random.chance(60) {
        let tenths = random.skewed(90).min(1_000);
        writeln!(out, "  users_percent: {}.{}", tenths / 10, tenths % 10)?;
    }
    if random.chance(50) {
        writeln!(out, "  users: {}", random.skewed(5_000))?;
    }
    if random.chance(40) {
        writeln!(out, "  requests_failed: {}", random.skewed(80_000))?;
    }
    if incident.impact_kind == "data-loss" {
        writeln!(out, "  data_loss: true")
    } else if random.chance(30) {
        writeln!(out, "  data_loss: false")
    } else {
        Ok(())
    }
}

fn times(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    let times = &incident.times;
    let started = incident.sketch.started;
    if times.day_only {
        return writeln!(out, "started: {}", started.date());
    }
    let known = [
        ("started", Some(started)),
        ("detected", times.detected),
        ("acknowledged", times.acknowledged),
        ("identified", times.identified),
        ("mitigated", times.mitigated),
        ("resolved", times.resolved),
    ];
    for (key, moment) in known {
        if let Some(moment) = moment {
            writeln!(out, "{key}: {}", timestamp(moment, times.zone))?;
        }
    }
    match times.zone {
        Zone::Utc if prose.random.chance(50) => Ok(()),
        Zone::Utc => writeln!(out, "timezone: UTC"),
        Zone::Offset(name, _) | Zone::Local(name) => writeln!(out, "timezone: {name}"),
    }
}

fn timestamp(moment: Moment, zone: Zone) -> String {
    let (date, clock) = (moment.date(), moment.clock());
    match zone {
        Zone::Utc => format!("{date}T{clock}:00Z"),
        Zone::Offset(_, offset) => format!("{date}T{clock}:00{offset}"),
        Zone::Local(_) => format!("{date} {clock}"),
    }
}

fn labels(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let random = &mut prose.random;
    let mut teams = vec![random.pick(TEAMS)];
    if random.chance(30) {
        push_new(&mut teams, random.pick(TEAMS));
    }
    list(out, "authors", &[random.pick(OWNERS)])?;
    list(out, "teams", &teams)?;
    if random.chance(40) {
        list(out, "reviewers", &[random.pick(OWNERS)])?;
    }
    let mut tags = Vec::new();
    for _ in 0..random.between(0, 5) {
        push_new(&mut tags, prose.vocabulary.tags.draw(random));
    }
    if tags.is_empty() {
        return Ok(());
    }
    list(out, "tags", &tags)
}

fn action_items(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    let written = incident.times.ended.date().plus_days(3);
    out.push_str("action_items:\n");
    let count = 2 + prose.random.index(4);
    for (index, text) in prose.phrases(count, grammar::ACTIONS).iter().enumerate() {
        let random = &mut prose.random;
        writeln!(out, "  - id: AI-{:06}-{}", incident.sketch.number, index + 1)?;
        writeln!(out, "    text: {}", scalar(text))?;
        writeln!(out, "    kind: {}", weighted(random, ACTION_KINDS))?;
        let owners = if random.chance(55) { TEAMS } else { OWNERS };
        writeln!(out, "    owner: {}", random.pick(owners))?;
        writeln!(out, "    priority: {}", weighted(random, PRIORITIES))?;
        let due = written.plus_days(random.between(7, 120));
        if random.chance(85) {
            writeln!(out, "    due: {due}")?;
        }
        if random.chance(60) {
            writeln!(out, "    ticket: OPS-{}", random.between(1_000, 99_999))?;
        }
        let closed = written.plus_days(random.skewed(50));
        action_status(out, due, closed, random.below(100))?;
    }
    Ok(())
}

/// Most old promises are kept, some are dropped, and a few are open for years.
fn action_status(out: &mut String, due: Date, closed: Date, fate: u64) -> fmt::Result {
    match fate {
        0..72 if closed.is_past() => {
            writeln!(out, "    status: done\n    closed: {closed}")
        }
        72..82 if due.is_past() => writeln!(out, "    status: dropped"),
        82..90 => writeln!(out, "    status: in-progress"),
        _ => writeln!(out, "    status: open"),
    }
}

fn references(out: &mut String, incident: &Incident<'_>) -> fmt::Result {
    if !incident.related.is_empty() {
        let ids: Vec<String> = incident.related.iter().map(Sketch::id).collect();
        list(out, "related", &ids)?;
    }
    if let Some(earlier) = &incident.recurrence_of {
        writeln!(out, "recurrence_of: {}", earlier.id())?;
    }
    if let Some(cause) = &incident.caused_by {
        writeln!(out, "caused_by: {}", cause.id())?;
    }
    if let Some(old) = &incident.supersedes {
        writeln!(out, "supersedes: {}", old.id())?;
    }
    Ok(())
}

fn source(out: &mut String, incident: &Incident<'_>) -> fmt::Result {
    let id = incident.sketch.id();
    let published = incident.times.ended.date().plus_days(9);
    writeln!(out, "source:")?;
    writeln!(out, "  url: https://status.bench.example/{id}")?;
    writeln!(out, "  archive_url: https://archive.bench.example/{id}")?;
    writeln!(out, "  published: {published}")?;
    writeln!(out, "  organization: Bench Retail")
}

fn list<T: Display>(out: &mut String, key: &str, items: &[T]) -> fmt::Result {
    write!(out, "{key}: [")?;
    for (index, item) in items.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(out, "{separator}{item}")?;
    }
    out.push_str("]\n");
    Ok(())
}

/// `text` as a YAML scalar, in quotes only where it needs them.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains('"');
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
