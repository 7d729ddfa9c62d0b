//! The Markdown of a postmortem, section by section.

use std::fmt::{self, Write as _};

use crate::calendar::Moment;
use crate::grammar;
use crate::incident::{Incident, Zone};
use crate::prose::{Prose, duration};
use crate::samples;
use crate::stories;

/// Writes all sections.
pub(crate) fn write(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    summary(out, incident, prose)?;
    impact(out, incident, prose)?;
    if !incident.times.day_only {
        timeline(out, incident, prose)?;
    }
    section(out, "Detection", 1, 3, grammar::DETECTIONS, prose)?;
    root_cause(out, incident, prose)?;
    if prose.random.chance(75) {
        out.push_str("\n## Contributing factors\n\n");
        let count = 2 + prose.random.index(3);
        for factor in prose.phrases(count, grammar::FACTORS) {
            let detail = prose.phrase(grammar::alternatives("say"));
            writeln!(out, "- **{factor}.** {detail}")?;
        }
    }
    resolution(out, prose)?;
    lessons(out, incident, prose)
}

fn section(
    out: &mut String,
    heading: &str,
    low: u32,
    high: u32,
    patterns: &[&'static str],
    prose: &mut Prose<'_>,
) -> fmt::Result {
    let count = prose.random.between(low, high);
    writeln!(out, "\n## {heading}\n\n{}", prose.paragraph(count, patterns))
}

fn summary(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    section(out, "Summary", 3, 4, grammar::SUMMARIES, prose)?;
    if let Some(earlier) = &incident.recurrence_of {
        let path = earlier.path_from(incident.sketch.started.date().year);
        let date = earlier.started.date();
        let text = prose.phrase(&[
            "The same {n} had failed before",
            "We have seen this {n} already",
            "The actions of then did not {v} it",
        ]);
        writeln!(out, "\n> [!NOTE]\n> {text}, in [the incident of {date}]({path}).")?;
    }
    Ok(())
}

fn impact(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    section(out, "Impact", 1, 3, grammar::IMPACTS, prose)?;
    let minutes = duration(incident.times.minutes(incident.sketch.started));
    if prose.random.chance(60) {
        writeln!(out, "\n- **Duration:** {minutes}")?;
        let count = 1 + prose.random.index(3);
        for harm in prose.phrases(count, grammar::IMPACTS) {
            writeln!(out, "- {harm}")?;
        }
    }
    if prose.random.chance(35) {
        samples::table(out, prose)?;
    }
    Ok(())
}

fn timeline(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    out.push_str("\n## Timeline\n\n");
    let started = incident.sketch.started;
    let events = events(incident, prose);
    let utc = matches!(incident.times.zone, Zone::Utc);
    let suffix = if utc { " UTC" } else { "" };
    // With a zone in the front matter, a clock time without a date is of the day the incident
    // started; not so where it is so much earlier that the day after would be nearer.
    let first = events.first().map_or(started, |(moment, _)| *moment);
    let mut day = (!utc && started.since(first) < 11 * 60).then(|| started.date());
    for (moment, kind) in events {
        let (date, clock) = (moment.date(), moment.clock());
        out.push_str("- ");
        if day != Some(date) {
            write!(out, "{date} ")?;
            day = Some(date);
        }
        let text = prose.phrase(stories::event(kind));
        writeln!(out, "{clock}{suffix} [{kind}] {text}")?;
    }
    Ok(())
}

fn events(incident: &Incident<'_>, prose: &mut Prose<'_>) -> Vec<(Moment, &'static str)> {
    let random = &mut prose.random;
    let times = &incident.times;
    let started = incident.sketch.started;
    let mut events = vec![(started, "started")];
    if random.chance(30) {
        events.push((started.minus(random.skewed(500)), "lead-up"));
    }
    if random.chance(60) {
        events.push((started.minus(random.skewed(15)), "change"));
    }
    let known = [
        (times.detected, "detected"),
        (times.acknowledged, "acknowledged"),
        (times.identified, "identified"),
        (times.mitigated, "mitigated"),
        (times.resolved, "resolved"),
    ];
    events.extend(known.into_iter().filter_map(|(at, kind)| Some((at?, kind))));
    let from = times.detected.unwrap_or(started);
    let searched = times.identified.unwrap_or(times.ended).since(from);
    let lasted = times.ended.since(from);
    let extras = [
        ("escalated", 60, searched),
        ("hypothesis", 70, searched),
        ("hypothesis", 40, searched),
        ("misleading", 35, searched),
        ("communication", 60, lasted),
        ("communication", 40, lasted),
    ];
    for (kind, percent, span) in extras {
        if random.chance(percent) {
            events.push((from.plus(random.between(0, span)), kind));
        }
    }
    // Stable, so that events of the same minute stay in the order of an incident.
    events.sort_by_key(|(moment, _)| *moment);
    events
}

fn root_cause(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    section(out, "Root cause", 4, 6, stories::story(incident.family()), prose)?;
    if prose.random.chance(70) {
        samples::code(out, prose)?;
        writeln!(out, "\n{}", prose.paragraph(2, grammar::alternatives("say")))?;
    }
    if let Some(other) = incident.related.first() {
        let path = other.path_from(incident.sketch.started.date().year);
        let text = prose.phrase(&["[The outage of {o}]", "[An earlier {a} {n}]", "[A {w} incident]"]);
        let rest = prose.phrase(grammar::alternatives("say"));
        writeln!(out, "\n{text}({path}) looked alike. {rest}")?;
    }
    Ok(())
}

fn resolution(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    section(out, "Resolution", 2, 4, grammar::RESOLUTIONS, prose)?;
    if prose.random.chance(55) {
        samples::code(out, prose)?;
    }
    if prose.random.chance(25) {
        out.push_str("\nBefore the incident was closed:\n\n");
        let steps = [
            "{v} the {a} {ns} on {host}",
            "Compare {metric} with the day before",
            "Tell {team} that {s} is {a}",
            "Turn the {w} {n} on again",
        ];
        let count = 2 + prose.random.index(3);
        for step in prose.phrases(count, &steps) {
            let mark = if prose.random.chance(80) { 'x' } else { ' ' };
            writeln!(out, "- [{mark}] {step}")?;
        }
    }
    Ok(())
}

fn lessons(out: &mut String, incident: &Incident<'_>, prose: &mut Prose<'_>) -> fmt::Result {
    out.push_str("\n## Lessons learned\n");
    if prose.random.chance(50) {
        let sides = [("What went well", grammar::WENT_WELL), ("What went wrong", grammar::WENT_WRONG)];
        for (heading, patterns) in sides {
            writeln!(out, "\n### {heading}\n")?;
            let count = 1 + prose.random.index(3);
            for lesson in prose.phrases(count, patterns) {
                writeln!(out, "- {lesson}")?;
            }
        }
    } else {
        let count = prose.random.between(2, 4);
        writeln!(out, "\n{}", prose.paragraph(count, grammar::WENT_WRONG))?;
    }
    if prose.random.chance(15) {
        let id = incident.sketch.id();
        writeln!(out, "\nThe public note is on the [status page](https://status.bench.example/{id}).")?;
    }
    Ok(())
}
