//! Why it failed and what set it off, by the terms of a taxonomy.
//!
//! A term is known by its words (`causes.toml`, and `keywords` of the project's own terms). What they count
//! depends on where they stand: most under a heading that promises the cause, hardly anything among the
//! measures; and on the sentence: most behind `due to`, little in what came of it, nothing where somebody
//! only suspected so.

mod cue;
mod keywords;
#[cfg(test)]
mod tests;

use super::Fact;
use super::fragments::Fragments;
use super::phrase::Words;
use super::sentence::Sentence;
use crate::model::{SectionKind, Taxonomy, Term};
use cue::Reading;
use keywords::Terms;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The words of a project's terms; made once for all write-ups.
#[derive(Debug)]
pub struct Keywords {
    root_causes: Terms,
    triggers: Terms,
}

impl Keywords {
    /// The built-in words for the terms of these taxonomies, and the taxonomies' own.
    pub fn new(root_causes: &Taxonomy, triggers: &Taxonomy) -> Self {
        Self {
            root_causes: Terms::new(root_causes, "root-causes"),
            triggers: Terms::new(triggers, "triggers"),
        }
    }
}

/// What a write-up names as the reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Causes {
    /// Why it failed: the term that is said best, and a second one only if it is said nearly as well.
    pub root_causes: Vec<Fact<Term>>,
    /// What set it off: at most one.
    pub triggers: Vec<Fact<Term>>,
}

/// The least evidence that a term is taken from: one sure word in running text.
const ENOUGH: f64 = 4.0;
/// The least evidence where the cause is asked for: a hint there, which is marked as unsure.
const HINTED: f64 = 1.5;
/// The least evidence that leaves no doubt.
const PLENTY: f64 = 8.0;
/// How much of the best term's evidence a second one has at least.
const NEARLY: f64 = 0.7;
/// The least evidence that a trigger is taken from: many words name things that did not set anything off.
const TRIGGER: f64 = 12.0;
/// How much each further phrase counts of the one before it.
const FURTHER: f64 = 0.5;

/// Why a term is marked that few words speak for.
const FEW: &str = "few words say so";

/// Reads the causes from the sentences of a write-up.
pub(super) fn causes(sentences: &[Sentence], keywords: &Keywords) -> Causes {
    let asked = sentences.iter().any(|sentence| {
        !sentence.heading
            && (sentence.is_about(SectionKind::RootCause)
                || sentence.label.as_deref().is_some_and(names_cause))
    });
    let enough = if asked { HINTED } else { ENOUGH };
    let clauses = Clause::all(sentences);
    let root_causes = judge(&clauses, &keywords.root_causes, enough, 2);
    let triggers = judge(&clauses, &keywords.triggers, TRIGGER, 1);
    Causes { root_causes, triggers }
}

/// What speaks for one term.
#[derive(Debug, Clone, Default)]
struct Evidence {
    /// By phrase: how much it counts, and its line. The same words twice count once.
    phrases: BTreeMap<usize, (f64, usize)>,
}

impl Evidence {
    fn add(&mut self, phrase: usize, weight: f64, line: usize) {
        let known = self.phrases.entry(phrase).or_insert((0.0, line));
        if weight > known.0 {
            *known = (weight, line);
        }
    }

    /// All of it: the best phrase in full, each further one half as much as the one before.
    fn total(&self) -> f64 {
        let mut weights: Vec<f64> = self.phrases.values().map(|(weight, _)| *weight).collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        weights.into_iter().fold((0.0, 1.0), |(sum, part), weight| (sum + weight * part, part * FURTHER)).0
    }

    /// The line that says it best.
    fn line(&self) -> usize {
        let best = self.phrases.values().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.map_or(1, |(_, line)| *line)
    }
}

/// A clause of a sentence that may say something of causes.
struct Clause<'a> {
    sentence: &'a Sentence,
    words: Cow<'a, Words>,
    /// How much it counts for its place.
    place: f64,
}

impl<'a> Clause<'a> {
    fn all(sentences: &'a [Sentence]) -> Vec<Self> {
        let mut all = Vec::new();
        for (sentence, place) in sentences.iter().map(|sentence| (sentence, place(sentence))) {
            for clause in clauses(&sentence.text).filter(|_| place > 0.0) {
                let whole = clause.len() == sentence.text.len();
                let words =
                    if whole { Cow::Borrowed(&sentence.words) } else { Cow::Owned(Words::of(clause)) };
                all.push(Self { sentence, words, place });
            }
        }
        all
    }
}

