//! A query to what is looked up: stems, weights, and what must or must not be there.
//!
//! `themes/default/static/search-index.js` makes the same plan; whatever is decided here is decided
//! there, by what a browser can know at that point.

use super::lexicon::Lexicon;
use super::query::{Clause, Comparison, Filter, Query};
use super::text;
use std::collections::BTreeMap;

/// A query of more words is a pasted text.
pub(super) const LONG: usize = 12;
/// How many words of a pasted text are looked up in a large index.
pub(super) const LONG_TERMS: usize = 24;
/// The same in an index that is not large.
pub(super) const LONG_TERMS_SMALL: usize = 200;
/// Longer words with digits in them are numbers of requests, hosts and the like.
pub(super) const LONGEST_WITH_DIGITS: usize = 8;
/// How much a word counts that only begins like the typed one, or looks alike.
pub(super) const GUESS: f32 = 0.5;

/// What to look up.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    /// The stems that make the score, in the order in which their scores are added.
    pub scored: Vec<Scored>,
    /// Of each of these, one part must be there.
    pub must: Vec<Vec<Part>>,
    /// None of these may be there.
    pub not: Vec<Part>,
    /// Whether at least one of the optional stems must be there.
    pub one_of: bool,
    /// Unknown words, and those that were taken instead.
    pub corrected: Vec<(String, String)>,
    /// Unknown words for which there is nothing.
    pub unknown: Vec<String>,
    /// Whether the query asks for anything.
    pub is_empty: bool,
}

/// A stem that makes the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    /// The place of the stem in the lexicon.
    pub stem: u32,
    /// What its score is multiplied with: 1 or [`GUESS`].
    pub weight: f32,
    /// Whether it comes from a word that may be missing.
    pub optional: bool,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// One of these stems.
    Stems(Vec<u32>),
    /// These stems one behind the other: the place of each in the phrase.
    Phrase(Vec<(u32, u32)>),
    /// A value to filter by.
    Filter(Filter, String),
    /// Began on this day or later, in days since 1970-01-01.
    After(i64),
    /// Began before this day.
    Before(i64),
    /// Took so many seconds.
    Duration(Comparison, u64),
    /// What no postmortem has.
    Nothing,
}

/// Makes the plan of a query.
pub(super) fn plan(query: &Query, lexicon: &Lexicon) -> Plan {
    let mut maker = Maker { lexicon, plan: Plan::default() };
    let optional: Vec<&Clause> = query
        .groups
        .iter()
        .filter_map(|group| match group.any.as_slice() {
            [clause @ (Clause::Word(_) | Clause::Prefix(_))] if !group.not => Some(clause),
            _ => None,
        })
        .collect();
    let words: usize = optional.iter().map(|clause| words_of(clause).len()).sum();
    if words > LONG {
        maker.pasted(&optional);
    }
    let mut has_required_words = false;
    for group in &query.groups {
        match group.any.as_slice() {
            [clause @ (Clause::Word(_) | Clause::Prefix(_))] if !group.not => {
                if words <= LONG {
                    maker.optional(clause);
                }
            }
            clauses if group.not => {
                for clause in clauses {
                    let part = maker.part(clause, false);
                    maker.plan.not.push(part);
                }
            }
            clauses => {
                let parts: Vec<_> = clauses.iter().map(|clause| maker.part(clause, true)).collect();
                has_required_words |=
                    parts.iter().any(|part| matches!(part, Part::Stems(_) | Part::Phrase(_)));
                maker.plan.must.push(parts);
            }
        }
    }
    maker.leave_out_what_is_everywhere();
    let mut plan = maker.plan;
    plan.one_of = !optional.is_empty() && !has_required_words;
    plan.is_empty = query.groups.is_empty();
    plan
}

struct Maker<'a> {
    lexicon: &'a Lexicon,
    plan: Plan,
}

