//! How long it took, in words, held against the times.

use super::{front_matter, is_account, kinds};
use crate::diagnostic::{Diagnostics, Level};
use crate::lint::vocabulary::mentions;
use crate::lint::{Passage, PassageKind, Rule, Subject};
use crate::model::{EventKind, Milestone, SectionKind};
use crate::times::{Bound, Length, clocks, lengths, spans_between};
use std::ops::Range;

pub(super) const CONTRADICTORY_DURATION: Rule = Rule {
    code: "contradictory-duration",
    level: Level::Warning,
    summary: "the duration that the text tells is that of its own times",
    why: "Of two figures that disagree readers believe neither, and nobody can tell later which was right.",
    bad: "started: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T11:30:00Z\nsummary: The outage lasted 45 minutes.",
    good: "started: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T11:30:00Z\nsummary: The outage lasted 90 minutes.",
};

/// How long something took according to two times.
#[derive(Clone)]
struct Fact {
    seconds: f64,
    /// The two times, as the message names them.
    between: String,
}

/// Words before a length that is that of the whole incident.
const BEFORE: &[&str] = &["lasted", "lasting", "lasts", "duration", "downtime", "outage", "incident"];

/// Words behind it.
const BEHIND: &[&str] = &["outage", "downtime", "disruption", "interruption", "incident"];

/// Words that `lasted` must have as its subject somewhere in the sentence.
const INCIDENT: &[&str] = &["outage", "incident", "downtime", "disruption", "interruption", "duration"];

/// Words of a sentence that tells how somebody or something was hurt.
#[rustfmt::skip]
const HURT: &[&str] = &[
    "unavailab*", "down", "offline", "unreachable", "inaccessible", "could not", "unable", "affected",
    "degraded", "disrupted", "impacted", "out of service", "failed", "interrupted", "experienced",
];

/// Words of a sentence that tells of a part of the incident, of several, or of another one.
#[rustfmt::skip]
const PARTIAL: &[&str] = &[
    "each", "every", "per", "first", "second outage", "second incident", "third", "initial*", "another",
    "additional*", "further", "secondary", "planned", "scheduled", "maintenance", "previous*", "earlier",
    "several", "together", "region*", "zone*", "phase*", "part", "parts", "some", "few", "most", "average",
    "median", "events", "outages", "incidents", "other", "later", "again", "next", "remaining", "longest",
    "window", "partial*", "could have", "would", "if", "target", "sla", "slo", "last year", "cluster*",
    "instance*", "ago", "before",
];

/// Words of a sentence that says that all was well again.
#[rustfmt::skip]
const ENDED: &[&str] = &[
    "open again", "opening again", "swinging open", "back online", "back up", "back to normal", "restored",
    "normal again", "resolved", "recovered", "operational", "available again", "mitigated", "reachable again",
    "up again", "working again",
];

/// Words right behind a length that make it count from somewhere else.
const COUNTED_FROM: &[&str] = &["of", "after", "from", "following", "window", "later", "before", "earlier"];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let front = front_matter(subject);
    let mut facts: Option<Vec<Fact>> = None;
    for passage in front.iter().chain(&subject.prose.passages) {
        if passage.quoted || !tells_of_the_whole(subject, passage) {
            continue;
        }
        for length in lengths(&passage.text) {
            let sentences = passage.sentences();
            let Some(sentence) =
                sentences.into_iter().find(|sentence| sentence.contains(&length.range.start))
            else {
                continue;
            };
            let measured = measured(&passage.text, &sentence, &length);
            if measured == Measured::Other
                || passage.is_code(&length.range)
                || is_explained(subject, passage, &sentence, &length)
            {
                continue;
            }
            let facts = facts.get_or_insert_with(|| facts_of(subject, &front));
            let mut own = spans(passage.text.get(sentence).unwrap_or_default());
            own.extend(facts.iter().cloned());
            if let Some(fact) = contradicted(&length, measured, &own) {
                tell(subject, passage, &length, fact, diagnostics);
            }
        }
    }
}

