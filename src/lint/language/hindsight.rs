//! Sentences about what did not happen: `we should have tested this`.
//!
//! Only the turns that judge people's decisions count. What a system was meant to do (`the alert should
//! have fired`) tells the reader something, and what shall be (`services should have alerts`) is a wish.

use super::blame::Found;
use super::person;
use super::words::Words;

/// What people could have done.
#[rustfmt::skip]
const DONE: &[&str] = &[
    "acted", "added", "alerted", "announced", "anticipated", "asked", "avoided", "begun", "called",
    "caught", "checked", "chosen", "communicated", "considered", "coordinated", "declared", "detected",
    "diagnosed", "discovered", "documented", "done", "double-checked", "escalated", "expected", "fixed",
    "followed", "foreseen", "found", "identified", "informed", "investigated", "involved", "kept", "known",
    "learned", "learnt", "listened", "looked", "made", "mitigated", "monitored", "noticed", "notified",
    "opened", "paged", "paid", "planned", "predicted", "prepared", "prevented", "put", "questioned",
    "raised", "reacted", "read", "realised", "realized", "recognised", "recognized", "resolved",
    "responded", "reverted", "reviewed", "rolled", "rushed", "seen", "spotted", "started", "stopped",
    "taken", "tested", "thought", "told", "tried", "understood", "updated", "upgraded", "used", "verified",
    "waited", "warned", "written",
];

/// Of these, a noun may follow that they describe: `we should have documented runbooks`.
#[rustfmt::skip]
const ALSO_ADJECTIVES: &[&str] = &[
    "added", "considered", "coordinated", "declared", "documented", "expected", "fixed", "known", "learned",
    "mitigated", "monitored", "planned", "prepared", "put", "raised", "read", "reviewed", "tested",
    "updated", "used", "verified", "written",
];

/// After these, it was a verb.
#[rustfmt::skip]
const AFTER_VERBS: &[&str] = &[
    "a", "about", "after", "again", "against", "all", "an", "any", "at", "before", "better", "both", "but",
    "by", "carefully", "each", "earlier", "every", "everything", "first", "for", "from", "her", "him",
    "how", "if", "immediately", "instead", "it", "its", "less", "more", "much", "my", "on", "our", "out",
    "properly", "quickly", "some", "sooner", "such", "that", "the", "their", "them", "there", "these",
    "this", "thoroughly", "those", "through", "to", "too", "up", "us", "well", "what", "when", "whether",
    "why", "with", "your",
];

/// What should have been done, by people.
#[rustfmt::skip]
const SHOULD_BE: &[&str] = &[
    "addressed", "anticipated", "avoided", "caught", "checked", "communicated", "detected", "discovered",
    "documented", "escalated", "fixed", "foreseen", "identified", "investigated", "known", "mitigated",
    "monitored", "noticed", "paged", "planned", "prevented", "resolved", "reviewed", "rushed", "spotted",
    "tested", "treated", "verified",
];

/// What could or would have been otherwise.
#[rustfmt::skip]
const COULD_BE: &[&str] = &[
    "addressed", "anticipated", "avoided", "caught", "detected", "discovered", "fixed", "foreseen", "found",
    "identified", "mitigated", "noticed", "prevented", "resolved", "shortened", "spotted", "tested",
];

const WOULD_BE: &[&str] = &["avoided", "caught", "detected", "noticed", "prevented", "spotted"];

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "anybody", "anyone", "engineers", "everybody", "everyone", "he", "i", "management", "nobody",
    "operators", "people", "reviewers", "she", "somebody", "someone", "team", "teams", "they", "we", "you",
];

const SMALL: &[&str] = &[
    "also",
    "already",
    "always",
    "certainly",
    "clearly",
    "easily",
    "ideally",
    "just",
    "never",
    "perhaps",
    "probably",
    "really",
    "simply",
    "still",
    "then",
];

/// Every counterfactual among the words, each once.
pub(super) fn find(words: &Words, names: &[String]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in 0..words.len() {
        let one = match words.get(at) {
            "should" | "shouldn" | "could" | "would" | "wouldn" | "ought" => modal(words, at, names),
            "if" => if_only(words, at),
            "had" => had_we(words, at),
            _ => None,
        };
        if let Some((first, last)) = one
            && found.last().is_none_or(|(_, before)| *before < first)
        {
            found.push((first, last));
        }
    }
    found
}

