//! Promises, as people write them down.

use crate::diagnostic::{Diagnostic, Diagnostics, Level, nearest};
use crate::model::{ActionKind, ActionStatus, Priority, is_web_address};
use crate::source::{SourceFile, Span};
use jiff::civil::Date;

/// One action item of the body, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawAction {
    /// What will be done, without the tokens around it.
    pub text: String,
    /// Whether its box is ticked, or it says that it is closed.
    pub done: bool,
    /// Whether it was begun.
    pub in_progress: bool,
    /// Whether it was given up.
    pub dropped: bool,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day by which it is promised.
    pub due: Option<Date>,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// What it is meant to change.
    pub kind: Option<ActionKind>,
    /// Its ticket, a key or an address.
    pub ticket: Option<String>,
    /// Its place in the file's text.
    pub span: Span,
}

/// Reads an item from its plain text. `ticked` is whether its box is.
pub(super) fn read(
    text: &str,
    ticked: bool,
    file: &SourceFile,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> RawAction {
    let mut action = RawAction { done: ticked, span, ..RawAction::default() };
    let mut kept: Vec<&str> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if let Some(owner) = owner(word)
            && action.owner.is_none()
        {
            action.owner = Some(owner.to_owned());
            continue;
        }
        if let Some(ticket) = ticket(word)
            && action.ticket.is_none()
        {
            action.ticket = Some(ticket.to_owned());
            continue;
        }
        let Some((key, value)) = token(word) else {
            kept.push(word);
            continue;
        };
        // `due: 2024-06-01` is a token as well, but `kind: of` may be prose.
        let spaced = value.is_empty();
        let value = if spaced { words.peek().copied().unwrap_or_default() } else { value };
        let value = value.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | ')' | '(' | '`'));
        if action.take(key, value) {
            if spaced {
                words.next();
            }
        } else {
            if !spaced {
                diagnostics.push(wrong_value(file, find(file, span, word), key, value));
            }
            kept.push(word);
        }
    }
    action.done |= action.closed.is_some();
    kept.join(" ").trim_end_matches([' ', ',', ';', '-', '–', '—', '|']).clone_into(&mut action.text);
    action
}

impl RawAction {
    /// Takes the value of a token; `false` if it is none.
    fn take(&mut self, key: Key, value: &str) -> bool {
        match key {
            Key::Due => set(&mut self.due, date(value)),
            Key::Closed => set(&mut self.closed, date(value)),
            Key::Priority => set(&mut self.priority, Priority::parse(value)),
            Key::Kind => set(&mut self.kind, ActionKind::parse(value)),
            Key::Owner => set(
                &mut self.owner,
                Some(value.trim_start_matches('@')).filter(|v| !v.is_empty()).map(str::to_owned),
            ),
            Key::Ticket => set(&mut self.ticket, Some(value).filter(|v| !v.is_empty()).map(str::to_owned)),
            Key::Status => match value.to_lowercase().replace('_', "-").as_str() {
                "open" => true,
                "in-progress" => {
                    self.in_progress = true;
                    true
                }
                "done" => {
                    self.done = true;
                    true
                }
                "dropped" => {
                    self.dropped = true;
                    true
                }
                _ => false,
            },
        }
    }
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let found = value.is_some();
    if found {
        *slot = value;
    }
    found
}

/// The tokens that an item may hold.
#[derive(Clone, Copy)]
enum Key {
    Due,
    Closed,
    Priority,
    Kind,
    Owner,
    Ticket,
    Status,
}

/// Splits `due:2024-06-01`.
fn token(word: &str) -> Option<(Key, &str)> {
    let (key, value) = word.trim_start_matches(['(', '`', '[']).split_once(':')?;
    let key = match key.to_ascii_lowercase().as_str() {
        "due" => Key::Due,
        "closed" => Key::Closed,
        "prio" | "priority" => Key::Priority,
        "kind" => Key::Kind,
        "owner" => Key::Owner,
        "ticket" => Key::Ticket,
        "status" => Key::Status,
        _ => return None,
    };
    Some((key, value))
}

