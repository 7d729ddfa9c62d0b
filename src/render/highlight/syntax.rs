//! What a table-driven language is made of, and its compact form.
//!
//! A language is written down as a [`Spec`], for people, and compiled while
//! the compiler runs into a [`Syntax`], for the lexer: one look-up per byte
//! says what can start there, one hash finds a word.

use super::painter::Class;

/// Slots of a word table: a power of two, over twice the largest language.
const SLOTS: usize = 1024;

/// Set in a byte's table entry when the byte can be inside a word.
const INSIDE: u8 = 0x80;

/// Names before `(` are functions.
pub(super) const CALLS: u16 = 1;
/// Names such as `HashMap` are types.
pub(super) const CAPITALS: u16 = 1 << 1;
/// A capitalized name before `(` is a function, not a type.
pub(super) const CALLS_FIRST: u16 = 1 << 2;
/// Words match whatever their case.
pub(super) const FOLD: u16 = 1 << 3;
/// `/…/` can be a regular expression.
pub(super) const REGEX: u16 = 1 << 4;
/// `'a` is a lifetime, `r#"…"#` a string and `name!` a macro.
pub(super) const RUST: u16 = 1 << 5;
/// `#[…]` is an attribute.
pub(super) const BRACKETS: u16 = 1 << 6;
/// `#word` at the start of a line is a directive.
pub(super) const DIRECTIVES: u16 = 1 << 7;
/// A line that is `[name]` is a heading.
pub(super) const SECTIONS: u16 = 1 << 8;
/// A statement's first word is a keyword.
pub(super) const FIRST_WORD: u16 = 1 << 9;
/// The extra letters may also begin a word.
pub(super) const LETTERS_BEGIN: u16 = 1 << 10;

/// Which names are keys of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// None.
    Never,
    /// A string before `:`, as in JSON.
    Strings,
    /// A name before a `:` that is not `::`.
    Colon,
    /// A name before a `=` that is not `==` or `=>`.
    Equals,
    /// The first name of a line before `=` or `:`.
    LineStart,
    /// A name before a comparison with a string, as in `{job="api"}`.
    Matcher,
    /// A statement's first name before `:`, unless a block follows.
    Declaration,
}

/// Where a delimiter counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Everywhere.
    Anywhere,
    /// After a blank or at the start of a line.
    WordStart,
    /// As the first thing of a line.
    LineStart,
}

/// A string or comment: how it opens and how it closes.
#[derive(Clone, Copy)]
pub(super) struct Delim {
    /// What opens it; never empty.
    pub(super) open: &'static str,
    /// What closes it; empty for the end of the line.
    pub(super) close: &'static str,
    /// Its class.
    pub(super) class: Class,
    /// Whether a backslash takes the next byte's meaning away.
    pub(super) escape: bool,
    /// Whether it may go over several lines.
    pub(super) lines: bool,
    /// Where it counts.
    pub(super) place: Place,
}

impl Delim {
    /// A comment up to the end of the line.
    pub(super) const fn comment(open: &'static str) -> Self {
        let class = Class::Comment;
        let place = Place::Anywhere;
        Self { open, close: "", class, escape: false, lines: false, place }
    }

    /// A comment between two marks.
    pub(super) const fn block(open: &'static str, close: &'static str) -> Self {
        Self { close, lines: true, ..Self::comment(open) }
    }

    /// A string on one line, with escapes.
    pub(super) const fn text(quote: &'static str) -> Self {
        Self { close: quote, class: Class::Text, escape: true, ..Self::comment(quote) }
    }

    /// A string over any number of lines, with escapes.
    pub(super) const fn long(quote: &'static str) -> Self {
        Self { lines: true, ..Self::text(quote) }
    }

    /// A string over any number of lines, without escapes.
    pub(super) const fn raw(open: &'static str, close: &'static str) -> Self {
        Self { open, close, escape: false, ..Self::long(open) }
    }

    /// The same, counting only at `place`.
    pub(super) const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same, with another class.
    pub(super) const fn as_class(self, class: Class) -> Self {
        Self { class, ..self }
    }
}

/// A language as people write it down.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    /// Known words, separated by blanks, by class.
    pub(super) words: &'static [(Class, &'static str)],
    /// Strings and comments; of two that fit, the first wins.
    pub(super) delims: &'static [Delim],
    /// Bytes that turn the name after them into something else.
    pub(super) sigils: &'static [(u8, Class)],
    /// Bytes inside words besides letters, digits, `_` and non-ASCII.
    pub(super) letters: &'static [u8],
    /// Which names are keys.
    pub(super) keys: Keys,
    /// Habits, or-ed together from this module's constants.
    pub(super) habits: u16,
}

impl Spec {
    /// A language without any rules.
    pub(super) const EMPTY: Self =
        Self { words: &[], delims: &[], sigils: &[], letters: &[], keys: Keys::Never, habits: 0 };

    /// The tables for the lexer.
    pub(super) const fn compile(self) -> Syntax {
        Syntax { spec: self, bytes: byte_table(&self), slots: word_table(self.words) }
    }
}

/// What can start at a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Nothing of interest.
    Plain,
    /// A blank.
    Blank,
    /// A line's end.
    Newline,
    /// A word.
    Word,
    /// A number.
    Digit,
    /// Perhaps a string, a comment, a sigil or one of the habits.
    Special,
}

