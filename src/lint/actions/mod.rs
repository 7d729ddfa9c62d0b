//! Action items: that there are some, that each can be finished, and that together they change something.
//!
//! Items that are done or dropped are left alone, and so are those of a write-up of somebody else's
//! incident: its author can neither reword nor keep them.

mod coverage;
mod form;
mod items;
mod promise;
mod wording;

#[cfg(test)]
mod tests;

use super::{Rule, Subject};
use crate::diagnostic::{Diagnostics, Level};
use crate::model::ActionKind;
use items::{Item, Mark};
use wording::Vagueness;

pub(super) static RULES: &[Rule] = &[
    NO_ACTION_ITEMS,
    ACTIONS_UNREAD,
    ACTIONS_TWICE,
    ACTIONS_WITHOUT_BOX,
    ONLY_BROAD,
    VAGUE,
    OPEN_ENDED,
    NOT_AN_ACTION,
    WITHOUT_OWNER,
    WITHOUT_DATE,
    WITHOUT_TICKET,
    OVERDUE,
    OPEN_TOO_LONG,
    DETECTION_NOT_IMPROVED,
    NOTHING_PREVENTS,
    NOTHING_DETECTS,
];

const NO_ACTION_ITEMS: Rule = Rule {
    code: "no-action-items",
    level: Level::Warning,
    summary: "a postmortem ends in action items",
    why: "What is only understood happens again. A list of tasks is what the organization gets for the incident.",
    bad: "## Action items\n\nTBD",
    good: "## Action items\n\n- [ ] Alert when fewer than 5 connections are free @alice due:2031-06-01 (OPS-12)",
};

const ACTIONS_UNREAD: Rule = Rule {
    code: "actions-unread",
    level: Level::Warning,
    summary: "action items are a list, not a table, and not nested in one another",
    why: "What is not read as an action item is in no report, and nobody is told when it is late.",
    bad: "## Action items\n\n| Action | Owner |\n|---|---|\n| Alert on free connections | Alice |",
    good: "## Action items\n\n### Detection\n\n- [ ] Alert when fewer than 5 connections are free @alice",
};

const ACTIONS_TWICE: Rule = Rule {
    code: "actions-twice",
    level: Level::Info,
    summary: "action items stand in the front matter or in the body, not in both",
    why: "Only those of the front matter count. The other list grows old unnoticed, and readers cannot tell which one is true.",
    bad: "---\naction_items:\n  - Alert on free connections\n---\n\n## Action items\n\n- [x] Alert on free connections",
    good: "## Action items\n\n- [x] Alert when fewer than 5 connections are free @alice closed:2031-05-20",
};

const ACTIONS_WITHOUT_BOX: Rule = Rule {
    code: "actions-without-box",
    level: Level::Info,
    summary: "action items of the body have a box that shows whether they are done",
    why: "Without one a reader cannot tell a promise from a report, and every item counts as open for ever.",
    bad: "## Action items\n\n- Alert on free connections",
    good: "## Action items\n\n- [x] Alert when fewer than 5 connections are free @alice closed:2031-05-20",
};

const ONLY_BROAD: Rule = Rule {
    code: "only-broad-actions",
    level: Level::Warning,
    summary: "besides improvements in general there are tasks that one can finish",
    why: "Intentions have no end. If nothing in the list can be ticked off, nothing will be.",
    bad: "- [ ] Improve monitoring\n- [ ] Be more careful with deploys",
    good: "- [ ] Alert when fewer than 5 connections are free @alice\n- [ ] Stop a deploy whose canary answers more than 1 % with errors @bob",
};

const VAGUE: Rule = Rule {
    code: "vague-action",
    level: Level::Warning,
    summary: "an action item says what will be different when it is done",
    why: "Nobody can tell when something was improved, ensured or looked into, so the item is closed by tiredness.",
    bad: "- [ ] Improve monitoring @alice",
    good: "- [ ] Alert when fewer than 5 connections are free for 2 minutes @alice",
};

