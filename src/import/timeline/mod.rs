//! What happened when.

mod kind;
mod stamped;
#[cfg(test)]
mod tests;

use crate::import::{Block, Form, Writeup};
use crate::model::{EventKind, SectionKind};
use crate::times::{Clock, Day, clocks, days};
use kind::kind;
use std::ops::Range;

/// One event of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The minute of the day; nothing where only a day is said.
    pub minute: Option<i32>,
    /// The day, where the entry or what stands above it says it.
    pub day: Option<Day>,
    /// What kind of event it tells of.
    pub kind: Option<EventKind>,
    /// What happened, without the time before it.
    pub text: String,
    /// The number of its line.
    pub line: usize,
}

const DAY: i32 = 24 * 60;

/// The events of a write-up: those of its timeline, else the longest run of lines that start with times.
pub(super) fn timeline(writeup: &Writeup) -> Vec<Event> {
    let mut events = Vec::new();
    for part in writeup.sections(SectionKind::Timeline) {
        let from = part.heading.filter(|_| !part.inline.is_empty()).unwrap_or(part.body.start);
        events.extend(read(writeup, from..part.body.end));
    }
    if events.iter().all(|event| event.minute.is_none()) {
        let told = run(writeup);
        if told.len() >= 3 {
            events = told;
        }
    }
    if events.iter().all(|event| event.minute.is_none()) {
        let told = stamped::stamped(writeup);
        if !told.is_empty() {
            events = told;
        }
    }
    oldest_first(&mut events);
    half_days(&mut events);
    let mut detected = false;
    for event in &mut events {
        event.kind = kind(&event.text, detected);
        detected |= event.kind == Some(EventKind::Detected);
    }
    events
}

/// One entry as it stands: a block, a row or a heading.
struct Entry<'a> {
    line: usize,
    indent: usize,
    item: bool,
    text: &'a str,
}

fn entries<'a>(writeup: &'a Writeup, range: &Range<usize>) -> Vec<Entry<'a>> {
    let mut found: Vec<Entry<'a>> = Vec::new();
    for block in writeup.blocks_in(range) {
        let Block { lines, indent, form, text, .. } = block;
        let item = matches!(form, Form::Item { .. });
        found.push(Entry { line: lines.start, indent: *indent, item, text });
    }
    for (at, line) in writeup.lines.iter().enumerate().take(range.end).skip(range.start) {
        let heads = writeup.parts.iter().any(|part| part.heading == Some(at) && part.inline.is_empty());
        if line.form == Form::Row || heads {
            found.push(Entry { line: at, indent: line.indent, item: true, text: &line.text });
        }
    }
    found.sort_by_key(|entry| entry.line);
    found
}

fn read(writeup: &Writeup, range: Range<usize>) -> Vec<Event> {
    let entries = entries(writeup, &range);
    let heads: Vec<Option<Head>> = entries.iter().map(|entry| start(entry.text)).collect();
    let starting = heads.iter().flatten().count();
    let mut events: Vec<Event> = Vec::new();
    let mut day: Option<Day> = None;
    // How deep the last entry that starts with a time stands: what is deeper tells more of it.
    let mut depth: Option<usize> = None;
    for (entry, head) in entries.iter().zip(heads) {
        let line = writeup.number(entry.line);
        let text = entry.text;
        match head {
            Some(first) => {
                let pieces = pieces(text);
                let mut first = Some(first).filter(|_| pieces.len() == 1);
                for piece in pieces {
                    let Some(mut head) = first.take().or_else(|| start(piece)) else { continue };
                    let near = head.clock.range.end + 24;
                    let said = std::mem::take(&mut head.days).into_iter().find(|day| day.range.start <= near);
                    if said.is_some() {
                        day = said;
                    }
                    let rest = head.rest(piece);
                    events.push(Event {
                        minute: Some(head.clock.minute),
                        day: day.clone(),
                        kind: None,
                        text: rest,
                        line,
                    });
                }
                depth = Some(entry.indent);
            }
            // A time among the words of an entry; more of an earlier one only adds to it.
            None if depth.is_some_and(|depth| entry.indent > depth) => {
                if let Some(last) = events.last_mut() {
                    if !last.text.is_empty() {
                        last.text.push(' ');
                    }
                    last.text.push_str(text);
                }
            }
            None => {
                let (told, own) = (clocks(text), days(text));
                if told.is_empty() {
                    let [only] = own.as_slice() else { continue };
                    // A heading of a day, or an entry that knows no more than the day.
                    let rest = text.get(only.range.end..).unwrap_or_default();
                    let words = rest.split_whitespace().count();
                    day = Some(only.clone());
                    if only.range.start <= 16 && words > 2 {
                        let text = rest.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
                        events.push(Event { minute: None, day: day.clone(), kind: None, text, line });
                    }
                    continue;
                }
                if entry.item {
                    if let Some(clock) = told.first() {
                        day = own.into_iter().next().or(day);
                        events.push(Event {
                            minute: Some(clock.minute),
                            day: day.clone(),
                            kind: None,
                            text: text.to_owned(),
                            line,
                        });
                    }
                } else if starting * 2 < entries.len() {
                    for sentence in sentences(text) {
                        let Some(clock) = clocks(sentence).into_iter().next() else { continue };
                        day = days(sentence).into_iter().next().or(day);
                        events.push(Event {
                            minute: Some(clock.minute),
                            day: day.clone(),
                            kind: None,
                            text: sentence.trim().to_owned(),
                            line,
                        });
                    }
                }
            }
        }
    }
    events
}

