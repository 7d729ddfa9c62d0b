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

use super::view::{PageView, day};
use super::{RenderError, Site};
use crate::analysis::{CHANGES, Course, Filter, Metrics, Period, Selection, human};
use crate::routes::{Facet, Routes};
use figure::FigureView;
use figures::Figures;
use matrix::MatrixView;
use serde::Serialize;
use words::{counted, is_or_are, percent};

/// The metrics that are shown, by their place in [`Metrics::DEFINITIONS`]: with their keys, and in words.
const TIMES: [(usize, &str, &str); 3] = [
    (0, "time-to-detect", "Time to detect"),
    (3, "time-to-mitigate", "Time to mitigate"),
    (4, "time-to-resolve", "Time to resolve"),
];

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
    term: &'static str,
    text: String,
}

/// Renders the trends of a period.
pub(super) fn page(site: &Site, period: Period, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let permalink = Routes::trends(period);
    let title = match period {
        Period::LastYear => "Trends".to_owned(),
        Period::All => "Trends: all".to_owned(),
        period => format!("Trends: {}", period.key()),
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
        title: words::period(one),
        path: Routes::trends(one).path(),
        current: one == period,
    });
    TrendsView {
        period: period.key(),
        periods: periods.collect(),
        count: course.whole.statistics.count,
        lead: lead(site, &course),
        notes: notes(site, &course, &selection),
        numbers: numbers(&course),
        incidents: figures.incidents(),
        times: TIMES.into_iter().map(|(number, key, title)| figures.time(number, key, title)).collect(),
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
    let statistics = &course.whole.statistics;
    let count = match statistics.count {
        0 => "No incident".to_owned(),
        count => counted(count, "incident"),
    };
    let (from, to) = match (course.whole.period, course.days) {
        (Period::All, _) if statistics.count == 0 => return "There is no postmortem yet.".to_owned(),
        (Period::All, _) => match (statistics.first_seen, statistics.last_seen) {
            (Some(first), Some(last)) => (first, last),
            _ => return format!("{count} without a date."),
        },
        (_, Some(days)) => days,
        (period, None) => {
            return format!("{} had not begun on {}.", words::period(period), day(site.knowledge.today()));
        }
    };
    if from == to {
        format!("{count} on {}.", day(from))
    } else {
        format!("{count} from {} to {}.", day(from), day(to))
    }
}

/// What is not in the figures, or in some of them only.
fn notes(site: &Site, course: &Course, selection: &Selection) -> Vec<String> {
    let mut notes = Vec::new();
    if course.future > 0 {
        notes.push(format!(
            "{} {} dated after {}, and counted nowhere.",
            counted(course.future, "postmortem"),
            is_or_are(course.future),
            day(site.knowledge.today()),
        ));
    }
    let has_no_date = |at: &&usize| site.corpus.postmortems()[**at].date().is_none();
    let undated = selection.members.iter().filter(has_no_date).count();
    if undated > 0 {
        let where_to = if course.whole.period == Period::All {
            "in no figure over time"
        } else {
            "counted under All only"
        };
        notes.push(format!(
            "{} {} no date, and {} {where_to}.",
            counted(undated, "incident"),
            if undated == 1 { "has" } else { "have" },
            is_or_are(undated),
        ));
    }
    if let (true, Some((first, _))) = (course.before > 0, course.days) {
        notes.push(format!(
            "{} before {} {} counted, but in no figure over time.",
            counted(course.before, "incident"),
            day(first),
            is_or_are(course.before),
        ));
    }
    notes
}

fn numbers(course: &Course) -> Vec<NumberView> {
    let statistics = &course.whole.statistics;
    let mut numbers = vec![NumberView {
        value: statistics.count.to_string(),
        label: if statistics.count == 1 { "incident" } else { "incidents" }.to_owned(),
    }];
    for (number, what) in [(0, "to detect"), (3, "to mitigate")] {
        let spread = &statistics.metrics[number];
        if let Some(median) = spread.median {
            numbers.push(NumberView {
                value: human(median),
                label: format!("median time {what}, n = {}, missing {}", spread.n, spread.missing),
            });
        }
    }
    for (share, what) in [
        (&statistics.detected_by_people, "noticed by people"),
        (&statistics.set_off_by_change, "set off by a change"),
    ] {
        if let Some(value) = percent(share) {
            numbers.push(NumberView {
                value,
                label: format!("{what}, n = {}, missing {}", share.n, share.missing),
            });
        }
    }
    numbers
}

/// What the figures mean; said once a page.
fn definitions(site: &Site) -> Vec<DefinitionView> {
    let title = |key: &&str| words::term(site, Facet::Triggers, key).to_lowercase();
    let changes: Vec<String> = CHANGES.iter().map(title).collect();
    let mut definitions: Vec<_> = TIMES
        .into_iter()
        .map(|(number, _, title)| DefinitionView {
            term: title,
            text: format!("{}. Only where both are known to the minute.", Metrics::DEFINITIONS[number].1),
        })
        .collect();
    let told = |term, text: &str| DefinitionView { term, text: text.to_owned() };
    definitions.extend([
        told("Median", "Half of the incidents took no longer. Of two values it is the lesser: always one that occurred. There is no mean, because a single long incident would make it."),
        told("90th percentile", "Nine of ten incidents took no longer."),
        told("n, missing", "Of how many incidents a figure is made, and how many of the period do not tell what it needs."),
        told("Noticed by people", "By engineers, customers, partners or on social media, rather than by monitoring or probes."),
    ]);
    definitions.push(DefinitionView {
        term: "Set off by a change",
        text: format!("One of its triggers is a change that somebody made: {}.", changes.join(", ")),
    });
    definitions.push(told("When", "An incident belongs to the day on which it began, where it began."));
    definitions
}
