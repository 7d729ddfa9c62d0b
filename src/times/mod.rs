//! Times of day, dates, zones and lengths of time in running text.
//!
//! Looser than what front matter and timelines allow: here nothing is recorded, only found. Everything
//! comes with its range in the text.

mod clock;
mod date;
mod dotted;
mod length;
mod month;
mod named_date;
mod place;
mod spoken;
mod zone;

pub use clock::{Clock, clocks, spans_between};
pub use date::{DateForm, Day, NumericDate, dates, days, has_year, months, numeric_dates, yearless_date};
pub use length::{Bound, Length, lengths};
pub use zone::{NamedZone, named_zone, names_zone, zone_behind};

use std::ops::Range;

/// The words of a text, each with its range: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric();
        let first = rest + bytes.get(rest..)?.iter().position(|byte| plain(byte) || !byte.is_ascii())?;
        let tail = &bytes[first..];
        let plain_end = first + tail.iter().position(|byte| !plain(byte)).unwrap_or(tail.len());
        let (start, end) = if plain_end > first && bytes.get(plain_end).is_none_or(u8::is_ascii) {
            (first, plain_end)
        } else {
            // What is not ASCII has to be looked up.
            let start = first + text.get(first..)?.find(char::is_alphanumeric)?;
            let tail = text.get(start..)?;
            (start, start + tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len()))
        };
        rest = end;
        Some((start..end, text.get(start..end)?))
    })
}

/// Whether a word is a name, which is in small letters, whatever its own case.
fn is(word: &str, name: &str) -> bool {
    word.eq_ignore_ascii_case(name) || !word.is_ascii() && word.to_lowercase() == name
}

/// Whether a character belongs to a script that is written without spaces between words.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Where the next digits from a place on stand.
fn next_digits(text: &str, from: usize) -> Option<Range<usize>> {
    let tail = text.as_bytes().get(from..)?;
    let first = tail.iter().position(u8::is_ascii_digit)?;
    let length = tail.iter().skip(first).take_while(|byte| byte.is_ascii_digit()).count();
    Some(from + first..from + first + length)
}

/// Whether a number may start at a byte: nothing stands before it that it would be a part of.
fn starts_number(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ':' | '/' | '+' | '_' | '=' | '#' | '$'))
}

/// The number of one or two digits that a text starts with, and how long it is.
fn short_number(text: &str) -> Option<(i32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..length).filter(|_| (1..=2).contains(&length))?;
    Some((number.parse().ok()?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(
            text in "(\\PC|[0-9]{1,4}|[-:./, ()+]|am|PM|T|Z|h|UTC|May|mai|July|Julu|th|half|and|to|an?|hour|minutes|within the|of|de|noon|Uhr|午後|時|分|年|月|日|時間|Pacific Time){0,40}"
        ) {
            let clocks = clocks(&text);
            for pair in clocks.windows(2) {
                spans_between(&text, &pair[0], &pair[1]);
            }
            let zones = clocks.iter().filter_map(|clock| zone_behind(&text, clock.range.end));
            for zone in zones.chain(named_zone(&text)) {
                let written = text.get(zone.range).map(|written| if written.eq_ignore_ascii_case("z") { "UTC" } else { written });
                proptest::prop_assert_eq!(written, Some(zone.written.as_str()));
            }
            let ranges = clocks.into_iter().map(|clock| clock.range);
            let ranges = ranges.chain(days(&text).into_iter().map(|day| day.range));
            let ranges = ranges.chain(numeric_dates(&text).into_iter().map(|date| date.range));
            let ranges = ranges.chain(yearless_date(&text));
            let ranges = ranges.chain(lengths(&text).into_iter().map(|length| length.from..length.range.end));
            for range in ranges {
                proptest::prop_assert!(text.get(range).is_some());
            }
            let _ = (dates(&text), names_zone(&text));
        }
    }
}