const OPEN_ENDED: Rule = Rule {
    code: "open-ended-action",
    level: Level::Info,
    summary: "an investigation or improvement says what ends it",
    why: "A subject is not yet a result: with a result in the sentence, owner and reader agree on when it is done.",
    bad: "- [ ] Investigate why retries of the payment client keep connections open @bob",
    good: "- [ ] Investigate why retries of the payment client keep connections open, and write the cause into OPS-14 @bob",
};

const NOT_AN_ACTION: Rule = Rule {
    code: "action-without-verb",
    level: Level::Info,
    summary: "an action item starts with what is to be done",
    why: "A statement can be agreed with; an imperative can be done, and ticked off.",
    bad: "- [ ] The pool needs an alert @alice",
    good: "- [ ] Add an alert on the pool's free connections @alice",
};

const WITHOUT_OWNER: Rule = Rule {
    code: "action-without-owner",
    level: Level::Warning,
    summary: "an open action item has one owner",
    why: "What everybody should do is done by nobody.",
    bad: "- [ ] Alert when fewer than 5 connections are free",
    good: "- [ ] Alert when fewer than 5 connections are free @alice due:2031-06-01 (OPS-12)",
};

const WITHOUT_DATE: Rule = Rule {
    code: "action-without-date",
    level: Level::Info,
    summary: "an open action item has a due date",
    why: "Without a day an item is never late, and other work always comes first.",
    bad: "- [ ] Alert when fewer than 5 connections are free @alice",
    good: "- [ ] Alert when fewer than 5 connections are free @alice due:2031-06-01",
};

const WITHOUT_TICKET: Rule = Rule {
    code: "action-without-ticket",
    level: Level::Info,
    summary: "where some action items have tickets, all have",
    why: "The item outside of the tracker is the one that is not planned.",
    bad: "- [x] Raise the pool to 60 connections @bob (OPS-11)\n- [ ] Alert on free connections @alice due:2031-06-01",
    good: "- [x] Raise the pool to 60 connections @bob (OPS-11)\n- [ ] Alert on free connections @alice due:2031-06-01 (OPS-12)",
};

const OVERDUE: Rule = Rule {
    code: "overdue-action",
    level: Level::Warning,
    summary: "open action items are not past their due date",
    why: "A promise whose day has passed in silence makes the others worth less.",
    bad: "- [ ] Alert when fewer than 5 connections are free @alice due:2021-06-01",
    good: "- [x] Alert when fewer than 5 connections are free @alice due:2021-06-01 closed:2021-05-28",
};

const OPEN_TOO_LONG: Rule = Rule {
    code: "open-too-long",
    level: Level::Info,
    summary: "open action items have a due date once the incident is a while ago: 30 days for the worst severity, 60, 90 and 180 for the next, unless `book.toml` says otherwise",
    why: "The incident can happen again on every day that they stay open, and interest in them fades.",
    bad: "---\nseverity: sev1\nstarted: 2021-03-01T10:00:00Z\n---\n\n## Action items\n\n- [ ] Alert on free connections @alice",
    good: "---\nseverity: sev1\nstarted: 2021-03-01T10:00:00Z\n---\n\n## Action items\n\n- [x] Alert on free connections @alice closed:2021-03-12",
};

const DETECTION_NOT_IMPROVED: Rule = Rule {
    code: "detection-not-improved",
    level: Level::Warning,
    summary: "where people noticed the incident, an action item makes monitoring notice the next one",
    why: "Customers wait while nobody knows. What they had to report once, they will have to report again.",
    bad: "---\ndetection: customer\naction_items:\n  - text: Raise the pool to 60 connections\n    kind: prevent\n---",
    good: "---\ndetection: customer\naction_items:\n  - text: Raise the pool to 60 connections\n    kind: prevent\n  - text: Page when 1 % of payments fail for 2 minutes\n    kind: detect\n---",
};

const NOTHING_PREVENTS: Rule = Rule {
    code: "nothing-prevents",
    level: Level::Info,
    summary: "one of the action items keeps the incident from happening again",
    why: "Noticing and repairing faster leaves the cause where it is.",
    bad: "action_items:\n  - text: Page when fewer than 5 connections are free\n    kind: detect",
    good: "action_items:\n  - text: Page when fewer than 5 connections are free\n    kind: detect\n  - text: Hold one connection per order instead of two\n    kind: prevent",
};

