//! Times of day: `10:00`, `10:00:05`, `6 PM`, `0630 UTC`.

use super::dotted::is_clock;
use super::spoken::spoken;
use super::zone::zone_behind;
use super::{is_ideographic, next_digits, short_number, starts_number, words};
use std::ops::Range;

/// A time of day in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Where it stands, with `AM` or `PM`.
    pub range: Range<usize>,
    /// The minute of the day.
    pub minute: i32,
    /// Whether it says which half of the day it means.
    pub has_half: bool,
}

const DAY: i32 = 24 * 60;

/// All times of day in a text.
pub fn clocks(text: &str) -> Vec<Clock> {
    let mut found: Vec<Clock> = Vec::new();
    let mut rest = 0;
    while let Some(Range { start: at, end }) = next_digits(text, rest) {
        rest = end;
        if let Some(clock) = clock_at(text, at, found.last()).or_else(|| ideographic_at(text, at)) {
            let after = found.last().map_or(0, |last| last.range.end);
            found.extend(bare_hour_before(text, &clock, after));
            rest = rest.max(clock.range.end);
            found.push(clock);
        }
    }
    let spoken = spoken(text);
    if !spoken.is_empty() {
        found.extend(spoken);
        found.sort_by_key(|clock| clock.range.start);
    }
    found
}

fn clock_at(text: &str, at: usize, last: Option<&Clock>) -> Option<Clock> {
    if !starts_number(text, at) && !follows_date(text, at) && !follows_ideograph(text, at) {
        return None;
    }
    let tail = text.get(at..)?;
    let Some((hour, digits)) = short_number(tail) else { return military(text, at) };
    if let Some(clock) = with_letter(text, at, hour, digits) {
        return Some(clock);
    }
    let (mut minute, mut length) = (None, digits);
    let mut dotted = false;
    if let Some((number, 2)) = tail.get(length..)?.strip_prefix([':', '：']).and_then(short_number) {
        let colon = if tail.get(length..)?.starts_with(':') { 1 } else { '：'.len_utf8() };
        (minute, length) = (Some(number), length + colon + 2);
        if let Some((0..60, 2)) = tail.get(length..)?.strip_prefix(':').and_then(short_number) {
            length += 3;
            length += fraction(tail.get(length..)?);
        }
    } else if let Some((number, 2)) = tail.get(length..)?.strip_prefix('.').and_then(short_number) {
        (minute, length, dotted) = (Some(number), length + 3, true);
    }
    let half = half(tail.get(length..)?);
    length += half.map_or(0, |(_, taken)| taken);
    let rest = tail.get(length..)?;
    let uhr = rest
        .strip_prefix([' ', '\u{a0}', '\u{202f}'])
        .is_some_and(|rest| starts_word(rest, "Uhr") || starts_word(rest, "uur"));
    // `6 Uhr 20`
    if uhr
        && minute.is_none()
        && let Some(behind) = rest.get(1..).map(str::trim_start).and_then(|rest| rest.strip_prefix("Uhr "))
        && let Some((number @ 0..60, 2)) = short_number(behind)
        && !behind.get(2..)?.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | '%'))
    {
        let length = tail.len() - behind.len() + 2;
        return (hour < 24).then(|| Clock {
            range: at..at + length,
            minute: hour * 60 + number,
            has_half: true,
        });
    }
    let hour = match half {
        Some((afternoon, _)) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        // `14:15pm` and `00:30 AM` say the half of the day twice.
        Some(_) if minute.is_some() && hour < 24 && !dotted => hour,
        Some(_) => return None,
        None => hour,
    };
    // `10.00` is a number unless something makes it a time.
    if dotted
        && half.is_none()
        && !uhr
        && !is_clock(text, &(at..at + length), last.map(|last| last.range.end))
    {
        return None;
    }
    let whole = minute.is_some() || half.is_some() || uhr;
    if hour > 24 || !whole || minute.is_some_and(|minute| minute > 59) {
        return None;
    }
    // `14:05 hrs` is a time; `1:30 hrs` may be a length unless a zone follows.
    let sure = half.is_some() || hour > 12 || zone_behind(text, at + length).is_some();
    let before = text.get(..at).unwrap_or_default().trim_end();
    let spelled = HALVES.iter().find(|(word, _)| before.ends_with(word)).filter(|_| half.is_none());
    let hour = match spelled {
        Some((_, true)) if hour < 12 => hour + 12,
        Some((_, false)) if hour == 12 => 0,
        _ => hour,
    };
    ends(rest, sure).then(|| Clock {
        range: at..at + length,
        minute: hour * 60 + minute.unwrap_or(0),
        has_half: half.is_some() || spelled.is_some(),
    })
}

/// How long the fraction of a second is that a text starts with: `.123`, `,123`.
fn fraction(text: &str) -> usize {
    let digits =
        text.strip_prefix(['.', ',']).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    if (3..=9).contains(&digits) { digits + 1 } else { 0 }
}

