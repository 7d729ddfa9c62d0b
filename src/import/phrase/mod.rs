//! Words of a text, folded, and the phrases that stand in them.
//!
//! A phrase is folded words parted by one space. `misconfigur*` lets a word go on, `a|b` takes either, and
//! `~` stands for up to three words that do not matter, `~~` for up to six. Scripts written without spaces
//! count every character as a word, so their phrases are found inside of longer runs.

mod words;

pub(super) use words::Words;

use std::collections::HashMap;
use std::ops::ControlFlow;
use words::{Key, Marks, Word, first_bytes, head};

/// How many words `~` may skip.
const GAP: usize = 3;

/// How many words `~~` may skip.
const WIDE_GAP: usize = 6;

/// How many characters of a word lead to the phrases that may start with it.
const HEAD: usize = 3;

/// From how many alternatives of a place on they are looked up instead of compared one by one.
const MANY: usize = 6;

/// A set of keys that may take one for a member that is none: most words begin no phrase, and that is
/// seen here without a look-up.
#[derive(Debug)]
struct Sieve(Box<[u64; 512]>);

impl Sieve {
    fn place(key: Key) -> (usize, u64) {
        (usize::try_from(key.0 >> 55).unwrap_or_default(), 1 << (key.0 & 63))
    }

    fn add(&mut self, key: Key) {
        let (at, bit) = Self::place(key);
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    fn may_have(&self, key: Key) -> bool {
        let (at, bit) = Self::place(key);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }
}

/// A word of a phrase.
#[derive(Debug, Clone)]
struct Wanted {
    text: String,
    /// Whether it may go on.
    open: bool,
    /// Of the whole word, or of the head of one that may go on. What has another one is another word,
    /// which is nearly all that a phrase is held against.
    key: Key,
    /// Whether it may go on and is shorter than a head, of which it then has not the key.
    is_short: bool,
    start: Start,
}

/// How a word that may go on begins: by its first eight bytes.
#[derive(Debug, Clone, Copy)]
struct Start {
    bytes: u64,
    /// Which of them count.
    mask: u64,
}

impl Start {
    /// Of any word.
    const ANY: Self = Self { bytes: 0, mask: 0 };

    fn of(text: &str) -> Self {
        let mask = if text.len() < 8 { (1 << (8 * text.len())) - 1 } else { u64::MAX };
        Self { bytes: first_bytes(text), mask }
    }

    fn may_be(self, word: Word) -> bool {
        word.bytes & self.mask == self.bytes
    }
}

impl Wanted {
    fn new(text: &str, open: bool) -> Self {
        let key = Key::of(if open { head(text) } else { text });
        let is_short = open && text.chars().count() < HEAD;
        Self { text: text.to_owned(), open, key, is_short, start: Start::of(text) }
    }

    /// Which marks a text has that has it.
    fn marks(&self) -> Marks {
        match (self.open, self.is_short) {
            (false, _) => Marks { words: self.key.mark(), heads: 0 },
            (true, false) => Marks { words: 0, heads: self.key.mark() },
            (true, true) => Marks::ALL,
        }
    }

    /// Whether a word is it, or begins with it.
    fn is(&self, word: Word, words: &Words) -> bool {
        if self.open {
            self.start.may_be(word)
                && (self.text.len() <= 8 || words.text(word).starts_with(self.text.as_str()))
        } else {
            word.whole == self.key && words.text(word) == self.text
        }
    }
}

/// One place of a phrase.
#[derive(Debug, Clone)]
enum Slot {
    /// One of these words.
    Word(Vec<Wanted>),
    /// One of many words, or one that starts with one of the others.
    Among(HashMap<Key, Wanted, foldhash::fast::FixedState>, Vec<Wanted>),
    /// One of these runs of words.
    Run(Vec<Vec<Wanted>>),
    /// Up to so many words.
    Gap(usize),
}

/// Phrases, each with what it means.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    phrases: Vec<Phrase<T>>,
    /// By their first words.
    by_word: Starts,
    /// Those whose first word may go on, by how it starts.
    by_head: Starts,
    /// Those whose first word may go on and is shorter than a head.
    short: Vec<Opening>,
}

#[derive(Debug)]
struct Phrase<T> {
    slots: Vec<Slot>,
    means: T,
}

/// A phrase that may start with a word, and what tells at a glance that it does not stand there.
#[derive(Debug)]
struct Opening {
    number: usize,
    start: Start,
    /// The marks of its last words, of which a text that has it has one.
    ends: Marks,
}

impl Opening {
    fn may_stand(&self, word: Word, words: &Words) -> bool {
        self.start.may_be(word) && self.ends.meet(words.marks)
    }
}

