//! What was promised.

mod field;

#[cfg(test)]
mod tests;

use crate::import::heading::labelled;
use crate::import::{Block, Form, Part, Writeup};
use crate::model::{ActionKind, SectionKind};
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
        let mut texts: Vec<&Block> =
            paragraphs.filter(|block| promises(&block.text) || labelled(&block.text).is_some()).collect();
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
        let headed = |outer: &Block| {
            let between = outer.lines.start..block.lines.start;
            writeup.parts.iter().any(|part| part.heading.is_some_and(|line| between.contains(&line)))
        };
        let explains = explains.filter(|outer| !headed(outer));
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
    // Scripts that do not part words have long ones.
    let words = text.split_whitespace().count();
    (words >= 3 || !text.is_ascii() && text.chars().count() >= 6)
        && !closing.iter().any(|start| lower.starts_with(start))
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
    let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_end_matches([' ', '-', '–', '|']).clone_into(&mut action.text);
    action
}

/// The last pair of brackets, and what stands in it.
fn bracket(text: &str, open: char, close: char) -> Option<(usize, String)> {
    let end = text.trim_end_matches(['.', ' ']).strip_suffix(close)?.len();
    let from = text.get(..end)?.rfind(open)?;
    Some((from, text.get(from + 1..end)?.to_owned()))
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
