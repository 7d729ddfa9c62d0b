//! Times of day in words: `at noon`, `half past nine in the morning`, `6 o'clock in the evening`.

use super::clock::Clock;
use super::words;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;
use std::sync::LazyLock;

type Word<'a> = (Range<usize>, &'a str);

#[rustfmt::skip]
const HOURS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Without one of these no time is told in words. Most texts have none, and that is seen in one pass.
static PARTS_OF_DAY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let parts = [
        "noon",
        "midday",
        "mediod",
        "midi",
        "mezzogiorno",
        "midnight",
        "medianoche",
        "minuit",
        "mitternacht",
        "morning",
        "evening",
        "night",
    ];
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(parts).ok()
});

/// `noon` and `midnight` behind words that make them a time; other hours where the words around them say which
/// half of the day is meant.
pub(super) fn spoken(text: &str) -> Vec<Clock> {
    if PARTS_OF_DAY.as_ref().is_some_and(|parts| !parts.is_match(text)) {
        return Vec::new();
    }
    let words: Vec<Word<'_>> = words(text).collect();
    let mut found: Vec<Clock> = Vec::new();
    for at in 0..words.len() {
        let clock = noon(&words, at).or_else(|| hour(text, &words, at));
        let free = |clock: &Clock| found.last().is_none_or(|last| last.range.end <= clock.range.start);
        if let Some(clock) = clock.filter(free) {
            found.push(clock);
        }
    }
    found
}

fn noon(words: &[Word<'_>], at: usize) -> Option<Clock> {
    let (range, word) = words.get(at)?;
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    let minute = match () {
        () if is("noon") || is("midday") || is("mediodía") || is("midi") || is("mezzogiorno") => 720,
        () if is("midnight") || is("medianoche") || is("minuit") || is("mitternacht") => 0,
        () => return None,
    };
    let leads = [
        "at", "until", "till", "to", "from", "by", "around", "between", "before", "after", "about", "a",
        "al", "à", "um", "vers", "gegen", "since",
    ];
    let before = words.get(at.checked_sub(1)?)?.1;
    let led = leads.iter().any(|lead| before.eq_ignore_ascii_case(lead));
    led.then(|| Clock { range: range.clone(), minute, has_half: true })
}

/// `six o'clock in the evening`, `half past nine in the morning`, `quarter to 3 at night`, `6 in the morning`.
fn hour(text: &str, words: &[Word<'_>], at: usize) -> Option<Clock> {
    let word = |at: usize| words.get(at).map(|(_, word)| word.to_lowercase());
    let (first, _) = words.get(at)?;
    let past = match (word(at)?.as_str(), word(at + 1)?.as_str()) {
        ("half", "past") => Some(30),
        ("quarter", "past" | "after") => Some(15),
        ("quarter", "to" | "before") => Some(-15),
        _ => None,
    };
    let number_at = if past.is_some() { at + 2 } else { at };
    let (range, number) = words.get(number_at)?;
    let named = HOURS
        .iter()
        .position(|name| number.eq_ignore_ascii_case(name))
        .and_then(|at| i32::try_from(at + 1).ok());
    let hour = named.or_else(|| number.parse().ok()).filter(|hour| (1..=12).contains(hour))?;
    let mut next = number_at + 1;
    let clock = word(next).as_deref() == Some("o") && word(next + 1).as_deref() == Some("clock");
    if clock {
        next += 2;
    }
    let last = words.get(next.checked_sub(1)?)?.0.end;
    let close = text.get(last..words.get(next)?.0.start).is_some_and(|gap| gap == " ");
    let afternoon = match [word(next), word(next + 1), word(next + 2)].map(Option::unwrap_or_default) {
        [a, b, c] if a == "in" && b == "the" && c == "morning" => false,
        [a, b, c] if a == "in" && b == "the" && (c == "afternoon" || c == "evening") => true,
        [a, b, _] if a == "at" && b == "night" => hour > 5 && hour < 12,
        _ => return None,
    };
    // `the other 2 in the evening` may count anything; `at 6 in the morning` does not.
    let led = at.checked_sub(1).and_then(word).is_some_and(|lead| {
        ["at", "until", "till", "from", "by", "around", "about", "since", "to", "before", "after"]
            .contains(&lead.as_str())
    });
    if !close || !(clock || past.is_some() || led) {
        return None;
    }
    let minute = (hour % 12 + if afternoon { 12 } else { 0 }) * 60 + past.unwrap_or(0);
    let end = words.get(next.checked_sub(1)?).map_or(range.end, |(range, _)| range.end);
    Some(Clock { range: first.start..end, minute: minute.rem_euclid(24 * 60), has_half: true })
}
