//! Who was hurt, and how much.
//!
//! Only what is said of users counts: percentages of traffic, of a processor or of what is back are none of
//! theirs, and `all users` is how people talk, not a measure.

mod loss;
mod parts;
mod people;
mod share;
#[cfg(test)]
mod tests;

use super::Fact;
use super::fragments::Fragments;
use super::phrase::{Phrases, Words};
use super::sentence::Sentence;
use crate::model::ImpactKind;
use crate::model::SectionKind;
use loss::{data_loss, kind, near_miss};
use people::USERS;
use share::{counts, share};
use std::sync::LazyLock;

/// The harm that a write-up tells of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Harm {
    /// In a sentence or two, as they stand under `Impact`.
    pub summary: Option<Fact<String>>,
    /// What kind of harm, where it is called by its name.
    pub kind: Option<Fact<ImpactKind>>,
    /// Share of users affected, 0 to 100.
    pub users_percent: Option<Fact<f64>>,
    /// Number of users affected.
    pub users: Option<Fact<u64>>,
    /// Number of requests that failed.
    pub requests_failed: Option<Fact<u64>>,
    /// Money lost, as written.
    pub revenue_lost: Option<Fact<String>>,
    /// Whether data was lost.
    pub data_loss: Option<Fact<bool>>,
    /// Whether harm was only just avoided.
    pub near_miss: Option<Fact<bool>>,
}

/// Why a share is marked that is the end of a range.
const RANGE: &str = "the upper end of a range";
/// Why a share is marked beside another one.
const SEVERAL: &str = "several shares of users are named";

/// How long a summary gets before no sentence is added.
const LONG_ENOUGH: usize = 160;

/// Reads the harm from the sentences of a write-up.
pub(super) fn harm(sentences: &[Sentence]) -> Harm {
    let mut told: Vec<(usize, &Sentence)> = sentences
        .iter()
        .filter(|sentence| !sentence.heading)
        .filter_map(|sentence| Some((rank(sentence)?, sentence)))
        .collect();
    // Where it is asked for comes first; stable, so the order of the text decides among equals.
    told.sort_by_key(|(rank, _)| *rank);
    let told: Vec<&Sentence> = told.into_iter().map(|(_, sentence)| sentence).collect();
    Harm {
        summary: summary(sentences),
        kind: kind(&told),
        users_percent: users_percent(&told),
        users: first(&told, users),
        requests_failed: first(&told, requests_failed),
        revenue_lost: first(&told, revenue_lost),
        data_loss: first(&told, data_loss),
        near_miss: near_miss(sentences),
    }
}

/// How early a sentence is asked about harm; plans and lessons are not.
fn rank(sentence: &Sentence) -> Option<usize> {
    use SectionKind::{ActionItems, Impact, LessonsLearned, Summary, Timeline};
    if asks(sentence) || sentence.is_about(Impact) {
        Some(0)
    } else if sentence.is_about(Summary) {
        Some(1)
    } else if sentence.is_about(ActionItems) || sentence.is_about(LessonsLearned) {
        None
    } else if sentence.is_about(Timeline) {
        Some(3)
    } else {
        Some(2)
    }
}

/// Whether a label asks for harm.
fn asks(sentence: &Sentence) -> bool {
    static NAMES: Fragments = Fragments::new(&[
        "impact",
        "affected",
        "impacto",
        "auswirkung",
        "影響",
        "影响",
        "afectados",
        "afetados",
        "betroffen",
        "touchés",
    ]);
    sentence.label.as_deref().is_some_and(|label| NAMES.are_in(label))
}

/// Whether a label asks for users, so that a bare number is theirs.
fn asks_users(sentence: &Sentence) -> bool {
    static NAMES: Fragments = Fragments::new(&[
        "users",
        "customers",
        "clients",
        "usuarios",
        "usuários",
        "clientes",
        "utilisateurs",
        "nutzer",
        "kunden",
        "students",
        "readers",
        "people affected",
        "accounts affected",
        "alumnos",
        "alunos",
        "betroffene",
        "用户",
        "客户",
        "ユーザー",
        "利用者",
        "お客様",
        "顧客",
    ]);
    sentence
        .label
        .as_deref()
        .is_some_and(|label| NAMES.are_in(label) && !label.contains("experienc") && !label.contains("impact"))
}

fn first<T>(told: &[&Sentence], read: impl Fn(&Sentence) -> Option<T>) -> Option<Fact<T>> {
    told.iter().find_map(|sentence| Some(Fact::sure(read(sentence)?, sentence.line)))
}

fn users_percent(told: &[&Sentence]) -> Option<Fact<f64>> {
    let mut shares = told.iter().filter_map(|sentence| {
        let about = asks_users(sentence);
        if about
            && sentence
                .words
                .get(0)
                .is_some_and(|word| matches!(word, "all" | "everyone" | "todos" | "alle" | "tous"))
        {
            return Some((100.0, false, sentence.line));
        }
        let (value, range) = share(&sentence.text, &sentence.words, about)?;
        Some((value, range, sentence.line))
    });
    let (value, range, line) = shares.next()?;
    let several = shares.any(|(other, _, _)| (other - value).abs() > 0.5);
    let unsure = if range { Some(RANGE) } else { several.then_some(SEVERAL) };
    Some(Fact { value, line, unsure })
}

static AFFECTED: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let phrases = [
        "affect*",
        "impact*",
        "unable",
        "could not|couldnt",
        "cannot",
        "experienc*",
        "locked out",
        "encounter*",
        "lost access",
        "denied",
        "saw ~ errors|error",
        "received ~ error|errors|old|wrong",
        "without access",
        "landed",
        "were hit",
        "afect*",
        "touche*",
        "betroffen*",
        "afetad*",
    ];
    Phrases::of(phrases.map(|phrase| (phrase, ())))
});

