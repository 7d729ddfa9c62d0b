//! Dates: `12.05.2024`, `May 12`, `2024-05-12`.

use super::month::{MONTHS, month_name};
use super::named_date::named_days;
use super::{next_digits, short_number, starts_number, words};
use std::ops::Range;

/// A date of numbers with the year at its end: the reader has to guess which number is the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumericDate {
    /// Where it stands.
    pub range: Range<usize>,
    /// What stands first and second.
    pub parts: (i32, i32),
    /// The year in full.
    pub year: i32,
}

/// All dates of numbers that have their year at the end.
pub fn numeric_dates(text: &str) -> Vec<NumericDate> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(Range { start: at, end }) = next_digits(text, rest) {
        rest = end;
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

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// Year first: `2024-05-12`, `2024年5月12日`.
    Ordered,
    /// Numbers with the year at the end, and the character between them: `12.05.2024`.
    Numeric(char),
    /// The month by its name.
    Named,
    /// The month by a name that is one letter off.
    Misspelt,
}

/// A day that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Where it stands.
    pub range: Range<usize>,
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The month.
    pub month: i8,
    /// The day of the month. With the month it is one that the calendar has.
    pub day: i8,
    /// Month and day of the other reading of a date of numbers; of such dates, the day first is the
    /// reading in `month` and `day` where both are possible.
    pub other: Option<(i8, i8)>,
    /// How it is written.
    pub form: DateForm,
}

impl Day {
    /// A day that the calendar has.
    pub(super) fn new(
        range: Range<usize>,
        year: Option<i32>,
        month: i32,
        day: i32,
        form: DateForm,
    ) -> Option<Self> {
        let year = year.map(i16::try_from).transpose().ok()?;
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // A day without its year may be that of a leap year.
        jiff::civil::Date::new(year.unwrap_or(2000), month, day).ok()?;
        Some(Self { range, year, month, day, other: None, form })
    }
}

/// All days that a text names, in their order.
pub fn days(text: &str) -> Vec<Day> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(Range { start: at, end }) = next_digits(text, rest) {
        rest = end;
        let day = ordered_at(text, at)
            .or_else(|| compact_at(text, at))
            .or_else(|| numeric_day_at(text, at))
            .or_else(|| listed_at(text, at))
            .or_else(|| before_clock_at(text, at));
        if let Some(day) = day {
            rest = day.range.end;
            found.push(day);
        }
    }
    for day in named_days(text) {
        if !found.iter().any(|known| known.range.start < day.range.end && day.range.start < known.range.end) {
            found.push(day);
        }
    }
    found.sort_by_key(|day| day.range.start);
    found
}

/// `2024-05-12`, `2024/5/1`, `2024.05.12`, `2024年5月12日`, `5月12日`.
fn ordered_at(text: &str, at: usize) -> Option<Day> {
    let tail = text.get(at..)?;
    if let Some(day) = ideographic(tail) {
        let (year, month, number, length) = day;
        return Day::new(at..at + length, year, month, number, DateForm::Ordered);
    }
    let before = text.get(..at)?.chars().next_back();
    if !starts_number(text, at) || before == Some('-') && !text.get(..at)?.ends_with("--") {
        return None;
    }
    let year = tail.get(..4).filter(|year| is_year(year))?;
    let separator = tail.get(4..)?.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '\u{2011}'))?;
    let mut length = 4 + separator.len_utf8();
    let (month, digits) = short_number(tail.get(length..)?)?;
    length += digits;
    let rest = tail.get(length..)?.strip_prefix(separator)?;
    let (day, digits) = short_number(rest)?;
    // `2024.5.1` is a version unless its parts are full.
    if separator == '.' && digits < 2 {
        return None;
    }
    length += separator.len_utf8() + digits;
    let mut after = tail.get(length..)?.chars();
    let (next, then) = (after.next(), after.next());
    let clock = matches!(next, Some('T' | 't')) && then.is_some_and(|c| c.is_ascii_digit());
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == separator && c != '-' || c == '_')
        && !clock
        || next == Some('-') && then.is_some_and(char::is_alphanumeric)
        || next == Some('.') && then.is_some_and(|c| c.is_ascii_digit());
    (!goes_on).then(|| Day::new(at..at + length, year.parse().ok(), month, day, DateForm::Ordered))?
}

/// `20240512 10:00` and `20240512T1000Z`.
fn compact_at(text: &str, at: usize) -> Option<Day> {
    let tail = text
        .get(at..)
        .filter(|_| starts_number(text, at) && !text.get(..at).unwrap_or_default().ends_with('-'))?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let rest = tail.get(8..).filter(|_| digits == 8)?;
    let stamp = rest.strip_prefix('T').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !stamp && !starts_clock(rest.strip_prefix([' ', '-', '_'])?) {
        return None;
    }
    let year = tail.get(..4).filter(|year| is_year(year))?;
    let (month, day) = (tail.get(4..6)?.parse().ok()?, tail.get(6..8)?.parse().ok()?);
    Day::new(at..at + 8, year.parse().ok(), month, day, DateForm::Ordered)
}

