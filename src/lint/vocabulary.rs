//! Words and phrases in running text, without regard to case or line breaks.
//!
//! The lists that rules look for are English. A rule that draws a conclusion from the *absence* of
//! words has to ask [`is_english`] first: text in another language says nothing to it.

use super::Prose;
use super::prose::has_letters;
use crate::times;
use std::ops::Range;

/// Where the first of some phrases stands. A phrase is lower-case ASCII words parted by one space,
/// which stands for any white space or a dash in the text; a `*` at its end lets the last word go on.
pub(super) fn find(text: &str, phrases: &[&str]) -> Option<Range<usize>> {
    starts(text).find_map(|at| {
        let first = text.as_bytes()[at].to_ascii_lowercase();
        let mut may_stand = phrases.iter().filter(|phrase| phrase.as_bytes().first() == Some(&first));
        may_stand.find_map(|phrase| matched(text, at, phrase).map(|length| at..at + length))
    })
}

/// Whether any of some phrases stands in the text.
pub(super) fn mentions(text: &str, phrases: &[&str]) -> bool {
    find(text, phrases).is_some()
}

/// The phrase that a text starts with, if it is one of these; the longest where several fit.
pub(super) fn opening(text: &str, phrases: &[&str]) -> Option<Range<usize>> {
    let at = starts(text).next()?;
    let lengths = phrases.iter().filter_map(|phrase| matched(text, at, phrase));
    lengths.max().map(|length| at..at + length)
}

/// Where words start.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let was_inside = std::mem::replace(&mut inside, c.is_alphanumeric());
        (inside && !was_inside).then_some(at)
    })
}

/// How long the text is that fits a phrase at a place.
fn matched(text: &str, at: usize, phrase: &str) -> Option<usize> {
    let (phrase, open) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    let bytes = text.as_bytes();
    let mut end = at;
    for wanted in phrase.bytes() {
        let gap = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'-';
        if wanted == b' ' {
            let skipped = bytes.get(end..)?.iter().take_while(|byte| gap(byte)).count();
            if skipped == 0 {
                return None;
            }
            end += skipped;
        } else if bytes.get(end)?.eq_ignore_ascii_case(&wanted) {
            end += 1;
        } else {
            return None;
        }
    }
    let rest = text.get(end..)?;
    (open || !rest.starts_with(char::is_alphanumeric)).then_some(end - at)
}

/// How many words a text has. Scripts that do not part words count two characters as one.
pub(super) fn words(text: &str) -> usize {
    let mut words = 0;
    for word in text.split_whitespace() {
        let dense = if word.is_ascii() { 0 } else { word.chars().filter(|c| is_dense(*c)).count() };
        words += if dense > 0 { dense.div_ceil(2) } else { usize::from(has_letters(word)) };
    }
    words
}

/// Whether a character belongs to a script that is written without spaces.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Words that nearly every English sentence needs, and that other languages do not have.
const FUNCTION_WORDS: &[&str] =
    &["the", "and", "of", "with", "that", "from", "this", "which", "before", "when"];

/// How many passages are read to tell the language.
const ENOUGH: usize = 40;

/// Whether a body is English, as far as its first passages tell. One without text is: there is nothing
/// in it that a rule could misread.
pub(super) fn is_english(prose: &Prose) -> bool {
    let (mut words, mut function) = (0usize, 0usize);
    for passage in prose.passages.iter().take(ENOUGH) {
        for (_, word) in times::words(&passage.text) {
            // A word of a dense script is a clause: it must weigh more than a name among English words.
            words += if !word.is_ascii() && word.chars().any(is_dense) { 20 } else { 1 };
            let mut known = FUNCTION_WORDS.iter().filter(|known| known.len() == word.len());
            function += usize::from(known.any(|known| word.eq_ignore_ascii_case(known)));
        }
    }
    // English has one in eight or more; Dutch knows `of`, and every language quotes.
    words < 8 || function * 30 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        for (text, phrases, expected) in [
            ("It was set\n  off by it", &["set off"][..], Some(7..16)),
            ("Roll-back", &["roll back"], Some(0..9)),
            ("Monitoring", &["monitor"], None),
            ("Monitoring", &["monitor*"], Some(0..7)),
            ("préalert alert", &["alert"], Some(10..15)),
            ("障害 alert", &["alert*"], Some(7..12)),
            ("", &["a"], None),
        ] {
            assert_eq!(find(text, phrases), expected, "{text}");
        }
        assert_eq!(opening("  Look into it", &["look", "look into"]), Some(2..11));
        assert_eq!(opening("We look into it", &["look into"]), None);
    }

    #[test]
    fn words_of_dense_scripts_count_by_characters() {
        assert_eq!(words("The pool – it ran out"), 5);
        assert_eq!(words("接続プールが枯渇した"), 5);
        assert_eq!(words(" - \t"), 0);
    }
}
