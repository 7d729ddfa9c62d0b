//! What was promised.

use super::heading::labelled;
use super::{Block, Form, Part, Writeup};
use crate::model::{ActionKind, SectionKind};
use crate::times::days;
use jiff::civil::Date;

/// One action item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// What will be done.
    pub text: String,
    /// What it is meant to change, where its words say so.
    pub kind: Option<ActionKind>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day by which it is promised.
    pub due: Option<Date>,
    /// Its ticket: a key or an address.
    pub ticket: Option<String>,
    /// Whether it is done; `None` where nothing says so.
    pub done: Option<bool>,
    /// The number of its line.
    pub line: usize,
}

/// The promises of a write-up: the items of its measures, else their paragraphs.
pub(super) fn actions(writeup: &Writeup) -> Vec<Action> {
    let mut found: Vec<Action> = Vec::new();
    let mut written = Vec::new();
    for part in writeup.sections(SectionKind::ActionItems) {
        let table = rows(writeup, part);
        if table.is_empty() {
            let (items, paragraphs) = listed(writeup, part);
            found.extend(items);
            written.extend(paragraphs);
        } else {
            found.extend(table);
        }
    }
    // Beside a list, paragraphs tell about it.
    if found.is_empty() {
        found = written;
    }
    found.retain(|action| action.text.chars().filter(|c| c.is_alphabetic()).count() > 3);
    for action in &mut found {
        action.kind = action.kind.or_else(|| kind(&action.text));
    }
    let mut seen = Vec::new();
    found.retain(|action| {
        let new = !seen.contains(&action.text);
        seen.push(action.text.clone());
        new
    });
    found
}

/// The items of a section, or its paragraphs where it has none.
fn listed(writeup: &Writeup, part: &Part) -> (Vec<Action>, Vec<Action>) {
    let from = part.heading.filter(|_| !part.inline.is_empty()).unwrap_or(part.body.start);
    let blocks = writeup.blocks_in(&(from..part.body.end));
    let item = |block: &Block| matches!(block.form, Form::Item { .. });
    let inside = |at: usize| {
        // What was learned, or happened, is no promise though it stands below one.
        writeup.parts.iter().all(|other| {
            !other
                .kinds
                .iter()
                .any(|kind| matches!(kind, SectionKind::LessonsLearned | SectionKind::Timeline))
                || other.kinds.contains(&SectionKind::ActionItems)
                || !other.body.contains(&at)
                || other.body.start < part.body.start
        })
    };
    let items: Vec<&Block> = blocks.iter().filter(|block| item(block) && inside(block.lines.start)).collect();
    if items.is_empty() {
        let paragraphs = blocks.iter().filter(|block| !item(block) && inside(block.lines.start));
        let mut texts: Vec<&Block> = paragraphs.filter(|block| promises(&block.text)).collect();
        // `The following was decided:` opens the list, and what sums it up closes it.
        if texts.len() > 1 {
            texts.retain(|block| !block.text.trim_end().ends_with([':', '：']));
        }
        let mut made = Vec::new();
        for block in texts {
            push(&mut made, writeup, block);
        }
        return (Vec::new(), made);
    }
    let mut found = Vec::new();
    for (at, block) in items.iter().enumerate() {
        let next = items.get(at + 1);
        let deeper = next.is_some_and(|next| next.indent > block.indent);
        if deeper && groups(block) || block.text.trim_end().ends_with([':', '：']) {
            continue;
        }
        // Below an item that is a promise itself, smaller ones explain it.
        let explains =
            items.get(..at).unwrap_or_default().iter().rev().find(|other| other.indent < block.indent);
        if explains.is_some_and(|outer| !groups(outer) && !outer.text.trim_end().ends_with([':', '：'])) {
            continue;
        }
        push(&mut found, writeup, block);
    }
    (found, Vec::new())
}

/// Adds an item: an action, or what `Deadline:` and `Owner:` say about the one before.
fn push(found: &mut Vec<Action>, writeup: &Writeup, block: &Block) {
    let text = block.text.as_str();
    if let Some((name, value)) = labelled(text) {
        let name = name.to_lowercase();
        let mut said = Action::default();
        if matches!(name.as_str(), "task" | "action" | "action item" | "todo" | "to-do" | "item") {
            found.push(action(writeup, block.lines.start, value));
            return;
        }
        let names = [
            "deadline",
            "due",
            "due date",
            "owner",
            "assignee",
            "responsible",
            "status",
            "ticket",
            "priority",
            "eta",
        ];
        if names.contains(&name.as_str()) && said.field(&name, value) {
            if let Some(last) = found.last_mut() {
                last.field(&name, value);
            }
            return;
        }
    }
    found.push(action(writeup, block.lines.start, text));
}

/// Whether an item only heads those below it: `Monitoring`, `Specific tasks`.
fn groups(block: &Block) -> bool {
    let words = block.text.split_whitespace().count();
    let whole = block.strong > 0 && block.strong + 1 >= block.text.len();
    whole && words <= 8 || words <= 4 && !block.text.ends_with('.')
}

