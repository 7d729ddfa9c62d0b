//! A failure that came back.

use super::{EvidenceView, MentionView, Sources, TermView};
use crate::analysis::{Action, Chain, ChainFigures, Member, Outcome, Promise};
use crate::model::Corpus;
use crate::render::words::Words;
use crate::routes::Permalink;
use crate::routes::Routes;
use serde::Serialize;

/// A chain: the times that one failure happened.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ChainView<'a> {
    /// The place on its page of all chains.
    anchor: String,
    /// The title of the last time.
    title: &'a str,
    times: usize,
    severity: Option<TermView<'a>>,
    /// The month of the first time, and of the last.
    since: Option<String>,
    until: Option<String>,
    /// Whether authors declared all of it; else some was found by comparing.
    declared: bool,
    /// Promises before the last time that somebody here answers for, and how many of them were done by the
    /// next.
    promised_before: usize,
    done_in_time: usize,
    /// Promises that are open still.
    open: usize,
    members: Vec<MemberView<'a>>,
}

/// How many times of a long chain are shown in full: the first ones, and the last ones.
const FIRST_IN_FULL: usize = 2;
const LAST_IN_FULL: usize = 6;
/// How many times between them are named; the ones before those are counted.
const NAMED: usize = 30;

/// One time.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MemberView<'a> {
    #[serde(flatten)]
    mention: MentionView<'a>,
    /// Whether it is only named: what was promised then, and what links it, is told on its own page.
    brief: bool,
    /// How many times before it are left out.
    skipped: usize,
    /// How long after the time before: `1 day later`.
    after: Option<String>,
    link: Option<LinkView<'a>>,
    promises: Vec<PromiseView<'a>>,
}

#[derive(Debug, Serialize)]
struct LinkView<'a> {
    declared: bool,
    /// How alike the two are, from 0 to 1, with two places; of those that were found.
    score: Option<String>,
    /// The earlier time, where that is not the one before.
    to: Option<MentionView<'a>>,
    evidence: EvidenceView<'a>,
}

#[derive(Debug, Serialize)]
struct PromiseView<'a> {
    text: &'a str,
    /// Its row on the page of its postmortem.
    path: String,
    outcome: &'static str,
    title: String,
}

impl<'a> ChainView<'a> {
    /// Shows a chain.
    pub(in crate::render) fn of(chain: &Chain, sources: Sources<'a>) -> Self {
        let Sources { corpus, knowledge, routes, words, .. } = sources;
        let comparison = knowledge.comparison();
        let figures = ChainFigures::of(corpus, chain);
        let last = chain.members.last().map_or(0, |member| member.at);
        let severity = chain.severity(corpus);
        let (since, until) = months(chain, sources);
        let times = chain.members.len();
        // The named ones, and those before them that are left out.
        let named = FIRST_IN_FULL..times.saturating_sub(LAST_IN_FULL).max(FIRST_IN_FULL);
        let skipped = FIRST_IN_FULL..named.end.saturating_sub(NAMED).max(FIRST_IN_FULL);
        let member = |(number, one): (usize, &Member)| {
            let brief = named.contains(&number);
            let before = number.checked_sub(1).map(|before| chain.members[before].at);
            let link = one.link.filter(|_| !brief);
            let promises = if brief { &[] } else { one.promises.as_slice() };
            MemberView {
                mention: MentionView::of(one.at, sources),
                brief,
                skipped: if number == skipped.end { skipped.len() } else { 0 },
                after: one.days_since.map(|days| later(days, words)),
                link: link.map(|link| LinkView {
                    declared: link.score.is_none(),
                    score: link.score.map(|score| words.decimal(&format!("{score:.2}"))),
                    to: (before != Some(link.to)).then(|| MentionView::of(link.to, sources)),
                    evidence: EvidenceView::of(&comparison.evidence(corpus, one.at, link.to), routes),
                }),
                promises: promises
                    .iter()
                    .map(|promise| promise_view(sources, one.at, *promise, one.at == last))
                    .collect(),
            }
        };
        let shown = |(number, _): &(usize, &Member)| !skipped.contains(number);
        Self {
            anchor: anchor(corpus, chain),
            title: &corpus.postmortems()[last].title,
            times: figures.times,
            severity: severity.map(|severity| TermView::severity(severity, routes)),
            since,
            until,
            declared: is_declared(chain),
            promised_before: figures.promised_before,
            done_in_time: figures.done_in_time,
            open: figures.open,
            members: chain.members.iter().enumerate().filter(shown).map(member).collect(),
        }
    }
}

/// How many chains a page shows.
pub(in crate::render) const CHAINS_ON_PAGE: usize = 10;

/// The page that shows the chain at a place among all.
pub(in crate::render) fn recurrences_page(place: usize) -> Permalink {
    Routes::recurrences(place / CHAINS_ON_PAGE + 1)
}

/// Whether authors declared all links of a chain.
pub(in crate::render) fn is_declared(chain: &Chain) -> bool {
    chain.members.iter().filter_map(|member| member.link).all(|link| link.score.is_none())
}

/// The months of the first and of the last time that have a date.
pub(in crate::render) fn months(chain: &Chain, sources: Sources<'_>) -> (Option<String>, Option<String>) {
    let Sources { corpus, words, .. } = sources;
    let mut dates = chain.members.iter().filter_map(|member| corpus.postmortems()[member.at].date());
    let first = dates.next();
    let told = |moment: &crate::model::Moment| words.month(moment.date().year(), moment.date().month());
    (first.map(told), dates.next_back().or(first).map(told))
}

