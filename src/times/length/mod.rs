//! Lengths of time: `2 hours`, `an hour and a half`, `1h 15m`, `45-minute`, `within the hour`.

mod names;

use super::{is, words};
use foldhash::fast::FixedState;
use names::{
    ARTICLES, FILLERS, FOREIGN_HALVES, FOREIGN_NUMBERS, FOREIGN_UNITS, IDEOGRAPHIC_UNITS, NUMBERS, TENS,
    UNITS,
};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// How a length bounds what it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It is that long.
    Exactly,
    /// `about`, `nearly`.
    About,
    /// `more than`, `over`.
    AtLeast,
    /// `less than`, `up to`.
    AtMost,
    /// `within`.
    Within,
}

/// A length of time in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Length {
    /// Where it stands, without what bounds it.
    pub range: Range<usize>,
    /// Where it starts with what bounds it.
    pub from: usize,
    /// How long it is, in seconds.
    pub seconds: f64,
    /// The step in which it was told, in seconds: a length of whole hours is rounded to hours.
    pub step: f64,
    /// How it bounds.
    pub bound: Bound,
    /// The last word before it that is not part of how it bounds, in the text.
    pub before: Option<Range<usize>>,
}

type Word<'a> = (Range<usize>, &'a str);

/// All lengths of time in a text. Those of a range, such as `2 to 3 hours`, are left out.
pub fn lengths(text: &str) -> Vec<Length> {
    let words: Vec<Word<'_>> = words(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let may_start = words.get(at).is_some_and(|(_, word)| may_start(word));
        match may_start.then(|| length_at(text, &words, at)).flatten() {
            Some((length, next)) => {
                found.extend(length);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The words that a length may start with, in small letters.
static STARTS: LazyLock<HashSet<&'static str, FixedState>> = LazyLock::new(|| {
    let numbers = [NUMBERS, FOREIGN_NUMBERS, TENS].into_iter().flatten().map(|(name, _)| *name);
    let halves = FOREIGN_HALVES.iter().filter_map(|(way, _)| way.first()).copied();
    numbers.chain(halves).chain(ARTICLES.iter().copied()).chain(["half", "the"]).collect()
});

/// Whether a length may start with a word: few words do, and reading on is only worth it for them.
fn may_start(word: &str) -> bool {
    if word.bytes().any(|byte| byte.is_ascii_digit()) || word.ends_with(['½', '¼', '¾']) {
        return true;
    }
    // No such word is longer than `dreiviertelstunde`.
    let mut lower = [0; 24];
    match lower.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).is_ok_and(|word| STARTS.contains(word))
        }
        Some(_) => STARTS.contains(word.to_lowercase().as_str()),
        None => false,
    }
}

/// The length that starts at a word, unless it belongs to a range, and the word after it.
fn length_at(text: &str, words: &[Word<'_>], at: usize) -> Option<(Option<Length>, usize)> {
    let (mut seconds, mut step, mut next) = part_at(text, words, at)?;
    // `2 hours and 45 minutes`, `1h 15m`: each further part is of a smaller unit.
    loop {
        let and = |(_, word): &Word<'_>| {
            ["and", "et", "y", "und", "e"].iter().any(|and| word.eq_ignore_ascii_case(and))
        };
        let skipped = usize::from(words.get(next).is_some_and(and));
        let Some((more, smaller, after)) = part_at(text, words, next + skipped) else { break };
        let (Some((last, _)), Some((first, _))) = (words.get(next - 1), words.get(next + skipped)) else {
            break;
        };
        let gap = text.get(last.end..first.start).unwrap_or_default();
        // `1 hr. 30 min.`
        let short =
            words.get(next - 1).is_some_and(|(_, unit)| matches!(*unit, "hr" | "hrs" | "h" | "std" | "Std"));
        let stops = gap.contains([';', '(', '\n']) || gap.contains('.') && !short;
        if smaller >= step || more >= step || stops && !gap.contains(", ") {
            break;
        }
        (seconds, step, next) = (seconds + more, smaller, after);
    }
    let (first, last) = (words.get(at)?.0.clone(), words.get(next - 1)?.0.clone());
    let part_of_range = at > 0 && {
        let (before, word) = words.get(at - 1)?;
        let gap = text.get(before.end..first.start)?;
        let numeric = |at: usize| words.get(at).is_some_and(|(_, word)| number(word).is_some());
        matches!(gap.trim(), "-" | "–" | "—" | "/" | "." | ":" | ",") && number(word).is_some()
            || matches!(*word, "to" | "or" | "and") && at > 1 && numeric(at - 2)
    };
    if part_of_range {
        return Some((None, next));
    }
    let (bound, from, before) = bound(text, words, at);
    let range = first.start..last.end;
    Some((Some(Length { range, from: from.min(first.start), seconds, step, bound, before }), next))
}

