//! The query language of the search: owns its grammar and the tree that a query becomes.
//!
//! Takes what somebody typed or pasted, any text at all; gives a [`Query`]: groups of clauses that
//! must hold together, and notes on the parts that are not what they look like. Nothing is an error:
//! what is no operator is searched as words. The search page parses queries by the same grammar in
//! `search-query.js`; the fixture
//! `tests/search/queries.json` holds the two parsers together.

mod lex;
mod values;

use serde::Serialize;

use lex::{Piece, is_legible, pieces, plain_line};
use values::Key;

/// So many Unicode scalar values are read; a pasted log may be far longer.
const MAX_CHARS: usize = 5_000;
/// So many groups are kept.
const MAX_GROUPS: usize = 256;
/// So many notes are given.
const MAX_NOTES: usize = 8;
/// A text of more pieces was pasted rather than typed: `OR` and `key:` in it are rarely operators.
const MAX_TYPED_PIECES: usize = 12;

/// A query as a tree: all groups must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// What a postmortem must or must not match.
    pub groups: Vec<Group>,
    /// What was not understood, in the order of the text; a note on its length comes first.
    pub notes: Vec<Note>,
}

/// Clauses of which one must hold, or the one that must not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Whether the group excludes. Such a group has one clause.
    pub not: bool,
    /// At least one clause.
    pub any: Vec<Clause>,
}

/// The smallest part of a query that can match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// Text for the tokenizer, which may find several words in it.
    Word(String),
    /// The same, but of its last word only the beginning is given.
    Prefix(String),
    /// Words in exactly this form and order.
    Phrase(String),
    /// On or after this day, `YYYY-MM-DD`.
    After(String),
    /// Before this day, `YYYY-MM-DD`.
    Before(String),
    /// A property of the postmortem has this value.
    #[serde(untagged)]
    Filter {
        /// The property.
        filter: Filter,
        /// The value as it was written, without quotes.
        value: String,
    },
    /// The incident was so long.
    #[serde(untagged)]
    Duration {
        /// How its duration compares to `seconds`.
        duration: Comparison,
        /// Whole seconds.
        seconds: u64,
    },
}

/// A property that a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// An affected service.
    Service,
    /// A root cause of the taxonomy.
    RootCause,
    /// What set it off.
    Trigger,
    /// How bad it was.
    Severity,
    /// A team that took part.
    Team,
    /// A free tag.
    Tag,
    /// The year of the incident, four digits.
    Year,
    /// How far the postmortem itself has come.
    Status,
}

impl Filter {
    /// The key of front matter that it stands for, in the singular.
    pub fn key(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::RootCause => "root_cause",
            Self::Trigger => "trigger",
            Self::Severity => "severity",
            Self::Team => "team",
            Self::Tag => "tag",
            Self::Year => "year",
            Self::Status => "status",
        }
    }
}

/// How a duration compares to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Comparison {
    /// Longer.
    #[serde(rename = ">")]
    Above,
    /// As long or longer; what is meant without a sign.
    #[serde(rename = ">=")]
    AtLeast,
    /// Shorter.
    #[serde(rename = "<")]
    Below,
    /// As long or shorter.
    #[serde(rename = "<=")]
    AtMost,
}

/// A part of the query that is not what it looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What is the matter.
    pub code: NoteCode,
    /// The part, with single blanks and straight quotes; empty if it is the whole text.
    pub text: String,
}

/// What can be the matter with a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCode {
    /// Text or groups beyond the limit were left out.
    TooLong,
    /// A quote is not closed, so the rest was read as words.
    UnclosedQuote,
    /// A `-` that belongs to nothing was left out.
    LonelyOperator,
    /// An `OR` without a clause on each side was left out.
    MisplacedOr,
    /// A filter without a value was left out.
    EmptyFilter,
    /// A key that is no filter; read as words.
    UnknownFilter,
    /// Not a year of four digits; read as words.
    BadYear,
    /// Not a date; read as words.
    BadDate,
    /// Not a duration; read as words.
    BadDuration,
}

/// Parses a query. With `typing` its end is still being written: the last word is a beginning, and
/// what is merely unfinished there gets no note.
pub fn parse(text: &str, typing: bool) -> Query {
    let mut chars = text.chars();
    let line = plain_line(chars.by_ref().take(MAX_CHARS));
    let cut = chars.next().is_some();
    let text = line.trim();
    let pieces = pieces(text);
    let reader = Reader {
        typing: typing && !cut,
        // After a blank the last word is whole.
        word_open: line.ends_with(text),
        long: pieces.len() > MAX_TYPED_PIECES,
    };
    let items = pieces.iter().map(|piece| reader.item(piece)).collect();
    assemble(items, cut)
}

/// What became of a piece.
struct Item<'a> {
    /// The text for the note.
    text: &'a str,
    /// Whether it is an `OR`, which may join its neighbours.
    or: bool,
    /// Whether its clause is excluded.
    not: bool,
    /// What it searches for. An `OR` has one if it is read as a word unless it joins.
    clause: Option<Clause>,
    /// What is the matter with it.
    code: Option<NoteCode>,
}

