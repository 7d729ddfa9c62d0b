//! JSON with places.
//!
//! `serde_json` says whether it is JSON; a second walk over what is known to be valid finds the
//! places.

use super::Entry;
use super::Node;
use super::Value;
use super::bounds;
use super::{insert, no_table};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;

const CODE: &str = "broken-json";

/// Reads the JSON in `span` of `file`. Nothing but blanks is an empty table.
pub fn json(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    if !bounds::hold(file, span, largest, diagnostics) {
        return None;
    }
    let text = &file.text()[span.range()];
    if text.trim().is_empty() {
        return Some(Node::new(span, Value::Table(Vec::new())));
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        diagnostics.push(broken(file, span, text, &error));
        return None;
    }
    let mut walk = Walk { file, text, offset: span.start, at: 0, diagnostics };
    let root = walk.value();
    if let Value::Table(_) = root.value {
        return Some(root);
    }
    diagnostics.push(no_table(file, CODE, &root));
    None
}

fn broken(file: &SourceFile, span: Span, text: &str, error: &serde_json::Error) -> Diagnostic {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (span.start + line_start + error.column().saturating_sub(1)).min(span.end);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::at(
        Level::Error,
        CODE,
        file,
        Span::new(at, at + 1),
        format!("this is not valid JSON: {message}"),
    )
    .label("here")
    .help("keys and texts stand in double quotes, and no comma follows the last value")
}

struct Walk<'a> {
    file: &'a SourceFile,
    text: &'a str,
    offset: usize,
    at: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Walk<'_> {
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(0)
    }

    fn span(&self, start: usize) -> Span {
        Span::new(start, self.at).shifted(self.offset)
    }

    /// The next value. The text is valid JSON, and not deeper than the bounds allow.
    fn value(&mut self) -> Node {
        let first = self.peek();
        let start = self.at;
        match first {
            b'{' => {
                let entries = self.entries();
                Node::new(self.span(start), Value::Table(entries))
            }
            b'[' => {
                let nodes = self.nodes();
                Node::new(self.span(start), Value::List(nodes))
            }
            b'"' => {
                let text = self.string();
                Node::new(self.span(start), Value::String(text))
            }
            _ => {
                let rest = &self.text[start..];
                let length = rest
                    .find(|c: char| matches!(c, ',' | ']' | '}') || c.is_whitespace())
                    .unwrap_or(rest.len());
                self.at += length;
                plain(self.span(start), &rest[..length])
            }
        }
    }

    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.at += 1;
        while self.peek() == b'"' {
            let start = self.at;
            let key = self.string();
            let key = Spanned::new(key, self.span(start));
            self.peek();
            self.at += 1; // the colon
            let value = self.value();
            insert(self.file, &mut entries, Entry { key, value }, self.diagnostics);
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        entries
    }

    fn nodes(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        self.at += 1;
        while !matches!(self.peek(), b']' | 0) {
            nodes.push(self.value());
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        nodes
    }

    fn string(&mut self) -> String {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while bytes.get(self.at).is_some_and(|byte| *byte != b'"') {
            self.at += if bytes[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(bytes.len());
        serde_json::from_str(&self.text[start..self.at]).unwrap_or_default()
    }
}

fn plain(span: Span, text: &str) -> Node {
    match text {
        "null" => Node::new(span, Value::Null),
        "true" => Node::with_text(span, Value::Bool(true), text),
        "false" => Node::with_text(span, Value::Bool(false), text),
        _ => match (text.parse(), text.parse()) {
            (Ok(value), _) => Node::with_text(span, Value::Integer(value), text),
            (_, Ok(value)) => Node::with_text(span, Value::Float(value), text),
            _ => Node::new(span, Value::String(text.to_owned())),
        },
    }
}
