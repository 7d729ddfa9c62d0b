//! What happened when, as people write it down.

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::model::{EventKind, Moment, MomentError, Precision, TimelineEntry, Zone, ZoneError};
use crate::source::{SourceFile, Span, Spanned};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span as Hours, ToSpan};
use std::collections::BTreeMap;

/// One entry of a timeline, before dates and zones are carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// The time as written.
    pub written: String,
    /// The date, where the entry or a heading above it has one.
    pub date: Option<Date>,
    /// The clock, where the entry has one.
    pub time: Option<Time>,
    /// How exactly the time is known.
    pub precision: Precision,
    /// The zone behind the clock, and where it was written.
    pub zone: Option<Spanned<String>>,
    /// The kind of event, where one is named.
    pub kind: Option<EventKind>,
    /// What happened, as plain text.
    pub text: String,
    /// The entry's place in the file's text.
    pub span: Span,
}

/// Gives every entry its moment, as far as dates and zones are known.
///
/// Date and zone carry over from the entry before; the first entry takes them from `zone` and
/// `start`. An entry that is earlier than the one before by more than half a day is of the next
/// day. The first entry may lead up to the start: one whose clock is more than half a day later
/// than the start's belongs to the day before.
pub fn resolve(
    file: &SourceFile,
    entries: &[RawEntry],
    start: Option<&Moment>,
    zone: Option<&Zone>,
    diagnostics: &mut Diagnostics,
) -> Vec<TimelineEntry> {
    let mut current = zone.cloned().or_else(|| start.map(Moment::zone));
    // Zones repeat on every line of a timeline, and each wrong one is told once.
    let mut zones: BTreeMap<&str, Option<Zone>> = BTreeMap::new();
    let mut last: Option<Last> = None;
    let mut resolved = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(written) = &entry.zone {
            let zone =
                zones.entry(written.value.as_str()).or_insert_with(|| parse_zone(file, written, diagnostics));
            current.clone_from(zone);
        }
        let at = current.as_ref().and_then(|zone| {
            let local = local(entry, zone, last.as_ref(), start)?;
            match Moment::local(local, zone, entry.precision) {
                Ok(moment) => {
                    last = Some(Last { local, moment: moment.clone() });
                    Some(moment)
                }
                Err(error) => {
                    diagnostics.push(invalid_time(file, entry, &error, zone));
                    None
                }
            }
        });
        resolved.push(TimelineEntry {
            written: entry.written.clone(),
            at,
            kind: entry.kind,
            text: entry.text.clone(),
        });
    }
    resolved
}

/// The entry before: its clock as told, and its moment.
struct Last {
    local: DateTime,
    moment: Moment,
}

/// The local date and time of an entry, whose date may have to be inferred.
fn local(entry: &RawEntry, zone: &Zone, last: Option<&Last>, start: Option<&Moment>) -> Option<DateTime> {
    let time = entry.time.unwrap_or_else(Time::midnight);
    if let Some(date) = entry.date {
        return Some(date.to_datetime(time));
    }
    let half_a_day: Hours = 12.hours();
    if let Some(last) = last {
        let same_zone = last.moment.zone_label() == zone.label();
        let before = if same_zone || last.moment.precision() == Precision::Day {
            last.local
        } else {
            last.moment.zoned().with_time_zone(zone.time_zone().clone()).datetime()
        };
        let candidate = before.date().to_datetime(time);
        let rolls = candidate < before.checked_sub(half_a_day).ok()?;
        return if rolls { candidate.checked_add(1.day()).ok() } else { Some(candidate) };
    }
    let start = start?;
    if start.precision() == Precision::Day {
        return Some(start.date().to_datetime(time));
    }
    let begun = start.zoned().with_time_zone(zone.time_zone().clone()).datetime();
    let candidate = begun.date().to_datetime(time);
    if candidate > begun.checked_add(half_a_day).ok()? {
        candidate.checked_sub(1.day()).ok()
    } else if candidate < begun.checked_sub(half_a_day).ok()? {
        candidate.checked_add(1.day()).ok()
    } else {
        Some(candidate)
    }
}

