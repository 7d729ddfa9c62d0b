//! Lines of YAML as people see them: an indentation, a key, a value.

use crate::source::SourceFile;
use crate::source::Span;

/// One line, without its line break.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Byte offset of its start in the file.
    pub(super) start: usize,
    /// Its text.
    pub(super) text: &'a str,
    /// How many spaces it begins with.
    pub(super) indent: usize,
}

impl<'a> Line<'a> {
    fn new(start: usize, text: &'a str) -> Self {
        let text = text.trim_end_matches(['\r', '\n']);
        Self { start, text, indent: text.len() - text.trim_start_matches(' ').len() }
    }

    /// The line on which byte `at` stands.
    pub(super) fn around(file: &'a SourceFile, at: usize) -> Self {
        let at = file.floor(at);
        let text = file.text();
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        Self::new(start, &text[start..end])
    }

    /// Where the line's content starts, after indentation and the `- ` of list items.
    fn content(&self) -> usize {
        let mut at = self.indent;
        while let Some(rest) = self.text[at..].strip_prefix("- ") {
            at = self.text.len() - rest.trim_start_matches(' ').len();
        }
        at
    }

    /// The key, if the line has one.
    pub(super) fn key(&self) -> Option<&'a str> {
        let content = self.text.get(self.content()..)?;
        let end = content.find(": ").or_else(|| content.trim_end().strip_suffix(':').map(str::len))?;
        Some(&content[..end])
    }

    /// Offset and text of the value after the line's first key.
    pub(super) fn value(&self) -> Option<(usize, &'a str)> {
        let key = self.key()?;
        let after = self.content() + key.len() + 1;
        let value = self.text.get(after..)?;
        let start = after + (value.len() - value.trim_start().len());
        let value = self.text[start..].trim_end();
        (!value.is_empty()).then_some((self.start + start, value))
    }

    /// The same, if the value begins at or before byte `at` of the file.
    pub(super) fn value_before(&self, at: usize) -> Option<(usize, &'a str)> {
        self.value().filter(|(start, _)| *start <= at)
    }

    /// Offset and text of an item of a list that has no key.
    pub(super) fn item(&self) -> Option<(usize, &'a str)> {
        let content = self.content();
        let value = self.text[content..].trim_end();
        (content > self.indent && !value.is_empty() && self.key().is_none())
            .then_some((self.start + content, value))
    }

    /// `key:value`: the offset of the colon, the key and the value.
    pub(super) fn glued(&self) -> Option<(usize, &'a str, &'a str)> {
        let content = self.content();
        let text = self.text.get(content..)?.trim_end();
        let (key, value) = text.split_once(':')?;
        let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        // `https://…` is an address, and `10:00` a time.
        let key_like = word && key.starts_with(char::is_alphabetic) && !value.starts_with("//");
        (key_like && !value.is_empty() && !value.starts_with([' ', '\t'])).then_some((
            self.start + content + key.len(),
            key,
            value,
        ))
    }
}

/// The line of byte `at` and all above it in `matter`, nearest first, blank ones left out.
///
/// When the line itself is blank, so that the error is "the text ended", it begins above.
pub(super) fn lines_from(file: &SourceFile, matter: Span, at: usize) -> Vec<Line<'_>> {
    let end = Line::around(file, at);
    let end = (end.start + end.text.len()).min(matter.end).max(matter.start);
    let mut start = matter.start;
    let mut lines = Vec::new();
    for text in file.text()[matter.start..end].split_inclusive('\n') {
        if !text.trim().is_empty() {
            lines.push(Line::new(start, text));
        }
        start += text.len();
    }
    lines.reverse();
    lines
}
