//! How periods, shares and terms are said.

use crate::analysis::{Period, Share, Step};
use crate::render::Site;
use crate::render::chart::Slot;
use crate::render::words::Words;
use crate::routes::Facet;

/// `May 2024`, `Q2 2024`, `2024`, `Last 12 months`, `All`.
pub(super) fn period(words: &Words, period: Period) -> String {
    match period {
        Period::Month(year, number) => words.month(year, number),
        Period::Quarter(year, quarter) => {
            let (quarter, year) = (quarter.to_string(), format!("{year:04}"));
            words.fill("format.quarter", &[("quarter", &quarter), ("year", &year)])
        }
        Period::Year(year) => words.fill("format.year", &[("year", &format!("{year:04}"))]),
        Period::LastYear => words.say("trends.last_year"),
        Period::All => words.say("trends.all"),
    }
}

/// The place of a step below a chart.
pub(super) fn slot(words: &Words, period: Period) -> Slot {
    match period {
        Period::Month(year, number) => Slot { label: words.month_name(number), year: format!("{year:04}") },
        Period::Quarter(year, quarter) => Slot {
            label: words.fill("format.slot_quarter", &[("quarter", &quarter.to_string())]),
            year: format!("{year:04}"),
        },
        // The axis reads the number of a year.
        Period::Year(year) => Slot { label: format!("{year:04}"), year: String::new() },
        other => Slot { label: self::period(words, other), year: String::new() },
    }
}

/// `Month`, as the head of a column.
pub(super) fn step(words: &Words, step: Step) -> String {
    words.value("step", step.key())
}

/// `60 %`; nothing where nothing is known.
pub(super) fn percent(words: &Words, share: &Share) -> Option<String> {
    share.percent().map(|percent| words.percent(percent))
}

/// How readers see a term.
pub(super) fn term(site: &Site, facet: Facet, key: &str) -> String {
    if let Some(term) = site.routes.term(facet, key) {
        return term.description.title.clone();
    }
    let table = if facet == Facet::Triggers { "trigger" } else { "root_cause" };
    site.words().find(&format!("{table}.{key}")).unwrap_or_else(|| key.replace('-', " "))
}
