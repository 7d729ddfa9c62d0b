//! The words that stand for the terms of a taxonomy: built-in ones, and those of the project.

use super::super::phrase::{Match, Phrases, Words};
use crate::model::{Taxonomy, Term};
use std::collections::HashSet;
use toml::de::{DeTable, DeValue};

/// The built-in words.
const BUILT_IN: &str = include_str!("../causes.toml");

/// What a phrase says of a term.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Means {
    term: usize,
    /// Tells phrases apart, so that the same words twice are no further evidence.
    phrase: usize,
    /// `None` for words that only look like the term.
    weight: Option<f64>,
}

/// How much a project's own words weigh: it knows better what they mean there.
const OWN: Option<f64> = Some(6.0);

/// How much words of a list weigh; `None` for those that say nothing of the term.
fn weight(list: &str) -> Option<f64> {
    match list {
        "sure" => Some(4.0),
        "likely" => Some(2.0),
        "hint" => Some(1.0),
        _ => None,
    }
}

/// The terms of one taxonomy with their words.
#[derive(Debug)]
pub(super) struct Terms {
    terms: Vec<Term>,
    phrases: Phrases<Means>,
}

/// A term that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    pub(super) term: usize,
    pub(super) phrase: usize,
    pub(super) weight: f64,
    /// Its words.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Terms {
    /// Takes the built-in words of a table for the terms that the taxonomy has, and what it says itself:
    /// keywords, aliases, and the names of terms that are not built in.
    pub(super) fn new(taxonomy: &Taxonomy, table: &str) -> Self {
        let terms: Vec<Term> = taxonomy.iter().map(|(term, _)| term.clone()).collect();
        let mut made = Self { terms, phrases: Phrases::new() };
        let mut built_in: HashSet<String> = HashSet::new();
        for (term, list, phrase) in built_in_phrases(table) {
            made.add(&term, &phrase, weight(&list));
            built_in.insert(term);
        }
        for (term, entry) in taxonomy.iter() {
            let key = term.as_str();
            let own = entry.aliases.iter().chain(&entry.keywords);
            for phrase in own {
                made.add(key, &phrase.replace('/', " "), OWN);
            }
            // `other` is what has no words.
            if !built_in.contains(key) && key != "other" {
                let last = key.rsplit('/').next().unwrap_or(key);
                made.add(key, &last.replace('-', " "), OWN);
                made.add(key, &entry.title, OWN);
            }
        }
        made
    }

    /// Adds a phrase to a term, and to the term around it.
    fn add(&mut self, term: &str, phrase: &str, weight: Option<f64>) {
        let number = self.phrases.len();
        let Some(own) = self.terms.iter().position(|known| known.as_str() == term) else { return };
        let around = self.terms.get(own).and_then(Term::parent);
        let around = around.and_then(|parent| self.terms.iter().position(|known| *known == parent));
        for term in std::iter::once(own).chain(around) {
            self.phrases.add(phrase, Means { term, phrase: number, weight });
        }
    }

    /// The term of a number.
    pub(super) fn get(&self, term: usize) -> Option<&Term> {
        self.terms.get(term)
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The terms that stand in a text: of phrases of a term within each other only the longest, and none
    /// that a phrase denies which only looks like the term.
    pub(super) fn find(&self, words: &Words) -> Vec<Hit> {
        let mut matches = self.phrases.find(words);
        // Longest first; what denies comes before what says the same words.
        matches.sort_by_key(|found| {
            (std::cmp::Reverse(found.end - found.start), found.means.weight.is_some(), found.start)
        });
        let mut taken: Vec<(usize, usize, usize)> = Vec::new();
        let mut hits = Vec::new();
        for Match { means, start, end } in matches {
            let covered =
                taken.iter().any(|(term, from, to)| *term == means.term && *from <= start && end <= *to);
            if covered {
                continue;
            }
            taken.push((means.term, start, end));
            if let Some(weight) = means.weight {
                hits.push(Hit { term: means.term, phrase: means.phrase, weight, start, end });
            }
        }
        hits
    }
}

/// All phrases of a table of the built-in words: term, list, phrase.
fn built_in_phrases(table: &str) -> Vec<(String, String, String)> {
    let Ok(document) = DeTable::parse(BUILT_IN) else { return Vec::new() };
    let mut all = Vec::new();
    let Some(DeValue::Table(terms)) = document.get_ref().get(table).map(|value| value.get_ref()) else {
        return all;
    };
    for (term, lists) in terms {
        let DeValue::Table(lists) = lists.get_ref() else { continue };
        for (list, phrases) in lists {
            let DeValue::Array(phrases) = phrases.get_ref() else { continue };
            for phrase in phrases {
                if let DeValue::String(phrase) = phrase.get_ref() {
                    all.push((term.get_ref().to_string(), list.get_ref().to_string(), phrase.to_string()));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_read_and_name_terms() {
        for (table, taxonomy) in
            [("root-causes", Taxonomy::root_causes()), ("triggers", Taxonomy::triggers())]
        {
            let phrases = built_in_phrases(table);
            assert!(phrases.len() > 100, "{table} has {} phrases", phrases.len());
            for (term, list, phrase) in &phrases {
                let parent = term.split('/').next().unwrap();
                assert!(taxonomy.get(&Term::parse(parent).unwrap()).is_some(), "{term} is no term");
                assert!(["sure", "likely", "hint", "not"].contains(&list.as_str()), "{term}: {list}");
                for stem in phrase.split([' ', '|']).filter_map(|word| word.strip_suffix('*')) {
                    assert!(stem.chars().count() >= 3, "{phrase} is too short for `*`");
                }
                assert!(!phrase.starts_with('~') && !phrase.ends_with('~'), "{phrase}");
            }
        }
    }

    #[test]
    fn every_term_but_other_has_words() {
        for (table, taxonomy) in
            [("root-causes", Taxonomy::root_causes()), ("triggers", Taxonomy::triggers())]
        {
            let phrases = built_in_phrases(table);
            for (term, _) in taxonomy.iter().filter(|(term, _)| term.as_str() != "other") {
                assert!(phrases.iter().any(|(known, _, _)| known == term.as_str()), "{term} has no words");
            }
        }
    }
}
