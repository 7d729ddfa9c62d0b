//! The words that too many postmortems have to be followed. There are few of them, so that what two
//! postmortems have in common of these is told quickly.

use super::Feature;

/// The number of a feature that is followed.
const FOLLOWED: u32 = u32::MAX;

/// The words that are not followed, and who has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// By feature: its number among them, or [`FOLLOWED`].
    numbers: Vec<u32>,
    /// How many there are.
    features: usize,
    /// By postmortem: where its part of `shares` begins, and where the last ends.
    starts: Vec<u32>,
    /// Numbers of features, with their shares.
    shares: Vec<(u32, f32)>,
}

impl Common {
    /// None yet; by feature, whether it is one.
    pub(super) fn of(are_common: impl Iterator<Item = bool>) -> Self {
        let mut features = 0;
        let mut number = |is_common: bool| {
            let number = if is_common { short(features) } else { FOLLOWED };
            features += usize::from(is_common);
            number
        };
        let numbers = are_common.map(&mut number).collect();
        Self { numbers, features, starts: vec![0], shares: Vec::new() }
    }

    /// Adds the next postmortem, by its vector.
    pub(super) fn push(&mut self, vector: &[(Feature, f32)]) {
        let own = vector.iter().map(|(feature, share)| (self.numbers[*feature as usize], *share));
        self.shares.extend(own.filter(|(number, _)| *number != FOLLOWED));
        self.starts.push(short(self.shares.len()));
    }

    /// Adds the next postmortem, which has the part that another has among as many features.
    pub(super) fn push_same(&mut self, other: &[(u32, f32)]) {
        self.shares.extend_from_slice(other);
        self.starts.push(short(self.shares.len()));
    }

    /// How many postmortems there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The part of a postmortem.
    pub(super) fn own(&self, document: usize) -> &[(u32, f32)] {
        &self.shares[self.starts[document] as usize..self.starts[document + 1] as usize]
    }

    /// Lays a postmortem's part out, so that its share of each feature stands in its place.
    pub(super) fn lay_out(&self, document: usize, shares: &mut Vec<f32>) {
        shares.clear();
        shares.resize(self.features, 0.0);
        for (number, share) in self.own(document) {
            shares[*number as usize] = *share;
        }
    }

    /// What a postmortem has in common with the one that is laid out.
    pub(super) fn product(&self, document: usize, shares: &[f32]) -> f32 {
        self.own(document).iter().map(|(number, share)| shares[*number as usize] * share).sum()
    }
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
