//! Action items, from the front matter, else from the body.

use super::fields::keyed;
use crate::data::Node;
use crate::data::TableReader;
use crate::data::Value;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::ActionItem;
use crate::model::ActionKind;
use crate::model::ActionStatus;
use crate::model::Priority;
use crate::parse::RawAction;
use crate::source::SourceFile;
use crate::source::Spanned;
use std::collections::BTreeMap;

/// Reads the action items. Those of the front matter win where both exist.
pub(super) fn read(
    file: &SourceFile,
    nodes: &[&Node],
    body: &[RawAction],
    diagnostics: &mut Diagnostics,
) -> Vec<ActionItem> {
    if nodes.is_empty() {
        return body.iter().enumerate().map(|(at, raw)| from_body(at, raw)).collect();
    }
    let mut items = Vec::with_capacity(nodes.len());
    let mut ids = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(item) = from_front_matter(file, at, node, diagnostics) {
            if let Some(first) = ids.insert(item.id.clone(), node.span) {
                diagnostics.push(
                    Diagnostic::at(
                        Level::Error,
                        "duplicate-action-id",
                        file,
                        node.span,
                        format!("two action items have the id `{}`", item.id),
                    )
                    .related(file, first, "the first is here")
                    .help("ids of a postmortem's action items are unique; without one, `a1`, `a2`, … are given by place"),
                );
            }
            items.push(item);
        }
    }
    items
}

fn from_body(at: usize, raw: &RawAction) -> ActionItem {
    let status = if raw.done {
        ActionStatus::Done { on: raw.closed }
    } else if raw.dropped {
        ActionStatus::Dropped
    } else if raw.in_progress {
        ActionStatus::InProgress
    } else {
        ActionStatus::Open
    };
    ActionItem {
        id: format!("a{}", at + 1),
        own_id: false,
        text: raw.text.clone(),
        kind: raw.kind,
        owner: raw.owner.clone(),
        priority: raw.priority,
        due: raw.due,
        ticket: raw.ticket.clone(),
        status,
    }
}

const KEYS: &[&str] = &["id", "text", "kind", "owner", "priority", "due", "ticket", "status", "closed"];

fn from_front_matter(
    file: &SourceFile,
    at: usize,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<ActionItem> {
    let blank = |text: String| ActionItem {
        id: format!("a{}", at + 1),
        own_id: false,
        text,
        kind: None,
        owner: None,
        priority: None,
        due: None,
        ticket: None,
        status: ActionStatus::Open,
    };
    // A plain sentence is an item of which nothing else is known.
    if let (Some(text), false) = (node.text(), matches!(node.value, Value::Table(_))) {
        return Some(blank(text.to_owned()));
    }
    let mut table = TableReader::new(file, node, "action item", diagnostics);
    let id = table.string("id").map(|id| id.value);
    let text = table.string("text").map(|text| text.value);
    let (kind, priority, status) = (table.string("kind"), table.string("priority"), table.string("status"));
    let owner = table.string("owner").map(|owner| owner.value);
    let ticket = table.string("ticket").map(|ticket| ticket.value);
    let (due, closed) = (table.date("due"), table.date("closed"));
    table.finish(KEYS);
    let kinds = ActionKind::ALL.iter().map(|kind| kind.key());
    let kind = kind.and_then(|word| {
        keyed(
            file,
            &word,
            ActionKind::parse,
            kinds.clone(),
            "unknown-action-kind",
            "a kind of action",
            diagnostics,
        )
    });
    let priorities = Priority::ALL.iter().map(|priority| priority.key());
    let priority = priority.and_then(|word| {
        keyed(file, &word, Priority::parse, priorities.clone(), "unknown-priority", "a priority", diagnostics)
    });
    let status = read_status(file, status, closed, diagnostics);
    let Some(text) = text else {
        if matches!(node.value, Value::Table(_)) {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "missing-key",
                    file,
                    node.span,
                    "this action item has no `text`",
                )
                .label("what will be done?"),
            );
        }
        return None;
    };
    let item = blank(text);
    Some(ActionItem {
        own_id: id.is_some(),
        id: id.unwrap_or(item.id.clone()),
        kind,
        owner,
        priority,
        due: due.map(|due| due.value),
        ticket,
        status,
        ..item
    })
}

fn read_status(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    closed: Option<Spanned<jiff::civil::Date>>,
    diagnostics: &mut Diagnostics,
) -> ActionStatus {
    let on = closed.as_ref().map(|closed| closed.value);
    let Some(word) = word else {
        // A date of closing says that it is done.
        return if on.is_some() { ActionStatus::Done { on } } else { ActionStatus::Open };
    };
    let parse = |text: &str| match text.to_lowercase().replace(['_', ' '], "-").as_str() {
        "open" | "todo" => Some(ActionStatus::Open),
        "in-progress" => Some(ActionStatus::InProgress),
        "done" | "closed" => Some(ActionStatus::Done { on }),
        "dropped" | "wont-do" => Some(ActionStatus::Dropped),
        _ => None,
    };
    let known = ActionStatus::KEYS.iter().copied();
    let status =
        keyed(file, &word, parse, known, "unknown-action-status", "a status of an action item", diagnostics);
    if let (Some(status), Some(closed)) = (status, closed)
        && status.is_open()
    {
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "closed-but-open",
                file,
                closed.span,
                "this action item has a date of closing, but is open",
            )
            .label("closed on this day?")
            .related(file, word.span, "its status is here")
            .help("set `status: done`, or take `closed` out"),
        );
    }
    status.unwrap_or(ActionStatus::Open)
}
