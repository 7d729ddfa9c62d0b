//! YAML with places.
//!
//! The events of granit-parser give structure and places; what a plain scalar means is asked of
//! `serde_yaml`, so that `yes`, `1_000` and `2024-05-12` are what they are everywhere else.

use super::Entry;
use super::Node;
use super::Value;
use super::bounds::{self, MOST_NODES};
use super::{insert, no_table};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use granit_parser::{Event, Parser, ScalarStyle, ScanError};
use std::collections::HashMap;

const CODE: &str = "broken-yaml";

/// Reads the YAML in `span` of `file`. Nothing but blanks and comments is an empty table.
pub fn yaml(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    if !bounds::hold(file, span, largest, diagnostics) {
        return None;
    }
    let text = &file.text()[span.range()];
    let mut tree = Builder {
        file,
        text,
        offset: span.start,
        anchors: HashMap::new(),
        nodes: 0,
        open: Vec::new(),
        root: None,
        diagnostics,
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, place)) => {
                if !tree.take(event, place) {
                    return None;
                }
            }
            Err(error) => {
                let diagnostic = broken(file, span, text, &error);
                tree.diagnostics.push(diagnostic);
                return None;
            }
        }
    }
    let root = tree.root.unwrap_or_else(|| Node::new(span, Value::Table(Vec::new())));
    match root.value {
        Value::Table(_) => Some(root),
        Value::Null => Some(Node::new(span, Value::Table(Vec::new()))),
        _ => {
            diagnostics.push(no_table(file, CODE, &root));
            None
        }
    }
}

/// A list or table whose end has not come yet.
enum Open {
    List { start: usize, anchor: usize, nodes: Vec<Node> },
    Table { start: usize, anchor: usize, entries: Vec<Entry>, key: Option<Spanned<String>> },
}

struct Builder<'a> {
    file: &'a SourceFile,
    text: &'a str,
    offset: usize,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: &'a mut Diagnostics,
}

impl Builder<'_> {
    /// Takes one event; `false` ends the reading.
    fn take(&mut self, event: Event<'_>, place: granit_parser::Span) -> bool {
        let range = place.byte_range().unwrap_or_default();
        let span = Span::new(range.start, range.end).shifted(self.offset);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let node = scalar(&text, style, self.trimmed(span));
                self.add(node, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open.push(Open::List { start: span.start, anchor, nodes: Vec::new() });
                true
            }
            Event::MappingStart(_, anchor, _) => {
                self.open.push(Open::Table { start: span.start, anchor, entries: Vec::new(), key: None });
                true
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            Event::Alias(id) => self.alias(id, span),
            Event::DocumentStart(..) if self.root.is_some() => {
                self.diagnostics.push(
                    Diagnostic::at(
                        Level::Error,
                        CODE,
                        self.file,
                        span,
                        "there is a second YAML document in here",
                    )
                    .label("starts here")
                    .help("front matter is one document: take this line out"),
                );
                false
            }
            _ => true,
        }
    }

    /// An alias stands for its anchor's value, at its own place.
    fn alias(&mut self, id: usize, span: Span) -> bool {
        let Some((mut node, size)) = self.anchors.get(&id).cloned() else {
            self.diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    CODE,
                    self.file,
                    span,
                    "this alias stands inside the value that it repeats",
                )
                .label("circular"),
            );
            return false;
        };
        self.nodes += size;
        if !self.within_bounds(span) {
            return false;
        }
        node.span = span;
        self.add(node, 0)
    }

    fn within_bounds(&mut self, span: Span) -> bool {
        if self.nodes <= MOST_NODES {
            return true;
        }
        self.diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "too-many-aliases",
                self.file,
                span,
                format!("aliases make more than {MOST_NODES} values of this"),
            )
            .label("too much from here")
            .help("write the values out"),
        );
        false
    }

    fn close(&mut self, end: usize) -> bool {
        let (node, anchor) = match self.open.pop() {
            Some(Open::List { start, anchor, nodes }) => {
                let end = nodes
                    .last()
                    .map_or(end, |last| last.span.end.max(if self.is_flow(start) { end } else { 0 }));
                (Node::new(Span::new(start, end), Value::List(nodes)), anchor)
            }
            Some(Open::Table { start, anchor, entries, .. }) => {
                // A block's end event comes at the next token: the last value ends it.
                let end = entries
                    .last()
                    .map_or(end, |last| last.value.span.end.max(if self.is_flow(start) { end } else { 0 }));
                (Node::new(Span::new(start, end), Value::Table(entries)), anchor)
            }
            None => return true,
        };
        self.add(node, anchor)
    }

    fn is_flow(&self, start: usize) -> bool {
        self.text.as_bytes().get(start - self.offset).is_some_and(|byte| matches!(byte, b'[' | b'{'))
    }

    /// Plain and block scalars end where their text does, not at the line's end.
    fn trimmed(&self, span: Span) -> Span {
        let text =
            &self.file.text()[span.start.min(self.file.text().len())..span.end.min(self.file.text().len())];
        Span::new(span.start, span.start + text.trim_end().len())
    }

    fn add(&mut self, node: Node, anchor: usize) -> bool {
        self.nodes += 1;
        if !self.within_bounds(node.span) {
            return false;
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size(&node)));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { nodes, .. }) => nodes.push(node),
            Some(Open::Table { entries, key, .. }) => match key.take() {
                Some(key) => insert(self.file, entries, Entry { key, value: node }, self.diagnostics),
                None => match node
                    .text()
                    .map(str::to_owned)
                    .or_else(|| matches!(node.value, Value::Null).then(String::new))
                {
                    Some(text) => *key = Some(Spanned::new(text, node.span)),
                    None => {
                        self.diagnostics.push(
                            Diagnostic::at(
                                Level::Error,
                                CODE,
                                self.file,
                                node.span,
                                format!("a key must be text, but this is {}", node.kind_name()),
                            )
                            .label("not a key"),
                        );
                        return false;
                    }
                },
            },
        }
        true
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::List(nodes) => 1 + nodes.iter().map(size).sum::<usize>(),
        Value::Table(entries) => 1 + entries.iter().map(|entry| size(&entry.value)).sum::<usize>(),
        _ => 1,
    }
}

