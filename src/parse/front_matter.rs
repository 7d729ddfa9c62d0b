//! Splitting a file into front matter and body.
//!
//! `gray_matter` decides what is front matter. Places, and what to say of a fence that is not
//! closed, are ours: it gives the matter trimmed, and an unclosed fence silently.

use crate::data::LARGEST_FRONT_MATTER;
use crate::data::Node;
use crate::data::{json, toml, yaml};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use gray_matter::engine::Engine;
use gray_matter::{Matter, ParsedEntity, Pod};

/// The language of the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between `---`.
    Yaml,
    /// Between `+++`.
    Toml,
    /// Between `;;;`, or a leading object.
    Json,
}

/// The front matter of a file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// Its language.
    pub format: Format,
    /// Its keys and values.
    pub root: Node,
    /// Where it stands in the file's text, fences left out.
    pub span: Span,
}

/// Where a file's two parts are.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The front matter; `None` where there is none, or it cannot be read.
    pub front_matter: Option<FrontMatter>,
    /// Where the body starts, in bytes.
    pub body_start: usize,
    /// How many lines stand before the body.
    pub lines_before: usize,
}

/// Splits a file; what is wrong with its front matter is reported.
pub fn split(file: &SourceFile, diagnostics: &mut Diagnostics) -> Split {
    let text = file.text();
    let whole = Split { front_matter: None, body_start: 0, lines_before: 0 };
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::about(Level::Error, "empty-file", file.shared_path(), "this file is empty")
                .help("write a postmortem, delete the file, or keep it out by a name that starts with `_`"),
        );
        return whole;
    }
    // Blank lines above the fence do no harm.
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let first_line = text[start..].lines().next().unwrap_or_default().trim_end();
    let format = match first_line {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        ";;;" => Format::Json,
        _ if first_line.starts_with('{') => return leading_object(file, start, diagnostics),
        _ => {
            diagnostics.push(missing(file, Span::new(start, start + first_line.len())));
            return whole;
        }
    };
    let Some((matter, body_start)) = fenced(text, start, first_line) else {
        diagnostics.push(unclosed(file, start, first_line));
        return whole;
    };
    let lines_before = text[..body_start].matches('\n').count();
    Split { front_matter: read(file, format, matter, diagnostics), body_start, lines_before }
}

fn read(file: &SourceFile, format: Format, span: Span, diagnostics: &mut Diagnostics) -> Option<FrontMatter> {
    let root = match format {
        Format::Yaml => yaml(file, span, LARGEST_FRONT_MATTER, diagnostics),
        Format::Toml => toml(file, span, LARGEST_FRONT_MATTER, diagnostics),
        Format::Json => json(file, span, LARGEST_FRONT_MATTER, diagnostics),
    }?;
    Some(FrontMatter { format, root, span })
}

/// What stands between two fences, and where the body starts.
fn fenced(text: &str, start: usize, fence: &str) -> Option<(Span, usize)> {
    let open_end = start + text[start..].find('\n')? + 1;
    let mut at = open_end;
    for line in text[open_end..].split_inclusive('\n') {
        if line.trim_end() == fence {
            let written = &text[open_end..at];
            // gray_matter trims what it gives and unifies line breaks: the place is found here,
            // and must be the same text.
            if gray_matter(&text[start..at + line.len()], fence) != written.trim().replace("\r\n", "\n") {
                return None;
            }
            let from = open_end + (written.len() - written.trim_start().len());
            return Some((Span::new(from, from + written.trim().len()), at + line.len()));
        }
        at += line.len();
    }
    None
}

/// An engine that reads nothing: places and bounds need readers of our own.
struct Unread;

impl Engine for Unread {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

fn gray_matter(text: &str, fence: &str) -> String {
    let mut matter: Matter<Unread> = Matter::new();
    fence.clone_into(&mut matter.delimiter);
    // A table row may end in the default one; no text holds this.
    matter.excerpt_delimiter = Some("\u{1}no excerpts\u{1}".to_owned());
    let parsed: gray_matter::Result<ParsedEntity<serde_json::Value>> = matter.parse(text);
    parsed.map(|parsed| parsed.matter.trim().to_owned()).unwrap_or_default()
}

/// JSON without fences: the object at the start of the file.
fn leading_object(file: &SourceFile, start: usize, diagnostics: &mut Diagnostics) -> Split {
    let text = file.text();
    // The stream tells where the first value ends, whatever follows it.
    let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<serde::de::IgnoredAny>();
    let end = match bounded(&text[start..]).then(|| stream.next()) {
        Some(Some(Ok(_))) => start + stream.byte_offset(),
        // Where it is broken, the blank line behind it is the best guess; reading says why.
        _ => text[start..].find("\n\n").map_or(text.len(), |at| start + at),
    };
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    // Text behind the brace on its line belongs to the body.
    let body_start = if text[end..line_end].trim().is_empty() { line_end } else { end };
    let lines_before = text[..body_start].matches('\n').count();
    Split {
        front_matter: read(file, Format::Json, Span::new(start, end), diagnostics),
        body_start,
        lines_before,
    }
}

/// Whether brackets nest no deeper than any reader allows.
fn bounded(text: &str) -> bool {
    let mut open = 0usize;
    text.bytes().take(LARGEST_FRONT_MATTER).all(|byte| {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        open <= crate::data::DEEPEST * 2
    })
}

fn missing(file: &SourceFile, first_line: Span) -> Diagnostic {
    Diagnostic::at(Level::Error, "missing-front-matter", file, first_line, "this file has no front matter")
        .label("should be `---`")
        .help("start the file with `---`, `title: What broke`, `---`, each on its own line")
}

fn unclosed(file: &SourceFile, start: usize, fence: &str) -> Diagnostic {
    let text = file.text();
    let place = Span::new(start, start + fence.len());
    let opening_line = file.position(start).0;
    // The body most likely begins at the first heading or at the first blank line.
    let body = text
        .lines()
        .enumerate()
        .skip(opening_line)
        .find(|(_, line)| line.trim().is_empty() || line.starts_with("# ") || line.starts_with("## "))
        .map(|(at, _)| at + 1);
    let help = match body {
        Some(line) => format!("add a line `{fence}` where the body begins, most likely before line {line}"),
        None => format!("add a line `{fence}` behind the last key"),
    };
    Diagnostic::at(
        Level::Error,
        "unclosed-front-matter",
        file,
        place,
        format!("the front matter is not closed by a second `{fence}`"),
    )
    .label("opened here")
    .help(help)
}
