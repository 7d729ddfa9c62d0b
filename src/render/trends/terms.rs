//! The charts of root causes and triggers over time.

use super::figure::{FigureView, TableRow, TableView};
use super::figures::{Figures, slots, span};
use super::words::{self, counted};
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
        let (key, title, what) = match facet {
            Facet::Triggers => ("triggers", "Triggers", "trigger"),
            _ => ("root-causes", "Root causes", "root cause"),
        };
        let title = format!("{title} by {}", course.wide_step.key());
        let whole = tallies(self.whole());
        let missing = whole.iter().find(|tally| tally.key.is_empty()).map_or(0, |tally| tally.count);
        let n = self.whole().count - missing;
        let named: Vec<&Tally> = whole.iter().filter(|tally| !tally.key.is_empty()).collect();
        let Some(first) = named.first() else {
            return FigureView::none(key, &title, &format!("No incident of this time tells a {what}."));
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
        let told = format!(
            "A row of bars for each of {}, {}. Most frequent: {}, in {} of {}.",
            counted(rows.len(), what),
            span(course.wide_step, steps),
            name(first),
            first.count,
            counted(n, "incident"),
        );
        let more = if named.len() > ROWS {
            format!(" The {ROWS} most frequent of {}; the table has all.", named.len())
        } else {
            String::new()
        };
        let mut head = vec![format!("{}{}", what[..1].to_uppercase(), &what[1..])];
        head.extend(steps.iter().map(|step| words::period(step.period)));
        head.push("All".to_owned());
        let table_rows = named.iter().map(|tally| {
            let mut cells: Vec<String> = counts(&tally.key).iter().map(ToString::to_string).collect();
            cells.push(tally.count.to_string());
            let path = self.site.routes.term(facet, &tally.key).map(|term| term.list.permalink.path());
            TableRow { title: name(tally), path, cells }
        });
        let has_steps = !steps.is_empty();
        FigureView {
            key,
            text: format!("n = {n}, missing {missing}. An incident may have several.{more}"),
            legend: Vec::new(),
            svg: has_steps.then(|| chart::rows(&told, &slots(steps), &rows)),
            empty: if has_steps { String::new() } else { "No incident of this time has a date.".to_owned() },
            table: TableView { head, rows: table_rows.collect() },
            title,
        }
    }
}
