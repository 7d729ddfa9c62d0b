//! Times and durations, for people and for machines.

use crate::analysis;
use crate::model::Moment;
use crate::render::words::Words;
use jiff::SignedDuration;
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
    /// Both: `12 May 2024, 10:00`.
    pub told: String,
    /// The zone as its author named it.
    pub zone: String,
}

impl MomentView {
    /// Shows a moment.
    pub(in crate::render) fn of(moment: &Moment, words: &Words) -> Self {
        let (day, time) = (words.day(moment.date()), moment.clock());
        let told = if time.is_empty() {
            day.clone()
        } else {
            words.fill("format.day_time", &[("day", &day), ("time", &time)])
        };
        Self { iso: moment.iso(), day, time, told, zone: moment.zone_label().to_owned() }
    }
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
    pub(in crate::render) fn of(duration: SignedDuration, words: &Words) -> Self {
        Self { human: words.duration(duration), iso: analysis::iso(duration), seconds: duration.as_secs() }
    }
}
