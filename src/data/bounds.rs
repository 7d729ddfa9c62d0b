//! Limits that hold before any parser runs: parsers are recursive, and some are quadratic.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;

/// The largest front matter, in bytes. A full one has two thousand.
pub const LARGEST_FRONT_MATTER: usize = 16 * 1024;

/// How deep values may be nested.
pub const DEEPEST: usize = 32;

/// How many values a tree may have once aliases are resolved.
pub const MOST_NODES: usize = 10_000;

/// Whether the text may be parsed; reports why not.
pub(super) fn hold(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> bool {
    let text = &file.text()[span.range()];
    if text.len() > largest {
        let first_line = Span::new(span.start, span.start + text.find('\n').unwrap_or(0));
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "front-matter-too-large",
                file,
                first_line,
                format!(
                    "this has {} KiB of settings; the limit is {} KiB",
                    text.len().div_ceil(1024),
                    largest / 1024
                ),
            )
            .help("long texts belong into the body"),
        );
        return false;
    }
    match too_deep(text) {
        Some(at) => {
            let at = span.start + at;
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "front-matter-too-deep",
                    file,
                    Span::new(at, at + 1),
                    format!("values are nested deeper than {DEEPEST} levels"),
                )
                .label("too deep from here"),
            );
            false
        }
        None => true,
    }
}

/// Where nesting passes [`DEEPEST`], counting open brackets, and lines' indents and dashes. An
/// estimate from above: quoted brackets count, too, but nobody quotes thirty open ones.
fn too_deep(text: &str) -> Option<usize> {
    let mut open: usize = 0;
    let mut start = 0;
    let mut indents: Vec<usize> = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        if !content.trim().is_empty() {
            let indent = line.len() - content.len();
            while indents.last().is_some_and(|last| *last >= indent) {
                indents.pop();
            }
            indents.push(indent);
            // `- - - x` opens a level with each dash; so does `? ? x`.
            let compact = content.split(' ').take_while(|word| matches!(*word, "-" | "?" | "")).count();
            if indents.len() + compact > DEEPEST {
                return Some(start + indent);
            }
        }
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open > DEEPEST {
                return Some(start + at);
            }
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn nesting_is_found_before_parsing() {
        assert_eq!(too_deep("a: [[1], {b: 2}]\n  - - x\n"), None);
        assert!(too_deep(&"[".repeat(10_000)).is_some());
        assert!(too_deep(&format!("a: {}x", "- ".repeat(10_000))).is_none());
        assert!(too_deep(&format!("{}x", "- ".repeat(10_000))).is_some());
        let stairs = (0..100).map(|n| " ".repeat(n)).collect::<Vec<_>>().join("a:\n");
        assert!(too_deep(&stairs).is_some());
    }
}
