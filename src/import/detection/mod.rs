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
    // What stands below the measures is what will be done about detection.
    let plans = sentences.iter().position(|sentence| sentence.is_about(ActionItems));
    let plans = plans.unwrap_or(sentences.len());
    let partners = partner::names(sentences);
    let all: Vec<(usize, Told)> = sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| !sentence.heading)
        .map(|(at, sentence)| {
            let words = Words::of(&partner::called(&sentence.text, &partners));
            (at, Told { sentence, found: PHRASES.find(&words).collect() })
        })
        .collect();
    let before_plans = || all.iter().filter(|(at, _)| *at < plans).map(|(_, told)| told);
    let all = || all.iter().map(|(_, told)| told);

    let label = before_plans()
        .filter(|told| told.sentence.label.as_deref().is_some_and(asks))
        .find_map(|told| Some(told.fact(told.named()?, None)));
    let section = || {
        let told = || before_plans().filter(|told| told.sentence.is_about(Detection));
        told()
            .find_map(|told| Some(told.fact(told.noticed()?, None)))
            .or_else(|| told().find_map(|told| Some(told.fact(told.named()?, None))))
    };
    let entries = || {
        all().filter(|told| {
            let of_timeline = told.sentence.is_about(Timeline);
            of_timeline && told.sentence.text.chars().filter(|c| c.is_alphabetic()).count() > 2
        })
    };
    let in_timeline = || {
        entries().take(FIRST_ENTRIES).enumerate().find_map(|(at, entry)| {
            // What engineers discover later on is what they were looking for.
            let method = entry.noticed().filter(|method| *method != Engineer || at < FIRST_FINDINGS)?;
            Some(entry.fact(method, None))
        })
    };
    let hinted_in_timeline =
        || entries().take(FIRST_HINTS).find_map(|entry| Some(entry.fact(entry.hinted()?, Some(ASIDE))));
    let told = |read: fn(&Told) -> Option<DetectionMethod>, unsure: Option<&'static str>| {
        move |told: &Told| Some(told.fact(read(told)?, unsure))
    };
    let in_summary = || all().filter(|told| told.sentence.is_about(Summary));
    let elsewhere = || all().filter(|told| told.sentence.kinds.is_empty());
    let in_other_sections = || {
        let kinds = [RootCause, Impact, Resolution];
        all().filter(move |told| kinds.iter().any(|kind| told.sentence.is_about(*kind)))
    };
    let weakly = |told: &Told| told.tells().then(|| told.hinted()).flatten();
    label
        .or_else(section)
        .or_else(in_timeline)
        .or_else(|| in_summary().find_map(told(|told| told.noticed(), None)))
        .or_else(hinted_in_timeline)
        .or_else(|| elsewhere().find_map(told(|told| told.noticed(), Some(ASIDE))))
        .or_else(|| in_other_sections().find_map(told(|told| told.noticed(), Some(ASIDE))))
        .or_else(|| in_summary().chain(elsewhere()).find_map(told(weakly, Some(ASIDE))))
}

/// Whether a label asks how it was noticed.
fn asks(label: &str) -> bool {
    let names = [
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
        "reportado por",
        "percebido",
        "検知",
        "検出",
        "発見",
        "気づ",
        "发现",
        "检测",
    ];
    let not =
        ["time to", "date", "detected at", "time of", "duration", "when", "時刻", "日時", "时间", "时刻"];
    names.iter().any(|name| label.contains(name)) && !not.iter().any(|name| label.contains(name))
}
