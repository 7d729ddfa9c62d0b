//! When it happened: day, start, end, zone and duration of the incident.
//!
//! What a label says is believed first, then what the summary tells in sentences, then titles, then the
//! timeline. Times of the paper, of plans, of logs and of every day are none of the incident's.

mod day;
mod events;
mod label;
mod labelled;
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
use crate::times::{Bound, Day, NamedZone};
use labelled::{Labelled, labels};
use passage::{Passage, Place, passages};
use point::{DAY, points};
use std::fmt;
use told::{At, Lasted, Told, told};

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

/// Reads when the incident of a write-up with this timeline was.
pub fn when(writeup: &Writeup, timeline: &[Event]) -> When {
    let passages = passages(writeup);
    let told = Sources {
        writeup,
        labelled: labels(writeup),
        account: account(&passages),
        events: events::events(writeup, timeline),
        passages,
    };
    let start = told.start();
    let end = told.end(start.as_ref());
    let explicit = start.as_ref().is_some_and(|start| start.unsure.is_none())
        && (told.joined().is_some() || told.labelled.told.end.is_some() || told.account.end.is_some());
    let [from, to] = [&start, &end].map(|at| at.as_ref().map(|at| &at.value));
    let zone = zone::zone(writeup, &told.passages, [from, to], &told.events);
    let duration = told.duration(from.zip(to).and_then(|(from, to)| minutes_between(from, to)), explicit);
    let time = |at: Option<&Fact<At>>| {
        at.and_then(|at| Some(Fact { value: TimeOfDay(at.value.minute?), line: at.line, unsure: at.unsure }))
    };
    When {
        date: told.date(start.as_ref(), zone.as_ref().is_some_and(|zone| is_american(&zone.value))),
        start: time(start.as_ref()),
        end: time(end.as_ref()),
        end_days: from.zip(to).and_then(|(from, to)| days_between(from, to)),
        zone,
        duration,
    }
}

/// Everything that tells of the times.
struct Sources<'a> {
    writeup: &'a Writeup,
    passages: Vec<Passage>,
    labelled: Labelled,
    account: Told,
    events: Vec<events::Event>,
}

