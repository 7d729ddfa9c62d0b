//! TOML: its parser knows all places and goes on after an error, so all are reported at once.

use super::{DEEPEST, Entry, Node, Value, check_size, clamped, duplicates, shortened, too_deep};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::ops::Range;

const CODE: &str = "broken-toml";

/// One broken bracket can make every later line an error; this many are worth reading.
const MOST_ERRORS: usize = 10;

/// Reads the TOML in `span` of a file, a table by its nature.
///
/// `None` means that it could not be read, and that `diagnostics` says why.
pub fn toml(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    let span = clamped(file, span);
    if !check_size(file, span, largest, diagnostics) {
        return None;
    }
    let text = &file.text()[span.range()];
    if let Some(at) = dangerous_depth(text) {
        let at = span.start + at;
        diagnostics.push(too_deep(file, Span::new(at, at + 1)));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let place_of = |error: &::toml::de::Error| {
        let range = error.span().unwrap_or(0..0);
        clamped(file, Span::new(range.start, range.end).shifted(span.start))
    };
    // A list left open swallows the lines below it, each with errors of its own.
    let open = errors.iter().find(|error| error.message().contains("`=` in array")).map(place_of);
    let open = open.and_then(|place| text[..place.start - span.start].rfind('[')).map(|at| span.start + at);
    let mut readable = open.is_none();
    if let Some(at) = open {
        diagnostics.push(unclosed_list(file, at));
    }
    for error in errors.iter().take(MOST_ERRORS) {
        let place = place_of(error);
        if open.is_some_and(|at| place.start >= at) {
            break;
        }
        if error.message().starts_with("duplicate key") {
            diagnostics.push(duplicate(file, span, place));
        } else {
            readable = false;
            diagnostics.push(explain(file, span, place, error.message()));
        }
    }
    if !readable {
        return None;
    }
    let tree = Tree { text, offset: span.start };
    match tree.table(table.get_ref(), 1) {
        Ok(value) => Some(Node::new(span, value)),
        Err(place) => {
            diagnostics.push(too_deep(file, place));
            None
        }
    }
}

/// Where nesting is far beyond what is allowed: brackets and dotted keys, which nest as well.
/// The parser, and freeing what it made, would recurse; the exact limit is checked afterwards.
fn dangerous_depth(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let (mut depth, mut dots, mut at) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at).saturating_sub(1),
            b'"' | b'\'' => at = string_end(bytes, at) - 1,
            b'.' => dots += 1,
            b'[' | b'{' => {
                open.push(dots + 1);
                depth += dots + 1;
                dots = 0;
            }
            b']' | b'}' => depth -= open.pop().unwrap_or(0),
            b',' => dots = 0,
            b'\n' if open.is_empty() => dots = 0,
            _ => {}
        }
        if depth + dots > DEEPEST * 4 {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// One past the end of the string that starts at `start`; past its line if it is not closed.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            byte if byte == quote && !long => return at + 1,
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Turns the parser's tables into nodes; the error is the place that lies too deep.
struct Tree<'a> {
    text: &'a str,
    offset: usize,
}

impl Tree<'_> {
    fn table(&self, table: &DeTable<'_>, level: usize) -> Result<Value, Span> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let span = self.span(key.span());
            let key = Spanned::new(key.get_ref().to_string(), span);
            entries.push(Entry {
                value: self.node(value.get_ref(), self.span(value.span()), level, span)?,
                key,
            });
        }
        // The parser sorts them by name; they were written in another order.
        entries.sort_by_key(|entry| entry.key.span.start);
        Ok(Value::Table(entries))
    }

    /// `near` is the place to name if the value has none of its own, like the table of a dotted key.
    fn node(&self, value: &DeValue<'_>, span: Span, level: usize, near: Span) -> Result<Node, Span> {
        let span = if span.start == span.end { near } else { span };
        let written = self.text.get(span.start - self.offset..span.end - self.offset).unwrap_or_default();
        let inner = level + 1;
        if inner > DEEPEST && matches!(value, DeValue::Array(_) | DeValue::Table(_)) {
            return Err(span);
        }
        Ok(match value {
            DeValue::String(text) => Node::new(span, Value::String(text.to_string())),
            DeValue::Integer(number) => {
                let value = i64::from_str_radix(number.as_str(), number.radix());
                Node::new(
                    span,
                    value.map_or_else(
                        |_| Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
                        Value::Integer,
                    ),
                )
                .written(written)
            }
            DeValue::Float(number) => {
                Node::new(span, Value::Float(number.as_str().parse().unwrap_or(f64::NAN))).written(written)
            }
            DeValue::Boolean(value) => Node::new(span, Value::Bool(*value)).written(written),
            // The other formats have no dates either: whoever wants one reads the text.
            DeValue::Datetime(_) => Node::new(span, Value::String(written.to_owned())),
            DeValue::Array(items) => {
                let item = |item: &::toml::Spanned<DeValue<'_>>| {
                    self.node(item.get_ref(), self.span(item.span()), inner, near)
                };
                Node::new(span, Value::List(items.iter().map(item).collect::<Result<_, _>>()?))
            }
            DeValue::Table(table) => Node::new(span, self.table(table, inner)?),
        })
    }

    fn span(&self, range: Range<usize>) -> Span {
        let clamp = |at: usize| at.min(self.text.len());
        Span::new(clamp(range.start), clamp(range.end)).shifted(self.offset)
    }
}

