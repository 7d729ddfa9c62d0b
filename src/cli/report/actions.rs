//! `pmsite report actions`.

use super::counted;
use super::table::{Align, Table};
use crate::analysis::{ActionRecord, ActionReport, ActionState};
use crate::render::action_table;

/// What is to be done, the longest overdue first, below a summary of all.
pub(super) fn table(report: &ActionReport<'_>, width: Option<usize>) -> String {
    let standing = &report.standing;
    let mut out = counted(standing.all(), "action item");
    for (count, state) in ActionState::ALL.into_iter().map(|state| (count(report, state), state)) {
        if count > 0 {
            out.push_str(&format!(", {count} {}", state.key()));
        }
    }
    if let Some(percent) = report.completion.percent() {
        out.push_str(&format!("; {percent} % of {} done", report.completion.n));
    }
    out.push('\n');
    let mut open: Vec<&ActionRecord<'_>> =
        report.actions.iter().filter(|action| action.state.is_open()).collect();
    if open.is_empty() {
        return out;
    }
    let ages = ["0-30", "31-90", "91-180", "181-365", "over-365", "unknown"]
        .iter()
        .filter_map(|age| Some((age, *report.ages.get(age)?)))
        .filter(|(_, count)| *count > 0)
        .map(|(age, count)| format!("{count} {}", age.replace("over-", "over ")));
    out.push_str(&format!("days open: {}\n\n", ages.collect::<Vec<_>>().join(", ")));
    open.sort_by_key(|action| (action.state, action.until.is_none(), action.until.clone(), action.key));
    let mut table = Table::new([
        ("STATE", Align::Left),
        ("UNTIL", Align::Left),
        ("DAYS", Align::Right),
        ("OWNER", Align::Left),
        ("KIND", Align::Left),
        ("TICKET", Align::Left),
        ("POSTMORTEM", Align::Left),
        ("ACTION", Align::Left),
    ]);
    for action in open {
        table.row([
            action.state.key().to_owned(),
            action.until.clone().unwrap_or_default(),
            action.age_days.map(|days| days.to_string()).unwrap_or_default(),
            action.owner_key.unwrap_or_default().to_owned(),
            action.kind.unwrap_or_default().to_owned(),
            action.ticket.unwrap_or_default().to_owned(),
            action.postmortem.to_owned(),
            action.text.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
    }
    out + &table.render(width)
}

fn count(report: &ActionReport<'_>, state: ActionState) -> usize {
    let standing = &report.standing;
    match state {
        ActionState::Overdue => standing.overdue,
        ActionState::Open => standing.open,
        ActionState::Done => standing.done,
        ActionState::Dropped => standing.dropped,
        ActionState::Elsewhere => standing.elsewhere,
    }
}

/// A row for each action item.
pub(super) fn csv(report: &ActionReport<'_>) -> String {
    action_table(report.actions.iter().cloned())
}
