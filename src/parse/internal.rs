//! Blocks for internal readers: `<!-- internal -->` to `<!-- /internal -->`.
//!
//! They are found in the bare text, before Markdown is read: a marker counts wherever it stands,
//! even in a code fence, because a block that is cut once too often can be seen, and one that
//! is cut once too seldom cannot be taken back.

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::model::InternalMarker;
use crate::source::{SourceFile, Span};

/// What happens to internal blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Internal {
    /// They stay: the readers are internal.
    Keep,
    /// They are cut out, as if they had never been written.
    Remove,
}

/// A body after its internal blocks were dealt with.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// What is to be read as Markdown. Line breaks of what was cut are still there, so lines are
    /// true; where blocks stay, it is made readable.
    pub(super) text: String,
    /// What was cut, block by block, without the markers.
    pub(super) removed: Vec<String>,
    /// Where the pieces of `text` come from: offset in `text`, offset in the file.
    pieces: Vec<(usize, usize)>,
}

impl Body {
    /// The place in the file of an offset in the text.
    pub(super) fn in_file(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|(start, _)| *start <= offset);
        let (start, file) = self.pieces.get(at.saturating_sub(1)).copied().unwrap_or_default();
        file + offset.saturating_sub(start)
    }

    /// The place in the file of a span in the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.in_file(start), self.in_file(end))
    }

    fn keep(&mut self, file: &SourceFile, from: usize, to: usize) {
        if from < to {
            self.pieces.push((self.text.len(), from));
            self.text.push_str(&file.text()[from..to]);
        }
    }

    fn cut(&mut self, file: &SourceFile, from: usize, to: usize) {
        for (at, byte) in file.text()[from..to].bytes().enumerate() {
            if byte == b'\n' || byte == b'\r' {
                self.pieces.push((self.text.len(), from + at));
                self.text.push(char::from(byte));
            }
        }
        self.pieces.push((self.text.len(), to));
    }
}

/// Takes the body of `file` from byte `start` on, with or without its internal blocks.
pub(super) fn body(
    file: &SourceFile,
    start: usize,
    internal: Internal,
    diagnostics: &mut Diagnostics,
) -> Body {
    let blocks = blocks(file, start, diagnostics);
    let mut body = Body::default();
    let end = file.text().len();
    if internal == Internal::Keep {
        let (_, places) = InternalMarker::readable(&file.text()[start..]);
        let mut from = start;
        for place in places.into_iter().map(|place| start + place) {
            body.keep(file, from, place);
            body.text.push_str(InternalMarker::INLINE);
            from = place;
        }
        body.keep(file, from, end);
        return body;
    }
    let mut from = start;
    for block in blocks {
        body.keep(file, from, block.whole.start);
        body.cut(file, block.whole.start, block.whole.end);
        body.removed.push(file.text()[block.inner.range()].to_owned());
        from = block.whole.end;
    }
    body.keep(file, from, end);
    body
}

/// A block: with its markers, and what stands between them.
struct Block {
    whole: Span,
    inner: Span,
}

/// All blocks, in order. From the first marker that makes no sense on, everything is one block.
fn blocks(file: &SourceFile, start: usize, diagnostics: &mut Diagnostics) -> Vec<Block> {
    let end = file.text().len();
    let mut blocks = Vec::new();
    let mut open: Option<Span> = None;
    let mut public_until = start;
    for marker in InternalMarker::all(&file.text()[start..]) {
        let span = Span::new(marker.range.start, marker.range.end).shifted(start);
        match (open, marker.closes) {
            (None, false) => open = Some(span),
            (Some(opening), true) => {
                blocks.push(Block {
                    whole: Span::new(opening.start, span.end),
                    inner: Span::new(opening.end, span.start),
                });
                public_until = span.end;
                open = None;
            }
            (Some(opening), false) => {
                diagnostics.push(nested(file, opening, span));
                let rest = Span::new(opening.start, end);
                blocks.push(Block { whole: rest, inner: rest });
                return blocks;
            }
            (None, true) => {
                diagnostics.push(stray(file, span));
                // Whatever was meant to be opened before it may be internal as well.
                let rest = Span::new(public_until, end);
                blocks.push(Block { whole: rest, inner: rest });
                return blocks;
            }
        }
    }
    if let Some(opening) = open {
        diagnostics.push(unclosed(file, opening));
        blocks.push(Block { whole: Span::new(opening.start, end), inner: Span::new(opening.end, end) });
    }
    blocks
}

