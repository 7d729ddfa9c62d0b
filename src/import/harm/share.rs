//! Shares and numbers of users: `about 20% of our users`, `half of the customers`, `12,000 visitors`.

use super::super::phrase::{Phrases, Words};
use super::parts::{NUMBERS, PARTS, PARTS_DENSE};
use super::people::{OTHERS, USERS, USERS_DENSE};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What a place near a percentage says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Users,
    Others,
}

static OF: LazyLock<Phrases<Of>> = LazyLock::new(|| {
    let mut of = Phrases::of([
        (
            "user|customer|client|subscriber|student|member|player|visitor request|requests|traffic|session|sessions|engagement|activity|satisfaction|experience|data|transactions|logins|queries|calls|orders|error|errors|complaints|reports|tickets",
            Of::Others,
        ),
        ("support|customer support|service|care", Of::Others),
        (USERS, Of::Users),
        (OTHERS, Of::Others),
    ]);
    for users in USERS_DENSE {
        of.add(users, Of::Users);
    }
    let others = [
        "请求",
        "流量",
        "内存",
        "磁盘",
        "订单",
        "数据",
        "错误率",
        "リクエスト",
        "メモリ",
        "ディスク",
        "注文",
        "空き",
        "使用率",
    ];
    for other in &others {
        of.add(other, Of::Others);
    }
    of
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
    let mut phrases = Phrases::new();
    for (share, parts) in PARTS {
        for part in *parts {
            phrases.add(&format!("{part} ~ {USERS}"), *share);
        }
    }
    // `un utilisateur sur trois`
    for (count, share) in
        [("deux", 50.0), ("trois", 100.0 / 3.0), ("quatre", 25.0), ("cinq", 20.0), ("dix", 10.0)]
    {
        phrases.add(&format!("un|une utilisateur|utilisatrice|client|cliente|eleve|etudiant|lecteur|abonne|visiteur sur {count}"), share);
    }
    let users = USERS_DENSE.join("|");
    for (share, parts) in PARTS_DENSE {
        for part in *parts {
            phrases.add(&format!("{part} ~ {users}"), *share);
            phrases.add(&format!("{users} ~ {part}"), *share);
        }
    }
    phrases
});

/// How far from a percentage its users stand, in words.
const NEAR: usize = 9;

/// The share of users that a text of these words names, in percent, and whether it is a range.
///
/// `about_users` says that the text answers a question for users, so that a bare `20%` is one of them.
pub(super) fn share(text: &str, words: &Words, about_users: bool) -> Option<(f64, bool)> {
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
    let fraction = FRACTIONS.first(words).filter(|found| {
        // `a third of the requests of our users`
        !OF.find(words)
            .iter()
            .any(|of| of.means == Of::Others && of.start >= found.start && of.start < found.end + 1)
    })?;
    (SPARED.first(words).is_none()).then_some(((fraction.means * 10.0).round() / 10.0, false))
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
    static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let marks = [
            "%",
            "％",
            "percent",
            "per cent",
            "por ciento",
            "pour cent",
            "pour-cent",
            "prozent",
            "por cento",
            " pct",
            "パーセント",
        ];
        AhoCorasick::builder().ascii_case_insensitive(true).build(marks).ok()
    });
    let marks = MARKS.iter().flat_map(|marks| marks.find_iter(text));
    let mut found: Vec<_> = marks
        .map(|mark| (mark.start(), mark.end()))
        .filter_map(|(at, end)| {
            let before = text.get(..at)?.trim_end();
            let start =
                before.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).map_or(0, |start| {
                    start + before.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
                });
            let digits = before.get(start..)?;
            let (start, number) = if digits.is_empty() {
                let word = before.rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next()?;
                let (_, number) = NUMBERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
                (before.len() - word.len(), *number)
            } else {
                (start, digits.trim_start_matches(['.', ',']).replace(',', ".").parse().ok()?)
            };
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
        if digits == 0 {
            continue;
        }
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