/// Whether a paragraph promises something, rather than opening or closing the list.
fn promises(text: &str) -> bool {
    let lower = text.to_lowercase();
    let closing = [
        "by implementing",
        "by addressing",
        "by taking",
        "these measures",
        "these steps",
        "these actions",
        "this incident",
        "in conclusion",
        "we apologize",
        "we apologise",
        "thank you",
        "this enabled",
        "this will",
        "this would",
        "this ensures",
        "we are committed",
        "we remain",
        "ps:",
    ];
    let words = text.split_whitespace().count();
    words >= 3 && !closing.iter().any(|start| lower.starts_with(start))
}

fn action(writeup: &Writeup, line: usize, text: &str) -> Action {
    let mut action = Action { line: writeup.number(line), ..Action::default() };
    let mut text = text.trim();
    for (mark, done) in [
        ("[x]", true),
        ("[X]", true),
        ("[ ]", false),
        ("[]", false),
        ("✅", true),
        ("☑", true),
        ("☐", false),
        ("✓", true),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            (text, action.done) = (rest.trim_start(), Some(done));
        }
    }
    let mut kept = text.to_owned();
    for (open, close) in [('(', ')'), ('[', ']')] {
        while let Some((from, inner)) = bracket(&kept, open, close) {
            if !action.take(&inner) {
                break;
            }
            let end = from + inner.len() + 2;
            kept.replace_range(from..end, "");
        }
    }
    action.mentions(&kept);
    action.text = kept
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches([' ', '-', '–', '|'])
        .to_owned();
    action
}

/// The last pair of brackets, and what stands in it.
fn bracket(text: &str, open: char, close: char) -> Option<(usize, String)> {
    let end = text.trim_end_matches(['.', ' ']).strip_suffix(close)?.len();
    let from = text.get(..end)?.rfind(open)?;
    Some((from, text.get(from + 1..end)?.to_owned()))
}

impl Action {
    /// Takes what stands in brackets, if all of it says who, when, where or whether.
    fn take(&mut self, inner: &str) -> bool {
        let mut taken = false;
        for piece in inner.split([',', ';', '|']) {
            let piece = piece.trim();
            let known = self.labelled(piece) || self.mention(piece) || self.state(piece);
            if !known {
                return false;
            }
            taken = true;
        }
        taken
    }

    fn labelled(&mut self, piece: &str) -> bool {
        let Some((name, value)) = piece.split_once(':') else { return false };
        self.field(&name.trim().to_lowercase(), value.trim())
    }

    /// Takes the value of a column or of a label; `false` for other names.
    fn field(&mut self, name: &str, value: &str) -> bool {
        let given = !value.is_empty()
            && !matches!(value.to_lowercase().as_str(), "-" | "–" | "n/a" | "tbd" | "?" | "none" | "tba");
        match name {
            "owner" | "assignee" | "assigned to" | "responsible" | "who" | "dri" | "lead" | "responsable"
            | "verantwortlich" | "負責人" | "负责人" | "担当" | "担当者" | "responsável" => {
                if given {
                    self.owner = Some(value.trim_start_matches('@').to_owned());
                }
            }
            "due" | "due date" | "deadline" | "by" | "when" | "target date" | "eta" | "target" | "fecha"
            | "frist" | "fällig" | "échéance" | "prazo" | "期限" | "截止日期" => {
                self.due = date(value).or(self.due);
            }
            "ticket" | "issue" | "jira" | "bug" | "tracking" | "link" | "pr" | "tracking bug" => {
                if given {
                    self.ticket = Some(value.to_owned());
                }
            }
            "status" | "state" | "done" | "done?" | "completed" | "estado" | "statut" | "状态" | "状態" =>
            {
                self.state(value);
            }
            "type" | "kind" | "category" => {
                self.kind = ActionKind::parse(&value.to_lowercase()).or_else(|| kind_of(value))
            }
            "priority" | "prio" | "severity" => {}
            _ => return false,
        }
        true
    }

    fn state(&mut self, value: &str) -> bool {
        let lower = value.trim().to_lowercase();
        match lower.trim_matches(|c: char| !c.is_alphanumeric()) {
            "done" | "closed" | "completed" | "complete" | "fixed" | "finished" | "yes" | "resolved"
            | "merged" | "implemented" | "shipped" => self.done = Some(true),
            "open" | "todo" | "to do" | "not started" | "in progress" | "pending" | "planned" | "wip"
            | "no" | "in review" | "ongoing" => self.done = Some(false),
            _ => return false,
        }
        true
    }

    fn mention(&mut self, piece: &str) -> bool {
        if let Some(name) = piece.strip_prefix('@') {
            let named = !name.is_empty() && !name.contains(' ');
            if named {
                self.owner = Some(name.to_owned());
            }
            return named;
        }
        if is_ticket(piece) {
            self.ticket = Some(piece.to_owned());
            return true;
        }
        let day = piece.strip_prefix("by ").or_else(|| piece.strip_prefix("due ")).unwrap_or(piece);
        let found = date(day).filter(|_| day.len() <= 18);
        self.due = found.or(self.due);
        found.is_some()
    }

