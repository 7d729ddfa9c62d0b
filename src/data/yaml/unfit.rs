//! Findings in YAML that parses: what it holds is not what front matter can be, or not what
//! its author meant.

use super::lines::{Line, lines_from};
use super::mistakes::{CODE, quote_it};
use crate::data::{Node, Value, not_a_table as no_table, shortened};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;

/// A character that no editor shows.
pub(super) fn control_character(file: &SourceFile, span: Span, c: char) -> Diagnostic {
    let message = format!("an invisible control character (U+{:04X}) stands here", u32::from(c));
    Diagnostic::at(Level::Error, CODE, file, span, message).label("invisible").help("delete it")
}

/// `---` or `...` inside of the text.
pub(super) fn second_document(file: &SourceFile, span: Span) -> Diagnostic {
    let line = Line::around(file, span.start);
    let end = line.start + line.text.trim_end().len();
    Diagnostic::at(
        Level::Error,
        CODE,
        file,
        Span::new(span.start, end.max(span.start)),
        "a second YAML document begins here",
    )
    .label("only one can be read")
    .help("keep one document; lines of `---` or `...` inside of it are not allowed")
}

/// `[a, b]: c`.
pub(super) fn key_is_no_text(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(Level::Error, CODE, file, span, "a key must be text, not a list or a table")
        .label("not a key")
        .help("write `key: value`; quote the key if the bracket or `?` is part of it")
}

/// `: value`.
pub(super) fn missing_key(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        CODE,
        file,
        Span::new(span.start, span.start + 1),
        "a key is missing before this colon",
    )
    .label("no key")
    .help("write `key: value`")
}

/// `&a [*a]`.
pub(super) fn alias_in_itself(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(Level::Error, CODE, file, span, "this alias stands inside of the value that it refers to")
        .label("refers to what contains it")
        .help("write the value out, or quote it if `*` is part of the text")
}

/// `!something`.
pub(super) fn tag(file: &SourceFile, at: usize) -> Diagnostic {
    let line = Line::around(file, at);
    let value = file.text().get(at..line.start + line.text.len()).unwrap_or_default().trim_end();
    Diagnostic::at(
        Level::Error,
        CODE,
        file,
        Span::new(at, at + value.len()),
        "a value without quotes cannot begin with `!`: it would be a tag, and tags mean nothing here",
    )
    .label("needs quotes")
    .help(quote_it(value))
}

/// The outermost value is a list or text.
pub(super) fn not_a_table(file: &SourceFile, span: Span, root: &Node) -> Diagnostic {
    if let Value::String(_) = root.value {
        let first = lines_from(file, span, root.span.end);
        if let Some((at, key, value)) = first.iter().rev().find_map(Line::glued) {
            return Diagnostic::at(
                Level::Error,
                CODE,
                file,
                Span::new(at, at + 1),
                format!("a space is missing after `{}:`", shortened(key)),
            )
            .label("a space belongs after this colon")
            .help(format!("write `{}: {}`", shortened(key), shortened(value)));
        }
    }
    let found = if matches!(root.value, Value::Null) { "nothing" } else { root.kind_name() };
    no_table(file, root.span, CODE, found, "write one key a line, such as `title: What broke`")
}

/// Warns of values that vanished because they begin with `#`, such as the name of a channel.
pub(super) fn warn_about_comments(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) {
    for item in node.items().unwrap_or_default() {
        warn_about_comments(file, item, diagnostics);
    }
    for entry in node.entries().unwrap_or_default() {
        warn_about_comments(file, &entry.value, diagnostics);
        if entry.value.value != Value::Null {
            continue;
        }
        let rest = file.text()[entry.key.span.end..].lines().next().unwrap_or_default();
        let after = rest.trim_start_matches(':').trim();
        let at = entry.key.span.end + rest.find('#').unwrap_or(0);
        // `key: # note` is a comment as people write them; `key: #channel` hardly is.
        if !after.starts_with('#') || after[1..].starts_with([' ', '#']) || after.len() < 2 {
            continue;
        }
        diagnostics.push(
            Diagnostic::at(
                Level::Warning,
                "value-is-comment",
                file,
                Span::new(at, at + after.len()),
                format!("`{}` is empty: what begins with `#` is a comment", shortened(&entry.key.value)),
            )
            .label("a comment, not a value")
            .help(quote_it(after)),
        );
    }
}
