//! What the labels of a write-up tell of its times.

use super::label::{Role, role};
use super::point::points;
use super::told::{At, Lasted, Told, lasted, span, told};
use crate::import::writeup::Writeup;
use crate::model::SectionKind;
use crate::times::{Bound, clocks, words};

/// What the labels of a write-up tell.
#[derive(Default)]
pub(super) struct Labelled {
    /// Start, end and what else they tell of points in time.
    pub(super) told: Told,
    /// The length under a label is that of the incident, however the value tells it.
    pub(super) lasted: Option<Lasted>,
    /// The length under a label such as `Time to recovery`.
    pub(super) recovered: Option<Lasted>,
}

/// What the labels tell.
pub(super) fn labels(writeup: &Writeup) -> Labelled {
    let mut found = Labelled { recovered: time_to_recover(writeup), ..Labelled::default() };
    for label in &writeup.labels {
        let Some(role) = role(&writeup.labels, label) else { continue };
        let text = label.value.as_str();
        if text.is_empty() || writeup.is_in(label.line, SectionKind::ActionItems) {
            continue;
        }
        let line = label.value_line;
        let points = points(text);
        let first = points.iter().find(|point| point.clock.is_some()).map(|point| At::new(point, line));
        let joined = span(text, &points, line);
        match role {
            Role::Start => {
                if found.told.start.is_none() {
                    found.told.start = joined.clone().map(|(start, _)| start).or(first);
                    let second = points.iter().filter(|point| point.clock.is_some()).nth(1);
                    let ended =
                        |at: usize| text.get(..at).is_some_and(|text| text.to_lowercase().contains("end"));
                    if let Some(second) = second.filter(|point| ended(point.range.start))
                        && found.told.end.is_none()
                    {
                        found.told.end = Some(At::new(second, line));
                    }
                }
                if let (Some((_, end)), None) = (joined, &found.told.end) {
                    found.told.end = Some(end);
                }
            }
            Role::End => {
                if found.told.end.is_none() {
                    found.told.end = joined.map(|(_, end)| end).or(first);
                }
            }
            Role::Date | Role::Duration => {
                let own = told(text, line);
                if found.told.span.is_none() {
                    found.told.span = joined.or(own.span);
                }
                let lone = points.len() == 1 && role == Role::Date;
                if lone && found.told.noticed.is_none() {
                    found.told.noticed = first;
                }
                if role == Role::Duration && found.lasted.is_none() {
                    found.lasted = length(text, line);
                }
            }
            Role::Detected => {
                if found.told.noticed.is_none() {
                    found.told.noticed = first;
                }
            }
            Role::Zone | Role::Paper => {}
        }
    }
    found
}

/// The length that the value of a label such as `Duration` gives: `2 hours`, `02:45`, a sentence.
fn length(text: &str, line: usize) -> Option<Lasted> {
    if let Some(lasted) = lasted(text, &text.to_lowercase(), line) {
        return Some(lasted);
    }
    if let Some(length) = crate::times::lengths(text).first()
        && text.split_whitespace().count() <= 16
    {
        return Some(Lasted { minutes: length.seconds / 60.0, bound: length.bound, line });
    }
    let bare = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | ':' | '(' | ')'));
    let [clock] = clocks(bare).try_into().ok()?;
    let whole = clock.range == (0..bare.len()) && !clock.has_half;
    whole.then(|| Lasted { minutes: f64::from(clock.minute), bound: Bound::Exactly, line })
}

/// Whether a value is a length as stopwatches show it, `1:30 h`, and no time of day.
pub(super) fn is_stopwatch(value: &str) -> bool {
    let units = [
        "h", "hr", "hrs", "hour", "hours", "hh", "mm", "ss", "min", "std", "stunden", "horas", "heures",
        "uur",
    ];
    clocks(value).len() <= 1
        && value.contains(':')
        && words(value).all(|(_, word)| {
            word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 2
                || units.iter().any(|unit| word.eq_ignore_ascii_case(unit))
        })
}

/// How long it took from the start to the end, where a label such as `Time to recovery` says so.
fn time_to_recover(writeup: &Writeup) -> Option<Lasted> {
    let names = [
        "time to recovery",
        "time to recover",
        "time to resolution",
        "time to resolve",
        "time to restore",
        "time to mitigate",
        "time to mitigation",
        "ttr",
        "mttr",
        "time to fix",
    ];
    let label = writeup.labels.iter().find(|label| names.contains(&label.name.as_str()))?;
    length(&label.value, label.value_line)
}
