//! The words of a sentence that say which of its words are the cause, and which are doubted.

use super::super::phrase::{Phrases, Words};
use std::sync::LazyLock;

/// What some words say of those around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// What follows is the cause: `due to`.
    Into,
    /// What comes before is the cause, and what follows its effect: `which led to`.
    Out,
    /// What follows mends it.
    Fix,
    /// What follows was found out.
    Found,
    /// Somebody only thought so.
    Doubt,
    /// What follows at once is not so.
    Not,
}

static CUES: LazyLock<Phrases<Cue>> = LazyLock::new(|| {
    let lists: &[(Cue, &[&str])] = &[
        (
            Cue::Into,
            &[
                "caused|triggered|introduced|prompted|provoked ~ by",
                "due to",
                "because",
                "stem* from",
                "as a|the result|consequence of",
                "result* from",
                "attributed|attributable to",
                "traced ~ to",
                "owing to",
                "originat* from|in|with",
                "root|main|primary|underlying|actual|real|true|initial|core cause|causes|reason|problem|issue ~ was|were|is|are|identified",
                "cause|reason|culprit ~ outage|incident|issue|failure|problem|disruption|downtime ~ was|is|were",
                "cause|culprit was|is",
                "identified|determined|confirmed|found as|to be",
                "root cause",
                "problem|issue|culprit was|is",
                "in short",
                "it was this",
                "debido a",
                "a causa de",
                "causad* por",
                "provocad* por",
                "causa raiz",
                "en raison de",
                "a cause de",
                "cause* par",
                "du a",
                "provoque* par",
                "wegen",
                "aufgrund",
                "verursacht durch",
                "ausgelost durch",
                "devido a|ao",
                "por causa de",
                "由于",
                "因为",
                "根本原因",
                "原因は",
                "根本原因は",
            ],
        ),
        (
            Cue::Out,
            &[
                "caused|causing|causes",
                "led to",
                "leading to",
                "leads to",
                "result* in",
                "triggered|triggering",
                "brought down",
                "made",
                "prevent*",
                "took down",
                "broke|breaking",
                "overwhelm*",
                "so that",
                "therefore",
                "thus",
                "meaning|meant that",
                "lo que causo|provoco",
                "ce qui a",
                "was fuhrte",
                "fuhrte zu",
                "o que causou",
                "导致",
                "引起",
                "を引き起こ",
            ],
        ),
        (
            Cue::Fix,
            &[
                "fixed",
                "resolved",
                "corrected",
                "restored",
                "mitigated|mitigate",
                "rolled back",
                "reverted|reverting",
                "restarted|restarting",
                "to fix",
                "to resolve",
                "to prevent",
                "solved",
                "optimized",
                "increased ~ capacity|memory|limit",
                "restore",
                "adjusted|adjusting",
                "will be",
                "we will",
                "cleared",
                "should",
            ],
        ),
        (
            Cue::Found,
            &[
                "found",
                "discover*",
                "reveal*",
                "identified",
                "identify",
                "identifies",
                "realis*|realiz*",
                "uncover*",
                "pinpoint*",
                "turned|turns out",
                "confirmed ~ cause",
                "culprit",
                "traced",
                "diagnos*",
                "determined",
                "caught",
                "root cause",
                "se identifico",
                "se descubrio",
                "identifie*",
                "festgestellt",
                "identificad*",
                "判明",
                "特定",
                "发现",
                "确认",
            ],
        ),
        (
            Cue::Doubt,
            &[
                "suspect*",
                "suspicion*",
                "assumed|assuming|assumption|assumptions|assume",
                "hypothes*",
                "initial|initially|first ~ thought|theory|theories|guess|belie*|focus*|look*|attribut*|blam*",
                "thought to be",
                "thought it was|might",
                "at first",
                "rule|ruled|ruling out",
                "not a factor",
                "not the cause|issue|problem|culprit|reason",
                "no evidence",
                "no sign|signs",
                "red herring",
                "misleading",
                "mislead*",
                "wild goose",
                "false lead|trail|alarm",
                "dead end",
                "unrelated",
                "nothing to do with",
                "no issues|issue|anomalies|abnormalities|unusual|immediate",
                "erroneously focused|investigated|believed",
                "wrongly",
                "potential ~ attack|cause|causes|leak|leaks|issue|issues|bottleneck*|bug|bugs",
                "potentially",
                "might be|have",
                "could be|have",
                "may be|have",
                "maybe",
                "possible|possibly",
                "wondered",
                "checked|checking",
                "investigat* ~ performance|traffic|network|database|memory|possib*|potential",
                "blame|blaming|blamed",
                "sospech*",
                "se penso",
                "descart*",
                "soupconn*",
                "vermut*",
                "verdacht*",
                "ausgeschlossen",
                "suspeit*",
                "疑",
                "怀疑",
                "排除",
                "推測",
            ],
        ),
        (
            Cue::Not,
            &[
                "not",
                "no",
                "nor",
                "neither",
                "wasnt",
                "isnt",
                "werent",
                "never",
                "without",
                "rather than",
                "instead of",
                "unlike",
                "nicht",
                "kein|keine|keinen",
                "pas",
                "nao",
                "ではな",
            ],
        ),
    ];
    Phrases::of(lists.iter().flat_map(|(cue, list)| list.iter().map(|phrase| (*phrase, *cue))))
});

