//! The action register: every promise of the corpus, and what became of it.

use super::days::days_between;
use super::spread::Share;
use crate::model::{ActionItem, ActionKind, ActionStatus, Corpus, Patience, Postmortem, Slug};
use jiff::Span;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How an action item stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionState {
    /// Its day has passed: the due date, else the day allowed by the severity of its incident.
    Overdue,
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
    /// Open as far as its write-up tells, which is about another organization's incident: nobody here
    /// answers for it.
    Elsewhere,
}

impl ActionState {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Overdue, Self::Open, Self::Done, Self::Dropped, Self::Elsewhere];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Whether it is still to be kept by somebody here.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }
}

/// An action item of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Unique in the corpus and the same tomorrow: the postmortem's id in lower case, `:`, and the id that
    /// the author gave; without one, eight digits that are made of its text. So an item that is added
    /// above does not rename it; another text does. Of several that would be the same, the second ends
    /// in `-2`.
    pub key: String,
    /// The place of its postmortem.
    pub postmortem: usize,
    /// Its place among the postmortem's action items.
    pub item: usize,
    /// How it stands.
    pub state: ActionState,
    /// Who answers for it, without `@`, in lower case: the same for all spellings.
    pub owner: Option<String>,
    /// What it is meant to change.
    pub kind: Option<ActionKind>,
    /// The day after which it is overdue: its due date, else what the severity of the incident allows.
    /// `None` for one that nobody here answers for, and where neither a due date nor a date of the incident
    /// is known.
    pub until: Option<Date>,
    /// The day it was closed, if it is done and that was recorded.
    pub closed: Option<Date>,
    /// Days since the incident, 0 if that is in the future; `None` without a date.
    pub age: Option<i64>,
}

impl Action {
    /// Sorts by how much it asks for attention: overdue ones first, then open ones, both by the day after
    /// which they are overdue, those without one last; then what is done, last closed first; then what was
    /// given up; then what others answer for.
    pub fn urgency(&self) -> impl Ord + use<> {
        let day = if self.state.is_open() { self.until } else { None };
        (self.state, day.is_none(), day, std::cmp::Reverse(self.closed))
    }
}

/// All action items of a corpus, on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// In the order of the corpus, then as written.
    pub actions: Vec<Action>,
}

/// How many action items stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Past their day.
    pub overdue: usize,
    /// To be done, and not past their day.
    pub open: usize,
    /// Done.
    pub done: usize,
    /// Given up.
    pub dropped: usize,
    /// Nobody's here.
    pub elsewhere: usize,
}

impl Standing {
    /// Counts action items.
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a Action>) -> Self {
        let mut standing = Self::default();
        for action in actions {
            let count = match action.state {
                ActionState::Overdue => &mut standing.overdue,
                ActionState::Open => &mut standing.open,
                ActionState::Done => &mut standing.done,
                ActionState::Dropped => &mut standing.dropped,
                ActionState::Elsewhere => &mut standing.elsewhere,
            };
            *count += 1;
        }
        standing
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.overdue + self.open + self.done + self.dropped + self.elsewhere
    }

    /// How many of those that somebody here answers for are done. What was given up does not count.
    pub fn completion(&self) -> Share {
        Share { part: self.done, n: self.done + self.open + self.overdue, missing: 0 }
    }
}

/// What action items are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionDimension {
    /// Who answers for it.
    Owner,
    /// Who was in charge of the incident.
    Team,
    /// What broke.
    Service,
    /// What it is meant to change.
    Kind,
}

impl ActionDimension {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Team, Self::Service, Self::Kind];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Service => "service",
            Self::Kind => "kind",
        }
    }
}

/// The action items that have one value in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionGroup {
    /// The value; empty for those that have none.
    pub key: String,
    /// How they stand.
    #[serde(flatten)]
    pub standing: Standing,
}

/// The ages by which open action items are counted: up to so many days, the last without an end.
pub const AGES: [(&str, i64); 5] =
    [("0-30", 30), ("31-90", 90), ("91-180", 180), ("181-365", 365), ("over-365", i64::MAX)];

/// How old the open action items are, overdue ones included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ages {
    /// By the steps of [`AGES`].
    pub counts: [usize; 5],
    /// Those whose incident has no date.
    pub missing: usize,
}

impl Register {
    /// The register of a corpus on a day.
    pub fn of(corpus: &Corpus, patience: &Patience, today: Date) -> Self {
        let all = (0..corpus.postmortems().len()).into_par_iter();
        Self { actions: all.flat_map_iter(|at| Self::of_one(corpus, at, patience, today).actions).collect() }
    }

