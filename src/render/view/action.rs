//! An action item, with its ticket as a link where it is one.

use super::chain::item_anchor;
use crate::analysis::Action;
use crate::analysis::ActionState;
use crate::model::{ActionItem, is_web_address};
use crate::render::words::Words;
use serde::Serialize;

/// An action item.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ActionView<'a> {
    id: &'a str,
    text: &'a str,
    kind: Option<&'static str>,
    kind_title: Option<String>,
    owner: Option<&'a str>,
    priority: Option<String>,
    due: Option<String>,
    due_day: Option<String>,
    status: &'static str,
    status_title: String,
    closed: Option<String>,
    closed_day: Option<String>,
    open: bool,
    ticket: Option<&'a str>,
    ticket_url: Option<&'a str>,
    /// Its place on the page of its postmortem.
    anchor: String,
    /// Whether its day has passed.
    overdue: bool,
    /// What to show of the ticket: its key, or the end of its address.
    ticket_name: Option<&'a str>,
}

impl<'a> ActionView<'a> {
    /// Shows an action item; `action` is its entry in the register.
    pub(in crate::render) fn of(item: &'a ActionItem, action: &Action, words: &Words) -> Self {
        let ticket = item.ticket.as_deref();
        let url = ticket.filter(|ticket| is_web_address(ticket));
        Self {
            id: &item.id,
            text: &item.text,
            kind: item.kind.map(|kind| kind.key()),
            kind_title: item.kind.map(|kind| words.value("action_kind", kind.key())),
            owner: item.owner.as_deref(),
            priority: item.priority.map(|priority| priority.key().to_uppercase()),
            due: item.due.map(|date| date.to_string()),
            due_day: item.due.map(|date| words.day(date)),
            status: item.status.key(),
            status_title: words.value("action_status", item.status.key()),
            closed: item.status.closed().map(|date| date.to_string()),
            closed_day: item.status.closed().map(|date| words.day(date)),
            open: item.status.is_open(),
            anchor: item_anchor(action),
            overdue: action.state == ActionState::Overdue,
            ticket,
            ticket_url: url,
            ticket_name: ticket.map(|ticket| match url {
                Some(url) => url.trim_end_matches('/').rsplit('/').next().unwrap_or(url),
                None => ticket,
            }),
        }
    }
}
