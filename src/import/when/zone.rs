//! The zone of the times.

use super::events::Event;
use super::label::{Role, role};
use super::passage::{Passage, Place};
use super::point::points;
use super::told::At;
use crate::import::Fact;
use crate::import::writeup::Writeup;
use crate::times::{NamedZone, named_zone};

/// The zone of the incident's times: the one beside its start or end, beside the same time elsewhere, that of
/// a label or of the timeline, or the one that most times have.
pub(super) fn zone(
    writeup: &Writeup,
    passages: &[Passage],
    ends: [Option<&At>; 2],
    events: &[Event],
) -> Option<Fact<NamedZone>> {
    let fact = |zone: NamedZone, line: usize| Some(Fact::sure(zone, writeup.number(line)));
    for at in ends.into_iter().flatten() {
        if let Some(zone) = &at.zone {
            return fact(zone.clone(), at.line);
        }
    }
    let minutes: Vec<i32> = ends.into_iter().flatten().filter_map(|at| at.minute).collect();
    if minutes.is_empty() && events.is_empty() {
        return None;
    }
    let mut told: Vec<(At, Place)> = Vec::new();
    for passage in passages.iter().filter(|passage| passage.place != Place::Plans) {
        for point in points(&passage.text) {
            if point.zone.is_some() {
                told.push((At::new(&point, passage.line), passage.place));
            }
        }
    }
    if let Some((at, zone)) = told.iter().find_map(|(at, _)| {
        let same = at.minute.is_some_and(|minute| minutes.contains(&minute));
        Some((at, at.zone.clone()?)).filter(|_| same)
    }) {
        return fact(zone, at.line);
    }
    for label in &writeup.labels {
        let zone = match role(&writeup.labels, label) {
            Some(Role::Zone) => named_zone(&label.value),
            Some(_) => named_zone(&label.name.to_uppercase()),
            None => None,
        };
        if let Some(zone) = zone {
            return fact(zone, label.line);
        }
    }
    let remark = |passage: &&Passage| {
        let lower = passage.text.to_lowercase();
        let short = passage.text.split_whitespace().count() <= 14;
        let timed = ["time", "timeline", "uhrzeit", "zeit", "heure", "hora", "時", "时"];
        let timeline = passage.place == Place::Timeline;
        let day = timeline && passage.text.split_whitespace().count() <= 8;
        let untimed = || points(&passage.text).iter().all(|point| point.clock.is_none());
        passage.heading && timeline
            || day && !points(&passage.text).is_empty() && untimed()
            || short
                && timed.iter().any(|word| lower.contains(word))
                && passage.place != Place::Plans
                && untimed()
    };
    if let Some((zone, line)) =
        passages.iter().filter(remark).find_map(|passage| Some((named_zone(&passage.text)?, passage.line)))
    {
        return fact(zone, line);
    }
    // The zone that the entries of the timeline have; elsewhere only where it is the only one.
    let timeline: Vec<&At> =
        told.iter().filter(|(_, place)| *place == Place::Timeline).map(|(at, _)| at).collect();
    let common =
        timeline.iter().filter_map(|at| Some((at.line, at.zone.as_ref()?))).max_by_key(|(line, zone)| {
            let same = timeline
                .iter()
                .filter(|at| at.zone.as_ref().is_some_and(|other| other.written == zone.written));
            (same.count(), std::cmp::Reverse(*line))
        });
    if let Some((line, zone)) = common {
        return fact(zone.clone(), line);
    }
    let (first, _) = told.iter().find(|(_, place)| matches!(place, Place::Account | Place::Intro))?;
    let zone = first.zone.clone()?;
    let only = told.iter().all(|(at, _)| at.zone.as_ref().is_none_or(|other| other.written == zone.written));
    only.then(|| Fact {
        value: zone,
        line: writeup.number(first.line),
        unsure: Some("the zone is told beside another time only"),
    })
}
