//! Short forms that a postmortem uses and never explains.
//!
//! First the words of two to six capitals are collected that could be one, then the whole text is
//! searched for anything that explains them.

use super::known::KNOWN;
use super::template::MARKS;
use crate::lint::{Passage, PassageKind, Subject};
use crate::source::Span;

/// A short form and where it is used first.
#[derive(Debug)]
pub(super) struct Acronym {
    pub(super) letters: String,
    pub(super) span: Span,
}

/// The longest and shortest short form.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// What ties a name to a thing: `a proxy called KIAM`, `known as`, `short for`.
const NAMING: &[&str] = &["abbreviated", "as", "called", "dubbed", "for", "named"];

/// What explains a short form right after it.
const EXPLAINING: &[&str] = &[
    ", a ",
    ", an ",
    ", our ",
    ", short for ",
    ", the ",
    ", which ",
    ", i.e",
    " is a ",
    " is an ",
    " is our ",
    " is short for ",
    " is the ",
    " means ",
    " stands for ",
];

/// Words of a name that its short form leaves out.
const SMALL: &[&str] = &["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"];

/// The short forms of a postmortem that nothing in it explains, in order.
pub(super) fn undefined(subject: &Subject<'_>, values: &[Passage]) -> Vec<Acronym> {
    let passages = || values.iter().chain(&subject.prose.passages);
    let mut found: Vec<Acronym> = Vec::new();
    for passage in passages().filter(|passage| !passage.quoted && passage.kind != PassageKind::Heading) {
        collect(passage, &mut found);
    }
    if found.is_empty() {
        return found;
    }
    let names = names(subject);
    found.retain(|acronym| !names.iter().any(|name| is_part(name, &acronym.letters)));
    let title = subject.postmortem.title.as_str();
    let texts = passages().map(|passage| passage.text.as_str()).chain([title]);
    for text in texts {
        if found.is_empty() {
            break;
        }
        let initials = Initials::of(text);
        found.retain(|one| !initials.spell(&one.letters) && !is_explained(text, &one.letters));
    }
    found
}

/// What the settings and the front matter know by name, and what a link leads to an explanation of.
fn names<'a>(subject: &'a Subject<'_>) -> Vec<&'a str> {
    let postmortem = subject.postmortem;
    let settings = &subject.config.postmortem;
    let book = &subject.config.book;
    let slugs = postmortem.services.iter().chain(&postmortem.teams).chain(&postmortem.tags);
    let mut names: Vec<&str> = slugs.map(|slug| slug.as_str()).collect();
    names.push(&book.title);
    names.extend(book.description.as_deref());
    for (key, entry) in settings.services.iter().chain(settings.teams.iter()) {
        names.extend([key.as_str(), entry.name.as_str()]);
        names.extend(entry.aliases.iter().map(String::as_str));
    }
    names.extend(subject.parsed.outline.links.iter().map(|link| link.text.as_str()));
    names.extend(postmortem.authors.iter().chain(&postmortem.reviewers).map(String::as_str));
    names.extend(postmortem.action_items.iter().filter_map(|item| item.owner.as_deref()));
    names.extend(postmortem.source.as_ref().and_then(|source| source.organization.as_deref()));
    names
}

/// Whether a name has the letters as one of its words.
fn is_part(name: &str, letters: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(letters))
}

/// Adds the short forms that stand in a passage.
fn collect(passage: &Passage, found: &mut Vec<Acronym>) {
    let text = passage.text.as_str();
    let capitals = |pair: &[u8]| pair.iter().all(u8::is_ascii_uppercase);
    if !text.as_bytes().windows(2).any(capitals) || is_shouted(text) {
        return;
    }
    let mut at = 0;
    while let Some(word) = next_word(text, &mut at) {
        let written = &text[word.clone()];
        let Some(letters) = short_form(written) else { continue };
        let rest = &text[word.end..];
        if is_part_of_more(&text[..word.start], rest)
            || passage.is_code(&word)
            || KNOWN.binary_search(&letters).is_ok()
            || is_blank(letters)
            || found.iter().any(|one| one.letters == letters)
            || text.trim().len() == written.len()
            || is_after_number(&text[..word.start])
            || is_said(&text[..word.start])
            || is_name(rest)
            || is_beside_capitals(&text[..word.start], rest)
        {
            continue;
        }
        let span = passage.place(word.start..word.start + letters.len());
        found.push(Acronym { letters: letters.to_owned(), span });
    }
}

/// Whether the letters stand for text to come: that is another rule's.
fn is_blank(letters: &str) -> bool {
    let first = letters.bytes().next();
    letters.len() > 2 && letters.bytes().all(|byte| Some(byte) == first) || MARKS.contains(&letters)
}

/// The letters of a short form, without the `s` of a plural.
fn short_form(word: &str) -> Option<&str> {
    let letters = word.strip_suffix('s').unwrap_or(word);
    let capitals = letters.bytes().all(|byte| byte.is_ascii_uppercase());
    (capitals && LETTERS.contains(&letters.len())).then_some(letters)
}

/// The next run of letters, digits and `_`, from `at` on.
fn next_word(text: &str, at: &mut usize) -> Option<std::ops::Range<usize>> {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let start = *at + text[*at..].find(letter)?;
    let length = text[start..].find(|c: char| !letter(c)).unwrap_or(text.len() - start);
    *at = start + length;
    Some(start..*at)
}

