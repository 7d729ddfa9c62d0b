//! The events of a timeline, as far as start, end, day and zone go.

use super::passage::{Passage, Place};
use super::point::{Point, points};
use super::told::At;
use super::words::{AFTERMATH, BEGAN_FOR_SURE, ENDED, mentions};
use crate::times::Clock;

/// An entry of a timeline with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// When it was.
    pub(super) at: At,
    /// What happened, in small letters.
    pub(super) told: String,
}

/// How far into its line a time may stand and still be the line's own.
const LEAD: usize = 48;

/// All events that have a time of day.
pub(super) fn events(passages: &[Passage]) -> Vec<Event> {
    let sections = passages.iter().filter(|passage| passage.place == Place::Timeline);
    let found = read(sections);
    if !found.is_empty() {
        return found;
    }
    // A timeline without its heading: lines that start with a time, and enough of them.
    let others = passages.iter().filter(|passage| {
        matches!(passage.place, Place::Intro | Place::Account | Place::Rest)
            && starts_with_time(&passage.text)
    });
    let found = read(others);
    if found.len() >= 3 { found } else { Vec::new() }
}

fn starts_with_time(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && own_time(text).is_some()
}

fn read<'a>(passages: impl Iterator<Item = &'a Passage>) -> Vec<Event> {
    let mut day = None;
    let mut found = Vec::new();
    for passage in passages {
        let Some(point) = own_time(&passage.text) else {
            // `### 12 May 2024` dates what stands below it.
            let alone = points(&passage.text).into_iter().find(|point| point.clock.is_none());
            if let Some(point) = alone
                && (passage.heading || passage.text.len() <= point.range.len() + 16)
            {
                day = point.day;
            }
            continue;
        };
        let mut at = At::new(&point, passage.line);
        if at.day.is_none() {
            at.day.clone_from(&day);
        } else {
            day.clone_from(&at.day);
        }
        let told = passage.text.get(point.range.end..).unwrap_or_default().to_lowercase();
        let before = passage.text.get(..point.range.start).unwrap_or_default().to_lowercase();
        found.push(Event { at, told: format!("{before} {told}") });
    }
    found
}

/// The time that a line of a timeline has for its own: one near its start.
fn own_time(text: &str) -> Option<Point> {
    if let Some(point) = points(text).into_iter().find(|point| point.clock.is_some()) {
        let before = text.get(..point.range.start).unwrap_or_default();
        let words = before.split_whitespace().count();
        let near = before.len() <= LEAD && (words <= 3 || before.ends_with('(') || before.ends_with("| "));
        return near.then_some(point);
    }
    dotted(text)
}

/// `10.05 Alerts fire`: at the start of an entry, a number with two decimals is a time.
fn dotted(text: &str) -> Option<Point> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let rest = text.get(hours..)?.strip_prefix('.')?;
    let (hour, minute) = (text.get(..hours)?.parse::<i32>().ok()?, rest.get(..2)?.parse::<i32>().ok()?);
    let ends = !rest.get(2..)?.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '%');
    let clock = Clock { range: 0..hours + 3, minute: hour * 60 + minute, has_half: false };
    ((1..=2).contains(&hours) && digits(rest) == 2 && hour < 24 && minute < 60 && ends).then(|| Point {
        range: clock.range.clone(),
        day: None,
        clock: Some(clock),
        zone: None,
    })
}

/// The event with which the incident begins: one that says so, or the first.
pub(super) fn start(events: &[Event]) -> Option<&Event> {
    let first = events.first()?;
    let sure = |event: &&Event| mentions(&event.told, BEGAN_FOR_SURE);
    events.iter().find(sure).or(Some(first))
}

/// The event with which the incident ends, and whether it says so.
pub(super) fn end(events: &[Event]) -> Option<(&Event, bool)> {
    let after = events.get(1..)?;
    let during = |event: &&Event| !mentions(&event.told, AFTERMATH) || mentions(&event.told, ENDED);
    let ends = after.iter().rev().filter(during).find(|event| {
        mentions(&event.told, ENDED) && !mentions(&event.told, &["not resolved", "unresolved", "not fixed"])
    });
    ends.map(|event| (event, true)).or_else(|| after.iter().rev().find(during).map(|event| (event, false)))
}
