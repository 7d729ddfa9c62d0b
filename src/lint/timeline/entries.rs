//! The entries of a timeline: each with its time, in order, short.

use crate::diagnostic::{Diagnostics, Level};
use crate::lint::vocabulary::words;
use crate::lint::{Passage, PassageKind, Rule, Subject};
use crate::model::{Milestone, Precision, SectionKind, TimelineEntry};
use crate::parse::RawEntry;
use crate::source::Span;
use crate::times::{dates, names_zone, numeric_dates, yearless_date};
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) const TIMELINE_WITHOUT_TIMES: Rule = Rule {
    code: "timeline-without-times",
    level: Level::Warning,
    summary: "the entries of a timeline start with their time",
    why: "Without times nobody sees where the minutes went, and the timeline cannot be drawn or measured.",
    bad: "## Timeline\n\nThe first errors came at 10:30 UTC, and by 10:45 nothing worked.",
    good: "## Timeline (UTC)\n\n- 10:30 [detected] Users report errors\n- 10:45 Nothing works any more",
};

pub(super) const ENTRY_WITHOUT_TIME: Rule = Rule {
    code: "entry-without-time",
    level: Level::Warning,
    summary: "every entry of a timeline has its time",
    why: "An entry without a time is left out of the timeline that the site draws and of its figures.",
    bad: "- 10:00 Alerts report errors\n- The team suspects the campaign\n- 10:45 The query is found",
    good: "- 10:00 Alerts report errors\n- ~10:10 The team suspects the campaign\n- 10:45 The query is found",
};

pub(super) const TIMELINE_OUT_OF_ORDER: Rule = Rule {
    code: "timeline-out-of-order",
    level: Level::Warning,
    summary: "the entries of a timeline are in order",
    why: "A time that goes back is a typing error, a forgotten date or a wrong half of the day, and spoils all durations.",
    bad: "- 10:30 The service is suspected\n- 10:20 The campaign is ruled out",
    good: "- 10:20 The campaign is ruled out\n- 10:30 The service is suspected",
};

pub(super) const LONG_TIMELINE_ENTRY: Rule = Rule {
    code: "long-timeline-entry",
    level: Level::Info,
    summary: "an entry of a timeline is one or two sentences",
    why: "A timeline is read with the eye on the times; explanations belong into the sections below it.",
    bad: "- 10:45 The query is found. It had passed review, because … It holds connections since … The team then … In the end …",
    good: "- 10:45 [identified] The query is found: it holds two connections for every order",
};

pub(super) const TIMELINE_STARTS_LATE: Rule = Rule {
    code: "timeline-starts-late",
    level: Level::Info,
    summary: "a timeline begins no later than detection",
    why: "What led there, and how long nobody knew, is the part that detection can be improved by.",
    bad: "detected: 2024-05-12T10:00:00Z\n\n## Timeline (UTC)\n\n- 10:30 The team meets",
    good: "detected: 2024-05-12T10:00:00Z\n\n## Timeline (UTC)\n\n- 09:40 The deployment goes out\n- 10:00 [detected] Alerts report errors\n- 10:30 The team meets",
};

/// An entry has at most so many words, whatever its sentences.
const MOST_WORDS: usize = 60;

/// Sentences count from so many words on: three short ones are a note.
const SOME_WORDS: usize = 40;

const MOST_SENTENCES: usize = 3;

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let entries = &subject.parsed.outline.timeline;
    if entries.is_empty() {
        without_times(subject, diagnostics);
        return;
    }
    check_items(subject, entries, diagnostics);
    check_order(subject, entries, diagnostics);
    check_start(subject, diagnostics);
}

fn without_times(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let Some(section) = subject.prose.section(SectionKind::Timeline) else { return };
    let mut text = subject.prose.about(SectionKind::Timeline).peekable();
    let message = if text.peek().is_none() {
        format!("`{}` has no entries", section.title)
    } else {
        format!("no entry of `{}` starts with a time that can be read", section.title)
    };
    diagnostics.push(
        TIMELINE_WITHOUT_TIMES
            .at(subject.file, section.heading, message)
            .label("when was what?")
            .help("write a list whose items start with their time: `- 10:45 The pool is exhausted`, or `- 2024-05-12 …` for whole days"),
    );
}