/// A key or table that is there already; the first one is found by reading upwards.
fn duplicate(file: &SourceFile, matter: Span, place: Span) -> Diagnostic {
    let key = &file.text()[place.range()];
    let line_start = file.text()[..place.start].rfind('\n').map_or(0, |at| at + 1).max(matter.start);
    let written = file.text()[line_start..].lines().next().unwrap_or_default().trim();
    let header = written.starts_with('[');
    let mut first = None;
    let mut start = matter.start;
    for line in file.text()[matter.start..line_start].split_inclusive('\n') {
        let content = line.trim_start();
        let at = start + line.len() - content.len();
        start += line.len();
        if header {
            if content.trim_end() == written {
                first = first.or(Some(Span::new(at, at + written.len())));
            }
        } else if content.starts_with('[') {
            first = None;
        } else if content.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', '.'])) {
            first = first.or(Some(Span::new(at, at + key.len())));
        }
    }
    duplicates::duplicate(file, key.trim_matches(['"', '\'']), place, first)
}

/// Says in plain words what the parser met.
fn explain(file: &SourceFile, matter: Span, place: Span, message: &str) -> Diagnostic {
    let text = file.text();
    let line_start = text[..place.start].rfind('\n').map_or(0, |at| at + 1).max(matter.start);
    let line = text[line_start..matter.end].lines().next().unwrap_or_default();
    let report = |span: Span, message: &str| Diagnostic::at(Level::Error, CODE, file, span, message);
    let starts = |start: &str| message.starts_with(start);
    let found = shortened(&text[place.range()]);
    if let Some(diagnostic) = written_as_yaml(file, line_start, line) {
        return diagnostic;
    }
    if starts("string values must be quoted") && place.start == place.end {
        return report(place, "a value is missing here")
            .label("no value")
            .help("write `key = \"value\"`, or remove the key");
    }
    if starts("string values must be quoted") || starts("invalid boolean") {
        let list =
            if found.contains(' ') && line.contains('[') { ", and separate items with `,`" } else { "" };
        return report(place, "text must stand in quotes")
            .label("needs quotes")
            .help(format!("write `\"{found}\"`{list}"));
    }
    if starts("missing assignment") || starts("key with no value") || starts("missing value for key") {
        return report(place, "a key needs `=` and a value")
            .label("no value")
            .help("write `key = \"value\"`; a key with spaces in it must stand in quotes");
    }
    if starts("unquoted keys cannot be empty") || starts("missing key") {
        return report(place, "a key is missing here").label("no key").help("write `key = \"value\"`");
    }
    if starts("missing escaped") || starts("too few unicode") || starts("invalid escape") {
        let backslash = text[line_start..place.start].rfind('\\').map_or(place.start, |at| line_start + at);
        return report(Span::new(backslash, place.end), "this escape is unknown")
            .label("unknown escape")
            .help(
                "write `\\\\` for a backslash, or use single quotes, in which it is an ordinary character",
            );
    }
    if starts("invalid basic string")
        || starts("invalid literal string")
        || starts("invalid multi-line")
        || starts("invalid ml-")
    {
        let value = line.find('=').map_or(0, |at| at + 1);
        let quote = line[value..].find(['"', '\'']).map_or(place.start, |at| line_start + value + at);
        return report(Span::new(quote, place.end.max(quote)), "the quote is never closed")
            .label("opened here")
            .help("end the text with the quote that it begins with; text of several lines stands between `\"\"\"`");
    }
    if starts("unclosed") {
        let bracket = if starts("unclosed inline table") { "`}`" } else { "`]`" };
        return report(place, &format!("the closing bracket {bracket} is missing"))
            .label("expected it here")
            .help(format!("end what was opened with {bracket}"));
    }
    if starts("missing comma") {
        return report(place, "a comma is missing before this")
            .label("expected `,`")
            .help("separate items with `,`");
    }
    if starts("unexpected key or value") || starts("unexpected content") {
        return report(place, "something follows the value on its line").label("not expected here").help(
            "put each key on a line of its own; text with spaces or quotes inside must stand in quotes",
        );
    }
    if starts("cannot extend value") {
        return report(place, &format!("`{found}` has a value already and cannot hold keys"))
            .label("not a table")
            .help("remove one of the two definitions");
    }
    let number = [
        "unexpected leading zero",
        "unexpected sign",
        "redundant",
        "integers",
        "radix",
        "`_` may",
        "invalid ",
    ];
    if number.iter().any(|start| starts(start))
        && text[place.start..].starts_with(|c: char| c.is_ascii_digit() || "+-.:".contains(c))
    {
        return report(place, "this number or date cannot be read")
            .label("not a number")
            .help("numbers have no leading zeros; a date is `2024-06-01`; anything else goes in quotes");
    }
    let message = message.split(", expected").next().unwrap_or(message);
    report(place, &format!("this cannot be read as TOML: {}", shortened(message)))
        .label("not understood here")
        .help("write `key = value`, with text in quotes and lists in brackets: `services = [\"checkout\"]`")
}

