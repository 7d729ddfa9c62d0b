//! The time metrics of an incident. Each is defined here and nowhere else.

use crate::model::Milestone;
use crate::model::Postmortem;
use crate::model::Precision;
use jiff::SignedDuration;
use std::fmt::Write as _;

/// How long the phases of one incident took; `None` where a time is unknown or known to the day
/// only, never zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Metrics {
    /// From the start of the harm until somebody or something noticed.
    pub time_to_detect: Option<SignedDuration>,
    /// From detection until a responder took it on.
    pub time_to_acknowledge: Option<SignedDuration>,
    /// From detection until the cause was understood.
    pub time_to_identify: Option<SignedDuration>,
    /// From the start of the harm until users were no longer hurt.
    pub time_to_mitigate: Option<SignedDuration>,
    /// From the start of the harm until the cause was gone.
    pub time_to_resolve: Option<SignedDuration>,
    /// How long users were hurt: until mitigated, else until resolved.
    pub duration: Option<SignedDuration>,
}

/// Between which milestones each metric is measured, in the order of [`Metrics::DEFINITIONS`].
const ENDS: [(Milestone, Milestone); 5] = [
    (Milestone::Started, Milestone::Detected),
    (Milestone::Detected, Milestone::Acknowledged),
    (Milestone::Detected, Milestone::Identified),
    (Milestone::Started, Milestone::Mitigated),
    (Milestone::Started, Milestone::Resolved),
];

/// Why a metric could not be computed: a milestone that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nobody told when it was.
    Unknown(Milestone),
    /// Only its day is known.
    DayOnly(Milestone),
}

impl Gap {
    /// In words: `started is not known`.
    pub fn told(self) -> String {
        match self {
            Self::Unknown(milestone) => format!("{} is not known", milestone.key()),
            Self::DayOnly(milestone) => format!("{} is known to the day only", milestone.key()),
        }
    }
}

impl Metrics {
    /// The metrics' names and definitions, in the order in which they are shown.
    pub const DEFINITIONS: &'static [(&'static str, &'static str)] = &[
        ("time_to_detect", "detected − started"),
        ("time_to_acknowledge", "acknowledged − detected"),
        ("time_to_identify", "identified − detected"),
        ("time_to_mitigate", "mitigated − started"),
        ("time_to_resolve", "resolved − started"),
    ];

    /// Measures one incident.
    pub fn of(postmortem: &Postmortem) -> Self {
        let between = |(from, to)| {
            let from = postmortem.milestones.get(from)?;
            let to = postmortem.milestones.get(to)?;
            // The cause may be known before anybody was alerted; that took no time, not less.
            to.since(from).map(|taken| taken.max(SignedDuration::ZERO))
        };
        Self {
            time_to_detect: between(ENDS[0]),
            time_to_acknowledge: between(ENDS[1]),
            time_to_identify: between(ENDS[2]),
            time_to_mitigate: between(ENDS[3]),
            time_to_resolve: between(ENDS[4]),
            duration: postmortem.duration(),
        }
    }

    /// Why each metric of an incident could not be computed, in the order of [`Self::DEFINITIONS`]; nothing
    /// for one that could.
    pub fn gaps(postmortem: &Postmortem) -> [Vec<Gap>; 5] {
        let gap = |milestone| match postmortem.milestones.get(milestone) {
            None => Some(Gap::Unknown(milestone)),
            Some(moment) if moment.precision() == Precision::Day => Some(Gap::DayOnly(milestone)),
            Some(_) => None,
        };
        ENDS.map(|(from, to)| [from, to].into_iter().filter_map(gap).collect())
    }

    /// The metrics in the order of [`Self::DEFINITIONS`].
    pub fn values(&self) -> [Option<SignedDuration>; 5] {
        [
            self.time_to_detect,
            self.time_to_acknowledge,
            self.time_to_identify,
            self.time_to_mitigate,
            self.time_to_resolve,
        ]
    }
}

/// A duration for people: `45 s`, `12 min`, `2 h 10 min`, `3 d 4 h`. Two units at most, the
/// smaller one rounded down.
pub fn human(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) if seconds % 60 == 0 => "0 min".to_owned(),
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// A duration as ISO 8601 writes it, which is what `<time datetime>` takes: `PT2H10M`.
pub fn iso(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    // Writing into a string cannot fail.
    let mut out = String::from("P");
    if seconds >= 86_400 {
        let _ = write!(out, "{}D", seconds / 86_400);
    }
    let parts = [(seconds / 3600 % 24, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    if parts.iter().any(|(count, _)| *count > 0) || seconds == 0 {
        out.push('T');
    }
    for (count, unit) in parts {
        if count > 0 {
            let _ = write!(out, "{count}{unit}");
        }
    }
    if seconds == 0 {
        out.push_str("0S");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_two_units_at_most() {
        let told = |seconds| human(SignedDuration::from_secs(seconds));
        assert_eq!(told(45), "45 s");
        assert_eq!(told(0), "0 min");
        assert_eq!(told(12 * 60 + 5), "12 min");
        assert_eq!(told(7800), "2 h 10 min");
        assert_eq!(told(7200), "2 h");
        assert_eq!(told(3 * 86_400 + 4 * 3600 + 59), "3 d 4 h");
        assert_eq!(told(-5), "0 min");
    }

    #[test]
    fn machines_read_iso_8601() {
        let told = |seconds| iso(SignedDuration::from_secs(seconds));
        assert_eq!(
            (told(7800), told(0), told(86_400), told(90_061)),
            ("PT2H10M".into(), "PT0S".into(), "P1D".into(), "P1DT1H1M1S".into())
        );
    }
}
