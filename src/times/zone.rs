//! Zones as running text names them.

use super::place::{foreign_at, worded};
use super::{clocks, is_ideographic, words};
use crate::model::Zone;
use std::ops::Range;

/// A zone that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedZone {
    /// Where it stands, without brackets around it.
    pub range: Range<usize>,
    /// As written: `PST`, `GMT +1`, `Pacific Time`.
    pub written: String,
    /// What it is, where only one zone is called that.
    pub zone: Option<Zone>,
}

/// Words that stand before `time` and name no place.
#[rustfmt::skip]
const NO_PLACES: &[&str] = &[
    "local", "start", "end", "response", "recovery", "detection", "resolution", "real", "lead", "first",
    "this", "that", "the", "what", "which", "each", "every", "some", "any", "same", "event", "date", "total",
    "last",
];

/// Abbreviations that no text means otherwise, so that they count in small letters behind a time too.
const PLAIN: &[&str] = &[
    "utc", "gmt", "pst", "pdt", "cst", "cdt", "est", "edt", "cet", "cest", "ist", "bst", "jst", "wat", "msk",
    "sast", "aest", "wib",
];

/// Whether a text names a zone: `UTC`, `10:00Z`, `+02:00`, `Europe/Berlin`, `Pacific time`.
pub fn names_zone(text: &str) -> bool {
    let parts =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '*' | '`' | '"' | '|');
    text.split(parts).map(|word| word.trim_matches(['.', ':', '\''])).any(is_zone) || names_place(text)
}

/// The zone that stands right behind a time of day which ends at a byte: `10:00 PST`, `10:00 (UTC+1)`,
/// `3 PM Eastern time`, `10:00Z`.
pub fn zone_behind(text: &str, at: usize) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    // `10:00 Uhr MEZ`, `12:00 noon, West Africa Time`.
    let mut rest = rest;
    for word in [
        " Uhr",
        " hrs",
        "hrs",
        "h",
        " h",
        " hours",
        " noon",
        " midday",
        " midnight",
        " local time",
        " local",
        "ごろ",
        "頃",
        "左右",
        "から",
        "まで",
        "起",
        "止",
    ] {
        let ended = |after: &&str| !after.starts_with(char::is_alphanumeric);
        rest = rest.strip_prefix(word).filter(ended).unwrap_or(rest);
    }
    let from = text.len() - rest.len();
    if let Some(after) = rest.strip_prefix(['Z', 'z']) {
        let ends = !after.starts_with(char::is_alphanumeric);
        return ends.then(|| named(from..from + 1, "UTC", Some(Zone::utc())));
    }
    let opened =
        rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '(', '（', ')', '[', ',', '，', '*', '·']);
    if rest.len() - opened.len() > 6 || opened.is_empty() {
        return None;
    }
    let start = text.len() - opened.len();
    let direct = start == from;
    let led = ["in ", "local time, ", "local time in ", "local, ", "hora ", "Ortszeit, "];
    zone_at(text, start, direct)
        .or_else(|| {
            // `10:00 in UTC`, `10:00 (local time, CET)`
            let rest = led.iter().find_map(|word| opened.strip_prefix(word))?;
            zone_at(text, text.len() - rest.len(), false)
        })
        .or_else(|| bracketed(text, from))
        .or_else(|| foreign_at(text, start))
}

/// The zone in the brackets right behind a byte: `10:00 (all times CET)`, `10:00 (hora de Quito, UTC-5)`.
fn bracketed(text: &str, at: usize) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    let inner = rest.trim_start().strip_prefix(['(', '（', '['])?;
    let (inner, _) = inner.split_once([')', '）', ']'])?;
    let start = text.len() - rest.trim_start().strip_prefix(['(', '（', '['])?.len();
    if inner.chars().count() > 48 || !clocks(inner).is_empty() {
        return None;
    }
    let zone = named_zone(inner)?;
    Some(NamedZone { range: start + zone.range.start..start + zone.range.end, ..zone })
}

