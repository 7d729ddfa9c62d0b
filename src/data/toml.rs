//! TOML with places.

use super::Entry;
use super::Node;
use super::Value;
use super::bounds;
use super::insert;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the TOML in `span` of `file`. Several mistakes are reported at once.
pub fn toml(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    if !bounds::hold(file, span, largest, diagnostics) {
        return None;
    }
    let text = &file.text()[span.range()];
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        diagnostics.push(broken(file, span, text, error));
    }
    if !errors.is_empty() {
        return None;
    }
    let mut reading = Reading { file, text, offset: span.start, diagnostics };
    let value = reading.table(table.get_ref());
    Some(Node::new(span, value))
}

struct Reading<'a> {
    file: &'a SourceFile,
    text: &'a str,
    offset: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Reading<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let key_span = Span::new(key.span().start, key.span().end).shifted(self.offset);
            let entry = Entry {
                key: Spanned::new(key.get_ref().to_string(), key_span),
                value: self.node(value.get_ref(), value.span()),
            };
            insert(self.file, &mut entries, entry, self.diagnostics);
        }
        // The parser sorts by key; readers expect the order in which things were written.
        entries.sort_by_key(|entry| entry.key.span.start);
        Value::Table(entries)
    }

    fn node(&mut self, value: &DeValue<'_>, range: std::ops::Range<usize>) -> Node {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let span = Span::new(range.start, range.end).shifted(self.offset);
        match value {
            DeValue::String(text) => Node::new(span, Value::String(text.to_string())),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                match i64::from_str_radix(&digits, number.radix()) {
                    Ok(value) => Node::with_text(span, Value::Integer(value), written),
                    Err(_) => Node::new(span, Value::String(written.to_owned())),
                }
            }
            DeValue::Float(number) => match number.as_str().replace('_', "").parse() {
                Ok(value) => Node::with_text(span, Value::Float(value), written),
                Err(_) => Node::new(span, Value::String(written.to_owned())),
            },
            DeValue::Boolean(value) => Node::with_text(span, Value::Bool(*value), written),
            // As text: dates and times are read by the model, whatever the format.
            DeValue::Datetime(_) => Node::new(span, Value::String(written.to_owned())),
            DeValue::Array(values) => {
                let nodes = values.iter().map(|value| self.node(value.get_ref(), value.span())).collect();
                Node::new(span, Value::List(nodes))
            }
            DeValue::Table(table) => Node::new(span, self.table(table)),
        }
    }
}

fn broken(file: &SourceFile, span: Span, text: &str, error: &::toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let place = Span::new(range.start.min(text.len()), range.end.min(text.len())).shifted(span.start);
    let message = error.message();
    if message.contains("duplicate key") {
        let key = &file.text()[Span::new(file.floor(place.start), file.floor(place.end)).range()];
        return Diagnostic::at(
            Level::Error,
            "duplicate-key",
            file,
            place,
            format!("the key `{key}` is given twice"),
        )
        .label("again")
        .help("keep one of the two, or join their values");
    }
    let message = message.lines().next().unwrap_or(message);
    Diagnostic::at(Level::Error, "broken-toml", file, place, format!("this is not valid TOML: {message}"))
        .label("here")
        .help("text stands in quotes, lists in brackets: `services = [\"checkout\"]`")
}
