//! One walk over the tree of a body, which fills its outline.
//!
//! The walk keeps a handful of facts about where it is instead of calling itself, so that nesting
//! of any depth costs neither stack nor more than linear time.

use super::action_item;
use super::collect::Collector;
use super::html::{self, Mention};
use super::internal::Body;
use super::outline::{Link, Outline};
use super::section;
use crate::diagnostic::Diagnostics;
use crate::dialect;
use crate::model::{Anchors, Section, SectionKind};
use crate::source::{SourceFile, Span};
use comrak::Node;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Ast, LineColumn, NodeValue};

/// Where the walk is, and what it has found.
pub(super) struct Walk<'a> {
    file: &'a SourceFile,
    body: &'a Body,
    diagnostics: &'a mut Diagnostics,
    /// Where the lines of the body start.
    lines: Vec<usize>,
    outline: Outline,
    anchors: Anchors,
    /// The sections around this place: level, and what they are about.
    around: Vec<(u8, About)>,
    inline: Inline,
    /// Links that are open: their place in the outline, and where their words start.
    links: Vec<(usize, usize)>,
    timeline: Collector,
    /// How many list items are around this place.
    items: usize,
    /// How many were around the last entry of the timeline.
    entry_items: usize,
    action: Option<Action>,
    cells: Vec<String>,
    footnotes: usize,
}

/// What a section is about, as far as the walk needs it.
#[derive(Clone, Copy, Default)]
struct About {
    summary: bool,
    timeline: bool,
    actions: bool,
}

/// The text of the paragraph, heading or cell that is being read.
#[derive(Default)]
struct Inline {
    text: String,
    /// Where in the body its lines start.
    starts: Vec<usize>,
    at_line_start: bool,
}

/// The item that is being read.
struct Action {
    text: String,
    ticked: bool,
    start: usize,
    end: usize,
}

