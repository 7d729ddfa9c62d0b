//! `pmsite report`: what the postmortems say together.

mod actions;
mod ask;
mod figures;
mod recurrences;
mod table;

use super::args::{Report, ReportFormat, ReportSubject};
use super::terminal::Terminal;
use super::{Failure, Verdict};
use crate::analysis::{
    ActionReport, Analysis, RecurrenceReport, Register, Selection, StatisticsReport, TrendReport,
};
use crate::pipeline::{self, Loaded, Options, Timings};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

pub(super) fn run(args: &Report, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let today = match args.today {
        Some(today) => today,
        None => super::today::today()?,
    };
    let options = Options {
        root: root.to_path_buf(),
        drafts: args.drafts,
        audience: args.audience,
        environment: super::environment(),
        ..Options::default()
    };
    let mut timings = Timings::default();
    let Loaded { config, corpus, diagnostics } =
        pipeline::load(&options, &mut timings).map_err(|error| super::build::explain(root, error))?;
    let Some(corpus) = corpus else {
        terminal.diagnostics(&diagnostics);
        return Ok(Verdict::Rejected);
    };
    let filter = ask::filter(args, &config, &corpus, today)?;
    let selection = Selection::of(&corpus, &filter, today);
    let width = Terminal::columns();
    let text = match args.subject {
        ReportSubject::Actions => {
            let register = timings.measure("register", || {
                Register::of(&corpus, &config.postmortem.patience, today).select(&selection.members)
            });
            let report = ActionReport::of(&corpus, &register, &selection, today);
            match args.format {
                ReportFormat::Table => actions::table(&report, width),
                ReportFormat::Json => json(&report)?,
                ReportFormat::Csv => actions::csv(&report),
            }
        }
        ReportSubject::Recurrences => {
            let comparison = pipeline::compare(&config, &corpus, &mut timings);
            let report = timings
                .measure("recurrences", || RecurrenceReport::of(&corpus, &comparison, &selection, today));
            match args.format {
                ReportFormat::Table => recurrences::table(&report, width),
                ReportFormat::Json => json(&report)?,
                ReportFormat::Csv => recurrences::csv(&report),
            }
        }
        ReportSubject::Trends => {
            let analysis = timings.measure("analyze", || Analysis::of(&corpus));
            let metrics = analysis.all_metrics();
            let report = timings
                .measure("figures", || TrendReport::of(&corpus, metrics, &selection, filter.since, today));
            match args.format {
                ReportFormat::Table => figures::trends(&report, filter.since.is_some(), today, width),
                ReportFormat::Json => json(&report)?,
                ReportFormat::Csv => figures::trends_csv(&report),
            }
        }
        ReportSubject::Stats => {
            let analysis = timings.measure("analyze", || Analysis::of(&corpus));
            let metrics = analysis.all_metrics();
            let report =
                timings.measure("figures", || StatisticsReport::of(&corpus, metrics, &selection, today));
            match args.format {
                ReportFormat::Table => figures::statistics(&report, width),
                ReportFormat::Json => json(&report)?,
                ReportFormat::Csv => figures::statistics_csv(&report),
            }
        }
    };
    match write!(anstream::stdout().lock(), "{text}") {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(Verdict::Fine),
        result => result?,
    }
    said(&selection, today, terminal);
    if terminal.is_verbose() {
        for (stage, time) in timings.stages() {
            terminal.say(format_args!("{stage:>12} {} ms", time.as_millis()));
        }
    }
    Ok(Verdict::Fine)
}

/// Says which postmortems are in no figure.
fn said(selection: &Selection, today: jiff::civil::Date, terminal: Terminal) {
    let are = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 postmortem {one}"),
        count => format!("{count} postmortems {many}"),
    };
    if selection.future > 0 {
        let are = are(selection.future, "is", "are");
        terminal.say(format_args!("{are} dated after {today}, and left out"));
    }
    if selection.undated > 0 {
        let have = are(selection.undated, "has", "have");
        terminal.say(format_args!("{have} no date, and left out because of `--since`"));
    }
}

fn json(report: &impl Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

/// `1 action item`, `2 action items`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
