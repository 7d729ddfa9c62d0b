//! Markdown whose links lead where they do on the page, and that is otherwise the author's own to
//! the byte.
//!
//! Links are found by reading the Markdown, and changed where they are written. What was changed is
//! read again: if any link is not what it should be, the whole is written anew from its tree,
//! because a tidy copy is worth less than one without stray links.

use super::destination::{attributes, definition, encoded, inline_destination, reference_start, unescaped};
use super::{Address, Link, text_of};
use crate::dialect;
use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, format_commonmark, parse_document};
use std::ops::Range;

/// The Markdown with its links resolved as [`super::html`] does.
pub(crate) fn copy(markdown: &str, links: &dyn Fn(&str, bool) -> Link) -> String {
    // Nothing that could be a link, a definition or raw HTML: most bodies need no second parse.
    if !["](", "]:", "<"].iter().any(|mark| markdown.contains(mark)) {
        return markdown.to_owned();
    }
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &dialect::options());
    let mut edits = Edits {
        text: markdown,
        lines: dialect::line_starts(markdown),
        links,
        list: Vec::new(),
        opaque: Vec::new(),
    };
    let mut expected = Vec::new();
    let mut changed = false;
    for node in root.descendants() {
        let ast = node.data();
        let (link, is_image) = match &ast.value {
            NodeValue::Link(link) => (link, false),
            NodeValue::Image(link) => (link, true),
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                let range = edits.range(node);
                changed |= edits.html(range.clone());
                edits.opaque.push(range);
                continue;
            }
            NodeValue::CodeBlock(_) => {
                let range = edits.range(node);
                edits.opaque.push(range);
                continue;
            }
            _ => continue,
        };
        let target = Address::resolve(&link.url, is_image, links);
        if target.as_deref() != Some(link.url.as_str()) {
            changed = true;
            edits.link(node, &link.url, is_image, target.as_deref());
        }
        expected.extend(target.map(|target| (target, is_image)));
    }
    changed |= edits.definitions();
    if !changed {
        return markdown.to_owned();
    }
    let edited = edits.apply();
    let clean = |url: &str| decoded(url);
    let found: Vec<_> =
        addresses(&edited).into_iter().map(|(url, is_image)| (clean(&url), is_image)).collect();
    let expected: Vec<_> =
        expected.into_iter().map(|(url, is_image)| (clean(&encoded(&url)), is_image)).collect();
    if found == expected { edited } else { rewritten(root, links) }
}

/// The changes to a text.
struct Edits<'a> {
    text: &'a str,
    lines: Vec<usize>,
    links: &'a dyn Fn(&str, bool) -> Link,
    list: Vec<(Range<usize>, String)>,
    /// Where nothing is Markdown: code and raw HTML.
    opaque: Vec<Range<usize>>,
}

impl Edits<'_> {
    fn change(&mut self, range: Range<usize>, to: impl Into<String>) {
        self.list.push((range, to.into()));
    }

    /// The bytes of a node.
    fn range(&self, node: Node<'_>) -> Range<usize> {
        let place = node.data().sourcepos;
        let at = |line: usize, column: usize| {
            let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
            self.text.floor_char_boundary(start + column)
        };
        let start = at(place.start.line, place.start.column.saturating_sub(1));
        start..at(place.end.line, place.end.column).max(start)
    }

    /// Changes a link where it is written.
    fn link(&mut self, node: Node<'_>, url: &str, is_image: bool, target: Option<&str>) {
        let range = self.range(node);
        let source = &self.text[range.clone()];
        let opening = if is_image { "![" } else { "[" };
        if !source.starts_with(opening) {
            // An address that stands for itself, of a scheme that is not allowed.
            if let Some(bare) = source.strip_prefix('<').and_then(|source| source.strip_suffix('>')) {
                self.change(range, bare);
            }
            return;
        }
        let words = range.start + opening.len();
        if let Some((bracket, destination)) = inline_destination(source, url) {
            if let Some(target) = target {
                let place = range.start + destination.start..range.start + destination.end;
                self.change(place, encoded(target));
            } else {
                self.change(range.start..words, "");
                self.change(range.start + bracket..range.end, "");
            }
        } else if target.is_none() {
            // By reference; its definition is changed on its own.
            let end = if source.ends_with(']') { reference_start(source) } else { source.len() };
            self.change(range.start..words, "");
            self.change(range.start + end..range.end, "");
        }
    }

    /// Changes the definitions of references, whether anything refers to them or not.
    fn definitions(&mut self) -> bool {
        let mut changed = false;
        self.opaque.sort_by_key(|range| range.start);
        for at in 0..self.lines.len() {
            let start = self.lines[at];
            let before = self.opaque.partition_point(|range| range.start <= start);
            if before.checked_sub(1).is_some_and(|last| self.opaque[last].contains(&start)) {
                continue;
            }
            let Some((whole, destination)) = definition(self.text, start) else { continue };
            let written = &self.text[destination.clone()];
            let url = unescaped(written);
            // A definition can serve an image as well as a link; files lead to the same place.
            let target = Address::resolve(&url, false, self.links)
                .or_else(|| Address::resolve(&url, true, self.links));
            match target {
                Some(target) if target == url => continue,
                Some(target) => self.change(destination, encoded(&target)),
                None => self.change(whole, ""),
            }
            changed = true;
        }
        changed
    }

    /// Changes the addresses in a piece of raw HTML.
    fn html(&mut self, range: Range<usize>) -> bool {
        let source = &self.text[range.clone()];
        let mut changed = false;
        for attribute in attributes(source) {
            let place = |part: &Range<usize>| range.start + part.start..range.start + part.end;
            let url = source[attribute.value.clone()].replace("&amp;", "&");
            match Address::resolve(&url, attribute.is_image, self.links) {
                Some(target) if target == url => continue,
                Some(target) => {
                    let escaped = target
                        .replace('&', "&amp;")
                        .replace('"', "&quot;")
                        .replace('\'', "&#39;")
                        .replace(' ', "%20")
                        .replace('>', "%3E");
                    self.change(place(&attribute.value), escaped);
                }
                None => self.change(place(&attribute.whole), ""),
            }
            changed = true;
        }
        changed
    }

    /// The text with all changes made.
    fn apply(mut self) -> String {
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len() + 64);
        let mut from = 0;
        for (range, to) in self.list {
            if range.start >= from {
                out.push_str(&self.text[from..range.start]);
                out.push_str(&to);
                from = range.end;
            }
        }
        out.push_str(&self.text[from..]);
        out
    }
}