/// Seconds, step, and the word after a number with its unit.
fn part_at(text: &str, words: &[Word<'_>], at: usize) -> Option<(f64, f64, usize)> {
    let (range, word) = words.get(at)?;
    // `1d 2h`, but not `3d`, which may be anything.
    let goes_on = || words.get(at + 1).is_some_and(|(_, next)| joined(next).is_some());
    let day = |(_, step): &(f64, f64)| *step < 86400.0 || !word.ends_with(['d', 'D']) || goes_on();
    if let Some(found) = joined(word).filter(day).or_else(|| ideographic(word)) {
        return Some((found.0, found.1, at + 1));
    }
    if let Some((seconds, next)) = quarters(words, at).or_else(|| foreign_half(words, at)) {
        return Some((seconds, 900.0, next));
    }
    if let Some(found) = hours_and_minutes(text, words, at) {
        return Some((found, 60.0, at + 1));
    }
    if word.eq_ignore_ascii_case("half") {
        // `half an hour`, `half-hour`
        let article = words.get(at + 1).is_some_and(|(_, word)| matches!(*word, "a" | "an"));
        let step = unit(words.get(at + 1 + usize::from(article))?.1)? / 2.0;
        return Some((step, step, at + 2 + usize::from(article)));
    }
    if word.eq_ignore_ascii_case("the") {
        // `within the hour`
        let within = at > 0 && words.get(at - 1)?.1.eq_ignore_ascii_case("within");
        return (within && words.get(at + 1)?.1.eq_ignore_ascii_case("hour")).then_some((
            3600.0,
            3600.0,
            at + 2,
        ));
    }
    let (mut value, mut next) = (number(word)?, at + 1);
    let mut fraction = 1.0;
    let adjacent = |next: usize, sign: &str| {
        let (before, after) = (words.get(next - 1)?, words.get(next)?);
        (text.get(before.0.end..after.0.start)? == sign).then_some(after.1)
    };
    // A comma is a decimal one only before a unit of a language that writes it so.
    let comma = words.get(next + 1).is_some_and(|(_, word)| foreign_unit(word).is_some());
    let decimals = adjacent(next, ".").or_else(|| adjacent(next, ",").filter(|_| comma));
    if let (true, Some(decimals)) = (word.bytes().all(|b| b.is_ascii_digit()), decimals) {
        let places = i32::try_from(decimals.len()).ok()?;
        value += decimals.parse::<u16>().ok().map(f64::from)? / 10f64.powi(places);
        (fraction, next) = (0.1, next + 1);
    } else if let (Some((_, tens)), Some(ones)) =
        (TENS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)), adjacent(next, "-").and_then(number))
        && ones < 10.0
    {
        (value, next) = (tens + ones, next + 1);
    }
    if let Some(after) = half_after(words, next) {
        (value, fraction, next) = (value + 0.5, 0.5, after);
    }
    let (place, name) = words.get(next)?;
    let step = unit(name)?;
    let gap = text.get(words.get(next - 1)?.0.end..place.start)?;
    // `m` and `s` alone are metres or anything; `1.5 h` is a length.
    let alone = name.len() == 1 && !name.eq_ignore_ascii_case("h");
    if alone || !matches!(gap, " " | "-" | "\u{a0}" | "\u{202f}" | "\n" | "‑") || range.end > place.start {
        return None;
    }
    next += 1;
    if let Some(after) = half_after(words, next)
        && words.get(after).is_none_or(|(_, word)| unit(word).is_none())
    {
        // `an hour and a half`
        (value, fraction, next) = (value + 0.5, 0.5, after);
    }
    Some((value * step, step * fraction, next))
}

