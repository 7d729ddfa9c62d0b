//! How periods, counts and terms are said.

use crate::analysis::{Period, Share, Step};
use crate::render::Site;
use crate::render::chart::Slot;
use crate::routes::Facet;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"")
}

/// `May 2024`, `Q2 2024`, `2024`, `Last 12 months`, `All`.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::Month(year, number) => format!("{} {year:04}", month(number)),
        Period::Quarter(year, quarter) => format!("Q{quarter} {year:04}"),
        Period::Year(year) => format!("{year:04}"),
        Period::LastYear => "Last 12 months".to_owned(),
        Period::All => "All".to_owned(),
    }
}

/// The place of a step below a chart.
pub(super) fn slot(period: Period) -> Slot {
    match period {
        Period::Month(year, number) => Slot { label: month(number).to_owned(), year: format!("{year:04}") },
        Period::Quarter(year, quarter) => Slot { label: format!("Q{quarter}"), year: format!("{year:04}") },
        other => Slot { label: self::period(other), year: String::new() },
    }
}

/// `Month`, as the head of a column.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::Month => "Month",
        Step::Quarter => "Quarter",
        Step::Year => "Year",
    }
}

/// `1 incident`, `2 incidents`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

pub(super) fn is_or_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// `60 %`; nothing where nothing is known.
pub(super) fn percent(share: &Share) -> Option<String> {
    share.percent().map(|percent| format!("{percent} %"))
}

/// How readers see a term.
pub(super) fn term(site: &Site, facet: Facet, key: &str) -> String {
    if let Some(term) = site.routes.term(facet, key) {
        return term.description.title.clone();
    }
    key.replace('-', " ")
}
