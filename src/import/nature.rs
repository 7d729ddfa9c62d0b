//! Whether a text tells of an incident, and of how many.

use super::{Form, Line, Writeup};
use crate::model::SectionKind;
use crate::times::{clocks, days, lengths};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;
use std::sync::LazyLock;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It tells of an incident.
    Postmortem,
    /// It says what a postmortem should hold: a template, or instructions.
    Template,
    /// Something else.
    Other,
}

/// What only instructions say.
const INSTRUCTIONS: &[&str] = &[
    "must contain",
    "should contain",
    "should include",
    "should explain",
    "should list",
    "should be formatted",
    "this section should",
    "your report",
    "write a report",
    "write about",
    "hand in",
    "handed in",
    "grading",
    "peer review",
    "deadline:",
    "hand in as",
    "final mark",
    "word count",
    "an invented one",
    "please add yours",
    "how to add",
    "your postmortem",
    "learning outcomes",
    "registration is open",
    "credits",
    "you write",
    "you will learn",
    "contributions to",
    "licensed under the",
    "the goal of this",
    "must include",
    "be sure to",
    "write a postmortem",
    "write your postmortem",
    "explain in detail",
    "using one of the",
    "requirements",
    "tasks to complete",
    "your task",
    "learning objectives",
    "invent your own",
    "this template",
    "template for",
    "postmortem template",
    "copy this",
    "fill in",
    "replace this",
    "delete this section",
    "describe what",
    "describe how",
    "describe the",
    "describe broadly",
    "state when",
    "provide a detailed",
    "provide an analysis",
    "provide a specific",
    "list the",
    "what happened?",
    "who was involved?",
    "to be filled",
    "lorem ipsum",
    "in this repository",
    "this repository",
    "this project contains",
    "table of contents of",
];

/// Placeholders of templates.
const PLACEHOLDERS: &[&str] = &[
    "yyyy",
    "[date]",
    "[time]",
    "[name]",
    "<date>",
    "<time>",
    "<name>",
    "xx:xx",
    "hh:mm",
    "tbd",
    "[service]",
    "<service",
    "[insert",
    "<insert",
    "[your",
    "<your",
    "{{",
    "xx%",
    "[link",
    "[title]",
    "<title>",
    "dd/mm",
    "mm/dd",
];

/// What is said of incidents that happened.
#[rustfmt::skip]
const HAPPENED: &[&str] = &[
    "was down", "were down", "went down", "outage occurred", "experienced", "crashed", "were unable", "was unable",
    "resulted in", "was caused by", "were caused by", "caused by a", "was restored", "were restored", "rolled back",
    "was resolved", "were affected", "was affected", "failed to", "stopped", "was identified", "we identified",
    "we noticed", "was noticed", "was discovered", "we discovered", "was fixed", "we fixed", "we rolled", "were lost",
    "was lost", "was unavailable", "were unavailable", "we received", "was deployed", "were deployed", "was detected",
    "impacted", "the root cause was", "was due to", "happened because", "an outage", "was exploited", "was not working",
    "returned", "timed out", "was overloaded", "ran out", "fallo", "caída", "panne", "ausfall", "falha", "故障", "障害", "宕机",
];

/// What titles of other kinds of text say.
const OTHER_TITLES: &[&str] = &[
    "runbook",
    "playbook",
    "project plan",
    "migration plan",
    "scheduled maintenance",
    "planned maintenance",
    "maintenance window",
    "meeting",
    "agenda",
    "changelog",
    "change log",
    "release notes",
    "how to ",
    "guide",
    "course",
    "syllabus",
    "things that",
    "things i",
    "lessons from",
    "why we",
    "policy",
    "checklist",
    "roadmap",
    "handbook",
    "faq",
    "status report",
    "newsletter",
    "proposal",
    "rfc",
    "design doc",
    "index of",
    "list of",
];

/// Finds all phrases at once, in the order of [`HAPPENED`], [`INSTRUCTIONS`] and [`PLACEHOLDERS`].
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let phrases = HAPPENED.iter().chain(INSTRUCTIONS).chain(PLACEHOLDERS);
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(phrases).ok()
});

/// How many phrases of each kind stand in a text: what happened, what is asked for, what is left open.
fn phrases(text: &str) -> [usize; 3] {
    let Some(finder) = PHRASES.as_ref() else { return [0; 3] };
    let mut seen: Vec<usize> =
        finder.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).collect();
    seen.sort_unstable();
    seen.dedup();
    let mut counts = [0; 3];
    for phrase in seen {
        let kind = usize::from(phrase >= HAPPENED.len())
            + usize::from(phrase >= HAPPENED.len() + INSTRUCTIONS.len());
        counts[kind] += 1;
    }
    counts
}

/// How many lines with times, and with dates or lengths of time, are counted.
const TIMES: usize = 6;
const DATES: usize = 4;