impl<'a> Walk<'a> {
    /// At the start of a body.
    pub(super) fn new(file: &'a SourceFile, body: &'a Body, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            file,
            body,
            diagnostics,
            lines: dialect::line_starts(&body.text),
            outline: Outline::default(),
            anchors: Anchors::new(),
            around: Vec::new(),
            inline: Inline::default(),
            links: Vec::new(),
            timeline: Collector::default(),
            items: 0,
            entry_items: 0,
            action: None,
            cells: Vec::new(),
            footnotes: 0,
        }
    }

    /// Walks over the tree; what it found.
    pub(super) fn over(mut self, root: Node<'_>) -> Outline {
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => self.enter(&node.data(), node),
                NodeEdge::End(node) => self.leave(&node.data()),
            }
        }
        self.outline.timeline = self.timeline.entries;
        for section in &mut self.outline.sections {
            section.text.truncate(section.text.trim_end().len());
        }
        self.outline
    }

    fn enter(&mut self, ast: &Ast, node: Node<'_>) {
        match &ast.value {
            NodeValue::Heading(_) | NodeValue::Paragraph | NodeValue::TableCell => {
                self.inline = Inline::opened();
            }
            NodeValue::Text(text) => self.text(text, ast),
            NodeValue::Code(code) => self.text(&code.literal, ast),
            NodeValue::SoftBreak | NodeValue::LineBreak => {
                self.inline.text.push('\n');
                self.inline.at_line_start = true;
            }
            NodeValue::Link(link) => self.link(&link.url, false, ast),
            NodeValue::Image(link) => self.link(&link.url, true, ast),
            NodeValue::HtmlInline(literal) => {
                self.inline.text.push(' ');
                self.mentions(literal, ast);
            }
            NodeValue::HtmlBlock(block) => {
                self.mentions(&block.literal, ast);
                self.section_text(&html::text(&block.literal));
            }
            NodeValue::CodeBlock(block) => self.section_text(&block.literal),
            NodeValue::TableRow(_) => self.cells.clear(),
            NodeValue::FootnoteDefinition(_) => self.footnotes += 1,
            NodeValue::Item(_) => self.item(false, ast, node),
            NodeValue::TaskItem(task) => self.item(task.symbol.is_some(), ast, node),
            _ => {}
        }
    }

    fn leave(&mut self, ast: &Ast) {
        match &ast.value {
            NodeValue::Heading(heading) => self.heading(heading.level, ast),
            NodeValue::Paragraph => self.paragraph(),
            NodeValue::TableCell => {
                let text = one_line(&self.inline.text);
                self.section_text(&text);
                self.cells.push(text);
            }
            NodeValue::TableRow(header) => self.row(*header, ast),
            NodeValue::Link(_) | NodeValue::Image(_) => {
                if let Some((at, start)) = self.links.pop() {
                    let text = one_line(self.inline.text.get(start..).unwrap_or_default());
                    if let Some(link) = self.outline.links.get_mut(at) {
                        link.text = text;
                    }
                }
            }
            NodeValue::FootnoteDefinition(_) => self.footnotes -= 1,
            NodeValue::Item(_) | NodeValue::TaskItem(_) => self.leave_item(),
            _ => {}
        }
    }

    fn about(&self) -> About {
        // Footnotes come at the end of the tree, and belong to no section.
        let about = self.around.last().map(|(_, about)| *about);
        about.filter(|_| self.footnotes == 0).unwrap_or_default()
    }

    fn text(&mut self, text: &str, ast: &Ast) {
        if self.inline.at_line_start {
            self.inline.at_line_start = false;
            self.inline.starts.push(self.offset(ast.sourcepos.start));
        }
        self.inline.text.push_str(text);
    }

    fn heading(&mut self, level: u8, ast: &Ast) {
        let title = one_line(&self.inline.text);
        let kinds = section::kinds(&title);
        while self.around.last().is_some_and(|(above, _)| *above >= level) {
            self.around.pop();
        }
        let above = self.around.last().map(|(_, about)| *about).unwrap_or_default();
        let about = About {
            summary: kinds.contains(&SectionKind::Summary) || kinds.is_empty() && above.summary,
            // `### Detection` in a timeline and `### Prevention` among actions are their phases.
            timeline: kinds.contains(&SectionKind::Timeline) || above.timeline,
            actions: kinds.contains(&SectionKind::ActionItems) || above.actions,
        };
        if about.timeline {
            let span = self.span(ast);
            self.timeline.heading(&title, span);
        }
        self.around.push((level, about));
        let anchor = self.anchors.next(&title);
        self.outline.anchors.push(anchor.clone());
        self.outline.sections.push(Section { kinds, level, title, anchor, text: String::new() });
    }

    fn paragraph(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        let about = self.about();
        self.section_text(&inline.text);
        if about.summary && self.outline.summary.is_none() {
            let text = one_line(&inline.text);
            self.outline.summary = (!text.is_empty()).then_some(text);
        }
        if about.timeline {
            let before = self.timeline.entries.len();
            // Lines that hold no text, but an image say, have no start.
            for (line, start) in
                inline.text.split('\n').filter(|line| !line.trim().is_empty()).zip(&inline.starts)
            {
                let span = self.line_span(*start);
                self.timeline.line(line, self.file, span, self.diagnostics);
            }
            if self.timeline.entries.len() > before {
                self.entry_items = self.items;
            }
            if self.items == 0 {
                self.timeline.close();
            }
        }
        if let (1, Some(action)) = (self.items, self.action.as_mut()) {
            action.text.push_str(&inline.text);
            action.text.push(' ');
        }
    }

    fn item(&mut self, ticked: bool, ast: &Ast, node: Node<'_>) {
        self.items += 1;
        if self.items == 1 && self.about().actions {
            let start = self.offset(ast.sourcepos.start);
            // The item ends where its first block does: what is nested in it is no part of it.
            let first = node.first_child().map_or(ast.sourcepos, |child| child.data().sourcepos);
            let end = self.offset(LineColumn { line: first.end.line, column: first.end.column + 1 });
            self.action = Some(Action { text: String::new(), ticked, start, end });
        }
    }

    fn leave_item(&mut self) {
        if self.items == self.entry_items {
            self.timeline.close();
        }
        self.items -= 1;
        if self.items == 0
            && let Some(action) = self.action.take()
            && !action.text.trim().is_empty()
        {
            let span = self.body.span(action.start, action.end);
            let action = action_item::read(&action.text, action.ticked, self.file, span, self.diagnostics);
            self.outline.actions.push(action);
        }
    }

    fn row(&mut self, header: bool, ast: &Ast) {
        if self.about().timeline {
            let span = self.span(ast);
            if header {
                self.timeline.columns(&self.cells, span);
            } else {
                self.timeline.row(&self.cells, self.file, span, self.diagnostics);
            }
        }
    }

    fn link(&mut self, url: &str, is_image: bool, ast: &Ast) {
        let start = self.offset(ast.sourcepos.start);
        let written = self.body.text.as_bytes().get(start) == Some(&b'[');
        if is_image || written || !is_absolute(url) {
            self.links.push((self.outline.links.len(), self.inline.text.len()));
            let span = self.span(ast);
            self.outline.links.push(Link { url: url.to_owned(), is_image, text: String::new(), span });
        } else {
            // An address that stands for itself; its end must find a start.
            self.links.push((usize::MAX, 0));
            let span = self.span(ast);
            self.outline.bare.push(Link { url: url.to_owned(), is_image, text: url.to_owned(), span });
        }
    }

    fn mentions(&mut self, literal: &str, ast: &Ast) {
        let span = self.span(ast);
        for (_, mention) in html::mentions(literal) {
            let (url, is_image) = match mention {
                Mention::Link(url) => (url, false),
                Mention::Image(url) => (url, true),
                Mention::Id(id) => {
                    self.outline.html_ids.push(id);
                    continue;
                }
            };
            self.outline.links.push(Link { url, is_image, text: String::new(), span });
        }
    }

    fn section_text(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let to = match self.outline.sections.last_mut() {
            Some(section) if self.footnotes == 0 => &mut section.text,
            _ => &mut self.outline.preamble,
        };
        to.push_str(text);
        to.push('\n');
    }

    /// The byte in the body of a place in the tree.
    fn offset(&self, place: LineColumn) -> usize {
        let start = self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or(self.body.text.len());
        self.body.text.floor_char_boundary(start + place.column.saturating_sub(1))
    }

    fn span(&self, ast: &Ast) -> Span {
        let end = ast.sourcepos.end;
        let start = self.offset(ast.sourcepos.start);
        let end = self.offset(LineColumn { line: end.line, column: end.column + 1 });
        self.body.span(start, end)
    }

    /// From a byte of the body to the end of its line.
    fn line_span(&self, start: usize) -> Span {
        let rest = self.body.text.get(start..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let indent = line.len() - line.trim_start().len();
        self.body.span(start + indent, start + line.len())
    }
}

impl Inline {
    fn opened() -> Self {
        Self { at_line_start: true, ..Self::default() }
    }
}

/// Whether an address leads out of the site by nature.
fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "ftp" | "xmpp"))
}

/// The text in one line, without doubled spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
