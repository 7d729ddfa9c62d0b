//! Sentences that make a person the fault.
//!
//! A finding needs both: words for one person, and right beside them a word of fault in the past tense.
//! Systems that fail, and teams that say `we`, are no persons.

use super::person;
use super::words::Words;

/// What such a person did, in one word.
const DEEDS: &[&str] = &[
    "blundered",
    "botched",
    "bungled",
    "forgot",
    "forgotten",
    "ignored",
    "misconfigured",
    "mishandled",
    "misjudged",
    "mistyped",
    "overlooked",
];

/// How a person did it.
const MANNERS: &[&str] = &[
    "accidentally",
    "carelessly",
    "erroneously",
    "foolishly",
    "improperly",
    "inadvertently",
    "incorrectly",
    "mistakenly",
    "negligently",
    "recklessly",
    "stupidly",
    "unintentionally",
    "wrongly",
];

/// What a person is called.
const FAULTY: &[&str] = &[
    "careless",
    "complacent",
    "incompetent",
    "inattentive",
    "irresponsible",
    "lazy",
    "negligent",
    "reckless",
    "sloppy",
    "unqualified",
];

/// What belongs to a person.
#[rustfmt::skip]
const FAULTS: &[&str] = &[
    "blunder", "carelessness", "complacency", "error", "errors", "fault", "forgetfulness", "incompetence",
    "inattention", "inexperience", "laziness", "misjudgment", "mistake", "mistakes", "negligence",
    "oversight", "recklessness", "sloppiness",
];

/// After these, an error or a fault is a thing of programs.
const OF_PROGRAMS: &[&str] = &[
    "budget",
    "budgets",
    "code",
    "codes",
    "handling",
    "log",
    "logs",
    "message",
    "messages",
    "rate",
    "tolerance",
];

/// Past tenses that do not end in `ed`.
#[rustfmt::skip]
const IRREGULAR: &[&str] = &[
    "broke", "brought", "built", "chose", "cut", "did", "drew", "gave", "hit", "kept", "left", "let",
    "made", "overwrote", "put", "ran", "sent", "set", "shut", "spun", "took", "told", "typed", "went",
    "wrote",
];

/// Small words between a person and what they did.
const BETWEEN: &[&str] = &[
    "again",
    "also",
    "apparently",
    "had",
    "has",
    "having",
    "just",
    "later",
    "simply",
    "still",
    "then",
    "who",
];

/// The place of what was found, by number of word: first and last, both included.
pub(super) type Found = (usize, usize);

/// Every blame among the words, each once.
pub(super) fn find(words: &Words, names: &[String]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in 0..words.len() {
        let blame = match words.get(at) {
            "" => None,
            word if DEEDS.contains(&word) => subject(words, at, names).map(|first| (first, at)),
            "failed" | "neglected" if words.get(at + 1) == "to" => {
                subject(words, at, names).map(|first| (first, at + 1))
            }
            "screwed" | "messed" if words.get(at + 1) == "up" => {
                subject(words, at, names).map(|first| (first, at + 1))
            }
            "made" => {
                mistake_after(words, at).and_then(|last| subject(words, at, names).map(|first| (first, last)))
            }
            "did" | "didn" => {
                unlike(words, at).and_then(|last| subject(words, at, names).map(|first| (first, last)))
            }
            word if word.ends_with("ly") && MANNERS.contains(&word) => manner(words, at, names),
            word if FAULTY.contains(&word) && words.before(at, 1) == "was" => {
                subject(words, at - 1, names).map(|first| (first, at))
            }
            "fault" if words.before(at, 1) == "at" && words.before(at, 2) == "was" => {
                subject(words, at - 2, names).map(|first| (first, at))
            }
            "blame" if words.before(at, 1) == "to" => blamed(words, at, names),
            word if FAULTS.contains(&word) => owned(words, at, names).or_else(|| made_by(words, at, names)),
            "failure" if words.get(at + 1) == "to" => {
                owned(words, at, names).map(|(first, _)| (first, at + 1))
            }
            _ => None,
        };
        if let Some((first, last)) = blame
            && found.last().is_none_or(|(_, before)| *before < first)
        {
            found.push((first, last));
        }
    }
    found
}

/// Where the person starts whose deed stands at `at`.
fn subject(words: &Words, at: usize, names: &[String]) -> Option<usize> {
    let mut verb = at;
    for _ in 0..3 {
        let before = verb.checked_sub(1)?;
        let word = words.get(before);
        // `the engineer, who had forgotten`
        if !words.follows(verb) && word != "who" && words.get(verb) != "who" {
            return None;
        }
        if let Some(first) = person::ending_at(words, before, names) {
            return Some(first);
        }
        if matches!(word, "and" | "but") {
            return earlier(words, before, at, names);
        }
        if !BETWEEN.contains(&word) {
            return None;
        }
        verb = before;
    }
    None
}

