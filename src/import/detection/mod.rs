//! How an incident was noticed.
//!
//! What is said under a label or heading that asks for it comes first, then the first entry of the timeline
//! that tells of noticing, then what the summary and the rest say. Where several are named, the first one
//! noticed first.

mod partner;
#[cfg(test)]
mod tests;
mod words;

use super::Fact;
use super::fragments::Fragments;
use super::phrase::{Match, Words};
use super::sentence::Sentence;
use crate::model::DetectionMethod::{self, Customer, Engineer, Social};
use crate::model::SectionKind::{ActionItems, Detection, Impact, Resolution, RootCause, Summary, Timeline};
use words::{PHRASES, Says};

/// Why a method is marked that is not said where it is asked for.
const ASIDE: &str = "said in passing";

/// How many entries of a timeline, from its start, may tell of noticing.
const FIRST_ENTRIES: usize = 12;

/// How many of them may tell of somebody who came across it.
const FIRST_FINDINGS: usize = 5;

/// How many of them may tell of noticing in words that mean little elsewhere.
const FIRST_HINTS: usize = 6;

/// How many words an answer has at most in which a bare name tells.
const SHORT_ANSWER: usize = 8;

/// How many words behind the writing it says where it was written.
const SAME_BREATH: usize = 6;

/// A sentence with what it says of noticing.
struct Told<'a> {
    sentence: &'a Sentence,
    found: Vec<Match<Says>>,
}

impl Told<'_> {
    fn fact(&self, method: DetectionMethod, unsure: Option<&'static str>) -> Fact<DetectionMethod> {
        Fact { value: method, line: self.sentence.line, unsure }
    }

    /// What it says, if a phrase says something; what is named first noticed first.
    fn says(&self, read: impl Fn(Says) -> Option<DetectionMethod>) -> Option<DetectionMethod> {
        let taken_back = |at: &Match<Says>| {
            self.found
                .iter()
                .any(|other| other.means == Says::Other && other.start < at.end && at.start < other.end)
        };
        // Of phrases that start together the longer one is nearer: `a complaint from our monitoring`.
        let key = |at: &Match<Says>| (at.start, usize::MAX - at.end);
        let told = || self.found.iter().filter(|at| !taken_back(at));
        let first =
            told().filter_map(|at| Some((key(at), at.end, read(at.means)?))).min_by_key(|(key, ..)| *key);
        let (_, end, method) = first?;
        // `A reader wrote on Mastodon`: where customers write to everybody, everybody was told.
        let in_public = told().any(|at| at.means == Says::Noticed(Social) && at.start <= end + SAME_BREATH);
        Some(if method == Customer && in_public { Social } else { method })
    }

    /// How it says that something was noticed.
    fn noticed(&self) -> Option<DetectionMethod> {
        self.says(|says| match says {
            Says::Noticed(method) => Some(method),
            _ => None,
        })
    }

    /// How something was noticed, where it is known that it tells of noticing.
    fn hinted(&self) -> Option<DetectionMethod> {
        self.says(|says| match says {
            Says::Noticed(method) | Says::Entry(method) => Some(method),
            _ => None,
        })
    }

    /// Who it names first, where a name is an answer.
    fn named(&self) -> Option<DetectionMethod> {
        self.hinted().or_else(|| {
            self.says(|says| match says {
                Says::Who(method) => Some(method),
                _ => None,
            })
        })
    }

    /// Whether it tells of noticing at all.
    fn tells(&self) -> bool {
        self.found.iter().any(|found| found.means == Says::Noticing)
    }
}

