//! A passage as words, for rules that look for turns of phrase.

use crate::lint::Passage;
use std::ops::Range;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing but space, or marks of emphasis that Markdown took away.
    Space,
    /// Something that parts words within a sentence.
    Mark,
    /// The end of a sentence, or the start of the passage.
    Stop,
}

#[derive(Debug, Clone)]
struct Word {
    /// Its first byte, the end of what stands before an apostrophe, and its end.
    start: usize,
    stem: usize,
    end: usize,
    gap: Gap,
    /// Code is no word: nothing matches it.
    code: bool,
}

/// The words of a passage. One value is read into again and again, so that memory is asked for once.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The text as it is, and in lower case (ASCII, which keeps all places).
    text: String,
    lower: String,
    words: Vec<Word>,
}

impl Words {
    /// Takes the words of a passage in place of those that it held.
    pub(super) fn read(&mut self, passage: &Passage) {
        self.text.clone_from(&passage.text);
        self.lower.clone_from(&passage.text);
        self.lower.make_ascii_lowercase();
        self.words.clear();
        let mut chars = self.text.char_indices().peekable();
        let (mut gap, mut codes) = (Gap::Stop, passage.code.iter().peekable());
        while let Some((start, c)) = chars.next() {
            if !is_letter(c) {
                gap = match c {
                    '.' | '!' | '?' | ';' | ':' | '。' => Gap::Stop,
                    _ if c.is_whitespace() || matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’' | '@') => {
                        gap
                    }
                    _ => gap.max(Gap::Mark),
                };
                continue;
            }
            let (mut end, mut stem) = (start + c.len_utf8(), None);
            while let Some(&(at, c)) = chars.peek() {
                let apostrophe = matches!(c, '\'' | '’');
                if !is_letter(c) {
                    let next = self.text[at + c.len_utf8()..].chars().next();
                    if !(apostrophe || c == '-') || !next.is_some_and(is_letter) || stem.is_some() {
                        break;
                    }
                    if apostrophe {
                        stem = Some(at);
                    }
                }
                end = at + c.len_utf8();
                chars.next();
            }
            while codes.next_if(|code| code.end <= start).is_some() {}
            let code = codes.peek().is_some_and(|code| code.start < end);
            self.words.push(Word { start, stem: stem.unwrap_or(end), end, gap, code });
            gap = Gap::Space;
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in lower case, without what follows its apostrophe; nothing for code and beyond the ends.
    pub(super) fn get(&self, at: usize) -> &str {
        let word = self.words.get(at).filter(|word| !word.code);
        word.and_then(|word| self.lower.get(word.start..word.stem)).unwrap_or_default()
    }

    /// The word `back` places before; nothing before the first.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.get(at))
    }

    /// What follows a word's apostrophe: the `t` of `didn't`.
    pub(super) fn tail(&self, at: usize) -> &str {
        let word = self.words.get(at).filter(|word| !word.code);
        let tail = word.and_then(|word| self.lower.get(word.stem..word.end)).unwrap_or_default();
        tail.trim_start_matches(['\'', '’'])
    }

    /// Whether a word starts with a capital.
    pub(super) fn is_capitalized(&self, at: usize) -> bool {
        let word = self.words.get(at).and_then(|word| self.text.get(word.start..));
        word.is_some_and(|text| text.starts_with(char::is_uppercase))
    }

    /// Whether only space parts a word from the one before it.
    pub(super) fn follows(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Space)
    }

    /// Whether a word begins a sentence.
    pub(super) fn begins(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Stop)
    }

    /// Whether a word ends what belongs together: a mark or the end follows it.
    pub(super) fn closes(&self, at: usize) -> bool {
        !self.follows(at + 1)
    }

    /// Whether `@` stands right before a word.
    pub(super) fn is_handle(&self, at: usize) -> bool {
        let start = self.words.get(at).map_or(0, |word| word.start);
        let before = self.text.get(..start).unwrap_or_default();
        let outside = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '/'));
        before.strip_suffix('@').is_some_and(|before| before.chars().next_back().is_none_or(outside))
    }

    /// The place of some words in the passage.
    pub(super) fn range(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.words.get(first).map_or(0, |word| word.start);
        start..self.words.get(last).map_or(start, |word| word.end)
    }

    /// Some words as they are written, on one line.
    pub(super) fn written(&self, first: usize, last: usize) -> String {
        let text = self.text.get(self.range(first, last)).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Gap {
    fn max(self, other: Self) -> Self {
        if self == Self::Space { other } else { self }
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
