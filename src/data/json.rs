//! JSON: `serde_json` reads it, after a walk over its brackets and quotes has noted the places.

use super::outline::{Outline, Read};
use super::{DEEPEST, Node, check_size, clamped, duplicates, not_a_table, shortened, too_deep};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use serde::de::DeserializeSeed;

const CODE: &str = "broken-json";

/// Reads the JSON in `span` of a file: an object, empty if there is nothing at all.
///
/// `None` means that it could not be read, and that `diagnostics` says why.
pub fn json(file: &SourceFile, span: Span, largest: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    let span = clamped(file, span);
    if !check_size(file, span, largest, diagnostics) {
        return None;
    }
    let text = &file.text()[span.range()];
    if text.trim().is_empty() {
        return Some(Node::empty_table(span));
    }
    let outline = match scan(text, span.start) {
        Ok(outline) => outline,
        Err(at) => {
            diagnostics.push(too_deep(file, Span::new(at, at + 1)));
            return None;
        }
    };
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Read::root(file.text(), &outline, span).deserialize(&mut parser);
    match read.and_then(|root| parser.end().map(|()| root)) {
        Err(error) => {
            diagnostics.push(explain(file, span, &error));
            None
        }
        Ok(root) if root.entries().is_none() => {
            let help = "put keys and values in braces: `{ \"title\": \"What broke\" }`";
            diagnostics.push(not_a_table(file, root.span, CODE, root.kind_name(), help));
            None
        }
        Ok(mut root) => {
            duplicates::remove(file, &mut root, diagnostics);
            Some(root)
        }
    }
}

/// Notes where everything stands. The text may be broken: then the notes are of no use, and the
/// parser will say so. The error is the place where nesting goes too deep.
fn scan(text: &str, offset: usize) -> Result<Outline, usize> {
    let bytes = text.as_bytes();
    let mut outline = Outline::default();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                if open.len() >= DEEPEST {
                    return Err(offset + start);
                }
                open.push(outline.leaf(Span::new(offset + start, offset + at)));
            }
            b'}' | b']' => {
                if let Some(place) = open.pop() {
                    outline.close(place, offset + at);
                }
            }
            b'"' => {
                at = string_end(bytes, start);
                outline.leaf(Span::new(offset + start, offset + at));
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                while bytes.get(at).is_some_and(|byte| !b",:{}[]\" \t\r\n".contains(byte)) {
                    at += 1;
                }
                outline.leaf(Span::new(offset + start, offset + at));
            }
        }
    }
    Ok(outline)
}

/// One past the closing quote of the string that starts at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Says in plain words what the parser met.
fn explain(file: &SourceFile, span: Span, error: &serde_json::Error) -> Diagnostic {
    let text = &file.text()[span.range()];
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // Columns count bytes; the parser has read the one it complains about.
    let at = file.floor((span.start + line_start + error.column().saturating_sub(1)).min(span.end));
    let message = error.to_string();
    let here = file.text()[at..span.end].chars().next();
    let mut word = Span::new(at, at + word_length(&file.text()[at..span.end]));
    if ["expected ident", "invalid number", "number out of range"]
        .iter()
        .any(|start| message.starts_with(start))
    {
        // These are noticed inside of a word, or behind it.
        let line = &file.text().as_bytes()[span.start..at];
        word.start -= line
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
            .count();
    }
    let report = |span: Span, message: &str| Diagnostic::at(Level::Error, CODE, file, span, message);
    let starts = |start: &str| message.starts_with(start);
    if starts("EOF while parsing a string") || starts("control character") {
        let line = &file.text()[span.start..at];
        let quote = span.start + line.rfind('"').unwrap_or(line.len());
        let end = quote + file.text()[quote..at].trim_end().len();
        return report(Span::new(quote, end), "the quote `\"` is not closed on its line")
            .label("opened here")
            .help("close it; a line break inside of text is written `\\n`");
    }
    if starts("EOF") {
        let end = span.start + text.trim_end().len();
        return report(
            Span::new(end.saturating_sub(1).max(span.start), end),
            "the text ends before the last bracket is closed",
        )
        .label("something is missing after this")
        .help("add the missing `}` or `]`");
    }
    if starts("trailing comma") {
        let comma = file.text()[span.start..at].rfind(',').map_or(at, |comma| span.start + comma);
        return report(Span::new(comma, comma + 1), "a comma stands before the closing bracket")
            .label("nothing follows it")
            .help("remove this comma");
    }
    if starts("expected `,`") {
        return report(word, "a comma is missing before this")
            .label("expected `,` or a closing bracket")
            .help("put a comma after each value except the last; a quote inside of text is written `\\\"`");
    }
    if starts("expected `:`") {
        return report(word, "a colon is missing after the key")
            .label("expected `:`")
            .help("write `\"key\": \"value\"`");
    }
    if starts("key must be a string") {
        let bare = file.text()[word.range()].trim_matches('\'');
        return report(word, "a key must stand in double quotes")
            .label("not a key")
            .help(format!("write `\"{}\"`", shortened(bare)));
    }
    if starts("trailing characters") {
        return report(word, "text follows the closing bracket")
            .label("nothing may follow")
            .help("remove it, or move it inside of the brackets");
    }
    if starts("number out of range") || starts("invalid number") {
        return report(word, "this number cannot be read")
            .label("not a number")
            .help("numbers have no leading zeros, signs or separators; anything else goes in quotes");
    }
    if starts("invalid escape")
        || starts("lone leading surrogate")
        || starts("unexpected end of hex escape")
        || starts("invalid unicode")
    {
        let backslash = file.text()[span.start..at].rfind('\\').map_or(at, |found| span.start + found);
        return report(Span::new(backslash, (at + 1).min(span.end)), "this escape is unknown")
            .label("unknown escape")
            .help("a backslash is written `\\\\`; other escapes are `\\\"`, `\\n`, `\\t` and `\\u` with four digits");
    }
    let help = match here {
        Some('\'') => "text stands in double quotes, `\"`, not in single ones".to_owned(),
        Some('/' | '#') => "JSON has no comments".to_owned(),
        Some(',' | '}' | ']' | ':') => "write a value here, or remove the comma or key before it".to_owned(),
        _ => format!("text must stand in double quotes: `\"{}\"`", shortened(&file.text()[word.range()])),
    };
    report(word, "a value is expected here").label("not a value").help(help)
}

