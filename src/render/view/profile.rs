//! What the incidents of one service, root cause or team have in common.

use super::chain::{anchor, is_declared, months, recurrences_page};
use super::{DurationView, MentionView, RegisterRow, Sources, StandingFigures, TermView};
use crate::analysis::{self, Chain, Fix, Metrics, Share, Standing, Statistics, Tally};
use crate::model::Severity;
use crate::render::words::Words;
use crate::routes::Facet;
use crate::routes::Routes;
use crate::routes::TermRoute;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many values of a kind are named.
const FREQUENT: usize = 6;
/// How many incidents, open action items and recurrences are.
const LAST: usize = 5;

/// The incidents of a term in figures, none of them from the future.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ProfileView<'a> {
    n: usize,
    /// What broke; of root causes and teams.
    services: Option<TalliesView<'a>>,
    /// Why; of services and teams.
    root_causes: Option<TalliesView<'a>>,
    /// What set it off.
    triggers: TalliesView<'a>,
    fixes: Vec<FixView<'a>>,
    /// Of how many incidents nobody tells what ended them.
    fixes_missing: usize,
    metrics: Vec<SpreadView>,
    by_people: ShareView,
    standing: StandingFigures,
    /// The most urgent of the open action items.
    actions: Vec<RegisterRow<'a>>,
    /// The register, narrowed to the term; `None` for terms that it cannot be narrowed to.
    register: Option<String>,
    chains: Vec<ChainLine<'a>>,
    last: Vec<IncidentView<'a>>,
}

/// How often values occur.
#[derive(Debug, Serialize)]
struct TalliesView<'a> {
    rows: Vec<TallyView<'a>>,
    /// How many further values there are.
    more: usize,
    /// In how many incidents none is told.
    missing: usize,
}

#[derive(Debug, Serialize)]
struct TallyView<'a> {
    title: &'a str,
    /// The incidents that have it, of this term.
    path: String,
    count: usize,
    /// In percent of the most frequent.
    length: usize,
}

#[derive(Debug, Serialize)]
struct FixView<'a> {
    title: String,
    count: usize,
    latest: MentionView<'a>,
}

/// A metric of many incidents.
#[derive(Debug, Serialize)]
struct SpreadView {
    title: String,
    definition: String,
    median: Option<DurationView>,
    p90: Option<DurationView>,
    n: usize,
    missing: usize,
}

#[derive(Debug, Serialize)]
struct ShareView {
    percent: Option<usize>,
    part: usize,
    n: usize,
    missing: usize,
}

#[derive(Debug, Serialize)]
struct IncidentView<'a> {
    #[serde(flatten)]
    mention: MentionView<'a>,
    duration: Option<DurationView>,
    root_causes: Vec<TermView<'a>>,
    services: Vec<TermView<'a>>,
    fix: String,
}

/// A chain in a line.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ChainLine<'a> {
    title: &'a str,
    path: String,
    times: usize,
    since: Option<String>,
    until: Option<String>,
    severity: Option<TermView<'a>>,
    declared: bool,
    /// Promises that might keep it from coming back, and are open still.
    open: usize,
}

impl<'a> ChainLine<'a> {
    /// Shows the chain at a place among all.
    pub(in crate::render) fn of(place: usize, chain: &Chain, sources: Sources<'a>) -> Self {
        let Sources { corpus, routes, .. } = sources;
        let (since, until) = months(chain, sources);
        let promises = chain.members.iter().flat_map(|member| &member.promises);
        let last = chain.members.last().map_or(0, |member| member.at);
        let severity: Option<&Severity> = chain.severity(corpus);
        Self {
            title: &corpus.postmortems()[last].title,
            path: format!("{}#{}", recurrences_page(place).path(), anchor(corpus, chain)),
            times: chain.members.len(),
            since,
            until,
            severity: severity.map(|severity| TermView::severity(severity, routes)),
            declared: is_declared(chain),
            open: promises.filter(|promise| promise.outcome == analysis::Outcome::Open).count(),
        }
    }
}

