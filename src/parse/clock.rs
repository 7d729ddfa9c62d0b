//! Times as people write them at the start of a line: `10:00`, `6PM`, `2024-05-12 10:00 PST`.

use crate::model::{Precision, Zone};
use jiff::civil::{Date, Time};

/// A date, a clock or both at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// As written, with its zone and the end of a range.
    pub(super) written: &'a str,
    /// The date.
    pub(super) date: Option<Date>,
    /// The clock; of a range, its start.
    pub(super) time: Option<Time>,
    /// How exactly it is known.
    pub(super) precision: Precision,
    /// The zone as written.
    pub(super) zone: Option<&'a str>,
    /// What follows, without the separator.
    pub(super) rest: &'a str,
}

/// Reads the time with which `line` starts, if it starts with one.
pub(super) fn stamp(line: &str) -> Option<Stamp<'_>> {
    let line = line.trim();
    let (opened, start) = match line.chars().next()? {
        '[' => (Some(']'), &line[1..]),
        '(' => (Some(')'), &line[1..]),
        _ => (None, line),
    };
    let start = start.trim_start_matches(['~', '≈', ' ']);
    let start = match start.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("at ") => &start[3..],
        _ => start,
    };
    let dated = date_prefix(start);
    let (date, after_date) = dated.map_or((None, start), |(date, rest)| (Some(date), rest));
    let joined =
        after_date.strip_prefix(['T', 't']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let before_clock = joined.unwrap_or_else(|| {
        let rest = after_date.trim_start_matches([' ', ',', '\u{a0}']);
        // `November 13, 2021 at 19:27`.
        match rest.get(..3) {
            Some(word) if dated.is_some() && word.eq_ignore_ascii_case("at ") => rest[3..].trim_start(),
            _ => rest,
        }
    });
    let Some((time, precision, after_clock)) = clock_prefix(before_clock) else {
        let date = date?;
        let rest = closed(after_date, opened)?;
        // `2024-05-12a` is no date, and `2024-05-12 people` is prose; a separator makes it one.
        let bare = rest.trim().is_empty() || separated(rest);
        return bare.then(|| Stamp {
            written: line[..line.len() - rest.len()].trim(),
            date: Some(date),
            time: None,
            precision: Precision::Day,
            zone: None,
            rest: without_separator(rest),
        });
    };
    let (zone, after_zone) = zone_and_range(after_clock, joined.is_some());
    let rest = closed(after_zone, opened)?;
    if rest.starts_with(|c: char| c.is_alphanumeric()) && rest.len() == after_clock.len() {
        return None;
    }
    Some(Stamp {
        written: line[..line.len() - rest.len()].trim(),
        date,
        time: Some(time),
        precision,
        zone,
        rest: without_separator(rest),
    })
}

/// The date that a line or a heading consists of: `2024-05-12`, `Sunday, May 12th, 2024 (UTC)`.
pub(super) fn date_line(line: &str) -> Option<Date> {
    let line = line.trim().trim_end_matches([':', '.']);
    let line = match line.split_once([',', ' ']) {
        Some((word, rest)) if is_weekday(word) => rest.trim_start_matches([',', ' ']),
        _ => line,
    };
    let (date, rest) = date_prefix(line)?;
    let rest = rest.trim();
    let remark = rest.is_empty() || rest.starts_with('(') && rest.ends_with(')');
    remark.then_some(date)
}

/// The zone that a remark such as `All times are in UTC` or a heading such as `Timeline (PST)`
/// names; nothing where it names none or several.
pub(super) fn named_zone(text: &str) -> Option<&str> {
    let mut zones = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '*'))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| is_zone(word));
    let zone = zones.next()?;
    zones.all(|other| other == zone).then_some(zone)
}

/// Takes the closing bracket of a stamp that was opened with one.
fn closed(rest: &str, bracket: Option<char>) -> Option<&str> {
    match bracket {
        Some(bracket) => rest.trim_start().strip_prefix(bracket),
        None => Some(rest),
    }
}

fn separated(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with([':', '|', '–', '—', '[']) || rest.starts_with("- ")
}

fn without_separator(rest: &str) -> &str {
    let rest = rest.trim();
    let bare = rest.trim_start_matches([':', '|', '–', '—', '-', ',', ';', '→']);
    // `-5 percent` keeps its sign.
    if rest.starts_with('-') && bare.starts_with(|c: char| c.is_ascii_digit()) {
        rest
    } else {
        bare.trim_start()
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date that can mean one day only: year first, or with the month's name and the year.
fn date_prefix(text: &str) -> Option<(Date, &str)> {
    if let Some(head) = text.get(..10).filter(|head| head.is_ascii())
        && let [y, sep1, m, sep2, d] = [&head[..4], &head[4..5], &head[5..7], &head[7..8], &head[8..]]
        && sep1 == sep2
        && matches!(sep1, "-" | "/")
        && [y, m, d].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        let date = Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?;
        let rest = &text[10..];
        return (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((date, rest));
    }
    let mut rest = text;
    let (mut day, mut month, mut year) = (None, None, None);
    for _ in 0..3 {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..end];
        if let Some(found) = month_number(word) {
            month = Some(found);
        } else if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            year = word.parse().ok();
        } else {
            day = Some(day_number(word)?);
        }
        rest = &rest[end..];
        if let (Some(year), Some(month), Some(day)) = (year, month, day) {
            return Some((Date::new(year, month, day).ok()?, rest));
        }
        rest = rest.trim_start_matches(['.', ',']).trim_start();
    }
    None
}

