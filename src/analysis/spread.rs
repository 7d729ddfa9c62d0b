//! Many values in a few figures that do not lie: how many there are and how many are missing, the one in
//! the middle, and the one that nine of ten do not exceed.

use jiff::SignedDuration;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// A kind of value with a whole number for programs.
pub trait Figure: Copy + Ord {
    /// The number: seconds of a duration, days as they are.
    fn number(self) -> i64;
}

impl Figure for SignedDuration {
    fn number(self) -> i64 {
        self.as_secs()
    }
}

impl Figure for i64 {
    fn number(self) -> i64 {
        self
    }
}

/// The middle and the upper end of some values.
///
/// Both are found by nearest rank: of `n` values in order, the one at place ⌈n·p⌉, counted from 1. So each
/// is a value that occurred; of two values, the median is the lesser. There is no mean, because a single
/// long incident would make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread<T> {
    /// How many values there are.
    pub n: usize,
    /// How many are not known.
    pub missing: usize,
    /// Half of the values are no greater; `None` without values.
    pub median: Option<T>,
    /// Nine of ten values are no greater; `None` without values.
    pub p90: Option<T>,
}

impl<T> Default for Spread<T> {
    fn default() -> Self {
        Self { n: 0, missing: 0, median: None, p90: None }
    }
}

impl<T: Figure> Spread<T> {
    /// The spread of values, of which some are not known.
    pub fn of(values: impl IntoIterator<Item = Option<T>>) -> Self {
        let mut missing = 0;
        let mut known = Vec::new();
        for value in values {
            match value {
                Some(value) => known.push(value),
                None => missing += 1,
            }
        }
        known.sort_unstable();
        let n = known.len();
        let at = |tenths: usize| known.get((n * tenths).div_ceil(10).saturating_sub(1)).copied();
        Self { n, missing, median: at(5), p90: at(9) }
    }
}

impl<T: Figure> Serialize for Spread<T> {
    /// `{n, missing, median, p90}`; null where there are no values.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Spread", 4)?;
        fields.serialize_field("n", &self.n)?;
        fields.serialize_field("missing", &self.missing)?;
        fields.serialize_field("median", &self.median.map(Figure::number))?;
        fields.serialize_field("p90", &self.p90.map(Figure::number))?;
        fields.end()
    }
}

/// A part of those of whom it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many it is true of.
    pub part: usize,
    /// Of how many it is known whether it is true.
    pub n: usize,
    /// Of how many it is not known.
    pub missing: usize,
}

impl Share {
    /// Counts answers.
    pub fn of(answers: impl IntoIterator<Item = Option<bool>>) -> Self {
        let mut share = Self::default();
        for answer in answers {
            match answer {
                Some(answer) => {
                    share.n += 1;
                    share.part += usize::from(answer);
                }
                None => share.missing += 1,
            }
        }
        share
    }

    /// In whole percent, rounded half up; `None` if nothing is known.
    pub fn percent(&self) -> Option<usize> {
        (self.n > 0).then(|| (self.part * 200 + self.n) / (self.n * 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_of_values_that_occurred() {
        let spread = |values: &[i64]| {
            let spread = Spread::of(values.iter().copied().map(Some));
            (spread.median, spread.p90)
        };
        assert_eq!(spread(&[]), (None, None));
        assert_eq!(spread(&[7]), (Some(7), Some(7)));
        assert_eq!(spread(&[9, 1]), (Some(1), Some(9)));
        assert_eq!(spread(&[3, 1, 2]), (Some(2), Some(3)));
        assert_eq!(spread(&(1..=10).rev().collect::<Vec<_>>()), (Some(5), Some(9)));
        assert_eq!(spread(&(1..=11).collect::<Vec<_>>()), (Some(6), Some(10)));
    }

    #[test]
    fn percents_are_rounded_half_up() {
        let percent = |part, n| Share { part, n, missing: 3 }.percent();
        assert_eq!(
            (percent(0, 0), percent(1, 3), percent(1, 8), percent(2, 3)),
            (None, Some(33), Some(13), Some(67))
        );
    }
}
