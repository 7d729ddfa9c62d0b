//! The charts of a period: how many incidents, and shares of them.

use super::figure::{FigureView, LegendView, TableRow, TableView};
use super::words::{self, percent};
use crate::analysis::{Course, Period, PeriodStatistics, Share, Statistics, Step, Tally};
use crate::render::Site;
use crate::render::chart::{self, Bar, Fill, Slot};
use crate::render::words::Words;
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
    title: String,
    /// What part of the incidents it is.
    yes: String,
    no: String,
    unknown: String,
    empty: String,
    of: &'a dyn Fn(&Statistics) -> Share,
}

impl<'a> Figures<'a> {
    pub(super) fn new(site: &'a Site, course: &'a Course) -> Self {
        Self { site, course }
    }

    /// How it is said.
    pub(super) fn words(&self) -> &'a Words {
        self.site.words()
    }

    /// How a period is said.
    pub(super) fn period(&self, step: &PeriodStatistics) -> String {
        words::period(self.words(), step.period)
    }

    /// The title of a chart by steps of time.
    pub(super) fn titled(&self, key: &str, step: Step) -> String {
        self.words().say(&format!("chart.{key}_by_{}", step.key()))
    }

    /// The figures of the whole period.
    pub(super) fn whole(&self) -> &'a Statistics {
        &self.course.whole.statistics
    }

    /// How many incidents there were, by severity.
    pub(super) fn incidents(&self) -> FigureView {
        let (course, words, key) = (self.course, self.words(), "incidents");
        let title = self.titled(key, course.step);
        let drawn: usize = course.steps.iter().map(|step| step.statistics.count).sum();
        if drawn == 0 {
            return FigureView::none(key, &title, &words.say("chart.not_dated"));
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
                let told: Vec<String> = told
                    .map(|(count, (_, title, _))| {
                        words.fill("chart.count_of", &[("count", &words.number(*count)), ("title", title)])
                    })
                    .collect();
                let total = step.statistics.count;
                Bar {
                    told: words.fill(
                        "chart.bar",
                        &[
                            ("period", &self.period(step)),
                            ("count", &words.count("trends.incidents", total)),
                            ("parts", &words.list(&told)),
                        ],
                    ),
                    parts,
                    above: if total > 0 { words.number(total) } else { String::new() },
                }
            })
            .collect();
        let fills: Vec<Fill> = kinds.iter().map(|(_, _, fill)| *fill).collect();
        let none = course.steps.iter().filter(|step| step.statistics.count == 0).count();
        let most = course.steps.iter().max_by_key(|step| step.statistics.count);
        let most = most.map(|step| self.value_in(&words.number(step.statistics.count), step));
        let none = words.count(&format!("step.{}s", course.step.key()), none);
        let told = words.fill(
            "chart.bars",
            &[
                ("span", &span(words, course.step, &course.steps)),
                ("most", &most.unwrap_or_default()),
                ("none", &none),
            ],
        );
        let mut head = vec![words::step(words, course.step)];
        head.extend(kinds.iter().map(|(_, title, _)| title.clone()));
        head.push(words.say("trends.all"));
        let rows = course.steps.iter().map(|step| {
            let mut cells: Vec<String> = parts(step).iter().map(|count| words.number(*count)).collect();
            cells.push(words.number(step.statistics.count));
            TableRow { title: self.period(step), path: self.search(step), cells }
        });
        FigureView {
            key,
            text: self.incidents_text(drawn, count_of_all("")),
            legend: kinds.iter().map(|(_, title, fill)| LegendView::new(*fill, title)).collect(),
            svg: Some(chart::bars(&told, &slots(words, &course.steps), &fills, &bars)),
            empty: String::new(),
            table: TableView { head, rows: rows.collect() },
            title,
        }
    }

    fn incidents_text(&self, n: usize, missing: usize) -> String {
        let words = self.words();
        let missing = words.number(missing);
        let mut sentences =
            vec![words.fill("chart.severity_missing", &[("n", &words.number(n)), ("missing", &missing)])];
        sentences.extend(self.partial());
        words.sentences(&sentences)
    }

    /// `7 in May 2024`.
    pub(super) fn value_in(&self, value: &str, step: &PeriodStatistics) -> String {
        self.words().fill("chart.value_in", &[("value", value), ("period", &self.period(step))])
    }

    /// The severities that occur, worst first, then those that are not told: key, title, fill.
    fn severities(&self) -> Vec<(String, String, Fill)> {
        let levels = self.site.config.postmortem.severities.levels();
        let kind = |tally: &Tally| {
            let rank = levels.iter().position(|level| level.key == tally.key);
            match rank {
                Some(rank) => (tally.key.clone(), levels[rank].title.clone(), Fill::Severity(rank)),
                None => (tally.key.clone(), self.words().say("common.not_told"), Fill::Unknown),
            }
        };
        self.whole().severities.iter().map(kind).collect()
    }

    /// Who noticed incidents.
    pub(super) fn people(&self) -> FigureView {
        self.share(&self.shown("detection", "people", &|statistics| statistics.detected_by_people))
    }

    /// How many incidents were set off by a change.
    pub(super) fn changes(&self) -> FigureView {
        self.share(&self.shown("changes", "changes", &|statistics| statistics.set_off_by_change))
    }

    fn shown<'b>(&self, key: &'static str, name: &str, of: &'b dyn Fn(&Statistics) -> Share) -> Shown<'b> {
        let say = |end: &str| self.words().say(&format!("chart.{name}{end}"));
        let unknown = self.words().say("common.not_told");
        Shown { key, title: say(""), yes: say("_yes"), no: say("_no"), unknown, empty: say("_none"), of }
    }

    fn share(&self, shown: &Shown<'_>) -> FigureView {
        let (course, steps, words) = (self.course, &self.course.wide_steps, self.words());
        let whole = (shown.of)(self.whole());
        let Some(all) = percent(words, &whole) else {
            return FigureView::none(shown.key, &shown.title, &shown.empty);
        };
        let shares: Vec<Share> = steps.iter().map(|step| (shown.of)(&step.statistics)).collect();
        let bar = |(step, share): (&PeriodStatistics, &Share)| Bar {
            told: self.share_of_step(shown, step, share),
            parts: vec![share.part, share.n - share.part, share.missing],
            above: percent(words, share).unwrap_or_default(),
        };
        let bars: Vec<Bar> = steps.iter().zip(&shares).map(bar).collect();
        let fills = [Fill::Yes, Fill::No, Fill::Unknown];
        let titles = [&shown.yes, &shown.no, &shown.unknown];
        let rows = steps.iter().zip(&shares).map(|(step, share)| TableRow {
            title: self.period(step),
            path: self.search(step),
            cells: vec![
                words.number(share.part),
                words.number(share.n - share.part),
                words.number(share.missing),
                percent(words, share).unwrap_or_else(|| "–".to_owned()),
            ],
        });
        let mut head = vec![words::step(words, course.wide_step)];
        head.extend(titles.map(Clone::clone));
        head.push(words.say("chart.share_of"));
        let has_steps = !steps.is_empty();
        let (n, missing) = (words.number(whole.n), words.number(whole.missing));
        let text = [
            words.fill("chart.told", &[("n", &n), ("missing", &missing)]),
            words.fill("chart.share_all", &[("title", &shown.yes), ("percent", &all)]),
        ];
        let told = self.share_told(shown, &shares);
        FigureView {
            key: shown.key,
            title: shown.title.clone(),
            text: words.sentences(&text),
            legend: fills.into_iter().zip(titles).map(|(fill, title)| LegendView::new(fill, title)).collect(),
            svg: has_steps.then(|| chart::bars(&told, &slots(words, steps), &fills, &bars)),
            empty: if has_steps { String::new() } else { words.say("chart.no_date") },
            table: TableView { head, rows: rows.collect() },
        }
    }

    fn share_of_step(&self, shown: &Shown<'_>, step: &PeriodStatistics, share: &Share) -> String {
        let words = self.words();
        words.fill(
            "chart.share_bar",
            &[
                ("period", &self.period(step)),
                ("yes", &words.number(share.part)),
                ("yes_title", &words.inside(&shown.yes)),
                ("no", &words.number(share.n - share.part)),
                ("no_title", &words.inside(&shown.no)),
                ("unknown", &words.number(share.missing)),
                ("unknown_title", &words.inside(&shown.unknown)),
            ],
        )
    }

    /// What the chart of a share shows, for whoever cannot see it.
    fn share_told(&self, shown: &Shown<'_>, shares: &[Share]) -> String {
        let (words, steps) = (self.words(), &self.course.wide_steps);
        let mut sentences = vec![words.fill(
            "chart.share_bars",
            &[
                ("span", &span(words, self.course.wide_step, steps)),
                ("yes", &words.inside(&shown.yes)),
                ("no", &words.inside(&shown.no)),
                ("unknown", &words.inside(&shown.unknown)),
            ],
        )];
        let known = steps.iter().zip(shares);
        let known: Vec<String> =
            known.filter_map(|(step, share)| Some(self.value_in(&percent(words, share)?, step))).collect();
        if let [first, .., last] = known.as_slice() {
            sentences.push(words.fill("chart.share_from_to", &[("from", first), ("to", last)]));
        }
        words.sentences(&sentences)
    }

    /// Says where the first step is not told whole.
    fn partial(&self) -> Option<String> {
        let ((first, _), step) = (self.course.days?, self.course.steps.first()?);
        let begins = step.period.days(self.site.knowledge.today()).map(|(begins, _)| begins);
        let cut = self.course.whole.period == Period::LastYear && begins != Some(first);
        let (period, day) = (self.period(step), self.words().day(first));
        cut.then(|| self.words().fill("chart.counted_from", &[("period", &period), ("day", &day)]))
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

pub(super) fn slots(words: &Words, steps: &[PeriodStatistics]) -> Vec<Slot> {
    steps.iter().map(|step| words::slot(words, step.period)).collect()
}

/// `by month from Jul 2024 to Jun 2025`.
pub(super) fn span(words: &Words, step: Step, steps: &[PeriodStatistics]) -> String {
    let said = |step: &PeriodStatistics| words::period(words, step.period);
    match steps {
        [] => String::new(),
        [only] => words.fill("step.for_one", &[("period", &said(only))]),
        [first, .., last] => words.fill_of(
            "step",
            &format!("by_{}", step.key()),
            &[("from", &said(first)), ("to", &said(last))],
        ),
    }
}
