//! Everything that one write-up says.

use super::action::{Action, actions};
use super::nature::{Nature, nature, split};
use super::said::{Said, said};
use super::timeline::{Event, timeline};
use super::title::title;
use super::when::{When, when};
use super::{Fact, Keywords, Writeup, lines};
use crate::config::Settings;
use crate::model::SectionKind;
use std::ops::Range;

/// So many times of day with what happened are a timeline.
const EVENTS: usize = 3;

/// What one write-up says; what it does not say is `None` or empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// What the text is.
    pub nature: Nature,
    /// Whether the file holds others as well.
    pub several: bool,
    /// Its lines in the file, counted from 0.
    pub place: Range<usize>,
    /// What it is called.
    pub title: Option<Fact<String>>,
    /// Which sections it has.
    pub sections: Vec<SectionKind>,
    /// What happened when.
    pub timeline: Vec<Event>,
    /// What was promised.
    pub actions: Vec<Action>,
    /// When it was.
    pub when: When,
    /// Why it failed, how it was noticed, who was hurt, and what else is said in words.
    pub said: Said,
}

/// Reads write-ups as a project calls things: its terms, severities, services and teams.
#[derive(Debug)]
pub struct Reader<'a> {
    settings: &'a Settings,
    keywords: Keywords,
}

impl<'a> Reader<'a> {
    /// A reader for a project.
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings, keywords: Keywords::new(&settings.root_causes, &settings.triggers) }
    }

    /// Reads a text: the facts of each write-up in it, in order.
    pub fn read(&self, text: &str) -> Vec<Facts> {
        let all = lines(text);
        let whole = Writeup::new(all.clone());
        let ranges = split(&all, &whole);
        let count = text.lines().count();
        if ranges.len() < 2 {
            return vec![self.facts(&whole, 0..count, false)];
        }
        let number = |at: usize| all.get(at).map_or(0, |line| line.number - 1);
        let part = |range: Range<usize>| {
            let place = number(range.start)..if range.end >= all.len() { count } else { number(range.end) };
            let lines = all.get(range).unwrap_or_default().to_vec();
            self.facts(&Writeup::new(lines), place, true)
        };
        ranges.into_iter().map(part).collect()
    }

    fn facts(&self, writeup: &Writeup, place: Range<usize>, several: bool) -> Facts {
        let title = title(writeup);
        let timeline = timeline(writeup);
        let actions = actions(writeup);
        let mut sections: Vec<SectionKind> =
            writeup.parts.iter().flat_map(|part| part.kinds.clone()).collect();
        // Whatever stands above them, or nothing.
        let timed = timeline.iter().filter(|event| event.minute.is_some()).count();
        sections.extend((timed >= EVENTS).then_some(SectionKind::Timeline));
        sections.extend((!actions.is_empty()).then_some(SectionKind::ActionItems));
        sections.sort_unstable();
        sections.dedup();
        let named = title.as_ref().map(|title| title.value.as_str());
        Facts {
            nature: nature(writeup),
            several,
            place,
            actions,
            when: when(writeup, &timeline),
            said: said(writeup, named, &self.keywords, self.settings),
            title,
            timeline,
            sections,
        }
    }
}

/// The facts of a text in a project without settings.
#[cfg(test)]
pub(super) fn facts(text: &str) -> Vec<Facts> {
    Reader::new(&Settings::default()).read(text)
}
