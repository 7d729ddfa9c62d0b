//! The part of a text that shows best why it was found.

use super::Answer;
use super::index::SearchIndex;
use super::text;
use super::vocabulary::Vocabulary;
use crate::model::Postmortem;
use std::collections::BTreeSet;

/// About how many bytes are shown.
const LENGTH: usize = 240;
/// How many bytes are shown before the first word.
const BEFORE: usize = 60;

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is a word that was asked for.
    pub mark: bool,
}

struct Mark {
    start: usize,
    end: usize,
    stem: u32,
}

impl SearchIndex {
    /// Quotes a postmortem where it has most of the words that were asked for.
    pub fn snippet(&self, postmortem: &Postmortem, answer: &Answer) -> Vec<Piece> {
        let stem = |word: &str| self.lexicon.find(word).filter(|stem| answer.stems.contains(stem));
        snippet(&one_line(postmortem), stem)
    }
}

/// Quotes a postmortem where it has most of these stems of a vocabulary.
pub fn passage(postmortem: &Postmortem, stems: &[u32], vocabulary: &Vocabulary) -> String {
    let stem = |word: &str| vocabulary.find(word).filter(|stem| stems.contains(stem));
    let pieces = snippet(&one_line(postmortem), stem);
    pieces.into_iter().map(|piece| piece.text).collect::<String>().trim().to_owned()
}

/// All of a postmortem's text in one line.
fn one_line(postmortem: &Postmortem) -> String {
    let texts = [&postmortem.summary, &postmortem.body.preamble];
    let sections = postmortem.body.sections.iter().map(|section| &section.text);
    let words: Vec<&str> =
        texts.into_iter().chain(sections).flat_map(|text| text.split_whitespace()).collect();
    words.join(" ")
}

/// The part of a text, which is one line, that has most of the stems. `stem` knows those of the words that
/// were asked for.
fn snippet(text: &str, stem: impl Fn(&str) -> Option<u32>) -> Vec<Piece> {
    let marks = marks(text, stem);
    let mut best = (0, 0);
    for (at, mark) in marks.iter().enumerate() {
        let near = marks[at..].iter().take_while(|other| other.end <= mark.start + LENGTH);
        let stems: BTreeSet<u32> = near.map(|other| other.stem).collect();
        if stems.len() > best.0 {
            best = (stems.len(), mark.start);
        }
    }
    let from = match best.1.checked_sub(BEFORE).map(|at| text.floor_char_boundary(at)) {
        None | Some(0) => 0,
        Some(at) => text[at..best.1].find(' ').map_or(best.1, |blank| at + blank + 1),
    };
    let end = text.floor_char_boundary(from + LENGTH + BEFORE);
    let to = if end == text.len() { end } else { text[from..end].rfind(' ').map_or(end, |at| from + at) };
    let mut pieces = Vec::new();
    let mut push = |text: &str, mark: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), mark });
        }
    };
    push(if from > 0 { "… " } else { "" }, false);
    let mut at = from;
    for mark in marks.iter().filter(|mark| mark.start >= from && mark.end <= to) {
        push(&text[at..mark.start], false);
        push(&text[mark.start..mark.end], true);
        at = mark.end;
    }
    push(&text[at..to], false);
    push(if to < text.len() { " …" } else { "" }, false);
    pieces
}

/// The words of a text that were asked for; those that overlap are one.
fn marks(text: &str, stem: impl Fn(&str) -> Option<u32>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    text::tokens(text, |token| {
        let Some(stem) = stem(token.word) else { return };
        match marks.last_mut() {
            Some(last) if token.start < last.end => last.end = last.end.max(token.end),
            _ => marks.push(Mark { start: token.start, end: token.end, stem }),
        }
    });
    marks
}