/// What must be known of the whole text to read a piece of it.
struct Reader {
    /// Whether the end of the text is still being written.
    typing: bool,
    /// Whether a word at the end may go on.
    word_open: bool,
    /// Whether the text is too long to be typed.
    long: bool,
}

impl Reader {
    /// Decides what a piece is.
    fn item<'a>(&self, piece: &Piece<'a>) -> Item<'a> {
        let mut item = Item { text: piece.whole, or: false, not: piece.minus, clause: None, code: None };
        let last = self.typing && piece.rest.is_empty();
        // What is still being typed, or lost its value to an open quote, is no mistake of its own.
        let slip = |code| (!last && !piece.rest.starts_with('"')).then_some(code);
        if piece.open {
            item.code = (!self.typing).then_some(NoteCode::UnclosedQuote);
        } else if piece.whole == "-" && piece.minus {
            item.code = slip(NoteCode::LonelyOperator);
        } else if piece.whole == "OR" {
            item.or = true;
            if self.long {
                item.clause = self.word("OR", last);
            } else {
                item.code = slip(NoteCode::MisplacedOr);
            }
        } else if let Some(filter) = piece.key.and_then(Key::named) {
            if is_legible(piece.value) {
                item.clause = filter.clause(piece.value);
                if item.clause.is_none() && !(last && filter.may_become_whole(piece.value)) {
                    item.code = Some(filter.complaint());
                    self.read_words(&mut item, last);
                }
            } else {
                item.code = slip(NoteCode::EmptyFilter);
            }
        } else if piece.key.is_none() && piece.quoted {
            item.clause = is_legible(piece.value).then(|| Clause::Phrase(piece.value.to_owned()));
        } else {
            let is_filter = piece.key.is_some_and(|key| (2..=16).contains(&key.len()))
                && !piece.value.is_empty()
                && !piece.value.starts_with('/');
            item.code = (is_filter && !self.long).then_some(NoteCode::UnknownFilter);
            self.read_words(&mut item, last);
        }
        item
    }

    /// Reads the whole piece as words. `-5` and `-1.2` are numbers rather than negations.
    fn read_words(&self, item: &mut Item<'_>, last: bool) {
        let negated = item.text.strip_prefix('-').filter(|_| item.not);
        let negated = negated.filter(|text| text.starts_with(char::is_alphabetic));
        item.not = negated.is_some();
        item.clause = self.word(negated.unwrap_or(item.text), last && !item.not);
    }

    /// The clause of a plain word, if there is anything to search for in it.
    fn word(&self, text: &str, last: bool) -> Option<Clause> {
        let stem = text.strip_suffix('*').filter(|stem| stem.ends_with(char::is_alphanumeric));
        is_legible(text).then(|| match stem {
            Some(stem) => Clause::Prefix(stem.to_owned()),
            None if last && self.word_open => Clause::Prefix(text.to_owned()),
            None => Clause::Word(text.to_owned()),
        })
    }
}

/// Joins the items into groups and collects their notes.
fn assemble(items: Vec<Item<'_>>, cut: bool) -> Query {
    let mut query = Query::default();
    let mut joined = joined(&items).into_iter();
    let mut join = false;
    for item in items {
        if (item.or || item.clause.is_some()) && joined.next() == Some(true) {
            join = true;
            continue;
        }
        if let Some(clause) = item.clause {
            match query.groups.last_mut() {
                Some(group) if join => group.any.push(clause),
                _ => query.groups.push(Group { not: item.not, any: vec![clause] }),
            }
            join = false;
        }
        if let Some(code) = item.code {
            let note = Note { code, text: item.text.to_owned() };
            if query.notes.len() < MAX_NOTES && !query.notes.contains(&note) {
                query.notes.push(note);
            }
        }
    }
    if cut || query.groups.len() > MAX_GROUPS {
        query.notes.insert(0, Note { code: NoteCode::TooLong, text: String::new() });
        query.notes.truncate(MAX_NOTES);
        query.groups.truncate(MAX_GROUPS);
    }
    query
}

/// For each item that is an `OR` or has a clause, whether it is an `OR` that joins its neighbours.
/// What was dropped does not stand between an `OR` and its sides.
fn joined(items: &[Item<'_>]) -> Vec<bool> {
    let list: Vec<&Item<'_>> = items.iter().filter(|item| item.or || item.clause.is_some()).collect();
    let is_side = |item: Option<&&Item<'_>>| item.is_some_and(|item| !item.or && !item.not);
    let before = std::iter::once(None).chain(list.iter().map(Some));
    let after = list.iter().skip(1).map(Some).chain(std::iter::once(None));
    let sides = before.zip(after);
    list.iter().zip(sides).map(|(item, (left, right))| item.or && is_side(left) && is_side(right)).collect()
}

#[cfg(test)]
mod tests;
