//! The sentences of a write-up, each with the section that it belongs to.

use super::line::Form;
use super::phrase::Words;
use super::writeup::{Label, Writeup};
use crate::model::SectionKind;

/// A sentence, or as much of a table's cell or item as stands alone.
#[derive(Debug)]
pub(super) struct Sentence {
    /// What it says, wrapped lines joined.
    pub(super) text: String,
    /// The words of the text: every list of phrases is looked for in them.
    pub(super) words: Words,
    /// The line of the file that it starts on.
    pub(super) line: usize,
    /// What its section is about; where its own heading says nothing, what the section around it is about.
    pub(super) kinds: Vec<SectionKind>,
    /// The label before it, in lower case: `impact` of `Impact: nobody noticed`.
    pub(super) label: Option<String>,
    /// Whether it is a heading.
    pub(super) heading: bool,
}

impl Sentence {
    /// Whether its section is about something.
    pub(super) fn is_about(&self, kind: SectionKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// All sentences, in order. Code and rules say nothing.
pub(super) fn sentences(writeup: &Writeup) -> Vec<Sentence> {
    let kinds = kinds(writeup);
    let mut labels: Vec<Option<&Label>> = vec![None; writeup.lines.len()];
    for label in &writeup.labels {
        if let Some(place) = labels.get_mut(label.value_line) {
            *place = place.or(Some(label));
        }
    }
    let mut found = Found { kinds, sentences: Vec::new() };
    let mut blocks = writeup.blocks.iter().peekable();
    let mut done = 0;
    for (at, line) in writeup.lines.iter().enumerate() {
        let label = labels.get(at).copied().flatten();
        if let Some(block) = blocks.next_if(|block| block.lines.start <= at) {
            done = block.lines.end;
            let lines = block.lines.clone().filter_map(|at| writeup.lines.get(at));
            let starts: Vec<(usize, usize)> = lines
                .scan(0, |from, line| {
                    let start = *from;
                    *from += line.text.len() + 1;
                    Some((start, line.number))
                })
                .collect();
            found.split(&block.text, at, &starts, label, Place::Text);
        } else if at >= done {
            match line.form {
                Form::Row => {
                    for cell in line.cells.iter().filter(|cell| !cell.is_empty()) {
                        found.split(cell, at, &[(0, line.number)], label, Place::Text);
                    }
                }
                Form::Heading(_) | Form::Text | Form::Item { .. } => {
                    found.split(&line.text, at, &[(0, line.number)], None, Place::Heading);
                }
                Form::Blank | Form::Code | Form::Rule => {}
            }
        }
    }
    found.sentences
}

/// What every line's section is about. A heading that says nothing leaves it to the section around it.
fn kinds(writeup: &Writeup) -> Vec<Vec<SectionKind>> {
    let mut all = vec![Vec::new(); writeup.lines.len()];
    // Parts stand in the order of their headings, so an inner one comes after those around it.
    for part in writeup.parts.iter().filter(|part| !part.kinds.is_empty()) {
        for line in part.heading.into_iter().chain(part.body.clone()) {
            if let Some(place) = all.get_mut(line) {
                place.clone_from(&part.kinds);
            }
        }
    }
    all
}

/// The sentences found so far.
struct Found {
    /// What each line's section is about.
    kinds: Vec<Vec<SectionKind>>,
    sentences: Vec<Sentence>,
}

/// Where words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading,
    Text,
}

impl Found {
    /// Adds the sentences of a text. `starts` holds where in it each line starts, and that line's number.
    fn split(
        &mut self,
        text: &str,
        at: usize,
        starts: &[(usize, usize)],
        label: Option<&Label>,
        place: Place,
    ) {
        // The name of a label is no part of what it says.
        let skipped = label
            .filter(|label| label.line == at && text.ends_with(label.value.as_str()))
            .map_or(0, |label| text.len() - label.value.len());
        let mut start = skipped;
        for end in ends(text).into_iter().filter(|end| *end > skipped) {
            let piece = text.get(start..end).unwrap_or_default();
            let begins = start + (piece.len() - piece.trim_start().len());
            let line = starts.iter().rev().find(|(from, _)| *from <= begins).map_or(1, |(_, number)| *number);
            start = end;
            if piece.trim().is_empty() {
                continue;
            }
            self.sentences.push(Sentence {
                words: Words::of(piece.trim()),
                text: piece.trim().to_owned(),
                line,
                kinds: self.kinds.get(at).cloned().unwrap_or_default(),
                label: label.map(|label| label.name.clone()),
                heading: place == Place::Heading,
            });
        }
    }
}

/// Where the sentences of a text end. `3.14`, `e.g. this` and `file.php` end none.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let ends_here = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => after.is_some_and(char::is_whitespace) && starts_anew(text, at + c.len_utf8()),
            _ => false,
        };
        if ends_here {
            ends.push(at + c.len_utf8());
        }
    }
    ends.push(text.len());
    ends
}

/// Whether what follows does not start with a small letter.
fn starts_anew(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.trim_start().chars().next()).is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_within_words_end_no_sentence() {
        let text = "It took 3.5 hours, e.g. all day. Then wp.php broke! Why?";
        let mut start = 0;
        let parts: Vec<_> = ends(text)
            .into_iter()
            .map(|end| {
                let part = text[start..end].trim();
                start = end;
                part
            })
            .collect();
        assert_eq!(parts, ["It took 3.5 hours, e.g. all day.", "Then wp.php broke!", "Why?"]);
    }
}
