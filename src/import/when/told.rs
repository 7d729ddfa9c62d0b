//! What a sentence tells of start, end and length of the incident.

use super::point::{Point, are_joined, points, span_minutes};
use super::words::{
    BEGAN, ENDED, INCIDENT, LEAD_UP, NOT_ENDED, OF_A_HABIT, SOMETHING_BEGAN, mentions, sentences,
};
use crate::times::{Bound, Day, NamedZone, lengths};
use std::ops::Range;

/// A point in time, and the line that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    /// The minute of the day, where the time of day is told.
    pub(super) minute: Option<i32>,
    /// The day, where it is told beside.
    pub(super) day: Option<Day>,
    /// The zone, where it is told beside.
    pub(super) zone: Option<NamedZone>,
    /// The line, as an index.
    pub(super) line: usize,
}

impl At {
    pub(super) fn new(point: &Point, line: usize) -> Self {
        Self {
            minute: point.clock.as_ref().map(|clock| clock.minute % super::point::DAY),
            day: point.day.clone(),
            zone: point.zone.clone(),
            line,
        }
    }
}

/// How long the incident took, as far as words tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lasted {
    /// In minutes.
    pub(super) minutes: f64,
    /// How it is bounded.
    pub(super) bound: Bound,
    /// The line, as an index.
    pub(super) line: usize,
}

/// What a text tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Told {
    /// Start and end in one breath: `from 10:00 to 11:00`.
    pub(super) span: Option<(At, At)>,
    /// The start, told as such.
    pub(super) start: Option<At>,
    /// The first time at which somebody noticed, or of which no more is told.
    pub(super) noticed: Option<At>,
    /// The end.
    pub(super) end: Option<At>,
    /// The length.
    pub(super) lasted: Option<Lasted>,
}

/// Reads a passage; what an earlier sentence tells is not overridden by a later one, but for the end.
pub(super) fn told(text: &str, line: usize) -> Told {
    let mut told = Told::default();
    for range in sentences(text) {
        let Some(sentence) = text.get(range) else { continue };
        let lower = sentence.to_lowercase();
        if OF_A_HABIT.are_in(&lower) {
            continue;
        }
        let long = if told.lasted.is_none() { lasted(sentence, &lower, line) } else { None };
        told.lasted = told.lasted.or(long);
        let of_incident = || long.is_some() || INCIDENT.are_in(&lower);
        let points = points(sentence);
        if let Some(span) = span(sentence, &points, line) {
            // Behind a start that was told as such, a span is that of a part.
            let same = |start: &At| start.minute == span.0.minute;
            if told.start.as_ref().is_none_or(same) {
                told.span.get_or_insert(span);
            }
            continue;
        }
        for (at, point) in points.iter().enumerate() {
            if point.clock.is_none() {
                continue;
            }
            let from = at.checked_sub(1).and_then(|at| points.get(at)).map_or(0, |point| point.range.end);
            let to = points.get(at + 1).map_or(sentence.len(), |next| next.range.start);
            let said = At::new(point, line);
            match meaning(
                &lower_part(sentence, from..point.range.start),
                &lower_part(sentence, point.range.end..to),
                &of_incident,
            ) {
                Meaning::End => told.end = Some(said),
                Meaning::Start => {
                    told.start.get_or_insert(said);
                }
                Meaning::Noticed => {
                    told.noticed.get_or_insert(said);
                }
                Meaning::Other => {}
            }
        }
    }
    told
}

fn lower_part(sentence: &str, range: Range<usize>) -> String {
    sentence.get(range).unwrap_or_default().to_lowercase()
}

/// The first two points that a sentence joins, of which both have their time of day.
pub(super) fn span(sentence: &str, points: &[Point], line: usize) -> Option<(At, At)> {
    points.iter().zip(points.iter().skip(1)).find_map(|(first, second)| {
        let (from, to) = (first.clock.as_ref()?, second.clock.as_ref()?);
        if !are_joined(sentence, first, second) {
            return None;
        }
        let (start, end) = span_minutes(sentence, from, to);
        let (mut first, mut second) = (At::new(first, line), At::new(second, line));
        (first.minute, second.minute) = (Some(start), Some(end));
        // The zone may stand behind the second only, the day before the first only.
        if first.zone.is_none() {
            first.zone.clone_from(&second.zone);
        }
        if first.day.is_none() && second.day.is_some() {
            first.day.clone_from(&second.day);
            if end <= start {
                first.day = None;
            }
        }
        if second.zone.is_none() {
            second.zone.clone_from(&first.zone);
        }
        Some((first, second))
    })
}

enum Meaning {
    Start,
    Noticed,
    End,
    Other,
}

