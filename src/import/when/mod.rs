//! When it happened: day, start, end, zone and duration of the incident.
//!
//! What a label says is believed first, then what the summary tells in sentences, then titles, then the
//! timeline. Times of the paper, of plans, of logs and of every day are none of the incident's.

mod day;
mod events;
mod label;
mod passage;
mod point;
mod resolve;
mod told;
mod words;
mod zone;

#[cfg(test)]
mod tests;

pub use resolve::Stamps;

use super::Fact;
use super::timeline::Event;
use super::writeup::Writeup;
use crate::model::SectionKind;
use crate::times::{Bound, Day, NamedZone, clocks};
use label::{Role, role};
use passage::{Passage, Place, passages};
use point::{DAY, points};
use std::fmt;
use told::{At, Lasted, Told, lasted, span, told};

/// A day, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year, where it is told.
    pub year: Option<i16>,
    /// The month.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
}

impl Date {
    /// How many days after this one a day is; nothing where the years are not told or the same.
    fn days_to(self, day: &Day) -> Option<i32> {
        let (own, other) = (self.year.or(day.year), day.year.or(self.year));
        let civil =
            |year: Option<i16>, month, day| jiff::civil::Date::new(year.unwrap_or(2000), month, day).ok();
        let from = civil(own, self.month, self.day)?;
        Some(from.until(civil(other, day.month, day.day)?).ok()?.get_days())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year:04}-")?;
        }
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A time of day, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub i32);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// When an incident was, as far as its write-up tells. Each fact stands for itself: there may be an end
/// without a start.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct When {
    /// The day on which it began.
    pub date: Option<Fact<Date>>,
    /// The time of day at which it began.
    pub start: Option<Fact<TimeOfDay>>,
    /// The time of day at which it ended.
    pub end: Option<Fact<TimeOfDay>>,
    /// How many days after `date` it ended, where that is certain.
    pub end_days: Option<i32>,
    /// The zone of its times.
    pub zone: Option<Fact<NamedZone>>,
    /// How long it took, in minutes.
    pub duration: Option<Fact<f64>>,
}

/// What the labels of a write-up tell.
#[derive(Default)]
struct Labelled {
    told: Told,
    /// The length under a label is that of the incident, however the value tells it.
    lasted: Option<Lasted>,
}