/// Whether a text is a postmortem. Facts speak for it (times, days, what happened), instructions and
/// placeholders against it.
pub(super) fn nature(writeup: &Writeup) -> Nature {
    let mut told = 0.0_f64;
    let mut asked = 0.0_f64;
    let mut timed = 0;
    let mut dated = 0;
    let mut words = 0;
    let mut happened = 0;
    let mut instructed = 0;
    let mut placeholders = 0;
    let mut questions = 0;
    let mut past = 0;
    let mut you = 0;
    for line in writeup.lines.iter().filter(|line| line.form != Form::Code && !line.text.is_empty()) {
        let [told, asks, leaves_open] = phrases(&line.text);
        // More of them would say no more, and reading times is the dearest part.
        let digits = if line.text.is_ascii() {
            line.text.bytes().any(|byte| byte.is_ascii_digit())
        } else {
            line.text.contains(char::is_numeric)
        };
        if digits && timed < TIMES {
            timed += usize::from(!clocks(&line.text).is_empty());
        }
        if digits && dated < DATES {
            dated += usize::from(!days(&line.text).is_empty() || !lengths(&line.text).is_empty());
        }
        happened += told;
        instructed += asks;
        // `2022-05-25 hh:mm` is a fact with a gap.
        placeholders += if leaves_open > 0 && !days(&line.text).is_empty() { 0 } else { leaves_open };
        for word in line.text.split_whitespace() {
            let is = |wanted: &&str| word.eq_ignore_ascii_case(wanted);
            words += 1;
            you += usize::from(["you", "your", "you're", "yourself"].iter().any(is));
            past += usize::from(["was", "were", "had", "did"].iter().any(is));
        }
        questions += usize::from(line.text.ends_with('?') || line.text.contains("?)"));
    }
    let sections = [
        SectionKind::Summary,
        SectionKind::Timeline,
        SectionKind::RootCause,
        SectionKind::Resolution,
        SectionKind::ActionItems,
        SectionKind::Impact,
    ];
    let filled = sections
        .iter()
        .filter(|kind| writeup.about(**kind).map(|line| words_of(&line.text)).sum::<usize>() > 8)
        .count();
    told += 0.7 * as_f64(timed);
    told += 0.5 * as_f64(dated);
    told += 0.6 * as_f64(happened.min(6));
    told += 0.25 * as_f64(filled);
    told += 0.12 * as_f64(past.min(10));
    told += if named(writeup) { 0.5 } else { 0.0 };
    asked += 1.5 * as_f64(instructed);
    asked += 0.9 * as_f64(placeholders);
    asked += 0.3 * as_f64(questions);
    // A short note with its times is one all the same.
    if words < 25 && timed < 2 {
        return if placeholders > 1 { Nature::Template } else { Nature::Other };
    }
    // What is told in the past, or by the clock, has happened; plans and rules have times as well.
    let frame = sections.iter().filter(|kind| writeup.sections(**kind).next().is_some()).count();
    let plain = (timed > 1 && frame > 1 || timed > 0 && frame > 2) && dated > 0;
    let plain = plain && instructed + placeholders == 0;
    let concrete = happened > 0 || past > 2 || filled > 2 || timed > 3 && past > 0 || plain;
    // Advice speaks to its reader.
    asked += if you * 50 > words { 1.2 } else { 0.0 };
    if titled_otherwise(writeup) && filled < 4 {
        return Nature::Other;
    }
    if concrete && told >= 1.8 && told > asked {
        return Nature::Postmortem;
    }
    if asked >= 1.5 || frame >= 3 { Nature::Template } else { Nature::Other }
}

/// Whether the title says that this is another kind of text.
fn titled_otherwise(writeup: &Writeup) -> bool {
    let first = writeup.lines.iter().find(|line| !line.text.is_empty());
    first.is_some_and(|line| {
        let lower = line.text.to_lowercase();
        let told = ["postmortem:", "post-mortem:", "outage", "incident report"]
            .iter()
            .any(|word| lower.contains(word));
        line.text.len() < 100 && !told && OTHER_TITLES.iter().any(|word| lower.contains(word))
    })
}

/// Whether a heading calls the text what it is.
fn named(writeup: &Writeup) -> bool {
    writeup.parts.iter().filter(|part| part.level <= 2).any(|part| {
        let lower = part.title.to_lowercase();
        ["incident", "outage", "disruption", "disclosure", "post-mortem of", "failure"]
            .iter()
            .any(|word| lower.contains(word))
    })
}

