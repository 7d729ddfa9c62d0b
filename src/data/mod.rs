//! Structured data with places: YAML, TOML and JSON become the same tree.
//!
//! Every key and value knows where it was written, so a diagnostic can point at it. Input is
//! bounded before any parser sees it: size, depth and the growth by aliases.

mod bounds;
mod json;
mod reader;
mod toml;
mod yaml;

pub use bounds::{DEEPEST, LARGEST_FRONT_MATTER, MOST_NODES};
pub use json::json;
pub use reader::TableReader;
pub use toml::toml;
pub use yaml::yaml;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;

/// A value and its place in the file's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
    /// As written, where the value is no string: `1.10` and `007` keep their looks.
    written: Option<String>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text, dates and times included.
    String(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values by key, in order.
    Table(Vec<Entry>),
}

/// One key of a table and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// A value at a place.
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value, written: None }
    }

    /// A value that is no string, with its text as written.
    pub fn with_text(span: Span, value: Value, written: impl Into<String>) -> Self {
        Self { span, value, written: Some(written.into()) }
    }

    /// A scalar's text: of a string its value, of others as written.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => self.written.as_deref(),
            Value::Null | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// What it is, for messages.
    pub fn kind_name(&self) -> &'static str {
        match self.value {
            Value::Null => "empty",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value of a key, where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(entries) => {
                entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
            }
            _ => None,
        }
    }

    /// The same without places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Float(value) => serde_json::Number::from_f64(*value)
                .map_or_else(|| self.written.clone().unwrap_or_default().into(), serde_json::Value::Number),
            Value::String(value) => value.clone().into(),
            Value::List(nodes) => nodes.iter().map(Self::to_json).collect::<Vec<_>>().into(),
            Value::Table(entries) => serde_json::Value::Object(
                entries.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect(),
            ),
        }
    }
}

/// Adds an entry to a table that is being read; a key that is there already is reported, and
/// the first value stays.
fn insert(file: &SourceFile, entries: &mut Vec<Entry>, entry: Entry, diagnostics: &mut Diagnostics) {
    if let Some(first) = entries.iter().find(|known| known.key.value == entry.key.value) {
        diagnostics.push(duplicate_key(file, &entry.key.value, first.key.span, entry.key.span));
    } else {
        entries.push(entry);
    }
}

fn duplicate_key(file: &SourceFile, key: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::at(Level::Error, "duplicate-key", file, second, format!("the key `{key}` is given twice"))
        .label("again")
        .related(file, first, "the first is here")
        .help("keep one of the two, or join their values")
}

/// The diagnostic for a top level that holds no keys.
fn no_table(file: &SourceFile, code: &'static str, node: &Node) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        code,
        file,
        node.span,
        format!("this must be keys with values, but is {}", node.kind_name()),
    )
    .label("no key")
    .help("write `title: What broke`, one key a line")
}