/// Words that may stand between `not` and what it denies.
static FILLERS: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let words = ["a|an|the|any|by|due|to|caused|because|of|related|actually|in|fact|our|some|from|really"];
    Phrases::of(words.into_iter().map(|words| (words, ())))
});

/// What the cues of a clause say of its words.
#[derive(Debug)]
pub(super) struct Reading {
    /// How much each word counts, by its place.
    factors: Vec<f64>,
    /// The words that are denied.
    denied: Vec<bool>,
    /// Whether somebody only thought so.
    pub(super) doubted: bool,
    /// Whether something was found out.
    pub(super) found: bool,
    /// Whether it says in words what the cause is.
    pub(super) tells: bool,
}

/// Which words of a clause are a cause.
const CAUSE: f64 = 2.0;
/// What comes before `which led to`.
const BEFORE: f64 = 1.5;
/// What comes before `due to`.
const BEHIND: f64 = 0.6;
/// What came of it, or mended it.
const EFFECT: f64 = 0.5;

impl Reading {
    /// Reads the cues of a clause.
    pub(super) fn of(words: &Words) -> Self {
        let mut reading = Self {
            factors: vec![1.0; words.len()],
            denied: vec![false; words.len()],
            doubted: false,
            found: false,
            tells: false,
        };
        let mut from = 0;
        let mut state: f64 = 1.0;
        for cue in CUES.find(words) {
            match cue.means {
                Cue::Into => {
                    // What comes before is the effect, unless it is said to be a cause itself.
                    reading.set(from, cue.start, if state > 1.0 { state } else { state.min(BEHIND) });
                    (from, state) = (cue.end.max(from), CAUSE);
                    reading.tells = true;
                }
                // `caused by` is no `caused`.
                Cue::Out if cue.start >= from && words.get(cue.end) != Some("by") => {
                    reading.set(from, cue.start, if state > 1.0 { state } else { BEFORE * state });
                    // What overwhelms or breaks is named by the same word.
                    (from, state) = (cue.start, EFFECT);
                }
                Cue::Fix if cue.start >= from && state <= 1.0 => {
                    reading.set(from, cue.start, state);
                    (from, state) = (cue.start, EFFECT);
                }
                Cue::Out | Cue::Fix => {}
                Cue::Found => reading.found = true,
                Cue::Doubt => reading.doubted = true,
                Cue::Not => reading.deny(words, cue.end),
            }
        }
        reading.set(from, words.len(), state);
        reading
    }

    fn set(&mut self, from: usize, to: usize, factor: f64) {
        for place in self.factors.get_mut(from..to).unwrap_or_default() {
            *place = factor;
        }
    }

    /// Denies the word behind some that do not matter.
    fn deny(&mut self, words: &Words, mut at: usize) {
        let fillers: Vec<usize> = FILLERS.find(words).into_iter().map(|found| found.start).collect();
        while fillers.contains(&at) {
            if let Some(place) = self.denied.get_mut(at) {
                *place = true;
            }
            at += 1;
        }
        if let Some(place) = self.denied.get_mut(at) {
            *place = true;
        }
    }

    /// How much a phrase counts that starts at a word; nothing if it is denied.
    pub(super) fn factor(&self, start: usize, end: usize) -> f64 {
        if self.denied.get(start).copied().unwrap_or_default() {
            return 0.0;
        }
        let words = self.factors.get(start..end).unwrap_or_default();
        words.iter().copied().fold(f64::INFINITY, f64::min)
    }
}
