//! Where addresses are written in Markdown and in raw HTML.

use crate::dialect;
use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use std::fmt::Write;
use std::ops::Range;

/// In `[words](destination "title")`: where the closing bracket and the destination are.
pub(super) fn inline_destination(source: &str, url: &str) -> Option<(usize, Range<usize>)> {
    let body = source.strip_suffix(')')?;
    // From the end, for the words may hold links of their own. A few steps are enough: only a
    // title could mislead, and what is not found is written anew.
    body.rmatch_indices("](").take(4).find_map(|(bracket, _)| {
        let start = bracket + 2;
        let space = body[start..].len() - body[start..].trim_start().len();
        let destination = destination(body, start + space);
        let rest = body[destination.end..].trim_start_matches('>').trim();
        let titled = rest.is_empty()
            || rest.len() > 1 && rest.starts_with(['"', '\'', '(']) && rest.ends_with(['"', '\'', ')']);
        (titled && unescaped(&body[destination.clone()]) == url).then_some((bracket, destination))
    })
}

/// The bytes of the destination that starts at `at`, without its angle brackets.
fn destination(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    if let Some(inner) = rest.strip_prefix('<') {
        let end = unescaped_find(inner, |c| matches!(c, '>' | '\n')).unwrap_or(inner.len());
        return at + 1..at + 1 + end;
    }
    at..at + rest.find(|c: char| c.is_ascii_whitespace() || c.is_ascii_control()).unwrap_or(rest.len())
}

/// In `[words][label]`, where `][label]` starts; in `[label]`, where the last bracket is.
pub(super) fn reference_start(source: &str) -> usize {
    let last = source.len() - 1;
    source[..last].rfind("][").unwrap_or(last)
}

/// A definition at the start of a line, behind the marks of quotes and lists: all of it, and
/// where its destination is.
pub(super) fn definition(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let line = text[start..].split(['\n', '\r']).next()?;
    let marks = line.len()
        - line
            .trim_start_matches([
                ' ', '\t', '>', '-', '*', '+', '.', ')', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
            ])
            .len();
    let label = line[marks..].strip_prefix('[')?;
    let end = unescaped_find(label, |c| matches!(c, ']' | '['))?;
    if label.starts_with('^') || label[..end].trim().is_empty() || !label[end..].starts_with("]:") {
        return None;
    }
    let from = start + marks;
    let mut at = from + 1 + end + 2;
    at += text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
    if let Some(next) = text[at..].strip_prefix("\r\n").or_else(|| text[at..].strip_prefix('\n')) {
        at = text.len() - next.trim_start_matches([' ', '\t', '>']).len();
    }
    let destination = destination(text, at);
    let close = usize::from(text[destination.end..].starts_with('>'));
    let rest = text[destination.end + close..].split(['\n', '\r']).next().unwrap_or_default();
    (!destination.is_empty()).then(|| (from..destination.end + close + rest.len(), destination.clone()))
}

/// The first character that is wanted and has no backslash before it.
fn unescaped_find(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = !escaped && wanted(c);
        escaped = !escaped && c == '\\';
        found.then_some(at)
    })
}

/// An address as Markdown reads it.
pub(super) fn unescaped(written: &str) -> String {
    if !written.contains(['\\', '&']) {
        return written.to_owned();
    }
    let arena = Arena::new();
    let root = parse_document(&arena, &format!("[x](<{written}>)"), &dialect::options());
    let mut found = root.descendants().filter_map(|node| match &node.data().value {
        NodeValue::Link(link) => Some(link.url.clone()),
        _ => None,
    });
    found.next().unwrap_or_else(|| written.to_owned())
}

/// An address so that it can stand as a destination, with angle brackets or without.
pub(super) fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            c if c <= ' ' || matches!(c, '(' | ')' | '<' | '>' | '\\' | '"' | '|' | '\u{7f}') => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// An address in raw HTML.
pub(super) struct Attribute {
    /// The attribute with the space before it.
    pub(super) whole: Range<usize>,
    /// Its value, without quotes.
    pub(super) value: Range<usize>,
    pub(super) is_image: bool,
}

/// The attributes of a piece of HTML that hold addresses.
pub(super) fn attributes(html: &str) -> Vec<Attribute> {
    const NAMES: [&str; 4] = ["href", "src", "poster", "cite"];
    let lower = html.to_ascii_lowercase();
    let mut found = Vec::new();
    for (equals, _) in lower.match_indices('=') {
        let before = lower[..equals].trim_end();
        let Some(name) = NAMES.iter().find(|name| before.ends_with(*name)) else { continue };
        let start = before.len() - name.len();
        let spaced =
            before[..start].ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
        if !spaced {
            continue;
        }
        let rest = &html[equals + 1..];
        let at = equals + 1 + rest.len() - rest.trim_start().len();
        let (value, end) = match html[at..].chars().next() {
            Some(quote @ ('"' | '\'')) => match html[at + 1..].find(quote) {
                Some(len) => (at + 1..at + 1 + len, at + len + 2),
                None => continue,
            },
            Some(_) => {
                let len =
                    html[at..].find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(html.len() - at);
                (at..at + len, at + len)
            }
            None => continue,
        };
        let from = before[..start].trim_end().len();
        found.push(Attribute { whole: from..end, value, is_image: *name != "href" && *name != "cite" });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_found_behind_words_of_any_kind() {
        let find = |source: &str, url: &str| {
            inline_destination(source, url).map(|(at, place)| (at, source[place].to_owned()))
        };
        assert_eq!(find("[a](b)", "b"), Some((2, "b".into())));
        assert_eq!(find("[a]( <b c>  'd')", "b c"), Some((2, "b c".into())));
        assert_eq!(find("[![a](x)](b\\_)", "b_"), Some((8, "b\\_".into())));
        assert_eq!(find("[a](b \"](c\")", "b"), Some((2, "b".into())));
        assert_eq!(find("[a][b]", "b"), None);
    }

    #[test]
    fn definitions_are_found_behind_marks() {
        let find = |text: &str| {
            definition(text, 0).map(|(whole, place)| (text[whole].to_owned(), text[place].to_owned()))
        };
        assert_eq!(find("> - [a]: b 'c'\nd"), Some(("[a]: b 'c'".into(), "b".into())));
        assert_eq!(find("[a]:\n  <b c>"), Some(("[a]:\n  <b c>".into(), "b c".into())));
        assert_eq!(find("[^a]: b"), None);
        assert_eq!(find("[a] b"), None);
    }

    #[test]
    fn addresses_in_tags_are_found() {
        let html = "<a data-href=x HREF = 'y' src=z>";
        let found: Vec<_> =
            attributes(html).into_iter().map(|a| (&html[a.whole], &html[a.value], a.is_image)).collect();
        assert_eq!(found, [(" HREF = 'y'", "y", false), (" src=z", "z", true)]);
    }
}