/// Who or what noticed first, from the sentences of a write-up.
pub(super) fn detection(sentences: &[Sentence]) -> Option<Fact<DetectionMethod>> {
    let partners = partner::names(sentences);
    let all: Vec<Told> = sentences
        .iter()
        .map(|sentence| {
            let renamed = partner::called(&sentence.text, &partners).map(|text| Words::of(&text));
            let words = renamed.as_ref().unwrap_or(&sentence.words);
            Told { sentence, found: PHRASES.find(words) }
        })
        .collect();
    // What stands below the measures is what will be done about detection.
    let plans = all.iter().position(|told| told.sentence.is_about(ActionItems));
    let before_plans = all.get(..plans.unwrap_or(all.len())).unwrap_or_default();
    let told = || all.iter().filter(|told| !told.sentence.heading);
    let in_summary = || told().filter(|told| told.sentence.is_about(Summary));
    let elsewhere = || told().filter(|told| told.sentence.kinds.is_empty());
    let in_other_sections = || {
        let kinds = [RootCause, Impact, Resolution];
        told().filter(move |told| kinds.iter().any(|kind| told.sentence.is_about(*kind)))
    };
    let entries: Vec<&Told> = told().filter(|told| is_entry(told.sentence)).take(FIRST_ENTRIES).collect();
    where_asked(before_plans)
        .or_else(|| in_timeline(&entries))
        .or_else(|| in_summary().find_map(|told| Some(told.fact(told.noticed()?, None))))
        .or_else(|| {
            let mut first = entries.iter().take(FIRST_HINTS);
            first.find_map(|entry| Some(entry.fact(entry.hinted()?, Some(ASIDE))))
        })
        .or_else(|| {
            let mut rest = elsewhere().chain(in_other_sections());
            rest.find_map(|told| Some(told.fact(told.noticed()?, Some(ASIDE))))
        })
}

/// What is said behind labels and below headings that ask.
fn where_asked(all: &[Told]) -> Option<Fact<DetectionMethod>> {
    let label = |told: &Told| told.sentence.label.as_deref().is_some_and(asks);
    let asked: Vec<&Told> = all
        .iter()
        .filter(|told| !told.sentence.heading && (told.sentence.is_about(Detection) || label(told)))
        .collect();
    // A bare name is an answer; in a sentence many are named who noticed nothing.
    let short = |told: &Told| {
        let words = told.sentence.text.split_whitespace().count();
        (words <= SHORT_ANSWER).then(|| told.named()).flatten()
    };
    // What follows the first sentence behind a label tells more, and names more.
    let answer = asked.iter().enumerate().find_map(|(at, told)| {
        let before = at.checked_sub(1).and_then(|before| asked.get(before));
        let first = before.is_none_or(|before| before.sentence.label != told.sentence.label);
        (first && label(told)).then(|| Some(told.fact(short(told)?, None))).flatten()
    });
    let find = |read: &dyn Fn(&Told) -> Option<DetectionMethod>| {
        asked.iter().find_map(|told| Some(told.fact(read(told)?, None)))
    };
    answer
        .or_else(|| find(&|told| told.noticed()))
        .or_else(|| find(&|told| told.tells().then(|| told.named()).flatten()))
        .or_else(|| find(&|told| told.hinted()))
        .or_else(|| find(&short))
}

/// Whether a sentence is an entry of a timeline that says more than its time.
fn is_entry(sentence: &Sentence) -> bool {
    sentence.is_about(Timeline) && sentence.text.chars().filter(|c| c.is_alphabetic()).count() > 2
}

/// What the first entries say.
fn in_timeline(entries: &[&Told]) -> Option<Fact<DetectionMethod>> {
    entries.iter().enumerate().find_map(|(at, entry)| {
        // What engineers discover later on is what they were looking for.
        let method = entry.noticed().filter(|method| *method != Engineer || at < FIRST_FINDINGS)?;
        Some(entry.fact(method, None))
    })
}

/// Whether a label asks how it was noticed.
fn asks(label: &str) -> bool {
    static NAMES: Fragments = Fragments::new(&[
        "detection",
        "detected",
        "discovered",
        "reported by",
        "noticed",
        "found by",
        "found out",
        "spotted",
        "first seen",
        "raised by",
        "reporter",
        "alerted by",
        "how we knew",
        "how did we know",
        "how was the issue",
        "learned of",
        "learnt of",
        "come to light",
        "came to light",
        "alert source",
        "source of alert",
        "deteccion",
        "detección",
        "detectado",
        "reportado por",
        "détection",
        "détecté",
        "signalé par",
        "erkennung",
        "erkannt",
        "entdeckt",
        "bemerkt",
        "gemeldet",
        "detecção",
        "deteccao",
        "percebido",
        "検知",
        "検出",
        "発見",
        "気づ",
        "发现",
        "检测",
    ]);
    static NOT: Fragments = Fragments::new(&[
        "time to",
        "date",
        "detected at",
        "time of",
        "duration",
        "when",
        "時刻",
        "日時",
        "时间",
        "时刻",
    ]);
    NAMES.are_in(label) && !NOT.are_in(label)
}
