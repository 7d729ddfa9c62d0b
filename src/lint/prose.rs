//! The body as passages of plain text, of which every byte knows its place in the file.

use crate::dialect;
use crate::model::SectionKind;
use crate::parse::section_kinds;
use crate::source::{SourceFile, Span};
use comrak::nodes::{Ast, LineColumn, Node, NodeValue};
use comrak::{Arena, parse_document};
use std::ops::Range;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph.
    Paragraph,
    /// A paragraph inside of a list item.
    Item,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// A value of the front matter.
    Value,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// The text, without markup; line breaks are kept.
    pub text: String,
    /// The place of its section in [`Prose::sections`]; `None` above the first heading.
    pub section: Option<usize>,
    /// Whether it is a quotation: somebody else's words.
    pub quoted: bool,
    /// The ranges of `text` that are code.
    pub code: Vec<Range<usize>>,
    /// Its whole place in the file.
    pub span: Span,
    /// Where pieces of `text` stand in the file: offset in the text, offset in the file.
    pieces: Vec<(usize, usize)>,
}

impl Passage {
    fn new(kind: PassageKind, section: Option<usize>, quoted: bool, span: Span) -> Self {
        Self { kind, text: String::new(), section, quoted, code: Vec::new(), span, pieces: Vec::new() }
    }

    /// A value of the front matter.
    pub(super) fn value(file: &SourceFile, span: Span, text: &str) -> Self {
        let mut passage = Self::new(PassageKind::Value, None, false, span);
        let written = file.text().get(span.range()).unwrap_or_default();
        // Bare or in quotes, the text stands there as it is, unless something was escaped or folded.
        if let Some(at) = memchr::memmem::find(written.as_bytes(), text.as_bytes()) {
            passage.pieces.push((0, span.start + at));
        }
        text.clone_into(&mut passage.text);
        passage
    }

    /// The place in the file of a range of the text.
    pub fn place(&self, range: Range<usize>) -> Span {
        match (self.offset(range.start), self.offset(range.end.saturating_sub(1))) {
            (Some(start), Some(last)) if last >= start => Span::new(start, last + 1),
            _ => self.span,
        }
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, file) = self.pieces[piece];
        Some(file + at - start)
    }

    /// Whether a range of the text touches code.
    pub fn is_code(&self, range: &Range<usize>) -> bool {
        self.code.iter().any(|code| code.start < range.end && range.start < code.end)
    }

    /// The sentences: where each begins and ends in `text`. An abbreviation in the middle may part one
    /// in two; nothing depends on that not happening.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        let bytes = self.text.as_bytes();
        for (at, c) in self.text.char_indices() {
            let end = at + c.len_utf8();
            let stops = matches!(c, '.' | '!' | '?') && bytes.get(end).is_none_or(u8::is_ascii_whitespace);
            if stops || matches!(c, '。' | '！' | '？') {
                sentences.push(start..end);
                start = end;
            }
        }
        sentences.push(start..self.text.len());
        for sentence in &mut sentences {
            let text = &self.text[sentence.clone()];
            sentence.start += text.len() - text.trim_start().len();
            sentence.end = sentence.start + text.trim().len();
        }
        sentences.retain(|sentence| !sentence.is_empty());
        sentences
    }
}

/// A heading and what stands under it, sub-sections included in the range of passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseSection {
    /// The heading as plain text.
    pub title: String,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// What it is about: its own kinds, or those of the section around it.
    pub kinds: Vec<SectionKind>,
    /// The heading's place in the file.
    pub heading: Span,
    /// Its passages in [`Prose::passages`], those of its sub-sections included.
    pub passages: Range<usize>,
    /// How many lists and tables stand in it, sub-sections included.
    pub lists: usize,
}

/// An image of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageText {
    /// Where it is written.
    pub span: Span,
    /// Its alternative text.
    pub text: String,
}

