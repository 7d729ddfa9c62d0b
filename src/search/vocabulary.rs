//! Words as numbers, so that texts can be compared without an index.
//!
//! What is compared of a postmortem is its [`Bag`], made from that postmortem alone: when one changes,
//! one bag is made again. The numbers say in which order words were met, which depends on the past of a
//! program; so nothing that is shown may depend on them, and [`Vocabulary::order`] is the order to use.

use super::stem::Stems;
use super::{document, plan, text};
use crate::model::Postmortem;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

/// The fewest postmortems that are worth a thread of their own.
const SMALLEST_SLICE: usize = 250;

/// What is known of words or stems. Most are short, and compared without looking elsewhere.
#[derive(Debug, Clone)]
struct Known<T> {
    short: HashMap<u64, T, FixedState>,
    middle: HashMap<u128, T, FixedState>,
    long: HashMap<Arc<str>, T, FixedState>,
}

/// A word by its length: up to 8 bytes, up to 16, more. The bytes of the first two, with zeros behind
/// them, which no word has.
enum Key<'a> {
    Short(u64),
    Middle(u128),
    Long(&'a str),
}

impl<'a> Key<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        match bytes.len() {
            // Two loads that overlap are quicker than a copy of so many bytes. What both have is shifted out.
            9..=16 => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => {
                    let last = u64::from_le_bytes(*last) >> (8 * (16 - bytes.len()));
                    Self::Middle(u128::from(u64::from_le_bytes(*first)) | u128::from(last) << 64)
                }
                _ => Self::Long(text),
            },
            5..=8 => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => {
                    let last = u64::from(u32::from_le_bytes(*last) >> (8 * (8 - bytes.len())));
                    Self::Short(u64::from(u32::from_le_bytes(*first)) | last << 32)
                }
                _ => Self::Long(text),
            },
            0..=4 => Self::Short(bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))),
            _ => Self::Long(text),
        }
    }
}

impl<T: Copy> Known<T> {
    fn new() -> Self {
        Self { short: HashMap::default(), middle: HashMap::default(), long: HashMap::default() }
    }

    fn get(&self, text: &str) -> Option<T> {
        match Key::of(text) {
            Key::Short(key) => self.short.get(&key).copied(),
            Key::Middle(key) => self.middle.get(&key).copied(),
            Key::Long(key) => self.long.get(key).copied(),
        }
    }

    fn insert(&mut self, text: &Arc<str>, known: T) {
        match Key::of(text) {
            Key::Short(key) => drop(self.short.insert(key, known)),
            Key::Middle(key) => drop(self.middle.insert(key, known)),
            Key::Long(_) => drop(self.long.insert(Arc::clone(text), known)),
        }
    }
}

/// All words that any text had so far, and their stems. It only grows.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    stemmer: Stems,
    /// How often a word of a title counts.
    title: usize,
    /// The numbers of words and of their stems.
    words: Known<(u32, u32)>,
    /// The numbers of stems.
    stems: Known<u32>,
    /// By number of the word: its text, and the number of its stem.
    texts: Vec<(Arc<str>, u32)>,
    /// By number of the stem.
    marks: Vec<Mark>,
}

/// What matters of a stem.
#[derive(Debug, Clone)]
struct Mark {
    text: Arc<str>,
    order: u64,
    is_junk: bool,
}

impl Mark {
    fn of(stem: &str) -> Self {
        Self { text: stem.into(), order: hash(stem), is_junk: plan::is_junk(stem) }
    }
}

/// The words of one postmortem, of its title, and what it may mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    /// The stems, in the order in which they first occur.
    pub(super) stems: Box<[u32]>,
    /// How often each occurs, up to 255.
    pub(super) times: Box<[u8]>,
    /// The shortest word that stands for each; the first in byte order of those.
    pub(super) words: Box<[u32]>,
    /// The stems of the title, each once.
    pub(super) title: Box<[u32]>,
    /// The words of its Markdown that may be ids, as [`name_hash`] has them; sorted.
    pub(super) names: Box<[u64]>,
}

/// What counting the words of a text needs, kept for the next one.
#[derive(Debug, Default)]
struct Counter {
    /// By number of the stem: its place in the bag, from 1.
    places: Vec<u32>,
    stems: Vec<u32>,
    times: Vec<u8>,
    words: Vec<u32>,
}

impl Vocabulary {
    /// Knows no word yet. `language` chooses the stems, `title` is how often a word of the title counts,
    /// at least once; both as for [`super::SearchIndex::build`].
    pub fn new(language: &str, title: usize) -> Self {
        Self::empty(Stems::of(language), title.max(1))
    }

