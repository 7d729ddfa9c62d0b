//! The Markdown that postmortems are written in.
//!
//! `parse` reads it for the outline, `render` for the pages. Both must read it alike: a difference
//! would give headings other anchors than the checker knows, and links other places.

use comrak::Options;

/// `CommonMark` and the extensions of GFM.
pub fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options
}

/// Where lines start, for all the line breaks that Markdown knows.
pub fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}
