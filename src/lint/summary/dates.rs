//! Dates that leave it to the reader which day they mean.

use super::{is_account, kinds};
use crate::diagnostic::{Diagnostics, Level};
use crate::lint::vocabulary::mentions;
use crate::lint::{Passage, Rule, Subject};
use crate::model::SectionKind;
use crate::times::{NumericDate, has_year, numeric_dates, yearless_date};
use std::collections::BTreeSet;

pub(super) const AMBIGUOUS_DATE: Rule = Rule {
    code: "ambiguous-date",
    level: Level::Warning,
    summary: "a date means one day only",
    why: "Half of the readers take 05/12/2024 for May, the other half for December, and neither half knows.",
    bad: "The outage of 05/12/2024 hit one user in five.",
    good: "The outage of 2024-05-12 hit one user in five.",
};

pub(super) const DATE_WITHOUT_YEAR: Rule = Rule {
    code: "date-without-year",
    level: Level::Info,
    summary: "some date of a postmortem has its year",
    why: "Postmortems are read for years: one that is found by search must say of which year it tells.",
    bad: "## Summary\n\nOn October 2 records were saved to the wrong server.",
    good: "## Summary\n\nOn 2 October 2021 records were saved to the wrong server.",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let mut yearless = None;
    // A timeline may repeat its date on each line; one finding is enough to put it right.
    let mut told = BTreeSet::new();
    for passage in subject.prose.passages.iter().chain(&super::front_matter(subject)) {
        if passage.quoted || !passage.text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        ambiguous(subject, passage, &mut told, diagnostics);
        if yearless.is_none() && dates_the_incident(subject, passage) {
            let found = yearless_date(&passage.text).filter(|range| !passage.is_code(range));
            yearless = found.map(|range| (passage.text[range.clone()].to_owned(), passage.place(range)));
        }
    }
    let Some((written, place)) = yearless else { return };
    let texts = subject.prose.passages.iter().map(|passage| passage.text.as_str());
    let dated = subject.postmortem.date().is_some()
        || has_year(&subject.postmortem.title)
        || has_year(&subject.postmortem.summary)
        || texts.into_iter().any(has_year)
        || subject.parsed.outline.timeline.iter().any(|entry| entry.date.is_some());
    if !dated {
        diagnostics.push(
            DATE_WITHOUT_YEAR
                .at(subject.file, place, format!("`{written}` has no year, and no other date here has one"))
                .label("of which year?")
                .help("write the year, or add `started` to the front matter"),
        );
    }
}

/// Whether a passage may say when the incident was.
fn dates_the_incident(subject: &Subject<'_>, passage: &Passage) -> bool {
    let kinds = kinds(subject, passage);
    let tells = |kind: &SectionKind| {
        matches!(kind, SectionKind::Summary | SectionKind::Timeline | SectionKind::Impact)
    };
    is_account(subject, passage) && (kinds.is_empty() || kinds.iter().any(tells))
}

fn ambiguous(
    subject: &Subject<'_>,
    passage: &Passage,
    told: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    for date in numeric_dates(&passage.text) {
        let (first, second) = date.parts;
        if first == second
            || !(1..=12).contains(&first)
            || !(1..=12).contains(&second)
            || passage.is_code(&date.range)
            || is_explained(&passage.text, &date)
            || !told.insert(passage.text[date.range.clone()].to_owned())
        {
            continue;
        }
        let (day_first, month_first) = readings(&date);
        let written = &passage.text[date.range.clone()];
        diagnostics.push(
            AMBIGUOUS_DATE
                .at(subject.file, passage.place(date.range.clone()), format!("`{written}` can mean two days"))
                .label("day or month first?")
                .help(format!("write `{day_first}` or `{month_first}`, whichever it was")),
        );
    }
}

fn readings(date: &NumericDate) -> (String, String) {
    let (first, second) = date.parts;
    let iso = |month: i32, day: i32| format!("{}-{month:02}-{day:02}", date.year);
    (iso(second, first), iso(first, second))
}

/// Whether the text around a date says how it is to be read: in words, or as one of its readings.
fn is_explained(text: &str, date: &NumericDate) -> bool {
    let (day_first, month_first) = readings(date);
    text.contains(&day_first) || text.contains(&month_first) || {
        mentions(text, &["day"]) && mentions(text, &["month"])
    }
}
