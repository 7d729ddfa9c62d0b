//! One file to the write-ups in it.

use super::attachments::{self, Attachment};
use super::named;
use crate::config::Config;
use crate::import::{self, Draft, Facts, Foreign, Nature, Page, Reader};
use crate::model::PostmortemId;
use crate::source::{self, LARGEST_FILE, Outside, Unusable};
use serde_json::{Map, Value as Json, json};
use std::path::Path;

/// What became of a file.
pub(super) enum Reading {
    /// It cannot be read, for a reason that follows its name.
    Refused(String),
    /// What is in it.
    Found(Vec<WriteUp>),
}

/// One write-up.
pub(super) struct WriteUp {
    /// Its file, as it was named.
    pub(super) source: String,
    /// Its file for messages; with a number where there are several in it.
    pub(super) named: String,
    /// What it says.
    pub(super) facts: Facts,
    /// What its front matter says, by our keys.
    pub(super) given: Map<String, Json>,
    /// What it will be.
    pub(super) draft: Draft,
    /// Whether it is imported.
    wanted: bool,
    /// The id that its file's name gives.
    pub(super) id: Option<PostmortemId>,
    /// What names it if its title does not.
    pub(super) stem: String,
    /// Files that it shows or links to.
    pub(super) attachments: Vec<Attachment>,
    /// What was done to it, in words.
    pub(super) notes: Vec<String>,
}

impl WriteUp {
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// The word for programs.
    pub(super) fn kind(&self) -> &'static str {
        match self.facts.nature {
            _ if self.wanted && self.facts.several => "multiple",
            _ if self.wanted => "postmortem",
            Nature::Template => "template",
            Nature::Postmortem | Nature::Other => "other",
        }
    }

    /// How long it lasted, if both ends are known to the minute.
    pub(super) fn duration(&self) -> Option<String> {
        let minutes = self.draft.minutes()?;
        Some(match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h {minutes}m"),
        })
    }

    pub(super) fn why_skipped(&self) -> &'static str {
        match self.facts.nature {
            Nature::Template => "it is a template or instructions; `--all` imports it all the same",
            Nature::Postmortem | Nature::Other => {
                "it does not look like a postmortem; `--all` imports it all the same"
            }
        }
    }
}

/// Reads a file. `content` is the folder of the content without links on the way to it, if it is there.
pub(super) fn read(
    file: &Outside,
    content: Option<&Path>,
    config: &Config,
    reader: &Reader<'_>,
    all: bool,
) -> Reading {
    if content.is_some_and(|content| file.real.starts_with(content)) {
        return Reading::Refused(format!("lies in `{}` already", config.book.src));
    }
    let bytes = match source::read_outside(file) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(reason)) => return Reading::Refused(unusable(&reason)),
        Err(error) => return Reading::Refused(format!("cannot be read: {error}")),
    };
    let text = match import::text(&bytes, file.is_html()) {
        Ok(text) => text,
        Err(why) => return Reading::Refused(why.0),
    };
    drop(bytes);
    let mut notes = Vec::new();
    notes.extend(text.converted_from.map(|from| format!("converted from {from}")));
    let (text, head) = if file.is_html() {
        let Some(Page { markdown, head }) = import::page(&text.text) else {
            return Reading::Refused("cannot be read as HTML".to_owned());
        };
        if markdown.trim().is_empty() {
            return Reading::Refused("holds no text; is the page made by a script?".to_owned());
        }
        notes.push("converted from HTML".to_owned());
        (markdown, head)
    } else {
        (text.text, Vec::new())
    };
    if text.len() as u64 > LARGEST_FILE {
        return Reading::Refused(unusable(&Unusable::TooLarge(text.len() as u64)));
    }
    Reading::Found(writeups(file, &text, &head, config, reader, all, &notes))
}

fn unusable(reason: &Unusable) -> String {
    match reason {
        Unusable::TooLarge(bytes) => {
            let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
            format!(
                "has {} MB of text, more than the {} MB of a write-up",
                megabytes(*bytes),
                megabytes(LARGEST_FILE)
            )
        }
        _ => "is no file".to_owned(),
    }
}

