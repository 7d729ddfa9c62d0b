//! Times and durations, for people and for machines.

use crate::analysis;
use crate::model::Moment;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;

/// A moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct MomentView {
    /// RFC 3339 with offset, or the bare date.
    pub iso: String,
    /// `12 May 2024`.
    pub day: String,
    /// `10:00`; empty where only the day is known.
    pub time: String,
    /// The zone as its author named it.
    pub zone: String,
}

impl MomentView {
    /// Shows a moment.
    pub(in crate::render) fn of(moment: &Moment) -> Self {
        Self {
            iso: moment.iso(),
            day: day(moment.date()),
            time: moment.clock(),
            zone: moment.zone_label().to_owned(),
        }
    }
}

/// `12 May 2024`: short, and the same for readers of any habit.
pub(in crate::render) fn day(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// `May 2024`.
pub(in crate::render) fn month(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
    format!("{month} {:04}", date.year())
}

/// Many days for people, rounded down: days up to two months, months up to two years, then years.
pub(in crate::render) fn span(days: i64) -> String {
    // Months and years of the mean length.
    let (count, unit) = match days {
        ..=60 => (days, "day"),
        61..=730 => (days * 12 / 365, "month"),
        _ => (days * 4 / 1461, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// A duration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct DurationView {
    /// `2 h 10 min`.
    pub human: String,
    /// `PT2H10M`.
    pub iso: String,
    /// In seconds.
    pub seconds: i64,
}

impl DurationView {
    /// Shows a duration.
    pub(in crate::render) fn of(duration: SignedDuration) -> Self {
        Self { human: analysis::human(duration), iso: analysis::iso(duration), seconds: duration.as_secs() }
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn many_days_are_told_in_one_unit() {
        let told = [0, 1, 60, 61, 364, 730, 731, 2548].map(span);
        assert_eq!(
            told,
            ["0 days", "1 day", "60 days", "2 months", "11 months", "24 months", "2 years", "6 years"]
        );
    }
}
