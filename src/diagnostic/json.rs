//! Findings as one JSON document, for other programs.
//!
//! The shape is an interface: keys are always there, in this order, and `null` where there is
//! nothing to say. A change that a reader would notice raises [`VERSION`]. Texts are as they were
//! found; nothing is escaped beyond JSON.

use super::{Diagnostic, Diagnostics, Level};
use serde::Serialize;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The whole document.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    counts: Counts,
}

/// One finding. Lines and columns are from 1, columns count characters, the end is just past the
/// last character.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    level: &'static str,
    message: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<Place<'a>>,
}

/// A further place.
#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    message: &'a str,
}

/// How many findings there are of each level.
#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

/// All findings, sorted, with a count of each level; a line break at the end.
pub fn render(diagnostics: &Diagnostics) -> String {
    let sorted = diagnostics.sorted();
    let count = |level| sorted.iter().filter(|diagnostic| diagnostic.level == level).count();
    written(&Document {
        version: VERSION,
        counts: Counts {
            error: count(Level::Error),
            warning: count(Level::Warning),
            info: count(Level::Info),
        },
        diagnostics: sorted.iter().map(|diagnostic| finding(diagnostic)).collect(),
    })
}

/// A document with indents, and a line break at the end.
pub(super) fn written(document: &impl Serialize) -> String {
    // Texts, numbers and lists of them always become JSON: there is no error to tell.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    let (line, column) = diagnostic.position;
    let (end_line, end_column) = diagnostic.end_position();
    Finding {
        code: diagnostic.code,
        level: diagnostic.level.name(),
        message: &diagnostic.message,
        path: &diagnostic.path,
        line,
        column,
        end_line,
        end_column,
        label: diagnostic.label.as_deref(),
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|place| Place { path: &place.path, line: place.line, message: &place.message })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::diagnostic::{Diagnostic, Diagnostics, Level};
    use crate::source::{SourceFile, Span};

    #[test]
    fn a_document_without_findings_has_the_same_keys() {
        let expected = r#"{
  "version": 1,
  "diagnostics": [],
  "counts": {
    "error": 0,
    "warning": 0,
    "info": 0
  }
}
"#;
        assert_eq!(render(&Diagnostics::new()), expected);
    }

    #[test]
    fn a_finding_tells_all_it_knows_and_columns_count_characters() {
        let file = SourceFile::new("content/ä b.md", "---\nseverity: \"αβ\"\r\nx");
        let other = SourceFile::new("book.toml", "a\nb\n");
        let mut found = Diagnostics::new();
        let finding =
            Diagnostic::at(Level::Error, "unknown-severity", &file, Span::new(14, 20), "no \"αβ\"\u{1b}")
                .label("expected `sev1`")
                .help("first\nsecond")
                .related(&other, Span::new(2, 3), "severities are here");
        found.push(finding.clone());
        found.push(finding);
        found.push(Diagnostic::about(Level::Info, "no-base-url", "book.toml", "no feeds"));
        let expected = r#"{
  "version": 1,
  "diagnostics": [
    {
      "code": "no-base-url",
      "level": "info",
      "message": "no feeds",
      "path": "book.toml",
      "line": 1,
      "column": 1,
      "end_line": 1,
      "end_column": 1,
      "label": null,
      "help": null,
      "related": []
    },
    {
      "code": "unknown-severity",
      "level": "error",
      "message": "no \"αβ\"\u001b",
      "path": "content/ä b.md",
      "line": 2,
      "column": 11,
      "end_line": 2,
      "end_column": 15,
      "label": "expected `sev1`",
      "help": "first\nsecond",
      "related": [
        {
          "path": "book.toml",
          "line": 2,
          "message": "severities are here"
        }
      ]
    }
  ],
  "counts": {
    "error": 1,
    "warning": 0,
    "info": 1
  }
}
"#;
        assert_eq!(render(&found), expected);
    }

    #[test]
    fn the_end_stays_on_the_first_line_and_survives_long_lines() {
        let at =
            |text: &str, span| Diagnostic::at(Level::Info, "x", &SourceFile::new("a.md", text), span, "m");
        assert_eq!(at("ab\r\ncd\n", Span::new(1, 6)).end_position(), (1, 3));
        assert_eq!(at("ab\ncd", Span::new(4, 4)).end_position(), (2, 2));
        assert_eq!(at("", Span::new(0, 0)).end_position(), (1, 1));
        let long = "é".repeat(9000);
        assert_eq!(at(&long, Span::new(10_000, 10_006)).end_position(), (1, 5004));
    }
}