    /// The part of the register that holds the items of one postmortem. Keys begin with its id, so that no
    /// other has to be known for them.
    pub fn of_one(corpus: &Corpus, at: usize, patience: &Patience, today: Date) -> Self {
        let postmortem = &corpus.postmortems()[at];
        let mut taken = BTreeSet::new();
        let action = |(number, item): (usize, &ActionItem)| {
            let until = until(postmortem, item, patience);
            Action {
                key: free(&key(postmortem, item), &mut taken),
                postmortem: at,
                item: number,
                state: state(postmortem, item, until, today),
                owner: item.owner.as_deref().and_then(owner_key),
                kind: item.kind,
                until,
                closed: item.status.closed(),
                age: postmortem.date().map(|moment| days_between(moment.date(), today).max(0)),
            }
        };
        Self { actions: postmortem.action_items.iter().enumerate().map(action).collect() }
    }

    /// The items of the postmortem at a place of the corpus, as written. Of a whole register only.
    pub fn of_postmortem(&self, at: usize) -> &[Action] {
        let from = self.actions.partition_point(|action| action.postmortem < at);
        let to = self.actions.partition_point(|action| action.postmortem <= at);
        &self.actions[from..to]
    }

    /// The items of the postmortems at these places, which are sorted.
    #[must_use]
    pub fn select(&self, members: &[usize]) -> Self {
        let taken = |action: &&Action| members.binary_search(&action.postmortem).is_ok();
        Self { actions: self.actions.iter().filter(taken).cloned().collect() }
    }

    /// How they stand by a dimension: most still to be done first, ties in byte order, those that have no
    /// value last.
    pub fn groups(&self, corpus: &Corpus, dimension: ActionDimension) -> Vec<ActionGroup> {
        let mut groups: BTreeMap<String, Vec<&Action>> = BTreeMap::new();
        for action in &self.actions {
            let postmortem = &corpus.postmortems()[action.postmortem];
            let slugs = |slugs: &[Slug]| slugs.iter().map(Slug::to_string).collect();
            let mut keys: Vec<String> = match dimension {
                ActionDimension::Owner => action.owner.iter().cloned().collect(),
                ActionDimension::Team => slugs(&postmortem.teams),
                ActionDimension::Service => slugs(&postmortem.services),
                ActionDimension::Kind => action.kind.iter().map(|kind| kind.key().to_owned()).collect(),
            };
            if keys.is_empty() {
                keys.push(String::new());
            }
            for key in keys {
                groups.entry(key).or_default().push(action);
            }
        }
        let group =
            |(key, actions): (String, Vec<&Action>)| ActionGroup { key, standing: Standing::of(actions) };
        let mut groups: Vec<ActionGroup> = groups.into_iter().map(group).collect();
        groups.sort_by_key(|group| {
            let standing = &group.standing;
            (group.key.is_empty(), std::cmp::Reverse((standing.overdue + standing.open, standing.all())))
        });
        groups
    }

    /// How old the open ones are.
    pub fn ages(&self) -> Ages {
        let mut ages = Ages::default();
        for action in self.actions.iter().filter(|action| action.state.is_open()) {
            match action.age {
                Some(age) => {
                    let step = AGES.iter().position(|(_, most)| age <= *most);
                    ages.counts[step.unwrap_or(AGES.len() - 1)] += 1;
                }
                None => ages.missing += 1,
            }
        }
        ages
    }
}

fn key(postmortem: &Postmortem, item: &ActionItem) -> String {
    let own = if item.own_id { Slug::from_text(&item.id).map(|id| id.to_string()) } else { None };
    let name = own.unwrap_or_else(|| {
        let text = item.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
    });
    format!("{}:{name}", postmortem.id.slug())
}

/// The key, or the first of `key-2`, `key-3`, … that nobody has.
fn free(key: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = key.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{key}-{number}");
    }
    free
}

/// One spelling of an owner: `@Ana` is `ana`.
pub fn owner_key(owner: &str) -> Option<String> {
    let key = owner.trim().trim_start_matches('@').trim().to_lowercase();
    (!key.is_empty()).then_some(key)
}

fn until(postmortem: &Postmortem, item: &ActionItem, patience: &Patience) -> Option<Date> {
    if postmortem.source.is_some() {
        return None;
    }
    item.due.or_else(|| {
        let days = patience.days(postmortem.severity.as_ref());
        postmortem.date()?.date().checked_add(Span::new().days(days)).ok()
    })
}

fn state(postmortem: &Postmortem, item: &ActionItem, until: Option<Date>, today: Date) -> ActionState {
    match item.status {
        ActionStatus::Done { .. } => ActionState::Done,
        ActionStatus::Dropped => ActionState::Dropped,
        ActionStatus::Open | ActionStatus::InProgress if postmortem.source.is_some() => {
            ActionState::Elsewhere
        }
        ActionStatus::Open | ActionStatus::InProgress => match until {
            Some(until) if today > until => ActionState::Overdue,
            _ => ActionState::Open,
        },
    }
}
