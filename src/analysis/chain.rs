//! The times that one failure came back, and what was promised in between.
//!
//! Every postmortem has at most one link to an earlier time, so that the links make trees; the postmortems
//! of one tree are a chain, told in order of time.

use super::days::days_between;
use super::recurrence::Link;
use crate::model::{ActionItem, ActionKind, ActionStatus, Corpus, Postmortem, Severity};
use jiff::civil::Date;

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

impl Chain {
    /// The chain of these postmortems, with the links that each has.
    pub(super) fn new(corpus: &Corpus, mut members: Vec<(usize, Option<Link>)>) -> Self {
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

    /// What became of the promises that somebody here made after all times but the last: what was promised
    /// after that has not had its chance yet.
    pub(super) fn outcomes_before(&self) -> impl Iterator<Item = Outcome> {
        let before = &self.members[..self.members.len().saturating_sub(1)];
        let outcomes = before.iter().flat_map(|member| &member.promises).map(|promise| promise.outcome);
        outcomes.filter(|outcome| *outcome != Outcome::Elsewhere)
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
