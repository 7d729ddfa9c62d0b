//! The charts of how long incidents took.

use super::figure::{FigureView, TableRow, TableView};
use super::figures::{Figures, slots, span};
use super::words;
use crate::analysis::{Metrics, PeriodStatistics, days_between};
use crate::render::chart::{self, Dot, Levels, LineNames};
use jiff::SignedDuration;

impl Figures<'_> {
    /// How long incidents took, by one metric.
    pub(super) fn time(&self, number: usize, key: &'static str) -> FigureView {
        let (course, words, metric) = (self.course, self.words(), Metrics::DEFINITIONS[number].0);
        let title = words.value("metric", metric);
        let spread = &self.whole().metrics[number];
        let (Some(median), Some(p90)) = (spread.median, spread.p90) else {
            let definition = words.value("metric_definition", metric);
            let why = words.fill("chart.no_metric", &[("definition", &definition)]);
            return FigureView::none(key, &title, &why);
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
                Some(self.value_in(&words.duration(median), step))
            })
            .collect();
        let span = span(words, course.wide_step, steps);
        let mut told = vec![words.fill("chart.strip", &[("title", &title), ("span", &span)])];
        match known.as_slice() {
            [] => {}
            [only] => told.push(words.fill("chart.median_is", &[("value", only)])),
            [first, .., last] => {
                told.push(words.fill("chart.median_goes", &[("from", first), ("to", last)]));
            }
        }
        let told = words.sentences(&told);
        let names = LineNames { lines: words.all("chart.lines"), short: words.say("chart.line_short") };
        let svg =
            (!dots.is_empty()).then(|| chart::strip(&told, &slots(words, steps), &dots, &levels, &names));
        let cell = |value: Option<SignedDuration>| {
            value.map_or_else(|| "–".to_owned(), |value| words.duration(value))
        };
        let rows = steps.iter().map(|step| {
            let spread = &step.statistics.metrics[number];
            TableRow {
                title: self.period(step),
                path: self.search(step),
                cells: vec![
                    words.number(spread.n),
                    words.number(spread.missing),
                    cell(spread.median),
                    cell(spread.p90),
                ],
            }
        });
        let mut head = vec![words::step(words, course.wide_step), "n".to_owned()];
        head.extend(["missing", "median", "percentile"].map(|name| words.value("common", name)));
        FigureView {
            key,
            title,
            text: words.fill(
                "chart.strip_told",
                &[
                    ("n", &words.number(spread.n)),
                    ("missing", &words.number(spread.missing)),
                    ("median", &words.duration(median)),
                    ("percentile", &words.duration(p90)),
                ],
            ),
            legend: Vec::new(),
            empty: if svg.is_some() { String::new() } else { words.say("chart.outside") },
            svg,
            table: TableView { head, rows: rows.collect() },
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
                told: self.words().fill(
                    "chart.dot",
                    &[
                        ("title", &postmortem.title),
                        ("day", &self.words().day(on)),
                        ("duration", &self.words().duration(taken)),
                    ],
                ),
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
