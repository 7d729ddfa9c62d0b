//! Markdown to HTML that is safe to publish, and to Markdown whose links lead to the right place.
//!
//! The caller says where relative links lead; addresses of the web and of mail stay, and all other
//! schemes are dropped. Raw HTML passes an allow-list, together with everything around it, so
//! that no half of a tag can reach over.

mod copy;
mod destination;
mod format;
mod labels;
mod sanitize;

pub(crate) use copy::copy;
pub(crate) use labels::Labels;

use crate::dialect;
use crate::model::InternalMarker;
use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, parse_document};

/// Where a link leads on the page that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// To this address.
    To(String),
    /// Nowhere: its words stay, an image becomes its alternative text.
    Unlink,
}

/// A heading of a body, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Its level on the page, 1 to 6.
    pub(crate) level: u8,
    /// The fragment that leads to it.
    pub(crate) id: String,
    /// Its words as plain text.
    pub(crate) text: String,
}

/// A body as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Html {
    /// The HTML, to stand inside an element of the page.
    pub(crate) html: String,
    /// Its headings, in order.
    pub(crate) headings: Vec<Heading>,
}

/// Makes HTML of a body. `links` says where every address leads that is not of the web or mail,
/// and whether an image is wanted from there; `labels` how elements are called.
///
/// Where the body has a heading of level 1, all its headings move down by one, for the page has
/// its own.
pub(crate) fn html(markdown: &str, links: &dyn Fn(&str, bool) -> Link, labels: &Labels) -> Html {
    let arena = Arena::new();
    let (markdown, _) = InternalMarker::readable(markdown);
    let root = parse_document(&arena, &markdown, &dialect::options());
    let facts = Facts::of(root);
    if !facts.raw {
        let formatted = format::page(root, facts, format::Raw::Escape, links, labels);
        return Html { html: formatted.html, headings: formatted.headings };
    }
    let formatted = format::page(root, facts, format::Raw::Pass, links, labels);
    let html = sanitize::clean(&formatted.html, &formatted.targets, links, labels).unwrap_or_else(|| {
        // Too entangled to be cleaned in reasonable time: shown as text instead.
        format::page(root, facts, format::Raw::Escape, links, labels).html
    });
    Html { html, headings: formatted.headings }
}

/// What must be known about a body before it is written.
#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    /// Whether one of its headings is of level 1.
    title: bool,
    /// Whether it has raw HTML that is more than a comment.
    raw: bool,
}

impl Facts {
    fn of(root: Node<'_>) -> Self {
        let mut facts = Self::default();
        for node in root.descendants() {
            match &node.data().value {
                NodeValue::Heading(heading) => facts.title |= heading.level == 1,
                NodeValue::HtmlBlock(block) => facts.raw |= !is_silent(&block.literal),
                NodeValue::HtmlInline(literal) => facts.raw |= !is_silent(literal),
                _ => {}
            }
        }
        facts
    }
}

/// Whether a piece of raw HTML is a comment that says nothing to the page.
fn is_silent(literal: &str) -> bool {
    let literal = literal.trim();
    let comment = literal.strip_prefix("<!--").and_then(|rest| rest.split_once("-->"));
    let marker = InternalMarker::all(literal).next().is_some();
    comment.is_some_and(|(_, rest)| rest.is_empty()) && !marker
}

/// The plain text below a node, in one line. Headings are named by it, so the outline must read
/// them alike.
fn text_of(node: Node<'_>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(words) => text.push_str(words),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::HtmlInline(_) | NodeValue::Paragraph => {
                text.push(' ');
            }
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an address is, before anybody looks where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Address {
    /// Of the web or of mail.
    Absolute,
    /// Of this site.
    Relative,
    /// Of a scheme that has no place in a page, or in disguise.
    Refused,
}

impl Address {
    /// Reads an address as a browser would, which drops control characters around it, and tabs
    /// and line breaks anywhere.
    fn of(url: &str) -> Self {
        let bare: String = url
            .trim_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
        let mut chars = bare.chars();
        if slash(chars.next()) && slash(chars.next()) {
            return Self::Refused;
        }
        let Some(end) = bare.find([':', '/', '\\', '?', '#']).filter(|end| bare[*end..].starts_with(':'))
        else {
            return Self::Relative;
        };
        match bare[..end].to_ascii_lowercase().as_str() {
            "http" | "https" | "mailto" => Self::Absolute,
            _ => Self::Refused,
        }
    }

    /// Where a link with this address leads, if it may lead anywhere.
    fn resolve(url: &str, is_image: bool, links: &dyn Fn(&str, bool) -> Link) -> Option<String> {
        match Self::of(url) {
            Self::Absolute if is_image && !is_web(url) => None,
            Self::Absolute => Some(url.trim_matches(|c: char| c <= ' ').to_owned()),
            Self::Refused => None,
            Self::Relative => match links(url, is_image) {
                // What the caller says is checked as well: it may hand back what it was given.
                Link::To(target) if Self::of(&target) != Self::Refused => Some(target),
                _ => None,
            },
        }
    }
}

/// Whether an address is of the web, and thus of somebody else.
fn is_web(url: &str) -> bool {
    let start = url.trim_start_matches(|c: char| c <= ' ').get(..5).map(str::to_ascii_lowercase);
    start.is_some_and(|start| start == "http:" || start == "https")
}

/// Appends `text` as HTML.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
