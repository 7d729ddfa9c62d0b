//! The facts of one incident, before anybody writes about it.
//!
//! Everything follows from the seed and the postmortem's number, never from how many are asked
//! for: the first hundred of a thousand are the same as a hundred alone.

use crate::calendar::{DAYS, Moment};
use crate::random::{Random, Stream};
use crate::terms::{IMPACT_KINDS, ROOT_CAUSES, SEVERITIES, TRIGGERS};
use crate::vocabulary::Vocabulary;

/// One of `table`, as often as its weight says.
pub(crate) fn weighted(random: &mut Random, table: &[(&'static str, u32)]) -> &'static str {
    let total = table.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let mut point = random.below(total);
    for &(term, weight) in table {
        if point < u64::from(weight) {
            return term;
        }
        point -= u64::from(weight);
    }
    ""
}

/// What later postmortems may know of this one. Cheap enough to be made again for each of them.
pub(crate) struct Sketch<'a> {
    pub(crate) number: u32,
    pub(crate) started: Moment,
    pub(crate) severity: &'static str,
    /// One to three; the first is the one that failed.
    pub(crate) services: Vec<&'a str>,
    /// One or two.
    pub(crate) root_causes: Vec<&'static str>,
}

impl<'a> Sketch<'a> {
    pub(crate) fn new(seed: u64, number: u32, vocabulary: &'a Vocabulary) -> Self {
        let mut random = Random::new(seed, Stream::Sketch, number);
        // The later of two days: companies grow, and write more as they do. The last two weeks
        // are left free, so that every incident ends within its year.
        let last = DAYS - 15;
        let day = random.between(0, last).max(random.between(0, last));
        let hour = if random.chance(70) { random.between(8, 19) } else { random.between(0, 23) };
        let started = Moment::new(day, hour * 60 + random.between(0, 59));
        let severity = weighted(&mut random, SEVERITIES);
        let mut services = Vec::new();
        let wanted = 1 + usize::from(random.chance(45)) + usize::from(random.chance(20));
        while services.len() < wanted {
            push_new(&mut services, vocabulary.services.draw(&mut random));
        }
        let mut root_causes = vec![weighted(&mut random, ROOT_CAUSES)];
        if random.chance(25) {
            push_new(&mut root_causes, weighted(&mut random, ROOT_CAUSES));
        }
        Self { number, started, severity, services, root_causes }
    }

    /// `pm-000123`.
    pub(crate) fn id(&self) -> String {
        format!("pm-{:06}", self.number)
    }

    /// Where its file is, seen from a postmortem of `year`.
    pub(crate) fn path_from(&self, year: u32) -> String {
        let own = self.started.date().year;
        let id = self.id();
        if own == year { format!("{id}.md") } else { format!("../{own}/{id}.md") }
    }

    fn likeness(&self, other: &Self) -> usize {
        let services = shared(&self.services, &other.services);
        let causes = shared(&self.root_causes, &other.root_causes);
        2 * services + 3 * causes
    }

    fn shares_cause_with(&self, other: &Self) -> bool {
        shared(&self.root_causes, &other.root_causes) > 0
    }
}

/// The most alike of `tries` postmortems with lower numbers that also happened earlier.
fn earlier<'a>(
    sketch: &Sketch<'a>,
    seed: u64,
    tries: u32,
    random: &mut Random,
    vocabulary: &'a Vocabulary,
) -> Option<Sketch<'a>> {
    if sketch.number < 2 {
        return None;
    }
    let mut best: Option<Sketch<'a>> = None;
    for _ in 0..tries {
        let candidate = Sketch::new(seed, random.between(1, sketch.number - 1), vocabulary);
        let better = best.as_ref().is_none_or(|best| sketch.likeness(&candidate) > sketch.likeness(best));
        if candidate.started < sketch.started && better {
            best = Some(candidate);
        }
    }
    best
}

