//! Services against root causes.

use super::statistics::first_level;
use crate::model::Corpus;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many incidents the busiest services had with the most frequent root causes of the first level, and
/// with all others.
///
/// An incident counts once in every cell that it belongs to, so rows and columns need not add up to their
/// totals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The services that have rows, busiest first, ties in byte order.
    pub services: Vec<String>,
    /// How many services share the row after those; without any there is none.
    pub other_services: usize,
    /// The root causes that have columns, most frequent first.
    pub root_causes: Vec<String>,
    /// How many root causes share the column after those; without any there is none.
    pub other_root_causes: usize,
    /// By row, then by column: how many incidents have both. The last column is of those that tell no root
    /// cause.
    pub counts: Vec<Vec<usize>>,
    /// How many incidents each row has.
    pub totals: Vec<usize>,
    /// How many incidents tell no service: they are in no row.
    pub without_service: usize,
}

impl Matrix {
    /// Counts the postmortems at these places; at most so many services and root causes are told apart.
    pub fn of(corpus: &Corpus, members: &[usize], services: usize, root_causes: usize) -> Self {
        let values: Vec<(BTreeSet<String>, BTreeSet<String>)> = members
            .iter()
            .map(|at| {
                let one = &corpus.postmortems()[*at];
                let causes = one.root_causes.iter().map(|term| first_level(term).to_string()).collect();
                (one.services.iter().map(ToString::to_string).collect(), causes)
            })
            .collect();
        let (services, other_services) = busiest(values.iter().map(|(services, _)| services), services);
        let (root_causes, other_root_causes) = busiest(values.iter().map(|(_, causes)| causes), root_causes);
        let rows = services.len() + usize::from(other_services > 0);
        let columns = root_causes.len() + usize::from(other_root_causes > 0) + 1;
        let mut matrix = Self {
            counts: vec![vec![0; columns]; rows],
            totals: vec![0; rows],
            without_service: values.iter().filter(|(services, _)| services.is_empty()).count(),
            services,
            other_services,
            root_causes,
            other_root_causes,
        };
        for (of_services, of_causes) in &values {
            let mut of_columns = places(of_causes, &matrix.root_causes);
            if of_causes.is_empty() {
                of_columns.insert(columns - 1);
            }
            for row in places(of_services, &matrix.services) {
                matrix.totals[row] += 1;
                for column in &of_columns {
                    matrix.counts[row][*column] += 1;
                }
            }
        }
        matrix
    }
}

/// The most frequent values, and how many others there are.
fn busiest<'a>(all: impl Iterator<Item = &'a BTreeSet<String>>, most: usize) -> (Vec<String>, usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in all.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    // A single one that is left over takes no more room than the rest does.
    let shown = if counts.len() == most + 1 { counts.len() } else { most.min(counts.len()) };
    let others = counts.len() - shown;
    (counts.into_iter().take(shown).map(|(key, _)| key.to_owned()).collect(), others)
}

/// The places of values among those that are told apart, and the one after them for all others.
fn places(values: &BTreeSet<String>, told: &[String]) -> BTreeSet<usize> {
    let place = |value: &String| told.iter().position(|one| one == value).unwrap_or(told.len());
    values.iter().map(place).collect()
}