/// `we should have tested it`, `it could have been avoided`, `it would have been caught`.
fn modal(words: &Words, at: usize, names: &[String]) -> Option<Found> {
    let modal = words.get(at);
    let mut next = at + 1;
    let mut negated = words.tail(at) == "t";
    let skip = |next: &mut usize, negated: &mut bool| {
        while words.follows(*next) && (words.get(*next) == "not" || SMALL.contains(&words.get(*next))) {
            *negated |= words.get(*next) == "not";
            *next += 1;
        }
    };
    skip(&mut next, &mut negated);
    if words.tail(at) != "ve" {
        if modal == "ought" {
            next += usize::from(words.get(next) == "to");
        }
        if words.get(next) != "have" || !words.follows(next) {
            return None;
        }
        next += 1;
    }
    skip(&mut next, &mut negated);
    // `whether it should have been tested` leaves it open, `could not have known` acquits.
    if !words.follows(next) || is_asked(words, at) || modal == "could" && negated {
        return None;
    }
    let mut verb = words.get(next);
    if verb == "been" && words.follows(next + 1) {
        verb = words.get(next + 1);
        let list = match modal {
            "should" | "shouldn" | "ought" => SHOULD_BE,
            "could" => COULD_BE,
            _ => WOULD_BE,
        };
        return list.contains(&verb).then_some((at, next + 1));
    }
    // Without people, it tells what the danger was.
    if matches!(modal, "would" | "wouldn") || !DONE.contains(&verb) {
        return None;
    }
    let subject = subject(words, at, names)?;
    let plain =
        !ALSO_ADJECTIVES.contains(&verb) || words.closes(next) || AFTER_VERBS.contains(&words.get(next + 1));
    plain.then_some((subject, next))
}

/// Where the people start of whom the modal at `at` speaks.
fn subject(words: &Words, at: usize, names: &[String]) -> Option<usize> {
    let mut verb = at;
    if words.follows(verb) && SMALL.contains(&words.before(verb, 1)) {
        verb -= 1;
    }
    let before = verb.checked_sub(1).filter(|_| words.follows(verb))?;
    if PEOPLE.contains(&words.get(before)) {
        let article = before > 0 && words.follows(before) && matches!(words.before(before, 1), "the" | "our");
        return Some(before - usize::from(article));
    }
    person::ending_at(words, before, names)
}

/// Whether the clause around a word asks instead of telling.
fn is_asked(words: &Words, at: usize) -> bool {
    let mut word = at;
    for _ in 0..12 {
        if word == 0 || !words.follows(word) {
            return false;
        }
        word -= 1;
        if matches!(
            words.get(word),
            "if" | "whether"
                | "what"
                | "how"
                | "where"
                | "anything"
                | "something"
                | "than"
                | "assume"
                | "assumed"
                | "assuming"
                | "thought"
        ) {
            return true;
        }
    }
    false
}

/// `if only we had`.
fn if_only(words: &Words, at: usize) -> Option<Found> {
    let only = words.get(at + 1) == "only" && words.follows(at + 1) && words.follows(at + 2);
    let people = matches!(words.get(at + 2), "we" | "they" | "he" | "she" | "i" | "someone" | "somebody");
    let past = words.tail(at + 2) == "d" || matches!(words.get(at + 3), "had" | "could" | "were");
    (only && people && past).then_some((at, at + 2))
}

/// `Had we known`.
fn had_we(words: &Words, at: usize) -> Option<Found> {
    let inverted = !words.follows(at) && words.follows(at + 1) && words.is_capitalized(at);
    let who = match words.get(at + 1) {
        "we" | "he" | "she" | "someone" | "somebody" | "anyone" | "anybody" => at + 1,
        "the" if matches!(words.get(at + 2), "team" | "engineer" | "operator" | "reviewer") => at + 2,
        _ => return None,
    };
    let mut verb = who + 1;
    while SMALL.contains(&words.get(verb)) || matches!(words.get(verb), "not" | "only") {
        verb += 1;
    }
    (inverted && (words.get(verb) == "had" || DONE.contains(&words.get(verb)))).then_some((at, verb))
}
