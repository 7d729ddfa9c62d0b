//! Where everything stands, noted before the values are known.
//!
//! `serde_json` knows best what a text means, but does not say where; so a first pass notes the
//! place of each key and value, in order, and [`Read`] walks these notes along with the parser.

use super::{Entry, Node, Value};
use crate::source::Span;
use crate::source::Spanned;
use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The places of a text: each value followed by its children, in tables a key before its value.
#[derive(Debug, Default)]
pub(super) struct Outline {
    places: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    span: Span,
    /// The index after the last descendant.
    next: usize,
}

impl Outline {
    /// Notes a value without children and gives its number.
    pub(super) fn leaf(&mut self, span: Span) -> usize {
        let at = self.places.len();
        self.places.push(Place { span, next: at + 1 });
        at
    }

    /// Ends the list or table with number `at`: what was noted since is inside it.
    pub(super) fn close(&mut self, at: usize, end: usize) {
        let next = self.places.len();
        if let Some(place) = self.places.get_mut(at) {
            place.next = next;
            place.span.end = end.max(place.span.start);
        }
    }

    /// The place of value number `at`.
    pub(super) fn span(&self, at: usize) -> Option<Span> {
        self.places.get(at).map(|place| place.span)
    }
}

/// Reads a value, of which the outline knows the place, from any format.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    text: &'a str,
    outline: &'a Outline,
    at: usize,
    /// The place to name should outline and parser ever disagree.
    parent: Span,
}

impl<'a> Read<'a> {
    /// Reads the outermost value; `text` is the file's, `span` the part that is read.
    pub(super) fn root(text: &'a str, outline: &'a Outline, span: Span) -> Self {
        Self { text, outline, at: 0, parent: span }
    }

    /// The reader of the value number `at`, a child of this one.
    fn child(self, at: usize) -> Self {
        Self { at, parent: self.span(), ..self }
    }

    fn span(self) -> Span {
        self.outline.span(self.at).unwrap_or(self.parent)
    }

    /// The text as written.
    fn written(self) -> &'a str {
        self.outline.span(self.at).and_then(|span| self.text.get(span.range())).unwrap_or_default()
    }

    fn scalar(self, value: Value) -> Node {
        let node = Node::new(self.span(), value);
        match node.value {
            Value::String(_) | Value::Null => node,
            _ => node.written(self.written()),
        }
    }

    fn key(self, node: Node) -> Spanned<String> {
        let span = node.span;
        let text = match node.value {
            Value::String(text) => text,
            _ => self.written().to_owned(),
        };
        Spanned::new(text, span)
    }

    /// The numbers of this value's children, one after the other.
    fn children(self) -> Children<'a> {
        let end = self.outline.places.get(self.at).map_or(0, |place| place.next);
        Children { outline: self.outline, at: self.at.saturating_add(1), end }
    }
}

struct Children<'a> {
    outline: &'a Outline,
    at: usize,
    end: usize,
}

impl Children<'_> {
    /// The number of the next child; one that does not exist once they are used up.
    fn take(&mut self) -> usize {
        if self.at >= self.end {
            return usize::MAX;
        }
        let at = self.at;
        self.at = self.outline.places[at].next;
        at
    }
}

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

#[expect(clippy::cast_precision_loss, reason = "larger integers keep their text as written")]
impl<'de> Visitor<'de> for Read<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.scalar(Value::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.scalar(i64::try_from(value).map_or(Value::Float(value as f64), Value::Integer)))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(self.scalar(Value::Float(value as f64)))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(self.scalar(Value::Float(value as f64)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.scalar(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(self.scalar(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(self.scalar(Value::String(value)))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(self.scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut children = self.children();
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.child(children.take()))? {
            list.push(item);
        }
        Ok(Node::new(self.span(), Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut children = self.children();
        let mut entries = Vec::new();
        loop {
            let reader = self.child(children.take());
            let Some(key) = map.next_key_seed(reader)? else { break };
            let key = reader.key(key);
            let value = map.next_value_seed(self.child(children.take()))?;
            entries.push(Entry { key, value });
        }
        Ok(Node::new(self.span(), Value::Table(entries)))
    }
}