/// `a quarter of an hour`, `three quarters of an hour`; the word after it.
fn quarters(words: &[Word<'_>], at: usize) -> Option<(f64, usize)> {
    let one_of = |at: usize, names: &[&str]| {
        words.get(at).is_some_and(|(_, word)| names.iter().any(|name| is(word, name)))
    };
    if !one_of(at + 1, &["quarter", "quarters"]) {
        return None;
    }
    let count = match at {
        _ if one_of(at, &["a", "one"]) => 1.0,
        _ if one_of(at, &["three"]) => 3.0,
        _ => return None,
    };
    let mut next = at + 2;
    while one_of(next, &["of", "an", "a"]) {
        next += 1;
    }
    (next > at + 2 && one_of(next, &["hour"])).then_some((count * 900.0, next + 1))
}

/// Halves and quarters of hours in other languages: `une heure et demie`, `hora y media`, `halbe Stunde`.
fn foreign_half(words: &[Word<'_>], at: usize) -> Option<(f64, usize)> {
    let article = |word: &str| ARTICLES.iter().any(|article| is(word, article));
    let from = at + usize::from(words.get(at).is_some_and(|(_, word)| article(word)));
    let (way, hours) = FOREIGN_HALVES.iter().find(|(way, _)| {
        way.iter()
            .enumerate()
            .all(|(offset, name)| words.get(from + offset).is_some_and(|(_, word)| is(word, name)))
    })?;
    Some((hours * 3600.0, from + way.len()))
}

/// `and a half` or `and half`; the word after it.
fn half_after(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = |at: usize| words.get(at).map(|(_, word)| *word);
    match (word(at)?, word(at + 1)?, word(at + 2)) {
        ("and", "half", _) => Some(at + 2),
        ("and", "a", Some("half")) => Some(at + 3),
        _ => None,
    }
}

/// `1h30`: a length behind words that tell how long; elsewhere a time of day.
fn hours_and_minutes(text: &str, words: &[Word<'_>], at: usize) -> Option<f64> {
    let (range, word) = words.get(at)?;
    let (hours, minutes) = word.split_once(['h', 'H'])?;
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let short = word.len() == 4 && minutes < 60;
    // What the times of day take for one of theirs is none.
    let clock = super::clocks(text).iter().any(|clock| clock.range.start == range.start);
    (short && !clock).then(|| f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0)
}

/// `2時間30分`, `约90分钟`: units that stand behind their numbers without a space. What is joined to
/// `時` without `間` is a time of day.
fn ideographic(word: &str) -> Option<(f64, f64)> {
    let from = word.find(|c: char| c.is_ascii_digit())?;
    let mut rest = word.get(from..)?;
    let (mut seconds, mut step) = (0.0, f64::INFINITY);
    while rest.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (value, tail) = rest.split_at_checked(digits).filter(|_| digits <= 4)?;
        let (name, smaller) = IDEOGRAPHIC_UNITS.iter().find(|(name, _)| tail.starts_with(name))?;
        let bare = *name == "分" && step.is_infinite() && !tail.starts_with("分の");
        if *smaller >= step || bare && word.get(..from).is_some_and(|before| before.ends_with(['時', '点']))
        {
            return None;
        }
        seconds += f64::from(value.parse::<u16>().ok()?) * smaller;
        (step, rest) = (*smaller, tail.get(name.len()..)?);
        if let Some(after) = rest.strip_prefix('半') {
            (seconds, rest) = (seconds + smaller / 2.0, after);
        }
    }
    (seconds > 0.0).then_some((seconds, step))
}

/// `90min`, `1h`, `1h15m`.
fn joined(word: &str) -> Option<(f64, f64)> {
    // ISO 8601 calls them `PT1H30M`.
    let mut rest = word.strip_prefix("PT").unwrap_or(word);
    let (mut seconds, mut step) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (value, tail) = rest.split_at_checked(digits).filter(|_| (1..=4).contains(&digits))?;
        let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, tail) = tail.split_at_checked(letters)?;
        let smaller = unit(name)?;
        if smaller >= step {
            return None;
        }
        (seconds, step, rest) = (seconds + f64::from(value.parse::<u16>().ok()?) * smaller, smaller, tail);
    }
    (seconds > 0.0).then_some((seconds, step))
}

fn unit(word: &str) -> Option<f64> {
    let known = UNITS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, seconds)| *seconds);
    known.or_else(|| foreign_unit(word))
}

fn foreign_unit(word: &str) -> Option<f64> {
    let lower = word.to_lowercase();
    FOREIGN_UNITS.iter().find(|(name, _)| *name == lower).map(|(_, seconds)| *seconds)
}

fn number(word: &str) -> Option<f64> {
    for (sign, part) in [('½', 0.5), ('¼', 0.25), ('¾', 0.75)] {
        if let Some(whole) = word.strip_suffix(sign) {
            return if whole.is_empty() {
                Some(part)
            } else {
                Some(f64::from(whole.parse::<u16>().ok()?) + part)
            };
        }
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.parse::<u16>().ok().map(f64::from);
    }
    let mut known = NUMBERS.iter().chain(TENS);
    let named = known.find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    named.or_else(|| {
        let lower = word.to_lowercase();
        FOREIGN_NUMBERS.iter().find(|(name, _)| *name == lower).map(|(_, value)| *value)
    })
}

