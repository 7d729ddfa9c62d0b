//! Zones as running text names them.

use super::words;
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

/// Zones that have a name of words, the part before `Time` in lower case, and how the model calls them.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("greenwich mean", "GMT"), ("coordinated universal", "UTC"), ("universal", "UTC"), ("utc", "UTC"),
    ("gmt", "GMT"), ("pacific standard", "PST"), ("pacific daylight", "PDT"),
    ("pacific", "America/Los_Angeles"), ("us pacific", "America/Los_Angeles"),
    ("mountain standard", "MST"), ("mountain daylight", "MDT"), ("mountain", "America/Denver"),
    ("central daylight", "CDT"), ("us central", "America/Chicago"), ("eastern standard", "EST"),
    ("eastern daylight", "EDT"), ("eastern", "America/New_York"), ("us eastern", "America/New_York"),
    ("west africa", "WAT"), ("west african", "WAT"), ("west central africa", "WAT"),
    ("west central africa standard", "WAT"), ("west africa standard", "WAT"), ("east africa", "EAT"),
    ("east african", "EAT"), ("east africa standard", "EAT"), ("central africa", "CAT"),
    ("central african", "CAT"), ("south africa standard", "SAST"), ("south african standard", "SAST"),
    ("central european", "Europe/Berlin"), ("central european standard", "CET"),
    ("central european summer", "CEST"), ("eastern european", "EET"), ("eastern european summer", "EEST"),
    ("western european", "WET"), ("british summer", "+01:00"), ("irish standard", "Europe/Dublin"),
    ("moscow", "Europe/Moscow"), ("moscow standard", "MSK"), ("india standard", "Asia/Kolkata"),
    ("indian standard", "Asia/Kolkata"), ("pakistan standard", "PKT"), ("singapore", "SGT"),
    ("singapore standard", "SGT"), ("hong kong", "HKT"), ("china standard", "Asia/Shanghai"),
    ("beijing", "Asia/Shanghai"), ("japan standard", "JST"), ("korea standard", "KST"),
    ("philippine standard", "PHT"), ("australian eastern standard", "AEST"),
    ("australian eastern daylight", "AEDT"), ("australian western standard", "AWST"),
    ("new zealand standard", "NZST"), ("brasilia", "America/Sao_Paulo"), ("brasília", "America/Sao_Paulo"),
    ("argentina", "ART"), ("atlantic daylight", "ADT"), ("alaska standard", "AKST"), ("alaska", "AKST"),
    ("hawaii", "HST"), ("hawaii standard", "HST"), ("london", "Europe/London"), ("berlin", "Europe/Berlin"),
    ("paris", "Europe/Paris"), ("amsterdam", "Europe/Amsterdam"), ("new york", "America/New_York"),
    ("tokyo", "Asia/Tokyo"), ("sydney", "Australia/Sydney"), ("nairobi", "Africa/Nairobi"),
    ("lagos", "Africa/Lagos"), ("cairo", "Africa/Cairo"), ("kigali", "Africa/Kigali"),
    ("johannesburg", "Africa/Johannesburg"), ("atlantic", ""), ("atlantic standard", ""), ("central", ""),
    ("central standard", ""), ("arabian standard", ""),
];

/// Names of zones as languages other than English write them.
#[rustfmt::skip]
const FOREIGN: &[(&str, &str)] = &[
    ("日本時間", "JST"), ("日本标准时间", "JST"), ("北京时间", "Asia/Shanghai"), ("北京時間", "Asia/Shanghai"),
    ("中国标准时间", "Asia/Shanghai"), ("heure de paris", "Europe/Paris"),
    ("hora de brasília", "America/Sao_Paulo"), ("horário de brasília", "America/Sao_Paulo"),
    ("horario de brasilia", "America/Sao_Paulo"), ("deutscher zeit", "Europe/Berlin"),
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
    let spoken = [" Uhr", " hrs", "hrs", " hours", " noon", " midday", " midnight"];
    let rest = spoken.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let from = text.len() - rest.len();
    if let Some(after) = rest.strip_prefix(['Z', 'z']) {
        let ends = !after.starts_with(char::is_alphanumeric);
        return ends.then(|| named(from..from + 1, "UTC", Some(Zone::utc())));
    }
    let opened = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '(', ')', '[', ',', '*']);
    if rest.len() - opened.len() > 3 {
        return None;
    }
    let start = text.len() - opened.len();
    let direct = start == from;
    zone_at(text, start, direct).or_else(|| {
        // `10:00 in UTC`
        let rest = opened.strip_prefix("in ")?;
        zone_at(text, text.len() - rest.len(), false)
    })
}

