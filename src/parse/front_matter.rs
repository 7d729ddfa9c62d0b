//! Splitting a file into front matter and body.
//!
//! `gray_matter` decides what the front matter is. It gives the text trimmed and without its
//! place, and takes an unclosed fence for an open end; so places, and what to say of a fence
//! that is missing or not closed, are found here.

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

/// The language of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// Between lines of `;;;`, or an object at the start of the file.
    Json,
}

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// Its language.
    pub format: Format,
    /// Its keys and values.
    pub root: Node,
    /// Where it stands in the file's text, without the fences.
    pub span: Span,
}

/// Where the two parts of a file are.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The front matter; `None` if there is none or it could not be read, which was reported.
    pub front_matter: Option<FrontMatter>,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// How many lines stand above the body.
    pub lines_before: usize,
}

/// Splits a file, and reports what is wrong with its front matter.
pub fn split(file: &SourceFile, diagnostics: &mut Diagnostics) -> Split {
    let text = file.text();
    // Blank lines above the front matter do no harm.
    let start = text.len() - text.trim_start().len();
    if start == text.len() {
        diagnostics.push(
            Diagnostic::about(Level::Error, "empty-file", file.shared_path(), "this file is empty")
                .help("write a postmortem, delete the file, or keep it out by a name that starts with `_`"),
        );
        return at(file, None, 0);
    }
    let first_line = text[start..].lines().next().unwrap_or_default().trim_end();
    let format = match first_line {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        ";;;" => Format::Json,
        line if is_object(&text[start..]) && !line.is_empty() => {
            return leading_object(file, start, diagnostics);
        }
        line => {
            diagnostics.push(missing(file, Span::new(start, start + line.len())));
            return at(file, None, 0);
        }
    };
    let Some(fences) = Fences::find(text, start, first_line) else {
        return unclosed(file, start, first_line, format, diagnostics);
    };
    let span = fences.matter;
    let small = span.end - span.start <= LARGEST_FRONT_MATTER;
    let front_matter = if small && gray_matter(&text[start..fences.body_start], first_line).is_empty() {
        Some(FrontMatter { format, root: Node::empty_table(span), span })
    } else {
        read(file, format, span, diagnostics)
    };
    at(file, front_matter, fences.body_start)
}

fn at(file: &SourceFile, front_matter: Option<FrontMatter>, body_start: usize) -> Split {
    let lines_before = file.text()[..body_start].bytes().filter(|byte| *byte == b'\n').count();
    Split { front_matter, body_start, lines_before }
}

fn read(file: &SourceFile, format: Format, span: Span, diagnostics: &mut Diagnostics) -> Option<FrontMatter> {
    let root = match format {
        Format::Yaml => yaml(file, span, LARGEST_FRONT_MATTER, diagnostics),
        Format::Toml => toml(file, span, LARGEST_FRONT_MATTER, diagnostics),
        Format::Json => json(file, span, LARGEST_FRONT_MATTER, diagnostics),
    }?;
    Some(FrontMatter { format, root, span })
}

/// The places that `gray_matter` does not tell.
struct Fences {
    /// The lines between the fences.
    matter: Span,
    /// The line after the closing fence.
    body_start: usize,
}

impl Fences {
    /// Follows the rule of `gray_matter`: the first line that is the fence, blanks behind it aside.
    fn find(text: &str, start: usize, fence: &str) -> Option<Self> {
        let mut lines = text[start..].split_inclusive('\n');
        let open_end = start + lines.next()?.len();
        let mut at = open_end;
        for line in lines {
            if line.trim_end() == fence {
                return Some(Self { matter: Span::new(open_end, at), body_start: at + line.len() });
            }
            at += line.len();
        }
        None
    }
}

/// An engine that reads nothing: reading comes later, with places and bounds.
struct Unread;

