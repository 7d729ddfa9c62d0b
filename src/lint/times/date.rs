//! Dates: `12.05.2024`, `May 12`, `2024-05-12`.

use super::{short_number, starts_number, words};
use std::ops::Range;

/// A date of numbers with the year at its end: the reader has to guess which number is the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) struct NumericDate {
    /// Where it stands.
    pub(in crate::lint) range: Range<usize>,
    /// What stands first and second.
    pub(in crate::lint) parts: (i32, i32),
    /// The year in full.
    pub(in crate::lint) year: i32,
}

/// All dates of numbers that have their year at the end.
pub(in crate::lint) fn numeric_dates(text: &str) -> Vec<NumericDate> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text.as_bytes().get(rest..).and_then(|tail| tail.iter().position(u8::is_ascii_digit))
    {
        let at = rest + at;
        rest = at + text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        if let Some(date) = numeric_at(text, at) {
            rest = date.range.end;
            found.push(date);
        }
    }
    found
}

fn numeric_at(text: &str, at: usize) -> Option<NumericDate> {
    let before = text.get(..at)?.chars().next_back();
    if !starts_number(text, at) || before == Some('-') {
        return None;
    }
    let tail = text.get(at..)?;
    let (first, length) = short_number(tail)?;
    let separator = tail.get(length..)?.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
    let second_at = length + 1;
    let (second, digits) = short_number(tail.get(second_at..)?)?;
    let year_at = second_at + digits;
    let year = tail.get(year_at..)?.strip_prefix(separator)?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = year.get(..digits)?.parse().ok()?;
    let year = match digits {
        4 if (1970..2100).contains(&number) => number,
        // Of two digits, only slashes make a date: `1.10.24` is as likely a version.
        2 if separator == '/' && number < 50 => 2000 + number,
        _ => return None,
    };
    let length = year_at + 1 + digits;
    let mut after = tail.get(length..)?.chars();
    let (next, then) = (after.next(), after.next());
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_'))
        || matches!(next, Some('.' | '-')) && then.is_some_and(char::is_alphanumeric);
    (!goes_on).then_some(NumericDate { range: at..at + length, parts: (first, second), year })
}

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov",
    "Dec",
];

/// A day of a month by name; where it stands, and whether the year follows.
fn named_dates(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut before: [Option<(Range<usize>, &str)>; 2] = [None, None];
    let mut ahead = words(text).peekable();
    std::iter::from_fn(move || {
        loop {
            let (range, word) = ahead.next()?;
            let [second_last, last] = std::mem::take(&mut before);
            let day_before = match (&second_last, &last) {
                (_, Some((day, word))) if day_number(word) => Some(day.start),
                (Some((day, word)), Some((_, "of"))) if day_number(word) => Some(day.start),
                _ => None,
            };
            before = [last, Some((range.clone(), word))];
            if !MONTHS.contains(&word) {
                continue;
            }
            let mut found = day_before.map(|start| start..range.end);
            if found.is_none()
                && let Some((day, word)) = ahead.peek()
                && day_number(word)
                && !is_part_of_more(text.get(day.end..).unwrap_or_default())
                && close(text, range.end, day.start)
            {
                found = Some(range.start..day.end);
                ahead.next();
            }
            let Some(found) = found else { continue };
            let year =
                ahead.peek().is_some_and(|(at, word)| is_year(word) && close(text, found.end, at.start));
            return Some((found, year));
        }
    })
}

/// Whether a number goes on: `May 10:00` is no day of May.
fn is_part_of_more(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some(':' | '.') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        next => next == Some('%'),
    }
}

/// Whether no more than a separator stands between two places.
fn close(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.')))
}

fn day_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    matches!(ending, "" | "st" | "nd" | "rd" | "th")
        && digits.len() <= 2
        && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a year stands in a text, with or without a date.
pub(in crate::lint) fn has_year(text: &str) -> bool {
    words(text).any(|(_, word)| is_year(word))
}

/// The first day that a text names without its year.
pub(in crate::lint) fn yearless_date(text: &str) -> Option<Range<usize>> {
    named_dates(text).find(|(_, year)| !year).map(|(range, _)| range)
}

/// How many months a text names with their year, such as `June 1994`.
fn months(text: &str) -> usize {
    let names = words(text).zip(words(text).skip(1));
    names.filter(|((_, month), (_, year))| MONTHS.contains(month) && is_year(year)).count()
}

/// How many dates a text names, in whichever form.
pub(in crate::lint) fn dates(text: &str) -> usize {
    let iso = text.as_bytes().windows(10).filter(|window| {
        matches!((window.get(4), window.get(7)), (Some(b'-'), Some(b'-')) | (Some(b'/'), Some(b'/')))
            && window.iter().filter(|byte| byte.is_ascii_digit()).count() == 8
    });
    iso.count() + numeric_dates(text).len() + named_dates(text).count() + months(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_numbers_are_found() {
        let read = |text: &'static str| -> Vec<_> {
            numeric_dates(text).into_iter().map(|date| (&text[date.range], date.parts, date.year)).collect()
        };
        assert_eq!(
            read("[12.05.2024], 5/12/24"),
            [("12.05.2024", (12, 5), 2024), ("5/12/24", (5, 12), 2024)]
        );
        assert_eq!(read("on 12-05-2024."), [("12-05-2024", (12, 5), 2024)]);
        for text in
            ["2024-05-12", "1.10.24", "v12.05.2024", "10.12.2024.1", "12.05.2024-rc1", "1/2", "12.05/2024"]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn a_day_without_its_year_is_found() {
        let read = |text: &'static str| yearless_date(text).map(|range| &text[range]);
        assert_eq!(read("On Saturday, October 2 between"), Some("October 2"));
        assert_eq!(read("on the 2nd of October it"), Some("2nd of October"));
        assert_eq!(read("on 9 July"), Some("9 July"));
        for text in ["October 2, 2021", "9th July 2021", "in May 10:00", "it may 12", "March 2021", "May we"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(dates("2024-05-12, 12.05.2024, May 12 and June 2024"), 4);
    }
}
