//! Promises and chains as data: with ids instead of places, the same for the terminal and the site.

use super::chain::{Chain, Member, Outcome};
use super::comparison::{Comparison, Evidence};
use super::register::{Action, ActionState};
use crate::model::{Corpus, Moment, Slug};
use serde::Serialize;

/// An action item as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionRecord<'a> {
    /// The id of its postmortem.
    pub postmortem: &'a str,
    /// The title of its postmortem.
    pub title: &'a str,
    /// Unique in the corpus and stable; see [`Action::key`].
    pub key: &'a str,
    /// Unique in its postmortem.
    pub id: &'a str,
    /// What will be done.
    pub text: &'a str,
    /// What it is meant to change.
    pub kind: Option<&'static str>,
    /// Who answers for it, as written.
    pub owner: Option<&'a str>,
    /// Who answers for it, the same for all spellings.
    pub owner_key: Option<&'a str>,
    /// How urgent it is.
    pub priority: Option<&'static str>,
    /// The day by which it is promised.
    pub due: Option<String>,
    /// Its ticket.
    pub ticket: Option<&'a str>,
    /// How far it is, as written.
    pub status: &'static str,
    /// The day it was closed.
    pub closed: Option<String>,
    /// How it stands today.
    pub state: ActionState,
    /// The day after which it is overdue.
    pub until: Option<String>,
    /// Days since the incident.
    pub age_days: Option<i64>,
    /// The severity of the incident.
    pub severity: Option<&'a str>,
    /// Who was in charge of the incident.
    pub teams: &'a [Slug],
    /// What broke.
    pub services: &'a [Slug],
}

impl<'a> ActionRecord<'a> {
    /// An action item of the register as data.
    pub fn of(corpus: &'a Corpus, action: &'a Action) -> Self {
        let postmortem = &corpus.postmortems()[action.postmortem];
        let item = &postmortem.action_items[action.item];
        Self {
            postmortem: postmortem.id.as_str(),
            title: &postmortem.title,
            key: &action.key,
            id: &item.id,
            text: &item.text,
            kind: item.kind.map(|kind| kind.key()),
            owner: item.owner.as_deref(),
            owner_key: action.owner.as_deref(),
            priority: item.priority.map(|priority| priority.key()),
            due: item.due.map(|day| day.to_string()),
            ticket: item.ticket.as_deref(),
            status: item.status.key(),
            closed: item.status.closed().map(|day| day.to_string()),
            state: action.state,
            until: action.until.map(|day| day.to_string()),
            age_days: action.age,
            severity: postmortem.severity.as_ref().map(|severity| severity.key()),
            teams: &postmortem.teams,
            services: &postmortem.services,
        }
    }
}

/// What a chain comes to, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainFigures<'a> {
    /// How often the failure happened.
    pub times: usize,
    /// The worst severity.
    pub severity: Option<&'a str>,
    /// Promises that might have kept it from coming back, those after the last time included.
    pub promised: usize,
    /// Of the promises made after all times but the last, those that were done by the next.
    pub done_in_time: usize,
    /// How many were made after all times but the last, by somebody here.
    pub promised_before: usize,
    /// Promises that are still open.
    pub open: usize,
}

/// A chain as data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainRecord<'a> {
    /// What it comes to.
    #[serde(flatten)]
    pub figures: ChainFigures<'a>,
    /// The times, earliest first.
    pub members: Vec<MemberRecord<'a>>,
}

/// The chain of one postmortem as data. The other times are named only: in the files of all its members a
/// long chain would stand as often as it has members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OwnChainRecord<'a> {
    /// What the chain comes to.
    #[serde(flatten)]
    pub figures: ChainFigures<'a>,
    /// The ids of all times, earliest first.
    pub members: Vec<&'a str>,
    /// What links this one to an earlier one.
    pub link: Option<LinkRecord<'a>>,
}

