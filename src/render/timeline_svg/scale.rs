//! From moments to places on the axis.

use crate::render::words::Words;
use jiff::SignedDuration;

/// How wide a gap is that is drawn short.
const BREAK: f64 = 140.0;

/// A gap that is drawn short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Break {
    /// Where it starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How long it is.
    pub seconds: i64,
}

impl Break {
    /// Where its mark stands.
    pub(super) fn middle(self) -> f64 {
        f64::midpoint(self.from, self.to).round()
    }

    /// What is written below it.
    pub(super) fn told(self, words: &Words) -> String {
        let span = words.duration(SignedDuration::from_secs(self.seconds));
        words.fill("span.later", &[("span", &span)])
    }
}

/// A stretch of the axis: to scale, or drawn short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub start: i64,
    pub end: i64,
    pub from: f64,
    pub to: f64,
    pub is_break: bool,
}

/// The axis, in stretches that follow each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    stretches: Vec<Stretch>,
}

impl Scale {
    /// An axis for these moments, in seconds; `None` for fewer than two different ones.
    pub(super) fn new(times: impl Iterator<Item = i64>, plot: (f64, f64)) -> Option<Self> {
        let mut times: Vec<i64> = times.collect();
        times.sort_unstable();
        times.dedup();
        let (first, last) = (*times.first()?, *times.last()?);
        if first == last {
            return None;
        }
        let short = outliers(&times);
        let breaks = short.iter().filter(|short| **short).count();
        let shown: i64 = times
            .windows(2)
            .zip(&short)
            .filter(|(_, short)| !**short)
            .map(|(pair, _)| pair[1] - pair[0])
            .sum();
        let room = (plot.1 - plot.0) - BREAK * float(i64::try_from(breaks).unwrap_or(0));
        let per_second = room / float(shown);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut x = plot.0;
        for (pair, &is_break) in times.windows(2).zip(&short) {
            let (start, end) = (pair[0], pair[1]);
            let to = x + if is_break { BREAK } else { float(end - start) * per_second };
            match stretches.last_mut() {
                Some(last) if !is_break && !last.is_break => (last.end, last.to) = (end, to),
                _ => stretches.push(Stretch { start, end, from: x, to, is_break }),
            }
            x = to;
        }
        Some(Self { stretches })
    }

    /// The place of a moment, in whole units.
    pub(super) fn x(&self, at: i64) -> f64 {
        let inside = self.stretches.iter().find(|stretch| at <= stretch.end).or(self.stretches.last());
        inside.map_or(0.0, |stretch| {
            let share = float(at - stretch.start) / float(stretch.end - stretch.start);
            (stretch.from + (stretch.to - stretch.from) * share.clamp(0.0, 1.0)).round()
        })
    }

    /// The gaps that are drawn short.
    pub(super) fn breaks(&self) -> impl Iterator<Item = Break> + '_ {
        let shorts = self.stretches.iter().filter(|stretch| stretch.is_break);
        shorts.map(|stretch| Break {
            from: stretch.from,
            to: stretch.to,
            seconds: stretch.end - stretch.start,
        })
    }

    /// The stretches that are to scale.
    pub(super) fn stretches(&self) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter().filter(|stretch| !stretch.is_break)
    }

    /// From the first moment to the last.
    pub(super) fn seconds(&self) -> i64 {
        self.stretches.last().map_or(0, |stretch| stretch.end)
            - self.stretches.first().map_or(0, |stretch| stretch.start)
    }
}

/// Which gaps between neighbours are drawn short: those longer than all others together, by half
/// as much again, three at most.
fn outliers(times: &[i64]) -> Vec<bool> {
    let gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut short = vec![false; gaps.len()];
    for _ in 0..3 {
        let open: Vec<usize> = (0..gaps.len()).filter(|at| !short[*at]).collect();
        let Some(&longest) = open.iter().max_by_key(|at| (gaps[**at], std::cmp::Reverse(**at))) else {
            break;
        };
        let others: i64 = open.iter().filter(|at| **at != longest).map(|at| gaps[*at]).sum();
        // Two gaps have no rule from which one could be the exception.
        if open.len() < 3 || gaps[longest] * 2 < others.saturating_mul(3) {
            break;
        }
        short[longest] = true;
    }
    short
}

/// Seconds of an incident are far below where a float loses them.
#[allow(clippy::cast_precision_loss)]
pub(super) fn float(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_to_scale_and_a_long_gap_is_short() {
        let scale = Scale::new([0, 60, 120].into_iter(), (0.0, 100.0)).unwrap();
        assert_eq!((scale.x(0), scale.x(60), scale.x(120), scale.breaks().count()), (0.0, 50.0, 100.0, 0));
        let scale = Scale::new([0, 60, 120, 100_000, 100_060].into_iter(), (0.0, 440.0)).unwrap();
        assert_eq!(scale.breaks().map(|gap| gap.seconds).collect::<Vec<_>>(), [99_880]);
        assert_eq!((scale.x(120), scale.x(100_000), scale.x(100_060)), (200.0, 340.0, 440.0));
        assert_eq!(Scale::new([5, 5].into_iter(), (0.0, 1.0)), None);
        assert_eq!(Scale::new([].into_iter(), (0.0, 1.0)), None);
    }
}
