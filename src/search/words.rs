//! Our words as tantivy's tokens, and the surfaces that each stem stood for.

use super::stem::Stems;
use super::text;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The places between two texts of a document that no phrase bridges.
const GAP: usize = 8;

/// The words that occurred, each with its stem.
pub(super) type Words = HashMap<String, String, foldhash::fast::FixedState>;

/// Splits texts by [`text::tokens`], gives stems to tantivy, and remembers all words.
///
/// tantivy clones its tokenizers; what they have in common is behind a lock that a slice has to
/// itself.
#[derive(Clone)]
pub(super) struct WordTokenizer {
    stems: Stems,
    words: Arc<Mutex<Words>>,
    buffer: Buffer,
}

/// The tokens of one text.
#[derive(Debug, Clone, Default)]
struct Buffer {
    /// All stems, one behind the other.
    stems: String,
    /// Where each token's stem ends in `stems`, and its position in the text.
    tokens: Vec<(usize, u32)>,
}

impl WordTokenizer {
    pub(super) fn new(stems: Stems) -> Self {
        Self { stems, words: Arc::default(), buffer: Buffer::default() }
    }

    /// All words that were seen.
    pub(super) fn into_words(self) -> Words {
        std::mem::take(&mut *self.words.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let Self { stems, words, buffer } = self;
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        buffer.stems.clear();
        buffer.tokens.clear();
        text::tokens(text, |token| {
            if let Some(stem) = words.get(token.word) {
                buffer.stems.push_str(stem);
            } else {
                let stem = stems.stem(token.word);
                buffer.stems.push_str(&stem);
                words.insert(token.word.to_owned(), stem);
            }
            buffer.tokens.push((buffer.stems.len(), token.position));
        });
        drop(words);
        WordStream { buffer, at: 0, token: Token::default() }
    }
}

/// The tokens of one text, one by one.
pub(super) struct WordStream<'a> {
    buffer: &'a Buffer,
    at: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(end, position)) = self.buffer.tokens.get(self.at) else { return false };
        let start = if self.at == 0 { 0 } else { self.buffer.tokens[self.at - 1].0 };
        self.token.text.clear();
        self.token.text.push_str(&self.buffer.stems[start..end]);
        self.token.position = GAP + position as usize;
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