/// Reads when the incident of a write-up with this timeline was.
pub fn when(writeup: &Writeup, timeline: &[Event]) -> When {
    let passages = passages(writeup);
    let labelled = labels(writeup);
    let account = account(&passages);
    let events = events::events(writeup, timeline);

    let mut explicit = labelled.told.span.is_some();
    let label_span = labelled.told.span.clone();
    let label_start = labelled.told.start.clone();
    let label_end = labelled.told.end.clone();
    let span = account.span.clone().filter(|_| label_start.is_none() && label_end.is_none());
    let (mut start, mut end) = match label_span.or(span) {
        Some((start, end)) => {
            explicit = true;
            (Some(start), Some(end))
        }
        None => (None, None),
    };
    if label_start.is_some() {
        start = label_start;
    }
    if label_end.is_some() {
        end = label_end;
    }
    let label_told_no_end = end.is_none();
    let mut start_unsure = None;
    let mut end_unsure = None;
    let first = events::start(&events);
    let start = start
        .or_else(|| account.start.clone())
        .or_else(|| {
            // What is told with its end, and some time before it, has its start.
            let noticed = account.noticed.as_ref().filter(|_| label_told_no_end)?;
            let ended = account.end.as_ref()?;
            (noticed.minute != ended.minute && noticed.line <= ended.line).then(|| noticed.clone())
        })
        .or_else(|| {
            let sure = events.iter().find(|event| event.begins());
            sure.map(|event| event.at.clone())
        })
        .or_else(|| {
            start_unsure = Some("the first time told, which may not be the start");
            let dated = day::date(writeup, &passages, None, false);
            let on_the_day = dated.and_then(|dated| {
                let known = |event: &&events::Event| {
                    let days = event.at.day.as_ref().and_then(|day| dated.date.value.days_to(day));
                    days.is_some_and(|days| days == 0 || !dated.told && (-2..0).contains(&days))
                };
                events.iter().find(known)
            });
            let first = on_the_day.or(first);
            labelled.told.noticed.clone().or_else(|| first.map(|event| event.at.clone()))
        })
        .or_else(|| account.noticed.clone());
    let recover = time_to_recover(writeup);
    let told_end = end.is_some() || account.end.is_some();
    let later = |event: &events::Event| {
        // A timeline that stops where the incident starts does not tell of its end.
        start.as_ref().is_none_or(|start| event.at.minute != start.minute || event.at.day != start.day)
    };
    let end = end
        .or_else(|| account.end.clone())
        .or_else(|| {
            // Where a length is told, the entry at its end is the end.
            let lasted = labelled.lasted.or(account.lasted).or(recover)?;
            events::after(&events, start.as_ref()?, lasted)
        })
        .or_else(|| {
            events::end(&events)
                .filter(|(event, sure)| *sure && later(event))
                .map(|(event, _)| event.at.clone())
        })
        .or_else(|| rest_end(&passages))
        .or_else(|| {
            let (event, _) = events::end(&events).filter(|(event, _)| later(event))?;
            end_unsure = Some("the last entry of the timeline, which may not be the end");
            Some(event.at.clone())
        });
    explicit = explicit || told_end && start_unsure.is_none();

    let zone = zone::zone(writeup, &passages, [start.as_ref(), end.as_ref()], &events);
    let american = zone.as_ref().is_some_and(|zone| is_american(&zone.value));
    // A start that the timeline suggests dates the incident no better than the timeline does.
    let dated = day::date(writeup, &passages, start.as_ref().filter(|_| start_unsure.is_none()), american);
    let date = dated.map(|dated| match start.as_ref().and_then(|start| Some((start, start.day.as_ref()?))) {
        // The day in a title is that of the report as often as not; the timeline knows better.
        Some((start, day))
            if !dated.told
                && day.other.is_none()
                && dated.date.value.days_to(day).is_some_and(|days| (-2..0).contains(&days)) =>
        {
            let year = day.year.or(dated.date.value.year);
            Fact::sure(Date { year, month: day.month, day: day.day }, writeup.number(start.line))
        }
        _ => dated.date,
    });
    let end_days = start.as_ref().zip(end.as_ref()).and_then(|(start, end)| days_between(start, end));
    let computed = start.as_ref().zip(end.as_ref()).and_then(|(start, end)| {
        let (from, to) = (start.minute?, end.minute?);
        // Times of two zones are not held against each other.
        if let (Some(one), Some(other)) = (&start.zone, &end.zone)
            && one.written != other.written
            && one.zone != other.zone
        {
            return None;
        }
        let minutes = match days_between(start, end) {
            Some(days) => days * DAY + to - from,
            None => (to - from).rem_euclid(DAY),
        };
        (minutes > 0).then_some((f64::from(minutes), end.line))
    });
    let duration = duration(writeup, &labelled, account.lasted.or(recover), computed, explicit);
    let time = |at: Option<At>, unsure| {
        let at = at?;
        Some(Fact { value: TimeOfDay(at.minute?), line: writeup.number(at.line), unsure })
    };
    When { date, start: time(start, start_unsure), end: time(end, end_unsure), end_days, zone, duration }
}

/// How long it took from the start to the end, where a label such as `Time to recovery` says so.
fn time_to_recover(writeup: &Writeup) -> Option<Lasted> {
    let names = [
        "time to recovery",
        "time to recover",
        "time to resolution",
        "time to resolve",
        "time to restore",
        "time to mitigate",
        "time to mitigation",
        "ttr",
        "mttr",
        "time to fix",
    ];
    let label = writeup.labels.iter().find(|label| names.contains(&label.name.as_str()))?;
    length(&label.value, label.value_line)
}

/// The duration: as a label says it, as start and end give it where both are told, as words tell it, or
/// from the timeline.
fn duration(
    writeup: &Writeup,
    labelled: &Labelled,
    told: Option<Lasted>,
    computed: Option<(f64, usize)>,
    explicit: bool,
) -> Option<Fact<f64>> {
    let fact =
        |minutes: f64, line: usize, unsure| Some(Fact { value: minutes, line: writeup.number(line), unsure });
    let exact = |lasted: &Lasted| lasted.bound == Bound::Exactly;
    if let Some(lasted) = labelled.lasted.filter(exact) {
        return fact(lasted.minutes, lasted.line, None);
    }
    if let (Some((minutes, line)), true) = (computed, explicit) {
        return fact(minutes, line, None);
    }
    if let Some(lasted) = labelled.lasted.or(told).filter(|lasted| lasted.bound != Bound::Within) {
        let rough = matches!(lasted.bound, Bound::AtLeast | Bound::AtMost);
        if !rough || computed.is_none() {
            let unsure = (!exact(&lasted)).then_some("the duration is told roughly");
            return fact(lasted.minutes, lasted.line, unsure);
        }
    }
    let (minutes, line) = computed?;
    fact(minutes, line, Some("the time from the first to the last entry of the timeline"))
}

