//! Action items that are written where or how nothing reads them.

use super::coverage::place;
use super::items::{Item, Mark};
use super::wording;
use super::{ACTIONS_TWICE, ACTIONS_UNREAD, ACTIONS_WITHOUT_BOX, NO_ACTION_ITEMS};
use crate::diagnostic::Diagnostics;
use crate::lint::prose::{Passage, PassageKind, ProseSection};
use crate::lint::subject::Subject;
use crate::lint::vocabulary::{mentions, words};
use crate::model::{SectionKind, Status};
use crate::parse::section_kinds;
use crate::source::Span;

/// How an item is written.
const FORM: &str = "`- [ ] what will be done @owner due:2031-06-01 (OPS-12)`";

/// Tells items that are in two places, in a table, below another, without a box, or nowhere.
pub(super) fn check(subject: &Subject<'_>, items: &[Item<'_>], diagnostics: &mut Diagnostics) {
    let in_body = &subject.parsed.outline.actions;
    let in_front_matter = items.iter().any(|item| item.mark == Mark::Key);
    if in_front_matter {
        if let Some(first) = in_body.iter().find(|action| !wording::is_placeholder(&action.text)) {
            let count = in_body.len();
            let what = if count == 1 { "this action item is" } else { "the action items here are" };
            diagnostics.push(
                ACTIONS_TWICE
                    .at(subject.file, first.span, format!("{what} not read: the front matter has its own"))
                    .label("not counted")
                    .related(subject.file, place(subject), "these count")
                    .help("keep them in one place"),
            );
        }
        return;
    }
    let unread = tables(subject, diagnostics) | labels(subject, items, diagnostics);
    let plain: Vec<_> = items.iter().filter(|item| item.mark == Mark::Plain && item.counts()).collect();
    if let Some(first) = plain.first() {
        let message = match plain.len() {
            1 => "this action item has no box to tick".to_owned(),
            count => format!("{count} action items of this section have no box to tick"),
        };
        diagnostics.push(
            ACTIONS_WITHOUT_BOX
                .at(subject.file, first.span, message)
                .label("open or done?")
                .help(format!("write each as {FORM}")),
        );
    }
    if !unread && !items.iter().any(|item| item.counts()) {
        none(subject, items, diagnostics);
    }
}

/// There are no action items, nor anything that looks like some.
fn none(subject: &Subject<'_>, items: &[Item<'_>], diagnostics: &mut Diagnostics) {
    let ours = subject.postmortem.source.is_none();
    let given_up = items.iter().any(|item| !item.action.status.is_open());
    if !ours || given_up || subject.postmortem.status == Status::Draft {
        return;
    }
    let has_section = subject.prose.section(SectionKind::ActionItems).is_some();
    let (message, label) = match items.first() {
        Some(_) => ("the list of action items holds a placeholder only", "what will be done?"),
        None if has_section => ("this section holds no list of action items", "no item in it"),
        None => ("this postmortem has no action items", "what will change?"),
    };
    if items.is_empty() && !has_section && unknown_heading(subject, diagnostics) {
        return;
    }
    let at = items.first().map_or_else(|| place(subject), |item| item.span);
    diagnostics.push(
        NO_ACTION_ITEMS
            .at(subject.file, at, message)
            .label(label)
            .help(format!("write each in a section `## Action items` as {FORM}")),
    );
}

/// Words that the head of a table of actions holds.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "action*", "task*", "owner*", "assignee*", "due", "deadline", "ticket*", "todo", "to do", "measure*",
    "responsible", "issue", "follow up*", "jira",
];

