//! The figures of some incidents: how many, how long, noticed by whom, set off by what.

use super::days::days_between;
use super::metrics::Metrics;
use super::spread::{Share, Spread};
use crate::model::{Corpus, DetectionMethod, Postmortem, Term};
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;

/// The triggers that are changes which somebody made.
pub const CHANGES: [&str; 5] = ["deploy", "config-push", "migration", "manual-change", "maintenance"];

/// How often a value occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The value's key; empty for those that have none.
    pub key: String,
    /// In how many incidents.
    pub count: usize,
}

/// The figures of some incidents. Durations are those of [`Metrics`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// How many incidents there are.
    pub count: usize,
    /// How many of them have no date.
    pub undated: usize,
    /// The day of the first one that has a date.
    pub first_seen: Option<Date>,
    /// The day of the last.
    pub last_seen: Option<Date>,
    /// Days from one incident to the next; one less than there are dates.
    pub days_between: Spread<i64>,
    /// The time metrics, in the order of [`Metrics::DEFINITIONS`]. In data, durations are in seconds.
    #[serde(serialize_with = "by_name")]
    pub metrics: [Spread<SignedDuration>; 5],
    /// Noticed by people (engineers, customers, partners, social media) rather than by monitoring or
    /// probes; missing where detection is not told, or `unknown`.
    pub detected_by_people: Share,
    /// Set off by a change that somebody made ([`CHANGES`]); missing where no trigger is told, or it is
    /// `unknown`.
    pub set_off_by_change: Share,
    /// By severity, worst first, those without one last.
    pub severities: Vec<Tally>,
    /// By root cause of the first level, most frequent first; sub-terms count as their term, each once an
    /// incident.
    pub root_causes: Vec<Tally>,
    /// By trigger, likewise.
    pub triggers: Vec<Tally>,
}

fn by_name<S: Serializer>(metrics: &[Spread<SignedDuration>; 5], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(metrics.len()))?;
    for ((name, _), spread) in Metrics::DEFINITIONS.iter().zip(metrics) {
        map.serialize_entry(name, spread)?;
    }
    map.end()
}

impl Statistics {
    /// The figures of the postmortems at these places of a corpus, newest first; `metrics` are those of
    /// all postmortems.
    pub fn of(corpus: &Corpus, metrics: &[Metrics], members: &[usize]) -> Self {
        let all = || members.iter().map(|at| corpus.postmortems()[*at].as_ref());
        // Newest first, as the corpus is.
        let mut days: Vec<Date> = all().filter_map(|one| Some(one.date()?.date())).collect();
        days.sort_unstable();
        let gaps = days.windows(2).map(|pair| Some(days_between(pair[0], pair[1])));
        let spread = |number: usize| Spread::of(members.iter().map(|at| metrics[*at].values()[number]));
        Self {
            count: members.len(),
            undated: members.len() - days.len(),
            first_seen: days.first().copied(),
            last_seen: days.last().copied(),
            days_between: Spread::of(gaps),
            metrics: std::array::from_fn(spread),
            detected_by_people: Share::of(all().map(detected_by_people)),
            set_off_by_change: Share::of(all().map(set_off_by_change)),
            severities: severities(all()),
            root_causes: terms(all().map(|one| one.root_causes.as_slice())),
            triggers: terms(all().map(|one| one.triggers.as_slice())),
        }
    }
}

/// Whether people noticed an incident; `None` if nobody says.
pub fn detected_by_people(postmortem: &Postmortem) -> Option<bool> {
    use DetectionMethod::{Customer, Engineer, Monitoring, Partner, Social, Synthetic, Unknown};
    match postmortem.detection.as_ref()?.method {
        Engineer | Customer | Partner | Social => Some(true),
        Monitoring | Synthetic => Some(false),
        Unknown => None,
    }
}

/// Whether a change that somebody made set an incident off; `None` if nobody says what did.
pub fn set_off_by_change(postmortem: &Postmortem) -> Option<bool> {
    let mut known =
        postmortem.triggers.iter().map(first_level).filter(|term| term.as_str() != "unknown").peekable();
    known.peek()?;
    Some(known.any(|term| CHANGES.contains(&term.as_str())))
}

/// By service, most frequent first; those without one last, with an empty key.
pub fn service_tallies(corpus: &Corpus, members: &[usize]) -> Vec<Tally> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for at in members {
        let services = &corpus.postmortems()[*at].services;
        for (number, service) in services.iter().enumerate() {
            *counts.entry(service.as_str()).or_default() +=
                usize::from(!services[..number].contains(service));
        }
        *counts.entry("").or_default() += usize::from(services.is_empty());
    }
    by_count(counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| (key.to_owned(), count)))
}

/// Most frequent first, ties in the order given, those without a value last.
fn by_count(counts: impl Iterator<Item = (String, usize)>) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = counts.map(|(key, count)| Tally { key, count }).collect();
    tallies.sort_by_key(|tally| (tally.key.is_empty(), std::cmp::Reverse(tally.count)));
    tallies
}

/// The term of the first level: itself or its parent.
pub(super) fn first_level(term: &Term) -> Term {
    term.parent().unwrap_or_else(|| term.clone())
}

fn severities<'a>(all: impl Iterator<Item = &'a Postmortem>) -> Vec<Tally> {
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for one in all {
        let key =
            one.severity.as_ref().map_or((usize::MAX, ""), |severity| (severity.rank(), severity.key()));
        *counts.entry(key).or_default() += 1;
    }
    counts.into_iter().map(|((_, key), count)| Tally { key: key.to_owned(), count }).collect()
}

fn terms<'a>(all: impl Iterator<Item = &'a [Term]>) -> Vec<Tally> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for terms in all {
        let mut own: Vec<Term> = terms.iter().map(first_level).collect();
        own.sort_unstable();
        own.dedup();
        if own.is_empty() {
            *counts.entry(String::new()).or_default() += 1;
        }
        for term in own {
            *counts.entry(term.to_string()).or_default() += 1;
        }
    }
    by_count(counts.into_iter())
}
