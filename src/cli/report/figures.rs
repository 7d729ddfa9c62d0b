//! `pmsite report trends` and `pmsite report stats`.

use super::counted;
use super::table::{Align, Table};
use crate::analysis::{
    Dimension, Figure, Metrics, PeriodRecord, Share, Spread, Statistics, StatisticsReport, TrendReport, human,
};
use crate::data::csv_row;
use jiff::SignedDuration;
use jiff::civil::Date;

/// The metrics that tables show, by place in [`Metrics::DEFINITIONS`]; all are in the data.
const SHOWN: [(usize, &str); 3] = [(0, "DETECT"), (3, "MITIGATE"), (4, "RESOLVE")];

/// Figures by month, those of the last twelve without `--since`, and by year.
pub(super) fn trends(report: &TrendReport, since: bool, today: Date, width: Option<usize>) -> String {
    let all = &report.all.statistics;
    if all.count == 0 {
        return nothing();
    }
    let mut out = String::new();
    let months = if since { &report.months } else { report.recent_months(today) };
    let recent = [&report.last_12_months, &report.all];
    for (name, rows) in [("MONTH", months), ("YEAR", &report.years)] {
        if !rows.is_empty() {
            let ends = if name == "YEAR" { &recent[..] } else { &[] };
            let rows = rows.iter().chain(ends.iter().copied());
            out.push_str(&periods(name, rows, &severities(all)).render(width));
            out.push('\n');
        }
    }
    out.push_str(LEGEND);
    out
}

const LEGEND: &str = "times: median / p90 (n); shares: of n\n";

fn nothing() -> String {
    "there is no such incident\n".to_owned()
}

/// The keys of the severities that occur, worst first.
fn severities(statistics: &Statistics) -> Vec<String> {
    statistics.severities.iter().map(|tally| tally.key.clone()).collect()
}

fn periods<'a>(name: &str, rows: impl Iterator<Item = &'a PeriodRecord>, severities: &[String]) -> Table {
    let mut heads = vec![(name.to_owned(), Align::Left), ("N".to_owned(), Align::Right)];
    heads.extend(severities.iter().map(|key| (named(key, "none").to_uppercase(), Align::Right)));
    heads.extend(figure_heads());
    let mut table = Table::new(heads);
    for row in rows {
        let statistics = &row.statistics;
        let mut cells = vec![row.period.clone(), statistics.count.to_string()];
        let count = |key: &String| statistics.severities.iter().find(|tally| tally.key == *key);
        cells.extend(
            severities.iter().map(|key| count(key).map(|tally| tally.count.to_string()).unwrap_or_default()),
        );
        cells.extend(figures(statistics));
        table.row(cells);
    }
    table
}

fn named<'a>(key: &'a str, instead: &'a str) -> &'a str {
    if key.is_empty() { instead } else { key }
}

fn figure_heads() -> impl Iterator<Item = (String, Align)> {
    let times = SHOWN.iter().map(|(_, name)| (*name).to_owned());
    times.chain(["BY PEOPLE".to_owned(), "BY CHANGE".to_owned()]).map(|head| (head, Align::Right))
}

fn figures(statistics: &Statistics) -> impl Iterator<Item = String> {
    let times = SHOWN.iter().map(|(metric, _)| time(&statistics.metrics[*metric]));
    times.chain([share(&statistics.detected_by_people), share(&statistics.set_off_by_change)])
}

/// `12m / 2h10m (4)`; empty without values.
fn time(spread: &Spread<SignedDuration>) -> String {
    match (spread.median, spread.p90) {
        (Some(median), Some(p90)) => format!("{} / {} ({})", short(median), short(p90), spread.n),
        _ => String::new(),
    }
}

/// `2h10m`: a table has many of them.
fn short(duration: SignedDuration) -> String {
    human(duration).replace("min", "m").replace(' ', "")
}

/// `40 % of 5`; empty without answers.
fn share(share: &Share) -> String {
    share.percent().map(|percent| format!("{percent} % of {}", share.n)).unwrap_or_default()
}

/// Figures of everything, then by each dimension.
pub(super) fn statistics(report: &StatisticsReport, width: Option<usize>) -> String {
    let all = &report.all;
    if all.count == 0 {
        return nothing();
    }
    let mut out = counted(all.count, "incident");
    if let (Some(first), Some(last)) = (all.first_seen, all.last_seen) {
        out.push_str(&format!(", {first} to {last}"));
    }
    if all.undated > 0 {
        out.push_str(&format!(", {} without a date", all.undated));
    }
    out.push_str("\n\n");
    out.push_str(&metrics(report).render(width));
    for (share, what) in [
        (&all.detected_by_people, "noticed by people, not by monitoring"),
        (
            &all.set_off_by_change,
            "set off by a change: deploy, configuration, migration, maintenance, by hand",
        ),
    ] {
        let percent = share.percent().map(|percent| format!("{percent} % of {}", share.n));
        let unknown = if share.missing > 0 { format!(", {} unknown", share.missing) } else { String::new() };
        out.push_str(&format!("\n{what}: {}{unknown}", percent.unwrap_or_else(|| "not known".to_owned())));
    }
    out.push('\n');
    for dimension in Dimension::ALL {
        let groups = report.groups.get(dimension.key()).map_or(&[][..], Vec::as_slice);
        if groups.is_empty() {
            continue;
        }
        let mut heads = vec![
            (dimension.key().replace('_', " ").to_uppercase(), Align::Left),
            ("N".to_owned(), Align::Right),
            ("FIRST".to_owned(), Align::Left),
            ("LAST".to_owned(), Align::Left),
            ("DAYS BETWEEN".to_owned(), Align::Right),
        ];
        heads.extend(figure_heads());
        let mut table = Table::new(heads);
        for group in groups {
            let statistics = &group.statistics;
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let mut cells = vec![
                group.key.clone(),
                statistics.count.to_string(),
                day(statistics.first_seen),
                day(statistics.last_seen),
                statistics.days_between.median.map(|days| days.to_string()).unwrap_or_default(),
            ];
            cells.extend(figures(statistics));
            table.row(cells);
        }
        out.push('\n');
        out.push_str(&table.render(width));
    }
    out.push('\n');
    out.push_str("days between: median; ");
    out + LEGEND
}

