//! What postmortems are counted and filtered by, a column a file.

use super::bytes::{number, signed, size};
use crate::model::Postmortem;
use crate::search::document;
use crate::search::index::{day, duration};
use crate::search::query::Filter;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of an index.
pub(super) struct Columns {
    /// One for each key that some postmortem has a value of, by the key.
    pub(super) facets: Vec<(&'static str, Vec<u8>)>,
    /// Days and durations.
    pub(super) others: Vec<(String, Vec<u8>)>,
}

/// Makes the columns of a corpus.
///
/// A facet is, for each value, its key, its title, and its documents: their number, then the
/// distances. Days are 1 and the distance from the day before in the list, or 0 where not known;
/// durations are seconds plus one, or 0.
pub(super) fn columns(postmortems: &[Arc<Postmortem>], title: impl Fn(Filter, &str) -> String) -> Columns {
    let mut values: BTreeMap<Filter, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    let (mut days, mut durations) = (Vec::new(), Vec::new());
    let mut last_day = 0;
    for (at, postmortem) in postmortems.iter().enumerate() {
        for (filter, value) in document::filters(postmortem) {
            values.entry(filter).or_default().entry(value).or_default().push(at);
        }
        match day(postmortem) {
            Some(day) => {
                let mut distance = Vec::new();
                signed(&mut distance, day - last_day);
                days.push(1);
                days.extend(distance);
                last_day = day;
            }
            None => days.push(0),
        }
        number(&mut durations, duration(postmortem).map_or(0, |seconds| seconds + 1));
    }
    let mut columns = Columns {
        facets: Vec::new(),
        others: vec![("c/day.bin".to_owned(), days), ("c/duration.bin".to_owned(), durations)],
    };
    for (filter, values) in values {
        let mut out = Vec::new();
        size(&mut out, values.len());
        for (key, documents) in values {
            for text in [&key, &title(filter, &key)] {
                size(&mut out, text.len());
                out.extend(text.as_bytes());
            }
            size(&mut out, documents.len());
            let mut before = 0;
            for document in documents {
                size(&mut out, document - before);
                before = document;
            }
        }
        columns.facets.push((filter.key(), out));
    }
    columns
}