    /// The words of one postmortem.
    pub fn bag(&mut self, postmortem: &Postmortem) -> Arc<Bag> {
        Arc::new(self.count(postmortem, &mut Counter::default()))
    }

    /// The words of many postmortems, in their order.
    pub fn bags<P: Borrow<Postmortem> + Sync>(&mut self, postmortems: &[P]) -> Vec<Arc<Bag>> {
        let slice = postmortems.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_SLICE);
        let slices: Vec<(Self, Vec<Bag>)> = postmortems
            .par_chunks(slice)
            .map(|slice| {
                let mut own = Self::empty(self.stemmer.clone(), self.title);
                let mut counter = Counter::default();
                let bags =
                    slice.iter().map(|postmortem| own.count(postmortem.borrow(), &mut counter)).collect();
                (own, bags)
            })
            .collect();
        let mut bags = Vec::with_capacity(postmortems.len());
        for (own, slice) in slices {
            if self.marks.is_empty() {
                *self = own;
                bags.extend(slice.into_iter().map(Arc::new));
                continue;
            }
            // Looking up takes longest, and is done side by side; then what is new is added.
            let known = |mark: &Mark| self.stems.get(&mark.text);
            let known_stems: Vec<_> = own.marks.par_iter().map(known).collect();
            let known = |(text, _): &(Arc<str>, u32)| Some(self.words.get(text)?.0);
            let known_words: Vec<_> = own.texts.par_iter().map(known).collect();
            let stems = own.marks.iter().zip(known_stems);
            let stems: Vec<u32> =
                stems.map(|(mark, known)| known.unwrap_or_else(|| self.number_of_stem(mark))).collect();
            let words = own.texts.iter().zip(known_words).map(|((text, stem), known)| {
                known.unwrap_or_else(|| self.number_of_word(text, stems[*stem as usize]))
            });
            let words: Vec<u32> = words.collect();
            let renumbered = slice.into_par_iter().map(|mut bag| {
                bag.stems.iter_mut().chain(&mut bag.title).for_each(|stem| *stem = stems[*stem as usize]);
                bag.words.iter_mut().for_each(|word| *word = words[*word as usize]);
                Arc::new(bag)
            });
            bags.extend(renumbered.collect::<Vec<_>>());
        }
        bags
    }

    /// How many stems there are; their numbers are below.
    pub(super) fn count_of_stems(&self) -> usize {
        self.marks.len()
    }

    /// A number by which stems can be sorted, the same in every program.
    pub(super) fn order(&self, stem: u32) -> u64 {
        self.marks[stem as usize].order
    }

    /// Whether a stem is no word, but a number or a name that a machine made.
    pub(super) fn is_junk(&self, stem: u32) -> bool {
        self.marks[stem as usize].is_junk
    }

    /// A word for a stem that two postmortems have: the shortest that one of them has.
    pub fn shared_word(&self, stem: u32, a: &Bag, b: &Bag) -> &str {
        let words = [a, b].into_iter().filter_map(|bag| {
            let at = bag.stems.iter().position(|one| *one == stem)?;
            Some(&*self.texts[bag.words[at] as usize].0)
        });
        words.min_by_key(|word| (word.len(), *word)).unwrap_or_default()
    }

    /// The number of a stem, by a word that stands for it.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.words.get(word).map(|(_, stem)| stem)
    }

    /// The stem of a word, known or not.
    pub(super) fn stem(&self, word: &str) -> String {
        match self.find(word) {
            Some(stem) => self.marks[stem as usize].text.to_string(),
            None => self.stemmer.clone().stem(word),
        }
    }

    fn empty(stemmer: Stems, title: usize) -> Self {
        Self {
            stemmer,
            title,
            words: Known::new(),
            stems: Known::new(),
            texts: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn number_of_stem(&mut self, mark: &Mark) -> u32 {
        if let Some(number) = self.stems.get(&mark.text) {
            return number;
        }
        let number = next(self.marks.len());
        self.stems.insert(&mark.text, number);
        self.marks.push(mark.clone());
        number
    }

    fn number_of_word(&mut self, text: &Arc<str>, stem: u32) -> u32 {
        if let Some((number, _)) = self.words.get(text) {
            return number;
        }
        let number = next(self.texts.len());
        self.words.insert(text, (number, stem));
        self.texts.push((Arc::clone(text), stem));
        number
    }

    /// The numbers of a word and of its stem.
    fn learn(&mut self, word: &str) -> (u32, u32) {
        if let Some(known) = self.words.get(word) {
            return known;
        }
        let stem = self.stemmer.stem(word);
        let stem = match self.stems.get(&stem) {
            Some(number) => number,
            None => self.number_of_stem(&Mark::of(&stem)),
        };
        (self.number_of_word(&word.into(), stem), stem)
    }

    fn count(&mut self, postmortem: &Postmortem, counter: &mut Counter) -> Bag {
        let mut title = Vec::new();
        text::tokens(&postmortem.title, |token| {
            let (_, stem) = self.learn(token.word);
            if !title.contains(&stem) {
                title.push(stem);
            }
        });
        document::texts(postmortem, self.title, |text, times| {
            let times = u8::try_from(times).unwrap_or(u8::MAX);
            text::tokens(text, |token| {
                let (word, stem) = self.learn(token.word);
                counter.add(stem, times, word, &self.texts);
            });
        });
        counter.take(title, names(&postmortem.body.markdown))
    }
}

impl Counter {
    fn add(&mut self, stem: u32, times: u8, word: u32, texts: &[(Arc<str>, u32)]) {
        if self.places.len() <= stem as usize {
            self.places.resize(stem as usize + 1, 0);
        }
        let place = &mut self.places[stem as usize];
        if *place == 0 {
            self.stems.push(stem);
            self.times.push(times);
            self.words.push(word);
            *place = next(self.stems.len());
            return;
        }
        let at = *place as usize - 1;
        self.times[at] = self.times[at].saturating_add(times);
        let known = &mut self.words[at];
        if *known != word {
            let (old, new) = (&texts[*known as usize].0, &texts[word as usize].0);
            if (new.len(), new) < (old.len(), old) {
                *known = word;
            }
        }
    }

    /// The bag of what was counted; begins anew.
    fn take(&mut self, title: Vec<u32>, names: Vec<u64>) -> Bag {
        for stem in &self.stems {
            self.places[*stem as usize] = 0;
        }
        let bag = Bag {
            stems: self.stems.as_slice().into(),
            times: self.times.as_slice().into(),
            words: self.words.as_slice().into(),
            title: title.into(),
            names: names.into(),
        };
        self.stems.clear();
        self.times.clear();
        self.words.clear();
        bag
    }
}

impl Bag {
    /// The words of the Markdown that may be ids, as [`name_hash`] has them; sorted.
    pub fn names(&self) -> &[u64] {
        &self.names
    }
}

/// The words of a Markdown text that may be ids: those with a digit, a dash or an underscore in them. A
/// plain word such as `checkout` may be an id as well, but in a text it most often is not.
fn names(markdown: &str) -> Vec<u64> {
    let bytes = markdown.as_bytes();
    let (mut names, mut done) = (Vec::new(), 0);
    for (chunk, start) in bytes.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
        // Without a way out, many bytes are looked at at once. Most chunks have no such byte.
        if !chunk.iter().fold(false, |any, byte| any | is_telling_byte(*byte)) {
            continue;
        }
        for at in start..start + chunk.len() {
            if at < done || !is_telling_byte(bytes[at]) {
                continue;
            }
            let first =
                bytes[done..at].iter().rposition(|byte| !is_part(*byte)).map_or(done, |n| done + n + 1);
            let end = bytes[at..].iter().position(|byte| !is_part(*byte)).map_or(bytes.len(), |n| at + n);
            names.extend(trimmed(&bytes[first..end]).filter(|word| is_telling(word)).map(name_hash));
            done = end;
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// So many bytes are looked at together.
const CHUNK: usize = 32;

/// Whether a byte makes a plain word a name.
const fn is_telling_byte(c: u8) -> bool {
    c.is_ascii_digit() || matches!(c, b'-' | b'_')
}

/// Whether a byte may be part of an id.
const fn is_part(c: u8) -> bool {
    is_telling_byte(c) || c.is_ascii_alphabetic() || c == b'.'
}

fn is_telling(word: &[u8]) -> bool {
    word.iter().any(|c| is_telling_byte(*c))
}

/// A word without the dashes and dots around it; `None` if nothing else is left.
fn trimmed(word: &[u8]) -> Option<&[u8]> {
    let start = word.iter().position(u8::is_ascii_alphanumeric)?;
    let end = word.iter().rposition(u8::is_ascii_alphanumeric)?;
    Some(&word[start..=end])
}

/// The hash of a word that may be an id, whatever its case.
pub fn name_hash(word: &[u8]) -> u64 {
    fnv(word.iter().map(u8::to_ascii_lowercase))
}

fn hash(text: &str) -> u64 {
    fnv(text.bytes())
}

/// FNV-1a: the same on every machine, and good enough to sort by.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn next(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
