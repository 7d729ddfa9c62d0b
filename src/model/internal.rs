//! The markers around what internal readers alone may see.

use std::borrow::Cow;
use std::ops::Range;

/// One marker: `<!-- internal -->` or `<!-- /internal -->`. Case and spaces do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalMarker {
    /// Its place in the text.
    pub range: Range<usize>,
    /// Whether it ends a block.
    pub closes: bool,
}

impl InternalMarker {
    /// What is put before a marker to make it inline; it shows nothing.
    pub const INLINE: &str = "<span></span>";

    /// The markers in a text, in order. They are found in the bare text, code included: every
    /// stage must see the same ones.
    pub fn all(text: &str) -> impl Iterator<Item = Self> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"<!--") {
                let start = at + found;
                at = start + "<!--".len();
                if let Some((len, closes)) = marker(&text[start..]) {
                    at = start + len;
                    return Some(Self { range: start..at, closes });
                }
            }
            None
        })
    }

    /// The text as Markdown must read it while its internal blocks are in it, and where [`Self::INLINE`] was
    /// put in for that, as places in `text`.
    ///
    /// A comment at the start of a line makes the whole line raw HTML, so that `<!-- internal --> *so*`
    /// would not be Markdown. Something inline before the marker keeps it a paragraph.
    pub fn readable(text: &str) -> (Cow<'_, str>, Vec<usize>) {
        let mut out = String::new();
        let mut places = Vec::new();
        let (mut from, mut seen, mut line) = (0, 0, Some(0));
        for Self { range, .. } in Self::all(text) {
            // Only the first marker of a line can be at its start; so no line is looked at twice.
            line = text[seen..range.start].rfind(['\n', '\r']).map(|at| seen + at + 1).or(line.take());
            seen = range.end;
            let Some(start) = line.take() else { continue };
            let marks =
                |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
            let next = text[range.end..].chars().find(|c| !matches!(c, ' ' | '\t'));
            let alone = matches!(next, None | Some('\n' | '\r'));
            if !alone && text[start..range.start].chars().all(marks) {
                out.push_str(&text[from..range.start]);
                out.push_str(Self::INLINE);
                places.push(range.start);
                from = range.start;
            }
        }
        if places.is_empty() {
            return (Cow::Borrowed(text), places);
        }
        out.push_str(&text[from..]);
        (Cow::Owned(out), places)
    }
}

/// The length of the marker with which `text` starts, and whether it closes a block.
fn marker(text: &str) -> Option<(usize, bool)> {
    let rest = text.strip_prefix("<!--")?.trim_start();
    let (rest, closes) = match rest.strip_prefix('/') {
        Some(rest) => (rest.trim_start(), true),
        None => (rest, false),
    };
    let word = rest.get(.."internal".len())?;
    if !word.eq_ignore_ascii_case("internal") {
        return None;
    }
    let rest = rest["internal".len()..].trim_start().strip_prefix("-->")?;
    Some((text.len() - rest.len(), closes))
}

#[cfg(test)]
mod tests {
    use super::InternalMarker;

    #[test]
    fn case_and_spaces_do_not_matter_and_other_comments_are_none() {
        let text = "<!--internal-->a<!--\n / INTERNAL -->b<!-- internals --><!-- internal";
        let found: Vec<_> = InternalMarker::all(text).map(|m| (&text[m.range], m.closes)).collect();
        assert_eq!(found, [("<!--internal-->", false), ("<!--\n / INTERNAL -->", true)]);
    }

    #[test]
    fn a_line_that_starts_with_a_marker_is_still_markdown() {
        let text = "<!-- internal -->\na\n<!-- /internal -->\n- <!-- internal -->b<!-- /internal --> c\n";
        let (read, places) = InternalMarker::readable(text);
        let expected = "<!-- internal -->\na\n<!-- /internal -->\n- <span></span><!-- internal -->b<!-- /internal --> c\n";
        assert_eq!((read.as_ref(), places), (expected, vec![41]));
    }
}
