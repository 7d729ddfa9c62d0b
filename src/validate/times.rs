//! When it happened: zone and milestones.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Milestone;
use crate::model::Milestones;
use crate::model::Moment;
use crate::model::MomentError;
use crate::model::OutOfOrder;
use crate::model::Zone;
use crate::model::ZoneError;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;

/// Reads the `timezone` of a postmortem.
pub(super) fn zone(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Option<Zone> {
    let word = word?;
    match Zone::parse(&word.value) {
        Ok(zone) => Some(zone),
        Err(error) => {
            diagnostics.push(refused_zone(file, &word, &error));
            None
        }
    }
}

fn refused_zone(file: &SourceFile, word: &Spanned<String>, error: &ZoneError) -> Diagnostic {
    match error {
        ZoneError::Ambiguous { candidates } => {
            let candidates: Vec<_> = candidates.iter().map(|name| format!("`{name}`")).collect();
            Diagnostic::at(
                Level::Error,
                "ambiguous-timezone",
                file,
                word.span,
                format!("`{}` means different zones in different places", word.value),
            )
            .label("which one?")
            .help(format!("write one of {}, or an offset such as `+05:30`", candidates.join(", ")))
        }
        ZoneError::Unknown { nearest } => {
            let label =
                nearest.as_ref().map_or("unknown".to_owned(), |near| format!("did you mean `{near}`?"));
            Diagnostic::at(Level::Error, "unknown-timezone", file, word.span, format!("`{}` is not a time zone", word.value))
                .label(label)
                .help("write an IANA name such as `Europe/Berlin`, an offset such as `+02:00`, or a plain abbreviation such as `PST`")
        }
    }
}

/// Reads the milestones, all that are there, and holds them against each other.
pub(super) fn milestones(
    file: &SourceFile,
    words: Vec<(Milestone, Spanned<String>)>,
    zone: Option<&Zone>,
    zone_was_refused: bool,
    diagnostics: &mut Diagnostics,
) -> Milestones {
    let mut known = Vec::new();
    let mut places: Vec<(Milestone, Span)> = Vec::new();
    for (milestone, word) in words {
        match Moment::parse(&word.value, zone) {
            Ok(moment) => {
                known.push((milestone, moment));
                places.push((milestone, word.span));
            }
            // The zone was reported; without it no local time can be read.
            Err(MomentError::ZoneMissing) if zone_was_refused => {}
            Err(error) => diagnostics.push(refused_moment(file, milestone, &word, error)),
        }
    }
    match Milestones::new(known) {
        Ok(milestones) => milestones,
        Err(broken) => {
            for pair in broken {
                diagnostics.push(out_of_order(file, pair, &places));
            }
            Milestones::default()
        }
    }
}

fn refused_moment(
    file: &SourceFile,
    milestone: Milestone,
    word: &Spanned<String>,
    error: MomentError,
) -> Diagnostic {
    let text = &word.value;
    let at = |code, message: String| Diagnostic::at(Level::Error, code, file, word.span, message);
    match error {
        MomentError::Malformed => at("invalid-time", format!("`{}` cannot be read as a time: `{text}`", milestone.key()))
            .label("not a timestamp")
            .help("write `2024-05-12T10:00:00Z`, `2024-05-12 10:00` with a `timezone`, or `2024-05-12` where only the day is known"),
        MomentError::NoSuchDate => at("invalid-time", format!("`{text}` is a date that does not exist"))
            .label("no such day")
            .help("dates are written year, month, day: `2024-02-29`"),
        MomentError::ZoneMissing => at("missing-timezone", format!("`{text}` is a local time, but nothing says where"))
            .label("in which zone?")
            .help("add `timezone: Europe/Berlin`, or write the offset: `2024-05-12T10:00:00+02:00`"),
        MomentError::InGap => at("nonexistent-time", format!("`{text}` does not exist in that zone"))
            .label("the clocks went forward over it")
            .help("write the time with its offset, such as `2024-03-31T02:30:00+01:00`"),
        MomentError::Zone(error) => refused_zone(file, &Spanned::new(zone_of(text), word.span), &error),
    }
}

/// The zone behind a time, for the message.
fn zone_of(text: &str) -> String {
    let rest = text.get(11..).unwrap_or(text);
    rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '.').trim().to_owned()
}

fn out_of_order(file: &SourceFile, pair: OutOfOrder, places: &[(Milestone, Span)]) -> Diagnostic {
    let place = |milestone| {
        places.iter().find(|(known, _)| *known == milestone).map_or_else(Span::default, |(_, span)| *span)
    };
    let (first, then) = (pair.first.key(), pair.then.key());
    Diagnostic::at(
        Level::Error,
        "times-out-of-order",
        file,
        place(pair.then),
        format!("`{then}` is before `{first}`"),
    )
    .label(format!("earlier than `{first}`"))
    .related(file, place(pair.first), format!("`{first}` is here"))
    .help("check dates and zones; an incident that crosses midnight needs the next day's date")
}
