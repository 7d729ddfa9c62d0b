//! The pages of trends: what the incidents of some time say together.
//!
//! Every figure is that of [`crate::analysis`]; here they get words, charts and tables. A page is of one
//! period, and knows the addresses of the others.

mod figure;
mod figures;
mod matrix;
mod terms;
mod times;
mod words;

use super::view::PageView;
use super::words::Words;
use super::{RenderError, Site};
use crate::analysis::{CHANGES, Course, Filter, Metrics, Period, Selection};
use crate::routes::{Facet, Routes};
use figure::FigureView;
use figures::Figures;
use matrix::MatrixView;
use serde::Serialize;
use words::percent;

/// The metrics that are shown, by their place in [`Metrics::DEFINITIONS`], with their keys.
const TIMES: [(usize, &str); 3] = [(0, "time-to-detect"), (3, "time-to-mitigate"), (4, "time-to-resolve")];

/// A page of trends.
#[derive(Serialize)]
struct TrendsView {
    /// The period's key.
    period: String,
    periods: Vec<PeriodLink>,
    /// How many incidents there are.
    count: usize,
    /// What the page is about, in a sentence.
    lead: String,
    /// What is not in the figures.
    notes: Vec<String>,
    numbers: Vec<NumberView>,
    incidents: FigureView,
    times: Vec<FigureView>,
    people: FigureView,
    matrix: MatrixView,
    root_causes: FigureView,
    triggers: FigureView,
    changes: FigureView,
    definitions: Vec<DefinitionView>,
    /// The same figures as data.
    data: String,
}

/// A link to another period.
#[derive(Serialize)]
struct PeriodLink {
    title: String,
    path: String,
    current: bool,
}

/// A figure that stands for itself.
#[derive(Serialize)]
struct NumberView {
    value: String,
    label: String,
}

/// What a figure means.
#[derive(Serialize)]
struct DefinitionView {
    term: String,
    text: String,
}

/// Renders the trends of a period.
pub(super) fn page(site: &Site, period: Period, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let (permalink, words) = (Routes::trends(period), site.words());
    let title = match period {
        Period::LastYear => words.say("trends.title"),
        Period::All => words.say("trends.title_all"),
        period => words.fill("trends.title_period", &[("period", &period.key())]),
    };
    let page = PageView::at(&permalink, &site.config, "trends", &title);
    let mut context = site.context(&page, &permalink.root());
    context.insert("trends", &view(site, period));
    site.template("trends.html", &context, out)
}

fn view(site: &Site, period: Period) -> TrendsView {
    let today = site.knowledge.today();
    let selection = Selection::of(&site.corpus, &Filter::default(), today);
    let course = Course::of(&site.corpus, site.analysis.all_metrics(), &selection, period, today);
    let figures = Figures::new(site, &course);
    let periods = site.routes.trend_periods().into_iter().map(|one| PeriodLink {
        title: words::period(site.words(), one),
        path: Routes::trends(one).path(),
        current: one == period,
    });
    TrendsView {
        period: period.key(),
        periods: periods.collect(),
        count: course.whole.statistics.count,
        lead: lead(site, &course),
        notes: notes(site, &course, &selection),
        numbers: numbers(site.words(), &course),
        incidents: figures.incidents(),
        times: TIMES.into_iter().map(|(number, key)| figures.time(number, key)).collect(),
        people: figures.people(),
        matrix: MatrixView::of(site, &course),
        root_causes: figures.terms(Facet::RootCauses),
        triggers: figures.terms(Facet::Triggers),
        changes: figures.changes(),
        definitions: definitions(site),
        data: Routes::fixed("api/trends.json").path(),
    }
}

