//! YAML, TOML and JSON as one tree in which every key and value knows its place.
//!
//! The three readers take a range of a file and give a [`Node`], or `None` after saying in
//! [`Diagnostics`] what is wrong and where. They refuse what is too large, too deep or multiplies
//! itself before a parser could choke on it, so they are safe on anything a stranger wrote.
//! [`TableReader`] then reads typed values, and complains about each that does not fit.

mod csv;
mod duplicates;
mod json;
mod node;
mod outline;
mod reader;
#[cfg(test)]
pub(crate) mod told;
mod toml;
mod yaml;

pub use self::json::json;
pub use self::node::{Entry, Node, Value};
pub use self::reader::TableReader;
pub use self::toml::toml;
pub use self::yaml::{to_yaml, to_yaml_text, yaml};
pub use csv::csv_row;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;

/// The most bytes of front matter that are read. A full one has two thousand.
pub const LARGEST_FRONT_MATTER: usize = 16 * 1024;

/// How many lists and tables may stand inside each other, the outermost included.
pub const DEEPEST: usize = 32;

/// Whether `span` holds at most `limit` bytes; says so if not.
fn check_size(file: &SourceFile, span: Span, limit: usize, diagnostics: &mut Diagnostics) -> bool {
    let length = span.end.saturating_sub(span.start);
    if length <= limit {
        return true;
    }
    let first_line = Span::new(span.start, first_line_end(file.text(), span));
    diagnostics.push(
        Diagnostic::at(
            Level::Error,
            "front-matter-too-large",
            file,
            first_line,
            format!("this is {} long, more than the {} that are read", size(length), size(limit)),
        )
        .label("starts here")
        .help("long texts belong into the body"),
    );
    false
}

/// Says that nesting passes [`DEEPEST`] at `span`.
fn too_deep(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "front-matter-too-deep",
        file,
        span,
        format!("lists and tables are nested more than {DEEPEST} levels deep"),
    )
    .label("too deep here")
    .help("flatten the data, or quote the value if it is meant as text")
}

/// Says that the outermost value is no table.
fn not_a_table(file: &SourceFile, span: Span, code: &'static str, found: &str, help: &str) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        code,
        file,
        span,
        format!("expected a table of keys and values, but found {found}"),
    )
    .label("not a table")
    .help(help)
}

/// Keeps a range inside the text, on character boundaries.
fn clamped(file: &SourceFile, span: Span) -> Span {
    Span::new(file.floor(span.start), file.floor(span.end))
}

/// Text for a message: one line, of bearable length.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST + 1).collect();
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST - 1).collect();
        line.push('…');
    }
    line
}

fn first_line_end(text: &str, span: Span) -> usize {
    text.get(span.range()).and_then(|text| text.find('\n')).map_or(span.end, |at| span.start + at)
}

/// Bytes for people; rounded up, so that what is over a limit never reads as equal to it.
fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} bytes") } else { format!("{} KiB", bytes.div_ceil(1024)) }
}
