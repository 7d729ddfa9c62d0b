//! From the parser's events to the tree, with bounds on depth and on what aliases multiply.

use super::mistakes;
use super::scalar;
use super::unfit;
use crate::data::{DEEPEST, Entry, Node, Value, too_deep};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag};
use std::collections::HashMap;

/// How many values all aliases together may bring in.
const ALIAS_BUDGET: usize = 4096;

/// Reads the value in `span`; `None` means that there is none.
///
/// Events arrive one by one and only what [`DEEPEST`] allows is nested, so that hostile input ends
/// here before anything recurses into it.
pub(super) fn scan(file: &SourceFile, span: Span) -> Result<Option<Node>, Box<Diagnostic>> {
    let text = &file.text()[span.range()];
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        let at = span.start + at;
        return Err(Box::new(unfit::control_character(file, Span::new(at, at + c.len_utf8()), c)));
    }
    let options = granit_parser::options! {
        emit_comments: false,
        disallow_directives: true,
        flow_nesting_limit: DEEPEST * 2,
        block_nesting_limit: DEEPEST * 2,
    };
    let mut pass = Scan {
        file,
        span,
        root: None,
        open: Vec::new(),
        anchors: HashMap::new(),
        borrowed: 0,
        documents: 0,
        end: span.start,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, place)) => pass.event(&event, &place)?,
            Err(error) => {
                let at = span.start + error.marker().byte_offset().unwrap_or(0);
                return Err(Box::new(match error.kind() {
                    ErrorKind::RecursionLimitExceeded => too_deep(file, Span::new(at, at + 1)),
                    kind => mistakes::explain(file, span, at, Some(kind)),
                }));
            }
        }
    }
    Ok(pass.root)
}

/// What YAML wants escaped; editors do not show it, so the parser's word would puzzle.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}')
}

struct Scan<'a> {
    file: &'a SourceFile,
    span: Span,
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchor>,
    borrowed: usize,
    documents: usize,
    /// Where the last value ended: a list or table without brackets ends with its last child.
    end: usize,
}

/// A list or table that has not ended.
struct Open {
    start: usize,
    content: Content,
    brackets: bool,
    anchor: usize,
    /// Values inside, aliases counted with all they stand for.
    size: usize,
    /// Levels of lists and tables inside.
    height: usize,
}

enum Content {
    List(Vec<Node>),
    /// The entries so far, and the key whose value comes next.
    Table(Vec<Entry>, Option<Spanned<String>>),
}

/// A value that an alias may stand for.
struct Anchor {
    /// Unknown while the value is still open.
    node: Option<Node>,
    size: usize,
    height: usize,
}

type Checked = Result<(), Box<Diagnostic>>;

