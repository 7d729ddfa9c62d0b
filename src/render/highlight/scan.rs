//! Looking for bytes, for all lexers alike.
//!
//! Nothing here looks at a byte twice, and every place returned is within
//! the text. Callers stop at ASCII bytes, so places never split a character.

/// The end of the line that contains `from`, without its newline.
pub(super) fn line_end(text: &[u8], from: usize) -> usize {
    find(text, from, |byte| byte == b'\n')
}

/// The first place at or after `from` whose byte is wanted, else the end.
pub(super) fn find(text: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.iter().position(|&byte| wanted(byte)).map_or(text.len(), |at| from + at)
}

/// The first place at or after `from` that is not a blank or tab.
pub(super) fn skip_blanks(text: &[u8], from: usize) -> usize {
    find(text, from, |byte| !matches!(byte, b' ' | b'\t'))
}

/// The byte at `at`, or 0 behind the end.
pub(super) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// Whether `what` is at `at`.
pub(super) fn looking_at(text: &[u8], at: usize, what: &[u8]) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(what))
}

/// How a string's or comment's end is looked for.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    /// What ends it; empty for the end of the line or text alone.
    pub(super) close: &'a [u8],
    /// Whether a backslash takes the meaning of the byte after it.
    pub(super) escape: bool,
    /// Whether the search goes on behind the end of the line.
    pub(super) lines: bool,
}

impl<'a> Search<'a> {
    /// Looks for `close` on this line.
    pub(super) const fn line(close: &'a [u8]) -> Self {
        Self { close, escape: false, lines: false }
    }

    /// Looks for `close` in all of the text.
    pub(super) const fn text(close: &'a [u8]) -> Self {
        Self { close, escape: false, lines: true }
    }

    /// The same, minding backslashes if `escape`.
    pub(super) const fn escaped(self, escape: bool) -> Self {
        Self { escape, ..self }
    }

    /// The place behind what closes, from `from` on; else, as the error,
    /// where the line or text ends.
    ///
    /// Looks no further than that place: a line's end is never sought ahead,
    /// or a line of many strings would cost the square of its length.
    pub(super) fn run(self, text: &[u8], from: usize) -> Result<usize, usize> {
        let first = self.close.first().copied();
        let mut at = from;
        while at < text.len() {
            let byte = text[at];
            if Some(byte) == first && text[at..].starts_with(self.close) {
                return Ok(at + self.close.len());
            }
            if byte == b'\n' && !self.lines {
                return Err(at);
            }
            let skip = self.escape && byte == b'\\' && text.get(at + 1) != Some(&b'\n');
            at += if skip { 2 } else { 1 };
        }
        Err(text.len())
    }

    /// The place behind what closes, or where the search had to stop.
    pub(super) fn end(self, text: &[u8], from: usize) -> usize {
        self.run(text, from).unwrap_or_else(|stopped| stopped)
    }
}

/// The end of a number that starts at `from`, unit or suffix included.
pub(super) fn number(text: &[u8], from: usize) -> usize {
    let hex = byte(text, from) == b'0' && matches!(byte(text, from + 1), b'x' | b'X');
    let mut at = from;
    loop {
        let here = byte(text, at);
        let continues = match here {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
            b'.' => byte(text, at + 1).is_ascii_digit(),
            b'+' | b'-' => {
                !hex && at > from
                    && matches!(text[at - 1], b'e' | b'E')
                    && byte(text, at + 1).is_ascii_digit()
            }
            _ => false,
        };
        if !continues {
            return at;
        }
        at += 1;
    }
}

/// The lines of `from..text.len()` as start and end, newline left out.
pub(super) fn lines(text: &[u8], from: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut next = from;
    std::iter::from_fn(move || {
        if next >= text.len() {
            return None;
        }
        let start = next;
        let end = line_end(text, start);
        next = end + 1;
        Some((start, end))
    })
}
