//! Our own words for the nodes that comrak would write in another way: headings, links, images,
//! code, tables, tasks and alerts.

use super::{Address, Facts, Heading, Labels, Link, escape, is_silent, is_web, text_of};
use crate::dialect;
use crate::model::{Anchors, InternalMarker};
use crate::render::highlight;
use comrak::html::{
    ChildRendering, Context, escape_href, format_document_with_formatter, format_node_default,
};
use comrak::nodes::{Node, NodeCodeBlock, NodeLink, NodeValue, TableAlignment};
use comrak::options::Plugins;
use std::fmt::{self, Write};

/// What happens to raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    /// It is written as it is, for the sanitizer to clean; links are written as tokens that the
    /// sanitizer replaces.
    Pass,
    /// It is shown as text.
    Escape,
}

/// What was written.
pub(super) struct Formatted {
    pub(super) html: String,
    pub(super) headings: Vec<Heading>,
    /// The addresses that the tokens stand for.
    pub(super) targets: Vec<String>,
}

/// What starts the token of a link; its number follows.
pub(super) const TOKEN: &str = "pm-link-";

/// What the formatter must remember from node to node.
struct State<'s> {
    links: &'s dyn Fn(&str, bool) -> Link,
    labels: &'s Labels,
    raw: Raw,
    shift: u8,
    anchors: Anchors,
    headings: Vec<Heading>,
    targets: Vec<String>,
    /// For every link and image around this place, whether it was written as one.
    open: Vec<bool>,
    tables: usize,
    cell: usize,
}

/// Writes a body as HTML.
pub(super) fn page(
    root: Node<'_>,
    facts: Facts,
    raw: Raw,
    links: &dyn Fn(&str, bool) -> Link,
    labels: &Labels,
) -> Formatted {
    let state = State {
        links,
        labels,
        raw,
        shift: u8::from(facts.title),
        anchors: Anchors::new(),
        headings: Vec::new(),
        targets: Vec::new(),
        open: Vec::new(),
        tables: 0,
        cell: 0,
    };
    let mut html = String::new();
    let (options, plugins) = (dialect::options(), Plugins::default());
    let state = format_document_with_formatter(root, &options, &mut html, &plugins, node, state);
    // Writing to a string cannot fail; a body without text would be the sign of it.
    let (headings, targets) = state.map(|state| (state.headings, state.targets)).unwrap_or_default();
    Formatted { html: labels.name_backs(html), headings, targets }
}

type Out<'x, 'o, 'c, 's> = &'x mut Context<'o, 'c, State<'s>>;

fn node(out: Out<'_, '_, '_, '_>, node: Node<'_>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Heading(heading) => self::heading(out, node, heading.level, entering)?,
        NodeValue::Link(link) => self::link(out, link, entering)?,
        NodeValue::Image(link) => return image(out, link, entering),
        NodeValue::CodeBlock(block) if entering => code(out, block)?,
        NodeValue::Table(_) => table(out, node, entering)?,
        NodeValue::TableRow(_) => {
            out.user.cell = 0;
            return format_node_default(out, node, entering);
        }
        NodeValue::TableCell => cell(out, node, entering)?,
        NodeValue::List(list) if list.is_task_list && entering => {
            out.cr()?;
            let tag = if list.list_type == comrak::nodes::ListType::Ordered { "ol" } else { "ul" };
            write!(out, "<{tag} class=\"tasks\"")?;
            if tag == "ol" && list.start != 1 {
                write!(out, " start=\"{}\"", list.start)?;
            }
            out.write_str(">\n")?;
        }
        NodeValue::TaskItem(task) => self::task(out, task.symbol.is_some(), entering)?,
        NodeValue::Alert(alert) => {
            let (kind, title) = out.user.labels.alert(alert.alert_type);
            self::alert(out, kind, (alert.title.as_deref(), title), entering)?;
        }
        NodeValue::HtmlBlock(block) if entering => html_block(out, &block.literal)?,
        NodeValue::HtmlInline(literal) if entering => html_inline(out, literal)?,
        NodeValue::LineBreak if entering => out.write_str("<br>\n")?,
        NodeValue::ThematicBreak if entering => {
            out.cr()?;
            out.write_str("<hr>\n")?;
        }
        // These hold no other nodes: all is said on entering.
        NodeValue::CodeBlock(_)
        | NodeValue::HtmlBlock(_)
        | NodeValue::HtmlInline(_)
        | NodeValue::LineBreak
        | NodeValue::ThematicBreak => {}
        _ => return format_node_default(out, node, entering),
    }
    Ok(ChildRendering::HTML)
}

