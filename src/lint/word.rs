//! One word of the front matter in the place of another.

use super::Subject;
use crate::data::to_yaml_text;
use crate::diagnostic::Fix;
use crate::parse::front_matter::Format;
use crate::source::Span;

/// A word that stands in the front matter as it reads, so that it can be replaced alone.
#[derive(Debug, Clone)]
pub(super) struct Word {
    span: Span,
    text: String,
    /// Whether it stands there without quotes.
    bare: bool,
}

impl Word {
    /// The word that a value at a place is. `None` where it is not written as it reads, with escapes or
    /// over several lines, and where YAML shares it with other places.
    pub(super) fn at(subject: &Subject<'_>, place: Span, text: &str) -> Option<Self> {
        let file = subject.file.text();
        let written = file.get(place.range())?;
        let quoted = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote);
        let inside = quoted('"').or_else(|| quoted('\''));
        let is_yaml = subject.parsed.front_matter.as_ref()?.format == Format::Yaml;
        let before = file.get(..place.start)?.trim_end_matches([' ', '\t']);
        let marked = before.rsplit([' ', '\t', '\n', '[', '{', ',']).next().unwrap_or_default();
        // What has an anchor is repeated elsewhere; what has a tag may not be text without it.
        if text.is_empty() || inside.unwrap_or(written) != text || is_yaml && marked.starts_with(['&', '!']) {
            return None;
        }
        let start = place.start + usize::from(inside.is_some());
        Some(Self {
            span: Span::new(start, start + text.len()),
            text: text.to_owned(),
            bare: is_yaml && inside.is_none(),
        })
    }

    /// The change that puts another word in its place. The other is a key: it needs no escapes.
    pub(super) fn replaced_by(&self, other: &str) -> Fix {
        let text = if self.bare { to_yaml_text(other) } else { other.to_owned() };
        Fix { span: self.span, was: self.text.clone(), text }
    }
}
