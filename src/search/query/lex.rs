//! From text to pieces: owns what is a blank, a quote, a minus and a key.
//!
//! Takes any text; gives one line of it and the pieces of that line, each a borrowed part of it. What
//! the pieces mean is decided elsewhere.

/// The text with every run of blanks as one space and every double quote as `"`.
pub(super) fn plain_line(chars: impl Iterator<Item = char>) -> String {
    let mut line = String::new();
    for c in chars {
        match c {
            '“' | '”' | '„' => line.push('"'),
            _ if !is_blank(c) => line.push(c),
            _ if line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
    line
}

/// White space, control characters and invisible marks. Spelled out, so that it is the same set as
/// in the browser whatever Unicode version either side knows.
fn is_blank(c: char) -> bool {
    matches!(c,
        '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{feff}')
}

/// Whether there is anything to search for.
pub(super) fn is_legible(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// A part of the text between blanks or up to a closing quote.
pub(super) struct Piece<'a> {
    /// Whether it is a quote that is never closed, which counts as a blank.
    pub(super) open: bool,
    /// As written; from an open quote on, all that follows.
    pub(super) whole: &'a str,
    /// The text after it.
    pub(super) rest: &'a str,
    /// Whether it begins with a `-` that may negate.
    pub(super) minus: bool,
    /// What stands before the colon.
    pub(super) key: Option<&'a str>,
    /// What follows minus and key, without quotes.
    pub(super) value: &'a str,
    /// Whether the value was in quotes from its first to its last character.
    pub(super) quoted: bool,
}

/// Splits at blanks outside of quotes, and after a quote that closes a phrase or a filter.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut after_blank = true;
    while !rest.is_empty() {
        let start = rest.trim_start_matches(' ');
        after_blank |= start.len() < rest.len();
        let piece = first_piece(start, after_blank);
        rest = piece.rest;
        after_blank = false;
        pieces.push(piece);
    }
    pieces
}

/// The piece at the start of a text that begins with no blank.
fn first_piece(text: &str, after_blank: bool) -> Piece<'_> {
    let until = |rest: &str| text.split_at_checked(text.len() - rest.len()).unwrap_or((text, ""));
    if let Some(rest) = text.strip_prefix('"')
        && !rest.contains('"')
    {
        return Piece { open: true, whole: text, rest, minus: false, key: None, value: "", quoted: false };
    }
    // Straight after a closing quote a minus is a hyphen; two of them begin an option of a command.
    let minus = text.strip_prefix('-').filter(|rest| after_blank && !rest.starts_with('-'));
    let body = minus.unwrap_or(text);
    let (key, value) = split_key(body);
    let minus = minus.is_some();
    if let Some((value, rest)) = value.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
        return Piece {
            open: false,
            whole: until(rest).0,
            rest,
            minus,
            key,
            value: value.trim(),
            quoted: true,
        };
    }
    let (value, rest) = split_word(value);
    Piece { open: false, whole: until(rest).0, rest, minus, key, value, quoted: false }
}

/// Splits `key:value`. `a::b` has no key: it is a path of Rust or C++.
fn split_key(text: &str) -> (Option<&str>, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '_' | '-')));
    let split = end.and_then(|end| text.split_at_checked(end));
    match split.and_then(|(key, rest)| Some((key, rest.strip_prefix(':')?))) {
        Some((key, value)) if !key.is_empty() && !key.starts_with('-') && !value.starts_with(':') => {
            (Some(key), value)
        }
        _ => (None, text),
    }
}

/// Splits after a word: at a blank outside of quotes, or before a quote that is never closed.
fn split_word(text: &str) -> (&str, &str) {
    let mut rest = text;
    while let Some(end) = rest.find([' ', '"']) {
        let (_, next) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = next;
        match next.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((_, outside)) => rest = outside,
            None => return text.split_at_checked(text.len() - rest.len()).unwrap_or((text, "")),
        }
    }
    (text, "")
}
