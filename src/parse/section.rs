//! Which heading means which section.

use super::section_names::{NAMES, NAMES_ELSEWHERE};
use crate::model::SectionKind;

/// The kinds of section that a heading names, in the order in which it names them; empty for a
/// heading of the author's own.
pub fn kinds(heading: &str) -> Vec<SectionKind> {
    let words = normalized(heading);
    if let Some(kind) = named(&words) {
        return vec![kind];
    }
    let mut kinds = Vec::new();
    // `Root cause and resolution` is both; of `Impact and duration` the part that is known counts.
    let joined = [" and ", " y ", " et ", " und ", " e ", "与", "和", "と", "及び"];
    let Some(joint) = joined.iter().find(|joint| words.contains(**joint)) else { return kinds };
    for part in words.split(joint) {
        let part = part.trim();
        if let Some(kind) = named(part)
            && !kinds.contains(&kind)
        {
            kinds.push(kind);
        }
    }
    kinds
}

fn named(words: &str) -> Option<SectionKind> {
    let known = NAMES.iter().chain(NAMES_ELSEWHERE);
    known.into_iter().find(|(_, names)| names.contains(&words)).map(|(kind, _)| *kind)
}

/// Lower case words; `&`, `/`, `,` and `+` become `and`; numbering, emoji, remarks in brackets
/// and all other punctuation are gone.
fn normalized(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    let mut depth = 0usize;
    for c in heading.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // `Root cause(s)` means the plural.
            _ if depth > 0 => {}
            '&' | '/' | ',' | '+' => text.push_str(" and "),
            _ if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ => text.push(' '),
        }
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 1 && is_number(heading) {
        while words.len() > 1
            && (words[0].bytes().all(|b| b.is_ascii_digit()) || is_roman_or_letter(words[0]))
        {
            words.remove(0);
        }
    }
    if words.len() > 1 && matches!(words[0], "the" | "our") {
        words.remove(0);
    }
    if words.len() > 1 && words[words.len() - 1] == "section" {
        words.pop();
    }
    words.join(" ")
}

/// Whether a heading starts with numbering such as `1.`, `2.3`, `IV)` or `a.`; the `5` of `5 whys`
/// is none.
fn is_number(heading: &str) -> bool {
    let start = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = start.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(start.len());
    let (word, rest) = start.split_at(end);
    rest.starts_with(['.', ')', ':'])
        && (word.bytes().all(|b| b.is_ascii_digit()) || is_roman_or_letter(&word.to_ascii_lowercase()))
}

fn is_roman_or_letter(word: &str) -> bool {
    word.len() <= 4 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        || word.len() == 1 && word.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use SectionKind::{
        ActionItems, ContributingFactors, Detection, Impact, LessonsLearned, Resolution, RootCause, Summary,
        Timeline,
    };

    #[test]
    fn headings_are_known_by_their_usual_names() {
        for (heading, expected) in [
            ("Issue Summary", vec![Summary]),
            ("TL;DR", vec![Summary]),
            ("## 1. Impact:", vec![Impact]),
            ("2.3 User impact", vec![Impact]),
            ("IV) Timeline (all times UTC)", vec![Timeline]),
            ("⏱️ Sequence of events", vec![Timeline]),
            ("How we detected", vec![Detection]),
            ("Root cause(s)", vec![RootCause]),
            ("5 Whys", vec![RootCause]),
            ("Root cause and resolution", vec![RootCause, Resolution]),
            ("Root Cause & Contributing Factors", vec![RootCause, ContributingFactors]),
            ("Corrective and preventative measures", vec![ActionItems]),
            ("Follow-ups", vec![ActionItems]),
            ("What didn’t go well?", vec![LessonsLearned]),
            ("Impact and duration", vec![Impact]),
            ("Causa raíz y resolución", vec![RootCause, Resolution]),
            ("Zeitlicher Ablauf", vec![Timeline]),
            ("根本原因と対策", vec![RootCause, ActionItems]),
            ("影响", vec![Impact]),
            ("Timeline service outage", vec![]),
            ("a", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(kinds(heading), expected, "{heading}");
        }
    }
}
