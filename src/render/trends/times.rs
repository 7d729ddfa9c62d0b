//! The charts of how long incidents took.

use super::figure::{FigureView, TableRow, TableView};
use super::figures::{Figures, slots, span};
use super::words;
use crate::analysis::{Metrics, PeriodStatistics, days_between, human};
use crate::render::chart::{self, Dot, Levels};
use crate::render::view::day;
use jiff::SignedDuration;

impl Figures<'_> {
    /// How long incidents took, by one metric.
    pub(super) fn time(&self, number: usize, key: &'static str, title: &str) -> FigureView {
        let course = self.course;
        let spread = &self.whole().metrics[number];
        let (Some(median), Some(p90)) = (spread.median, spread.p90) else {
            let why = format!(
                "No incident of this time tells to the minute what this needs: {}.",
                Metrics::DEFINITIONS[number].1
            );
            return FigureView::none(key, title, &why);
        };
        let steps = &course.wide_steps;
        let dots: Vec<Dot> =
            steps.iter().enumerate().flat_map(|(slot, step)| self.dots(slot, step, number)).collect();
        let seconds = |value: Option<SignedDuration>| value.map(|value| value.as_secs());
        let levels: Vec<Levels> = steps
            .iter()
            .map(|step| step.statistics.metrics[number])
            .map(|spread| Levels { n: spread.n, median: seconds(spread.median), p90: seconds(spread.p90) })
            .collect();
        let known: Vec<String> = steps
            .iter()
            .filter_map(|step| {
                let median = step.statistics.metrics[number].median?;
                Some(format!("{} in {}", human(median), words::period(step.period)))
            })
            .collect();
        let course_of_median = match known.as_slice() {
            [] => String::new(),
            [only] => format!(" The median is {only}."),
            [first, .., last] => format!(" The median goes from {first} to {last}."),
        };
        let told = format!(
            "{title} of each incident on a logarithmic scale, {}, with median and 90th percentile.{course_of_median}",
            span(course.wide_step, steps)
        );
        let svg = (!dots.is_empty()).then(|| chart::strip(&told, &slots(steps), &dots, &levels));
        let cell = |value: Option<SignedDuration>| value.map_or_else(|| "–".to_owned(), human);
        let rows = steps.iter().map(|step| {
            let spread = &step.statistics.metrics[number];
            TableRow {
                title: words::period(step.period),
                path: self.search(step),
                cells: vec![
                    spread.n.to_string(),
                    spread.missing.to_string(),
                    cell(spread.median),
                    cell(spread.p90),
                ],
            }
        });
        let head = [words::step(course.wide_step), "n", "Missing", "Median", "90th percentile"];
        FigureView {
            key,
            title: title.to_owned(),
            text: format!(
                "n = {}, missing {}. Median {}, 90th percentile {}.",
                spread.n,
                spread.missing,
                human(median),
                human(p90)
            ),
            legend: Vec::new(),
            empty: if svg.is_some() {
                String::new()
            } else {
                "The incidents that tell it lie before the time that is drawn.".to_owned()
            },
            svg,
            table: TableView { head: head.map(str::to_owned).to_vec(), rows: rows.collect() },
        }
    }

    /// The incidents of a step whose metric is known.
    fn dots(&self, slot: usize, step: &PeriodStatistics, number: usize) -> Vec<Dot> {
        let today = self.site.knowledge.today();
        let Some((first, last)) = step.period.days(today) else { return Vec::new() };
        let whole = days_between(first, last).max(1);
        let dot = |at: &usize| {
            let postmortem = &self.site.corpus.postmortems()[*at];
            let taken = self.site.analysis.metrics(*at).values()[number]?;
            let on = postmortem.date()?.date();
            Some(Dot {
                slot,
                along: share(days_between(first, on), whole),
                seconds: taken.as_secs(),
                told: format!("{}, {}: {}", postmortem.title, day(on), human(taken)),
            })
        };
        step.members.iter().filter_map(dot).collect()
    }
}

/// A part of some days.
fn share(days: i64, of: i64) -> f64 {
    let float = |days: i64| f64::from(i32::try_from(days).unwrap_or(i32::MAX));
    float(days) / float(of)
}
