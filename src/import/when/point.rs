//! Points in time in a sentence, and which of them it joins to a span.

use crate::times::{Clock, Day, NamedZone, clocks, days, words, zone_behind};
use std::ops::Range;

/// Minutes of a day.
pub(super) const DAY: i32 = 24 * 60;

/// A day, a time of day, or a time on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// Where it stands, its zone included.
    pub(super) range: Range<usize>,
    /// The day, where it is said here.
    pub(super) day: Option<Day>,
    /// The time of day, where it is said here.
    pub(super) clock: Option<Clock>,
    /// The zone behind the time.
    pub(super) zone: Option<NamedZone>,
}

/// Words between a day and its time.
#[rustfmt::skip]
const DAY_TO_CLOCK: &[&str] = &[
    "at", "around", "approximately", "about", "from", "between", "between", "the", "times", "hours", "of",
    "um", "gegen", "à", "vers", "de", "a", "las", "às", "as", "circa", "starting", "entre", "von", "zwischen",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun", "kl", "klo", "T", "に", "の", "on",
];

/// Words between a time and its day.
#[rustfmt::skip]
const CLOCK_TO_DAY: &[&str] = &[
    "on", "of", "the", "am", "le", "el", "del", "día", "em", "do", "dia", "du", "de", "no", "vom", "den", "des", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "local", "time", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "uhr", "hrs",
];

/// All points of a text, in order.
pub(super) fn points(text: &str) -> Vec<Point> {
    let days = days(text);
    // `2024-05-12` holds no time, nor does the year of a day.
    let clocks = clocks(text).into_iter().filter(|clock| {
        !days.iter().any(|day| clock.range.start < day.range.end && day.range.start < clock.range.end)
    });
    let mut found: Vec<Point> = days
        .iter()
        .map(|day| Point { range: day.range.clone(), day: Some(day.clone()), clock: None, zone: None })
        .collect();
    found.extend(clocks.map(|clock| {
        let zone = zone_behind(text, clock.range.end);
        let end = zone.as_ref().map_or(clock.range.end, |zone| zone.range.end.max(clock.range.end));
        Point { range: clock.range.start..end, day: None, clock: Some(clock), zone }
    }));
    found.sort_by_key(|point| point.range.start);
    let mut merged: Vec<Point> = Vec::new();
    for point in found {
        let Some(last) = merged.last_mut() else {
            merged.push(point);
            continue;
        };
        let gap = text.get(last.range.end..point.range.start).unwrap_or("....");
        let day_first = last.day.is_some() && last.clock.is_none() && point.clock.is_some();
        let clock_first = last.day.is_none() && last.clock.is_some() && point.day.is_some();
        if day_first && is_made_of(gap, DAY_TO_CLOCK) && !gap.contains(['.', ';']) {
            (last.clock, last.zone) = (point.clock, point.zone);
            last.range.end = point.range.end;
        } else if clock_first
            && is_made_of(gap, CLOCK_TO_DAY)
            && !gap.contains(['.', ';', '-', '–', '—', ':'])
        {
            last.day = point.day;
            last.range.end = point.range.end;
            // `23:00, 31 Dec 2022 PST`
            if let (None, Some(zone)) = (&last.zone, zone_behind(text, point.range.end)) {
                last.range.end = zone.range.end;
                last.zone = Some(zone);
            }
        } else {
            merged.push(point);
        }
    }
    once(text, merged)
}

/// Leaves out what says the same time in another zone: `14:05 CEST (12:05 UTC)`, `14:05 EDT / 18:05 UTC`.
fn once(text: &str, points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        let same = kept.last_mut().filter(|last| {
            let gap = text.get(last.range.end..point.range.start).unwrap_or("....").trim();
            let zones = last
                .zone
                .as_ref()
                .zip(point.zone.as_ref())
                .is_some_and(|(one, other)| one.written != other.written);
            let bracket = gap.ends_with('(')
                && text
                    .get(point.range.end..)
                    .is_some_and(|rest| rest.trim_start().starts_with([')', ',', '/', ';']));
            let other = matches!(gap, "/" | "=" | "|" | ") /" | ", i.e." | "or") || bracket;
            last.clock.is_some() && point.clock.is_some() && zones && other
        });
        match same {
            Some(last) => {
                let closed = text.get(point.range.end..).is_some_and(|rest| rest.starts_with(')'));
                last.range.end = point.range.end + usize::from(closed);
            }
            None => kept.push(point),
        }
    }
    kept
}

/// Whether a gap is short and holds no word but these.
fn is_made_of(gap: &str, allowed: &[&str]) -> bool {
    // Capitals may be a zone that is not known here.
    let known = |word: &str| {
        allowed.iter().any(|known| word.eq_ignore_ascii_case(known))
            || (3..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    gap.len() <= 32
        && words(gap).all(|(_, word)| known(word))
        && gap.len() - gap.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).len() <= 6
}

/// Words that join two points to a span.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    "to", "until", "till", "through", "thru", "upto", "up", "bis", "hasta", "al", "a", "à", "às", "até", "au",
    "jusqu", "as", "to", "alle", "tot", "til", "fino",  "から", "到", "至", "ended", "ending", "around", "approximately", "about", "las",
    "roughly", "at", "on", "um", "uhr", "uur", "hrs", "hours",
];