impl Engine for Unread {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

/// The front matter of `text`, trimmed, its lines ended by `\n`.
fn gray_matter(text: &str, fence: &str) -> String {
    let mut matter: Matter<Unread> = Matter::new();
    fence.clone_into(&mut matter.delimiter);
    // The default is the fence, in which a row of a Markdown table may end.
    matter.excerpt_delimiter = Some("\u{1}no excerpt\u{1}".to_owned());
    let parsed: gray_matter::Result<ParsedEntity<serde_json::Value>> = matter.parse(text);
    parsed.map(|parsed| parsed.matter).unwrap_or_default()
}

/// Whether a file that starts with a brace starts with an object, and not with a template's
/// `{{` or `{%`.
fn is_object(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('{') else { return false };
    let next = rest.trim_start();
    next.is_empty() || next.starts_with(['"', '\'', '}']) || next.starts_with(char::is_alphanumeric)
}

/// JSON without fences: the object with which the file starts.
fn leading_object(file: &SourceFile, start: usize, diagnostics: &mut Diagnostics) -> Split {
    let text = file.text();
    let Some(end) = object_end(text, start) else {
        return unclosed(file, start, "{", Format::Json, diagnostics);
    };
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let rest = text[end..line_end].trim();
    let body_start = if rest.is_empty() { line_end } else { end };
    let front_matter = read(file, Format::Json, Span::new(start, end), diagnostics);
    at(file, front_matter, body_start)
}

/// One past the brace that closes the object at `start`, if that can be told.
fn object_end(text: &str, start: usize) -> Option<usize> {
    let (mut open, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            // No string goes over a line: a quote was forgotten, and brackets count again.
            b'\n' => quoted = false,
            _ if quoted => {}
            b'{' | b'[' => open += 1,
            b'}' | b']' if open == 1 => return Some(at + 1),
            b'}' | b']' => open -= 1,
            _ => {}
        }
    }
    None
}

fn missing(file: &SourceFile, first_line: Span) -> Diagnostic {
    let line = &file.text()[first_line.range()];
    // A nearly right fence is a more likely mistake than none.
    let near = [("---", '-'), ("+++", '+'), (";;;", ';')]
        .into_iter()
        .find(|(_, c)| line.chars().count() > 1 && line.chars().all(|found| found == *c));
    let title = file.text()[first_line.start..]
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .map_or("What broke", str::trim);
    let title = if title.contains([':', '#', '"', '\'']) || title.chars().count() > 60 {
        "What broke"
    } else {
        title
    };
    let help = match near {
        Some((fence, _)) => {
            format!("the first line must be exactly `{fence}`, and so must the line below the last key")
        }
        None => format!("begin the file with these three lines:\n---\ntitle: {title}\n---"),
    };
    Diagnostic::at(Level::Error, "missing-front-matter", file, first_line, "this file has no front matter")
        .label("front matter belongs above this")
        .help(help)
}

/// Reports front matter without an end, and guesses where the body starts.
fn unclosed(
    file: &SourceFile,
    start: usize,
    fence: &str,
    format: Format,
    diagnostics: &mut Diagnostics,
) -> Split {
    let text = file.text();
    let close = if fence == "{" { "}" } else { fence };
    let opening = file.position(start).0;
    let body = body_guess(text, start, format);
    let nearly = text[start..]
        .lines()
        .enumerate()
        .skip(1)
        .take_while(|(nth, _)| body.is_none_or(|body| opening + nth <= file.position(body).0))
        .find(|(_, line)| is_nearly(line.trim(), fence))
        .map(|(nth, line)| (opening + nth, line.trim()));
    let help = match (nearly, body) {
        (Some((line, found)), _) => format!("line {line} is `{found}`, but must be exactly `{close}`"),
        (None, Some(body)) => {
            format!(
                "add `{close}` as a line before line {}, where the text seems to begin",
                file.position(body).0
            )
        }
        (None, None) => format!("add `{close}` as a line after the last key"),
    };
    diagnostics.push(
        Diagnostic::at(
            Level::Error,
            "unclosed-front-matter",
            file,
            Span::new(start, start + fence.len()),
            format!("the front matter is not closed by `{close}`"),
        )
        .label("opened here")
        .help(help),
    );
    at(file, None, body.unwrap_or(text.len()))
}

/// Whether a line was probably meant as the fence: too long, too short, or of another kind.
fn is_nearly(line: &str, fence: &str) -> bool {
    let same = |c: char| !line.is_empty() && line.chars().count() > 1 && line.chars().all(|found| found == c);
    fence != "{" && (same('-') || same('+') || same(';') || matches!(line, "..." | "—" | "–" | "—-"))
}