fn month_number(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| *month == word || word.len() >= 3 && word.len() <= 4 && month.starts_with(&word))?;
    i8::try_from(at + 1).ok()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word[digits.len()..].to_ascii_lowercase();
    (digits.len() <= 2 && matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())?
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|day| *day == word || word.len() >= 3 && word.len() <= 5 && day.starts_with(&word))
}

/// `10:00`, `10:00:05.123`, `10:00 AM`, `6PM`, `6 p.m.`
fn clock_prefix(text: &str) -> Option<(Time, Precision, &str)> {
    let (hour, rest) = number(text, 1..=2)?;
    let (mut minute, mut second, mut precision, mut rest, mut plain) = (0, 0, Precision::Minute, rest, true);
    if let Some((found, after)) = rest.strip_prefix(':').and_then(|rest| number(rest, 2..=2)) {
        (minute, rest, plain) = (found, after, false);
        if let Some((found, after)) = rest.strip_prefix(':').and_then(|rest| number(rest, 2..=2)) {
            (second, rest, precision) = (found, after, Precision::Second);
            if let Some(fraction) = rest.strip_prefix('.') {
                let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                rest = if after.len() < fraction.len() { after } else { rest };
            }
        }
    }
    let hour = match half(rest) {
        Some((afternoon, after)) if (1..=12).contains(&hour) => {
            rest = after;
            hour % 12 + if afternoon { 12 } else { 0 }
        }
        _ if plain => return None,
        _ => hour,
    };
    Some((Time::new(hour, minute, second, 0).ok()?, precision, rest))
}

fn number(text: &str, width: std::ops::RangeInclusive<usize>) -> Option<(i8, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    width.contains(&len).then(|| Some((text[..len].parse().ok()?, &text[len..])))?
}

/// `AM`, `pm`, `a.m.`, with or without a space before it; whether it is the afternoon.
fn half(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start_matches([' ', '\u{a0}']);
    let mut chars = text.char_indices().filter(|(_, c)| *c != '.');
    let (_, first) = chars.next()?;
    let (at, second) = chars.next()?;
    let afternoon = match first.to_ascii_lowercase() {
        'a' => false,
        'p' => true,
        _ => return None,
    };
    if !second.eq_ignore_ascii_case(&'m') || at > 2 {
        return None;
    }
    let rest = &text[at + 1..];
    let rest = if at == 2 { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some((afternoon, rest))
}

/// A zone, and the end of a range, in either order. `exact` says that the time is written as
/// RFC 3339 does, where `-07:00` is an offset and no range.
fn zone_and_range(text: &str, exact: bool) -> (Option<&str>, &str) {
    let mut rest = text;
    if !exact && let Some(after) = range_end(rest) {
        rest = after;
    }
    let (zone, after) = zone_prefix(rest);
    rest = after;
    if zone.is_some()
        && let Some(after) = range_end(rest)
    {
        let (again, after) = zone_prefix(after);
        // The end of a range may name the zone again, but no other one.
        rest = if again.is_none() || again == zone { after } else { rest };
    }
    (zone, rest)
}

fn range_end(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let after = ["-", "–", "—", "to ", "until "].iter().find_map(|sign| text.strip_prefix(sign))?;
    let after = after.trim_start();
    let after = date_prefix(after).map_or(after, |(_, rest)| rest.trim_start());
    let (.., rest) = clock_prefix(after)?;
    (!rest.starts_with(|c: char| c.is_alphanumeric() && c != 'Z')).then_some(rest)
}

fn zone_prefix(text: &str) -> (Option<&str>, &str) {
    let none = (None, text);
    let spaced = text.starts_with([' ', '\u{a0}']);
    let start = text.trim_start_matches([' ', '\u{a0}']);
    if let Some(inner) = start.strip_prefix('(')
        && let Some((word, rest)) = inner.split_once(')')
    {
        return if is_zone(word.trim()) { (Some(word.trim()), rest) } else { none };
    }
    let end = start
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '\u{2212}' | ':' | '/' | '_')))
        .unwrap_or(start.len());
    let word = start[..end].trim_end_matches([':', '-']);
    let rest = &start[word.len()..];
    // `10:00 -5 percent` is no offset; `10:00-05:00` and `10:00 -0500` are.
    let offset = word.starts_with(['+', '-', '\u{2212}']);
    if offset && spaced && word.len() < 5 {
        return none;
    }
    let zone = is_zone(word) && (spaced || offset || word == "Z" || word == "z" || word.len() > 2);
    // Something that looks like a zone and is followed by a separator was meant as one.
    let unknown = spaced
        && matches!(word.len(), 3..=4)
        && word.ends_with('T')
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && (rest.trim().is_empty() || separated(rest));
    if zone || unknown { (Some(word), rest) } else { none }
}