fn unclosed_list(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::at(Level::Error, CODE, file, Span::new(at, at + 1), "the bracket `[` is never closed")
        .label("opened here")
        .help("end the list with `]`, and separate its items with `,`")
}

/// `key: value` where TOML wants `key = value`.
fn written_as_yaml(file: &SourceFile, line_start: usize, line: &str) -> Option<Diagnostic> {
    let (key, value) = line.split_once(':')?;
    let word = key.trim();
    if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let at = line_start + key.len();
    let value = value.trim();
    let value = if value.parse::<f64>().is_ok()
        || value.starts_with(['"', '\'', '[', '{'])
        || matches!(value, "true" | "false")
    {
        shortened(value)
    } else {
        format!("\"{}\"", shortened(value))
    };
    Some(
        Diagnostic::at(
            Level::Error,
            CODE,
            file,
            Span::new(at, at + 1),
            "TOML sets a key with `=`, not with `:`",
        )
        .label("expected `=`")
        .help(format!("write `{word} = {value}`")),
    )
}

#[cfg(test)]
mod tests {
    use super::toml;
    use crate::data::told::told;
    use crate::data::{LARGEST_FRONT_MATTER, Node};
    use crate::diagnostic::Diagnostics;
    use crate::source::{SourceFile, Span};
    use proptest::prelude::*;

    fn read(text: &str) -> (SourceFile, Option<Node>, Diagnostics) {
        let file = SourceFile::new("book.toml", text);
        let mut diagnostics = Diagnostics::new();
        let node = toml(&file, Span::new(0, file.text().len()), LARGEST_FRONT_MATTER, &mut diagnostics);
        (file, node, diagnostics)
    }

