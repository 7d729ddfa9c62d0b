//! `pmsite report recurrences`.

use super::counted;
use super::table::{Align, Table};
use crate::analysis::{ChainRecord, MemberRecord, RecurrenceReport};
use crate::data::csv_row;

/// A table for each chain, worst first.
pub(super) fn table(report: &RecurrenceReport<'_>, width: Option<usize>) -> String {
    if report.chains.is_empty() {
        return "no failure came back\n".to_owned();
    }
    let count = report.chains.len();
    let mut out = format!("{} came back\n", counted(count, "failure"));
    for chain in &report.chains {
        out.push('\n');
        out.push_str(&head(chain));
        let mut table = Table::new([
            ("DATE", Align::Left),
            ("POSTMORTEM", Align::Left),
            ("SEVERITY", Align::Left),
            ("TITLE", Align::Left),
            ("LIKE", Align::Left),
            ("PROMISED", Align::Right),
            ("DONE IN TIME", Align::Right),
            ("OPEN", Align::Right),
        ]);
        for (number, member) in chain.members.iter().enumerate() {
            let before = number.checked_sub(1).map(|before| chain.members[before].id);
            let some =
                |count: usize| if member.promises.is_empty() { String::new() } else { count.to_string() };
            table.row([
                day(member),
                member.id.to_owned(),
                member.severity.unwrap_or_default().to_owned(),
                member.title.to_owned(),
                like(member, before),
                some(member.promises.len()),
                some(in_time(member)),
                some(outcomes(member, "open")),
            ]);
        }
        out.push_str(&table.render(width));
    }
    out
}

fn head(chain: &ChainRecord<'_>) -> String {
    let severity = chain.figures.severity.map(|severity| format!(", {severity}")).unwrap_or_default();
    let promises = match chain.figures.promised_before {
        0 => "nothing was promised in between that is known to prevent it".to_owned(),
        promised => format!(
            "{} of {} done before the next time",
            chain.figures.done_in_time,
            counted(promised, "preventive promise")
        ),
    };
    format!("{} times{severity}: {promises}\n", chain.figures.times)
}

fn day(member: &MemberRecord<'_>) -> String {
    member.date.as_ref().map(|date| date.get(..10).unwrap_or(date).to_owned()).unwrap_or_default()
}

/// What links a member to an earlier one, in a few words; which one, if it is not the one before.
fn like(member: &MemberRecord<'_>, before: Option<&str>) -> String {
    let Some(link) = &member.link else { return String::new() };
    let why = match link.score {
        None => "declared".to_owned(),
        Some(score) => {
            let words = link.evidence.words.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            format!("{:.0} %: {words}", score * 100.0)
        }
    };
    if before == Some(link.to) { why } else { format!("{}, {why}", link.to) }
}

fn outcomes(member: &MemberRecord<'_>, wanted: &str) -> usize {
    member.promises.iter().filter(|promise| promise.outcome == wanted).count()
}

fn in_time(member: &MemberRecord<'_>) -> usize {
    outcomes(member, "done") + outcomes(member, "done-without-date")
}

/// A row for each time that a failure happened.
pub(super) fn csv(report: &RecurrenceReport<'_>) -> String {
    let mut out = String::new();
    csv_row(
        &mut out,
        [
            "chain",
            "time",
            "times",
            "id",
            "title",
            "date",
            "severity",
            "days_since",
            "like",
            "declared",
            "score",
            "services",
            "root_causes",
            "words",
            "promised",
            "done_in_time",
            "open",
        ],
    );
    for (chain, number) in report.chains.iter().zip(1..) {
        for (member, time) in chain.members.iter().zip(1..) {
            let link = member.link.as_ref();
            let list = |values: Option<Vec<String>>| values.unwrap_or_default().join("; ");
            csv_row(
                &mut out,
                [
                    format!("{number}"),
                    format!("{time}"),
                    chain.figures.times.to_string(),
                    member.id.to_owned(),
                    member.title.to_owned(),
                    member.date.clone().unwrap_or_default(),
                    member.severity.unwrap_or_default().to_owned(),
                    member.days_since.map(|days| days.to_string()).unwrap_or_default(),
                    link.map(|link| link.to.to_owned()).unwrap_or_default(),
                    link.map(|link| link.declared.to_string()).unwrap_or_default(),
                    link.and_then(|link| link.score).map(|score| score.to_string()).unwrap_or_default(),
                    list(link.map(|link| link.evidence.services.iter().map(ToString::to_string).collect())),
                    list(
                        link.map(|link| link.evidence.root_causes.iter().map(ToString::to_string).collect()),
                    ),
                    list(link.map(|link| link.evidence.words.clone())),
                    member.promises.len().to_string(),
                    in_time(member).to_string(),
                    outcomes(member, "open").to_string(),
                ],
            );
        }
    }
    out
}
