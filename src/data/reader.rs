//! Reading a table key by key, with a complaint for everything that is not as expected.

use super::{Entry, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::source::SourceFile;
use crate::source::Spanned;
use jiff::civil::Date;

/// The longest list of known keys that a help text shows.
const LISTED: usize = 40;

/// A table that is being read. Null counts as absent; a wrong type is reported, and counts as
/// absent, too. [`TableReader::finish`] reports the keys that nobody knows.
pub struct TableReader<'a, 'd> {
    file: &'a SourceFile,
    entries: &'a [Entry],
    what: &'a str,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> TableReader<'a, 'd> {
    /// Reads `node`, which `what` names in messages: "front matter", "`[book]`". A node that is
    /// no table is reported, and read as an empty one.
    pub fn new(
        file: &'a SourceFile,
        node: &'a Node,
        what: &'a str,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let entries = match &node.value {
            Value::Table(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => {
                diagnostics.push(wrong_type(file, node, what, "keys with values"));
                &[]
            }
        };
        Self { file, entries, what, diagnostics }
    }

    /// The value of a key, whatever it is.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key.value == key)?;
        (entry.value.value != Value::Null).then_some(&entry.value)
    }

    /// The place of a key.
    pub fn key(&self, key: &str) -> Option<&'a Spanned<String>> {
        self.entries.iter().map(|entry| &entry.key).find(|known| known.value == key)
    }

    /// All entries, in order.
    pub fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    /// Text; numbers and booleans count as they were written. Blank text counts as absent.
    pub fn string(&mut self, key: &str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let Some(text) = node.text() else {
            self.wrong(key, node, "text");
            return None;
        };
        (!text.trim().is_empty()).then(|| Spanned::new(text.trim().to_owned(), node.span))
    }

    /// A list of texts; a single text is a list of one.
    pub fn strings(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let nodes = match &node.value {
            Value::List(nodes) => nodes.as_slice(),
            Value::Table(_) => {
                self.wrong(key, node, "a list of texts");
                return Vec::new();
            }
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node.text() {
                Some(text) if !text.trim().is_empty() => {
                    texts.push(Spanned::new(text.trim().to_owned(), node.span));
                }
                _ => self.wrong_in_list(key, node, "text"),
            }
        }
        texts
    }

    /// True or false.
    pub fn boolean(&mut self, key: &str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        // YAML 1.2 reads `yes` as text; what is meant is plain.
        let value = match (&node.value, node.text().map(str::to_ascii_lowercase).as_deref()) {
            (Value::Bool(value), _) => Some(*value),
            (_, Some("yes" | "on" | "true")) => Some(true),
            (_, Some("no" | "off" | "false")) => Some(false),
            _ => None,
        };
        if value.is_none() {
            self.wrong(key, node, "true or false");
        }
        value.map(|value| Spanned::new(value, node.span))
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> Option<Spanned<i64>> {
        let node = self.node(key)?;
        if let Value::Integer(value) = node.value {
            return Some(Spanned::new(value, node.span));
        }
        self.wrong(key, node, "a whole number");
        None
    }

    /// A number.
    pub fn float(&mut self, key: &str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        match node.value {
            #[allow(clippy::cast_precision_loss)] // shares and factors, not counts
            Value::Integer(value) => Some(Spanned::new(value as f64, node.span)),
            Value::Float(value) if value.is_finite() => Some(Spanned::new(value, node.span)),
            _ => {
                self.wrong(key, node, "a number");
                None
            }
        }
    }

    /// A list of anything.
    pub fn list(&mut self, key: &str) -> Vec<&'a Node> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if let Value::List(nodes) = &node.value {
            return nodes.iter().collect();
        }
        self.wrong(key, node, "a list");
        Vec::new()
    }

    /// A table.
    pub fn table(&mut self, key: &str) -> Option<&'a Node> {
        let node = self.node(key)?;
        if let Value::Table(_) = node.value {
            return Some(node);
        }
        self.wrong(key, node, "keys with values");
        None
    }

    /// A date, year first.
    pub fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let text = self.string(key)?;
        if text.value.len() == 10
            && let Ok(date) = text.value.parse()
        {
            return Some(Spanned::new(date, text.span));
        }
        self.diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "invalid-date",
                self.file,
                text.span,
                format!("`{key}` is not a date: `{}`", text.value),
            )
            .label("not a date")
            .help("dates are written year, month, day: `2024-05-12`"),
        );
        None
    }

    /// Adds a finding of the caller's own.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports the keys that are not among `known`.
    pub fn finish(self, known: &[&str]) {
        for entry in self.entries {
            let key = entry.key.value.as_str();
            if known.contains(&key) {
                continue;
            }
            let diagnostic = Diagnostic::at(
                Level::Error,
                "unknown-key",
                self.file,
                entry.key.span,
                format!("`{key}` is not a key of the {}", self.what),
            );
            self.diagnostics.push(match nearest(key, known.iter().copied()) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => {
                    let shown: Vec<_> = known.iter().take(LISTED).map(|key| format!("`{key}`")).collect();
                    let free = if known.contains(&"extra") { "; free data goes under `extra`" } else { "" };
                    diagnostic.label("unknown").help(format!("known are {}{free}", shown.join(", ")))
                }
            });
        }
    }

    fn wrong(&mut self, key: &str, node: &Node, expected: &str) {
        self.diagnostics.push(wrong_type(self.file, node, &format!("`{key}`"), expected));
    }

    fn wrong_in_list(&mut self, key: &str, node: &Node, expected: &str) {
        self.diagnostics.push(wrong_type(self.file, node, &format!("a value of `{key}`"), expected));
    }
}

fn wrong_type(file: &SourceFile, node: &Node, what: &str, expected: &str) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "wrong-type",
        file,
        node.span,
        format!("{what} must be {expected}, but is {}", node.kind_name()),
    )
    .label(format!("expected {expected}"))
}