/// The one zone that a remark or heading names: `All times are in UTC`, `Timeline (PST)`,
/// `Events, in Greenwich Mean Time`. Nothing where it names none, or several.
pub fn named_zone(text: &str) -> Option<NamedZone> {
    let mut found: Option<NamedZone> = None;
    let mut rest = 0;
    while let Some(at) = text.get(rest..).and_then(|tail| tail.find(starts_zone)) {
        let at = rest + at;
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let begins =
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '*' | '/' | ':'));
        let zone = begins.then(|| zone_at(text, at, false)).flatten();
        rest = match &zone {
            Some(zone) => zone.range.end,
            None => {
                at + text.get(at..)?.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - at).max(1)
            }
        };
        while !text.is_char_boundary(rest) {
            rest += 1;
        }
        match (&found, zone) {
            (Some(known), Some(zone)) if known.zone != zone.zone => return None,
            (None, Some(zone)) => found = Some(zone),
            _ => {}
        }
    }
    found.or_else(|| {
        let lower = text.to_lowercase();
        let (name, zone) = FOREIGN.iter().find(|(name, _)| lower.contains(name))?;
        let at = lower.find(name).filter(|_| lower.len() == text.len())?;
        Some(named(at..at + name.len(), text.get(at..at + name.len())?, known(zone)))
    })
}

fn starts_zone(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '+' | '\u{2212}')
}

fn named(range: Range<usize>, written: &str, zone: Option<Zone>) -> NamedZone {
    NamedZone { range, written: written.to_owned(), zone }
}

/// The zone of a name, where one zone only is called so. The nearest name of others is not looked for.
fn known(name: &str) -> Option<Zone> {
    Zone::looks_like_zone(name).then(|| Zone::parse(name).ok())?
}

/// The zone that starts at a byte; `behind` where a time of day ends right there.
fn zone_at(text: &str, at: usize, behind: bool) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    if let Some(zone) = worded(text, at) {
        return Some(zone);
    }
    let word = rest.split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_'))).next()?;
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

/// `Pacific Time`, `West Central Africa Standard Timezone`; the abbreviation in brackets behind it, which
/// says the same in short.
fn worded(text: &str, at: usize) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    let mut name = String::new();
    for (count, (range, word)) in words(rest).take(7).enumerate() {
        let gap = rest.get(..range.start)?;
        if count == 0 && range.start > 0 || gap.ends_with(['.', ';', ':', ')', '(']) {
            return None;
        }
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "time" | "timezone" | "zone") && !name.is_empty() {
            let (_, zone) = NAMES.iter().find(|(known, _)| *known == name)?;
            let mut end = range.end;
            if lower == "time" && rest.get(end..)?.to_lowercase().starts_with(" zone") {
                end += " zone".len();
            }
            let zone = known(zone);
            let short = rest.get(end..)?.trim_start().strip_prefix('(');
            if let Some((short, _)) = short.and_then(|short| short.split_once(')'))
                && Zone::looks_like_zone(short)
            {
                let start = at + end + rest.get(end..)?.find(short)?;
                let zone = zone.or_else(|| known(short));
                return Some(named(start..start + short.len(), short, zone));
            }
            return Some(named(at..at + end, rest.get(..end)?, zone));
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(&lower);
    }
    None
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
        ] {
            let found = zone_behind(text, 5).map(|zone| {
                let label = zone.zone.map_or_else(String::new, |zone| zone.label().to_owned());
                (zone.written, label)
            });
            assert_eq!(found, Some((written.to_owned(), label.to_owned())), "{text}");
        }
        for text in ["10:00 to 11:00", "10:00 - 11:00", "10:00-11:00", "10:00 GET", "10:00. PST", "10:00 eat"]
        {
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
