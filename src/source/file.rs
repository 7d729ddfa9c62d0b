//! One file of the project as text, with the arithmetic of its lines.

use std::ops::Range;
use std::sync::Arc;

/// A byte range in a file's text. `start <= end`; both lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an inverted pair becomes empty at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same span, `offset` bytes further on.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// As a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the file's text.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A text file of the project, read once.
///
/// The text is UTF-8 without a byte order mark; spans are offsets into it. A mark shifts no
/// line and no column, so editors and diagnostics agree.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: Arc<str>,
    text: String,
    lines: Vec<u32>,
}

impl SourceFile {
    /// Takes a file's text. `path` is relative to the project, with `/` between its parts.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut lines = vec![0];
        lines.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
        );
        Self { path: path.into(), text, lines }
    }

    /// The path relative to the project, `/`-separated.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same path, shared.
    pub fn shared_path(&self) -> Arc<str> {
        Arc::clone(&self.path)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.lines.partition_point(|start| *start as usize <= offset).max(1);
        let start = self.lines.get(line - 1).map_or(0, |start| *start as usize);
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// The byte offset where line `line` (from 1) starts; the text's end past the last line.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).map_or(self.text.len(), |start| *start as usize)
    }

    /// How many lines the text has; a final line break opens no further line.
    pub fn line_count(&self) -> usize {
        self.lines.len() - usize::from(self.text.ends_with('\n'))
    }

    /// Moves `offset` back to a character boundary inside the text.
    pub fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_a_byte_order_mark_counts_for_nothing() {
        let file = SourceFile::new("a.md", "\u{feff}αβ\r\nx");
        assert_eq!(file.text(), "αβ\r\nx");
        assert_eq!(file.position(2), (1, 2));
        assert_eq!(file.position(6), (2, 1));
        assert_eq!(file.position(999), (2, 2));
        assert_eq!((file.line_count(), file.line_start(2)), (2, 6));
    }
}