/// The whole body.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The passages in order, headings included; code blocks and raw HTML are left out.
    pub passages: Vec<Passage>,
    /// The sections in order.
    pub sections: Vec<ProseSection>,
    /// The images in order.
    pub images: Vec<ImageText>,
    /// How many words it has, code blocks left out.
    pub words: usize,
}

impl Prose {
    /// Reads the body of a file, which starts at byte `body`.
    pub fn read(file: &SourceFile, body: usize) -> Self {
        let text = &file.text()[body..];
        let arena = Arena::new();
        let root = parse_document(&arena, text, &dialect::options());
        let mut walk =
            Walk { text, body, lines: dialect::line_starts(text), prose: Self::default(), open: Vec::new() };
        walk.blocks(root, PassageKind::Paragraph, false);
        let mut prose = walk.prose;
        while let Some(section) = walk.open.pop() {
            prose.sections[section].passages.end = prose.passages.len();
        }
        let words = prose.passages.iter().flat_map(|passage| passage.text.split_whitespace());
        prose.words = words.filter(|word| has_letters(word)).count();
        prose
    }

    /// The first section of a kind.
    pub fn section(&self, kind: SectionKind) -> Option<&ProseSection> {
        self.sections.iter().find(|section| section.kinds.contains(&kind))
    }

    /// The passages of a section, headings left out.
    pub fn text_of<'a>(&'a self, section: &ProseSection) -> impl Iterator<Item = &'a Passage> {
        let passages = self.passages.get(section.passages.clone()).unwrap_or_default();
        passages.iter().filter(|passage| passage.kind != PassageKind::Heading)
    }

    /// The passages of all sections of a kind, headings left out.
    pub fn about(&self, kind: SectionKind) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| {
            let section = passage.section.and_then(|at| self.sections.get(at));
            passage.kind != PassageKind::Heading
                && section.is_some_and(|section| section.kinds.contains(&kind))
        })
    }
}

/// Whether a word has a letter or a digit.
pub(super) fn has_letters(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_alphanumeric()) || word.contains(char::is_alphanumeric)
}

struct Walk<'a> {
    text: &'a str,
    body: usize,
    lines: Vec<usize>,
    prose: Prose,
    /// The sections around this place.
    open: Vec<usize>,
}

