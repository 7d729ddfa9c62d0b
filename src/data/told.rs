//! What tests compare: findings as lines of text.

use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;
use std::fmt::Write as _;

/// Each finding as `line:column code: message <underlined> (label; help)`, related lines behind.
pub(crate) fn told(file: &SourceFile, diagnostics: &Diagnostics) -> String {
    let mut lines = Vec::new();
    for d in diagnostics.sorted() {
        let mut line = format!(
            "{}:{} {}: {} <{}> ({}; {})",
            d.position.0,
            d.position.1,
            d.code,
            d.message,
            &file.text()[d.span.range()],
            d.label.as_deref().unwrap_or_default(),
            d.help.as_deref().unwrap_or_default(),
        );
        for related in &d.related {
            let _ = write!(line, " [{}: {}]", related.line, related.message);
        }
        lines.push(line);
    }
    lines.join("\n")
}
