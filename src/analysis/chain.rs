//! The times that one failure came back, and what was promised in between.
//!
//! Every postmortem has at most one link to an earlier time, so that the links make trees; the postmortems
//! of one tree are a chain, told in order of time.

use super::comparison::Comparison;
use super::days::days_between;
use super::recurrence::{Link, declared};
use crate::model::{ActionItem, ActionKind, ActionStatus, Corpus, Postmortem, Severity};
use crate::search::Scratch;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The postmortems of one failure that came back, earliest first; two at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The times that it happened.
    pub members: Vec<Member>,
}

/// One time that a failure happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its place in the corpus.
    pub at: usize,
    /// What links it to an earlier one; `None` for the one with which the chain begins.
    pub link: Option<Link>,
    /// How many days after the member before it began; `None` for the first, and where a date is missing.
    pub days_since: Option<i64>,
    /// What was promised after it that might have kept the next one from happening.
    pub promises: Vec<Promise>,
}

/// A promise that was made after an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// Its place among the action items of its postmortem.
    pub item: usize,
    /// What became of it by the time of the next member; for the last member, until now.
    pub outcome: Outcome,
}

/// What became of a promise by the time at which the failure came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was done: closed on or before that day.
    Done,
    /// It is done, but nobody recorded when; it counts as done.
    DoneSomeTime,
    /// It was done later.
    DoneLater,
    /// It is still open.
    Open,
    /// It was given up.
    Dropped,
    /// Another organization promised it, and nobody here knows what became of it.
    Elsewhere,
}

impl Outcome {
    /// The word for it in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DoneSomeTime => "done-without-date",
            Self::DoneLater => "done-later",
            Self::Open => "open",
            Self::Dropped => "dropped",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Whether it counts as done by then.
    pub fn in_time(self) -> bool {
        matches!(self, Self::Done | Self::DoneSomeTime)
    }
}

/// All chains of a corpus.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chains {
    /// Worst first: the longest; of those with as many members the one with the worst severity; of those
    /// the one that came back most recently.
    chains: Vec<Chain>,
    /// By place in the corpus of a member.
    by_member: BTreeMap<usize, usize>,
}

impl Chains {
    /// The chains, worst first: by number of members, then worst severity, then most recent member.
    pub fn all(&self) -> &[Chain] {
        &self.chains
    }

    /// The place of a postmortem's chain among all.
    pub fn place(&self, at: usize) -> Option<usize> {
        self.by_member.get(&at).copied()
    }

    /// The chain of a postmortem.
    pub fn of(&self, at: usize) -> Option<&Chain> {
        self.by_member.get(&at).map(|chain| &self.chains[*chain])
    }
}

impl Chain {
    /// The chain of these postmortems, with the links that each has.
    fn new(corpus: &Corpus, mut members: Vec<(usize, Option<Link>)>) -> Self {
        // The corpus has newer ones first.
        members.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        let day = |at: usize| corpus.postmortems()[at].date().map(|moment| moment.date());
        let told = members.iter().enumerate().map(|(number, (at, link))| {
            let before = number.checked_sub(1).and_then(|before| day(members[before].0));
            let next = members.get(number + 1).map(|(next, _)| day(*next));
            Member {
                at: *at,
                link: *link,
                days_since: before.zip(day(*at)).map(|(before, day)| days_between(before, day)),
                promises: promises(&corpus.postmortems()[*at], next.flatten()),
            }
        });
        Self { members: told.collect() }
    }

    /// The worst severity of its members.
    pub fn severity<'a>(&self, corpus: &'a Corpus) -> Option<&'a Severity> {
        self.members.iter().filter_map(|member| corpus.postmortems()[member.at].severity.as_ref()).min()
    }

    /// Which time it was, from 1, and how the promises stood that were made before: how many were made
    /// after all earlier times, and how many of those were not done when this one began.
    pub fn standing(&self, at: usize) -> Option<(usize, usize, usize)> {
        let number = self.members.iter().position(|member| member.at == at)?;
        let before = || self.members[..number].iter().flat_map(|member| &member.promises);
        let known = before().filter(|promise| promise.outcome != Outcome::Elsewhere);
        let open = before().filter(|promise| matches!(promise.outcome, Outcome::Open | Outcome::DoneLater));
        Some((number + 1, known.count(), open.count()))
    }
}

/// Whether an action might keep a failure from coming back. One of no kind might; one that notices sooner,
/// makes it hurt less, puts right what was damaged or finds out more does not.
pub fn is_preventive(item: &ActionItem) -> bool {
    matches!(item.kind, None | Some(ActionKind::Prevent | ActionKind::Process))
}

/// What was promised after an incident that might have kept the next one, on `next`, from happening.
fn promises(postmortem: &Postmortem, next: Option<Date>) -> Vec<Promise> {
    let outcome = |item: &ActionItem| match (item.status, next) {
        (ActionStatus::Open | ActionStatus::InProgress, _) if postmortem.source.is_some() => {
            Outcome::Elsewhere
        }
        (ActionStatus::Open | ActionStatus::InProgress, _) => Outcome::Open,
        (ActionStatus::Dropped, _) => Outcome::Dropped,
        (ActionStatus::Done { on: None }, _) => Outcome::DoneSomeTime,
        (ActionStatus::Done { on: Some(on) }, Some(next)) if on > next => Outcome::DoneLater,
        (ActionStatus::Done { on: Some(_) }, _) => Outcome::Done,
    };
    let items = postmortem.action_items.iter().enumerate().filter(|(_, item)| is_preventive(item));
    items.map(|(item, action)| Promise { item, outcome: outcome(action) }).collect()
}