static TOLD_US: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let phrases = [
        "report*",
        "complain*",
        "ticket|tickets",
        "concurrent|simultaneous",
        "notified",
        "refund*",
        "per second|minute|hour|day",
    ];
    Phrases::of(phrases.map(|phrase| (phrase, ())))
});

static USER: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::of([(USERS, ())]));

/// How many users were affected.
fn users(sentence: &Sentence) -> Option<u64> {
    let about = asks_users(sentence);
    let words = &sentence.words;
    if !about && AFFECTED.first(words).is_none() || TOLD_US.first(words).is_some() {
        return None;
    }
    counts(&sentence.text).into_iter().find_map(|(count, end)| {
        let rest = sentence.text.get(end..)?;
        if rest.trim_start().starts_with(['%', '％']) || sentence.text.get(..end)?.trim_end().ends_with('%')
        {
            return None;
        }
        let near: String = rest.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
        let after = Words::of(near.split([',', '.', ';', '(']).next().unwrap_or_default());
        let of_users = USER.first(&after).is_some_and(|found| {
            // `2 hours for users` and `3 of our users` count something else, or by the way.
            (0..found.start).all(|at| {
                after.get(at).is_some_and(|word| {
                    !matches!(
                        word,
                        "hours"
                            | "hour"
                            | "minutes"
                            | "minute"
                            | "days"
                            | "for"
                            | "percent"
                            | "of"
                            | "and"
                            | "to"
                            | "as"
                    )
                })
            })
        });
        let bare = about && after.len() == 0;
        (of_users || bare).then_some(count)
    })
}

static FAILED: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let what = "request|requests|calls|transactions|orders|payments|queries|checkouts|downloads";
    let phrases = [
        format!("failed|dropped|lost|rejected|unsuccessful {what}"),
        format!("{what} ~ failed|dropped|lost|rejected|errored"),
    ];
    let mut all = Phrases::new();
    for phrase in phrases {
        all.add(&phrase, ());
    }
    all
});

/// How many requests failed.
fn requests_failed(sentence: &Sentence) -> Option<u64> {
    counts(&sentence.text).into_iter().find_map(|(count, end)| {
        let rest = sentence.text.get(end..)?;
        let rest = rest
            .trim_start()
            .strip_prefix("million")
            .or_else(|| rest.trim_start().strip_prefix("thousand"))
            .unwrap_or(rest);
        // `three in ten orders`, `20 of 3,000 requests`: what is counted are not those that failed.
        let mut before = sentence.text.get(..end)?.split_whitespace().rev().skip(1);
        if before.next().is_some_and(|word| matches!(word, "in" | "of")) {
            return None;
        }
        let after = Words::of(rest);
        FAILED.first(&after).is_some_and(|found| found.start <= 1).then_some(count)
    })
}

static REVENUE: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let phrases = [
        "revenue",
        "lost sales",
        "loss of ~ sales",
        "sales ~ lost|loss",
        "financial loss",
        "realized loss",
        "umsatz*",
        "ingresos",
        "chiffre d affaires",
        "receita",
    ];
    Phrases::of(phrases.map(|phrase| (phrase, ())))
});

/// The money that was lost, with its currency.
fn revenue_lost(sentence: &Sentence) -> Option<String> {
    let label =
        sentence.label.as_deref().is_some_and(|label| label.contains("revenue") || label.contains("cost"));
    if !label && REVENUE.first(&sentence.words).is_none() {
        return None;
    }
    let text = sentence.text.as_str();
    let at = text.find(['$', '€', '£', '¥'])?;
    let sign = text.get(at..)?.chars().next()?;
    let after = text.get(at + sign.len_utf8()..)?;
    let digits: &str = after.get(
        ..after.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ' '))).unwrap_or(after.len()),
    )?;
    let digits = digits.trim_end_matches([',', '.', ' ']);
    if !digits.is_empty() {
        let rest = after.get(digits.len()..)?.trim_start();
        let unit = ["million", "k", "K", "M", "m"].into_iter().find(|unit| {
            rest.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let unit = match unit {
            Some("million") => " million",
            Some(unit) => unit,
            None => "",
        };
        return Some(format!("{sign}{digits}{unit}"));
    }
    // `12.000 €`
    let before = text.get(..at)?.trim_end();
    let start =
        before.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).map_or(0, |at| at + 1);
    let amount = before.get(start..)?;
    amount.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("{amount} {sign}"))
}

/// The first sentences under `Impact`.
fn summary(sentences: &[Sentence]) -> Option<Fact<String>> {
    let labelled = |sentence: &&Sentence| {
        sentence.label.as_deref().is_some_and(|label| {
            [
                "impact",
                "customer impact",
                "user impact",
                "business impact",
                "impacto",
                "auswirkung",
                "auswirkungen",
                "影響",
                "影响",
                "what was the impact",
            ]
            .contains(&label)
        })
    };
    let start =
        sentences.iter().position(|sentence| !sentence.heading && labelled(&sentence)).or_else(|| {
            sentences.iter().position(|sentence| !sentence.heading && sentence.is_about(SectionKind::Impact))
        })?;
    let from = sentences.get(start)?;
    let mut text = String::new();
    for sentence in sentences.get(start..)?.iter().take_while(|sentence| {
        sentence.label == from.label && sentence.kinds == from.kinds && !sentence.heading
    }) {
        if !text.is_empty() {
            if text.chars().count() > LONG_ENOUGH || !text.ends_with(['.', '!', '?', '。']) {
                break;
            }
            text.push(' ');
        }
        text.push_str(&sentence.text);
    }
    (text.chars().any(char::is_alphabetic)).then(|| Fact::sure(text, from.line))
}