impl Maker<'_> {
    /// Scores a stem; named twice, it counts once, as much as it may.
    fn score(&mut self, stem: u32, weight: f32, optional: bool) {
        match self.plan.scored.iter_mut().find(|scored| scored.stem == stem) {
            Some(scored) => {
                scored.weight = scored.weight.max(weight);
                scored.optional |= optional;
            }
            None => self.plan.scored.push(Scored { stem, weight, optional }),
        }
    }

    /// A word that may be missing.
    fn optional(&mut self, clause: &Clause) {
        let words = words_of(clause);
        let Some(last) = words.len().checked_sub(1) else { return };
        let mut found = false;
        for (at, word) in words.iter().enumerate() {
            let mut stems = match self.lexicon.find(word) {
                Some(stem) => vec![(stem, 1.0)],
                None => Vec::new(),
            };
            if at == last && matches!(clause, Clause::Prefix(_)) {
                stems.extend(self.lexicon.expand(word).into_iter().map(|stem| (stem, GUESS)));
            }
            found |= !stems.is_empty();
            for (stem, weight) in stems {
                self.score(stem, weight, true);
            }
        }
        if !found {
            let guesses = if last == 0 { self.guess(&words[0]) } else { Vec::new() };
            for stem in &guesses {
                self.score(*stem, GUESS, true);
            }
            if guesses.is_empty() {
                self.unknown(clause);
            }
        }
    }

    /// A pasted text: its best words, in the order of the text.
    fn pasted(&mut self, clauses: &[&Clause]) {
        let mut seen: BTreeMap<String, (usize, u32)> = BTreeMap::new();
        for word in clauses.iter().flat_map(|clause| words_of(clause)) {
            if !is_junk(&word) {
                let first = seen.len();
                seen.entry(word).or_insert((first, 0)).1 += 1;
            }
        }
        let count = self.lexicon.count();
        let mut words: Vec<(f64, usize, String)> = seen
            .into_iter()
            .map(|(word, (first, times))| {
                let documents = self.lexicon.frequency_known(&word);
                (rarity(documents, count) * f64::from(times).sqrt(), first, word)
            })
            .collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        words.truncate(if self.lexicon.is_large() { LONG_TERMS } else { LONG_TERMS_SMALL });
        words.sort_by_key(|(_, first, _)| *first);
        for (_, _, word) in words {
            if let Some(stem) = self.lexicon.find(&word) {
                self.score(stem, 1.0, true);
            }
        }
    }

    /// What a clause asks for. Words of what `scores` make the score.
    fn part(&mut self, clause: &Clause, scores: bool) -> Part {
        match clause {
            Clause::Filter { filter, value } => Part::Filter(*filter, slug(value)),
            Clause::After(day) => date(day).map_or(Part::Nothing, Part::After),
            Clause::Before(day) => date(day).map_or(Part::Nothing, Part::Before),
            Clause::Duration { duration, seconds } => Part::Duration(*duration, *seconds),
            Clause::Word(text) | Clause::Prefix(text) | Clause::Phrase(text) => {
                let words = plain_words(text);
                if let ([(_, word)], false) = (words.as_slice(), matches!(clause, Clause::Phrase(_))) {
                    return self.word(clause, word, scores);
                }
                let mut places = Vec::new();
                for (place, word) in &words {
                    let Some(stem) = self.lexicon.find(word) else {
                        if scores {
                            self.unknown(clause);
                        }
                        return Part::Nothing;
                    };
                    places.push((*place, stem));
                }
                if scores {
                    for (_, stem) in &places {
                        self.score(*stem, 1.0, false);
                    }
                }
                if places.is_empty() { Part::Nothing } else { Part::Phrase(places) }
            }
        }
    }

    /// A single word that must, or must not, be there.
    fn word(&mut self, clause: &Clause, word: &str, scores: bool) -> Part {
        let mut stems: Vec<(u32, f32)> =
            self.lexicon.find(word).map(|stem| (stem, 1.0)).into_iter().collect();
        if matches!(clause, Clause::Prefix(_)) {
            stems.extend(self.lexicon.expand(word).into_iter().map(|stem| (stem, GUESS)));
        }
        if stems.is_empty() && scores {
            stems.extend(self.guess(word).into_iter().map(|stem| (stem, GUESS)));
            if stems.is_empty() {
                self.unknown(clause);
            }
        }
        if stems.is_empty() {
            return Part::Nothing;
        }
        if scores {
            for (stem, weight) in &stems {
                self.score(*stem, *weight, false);
            }
        }
        Part::Stems(stems.into_iter().map(|(stem, _)| stem).collect())
    }

    /// The stems of the words that look like an unknown one.
    fn guess(&mut self, word: &str) -> Vec<u32> {
        let words = self.lexicon.alike(word);
        let surfaces = self.lexicon.surfaces();
        if let Some(best) = words.first() {
            self.plan.corrected.push((word.to_owned(), surfaces[*best as usize].text.clone()));
        }
        words.into_iter().map(|at| surfaces[at as usize].stem).collect()
    }

    fn unknown(&mut self, clause: &Clause) {
        if let Clause::Word(text) | Clause::Prefix(text) | Clause::Phrase(text) = clause {
            self.plan.unknown.push(text.clone());
        }
    }

    /// Words that nearly all documents have cost much and tell little, if there are others.
    fn leave_out_what_is_everywhere(&mut self) {
        let everywhere = |scored: &Scored| self.lexicon.is_everywhere(scored.stem);
        if self.plan.scored.iter().any(|scored| !everywhere(scored)) {
            let lexicon = self.lexicon;
            self.plan.scored.retain(|scored| !scored.optional || !lexicon.is_everywhere(scored.stem));
        }
    }
}

/// Whether a word of a pasted text is a number, or a name made up of digits and letters.
pub(super) fn is_junk(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    digits == word.len() || (digits > 0 && word.chars().count() > LONGEST_WITH_DIGITS)
}

/// How much a word tells that is in so many documents: BM25's inverse document frequency.
pub(super) fn rarity(documents: u32, count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "corpora have fewer documents than 2^52")]
    let count = count as f64;
    let documents = f64::from(documents);
    (1.0 + (count - documents + 0.5) / (documents + 0.5)).ln()
}

/// The words of a text, names and their parts.
fn words_of(clause: &Clause) -> Vec<String> {
    let mut words = Vec::new();
    if let Clause::Word(text) | Clause::Prefix(text) = clause {
        text::tokens(text, |token| words.push(token.word.to_owned()));
    }
    words
}

/// The words of a text as they follow one another, each with its place: names by their parts.
fn plain_words(text: &str) -> Vec<(u32, String)> {
    let mut words = Vec::new();
    text::tokens(text, |token| {
        if !token.whole {
            words.push((token.position, token.word.to_owned()));
        }
    });
    words
}

/// A day as a number. The query language gives real days only.
fn date(day: &str) -> Option<i64> {
    day.parse().ok().map(super::index::days_since_epoch)
}

/// The key of a value as people write it: `Checkout API` is `checkout-api`.
fn slug(value: &str) -> String {
    let mut slug = String::new();
    for c in value.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || matches!(c, '/' | '.' | '_') {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