/// How many words a text has; of scripts that do not part them, two characters count as one.
fn words_of(text: &str) -> usize {
    let is_dense = |c: &char| ('\u{3040}'..='\u{9fff}').contains(c);
    let dense = if text.is_ascii() { 0 } else { text.chars().filter(is_dense).count() };
    dense / 2 + text.split_whitespace().count()
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The write-ups of a file, as ranges of its lines: one, or several where headings of one level each open a
/// postmortem of its own.
pub(super) fn split(lines: &[Line], writeup: &Writeup) -> Vec<Range<usize>> {
    let whole = 0..lines.len();
    let mut starts = titled(writeup, lines);
    if starts.len() < 2 {
        starts = repeated(writeup);
    }
    if starts.len() < 2 {
        return vec![whole];
    }
    // What stands before the first belongs to it.
    let mut from: Vec<usize> = starts;
    if let Some(first) = from.first_mut() {
        *first = 0;
    }
    let ends = from.iter().skip(1).copied().chain([lines.len()]);
    from.iter().zip(ends).map(|(from, to)| *from..to).collect()
}

/// Headings that say that a postmortem follows, each with a text of its own.
fn titled(writeup: &Writeup, lines: &[Line]) -> Vec<usize> {
    let heads: Vec<(usize, bool)> = writeup
        .parts
        .iter()
        .filter(|part| part.level <= 7 && part.inline.is_empty() && part.kinds.is_empty())
        .filter_map(|part| {
            let lower = part.title.to_lowercase();
            let titled = ["postmortem", "post-mortem", "post mortem", "incident report"]
                .iter()
                .any(|word| lower.contains(word));
            titled.then_some(part.heading?).map(|line| (line, lower.split_whitespace().count() > 2))
        })
        .collect();
    let mut starts = Vec::new();
    let mut open: Option<usize> = None;
    for (at, (line, _)) in heads.iter().enumerate() {
        let end = heads.get(at + 1).map_or(lines.len(), |(next, _)| *next);
        let words: usize = lines
            .get(line + 1..end)
            .unwrap_or_default()
            .iter()
            .map(|line| line.text.split_whitespace().count())
            .sum();
        let from = open.take().unwrap_or(*line);
        if words >= 100 {
            starts.push(from);
        } else {
            // A heading with nothing below it opens what the next one heads.
            open = Some(from);
        }
    }
    starts
}

/// Headings of one level that each span the sections of a postmortem.
fn repeated(writeup: &Writeup) -> Vec<usize> {
    const TELLING: &[SectionKind] = &[
        SectionKind::Summary,
        SectionKind::Timeline,
        SectionKind::RootCause,
        SectionKind::Resolution,
        SectionKind::Impact,
        SectionKind::ActionItems,
    ];
    for level in 1..=6 {
        let spans: Vec<(usize, Vec<SectionKind>)> = writeup
            .parts
            .iter()
            .filter(|part| part.level == level && part.kinds.is_empty())
            .filter_map(|part| {
                let inside = |other: &&super::Part| {
                    other.heading.is_some_and(|line| part.body.contains(&line)) && other.level <= 7
                };
                let mut kinds: Vec<SectionKind> = writeup
                    .parts
                    .iter()
                    .filter(inside)
                    .flat_map(|other| other.kinds.clone())
                    .filter(|kind| TELLING.contains(kind))
                    .collect();
                kinds.sort_unstable();
                kinds.dedup();
                (kinds.len() >= 2).then_some((part.heading?, kinds))
            })
            .collect();
        let alike = spans.first().is_some_and(|(_, first)| {
            spans.iter().all(|(_, kinds)| kinds.iter().filter(|kind| first.contains(kind)).count() >= 2)
        });
        if spans.len() >= 2 && alike {
            return spans.into_iter().map(|(line, _)| line).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines;

    fn read(text: &str) -> Nature {
        nature(&Writeup::new(lines(text)))
    }

    #[test]
    fn what_happened_makes_a_postmortem_and_what_should_be_told_a_template() {
        let told = "# Queue down\n\n## Summary\nOn May 12, 2024, from 10:00 to 10:45 UTC, orders were stuck in the queue. The broker ran out of memory and was restarted.\n";
        assert_eq!(read(told), Nature::Postmortem);
        let note = "CI runners down\n===\n\n- when: May 9, 2023 14:00\n\ncause\n---\nthe token was rotated and nobody of us was told\n\nfix\n---\nregistered again\n\nnext\n---\n* read the list of the IT department\n* alert on pending jobs\n";
        assert_eq!(read(note), Nature::Postmortem);
        let template = "# Postmortem\n\n## Summary\nDescribe what happened, and for whom.\n\n## Timeline\n| Time | Event |\n|---|---|\n| YYYY-MM-DD hh:mm | |\n\n## Root cause\nExplain in detail what was wrong.\n\n## Action items\nTBD\n";
        assert_eq!(read(template), Nature::Template);
        let article = "# About postmortems\n\nA postmortem is a written record. Teams that keep one learn more from each failure, because what is written down can be found, and what is found can be compared with what happens next. It names no culprit, and it ends with promises.\n";
        assert_eq!(read(article), Nature::Other);
        assert_eq!(read("# Links\n\n- a\n- b\n"), Nature::Other);
    }

    #[test]
    fn several_write_ups_are_told_apart() {
        let one = |title: &str| {
            format!(
                "# {title}\n\n## Summary\nOn May 12 the queue was down.\n\n## Timeline\n- 10:00 down\n- 11:00 up\n\n## Root cause\nA disk.\n\n"
            )
        };
        let text = format!("{}{}", one("Queue down"), one("Queue down again"));
        let all = lines(&text);
        let whole = Writeup::new(all.clone());
        let ranges = split(&all, &whole);
        assert_eq!(ranges.len(), 2);
        assert_eq!(all[ranges[1].start].text, "Queue down again");
        let single = one("Queue down");
        let all = lines(&single);
        assert_eq!(split(&all, &Writeup::new(all.clone())).len(), 1);
    }
}