fn metrics(report: &StatisticsReport) -> Table {
    let mut table = Table::new([
        ("METRIC", Align::Left),
        ("MEDIAN", Align::Right),
        ("P90", Align::Right),
        ("N", Align::Right),
        ("MISSING", Align::Right),
        ("BECAUSE", Align::Left),
    ]);
    for ((name, definition), spread) in Metrics::DEFINITIONS.iter().zip(&report.all.metrics) {
        let value = |value: Option<SignedDuration>| value.map(human).unwrap_or_default();
        let why = report.gaps.iter().filter(|gap| gap.metric == *name);
        let why: Vec<_> = why.map(|gap| format!("{} ({})", gap.why, gap.count)).collect();
        table.row([
            format!("{} = {definition}", name.replace('_', " ")),
            value(spread.median),
            value(spread.p90),
            spread.n.to_string(),
            spread.missing.to_string(),
            why.join("; "),
        ]);
    }
    table
}

/// A row for each period.
pub(super) fn trends_csv(report: &TrendReport) -> String {
    let severities = severities(&report.all.statistics);
    let mut out = String::new();
    let mut heads: Vec<String> = ["granularity", "period"].map(str::to_owned).into();
    heads.extend(csv_heads());
    heads.extend(severities.iter().map(|key| format!("severity_{}", named(key, "none"))));
    csv_row(&mut out, &heads);
    let rows = report.months.iter().map(|row| ("month", row));
    let rows = rows.chain(report.years.iter().map(|row| ("year", row)));
    for (granularity, row) in rows.chain([("last-12-months", &report.last_12_months), ("all", &report.all)]) {
        let mut cells = vec![granularity.to_owned(), row.period.clone()];
        cells.extend(csv_cells(&row.statistics));
        cells.extend(severities.iter().map(|key| {
            let tally = row.statistics.severities.iter().find(|tally| tally.key == *key);
            tally.map_or(0, |tally| tally.count).to_string()
        }));
        csv_row(&mut out, &cells);
    }
    out
}

/// A row for everything, and for each value of each dimension.
pub(super) fn statistics_csv(report: &StatisticsReport) -> String {
    let mut out = String::new();
    let mut heads: Vec<String> = ["dimension", "key"].map(str::to_owned).into();
    heads.extend(csv_heads());
    csv_row(&mut out, &heads);
    let mut row = |dimension: &str, key: &str, statistics: &Statistics| {
        let mut cells = vec![dimension.to_owned(), key.to_owned()];
        cells.extend(csv_cells(statistics));
        csv_row(&mut out, &cells);
    };
    row("all", "", &report.all);
    for dimension in Dimension::ALL {
        for group in report.groups.get(dimension.key()).into_iter().flatten() {
            row(dimension.key(), &group.key, &group.statistics);
        }
    }
    out
}

fn csv_heads() -> Vec<String> {
    let mut heads: Vec<String> = ["count", "undated", "first_seen", "last_seen"].map(str::to_owned).into();
    let names = ["days_between"].into_iter().chain(Metrics::DEFINITIONS.iter().map(|(name, _)| *name));
    for name in names {
        heads.extend(["n", "missing", "median", "p90"].map(|figure| format!("{name}_{figure}")));
    }
    for name in ["detected_by_people", "set_off_by_change"] {
        heads.extend(["part", "n", "missing"].map(|figure| format!("{name}_{figure}")));
    }
    heads
}

fn csv_cells(statistics: &Statistics) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut cells = vec![
        statistics.count.to_string(),
        statistics.undated.to_string(),
        day(statistics.first_seen),
        day(statistics.last_seen),
    ];
    spread(&mut cells, &statistics.days_between);
    for metric in &statistics.metrics {
        spread(&mut cells, metric);
    }
    for share in [&statistics.detected_by_people, &statistics.set_off_by_change] {
        cells.extend([share.part, share.n, share.missing].map(|count| count.to_string()));
    }
    cells
}

fn spread<T: Figure>(cells: &mut Vec<String>, spread: &Spread<T>) {
    let value = |value: Option<T>| value.map(|value| value.number().to_string()).unwrap_or_default();
    cells.extend([spread.n.to_string(), spread.missing.to_string(), value(spread.median), value(spread.p90)]);
}
