//! Days whose month has its name: `May 12, 2024`, `12 de mayo`, `the night of 3 to 4 July`.

use super::date::{DateForm, Day, is_year};
use super::month::{MONTHS, misspelt_month, month_name};
use super::{next_digits, starts_number, words};
use std::ops::Range;

type Word<'a> = (Range<usize>, &'a str);

/// Days of which the month has its name.
pub(super) fn named_days(text: &str) -> Vec<Day> {
    if !has_month_beside_number(text) {
        return Vec::new();
    }
    let words: Vec<Word<'_>> = words(text).collect();
    let mut found: Vec<Day> = Vec::new();
    for at in 0..words.len() {
        let after = found.last().map_or(0, |day| day.range.end);
        let free = |day: &Day| day.range.start >= after;
        if let Some(day) = named_at(text, &words, at).filter(free) {
            found.push(day);
        }
    }
    found
}

/// Whether a month stands right before a number, or is one of the two words behind it. Nearly no number has
/// one, and for those nothing else of a text has to be read.
fn has_month_beside_number(text: &str) -> bool {
    let is_month = |word: &str| month_name(word).is_some() || misspelt_month(word).is_some();
    let mut rest = 0;
    while let Some(Range { start: at, .. }) = next_digits(text, rest) {
        let (before, tail) = text.split_at(at);
        let length = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
        rest = at + length;
        if before.ends_with(char::is_alphanumeric) {
            continue;
        }
        let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if is_month(last)
            || words(tail.get(length..).unwrap_or_default()).take(2).any(|(_, word)| is_month(word))
        {
            return true;
        }
    }
    false
}

