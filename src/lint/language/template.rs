//! Text of a template that nobody replaced.

use crate::lint::{Passage, PassageKind, Prose};
use crate::model::SectionKind;
use aho_corasick::AhoCorasick;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// Marks that stand for text to come.
pub(super) const MARKS: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), "TBA", "TBC", "TBD"];

/// What templates of a bracket ask for.
const ASKING: &[&str] = &[
    "add",
    "describe",
    "enter",
    "explain",
    "fill",
    "insert",
    "list",
    "name of",
    "provide",
    "replace",
    "specify",
    "summarise",
    "summarize",
    "your",
];

/// A word alone in brackets that stands for what it says.
const BLANKS: &[&str] = &["insert", "placeholder", "tba", "tbd", "todo"];

/// The same in square brackets only: in pointed ones, commands name what is to be filled in by their user.
const SQUARE_BLANKS: &[&str] = &["date", "description", "name", "owner", "time", "timestamp"];

/// Dates and times of which the form alone is there.
const FORMS: &[&str] =
    &["yyyy-mm-dd", "yyyy/mm/dd", "dd/mm/yyyy", "mm/dd/yyyy", "dd.mm.yyyy", "hh:mm", "mm-dd"];

/// The paragraphs of the template that `new` writes.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "What broke, for whom, from when to when, and why, in a paragraph.",
    "Who noticed what, how many they were, and what they could not do.",
    "What had to be true for this to happen, and what set it off.",
    "What stopped the harm, and how it was known to have stopped.",
    "What went well, what went badly, and where luck helped.",
];

/// The places in a passage where something is still to be written.
pub(super) fn find(passage: &Passage) -> Vec<Range<usize>> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    if OWN.contains(&text.trim()) {
        found.push(0..text.len());
    }
    if passage.kind != PassageKind::Heading {
        marks(text, &mut found);
    }
    lorem(text, &mut found);
    brackets(text, &mut found);
    found.retain(|range| !passage.is_code(range));
    found.sort_by_key(|range| range.start);
    found.dedup();
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a range is a word of its own.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let glued = |c: char| is_letter(c) || matches!(c, '-' | '.' | '/' | '#' | '@' | '$');
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    // A full stop may end the sentence.
    let (next, second) = (after.next(), after.next());
    !before.is_some_and(|c| glued(c) && c != '.')
        && !next.is_some_and(|c| is_letter(c) || glued(c) && second.is_some_and(char::is_alphanumeric))
}

fn marks(text: &str, found: &mut Vec<Range<usize>>) {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());
    for range in FINDER.iter().flat_map(|finder| finder.find_iter(text)).map(|mark| mark.range()) {
        if !stands_alone(text, &range) {
            continue;
        }
        // `a list like a to-do`, `the list of things to do` speak of a list.
        let before = text[..range.start].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = text[range.end..].trim_start().to_ascii_lowercase();
        let a_list =
            ["list", "item", "app", "file", "comment", "s "].iter().any(|word| after.starts_with(word));
        let named = ["a", "an", "the", "our", "my", "his", "her", "this", "each", "every", "of"];
        if !a_list && !named.iter().any(|word| before.eq_ignore_ascii_case(word)) {
            found.push(range);
        }
    }
}

fn lorem(text: &str, found: &mut Vec<Range<usize>>) {
    for words in ["Lorem ipsum", "lorem ipsum"] {
        found.extend(memmem::find(text.as_bytes(), words.as_bytes()).map(|at| at..at + words.len()));
    }
}

/// `[describe the impact]`, `<insert date>`, `{{title}}`.
fn brackets(text: &str, found: &mut Vec<Range<usize>>) {
    for at in memchr::memchr2_iter(b'[', b'<', text.as_bytes()) {
        let open = &text[at..=at];
        let close = if open == "[" { ']' } else { '>' };
        let inside = &text[at + 1..];
        let Some(length) = inside.find(['[', ']', '<', '>', '\n']) else { continue };
        let range = at..at + length + 2;
        if length > 160 || !inside[length..].starts_with(close) {
            continue;
        }
        // An index (`names[name]`) or a link that leads nowhere (`[name](`) is none.
        let glued = text[..at].ends_with(|c: char| is_letter(c) || matches!(c, ']' | ')' | '.'));
        if !glued && !text[range.end..].starts_with(['(', '[']) && asks(&inside[..length], open == "[") {
            found.push(range);
        }
    }
}

/// Whether what stands in brackets asks for something.
fn asks(inside: &str, square: bool) -> bool {
    let inside = inside.trim();
    let is = |word: &&str| inside.eq_ignore_ascii_case(word);
    if BLANKS.iter().any(is) || square && SQUARE_BLANKS.iter().any(is) {
        return true;
    }
    ASKING.iter().any(|word| {
        let head = inside.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        head && inside[word.len()..].starts_with(' ')
    })
}

/// The first form of a date or time with which a line of the timeline begins: `YYYY-MM-DD`, `20xx-MM-DD
/// HH:mm`, `2024-05-12 HH:mm`. Further on in a line it is somebody speaking of formats.
pub(super) fn form(passage: &Passage, prose: &Prose) -> Option<Range<usize>> {
    let section = passage.section.and_then(|at| prose.sections.get(at))?;
    if passage.kind == PassageKind::Heading || !section.kinds.contains(&SectionKind::Timeline) {
        return None;
    }
    let head = &passage.text[..passage.text.floor_char_boundary(20)];
    if !head.contains(['M', 'm']) {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    let found = FORMS.iter().filter_map(|form| {
        let at = lower.find(form)?;
        let alone = |c: Option<char>| !c.is_some_and(is_letter);
        let range = at..at + form.len();
        (alone(lower[..at].chars().next_back()) && alone(lower[range.end..].chars().next())).then_some(range)
    });
    found.min_by_key(|range| range.start).filter(|range| range.start <= 12 && !passage.is_code(range))
}

/// The sections in which only `...` stands: the passage that it is.
pub(super) fn left_open(prose: &Prose) -> impl Iterator<Item = &Passage> {
    prose.sections.iter().filter_map(|section| {
        let mut passages = prose.text_of(section);
        let only = passages.next().filter(|only| !only.quoted)?;
        let empty = passages.next().is_none() && matches!(only.text.trim(), "..." | "…" | "....");
        // Below a heading with sub-sections it would be found again.
        let own = only
            .section
            .and_then(|at| prose.sections.get(at))
            .is_some_and(|own| own.heading == section.heading);
        (empty && own).then_some(only)
    })
}

/// Placeholders that Markdown takes for a tag and drops: `<insert summary here>`.
pub(super) fn tags(body: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let offset = start;
        start += line.len();
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        if let Some(mark) = mark {
            match fence {
                None => fence = Some(mark),
                Some(open) if open == mark => fence = None,
                Some(_) => {}
            }
            continue;
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if fence.is_some() || indented || bare.starts_with('>') || !line.contains('<') {
            continue;
        }
        for (at, _) in line.match_indices('<') {
            let inside = &line[at + 1..];
            let Some(length) = inside.find(['<', '>', '`']) else { continue };
            let code = line[..at].matches('`').count() % 2 == 1;
            if !code && inside[length..].starts_with('>') && asks_as_tag(&inside[..length]) {
                found.push(offset + at..offset + at + length + 2);
            }
        }
    }
    found
}

/// Whether Markdown drops it: escaped or spelled otherwise it is text, and found there.
fn asks_as_tag(inside: &str) -> bool {
    let tag = inside.split(' ').all(|word| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
    });
    tag && asks(inside, false)
}
