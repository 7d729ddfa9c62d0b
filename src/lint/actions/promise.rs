//! Who does it until when: what keeps an open action item from being forgotten.

use super::items::{Item, Mark};
use super::{OPEN_TOO_LONG, OVERDUE, WITHOUT_DATE, WITHOUT_OWNER, WITHOUT_TICKET};
use crate::analysis::days_between;
use crate::diagnostic::Diagnostics;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::vocabulary::mentions;

/// Looks at the open items. What all of several lack is told once: it is a habit, not a slip.
pub(super) fn check(subject: &Subject<'_>, items: &[Item<'_>], diagnostics: &mut Diagnostics) {
    let open: Vec<&Item<'_>> = items.iter().filter(|item| item.counts() && item.is_open()).collect();
    for item in &open {
        overdue(subject, item, diagnostics);
    }
    let mut told = Told { subject, all: open.len(), diagnostics };
    owners(&open, &mut told);
    dates(subject, &open, &mut told);
    let with_ticket = items.iter().any(|item| item.action.ticket.is_some());
    let without =
        |item: &&&Item<'_>| item.action.ticket.is_none() && item.action.due.is_some() && has_owner(item);
    for item in open.iter().filter(without).filter(|_| with_ticket) {
        told.diagnostics.push(
            WITHOUT_TICKET
                .at(subject.file, item.span, "this action item has no ticket, unlike others here")
                .label("where is it followed?")
                .help("add the key in brackets, as in `(OPS-12)`"),
        );
    }
}

/// Tells what items lack: together if all of several do, else each.
struct Told<'a, 'b> {
    subject: &'a Subject<'b>,
    /// How many items are open.
    all: usize,
    diagnostics: &'a mut Diagnostics,
}

/// A finding about items: how it reads for one of them, and for all.
struct Words<'a> {
    one: &'a dyn Fn(&Item<'_>) -> String,
    all: String,
    label: &'a str,
    help: &'a dyn Fn(&Item<'_>) -> &'static str,
}

impl Told<'_, '_> {
    fn tell(&mut self, rule: &Rule, items: &[&Item<'_>], words: &Words<'_>) {
        let together = items.len() > 1 && items.len() == self.all;
        for item in items.iter().take(if together { 1 } else { items.len() }) {
            let message = if together { words.all.clone() } else { (words.one)(item) };
            let finding = rule.at(self.subject.file, item.span, message);
            self.diagnostics.push(finding.label(words.label).help((words.help)(item)));
        }
    }
}

/// The day is over; tells so.
fn overdue(subject: &Subject<'_>, item: &Item<'_>, diagnostics: &mut Diagnostics) {
    let late = item.action.due.map_or(0, |due| days_between(due, subject.today));
    if late > 0 {
        diagnostics.push(
            OVERDUE
                .at(subject.file, item.due, format!("this action item was due {} ago", counted(late)))
                .label(format!("it is {} today", subject.today))
                .help("tick it off, set a new date, or drop it with `status:dropped` and say why"),
        );
    }
}

fn owners(open: &[&Item<'_>], told: &mut Told<'_, '_>) {
    let without: Vec<_> = open.iter().copied().filter(|item| !has_owner(item)).collect();
    let lacking = |due: bool, ticket: bool| match (due, ticket) {
        (false, false) => "no owner, due date or ticket",
        (false, true) => "no owner and no due date",
        (true, _) => "no owner",
    };
    let one = |item: &Item<'_>| {
        let lacking = lacking(item.action.due.is_some(), item.action.ticket.is_some());
        format!("this action item has {lacking}")
    };
    let any_due = without.iter().any(|item| item.action.due.is_some());
    let any_ticket = without.iter().any(|item| item.action.ticket.is_some());
    let count = without.len();
    let all = match (any_due, any_ticket) {
        (false, false) => {
            format!("none of the {count} open action items has an owner, a due date or a ticket")
        }
        (false, true) => format!("none of the {count} open action items has an owner or a due date"),
        (true, _) => format!("none of the {count} open action items has an owner"),
    };
    let help = |item: &Item<'_>| {
        if item.below.owner {
            "the owner is read from the item's own line: write `@name` there"
        } else if item.mark == Mark::Key {
            "name one person or team that answers for it, as in `owner: alice`"
        } else {
            "name one person or team that answers for it, as in `@alice` or `@payments`"
        }
    };
    told.tell(&WITHOUT_OWNER, &without, &Words { one: &one, all, label: "who does it?", help: &help });
}

fn dates(subject: &Subject<'_>, open: &[&Item<'_>], told: &mut Told<'_, '_>) {
    let help = |item: &Item<'_>| match item.mark {
        Mark::Key => "add a day, as in `due: 2031-06-01`",
        _ => "add a day, as in `due:2031-06-01`",
    };
    let without = open.iter().copied().filter(|item| item.action.due.is_none());
    if let Some((age, patience)) = too_old(subject) {
        let severity = subject.postmortem.severity.as_ref();
        let after = severity.map_or(String::new(), |severity| format!(" after a {}", severity.key()));
        let age = format!("still open {}{after}, without a due date", counted(age));
        // A plain item may be done for all that is known.
        let without: Vec<_> = without.filter(|item| item.mark != Mark::Plain).collect();
        let one = |_: &Item<'_>| format!("this action item is {age}");
        let all = format!("{} action items are {age}", without.len());
        let label = format!("{} is long", counted(patience));
        told.tell(&OPEN_TOO_LONG, &without, &Words { one: &one, all, label: &label, help: &help });
        return;
    }
    // Who has no owner was told about the date as well.
    let without: Vec<_> = without.filter(|item| has_owner(item)).collect();
    let one = |item: &Item<'_>| match item.action.ticket {
        Some(_) => "this action item has no due date".to_owned(),
        None => "this action item has neither a due date nor a ticket".to_owned(),
    };
    let all = format!("none of the {} open action items has a due date", without.len());
    told.tell(&WITHOUT_DATE, &without, &Words { one: &one, all, label: "until when?", help: &help });
}

/// Whether somebody answers for it. A sentence that names its owner in words is not read as such, but is
/// no reason to ask who it is.
fn has_owner(item: &Item<'_>) -> bool {
    item.action.owner.is_some()
        || mentions(&item.action.text, &["owner", "owned by", "assignee", "assigned to", "responsible"])
}

/// How long ago the incident was, and how long items may stay open, if that is over.
fn too_old(subject: &Subject<'_>) -> Option<(i64, i64)> {
    let patience = subject.config.postmortem.patience.days(subject.postmortem.severity.as_ref());
    let age = days_between(subject.postmortem.date()?.date(), subject.today);
    (age > patience).then_some((age, patience))
}

fn counted(days: i64) -> String {
    format!("{days} day{}", if days == 1 { "" } else { "s" })
}