impl<'a> ProfileView<'a> {
    /// Sums up the postmortems of a term; `None` for kinds of terms of which that says nothing new, and
    /// where nothing has happened yet.
    pub(in crate::render) fn of(term: &'a TermRoute, sources: Sources<'a>) -> Option<Self> {
        let Sources { corpus, analysis, knowledge, routes, words, .. } = sources;
        if !matches!(term.facet, Facet::Services | Facet::RootCauses | Facet::Teams) {
            return None;
        }
        let today = knowledge.today();
        let happened = |at: &usize| !analysis::is_future(&corpus.postmortems()[*at], today);
        let members: Vec<usize> = term.list.members.iter().copied().filter(happened).collect();
        if members.is_empty() {
            return None;
        }
        let statistics = Statistics::of(corpus, analysis.all_metrics(), &members);
        let tallies = |facet, all: &[Tally]| TalliesView::of(facet, all, term, sources);
        let services = (term.facet != Facet::Services)
            .then(|| tallies(Facet::Services, &analysis::service_tallies(corpus, &members)));
        let root_causes =
            (term.facet != Facet::RootCauses).then(|| tallies(Facet::RootCauses, &statistics.root_causes));
        let (fixes, fixes_missing) = analysis::fixes(corpus, &members);
        let fix = |fix: &Fix| FixView {
            title: Words::titled(&words.value("mitigation", fix.mitigation.key())),
            count: fix.count,
            latest: MentionView::of(fix.latest, sources),
        };
        let items: Vec<_> = members.iter().flat_map(|at| knowledge.register().of_postmortem(*at)).collect();
        let mut open: Vec<_> = items.iter().copied().filter(|action| action.state.is_open()).collect();
        open.sort_by_key(|action| action.urgency());
        let parameter = match term.facet {
            Facet::Services => Some("service"),
            Facet::Teams => Some("team"),
            _ => None,
        };
        Some(Self {
            n: members.len(),
            services,
            root_causes,
            triggers: tallies(Facet::Triggers, &statistics.triggers),
            fixes: fixes.iter().map(fix).collect(),
            fixes_missing,
            metrics: spreads(&statistics, words),
            by_people: ShareView::of(statistics.detected_by_people),
            standing: StandingFigures::of(&Standing::of(items.iter().copied())),
            actions: open.into_iter().take(LAST).map(|one| RegisterRow::of(one, sources)).collect(),
            register: parameter
                .map(|name| format!("{}?{name}={}", routes.actions().permalink.path(), term.key)),
            chains: chains(&members, sources),
            last: members.iter().take(LAST).map(|at| IncidentView::of(*at, sources)).collect(),
        })
    }
}

impl<'a> TalliesView<'a> {
    fn of(facet: Facet, all: &[Tally], term: &TermRoute, sources: Sources<'a>) -> Self {
        let routes = sources.routes;
        let known: Vec<&Tally> = all.iter().filter(|tally| !tally.key.is_empty()).collect();
        let most = known.iter().map(|tally| tally.count).max().unwrap_or(0).max(1);
        let row = |tally: &&Tally| {
            let route = routes.term(facet, &tally.key)?;
            let path = if sources.config.search.enable {
                let (name, other) = (filter(term.facet), filter(facet));
                let query = format!("{name}%3A{}+{other}%3A{}", term.key, tally.key);
                format!("{}?q={query}", Routes::search().path())
            } else {
                route.list.permalink.path()
            };
            let length = tally.count * 100 / most;
            Some(TallyView { title: &route.description.title, path, count: tally.count, length })
        };
        Self {
            rows: known.iter().take(FREQUENT).filter_map(row).collect(),
            more: known.len().saturating_sub(FREQUENT),
            missing: all.iter().find(|tally| tally.key.is_empty()).map_or(0, |tally| tally.count),
        }
    }
}

/// The search's word for a kind of term.
fn filter(facet: Facet) -> &'static str {
    match facet {
        Facet::Services => "service",
        Facet::RootCauses => "root_cause",
        Facet::Triggers => "trigger",
        Facet::Severities => "severity",
        Facet::Teams => "team",
        Facet::Tags => "tag",
        Facet::Years => "year",
    }
}

/// How long it took to detect, mitigate and resolve.
fn spreads(statistics: &Statistics, words: &Words) -> Vec<SpreadView> {
    let shown = ["time_to_detect", "time_to_mitigate", "time_to_resolve"];
    let all = Metrics::DEFINITIONS.iter().zip(&statistics.metrics);
    all.filter(|((key, _), _)| shown.contains(key))
        .map(|(&(key, _), spread)| SpreadView {
            title: words.value("metric", key),
            definition: words.value("metric_definition", key),
            median: spread.median.map(|taken| DurationView::of(taken, words)),
            p90: spread.p90.map(|taken| DurationView::of(taken, words)),
            n: spread.n,
            missing: spread.missing,
        })
        .collect()
}

impl ShareView {
    fn of(share: Share) -> Self {
        Self { percent: share.percent(), part: share.part, n: share.n, missing: share.missing }
    }
}

impl<'a> IncidentView<'a> {
    fn of(at: usize, sources: Sources<'a>) -> Self {
        let postmortem = &sources.corpus.postmortems()[at];
        let (routes, words) = (sources.routes, sources.words);
        let causes = postmortem.root_causes.iter().map(|term| term.as_str());
        let services = postmortem.services.iter().map(|slug| slug.as_str());
        let fixes: Vec<_> =
            postmortem.mitigation.iter().map(|one| words.value("mitigation", one.key())).collect();
        Self {
            mention: MentionView::of(at, sources),
            duration: sources.analysis.metrics(at).duration.map(|taken| DurationView::of(taken, words)),
            root_causes: TermView::all(Facet::RootCauses, causes, routes),
            services: TermView::all(Facet::Services, services, routes),
            fix: words.list(&fixes),
        }
    }
}

/// The chains of which these postmortems have two times at least, worst first.
fn chains<'a>(members: &[usize], sources: Sources<'a>) -> Vec<ChainLine<'a>> {
    let all = sources.knowledge.chains();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for place in members.iter().filter_map(|at| all.place(*at)) {
        *counts.entry(place).or_default() += 1;
    }
    let twice = counts.into_iter().filter(|(_, count)| *count > 1);
    twice.take(LAST).map(|(place, _)| ChainLine::of(place, &all.all()[place], sources)).collect()
}