/// What the labels tell.
fn labels(writeup: &Writeup) -> Labelled {
    let mut found = Labelled::default();
    for label in &writeup.labels {
        let Some(role) = role(&label.name) else { continue };
        let text = label.value.as_str();
        if text.is_empty()
            || writeup.is_in(label.line, SectionKind::ActionItems)
            || words::is_log(&format!("Date: {text}"))
        {
            continue;
        }
        let line = label.value_line;
        let points = points(text);
        let first = points.iter().find(|point| point.clock.is_some()).map(|point| At::new(point, line));
        let joined = span(text, &points, line);
        match role {
            Role::Start => {
                if found.told.start.is_none() {
                    found.told.start = joined.clone().map(|(start, _)| start).or(first);
                    let second = points.iter().filter(|point| point.clock.is_some()).nth(1);
                    let ended =
                        |at: usize| text.get(..at).is_some_and(|text| text.to_lowercase().contains("end"));
                    if let Some(second) = second.filter(|point| ended(point.range.start))
                        && found.told.end.is_none()
                    {
                        found.told.end = Some(At::new(second, line));
                    }
                }
                if let (Some((_, end)), None) = (joined, &found.told.end) {
                    found.told.end = Some(end);
                }
            }
            Role::End => {
                if found.told.end.is_none() {
                    found.told.end = joined.map(|(_, end)| end).or(first);
                }
            }
            Role::Date | Role::Duration => {
                let own = told(text, line);
                if found.told.span.is_none() {
                    found.told.span = joined.or(own.span);
                }
                let lone = points.len() == 1 && role == Role::Date;
                if lone && found.told.noticed.is_none() {
                    found.told.noticed = first;
                }
                if role == Role::Duration && found.lasted.is_none() {
                    found.lasted = length(text, line);
                }
            }
            Role::Detected => {
                if found.told.noticed.is_none() {
                    found.told.noticed = first;
                }
            }
            Role::Zone | Role::Paper => {}
        }
    }
    found
}

/// The length that the value of a label such as `Duration` gives: `2 hours`, `02:45`, a sentence.
fn length(text: &str, line: usize) -> Option<Lasted> {
    if let Some(lasted) = lasted(text, &text.to_lowercase(), line) {
        return Some(lasted);
    }
    if let Some(length) = crate::times::lengths(text).first()
        && text.split_whitespace().count() <= 16
    {
        return Some(Lasted { minutes: length.seconds / 60.0, bound: length.bound, line });
    }
    let bare = text.trim().trim_end_matches(" hours").trim_end_matches(" (hh:mm)");
    let [clock] = clocks(bare).try_into().ok()?;
    let whole = clock.range == (0..bare.len()) && !clock.has_half;
    whole.then(|| Lasted { minutes: f64::from(clock.minute), bound: Bound::Exactly, line })
}

/// What the summary tells; what it leaves open, titles and the lines before it tell, then prose in the
/// timeline.
fn account(passages: &[Passage]) -> Told {
    let mut found = Told::default();
    for place in [Place::Account, Place::Title, Place::Intro, Place::Timeline] {
        for passage in passages.iter().filter(|passage| passage.place == place) {
            // Entries of a timeline are events; only its sentences tell.
            let entry = place == Place::Timeline
                && (passage.heading
                    || points(&passage.text).first().is_none_or(|point| point.range.start < 16));
            if entry || place == Place::Title && !passage.heading {
                continue;
            }
            let told = told(&passage.text, passage.line);
            let part =
                |span: &(At, At)| found.start.as_ref().is_some_and(|start| start.minute != span.0.minute);
            let span = told.span.filter(|span| !part(span));
            found.span = found.span.or(span);
            found.start = found.start.or(told.start);
            found.noticed = found.noticed.or(told.noticed);
            // Prose without sections tells in order.
            found.end = if place == Place::Intro { told.end.or(found.end) } else { found.end.or(told.end) };
            if place != Place::Timeline {
                found.lasted = found.lasted.or(told.lasted);
            }
        }
    }
    found
}

/// The end, where only the account of the recovery tells it.
fn rest_end(passages: &[Passage]) -> Option<At> {
    let rest = passages.iter().filter(|passage| passage.place == Place::Rest && !passage.heading);
    rest.filter_map(|passage| told(&passage.text, passage.line).end).last()
}

/// How many days lie between two times, where both have their day.
fn days_between(start: &At, end: &At) -> Option<i32> {
    let date = |at: &At| {
        let day = at.day.as_ref()?;
        jiff::civil::Date::new(day.year.or(start.day.as_ref()?.year).unwrap_or(2000), day.month, day.day).ok()
    };
    let (from, to) = (date(start)?, date(end)?);
    let days = from.until(to).ok()?.get_days();
    (0..366).contains(&days).then_some(days)
}

fn is_american(zone: &NamedZone) -> bool {
    let written = zone.written.to_uppercase();
    let zones = ["PST", "PDT", "PT", "EST", "EDT", "ET", "CDT", "MST", "MDT", "CT", "MT", "AKST", "HST"];
    zones.contains(&written.as_str())
        || ["PACIFIC", "EASTERN", "MOUNTAIN", "CENTRAL STANDARD", "AMERICA/", "US/"]
            .iter()
            .any(|name| written.starts_with(name))
}
