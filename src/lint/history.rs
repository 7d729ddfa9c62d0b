//! What earlier postmortems say about one: that it happened before, and what was promised then.

use super::Rule;
use super::terms::{self, Used};
use crate::analysis::{Candidate, Comparison, Evidence, is_earlier};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, Related};
use crate::model::{ActionItem, Corpus};
use crate::search::{Scratch, ShortTexts};
use crate::source::{SourceFile, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most earlier postmortems that are named for one.
const MOST: usize = 3;
/// How alike two action items are if they promise the same.
const SAME_PROMISE: f32 = 0.75;
/// The fewest words of a promise that can be compared.
const SHORTEST_PROMISE: usize = 4;

pub(super) static RULES: &[Rule] = &[POSSIBLE_RECURRENCE, MISSING_RECURRENCE_OF, REPEATED_ACTION];

const POSSIBLE_RECURRENCE: Rule = Rule {
    code: "possible-recurrence",
    level: Level::Warning,
    summary: "a postmortem that is much like an earlier one says what it has to do with it",
    why: "A failure that came back shows that the actions of the first time were not enough, or were not taken. That is the most useful thing a postmortem can say, and the easiest to miss.",
    bad: "---\ntitle: Checkout down, connection pool full again\nservices: [checkout]\nroot_causes: [capacity]\n---",
    good: "---\ntitle: Checkout down, connection pool full again\nservices: [checkout]\nroot_causes: [capacity]\nrecurrence_of: 2024-03-checkout-pool\n---",
};

const MISSING_RECURRENCE_OF: Rule = Rule {
    code: "missing-recurrence-of",
    level: Level::Warning,
    summary: "a postmortem that mentions the earlier one it is like says so in `recurrence_of` or `related`",
    why: "The text tells those who read it. The front matter tells the lists of what came back, and the page of the earlier postmortem.",
    bad: "---\ntitle: Checkout down again\n---\n\nThe same as in [March](./2024-03-checkout-pool.md).",
    good: "---\ntitle: Checkout down again\nrecurrence_of: 2024-03-checkout-pool\n---\n\nThe same as in [March](./2024-03-checkout-pool.md).",
};

const REPEATED_ACTION: Rule = Rule {
    code: "repeated-action",
    level: Level::Warning,
    summary: "an action item is not one that an earlier postmortem promised and nobody did",
    why: "Promising it again changes nothing. Find out why it was not done, then do it, change it, or drop it.",
    bad: "- [ ] Alert when the connection pool is nearly full @ana due:2024-09-01",
    good: "- [ ] Do OPS-71 (alert on a nearly full pool), open since March, before the next release @ana due:2024-09-01 (OPS-71)",
};

/// The places of a postmortem that history points at.
#[derive(Debug, Clone)]
pub struct Places {
    path: Arc<str>,
    /// The title.
    title: Diagnostic,
    /// The action items that are not done, each with its text.
    actions: Vec<(String, Diagnostic)>,
    /// Its tags, services and teams.
    terms: Vec<Used>,
}

impl Places {
    /// Notes the places of a postmortem.
    pub fn of(subject: &super::Subject<'_>) -> Self {
        let at = |span: Span| place(subject.file, span);
        let of_matter = subject.node("action_items").and_then(|node| node.items()).unwrap_or_default();
        let spans: Vec<(Option<&str>, Span)> = if of_matter.is_empty() {
            let actions = &subject.parsed.outline.actions;
            actions.iter().map(|action| (Some(action.text.as_str()), action.span)).collect()
        } else {
            of_matter.iter().map(|item| (item.get("text").and_then(|text| text.text()), item.span)).collect()
        };
        let open = subject.postmortem.action_items.iter().filter(|item| item.status.is_open());
        let actions = open.filter_map(|item| {
            let (_, span) = spans.iter().find(|(text, _)| *text == Some(item.text.as_str()))?;
            Some((item.text.clone(), at(*span)))
        });
        Self {
            path: subject.file.shared_path(),
            title: at(subject.whole()),
            actions: actions.collect(),
            terms: terms::used(subject),
        }
    }
}

fn place(file: &SourceFile, span: Span) -> Diagnostic {
    Diagnostic::at(Level::Info, "", file, span, "")
}

/// A finding of a rule at a place that was noted before.
fn finding(rule: &Rule, place: &Diagnostic, message: String) -> Diagnostic {
    Diagnostic { code: rule.code, level: rule.level, message, ..place.clone() }
}

/// Compares every postmortem with all earlier ones, and its terms with those of all others.
pub fn history(corpus: &Corpus, comparison: &Comparison, places: &[Places]) -> Diagnostics {
    let terms = places.iter().map(|places| places.terms.as_slice());
    let places: BTreeMap<&str, &Places> = places.iter().map(|places| (&*places.path, places)).collect();
    let all = corpus.postmortems();
    let promises: Vec<(usize, &ActionItem)> = all
        .iter()
        .enumerate()
        .flat_map(|(at, postmortem)| postmortem.action_items.iter().map(move |item| (at, item)))
        .filter(|(_, item)| item.status.is_open())
        .collect();
    let actions = comparison.short(promises.iter().map(|(_, item)| item.text.as_str()));
    let compare = Compare { corpus, comparison, promises, actions, places };
    let found: Vec<Diagnostics> = (0..all.len())
        .into_par_iter()
        .map_init(Default::default, |scratch, at| compare.postmortem(at, scratch))
        .collect();
    let mut diagnostics = terms::across(terms);
    for one in found {
        diagnostics.extend(one);
    }
    diagnostics
}

struct Compare<'a> {
    corpus: &'a Corpus,
    comparison: &'a Comparison,
    /// The action items that are open, with the places of their postmortems.
    promises: Vec<(usize, &'a ActionItem)>,
    /// The texts of `promises`.
    actions: ShortTexts,
    places: BTreeMap<&'a str, &'a Places>,
}

impl Compare<'_> {
    fn postmortem(&self, at: usize, scratch: &mut (Scratch, Scratch)) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let postmortem = &self.corpus.postmortems()[at];
        let Some(places) = self.places.get(&*postmortem.body.path) else { return diagnostics };
        let candidates = self.comparison.candidates(self.corpus, at, &mut scratch.0);
        for candidate in candidates.iter().take(MOST) {
            diagnostics.push(self.recurrence(at, places, candidate));
        }
        let start = self.promises.partition_point(|(document, _)| *document < at);
        for number in (start..self.promises.len()).take_while(|number| self.promises[*number].0 == at) {
            let item = self.promises[number].1;
            if let Some((_, place)) = places.actions.iter().find(|(text, _)| *text == item.text)
                && let Some(diagnostic) = self.repeated(at, number, place, &mut scratch.1)
            {
                diagnostics.push(diagnostic);
            }
        }
        diagnostics
    }

    fn recurrence(&self, at: usize, places: &Places, candidate: &Candidate) -> Diagnostic {
        let earlier = &self.corpus.postmortems()[candidate.earlier];
        let open: Vec<&ActionItem> =
            earlier.action_items.iter().filter(|item| item.status.is_open()).collect();
        let (rule, message) = if self.comparison.mentions(self.corpus, at, candidate.earlier) {
            (
                &MISSING_RECURRENCE_OF,
                format!("this mentions `{}`, which it is like, but is not linked with it", earlier.id),
            )
        } else {
            (&POSSIBLE_RECURRENCE, format!("this may be `{}` again: {}", earlier.id, earlier.title))
        };
        let mut diagnostic = finding(rule, &places.title, message)
            .label(format!("{:.0} % alike", candidate.score * 100.0))
            .help(format!(
                "if it came back, add `recurrence_of: {0}`; if it is something else, `related: [{0}]` says that you have looked",
                earlier.id
            ));
        let mut note = |message: String| {
            let line = self.places.get(&*earlier.body.path).map_or(1, |places| places.title.position.0);
            diagnostic.related.push(Related { path: Arc::clone(&earlier.body.path), line, message });
        };
        note(shared(&self.comparison.evidence(self.corpus, at, candidate.earlier)));
        let quote = self.comparison.passage(self.corpus, at, candidate.earlier);
        if !quote.is_empty() {
            note(format!("there: “{quote}”"));
        }
        if !open.is_empty() {
            let texts: Vec<_> = open.iter().take(3).map(|item| format!("“{}”", short(&item.text))).collect();
            let many = match (open.len(), earlier.action_items.len()) {
                (1, 1) => "its action item is".to_owned(),
                (1, all) => format!("1 of its {all} action items is"),
                (open, all) => format!("{open} of its {all} action items are"),
            };
            note(format!("{many} still open: {}", texts.join(", ")));
        }
        diagnostic
    }

    /// An earlier promise that is still open and says the same.
    fn repeated(
        &self,
        at: usize,
        promise: usize,
        place: &Diagnostic,
        scratch: &mut Scratch,
    ) -> Option<Diagnostic> {
        let all = self.corpus.postmortems();
        if self.promises[promise].1.text.split_whitespace().count() < SHORTEST_PROMISE {
            return None;
        }
        let mut best: Option<(f32, usize)> = None;
        for (other, same) in self.actions.like(promise, SAME_PROMISE, scratch) {
            let document = self.promises[other].0;
            if is_earlier(document, at) && best.is_none_or(|(most, _)| same > most) {
                best = Some((same, other));
            }
        }
        let (document, item) = self.promises[best?.1];
        let earlier = &all[document];
        let message = format!("`{}` promised this as well, and it is still open", earlier.id);
        let mut diagnostic = finding(&REPEATED_ACTION, place, message)
            .label("promised before")
            .help("say why it was not done, and refer to the earlier item instead of promising it again");
        let line = self.places.get(&*earlier.body.path).map_or(1, |places| places.title.position.0);
        diagnostic.related.push(Related {
            path: Arc::clone(&earlier.body.path),
            line,
            message: format!("there: “{}”", short(&item.text)),
        });
        Some(diagnostic)
    }
}

/// What two postmortems have in common, in words.
fn shared(evidence: &Evidence) -> String {
    let mut parts = Vec::new();
    let services: Vec<_> = evidence.services.iter().map(|one| one.as_str()).collect();
    let causes: Vec<_> = evidence.root_causes.iter().map(|one| one.as_str()).collect();
    for (name, values) in [("service", services), ("root cause", causes)] {
        if !values.is_empty() {
            parts.push(format!("{name} {}", values.join(", ")));
        }
    }
    if !evidence.words.is_empty() {
        parts.push(format!("the words {}", evidence.words.join(", ")));
    }
    format!("both have {}", parts.join("; "))
}

/// The beginning of a text, in one line.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{} …", text[..at].trim_end()),
        None => text,
    }
}
