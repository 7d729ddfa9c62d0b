//! Everything that one write-up says.

use super::action::{Action, actions};
use super::nature::{Nature, nature, split};
use super::timeline::{Event, timeline};
use super::title::title;
use super::{Fact, Writeup, lines};
use crate::model::SectionKind;
use std::ops::Range;

/// What one write-up says; what it does not say is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the text is.
    pub nature: Nature,
    /// Whether the file holds others as well.
    pub several: bool,
    /// Its lines in the file, counted from 0.
    pub place: Range<usize>,
    /// The structure that was read.
    pub writeup: Writeup,
    /// What it is called.
    pub title: Option<Fact<String>>,
    /// Which sections it has.
    pub sections: Vec<SectionKind>,
    /// What happened when.
    pub timeline: Vec<Event>,
    /// What was promised.
    pub actions: Vec<Action>,
}

/// Reads a text: the facts of each write-up in it, in order.
pub fn facts(text: &str) -> Vec<Facts> {
    let all = lines(text);
    let whole = Writeup::new(all.clone());
    let ranges = split(&all, &whole);
    if ranges.len() < 2 {
        return vec![read(whole, 0..text.lines().count(), false)];
    }
    let number = |at: usize| all.get(at).map_or(0, |line| line.number - 1);
    ranges
        .into_iter()
        .map(|range| {
            let end = if range.end >= all.len() { text.lines().count() } else { number(range.end) };
            let place = number(range.start)..end;
            read(Writeup::new(all.get(range).unwrap_or_default().to_vec()), place, true)
        })
        .collect()
}

fn read(writeup: Writeup, place: Range<usize>, several: bool) -> Facts {
    let mut sections: Vec<SectionKind> = writeup.parts.iter().flat_map(|part| part.kinds.clone()).collect();
    sections.sort_unstable();
    sections.dedup();
    Facts {
        nature: nature(&writeup),
        several,
        place,
        title: title(&writeup),
        timeline: timeline(&writeup),
        actions: actions(&writeup),
        sections,
        writeup,
    }
}