/// The one zone that a remark or heading names: `All times are in UTC`, `Timeline (PST)`,
/// `Events, in Greenwich Mean Time`. Nothing where it names none, or several.
pub fn named_zone(text: &str) -> Option<NamedZone> {
    let mut found: Option<NamedZone> = None;
    let mut rest = 0;
    while let Some(at) = text.get(rest..).and_then(|tail| tail.find(starts_zone)) {
        let at = rest + at;
        let before = text.get(..at).unwrap_or_default();
        let begins = before.chars().next_back().is_none_or(|c| {
            c.is_whitespace()
                || is_ideographic(c)
                || matches!(c, '(' | '（' | '[' | ',' | '、' | '，' | '*' | '/' | ':' | '：')
        });
        let zone = begins.then(|| zone_at(text, at, false)).flatten();
        let tail = text.get(at..)?;
        let first = tail.chars().next().map_or(1, char::len_utf8);
        rest = match &zone {
            Some(zone) => zone.range.end,
            None if tail.starts_with(is_ideographic) => at + first,
            None => {
                let word = tail.find(|c: char| !c.is_alphanumeric() || is_ideographic(c));
                at + word.unwrap_or(tail.len()).max(first)
            }
        };
        match (&found, zone) {
            (Some(known), Some(zone)) if known.zone != zone.zone => {
                // `All times in UTC, PDT in brackets`: what all times are in was said.
                let led = text.get(..known.range.start).unwrap_or_default();
                let all = words(led).any(|(_, word)| word.eq_ignore_ascii_case("all"));
                return found.filter(|_| all);
            }
            (None, Some(zone)) => found = Some(zone),
            _ => {}
        }
    }
    found.or_else(|| {
        let begins = |at: &usize| {
            text.get(..*at)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() && !is_ideographic(c)))
        };
        let mut starts = text.char_indices().map(|(at, _)| at).filter(begins);
        starts.find_map(|at| foreign_at(text, at))
    })
}

fn starts_zone(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '+' | '\u{2212}')
}

pub(super) fn named(range: Range<usize>, written: &str, zone: Option<Zone>) -> NamedZone {
    NamedZone { range, written: written.to_owned(), zone }
}

/// The zone of a name, where one zone only is called so. The nearest name of others is not looked for.
pub(super) fn known(name: &str) -> Option<Zone> {
    Zone::looks_like_zone(name).then(|| Zone::parse(name).ok())?
}

/// The zone that starts at a byte; `behind` where a time of day ends right there.
fn zone_at(text: &str, at: usize, behind: bool) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    if let Some(zone) = worded(text, at) {
        return Some(zone);
    }
    let parts = |c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_')) || is_ideographic(c);
    let word = rest.split(parts).next()?;
    if word.is_empty() {
        // `+02:00`, `-0500`; what stands close behind a time may be the end of a range.
        let signed =
            rest.starts_with('+') || rest.starts_with(['-', '\u{2212}']) && behind && exact(text, at);
        let length = offset_length(rest).filter(|_| signed)?;
        let digits = rest.get(..length)?;
        let long = digits.chars().filter(char::is_ascii_digit).count() == 4;
        return long.then(|| named(at..at + length, digits, known(digits)));
    }
    let upper = !word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.len() >= 2;
    let plain = PLAIN.iter().any(|known| word.eq_ignore_ascii_case(known));
    if matches!(word.to_ascii_uppercase().as_str(), "UTC" | "GMT") {
        let after = rest.get(word.len()..)?;
        let gap = after.len() - after.trim_start_matches([' ', '\u{a0}']).len();
        let offset = after.get(gap..).and_then(offset_length).filter(|_| gap <= 1);
        // `UTC - 10:15` goes on to the next time.
        let taken = offset.and_then(|length| {
            let offset = after.get(gap..gap + length)?;
            let spaced = gap > 0 && offset.len() > 3;
            (!spaced || !offset.contains(':') || offset.starts_with('+')).then_some((offset, gap + length))
        });
        if let Some((offset, length)) = taken
            && let Some(zone) = known(&format!("UTC{offset}"))
        {
            let end = at + word.len() + length;
            return Some(named(at..end, text.get(at..end)?, Some(zone)));
        }
    }
    // `2 PM Pacific`
    let region = match word {
        "Pacific" => Some("America/Los_Angeles"),
        "Eastern" => Some("America/New_York"),
        _ => None,
    };
    if let Some(region) = region.filter(|_| !is_followed_by_name(rest, word.len())) {
        return Some(named(at..at + word.len(), word, known(region)));
    }
    let named_so = upper || plain || word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase());
    let region = match word {
        "US/Pacific" => "America/Los_Angeles",
        "US/Eastern" => "America/New_York",
        "US/Central" => "America/Chicago",
        "US/Mountain" => "America/Denver",
        _ => word,
    };
    if !named_so || !Zone::looks_like_zone(region) {
        return None;
    }
    Some(named(at..at + word.len(), word, known(region)))
}