    /// Owners and tickets among the words.
    fn mentions(&mut self, text: &str) {
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '/'));
            if self.owner.is_none()
                && let Some(name) = bare.strip_prefix('@')
                && name.starts_with(|c: char| c.is_alphabetic())
            {
                self.owner = Some(name.to_owned());
            }
            if self.ticket.is_none() && is_ticket(bare) {
                self.ticket = Some(bare.to_owned());
            }
        }
    }
}

/// `OPS-12`, `#12`, or the address of an issue.
fn is_ticket(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = word.strip_prefix('#') {
        return digits(number);
    }
    if word.starts_with("https://") || word.starts_with("http://") {
        let path = ["/issues/", "/browse/", "/pull/", "/merge_requests/", "/ticket", "/T"];
        return path.iter().any(|part| word.contains(part)) && word.ends_with(|c: char| c.is_ascii_digit());
    }
    let Some((project, number)) = word.split_once('-') else { return false };
    // `UTF-8`, `SHA-256` and `TLS-1` are none; keys of trackers have two letters at least, and no standard's name.
    project.len() >= 2
        && project.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && digits(number)
        && !matches!(
            project,
            "UTF"
                | "SHA"
                | "ISO"
                | "TLS"
                | "HTTP"
                | "IPV"
                | "MD"
                | "RFC"
                | "COVID"
                | "UTC"
                | "GMT"
                | "AES"
                | "SEV"
                | "CVE"
        )
}

fn date(text: &str) -> Option<Date> {
    let day = days(text).into_iter().next()?;
    if day.other.is_some() {
        return None;
    }
    Date::new(day.year?, day.month, day.day).ok()
}

/// The actions of a table with a heading row.
fn rows(writeup: &Writeup, part: &Part) -> Vec<Action> {
    let rows: Vec<usize> = part
        .body
        .clone()
        .filter(|at| {
            writeup.lines.get(*at).is_some_and(|line| line.form == Form::Row && line.cells.len() > 1)
        })
        .collect();
    let [head, rest @ ..] = rows.as_slice() else { return Vec::new() };
    let Some(names) = writeup.lines.get(*head).map(|line| &line.cells) else { return Vec::new() };
    let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let wanted = [
        "action",
        "action item",
        "item",
        "task",
        "description",
        "what",
        "todo",
        "measure",
        "acción",
        "tarea",
        "maßnahme",
        "action corrective",
        "ação",
        "措施",
        "対応",
        "tâche",
        "aufgabe",
        "follow-up",
        "improvement",
    ];
    let column = names
        .iter()
        .position(|name| wanted.contains(&name.as_str()))
        .or_else(|| names.iter().position(|name| wanted.iter().any(|word| name.contains(word))));
    let Some(column) = column else { return Vec::new() };
    let mut found = Vec::new();
    for at in rest {
        let Some(line) = writeup.lines.get(*at) else { continue };
        let Some(text) = line.cells.get(column).filter(|text| !text.is_empty()) else { continue };
        let mut made = action(writeup, *at, text);
        for (name, value) in names.iter().zip(&line.cells) {
            made.field(name, value);
        }
        found.push(made);
    }
    found
}

fn kind_of(value: &str) -> Option<ActionKind> {
    Some(match value.to_lowercase().as_str() {
        "prevention" | "preventive" | "preventative" => ActionKind::Prevent,
        "detection" | "monitoring" | "alerting" => ActionKind::Detect,
        "mitigation" => ActionKind::Mitigate,
        "repair" | "fix" => ActionKind::Repair,
        "documentation" | "training" => ActionKind::Process,
        "investigation" | "research" => ActionKind::Investigate,
        _ => return None,
    })
}

/// What an action's words say that it changes, the clearest first.
#[rustfmt::skip]
const KINDS: &[(ActionKind, &[&str])] = &[
    (ActionKind::Detect, &["monitor", "alert", "dashboard", "alarm", "observab", "metrics", "detect"]),
    (ActionKind::Process, &["training", "document", "runbook", "review process", "playbook", "on-call", "checklist", "guideline", "drill", "communication plan", "code review", "policy"]),
    (ActionKind::Investigate, &["investigate", "research", "find out", "analyse why", "analyze why", "look into", "evaluate"]),
    (ActionKind::Mitigate, &["failover", "rollback", "redundan", "circuit breaker", "rate limit", "backup", "disaster recovery", "graceful", "autoscal", "standby"]),
    (ActionKind::Prevent, &["test", "validat", "prevent", "automate", "lint", "pre-commit", "ci ", "pipeline", "limit", "upgrade", "quota"]),
];

fn kind(text: &str) -> Option<ActionKind> {
    let lower = text.to_lowercase();
    KINDS.iter().find(|(_, words)| words.iter().any(|word| lower.contains(word))).map(|(kind, _)| *kind)
}
