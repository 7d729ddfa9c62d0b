//! Logs of a status page: what was said, and below or above it a line that holds no more than when.

use super::Event;
use crate::import::{Form, Writeup};
use crate::times::{clocks, days, named_zone, words, zone_behind};
use std::ops::Range;

/// Words in a stamp that are neither its day nor its time.
const BESIDE: &[&str] = &[
    "posted",
    "at",
    "on",
    "updated",
    "ago",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "uhr",
    "time",
    "local",
    "um",
    "am",
    "le",
    "el",
    "a",
    "à",
    "las",
    "às",
    "às",
    "t",
];

/// The events of a write-up that stamps each of them on a line of its own; fewer than three are none.
pub(super) fn stamped(writeup: &Writeup) -> Vec<Event> {
    let stamps: Vec<usize> = (0..writeup.lines.len()).filter(|at| is_stamp(writeup, *at)).collect();
    let Some(first) = stamps.first().filter(|_| stamps.len() >= 3) else { return Vec::new() };
    // What was said stands before the first stamp, and then before each.
    let above = first
        .checked_sub(1)
        .and_then(|at| writeup.lines.get(at))
        .is_some_and(|line| !line.text.is_empty() && !matches!(line.form, Form::Heading(_)));
    let mut found = Vec::new();
    for (at, stamp) in stamps.iter().enumerate() {
        let Some(line) = writeup.lines.get(*stamp) else { continue };
        let told = if above {
            let from = at.checked_sub(1).and_then(|at| stamps.get(at)).map_or(0, |before| before + 1);
            said(writeup, last_run(writeup, from..*stamp))
        } else {
            let to = stamps.get(at + 1).copied().unwrap_or(writeup.lines.len());
            said(writeup, first_run(writeup, stamp + 1..to))
        };
        let Some(clock) = clocks(&line.text).into_iter().next() else { continue };
        let day = days(&line.text).into_iter().next();
        if !told.is_empty() {
            found.push(Event { minute: Some(clock.minute), day, kind: None, text: told, line: line.number });
        }
    }
    if found.len() < 3 { Vec::new() } else { found }
}

/// Whether a line holds a day, a time of day and nothing else.
fn is_stamp(writeup: &Writeup, at: usize) -> bool {
    let Some(line) = writeup
        .lines
        .get(at)
        .filter(|line| matches!(line.form, Form::Text | Form::Item { .. } | Form::Heading(_)))
    else {
        return false;
    };
    let text = line.text.as_str();
    let (days, clocks) = (days(text), clocks(text));
    let ([clock], [day]) = (clocks.as_slice(), days.as_slice()) else { return false };
    let zone = zone_behind(text, clock.range.end).or_else(|| named_zone(text)).map(|zone| zone.range);
    let known = [Some(clock.range.clone()), Some(day.range.clone()), zone];
    words(text).all(|(range, word)| {
        known.iter().flatten().any(|known| known.start <= range.start && range.end <= known.end)
            || BESIDE.iter().any(|beside| word.eq_ignore_ascii_case(beside))
    })
}

/// The last paragraphs of a range that no rule and no blank line above a heading cuts off.
fn last_run(writeup: &Writeup, range: Range<usize>) -> Range<usize> {
    let cut = range
        .clone()
        .rev()
        .find(|at| writeup.lines.get(*at).is_some_and(|line| matches!(line.form, Form::Rule)));
    cut.map_or(range.start, |cut| cut + 1)..range.end
}

/// The first paragraphs of a range, up to a rule or a heading.
fn first_run(writeup: &Writeup, range: Range<usize>) -> Range<usize> {
    let cut = range.clone().find(|at| {
        writeup.lines.get(*at).is_some_and(|line| matches!(line.form, Form::Rule | Form::Heading(_)))
    });
    range.start..cut.unwrap_or(range.end)
}

/// The last lines of a range, five at most: `Resolved: the vendor …`.
fn said(writeup: &Writeup, range: Range<usize>) -> String {
    let lines = writeup.lines.get(range).unwrap_or_default();
    let mut told: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| !line.text.is_empty() && line.form != Form::Code) {
        if matches!(line.form, Form::Heading(_)) {
            told.clear();
        }
        // The title of the page is that of no entry.
        if line.form == Form::Heading(1) {
            continue;
        }
        told.push(line.text.trim_end_matches(':'));
    }
    let from = told.len().saturating_sub(5);
    match told.get(from..) {
        Some([head, rest @ ..]) if !rest.is_empty() && head.split_whitespace().count() <= 3 => {
            format!("{head}: {}", rest.join(" "))
        }
        Some(told) => told.join(" "),
        None => String::new(),
    }
}
