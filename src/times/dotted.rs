//! Times of day with a dot, `10.30`, which are numbers unless something around them says otherwise.

use super::zone::zone_behind;
use super::{short_number, words};
use std::ops::Range;

/// Words that stand before times of day only.
#[rustfmt::skip]
const AT_TIME: &[&str] = &[
    "um", "kl", "klo", "klokken", "klockan", "ore", "alle", "dalle", "las", "às", "pukul", "jam", "saat", "godz",
    "o'clock", "uur", "uhr",
];

/// Words that stand before times of day among other things.
#[rustfmt::skip]
const MAYBE_AT_TIME: &[&str] = &[
    "at", "from", "until", "till", "by", "around", "between", "since", "before", "after", "von", "bis", "gegen",
    "seit", "ab", "zwischen", "desde", "hasta", "até", "om", "vanaf", "tot", "om", "à", "de", "entre", "vers",
    "dès", "sobre", "van", "del", "klokka", "fino", "und", "kello", "mellan", "fra", "mellem", "til", "från", "till",
];

/// Those of them that open a span.
const OPENERS: &[&str] = &["between", "from", "zwischen", "von", "entre", "desde", "mellan", "mellem", "fra"];

/// Words that join two times of day.
const JOINERS: &[&str] = &[
    "to", "until", "till", "and", "bis", "hasta", "a", "à", "às", "até", "au", "et", "y", "e", "und", "alle",
    "tot", "til", "och", "og", "las",
];

/// Words behind a number that make it an amount.
#[rustfmt::skip]
const AMOUNTS: &[&str] = &[
    "ms", "s", "sec", "secs", "seconds", "second", "minutes", "minute", "mins", "min", "hours", "days", "kb", "mb",
    "gb", "tb", "kib", "mib", "gib", "tib", "mbit", "gbit", "mbps", "gbps", "euro", "euros", "eur", "usd", "gbp",
    "dollars", "percent", "per", "million", "millions", "billion", "thousand", "k", "m", "x", "times", "requests",
    "users", "points", "lts", "or", "and", "millionen", "prozent", "millones", "millions", "milhões", "stunden",
    "minuten", "sekunden", "horas", "minutos", "heures", "rc", "beta", "release",
];

/// Words before a number that make it a version or a measure.
#[rustfmt::skip]
const MEASURED: &[&str] = &[
    "version", "versions", "versión", "versão", "v", "ubuntu", "debian", "release", "python", "upgrade", "upgraded", "upgrading",
    "rose", "rises", "grew", "increased", "increase", "dropped", "fell", "price", "prices", "average", "load",
    "rate", "ratio", "score", "section", "chapter", "figure", "costs", "cost", "subió", "stieg", "passé",
];

/// Whether what stands around the number in a range, such as `10.30`, makes it a time of day. `before` is where
/// the time of day before it ends, if there is one.
pub(super) fn is_clock(text: &str, range: &Range<usize>, before: Option<usize>) -> bool {
    let Some((hour, minute)) = text.get(range.clone()).and_then(|clock| clock.split_once('.')) else {
        return false;
    };
    if minute.len() != 2 || hour.len() == 2 && hour.starts_with("00") && minute == "00" && before.is_none() {
        return false;
    }
    let rest = text.get(range.end..).unwrap_or_default();
    if zone_behind(text, range.end).is_some() || is_word(rest.trim_start(), &["hrs", "uur", "h"]) {
        return hour.len() == 2 || !hour.starts_with('0');
    }
    let led = text.get(..range.start).unwrap_or_default();
    let known = |word: &str, names: &[&str]| names.contains(&word.to_lowercase().as_str());
    let last = words(led).last().filter(|(word, _)| {
        led.get(word.end..).is_some_and(|gap| gap.trim_start_matches('.').trim().is_empty())
    });
    let sentence = led.rfind(". ").and_then(|at| led.get(at..)).unwrap_or(led);
    let measured = || words(sentence).any(|(_, word)| known(word, MEASURED));
    // `between 21.50 and 03.20`
    if hour.len() == 2
        && last.as_ref().is_some_and(|(_, word)| known(word, OPENERS))
        && next_joined(text, range.end).is_some()
        && !measured()
    {
        return true;
    }
    let signed = rest.trim_start().starts_with(['%', '€', '$', '£', '°', '/', '*', '×']);
    if signed
        || is_word(rest.trim_start_matches([' ', '-']), AMOUNTS)
        || led.trim_end().ends_with(['$', '€', '£', '<', '>', '='])
    {
        return false;
    }
    if before.is_some_and(|end| joins(text.get(end..range.start).unwrap_or("; ;")))
        || joined_behind(text, range.end)
    {
        return true;
    }
    let Some((_, last)) = last else { return false };
    if known(last, AT_TIME) {
        return true;
    }
    hour.len() == 2 && known(last, MAYBE_AT_TIME) && !measured()
}

/// Whether a text starts with one of these words, and the word ends there.
fn is_word(text: &str, known: &[&str]) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !word.is_empty() && known.contains(&word.to_lowercase().as_str())
}

/// Whether a gap joins the times of day on its sides.
fn joins(gap: &str) -> bool {
    let dashed = matches!(gap.trim(), "-" | "–" | "—");
    dashed
        || gap.len() <= 16
            && words(gap).count() > 0
            && gap.chars().all(|c| c.is_alphabetic() || c == ' ')
            && words(gap).all(|(_, word)| JOINERS.contains(&word.to_lowercase().as_str()))
}

/// Whether a number that ends at a byte is joined to another that is a time of day because of its zone.
fn joined_behind(text: &str, at: usize) -> bool {
    next_joined(text, at).is_some_and(|end| {
        let named =
            text.get(end..).is_some_and(|rest| is_word(rest.trim_start(), &["uhr", "uur", "hrs", "h"]));
        named || zone_behind(text, end).is_some()
    })
}

/// Where a number ends that may be a time of day and is joined to one that ends at a byte.
fn next_joined(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let next = rest.find(|c: char| c.is_ascii_digit())?;
    let number = rest.get(next..)?;
    let (hour, digits) = short_number(number)?;
    let (minute, 2) = short_number(number.get(digits..)?.strip_prefix(['.', ':'])?)? else { return None };
    let is_clock = hour < 24 && minute < 60 && joins(rest.get(..next)?);
    is_clock.then_some(at + next + digits + 3)
}
