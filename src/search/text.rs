//! Text to words, the one definition that all of search shares.
//!
//! `themes/default/static/search-text.js` says the same for the browser, and a fixture that both
//! test suites run holds the two together.
//!
//! - A word is a run of letters and digits with their marks. `it's` is one word: what an
//!   apostrophe cuts off, if no longer than two characters, is dropped.
//! - `camelCase` is one word and, at the same place, its parts one after the other.
//! - Chinese, Japanese and Korean have no blanks between words: every two neighbours are a word.
//! - Words are lower case, without accents, and no longer than [`LONGEST`] characters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most characters of a word; what is longer is no word that anyone types.
pub const LONGEST: usize = 64;

/// Names of more parts are no names but random letters.
const MOST_PARTS: usize = 8;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word, folded: lower case, no accents.
    pub word: &'a str,
    /// Its place among the words of the text, from 0; parts of a name follow one another, and the
    /// whole name stands where its first part does.
    pub position: u32,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a name of which the parts follow.
    pub whole: bool,
}

/// Calls `each` for every word of a text, in order.
pub fn tokens(text: &str, mut each: impl FnMut(Token<'_>)) {
    let mut position = 0;
    let mut buffer = String::new();
    // Where the last word ended.
    let mut last_end = None;
    let mut at = 0;
    while let Some(Run { start, end, kind }) = next_run(text, at) {
        at = end;
        if kind == Kind::Cjk {
            position = pairs(text, start, end, position, &mut buffer, &mut each);
            last_end = None;
            continue;
        }
        let word = &text[start..end];
        let clipped =
            last_end.is_some_and(|last| matches!(&text[last..start], "'" | "’")) && word.chars().count() <= 2;
        last_end = Some(end);
        if clipped {
            continue;
        }
        if kind == Kind::Folded {
            if word.len() <= LONGEST {
                each(Token { word, position, start, end, whole: false });
            }
            position += 1;
            continue;
        }
        let cuts = parts(word);
        if cuts.is_empty() {
            position += single(word, start, position, false, &mut buffer, &mut each);
            continue;
        }
        single(word, start, position, true, &mut buffer, &mut each);
        let mut from = 0;
        for to in cuts.into_iter().chain([word.len()]) {
            position += single(&word[from..to], start + from, position, false, &mut buffer, &mut each);
            from = to;
        }
    }
}

/// Letters and digits without anything between them.
struct Run {
    start: usize,
    end: usize,
    kind: Kind,
}

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Small ASCII letters and digits: it is compared as it stands.
    Folded,
    /// Letters and digits.
    Mixed,
    /// Characters of a script without blanks.
    Cjk,
}

/// What a byte is, by its value: no part of a word.
const APART: u8 = 0;
/// A small letter or a digit.
const SMALL: u8 = 1;
/// A capital.
const CAPITAL: u8 = 2;
/// Part of a character that has to be looked up.
const OTHER: u8 = 4;

/// What every byte is.
const BYTES: [u8; 256] = {
    let mut bytes = [APART; 256];
    let mut byte = u8::MIN;
    loop {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() {
            bytes[byte as usize] = SMALL;
        } else if byte.is_ascii_uppercase() {
            bytes[byte as usize] = CAPITAL;
        } else if !byte.is_ascii() {
            bytes[byte as usize] = OTHER;
        }
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    bytes
};

/// The next run from a place on.
fn next_run(text: &str, from: usize) -> Option<Run> {
    // Nearly all of most texts is ASCII, of which no character has to be looked up.
    let mut kinds = text.as_bytes()[from..].iter().map(|byte| BYTES[usize::from(*byte)]);
    let skipped = kinds.position(|kind| kind != APART)?;
    let start = from + skipped;
    let kinds = text.as_bytes()[start..].iter().map(|byte| BYTES[usize::from(*byte)]);
    let (mut seen, mut length) = (0, 0);
    for kind in kinds.take_while(|kind| *kind != APART) {
        seen |= kind;
        length += 1;
        if kind == OTHER {
            return next_looked_up(text, start);
        }
    }
    let kind = if seen == SMALL { Kind::Folded } else { Kind::Mixed };
    Some(Run { start, end: start + length, kind })
}

/// The same, where characters beyond ASCII take part.
fn next_looked_up(text: &str, from: usize) -> Option<Run> {
    let mut chars = text[from..].char_indices().skip_while(|(_, c)| !c.is_alphanumeric());
    let (start, c) = chars.next()?;
    let cjk = is_cjk(c);
    let belongs = |c: char| if cjk { is_cjk(c) } else { is_word(c) };
    let end = chars.find(|(_, c)| !belongs(*c)).map_or(text.len(), |(at, _)| from + at);
    Some(Run { start: from + start, end, kind: if cjk { Kind::Cjk } else { Kind::Mixed } })
}

/// Passes one word on; how many places it takes.
fn single(
    word: &str,
    start: usize,
    position: u32,
    whole: bool,
    buffer: &mut String,
    each: &mut impl FnMut(Token<'_>),
) -> u32 {
    fold(word, buffer);
    if buffer.is_empty() {
        return 0;
    }
    if buffer.len() <= LONGEST || buffer.chars().count() <= LONGEST {
        each(Token { word: buffer, position, start, end: start + word.len(), whole });
    }
    1
}

/// Passes every two neighbours on, or the only character there is; the next free place.
fn pairs(
    text: &str,
    start: usize,
    end: usize,
    mut position: u32,
    buffer: &mut String,
    each: &mut impl FnMut(Token<'_>),
) -> u32 {
    let run = &text[start..end];
    buffer.clear();
    buffer.extend(run.nfkc());
    // Places are known where composing changed nothing, which is nearly always.
    let same = buffer.as_str() == run;
    let places: Vec<usize> = buffer.char_indices().map(|(at, _)| at).chain([buffer.len()]).collect();
    for at in 0..places.len().saturating_sub(2).max(1) {
        let last = (at + 2).min(places.len() - 1);
        let (from, to) = (places[at], places[last]);
        let (token_start, token_end) = if same { (start + from, start + to) } else { (start, end) };
        let word = &buffer[from..to];
        each(Token { word, position, start: token_start, end: token_end, whole: false });
        position += 1;
    }
    position
}

/// The word as it is compared: lower case, without accents, letters and digits only.
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    let folded = word.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c));
    out.extend(folded.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
}

/// Where `camelCase` and `HTTPServer` are cut; empty for a plain word.
fn parts(word: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    // Most words have no capital behind their first letter.
    if word.is_ascii() && !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) {
        return cuts;
    }
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    for at in 1..chars.len() {
        let (before, here) = (chars[at - 1].1, chars[at].1);
        let next = chars.get(at + 1).map(|(_, c)| *c);
        let starts = here.is_uppercase()
            && (before.is_lowercase() || (before.is_uppercase() && next.is_some_and(char::is_lowercase)));
        if starts {
            cuts.push(chars[at].0);
        }
    }
    if cuts.len() >= MOST_PARTS {
        cuts.clear();
    }
    cuts
}

fn is_word(c: char) -> bool {
    !is_cjk(c) && (c.is_alphanumeric() || is_combining_mark(c))
}

/// Letters of the scripts that are written without blanks.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x3130..=0x318f | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xf900..=0xfaff
        | 0xff66..=0xff9f | 0xffa0..=0xffdc | 0x20000..=0x3ffff)
        && c.is_alphanumeric()
}
