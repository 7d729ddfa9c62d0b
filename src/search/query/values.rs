//! Filters and their values: owns which keys there are, and what a date, a year and a duration are.
//!
//! Takes a key and the text after it; gives a clause, or nothing if the text is no such value.

use super::{Clause, Comparison, Filter, NoteCode};

/// The longest duration that can be asked for: ten years.
const MAX_SECONDS: f64 = 315_360_000.0;
/// The units of a duration in seconds. `min` stands before `m`, which begins it.
const UNITS: [(&str, f64); 6] =
    [("s", 1.0), ("min", 60.0), ("m", 60.0), ("h", 3_600.0), ("d", 86_400.0), ("w", 604_800.0)];
/// Ends that make what is typed of a date, a year or a duration whole, if anything can. Of a date
/// and a year the part that is typed already is cut off.
const ENDS: [&str; 6] = ["1000-11-11", "1000-11-10", "1000", "s", "0s", "n"];

/// What a known key asks for.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A property that has the value.
    Filter(Filter),
    /// A day on or after the date.
    After,
    /// A day before the date.
    Before,
    /// A duration by comparison.
    Duration,
}

impl Key {
    /// The filter of a key, in any case, in singular or plural.
    pub(super) fn named(key: &str) -> Option<Self> {
        Some(match key.to_ascii_lowercase().as_str() {
            "service" | "services" => Self::Filter(Filter::Service),
            "cause" | "causes" | "root_cause" | "root_causes" | "root-cause" | "root-causes" => {
                Self::Filter(Filter::RootCause)
            }
            "trigger" | "triggers" => Self::Filter(Filter::Trigger),
            "severity" => Self::Filter(Filter::Severity),
            "team" | "teams" => Self::Filter(Filter::Team),
            "tag" | "tags" => Self::Filter(Filter::Tag),
            "year" => Self::Filter(Filter::Year),
            "status" => Self::Filter(Filter::Status),
            "after" => Self::After,
            "before" => Self::Before,
            "duration" => Self::Duration,
            _ => return None,
        })
    }

    /// The clause, if the value fits.
    pub(super) fn clause(self, value: &str) -> Option<Clause> {
        match self {
            Self::Filter(Filter::Year) if value.len() != 4 || !is_digits(value) => None,
            Self::Filter(filter) => Some(Clause::Filter { filter, value: value.to_owned() }),
            Self::After => day(value).map(Clause::After),
            Self::Before => day(value).map(Clause::Before),
            Self::Duration => duration(value),
        }
    }

    /// Whether the value fits with some end.
    pub(super) fn may_become_whole(self, value: &str) -> bool {
        let fits = |end: &str| self.clause(&format!("{value}{end}")).is_some();
        ENDS.iter().any(|end| fits(end) || end.get(value.len()..).is_some_and(fits))
    }

    /// What to say of a value that does not fit. Facets other than the year take any.
    pub(super) fn complaint(self) -> NoteCode {
        match self {
            Self::Filter(_) => NoteCode::BadYear,
            Self::After | Self::Before => NoteCode::BadDate,
            Self::Duration => NoteCode::BadDuration,
        }
    }
}

/// Whether there are digits and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The day that `2024`, `2024-05` or `2024-05-12` begins with.
fn day(value: &str) -> Option<String> {
    let rest = match value.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return None,
    };
    let iso = format!("{value}{rest}");
    let mut parts = iso.split('-');
    let mut number = |digits: usize| -> Option<u32> {
        let part = parts.next().filter(|part| part.len() == digits && is_digits(part))?;
        part.parse().ok()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (year >= 1000 && (1..=days).contains(&day)).then_some(iso)
}

/// `>1h30m` and the like.
fn duration(value: &str) -> Option<Clause> {
    let signs = [
        (">=", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        (">", Comparison::Above),
        ("<", Comparison::Below),
    ];
    let signed = signs.iter().find_map(|(sign, duration)| Some((*duration, value.strip_prefix(sign)?)));
    let (duration, mut rest) = signed.unwrap_or((Comparison::AtLeast, value));
    let mut sum = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        if !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let unit = |(name, seconds): &(&str, f64)| Some((*seconds, after.strip_prefix(name)?));
        let (seconds, next) = UNITS.iter().find_map(unit)?;
        sum += number.parse::<f64>().ok()? * seconds;
        rest = next;
    }
    let sum = f64::round(sum);
    let given = value.ends_with(|c: char| c.is_ascii_alphabetic());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within the limit")]
    (given && sum <= MAX_SECONDS).then_some(Clause::Duration { duration, seconds: sum as u64 })
}
