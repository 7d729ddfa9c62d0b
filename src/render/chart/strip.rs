//! Lengths of time on a logarithmic scale: every value, and the middle and upper end of each step.

use super::axis::{Slot, Slots};
use super::{WIDTH, float, open, round};
use crate::render::svg::escape;
use std::fmt::Write as _;

const LEFT: f64 = 62.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 200.0;
const HEIGHT: f64 = 254.0;
/// More values than these are drawn as how many there are at each height.
const MOST_DOTS: usize = 300;
/// How many heights there are then.
const BINS: usize = 36;

/// Lengths at which lines may be drawn, in seconds.
const LINES: [i64; 10] =
    [60, 600, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000, 315_360_000, 3_153_600_000];
/// What is shorter than the first line is drawn here, for a logarithm has no zero.
const SHORT: i64 = 30;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Dot {
    /// Its slot.
    pub slot: usize,
    /// Where it lies in its slot, from 0 to 1.
    pub along: f64,
    /// How long, in seconds.
    pub seconds: i64,
    /// What it says, for whoever points at it.
    pub told: String,
}

/// How the lines are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::render) struct LineNames {
    /// Those of [`LINES`].
    pub lines: Vec<String>,
    /// That of what is shorter than the first.
    pub short: String,
}

/// The figures of a slot, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::render) struct Levels {
    /// How many values it has.
    pub n: usize,
    /// The middle one.
    pub median: Option<i64>,
    /// The one that nine of ten do not exceed.
    pub p90: Option<i64>,
}

/// The scale: from the first line to the last.
struct Scale<'a> {
    lines: Vec<(i64, &'a str)>,
    low: f64,
    high: f64,
}

impl<'a> Scale<'a> {
    fn new(values: impl Iterator<Item = i64> + Clone, names: &'a LineNames) -> Self {
        let (least, most) = (values.clone().min().unwrap_or(60), values.max().unwrap_or(60));
        let first = LINES.iter().rposition(|line| *line <= least).unwrap_or(0);
        let last = LINES.iter().position(|line| *line >= most).unwrap_or(LINES.len() - 1);
        // Two lines make a scale.
        let last = last.max(first + 1).min(LINES.len() - 1);
        let name = |at: usize| names.lines.get(at).map_or("", String::as_str);
        let mut lines: Vec<_> = (first.min(last - 1)..=last).map(|at| (LINES[at], name(at))).collect();
        if least < LINES[0] {
            lines.insert(0, (SHORT, &names.short));
        }
        let log = |line: Option<&(i64, &str)>| line.map_or(0.0, |(line, _)| logarithm(*line));
        Self { low: log(lines.first()), high: log(lines.last()), lines }
    }

    fn y(&self, seconds: i64) -> f64 {
        let seconds = if seconds < LINES[0] { SHORT } else { seconds };
        let share = (logarithm(seconds) - self.low) / (self.high - self.low);
        BOTTOM - (BOTTOM - TOP) * share.clamp(0.0, 1.0)
    }
}

/// Seconds are far below where a float loses them.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn logarithm(seconds: i64) -> f64 {
    (seconds.max(1) as f64).log10()
}

/// Draws values over slots; `steps` are the figures of the slots.
pub(in crate::render) fn strip(
    told: &str,
    slots: &[Slot],
    dots: &[Dot],
    steps: &[Levels],
    names: &LineNames,
) -> String {
    let mut svg = open(WIDTH, HEIGHT, told);
    let scale = Scale::new(dots.iter().map(|dot| dot.seconds), names);
    let places = Slots::new(slots, LEFT, WIDTH);
    for (line, name) in &scale.lines {
        let y = round(scale.y(*line));
        let _ = write!(
            svg,
            "<path class=\"ch-line\" d=\"M{LEFT} {y}H{}\"/>\
             <text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            places.right(),
            LEFT - 6.0,
            y + 4.0,
            escape(name)
        );
    }
    if dots.len() <= MOST_DOTS {
        for dot in dots {
            let x = places.start(dot.slot) + places.width() * (0.08 + 0.84 * dot.along.clamp(0.0, 1.0));
            let _ = write!(
                svg,
                "<circle class=\"ch-dot\" cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{}</title></circle>",
                round(x),
                round(scale.y(dot.seconds)),
                escape(&dot.told)
            );
        }
    } else {
        heaps(&mut svg, &scale, &places, dots, slots.len());
    }
    for (at, step) in steps.iter().enumerate() {
        let half = (places.width() * 0.42).min(40.0);
        let (from, to) = (round(places.middle(at) - half), round(places.middle(at) + half));
        if let Some(p90) = step.p90.filter(|_| step.n > 1) {
            let _ = write!(svg, "<path class=\"ch-p90\" d=\"M{from} {}H{to}\"/>", round(scale.y(p90)));
        }
        if let Some(median) = step.median {
            let _ = write!(svg, "<path class=\"ch-median\" d=\"M{from} {}H{to}\"/>", round(scale.y(median)));
        }
    }
    places.draw(&mut svg, BOTTOM);
    numbers(&mut svg, &places, slots, steps);
    svg.push_str("</svg>");
    svg
}

/// How many values lie at each height of each slot: the wider a mark, the more.
fn heaps(svg: &mut String, scale: &Scale<'_>, places: &Slots<'_>, dots: &[Dot], slots: usize) {
    let size = (BOTTOM - TOP) / float(BINS);
    let mut counts = vec![[0_usize; BINS + 1]; slots];
    for dot in dots {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to BINS")]
        let bin = ((scale.y(dot.seconds) - TOP) / size).round() as usize;
        if let Some(count) = counts.get_mut(dot.slot).and_then(|slot| slot.get_mut(bin)) {
            *count += 1;
        }
    }
    let most = counts.iter().flatten().max().copied().unwrap_or(1).max(1);
    for (at, slot) in counts.iter().enumerate() {
        for (bin, count) in slot.iter().enumerate().filter(|(_, count)| **count > 0) {
            let half = places.width() * 0.45 * float(*count) / float(most);
            let half = half.max(0.5);
            let y = TOP + size * float(bin);
            let _ = write!(
                svg,
                "<rect class=\"ch-heap\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{count}</title></rect>",
                round(places.middle(at) - half),
                round(y - size / 2.0),
                round(half * 2.0),
                round(size - 0.4),
            );
        }
    }
}

/// How many values each slot has, below its name, where there is room for all.
fn numbers(svg: &mut String, places: &Slots<'_>, slots: &[Slot], steps: &[Levels]) {
    let longest = steps.iter().map(|step| step.n.to_string().len()).max().unwrap_or(0);
    if float(longest) * 8.0 + 4.0 > places.width() {
        return;
    }
    let lines = if slots.iter().any(|slot| !slot.year.is_empty()) { 48.0 } else { 33.0 };
    let _ = write!(
        svg,
        "<text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">n</text>",
        LEFT - 6.0,
        BOTTOM + lines
    );
    for (at, step) in steps.iter().enumerate() {
        let _ = write!(
            svg,
            "<text class=\"ch-tick\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            round(places.middle(at)),
            BOTTOM + lines,
            step.n
        );
    }
}
