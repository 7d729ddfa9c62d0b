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

/// Eight bytes of a text, each told what it is by its highest bit, all at once: most words are no longer,
/// so that few branches are needed to find where one ends.
struct Eight {
    /// Letters and digits.
    belongs: u64,
    /// Capitals.
    capitals: u64,
    /// Parts of characters that have to be looked up.
    others: u64,
}

impl Eight {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x80 * Self::EACH;

    /// Those from a place on; behind the end stand zeros, which belong to no word.
    fn of(bytes: &[u8], at: usize) -> Self {
        let eight = match bytes.get(at..).and_then(<[u8]>::first_chunk) {
            Some(eight) => u64::from_le_bytes(*eight),
            None => bytes[at..].iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        };
        let others = eight & Self::HIGHEST;
        let plain = eight & !Self::HIGHEST;
        // A sum of two bytes below 128 reaches the highest bit and no further.
        let from = |bytes: u64, first: u8| bytes + u64::from(0x80 - first) * Self::EACH;
        let within = |bytes: u64, first: u8, last: u8| from(bytes, first) & !from(bytes, last + 1);
        let lower = 0x20 * Self::EACH;
        let letters = within(plain | lower, b'a', b'z') & Self::HIGHEST & !others;
        let digits = within(plain, b'0', b'9') & Self::HIGHEST & !others;
        // The bit that small letters have, where the highest is.
        Self { belongs: letters | digits, capitals: letters & !(plain << 2), others }
    }

    /// How many are marked before the first that is not.
    fn leading(marks: u64) -> u32 {
        (!marks & Self::HIGHEST).trailing_zeros() / 8
    }

    /// The marks of the first ones.
    fn first(marks: u64, count: u32) -> u64 {
        marks & u64::MAX.checked_shr(64 - 8 * count).unwrap_or(0)
    }
}

/// The next run from a place on.
fn next_run(text: &str, from: usize) -> Option<Run> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        if start >= bytes.len() {
            return None;
        }
        let eight = Eight::of(bytes, start);
        let apart = Eight::leading(!(eight.belongs | eight.others));
        start += apart as usize;
        if apart < 8 {
            break;
        }
    }
    // Nearly all of most texts is ASCII, of which no character has to be looked up.
    let (mut end, mut capitals) = (start, 0);
    loop {
        let eight = Eight::of(bytes, end);
        let length = Eight::leading(eight.belongs | eight.others);
        if Eight::first(eight.others, length) != 0 {
            return next_looked_up(text, start);
        }
        capitals |= Eight::first(eight.capitals, length);
        end += length as usize;
        if length < 8 || end >= bytes.len() {
            break;
        }
    }
    let kind = if capitals == 0 { Kind::Folded } else { Kind::Mixed };
    Some(Run { start, end, kind })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn is_plain(byte: u8) -> bool {
        byte.is_ascii_lowercase() || byte.is_ascii_digit()
    }

    /// What [`next_run`] says, character by character.
    fn runs_by_char(text: &str) -> Vec<(usize, usize, bool)> {
        let (mut runs, mut start) = (Vec::new(), None);
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match start {
                None if c.is_alphanumeric() => start = Some(at),
                Some(from) if !is_word(c) => {
                    runs.push((from, at, text[from..at].bytes().all(is_plain)));
                    start = None;
                }
                _ => {}
            }
        }
        runs
    }

    #[test]
    fn runs_are_found_wherever_they_stand() {
        // What stands beside letters and digits in ASCII, and what is none of it.
        let parts = [
            "a", "z", "A", "Z", "0", "9", "@", "[", "`", "{", "/", ":", " ", "\0", "\u{7f}", "é", "’", "q",
            "q",
        ];
        let mut seed = 1_usize;
        for length in (0..40).cycle().take(20_000) {
            let mut part = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                parts[(seed >> 33) % parts.len()]
            };
            let text: String = (0..length).map(|_| part()).collect();
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some(Run { start, end, kind }) = next_run(&text, at) {
                let folded = kind == Kind::Folded;
                // Beside characters beyond ASCII it is not looked for.
                let plain = folded || !text.is_ascii() && text[start..end].bytes().all(is_plain);
                found.push((start, end, plain));
                at = end;
            }
            assert_eq!(found, runs_by_char(&text), "{text:?}");
        }
    }
}
