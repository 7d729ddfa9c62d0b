//! The day of the incident.

use super::Date;
use super::label::{Role, role};
use super::passage::{Passage, Place};
use super::told::At;
use super::words::{INCIDENT, LEAD_UP, MAYBE_OF_THE_PAPER, OF_THE_PAPER, sentences};
use crate::import::Fact;
use crate::import::writeup::Writeup;
use crate::times::{DateForm, Day, days, months};

/// The rank of days in titles.
const TITLE: usize = 5;
/// So many days after an incident it is written of.
pub(super) const NEAR: i32 = 45;

/// The day of the incident.
#[derive(Debug)]
pub(super) struct Dated {
    /// The day.
    pub(super) date: Fact<Date>,
    /// Whether a label or the summary tells it.
    pub(super) told: bool,
}

/// A day that the incident may have been on. What ranks lower is surer.
#[derive(Debug)]
struct Candidate {
    rank: usize,
    line: usize,
    day: Day,
}

/// The day of the incident: labelled, beside its start, in the summary, in a title, in the timeline.
pub(super) fn date(
    writeup: &Writeup,
    passages: &[Passage],
    start: Option<&At>,
    american: bool,
) -> Option<Dated> {
    let mut found = Vec::new();
    labelled(writeup, &mut found);
    if let Some(start) = start
        && let Some(day) = &start.day
    {
        found.push(Candidate { rank: 1, line: start.line, day: day.clone() });
    }
    for passage in passages {
        told(passage, &mut found);
    }
    found.sort_by_key(|candidate| (candidate.rank, candidate.line, candidate.day.range.start));
    let best = found.first()?;
    let same = |other: &&Candidate| {
        other.day.year.is_some() && (other.day.month, other.day.day) == (best.day.month, best.day.day)
    };
    let dated = if best.day.year.is_some() {
        Some(best)
    } else {
        // The same day with its year elsewhere; else any that is as well placed and whole.
        found.iter().find(same).or_else(|| {
            let whole = |other: &&Candidate| other.day.year.is_some() && other.rank <= best.rank;
            found.iter().find(whole).filter(|_| best.rank > 1)
        })
    };
    let chosen = dated.unwrap_or(best);
    let told = chosen.rank < TITLE;
    let line = writeup.number(chosen.line);
    let Some(year) = chosen.day.year else {
        let year =
            year_of_month(passages, chosen.day.month).or_else(|| year_before(writeup, passages, &chosen.day));
        let (month, day, _) = reading(&chosen.day, passages, american);
        let value = Date { year, month, day };
        let unsure =
            if year.is_some() { "the year is told elsewhere" } else { "the day is told without its year" };
        return Some(Dated { date: Fact { value, line, unsure: Some(unsure) }, told });
    };
    let (month, day, doubtful) = reading(&chosen.day, passages, american);
    let unsure = match chosen.day.form {
        _ if doubtful => Some("the date of numbers can mean two days"),
        DateForm::Misspelt => Some("the name of the month is misspelt"),
        _ if chosen.rank >= 8 => Some("the day is told in passing"),
        _ => None,
    };
    Some(Dated { date: Fact { value: Date { year: Some(year), month, day }, line, unsure }, told })
}

/// Names of labels that say of a date no more than that it is one.
const BARE: &[&str] = &["date", "day", "fecha", "datum", "data", "日期", "日付"];

fn labelled(writeup: &Writeup, found: &mut Vec<Candidate>) {
    for label in &writeup.labels {
        let rank = match role(&writeup.labels, label) {
            // A bare `Date` may be that of the paper.
            Some(Role::Date) if BARE.contains(&label.name.as_str()) => 3,
            Some(Role::Date | Role::Start | Role::Duration) => 0,
            Some(Role::End | Role::Detected) => 6,
            _ => continue,
        };
        let plans = writeup.is_in(label.line, crate::model::SectionKind::ActionItems);
        let text = label.value.as_str();
        if let Some(day) = days(text).into_iter().next().filter(|_| !plans) {
            found.push(Candidate { rank, line: label.value_line, day });
        }
    }
}

