//! All words of a corpus, and what becomes of a word that somebody types.

use super::SearchError;
use super::index::Fields;
use super::stem;
use super::words::Words;
use tantivy::Searcher;

/// The most words that a prefix may stand for.
pub const MOST_EXPANSIONS: usize = 16;
/// A prefix that more words begin with than this stands for itself only, until one more letter is
/// typed: so the browser never has to read a large part of the index for it.
pub const BROAD: usize = 600;
/// The fewest letters of a prefix.
pub const SHORTEST_PREFIX: usize = 2;
/// The most words that are tried instead of an unknown one.
pub const MOST_CORRECTIONS: usize = 3;
/// The fewest letters of a word that may be a typo of another.
pub const SHORTEST_TYPO: usize = 4;
/// From so many letters on, two typos are forgiven.
pub const TWO_TYPOS: usize = 8;
/// From so many postmortems on, an index is large: then words are handled with care that almost all
/// postmortems have, or just one.
pub const LARGE: usize = 1000;
/// How many of the most frequent stems the browser knows from the start.
pub const FREQUENT: usize = 256;

/// A stem: what is indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// The stem itself.
    pub text: String,
    /// How many postmortems have it.
    pub documents: u32,
    /// The words that stand for it, in byte order.
    pub surfaces: Vec<u32>,
}

/// A word as it was written, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// The word.
    pub text: String,
    /// The place of its stem.
    pub stem: u32,
}

/// Words and stems, both in byte order, which is the order of JavaScript's strings as well where
/// it is asked to compare code points.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    stems: Vec<Stem>,
    surfaces: Vec<Surface>,
    /// The number of documents.
    count: usize,
    /// The most frequent stems of a large index, most frequent first.
    frequent: Vec<u32>,
}