/// The links of some postmortems and their anchors, found as they are asked for.
struct Links<'a> {
    comparison: &'a Comparison,
    corpus: &'a Corpus,
    scratch: Scratch,
    known: BTreeMap<usize, (Option<Link>, usize)>,
}

impl Links<'_> {
    /// The link of a postmortem, and its anchor.
    fn of(&mut self, at: usize) -> (Option<Link>, usize) {
        if let Some(known) = self.known.get(&at) {
            return *known;
        }
        let (comparison, corpus) = (self.comparison, self.corpus);
        let candidates = match declared(corpus, at) {
            Some(_) => Vec::new(),
            None => comparison.candidates(corpus, at, &mut self.scratch),
        };
        // Candidates are earlier, so this ends.
        let link = comparison.choose(corpus, at, &candidates, |candidate| self.of(candidate).1);
        let anchor = match link {
            Some(Link { to, score: Some(_) }) => self.of(to).1,
            _ => at,
        };
        self.known.insert(at, (link, anchor));
        (link, anchor)
    }
}

impl Comparison {
    /// All chains. Found once, in parallel, and kept.
    pub fn chains(&self, corpus: &Corpus) -> &Chains {
        self.chains.get_or_init(|| {
            let candidates = self.all_candidates(corpus);
            let mut links = vec![None; candidates.len()];
            let mut anchors: Vec<usize> = (0..candidates.len()).collect();
            // From the earliest on: the anchors of all candidates are known.
            for (at, candidates) in candidates.iter().enumerate().rev() {
                let link = self.choose(corpus, at, candidates, |candidate| anchors[candidate]);
                if let Some(Link { to, score: Some(_) }) = link {
                    anchors[at] = anchors[to];
                }
                links[at] = link;
            }
            Chains::new(corpus, &links)
        })
    }

    /// The chain of one postmortem, if its failure came back. Follows links from it in both directions,
    /// unless all candidates are known.
    pub fn chain(&self, corpus: &Corpus, at: usize) -> Option<Chain> {
        if self.candidates.get().is_some() {
            return self.chains(corpus).of(at).cloned();
        }
        let mut links =
            Links { comparison: self, corpus, scratch: Scratch::default(), known: BTreeMap::new() };
        let mut members: BTreeMap<usize, Option<Link>> = BTreeMap::new();
        let mut seen = BTreeSet::from([at]);
        let mut next = vec![at];
        while let Some(at) = next.pop() {
            let (link, _) = links.of(at);
            members.insert(at, link);
            let mut found: Vec<usize> = link.iter().map(|link| link.to).collect();
            found.extend(declared_repeats(corpus, at));
            for later in self.followers(at, &mut links.scratch) {
                if !seen.contains(&later) && links.of(later).0.is_some_and(|link| link.to == at) {
                    found.push(later);
                }
            }
            next.extend(found.into_iter().filter(|found| seen.insert(*found)));
        }
        (members.len() > 1).then(|| Chain::new(corpus, members.into_iter().collect()))
    }
}

/// Those that declare that they repeat one.
fn declared_repeats(corpus: &Corpus, at: usize) -> impl Iterator<Item = usize> {
    let id = corpus.postmortems()[at].id.slug();
    let repeats = move |postmortem: &Postmortem| {
        postmortem.recurrence_of.as_ref().is_some_and(|of| of.as_str().eq_ignore_ascii_case(&id))
    };
    corpus.postmortems().iter().enumerate().filter(move |(_, one)| repeats(one)).map(|(at, _)| at)
}

impl Chains {
    fn new(corpus: &Corpus, links: &[Option<Link>]) -> Self {
        let mut roots: Vec<usize> = (0..links.len()).collect();
        for (at, link) in links.iter().enumerate() {
            if let Some(link) = link {
                let (a, b) = (root(&mut roots, at), root(&mut roots, link.to));
                roots[a.max(b)] = a.min(b);
            }
        }
        let mut trees: BTreeMap<usize, Vec<(usize, Option<Link>)>> = BTreeMap::new();
        for (at, link) in links.iter().enumerate() {
            let root = root(&mut roots, at);
            trees.entry(root).or_default().push((at, *link));
        }
        let trees: Vec<_> = trees.into_values().filter(|members| members.len() > 1).collect();
        let mut chains: Vec<Chain> =
            trees.into_par_iter().map(|members| Chain::new(corpus, members)).collect();
        chains.sort_by_cached_key(|chain| {
            let severity = chain.severity(corpus).map_or(usize::MAX, Severity::rank);
            let newest = chain.members.last().map(|member| member.at);
            (std::cmp::Reverse(chain.members.len()), severity, newest)
        });
        let by_member = chains
            .iter()
            .enumerate()
            .flat_map(|(number, chain)| chain.members.iter().map(move |member| (member.at, number)));
        Self { by_member: by_member.collect(), chains }
    }
}

/// The first of the tree that a place belongs to, halving the way there.
fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}