/// Whether a text starts with a word and the word ends there.
fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Words before a number that make `10h30` a time of day and not a length.
#[rustfmt::skip]
const BEFORE_CLOCK: &[&str] = &[
    "à", "às", "as", "vers", "entre", "et", "e", "dès", "depuis", "desde", "até", "jusqu", "at", "from", "to",
    "until", "till", "between", "and", "by", "around", "las", "la", "de", "das", "a",
];

/// `10h30`, `14 h 05`, and `à 18h`.
fn with_letter(text: &str, at: usize, hour: i32, digits: usize) -> Option<Clock> {
    let tail = text.get(at + digits..)?;
    let (gap, rest) = match tail.strip_prefix([' ', '\u{a0}', '\u{202f}']) {
        Some(rest) => (tail.len() - rest.len(), rest),
        None => (0, tail),
    };
    let rest = rest.strip_prefix('h')?;
    let second_gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let minute = rest.get(second_gap.min(gap)..).and_then(short_number).filter(|(_, digits)| *digits == 2);
    let last = text.get(..at).and_then(|before| words(before).last());
    let close = |range: &Range<usize>| {
        text.get(range.end..at).is_some_and(|gap| gap.trim_matches(['\'', '’']).trim().is_empty())
    };
    let led = last.is_some_and(|(range, word)| {
        close(&range) && BEFORE_CLOCK.iter().any(|known| word.eq_ignore_ascii_case(known))
    });
    let (minute, length) = match minute {
        Some((minute @ 0..60, _)) if digits == 2 || led => (minute, gap + 1 + second_gap.min(gap) + 2),
        None if digits == 2 && led && gap == 0 => (0, 1),
        _ => return None,
    };
    let after = text.get(at + digits + length..)?;
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (hour < 24 && !goes_on).then(|| Clock {
        range: at..at + digits + length,
        minute: hour * 60 + minute,
        has_half: true,
    })
}

/// Words before a time that say which half of the day it is in, and whether it is the second.
const HALVES: &[(&str, bool)] = &[
    ("午前", false),
    ("午後", true),
    ("上午", false),
    ("下午", true),
    ("凌晨", false),
    ("早上", false),
    ("晚上", true),
    ("中午", true),
];

/// `14時05分`, `午後3時15分`, `下午3点15分`, `午後3:15`.
fn ideographic_at(text: &str, at: usize) -> Option<Clock> {
    let before = text.get(..at)?;
    let tail = text.get(at..)?;
    let (hour, mut length) = short_number(tail)?;
    let sign = tail.get(length..)?.chars().next().filter(|c| matches!(c, '時' | '时' | '点' | '點'))?;
    length += sign.len_utf8();
    let half = HALVES.iter().find(|(word, _)| before.trim_end().ends_with(word));
    let rest = tail.get(length..)?;
    let mut minute = 0;
    if let Some((number @ 0..60, digits)) = short_number(rest) {
        (minute, length) = (number, length + digits);
        length += rest.get(digits..)?.strip_prefix('分').map_or(0, |_| '分'.len_utf8());
    } else if rest.starts_with('半') {
        (minute, length) = (30, length + '半'.len_utf8());
    } else if rest.starts_with(['間', '间', '代', '系']) || half.is_none() && matches!(sign, '点' | '點')
    {
        // A length, a decade, or a point of a list.
        return None;
    }
    let hour = match half {
        Some((_, true)) if hour < 12 => hour + 12,
        Some((_, false)) if hour == 12 => 0,
        _ => hour,
    };
    (hour <= 24).then(|| Clock { range: at..at + length, minute: hour * 60 + minute, has_half: true })
}

/// The `9` of `9 to 11 AM`.
fn bare_hour_before(text: &str, clock: &Clock, after: usize) -> Option<Clock> {
    let before = text.get(after..clock.range.start).filter(|_| clock.has_half)?;
    let trimmed = before.trim_end();
    let joiners = ["to", "and", "until", "till", "-", "–", "—"];
    let joiner = joiners.iter().find(|joiner| trimmed.ends_with(**joiner))?;
    let head = trimmed.strip_suffix(*joiner)?;
    let worded = joiner.bytes().all(|byte| byte.is_ascii_alphabetic());
    let head = if worded { head.strip_suffix(' ')?.trim_end() } else { head.trim_end() };
    let start = head
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let (hour @ 1..=12, digits) = short_number(head.get(start..)?)? else { return None };
    let at = after + start;
    let led = text.get(..at).and_then(|lead| words(lead).last()).is_some_and(|(_, word)| {
        ["from", "between", "around", "about"].iter().any(|known| word.eq_ignore_ascii_case(known))
    });
    // `1 - 10:00 AM` is an item with its number.
    let has_minutes = text.get(clock.range.clone())?.contains([':', '.']) && !led;
    let plain = start + digits == head.len() && starts_number(text, at) && (led || !has_minutes);
    (plain && (led || *joiner != "and")).then(|| Clock {
        range: at..at + digits,
        minute: hour * 60,
        has_half: false,
    })
}

