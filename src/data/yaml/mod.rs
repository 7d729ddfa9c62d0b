//! YAML: `granit-parser` says what stands where, `serde_yaml` what a value without quotes means.

mod lines;
mod mistakes;
mod scalar;
mod scan;
#[cfg(test)]
mod tests;
mod unfit;
mod write;

pub use write::{to_yaml, to_yaml_text};

use super::{Node, check_size, clamped, duplicates};
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;
use crate::source::Span;

/// Reads the YAML in `span` of a file: a table, empty if there is nothing but comments.
///
/// `None` means that it could not be read, and that `diagnostics` says why.
pub fn yaml(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    let span = clamped(file, span);
    if !check_size(file, span, largest, diagnostics) {
        return None;
    }
    let mut root = match scan::scan(file, span) {
        Ok(Some(root)) => root,
        Ok(None) => return Some(Node::empty_table(span)),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
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