/// The longest run of entries that start with a time, outside of timelines.
fn run(writeup: &Writeup) -> Vec<Event> {
    let entries = entries(writeup, &(0..writeup.lines.len()));
    let mut best: Range<usize> = 0..0;
    let mut from = 0;
    let mut last = None;
    for (at, entry) in entries.iter().enumerate() {
        let planned = writeup.is_in(entry.line, SectionKind::ActionItems);
        if start(entry.text).is_some() && !planned {
            if last.is_none() {
                from = at;
            }
            last = Some((at, entry.indent));
        } else if last.is_none_or(|(_, depth)| entry.indent <= depth) {
            last = None;
        }
        if last.is_some_and(|(at, _)| at + 1 - from > best.len()) {
            best = from..at + 1;
        }
    }
    match (entries.get(best.start), entries.get(best.end.saturating_sub(1))) {
        (Some(first), Some(last)) if best.len() >= 3 => read(writeup, first.line..last.line + 1),
        _ => Vec::new(),
    }
}

/// The time at the start of an entry.
struct Head {
    clock: Clock,
    /// Where what happened starts.
    end: usize,
    /// Where the time starts, with its day.
    from: usize,
    /// All days of the opening.
    days: Vec<Day>,
}

impl Head {
    /// What happened: what follows the time, and the label before it.
    fn rest(&self, text: &str) -> String {
        let before =
            text.get(..self.from).unwrap_or_default().trim().trim_matches(['(', '[', '-', '–', ':', ' ']);
        let after = text.get(self.end..).unwrap_or_default();
        let after = after
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '"' | '`' | '[' | '“' | '\''));
        match (before.is_empty() || lead(before), after.is_empty()) {
            (true, _) => after.to_owned(),
            (false, true) => before.to_owned(),
            (false, false) => format!("{before}: {after}"),
        }
    }
}

