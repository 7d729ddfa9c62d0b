//! Small multiples: a row of bars for each of several kinds, all to one scale.

use super::axis::{Slot, Slots};
use super::{Fill, WIDE, float, open, rect, round};
use crate::render::svg::{escape, width};
use std::fmt::Write as _;

const LEFT: f64 = 172.0;
const TOP: f64 = 8.0;
/// The height of a row, and of its highest bar.
const ROW: f64 = 38.0;
const BAR: f64 = 22.0;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Row {
    /// What it is about.
    pub title: String,
    /// How many in all.
    pub total: usize,
    /// How many in each slot.
    pub counts: Vec<usize>,
}

/// Draws rows over slots.
pub(in crate::render) fn rows(told: &str, slots: &[Slot], rows: &[Row]) -> String {
    let bottom = TOP + ROW * float(rows.len());
    let mut svg = open(WIDE, bottom + 36.0, told);
    let most = rows.iter().flat_map(|row| &row.counts).max().copied().unwrap_or(0).max(1);
    let slots = Slots::new(slots, LEFT, WIDE);
    for (number, row) in rows.iter().enumerate() {
        let base = TOP + ROW * float(number + 1);
        let _ = write!(
            svg,
            "<g><title>{}: {}</title><text class=\"ch-name\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\
             <text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            escape(&row.title),
            row.total,
            LEFT - 34.0,
            base - 6.0,
            escape(&shortened(&row.title)),
            LEFT - 10.0,
            base - 6.0,
            row.total,
        );
        let _ = write!(svg, "<path class=\"ch-line\" d=\"M{LEFT} {base}H{}\"/>", slots.right());
        for (at, count) in row.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = BAR * float(*count) / float(most);
            let x = slots.middle(at) - slots.bar() / 2.0;
            rect(&mut svg, Fill::Yes, x, base - height, slots.bar(), height);
            if width(&count.to_string()) <= slots.width() {
                let _ = write!(
                    svg,
                    "<text class=\"ch-value\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{count}</text>",
                    round(slots.middle(at)),
                    round(base - height - 3.0),
                );
            }
        }
        svg.push_str("</g>");
    }
    slots.draw(&mut svg, bottom);
    svg.push_str("</svg>");
    svg
}

/// The title, cut where it would leave the drawing.
fn shortened(title: &str) -> String {
    // The letters of a name are small.
    let width = |text: &str| width(text) * 0.86;
    let room = LEFT - 36.0;
    if width(title) <= room {
        return title.to_owned();
    }
    let mut used = width("…");
    let fits = |c: &char| {
        used += width(c.encode_utf8(&mut [0; 4]));
        used <= room
    };
    let cut: String = title.chars().take_while(fits).collect();
    format!("{}…", cut.trim_end())
}