/// Looks at the items of the timeline: those that have a time may be long, the others lack it.
fn check_items(subject: &Subject<'_>, entries: &[RawEntry], diagnostics: &mut Diagnostics) {
    // A list whose items have times: its section and the column of its items.
    let mut lists = BTreeSet::new();
    let mut others = Vec::new();
    let mut at = 0;
    for passage in subject.prose.about(SectionKind::Timeline) {
        while entries.get(at).is_some_and(|entry| entry.span.end <= passage.span.start) {
            at += 1;
        }
        let list = (passage.section, subject.file.position(passage.span.start).1);
        let own: Vec<_> =
            entries.iter().skip(at).take_while(|entry| entry.span.start < passage.span.end).collect();
        let is_item = passage.kind == PassageKind::Item;
        if is_item && !own.is_empty() {
            lists.insert(list);
        } else if is_item && opens_item(subject, passage) {
            others.push((list, passage));
        }
        for entry in &own {
            let text = if own.len() == 1 { &passage.text } else { &entry.text };
            check_length(subject, entry, text, diagnostics);
        }
    }
    for (list, passage) in others {
        if lists.contains(&list) && !passage.quoted {
            without_time(subject, passage, diagnostics);
        }
    }
}

/// Tells of an item among entries that is none for want of a time, or of one that can be read.
fn without_time(subject: &Subject<'_>, passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = &passage.text;
    let near_start = |range: &Range<usize>| range.start < 4;
    let yearless = yearless_date(text).filter(near_start);
    let numeric = numeric_dates(text).into_iter().map(|date| date.range).find(near_start);
    let (range, message, label, help) = if let Some(range) = yearless {
        let message =
            format!("`{}` has no year, so this entry has no time that can be read", &text[range.clone()]);
        (range, message, "of which year?", "write the whole date, year first")
    } else if let Some(range) = numeric {
        let message = format!("`{}` is not read as a date, so this entry has no time", &text[range.clone()]);
        (range, message, "not year, month, day", "write the date year first, as in `2024-05-12 10:00`")
    } else if is_entry(text) {
        let line = text.lines().next().unwrap_or_default();
        let message = "this entry of the timeline has no time".to_owned();
        (
            0..line.len(),
            message,
            "when?",
            "start it with its time, as the others; `~10:10` where nobody knows exactly",
        )
    } else {
        return;
    };
    diagnostics
        .push(ENTRY_WITHOUT_TIME.at(subject.file, passage.place(range), message).label(label).help(help));
}

/// Whether a passage is the first of its item: the bullet stands before it on its line.
fn opens_item(subject: &Subject<'_>, passage: &Passage) -> bool {
    let (line, _) = subject.file.position(passage.span.start);
    let before =
        subject.file.text().get(subject.file.line_start(line)..passage.span.start).unwrap_or_default();
    before.contains(['-', '*', '+']) || before.contains(|c: char| c.is_ascii_digit())
}

/// Whether an item of a timeline tells an event, and is no date, remark or name of a group.
fn is_entry(text: &str) -> bool {
    let text = text.trim();
    let remark = text.to_lowercase().contains("times");
    words(text) > 3 && !text.ends_with(':') && !remark && dates(text) == 0 && !names_zone(text)
}

fn check_length(subject: &Subject<'_>, entry: &RawEntry, text: &str, diagnostics: &mut Diagnostics) {
    let count = words(text);
    let too_many = count > MOST_WORDS || count > SOME_WORDS && sentences(text) > MOST_SENTENCES;
    if !too_many {
        return;
    }
    diagnostics.push(
        LONG_TIMELINE_ENTRY
            .at(subject.file, written(subject, entry), format!("this entry of the timeline has {count} words"))
            .label("long")
            .help("keep what happened in a sentence or two, and move the explanation to the cause or the resolution"),
    );
}

/// How many sentences a text has; one that goes on in lower case is no new one.
fn sentences(text: &str) -> usize {
    let mut count = 1;
    let mut ended = false;
    let mut gap = false;
    for c in text.trim_end().chars() {
        if c.is_whitespace() {
            gap = ended;
        } else {
            count += usize::from(ended && gap && c.is_uppercase());
            ended = matches!(c, '.' | '!' | '?');
            gap = false;
        }
    }
    count
}