/// Whether a word is written as zones are. Abbreviations count in capitals only: `10:00 Eat` is
/// lunch, not East Africa.
fn is_zone(word: &str) -> bool {
    let shaped = match word.as_bytes() {
        [b'+' | b'-', digit, ..] => digit.is_ascii_digit(),
        [first, ..] if first.is_ascii_alphabetic() => {
            word.contains('/') && first.is_ascii_uppercase()
                || matches!(word, "utc" | "z" | "gmt")
                || word
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'+' | b'-' | b':'))
        }
        _ => word.starts_with('\u{2212}'),
    };
    shaped && Zone::looks_like_zone(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `date time zone|rest`, or nothing.
    fn read(line: &str) -> Option<String> {
        let stamp = stamp(line)?;
        let date = stamp.date.map(|date| format!("{date} ")).unwrap_or_default();
        let time = stamp.time.map(|time| time.to_string()).unwrap_or_default();
        let zone = stamp.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
        Some(format!("{date}{time}{zone}|{}", stamp.rest))
    }

    #[test]
    fn times_are_read_in_all_their_forms() {
        for (line, expected) in [
            ("10:00 Deploy", "10:00:00|Deploy"),
            ("10:00:05 - Deploy", "10:00:05|Deploy"),
            ("10:00: Deploy", "10:00:00|Deploy"),
            ("10:00 AM PST – Deploy", "10:00:00 PST|Deploy"),
            ("6PM Deploy", "18:00:00|Deploy"),
            ("12:30 a.m. — Deploy", "00:30:00|Deploy"),
            ("2024-05-12 10:00 Deploy", "2024-05-12 10:00:00|Deploy"),
            ("2024-05-12T10:00:00Z Deploy", "2024-05-12 10:00:00 Z|Deploy"),
            ("2024-05-12T10:00:00.123-07:00 | Deploy", "2024-05-12 10:00:00 -07:00|Deploy"),
            ("May 12, 2024, 10:00 UTC: Deploy", "2024-05-12 10:00:00 UTC|Deploy"),
            ("November 13, 2021 at 19:27 (UTC): Deploy", "2021-11-13 19:27:00 UTC|Deploy"),
            ("2024-05-12: Deploy", "2024-05-12 |Deploy"),
            ("10:00–10:30 Deploy", "10:00:00|Deploy"),
            ("10:00-10:30 UTC Deploy", "10:00:00 UTC|Deploy"),
            ("10:00 UTC - 10:30 UTC: Deploy", "10:00:00 UTC|Deploy"),
            ("10:00 (CET) Deploy", "10:00:00 CET|Deploy"),
            ("10:00+02:00 Deploy", "10:00:00 +02:00|Deploy"),
            ("10:00 Europe/Berlin Deploy", "10:00:00 Europe/Berlin|Deploy"),
            ("[10:00] Deploy", "10:00:00|Deploy"),
            ("~10:00 Deploy", "10:00:00|Deploy"),
            ("At 10:00 UTC, we deployed", "10:00:00 UTC|we deployed"),
            ("10:00 XST - Deploy", "10:00:00 XST|Deploy"),
            ("10:00 Eat lunch", "10:00:00|Eat lunch"),
            ("10:00 -5 percent", "10:00:00|-5 percent"),
            ("10:00", "10:00:00|"),
            ("10:00 [detected] Alert", "10:00:00|[detected] Alert"),
        ] {
            assert_eq!(read(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn prose_is_not_a_time() {
        for line in [
            "5:1 ratio",
            "25:00 x",
            "10:00abc",
            "2024-13-01: x",
            "10 people",
            "6 people",
            "",
            "(10:00",
            "2024-05-12 people came",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn date_lines_and_zone_remarks_are_known() {
        let date = |line| date_line(line).map(|date| date.to_string());
        assert_eq!(date("2024-05-12"), Some("2024-05-12".into()));
        assert_eq!(date("Sunday, May 12th, 2024 (UTC):"), Some("2024-05-12".into()));
        assert_eq!(date("12 May 2024"), Some("2024-05-12".into()));
        assert_eq!(date("12.05.2024"), None);
        assert_eq!(date("May 12"), None);
        assert_eq!(named_zone("All times are in UTC."), Some("UTC"));
        assert_eq!(named_zone("Timeline (all times PST)"), Some("PST"));
        assert_eq!(named_zone("UTC or PST"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_strange(line in "\\PC{0,40}", times in "[0-9apm:. ,()T+Z–-]{0,24}") {
            for line in [line, times] {
                if let Some(stamp) = stamp(&line) {
                    proptest::prop_assert!(line.contains(stamp.written) && line.contains(stamp.rest));
                }
                let _ = (date_line(&line), named_zone(&line));
            }
        }
    }
}
