//! Zones as running text names them.

use super::words;
use crate::model::Zone;

/// Words that stand before `time` and name no place.
#[rustfmt::skip]
const NO_PLACES: &[&str] = &[
    "local", "start", "end", "response", "recovery", "detection", "resolution", "real", "lead", "first",
    "this", "that", "the", "what", "which", "each", "every", "some", "any", "same", "event", "date", "total",
    "last",
];

/// Whether a text names a zone: `UTC`, `10:00Z`, `+02:00`, `Europe/Berlin`, `Pacific time`.
pub(in crate::lint) fn names_zone(text: &str) -> bool {
    let parts =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '*' | '`' | '"' | '|');
    text.split(parts).map(|word| word.trim_matches(['.', ':', '\''])).any(is_zone) || names_place(text)
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
