//! The phrases by which a text tells that somebody or something noticed.

use super::super::phrase::Phrases;
use crate::model::DetectionMethod::{self, Customer, Engineer, Monitoring, Partner, Social, Synthetic};
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};

/// The built-in phrases.
const BUILT_IN: &str = include_str!("../detections.toml");

/// What a phrase says of noticing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// It was noticed so.
    Noticed(DetectionMethod),
    /// It was noticed so, if it stands where noticing is told of.
    Entry(DetectionMethod),
    /// Who or what it names may notice.
    Who(DetectionMethod),
    /// Something was noticed.
    Noticing,
    /// What stands here is about later, or about another time.
    Other,
}

/// All phrases.
pub(super) static PHRASES: LazyLock<Phrases<Says>> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for (says, phrase) in built_in() {
        phrases.add(&phrase, says);
    }
    phrases
});

/// What the phrases of a list in a table say.
fn says(table: &str, list: &str) -> Option<Says> {
    let method = match table {
        "monitoring" => Some(Monitoring),
        "synthetic" => Some(Synthetic),
        "customer" => Some(Customer),
        "engineer" => Some(Engineer),
        "partner" => Some(Partner),
        "social" => Some(Social),
        _ => None,
    };
    match (method, list) {
        (Some(method), "noticed") => Some(Says::Noticed(method)),
        (Some(method), "entry") => Some(Says::Entry(method)),
        (Some(method), "who") => Some(Says::Who(method)),
        (None, "noticing") => Some(Says::Noticing),
        (None, "other") => Some(Says::Other),
        _ => None,
    }
}

fn built_in() -> Vec<(Says, String)> {
    let Ok(document) = DeTable::parse(BUILT_IN) else { return Vec::new() };
    let words: Vec<(String, String)> = match document.get_ref().get("words").map(|value| value.get_ref()) {
        Some(DeValue::Table(words)) => words
            .iter()
            .filter_map(|(name, words)| match words.get_ref() {
                DeValue::String(words) => Some((format!("<{}>", name.get_ref()), words.to_string())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (table, lists) in document.get_ref() {
        let DeValue::Table(lists) = lists.get_ref() else { continue };
        for (list, phrases) in lists {
            let Some(says) = says(table.get_ref(), list.get_ref()) else { continue };
            let DeValue::Array(phrases) = phrases.get_ref() else { continue };
            for phrase in phrases {
                let DeValue::String(phrase) = phrase.get_ref() else { continue };
                let mut phrase = phrase.to_string();
                for (name, words) in &words {
                    phrase = phrase.replace(name, words);
                }
                all.push((says, phrase));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_phrases_are_read() {
        DeTable::parse(BUILT_IN).unwrap();
        let phrases = built_in();
        for (_, phrase) in &phrases {
            assert!(!phrase.contains(['<', '>']), "{phrase} names words that are not there");
            assert!(!phrase.starts_with('~') && !phrase.ends_with('~'), "{phrase}");
        }
        for method in [Monitoring, Synthetic, Customer, Engineer, Partner, Social] {
            for says in [Says::Noticed(method), Says::Entry(method), Says::Who(method)] {
                assert!(phrases.iter().any(|(said, _)| *said == says), "{says:?} has no phrases");
            }
        }
        assert!(phrases.iter().any(|(said, _)| *said == Says::Noticing));
        assert!(phrases.iter().any(|(said, _)| *said == Says::Other));
    }
}