/// All links and images of a text: address, and whether it is an image.
fn addresses(markdown: &str) -> Vec<(String, bool)> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &dialect::options());
    root.descendants()
        .filter_map(|node| match &node.data().value {
            NodeValue::Link(link) => Some((link.url.clone(), false)),
            NodeValue::Image(link) => Some((link.url.clone(), true)),
            _ => None,
        })
        .collect()
}

/// The text written anew from its tree, with resolved links.
fn rewritten(root: Node<'_>, links: &dyn Fn(&str, bool) -> Link) -> String {
    let mut unlinked = Vec::new();
    for node in root.descendants() {
        let words = text_of(node);
        let mut ast = node.data_mut();
        let is_image = matches!(ast.value, NodeValue::Image(_));
        match &mut ast.value {
            NodeValue::Link(link) | NodeValue::Image(link) => {
                match Address::resolve(&link.url, is_image, links) {
                    Some(target) => link.url = target,
                    None => unlinked.push((node, words)),
                }
            }
            // Its addresses were found where it stood, which is lost.
            NodeValue::HtmlBlock(block) if !attributes(&block.literal).is_empty() => block.literal.clear(),
            NodeValue::HtmlInline(literal) if !attributes(literal).is_empty() => literal.clear(),
            _ => {}
        }
    }
    for (node, words) in unlinked {
        while let Some(child) = node.first_child() {
            child.detach();
        }
        node.data_mut().value = NodeValue::Text(words.into());
    }
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = format_commonmark(root, &dialect::options(), &mut out);
    out
}

/// An address in the form in which two of them are compared.
fn decoded(url: &str) -> String {
    url.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(url: &str, _: bool) -> Link {
        if url.contains("gone") { Link::Unlink } else { Link::To(format!("../{url}")) }
    }

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(copy(markdown, &links), expected);
    }

    #[test]
    fn inline_links_are_changed_where_they_stand() {
        check(
            "*  a [b *c*](x.md  \"t\")   ä ![d](<y z.png>)\n",
            "*  a [b *c*](../x.md  \"t\")   ä ![d](<../y%20z.png>)\n",
        );
        check("[![a](x.png)](gone.md) [b](gone \"](x\") ![c *d*](gone.png)\n", "![a](../x.png) b c *d*\n");
        check("> [a\n> b](x.md)\r\n> - [c](d\\(e.md)\n", "> [a\n> b](../x.md)\r\n> - [c](../d%28e.md)\n");
        check(
            "| [a](x.md) | b |\n|--|--|\n| [c](gone) | `[d](x.md)` |\n",
            "| [a](../x.md) | b |\n|--|--|\n| c | `[d](x.md)` |\n",
        );
    }

    #[test]
    fn definitions_are_changed_and_those_that_lead_nowhere_vanish() {
        check(
            "[a][r] [r] ![x][r] [s] [b][s] [t]\n\n[r]: x.md \"t\"\n[s]: gone.md\n[t]: <https://example.org/>\n[unused]: gone.md 'u'\n",
            "[a][r] [r] ![x][r] s b [t]\n\n[r]: ../x.md \"t\"\n\n[t]: <https://example.org/>\n\n",
        );
        check("```\n[r]: x.md\n```\n[^n] a\n\n[^n]: b\n", "```\n[r]: x.md\n```\n[^n] a\n\n[^n]: b\n");
    }

    #[test]
    fn what_leads_elsewhere_stays_to_the_byte_and_other_schemes_go() {
        let same = "https://example.org <https://example.com>  [a](https://example.org/b \"c\")\r\n\t- x  \n";
        check(same, same);
        check("[a](javascript:x) <javascript:y>\n", "a javascript:y\n");
    }

    #[test]
    fn raw_html_is_changed_as_well() {
        check(
            "<a class=x href=\"x.md\">a</a> <a href='gone.md' id=y>b</a>\n\n<img\n src=x.png>\n",
            "<a class=x href=\"../x.md\">a</a> <a id=y>b</a>\n\n<img\n src=../x.png>\n",
        );
    }

    proptest::proptest! {
        #[test]
        fn no_link_survives_that_should_not(text in "(\\PC|\n|[-*#>|`<!\\[\\]():/ \t\r\"]|\\]\\(|gone|\\[a\\]: |\\[a\\]|\\!\\[|>|- |é|\\\\|&amp;){0,40}") {
            let copied = copy(&text, &|url, _| if url.contains("gone") { Link::Unlink } else { Link::To(url.to_owned()) });
            for (url, _) in addresses(&copied) {
                proptest::prop_assert!(!url.contains("gone") || Address::of(&url) == Address::Absolute, "{} → {}", text, copied);
            }
        }
    }
}