/// One slot of a word table; empty where `len` is 0.
#[derive(Clone, Copy)]
struct Slot {
    /// Where the word is in its list.
    at: u16,
    /// How long the word is.
    len: u8,
    /// Which list it is in.
    list: u8,
}

/// A language as the lexer reads it.
pub(super) struct Syntax {
    /// What it was compiled from.
    pub(super) spec: Spec,
    /// For each byte a [`Start`], and whether it can be inside a word.
    bytes: [u8; 256],
    /// The words, by hash.
    slots: [Slot; SLOTS],
}

impl Syntax {
    /// What can start at `byte`.
    pub(super) const fn start(&self, byte: u8) -> Start {
        match self.bytes[byte as usize] & !INSIDE {
            1 => Start::Blank,
            2 => Start::Newline,
            3 => Start::Word,
            4 => Start::Digit,
            5 => Start::Special,
            _ => Start::Plain,
        }
    }

    /// Whether `byte` can be inside a word.
    pub(super) const fn inside(&self, byte: u8) -> bool {
        self.bytes[byte as usize] & INSIDE != 0
    }

    /// Whether the language has this habit.
    pub(super) const fn has(&self, habit: u16) -> bool {
        self.spec.habits & habit != 0
    }

    /// The class of a known word.
    pub(super) fn word(&self, word: &[u8]) -> Option<Class> {
        if word.is_empty() {
            return None;
        }
        let mut at = hash(word);
        loop {
            let slot = self.slots[at];
            if slot.len == 0 {
                return None;
            }
            let (class, list) = self.spec.words[slot.list as usize];
            let from = slot.at as usize;
            let known = &list.as_bytes()[from..from + slot.len as usize];
            let same = known == word || self.has(FOLD) && known.eq_ignore_ascii_case(word);
            if same {
                return Some(class);
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// Where a word's search begins; the same whatever its case.
const fn hash(word: &[u8]) -> usize {
    let first = (word[0] | 0x20) as usize;
    let middle = (word[word.len() / 2] | 0x20) as usize;
    let last = (word[word.len() - 1] | 0x20) as usize;
    (first * 37 + middle * 113 + last * 11 + word.len() * 61) % SLOTS
}

/// Says for each byte what can start there and whether words contain it.
#[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
const fn byte_table(spec: &Spec) -> [u8; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = match at as u8 {
            b'\n' => 2,
            b' ' | b'\t' | b'\r' => 1,
            b'0'..=b'9' => 4 | INSIDE,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => 3 | INSIDE,
            _ => 0,
        };
        at += 1;
    }
    at = 0;
    while at < spec.letters.len() {
        let begins = if spec.habits & LETTERS_BEGIN == 0 { 0 } else { 3 };
        table[spec.letters[at] as usize] = begins | INSIDE;
        at += 1;
    }
    at = 0;
    while at < spec.delims.len() {
        special(&mut table, spec.delims[at].open.as_bytes()[0]);
        at += 1;
    }
    at = 0;
    while at < spec.sigils.len() {
        special(&mut table, spec.sigils[at].0);
        at += 1;
    }
    let marks = [(REGEX, b'/'), (RUST, b'\''), (BRACKETS, b'#'), (DIRECTIVES, b'#'), (SECTIONS, b'[')];
    at = 0;
    while at < marks.len() {
        if spec.habits & marks[at].0 != 0 {
            special(&mut table, marks[at].1);
        }
        at += 1;
    }
    table
}

/// Marks a byte as worth a closer look.
const fn special(table: &mut [u8; 256], byte: u8) {
    table[byte as usize] = 5 | table[byte as usize] & INSIDE;
}

/// Places every word; refuses, while compiling, a list too long to place.
#[expect(clippy::cast_possible_truncation, reason = "asserted before each cast")]
const fn word_table(lists: &[(Class, &str)]) -> [Slot; SLOTS] {
    let mut table = [Slot { at: 0, len: 0, list: 0 }; SLOTS];
    let mut count = 0;
    let mut list = 0;
    while list < lists.len() {
        let text = lists[list].1.as_bytes();
        assert!(text.len() < 65536 && list < 256);
        let mut start = 0;
        while start < text.len() {
            let mut end = start;
            while end < text.len() && text[end] != b' ' {
                end += 1;
            }
            assert!(end > start && end - start < 256, "words are separated by one blank");
            let word = text.split_at(end).0.split_at(start).1;
            let mut at = hash(word);
            while table[at].len != 0 {
                at = (at + 1) % SLOTS;
            }
            table[at] = Slot { at: start as u16, len: (end - start) as u8, list: list as u8 };
            count += 1;
            assert!(count * 2 < SLOTS, "too many words for the table");
            start = end + 1;
        }
        list += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Class, FOLD, Spec, Syntax};

    #[test]
    fn words_are_found_and_only_they() {
        static EXACT: Syntax =
            Spec { words: &[(Class::Keyword, "fn let"), (Class::Type, "u8")], ..Spec::EMPTY }.compile();
        static FOLDED: Syntax =
            Spec { words: &[(Class::Keyword, "select")], habits: FOLD, ..Spec::EMPTY }.compile();
        assert_eq!(EXACT.word(b"let"), Some(Class::Keyword));
        assert_eq!(EXACT.word(b"u8"), Some(Class::Type));
        assert_eq!(EXACT.word(b"LET"), None);
        assert_eq!(EXACT.word(b""), None);
        assert_eq!(FOLDED.word(b"SeLeCt"), Some(Class::Keyword));
    }
}
