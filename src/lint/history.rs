//! What earlier postmortems say about one: that it happened before, and what was promised then.

use super::Rule;
use super::terms::{self, Used};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, Related};
use crate::model::{ActionItem, Corpus, Postmortem, PostmortemId};
use crate::search::{Likeness, Scratch, SearchError, SearchIndex, ShortTexts};
use crate::source::{SourceFile, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most earlier postmortems that are named for one.
const MOST: usize = 3;
/// What a shared service together with a shared root cause adds, if nobody else has them.
const SAME_FAILURE: f32 = 0.2;
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

/// An earlier postmortem that a later one is like.
struct Candidate {
    document: usize,
    score: f32,
}

/// Compares every postmortem with all earlier ones, and its terms with those of all others.
pub fn history(
    corpus: &Corpus,
    index: &SearchIndex,
    places: &[Places],
    threshold: f64,
) -> Result<Diagnostics, SearchError> {
    let likeness = index.likeness()?;
    let terms = places.iter().map(|places| places.terms.as_slice());
    let places: BTreeMap<&str, &Places> = places.iter().map(|places| (&*places.path, places)).collect();
    let all = corpus.postmortems();
    let titles = likeness.short(all.iter().map(|postmortem| postmortem.title.as_str()));
    let promises: Vec<(usize, &ActionItem)> = all
        .iter()
        .enumerate()
        .flat_map(|(at, postmortem)| postmortem.action_items.iter().map(move |item| (at, item)))
        .filter(|(_, item)| item.status.is_open())
        .collect();
    let actions = likeness.short(promises.iter().map(|(_, item)| item.text.as_str()));
    let compare =
        Compare { corpus, index, likeness, titles, promises, actions, places, rarity: Rarity::of(corpus) };
    let found: Vec<Diagnostics> = (0..all.len())
        .into_par_iter()
        .map_init(Default::default, |scratch, at| compare.postmortem(at, threshold, scratch))
        .collect();
    let mut diagnostics = terms::across(terms);
    for one in found {
        diagnostics.extend(one);
    }
    Ok(diagnostics)
}

struct Compare<'a> {
    corpus: &'a Corpus,
    index: &'a SearchIndex,
    likeness: Likeness<'a>,
    titles: ShortTexts,
    /// The action items that are open, with the places of their postmortems.
    promises: Vec<(usize, &'a ActionItem)>,
    /// The texts of `promises`.
    actions: ShortTexts,
    places: BTreeMap<&'a str, &'a Places>,
    rarity: Rarity,
}

impl Compare<'_> {
    fn postmortem(&self, at: usize, threshold: f64, scratch: &mut (Scratch, Scratch)) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let postmortem = &self.corpus.postmortems()[at];
        let Some(places) = self.places.get(&*postmortem.body.path) else { return diagnostics };
        for candidate in self.candidates(at, threshold, &mut scratch.0).iter().take(MOST) {
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

    /// The earlier postmortems that one may repeat and says nothing of, most alike first.
    fn candidates(&self, at: usize, threshold: f64, scratch: &mut Scratch) -> Vec<Candidate> {
        let all = self.corpus.postmortems();
        let known = self.linked(at);
        // Both are in the order of the corpus.
        let mut titles = self.titles.like(at, 0.0, scratch).into_iter().peekable();
        let mut candidates = Vec::new();
        // A title alone can be enough; a text with next to nothing in common cannot.
        for like in self.likeness.of(number(at), 0.02) {
            let document = like.document as usize;
            while titles.next_if(|title| title.0 < document).is_some() {}
            let title = titles.peek().filter(|title| title.0 == document).map_or(0.0, |title| title.1);
            let alike = 0.5 * like.likeness + 0.5 * title;
            if f64::from(alike + SAME_FAILURE) < threshold {
                continue;
            }
            let score = (alike + SAME_FAILURE * self.rarity.same_failure(at, document)).min(1.0);
            if f64::from(score) >= threshold
                && is_earlier(&all[document], &all[at], document, at)
                && !known.contains(&document)
            {
                candidates.push(Candidate { document, score });
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
        candidates
    }

    /// All that a postmortem is linked with by its front matter, in either direction and over others: once
    /// a failure is known to come back, each further time need not name all earlier ones.
    fn linked(&self, at: usize) -> Vec<usize> {
        let mut linked = vec![at];
        let mut next = 0;
        while let Some(&from) = linked.get(next) {
            next += 1;
            let to = self.corpus.postmortems()[from].references().filter_map(|(_, id)| self.corpus.find(id));
            for to in to {
                if !linked.contains(&to) {
                    linked.push(to);
                }
            }
        }
        linked
    }

    fn recurrence(&self, at: usize, places: &Places, candidate: &Candidate) -> Diagnostic {
        let postmortem = &self.corpus.postmortems()[at];
        let evidence = self.likeness.evidence(number(at), number(candidate.document));
        let earlier = &self.corpus.postmortems()[candidate.document];
        let mentioned = mentions(postmortem, &earlier.id);
        let open: Vec<&ActionItem> =
            earlier.action_items.iter().filter(|item| item.status.is_open()).collect();
        let (rule, message) = if mentioned {
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
        note(self.shared(postmortem, earlier, &evidence));
        let quote = self.index.passage(earlier, &evidence);
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

    /// What two postmortems have in common, in words.
    fn shared(&self, postmortem: &Postmortem, earlier: &Postmortem, evidence: &[u32]) -> String {
        let mut parts = Vec::new();
        let services: Vec<_> =
            both(&postmortem.services, &earlier.services).map(|one| one.as_str()).collect();
        let causes: Vec<_> =
            both(&postmortem.root_causes, &earlier.root_causes).map(|one| one.as_str()).collect();
        for (name, values) in [("service", services), ("root cause", causes)] {
            if !values.is_empty() {
                parts.push(format!("{name} {}", values.join(", ")));
            }
        }
        let words: Vec<_> = evidence.iter().map(|stem| self.likeness.word(*stem)).collect();
        if !words.is_empty() {
            parts.push(format!("the words {}", words.join(", ")));
        }
        format!("both have {}", parts.join("; "))
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
            let is_better = best.is_none_or(|(most, _)| same > most);
            if document != at && is_better && is_earlier(&all[document], &all[at], document, at) {
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

/// A place in the corpus as search numbers it.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether one comes before the other: by date, else by their order in the corpus, which has newer ones
/// first.
fn is_earlier(one: &Postmortem, other: &Postmortem, at_one: usize, at_other: usize) -> bool {
    match (one.date(), other.date()) {
        (Some(a), Some(b)) if a.timestamp() != b.timestamp() => a.timestamp() < b.timestamp(),
        _ => at_one > at_other,
    }
}

/// Whether the body names another postmortem by its id.
fn mentions(postmortem: &Postmortem, id: &PostmortemId) -> bool {
    let text = postmortem.body.markdown.to_lowercase();
    let id = id.as_str().to_lowercase();
    text.match_indices(&id).any(|(at, _)| {
        let joins = |c: char| c.is_alphanumeric();
        !text[..at].ends_with(joins) && !text[at + id.len()..].starts_with(joins)
    })
}

fn both<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = &'a T> {
    a.iter().filter(|one| b.contains(one))
}

/// The beginning of a text, in one line.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{} …", text[..at].trim_end()),
        None => text,
    }
}

/// The services and root causes of all postmortems, as numbers, and how rare each is.
struct Rarity {
    services: Vec<Vec<usize>>,
    causes: Vec<Vec<usize>>,
    /// For each number, from 0, everybody has it, to 1, no more than two do.
    shares: Vec<f32>,
}

/// Gives every key of a kind its number, and counts it.
#[derive(Default)]
struct Numbers<'a> {
    numbers: BTreeMap<(bool, &'a str), usize>,
    counts: Vec<usize>,
}

impl<'a> Numbers<'a> {
    fn of(&mut self, is_service: bool, key: &'a str) -> usize {
        let number = *self.numbers.entry((is_service, key)).or_insert(self.counts.len());
        if number == self.counts.len() {
            self.counts.push(0);
        }
        self.counts[number] += 1;
        number
    }
}

impl Rarity {
    fn of(corpus: &Corpus) -> Self {
        let mut numbers = Numbers::default();
        let (mut services, mut causes) = (Vec::new(), Vec::new());
        for postmortem in corpus.postmortems() {
            services.push(postmortem.services.iter().map(|key| numbers.of(true, key.as_str())).collect());
            causes.push(postmortem.root_causes.iter().map(|key| numbers.of(false, key.as_str())).collect());
        }
        let all = corpus.postmortems().len().max(1);
        #[expect(clippy::cast_precision_loss, reason = "counts of postmortems")]
        let share = |count: &usize| (1.0 - count.saturating_sub(2) as f32 / all as f32).max(0.0);
        Self { services, causes, shares: numbers.counts.iter().map(share).collect() }
    }

    /// From 0, no service or no cause in common, to 1, both in common and with nobody else.
    fn same_failure(&self, a: usize, b: usize) -> f32 {
        let rarest = |lists: &[Vec<usize>]| {
            both(&lists[a], &lists[b]).map(|number| self.shares[*number]).fold(0.0, f32::max)
        };
        rarest(&self.services) * rarest(&self.causes)
    }
}