impl Lexicon {
    /// Puts the words of all slices together with what tantivy counted.
    pub(super) fn new(
        slices: Vec<Words>,
        searcher: &Searcher,
        fields: Fields,
        count: usize,
    ) -> Result<Self, SearchError> {
        let mut words: Vec<(String, String)> = slices.into_iter().flatten().collect();
        words.sort_unstable();
        words.dedup();
        let mut stems = Vec::new();
        if let Some(segment) = searcher.segment_readers().first() {
            let index = segment.inverted_index(fields.all)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let text = String::from_utf8_lossy(terms.key()).into_owned();
                stems.push(Stem { text, documents: terms.value().doc_freq, surfaces: Vec::new() });
            }
        }
        let surfaces = Vec::with_capacity(words.len());
        let mut lexicon = Self { stems, surfaces, count, frequent: Vec::new() };
        for (text, stem) in words {
            if let Some(at) = lexicon.stem(&stem) {
                let surface = u32::try_from(lexicon.surfaces.len()).map_err(|_| SearchError::TooLarge)?;
                lexicon.stems[at as usize].surfaces.push(surface);
                lexicon.surfaces.push(Surface { text, stem: at });
            }
        }
        if count >= LARGE {
            let mut frequent: Vec<u32> = (0..).take(lexicon.stems.len()).collect();
            frequent.sort_by_key(|stem| std::cmp::Reverse(lexicon.stems[*stem as usize].documents));
            frequent.truncate(FREQUENT);
            lexicon.frequent = frequent;
        }
        Ok(lexicon)
    }

    /// The number of documents.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether the index is large.
    pub fn is_large(&self) -> bool {
        self.count >= LARGE
    }

    /// The most frequent stems, most frequent first; none in an index that is not large.
    pub fn frequent(&self) -> &[u32] {
        &self.frequent
    }

    /// In how many documents a word is, if its stem is one of the most frequent; else 0. All that
    /// the browser knows before it has read the index.
    pub fn frequency_known(&self, word: &str) -> u32 {
        let stem = self.surface(word).filter(|stem| self.frequent.contains(stem));
        stem.map_or(0, |stem| self.stems[stem as usize].documents)
    }

    /// Whether a stem is in so many documents of a large index that it tells little.
    pub fn is_everywhere(&self, stem: u32) -> bool {
        self.is_large() && self.stems[stem as usize].documents as usize * 20 > self.count * 7
    }

    /// Whether a typo may be corrected to a word of this stem.
    pub fn is_spelling(&self, stem: u32) -> bool {
        !self.is_large() || self.stems[stem as usize].documents > 1
    }

    /// The prefixes that too many words begin with.
    pub fn broad(&self) -> Vec<String> {
        let mut broad = Vec::new();
        for length in SHORTEST_PREFIX.. {
            let before = broad.len();
            let mut from = 0;
            while from < self.surfaces.len() {
                let word = &self.surfaces[from].text;
                let Some((last, c)) = word.char_indices().nth(length - 1) else {
                    from += 1;
                    continue;
                };
                let prefix = &word[..last + c.len_utf8()];
                let range = self.surfaces[from..].partition_point(|word| word.text.starts_with(prefix));
                if range > BROAD {
                    broad.push(prefix.to_owned());
                }
                from += range;
            }
            if broad.len() == before {
                break;
            }
        }
        broad
    }

    /// All stems, in byte order.
    pub fn stems(&self) -> &[Stem] {
        &self.stems
    }

    /// All words, in byte order.
    pub fn surfaces(&self) -> &[Surface] {
        &self.surfaces
    }

    fn stem(&self, text: &str) -> Option<u32> {
        let at = self.stems.binary_search_by(|stem| stem.text.as_str().cmp(text)).ok()?;
        u32::try_from(at).ok()
    }

    fn surface(&self, text: &str) -> Option<u32> {
        let at = self.surfaces.binary_search_by(|surface| surface.text.as_str().cmp(text)).ok()?;
        Some(self.surfaces[at].stem)
    }

    /// The stem of a word: of the word itself, of the stem that it is, or of the word without its
    /// ending.
    pub fn find(&self, word: &str) -> Option<u32> {
        let known = |word: &str| self.surface(word).or_else(|| self.stem(word));
        known(word).or_else(|| stem::without_ending(word).find_map(known))
    }

    /// The range of the words that begin with `prefix`.
    fn beginning_with(&self, prefix: &str) -> &[Surface] {
        let from = self.surfaces.partition_point(|surface| surface.text.as_str() < prefix);
        let rest = &self.surfaces[from..];
        &rest[..rest.partition_point(|surface| surface.text.starts_with(prefix))]
    }

    /// The stems of words that begin with `prefix`, those in most postmortems first. None for a
    /// prefix that is too short or too broad.
    pub fn expand(&self, prefix: &str) -> Vec<u32> {
        let range = self.beginning_with(prefix);
        if prefix.chars().count() < SHORTEST_PREFIX || range.len() > BROAD {
            return Vec::new();
        }
        let mut stems: Vec<u32> = range.iter().map(|surface| surface.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        // Numbers of stems are in byte order; a stable sort keeps that among equals.
        stems.sort_by_key(|stem| std::cmp::Reverse(self.stems[*stem as usize].documents));
        stems.truncate(MOST_EXPANSIONS);
        stems
    }

    /// The words that an unknown one may be a typo of: as few typos as there are, those in most
    /// postmortems first. The first two letters count as right.
    pub fn alike(&self, word: &str) -> Vec<u32> {
        let length = word.chars().count();
        if length < SHORTEST_TYPO || word.chars().any(char::is_numeric) {
            return Vec::new();
        }
        let most = if length < TWO_TYPOS { 1 } else { 2 };
        let start = word.char_indices().nth(2).map_or(word.len(), |(at, _)| at);
        let range = self.beginning_with(&word[..start]);
        let first = range.first().map_or(0, |first| {
            self.surfaces.partition_point(|surface| surface.text.as_str() < first.text.as_str())
        });
        let mut found: Vec<(usize, std::cmp::Reverse<u32>, u32)> = Vec::new();
        for (at, surface) in range.iter().enumerate() {
            if surface.text.chars().count().abs_diff(length) > most || !self.is_spelling(surface.stem) {
                continue;
            }
            let distance = strsim::osa_distance(word, &surface.text);
            if distance <= most {
                let documents = std::cmp::Reverse(self.stems[surface.stem as usize].documents);
                found.extend(u32::try_from(first + at).ok().map(|at| (distance, documents, at)));
            }
        }
        found.sort_unstable();
        let mut stems = Vec::new();
        let mut words = Vec::new();
        for (_, _, word) in found {
            let stem = self.surfaces[word as usize].stem;
            if !stems.contains(&stem) && words.len() < MOST_CORRECTIONS {
                stems.push(stem);
                words.push(word);
            }
        }
        words
    }
}