/// How far the word at the start of `text` reaches; a character that is no word counts as one.
fn word_length(text: &str) -> usize {
    let word = text.find(|c: char| c.is_whitespace() || ",:{}[]\"".contains(c)).unwrap_or(text.len());
    if word > 0 { word } else { text.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::data::told::told;
    use crate::data::{LARGEST_FRONT_MATTER, Node};
    use crate::diagnostic::Diagnostics;
    use crate::source::{SourceFile, Span};
    use proptest::prelude::*;

    fn read(text: &str) -> (SourceFile, Option<Node>, Diagnostics) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let node = json(&file, Span::new(0, file.text().len()), LARGEST_FRONT_MATTER, &mut diagnostics);
        (file, node, diagnostics)
    }

    #[track_caller]
    fn complains(text: &str, expected: &str) {
        let (file, _, diagnostics) = read(text);
        assert_eq!(told(&file, &diagnostics), expected, "{text:?}");
    }

    #[test]
    fn values_and_places_agree() {
        let (file, node, _) =
            read("{\r\n \"ä\\ud83d\\ude00\\\"\" : [1.10, {\"b\":true}, \"\\u00e9\"], \"z\":null}");
        let node = node.unwrap();
        assert_eq!(node.to_json().to_string(), r#"{"ä😀\"":[1.1,{"b":true},"é"],"z":null}"#);
        let entries = node.entries().unwrap();
        let shown = |span: Span| &file.text()[span.range()];
        assert_eq!(shown(entries[0].key.span), r#""ä\ud83d\ude00\"""#);
        let items = entries[0].value.items().unwrap();
        assert_eq!((shown(items[0].span), items[0].text()), ("1.10", Some("1.10")));
        assert_eq!((shown(items[1].span), shown(items[2].span)), (r#"{"b":true}"#, r#""\u00e9""#));
        assert_eq!(shown(entries[1].value.span), "null");
    }

    #[test]
    fn mistakes_are_explained_where_they_are() {
        let cases = [
            (
                "{\"a\": 1,}",
                "1:8 broken-json: a comma stands before the closing bracket <,> (nothing follows it; remove this comma)",
            ),
            (
                "{\"é\": 1\r\n \"b\": 2}",
                "2:2 broken-json: a comma is missing before this <\"> (expected `,` or a closing bracket; put a comma after each value except the last; a quote inside of text is written `\\\"`)",
            ),
            (
                "{\"a\" 1}",
                "1:6 broken-json: a colon is missing after the key <1> (expected `:`; write `\"key\": \"value\"`)",
            ),
            (
                "{title: 1}",
                "1:2 broken-json: a key must stand in double quotes <title> (not a key; write `\"title\"`)",
            ),
            (
                "{\"a\": foo}",
                "1:7 broken-json: a value is expected here <foo> (not a value; text must stand in double quotes: `\"foo\"`)",
            ),
            (
                "{\"a\": 'é'}",
                "1:7 broken-json: a value is expected here <'é'> (not a value; text stands in double quotes, `\"`, not in single ones)",
            ),
            (
                "{\"a\": \"b\n}",
                "1:7 broken-json: the quote `\"` is not closed on its line <\"b> (opened here; close it; a line break inside of text is written `\\n`)",
            ),
            (
                "{\"a\": [1, 2\n",
                "1:11 broken-json: the text ends before the last bracket is closed <2> (something is missing after this; add the missing `}` or `]`)",
            ),
            (
                "{\"a\": \"\\q\"}",
                "1:8 broken-json: this escape is unknown <\\q> (unknown escape; a backslash is written `\\\\`; other escapes are `\\\"`, `\\n`, `\\t` and `\\u` with four digits)",
            ),
            (
                "{\"a\": 01}",
                "1:7 broken-json: this number cannot be read <01> (not a number; numbers have no leading zeros, signs or separators; anything else goes in quotes)",
            ),
            (
                "{} x",
                "1:4 broken-json: text follows the closing bracket <x> (nothing may follow; remove it, or move it inside of the brackets)",
            ),
            (
                "[1]",
                "1:1 broken-json: expected a table of keys and values, but found a list <[1]> (not a table; put keys and values in braces: `{ \"title\": \"What broke\" }`)",
            ),
            (
                "{\"a\": 1, \"a\": 2}",
                "1:10 duplicate-key: `a` is set more than once <\"a\"> (set again here; keep one of them; if several values are meant, make them one list) [1: `a` is first set here]",
            ),
        ];
        for (text, expected) in cases {
            complains(text, expected);
        }
        assert_eq!(read(&"[".repeat(9_000)).2.sorted()[0].code, "front-matter-too-deep");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_explained(text in r#"([a-c:'"\[\]{},\t\r\n é😀\\0-9.-]|"a"|": |true|\\u00e9){0,40}"#) {
            let (file, node, diagnostics) = read(&text);
            prop_assert!(node.is_some() || diagnostics.has_errors());
            if let Some(node) = node.filter(|_| diagnostics.is_empty() && !text.trim().is_empty()) {
                prop_assert_eq!(node.to_json(), serde_json::from_str::<serde_json::Value>(file.text()).unwrap());
            }
        }
    }
}