/// Where an entry's time is written. White space may be wider there than in what was read.
fn written(subject: &Subject<'_>, entry: &RawEntry) -> Span {
    let text = subject.file.text().get(entry.span.range()).unwrap_or_default();
    let mut found: Option<(usize, usize)> = None;
    for word in entry.written.split_whitespace() {
        let from = found.map_or(0, |(_, end)| end);
        let Some(at) = text.get(from..).and_then(|rest| rest.find(word)).map(|at| from + at) else { break };
        found = Some((found.map_or(at, |(start, _)| start), at + word.len()));
    }
    found.map_or(entry.span, |(start, end)| Span::new(entry.span.start + start, entry.span.start + end))
}

fn check_order(subject: &Subject<'_>, entries: &[RawEntry], diagnostics: &mut Diagnostics) {
    let resolved = &subject.postmortem.timeline;
    let all: Vec<_> = entries.iter().zip(resolved).collect();
    let pairs: Vec<_> = all.iter().zip(all.iter().skip(1)).collect();
    let back: Vec<_> = pairs
        .iter()
        .filter(|(before, after)| goes_back(subject, before, after))
        .map(|pair| (pair.0.0, pair.1.0))
        .collect();
    let Some((_, first)) = back.first() else { return };
    if back.len() > 2 && back.len() * 3 > pairs.len() * 2 {
        diagnostics.push(
            TIMELINE_OUT_OF_ORDER
                .at(subject.file, written(subject, first), "this timeline runs backwards")
                .label("earlier than the entry above it")
                .help("put the first event first"),
        );
        return;
    }
    for (before, after) in back {
        diagnostics.push(
            TIMELINE_OUT_OF_ORDER
                .at(
                    subject.file,
                    written(subject, after),
                    format!("`{}` stands below `{}`, which is later", after.written, before.written),
                )
                .label("earlier than the entry above it")
                .related(subject.file, before.span, "the entry above it")
                .help("put it in its place, or write its date or half of the day if those are another"),
        );
    }
}

/// Whether an entry is earlier than the one before it, in a way that no midnight explains.
fn goes_back(
    subject: &Subject<'_>,
    (raw_before, before): &(&RawEntry, &TimelineEntry),
    (raw_after, after): &(&RawEntry, &TimelineEntry),
) -> bool {
    // Sections may tell of the same hours one after the other.
    let text = subject.file.text().get(raw_before.span.end..raw_after.span.start).unwrap_or_default();
    if text.lines().any(|line| line.trim_start().starts_with('#')) {
        return false;
    }
    // An entry in between whose date cannot be read may have turned the day; that is told there.
    if yearless_date(text).is_some() || !numeric_dates(text).is_empty() {
        return false;
    }
    if let (Some(before), Some(after)) = (&before.at, &after.at) {
        return after.is_before(before);
    }
    if raw_after.zone.as_ref().map(|zone| &zone.value) != raw_before.zone.as_ref().map(|zone| &zone.value) {
        return false;
    }
    match (raw_before.date, raw_after.date) {
        (Some(before), Some(after)) if before != after => return after < before,
        (None, Some(_)) => return false,
        _ => {}
    }
    let (Some(before), Some(after)) = (raw_before.time, raw_after.time) else { return false };
    let same_day = raw_after.date.is_some();
    let earlier = before.duration_since(after).as_secs();
    earlier > 0 && (same_day || earlier <= 12 * 3600)
}

fn check_start(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let Some(detected) = subject.postmortem.milestones.get(Milestone::Detected) else { return };
    let first = subject.parsed.outline.timeline.iter().zip(&subject.postmortem.timeline).next();
    let Some((raw, Some(at))) = first.map(|(raw, entry)| (raw, &entry.at)) else { return };
    let earliest = subject
        .postmortem
        .timeline
        .iter()
        .filter_map(|entry| entry.at.as_ref())
        .all(|at| detected.is_before(at));
    if !earliest || at.precision() == Precision::Day {
        return;
    }
    diagnostics.push(
        TIMELINE_STARTS_LATE
            .at(subject.file, written(subject, raw), "the timeline begins after the incident was detected")
            .label(format!("`detected` is {}", detected.iso()))
            .help("add what happened before: the change that led there, the first sign, how it was noticed"),
    );
}
