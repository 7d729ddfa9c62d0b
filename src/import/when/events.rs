//! The events of the timeline with which the incident begins and ends.

use super::point::points;
use super::told::{At, Lasted};
use super::words::{AFTERMATH, BEGAN_FOR_SURE, ENDED, mentions};
use crate::import::timeline;
use crate::import::writeup::Writeup;
use crate::model::EventKind;
use crate::times::Bound;

/// An entry of a timeline with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// When it was.
    pub(super) at: At,
    /// What kind of event it is.
    pub(super) kind: Option<EventKind>,
    /// What happened, in small letters.
    pub(super) told: String,
}

impl Event {
    /// Whether it says that the incident begins.
    pub(super) fn begins(&self) -> bool {
        self.kind == Some(EventKind::Started) || BEGAN_FOR_SURE.are_in(&self.told)
    }
}

/// All events that have a time of day.
pub(super) fn events(writeup: &Writeup, timeline: &[timeline::Event]) -> Vec<Event> {
    let timed = timeline.iter().filter_map(|event| {
        let minute = event.minute? % super::point::DAY;
        let line = writeup.lines.partition_point(|line| line.number < event.line);
        // The zone stands behind the time, on a line or in a cell of its own.
        let texts = writeup
            .lines
            .get(line)
            .map(|line| if line.cells.is_empty() { line.text.clone() } else { line.cells.join(" | ") });
        let points = texts.map(|text| points(&text)).unwrap_or_default();
        let own = points.into_iter().find(|point| {
            point.clock.as_ref().is_some_and(|clock| clock.minute % super::point::DAY == minute)
        });
        let zone = own.and_then(|point| point.zone);
        let at = At { minute: Some(minute), day: event.day.clone(), zone, line };
        Some(Event { at, kind: event.kind, told: event.text.to_lowercase() })
    });
    timed.collect()
}

/// The event with which the incident ends, and whether it says so.
pub(super) fn end(events: &[Event]) -> Option<(&Event, bool)> {
    let after = events.get(1..)?;
    let during = |event: &&Event| !AFTERMATH.are_in(&event.told) || ENDED.are_in(&event.told);
    let ends = after.iter().rev().filter(during).find(|event| {
        ENDED.are_in(&event.told) && !mentions(&event.told, &["not resolved", "unresolved", "not fixed"])
    });
    ends.map(|event| (event, true)).or_else(|| after.iter().rev().find(during).map(|event| (event, false)))
}

/// The event that lies an exact length behind the start.
pub(super) fn after(events: &[Event], start: &At, lasted: Lasted) -> Option<At> {
    let missed = |event: &&Event| {
        let minutes = event.at.minute.zip(start.minute).map(|(to, from)| to - from);
        let days = super::days_between(start, &event.at).unwrap_or(0) * super::point::DAY;
        minutes.map_or(f64::INFINITY, |minutes| (f64::from(minutes + days) - lasted.minutes).abs())
    };
    let nearest = events.iter().min_by(|one, other| missed(one).total_cmp(&missed(other)));
    let exact = lasted.bound == Bound::Exactly;
    nearest.filter(|event| exact && missed(event) <= 1.0).map(|event| event.at.clone())
}