/// The day around the month that a word names.
fn named_at(text: &str, words: &[Word<'_>], at: usize) -> Option<Day> {
    let (range, word) = words.get(at)?;
    // Few words stand beside numbers, and only those are looked up.
    let beside = [at.checked_sub(2), at.checked_sub(1), at.checked_add(1)];
    let numbered = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .is_some_and(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    if !beside.into_iter().any(numbered) {
        return None;
    }
    let (month, english, form) = match month_name(word) {
        Some((month, english)) => (month, english, DateForm::Named),
        None => (misspelt_month(word)?, true, DateForm::Misspelt),
    };
    let number = |at: Option<usize>| {
        let (range, word) = words.get(at?)?;
        day_number(word).map(|day| (range.clone(), day))
    };
    let back = |count: usize| at.checked_sub(count);
    let linked = back(1).and_then(|at| words.get(at)).is_some_and(|(_, word)| is_link(word));
    let before = if linked { number(back(2)) } else { number(back(1)) };
    // `10:00 May`: a number that belongs to a time is no day.
    let before = before.filter(|(day, _)| {
        starts_number(text, day.start)
            && text
                .get(day.end..range.start)
                .is_some_and(|gap| gap.len() <= 6 && !gap.contains([':', '/', '(']))
    });
    let ahead = number(Some(at + 1)).filter(|(day, _)| {
        !is_part_of_more(text.get(day.end..).unwrap_or_default()) && close(text, range.end, day.start)
    });
    let ahead_first = before.is_none()
        || ahead.as_ref().is_some_and(|(day, _)| year_behind(text, words, day.end).is_some())
            && year_behind(text, words, range.end).is_none();
    let (span, day) = match (before, ahead) {
        (_, Some((day, number))) if ahead_first => (range.start..day.end, number),
        (Some((day, number)), _) => {
            let (start, number) = range_before(text, words, &day, number).unwrap_or((day.start, number));
            (start..range.end, number)
        }
        _ => return None,
    };
    let month_first = span.start == range.start;
    let mut end = span.end;
    let mut start = span.start;
    let mut year = None;
    let behind = year_behind(text, words, span.end).or_else(|| {
        year_behind(text, words, range_behind(text, words, span.end, day).filter(|_| month_first)?)
    });
    if let Some((number, stop)) = behind {
        (year, end) = (Some(number), stop);
    } else if let Some((before, word)) = back(1).and_then(|at| words.get(at))
        && is_year(word)
        && month_first
        && starts_number(text, before.start)
        && text.get(before.end..range.start).is_some_and(|gap| gap == " ")
    {
        (year, start) = (word.parse().ok(), before.start);
    }
    // Without a year, only a name set as names are is certain: `it may 12` tells of no May.
    let proper = MONTHS.iter().any(|(name, _)| name == word);
    let certain = match (form, english) {
        (DateForm::Misspelt, _) => year.is_some() || follows_weekday(text, words, start),
        (_, true) => proper || year.is_some(),
        (_, false) => year.is_some() || !month_first && word.len() > 3,
    };
    certain.then(|| Day::new(start..end, year, month, day, form))?
}

/// The first day of `3-5 July`, and where it stands.
fn range_before(text: &str, words: &[Word<'_>], last: &Range<usize>, day: i32) -> Option<(usize, i32)> {
    let at = words.partition_point(|(range, _)| range.start < last.start).checked_sub(1)?;
    let (mut range, mut word) = words.get(at).cloned()?;
    if is_article(word) {
        (range, word) = words.get(at.checked_sub(1)?).cloned()?;
    }
    if is_and(word) {
        let before = words.partition_point(|(other, _)| other.start < range.start);
        (range, word) = words.get(before.checked_sub(1)?).cloned()?;
    } else if !matches!(text.get(range.end..last.start)?.trim_matches([' ', '.']), "-" | "–" | "/" | "&") {
        return None;
    }
    let first = day_number(word).filter(|first| *first < day && starts_number(text, range.start))?;
    text.get(range.end..last.start).is_some_and(|gap| gap.len() <= 12).then_some((range.start, first))
}

/// Where the `5` of `July 3-5, 2021` ends.
fn range_behind(text: &str, words: &[Word<'_>], at: usize, day: i32) -> Option<usize> {
    let next = words.partition_point(|(range, _)| range.start < at);
    let (mut range, mut word) = words.get(next).cloned()?;
    if is_and(word) {
        (range, word) = words.get(next + 1).cloned()?;
    } else if !matches!(text.get(at..range.start)?.trim(), "-" | "–" | "/" | "&") {
        return None;
    }
    day_number(word).filter(|last| *last > day)?;
    text.get(at..range.start).is_some_and(|gap| gap.len() <= 6).then_some(range.end)
}

/// Words between the first and the last day of some.
fn is_and(word: &str) -> bool {
    let joiners = [
        "to", "and", "until", "till", "through", "auf", "bis", "und", "zum", "al", "y", "au", "et", "a", "e",
    ];
    joiners.iter().any(|joiner| word.eq_ignore_ascii_case(joiner))
}

/// Words between such a word and a day: `from the 14th to the 15th of May`.
fn is_article(word: &str) -> bool {
    ["the", "den", "le", "el", "o", "dia"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

/// Whether the name of a weekday stands right before a place, and makes what is there a day.
fn follows_weekday(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let before = words.partition_point(|(range, _)| range.start < at).checked_sub(1);
    before.and_then(|before| words.get(before)).is_some_and(|(range, word)| {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let named = names.iter().any(|name| name.eq_ignore_ascii_case(word))
            || names.iter().any(|name| name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word)));
        named && close(text, range.end, at)
    })
}

/// The year behind a place and where it ends: `2024`, `, 2024`, `de 2024`.
fn year_behind(text: &str, words: &[Word<'_>], at: usize) -> Option<(i32, usize)> {
    let next = words.partition_point(|(range, _)| range.start < at);
    let (mut range, mut word) = words.get(next).cloned()?;
    let gap = text.get(at..range.start)?;
    if is_link(word) && gap.trim().is_empty() {
        (range, word) = words.get(next + 1).cloned()?;
    } else if !gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’')) {
        return None;
    }
    // `3 May '23`
    if gap.trim_start_matches([' ', ',']).strip_prefix(['\'', '’']) == Some("") && word.len() == 2 {
        return Some((2000 + word.parse::<i32>().ok().filter(|year| *year < 50)?, range.end));
    }
    (is_year(word) && !text.get(range.end..)?.starts_with(':')).then_some((word.parse().ok()?, range.end))
}

/// Words between the parts of a date.
fn is_link(word: &str) -> bool {
    ["of", "de", "del", "do", "d"].iter().any(|link| word.eq_ignore_ascii_case(link))
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

fn day_number(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    let ending = word.get(digits.len()..).unwrap_or_default();
    let known = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ST" | "ND" | "RD" | "TH");
    digits.parse().ok().filter(|day| known && digits.len() <= 2 && (1..=31).contains(day))
}
