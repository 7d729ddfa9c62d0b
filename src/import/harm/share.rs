//! Shares and numbers of users: `about 20% of our users`, `half of the customers`, `12,000 visitors`.

use super::super::phrase::{Phrases, Words};
use std::sync::LazyLock;

/// Who is counted.
pub(super) const USERS: &str = "user|users|userbase|customer|customers|client|clients|visitor|visitors|subscriber|subscribers|student|students|member|members|player|players|merchant|merchants|shopper|shoppers|tenant|tenants|people|audience|passengers|guests|readers|viewers|patients|buyers|consumers|usuarios|usuario|clientes|cliente|utilisateurs|utilisateur|abonnes|nutzer|nutzern|benutzer|benutzern|kunden|anwender|assinantes|utilizadores";

/// What else has percentages. `restored` belongs to them: what is back was not hit.
const OTHERS: &str = "request|requests|traffic|cpu|memory|ram|capacity|disk|storage|engagement|restored|recovered|online|error|errors|rate|rates|packet|packets|infrastructure|revenue|sales|transactions|transaction|latency|load|queries|query|calls|sla|slo|uptime|availability|increase|decrease|drop|reduction|usage|utilization|utilisation|consumption|funds|loss|nodes|servers|instances|pods|sessions|session|orders|deployments|tests|coverage|throughput|bandwidth|time|jobs|messages|emails|back|operational|slippage|complete|done|processing|activity|conversion|conversions|satisfaction|down|api|apis";

/// What a place near a percentage says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Users,
    Others,
}

static OF: LazyLock<Phrases<Of>> = LazyLock::new(|| {
    Phrases::of([
        (
            "user|customer|client|subscriber|student|member|player|visitor request|requests|traffic|session|sessions|engagement|activity|satisfaction|experience|data|transactions|logins|queries|calls|orders|error|errors|complaints|reports|tickets",
            Of::Others,
        ),
        ("support|customer support|service|care", Of::Others),
        (USERS, Of::Users),
        ("用户", Of::Users),
        ("客户", Of::Users),
        ("顾客", Of::Users),
        ("ユーザー", Of::Users),
        ("利用者", Of::Users),
        ("顧客", Of::Users),
        (OTHERS, Of::Others),
    ])
});

/// Who was spared, or is well again.
static SPARED: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let phrases = [
        "unaffected",
        "not ~ affected|impacted",
        "werent affected|impacted",
        "were ~ able to",
        "regained",
        "recovered",
        "restored",
        "back online|to normal",
        "no longer affected",
        "had no problem|problems|issue|issues|trouble",
        "still able",
        "target|goal|slo|sla",
    ];
    Phrases::of(phrases.map(|phrase| (phrase, ())))
});

static FRACTIONS: LazyLock<Phrases<f64>> = LazyLock::new(|| {
    let users = |part: &str| format!("{part} of ~ {USERS}");
    let fractions: [(&str, f64); 9] = [
        ("half", 50.0),
        ("a|one third", 100.0 / 3.0),
        ("two thirds", 200.0 / 3.0),
        ("a|one quarter", 25.0),
        ("three quarters", 75.0),
        ("a|one fifth", 20.0),
        ("a|one tenth", 10.0),
        ("two fifths", 40.0),
        ("four fifths", 80.0),
    ];
    let mut phrases = Phrases::new();
    for (part, share) in fractions {
        phrases.add(&users(part), share);
        phrases.add(&format!("{part} {}", "our|the|all users|customers|clients|visitors"), share);
    }
    phrases.add(&format!("half ~ {USERS}"), 50.0);
    for (count, share) in
        [("two", 50.0), ("three", 100.0 / 3.0), ("four", 25.0), ("five", 20.0), ("ten", 10.0)]
    {
        phrases.add(&format!("one in|out {count} ~ {USERS}"), share);
        phrases.add(&format!("one out of {count} ~ {USERS}"), share);
    }
    phrases.add("la mitad de ~ usuarios|clientes", 50.0);
    phrases.add("la moitie des|de ~ utilisateurs|clients", 50.0);
    phrases.add("die halfte der|aller|unserer ~ nutzer|benutzer|kunden", 50.0);
    phrases.add("metade dos ~ usuarios|clientes|utilizadores", 50.0);
    phrases.add("半数のユーザー", 50.0);
    phrases.add("一半的用户", 50.0);
    phrases
});

/// How far from a percentage its users stand, in words.
const NEAR: usize = 9;