impl Scan<'_> {
    fn event(&mut self, event: &Event<'_>, place: &granit_parser::Span) -> Checked {
        let range = place.byte_range().unwrap_or(0..0);
        let span = Span::new(self.span.start + range.start, self.span.start + range.end);
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Scalar(value, style, anchor, tag) => {
                self.check_tag(tag.as_deref(), place, span)?;
                self.check_key(span)?;
                let node = self.scalar(value, *style, tag.as_deref(), span)?;
                self.end = node.span.end;
                self.define(*anchor, Some(&node), 1, 0);
                self.add(node, 1, 0);
                Ok(())
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.start(false, *style, *anchor, tag.as_deref(), place, span)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.start(true, *style, *anchor, tag.as_deref(), place, span)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.finish(span);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(*anchor, span),
            _ => Ok(()),
        }
    }

    fn document(&mut self, span: Span) -> Checked {
        self.documents += 1;
        if self.documents < 2 {
            return Ok(());
        }
        Err(Box::new(unfit::second_document(self.file, span)))
    }

    fn start(
        &mut self,
        table: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        place: &granit_parser::Span,
        span: Span,
    ) -> Checked {
        self.check_tag(tag, place, span)?;
        if self.open.len() >= DEEPEST {
            return Err(Box::new(too_deep(self.file, Span::new(span.start, span.start + 1))));
        }
        if self.is_key() {
            return Err(Box::new(unfit::key_is_no_text(self.file, span)));
        }
        self.define(anchor, None, 0, 0);
        let content = if table { Content::Table(Vec::new(), None) } else { Content::List(Vec::new()) };
        let brackets = style == StructureStyle::Flow;
        self.open.push(Open { start: span.start, content, brackets, anchor, size: 1, height: 1 });
        self.end = span.end;
        Ok(())
    }

    fn finish(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        if open.brackets {
            self.end = span.end;
        }
        let value = match open.content {
            Content::List(items) => Value::List(items),
            Content::Table(entries, _) => Value::Table(entries),
        };
        let node = Node::new(Span::new(open.start, self.end.max(open.start)), value);
        self.define(open.anchor, Some(&node), open.size, open.height);
        self.add(node, open.size, open.height);
    }

    /// A value without children, at its place.
    fn scalar(
        &self,
        value: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<Node, Box<Diagnostic>> {
        let span = self.trimmed(span);
        let value = match (style, tag) {
            (ScalarStyle::Plain, None) => scalar::plain(value),
            (ScalarStyle::Plain, Some(tag)) => scalar::tagged(value, tag.suffix())
                .ok_or_else(|| Box::new(mistakes::explain(self.file, self.span, span.start, None)))?,
            _ => Value::String(value.to_owned()),
        };
        let node = Node::new(span, value);
        Ok(match node.value {
            Value::String(_) | Value::Null => node,
            _ => node.written(self.text(span)),
        })
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Checked {
        let Some(Anchor { node, size, height }) = self.anchors.get(&anchor) else {
            return Err(Box::new(mistakes::explain(
                self.file,
                self.span,
                span.start,
                Some(&ErrorKind::UnknownAnchor),
            )));
        };
        let (size, height) = (*size, *height);
        let Some(node) = node else {
            return Err(Box::new(unfit::alias_in_itself(self.file, span)));
        };
        if self.is_key() && height > 0 {
            return Err(Box::new(unfit::key_is_no_text(self.file, span)));
        }
        if self.open.len() + height > DEEPEST {
            return Err(Box::new(too_deep(self.file, span)));
        }
        self.borrowed = self.borrowed.saturating_add(size);
        if self.borrowed > ALIAS_BUDGET {
            return Err(Box::new(too_many_aliases(self.file, span)));
        }
        let node = node.clone().moved(span);
        self.add(node, size, height);
        self.end = span.end;
        Ok(())
    }

    fn define(&mut self, anchor: usize, node: Option<&Node>, size: usize, height: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { node: node.cloned(), size, height });
        }
    }

    /// Puts a finished value into the list or table around it.
    fn add(&mut self, node: Node, size: usize, height: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size = open.size.saturating_add(size);
        open.height = open.height.max(height + 1);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Table(entries, key) => match key.take() {
                Some(key) => entries.push(Entry { key, value: node }),
                None => *key = Some(named(&node)),
            },
        }
    }

    /// Whether the value that comes now is a key.
    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.content, Content::Table(_, None)))
    }

    fn check_key(&self, span: Span) -> Checked {
        if self.is_key() && span.start == span.end {
            return Err(Box::new(unfit::missing_key(self.file, span)));
        }
        Ok(())
    }

    fn check_tag(&self, tag: Option<&Tag>, place: &granit_parser::Span, span: Span) -> Checked {
        if tag.is_none_or(|tag| !tag.is_custom()) {
            return Ok(());
        }
        let range = place.tag_span().and_then(|tag| tag.byte_range());
        let at = range.map_or(span.start, |range| self.span.start + range.start);
        Err(Box::new(unfit::tag(self.file, at)))
    }

    /// Block text reaches to the next line; its place should not.
    fn trimmed(&self, span: Span) -> Span {
        Span::new(span.start, span.start + self.text(span).trim_end().len())
    }

    fn text(&self, span: Span) -> &str {
        self.file.text().get(span.range()).unwrap_or_default()
    }
}

/// A value that turned out to be a key: `2024` and `~` name what they are written as.
fn named(node: &Node) -> Spanned<String> {
    Spanned::new(node.text().unwrap_or("null").to_owned(), node.span)
}

fn too_many_aliases(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "too-many-aliases",
        file,
        span,
        format!("aliases repeat more than {ALIAS_BUDGET} values"),
    )
    .label("this one goes too far")
    .help("write the values out instead of referring to anchors")
}