fn parse_zone(file: &SourceFile, written: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Zone> {
    let Spanned { value, span } = written;
    match Zone::parse(value) {
        Ok(zone) => Some(zone),
        Err(ZoneError::Ambiguous { candidates }) => {
            let names: Vec<_> = candidates.iter().map(|name| format!("`{name}`")).collect();
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "ambiguous-timezone",
                    file,
                    *span,
                    format!("`{value}` means more than one time zone"),
                )
                .label("which one?")
                .help(format!(
                    "write an offset such as `+01:00`, or set `timezone` to one of {}",
                    names.join(", ")
                )),
            );
            None
        }
        Err(ZoneError::Unknown { nearest }) => {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "unknown-timezone",
                    file,
                    *span,
                    format!("`{value}` is not a time zone"),
                )
                .label("unknown zone")
                .help(nearest.map_or_else(
                    || "write an IANA name such as `Europe/Berlin`, or an offset such as `+01:00`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )),
            );
            None
        }
    }
}

fn invalid_time(file: &SourceFile, entry: &RawEntry, error: &MomentError, zone: &Zone) -> Diagnostic {
    let message = match error {
        MomentError::InGap => {
            format!("`{}` does not exist in {zone}: the clocks were put forward over it", entry.written)
        }
        _ => format!("`{}` is not a time that the calendar has", entry.written),
    };
    Diagnostic::at(Level::Error, "invalid-time", file, find(file, entry.span, &entry.written), message)
}

/// Where `word` stands in the text of `span`; the whole span if it was written in another way.
pub(super) fn find(file: &SourceFile, span: Span, word: &str) -> Span {
    let text = file.text().get(span.range()).unwrap_or_default();
    text.find(word).map_or(span, |at| Span::new(span.start + at, span.start + at + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], start: Option<&str>, zone: Option<&str>, expected: &[&str]) {
        let zone = zone.and_then(|zone| Zone::parse(zone).ok());
        let start = start.and_then(|start| Moment::parse(start, zone.as_ref()).ok());
        let (entries, _) = super::super::collect::of_lines(lines);
        let file = SourceFile::new("a.md", lines.join("\n"));
        let mut diagnostics = Diagnostics::new();
        let resolved = resolve(&file, &entries, start.as_ref(), zone.as_ref(), &mut diagnostics);
        let found: Vec<_> = resolved
            .iter()
            .map(|entry| entry.at.as_ref().map_or_else(|| "?".to_owned(), Moment::iso))
            .chain(diagnostics.sorted().iter().map(|d| format!("{}: {:?}", d.code, d.help)))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn date_and_zone_carry_over_and_midnight_rolls() {
        check(
            &["2024-05-12 22:00 PST a", "23:30 b", "00:15 c", "00:10 d", "12:00 UTC e"],
            None,
            None,
            &[
                "2024-05-12T22:00:00-08:00",
                "2024-05-12T23:30:00-08:00",
                "2024-05-13T00:15:00-08:00",
                "2024-05-13T00:10:00-08:00",
                "2024-05-13T12:00:00+00:00",
            ],
        );
    }

    #[test]
    fn the_lead_up_may_be_on_the_day_before() {
        check(
            &["23:50 a", "00:10 b"],
            Some("2024-05-12 00:10"),
            Some("UTC"),
            &["2024-05-11T23:50:00+00:00", "2024-05-12T00:10:00+00:00"],
        );
        check(&["00:10 a"], Some("2024-05-12 23:50"), Some("UTC"), &["2024-05-13T00:10:00+00:00"]);
        check(&["09:00 a"], Some("2024-05-12"), Some("Europe/Berlin"), &["2024-05-12T09:00:00+02:00"]);
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        check(&["10:00 a", "10:05 b"], None, Some("UTC"), &["?", "?"]);
        check(&["2024-05-12 10:00 a"], None, None, &["?"]);
    }

    #[test]
    fn wrong_zones_are_told_once() {
        check(
            &["2024-05-12 10:00 CST - a", "10:05 CST - b", "10:10 XST - c"],
            None,
            None,
            &[
                "?",
                "?",
                "?",
                "ambiguous-timezone: Some(\"write an offset such as `+01:00`, or set `timezone` to one of \
                 `America/Chicago`, `Asia/Shanghai`, `America/Havana`\")",
                "unknown-timezone: Some(\"write an IANA name such as `Europe/Berlin`, or an offset such as `+01:00`\")",
            ],
        );
        check(&["2024-03-31 02:30 Europe/Berlin a"], None, None, &["?", "invalid-time: None"]);
    }
}
