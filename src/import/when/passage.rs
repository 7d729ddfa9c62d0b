//! The passages of a write-up, and what a time in each of them can be the time of.

use super::label::{Role, role};
use super::labelled::is_stopwatch;
use super::words;
use crate::import::line::Form;
use crate::import::writeup::Writeup;
use crate::model::SectionKind;

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In a summary, or where the impact is told.
    Account,
    /// A heading of no known section: titles, mostly.
    Title,
    /// Before all known sections, or in a write-up that has none.
    Intro,
    /// In the timeline; its headings too.
    Timeline,
    /// Elsewhere, where causes, detection and recovery are told.
    Rest,
    /// Among plans and lessons, whose times are none of the incident's.
    Plans,
}

/// A paragraph, an item, a heading or a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its first line, as an index.
    pub(super) line: usize,
    /// Its words; the cells of a row with ` | ` between them.
    pub(super) text: String,
    /// Where it stands.
    pub(super) place: Place,
    /// Whether it is a heading.
    pub(super) heading: bool,
}

/// All passages that may tell of the incident, in order.
pub(super) fn passages(writeup: &Writeup) -> Vec<Passage> {
    let first_known = writeup.parts.iter().find(|part| !part.kinds.is_empty()).and_then(|part| part.heading);
    let places = places(writeup, first_known.unwrap_or(usize::MAX));
    let place = |line: usize| places.get(line).copied().unwrap_or(Place::Rest);
    let mut found: Vec<Passage> = writeup
        .blocks
        .iter()
        .map(|block| Passage {
            line: block.lines.start,
            text: block.text.clone(),
            place: place(block.lines.start),
            heading: false,
        })
        .collect();
    for (at, line) in writeup.lines.iter().enumerate() {
        if line.form == Form::Row {
            found.push(Passage { line: at, text: line.cells.join(" | "), place: place(at), heading: false });
        }
    }
    for part in &writeup.parts {
        let Some(line) = part.heading.filter(|_| part.inline.is_empty()) else { continue };
        let text = writeup.lines.get(line).map_or_else(String::new, |line| line.text.clone());
        let place = match place(line) {
            Place::Plans => Place::Plans,
            Place::Timeline => Place::Timeline,
            _ if part.kinds.is_empty() => Place::Title,
            _ => Place::Rest,
        };
        found.push(Passage { line, text, place, heading: true });
    }
    for label in writeup.labels.iter().filter(|label| role(&writeup.labels, label) == Some(Role::Paper)) {
        let own = |passage: &&mut Passage| [label.line, label.value_line].contains(&passage.line);
        found.iter_mut().filter(own).for_each(|passage| passage.place = Place::Plans);
    }
    for label in writeup.labels.iter().filter(|label| is_stopwatch(&label.value)) {
        let lasted = role(&writeup.labels, label) == Some(Role::Duration);
        let own = |passage: &&mut Passage| lasted && passage.line == label.value_line;
        found.iter_mut().filter(own).for_each(|passage| passage.place = Place::Plans);
    }
    // What follows `… wrote:` in a mail is older than the report.
    let quotes = found.iter().filter(|passage| words::is_log(&passage.text) && passage.text.ends_with(':'));
    let answered: Vec<usize> = quotes.map(|passage| passage.line).collect();
    let quoted =
        |at: usize| writeup.lines.get(at).is_some_and(|line| line.quoted || line.form == Form::Blank);
    found.retain(|passage| {
        let answer = answered.iter().any(|from| {
            *from < passage.line
                && writeup.lines.get(passage.line).is_some_and(|line| line.quoted)
                && (from + 1..passage.line).all(quoted)
        });
        !answer && !words::is_log(&passage.text)
    });
    found.sort_by_key(|passage| passage.line);
    found.dedup_by_key(|passage| passage.line);
    found
}

/// The place of every line.
fn places(writeup: &Writeup, first_known: usize) -> Vec<Place> {
    let mut places = vec![Place::Rest; writeup.lines.len()];
    for (at, place) in places.iter_mut().enumerate() {
        if at < first_known {
            *place = Place::Intro;
        }
    }
    // Parts within others come later and say more.
    for part in &writeup.parts {
        let own = part.kinds.iter().map(|kind| of_kind(*kind)).min();
        let place = match own {
            Some(place) => place,
            None if tells(&part.title) => Place::Account,
            None => continue,
        };
        let from = part.heading.unwrap_or(part.body.start);
        for at in from..part.body.end.min(places.len()) {
            if let Some(known) = places.get_mut(at) {
                // Impact and causes within a timeline are still told in it.
                *known = place;
            }
        }
    }
    places
}

fn of_kind(kind: SectionKind) -> Place {
    match kind {
        SectionKind::Summary | SectionKind::Impact => Place::Account,
        SectionKind::Timeline => Place::Timeline,
        SectionKind::ActionItems | SectionKind::LessonsLearned => Place::Plans,
        SectionKind::Detection
        | SectionKind::RootCause
        | SectionKind::ContributingFactors
        | SectionKind::Resolution => Place::Rest,
    }
}

/// Headings of no section below which the incident is told all the same.
fn tells(title: &str) -> bool {
    let lower = title.to_lowercase();
    let known = ["what happened", "description", "duration", "overview", "incident details"];
    known.iter().any(|known| lower.contains(known)) && lower.split_whitespace().count() <= 4
}
