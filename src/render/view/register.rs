//! The action register: counts, ages, and a row for each action item.

use super::chain::item_path;
use super::{ActionView, MentionView, Sources};
use crate::analysis::{AGES, Action, ActionDimension, ActionGroup, ActionState, Register, Standing};
use crate::render::words::Words;
use crate::routes::Facet;
use serde::Serialize;

/// An action item in the register.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RegisterRow<'a> {
    #[serde(flatten)]
    item: ActionView<'a>,
    /// Unique on the site, and the same tomorrow.
    key: &'a str,
    /// Its row on the page of its postmortem.
    path: String,
    state: &'static str,
    state_title: String,
    /// The day after which it is overdue, and whether that was written, and not the severity's.
    until: Option<String>,
    until_day: Option<String>,
    /// Since the incident: `12 days`.
    age: Option<String>,
    owner_key: Option<&'a str>,
    owner_path: Option<String>,
    /// Keys with a blank between, for filters.
    teams: String,
    services: String,
    postmortem: MentionView<'a>,
}

impl<'a> RegisterRow<'a> {
    /// Shows an action item.
    pub(in crate::render) fn of(action: &'a Action, sources: Sources<'a>) -> Self {
        let Sources { corpus, routes, words, .. } = sources;
        let postmortem = &corpus.postmortems()[action.postmortem];
        let joined = |slugs: &[crate::model::Slug]| {
            slugs.iter().map(|slug| slug.as_str()).collect::<Vec<_>>().join(" ")
        };
        let owner = action.owner.as_deref();
        Self {
            item: ActionView::of(&postmortem.action_items[action.item], action, words),
            key: &action.key,
            path: item_path(routes, action),
            state: action.state.key(),
            state_title: words.value("action_state", action.state.key()),
            until: action.until.map(|day| day.to_string()),
            until_day: action.until.map(|date| words.day(date)),
            age: action.age.map(|days| words.span(days)),
            owner_key: owner,
            owner_path: owner.and_then(|owner| routes.owner(owner)).map(|owner| owner.list.permalink.path()),
            teams: joined(&postmortem.teams),
            services: joined(&postmortem.services),
            postmortem: MentionView::of(action.postmortem, sources),
        }
    }
}

/// How action items stand, in figures.
#[derive(Debug, Serialize)]
pub(in crate::render) struct StandingFigures {
    all: usize,
    overdue: usize,
    /// Overdue ones included.
    open: usize,
    done: usize,
    dropped: usize,
    elsewhere: usize,
    /// In whole percent; null where there is nothing to complete.
    completion: Option<usize>,
    /// Of how many.
    completion_n: usize,
}

impl StandingFigures {
    /// Shows how action items stand.
    pub(in crate::render) fn of(standing: &Standing) -> Self {
        let completion = standing.completion();
        Self {
            all: standing.all(),
            overdue: standing.overdue,
            open: standing.open + standing.overdue,
            done: standing.done,
            dropped: standing.dropped,
            elsewhere: standing.elsewhere,
            completion: completion.percent(),
            completion_n: completion.n,
        }
    }
}

/// How old the open action items are.
#[derive(Debug, Serialize)]
pub(in crate::render) struct AgesView {
    /// How many there are with a date, and without.
    n: usize,
    missing: usize,
    steps: Vec<AgeStep>,
}

#[derive(Debug, Serialize)]
struct AgeStep {
    title: String,
    count: usize,
    /// The bar's length in percent of the longest.
    length: usize,
}

impl AgesView {
    /// Counts the open ones by age.
    pub(in crate::render) fn of(register: &Register, words: &Words) -> Self {
        let ages = register.ages();
        let most = ages.counts.iter().copied().max().unwrap_or(0).max(1);
        let steps = AGES.iter().zip(ages.counts).map(|((key, _), count)| AgeStep {
            title: match key.strip_prefix("over-") {
                Some(days) => words.fill("register.age_over", &[("n", days)]),
                None => {
                    let (from, to) = key.split_once('-').unwrap_or((key, ""));
                    words.fill("register.age_days", &[("from", from), ("to", to)])
                }
            },
            count,
            length: count * 100 / most,
        });
        Self { n: ages.counts.iter().sum(), missing: ages.missing, steps: steps.collect() }
    }
}

/// What the register can be narrowed by.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FilterView {
    /// The word in the address.
    key: &'static str,
    title: String,
    options: Vec<OptionView>,
}

#[derive(Debug, Serialize)]
struct OptionView {
    key: String,
    title: String,
    count: usize,
}

impl FilterView {
    /// All filters that have a value.
    pub(in crate::render) fn all(register: &Register, sources: Sources<'_>) -> Vec<Self> {
        let Sources { corpus, words, .. } = sources;
        let standing = Standing::of(&register.actions);
        let counts = [standing.overdue, standing.open, standing.done, standing.dropped, standing.elsewhere];
        let states = ActionState::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
        let states = states.map(|(state, count)| OptionView {
            key: state.key().to_owned(),
            title: words.value("action_state", state.key()),
            count,
        });
        let mut filters =
            vec![Self { key: "state", title: words.say("register.state"), options: states.collect() }];
        for (dimension, title) in [
            (ActionDimension::Kind, "actions.kind"),
            (ActionDimension::Owner, "actions.owner"),
            (ActionDimension::Team, "register.team"),
            (ActionDimension::Service, "register.service"),
        ] {
            let groups = register.groups(corpus, dimension).into_iter();
            let options: Vec<_> = groups.map(|group| option(dimension, group, sources)).collect();
            // One value tells nothing apart.
            if options.len() > 1 {
                filters.push(Self { key: dimension.key(), title: words.say(title), options });
            }
        }
        filters
    }
}

fn option(dimension: ActionDimension, group: ActionGroup, sources: Sources<'_>) -> OptionView {
    let Sources { routes, words, .. } = sources;
    let term = |facet| routes.term(facet, &group.key).map(|term| term.description.title.clone());
    let title = match dimension {
        ActionDimension::Owner => routes.owner(&group.key).map(|owner| owner.name.clone()),
        ActionDimension::Team => term(Facet::Teams),
        ActionDimension::Service => term(Facet::Services),
        ActionDimension::Kind => words.find(&format!("action_kind.{}", group.key)),
    };
    let title = title.unwrap_or_else(|| group.key.clone());
    let count = group.standing.all();
    // An address cannot tell no filter from an empty value.
    if group.key.is_empty() {
        return OptionView { key: "-".to_owned(), title: words.say("common.none"), count };
    }
    OptionView { key: group.key, title, count }
}
