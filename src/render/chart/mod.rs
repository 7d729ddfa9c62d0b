//! Charts: inline SVG, drawn at build time.
//!
//! Each function takes figures and gives a drawing of one size, told in words by its label. Steps of time
//! have slots of equal width along the bottom. Colours come from the style sheet by class; what a part of
//! a chart means is told by place and pattern as well, never by colour alone. Nothing here knows
//! postmortems or the words of a page, and nothing is drawn of no data: whoever asks has some.

mod axis;
mod bars;
mod rows;
mod strip;
#[cfg(test)]
mod tests;

pub(super) use axis::Slot;
pub(super) use bars::{Bar, bars};
pub(super) use rows::{Row, rows};
pub(super) use strip::{Dot, Levels, LineNames, strip};

use super::svg::escape;
use std::fmt::Write as _;

/// The width of a chart, in units of its own, and of one whose rows have names.
const WIDTH: f64 = 360.0;
const WIDE: f64 = 480.0;
/// How much room is left behind the last slot.
const MARGIN: f64 = 8.0;

/// What a part of a bar stands for, as its class names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// A severity by its rank; 0 is worst.
    Severity(usize),
    /// Those of which something is true.
    Yes,
    /// Those of which it is not.
    No,
    /// Those that do not tell.
    Unknown,
}

impl Fill {
    /// The class that gives it its colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Severity(0) => "ch-sev-0",
            Self::Severity(1) => "ch-sev-1",
            Self::Severity(2) => "ch-sev-2",
            Self::Severity(3) => "ch-sev-3",
            Self::Severity(_) => "ch-sev-4",
            Self::Yes => "ch-yes",
            Self::No => "ch-no",
            Self::Unknown => "ch-unknown",
        }
    }

    /// The pattern that lies over the colour, so that nobody has to tell it from another: its id, and its
    /// lines in a square of six units.
    pub(super) fn pattern(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Severity(1) => Some(("pm-hatch-1", "M-1 1L1-1M-1 7L7-1M5 7L7 5")),
            Self::Severity(2) => Some(("pm-hatch-2", "M2 3h2")),
            Self::Severity(4..) => Some(("pm-hatch-4", "M3 0v6")),
            _ => None,
        }
    }
}

/// A number with one digit after the point, as it stands in a drawing.
fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A count as a length.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Opens a drawing.
fn open(width: f64, height: f64, told: &str) -> String {
    let class = if width > WIDTH { "chart chart-wide" } else { "chart" };
    let mut svg = String::with_capacity(4096);
    // Writing into a string cannot fail.
    let _ = write!(
        svg,
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        escape(told)
    );
    svg
}

/// Draws a rectangle with its pattern. What is too low to be seen is drawn one unit high.
fn rect(svg: &mut String, fill: Fill, x: f64, y: f64, width: f64, height: f64) {
    let (x, y, width, height) = (round(x), round(y), round(width), round(height.max(1.0)));
    let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
    let _ = write!(svg, "<rect class=\"{}\" {place}/>", fill.class());
    if let Some((id, _)) = fill.pattern() {
        let _ = write!(svg, "<rect class=\"ch-hatch\" fill=\"url(#{id})\" {place}/>");
    }
}

/// The patterns of these fills, which a page needs once.
pub(super) fn patterns(fills: &[Fill]) -> String {
    let mut out = String::new();
    for fill in fills {
        let Some((id, path)) = fill.pattern() else { continue };
        if out.contains(id) {
            continue;
        }
        let _ = write!(
            out,
            "<pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path class=\"{}\" d=\"{path}\"/></pattern>",
            fill.class()
        );
    }
    if out.is_empty() { out } else { format!("<defs>{out}</defs>") }
}

/// A small square of a fill, for a legend.
pub(super) fn swatch(fill: Fill) -> String {
    let mut svg = String::from(
        "<svg class=\"swatch\" viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\">",
    );
    rect(&mut svg, fill, 1.0, 1.0, 12.0, 12.0);
    svg.push_str("</svg>");
    svg
}
