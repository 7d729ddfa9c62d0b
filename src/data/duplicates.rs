//! The same key twice in one table: which one was meant, only the author knows.

use super::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use std::collections::HashMap;

/// Reports every repeated key in the tree and keeps the first of each.
pub(super) fn remove(file: &SourceFile, node: &mut Node, diagnostics: &mut Diagnostics) {
    match &mut node.value {
        Value::List(items) => {
            for item in items {
                remove(file, item, diagnostics);
            }
        }
        Value::Table(entries) => {
            let mut first: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
            let mut keep = Vec::with_capacity(entries.len());
            for entry in entries.iter() {
                let known = first.get(entry.key.value.as_str()).copied();
                keep.push(known.is_none());
                match known {
                    Some(known) => {
                        diagnostics.push(duplicate(file, &entry.key.value, entry.key.span, Some(known)));
                    }
                    None => drop(first.insert(&entry.key.value, entry.key.span)),
                }
            }
            if keep.contains(&false) {
                let mut keep = keep.into_iter();
                entries.retain(|_| keep.next().unwrap_or(true));
            }
            for entry in entries {
                remove(file, &mut entry.value, diagnostics);
            }
        }
        _ => {}
    }
}

/// Says that `key` at `span` repeats the one at `first`.
pub(super) fn duplicate(file: &SourceFile, key: &str, span: Span, first: Option<Span>) -> Diagnostic {
    let diagnostic =
        Diagnostic::at(Level::Error, "duplicate-key", file, span, format!("`{key}` is set more than once"))
            .label("set again here")
            .help("keep one of them; if several values are meant, make them one list");
    match first {
        Some(first) => diagnostic.related(file, first, format!("`{key}` is first set here")),
        None => diagnostic,
    }
}