impl Sources<'_> {
    fn fact(&self, at: At, unsure: Option<&'static str>) -> Fact<At> {
        Fact { line: self.writeup.number(at.line), value: at, unsure }
    }

    /// Start and end that are told in one breath, in a label or else in the account.
    fn joined(&self) -> Option<&(At, At)> {
        let labels = &self.labelled.told;
        let parts = labels.start.is_some() || labels.end.is_some();
        labels.span.as_ref().or_else(|| self.account.span.as_ref().filter(|_| !parts))
    }

    /// When it began: as a label or the account says, at the entry that says so, or at the first.
    fn start(&self) -> Option<Fact<At>> {
        let labels = &self.labelled.told;
        let joined = self.joined().map(|(start, _)| start);
        let told = labels.start.as_ref().or(joined).or(self.account.start.as_ref()).or_else(|| {
            // What is told with its end, and some time before it, has its start.
            let noticed = self.account.noticed.as_ref().filter(|_| labels.end.is_none())?;
            let ended = self.account.end.as_ref()?;
            (noticed.minute != ended.minute && noticed.line <= ended.line).then_some(noticed)
        });
        let begins = || self.events.iter().find(|event| event.begins()).map(|event| &event.at);
        if let Some(at) = told.or_else(begins) {
            return Some(self.fact(at.clone(), None));
        }
        let first = self.first_of_the_day().or(self.events.first()).map(|event| &event.at);
        let at = labels.noticed.as_ref().or(first).or(self.account.noticed.as_ref())?;
        Some(self.fact(at.clone(), Some("the first time told, which may not be the start")))
    }

    /// The first entry on the day of the incident, or, where only a title tells that day, shortly before.
    fn first_of_the_day(&self) -> Option<&events::Event> {
        let dated = day::date(self.writeup, &self.passages, None, false)?;
        self.events.iter().find(|event| {
            let days = event.at.day.as_ref().and_then(|day| dated.date.value.days_to(day));
            days.is_some_and(|days| days == 0 || !dated.told && (-2..0).contains(&days))
        })
    }

    /// When it ended: as a label or the account says, at the entry that a length or its words make the end,
    /// as the account of the recovery says, or at the last entry.
    fn end(&self, start: Option<&Fact<At>>) -> Option<Fact<At>> {
        let joined = self.joined().map(|(_, end)| end);
        if let Some(at) = self.labelled.told.end.as_ref().or(joined).or(self.account.end.as_ref()) {
            return Some(self.fact(at.clone(), None));
        }
        let start = start.map(|start| &start.value);
        let reached =
            self.lasted().zip(start).and_then(|(lasted, start)| events::after(&self.events, start, lasted));
        // A timeline that stops where the incident starts does not tell of its end.
        let last = events::end(&self.events).filter(|(event, _)| {
            start.is_none_or(|start| event.at.minute != start.minute || event.at.day != start.day)
        });
        let said = || last.filter(|(_, sure)| *sure).map(|(event, _)| event.at.clone());
        if let Some(at) = reached.or_else(said).or_else(|| rest_end(&self.passages)) {
            return Some(self.fact(at, None));
        }
        let (event, _) = last?;
        Some(self.fact(event.at.clone(), Some("the last entry of the timeline, which may not be the end")))
    }

    /// How long it took in words: as a label says, the account, or a label of how long recovery took.
    fn lasted(&self) -> Option<Lasted> {
        self.labelled.lasted.or(self.account.lasted).or(self.labelled.recovered)
    }

    fn date(&self, start: Option<&Fact<At>>, american: bool) -> Option<Fact<Date>> {
        // A start that the timeline suggests dates the incident no better than the timeline does.
        let told = start.filter(|start| start.unsure.is_none()).map(|start| &start.value);
        let dated = day::date(self.writeup, &self.passages, told, american)?;
        let earlier = start.and_then(|start| {
            let day = start.value.day.as_ref().filter(|day| !dated.told && day.other.is_none())?;
            let days = dated.date.value.days_to(day)?;
            // The day in a title is that of the report as often as not; the timeline knows better.
            let value = Date { year: day.year.or(dated.date.value.year), month: day.month, day: day.day };
            (-2..0).contains(&days).then(|| Fact::sure(value, start.line))
        });
        Some(earlier.unwrap_or(dated.date))
    }

    /// The duration: as a label says it, as start and end give it where both are told, as words tell it, or
    /// from the timeline.
    fn duration(&self, computed: Option<(f64, usize)>, explicit: bool) -> Option<Fact<f64>> {
        let fact = |minutes: f64, line: usize, unsure| {
            Some(Fact { value: minutes, line: self.writeup.number(line), unsure })
        };
        let exact = |lasted: &Lasted| lasted.bound == Bound::Exactly;
        if let Some(lasted) = self.labelled.lasted.filter(exact) {
            return fact(lasted.minutes, lasted.line, None);
        }
        if let (Some((minutes, line)), true) = (computed, explicit) {
            return fact(minutes, line, None);
        }
        if let Some(lasted) = self.lasted().filter(|lasted| lasted.bound != Bound::Within) {
            let rough = matches!(lasted.bound, Bound::AtLeast | Bound::AtMost);
            if !rough || computed.is_none() {
                let unsure = (!exact(&lasted)).then_some("the duration is told roughly");
                return fact(lasted.minutes, lasted.line, unsure);
            }
        }
        let (minutes, line) = computed?;
        fact(minutes, line, Some("the time between two entries of the timeline"))
    }
}

/// The minutes between two times and the line of the later one. Times of two zones are not held against
/// each other.
fn minutes_between(start: &At, end: &At) -> Option<(f64, usize)> {
    let (from, to) = (start.minute?, end.minute?);
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
    if found.span.is_none() && found.start.is_none() && found.end.is_none() {
        found.span = rest_span(passages);
    }
    found
}

/// Start and end, where only a text below other headings tells both in one breath, and of what.
fn rest_span(passages: &[Passage]) -> Option<(At, At)> {
    let mut rest = passages.iter().filter(|passage| {
        // Few texts have two times of day, and reading them is dear.
        let clocks = passage.text.as_bytes().windows(3);
        let clocks =
            clocks.filter(|three| three[1] == b':' && three[0].is_ascii_digit() && three[2].is_ascii_digit());
        passage.place == Place::Rest && !passage.heading && clocks.count() > 1
    });
    rest.find_map(|passage| {
        let span = told(&passage.text, passage.line).span?;
        let dated = points(&passage.text).iter().any(|point| point.day.is_some());
        (dated && words::INCIDENT.are_in(&passage.text.to_lowercase())).then_some(span)
    })
}

/// The end, where only the account of the recovery tells it.
fn rest_end(passages: &[Passage]) -> Option<At> {
    let rest = passages.iter().filter(|passage| passage.place == Place::Rest && !passage.heading);
    rest.rev().find_map(|passage| told(&passage.text, passage.line).end)
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