/// Whether a character of a script without spaces stands before a byte.
fn follows_ideograph(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_ideographic)
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
    if dotted {
        // `p. m.`
        next(b" ");
    }
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
    let goes_on = first.is_some_and(|c| c.is_alphanumeric() && !is_ideographic(c) || c == '%' || c == '_')
        || matches!(first, Some(':' | '.' | '/')) && second.is_some_and(|c| c.is_ascii_digit());
    let unit = || {
        let word = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        UNITS.iter().any(|unit| word.eq_ignore_ascii_case(unit))
    };
    !goes_on && (has_half || !unit())
}

/// `0630 UTC`, `1830 hrs`, `0900hrs`, `1405Z`: four digits count only with what follows.
fn military(text: &str, at: usize) -> Option<Clock> {
    let tail = text.get(at..)?;
    let digits = tail.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = tail.get(4..)?;
    let spaced = rest.strip_prefix(' ').unwrap_or(rest);
    // A year stands before `EST` in `12 May 2022 EST`, but none is written `0630`.
    let year = digits.starts_with("19") || digits.starts_with("20");
    let zone = rest.starts_with([' ', 'Z'])
        && zone_behind(text, at + 4).is_some_and(|zone| {
            zone.range.start <= at + 5 && (!year || matches!(zone.written.as_str(), "UTC" | "GMT" | "hrs"))
        });
    if !zone && !starts_word(spaced, "hrs") && !starts_word(spaced, "hours") && !starts_word(rest, "h") {
        return None;
    }
    let (hour, minute) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    // `0900 hours` is a time, `1200 hours` an amount.
    let amount = starts_word(spaced, "hours") && !digits.starts_with('0');
    (hour < 24 && minute < 60 && !amount).then(|| Clock {
        range: at..at + 4,
        minute: hour * 60 + minute,
        has_half: true,
    })
}

/// How many minutes may lie between two times that a text joins to a span, as `10:00 to 11:30` and
/// `between 10:00 and 11:30` do; empty where it does not join them, or parts them by a date.
pub fn spans_between(text: &str, first: &Clock, second: &Clock) -> Vec<i32> {
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
            ("障害10:00 10:15。", vec![("10:00", 600), ("10:15", 615)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for (text, expected) in [
            ("14:15pm", vec![("14:15pm", 855)]),
            ("13:00:56: the site is down", vec![("13:00:56", 780)]),
            ("10h30", vec![("10h30", 630)]),
            ("de 9h15 à 18h", vec![("9h15", 555), ("18h", 1080)]),
            ("entre 14 h 05 et 14 h 50", vec![("14 h 05", 845), ("14 h 50", 890)]),
            ("um 14.05 Uhr, dann 16 Uhr", vec![("14.05", 845), ("16", 960)]),
            ("between 21.50 and 03.20 the next day", vec![("21.50", 1310), ("03.20", 200)]),
            ("the load rose from 10.50 to 12.30", vec![]),
            ("from 10.00 UTC to 10.30am", vec![("10.00", 600), ("10.30am", 630)]),
            ("a las 3:15 p. m.", vec![("3:15 p. m.", 915)]),
            ("午後3時15分に検知、14時05分に復旧", vec![("3時15分", 195 + 720), ("14時05分", 845)]),
            ("下午3点半", vec![("3点半", 930)]),
            ("at 0900hrs", vec![("0900", 540)]),
            ("14：05", vec![("14：05", 845)]),
            ("between 9 and 11:00 AM", vec![("9", 540), ("11:00 AM", 660)]),
            ("from noon until midnight", vec![("noon", 720), ("midnight", 0)]),
            ("von 9.15 bis 10.45 Uhr", vec![("9.15", 555), ("10.45", 645)]),
            ("from 10.00 to 12.40 (EEST)", vec![("10.00", 600), ("12.40", 760)]),
            ("desde las 12.00 hasta las 13.25", vec![("12.00", 720), ("13.25", 805)]),
            ("kl. 9.05", vec![("9.05", 545)]),
            ("van 14.05 tot 15.35 uur", vec![("14.05", 845), ("15.35", 935)]),
            ("um 6 Uhr 20", vec![("6 Uhr 20", 380)]),
            ("1405Z, 1535 CET", vec![("1405", 845), ("1535", 935)]),
            ("at 14:05:33.120 and", vec![("14:05:33.120", 845)]),
            ("14:05 hrs IST", vec![("14:05", 845)]),
            ("下午2:05", vec![("2:05", 845)]),
            ("at half past two in the afternoon", vec![("half past two", 870)]),
            ("at 6 in the morning", vec![("6", 360)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "24時間",
            "version 10.00",
            "took 1h30",
            "1 - a 5 PMs",
            "the midnight build",
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
            "upgraded from 18.04 to 20.04",
            "load rose from 10.15 to 12.40",
            "from 10.15 ms",
            "sold at 12.40 euro",
            "until half past five",
            "one of six in the morning shift",
            "12 May 2022 EST",
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