/// Whether a name in capitals goes on: `Eastern Europe`, `Pacific Bell`.
fn is_followed_by_name(rest: &str, at: usize) -> bool {
    rest.get(at..)
        .is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase) || rest.starts_with(['-', '/']))
}

/// Whether the time that ends at a byte is exact enough for the number behind a hyphen to be its offset,
/// and not the end of a range: `13:47:00-07:00`, `T13:47-07:00`.
fn exact(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let clock = before.rsplit(|c: char| !(c.is_ascii_digit() || c == ':')).next().unwrap_or_default();
    let dated = before.strip_suffix(clock).is_some_and(|before| before.ends_with('T'));
    dated || clock.matches(':').count() == 2
}

/// How long the offset is that a text starts with: `+1`, `-04:00`, `+0530`.
fn offset_length(text: &str) -> Option<usize> {
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-' | '\u{2212}'))?.len_utf8();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text.get(sign..)?);
    let mut length = sign + hours;
    match hours {
        1 | 2 => {
            if let Some(rest) = text.get(length..)?.strip_prefix(':') {
                if digits(rest) != 2 {
                    return None;
                }
                length += 3;
            }
        }
        4 => {}
        _ => return None,
    }
    let goes_on = text.get(length..)?.starts_with(|c: char| c.is_alphanumeric() || c == ':');
    (!goes_on).then_some(length)
}

fn is_zone(word: &str) -> bool {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let Some((_, minutes)) = word.split_once(':') else { return word.len() == 5 && word.ends_with('Z') };
        return word.ends_with(['Z', 'z'])
            || minutes.contains('+')
            || minutes.get(2..).is_some_and(|zone| zone.len() >= 2 && Zone::looks_like_zone(zone))
                && !minutes.contains('-');
    }
    // Abbreviations count in capitals only: `eat` is no zone of East Africa. What is one letter, or
    // two that text is full of, needs a clock before it, which is not looked for here.
    let shaped = word.starts_with(['+', '-', '\u{2212}']) && word.len() >= 5
        || word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase())
        || word.len() >= 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && !word.bytes().any(|b| b.is_ascii_lowercase())
        || word.eq_ignore_ascii_case("utc")
        || word.eq_ignore_ascii_case("gmt");
    shaped && Zone::looks_like_zone(word)
}