/// One time that a failure happened, as data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberRecord<'a> {
    /// The postmortem's id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// When it began.
    pub date: Option<String>,
    /// Its severity.
    pub severity: Option<&'a str>,
    /// Days since the member before.
    pub days_since: Option<i64>,
    /// What links it to an earlier one.
    pub link: Option<LinkRecord<'a>>,
    /// What was promised after it.
    pub promises: Vec<PromiseRecord<'a>>,
}

/// A link to an earlier time, as data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkRecord<'a> {
    /// The id of the earlier one.
    pub to: &'a str,
    /// Whether the author declared it; else it was found by comparing.
    pub declared: bool,
    /// How alike the two are, from 0 to 1, to three places; of those that were found.
    pub score: Option<f64>,
    /// What the two have in common.
    pub evidence: Evidence,
}

/// A promise of a chain, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseRecord<'a> {
    /// Its id in its postmortem.
    pub id: &'a str,
    /// What was promised.
    pub text: &'a str,
    /// What became of it by the next time: the word of [`Outcome::key`].
    pub outcome: &'static str,
    /// The day it was closed.
    pub closed: Option<String>,
}

impl<'a> ChainFigures<'a> {
    /// The figures of a chain.
    pub fn of(corpus: &'a Corpus, chain: &Chain) -> Self {
        let count = |wanted: fn(Outcome) -> bool| {
            let promises = chain.members.iter().flat_map(|member| &member.promises);
            promises.filter(|promise| wanted(promise.outcome)).count()
        };
        Self {
            times: chain.members.len(),
            severity: chain.severity(corpus).map(|severity| severity.key()),
            promised: count(|outcome| outcome != Outcome::Elsewhere),
            done_in_time: chain.outcomes_before().filter(|outcome| outcome.in_time()).count(),
            promised_before: chain.outcomes_before().count(),
            open: count(|outcome| outcome == Outcome::Open),
        }
    }
}

impl<'a> ChainRecord<'a> {
    /// A chain as data.
    pub fn of(corpus: &'a Corpus, comparison: &Comparison, chain: &Chain) -> Self {
        Self {
            figures: ChainFigures::of(corpus, chain),
            members: chain.members.iter().map(|one| member(corpus, comparison, one)).collect(),
        }
    }
}

impl<'a> OwnChainRecord<'a> {
    /// The chain of the postmortem at a place, as data.
    pub fn of(corpus: &'a Corpus, comparison: &Comparison, chain: &Chain, at: usize) -> Self {
        let own = chain.members.iter().find(|member| member.at == at);
        Self {
            figures: ChainFigures::of(corpus, chain),
            members: chain.members.iter().map(|one| corpus.postmortems()[one.at].id.as_str()).collect(),
            link: own.and_then(|own| link(corpus, comparison, own)),
        }
    }
}

fn link<'a>(corpus: &'a Corpus, comparison: &Comparison, member: &Member) -> Option<LinkRecord<'a>> {
    member.link.map(|link| LinkRecord {
        to: corpus.postmortems()[link.to].id.as_str(),
        declared: link.score.is_none(),
        score: link.score.map(|score| (f64::from(score) * 1000.0).round() / 1000.0),
        evidence: comparison.evidence(corpus, member.at, link.to),
    })
}

fn member<'a>(corpus: &'a Corpus, comparison: &Comparison, member: &Member) -> MemberRecord<'a> {
    let postmortem = &corpus.postmortems()[member.at];
    let promises = member.promises.iter().map(|promise| {
        let item = &postmortem.action_items[promise.item];
        PromiseRecord {
            id: &item.id,
            text: &item.text,
            outcome: promise.outcome.key(),
            closed: item.status.closed().map(|day| day.to_string()),
        }
    });
    MemberRecord {
        id: postmortem.id.as_str(),
        title: &postmortem.title,
        date: postmortem.date().map(Moment::iso),
        severity: postmortem.severity.as_ref().map(|severity| severity.key()),
        days_since: member.days_since,
        link: link(corpus, comparison, member),
        promises: promises.collect(),
    }
}