/// Words that stand between the start of an entry and its time, and say nothing.
fn lead(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        matches!(
            word.to_ascii_lowercase().as_str(),
            "at" | "by"
                | "on"
                | "around"
                | "about"
                | "approximately"
                | "approx"
                | "ca"
                | "circa"
                | "from"
                | "until"
                | "time"
                | "day"
                | "the"
                | "a"
                | "las"
                | "um"
                | "kl"
                | "klo"
                | "klokken"
                | "ore"
                | "alle"
                | "下午"
                | "上午"
                | "晚上"
                | "早上"
                | "凌晨"
                | "中午"
                | "午前"
                | "午後"
                | "gegen"
                | "à"
                | "vers"
                | "às"
                | "mon"
                | "monday"
                | "tue"
                | "tues"
                | "tuesday"
                | "wed"
                | "wednesday"
                | "thu"
                | "thur"
                | "thurs"
                | "thursday"
                | "fri"
                | "friday"
                | "sat"
                | "saturday"
                | "sun"
                | "sunday"
                | "between"
                | "t"
                | "detected"
                | "started"
                | "same"
        ) || word.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// How many bytes into an entry its time may reach; reading the times of whole paragraphs is dear.
const REACH: usize = 160;

/// The first bytes of a text.
fn opening(text: &str) -> &str {
    let end = (REACH.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

fn start(text: &str) -> Option<Head> {
    let text = opening(text);
    let mut clocks = clocks(text).into_iter();
    let clock = clocks.next()?;
    let days = days(text);
    let day =
        days.iter().find(|day| day.range.end <= clock.range.start || day.range.start <= clock.range.end + 4);
    let from = match day {
        Some(day) if day.range.end <= clock.range.start && clock.range.start - day.range.end <= 16 => {
            day.range.start
        }
        _ => clock.range.start,
    };
    let before = text.get(..from)?.trim_end_matches([' ', '(', '[', '"', '~', '≈', '*', '-', '–']);
    let bare: String = before.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    // `Detection (10:00):` and `Detected, 10:00 -` put a label before the time.
    let label = before.len() < 40
        && bare.split_whitespace().count() <= 4
        && text.get(..from).is_some_and(|head| head.trim_end().ends_with(['(', '[']))
        && text
            .get(clock.range.end..)
            .is_some_and(|rest| rest.trim_start().len() < rest.len() || rest.contains([')', ']']));
    if !(bare.trim().is_empty() || lead(&bare) || label) {
        return None;
    }
    let later: Vec<Clock> = clocks.filter(|later| later.range.start > clock.range.start).collect();
    let end = head_end(text, &clock, &later, day);
    Some(Head { clock, end, from, days })
}

/// Words that belong to a time.
const AROUND: &[&str] = &[
    "hrs", "hours", "h", "Uhr", "time", "Time", "TIME", "Pacific", "Eastern", "Central", "Mountain", "local",
    "Local", "Standard", "Daylight",
];

/// Where the time at the start of an entry ends: with its zone, the end of a range, the day behind it.
fn head_end(text: &str, clock: &Clock, later: &[Clock], day: Option<&Day>) -> usize {
    let mut end = clock.range.end;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let bare = rest.trim_start_matches([' ', '(', ')', '[', ']', ',', '-', '–', '—', '~']);
        let at = text.len() - bare.len();
        let word = bare
            .split(|c: char| c.is_whitespace() || matches!(c, ')' | ':' | ',' | ']'))
            .next()
            .unwrap_or_default();
        let follows = |from: usize, within: usize| {
            later.iter().find(|later| later.range.start >= from && later.range.start <= from + within)
        };
        let next = if let Some(day) = day.filter(|day| day.range.start == at) {
            day.range.end
        } else if let Some(clock) = follows(at, 0).filter(|_| at > end && at < end + 5) {
            clock.range.end
        } else if matches!(word, "to" | "until" | "and") && follows(at + word.len(), 2).is_some()
            || AROUND.contains(&word)
            || !word.is_empty() && crate::times::names_zone(word)
        {
            at + word.len()
        } else {
            return end;
        };
        end = next;
    }
}

/// The entries of a paragraph, where several were run together: each starts a sentence with its time.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    for clock in clocks(text) {
        let before = text.get(..clock.range.start).unwrap_or_default();
        let bare = before.trim_end();
        let after = text.get(clock.range.end..).unwrap_or_default().trim_start_matches(|c: char| {
            c.is_whitespace() || c.is_ascii_uppercase() || matches!(c, '(' | ')')
        });
        let parted = after.starts_with([':', '–', '—', '|']) || after.starts_with("- ");
        if bare.len() < before.len() && bare.ends_with(['.', '!', '?', ';', '。']) && parted {
            cuts.push(clock.range.start);
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    cuts.iter().zip(ends).filter_map(|(from, to)| Some(text.get(*from..to)?.trim_end())).collect()
}

/// The sentences of a paragraph; the dots of `a.m.` and of names end none.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start().chars().next();
        let stops = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let word =
                    text.get(from..at).and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
                let short = word.contains('.')
                    || word.chars().count() == 1
                    || matches!(word, "approx" | "e.g" | "St" | "Dr" | "No" | "Kl" | "kl");
                rest.starts_with(char::is_whitespace) && next.is_none_or(|c| !c.is_lowercase()) && !short
            }
            _ => false,
        };
        if stops || rest.is_empty() {
            found.extend(text.get(from..end).filter(|sentence| !sentence.trim().is_empty()));
            from = end;
        }
    }
    found
}

/// Turns a log around that has its newest entry first: one in which no time is later than the one before it.
fn oldest_first(events: &mut [Event]) {
    let when = |event: &Event| {
        let day = event.day.as_ref().map(|day| (day.year.unwrap_or(0), day.month, day.day));
        Some((day, event.minute?))
    };
    let told: Vec<_> = events.iter().filter_map(when).collect();
    let pairs = || told.iter().zip(told.iter().skip(1));
    let falling = pairs().filter(|(one, next)| next < one).count();
    if falling >= 2 && pairs().all(|(one, next)| next <= one) {
        events.reverse();
    }
}

/// `11:50, 12:40, 1:10` goes on after noon, though nobody wrote PM.
fn half_days(events: &mut [Event]) {
    let twelve = events.iter().filter_map(|event| event.minute).all(|minute| (60..13 * 60).contains(&minute));
    if !twelve {
        return;
    }
    let mut before: Option<i32> = None;
    let mut add = 0;
    for event in events.iter_mut() {
        let Some(minute) = event.minute else { continue };
        if before.is_some_and(|before| before >= 11 * 60 && minute < before - 6 * 60) && add == 0 {
            add = DAY / 2;
        }
        before = Some(minute);
        // The twelfth hour is noon already.
        event.minute = Some(if minute < DAY / 2 { minute + add } else { minute });
    }
}
