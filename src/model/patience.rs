//! How long a promise without a due date may wait.

use super::{Severity, SeverityScale};

/// The days of an action item without a due date, counted from the incident, by its severity. One for each
/// rank at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// By rank; further ranks are as the last.
    days: Vec<i64>,
}

impl Default for Patience {
    /// 30 days for the worst severity, 60, 90 and 180 for the next.
    fn default() -> Self {
        Self { days: vec![30, 60, 90, 180] }
    }
}

impl Patience {
    /// Sets the days of one severity of a scale.
    pub fn set(&mut self, severity: &Severity, scale: &SeverityScale, days: i64) {
        let last = self.days.last().copied().unwrap_or_default();
        let ranks = scale.levels().len().max(severity.rank() + 1).max(self.days.len());
        self.days.resize(ranks, last);
        self.days[severity.rank()] = days;
    }

    /// The days for a severity. An incident without one has as long as the mildest.
    pub fn days(&self, severity: Option<&Severity>) -> i64 {
        let rank = severity.map_or(usize::MAX, Severity::rank);
        self.days.get(rank).or(self.days.last()).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_keeps_its_days() {
        let scale = SeverityScale::default();
        let mut patience = Patience::default();
        let days = |patience: &Patience| -> Vec<i64> {
            (0..4).map(|rank| patience.days(scale.at(rank).as_ref())).chain([patience.days(None)]).collect()
        };
        assert_eq!(days(&patience), [30, 60, 90, 180, 180]);
        patience.set(&scale.parse("sev2").unwrap(), &scale, 14);
        assert_eq!(days(&patience), [30, 14, 90, 180, 180]);
        patience.set(&scale.parse("sev4").unwrap(), &scale, 365);
        assert_eq!(days(&patience), [30, 14, 90, 365, 365]);
    }
}
