//! The axes: steps of time along the bottom, counts up the side.

use super::{MARGIN, float, round};
use crate::render::svg::escape;
use std::fmt::Write as _;

/// A step of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Slot {
    /// What stands below it: `Jul`, `Q3`, `2024`.
    pub label: String,
    /// The year that stands below that where it changes; empty for steps of years.
    pub year: String,
}

/// Slots of equal width from `left` to `right`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots<'a> {
    slots: &'a [Slot],
    left: f64,
    right: f64,
}

impl<'a> Slots<'a> {
    /// Slots in a drawing of this width.
    pub(super) fn new(slots: &'a [Slot], left: f64, width: f64) -> Self {
        Self { slots, left, right: width - MARGIN }
    }

    /// Where the last slot ends.
    pub(super) fn right(&self) -> f64 {
        self.right
    }

    /// How wide a slot is.
    pub(super) fn width(&self) -> f64 {
        (self.right - self.left) / float(self.slots.len().max(1))
    }

    /// Where a slot begins.
    pub(super) fn start(&self, at: usize) -> f64 {
        self.left + self.width() * float(at)
    }

    /// The middle of a slot.
    pub(super) fn middle(&self, at: usize) -> f64 {
        self.start(at) + self.width() / 2.0
    }

    /// How wide a bar in a slot is.
    pub(super) fn bar(&self) -> f64 {
        (self.width() * 0.72).min(30.0)
    }

    /// The bottom line, and below it the names of the slots: as many as there is room for.
    pub(super) fn draw(&self, svg: &mut String, y: f64) {
        let _ = write!(svg, "<path class=\"ch-axis\" d=\"M{} {y}H{}\"/>", self.left, self.right);
        let every = self.every();
        for (at, slot) in self.slots.iter().enumerate().filter(|(at, _)| self.is_named(*at, every)) {
            let _ = write!(
                svg,
                "<text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                round(self.middle(at)),
                y + 15.0,
                escape(&slot.label)
            );
        }
        for (at, year) in self.years() {
            let _ = write!(
                svg,
                "<text class=\"ch-tick ch-year\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                round(self.middle(at)),
                y + 30.0,
                escape(year)
            );
        }
    }

    /// Of how many slots one is named: 1, 2, 5, 10, ….
    fn every(&self) -> usize {
        let needed = self.slots.iter().map(|slot| slot.label.chars().count()).max().unwrap_or(0);
        let needed = float(needed) * 7.2 + 6.0;
        let steps = [1, 2, 5, 10, 20, 50];
        steps.into_iter().find(|step| self.width() * float(*step) >= needed).unwrap_or(100)
    }

    /// Years are named where they are round, other steps from the first on.
    fn is_named(&self, at: usize, every: usize) -> bool {
        let year = self.slots[at].label.parse::<usize>().ok();
        year.unwrap_or(at).is_multiple_of(every)
    }

    /// The slots at which a year begins, and the first one, unless the next is too near.
    fn years(&self) -> Vec<(usize, &'a str)> {
        let mut years: Vec<(usize, &str)> = Vec::new();
        for (at, slot) in self.slots.iter().enumerate() {
            if slot.year.is_empty() || years.last().is_some_and(|(_, year)| *year == slot.year) {
                continue;
            }
            if years.last().is_some_and(|(before, _)| self.start(at) - self.start(*before) < 36.0) {
                years.pop();
            }
            years.push((at, &slot.year));
        }
        years
    }
}

/// The counts at which lines are drawn, from 0 up to one that no bar exceeds: five at most.
pub(super) fn counts(most: usize) -> Vec<usize> {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if most <= step * 4 {
                return (0..=most.max(1).div_ceil(step)).map(|line| line * step).collect();
            }
        }
        power *= 10;
    }
}

/// Draws the lines of counts between `bottom` and `top`, and gives the height of one.
pub(super) fn count_lines(svg: &mut String, slots: &Slots<'_>, most: usize, top: f64, bottom: f64) -> f64 {
    let (left, right) = (slots.left, slots.right);
    let lines = counts(most);
    let unit = (bottom - top) / float(lines.last().copied().unwrap_or(1).max(1));
    for line in &lines {
        let y = round(bottom - unit * float(*line));
        if *line > 0 {
            let _ = write!(svg, "<path class=\"ch-line\" d=\"M{left} {y}H{right}\"/>");
        }
        let _ = write!(
            svg,
            "<text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{line}</text>",
            left - 6.0,
            y + 4.0
        );
    }
    unit
}