/// Tables of action items: none of their rows is read.
fn tables(subject: &Subject<'_>, diagnostics: &mut Diagnostics) -> bool {
    let mut found = false;
    let mut done = 0;
    for section in sections(subject) {
        if section.passages.start < done {
            continue;
        }
        done = section.passages.end;
        let cells = subject.prose.text_of(section).filter(|passage| passage.kind == PassageKind::Cell);
        let cells: Vec<&Passage> = cells.collect();
        let line = |cell: &Passage| subject.file.position(cell.span.start).0;
        let Some(first) = cells.first() else { continue };
        let head = line(first);
        let mut heads = cells.iter().take_while(|cell| line(cell) == head);
        if !heads.any(|cell| mentions(&cell.text, HEADS)) {
            continue;
        }
        let mut rows: Vec<usize> = cells.iter().map(|cell| line(cell)).filter(|at| *at > head).collect();
        rows.dedup();
        let message = match rows.len() {
            0 => continue,
            1 => "the action item in this table is not read".to_owned(),
            count => format!("the {count} action items in this table are not read"),
        };
        found = true;
        let start = subject.file.line_start(head);
        let indent = subject
            .file
            .text()
            .get(start..)
            .unwrap_or_default()
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        diagnostics.push(
            ACTIONS_UNREAD
                .at(subject.file, Span::new(start + indent, first.span.end), message)
                .label("only lists are read")
                .help(format!(
                    "write each row as {FORM}, or as an entry of `action_items` in the front matter"
                )),
        );
    }
    found
}

/// Sections about action items.
fn sections<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a ProseSection> {
    let sections = subject.prose.sections.iter();
    sections.filter(|section| section.kinds.contains(&SectionKind::ActionItems))
}

/// Items that are names of groups: what is nested in them is not read.
fn labels(subject: &Subject<'_>, items: &[Item<'_>], diagnostics: &mut Diagnostics) -> bool {
    let mut labels = items.iter().filter(|item| item.is_label());
    let Some(first) = labels.next() else { return false };
    diagnostics.push(
        ACTIONS_UNREAD
            .at(subject.file, first.span, "the items below this one are not read as action items")
            .label("read as the item itself")
            .help("make the group a heading, such as `### Prevention`, and its items a list of their own"),
    );
    true
}

/// Words of headings over action items.
#[rustfmt::skip]
const ABOUT_ACTIONS: &[&str] = &[
    "corrective", "preventative", "preventive", "prevention", "action item*", "action plan", "follow up*",
    "follow ups", "next steps", "remediation*", "corrective measures",
];

/// Where there are no action items: a line or heading that stands over some, but is not known as such.
fn unknown_heading(subject: &Subject<'_>, diagnostics: &mut Diagnostics) -> bool {
    let headings = subject.prose.sections.iter();
    let heading = headings.rev().find(|section| mentions(&section.title, ABOUT_ACTIONS));
    if let Some(section) = heading.filter(|section| !section.kinds.contains(&SectionKind::LessonsLearned)) {
        diagnostics.push(
            ACTIONS_UNREAD
                .at(
                    subject.file,
                    section.heading,
                    format!("`{}` is not known as a heading of action items", section.title),
                )
                .label("nothing below is read")
                .help("call the section `## Action items`, or `## Corrective and preventative measures`"),
        );
        return true;
    }
    let Some((passage, name)) = line_like_heading(subject) else { return false };
    let start = passage.text.find(name).unwrap_or_default();
    let plain = name.trim_end_matches(':');
    diagnostics.push(
        ACTIONS_UNREAD
            .at(
                subject.file,
                passage.place(start..start + name.len()),
                format!("`{plain}` is no heading, so no action items are read below it"),
            )
            .label("a line like any other")
            .help("make it a heading: `## Action items`, and each item below it a line of a list"),
    );
    true
}

/// A line of text that is called as a section of action items is.
fn line_like_heading<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, &'a str)> {
    let passages = subject.prose.passages.iter().filter(|passage| {
        matches!(passage.kind, PassageKind::Paragraph | PassageKind::Item) && !passage.quoted
    });
    passages.into_iter().find_map(|passage| {
        let names = passage.text.lines().map(str::trim).filter(|line| line.len() <= LONGEST_NAME);
        let mut names = names.filter(|name| {
            let known = || section_kinds(name).contains(&SectionKind::ActionItems);
            let called = || words(name) <= 6 && name.ends_with(':') && mentions(name, ABOUT_ACTIONS);
            !name.ends_with('.') && (known() || called())
        });
        Some((passage, names.next()?))
    })
}

/// A longer line is no name of a section.
const LONGEST_NAME: usize = 60;
