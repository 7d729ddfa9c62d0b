//! Words of a text, folded, each with the numbers by which it is found.

use super::HEAD;
use std::hash::BuildHasher;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text: lower case, without accents, punctuation and apostrophes.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Words {
    folded: String,
    pub(super) words: Vec<Word>,
    /// A bit for each of them.
    pub(super) marks: Marks,
}

/// A bit for each word of some, and for each head of one; several share a bit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) words: u128,
    pub(super) heads: u128,
}

impl Marks {
    /// Every bit.
    pub(super) const ALL: Self = Self { words: u128::MAX, heads: u128::MAX };

    /// Whether some word may be in both; `false` is certain.
    pub(super) fn meet(self, other: Self) -> bool {
        self.words & other.words != 0 || self.heads & other.heads != 0
    }
}

/// A word, by its place in the folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    start: usize,
    end: usize,
    /// Of all of it.
    pub(super) whole: Key,
    /// Of its first characters.
    pub(super) head: Key,
    /// Its first eight bytes, with zeros behind a shorter one.
    pub(super) bytes: u64,
}

impl Words {
    /// Reads the words of a text.
    pub(in crate::import) fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut open = None;
        if text.is_ascii() {
            words.folded.reserve(text.len());
            let mut rest = text;
            while !rest.is_empty() {
                let length = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
                let (run, after) = rest.split_at(length.unwrap_or(rest.len()));
                words.push_run(run, &mut open);
                match after.bytes().next() {
                    Some(b'\'') => words.elide(&mut open),
                    _ => words.close(&mut open),
                }
                rest = after.get(1..).unwrap_or_default();
            }
        } else {
            text.nfkd().filter(|c| !is_combining_mark(*c)).for_each(|c| words.push(c, &mut open));
        }
        words.close(&mut open);
        words
    }

    /// Goes on with ASCII letters and digits.
    fn push_run(&mut self, run: &str, open: &mut Option<usize>) {
        if !run.is_empty() {
            let start = self.folded.len();
            open.get_or_insert(start);
            self.folded.push_str(run);
            if let Some(run) = self.folded.get_mut(start..) {
                run.make_ascii_lowercase();
            }
        }
    }

    fn push(&mut self, c: char, open: &mut Option<usize>) {
        if c.is_alphanumeric() {
            if is_dense(c) {
                self.close(open);
                *open = Some(self.folded.len());
                self.folded.push(c);
                self.close(open);
            } else {
                open.get_or_insert(self.folded.len());
                self.folded.extend(c.to_lowercase());
            }
        } else if matches!(c, '\'' | '’') {
            self.elide(open);
        } else if c != '\u{ad}' {
            self.close(open);
        }
    }

    /// Passes an apostrophe: `wasn't` is one word, `l'alarme` two.
    fn elide(&mut self, open: &mut Option<usize>) {
        if open.is_some_and(|start| self.folded.get(start..).is_some_and(is_elided)) {
            self.close(open);
        }
    }

    fn close(&mut self, open: &mut Option<usize>) {
        if let Some(start) = open.take() {
            let word = self.folded.get(start..).unwrap_or_default();
            let (whole, head) = (Key::of(word), Key::of(head(word)));
            self.marks.words |= whole.mark();
            self.marks.heads |= head.mark();
            let bytes = first_bytes(word);
            self.words.push(Word { start, end: self.folded.len(), whole, head, bytes });
        }
    }

    /// The text of one of them.
    pub(super) fn text(&self, word: Word) -> &str {
        self.folded.get(word.start..word.end).unwrap_or_default()
    }

    /// How many there are.
    pub(in crate::import) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a place.
    pub(in crate::import) fn get(&self, at: usize) -> Option<&str> {
        let word = self.words.get(at)?;
        self.folded.get(word.start..word.end)
    }
}

/// A number that stands for a word. Others may have the same: whoever finds by it compares what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(pub(super) u64);

impl Key {
    pub(super) fn of(word: &str) -> Self {
        Self(foldhash::fast::FixedState::default().hash_one(word))
    }

    /// Its bit among [`Marks`].
    pub(super) fn mark(self) -> u128 {
        1 << (self.0 >> 32 & 127)
    }
}

/// The first eight bytes of a word, with zeros behind a shorter one.
pub(super) fn first_bytes(word: &str) -> u64 {
    match word.as_bytes().first_chunk() {
        Some(first) => u64::from_le_bytes(*first),
        None => word.bytes().rev().fold(0, |all, byte| all << 8 | u64::from(byte)),
    }
}

/// The first characters of a word.
pub(super) fn head(word: &str) -> &str {
    word.char_indices().nth(HEAD).map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
}

/// Whether letters before an apostrophe are a word of their own, as in French.
fn is_elided(letters: &str) -> bool {
    matches!(letters, "l" | "d" | "s" | "n" | "j" | "c" | "m" | "t" | "qu")
}

/// Whether a character belongs to a script that is written without spaces.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