/// Whether a passage tells of the incident as a whole.
fn tells_of_the_whole(subject: &Subject<'_>, passage: &Passage) -> bool {
    let kinds = kinds(subject, passage);
    let whole = |kind: &SectionKind| matches!(kind, SectionKind::Summary | SectionKind::Impact);
    is_account(subject, passage) && (kinds.is_empty() || kinds.iter().any(whole))
}

/// What a length is the length of, as far as its sentence tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measured {
    /// The incident.
    Whole,
    /// What somebody met of it: perhaps a part, but never more than the whole.
    AtMostWhole,
    /// Something else.
    Other,
}

fn measured(text: &str, sentence: &Range<usize>, length: &Length) -> Measured {
    let Some(words) = text.get(sentence.clone()) else { return Measured::Other };
    let behind = text.get(length.range.end..sentence.end).unwrap_or_default();
    let next = |skipped: usize| {
        let mut words = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.nth(skipped).unwrap_or_default()
    };
    let is_one_of = |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    // `of the rollback`, but not `from 10:00`: that is the same span again.
    let elsewhere = is_one_of(next(0), COUNTED_FROM) && !next(1).starts_with(|c: char| c.is_ascii_digit());
    if length.bound == Bound::Within {
        return if mentions(words, ENDED) && !elsewhere { Measured::Whole } else { Measured::Other };
    }
    let before = length.before.clone().filter(|range| range.start >= sentence.start);
    let before_word = before.clone().and_then(|range| text.get(range)).unwrap_or_default();
    let between = before.and_then(|range| text.get(range.end..length.range.start)).unwrap_or_default();
    let joined = behind.starts_with([' ', '-', '\n']);
    let whole = is_one_of(before_word, BEFORE) && mentions(words, INCIDENT) && !elsewhere
        || joined && is_one_of(next(0), BEHIND)
        || joined && next(0) == "of" && is_one_of(next(1), BEHIND);
    let hurt = || {
        mentions(between, &["for"])
            && mentions(text.get(sentence.start..length.from).unwrap_or_default(), HURT)
    };
    match (whole, mentions(words, PARTIAL)) {
        (true, false) => Measured::Whole,
        (false, false) if !elsewhere && hurt() => Measured::AtMostWhole,
        _ => Measured::Other,
    }
}

/// Whether a footnote behind a length explains it.
fn is_explained(subject: &Subject<'_>, passage: &Passage, sentence: &Range<usize>, length: &Length) -> bool {
    let from = passage.place(length.range.clone()).end;
    let to = passage.place(sentence.clone()).end + 2;
    subject
        .file
        .text()
        .get(from..subject.file.floor(to.min(passage.span.end)))
        .is_some_and(|text| text.contains("[^"))
}

/// What the times say: those of the front matter, else those of the text.
fn facts_of(subject: &Subject<'_>, front: &[Passage]) -> Vec<Fact> {
    let milestones = &subject.postmortem.milestones;
    let mut facts = Vec::new();
    for end in [Milestone::Resolved, Milestone::Mitigated] {
        for start in [Milestone::Started, Milestone::Detected] {
            let pair = milestones.get(start).zip(milestones.get(end));
            if let Some(taken) = pair.and_then(|(start, end)| end.since(start)) {
                let between = format!("from `{}` to `{}`", start.key(), end.key());
                facts.push(Fact { seconds: taken.as_secs_f64(), between });
            }
        }
    }
    if milestones.get(Milestone::Started).is_some() && !facts.is_empty() {
        return facts;
    }
    // Sentences may tell the hours of a part; titles and headings do not.
    let title = front.iter().take(1);
    let headings = subject.prose.passages.iter().filter(|passage| passage.kind == PassageKind::Heading);
    for passage in title.chain(headings) {
        facts.extend(spans(&passage.text));
    }
    facts.extend(timeline(subject));
    facts
}