/// The start of the first line that looks like the body: a heading, or text after a blank line
/// that could be no entry.
fn body_guess(text: &str, start: usize, format: Format) -> Option<usize> {
    let mut at = start;
    let mut blank_above = false;
    for (nth, line) in text[start..].split_inclusive('\n').enumerate() {
        let content = line.trim_end();
        let trimmed = content.trim_start();
        let heading = trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with(' ');
        let indented = content.starts_with([' ', '\t']);
        let entry = match format {
            Format::Yaml => trimmed.starts_with("- ") || is_entry(trimmed, ':'),
            Format::Toml => trimmed.starts_with('[') || is_entry(trimmed, '='),
            Format::Json => trimmed.starts_with(['"', '{', '}', '[', ']', ',']),
        };
        // In YAML and TOML a comment looks like a heading, unless a blank line sets it off.
        let comment = heading && !blank_above && format != Format::Json;
        if nth > 0 && !trimmed.is_empty() && !entry && !indented && !comment && (blank_above || heading) {
            return Some(at);
        }
        blank_above = trimmed.is_empty();
        at += line.len();
    }
    None
}

fn is_entry(line: &str, separator: char) -> bool {
    line.split_once(separator).is_some_and(|(key, _)| {
        !key.trim().is_empty() && key.trim().chars().all(|c| c.is_alphanumeric() || "_-.\"".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::{Fences, Format, Split, gray_matter, split};
    use crate::data::told::told;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;
    use proptest::prelude::*;

    fn read(text: &str) -> (SourceFile, Split, Diagnostics) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let split = split(&file, &mut diagnostics);
        (file, split, diagnostics)
    }

    /// Format, data, body and lines above it.
    fn parts(text: &str) -> (Option<Format>, String, String, usize) {
        let (file, split, diagnostics) = read(text);
        assert_eq!(told(&file, &diagnostics), "", "{text:?}");
        let matter = split.front_matter.as_ref();
        (
            matter.map(|matter| matter.format),
            matter.map(|matter| matter.root.to_json().to_string()).unwrap_or_default(),
            file.text()[split.body_start..].to_owned(),
            split.lines_before,
        )
    }

    #[track_caller]
    fn complains(text: &str, expected: &str, body: &str) {
        let (file, split, diagnostics) = read(text);
        assert_eq!(told(&file, &diagnostics), expected, "{text:?}");
        assert_eq!(&file.text()[split.body_start..], body);
        assert!(split.front_matter.is_none());
    }

    #[test]
    fn each_format_is_split_from_its_body() {
        let title = r#"{"title":"Wörld"}"#;
        let expect =
            |format, data: &str, body: &str, lines| (Some(format), data.to_owned(), body.to_owned(), lines);
        assert_eq!(parts("---\ntitle: Wörld\n---\nBody\n"), expect(Format::Yaml, title, "Body\n", 3));
        assert_eq!(
            parts("\u{feff}--- \r\n\r\n  title: Wörld\r\n--- \r\n\r\n| a ---\r\n---\r\n"),
            expect(Format::Yaml, title, "\r\n| a ---\r\n---\r\n", 4)
        );
        assert_eq!(parts("\n\n---\ntitle: Wörld\n---"), expect(Format::Yaml, title, "", 4));
        assert_eq!(parts("+++\ntitle = 'Wörld'\n+++\nBody"), expect(Format::Toml, title, "Body", 3));
        assert_eq!(parts(";;;\n{\"title\": \"Wörld\"}\n;;;\nBody"), expect(Format::Json, title, "Body", 3));
        assert_eq!(parts("{\r\n\"title\": \"Wörld\"\r\n} \r\nBody"), expect(Format::Json, title, "Body", 3));
        assert_eq!(parts("{\"title\": \"{\\\"}\"}"), expect(Format::Json, r#"{"title":"{\"}"}"#, "", 0));
        assert_eq!(parts("---\n---\nBody"), expect(Format::Yaml, "{}", "Body", 2));
        assert_eq!(parts("---\n# note\n\n---\n"), expect(Format::Yaml, "{}", "", 4));
    }

    #[test]
    fn places_are_those_of_the_file() {
        let (file, _, diagnostics) = read("\u{feff}\r\n---\r\nid: x\r\ntitle: a: b\r\n---\r\n");
        assert!(told(&file, &diagnostics).starts_with("4:8 broken-yaml: "), "{}", told(&file, &diagnostics));
        let (_, split, _) = read("---\na: [\n---\nBody");
        assert_eq!((split.front_matter, split.body_start), (None, 13));
    }

    #[test]
    fn a_file_without_front_matter_is_told_how_to_begin() {
        complains(
            "\n# Checkout down\n\nText\n",
            "2:1 missing-front-matter: this file has no front matter <# Checkout down> (front matter belongs above this; begin the file with these three lines:\n---\ntitle: Checkout down\n---)",
            "\n# Checkout down\n\nText\n",
        );
        complains(
            "----\ntitle: x\n----\n",
            "1:1 missing-front-matter: this file has no front matter <----> (front matter belongs above this; the first line must be exactly `---`, and so must the line below the last key)",
            "----\ntitle: x\n----\n",
        );
        assert_eq!(read("{% raw %}\n").2.sorted()[0].code, "missing-front-matter");
        let (_, _, diagnostics) = read("\u{feff} \r\n");
        assert_eq!(
            (diagnostics.sorted()[0].code, diagnostics.sorted()[0].message.as_str()),
            ("empty-file", "this file is empty")
        );
    }

    #[test]
    fn a_fence_that_is_not_closed_is_shown_with_where_the_text_begins() {
        let message =
            "1:1 unclosed-front-matter: the front matter is not closed by `---` <---> (opened here;";
        complains(
            "---\r\ntitle: x\r\nservices:\r\n- a\r\n\r\n# Summary\r\n",
            &format!("{message} add `---` as a line before line 6, where the text seems to begin)"),
            "# Summary\r\n",
        );
        complains(
            "---\ntitle: x\n----\nText\n",
            &format!("{message} line 3 is `----`, but must be exactly `---`)"),
            "",
        );
        complains("---\ntitle: x\n", &format!("{message} add `---` as a line after the last key)"), "");
        complains(
            "+++\ntitle = 1\n\nIt broke.\n",
            "1:1 unclosed-front-matter: the front matter is not closed by `+++` <+++> (opened here; add `+++` as a line before line 4, where the text seems to begin)",
            "It broke.\n",
        );
        complains(
            "{\n\"title\": \"x\"\n\n# Summary\n",
            "1:1 unclosed-front-matter: the front matter is not closed by `}` <{> (opened here; add `}` as a line before line 4, where the text seems to begin)",
            "# Summary\n",
        );
    }

    #[test]
    fn large_front_matter_is_refused_before_it_is_read() {
        let text = format!("---\ntitle: {}\n---\nBody", "x".repeat(17_000));
        complains(
            &text,
            &format!(
                "2:1 front-matter-too-large: this is 17 KiB long, more than the 16 KiB that are read <title: {}> (starts here; long texts belong into the body)",
                "x".repeat(17_000)
            ),
            "Body",
        );
    }

    proptest! {
        #[test]
        fn the_places_agree_with_gray_matter(lines in proptest::collection::vec(r"(---|--- |a: b|  c|| ---|x ---|\+\+\+|\t|é)(\r\n|\n)", 0..12)) {
            let text = format!("---\n{}", lines.concat());
            if let Some(fences) = Fences::find(&text, 0, "---") {
                let ours = text[fences.matter.range()].replace("\r\n", "\n");
                prop_assert_eq!(ours.trim(), gray_matter(&text[..fences.body_start], "---"));
                prop_assert_eq!(ours.trim(), gray_matter(&text, "---"));
            }
        }

        #[test]
        fn any_text_is_split(text in r"(---|\+\+\+|;;;|\{|\}|[a-c:=# \t\r\né]|\n){0,40}") {
            let (file, split, _) = read(&text);
            prop_assert!(file.text().is_char_boundary(split.body_start));
            prop_assert_eq!(split.lines_before, file.text()[..split.body_start].matches('\n').count());
        }
    }
}
