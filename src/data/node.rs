//! The tree that all three formats become.

use crate::source::Span;
use crate::source::Spanned;

/// A value and its place in the file's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it was written; where the alias stands, for what a YAML alias brings in.
    pub span: Span,
    /// What it says.
    pub value: Value,
    /// A number, boolean or null exactly as written: `1.10` is not `1.1` to whoever wrote it.
    written: Option<Box<str>>,
}

/// What a [`Node`] says. Dates of TOML are strings, as they are in the other formats.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `null`, `~`, or no value after a key.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// Values in order.
    List(Vec<Node>),
    /// Entries in the order of the file, each key once.
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, without quotes; its place includes them.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// A value at a place.
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value, written: None }
    }

    /// The same, remembering how it was written.
    #[must_use]
    pub fn written(mut self, text: &str) -> Self {
        self.written = Some(text.into());
        self
    }

    /// The same, and all inside of it, at another place: where an alias stands.
    #[must_use]
    pub(super) fn moved(mut self, span: Span) -> Self {
        self.span = span;
        match &mut self.value {
            Value::List(items) => {
                *items = std::mem::take(items).into_iter().map(|item| item.moved(span)).collect();
            }
            Value::Table(entries) => {
                for entry in entries {
                    entry.key.span = span;
                    let value = std::mem::replace(&mut entry.value, Self::new(span, Value::Null));
                    entry.value = value.moved(span);
                }
            }
            _ => {}
        }
        self
    }

    /// An empty table, which is what empty front matter means.
    pub fn empty_table(span: Span) -> Self {
        Self::new(span, Value::Table(Vec::new()))
    }

    /// The value as text: a string, or a number or boolean as written (`2024`, `1.10`). `None`
    /// for lists, tables and null.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Bool(bool) => {
                Some(self.written.as_deref().unwrap_or(if *bool { "true" } else { "false" }))
            }
            Value::Integer(_) | Value::Float(_) => self.written.as_deref(),
            Value::Null | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// Whether nothing was written: null, or a string without a visible character.
    pub fn is_absent(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What kind of value this is, for messages: "a list", "a number".
    pub fn kind_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "empty",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The entries, if this is a table.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, if this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, if this is a table that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries()?.iter().find(|entry| entry.key.value == key)
    }

    /// The same data without places, keys in the order of the file. Infinity and NaN, which
    /// JSON lacks, become the text that was written.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(bool) => Json::Bool(*bool),
            Value::Integer(number) => Json::from(*number),
            Value::Float(number) => serde_json::Number::from_f64(*number)
                .map_or_else(|| Json::from(self.text().unwrap_or_default()), Json::Number),
            Value::String(text) => Json::from(text.as_str()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Table(entries) => Json::Object(
                entries.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect(),
            ),
        }
    }
}