/// Times that a text joins: `from 10:00 to 11:30`.
fn spans(text: &str) -> Vec<Fact> {
    let clocks = clocks(text);
    let pairs = clocks.iter().zip(clocks.iter().skip(1));
    let facts = pairs.flat_map(|(first, second)| {
        spans_between(text, first, second).into_iter().map(|minutes| Fact {
            seconds: f64::from(minutes) * 60.0,
            between: format!("from {} to {}", &text[first.range.clone()], &text[second.range.clone()]),
        })
    });
    facts.collect()
}

/// How long it is from the entries that say `[started]` or `[detected]` to those that say `[mitigated]` or
/// `[resolved]`. Other entries do not show where the incident began and ended.
fn timeline(subject: &Subject<'_>) -> Vec<Fact> {
    let entries = || subject.parsed.outline.timeline.iter().zip(&subject.postmortem.timeline);
    let of = |kinds: [EventKind; 2]| {
        entries().filter(move |(raw, _)| raw.kind.is_some_and(|kind| kinds.contains(&kind)))
    };
    let mut facts = Vec::new();
    for (from, start) in of([EventKind::Started, EventKind::Detected]) {
        for (to, end) in of([EventKind::Resolved, EventKind::Mitigated]) {
            let seconds = match (&start.at, &end.at, from.time, to.time) {
                (Some(start), Some(end), ..) => end.since(start).map(|taken| taken.as_secs_f64()),
                (_, _, Some(from), Some(to)) => {
                    Some(to.duration_since(from).as_secs_f64().rem_euclid(86400.0))
                }
                _ => None,
            };
            let between = format!("from {} to {}", from.written, to.written);
            facts.extend(seconds.filter(|seconds| *seconds > 0.0).map(|seconds| Fact { seconds, between }));
        }
    }
    facts
}

/// The fact that a length contradicts, if none bears it out.
fn contradicted<'a>(length: &Length, measured: Measured, facts: &'a [Fact]) -> Option<&'a Fact> {
    let fits = |fact: &Fact| {
        // Some are hurt a little longer than the incident is said to have lasted.
        let part = measured == Measured::AtMostWhole && length.seconds < fact.seconds * 1.25;
        part || fits(length, fact.seconds)
    };
    if facts.iter().any(fits) { None } else { facts.first() }
}

fn tell(
    subject: &Subject<'_>,
    passage: &Passage,
    length: &Length,
    fact: &Fact,
    diagnostics: &mut Diagnostics,
) {
    let range = length.from..length.range.end;
    let written = passage.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let message =
        format!("`{written}` contradicts the times: {} it is {}", fact.between, spoken(fact.seconds));
    diagnostics.push(
        CONTRADICTORY_DURATION
            .at(subject.file, passage.place(range), message)
            .label(format!("not {}?", spoken(fact.seconds)))
            .help("correct the duration or the times; where it is the duration of a part, say of which"),
    );
}

/// Whether a length can be said of something that took `seconds`: within a tenth, or rounded to its step.
fn fits(length: &Length, seconds: f64) -> bool {
    let tenth = length.seconds / 10.0;
    let rounded = (length.step / 2.0).max(tenth);
    match length.bound {
        Bound::Exactly => (seconds - length.seconds).abs() <= rounded,
        Bound::About => (seconds - length.seconds).abs() <= rounded.max(2.0 * tenth),
        Bound::AtLeast => seconds + tenth >= length.seconds,
        Bound::AtMost | Bound::Within => seconds <= length.seconds + tenth,
    }
}

/// `1 hour 30 minutes`.
fn spoken(seconds: f64) -> String {
    let mut rest = seconds.round();
    let mut parts = Vec::new();
    for (unit, name) in [(86400.0, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second")] {
        let count = (rest / unit).floor();
        rest -= count * unit;
        if count > 0.0 && parts.len() < 2 {
            parts.push(format!("{count} {name}{}", if count > 1.0 { "s" } else { "" }));
        }
    }
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}