fn heading(out: Out<'_, '_, '_, '_>, node: Node<'_>, level: u8, entering: bool) -> fmt::Result {
    let level = (level + out.user.shift).min(6);
    if entering {
        let text = text_of(node);
        let id = out.user.anchors.next(&text);
        out.cr()?;
        write!(out, "<h{level} id=\"{id}\">")?;
        out.user.headings.push(Heading { level, id, text });
        return Ok(());
    }
    let id = out.user.headings.last().map(|heading| heading.id.clone()).unwrap_or_default();
    out.write_str(" <a class=\"anchor\" href=\"#")?;
    out.escape_href(&id)?;
    let label = &out.user.labels.section;
    writeln!(out, "\" aria-label=\"{label}\">#</a></h{level}>")
}

/// Writes an address, or the token that stands for it until everything is clean.
fn address(out: Out<'_, '_, '_, '_>, target: &str) -> fmt::Result {
    match out.user.raw {
        Raw::Escape => out.escape_href(target),
        Raw::Pass => {
            let mut escaped = String::new();
            escape_href(&mut escaped, target, false)?;
            let number = out.user.targets.len();
            write!(out, "{TOKEN}{number}")?;
            // The sanitizer escapes what it puts in.
            out.user.targets.push(escaped.replace("&amp;", "&").replace("&#x27;", "'"));
            Ok(())
        }
    }
}

fn link(out: Out<'_, '_, '_, '_>, link: &NodeLink, entering: bool) -> fmt::Result {
    if !entering {
        return if out.user.open.pop() == Some(true) { out.write_str("</a>") } else { Ok(()) };
    }
    let target = Address::resolve(&link.url, false, out.user.links);
    out.user.open.push(target.is_some());
    let Some(target) = target else { return Ok(()) };
    let elsewhere = is_web(&target);
    out.write_str("<a href=\"")?;
    address(out, &target)?;
    out.write_str("\"")?;
    title(out, &link.title)?;
    out.write_str(if elsewhere { " rel=\"noopener\">" } else { ">" })
}

fn image(out: Out<'_, '_, '_, '_>, link: &NodeLink, entering: bool) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let target = Address::resolve(&link.url, true, out.user.links);
        out.user.open.push(target.is_some());
        if let Some(target) = target {
            out.write_str("<img src=\"")?;
            address(out, &target)?;
            out.write_str("\" alt=\"")?;
        }
        return Ok(ChildRendering::Plain);
    }
    if out.user.open.pop() == Some(true) {
        out.write_str("\"")?;
        title(out, &link.title)?;
        out.write_str(" loading=\"lazy\">")?;
    }
    Ok(ChildRendering::HTML)
}

fn title(out: Out<'_, '_, '_, '_>, title: &str) -> fmt::Result {
    if title.is_empty() {
        return Ok(());
    }
    out.write_str(" title=\"")?;
    out.escape(title)?;
    out.write_str("\"")
}

fn code(out: Out<'_, '_, '_, '_>, block: &NodeCodeBlock) -> fmt::Result {
    let word =
        block.info.split(|c: char| c.is_whitespace() || matches!(c, '{' | ',')).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.');
    let language = if word.chars().all(plain) { word.to_ascii_lowercase() } else { String::new() };
    out.cr()?;
    if language.is_empty() {
        out.write_str("<div class=\"code\"><pre tabindex=\"0\"><code>")?;
    } else {
        write!(
            out,
            "<div class=\"code\" data-lang=\"{language}\"><pre tabindex=\"0\"><code class=\"language-{language}\">"
        )?;
    }
    let mut html = String::new();
    // In code, what makes a marker inline is text that nobody wrote.
    let code = block.literal.replace(&format!("{}<!--", InternalMarker::INLINE), "<!--");
    highlight::highlight(&language, &code, &mut html);
    // A parser drops the first line break of a `pre`, but here a tag stands between.
    out.write_str(&html)?;
    out.write_str("</code></pre></div>\n")
}

fn table(out: Out<'_, '_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    if entering {
        out.cr()?;
        out.user.tables += 1;
        // Landmarks need names of their own.
        let label = out.user.labels.table(out.user.tables);
        writeln!(out, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">")?;
    }
    format_node_default(out, node, entering)?;
    if entering { Ok(()) } else { out.write_str("</div>\n") }
}