/// The place of a chain on its page: named by its first time, which stays the first.
pub(in crate::render) fn anchor(corpus: &Corpus, chain: &Chain) -> String {
    let first = chain.members.first().map(|member| corpus.postmortems()[member.at].id.slug());
    format!("pm-chain-{}", first.unwrap_or_default())
}

fn promise_view(sources: Sources<'_>, at: usize, promise: Promise, last: bool) -> PromiseView<'_> {
    let Sources { corpus, knowledge, routes, words, .. } = sources;
    let item = &corpus.postmortems()[at].action_items[promise.item];
    let closed = item.status.closed().map(|date| words.day(date));
    let title = match (promise.outcome, closed) {
        (Outcome::Done, Some(closed)) => words.fill("outcome.done", &[("day", &closed)]),
        (Outcome::Done | Outcome::DoneSomeTime, _) => words.say("outcome.done_some_time"),
        (Outcome::DoneLater, Some(closed)) => words.fill("outcome.done_later", &[("day", &closed)]),
        (Outcome::DoneLater, None) => words.say("outcome.done_later_some_time"),
        (Outcome::Open, _) if last => words.say("outcome.open"),
        (Outcome::Open, _) => words.say("outcome.still_open"),
        (Outcome::Dropped, _) => words.say("outcome.dropped"),
        (Outcome::Elsewhere, _) => words.say("outcome.elsewhere"),
    };
    PromiseView {
        text: &item.text,
        path: item_path(routes, &knowledge.actions(at)[promise.item]),
        outcome: promise.outcome.key(),
        title,
    }
}

/// The anchor of an action item on the page of its postmortem: the part of its key that is its own.
pub(in crate::render) fn item_anchor(action: &Action) -> String {
    let own = action.key.split_once(':').map_or(action.key.as_str(), |(_, own)| own);
    format!("pm-action-{own}")
}

/// Where that is.
pub(in crate::render) fn item_path(routes: &Routes, action: &Action) -> String {
    format!("{}#{}", routes.postmortem(action.postmortem).path(), item_anchor(action))
}

/// What a reader of one postmortem of a chain should know at once.
#[derive(Debug, Serialize)]
pub(in crate::render) struct StandingView<'a> {
    /// `Third`.
    ordinal: String,
    /// Which time it was, from 1.
    number: usize,
    /// The month of the first time.
    since: Option<String>,
    /// How many preventive actions were promised by somebody here after all earlier times; for the first
    /// time, after itself.
    promised: usize,
    /// How many of them were not done when it began; for the first time, when it came back.
    open: usize,
    /// Whether others promised some, of which nobody here knows what became.
    elsewhere: bool,
    /// The page of all chains, at this one.
    path: String,
    times: usize,
    /// Whether authors declared all of it; else some was found by comparing.
    declared: bool,
    /// The times; of many, the first, those around this one, and the last.
    members: Vec<TimeView<'a>>,
}

/// One time, in a short list.
#[derive(Debug, Serialize)]
struct TimeView<'a> {
    #[serde(flatten)]
    mention: MentionView<'a>,
    /// Which time it was, from 1.
    number: usize,
    /// Whether it is the one whose page it stands on.
    current: bool,
}

/// More times than these are not all listed.
const MOST_LISTED: usize = 7;

impl<'a> StandingView<'a> {
    /// Shows where a postmortem stands in its chain.
    pub(in crate::render) fn of(at: usize, chain: &Chain, sources: Sources<'a>) -> Option<Self> {
        let Sources { corpus, knowledge, words, .. } = sources;
        let (number, promised, open) = chain.standing(at)?;
        let before = &chain.members[..number.max(2) - 1];
        let mut promises = before.iter().flat_map(|member| &member.promises);
        let elsewhere = promises.clone().any(|promise| promise.outcome == Outcome::Elsewhere);
        // The first time has none before it: what was promised after it is what matters.
        let (promised, open) = if number > 1 {
            (promised, open)
        } else {
            let late = |outcome| matches!(outcome, Outcome::Open | Outcome::DoneLater);
            let known = promises.clone().filter(|promise| promise.outcome != Outcome::Elsewhere).count();
            (known, promises.by_ref().filter(|promise| late(promise.outcome)).count())
        };
        let shown = |time: usize| {
            let near = (time + 1).abs_diff(number) <= 1;
            chain.members.len() <= MOST_LISTED || near || time == 0 || time + 1 == chain.members.len()
        };
        let members = chain.members.iter().enumerate().filter(|(time, _)| shown(*time));
        Some(Self {
            ordinal: words.ordinal(number),
            number,
            since: months(chain, sources).0,
            promised,
            open,
            elsewhere,
            path: format!(
                "{}#{}",
                recurrences_page(knowledge.chains().place(at)?).path(),
                anchor(corpus, chain)
            ),
            times: chain.members.len(),
            declared: is_declared(chain),
            members: members
                .map(|(time, member)| TimeView {
                    mention: MentionView::of(member.at, sources),
                    number: time + 1,
                    current: member.at == at,
                })
                .collect(),
        })
    }
}

fn later(days: i64, words: &Words) -> String {
    match days {
        0 => words.say("span.same_day"),
        days => words.fill("span.later", &[("span", &words.span(days))]),
    }
}