impl Walk<'_> {
    fn blocks(&mut self, parent: Node<'_>, kind: PassageKind, quoted: bool) {
        for node in parent.children() {
            let ast = node.data();
            match &ast.value {
                NodeValue::Paragraph => self.passage(node, &ast, kind, quoted),
                NodeValue::TableCell => self.passage(node, &ast, PassageKind::Cell, quoted),
                NodeValue::Heading(heading) => {
                    let level = heading.level;
                    self.heading(node, &ast, level, quoted);
                }
                NodeValue::List(_) | NodeValue::Table(_) => {
                    for section in self.open.clone() {
                        self.prose.sections[section].lists += 1;
                    }
                    drop(ast);
                    self.blocks(node, kind, quoted);
                }
                NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                    drop(ast);
                    self.blocks(node, PassageKind::Item, quoted);
                }
                NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                    drop(ast);
                    self.blocks(node, kind, true);
                }
                NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_) => {}
                _ => {
                    drop(ast);
                    self.blocks(node, kind, quoted);
                }
            }
        }
    }

    fn passage(&mut self, node: Node<'_>, ast: &Ast, kind: PassageKind, quoted: bool) {
        let mut passage = Passage::new(kind, self.open.last().copied(), quoted, self.span(ast));
        self.inline(node, &mut passage);
        if !passage.text.trim().is_empty() {
            self.prose.passages.push(passage);
        }
    }

    fn heading(&mut self, node: Node<'_>, ast: &Ast, level: u8, quoted: bool) {
        while let Some(&section) = self.open.last() {
            if self.prose.sections[section].level < level {
                break;
            }
            self.prose.sections[section].passages.end = self.prose.passages.len();
            self.open.pop();
        }
        let mut passage = Passage::new(PassageKind::Heading, None, quoted, self.span(ast));
        self.inline(node, &mut passage);
        let title = passage.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut kinds = section_kinds(&title);
        if kinds.is_empty() {
            kinds =
                self.open.last().map(|outer| self.prose.sections[*outer].kinds.clone()).unwrap_or_default();
        }
        let at = self.prose.sections.len();
        let start = self.prose.passages.len();
        self.prose.sections.push(ProseSection {
            title,
            level,
            kinds,
            heading: passage.span,
            passages: start..start,
            lists: 0,
        });
        self.open.push(at);
        passage.section = Some(at);
        self.prose.passages.push(passage);
    }

    fn inline(&mut self, parent: Node<'_>, passage: &mut Passage) {
        for node in parent.children() {
            let ast = node.data();
            match &ast.value {
                NodeValue::Text(text) => {
                    let at = self.offset(ast.sourcepos.start);
                    self.text(text, at, passage);
                }
                NodeValue::Code(code) => {
                    let start = passage.text.len();
                    let at = self.offset(ast.sourcepos.start);
                    // The place is that of the first backtick or of what follows it.
                    let inside = self.text[at - self.body..].bytes().take_while(|byte| *byte == b'`').count();
                    passage.pieces.push((start, at + inside));
                    passage.text.push_str(&code.literal);
                    passage.code.push(start..passage.text.len());
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => passage.text.push('\n'),
                NodeValue::Image(_) => {
                    let span = self.span(&ast);
                    drop(ast);
                    let mut inner = Passage::new(passage.kind, None, false, span);
                    self.inline(node, &mut inner);
                    self.prose.images.push(ImageText { span, text: inner.text });
                }
                NodeValue::HtmlInline(_) => passage.text.push(' '),
                _ => {
                    drop(ast);
                    self.inline(node, passage);
                }
            }
        }
    }

    /// Adds a text that is written from byte `at` of the file on, with a new piece behind every escape.
    fn text(&self, text: &str, at: usize, passage: &mut Passage) {
        let mut at = at;
        passage.pieces.push((passage.text.len(), at));
        let mut rest = text;
        while !rest.is_empty() {
            // Nearly all of it is written as it is read.
            let written = self.text[at - self.body..].bytes();
            let same = rest.bytes().zip(written).take_while(|(read, written)| read == written).count();
            let same = rest.floor_char_boundary(same);
            passage.text.push_str(&rest[..same]);
            (at, rest) = (at + same, &rest[same..]);
            let Some(c) = rest.chars().next() else { break };
            rest = &rest[c.len_utf8()..];
            let written = &self.text[at - self.body..];
            if !written.starts_with(c) {
                let escape = match written.as_bytes() {
                    [b'\\', ..] => 1,
                    // An entity stands for one or two characters, of which the first has its place.
                    [b'&', ..] => written.find(';').unwrap_or(0),
                    _ => 0,
                };
                at += escape;
                passage.pieces.push((passage.text.len(), at));
                if escape > 1 {
                    at += 1;
                    passage.text.push(c);
                    passage.pieces.push((passage.text.len(), at));
                    continue;
                }
            }
            passage.text.push(c);
            at = (at + c.len_utf8()).min(self.body + self.text.len());
            if !self.text.is_char_boundary(at - self.body) {
                at = self.body + self.text.floor_char_boundary(at - self.body);
            }
        }
    }

    /// The byte in the file of a place in the tree.
    fn offset(&self, place: LineColumn) -> usize {
        let start = self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        self.body + self.text.floor_char_boundary(start + place.column.saturating_sub(1))
    }

    fn span(&self, ast: &Ast) -> Span {
        let end = ast.sourcepos.end;
        let start = self.offset(ast.sourcepos.start);
        Span::new(start, self.offset(LineColumn { line: end.line, column: end.column + 1 }).max(start))
    }
}
