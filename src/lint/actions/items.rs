//! The action items with their places, whether they stand in the front matter or in the body.

use super::wording;
use crate::data::Node;
use crate::lint::prose::{Passage, PassageKind};
use crate::lint::subject::Subject;
use crate::model::{ActionItem, ActionStatus};
use crate::source::{SourceFile, Span};
use std::borrow::Cow;

/// How an item of a list is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It has a box.
    Box,
    /// It is a plain item of a list.
    Plain,
    /// It is in the front matter, where a key holds its status.
    Key,
}

/// What a list of details below an item holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Below {
    /// Anything at all.
    text: bool,
    /// Boxes.
    boxes: bool,
    /// Somebody's name.
    pub(super) owner: bool,
}

/// An action item, and where it is written.
pub(super) struct Item<'a> {
    /// What it says.
    pub(super) action: &'a ActionItem,
    /// Where it stands.
    pub(super) span: Span,
    /// Where it promises a day.
    pub(super) due: Span,
    /// How it is marked.
    pub(super) mark: Mark,
    /// What stands indented below it.
    pub(super) below: Below,
    /// Its text with places; `None` where the text was written in a way that has none.
    passage: Option<Cow<'a, Passage>>,
}

impl Item<'_> {
    /// Whether it is still to be done. A plain item in the past tense tells of something done.
    pub(super) fn is_open(&self) -> bool {
        self.action.status.is_open() && !(self.mark == Mark::Plain && wording::is_past(&self.action.text))
    }

    /// Whether it counts as a promise at all: it was not given up, and is more than a placeholder or the
    /// name of a group.
    pub(super) fn counts(&self) -> bool {
        self.action.status != ActionStatus::Dropped
            && !wording::is_placeholder(&self.action.text)
            && !self.is_label()
    }

    /// Whether it only names the items below it. One with a box is an item, and they are its parts.
    pub(super) fn is_label(&self) -> bool {
        let named = self.below.text && self.action.text.ends_with(':');
        self.mark == Mark::Plain && (named || self.below.boxes)
    }

    /// The place of the words `found` of the item's text.
    pub(super) fn place(&self, found: &str) -> Span {
        let place = self.passage.as_ref().and_then(|passage| {
            let at = passage.text.find(found)?;
            Some(passage.place(at..at + found.len()))
        });
        place.unwrap_or(self.span)
    }

    /// Whether the item quotes code, as far as is known.
    pub(super) fn has_code(&self) -> bool {
        self.passage.as_ref().is_some_and(|passage| !passage.code.is_empty())
    }
}

/// All action items of a postmortem: those of the front matter, else those of the body.
pub(super) fn all<'a>(subject: &'a Subject<'_>) -> Vec<Item<'a>> {
    let actions = subject.postmortem.action_items.iter();
    match subject.node("action_items").filter(|node| in_front_matter(node)) {
        Some(list) => {
            let nodes = list.items().unwrap_or(std::slice::from_ref(list));
            // Items without a text were refused, and are errors of their own.
            let nodes = nodes.iter().filter(|node| node.text().is_some() || node.get("text").is_some());
            actions.zip(nodes).map(|(action, node)| of_front_matter(subject.file, action, node)).collect()
        }
        None => of_body(subject),
    }
}

/// Whether the front matter has items, which then are the only ones.
pub(super) fn in_front_matter(list: &Node) -> bool {
    list.items().map_or(!list.is_absent(), |items| !items.is_empty())
}

fn of_front_matter<'a>(file: &SourceFile, action: &'a ActionItem, node: &Node) -> Item<'a> {
    let text = node.get("text").unwrap_or(node);
    Item {
        action,
        span: text.span,
        due: node.get("due").map_or(text.span, |due| due.span),
        mark: Mark::Key,
        below: Below::default(),
        passage: Some(Cow::Owned(Passage::value(file, text.span, &action.text))),
    }
}

fn of_body<'a>(subject: &'a Subject<'_>) -> Vec<Item<'a>> {
    let raw = &subject.parsed.outline.actions;
    let mut passages =
        subject.prose.passages.iter().filter(|passage| passage.kind == PassageKind::Item).peekable();
    let mut items = Vec::with_capacity(raw.len());
    for (at, (action, raw_action)) in subject.postmortem.action_items.iter().zip(raw).enumerate() {
        let span = raw_action.span;
        while passages.next_if(|passage| passage.span.start < span.start).is_some() {}
        let passage = passages.peek().copied().filter(|passage| passage.span.start < span.end);
        let written = subject.file.text().get(span.range()).unwrap_or_default();
        let due = written.find("due:").map_or(span, |due| {
            let length =
                written[due..].find([' ', '\n', '\r', '\t', ')', '`']).unwrap_or(written.len() - due);
            Span::new(span.start + due, span.start + due + length)
        });
        // Details end where the next item starts; those of the last end with their own indentation.
        let until = raw.get(at + 1).map_or(subject.file.text().len(), |next| next.span.start);
        let below = subject.file.text().get(span.end..until.max(span.end)).unwrap_or_default();
        items.push(Item {
            action,
            span,
            due,
            mark: if has_box(written) { Mark::Box } else { Mark::Plain },
            below: Below::read(below),
            passage: passage.map(Cow::Borrowed),
        });
    }
    items
}

/// Whether the item that starts here has a box.
pub(super) fn has_box(written: &str) -> bool {
    let marker = written.trim_start_matches(|c: char| c.is_ascii_digit());
    let inside = marker.get(1..).unwrap_or_default().trim_start();
    marker.starts_with(['-', '*', '+', '.', ')'])
        && ["[ ]", "[x]", "[X]"].iter().any(|mark| inside.starts_with(mark))
}

impl Below {
    /// Reads the text that follows an item, as far as it is indented.
    fn read(text: &str) -> Self {
        let mut below = Self::default();
        let indented = |line: &&str| line.starts_with([' ', '\t']) || line.trim().is_empty();
        for line in text.lines().skip(1).take_while(indented) {
            let line = line.trim();
            below.text |= !line.is_empty();
            below.boxes |= has_box(line);
            let detail = line.trim_start_matches([' ', '\t', '-', '*', '+', '_']);
            let starts =
                |word: &str| detail.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
            below.owner |= ["owner", "assignee", "assigned", "responsible", "@"].into_iter().any(starts);
        }
        below
    }
}
