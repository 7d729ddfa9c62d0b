//! Times of day: `10:00`, `10:00:05`, `6 PM`, `0630 UTC`.

use super::{short_number, starts_number, words};
use std::ops::Range;

/// A time of day in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) struct Clock {
    /// Where it stands, with `AM` or `PM`.
    pub(in crate::lint) range: Range<usize>,
    /// The minute of the day.
    pub(in crate::lint) minute: i32,
    /// Whether it says which half of the day it means.
    pub(in crate::lint) has_half: bool,
}

const DAY: i32 = 24 * 60;

/// All times of day in a text.
pub(in crate::lint) fn clocks(text: &str) -> Vec<Clock> {
    let mut found: Vec<Clock> = Vec::new();
    let mut rest = 0;
    while let Some(at) = text.as_bytes().get(rest..).and_then(|tail| tail.iter().position(u8::is_ascii_digit))
    {
        let at = rest + at;
        let digits = text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        rest = at + digits;
        if let Some(clock) = clock_at(text, at) {
            rest = rest.max(clock.range.end);
            found.push(clock);
        }
    }
    found
}

fn clock_at(text: &str, at: usize) -> Option<Clock> {
    if !starts_number(text, at) && !follows_date(text, at) {
        return None;
    }
    let tail = text.get(at..)?;
    let Some((hour, digits)) = short_number(tail) else { return military(tail, at) };
    let (mut minute, mut length) = (None, digits);
    if let Some((number, 2)) = tail.get(length..)?.strip_prefix(':').and_then(short_number) {
        (minute, length) = (Some(number), length + 3);
        if let Some((0..60, 2)) = tail.get(length..)?.strip_prefix(':').and_then(short_number) {
            length += 3;
        }
    }
    let half = half(tail.get(length..)?);
    length += half.map_or(0, |(_, taken)| taken);
    let hour = match half {
        Some((afternoon, _)) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    if hour > 24 || minute.is_none_or(|minute| minute > 59) && (minute.is_some() || half.is_none()) {
        return None;
    }
    ends(tail.get(length..)?, half.is_some()).then(|| Clock {
        range: at..at + length,
        minute: hour * 60 + minute.unwrap_or(0),
        has_half: half.is_some(),
    })
}

/// Whether the `T` of `2024-05-12T10:00` stands before a byte.
fn follows_date(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.strip_suffix('T').is_some_and(|date| date.ends_with(|c: char| c.is_ascii_digit()))
}

/// `AM`, `p.m.` and so on: whether it is the afternoon, and how many bytes it takes.
fn half(text: &str) -> Option<(bool, usize)> {
    let gap =
        text.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).map_or(0, char::len_utf8);
    let mut length = gap;
    let mut next = |wanted: &[u8]| {
        let byte = text.as_bytes().get(length).filter(|byte| wanted.contains(byte))?;
        length += 1;
        Some(*byte)
    };
    let afternoon = matches!(next(b"aApP")?, b'p' | b'P');
    let dotted = next(b".").is_some();
    next(b"mM")?;
    if dotted {
        next(b".");
    }
    let rest = text.get(length..)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some((afternoon, length))
}

/// Words that make `1:30` a length.
const UNITS: &[&str] = &["hours", "hour", "hrs", "minutes", "minute", "mins", "min", "seconds"];

/// Whether what follows lets a time end: no further digits, and no unit that makes it a length.
fn ends(rest: &str, has_half: bool) -> bool {
    let after = rest.strip_prefix(['Z', 'z', 'h']).unwrap_or(rest);
    let mut chars = after.chars();
    let (first, second) = (chars.next(), chars.next());
    let goes_on = first.is_some_and(|c| c.is_alphanumeric() || c == '%' || c == '_')
        || matches!(first, Some(':' | '.' | '/')) && second.is_some_and(|c| c.is_ascii_digit());
    let unit = || {
        let word = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        UNITS.iter().any(|unit| word.eq_ignore_ascii_case(unit))
    };
    !goes_on && (has_half || !unit())
}

/// `0630 UTC`, `1830 hrs`: four digits count only with what follows.
fn military(tail: &str, at: usize) -> Option<Clock> {
    let digits = tail.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = tail.get(4..)?;
    let (zone, after) = rest.strip_prefix(' ').map(|rest| rest.split_at_checked(3))??;
    if !matches!(zone, "UTC" | "GMT" | "hrs") || after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (hour, minute) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    (hour < 24 && minute < 60).then(|| Clock {
        range: at..at + 4,
        minute: hour * 60 + minute,
        has_half: true,
    })
}

/// How many minutes may lie between two times that a text joins to a span, as `10:00 to 11:30` and
/// `between 10:00 and 11:30` do; empty where it does not join them, or parts them by a date.
pub(in crate::lint) fn spans_between(text: &str, first: &Clock, second: &Clock) -> Vec<i32> {
    let gap = text.get(first.range.end..second.range.start).unwrap_or_default();
    let before = text.get(..first.range.start).unwrap_or_default();
    let mut joined = gap.contains(['-', '–', '—']);
    for (_, word) in words(gap) {
        match word.to_ascii_lowercase().as_str() {
            "to" | "until" | "till" | "through" => joined = true,
            "and" if words(before).any(|(_, word)| word.eq_ignore_ascii_case("between")) => joined = true,
            _ if word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase()) => {}
            _ => return Vec::new(),
        }
    }
    if !joined || gap.len() > 24 {
        return Vec::new();
    }
    let plain = (second.minute - first.minute).rem_euclid(DAY);
    let mut spans = vec![plain];
    // `11:00 to 1:00` and `10:00 to 11:30 PM` leave it to the reader which half of the day is meant.
    if !first.has_half {
        spans.push((plain + DAY / 2).rem_euclid(DAY));
    }
    spans.retain(|minutes| *minutes > 0);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, i32)> {
        clocks(text).into_iter().map(|clock| (&text[clock.range], clock.minute)).collect()
    }

    #[test]
    fn times_of_day_are_found_in_all_their_forms() {
        for (text, expected) in [
            (
                "at 10:00, then 6 p.m. and 11:05:30PM",
                vec![("10:00", 600), ("6 p.m.", 1080), ("11:05:30PM", 1385)],
            ),
            ("2024-05-12T10:00Z to 0630 UTC", vec![("10:00", 600), ("0630", 390)]),
            ("10:00-11:30", vec![("10:00", 600), ("11:30", 690)]),
            ("12 am, 12 PM", vec![("12 am", 0), ("12 PM", 720)]),
            ("障害10:00 10:15。", vec![("10:15", 615)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "16:9",
            "1:30 hours",
            "host:80",
            "10:99",
            "25:00",
            "aa:10:20:30:40",
            "5 pms",
            "13 PM",
            "+05:30",
            "v1.10:00",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn two_times_that_are_joined_span_something() {
        let spans = |text: &str| match &clocks(text)[..] {
            [first, second] => spans_between(text, first, second),
            _ => panic!("{text}"),
        };
        assert_eq!(spans("from 10:00 AM PST to 11:30 AM PST"), [90]);
        assert_eq!(spans("between 23:30 and 00:15 UTC"), [45, 765]);
        assert_eq!(spans("10:00 and 11:00"), [0; 0]);
        assert_eq!(spans("10:00 on May 1 to 11:00"), [0; 0]);
        assert_eq!(spans("10:00, the team met until 11:00"), [0; 0]);
    }
}