/// How the times of a postmortem are written.
#[derive(Clone, Copy)]
pub(crate) enum Zone {
    /// `2024-05-12T10:00:00Z`.
    Utc,
    /// `2024-05-12T10:00:00+09:00`, where clocks never change.
    Offset(&'static str, &'static str),
    /// `2024-05-12 10:00`, with the zone in a key of its own.
    Local(&'static str),
}

const STEADY_ZONES: &[(&str, &str)] =
    &[("Asia/Tokyo", "+09:00"), ("Asia/Kolkata", "+05:30"), ("Asia/Singapore", "+08:00")];
const CHANGING_ZONES: &[&str] =
    &["Europe/Berlin", "America/New_York", "America/Los_Angeles", "Europe/London"];

impl Zone {
    fn choose(random: &mut Random, started: Moment, ended: Moment) -> Self {
        // A wall-clock time may be missing or come twice where clocks change, so incidents of
        // those months stay in UTC.
        let steady = |moment: Moment| matches!(moment.date().month, 1 | 2 | 5..=9 | 12);
        match random.below(20) {
            0..3 => {
                let (name, offset) = STEADY_ZONES[random.index(STEADY_ZONES.len())];
                Self::Offset(name, offset)
            }
            3..9 if steady(started) && steady(ended) => Self::Local(random.pick(CHANGING_ZONES)),
            _ => Self::Utc,
        }
    }
}

/// When things happened. What nobody wrote down is `None`.
pub(crate) struct Times {
    pub(crate) zone: Zone,
    /// Only the day of the start is known, and nothing else.
    pub(crate) day_only: bool,
    pub(crate) detected: Option<Moment>,
    pub(crate) acknowledged: Option<Moment>,
    pub(crate) identified: Option<Moment>,
    pub(crate) mitigated: Option<Moment>,
    pub(crate) resolved: Option<Moment>,
    /// The end of the incident, known or not.
    pub(crate) ended: Moment,
}

impl Times {
    fn new(random: &mut Random, sketch: &Sketch<'_>) -> Self {
        let pace = match sketch.severity {
            "sev1" | "sev2" => 1,
            _ => 2,
        } * if random.chance(3) { 12 } else { 1 };
        let mut step = |from: Moment, typical: u32| from.plus(random.skewed(typical) * pace);
        let detected = step(sketch.started, 8);
        let acknowledged = step(detected, 4);
        let identified = step(acknowledged, 25);
        let mitigated = step(identified, 20);
        let ended = step(mitigated, 40);
        let day_only = random.chance(3);
        let mut known =
            |moment: Moment, percent: u64| Some(moment).filter(|_| random.chance(percent) && !day_only);
        Self {
            day_only,
            detected: known(detected, 96),
            acknowledged: known(acknowledged, 75),
            identified: known(identified, 85),
            mitigated: known(mitigated, 85),
            resolved: known(ended, 98),
            zone: Zone::choose(random, sketch.started, ended),
            ended,
        }
    }

    /// Minutes of impact.
    pub(crate) fn minutes(&self, started: Moment) -> u32 {
        self.mitigated.unwrap_or(self.ended).since(started)
    }
}

/// Everything about an incident.
pub(crate) struct Incident<'a> {
    pub(crate) sketch: &'a Sketch<'a>,
    pub(crate) times: Times,
    pub(crate) triggers: Vec<&'static str>,
    pub(crate) impact_kind: &'static str,
    pub(crate) related: Vec<Sketch<'a>>,
    pub(crate) recurrence_of: Option<Sketch<'a>>,
    pub(crate) caused_by: Option<Sketch<'a>>,
    pub(crate) supersedes: Option<Sketch<'a>>,
}

impl<'a> Incident<'a> {
    pub(crate) fn new(
        seed: u64,
        sketch: &'a Sketch<'a>,
        random: &mut Random,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        let times = Times::new(random, sketch);
        let mut triggers = vec![weighted(random, TRIGGERS)];
        if random.chance(15) {
            push_new(&mut triggers, weighted(random, TRIGGERS));
        }
        let impact_kind = match weighted(random, IMPACT_KINDS) {
            "none" if sketch.severity != "sev4" => "degradation",
            kind => kind,
        };
        let mut before = |percent: u64, tries: u32| {
            random.chance(percent).then(|| earlier(sketch, seed, tries, random, vocabulary)).flatten()
        };
        let recurrence_of = before(14, 24).filter(|earlier| sketch.shares_cause_with(earlier));
        let caused_by = before(3, 4);
        let supersedes = before(1, 4);
        let mut related: Vec<Sketch<'a>> = Vec::new();
        for percent in [40, 20, 10] {
            let new =
                before(percent, 8).filter(|found| related.iter().all(|other| other.number != found.number));
            related.extend(new);
        }
        Self { sketch, times, triggers, impact_kind, related, recurrence_of, caused_by, supersedes }
    }

    /// The root cause without its sub-term.
    pub(crate) fn family(&self) -> &'static str {
        let cause = self.sketch.root_causes[0];
        cause.split_once('/').map_or(cause, |(family, _)| family)
    }
}

/// Adds `item` unless it is there.
pub(crate) fn push_new<T: PartialEq>(items: &mut Vec<T>, item: T) {
    if !items.contains(&item) {
        items.push(item);
    }
}

fn shared<T: PartialEq>(left: &[T], right: &[T]) -> usize {
    left.iter().filter(|item| right.contains(item)).count()
}