fn judge(clauses: &[Clause<'_>], terms: &Terms, enough: f64, most: usize) -> Vec<Fact<Term>> {
    let mut evidence = vec![Evidence::default(); terms.len()];
    for Clause { sentence, words, place } in clauses {
        let hits = terms.find(words);
        if hits.is_empty() {
            continue;
        }
        let reading = Reading::of(words);
        let place = place * told(sentence, &reading);
        for hit in hits {
            let weight = hit.weight * place * reading.factor(hit.start, hit.end);
            if weight > 0.0
                && let Some(evidence) = evidence.get_mut(hit.term)
            {
                evidence.add(hit.phrase, weight, sentence.line);
            }
        }
    }
    let total = |number: usize| evidence.get(number).map_or(0.0, Evidence::total);
    let mut ranked: Vec<(f64, usize)> = (0..terms.len())
        .filter(|number| terms.get(*number).is_some_and(|term| term.parent().is_none()))
        .map(|number| (total(number), number))
        .filter(|(total, _)| *total >= enough)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0.0, |(total, _)| *total);
    ranked.retain(|(total, _)| *total >= best * NEARLY);
    ranked.truncate(most);
    ranked
        .into_iter()
        .filter_map(|(sum, number)| {
            let number = within(terms, number, &total, enough);
            let unsure = (sum < PLENTY).then_some(FEW);
            let line = evidence.get(number).map_or(1, Evidence::line);
            Some(Fact { value: terms.get(number)?.clone(), line, unsure })
        })
        .collect()
}

/// The term of the second level that the words speak for, or the term itself.
fn within(terms: &Terms, parent: usize, total: &impl Fn(usize) -> f64, enough: f64) -> usize {
    let around = terms.get(parent);
    let children = (0..terms.len())
        .filter(|number| terms.get(*number).and_then(Term::parent).is_some_and(|term| Some(&term) == around));
    let best = children.map(|number| (total(number), number)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(sum, _)| *sum >= enough).map_or(parent, |(_, number)| number)
}

/// How much words count where a sentence stands.
fn place(sentence: &Sentence) -> f64 {
    use SectionKind::{
        ActionItems, ContributingFactors, Detection, Impact, LessonsLearned, Resolution, RootCause, Summary,
        Timeline,
    };
    if sentence.label.as_deref().is_some_and(names_cause) {
        return 3.5;
    }
    if sentence.heading {
        // Titles name what was seen; a section's heading says nothing of its own.
        return if sentence.kinds.is_empty() { 0.8 } else { 0.0 };
    }
    let of = |kind: &SectionKind| match kind {
        RootCause => 3.0,
        Summary => 1.6,
        ContributingFactors => 0.9,
        Resolution => 0.8,
        Timeline => 0.35,
        LessonsLearned | Impact => 0.3,
        Detection => 0.2,
        ActionItems => 0.1,
    };
    sentence.kinds.iter().map(of).reduce(f64::max).unwrap_or(1.0)
}

/// How much more or less a sentence counts for how it tells things.
fn told(sentence: &Sentence, reading: &Reading) -> f64 {
    let timeline = sentence.is_about(SectionKind::Timeline) && !sentence.is_about(SectionKind::RootCause);
    match (reading.doubted, timeline) {
        (true, true) => 0.0,
        (true, false) => 0.25,
        // Whoever found something out at last found the cause.
        (false, true) if reading.found || reading.tells => 3.0,
        (false, _) => 1.0,
    }
}

/// Whether a label promises the cause.
fn names_cause(label: &str) -> bool {
    static NAMES: Fragments = Fragments::new(&[
        "cause",
        "trigger",
        "why",
        "causa",
        "ursache",
        "ausloser",
        "auslöser",
        "reason",
        "raison",
        "motivo",
        "原因",
        "origine",
        "grund",
    ]);
    NAMES.are_in(label) && !label.contains("impact") && !label.contains("how")
}

/// The clauses of a sentence, as far as one may deny what another says.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；']).flat_map(|part| part.split(" but ")).flat_map(|part| part.split("however"))
}