    #[test]
    fn places_order_and_spelling_survive() {
        let (file, node, _) = read("z = 1_000\r\né = 0x1F\n".replace('é', "e").as_str());
        assert_eq!(node.unwrap().to_json().to_string(), r#"{"z":1000,"e":31}"#);
        drop(file);
        let (file, node, _) = read(
            "z = 'ö'\r\nd = 2024-05-12T10:00:00Z\nf = 1.10\n[t]\na.b = [1, {c = true}]\n[[l]]\nx = 1\n[[l]]\n",
        );
        let node = node.unwrap();
        assert_eq!(
            node.to_json().to_string(),
            r#"{"z":"ö","d":"2024-05-12T10:00:00Z","f":1.1,"t":{"a":{"b":[1,{"c":true}]}},"l":[{"x":1},{}]}"#
        );
        assert_eq!(node.get("f").unwrap().text(), Some("1.10"));
        let shown = |node: &Node| file.text()[node.span.range()].to_owned();
        assert_eq!(shown(node.get("z").unwrap()), "'ö'");
        assert_eq!(shown(node.get("t").unwrap().get("a").unwrap().get("b").unwrap()), "[1, {c = true}]");
        assert_eq!(&file.text()[node.entry("t").unwrap().key.span.range()], "t");
    }

    #[test]
    fn mistakes_are_explained_where_they_are() {
        let quote = "opened here; end the text with the quote that it begins with; text of several lines stands between `\"\"\"`";
        let number = "not a number; numbers have no leading zeros; a date is `2024-06-01`; anything else goes in quotes";
        let twice = "set again here; keep one of them; if several values are meant, make them one list";
        let cases = [
            ("title = foo bär\r\nx = 1\n", "1:9 broken-toml: text must stand in quotes <foo bär> (needs quotes; write `\"foo bär\"`)".to_owned()),
            ("title: foo\n", "1:6 broken-toml: TOML sets a key with `=`, not with `:` <:> (expected `=`; write `title = \"foo\"`)".to_owned()),
            ("title\n", "1:6 broken-toml: a key needs `=` and a value <> (no value; write `key = \"value\"`; a key with spaces in it must stand in quotes)".to_owned()),
            ("a =\n", "1:4 broken-toml: a value is missing here <> (no value; write `key = \"value\"`, or remove the key)".to_owned()),
            ("é = 1\n", "1:1 broken-toml: this cannot be read as TOML: invalid unquoted key <é> (not understood here; write `key = value`, with text in quotes and lists in brackets: `services = [\"checkout\"]`)".to_owned()),
            ("a = \"b\nc = 1\n", format!("1:5 broken-toml: the quote is never closed <\"b> ({quote})")),
            ("a = [1, 2\nb = 3\n", "1:5 broken-toml: the bracket `[` is never closed <[> (opened here; end the list with `]`, and separate its items with `,`)".to_owned()),
            ("a = {b = 1\n", "1:11 broken-toml: the closing bracket `}` is missing <> (expected it here; end what was opened with `}`)".to_owned()),
            ("a = 1\n[a.b]\n", "2:2 broken-toml: `a` has a value already and cannot hold keys <a> (not a table; remove one of the two definitions)".to_owned()),
            ("a = 2024-13-01\n", format!("1:5 broken-toml: this number or date cannot be read <2024-13-01> ({number})")),
            ("a = \"\\q\"\n", "1:6 broken-toml: this escape is unknown <\\> (unknown escape; write `\\\\` for a backslash, or use single quotes, in which it is an ordinary character)".to_owned()),
            ("= 1\n", "1:1 broken-toml: a key is missing here <> (no key; write `key = \"value\"`)".to_owned()),
            ("a = \"x\" y\n", "1:9 broken-toml: something follows the value on its line <> (not expected here; put each key on a line of its own; text with spaces or quotes inside must stand in quotes)".to_owned()),
            (
                "a = 1\na = 2\n[t]\nx = 1\n[t]\ny = {b = 1, b = 2}\n",
                format!(
                    "2:1 duplicate-key: `a` is set more than once <a> ({twice}) [1: `a` is first set here]\n\
                     5:2 duplicate-key: `t` is set more than once <t> ({twice}) [3: `t` is first set here]\n\
                     6:13 duplicate-key: `b` is set more than once <b> ({twice})"
                ),
            ),
            (
                "a = tru\nb = @\n",
                "1:5 broken-toml: text must stand in quotes <tru> (needs quotes; write `\"tru\"`)\n\
                 2:5 broken-toml: text must stand in quotes <@> (needs quotes; write `\"@\"`)"
                    .to_owned(),
            ),
        ];
        for (text, expected) in cases {
            let (file, _, diagnostics) = read(text);
            assert_eq!(told(&file, &diagnostics), expected, "{text:?}");
        }
    }

    #[test]
    fn depth_is_bounded_whatever_nests() {
        let deep = |text: &str| read(text).2.sorted().first().map(|d| d.code);
        for text in [
            format!("a = {}", "[".repeat(9_000)),
            format!("{}a = 1", "a.".repeat(7_000)),
            format!("[{}a]", "a.".repeat(7_000)),
            format!("a = {}", format!("{{{}a = ", "a.".repeat(70)).repeat(80)),
            format!("a = {}1{}", "[".repeat(33), "]".repeat(33)),
            format!("{}a = 1", "a.".repeat(40)),
        ] {
            assert_eq!(deep(&text), Some("front-matter-too-deep"), "{text:.30}");
        }
        assert_eq!(
            deep(&format!("a = \"{}\"\nb = 1.5\nc = [\n{}]\n", "[.".repeat(500), "1.5, # [.\n".repeat(200))),
            None
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_explained(text in r#"([a-c:=#'"\[\]{},\t\r\n é😀\\0-9._-]|a = |\n\[|"""|= "x"\n){0,40}"#) {
            let (file, node, diagnostics) = read(&text);
            prop_assert!(node.is_some() || diagnostics.has_errors());
            for found in diagnostics.sorted() {
                prop_assert!(file.text().get(found.span.range()).is_some());
            }
        }
    }
}