/// `12.05. 10:00` and `05/12 10:00`: without a year, only a time behind them makes them days.
fn before_clock_at(text: &str, at: usize) -> Option<Day> {
    let tail = text
        .get(at..)
        .filter(|_| starts_number(text, at) && !text.get(..at).unwrap_or_default().ends_with('-'))?;
    let (first, digits) = short_number(tail)?;
    let separator = tail.get(digits..)?.chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let (second, more) = short_number(tail.get(digits + 1..)?)?;
    let mut length = digits + 1 + more;
    if separator == '.' {
        tail.get(length..)?.strip_prefix('.')?;
        length += 1;
    }
    let rest = tail.get(length..)?;
    let bare = rest.trim_start_matches([' ', ',', '\u{a0}']);
    if bare.len() == rest.len() || !starts_clock(bare) {
        return None;
    }
    let read = |month, day| Day::new(at..at + length, None, month, day, DateForm::Numeric(separator));
    match (read(second, first), read(first, second)) {
        (Some(day_first), Some(month_first)) => {
            let other = (first != second && separator == '/').then_some((month_first.month, month_first.day));
            Some(Day { other, ..day_first })
        }
        (day_first, month_first) => day_first.or(month_first),
    }
}

/// Whether a text starts with hours, a colon and minutes.
fn starts_clock(text: &str) -> bool {
    let minutes = short_number(text).and_then(|(_, digits)| text.get(digits..)?.strip_prefix(':'));
    minutes.is_some_and(|minutes| minutes.bytes().take_while(u8::is_ascii_digit).count() == 2)
}

/// Year, month, day and length of `2024年5月12日` and `5月12日`.
fn ideographic(tail: &str) -> Option<(Option<i32>, i32, i32, usize)> {
    let year = tail.get(..4).filter(|year| is_year(year)).and_then(|_| tail.get(4..)?.strip_prefix('年'));
    let mut length = 0;
    if let Some(rest) = year {
        length = tail.len() - rest.trim_start().len();
    }
    let (month, digits) = short_number(tail.get(length..)?)?;
    let rest = tail.get(length + digits..)?.strip_prefix('月')?.trim_start();
    let (day, digits) = short_number(rest)?;
    let rest = rest.get(digits..)?.strip_prefix(['日', '号', '號'])?;
    let number = if length > 0 { tail.get(..4)?.parse().ok() } else { None };
    Some((number, month, day, tail.len() - rest.len()))
}

fn numeric_day_at(text: &str, at: usize) -> Option<Day> {
    let numeric = numeric_at(text, at)?;
    let separator = text.get(numeric.range.clone())?.chars().find(|c| !c.is_ascii_digit())?;
    let (first, second) = numeric.parts;
    let read = |month, day| {
        Day::new(numeric.range.clone(), Some(numeric.year), month, day, DateForm::Numeric(separator))
    };
    match (read(second, first), read(first, second)) {
        (Some(day_first), Some(month_first)) => {
            let other = (first != second).then_some((month_first.month, month_first.day));
            Some(Day { other, ..day_first })
        }
        (day_first, month_first) => day_first.or(month_first),
    }
}

/// `03, 14, 2024`, as forms with three fields give it; and `06/May/2022`.
fn listed_at(text: &str, at: usize) -> Option<Day> {
    if !starts_number(text, at) {
        return None;
    }
    let tail = text.get(at..)?;
    let (first, length) = short_number(tail)?;
    let rest = tail.get(length..)?;
    if let Some(rest) = rest.strip_prefix(", ") {
        let (second, digits) = short_number(rest)?;
        let year = rest.get(digits..)?.strip_prefix(", ")?;
        let number = year.get(..4).filter(|year| is_year(year))?;
        if year.get(4..)?.starts_with(char::is_alphanumeric) || length + digits < 4 {
            return None;
        }
        let range = at..at + tail.len() - year.len() + 4;
        let read =
            |month, day| Day::new(range.clone(), number.parse().ok(), month, day, DateForm::Numeric(','));
        let (month_first, day_first) = (read(first, second), read(second, first));
        return month_first.or(day_first);
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '-' | '.'))?;
    let rest = rest.get(1..)?;
    let letters = rest.find(|c: char| !c.is_alphabetic())?;
    let (month, _) = month_name(rest.get(..letters)?)?;
    let year = rest.get(letters..)?.strip_prefix(separator)?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let number = match digits {
        4 => year.get(..4).filter(|year| is_year(year))?.parse().ok()?,
        2 => 2000 + year.get(..2)?.parse::<i32>().ok().filter(|year| *year < 50)?,
        _ => return None,
    };
    let range = at..at + tail.len() - year.len() + digits;
    Day::new(range, Some(number), month, first, DateForm::Named)
}

pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a year stands in a text, with or without a date.
pub fn has_year(text: &str) -> bool {
    words(text).any(|(_, word)| is_year(word))
}

/// The first day that a text names without its year.
pub fn yearless_date(text: &str) -> Option<Range<usize>> {
    days(text).into_iter().find(|day| day.year.is_none()).map(|day| day.range)
}

/// The months that a text names with their year, such as `June 1994`: their number, and the year.
pub fn months(text: &str) -> Vec<(i8, i16)> {
    let month = |word: &str| MONTHS.iter().find(|(name, _)| *name == word).map(|(_, month)| *month);
    let pairs = words(text).zip(words(text).skip(1)).filter(|(_, (_, year))| is_year(year));
    pairs
        .filter_map(|((_, name), (_, year))| Some((i8::try_from(month(name)?).ok()?, year.parse().ok()?)))
        .collect()
}

/// How many dates a text names, in whichever form.
pub fn dates(text: &str) -> usize {
    let days = days(text);
    // `12 May 2024` is a day, and not a month besides.
    let told =
        days.iter().map(|day| months(text.get(day.range.clone()).unwrap_or_default()).len()).sum::<usize>();
    days.len() + months(text).len().saturating_sub(told)
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
    fn days_are_read_in_all_their_forms() {
        let read = |text: &str| -> Vec<String> {
            let told = |day: Day| {
                let year = day.year.map_or_else(String::new, |year| format!("{year}-"));
                let other =
                    day.other.map_or_else(String::new, |(month, day)| format!(" or {month:02}-{day:02}"));
                format!("{year}{:02}-{:02}{other}", day.month, day.day)
            };
            days(text).into_iter().map(told).collect()
        };
        for (text, expected) in [
            ("July 9, 2021", "2021-07-09"),
            ("On June 9th, 2024 from 10:05", "2024-06-09"),
            ("SEPTEMBER 1ST 2020", "2020-09-01"),
            ("the 2nd of October 2021", "2021-10-02"),
            ("Saturday, October 2", "10-02"),
            ("2021 Nov 3", "2021-11-03"),
            ("9 de julio de 2021", "2021-07-09"),
            ("julio 9 de 2021", "2021-07-09"),
            ("el 4 de mayo", "05-04"),
            ("den 3. Mai 2024", "2024-05-03"),
            ("le 1er mars 2024 à 10h", "2024-03-01"),
            ("5 de março de 2023", "2023-03-05"),
            ("06/May/2022 2:17 PM", "2022-05-06"),
            ("6-Dec-19", "2019-12-06"),
            ("03, 14, 2024, 10:00 AM", "2024-03-14"),
            ("2024/5/1 10:00", "2024-05-01"),
            ("2023-07-20T12:17:00Z", "2023-07-20"),
            ("2024年5月12日14時", "2024-05-12"),
            ("在5月12日", "05-12"),
            ("July 3-5, 2021", "2021-07-03"),
            ("February 3rd and 4th, 2018", "2018-02-03"),
            ("3–5 July 2021", "2021-07-03"),
            ("NIGHT OF 3 TO 4 JULY 2021", "2021-07-03"),
            ("in the night from the 3rd to the 4th of July 2021", "2021-07-03"),
            ("vom 3. auf den 4. Juli 2021", "2021-07-03"),
            ("del 3 al 4 de julio de 2021", "2021-07-03"),
            ("3 July '21", "2021-07-03"),
            ("del 3 luglio 2021", "2021-07-03"),
            ("Friday, Setpember 3", "09-03"),
            ("20210703 10:00", "2021-07-03"),
            ("20210703T1000Z", "2021-07-03"),
            ("03.07. 10:00 Alert", "07-03"),
            ("05/03 10:00 Alert", "03-05 or 05-03"),
            ("Julu 10, 2021", "2021-07-10"),
            ("Setember 3rd, 2022", "2022-09-03"),
            ("12.05.2024", "2024-05-12 or 12-05"),
            ("04-12-2022 7:23 AM", "2022-12-04 or 04-12"),
            ("5/12/24", "2024-12-05 or 05-12"),
            ("5/25/24", "2024-05-25"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
        for text in [
            "30 February 2021",
            "2024-13-01",
            "20202-01-16",
            "https://a.example/2023/07/21/post",
            "10:00 May we",
            "Marsh 3",
            "mars 3",
            "2022-05-??",
            "v2024.1.2",
            "Setpember 3",
            "order 20210703 was lost",
            "1/2 of 10",
            "in 03.07. it was",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
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