/// The name in `@alice` or `@team/payments,`.
fn owner(word: &str) -> Option<&str> {
    let name =
        word.trim_start_matches('(').strip_prefix('@')?.trim_end_matches(|c: char| !c.is_alphanumeric());
    (!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')))
        .then_some(name)
}

/// The key in `(OPS-12)`, `(#12)`, `(team/repo#12)` or `(https://…)`.
fn ticket(word: &str) -> Option<&str> {
    let inner = word.trim_end_matches(['.', ',', ';']).strip_prefix('(')?.strip_suffix(')')?;
    if is_web_address(inner) {
        return Some(inner);
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((place, number)) = inner.split_once('#') {
        let path = place.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
        return (path && digits(number)).then_some(inner);
    }
    let (project, number) = inner.rsplit_once('-')?;
    let key = project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (key && digits(number)).then_some(inner)
}

/// `2024-06-01`, nothing looser: other orders are ambiguous.
fn date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    shaped.then(|| text.parse().ok())?
}

fn wrong_value(file: &SourceFile, span: Span, key: Key, value: &str) -> Diagnostic {
    let list =
        |known: Vec<&'static str>| known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let (code, message, known) = match key {
        Key::Due | Key::Closed => {
            return Diagnostic::at(
                Level::Error,
                "invalid-date",
                file,
                span,
                format!("`{value}` is not a date"),
            )
            .label("not a date")
            .help("write the day as `2024-06-01`");
        }
        Key::Priority => (
            "unknown-priority",
            "a priority",
            Priority::ALL.iter().map(|priority| priority.key()).collect::<Vec<_>>(),
        ),
        Key::Kind => (
            "unknown-action-kind",
            "a kind of action",
            ActionKind::ALL.iter().map(|kind| kind.key()).collect(),
        ),
        Key::Status => ("unknown-action-status", "a status of an action", ActionStatus::KEYS.to_vec()),
        Key::Owner | Key::Ticket => ("missing-value", "a value", Vec::new()),
    };
    let near = nearest(value, known.iter().copied());
    let help = near.map_or_else(
        || format!("use one of {}", list(known.clone())),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::at(Level::Error, code, file, span, format!("`{value}` is not {message}"))
        .label("unknown")
        .help(help)
}

/// Where `word` stands in the text of `span`; the whole span if it was written in another way.
fn find(file: &SourceFile, span: Span, word: &str) -> Span {
    let text = file.text().get(span.range()).unwrap_or_default();
    text.find(word).map_or(span, |at| Span::new(span.start + at, span.start + at + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> (RawAction, Vec<String>) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let action = read(text, false, &file, Span::new(0, text.len()), &mut diagnostics);
        let told = diagnostics
            .sorted()
            .iter()
            .map(|d| format!("{} {}", d.code, d.help.clone().unwrap_or_default()))
            .collect();
        (RawAction { span: Span::default(), ..action }, told)
    }

    #[test]
    fn tokens_are_taken_out_of_the_text() {
        let (action, told) = item("Alert on pool size @alice due:2024-06-01 prio:P1 kind:prevent (OPS-12)");
        assert_eq!(
            action,
            RawAction {
                text: "Alert on pool size".into(),
                owner: Some("alice".into()),
                due: Some(jiff::civil::date(2024, 6, 1)),
                priority: Some(Priority::P1),
                kind: Some(ActionKind::Prevent),
                ticket: Some("OPS-12".into()),
                ..RawAction::default()
            }
        );
        assert!(told.is_empty());
    }

    #[test]
    fn closing_makes_it_done_and_dropping_does_not() {
        let (action, _) = item("a closed:2024-06-03, status:dropped owner: @bob");
        assert_eq!(
            (action.done, action.dropped, action.owner.as_deref(), action.text.as_str()),
            (true, true, Some("bob"), "a")
        );
        let (action, _) = item("Mail ops@example.org (see below) about team (team/repo#12)");
        assert_eq!((action.owner, action.ticket.as_deref()), (None, Some("team/repo#12")));
        assert_eq!(action.text, "Mail ops@example.org (see below) about team");
    }

    #[test]
    fn wrong_values_are_told_and_stay_in_the_text() {
        let (action, told) = item("a due:soon kind:prevnt prio:high status:x kind: of b");
        assert_eq!(action.text, "a due:soon kind:prevnt prio:high status:x kind: of b");
        assert_eq!(
            told,
            [
                "invalid-date write the day as `2024-06-01`",
                "unknown-action-kind did you mean `prevent`?",
                "unknown-priority use one of `p0`, `p1`, `p2`, `p3`, `p4`",
                "unknown-action-status use one of `open`, `in-progress`, `done`, `dropped`",
            ]
        );
    }
}