/// The share of users that a text names, in percent, and whether it is a range.
///
/// `about_users` says that the text answers a question for users, so that a bare `20%` is one of them.
pub(super) fn share(text: &str, about_users: bool) -> Option<(f64, bool)> {
    for (at, number, end) in percentages(text) {
        let before = Words::of(clause_before(text.get(..at).unwrap_or_default()));
        let after = text.get(end..).unwrap_or_default();
        let clause = clause_after(after);
        let words = Words::of(clause);
        let remaining = before.len().checked_sub(1).and_then(|last| before.get(last));
        if matches!(remaining, Some("remaining" | "other" | "rest" | "restlichen" | "restante"))
            || SPARED.first(&words).is_some()
        {
            continue;
        }
        let next = OF.first(&words).filter(|found| found.start < NEAR);
        let of = match next {
            Some(found) => Some(found.means),
            // `20% of the weekly rewards` says itself that it is none of users.
            None if words.get(0) == Some("of") && !about_users => continue,
            None => OF
                .find(&before)
                .last()
                .filter(|found| found.end + NEAR > before.len())
                .map(|found| found.means),
        };
        let fits = match of {
            Some(of) => of == Of::Users,
            None => about_users,
        };
        if fits && number.0 > 0.0 && number.0 <= 100.0 {
            return Some(number);
        }
    }
    let words = Words::of(text);
    let fraction = FRACTIONS.first(&words)?;
    (SPARED.first(&words).is_none()).then_some(((fraction.means * 10.0).round() / 10.0, false))
}

/// The clause in which a percentage stands: `78% of users, while the remaining 22% …` has two.
fn clause_after(text: &str) -> &str {
    let end = text
        .match_indices([',', ';', '(', ')', '。', '，'])
        .map(|(at, _)| at)
        .chain([" while ", " and ", " whereas ", ". "].iter().filter_map(|word| text.find(word)))
        .min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn clause_before(text: &str) -> &str {
    let start = text
        .match_indices([';', '。'])
        .map(|(at, mark)| at + mark.len())
        .chain(
            [" while ", " and ", " whereas "].iter().filter_map(|word| Some(text.rfind(word)? + word.len())),
        )
        .max();
    start.and_then(|start| text.get(start..)).unwrap_or(text)
}

/// The percentages of a text: where the number starts, what it is, and where what it is ends.
fn percentages(text: &str) -> Vec<(usize, (f64, bool), usize)> {
    let lower = text.to_ascii_lowercase();
    let marks =
        ["%", "％", "percent", "per cent", "por ciento", "pour cent", "pour-cent", "prozent", "por cento"];
    let mut found: Vec<_> = marks
        .iter()
        .flat_map(|mark| lower.match_indices(mark).map(|(at, mark)| (at, at + mark.len())))
        .filter_map(|(at, end)| {
            let before = text.get(..at)?.trim_end();
            let start =
                before.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).map_or(0, |start| {
                    start + before.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
                });
            let number: f64 = before.get(start..)?.replace(',', ".").parse().ok()?;
            let range = before.get(..start).is_some_and(|rest| {
                let rest = rest.trim_end();
                let rest = rest.strip_suffix(['-', '–', '—']).or_else(|| rest.strip_suffix(" to"));
                rest.is_some_and(|rest| {
                    rest.trim_end().trim_end_matches('%').ends_with(|c: char| c.is_ascii_digit())
                })
            });
            Some((start, (number, range), end))
        })
        .collect();
    found.sort_by_key(|(at, _, _)| *at);
    found
}

/// Numbers of a text, and where each ends: `12,000`, `3.7M`, `2.5 million`, `four`. Years are none.
pub(super) fn counts(text: &str) -> Vec<(u64, usize)> {
    const SMALL: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mut counts = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let end = at + piece.len();
        at = end;
        let word =
            piece.trim().trim_start_matches(['(', '~', '≈', '"']).trim_end_matches([',', '.', ')', '"', '+']);
        if let Some(small) = SMALL.iter().skip(2).position(|small| word.eq_ignore_ascii_case(small)) {
            counts.push((small as u64 + 2, end));
            continue;
        }
        let digits =
            word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(word.len());
        let (number, suffix) = word.split_at(digits);
        let next = text.get(end..).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let factor: Option<f64> = match suffix.to_ascii_lowercase().as_str() {
            "k" => Some(1e3),
            "m" | "mn" => Some(1e6),
            "" => match next.to_ascii_lowercase().as_str() {
                "thousand" | "tausend" | "mil" => Some(1e3),
                "million" | "millions" | "millionen" | "millones" => Some(1e6),
                _ => None,
            },
            _ => continue,
        };
        let grouped = number.split([',', '.']).skip(1).all(|group| group.len() == 3);
        let plain = if grouped && factor.is_none() {
            number.replace([',', '.'], "")
        } else {
            number.replace(',', "")
        };
        if let Ok(value) = plain.parse::<f64>()
            && (0.0..1e12).contains(&value)
            && !(number.len() == 4 && factor.is_none() && (1970.0..2100.0).contains(&value))
            && (factor.is_some() || value.fract() == 0.0)
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small and not negative"
            )]
            counts.push(((value * factor.unwrap_or(1.0)).round() as u64, end));
        }
    }
    counts
}