fn lead(site: &Site, course: &Course) -> String {
    let (statistics, words) = (&course.whole.statistics, site.words());
    let count = match statistics.count {
        0 => words.say("trends.no_incident"),
        count => words.count("trends.incidents", count),
    };
    let (from, to) = match (course.whole.period, course.days) {
        (Period::All, _) if statistics.count == 0 => return words.say("trends.no_postmortem"),
        (Period::All, _) => match (statistics.first_seen, statistics.last_seen) {
            (Some(first), Some(last)) => (first, last),
            _ => return words.fill("trends.lead_undated", &[("count", &count)]),
        },
        (_, Some(days)) => days,
        (period, None) => {
            let (period, today) = (words::period(words, period), words.day(site.knowledge.today()));
            return words.fill("trends.lead_future", &[("period", &period), ("day", &today)]);
        }
    };
    let (first, last) = (words.day(from), words.day(to));
    if from == to {
        words.fill("trends.lead_on", &[("count", &count), ("day", &first)])
    } else {
        words.fill("trends.lead_from_to", &[("count", &count), ("from", &first), ("to", &last)])
    }
}

/// What is not in the figures, or in some of them only.
fn notes(site: &Site, course: &Course, selection: &Selection) -> Vec<String> {
    let (mut notes, words) = (Vec::new(), site.words());
    if course.future > 0 {
        let count = words.count("trends.postmortems", course.future);
        let values = [("count", count.as_str()), ("day", &words.day(site.knowledge.today()))];
        notes.push(words.count_and("trends.note_future", course.future, &values));
    }
    let has_no_date = |at: &&usize| site.corpus.postmortems()[**at].date().is_none();
    let undated = selection.members.iter().filter(has_no_date).count();
    if undated > 0 {
        let is_all = course.whole.period == Period::All;
        let key = if is_all { "trends.note_undated_all" } else { "trends.note_undated" };
        let count = words.count("trends.incidents", undated);
        notes.push(words.count_and(key, undated, &[("count", &count)]));
    }
    if let (true, Some((first, _))) = (course.before > 0, course.days) {
        let count = words.count("trends.incidents", course.before);
        let values = [("count", count.as_str()), ("day", &words.day(first))];
        notes.push(words.count_and("trends.note_before", course.before, &values));
    }
    notes
}

fn numbers(words: &Words, course: &Course) -> Vec<NumberView> {
    let statistics = &course.whole.statistics;
    let mut numbers = vec![NumberView {
        value: words.number(statistics.count),
        label: words.count("trends.incidents_label", statistics.count),
    }];
    let label = |key: &str, n: usize, missing: usize| {
        words.fill_of("trends", key, &[("n", &words.number(n)), ("missing", &words.number(missing))])
    };
    for (number, key) in [(0, "median_time_to_detect"), (3, "median_time_to_mitigate")] {
        let spread = &statistics.metrics[number];
        if let Some(median) = spread.median {
            let label = label(key, spread.n, spread.missing);
            numbers.push(NumberView { value: words.duration(median), label });
        }
    }
    for (share, key) in [
        (&statistics.detected_by_people, "noticed_by_people"),
        (&statistics.set_off_by_change, "set_off_by_change"),
    ] {
        if let Some(value) = percent(words, share) {
            numbers.push(NumberView { value, label: label(key, share.n, share.missing) });
        }
    }
    numbers
}

/// What the figures mean; said once a page.
fn definitions(site: &Site) -> Vec<DefinitionView> {
    let words = site.words();
    let title = |key: &&str| words.inside(&words::term(site, Facet::Triggers, key));
    let changes: Vec<String> = CHANGES.iter().map(title).collect();
    let mut definitions: Vec<_> = TIMES
        .into_iter()
        .map(|(number, _)| {
            let key = Metrics::DEFINITIONS[number].0;
            let definition = words.value("metric_definition", key);
            DefinitionView {
                term: words.value("metric", key),
                text: words.fill("definition.to_the_minute", &[("definition", &definition)]),
            }
        })
        .collect();
    let told = |term: &str, text: String| DefinitionView { term: words.say(term), text };
    definitions.extend([
        told("common.median", words.say("definition.median")),
        told("common.percentile", words.say("definition.percentile")),
        told("definition.n_title", words.say("definition.n")),
        told("chart.people", words.say("definition.people")),
        told("chart.changes", words.fill("definition.changes", &[("all", &words.list(&changes))])),
        told("definition.when_title", words.say("definition.when")),
    ]);
    definitions
}