/// What the words around a time make it, in a sentence that tells of the incident or does not.
fn meaning(before: &str, after: &str, of_incident: &dyn Fn() -> bool) -> Meaning {
    let clause_start = before.rfind([';', '(']).map_or(0, |at| at + 1);
    // `starting at kick-off (21:00 CEST)`: a time that stands alone between its marks belongs before them.
    let apart = before.get(clause_start..).filter(|clause| !clause.trim().is_empty());
    let before = apart.unwrap_or_else(|| before.trim_end_matches(['(', ' ']));
    // `…, at 15:35 it was back`: what stands before the comma is about another time.
    let own = before.rfind(',').and_then(|at| before.get(at + 1..)).filter(|own| {
        let mut words = own.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some()
            && words.all(|word| PREPOSITIONS.contains(&word))
            && after.split_whitespace().count() > 1
    });
    let before = own.unwrap_or(before);
    let tail: Vec<&str> =
        before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let led = tail.iter().any(|word| !PREPOSITIONS.contains(word));
    let after = clause(after, INCIDENT.are_in(before) || BEGAN.are_in(before));
    let after = after.as_str();
    let near = |word: &&str| tail.iter().rev().take(3).any(|other| other == word);
    let until = ["until", "till", "bis", "hasta", "até", "jusqu"].iter().any(near);
    let ends_after = ENDED.are_in(after) && !NOT_ENDED.are_in(after);
    // `um 7.50 Uhr wieder`
    let again = mentions(after, &["wieder"]) && near(&"um") || mentions(after, &["wieder"]) && near(&"gegen");
    if until || again || led && ENDED.are_in(before) || !led && ends_after || near(&"by") && ends_after {
        return Meaning::End;
    }
    let leads_up = |text: &str| LEAD_UP.are_in(text) && !INCIDENT.are_in(text);
    if leads_up(before) && !INCIDENT.are_in(after) || !led && leads_up(after) {
        return Meaning::Other;
    }
    let around = [before, after].concat();
    // `broken from 16:03 on`
    let on = near(&"from")
        && after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()) == Some("on");
    let began = on || SOMETHING_BEGAN.are_in(&around);
    let investigated = mentions(
        before,
        &["investigat*", "debugging", "working on", "fix", "rollback", "roll back", "restart*"],
    );
    if began && of_incident() && !investigated {
        Meaning::Start
    } else if investigated {
        Meaning::Other
    } else {
        Meaning::Noticed
    }
}

/// Words before a time that say nothing of it.
const PREPOSITIONS: &[&str] = &[
    "at",
    "on",
    "by",
    "around",
    "approximately",
    "about",
    "roughly",
    "the",
    "in",
    "then",
    "and",
    "just",
    "um",
    "gegen",
    "kl",
    "klo",
    "à",
    "vers",
    "a",
    "las",
    "às",
    "finally",
    "from",
    "this",
    "day",
    "same",
    "next",
    "it",
];

/// What follows a time, as far as it is about that time: the rest of its clause, and the next clause where
/// that only says where.
fn clause(after: &str, told: bool) -> String {
    let mut pieces = after.trim_start_matches([',', ')', ' ', ':']).split([',', ';', '(']);
    let mut clause = pieces.next().unwrap_or_default().to_owned();
    if !told
        && clause.split_whitespace().count() <= 4
        && let Some(next) = pieces.next()
    {
        clause.push(' ');
        clause.push_str(next);
    }
    let clause = clause.split(" and ").next().unwrap_or_default();
    clause.split(" until ").next().unwrap_or_default().to_owned()
}

/// Words right before a length that make it the length of the incident.
#[rustfmt::skip]
const LASTS: &[&str] = &[
    "lasted", "lasting", "lasts", "last", "duration", "totaling", "totalling", "totaled", "total", "persisted",
    "persisting", "spanning", "spanned", "continued", "downtime", "duró", "durado", "duración", "dauerte",
    "dauer", "duré", "durée", "dure", "durou", "duração", "down", "unavailable", "offline", "mia",
];

/// Words behind a length that make it the length of the incident.
#[rustfmt::skip]
const OF_INCIDENT: &[&str] = &[
    "outage", "incident", "downtime", "disruption", "interruption", "degradation", "unavailability", "service",
    "lang", "partial", "complete", "total", "full", "database", "site", "website", "production",
];

/// Words behind a length that make it the length of something else.
const COUNTED: &[&str] =
    &["after", "later", "before", "earlier", "ago", "prior", "delay", "delays", "window", "old", "from"];

/// How long a sentence says that the incident took.
pub(super) fn lasted(sentence: &str, lower: &str, line: usize) -> Option<Lasted> {
    let incident = INCIDENT.are_in(lower);
    lengths(sentence).into_iter().find_map(|length| {
        let behind = sentence.get(length.range.end..)?.to_lowercase();
        let mut next = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let (next, then) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
        let before = length.before.clone().and_then(|range| sentence.get(range)).unwrap_or_default();
        let led = sentence.get(..length.range.start)?.to_lowercase();
        let tail: String = led.chars().rev().take(28).collect::<Vec<_>>().into_iter().rev().collect();
        let for_it = incident && mentions(&tail, &["for", "pendant", "durante", "por", "für", "während"]);
        // `For three days nobody could …`
        let opens = led.trim_end().ends_with("for")
            && led.split_whitespace().count() <= 2
            && mentions(
                lower,
                &["no", "not", "nobody", "nothing", "none", "never", "without", "could not", "only"],
            );
        let for_it = for_it || opens;
        let lasts = LASTS.iter().any(|word| before.eq_ignore_ascii_case(word));
        let names = OF_INCIDENT.contains(&next)
            && behind.starts_with([' ', '-'])
            && !["service", "database", "site", "website", "production"].contains(&next)
            || OF_INCIDENT.contains(&next)
                && ["outage", "incident", "disruption", "interruption", "downtime"].contains(&then)
            || next == "of" && OF_INCIDENT.contains(&then);
        let bracket = led.trim_end().ends_with('(') && behind.trim_start().starts_with(')');
        let spaceless = mentions(lower, &["持续", "継続", "続い", "間停止", "停止し", "中断", "間にわたり"]);
        let counted = COUNTED.contains(&next) && !then.starts_with(|c: char| c.is_ascii_digit());
        let took = mentions(
            &tail,
            &["took", "within", "every", "past", "previous", "next", "after", "timeout", "in"],
        ) && !lasts
            && !names;
        // `… and was restored 90 minutes later`
        let restored = next == "later" && length.bound == Bound::Exactly && ENDED.are_in(&tail);
        let fits = restored || (lasts || for_it || names || bracket || spaceless) && !counted && !took;
        fits.then_some(Lasted { minutes: length.seconds / 60.0, bound: length.bound, line })
    })
}