fn writeups(
    file: &Outside,
    text: &str,
    head: &[(&'static str, String)],
    config: &Config,
    reader: &Reader<'_>,
    all: bool,
    notes: &[String],
) -> Vec<WriteUp> {
    let split = import::split(text, config);
    let mut notes = notes.to_vec();
    notes.extend(split.broken.as_ref().map(|why| format!("its front matter is kept in the body: {why}")));
    let found = reader.read(&split.blanked(text));
    let lines_before = text[..split.body_start].bytes().filter(|byte| *byte == b'\n').count();
    let several = found.len() > 1;
    let stem = stem(file);
    let mut writeups = Vec::with_capacity(found.len());
    for (at, facts) in found.into_iter().enumerate() {
        let body = if several {
            let start = if at == 0 { lines_before } else { facts.place.start.max(lines_before) };
            lines(text, start, facts.place.end)
        } else {
            &text[split.body_start..]
        };
        let foreign = if several && at > 0 { Foreign::default() } else { split.foreign.clone() };
        writeups.push(one(file, head, foreign, facts, body, &stem, several.then_some(at + 1), all, &notes));
    }
    writeups
}

#[expect(clippy::too_many_arguments, reason = "what is known of a file, and of a part of it")]
fn one(
    file: &Outside,
    head: &[(&'static str, String)],
    mut foreign: Foreign,
    mut facts: Facts,
    body: &str,
    stem: &str,
    part: Option<usize>,
    all: bool,
    notes: &[String],
) -> WriteUp {
    facts.nature = match facts.nature {
        _ if foreign.nature.is_some() => foreign.nature.unwrap_or(Nature::Other),
        Nature::Other if foreign.is_incident() => Nature::Postmortem,
        nature => nature,
    };
    let wanted = all || facts.nature == Nature::Postmortem;
    let mut of_head = |key: &str, ours: &str| {
        let value = head.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())?;
        if !ours.is_empty() && !foreign.known.contains_key(ours) {
            foreign.known.insert(ours.to_owned(), json!([value]));
        }
        Some(value)
    };
    of_head("author", "authors");
    let (title, posted) = (of_head("title", ""), of_head("date", ""));
    foreign.posted = foreign.posted.or_else(|| posted.and_then(|date| date.get(..10)?.parse().ok()));
    let named_by = import::day_in(stem);
    if let Some(beside) = foreign.posted.or(named_by) {
        facts.when.with_year_of(beside);
    }
    let named = named(file, part);
    let given = foreign.known.clone();
    let mut draft = Draft::new(foreign, &facts, named_by.filter(|_| part.is_none()), &named, body);
    let fallback = title.or_else(|| draft.whose()).unwrap_or_else(|| words(stem));
    draft.set("title", json!(fallback), Some("no title was found in the text"));
    // The name of a file tells of its only write-up.
    let id = if part.is_none() && !draft.known.contains_key("id") { import::id_of(stem) } else { None };
    let attachments = if wanted { attachments::find(file, body) } else { Vec::new() };
    WriteUp {
        source: file.disk.to_string_lossy().into_owned(),
        named,
        facts,
        given,
        draft,
        wanted,
        id,
        stem: stem.to_owned(),
        attachments,
        notes: notes.to_vec(),
    }
}

/// Lines of a text, from 0, without the last.
fn lines(text: &str, from: usize, to: usize) -> &str {
    let offset = |line: usize| match line {
        0 => 0,
        _ => text.match_indices('\n').nth(line - 1).map_or(text.len(), |(at, _)| at + 1),
    };
    let (from, to) = (offset(from), offset(to));
    &text[from..to.max(from)]
}

/// The name of a file without its ending; of its folder where it is named like many others.
fn stem(file: &Outside) -> String {
    let mut parts: Vec<&str> = file.below.split('/').collect();
    let last = parts.pop().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    match parts.last() {
        Some(folder) if ["readme", "index", "postmortem"].contains(&stem.to_lowercase().as_str()) => {
            (*folder).to_owned()
        }
        _ => stem.to_owned(),
    }
}

/// `2024-05-12_disk-full` as `Disk full`; a day alone stays.
fn words(stem: &str) -> String {
    let is_dated = stem.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok());
    let text = if is_dated { stem[10..].trim_matches(['_', '-', ' ']) } else { stem };
    let text = if text.is_empty() { stem.to_owned() } else { text.replace(['_', '-'], " ") };
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
