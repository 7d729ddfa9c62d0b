//! The charts of a period: how many incidents, and shares of them.

use super::figure::{FigureView, LegendView, TableRow, TableView};
use super::words::{self, counted, percent};
use crate::analysis::{Course, Period, PeriodStatistics, Share, Statistics, Step, Tally};
use crate::render::Site;
use crate::render::chart::{self, Bar, Fill, Slot};
use crate::render::view::day;
use crate::routes::Routes;
use jiff::civil::Date;

/// Makes the figures of one period.
pub(super) struct Figures<'a> {
    pub(super) site: &'a Site,
    pub(super) course: &'a Course,
}

/// A share over time: what is told of it.
struct Shown<'a> {
    key: &'static str,
    title: &'a str,
    /// What part of the incidents it is.
    yes: &'a str,
    no: &'a str,
    unknown: &'a str,
    empty: &'a str,
}

impl<'a> Figures<'a> {
    pub(super) fn new(site: &'a Site, course: &'a Course) -> Self {
        Self { site, course }
    }

    /// The figures of the whole period.
    pub(super) fn whole(&self) -> &'a Statistics {
        &self.course.whole.statistics
    }

    /// How many incidents there were, by severity.
    pub(super) fn incidents(&self) -> FigureView {
        let (course, key) = (self.course, "incidents");
        let title = format!("Incidents by {} and severity", course.step.key());
        let drawn: usize = course.steps.iter().map(|step| step.statistics.count).sum();
        if drawn == 0 {
            return FigureView::none(key, &title, "No incident is dated in this time.");
        }
        let count = |statistics: &Statistics, key: &str| {
            statistics.severities.iter().find(|one| one.key == key).map_or(0, |one| one.count)
        };
        let count_of_all =
            |key: &str| course.steps.iter().map(|step| count(&step.statistics, key)).sum::<usize>();
        let mut kinds = self.severities();
        kinds.retain(|(key, _, _)| count_of_all(key) > 0);
        let parts = |step: &PeriodStatistics| -> Vec<usize> {
            kinds.iter().map(|(key, _, _)| count(&step.statistics, key)).collect()
        };
        let bars: Vec<Bar> = course
            .steps
            .iter()
            .map(|step| {
                let parts = parts(step);
                let told = parts.iter().zip(&kinds).filter(|(count, _)| **count > 0);
                let told: Vec<String> =
                    told.map(|(count, (_, title, _))| format!("{count} {title}")).collect();
                let total = step.statistics.count;
                Bar {
                    told: format!(
                        "{}: {} ({})",
                        words::period(step.period),
                        counted(total, "incident"),
                        told.join(", ")
                    ),
                    parts,
                    above: if total > 0 { total.to_string() } else { String::new() },
                }
            })
            .collect();
        let fills: Vec<Fill> = kinds.iter().map(|(_, _, fill)| *fill).collect();
        let none = course.steps.iter().filter(|step| step.statistics.count == 0).count();
        let most = course.steps.iter().max_by_key(|step| step.statistics.count);
        let told = format!(
            "Stacked bars, {}, worst severity at the bottom. Most incidents: {}. {} without any.",
            span(course.step, &course.steps),
            most.map(|step| format!("{} in {}", step.statistics.count, words::period(step.period)))
                .unwrap_or_default(),
            counted(none, course.step.key()),
        );
        let mut head = vec![words::step(course.step).to_owned()];
        head.extend(kinds.iter().map(|(_, title, _)| title.clone()));
        head.push("All".to_owned());
        let rows = course.steps.iter().map(|step| {
            let mut cells: Vec<String> = parts(step).iter().map(ToString::to_string).collect();
            cells.push(step.statistics.count.to_string());
            TableRow { title: words::period(step.period), path: self.search(step), cells }
        });
        FigureView {
            key,
            text: format!("n = {drawn}, severity missing of {}.{}", count_of_all(""), self.partial()),
            legend: kinds.iter().map(|(_, title, fill)| LegendView::new(*fill, title)).collect(),
            svg: Some(chart::bars(&told, &slots(&course.steps), &fills, &bars)),
            empty: String::new(),
            table: TableView { head, rows: rows.collect() },
            title,
        }
    }

    /// The severities that occur, worst first, then those that are not told: key, title, fill.
    fn severities(&self) -> Vec<(String, String, Fill)> {
        let levels = self.site.config.postmortem.severities.levels();
        let kind = |tally: &Tally| {
            let rank = levels.iter().position(|level| level.key == tally.key);
            match rank {
                Some(rank) => (tally.key.clone(), levels[rank].title.clone(), Fill::Severity(rank)),
                None => (tally.key.clone(), "Not told".to_owned(), Fill::Unknown),
            }
        };
        self.whole().severities.iter().map(kind).collect()
    }

    /// Who noticed incidents.
    pub(super) fn people(&self) -> FigureView {
        let shown = Shown {
            key: "detection",
            title: "Noticed by people",
            yes: "By people",
            no: "By monitoring",
            unknown: "Not told",
            empty: "No incident of this time tells how it was noticed.",
        };
        self.share(&shown, |statistics| statistics.detected_by_people)
    }

    /// How many incidents were set off by a change.
    pub(super) fn changes(&self) -> FigureView {
        let shown = Shown {
            key: "changes",
            title: "Set off by a change",
            yes: "By a change",
            no: "By something else",
            unknown: "Not told",
            empty: "No incident of this time tells what set it off.",
        };
        self.share(&shown, |statistics| statistics.set_off_by_change)
    }

    fn share(&self, shown: &Shown<'_>, of: impl Fn(&Statistics) -> Share) -> FigureView {
        let (course, steps) = (self.course, &self.course.wide_steps);
        let whole = of(self.whole());
        let Some(all) = percent(&whole) else {
            return FigureView::none(shown.key, shown.title, shown.empty);
        };
        let shares: Vec<Share> = steps.iter().map(|step| of(&step.statistics)).collect();
        let bars: Vec<Bar> = steps
            .iter()
            .zip(&shares)
            .map(|(step, share)| Bar {
                told: format!(
                    "{}: {} {}, {} {}, {} {}",
                    words::period(step.period),
                    share.part,
                    shown.yes.to_lowercase(),
                    share.n - share.part,
                    shown.no.to_lowercase(),
                    share.missing,
                    shown.unknown.to_lowercase(),
                ),
                parts: vec![share.part, share.n - share.part, share.missing],
                above: percent(share).unwrap_or_default(),
            })
            .collect();
        let known: Vec<String> = steps
            .iter()
            .zip(&shares)
            .filter_map(|(step, share)| {
                Some(format!("{} in {}", percent(share)?, words::period(step.period)))
            })
            .collect();
        let development = match known.as_slice() {
            [first, .., last] => format!(" From {first} to {last}."),
            _ => String::new(),
        };
        let told = format!(
            "Stacked bars, {}: {}, {}, {}.{development}",
            span(course.wide_step, steps),
            shown.yes.to_lowercase(),
            shown.no.to_lowercase(),
            shown.unknown.to_lowercase()
        );
        let fills = [Fill::Yes, Fill::No, Fill::Unknown];
        let titles = [shown.yes, shown.no, shown.unknown];
        let rows = steps.iter().zip(&shares).map(|(step, share)| TableRow {
            title: words::period(step.period),
            path: self.search(step),
            cells: vec![
                share.part.to_string(),
                (share.n - share.part).to_string(),
                share.missing.to_string(),
                percent(share).unwrap_or_else(|| "–".to_owned()),
            ],
        });
        let head =
            [words::step(course.wide_step), shown.yes, shown.no, shown.unknown, "Share of those that tell"];
        let has_steps = !steps.is_empty();
        FigureView {
            key: shown.key,
            title: shown.title.to_owned(),
            text: format!("n = {}, missing {}. {}: {all}.", whole.n, whole.missing, shown.yes),
            legend: fills.into_iter().zip(titles).map(|(fill, title)| LegendView::new(fill, title)).collect(),
            svg: has_steps.then(|| chart::bars(&told, &slots(steps), &fills, &bars)),
            empty: if has_steps { String::new() } else { "No incident of this time has a date.".to_owned() },
            table: TableView { head: head.map(str::to_owned).to_vec(), rows: rows.collect() },
        }
    }

    /// Says where the first step is not told whole.
    fn partial(&self) -> String {
        let (Some((first, _)), Some(step)) = (self.course.days, self.course.steps.first()) else {
            return String::new();
        };
        let begins = step.period.days(self.site.knowledge.today()).map(|(begins, _)| begins);
        let cut = self.course.whole.period == Period::LastYear && begins != Some(first);
        if cut {
            format!(" {} is counted from {}.", words::period(step.period), day(first))
        } else {
            String::new()
        }
    }

    /// The search that lists the incidents of a step.
    pub(super) fn search(&self, step: &PeriodStatistics) -> Option<String> {
        let today = self.site.knowledge.today();
        if !self.site.config.search.enable || step.statistics.count == 0 {
            return None;
        }
        let (begins, ends) = step.period.days(today)?;
        let begins = self.course.days.map_or(begins, |(first, _)| begins.max(first));
        let query = format!("after:{begins} before:{}", ends.tomorrow().ok()?);
        // The search knows years of four digits.
        (begins >= Date::constant(1000, 1, 1)).then(|| Routes::search_for(&query))
    }
}

pub(super) fn slots(steps: &[PeriodStatistics]) -> Vec<Slot> {
    steps.iter().map(|step| words::slot(step.period)).collect()
}

/// `by month from Jul 2024 to Jun 2025`.
pub(super) fn span(step: Step, steps: &[PeriodStatistics]) -> String {
    match steps {
        [] => String::new(),
        [only] => format!("for {}", words::period(only.period)),
        [first, .., last] => {
            format!(
                "by {} from {} to {}",
                step.key(),
                words::period(first.period),
                words::period(last.period)
            )
        }
    }
}
