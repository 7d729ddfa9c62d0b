//! The charts of root causes and triggers over time.

use super::figure::{FigureView, TableRow, TableView};
use super::figures::{Figures, slots, span};
use super::words;
use crate::analysis::{Statistics, Tally};
use crate::render::chart::{self, Row};
use crate::routes::Facet;

/// How many terms have a row in a chart. The table has all.
const ROWS: usize = 8;

impl Figures<'_> {
    /// Root causes or triggers over time.
    pub(super) fn terms(&self, facet: Facet) -> FigureView {
        let (course, steps) = (self.course, &self.course.wide_steps);
        let tallies = |statistics: &'_ Statistics| -> Vec<Tally> {
            if facet == Facet::Triggers {
                statistics.triggers.clone()
            } else {
                statistics.root_causes.clone()
            }
        };
        let key = if facet == Facet::Triggers { "triggers" } else { "root-causes" };
        let (title, words) = (self.titled(key, course.wide_step), self.words());
        let whole = tallies(self.whole());
        let missing = whole.iter().find(|tally| tally.key.is_empty()).map_or(0, |tally| tally.count);
        let n = self.whole().count - missing;
        let named: Vec<&Tally> = whole.iter().filter(|tally| !tally.key.is_empty()).collect();
        let Some(first) = named.first() else {
            return FigureView::none(key, &title, &words.say(&format!("chart.{key}_none")));
        };
        let by_step: Vec<Vec<Tally>> = steps.iter().map(|step| tallies(&step.statistics)).collect();
        let counts = |key: &str| -> Vec<usize> {
            let count = |all: &Vec<Tally>| all.iter().find(|one| one.key == key).map_or(0, |one| one.count);
            by_step.iter().map(count).collect()
        };
        let name = |tally: &Tally| words::term(self.site, facet, &tally.key);
        let rows: Vec<Row> = named
            .iter()
            .take(ROWS)
            .map(|tally| Row { title: name(tally), total: tally.count, counts: counts(&tally.key) })
            .collect();
        let told = words.count_and(
            &format!("chart.{key}_rows"),
            rows.len(),
            &[
                ("span", &span(words, course.wide_step, steps)),
                ("first", &name(first)),
                ("count", &words.number(first.count)),
                ("incidents", &words.count("trends.incidents", n)),
            ],
        );
        let (told_of, missing) = (words.number(n), words.number(missing));
        let mut text = vec![words.fill("chart.terms_told", &[("n", &told_of), ("missing", &missing)])];
        if named.len() > ROWS {
            text.push(words.count_and("chart.terms_more", named.len(), &[("rows", &ROWS.to_string())]));
        }
        let mut head = vec![words.value("facet_one", facet.segment())];
        head.extend(steps.iter().map(|step| self.period(step)));
        head.push(words.say("trends.all"));
        let table_rows = named.iter().map(|tally| {
            let mut cells: Vec<String> =
                counts(&tally.key).iter().map(|count| words.number(*count)).collect();
            cells.push(words.number(tally.count));
            let path = self.site.routes.term(facet, &tally.key).map(|term| term.list.permalink.path());
            TableRow { title: name(tally), path, cells }
        });
        let has_steps = !steps.is_empty();
        FigureView {
            key,
            text: words.sentences(&text),
            legend: Vec::new(),
            svg: has_steps.then(|| chart::rows(&told, &slots(words, steps), &rows)),
            empty: if has_steps { String::new() } else { words.say("chart.no_date") },
            table: TableView { head, rows: table_rows.collect() },
            title,
        }
    }
}
