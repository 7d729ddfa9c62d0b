//! YAML: one parser says where things stand, the other what they mean.

mod lines;
mod mistakes;
mod scan;
#[cfg(test)]
mod tests;
mod unfit;

use super::outline::Read;
use super::{Node, check_size, clamped, duplicates};
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;
use crate::source::Span;
use serde::de::DeserializeSeed;

/// Reads the YAML in `span` of a file: a table, empty if there is nothing but comments.
///
/// `None` means that it could not be read, and that `diagnostics` says why.
pub fn yaml(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    let span = clamped(file, span);
    if !check_size(file, span, largest, diagnostics) {
        return None;
    }
    let outline = match scan::scan(file, span) {
        Ok(outline) => outline,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return None;
        }
    };
    if outline.is_empty() {
        return Some(Node::empty_table(span));
    }
    let text = &file.text()[span.range()];
    let reader = Read::root(file.text(), &outline, span);
    let mut root = match reader.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(root) => root,
        Err(error) => {
            // Its places count characters, not bytes.
            let at = error.location().map_or(0, |location| location.index());
            let at = text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
            diagnostics.push(mistakes::explain(file, span, span.start + at, None));
            return None;
        }
    };
    if root.entries().is_none() {
        diagnostics.push(unfit::not_a_table(file, span, &root));
        return None;
    }
    unfit::warn_about_comments(file, &root, diagnostics);
    duplicates::remove(file, &mut root, diagnostics);
    Some(root)
}