/// The days of a passage, ranked by what their sentences tell.
fn told(passage: &Passage, found: &mut Vec<Candidate>) {
    // No day is told without a digit.
    if passage.place == Place::Plans || !passage.text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    for range in sentences(&passage.text) {
        let Some(sentence) = passage.text.get(range) else { continue };
        let days = whole(sentence);
        if days.is_empty() {
            continue;
        }
        let lower = sentence.to_lowercase();
        let incident = INCIDENT.are_in(&lower);
        if of_the_paper(sentence, &lower, &days, incident) {
            continue;
        }
        let led_up = LEAD_UP.are_in(&lower) && !incident;
        let rank = match passage.place {
            Place::Account if led_up => 8,
            Place::Account | Place::Intro if incident => 2,
            Place::Account => 4,
            Place::Title => TITLE,
            Place::Timeline => 6,
            Place::Intro => 7,
            Place::Rest if incident => 8,
            Place::Rest => 9,
            Place::Plans => continue,
        };
        found.extend(days.into_iter().map(|day| Candidate { rank, line: passage.line, day }));
    }
}

/// Whether a sentence tells of the paper and not of the incident. Words that tell of much else do so only right
/// before the day: `version of 3 May`, but not `on 3 May the first version was switched off`.
fn of_the_paper(sentence: &str, lower: &str, days: &[Day], incident: bool) -> bool {
    let short = sentence.split_whitespace().count() <= 8;
    let near = days.iter().any(|day| {
        let before = sentence.get(..day.range.start).unwrap_or_default();
        let tail: Vec<&str> = before.split_whitespace().rev().take(3).collect();
        MAYBE_OF_THE_PAPER.are_in(&tail.join(" ").to_lowercase())
    });
    !incident && (OF_THE_PAPER.are_in(lower) || near || short && MAYBE_OF_THE_PAPER.are_in(lower))
}

/// The days of a sentence; of `from 28 October to 31 October 2021`, the year is that of both.
fn whole(sentence: &str) -> Vec<Day> {
    let mut found = days(sentence);
    for at in (1..found.len()).rev() {
        let (Some(first), Some(second)) = (found.get(at - 1), found.get(at)) else { continue };
        let gap = sentence.get(first.range.end..second.range.start).unwrap_or_default();
        let joined = gap.len() <= 24 && super::point::joins(gap);
        let in_order = (first.month, first.day) <= (second.month, second.day);
        let year = second.year.filter(|_| joined && in_order);
        if let Some(first) = found.get_mut(at - 1)
            && first.year.is_none()
        {
            first.year = year;
        }
    }
    found
}

/// The year that the text gives with the month of a day: `the outage of July 2024`.
fn year_of_month(passages: &[Passage], month: i8) -> Option<i16> {
    let told = passages.iter().filter(|passage| passage.place != Place::Plans);
    let mut months = told.flat_map(|passage| months(&passage.text));
    months.find(|(found, _)| *found == month).map(|(_, year)| year)
}

/// The year of a day that lies shortly before one whose year is told, such as that of the mail that tells of it.
fn year_before(writeup: &Writeup, passages: &[Passage], day: &Day) -> Option<i16> {
    let labels = writeup.labels.iter().map(|label| label.value.as_str());
    let texts = passages.iter().map(|passage| passage.text.as_str()).chain(labels);
    let told = texts.flat_map(days).filter(|told| told.other.is_none());
    let mut near = told.filter_map(|told| {
        let own = jiff::civil::Date::new(told.year?, day.month, day.day).ok()?;
        let known = jiff::civil::Date::new(told.year?, told.month, told.day).ok()?;
        (0..=NEAR).contains(&own.until(known).ok()?.get_days()).then_some(own.year())
    });
    near.next()
}

/// Month and day of a date, and whether it could be read otherwise. Other dates of the text show how its
/// author writes them; else dots and hyphens mean the day first, and slashes too, but for writers with an
/// American clock.
fn reading(day: &Day, passages: &[Passage], american: bool) -> (i8, i8, bool) {
    let (DateForm::Numeric(separator), Some(other)) = (day.form, day.other) else {
        return (day.month, day.day, false);
    };
    let own = (day.month, day.day);
    let told = passages.iter().flat_map(|passage| {
        days(&passage.text)
            .into_iter()
            .map(|day| (passage.text.get(day.range.clone()).unwrap_or_default(), day))
    });
    for (written, known) in told {
        match known.form {
            DateForm::Numeric(sign) if sign == separator && known.other.is_none() => {
                let digits = written.bytes().take_while(u8::is_ascii_digit).count();
                let first = written.get(..digits).and_then(|first| first.parse::<i8>().ok());
                if known.month == known.day {
                    continue;
                }
                let (month, number) = if first == Some(known.month) { other } else { own };
                return (month, number, false);
            }
            DateForm::Named | DateForm::Ordered
                if (known.year == day.year || known.year.is_none())
                    && [own, other].contains(&(known.month, known.day)) =>
            {
                return (known.month, known.day, false);
            }
            _ => {}
        }
    }
    let (month, number) = if american && separator != '.' { other } else { own };
    (month, number, true)
}
