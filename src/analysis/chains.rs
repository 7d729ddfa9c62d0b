//! All chains of a corpus, or that of one postmortem: which link leads where.

use super::chain::{Chain, Outcome};
use super::comparison::Comparison;
use super::recurrence::{Candidate, Link, MOST_TRIED, declared};
use crate::model::{Corpus, Postmortem, Severity};
use crate::search::Scratch;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All chains of a corpus.
#[derive(Debug, Clone, Default)]
pub struct Chains {
    /// By place in the corpus.
    links: Vec<Option<Link>>,
    /// By place: the first one that detected links lead to, itself without one.
    anchors: Vec<usize>,
    /// Worst first: the longest; of those with as many members the one with the worst severity; of those
    /// the one that came back most recently.
    chains: Vec<Arc<Chain>>,
    /// By place: where its chain is among all.
    by_member: Vec<Option<usize>>,
    totals: ChainTotals,
}

/// What all chains come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChainTotals {
    /// How many postmortems are in one.
    pub members: usize,
    /// How many preventive actions somebody here promised before their failure came back.
    pub promised: usize,
    /// How many of them were done by then.
    pub done_in_time: usize,
    /// How many of them are still open.
    pub open: usize,
}

impl ChainTotals {
    fn add(&mut self, chain: &Chain) {
        self.members += chain.members.len();
        for outcome in chain.outcomes_before() {
            self.promised += 1;
            self.done_in_time += usize::from(outcome.in_time());
            self.open += usize::from(outcome == Outcome::Open);
        }
    }
}

impl Chains {
    /// The chains, worst first: by number of members, then worst severity, then most recent member.
    pub fn all(&self) -> &[Arc<Chain>] {
        &self.chains
    }

    /// What all of them come to.
    pub fn totals(&self) -> ChainTotals {
        self.totals
    }

    /// The place of a postmortem's chain among all.
    pub fn place(&self, at: usize) -> Option<usize> {
        self.by_member.get(at).copied().flatten()
    }

    /// The chain of a postmortem.
    pub fn of(&self, at: usize) -> Option<&Chain> {
        self.place(at).map(|chain| self.chains[chain].as_ref())
    }

    /// Makes chains of links. `known` gives one that was known before, by one of its members.
    fn new(
        corpus: &Corpus,
        links: Vec<Option<Link>>,
        anchors: Vec<usize>,
        known: impl Fn(usize) -> Option<Arc<Chain>> + Sync,
    ) -> Self {
        let mut roots: Vec<usize> = (0..links.len()).collect();
        for (at, link) in links.iter().enumerate() {
            if let Some(link) = link {
                let (a, b) = (root(&mut roots, at), root(&mut roots, link.to));
                roots[a.max(b)] = a.min(b);
            }
        }
        let mut trees: Vec<(usize, usize)> = (0..links.len()).map(|at| (root(&mut roots, at), at)).collect();
        trees.sort_unstable();
        let trees: Vec<_> = trees.chunk_by(|a, b| a.0 == b.0).filter(|tree| tree.len() > 1).collect();
        let chain = |tree: &[(usize, usize)]| {
            // Latest first, as chains are told from the earliest on.
            let members = tree.iter().rev().map(|(_, at)| (*at, links[*at]));
            let is_same =
                |known: &Arc<Chain>| known.members.iter().map(|one| (one.at, one.link)).eq(members.clone());
            let chain = match known(tree[0].1).filter(is_same) {
                Some(known) => known,
                None => Arc::new(Chain::new(corpus, members.collect())),
            };
            let severity = chain.severity(corpus).map_or(usize::MAX, Severity::rank);
            let newest = chain.members.last().map(|member| member.at);
            ((Reverse(chain.members.len()), severity, newest), chain)
        };
        let mut chains: Vec<_> = trees.into_par_iter().map(chain).collect();
        chains.sort_by_key(|(rank, _)| *rank);
        let (mut by_member, mut totals) = (vec![None; links.len()], ChainTotals::default());
        for (number, (_, chain)) in chains.iter().enumerate() {
            chain.members.iter().for_each(|member| by_member[member.at] = Some(number));
            totals.add(chain);
        }
        let chains = chains.into_iter().map(|(_, chain)| chain).collect();
        Self { links, anchors, chains, by_member, totals }
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
        let found = comparison.link(corpus, at, &candidates, |earlier| self.of(earlier).1);
        self.known.insert(at, found);
        found
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
                (links[at], anchors[at]) = self.link(corpus, at, candidates, |earlier| anchors[earlier]);
            }
            Chains::new(corpus, links, anchors, |_| None)
        })
    }

    /// The link of a postmortem and its anchor; `anchor` gives those of earlier ones.
    fn link(
        &self,
        corpus: &Corpus,
        at: usize,
        candidates: &[Candidate],
        mut anchor: impl FnMut(usize) -> usize,
    ) -> (Option<Link>, usize) {
        let link = self.choose(corpus, at, candidates, &mut anchor);
        let anchor = match link {
            Some(Link { to, score: Some(_) }) => anchor(to),
            _ => at,
        };
        (link, anchor)
    }

    /// The chains of a corpus of which those before are known. The postmortems in it are the same but for
    /// the `changed` ones, their references too; `moved` are those whose likeness to others is not what it
    /// was, and `touched` those with other candidates.
    pub(super) fn chains_after(
        &self,
        corpus: &Corpus,
        candidates: &[Vec<Candidate>],
        before: &Chains,
        changed: &[usize],
        moved: &[usize],
        touched: &[usize],
    ) -> Chains {
        let flags = |places: &[usize]| {
            let mut flags = vec![false; candidates.len()];
            for at in places {
                flags[*at] = true;
            }
            flags
        };
        let (changed, moved, mut anew) = (flags(changed), flags(moved), flags(touched));
        let mut is_anchored_otherwise = vec![false; candidates.len()];
        let (mut links, mut anchors) = (before.links.clone(), before.anchors.clone());
        for (at, candidates) in candidates.iter().enumerate().rev() {
            let mut tried = candidates.iter().take(MOST_TRIED).map(|candidate| candidate.earlier);
            anew[at] |= tried.any(|tried| is_anchored_otherwise[tried] || moved[anchors[tried]]);
            if anew[at] {
                (links[at], anchors[at]) = self.link(corpus, at, candidates, |earlier| anchors[earlier]);
                is_anchored_otherwise[at] = anchors[at] != before.anchors[at];
            }
        }
        Chains::new(corpus, links, anchors, |member| {
            let chain = &before.chains[before.place(member)?];
            chain.members.iter().all(|member| !changed[member.at]).then(|| Arc::clone(chain))
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
