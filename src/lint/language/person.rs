//! Who is a person: a role in the singular, a given name, an author, `@somebody`.

use super::names::NAMES;
use super::words::Words;

/// Roles that only people have.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "admin", "administrator", "analyst", "architect", "co-worker", "colleague", "committer", "contractor",
    "coworker", "dba", "deputy", "developer", "employee", "engineer", "intern", "maintainer", "newcomer",
    "on-call", "on-caller", "oncall", "programmer", "responder", "reviewer", "sre", "staffer", "supervisor",
    "sysadmin", "team-mate", "teammate", "technician", "tester", "trainee",
];

/// Roles that programs have as well: people if a word before says so.
const SHARED_ROLES: &[&str] = &["author", "lead", "manager", "member", "operator"];

/// Words before a shared role that make it a person's.
#[rustfmt::skip]
const HUMAN: &[&str] = &[
    "human", "junior", "senior", "new", "duty", "on-duty", "night", "shift", "plant", "computer", "product",
    "project", "engineering", "incident", "team", "staff", "tech", "technical", "console", "original",
    "first", "on-call",
];

/// Determiners that speak of nobody in particular, of many, or of what did not happen.
const NOBODY: &[&str] = &[
    "no", "any", "every", "each", "neither", "either", "never", "not", "if", "whenever", "unless", "case",
    "should", "prevent", "prevents", "stop", "stops",
];

const DETERMINERS: &[&str] =
    &["the", "a", "an", "our", "one", "another", "this", "that", "their", "his", "her", "some"];

/// Words that cannot stand between an article and its noun.
const OUTSIDE: &[&str] = &[
    "and", "as", "because", "but", "by", "for", "from", "in", "of", "on", "or", "that", "then", "to", "when",
    "where", "while", "with",
];

/// Where the words for one person start that end with the word at `at`; `None` where they mean none.
/// `names` are the full names of those whom the front matter lists, in lower case.
pub(super) fn ending_at(words: &Words, at: usize, names: &[String]) -> Option<usize> {
    let word = words.get(at);
    if word.is_empty() {
        return None;
    }
    let start = if matches!(word, "he" | "she" | "someone" | "somebody") || words.is_handle(at) {
        at
    } else if words.is_capitalized(at) && is_name(words, at, names) {
        let has_first = at > 0 && words.follows(at) && words.is_capitalized(at - 1);
        if has_first && NAMES.binary_search(&words.get(at - 1)).is_ok() { at - 1 } else { at }
    } else {
        role(words, at)?
    };
    (!words.follows(start) || !NOBODY.contains(&words.before(start, 1))).then_some(start)
}

fn is_name(words: &Words, at: usize, names: &[String]) -> bool {
    let first = at > 0 && words.follows(at) && words.is_capitalized(at - 1);
    let given = |at: usize| NAMES.binary_search(&words.get(at)).is_ok();
    given(at)
        || first && given(at - 1)
        || first
            && names.iter().any(|name| {
                name.split_once(' ').is_some_and(|(a, b)| a == words.get(at - 1) && b == words.get(at))
            })
}

/// Where `the new on-call engineer` starts, of which the last word is at `at`.
fn role(words: &Words, at: usize) -> Option<usize> {
    let word = words.get(at);
    let shared = SHARED_ROLES.contains(&word);
    if !shared && ROLES.binary_search(&word).is_err() {
        return None;
    }
    let (mut start, mut human, mut determined) = (at, false, false);
    while at - start < 5 && start > 0 && words.follows(start) {
        let before = words.get(start - 1);
        if NOBODY.contains(&before) {
            return None;
        }
        if DETERMINERS.contains(&before) {
            start -= 1;
            determined = true;
            break;
        }
        if OUTSIDE.contains(&before) {
            break;
        }
        human |= HUMAN.contains(&before);
        start -= 1;
    }
    // Without an article before it, only the role itself is known to belong together.
    let start = if determined { start } else { at };
    let named_like_a_team = matches!(word, "sre" | "dba" | "on-call" | "oncall");
    ((!shared || human) && (!named_like_a_team || determined)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(ROLES.is_sorted());
    }
}