const NOTHING_DETECTS: Rule = Rule {
    code: "nothing-detects-or-mitigates",
    level: Level::Info,
    summary: "among several action items, one would notice the next incident sooner or make it hurt less",
    why: "The next incident has another cause. Noticing it early and ending it quickly helps all the same.",
    bad: "action_items:\n  - { text: Hold one connection per order, kind: prevent }\n  - { text: Raise the pool to 60, kind: prevent }\n  - { text: Explain the pool to new colleagues, kind: process }",
    good: "action_items:\n  - { text: Hold one connection per order, kind: prevent }\n  - { text: Raise the pool to 60, kind: prevent }\n  - { text: Page when fewer than 5 connections are free, kind: detect }",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let items = items::all(subject);
    form::check(subject, &items, diagnostics);
    if subject.postmortem.source.is_some() {
        return;
    }
    promise::check(subject, &items, diagnostics);
    let english = subject.english;
    wordings(subject, &items, english, diagnostics);
    if english {
        coverage::check(subject, &items, diagnostics);
    }
}

/// Only what finds that something is missing.
pub(super) fn check_missing(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    form::check(subject, &items::all(subject), diagnostics);
}

/// How the open items are worded, one by one and together.
fn wordings(subject: &Subject<'_>, items: &[Item<'_>], english: bool, diagnostics: &mut Diagnostics) {
    let (mut broad, mut counted) = (0, 0);
    for item in items.iter().filter(|item| item.counts()) {
        counted += 1;
        let judged = wording::vagueness(&item.action.text, item.has_code());
        broad += usize::from(judged.is_some());
        if !item.is_open() {
            continue;
        }
        if let Some((vagueness, range)) = judged {
            vague(subject, item, vagueness, item.action.text.get(range).unwrap_or_default(), diagnostics);
        } else if english && let Some(range) = wording::statement(&item.action.text) {
            let found = item.action.text.get(range).unwrap_or_default();
            diagnostics.push(
                NOT_AN_ACTION
                    .at(
                        subject.file,
                        item.place(found),
                        format!("this action item starts with `{found}`, not with what is to be done"),
                    )
                    .label("not a task yet")
                    .help("start with the verb: `Add`, `Remove`, `Write`, `Test`"),
            );
        }
    }
    if counted > 1 && broad == counted && items.iter().any(Item::is_open) {
        diagnostics.push(
            ONLY_BROAD
                .at(
                    subject.file,
                    coverage::place(subject),
                    format!("none of these {counted} action items can be finished"),
                )
                .label("improvements in general")
                .help("add the tasks that make them real: what is built, set or written, and where"),
        );
    }
}

fn vague(
    subject: &Subject<'_>,
    item: &Item<'_>,
    vagueness: Vagueness,
    found: &str,
    diagnostics: &mut Diagnostics,
) {
    // A ticket may hold the rest, and what is marked as an investigation is meant to have an open end.
    let told_elsewhere = item.action.ticket.is_some() || item.action.kind == Some(ActionKind::Investigate);
    let (rule, message) = match vagueness {
        Vagueness::Care => (VAGUE, format!("`{found}` asks for attention, which nobody can finish or check")),
        Vagueness::Vague if !told_elsewhere => {
            (VAGUE, format!("nothing measurable follows `{found}`, so nobody can say when this is done"))
        }
        Vagueness::Vague | Vagueness::OpenEnded => {
            if item.action.kind == Some(ActionKind::Investigate) && item.action.due.is_some() {
                return;
            }
            (OPEN_ENDED, format!("`{found}` leads to no result here, so nobody can say when this is done"))
        }
    };
    let help = match item.mark {
        Mark::Key if rule == OPEN_ENDED => "name the result, such as a decision, a number or a document",
        _ if vagueness == Vagueness::Care => "let the system do it: a check, a guard, a default, an alert",
        _ => "name what will be there afterwards: the alert and its limit, the check, the document",
    };
    diagnostics.push(rule.at(subject.file, item.place(found), message).label("no end").help(help));
}
