//! The words that too many postmortems have to be followed. There are few of them, so that what two
//! postmortems have in common of these is told quickly.

use super::Feature;

/// The words that are not followed, and who has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// In their order; each has its place as its number.
    features: Vec<Feature>,
    /// By postmortem: where its part of `shares` begins, and where the last ends.
    starts: Vec<u32>,
    /// Numbers of features, with their shares.
    shares: Vec<(u32, f32)>,
}

impl Common {
    /// None yet, of these features, which are sorted.
    pub(super) fn of(features: Vec<Feature>) -> Self {
        Self { features, starts: vec![0], shares: Vec::new() }
    }

    /// Adds the next postmortem, by its vector.
    pub(super) fn push(&mut self, vector: &[(Feature, f32)]) {
        let number = |feature: &Feature| self.features.binary_search(feature).ok();
        let own = vector.iter().filter_map(|(feature, share)| Some((short(number(feature)?), *share)));
        self.shares.extend(own);
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
        shares.resize(self.features.len(), 0.0);
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