/// How the words before a length bound it, where the first of them stands, and the word before them.
fn bound(text: &str, words: &[Word<'_>], at: usize) -> (Bound, usize, Option<Range<usize>>) {
    let mut bound = Bound::Exactly;
    let mut from = usize::MAX;
    let mut left = at;
    while let Some((range, word)) = left.checked_sub(1).and_then(|left| words.get(left)) {
        let Some((_, meaning)) = FILLERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) else {
            break;
        };
        if text.get(range.end..).is_some_and(|rest| rest.starts_with(['.', ';'])) {
            break;
        }
        if let Some(meaning) = meaning {
            // `no more than`, `not over`
            let negated =
                left > 1 && words.get(left - 2).is_some_and(|(_, word)| matches!(*word, "no" | "not"));
            bound = match (meaning, negated) {
                (Bound::AtLeast, true) => Bound::AtMost,
                (Bound::AtMost, true) => Bound::AtLeast,
                _ => *meaning,
            };
            from = range.start;
        }
        left -= 1;
    }
    (bound, from, left.checked_sub(1).and_then(|left| words.get(left)).map(|(range, _)| range.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_found_in_all_their_forms() {
        for (text, minutes, step, bound) in [
            ("lasted 2 hours", 120.0, 60.0, Bound::Exactly),
            ("for about an hour and a half", 90.0, 30.0, Bound::About),
            ("2 hours and 45 minutes", 165.0, 1.0, Bound::Exactly),
            ("19 hours, 12 minutes", 1152.0, 1.0, Bound::Exactly),
            ("1h 15m", 75.0, 1.0, Bound::Exactly),
            ("1h15m", 75.0, 1.0, Bound::Exactly),
            ("a 45-minute outage", 45.0, 1.0, Bound::Exactly),
            ("an eleven-hour outage", 660.0, 60.0, Bound::Exactly),
            ("approximately 2 and half hours", 150.0, 30.0, Bound::About),
            ("over 1.5 hours", 90.0, 6.0, Bound::AtLeast),
            ("no more than thirty-five minutes", 35.0, 1.0, Bound::AtMost),
            ("half an hour", 30.0, 30.0, Bound::Exactly),
            ("Within the hour", 60.0, 60.0, Bound::Within),
            ("2 and a half hours", 150.0, 30.0, Bound::Exactly),
            ("Durée : 1h30", 90.0, 1.0, Bound::Exactly),
            ("une panne de deux heures et 20 minutes", 140.0, 1.0, Bound::Exactly),
            ("durante 45 minutos", 45.0, 1.0, Bound::Exactly),
            ("etwa 1,5 Stunden", 90.0, 6.0, Bound::Exactly),
            ("約2時間30分停止した", 150.0, 1.0, Bound::Exactly),
            ("持续90分钟", 90.0, 1.0, Bound::Exactly),
            ("1d 2h 30m", 1590.0, 1.0, Bound::Exactly),
            ("PT1H30M", 90.0, 1.0, Bound::Exactly),
            ("1½ hours", 90.0, 60.0, Bound::Exactly),
            ("1 hr. 30 min.", 90.0, 1.0, Bound::Exactly),
            ("three quarters of an hour", 45.0, 15.0, Bound::Exactly),
            ("une heure et demie", 90.0, 15.0, Bound::Exactly),
            ("hora y media", 90.0, 15.0, Bound::Exactly),
            ("eine halbe Stunde", 30.0, 15.0, Bound::Exactly),
            ("anderthalb Stunden", 90.0, 60.0, Bound::Exactly),
        ] {
            let found = lengths(text);
            let [length] = &found[..] else { panic!("{text}: {found:?}") };
            assert_eq!(
                (length.seconds / 60.0, length.step / 60.0, length.bound),
                (minutes, step, bound),
                "{text}"
            );
        }
        for text in [
            "2 to 3 hours",
            "14時05分",
            "à 1h30",
            "10-15 minutes",
            "one or two hours",
            "5 m",
            "the hour",
            "happy hour",
            "2 users",
            "a 3d model",
            "a quarter of the users",
        ] {
            assert_eq!(lengths(text), [], "{text}");
        }
    }

    #[test]
    fn what_a_length_measures_stands_before_what_bounds_it() {
        let text = "The outage lasted for approximately 20 minutes.";
        let found = lengths(text);
        assert_eq!(found[0].before.clone().map(|range| &text[range]), Some("lasted"));
        assert_eq!(&text[found[0].from..found[0].range.end], "approximately 20 minutes");
    }
}
