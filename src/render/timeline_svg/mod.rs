//! The drawn timeline of an incident: inline SVG, made at build time.
//!
//! Time runs to scale from left to right; a gap that outweighs all others is drawn short, with a
//! mark and its length. Phases are bands between milestones, events are dots, milestones and
//! named events carry labels. Colours come from the style sheet by class, so that the drawing
//! follows the scheme. The same facts stand in the table below it.

mod labels;
mod scale;
mod ticks;

use super::svg::{self, escape};
use super::words::Words;
use crate::model::Milestone;
use crate::model::Moment;
use crate::model::Postmortem;
use crate::model::Precision;
use labels::Label;
use scale::Scale;
use std::fmt::Write as _;

/// The drawing's width, in units of its own.
const WIDTH: f64 = 1000.0;
/// Where the axis starts, and where it ends: the last label stands behind its end.
const PLOT: (f64, f64) = (24.0, 870.0);
/// The height of the band on the axis.
const BAND: f64 = 20.0;
/// The height of a row of labels.
const LANE: f64 = 19.0;

/// Something to draw: a moment, in seconds, and what happened.
struct Event<'a> {
    at: i64,
    moment: &'a Moment,
    key: &'static str,
    text: &'a str,
}

/// Draws the timeline; `None` when fewer than two moments are known, for then there is nothing
/// to scale.
pub(super) fn draw(postmortem: &Postmortem, words: &Words) -> Option<String> {
    let milestones: Vec<(Milestone, &Moment)> =
        postmortem.milestones.known().filter(|(_, moment)| is_exact(moment)).collect();
    let events = events(postmortem);
    let times =
        events.iter().map(|event| event.at).chain(milestones.iter().map(|(_, moment)| seconds(moment)));
    let scale = Scale::new(times, PLOT)?;
    let first = milestones.iter().map(|(_, moment)| *moment).chain(events.iter().map(|event| event.moment));
    let first = first.min_by_key(|moment| moment.timestamp())?;
    let labels = labels::place(&named(&milestones, &events, &scale, words));
    let lanes = labels.iter().map(|label| label.lane + 1).max().unwrap_or(0);
    let top = 8.0 + LANE * f64::from(u32::try_from(lanes).unwrap_or(u32::MAX));
    let height = top + BAND + 54.0;
    let mut svg = String::with_capacity(4096);
    // Writing into a string cannot fail.
    let _ = write!(
        svg,
        "<svg class=\"tl\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"pm-tl-title pm-tl-desc\">\
         <title id=\"pm-tl-title\">{}</title><desc id=\"pm-tl-desc\">{}</desc>",
        escape(&words.say("timeline.drawing")),
        escape(&describe(&scale, first, events.len(), &milestones, words))
    );
    let _ = write!(
        svg,
        "<rect class=\"tl-axis\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{BAND}\" rx=\"3\"/>",
        PLOT.0,
        PLOT.1 - PLOT.0
    );
    bands(&mut svg, &milestones, &scale, top, words);
    ticks::draw(&mut svg, &scale, first, top + BAND, words);
    breaks(&mut svg, &scale, top, words);
    draw_labels(&mut svg, &labels, top);
    for event in &events {
        let x = scale.x(event.at);
        let _ = write!(
            svg,
            "<circle class=\"tl-dot tl-{}\" data-at=\"{}\" cx=\"{x}\" cy=\"{}\" r=\"4.5\"><title>{} {}</title></circle>",
            event.key,
            event.moment.iso(),
            top + BAND / 2.0,
            event.moment.clock(),
            escape(event.text)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn is_exact(moment: &Moment) -> bool {
    moment.precision() > Precision::Day
}

fn seconds(moment: &Moment) -> i64 {
    moment.timestamp().as_second()
}

fn events(postmortem: &Postmortem) -> Vec<Event<'_>> {
    let dated = postmortem.timeline.iter().filter_map(|entry| {
        let moment = entry.at.as_ref().filter(|moment| is_exact(moment))?;
        let key = entry.kind.map_or("event", |kind| kind.key());
        Some(Event { at: seconds(moment), moment, key, text: &entry.text })
    });
    dated.collect()
}

/// What gets a label: milestones, and events whose kind is none of those.
fn named(
    milestones: &[(Milestone, &Moment)],
    events: &[Event<'_>],
    scale: &Scale,
    words: &Words,
) -> Vec<Label> {
    let label = |key: &str, moment: &Moment, is_milestone| Label {
        x: scale.x(seconds(moment)),
        text: format!("{} {}", words.value("event", key), moment.clock()),
        clock: moment.clock(),
        iso: moment.iso(),
        key: key.to_owned(),
        is_milestone,
        lane: 0,
    };
    let mut labels: Vec<_> =
        milestones.iter().map(|(milestone, moment)| label(milestone.key(), moment, true)).collect();
    for event in events {
        let told =
            event.key == "event" || milestones.iter().any(|(milestone, _)| milestone.key() == event.key);
        if !told {
            labels.push(label(event.key, event.moment, false));
        }
    }
    labels
}

/// The phases between those milestones that end one.
fn bands(svg: &mut String, milestones: &[(Milestone, &Moment)], scale: &Scale, top: f64, words: &Words) {
    let ends = [Milestone::Started, Milestone::Detected, Milestone::Mitigated, Milestone::Resolved];
    let mut known: Vec<(Milestone, i64)> = Vec::new();
    for (milestone, moment) in milestones.iter().filter(|(milestone, _)| ends.contains(milestone)) {
        let at = seconds(moment);
        if known.last().is_none_or(|(_, last)| *last <= at) {
            known.push((*milestone, at));
        }
    }
    for pair in known.windows(2) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        let (class, name) = match (from, to) {
            (Milestone::Started, Milestone::Detected) => ("tl-undetected", "timeline.undetected"),
            (Milestone::Mitigated, _) => ("tl-recovering", "timeline.recovering"),
            (Milestone::Detected, _) => ("tl-responding", "timeline.responding"),
            _ => ("tl-responding", "timeline.ongoing"),
        };
        let (x, width) = (scale.x(start), scale.x(end) - scale.x(start));
        if width < 0.5 {
            continue;
        }
        let taken = words.duration(jiff::SignedDuration::from_secs(end - start));
        let told = escape(&words.fill(name, &[("duration", &taken)]));
        let _ = write!(
            svg,
            "<g class=\"{class}\"><rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{BAND}\"><title>{told}</title></rect>"
        );
        if width > svg::width(&told) + 16.0 {
            let middle = (x + width / 2.0).round();
            let _ = write!(
                svg,
                "<text class=\"tl-phase\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{told}</text>",
                top + BAND + 49.0
            );
        }
        svg.push_str("</g>");
    }
}

/// The marks of gaps that are drawn short.
fn breaks(svg: &mut String, scale: &Scale, top: f64, words: &Words) {
    for gap in scale.breaks() {
        let (middle, low, high) = (gap.middle(), top + BAND + 3.0, top - 3.0);
        let _ = write!(
            svg,
            "<path class=\"tl-break\" d=\"M{} {low}L{} {high}H{}L{} {low}Z\"/>\
             <text class=\"tl-tick\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            middle - 8.0,
            middle - 2.0,
            middle + 8.0,
            middle + 2.0,
            top + BAND + 18.0,
            escape(&gap.told(words))
        );
    }
}

fn draw_labels(svg: &mut String, labels: &[Label], top: f64) {
    for label in labels {
        let lane = f64::from(u32::try_from(label.lane).unwrap_or(0));
        let y = top - 6.0 - LANE * lane;
        let class = if label.is_milestone { "tl-milestone" } else { "tl-event" };
        // The clock alone is marked: the words around it stay when the reader changes the zone.
        let clock = format!("<tspan data-at=\"{}\">{}</tspan>", label.iso, label.clock);
        let _ = write!(
            svg,
            "<g class=\"{class} tl-{key}\"><path d=\"M{x} {}V{}\"/><text x=\"{}\" y=\"{y}\">{}</text></g>",
            y - 11.0,
            top + BAND,
            label.x + 5.0,
            escape(&label.text).replacen(&label.clock, &clock, 1),
            key = label.key,
            x = label.x,
        );
    }
}

/// What the drawing shows, for whoever cannot see it.
fn describe(
    scale: &Scale,
    first: &Moment,
    events: usize,
    milestones: &[(Milestone, &Moment)],
    words: &Words,
) -> String {
    let mut sentences = vec![words.fill(
        "timeline.described",
        &[
            ("day", &words.day(first.date())),
            ("time", &first.clock()),
            ("zone", first.zone_label()),
            ("span", &words.duration(jiff::SignedDuration::from_secs(scale.seconds()))),
        ],
    )];
    sentences.extend(milestones.iter().map(|(milestone, moment)| {
        let event = words.value("event", milestone.key());
        words.fill("timeline.described_event", &[("event", &event), ("time", &moment.clock())])
    }));
    if events > 0 {
        sentences.push(words.count("timeline.described_table", events));
    }
    words.sentences(&sentences)
}
