//! How figures differ between services, causes, teams, severities, and over time.

use super::course::Step;
use super::metrics::Metrics;
use super::selection::Selection;
use super::statistics::{Statistics, first_level};
use crate::model::{Corpus, Postmortem};
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// What incidents are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// What broke.
    Service,
    /// Why it could happen. Sub-terms are groups of their own, and count in their parent's as well.
    RootCause,
    /// What set it off; sub-terms likewise.
    Trigger,
    /// Who was in charge.
    Team,
    /// How badly users were hurt.
    Severity,
}

impl Dimension {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Service, Self::RootCause, Self::Trigger, Self::Team, Self::Severity];

    /// The word for it, the same as the front matter's.
    pub fn key(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::RootCause => "root_cause",
            Self::Trigger => "trigger",
            Self::Team => "team",
            Self::Severity => "severity",
        }
    }

    /// The groups that a postmortem belongs to, each with what it is sorted by.
    fn groups(self, postmortem: &Postmortem) -> Vec<(usize, String)> {
        let slugs = |slugs: &[crate::model::Slug]| slugs.iter().map(|slug| (0, slug.to_string())).collect();
        let mut groups: Vec<(usize, String)> = match self {
            Self::Service => slugs(&postmortem.services),
            Self::Team => slugs(&postmortem.teams),
            Self::Severity => {
                postmortem.severity.iter().map(|one| (one.rank(), one.key().to_owned())).collect()
            }
            Self::RootCause | Self::Trigger => {
                let terms =
                    if self == Self::Trigger { &postmortem.triggers } else { &postmortem.root_causes };
                let all = terms.iter().flat_map(|term| [term.clone(), first_level(term)]);
                all.map(|term| (0, term.to_string())).collect()
            }
        };
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// The incidents that have one value in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The value's key.
    pub key: String,
    /// The places of the postmortems, newest first.
    #[serde(skip)]
    pub members: Vec<usize>,
    /// Their figures.
    #[serde(flatten)]
    pub statistics: Statistics,
}

/// Some time, by the local date of incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar month.
    Month(i16, i8),
    /// Three calendar months, from 1 to 4.
    Quarter(i16, i8),
    /// A calendar year.
    Year(i16),
    /// The twelve months that end today: from the day after this day a year ago on.
    LastYear,
    /// All there is, those without a date included.
    All,
}

impl Period {
    /// The word for it: `2024-05`, `2024-q2`, `2024`, `last-12-months`, `all`.
    pub fn key(self) -> String {
        match self {
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-q{quarter}"),
            Self::Year(year) => format!("{year:04}"),
            Self::LastYear => "last-12-months".to_owned(),
            Self::All => "all".to_owned(),
        }
    }

    /// Whether a postmortem's day lies in it.
    fn holds(self, day: Option<Date>, today: Date) -> bool {
        match (self, day) {
            (Self::All, _) => true,
            (_, None) => false,
            (Self::Month(year, month), Some(day)) => (day.year(), day.month()) == (year, month),
            (Self::Quarter(year, quarter), Some(day)) => (day.year(), quarter_of(day)) == (year, quarter),
            (Self::Year(year), Some(day)) => day.year() == year,
            (Self::LastYear, Some(day)) => day > a_year_before(today),
        }
    }
}

/// The quarter of a day, from 1.
pub(super) fn quarter_of(day: Date) -> i8 {
    (day.month() - 1) / 3 + 1
}

/// The same day a year before; the last of February for a leap day.
pub fn a_year_before(day: Date) -> Date {
    day.checked_sub(jiff::Span::new().years(1)).unwrap_or(day)
}

/// The figures of some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodStatistics {
    /// The time.
    pub period: Period,
    /// The places of the postmortems, newest first.
    pub members: Vec<usize>,
    /// Their figures.
    pub statistics: Statistics,
}

/// How many incidents a service had with a root cause of the first level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The service.
    pub service: String,
    /// The root cause.
    pub root_cause: String,
    /// How many incidents have both; never 0.
    pub count: usize,
}