/// `Pacific time`, `Central European Summer Time`.
fn names_place(text: &str) -> bool {
    let mut before: Option<(usize, &str)> = None;
    for (range, word) in words(text) {
        if word.eq_ignore_ascii_case("time")
            && before.is_some_and(|(end, place)| {
                // A heading `Timeline` above a table with a column `Time` is no place.
                let gap = text.get(end..range.start).unwrap_or_default();
                place.starts_with(char::is_uppercase)
                    && !NO_PLACES.iter().any(|known| known.eq_ignore_ascii_case(place))
                    && !gap.contains('|')
                    && gap.matches('\n').count() < 2
            })
        {
            return true;
        }
        before = Some((range.end, word));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_behind_a_time_is_read_as_written() {
        for (text, written, label) in [
            ("10:00 PST", "PST", "PST"),
            ("10:00 (EAT)", "EAT", "EAT"),
            ("10:00 GMT +1", "GMT +1", "+01:00"),
            ("10:00 UTC-4 to", "UTC-4", "-04:00"),
            ("10:00 utc", "utc", "UTC"),
            ("10:00Z", "UTC", "UTC"),
            ("10:00+02:00", "+02:00", "+02:00"),
            ("10:00 Pacific Time", "Pacific Time", "America/Los_Angeles"),
            ("10:00 Eastern time, the", "Eastern time", "America/New_York"),
            ("10:00 West Central Africa Standard Timezone", "West Central Africa Standard Timezone", "WAT"),
            ("10:00 Central African Time (CAT) here", "CAT", "CAT"),
            ("10:00 US/Pacific", "US/Pacific", "America/Los_Angeles"),
            ("10:00 in Europe/Berlin", "Europe/Berlin", "Europe/Berlin"),
            ("10:00 (AST)", "AST", ""),
            ("10:00 (local, CET)", "CET", "CET"),
            ("10:00 local time (EEST)", "EEST", "EEST"),
            ("10:00 (all times in JST)", "JST", "JST"),
            ("10:00 (hora de Quito, UTC-5)", "UTC-5", "-05:00"),
            ("10:00 (heure de Paris)", "heure de Paris", "Europe/Paris"),
            ("10:00, horário de Brasília", "horário de Brasília", "America/Sao_Paulo"),
            ("10:00 hora de Lima", "hora de Lima", "America/Lima"),
            ("10:00（北京时间）", "北京时间", "Asia/Shanghai"),
            ("10:00まで（JST）", "JST", "JST"),
            ("10:00 Uhr MESZ", "MESZ", "MESZ"),
            ("10:00h CET", "CET", "CET"),
            ("10:00 Pacific", "Pacific", "America/Los_Angeles"),
            ("10:00 Stockholm time", "Stockholm time", "Europe/Stockholm"),
        ] {
            let found = zone_behind(text, 5).map(|zone| {
                let label = zone.zone.map_or_else(String::new, |zone| zone.label().to_owned());
                (zone.written, label)
            });
            assert_eq!(found, Some((written.to_owned(), label.to_owned())), "{text}");
        }
        for text in [
            "10:00 to 11:00",
            "10:00 - 11:00",
            "10:00-11:00",
            "10:00 GET",
            "10:00. PST",
            "10:00 eat",
            "10:00 (09:00 UTC)",
            "10:00 Eastern Europe",
            "10:00 à l'heure de midi",
        ] {
            assert_eq!(zone_behind(text, 5), None, "{text}");
        }
    }

    #[test]
    fn a_remark_names_its_zone() {
        let read = |text: &str| named_zone(text).map(|zone| zone.written);
        assert_eq!(read("All times are in UTC."), Some("UTC".to_owned()));
        assert_eq!(read("Timeline (all in Greenwich Mean Time)"), Some("Greenwich Mean Time".to_owned()));
        assert_eq!(read("Date and Time in CET"), Some("CET".to_owned()));
        assert_eq!(read("Times (UTC+02:00)"), Some("UTC+02:00".to_owned()));
        assert_eq!(read("時刻は日本時間"), Some("日本時間".to_owned()));
        assert_eq!(read("時刻はJSTです"), Some("JST".to_owned()));
        assert_eq!(read("(all Central Time, CDT before midnight)"), Some("Central Time".to_owned()));
        for text in ["UTC and PST", "Start Time", "no zone", "local time"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn zones_are_known_however_they_are_written() {
        for text in [
            "10:00 UTC",
            "all times in CST",
            "(PST)",
            "10:00Z",
            "10:00+02:00",
            "at 10:00 +0200",
            "in Europe/Berlin",
            "10:00 Pacific time",
            "Central European Summer Time",
            "times are utc.",
            "UTC-4",
            "1000Z",
            "Central European\r\nTime",
        ] {
            assert!(names_zone(text), "{text}");
        }
        for text in [
            "## Timeline\n\n| Time | What |",
            "| Action | Time |",
            "10:00",
            "Start Time: 10:00",
            "local time",
            "we eat at 10",
            "A and Z",
            "10:00-11:00",
            "GET /a/b",
        ] {
            assert!(!names_zone(text), "{text}");
        }
    }
}