/// Phrases by how they start, each list in order.
#[derive(Debug)]
struct Starts {
    sieve: Sieve,
    openings: HashMap<Key, Vec<Opening>, foldhash::fast::FixedState>,
}

impl Starts {
    fn new() -> Self {
        Self { sieve: Sieve(Box::new([0; 512])), openings: HashMap::default() }
    }

    fn add(&mut self, key: Key, opening: Opening) {
        self.sieve.add(key);
        let openings = self.openings.entry(key).or_default();
        match openings.last_mut().filter(|last| last.number == opening.number) {
            // `realis*|realiz*`: how it goes on is left open.
            Some(last) => last.start = Start::ANY,
            None => openings.push(opening),
        }
    }

    fn get(&self, key: Key) -> &[Opening] {
        if !self.sieve.may_have(key) {
            return &[];
        }
        self.openings.get(&key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where a phrase stands: its words are `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match<T> {
    pub(super) means: T,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<T: Copy> Phrases<T> {
    /// No phrases yet.
    pub(super) fn new() -> Self {
        Self { phrases: Vec::new(), by_word: Starts::new(), by_head: Starts::new(), short: Vec::new() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Reads a list of phrases with what each means.
    pub(super) fn of<'a>(phrases: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut all = Self::new();
        for (phrase, means) in phrases {
            all.add(phrase, means);
        }
        all
    }

    /// Adds a phrase. One without a word is left out.
    pub(super) fn add(&mut self, phrase: &str, means: T) {
        let slots = slots(phrase);
        let first: Vec<&Wanted> = match slots.first() {
            Some(Slot::Word(either)) => either.iter().collect(),
            Some(Slot::Run(either)) => either.iter().filter_map(|run| run.first()).collect(),
            _ => return,
        };
        let number = self.phrases.len();
        let ends = slots.last().map_or(Marks::ALL, ends);
        for word in first {
            if word.is_short {
                self.short.push(Opening { number, start: word.start, ends });
            } else if word.open {
                self.by_head.add(word.key, Opening { number, start: word.start, ends });
            } else {
                self.by_word.add(word.key, Opening { number, start: Start::ANY, ends });
            }
        }
        self.phrases.push(Phrase { slots: slots.into_iter().map(looked_up).collect(), means });
    }

    /// Every phrase at every place where it stands, in the order of the words.
    pub(super) fn find(&self, words: &Words) -> Vec<Match<T>> {
        let mut found = Vec::new();
        self.visit(words, |one| {
            found.push(one);
            ControlFlow::Continue(())
        });
        found
    }

    /// The first phrase that stands in the words.
    pub(super) fn first(&self, words: &Words) -> Option<Match<T>> {
        let mut found = None;
        self.visit(words, |one| {
            found = Some(one);
            ControlFlow::Break(())
        });
        found
    }

    /// Shows `visit` what stands in the words, until it has seen enough.
    fn visit(&self, words: &Words, mut visit: impl FnMut(Match<T>) -> ControlFlow<()>) {
        for (start, word) in words.words.iter().enumerate() {
            let (whole, open) = (self.by_word.get(word.whole), self.by_head.get(word.head));
            // Most words start no phrase.
            if whole.is_empty() && open.is_empty() && self.short.is_empty() {
                continue;
            }
            for opening in
                merged(whole, open).chain(&self.short).filter(|opening| opening.may_stand(*word, words))
            {
                if let Some(Phrase { slots, means }) = self.phrases.get(opening.number)
                    && let Some(end) = end(words, start, slots)
                    && visit(Match { means: *means, start, end }).is_break()
                {
                    return;
                }
            }
        }
    }
}

/// Two lists of phrases, ordered by number, as one, in which each stands once.
fn merged<'a>(mut one: &'a [Opening], mut other: &'a [Opening]) -> impl Iterator<Item = &'a Opening> {
    std::iter::from_fn(move || {
        let next = match (one.split_first(), other.split_first()) {
            (Some((a, rest)), Some((b, _))) if a.number <= b.number => {
                // Both may have it: the first one's is the word itself.
                other = if a.number == b.number { other.get(1..).unwrap_or_default() } else { other };
                one = rest;
                a
            }
            (Some((a, rest)), None) => {
                one = rest;
                a
            }
            (_, Some((b, rest))) => {
                other = rest;
                b
            }
            (None, None) => return None,
        };
        Some(next)
    })
}

/// The marks of the words of a place, the last ones of its runs.
fn ends(slot: &Slot) -> Marks {
    let last: Vec<&Wanted> = match slot {
        Slot::Word(either) => either.iter().collect(),
        Slot::Run(either) => either.iter().filter_map(|run| run.last()).collect(),
        Slot::Among(..) | Slot::Gap(_) => return Marks::ALL,
    };
    last.into_iter().map(Wanted::marks).fold(Marks::default(), |all, one| Marks {
        words: all.words | one.words,
        heads: all.heads | one.heads,
    })
}

/// A place with many alternatives as one that is looked up.
fn looked_up(slot: Slot) -> Slot {
    match slot {
        Slot::Word(either) if either.len() >= MANY => {
            let (stems, whole): (Vec<_>, Vec<_>) = either.into_iter().partition(|word| word.open);
            Slot::Among(whole.into_iter().map(|word| (word.key, word)).collect(), stems)
        }
        slot => slot,
    }
}

/// The slots of a phrase as it is written in a list.
fn slots(phrase: &str) -> Vec<Slot> {
    let mut slots = Vec::new();
    for part in phrase.split_whitespace() {
        match part {
            "~" => slots.push(Slot::Gap(GAP)),
            "~~" => slots.push(Slot::Gap(WIDE_GAP)),
            _ => {
                let either: Vec<_> = part.split('|').map(runs).filter(|run| !run.is_empty()).collect();
                if either.iter().all(|run| run.len() == 1) {
                    let either: Vec<_> = either.into_iter().flatten().collect();
                    if !either.is_empty() {
                        slots.push(Slot::Word(either));
                    }
                } else if let [run] = either.as_slice() {
                    slots.extend(run.iter().map(|word| Slot::Word(vec![word.clone()])));
                } else {
                    slots.push(Slot::Run(either));
                }
            }
        }
    }
    slots
}

/// The words of one alternative, and whether each may go on: `e-mail` and words of dense scripts are several.
fn runs(alternative: &str) -> Vec<Wanted> {
    let (text, open) = alternative.strip_suffix('*').map_or((alternative, false), |stem| (stem, true));
    let words = Words::of(text);
    (0..words.len())
        .filter_map(|at| words.get(at).map(|word| Wanted::new(word, open && at + 1 == words.len())))
        .collect()
}

/// Where the words end that fit the slots from a place on.
fn end(words: &Words, at: usize, slots: &[Slot]) -> Option<usize> {
    match slots.split_first() {
        None => Some(at),
        Some((Slot::Gap(most), rest)) => (0..=*most).find_map(|skipped| end(words, at + skipped, rest)),
        Some((Slot::Word(either), rest)) => {
            let word = *words.words.get(at)?;
            let fits = either.iter().any(|wanted| wanted.is(word, words));
            if fits { end(words, at + 1, rest) } else { None }
        }
        Some((Slot::Among(whole, stems), rest)) => {
            let word = *words.words.get(at)?;
            let fits = whole.get(&word.whole).is_some_and(|wanted| wanted.is(word, words))
                || stems.iter().any(|wanted| wanted.is(word, words));
            if fits { end(words, at + 1, rest) } else { None }
        }
        Some((Slot::Run(either), rest)) => either.iter().find_map(|run| {
            let fits = run
                .iter()
                .enumerate()
                .all(|(next, wanted)| words.words.get(at + next).is_some_and(|word| wanted.is(*word, words)));
            if fits { end(words, at + run.len(), rest) } else { None }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, phrase: &str) -> Option<(usize, usize)> {
        Phrases::of([(phrase, ())]).first(&Words::of(text)).map(|found| (found.start, found.end))
    }

    #[test]
    fn phrases_stand_in_whole_words() {
        for (text, phrase, expected) in [
            ("A mis-configured router", "mis configur*", Some((1, 3))),
            ("Misconfigurations", "misconfigur*", Some((0, 1))),
            ("the debugger", "bug*", None),
            ("misconfined", "misconfigur*", None),
            ("They realized it late", "realis*|realiz*", Some((1, 2))),
            ("db2 was down", "db*", Some((0, 1))),
            ("the disk was full", "disk ~ half-full|full", Some((1, 4))),
            ("the disk was half-full", "disk ~ half-full|empty", Some((1, 5))),
            ("It wasn't started", "wasnt|not started", Some((1, 3))),
            ("ran quickly out of disk", "ran ~ out of", Some((0, 4))),
            ("ran one two three four out of disk", "ran ~ out of", None),
            ("La configuración era errónea", "configuracion ~ erronea", Some((1, 4))),
            ("原因は設定ミスでした", "設定ミス", Some((3, 7))),
            ("e-mail queue", "e-mail queue", Some((0, 3))),
            ("a mail or an e-mail", "fax|e-mail", Some((4, 6))),
            ("ran one two three four out of disk", "ran ~~ out of", Some((0, 7))),
            ("客户昨天反映登录失败", "客户 ~ 投诉|反映", Some((0, 6))),
            ("L'alarme n'a pas sonné", "alarme n a", Some((1, 4))),
            ("", "bug", None),
            ("anything", "", None),
        ] {
            assert_eq!(found(text, phrase), expected, "{phrase} in {text}");
        }
    }
}