/// The groups of a dimension: severities worst first, others most frequent first, ties in byte order.
pub fn groups(
    corpus: &Corpus,
    metrics: &[Metrics],
    selection: &Selection,
    dimension: Dimension,
) -> Vec<Group> {
    let mut members: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for at in &selection.members {
        for group in dimension.groups(&corpus.postmortems()[*at]) {
            members.entry(group).or_default().push(*at);
        }
    }
    let members: Vec<_> = members.into_iter().collect();
    let mut groups: Vec<Group> = members
        .into_par_iter()
        .map(|((_, key), members)| {
            let statistics = Statistics::of(corpus, metrics, &members);
            Group { key, members, statistics }
        })
        .collect();
    if dimension != Dimension::Severity {
        groups.sort_by_key(|group| std::cmp::Reverse(group.statistics.count));
    }
    groups
}

/// The figures of one period.
pub fn period(
    corpus: &Corpus,
    metrics: &[Metrics],
    selection: &Selection,
    period: Period,
    today: Date,
) -> PeriodStatistics {
    let day = |at: &usize| corpus.postmortems()[*at].date().map(|moment| moment.date());
    let members: Vec<usize> =
        selection.members.iter().copied().filter(|at| period.holds(day(at), today)).collect();
    let statistics = Statistics::of(corpus, metrics, &members);
    PeriodStatistics { period, members, statistics }
}

/// The calendar years from the first incident to today, without a gap: a year without incidents is told.
pub fn years(
    corpus: &Corpus,
    metrics: &[Metrics],
    selection: &Selection,
    today: Date,
) -> Vec<PeriodStatistics> {
    let Some((first, last)) = span(corpus, &selection.members, today) else { return Vec::new() };
    cut(corpus, metrics, &selection.members, Step::Year, first, last)
}

/// The calendar months from the first incident, or from `since`, to today, without a gap.
pub fn months(
    corpus: &Corpus,
    metrics: &[Metrics],
    selection: &Selection,
    since: Option<Date>,
    today: Date,
) -> Vec<PeriodStatistics> {
    let Some((first, last)) = span(corpus, &selection.members, today) else { return Vec::new() };
    let first = since.map_or(first, |since| since.max(first));
    cut(corpus, metrics, &selection.members, Step::Month, first, last)
}

/// The quarters from the first incident, or from `since`, to today, without a gap. A quarter is told whole,
/// even where `since` cuts it.
pub fn quarters(
    corpus: &Corpus,
    metrics: &[Metrics],
    selection: &Selection,
    since: Option<Date>,
    today: Date,
) -> Vec<PeriodStatistics> {
    let Some((first, last)) = span(corpus, &selection.members, today) else { return Vec::new() };
    let first = since.map_or(first, |since| since.max(first));
    cut(corpus, metrics, &selection.members, Step::Quarter, first, last)
}

/// The first and the last day of some postmortems; today where that is later.
pub(super) fn span(corpus: &Corpus, members: &[usize], today: Date) -> Option<(Date, Date)> {
    let days = || members.iter().filter_map(|at| Some(corpus.postmortems()[*at].date()?.date()));
    Some((days().min()?, days().max()?.max(today)))
}

/// The figures of the months, quarters or years from one day to another, without a gap. `members` that are
/// dated before or after those are in none.
pub(super) fn cut(
    corpus: &Corpus,
    metrics: &[Metrics],
    members: &[usize],
    step: Step,
    first: Date,
    last: Date,
) -> Vec<PeriodStatistics> {
    let mut by_period: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
    for at in members {
        if let Some(moment) = corpus.postmortems()[*at].date() {
            by_period.entry(step.of(moment.date())).or_default().push(*at);
        }
    }
    let mut told = Vec::new();
    let (mut period, last) = (step.of(first), step.of(last));
    while period <= last {
        let members = by_period.remove(&period).unwrap_or_default();
        let statistics = Statistics::of(corpus, metrics, &members);
        told.push(PeriodStatistics { period, members, statistics });
        period = period.next();
    }
    told
}

/// How often each service met each root cause of the first level; by service, then by root cause.
pub fn matrix(corpus: &Corpus, selection: &Selection) -> Vec<Cell> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for postmortem in selection.members.iter().map(|at| &corpus.postmortems()[*at]) {
        let mut causes: Vec<String> =
            postmortem.root_causes.iter().map(|term| first_level(term).to_string()).collect();
        causes.sort_unstable();
        causes.dedup();
        for service in &postmortem.services {
            for cause in &causes {
                *counts.entry((service.to_string(), cause.clone())).or_default() += 1;
            }
        }
    }
    let cell = |((service, root_cause), count)| Cell { service, root_cause, count };
    counts.into_iter().map(cell).collect()
}