fn unclosed(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(Level::Error, "unclosed-internal-block", file, span, "this internal block is never closed")
        .label("opened here")
        .help("close it with `<!-- /internal -->`")
}

fn nested(file: &SourceFile, opening: Span, span: Span) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "stray-internal-marker",
        file,
        span,
        "an internal block cannot stand in another one",
    )
    .label("a block is open already")
    .related(file, opening, "the block that is open")
    .help("remove this marker, or close the first block before it with `<!-- /internal -->`")
}

fn stray(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "stray-internal-marker",
        file,
        span,
        "this marker closes an internal block that was never opened",
    )
    .label("nothing to close")
    .help("open the block with `<!-- internal -->`, or remove this marker")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remove(text: &str) -> (String, Vec<String>, Vec<&'static str>) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let body = body(&file, 0, Internal::Remove, &mut diagnostics);
        let codes = diagnostics.sorted().iter().map(|d| d.code).collect();
        (body.text, body.removed, codes)
    }

    #[test]
    fn blocks_vanish_and_their_line_breaks_stay() {
        let (text, removed, codes) =
            remove("a <!-- internal -->b<!-- /internal --> c\n<!--INTERNAL-->\r\nd\n<!-- / Internal -->\ne");
        assert_eq!(text, "a  c\n\r\n\n\ne");
        assert_eq!(removed, ["b", "\r\nd\n"]);
        assert!(codes.is_empty());
    }

    #[test]
    fn code_fences_protect_nothing_and_other_comments_are_left_alone() {
        let (text, ..) = remove("```\n<!-- internal -->\nx\n<!-- /internal -->\n```\n<!-- internals -->");
        assert_eq!(text, "```\n\n\n\n```\n<!-- internals -->");
    }

    #[test]
    fn broken_markers_are_told_and_cut_to_the_end() {
        assert_eq!(
            remove("a <!-- internal --> b\nc"),
            ("a \n".into(), vec![" b\nc".into()], vec!["unclosed-internal-block"])
        );
        let (text, _, codes) =
            remove("a<!-- internal -->b<!-- internal -->c<!-- /internal -->d<!-- /internal -->e");
        assert_eq!((text.as_str(), codes), ("a", vec!["stray-internal-marker"]));
        let (text, _, codes) = remove("a<!-- internal -->b<!-- /internal -->c\n<!-- /internal -->d");
        assert_eq!((text.as_str(), codes), ("a\n", vec!["stray-internal-marker"]));
    }

    #[test]
    fn places_lead_back_to_the_file() {
        let text = "x\na <!-- internal -->b\nb<!-- /internal --> c";
        let file = SourceFile::new("a.md", text);
        let body = body(&file, 2, Internal::Remove, &mut Diagnostics::new());
        assert_eq!(body.text, "a \n c");
        let c = body.in_file(body.text.find('c').expect("kept"));
        assert_eq!(&text[c..], "c");
        assert_eq!(body.in_file(0), 2);
        assert_eq!(body.in_file(body.text.len()), text.len());
    }

    proptest::proptest! {
        #[test]
        fn nothing_between_markers_is_left(
            parts in proptest::collection::vec(("[a-z\n<!-]{0,8}", "[0-9\n]{0,8}"), 0..6),
        ) {
            let mut text = String::new();
            for (public, secret) in &parts {
                text += public;
                text += " <!-- internal -->";
                text += secret;
                text += "<!-- /internal -->";
            }
            let (left, ..) = remove(&text);
            proptest::prop_assert!(!left.contains(|c: char| c.is_ascii_digit()), "{left}");
            proptest::prop_assert_eq!(left.matches('\n').count(), text.matches('\n').count());
        }
    }
}