/// What a scalar means. Only plain ones can be anything but text.
fn scalar(text: &str, style: ScalarStyle, span: Span) -> Node {
    if style != ScalarStyle::Plain || !may_be_other_than_text(text) {
        return Node::new(span, Value::String(text.to_owned()));
    }
    let value = match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(serde_yaml::Value::Null) => Value::Null,
        Ok(serde_yaml::Value::Bool(value)) => Value::Bool(value),
        Ok(serde_yaml::Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Value::Integer(value),
            (None, Some(value)) => Value::Float(value),
            (None, None) => Value::String(text.to_owned()),
        },
        _ => Value::String(text.to_owned()),
    };
    match value {
        Value::String(_) => Node::new(span, value),
        value => Node::with_text(span, value, text),
    }
}

/// Whether YAML could take a plain scalar for a number, a boolean or nothing. Most text cannot
/// be, and needs no parser.
fn may_be_other_than_text(text: &str) -> bool {
    text.len() <= 5
        && matches!(
            text.to_ascii_lowercase().as_str(),
            "" | "~" | "null" | "true" | "false" | ".nan" | ".inf"
        )
        || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
}

/// Says what is wrong with broken YAML, in the words of somebody who made the mistake before.
fn broken(file: &SourceFile, span: Span, text: &str, error: &ScanError) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let line_start = text[..floor(text, at)].rfind('\n').map_or(0, |line| line + 1);
    let place = Span::new(span.start + at, span.start + at + 1);
    let diagnostic =
        Diagnostic::at(Level::Error, CODE, file, place, format!("this is not valid YAML: {}", error.info()));
    match likely_mistake(text, line_start) {
        Some((from, to, label, help)) => {
            let place = Span::new(span.start + from, span.start + to);
            Diagnostic::at(Level::Error, CODE, file, place, diagnostic.message.clone())
                .label(label)
                .help(help)
        }
        None => diagnostic.label("here").help("check quotes, indentation and the space after each `:`"),
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The mistake on the line of an error, or on the one before it: errors are noticed late.
fn likely_mistake(text: &str, line_start: usize) -> Option<(usize, usize, &'static str, &'static str)> {
    let before = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |line| line + 1);
    [line_start, before].into_iter().find_map(|start| {
        let line = text[start..].lines().next().unwrap_or_default();
        mistake_on(line).map(|(from, to, label, help)| (start + from, start + to, label, help))
    })
}

fn mistake_on(line: &str) -> Option<(usize, usize, &'static str, &'static str)> {
    let indent = &line[..line.len() - line.trim_start().len()];
    if let Some(tab) = indent.find('\t') {
        return Some((tab, tab + 1, "a tab", "YAML is indented with spaces, never with tabs"));
    }
    let (key, rest) = line.split_once(':')?;
    let from = key.len() + 1 + (rest.len() - rest.trim_start().len());
    let value = rest.trim();
    if !rest.is_empty() && !rest.starts_with(' ') && !value.is_empty() && !key.contains(['"', '\'', '/', ' '])
    {
        return Some((key.len(), key.len() + 1, "no space behind it", "write a space after the `:`"));
    }
    let first = value.chars().next()?;
    let to = from + value.len();
    match first {
        '"' | '\'' if value.chars().count() == 1 || !value.ends_with(first) => {
            Some((from, to, "the quote is not closed", "close the quote at the end of the value"))
        }
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' => Some((
            from,
            to,
            "needs quotes",
            "a value that starts with this character means something else in YAML: put it into quotes",
        )),
        '[' if !value.ends_with(']') => Some((from, to, "the list is not closed", "close the list with `]`")),
        '{' if !value.ends_with('}') => Some((from, to, "not closed", "close the braces with `}`")),
        '"' | '\'' | '[' | '{' => None,
        _ if value.contains(": ") || value.ends_with(':') => {
            Some((from, to, "needs quotes", "a value that holds `: ` must stand in quotes"))
        }
        _ => None,
    }
}