/// Those of them that join nothing.
const NEUTRAL: &[&str] = &[
    "around",
    "approximately",
    "about",
    "roughly",
    "at",
    "on",
    "um",
    "las",
    "up",
    "uhr",
    "uur",
    "hrs",
    "hours",
];

/// Words that join two points where the first stands behind a word such as `between`.
const PAIRS: &[(&str, &[&str])] =
    &[("between", &["and", "to"]), ("entre", &["et", "y", "e"]), ("zwischen", &["und"])];

/// Whether a text joins a point to the one behind it.
pub(super) fn are_joined(text: &str, first: &Point, second: &Point) -> bool {
    let gap = text.get(first.range.end..second.range.start).unwrap_or_default();
    if gap.chars().count() > 32 || gap.contains(['.', ';', '\n']) {
        return false;
    }
    // `On 2 May between 10:00 and 11:00`: the word that leads stands within the first point.
    let lead_end = first.clock.as_ref().map_or(first.range.start, |clock| clock.range.start);
    let before = text.get(..lead_end).unwrap_or_default().to_lowercase();
    let led = |lead: &str| words(&before).any(|(_, word)| word == lead);
    let mut joined = gap.contains(['-', '–', '—', '→', '~', '〜', '～', '\u{2011}']);
    for (_, word) in words(gap) {
        let lower = word.to_lowercase();
        let pairs = PAIRS.iter().any(|(lead, ands)| ands.contains(&lower.as_str()) && led(lead));
        if pairs || JOINERS.contains(&lower.as_str()) && !NEUTRAL.contains(&lower.as_str()) {
            joined = true;
        } else if !JOINERS.contains(&lower.as_str()) && !is_weekday_or_zone(word) {
            return false;
        }
    }
    joined
}

/// Whether a gap joins what stands before and behind it, whatever that is.
pub(super) fn joins(gap: &str) -> bool {
    let words: Vec<String> = words(gap).map(|(_, word)| word.to_lowercase()).collect();
    let joined = words
        .iter()
        .any(|word| JOINERS.contains(&word.as_str()) && !NEUTRAL.contains(&word.as_str()) || word == "and");
    (joined || words.is_empty() && gap.contains(['-', '–', '—']))
        && words.iter().all(|word| JOINERS.contains(&word.as_str()) || word == "and" || word == "the")
}

fn is_weekday_or_zone(word: &str) -> bool {
    let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase())
        || weekdays.iter().any(|day| word.eq_ignore_ascii_case(day))
}

/// The minutes of two times that a text joins: where only one says which half of the day it means, it says
/// so for both, unless the span would run backwards.
pub(super) fn span_minutes(text: &str, first: &Clock, second: &Clock) -> (i32, i32) {
    let (start, end) = (first.minute % DAY, second.minute % DAY);
    let letters = |clock: &Clock| {
        clock.has_half && text.get(clock.range.clone()).is_some_and(|clock| clock.ends_with(['m', 'M', '.']))
    };
    if !first.has_half && letters(second) && start < 780 {
        let shared = start % 720 + if end >= 720 { 720 } else { 0 };
        return (if shared < end { shared } else { start }, end);
    }
    if letters(first) && !second.has_half && end < 780 && end < start {
        return (start, (end % 720) + 720);
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<(i32, i32)> {
        let points = points(text);
        let pairs = points.windows(2).filter(|pair| are_joined(text, &pair[0], &pair[1]));
        let minutes = pairs.filter_map(|pair| Some((pair[0].clock.as_ref()?, pair[1].clock.as_ref()?)));
        minutes.map(|(first, second)| span_minutes(text, first, second)).collect()
    }

    #[test]
    fn spans_are_read_in_all_their_forms() {
        for (text, expected) in [
            ("from 10:00 AM to 11:30 AM", (600, 690)),
            ("between 9:00 and 11:00 AM", (540, 660)),
            ("from 11:00 to 1:00 PM", (660, 780)),
            ("1:00 to 3:30 PM", (780, 930)),
            ("10:00 PM - 11:30", (1320, 1410)),
            ("On 3 May 2024 10:00 UTC – 4 May 2024 01:15 UTC", (600, 75)),
            ("entre 9h15 et 10h45", (555, 645)),
            ("von 9:15 Uhr bis 10.45 Uhr", (555, 645)),
            ("14時05分から15時30分まで", (845, 930)),
            ("between the hours of 13:00:00 and 17:35:08", (780, 1055)),
        ] {
            assert_eq!(spans(text), [expected], "{text}");
        }
        for text in ["at 10:00 the alert fired and at 11:00 it ended", "10:00, 11:00", "10:00 and 11:00"] {
            assert_eq!(spans(text), [], "{text}");
        }
    }

    #[test]
    fn a_time_belongs_to_the_day_beside_it() {
        for text in [
            "On June 9th, 2024 at 10:05 AM WAT the site",
            "at 10:05 AM (WAT) on June 9th, 2024",
            "2024-06-09T10:05",
            "June 9th, 2024, 10:05 AM",
        ] {
            let found = points(text);
            let [point] = &found[..] else { panic!("{text}: {found:?}") };
            assert!(point.day.is_some() && point.clock.is_some(), "{text}");
        }
    }
}
