//! The facts of a corpus as they are handed out: by `pmsite report`, and by the site.

use super::chain::Chain;
use super::comparison::Comparison;
use super::metrics::{Gap, Metrics};
use super::records::{ActionRecord, ChainRecord};
use super::register::{AGES, ActionDimension, ActionGroup, Register, Standing};
use super::selection::Selection;
use super::spread::Share;
use super::statistics::Statistics;
use super::trends::{
    self, Cell, Dimension, Group, Period, PeriodStatistics, groups, matrix, months, period, quarters, years,
};
use crate::model::Corpus;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The promises of some postmortems.
#[derive(Debug, Clone, Serialize)]
pub struct ActionReport<'a> {
    /// The day on which they are judged.
    pub today: String,
    /// How many postmortems are dated after today; their promises are left out.
    pub future: usize,
    /// How they stand.
    #[serde(flatten)]
    pub standing: Standing,
    /// How many of those that somebody here answers for are done.
    pub completion: Share,
    /// How many days old the open ones are, overdue ones included; `unknown` without a date.
    pub ages: BTreeMap<&'static str, usize>,
    /// By owner, team, service and kind.
    #[serde(flatten)]
    pub groups: BTreeMap<&'static str, Vec<ActionGroup>>,
    /// All of them, in the order of the corpus.
    pub actions: Vec<ActionRecord<'a>>,
}

impl<'a> ActionReport<'a> {
    /// What a register says.
    pub fn of(corpus: &'a Corpus, register: &'a Register, selection: &Selection, today: Date) -> Self {
        let ages = register.ages();
        let mut by_age: BTreeMap<_, _> = AGES.iter().map(|(name, _)| *name).zip(ages.counts).collect();
        by_age.insert("unknown", ages.missing);
        let standing = Standing::of(&register.actions);
        let name = |dimension| match dimension {
            ActionDimension::Owner => "by_owner",
            ActionDimension::Team => "by_team",
            ActionDimension::Service => "by_service",
            ActionDimension::Kind => "by_kind",
        };
        let groups = ActionDimension::ALL
            .into_iter()
            .map(|dimension| (name(dimension), register.groups(corpus, dimension)));
        Self {
            today: today.to_string(),
            future: selection.future,
            standing,
            completion: standing.completion(),
            ages: by_age,
            groups: groups.collect(),
            actions: register.actions.iter().map(|action| ActionRecord::of(corpus, action)).collect(),
        }
    }
}

/// The failures that came back.
#[derive(Debug, Clone, Serialize)]
pub struct RecurrenceReport<'a> {
    /// The day of the report.
    pub today: String,
    /// The chains, worst first: by number of times, then severity, then the most recent.
    pub chains: Vec<ChainRecord<'a>>,
}

impl<'a> RecurrenceReport<'a> {
    /// The chains in which a selection has a member.
    pub fn of(corpus: &'a Corpus, comparison: &Comparison, selection: &Selection, today: Date) -> Self {
        let taken = |chain: &&Arc<Chain>| {
            chain.members.iter().any(|member| selection.members.binary_search(&member.at).is_ok())
        };
        let chains = comparison.chains(corpus).all().iter().filter(taken);
        Self {
            today: today.to_string(),
            chains: chains.map(|chain| ChainRecord::of(corpus, comparison, chain)).collect(),
        }
    }
}

/// The figures of a time, with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodRecord {
    /// `2024-05`, `2024-q2`, `2024`, `last-12-months`, `all`.
    pub period: String,
    /// Its figures.
    #[serde(flatten)]
    pub statistics: Statistics,
}

impl From<PeriodStatistics> for PeriodRecord {
    fn from(told: PeriodStatistics) -> Self {
        Self { period: told.period.key(), statistics: told.statistics }
    }
}

/// How figures develop.
#[derive(Debug, Clone, Serialize)]
pub struct TrendReport {
    /// The day of the report.
    pub today: String,
    /// How many postmortems are dated after today; they are in no figure.
    pub future: usize,
    /// All of it.
    pub all: PeriodRecord,
    /// The twelve months that end today.
    pub last_12_months: PeriodRecord,
    /// By calendar year, first to last.
    pub years: Vec<PeriodRecord>,
    /// By quarter, first to last.
    pub quarters: Vec<PeriodRecord>,
    /// By calendar month, first to last.
    pub months: Vec<PeriodRecord>,
    /// How often each service met each root cause.
    pub matrix: Vec<Cell>,
}

impl TrendReport {
    /// How the figures of a selection develop. Months begin at `since`, if that is given.
    pub fn of(
        corpus: &Corpus,
        metrics: &[Metrics],
        selection: &Selection,
        since: Option<Date>,
        today: Date,
    ) -> Self {
        let one = |wanted: Period| period(corpus, metrics, selection, wanted, today).into();
        let many = |told: Vec<PeriodStatistics>| told.into_iter().map(PeriodRecord::from).collect();
        Self {
            today: today.to_string(),
            future: selection.future,
            all: one(Period::All),
            last_12_months: one(Period::LastYear),
            years: many(years(corpus, metrics, selection, today)),
            quarters: many(quarters(corpus, metrics, selection, since, today)),
            months: many(months(corpus, metrics, selection, since, today)),
            matrix: matrix(corpus, selection),
        }
    }

    /// The months that a reader looks at first: the twelve that end with today's, or fewer.
    pub fn recent_months(&self, today: Date) -> &[PeriodRecord] {
        let first = trends::a_year_before(today);
        let first = Period::Month(first.year(), first.month()).key();
        &self.months[self.months.partition_point(|month| month.period <= first)..]
    }
}

/// Why a metric is missing, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapRecord {
    /// The metric.
    pub metric: &'static str,
    /// Why, in words.
    pub why: String,
    /// For how many incidents. One incident may lack two milestones of a metric.
    pub count: usize,
}

/// The figures of a selection, whole and in groups.
#[derive(Debug, Clone, Serialize)]
pub struct StatisticsReport {
    /// The day of the report.
    pub today: String,
    /// How many postmortems are dated after today; they are in no figure.
    pub future: usize,
    /// The whole.
    pub all: Statistics,
    /// Why metrics are missing.
    pub gaps: Vec<GapRecord>,
    /// By service, root cause, trigger, team and severity.
    #[serde(flatten)]
    pub groups: BTreeMap<&'static str, Vec<Group>>,
}

impl StatisticsReport {
    /// The figures of a selection.
    pub fn of(corpus: &Corpus, metrics: &[Metrics], selection: &Selection, today: Date) -> Self {
        let groups = Dimension::ALL
            .into_iter()
            .map(|dimension| (dimension.key(), groups(corpus, metrics, selection, dimension)));
        Self {
            today: today.to_string(),
            future: selection.future,
            all: Statistics::of(corpus, metrics, &selection.members),
            gaps: gaps(corpus, selection),
            groups: groups.collect(),
        }
    }
}

/// Why metrics are missing, by metric, then by milestone.
fn gaps(corpus: &Corpus, selection: &Selection) -> Vec<GapRecord> {
    let mut counts: BTreeMap<(usize, Gap), usize> = BTreeMap::new();
    for at in &selection.members {
        for (metric, gaps) in Metrics::gaps(&corpus.postmortems()[*at]).into_iter().enumerate() {
            for gap in gaps {
                *counts.entry((metric, gap)).or_default() += 1;
            }
        }
    }
    let told = |((metric, gap), count): ((usize, Gap), usize)| GapRecord {
        metric: Metrics::DEFINITIONS[metric].0,
        why: gap.told(),
        count,
    };
    counts.into_iter().map(told).collect()
}
