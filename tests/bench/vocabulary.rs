//! The words postmortems are made of, and the names in them.
//!
//! Each class of words is one list by rank: the real words of incident talk come first and are
//! about half of a text; the invented ones after them are its long tail, as the names and terms
//! of a company's own systems would be. All of it is the same for every seed.

use std::collections::HashSet;

use crate::grammar::{ADJECTIVES, NOUNS, VERBS};
use crate::random::{Random, Stream, Zipf};
use crate::terms::{ASPECTS, PARTS, PRODUCTS, TECHNOLOGIES};

const INVENTED_NOUNS: usize = 11_000;
const INVENTED_VERBS: usize = 5_000;
const INVENTED_ADJECTIVES: usize = 4_000;

const ONSETS: &[&str] = &[
    "b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "j", "k", "l", "m", "n",
    "p", "pl", "pr", "qu", "r", "s", "sh", "sk", "sl", "sp", "st", "str", "t", "th", "tr", "v", "w", "y",
    "z",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea"];
const CODAS: &[&str] = &["", "", "", "", "l", "n", "r", "m", "s", "t", "x", "nd", "rk", "st", "ck", "lt"];
const NOUN_ENDINGS: &[&str] =
    &["", "", "", "er", "or", "ion", "age", "ment", "ance", "ity", "ex", "ode", "ix", "um"];
const ADJECTIVE_ENDINGS: &[&str] = &["al", "ic", "ous", "ive", "able", "ant", "ary"];
// A verb takes -ed and -ing as it is.
const VERB_ENDINGS: &[&str] = &["t", "nd", "rk", "lt", "st", "ck", "ss", "mp", "ld"];

/// Words by rank.
pub(crate) struct Ranked {
    words: Vec<String>,
    ranks: Zipf,
}

impl Ranked {
    fn new(words: Vec<String>, shift: u64) -> Self {
        let ranks = Zipf::new(words.len(), shift);
        Self { words, ranks }
    }

    /// A word, common ones far more often than rare ones.
    pub(crate) fn draw(&self, random: &mut Random) -> &str {
        &self.words[self.ranks.draw(random)]
    }

    /// As `draw`, with the first `skip` words left out.
    pub(crate) fn draw_after(&self, skip: usize, random: &mut Random) -> &str {
        let rank = (self.ranks.draw(random) + skip) % self.words.len();
        &self.words[rank]
    }
}

/// All words and names.
pub(crate) struct Vocabulary {
    pub(crate) nouns: Ranked,
    pub(crate) verbs: Ranked,
    pub(crate) adjectives: Ranked,
    pub(crate) services: Ranked,
    pub(crate) tags: Ranked,
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let mut random = Random::new(0, Stream::Names, 0);
        let mut inventor = Inventor {
            known: [NOUNS, VERBS, ADJECTIVES].concat().into_iter().map(String::from).collect(),
            random: &mut random,
        };
        let nouns = inventor.extend(NOUNS, INVENTED_NOUNS, NOUN_ENDINGS);
        let verbs = inventor.extend(VERBS, INVENTED_VERBS, VERB_ENDINGS);
        let adjectives = inventor.extend(ADJECTIVES, INVENTED_ADJECTIVES, ADJECTIVE_ENDINGS);
        let mut services = pairs(PRODUCTS, PARTS);
        shuffle(&mut services, &mut random);
        let mut tags: Vec<String> = TECHNOLOGIES.iter().map(ToString::to_string).collect();
        let mut aspects = pairs(TECHNOLOGIES, ASPECTS);
        shuffle(&mut aspects, &mut random);
        tags.append(&mut aspects);
        Self {
            nouns: Ranked::new(nouns, 2),
            verbs: Ranked::new(verbs, 2),
            adjectives: Ranked::new(adjectives, 2),
            services: Ranked::new(services, 3),
            tags: Ranked::new(tags, 3),
        }
    }
}

/// Makes up words that can be pronounced and that nobody has used before.
struct Inventor<'a> {
    known: HashSet<String>,
    random: &'a mut Random,
}

impl Inventor<'_> {
    /// The `real` words, then `count` invented ones.
    fn extend(&mut self, real: &[&str], count: usize, endings: &[&str]) -> Vec<String> {
        let mut words: Vec<String> = real.iter().map(ToString::to_string).collect();
        let total = real.len() + count;
        while words.len() < total {
            // Rare words are longer, in every language.
            let long = self.random.index(count) < words.len() + count / 2;
            let word = self.invent(u32::from(long), endings);
            if word.len() > 3 && self.known.insert(word.clone()) {
                words.push(word);
            }
        }
        words
    }

    fn invent(&mut self, syllables: u32, endings: &[&str]) -> String {
        let mut word = String::new();
        for _ in 0..syllables {
            word += self.random.pick(ONSETS);
            word += self.random.pick(VOWELS);
            word += self.random.pick(CODAS);
        }
        word += self.random.pick(ONSETS);
        word += self.random.pick(VOWELS);
        let ending = self.random.pick(endings);
        if ending.starts_with(['a', 'e', 'i', 'o', 'u']) {
            word += self.random.pick(&["c", "d", "l", "m", "n", "p", "r", "t", "v", "st"]);
        }
        word + ending
    }
}

fn pairs(first: &[&str], second: &[&str]) -> Vec<String> {
    first.iter().flat_map(|head| second.iter().map(move |tail| format!("{head}-{tail}"))).collect()
}

fn shuffle(words: &mut [String], random: &mut Random) {
    for last in (1..words.len()).rev() {
        words.swap(last, random.index(last + 1));
    }
}
