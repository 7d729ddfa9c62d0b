//! Stacked bars: a bar a step, a part a kind.

use super::axis::{Slot, Slots, count_lines};
use super::{Fill, WIDTH, float, open, patterns, rect, round};
use crate::render::svg::{escape, width};
use std::fmt::Write as _;

const LEFT: f64 = 34.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 200.0;
const HEIGHT: f64 = 236.0;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Bar {
    /// What it says, for whoever points at it.
    pub told: String,
    /// How many of each kind, from the bottom up.
    pub parts: Vec<usize>,
    /// What stands above it where there is room.
    pub above: String,
}

/// Draws bars over slots, as many as there are; `fills` are those of the parts.
pub(in crate::render) fn bars(told: &str, slots: &[Slot], fills: &[Fill], bars: &[Bar]) -> String {
    let mut svg = open(WIDTH, HEIGHT, told);
    svg.push_str(&patterns(fills));
    let most = bars.iter().map(|bar| bar.parts.iter().sum()).max().unwrap_or(0);
    let slots = Slots::new(slots, LEFT, WIDTH);
    let unit = count_lines(&mut svg, &slots, most, TOP, BOTTOM);
    let room = bars.iter().all(|bar| width(&bar.above) <= slots.width());
    for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.parts.iter().any(|count| *count > 0)) {
        let x = slots.middle(at) - slots.bar() / 2.0;
        let _ = write!(svg, "<g><title>{}</title>", escape(&bar.told));
        let mut y = BOTTOM;
        for (count, fill) in bar.parts.iter().zip(fills).filter(|(count, _)| **count > 0) {
            let height = unit * float(*count);
            y -= height;
            rect(&mut svg, *fill, x, y, slots.bar(), height);
        }
        if room && !bar.above.is_empty() {
            let _ = write!(
                svg,
                "<text class=\"ch-value\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                round(slots.middle(at)),
                round(y - 5.0),
                escape(&bar.above)
            );
        }
        svg.push_str("</g>");
    }
    slots.draw(&mut svg, BOTTOM);
    svg.push_str("</svg>");
    svg
}
