//! Words to their stems, in the site's language.

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// Endings that are taken off a word that no postmortem has, to find one that some have. They fit
/// English best, and harm no other language: what they leave must be a known word.
pub(super) const ENDINGS: [&str; 9] = ["s", "es", "d", "ed", "ing", "er", "ly", "e", "n"];

/// The fewest characters that a word keeps when it loses its ending.
pub(super) const SHORTEST: usize = 3;

/// Finds stems. Cloned for each thread, because stemming needs a buffer.
#[derive(Clone)]
pub(super) struct Stems {
    analyzer: Option<TextAnalyzer>,
}

impl Stems {
    /// The stems of a language, named as in `[book] language`: `en`, `pt-BR`. A language without
    /// a stemmer has every word for its own stem.
    pub(super) fn of(language: &str) -> Self {
        let analyzer = stemmer(language).map(|language| {
            TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build()
        });
        Self { analyzer }
    }

    /// The stem of a folded word.
    pub(super) fn stem(&mut self, word: &str) -> String {
        if let Some(analyzer) = &mut self.analyzer {
            let mut stream = analyzer.token_stream(word);
            if stream.advance() && !stream.token().text.is_empty() {
                return std::mem::take(&mut stream.token_mut().text);
            }
        }
        word.to_owned()
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("stems", &self.analyzer.is_some()).finish()
    }
}

fn stemmer(language: &str) -> Option<Language> {
    let code = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Some(match code.as_str() {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "de" => Language::German,
        "el" => Language::Greek,
        "en" => Language::English,
        "es" => Language::Spanish,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "nb" | "nn" | "no" => Language::Norwegian,
        "nl" => Language::Dutch,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "sv" => Language::Swedish,
        "ta" => Language::Tamil,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

/// The words that a word without its ending may be, in the order to try them.
pub(super) fn without_ending(word: &str) -> impl Iterator<Item = &str> {
    ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|rest| rest.chars().nth(SHORTEST - 1).is_some())
}
