//! The clock below the axis.

use super::scale::{Break, Scale, float};
use crate::model::Moment;
use crate::render::svg;
use crate::render::words::Words;
use jiff::Timestamp;
use std::fmt::Write as _;

/// The steps that a clock or a calendar has, in seconds.
const STEPS: &[i64] = &[
    60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
    2_592_000, 7_776_000, 31_536_000,
];
/// How far ticks stand apart at least.
const APART: f64 = 62.0;
const DAY: i64 = 86_400;

/// Whether a time at this place would touch the words of a gap that is drawn short.
fn is_near(x: f64, gap: Break, words: &Words) -> bool {
    (gap.middle() - x).abs() < svg::width(&gap.told(words)) / 2.0 + 24.0
}

/// Draws ticks and their times, in the zone of the first moment; the day below the first tick
/// and below every one that starts another day.
pub(super) fn draw(svg: &mut String, scale: &Scale, first: &Moment, y: f64, words: &Words) {
    let zone = first.zoned().time_zone();
    let offset = i64::from(first.zoned().offset().seconds());
    let mut last_day = None;
    for stretch in scale.stretches() {
        let per_second = (stretch.to - stretch.from) / float(stretch.end - stretch.start);
        let step = STEPS
            .iter()
            .copied()
            .find(|step| float(*step) * per_second >= APART)
            .unwrap_or(STEPS[STEPS.len() - 1]);
        let mut at = (stretch.start + offset).div_euclid(step) * step - offset;
        while at <= stretch.end {
            let Ok(moment) = Timestamp::from_second(at) else { break };
            if at >= stretch.start {
                let local = moment.to_zoned(zone.clone());
                let date = local.date();
                let time = if step < DAY { local.strftime("%H:%M").to_string() } else { words.day(date) };
                let x = scale.x(at);
                let _ = write!(svg, "<path class=\"tl-line\" d=\"M{x} {y}v5\"/>");
                if scale.breaks().any(|gap| is_near(x, gap, words)) {
                    at += step;
                    continue;
                }
                let _ = write!(
                    svg,
                    "<text class=\"tl-tick\" data-at=\"{moment}\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{time}</text>",
                    y + 18.0
                );
                if step < DAY && last_day != Some(date) && (last_day.is_some() || date != first.date()) {
                    let _ = write!(
                        svg,
                        "<text class=\"tl-tick tl-day\" data-at=\"{moment}\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                        y + 33.0,
                        words.day(date)
                    );
                }
                last_day = Some(date);
            }
            at += step;
        }
    }
}