fn cell(out: Out<'_, '_, '_, '_>, node: Node<'_>, entering: bool) -> fmt::Result {
    let row = node.parent();
    let in_head = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    // A heading that says nothing is none.
    let tag = if in_head && node.first_child().is_some() { "th" } else { "td" };
    if !entering {
        return write!(out, "</{tag}>");
    }
    let alignment =
        row.and_then(comrak::arena_tree::Node::parent).and_then(|table| match &table.data().value {
            NodeValue::Table(table) => table.alignments.get(out.user.cell).copied(),
            _ => None,
        });
    out.user.cell += 1;
    out.cr()?;
    write!(out, "<{tag}")?;
    if tag == "th" {
        out.write_str(" scope=\"col\"")?;
    }
    out.write_str(match alignment {
        Some(TableAlignment::Left) => " class=\"align-left\">",
        Some(TableAlignment::Center) => " class=\"align-center\">",
        Some(TableAlignment::Right) => " class=\"align-right\">",
        Some(TableAlignment::None) | None => ">",
    })
}

/// A box that nobody can tick, before and after a parser read it: a sanitized one gets its short form back.
pub(super) fn tick(label: &str, done: bool) -> String {
    let checked = if done { " checked" } else { "" };
    format!("<input type=\"checkbox\" aria-label=\"{label}\"{checked} disabled>")
}

fn task(out: Out<'_, '_, '_, '_>, done: bool, entering: bool) -> fmt::Result {
    if entering {
        out.cr()?;
        out.write_str("<li class=\"task\">")?;
        let labels = out.user.labels;
        out.write_str(&tick(if done { &labels.done } else { &labels.not_done }, done))?;
        out.write_str(" ")
    } else {
        out.write_str("</li>\n")
    }
}

/// `title` is what its author called it, and what its kind is called, as markup.
fn alert(out: Out<'_, '_, '_, '_>, kind: &str, title: (Option<&str>, &str), entering: bool) -> fmt::Result {
    out.cr()?;
    if !entering {
        return out.write_str("</div>\n");
    }
    write!(out, "<div class=\"alert alert-{kind}\" role=\"note\">\n<p class=\"alert-title\">")?;
    match title {
        (Some(own), _) => out.escape(own)?,
        (None, title) => out.write_str(title)?,
    }
    out.write_str("</p>\n")
}

fn html_block(out: Out<'_, '_, '_, '_>, literal: &str) -> fmt::Result {
    if is_silent(literal) {
        return Ok(());
    }
    out.cr()?;
    match out.user.raw {
        Raw::Pass => out.write_str(&marked(literal, "div", &out.user.labels.internal))?,
        Raw::Escape => {
            out.write_str("<p>")?;
            out.escape(literal.trim())?;
            out.write_str("</p>")?;
        }
    }
    out.cr()
}

fn html_inline(out: Out<'_, '_, '_, '_>, literal: &str) -> fmt::Result {
    if is_silent(literal) {
        return Ok(());
    }
    match out.user.raw {
        Raw::Pass => out.write_str(&marked(literal, "span", &out.user.labels.internal)),
        Raw::Escape => {
            let mut escaped = String::new();
            escape(literal, &mut escaped);
            out.write_str(&escaped)
        }
    }
}

/// Replaces the markers of internal blocks by tags that show them, and makes text of a tag that
/// never ends, lest it takes up what follows.
fn marked(literal: &str, tag: &str, label: &str) -> String {
    let whole = whole_tags(literal);
    let mut out = marked_tags(&literal[..whole], tag, label);
    escape(&literal[whole..], &mut out);
    out
}

/// How much of a piece of HTML consists of text and whole tags.
fn whole_tags(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        if html[start..].starts_with("<!--") {
            let Some(end) = html[start..].find("-->") else { return start };
            at = start + end;
            continue;
        }
        at = start + 1;
        if !bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?')) {
            continue;
        }
        let mut quote = None;
        loop {
            match (bytes.get(at), quote) {
                (None, _) => return start,
                (Some(b'>'), None) => break,
                (Some(mark @ (b'"' | b'\'')), None) => quote = Some(*mark),
                (Some(mark), Some(open)) if *mark == open => quote = None,
                _ => {}
            }
            at += 1;
        }
    }
    html.len()
}

fn marked_tags(literal: &str, tag: &str, label: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    let mut from = 0;
    for marker in InternalMarker::all(literal) {
        out.push_str(&literal[from..marker.range.start]);
        if marker.closes {
            let _ = write!(out, "</{tag}>");
        } else {
            let _ = write!(out, "<{tag} class=\"internal-block\" role=\"note\" aria-label=\"{label}\">");
        }
        from = marker.range.end;
    }
    out.push_str(&literal[from..]);
    out
}