/// The person with whom the sentence begins, of whom the verb after `and` speaks as well. Only people
/// forget; of other verbs something in between might be the subject.
fn earlier(words: &Words, and: usize, verb: usize, names: &[String]) -> Option<usize> {
    if !matches!(words.get(verb), "forgot" | "neglected") {
        return None;
    }
    let mut begin = and;
    while begin > 0 && and - begin < 25 && !words.begins(begin) {
        begin -= 1;
    }
    (begin..and.min(begin + 5))
        .find_map(|at| person::ending_at(words, at, names).filter(|first| *first == begin))
}

/// The last word of `made a grave mistake`.
fn mistake_after(words: &Words, made: usize) -> Option<usize> {
    let article = matches!(words.get(made + 1), "a" | "an" | "the" | "this");
    let mistake = |at: usize| matches!(words.get(at), "blunder" | "error" | "mistake" | "oversight" | "typo");
    [made + 2, made + 3].into_iter().find(|at| article && mistake(*at))
}

/// The last word of `did not bother`: what a careful person would have done.
fn unlike(words: &Words, did: usize) -> Option<usize> {
    let verb = match (words.get(did), words.tail(did), words.get(did + 1)) {
        ("didn", "t", _) => did + 1,
        ("did", _, "not") => did + 2,
        _ => return None,
    };
    match words.get(verb) {
        "bother" | "check" | "double-check" | "follow" | "read" | "test" | "think" | "verify" => Some(verb),
        "pay" if words.get(verb + 1) == "attention" => Some(verb + 1),
        _ => None,
    }
}

/// `the engineer mistakenly ran`, or `mistakenly deleted by an engineer`.
fn manner(words: &Words, at: usize, names: &[String]) -> Option<Found> {
    let next = words.get(at + 1);
    let past = next.ends_with("ed") || IRREGULAR.contains(&next);
    if let Some(first) = subject(words, at, names) {
        // Of a person and in the past: `if an engineer mistakenly runs` asks what could happen.
        let doing = next.ends_with("ing") || next.is_empty() && !words.closes(at);
        return (past || doing).then_some((first, at));
    }
    let by = (at + 2..at + 5).find(|by| words.get(*by) == "by")?;
    let person = (by + 1..by + 6)
        .take_while(|last| words.follows(*last))
        .find(|last| person::ending_at(words, *last, names) == Some(by + 1))?;
    (next.ends_with("ed") || next.ends_with("en")).then_some((at, person))
}

/// `the intern is to blame`.
fn blamed(words: &Words, at: usize, names: &[String]) -> Option<Found> {
    let is = at.checked_sub(2).filter(|is| matches!(words.get(*is), "is" | "was"))?;
    if !words.follows(is) {
        return None;
    }
    person::ending_at(words, is.checked_sub(1)?, names).map(|first| (first, at))
}

/// `John's carelessness`, `her mistake`.
fn owned(words: &Words, at: usize, names: &[String]) -> Option<Found> {
    if OF_PROGRAMS.contains(&words.get(at + 1)) || !words.follows(at) {
        return None;
    }
    // `her own mistake`, `John's simple mistake`
    let owner = [1, 2].into_iter().filter_map(|back| at.checked_sub(back)).find(|owner| {
        words.tail(*owner) == "s" || matches!(words.get(*owner), "his" | "her") && words.follows(*owner)
    })?;
    if owner + 1 < at && !words.follows(owner + 1) {
        return None;
    }
    if matches!(words.get(owner), "his" | "her") {
        // `his/her mistakes` is about everybody.
        let general = words.get(at).ends_with('s') && words.get(at).starts_with(['m', 'e']);
        return (!general && words.get(at) != "failure").then_some((owner, at));
    }
    person::ending_at(words, owner, names).map(|first| (first, at))
}

/// `a mistake by the engineer`, `carelessness on the part of John`.
fn made_by(words: &Words, at: usize, names: &[String]) -> Option<Found> {
    let mut next = at + 1;
    if words.get(next) == "made" {
        next += 1;
    }
    let part = [next, next + 1, next + 2, next + 3].map(|at| words.get(at));
    let person = match part {
        ["on", "the", "part", "of"] => next + 4,
        ["by" | "of", ..] => next + 1,
        _ => return None,
    };
    // Up to the last word of the person: `the engineer on call` ends where the role does.
    (person..person + 5)
        .take_while(|last| words.follows(*last))
        .find(|last| person::ending_at(words, *last, names) == Some(person))
        .map(|last| (at, last))
}