/// Whether a word is a piece of a ticket, a path, a name of a file or a constant.
fn is_part_of_more(before: &str, rest: &str) -> bool {
    let glue =
        |c: char| matches!(c, '-' | '.' | '@' | '#' | '$' | '=' | ':' | '/' | '\\' | '<' | '%' | '&' | '*');
    let glued_before = before.chars().next_back().is_some_and(glue);
    let mut after = rest.chars();
    let glued_after =
        after.next().is_some_and(|c| glue(c) && after.next().is_some_and(char::is_alphanumeric));
    // A slash between two short forms parts them, and `KIAM-based` has a short form in it.
    let compound = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()));
    let number = rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest);
    let numbered = number.starts_with(|c: char| c.is_ascii_digit()) || number.starts_with('#');
    glued_before || glued_after && !compound || numbered
}

/// Whether a number stands before: then it is a unit, a zone or half of a day.
fn is_after_number(before: &str) -> bool {
    let before = before.trim_end();
    let half = before.strip_suffix(['M', 'm']).and_then(|before| before.strip_suffix(['A', 'P', 'a', 'p']));
    before.ends_with(|c: char| c.is_ascii_digit())
        || half.is_some_and(|before| before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        || before
            .strip_suffix(['k', 'K', 'm', 'M', '+'])
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether quotation marks are open: those are somebody else's words, or a message as it was printed.
fn is_said(before: &str) -> bool {
    let open = before.matches('"').count() % 2 == 1;
    open || before.rfind('“').is_some_and(|at| !before[at..].contains('”'))
}

/// Whether a word with a capital follows: then both are a name.
fn is_name(rest: &str) -> bool {
    let mut next = rest.strip_prefix(' ').unwrap_or_default().chars();
    next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase)
}

/// Whether another word in capitals stands beside, one that is no known short form: that is a command,
/// or somebody shouting.
fn is_beside_capitals(before: &str, rest: &str) -> bool {
    let unknown = |word: &str| {
        let capitals = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        // Most known ones that are long are words: `TABLE`, `BEFORE`.
        capitals && (word.len() > 4 || KNOWN.binary_search(&word).is_err())
    };
    let letter = |c: char| c.is_alphanumeric();
    let next = rest.strip_prefix(' ').unwrap_or_default();
    let next = &next[..next.find(|c| !letter(c)).unwrap_or(next.len())];
    let last = before.strip_suffix(' ').unwrap_or_default();
    let last = &last[last.rfind(|c| !letter(c)).map_or(0, |at| last.ceil_char_boundary(at + 1))..];
    unknown(next) || unknown(last)
}

/// Whether most letters are capitals.
fn is_shouted(text: &str) -> bool {
    let (mut upper, mut lower) = (0usize, 0usize);
    for byte in text.bytes() {
        upper += usize::from(byte.is_ascii_uppercase());
        lower += usize::from(byte.is_ascii_lowercase());
    }
    upper > lower
}

/// Whether a text says what a short form means, or writes it as a word.
fn is_explained(text: &str, letters: &str) -> bool {
    let mut at = 0;
    let mut last = 0..0;
    while let Some(word) = next_word(text, &mut at) {
        let before_word = std::mem::replace(&mut last, word.clone());
        let written = &text[word.clone()];
        let plain = written.strip_suffix(['s', 'S']).unwrap_or(written);
        if !plain.eq_ignore_ascii_case(letters) && !written.eq_ignore_ascii_case(letters) {
            continue;
        }
        // `Kiam`, `kiam`: a word, and in capitals the same word.
        if short_form(written) != Some(letters) {
            return true;
        }
        let (before, rest) = (&text[..word.start], &text[word.end..]);
        let bracket = before.trim_end_matches(['"', '\'', '“', '‘']).ends_with('(')
            && rest.trim_start_matches(['"', '\'', '”', '’']).starts_with([')', ',', ';']);
        let named = NAMING.contains(&text.get(before_word).unwrap_or_default());
        let inner = rest.trim_start().strip_prefix(['(', '[']).unwrap_or_default();
        let meaning = inner.split([')', ']']).next().unwrap_or_default();
        let told = meaning.split_whitespace().count() > 1 && meaning.contains(|c: char| c.is_lowercase());
        if bracket || named || told || EXPLAINING.iter().any(|sign| rest.starts_with(sign)) {
            return true;
        }
    }
    false
}

/// The first letters of the words of a text.
struct Initials {
    /// Capitals stay capitals, so that two letters can be held to words that start with one.
    all: String,
    lower: String,
    /// The same without small words.
    heavy: String,
    heavy_lower: String,
}

impl Initials {
    fn of(text: &str) -> Self {
        let (mut all, mut heavy) = (String::new(), String::new());
        let mut at = 0;
        while let Some(word) = next_word(text, &mut at) {
            let word = &text[word];
            let Some(first) = word.chars().next() else { continue };
            // The short form itself spells nothing.
            let first = if short_form(word).is_some() { ' ' } else { first };
            all.push(first);
            if !SMALL.iter().any(|small| small.eq_ignore_ascii_case(word)) {
                heavy.push(first);
            }
        }
        Self { lower: all.to_ascii_lowercase(), all, heavy_lower: heavy.to_ascii_lowercase(), heavy }
    }

    /// Whether some words in a row begin with the letters.
    fn spell(&self, letters: &str) -> bool {
        if letters.len() < 3 {
            return self.all.contains(letters) || self.heavy.contains(letters);
        }
        let letters = letters.to_ascii_lowercase();
        self.lower.contains(&letters) || self.heavy_lower.contains(&letters)
    }
}
