//! The postings and positions of every stem, as the static index has them.

use super::bytes::number;
use crate::search::SearchError;
use crate::search::index::SearchIndex;
use rayon::prelude::*;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// What is known of a stem.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) postings: Vec<u8>,
    /// Empty for a stem that is everywhere: phrases do without.
    pub(super) positions: Vec<u8>,
}

/// The lists of all stems, in the order of the lexicon.
pub(super) fn all(index: &SearchIndex, inline: bool) -> Result<Vec<Lists>, SearchError> {
    let Some(segment) = index.segment() else { return Ok(Vec::new()) };
    let field = index.fields.all;
    let inverted = segment.inverted_index(field)?;
    let lengths = segment.fieldnorms_readers().get_field(field)?;
    let numbers: Vec<u32> = (0..).take(index.lexicon.stems().len()).collect();
    numbers
        .into_par_iter()
        .map(|stem| {
            let mut lists = Lists::default();
            let term = Term::from_field_text(field, &index.lexicon.stems()[stem as usize].text);
            let with = !index.lexicon.is_everywhere(stem);
            let option =
                if with { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
            let Some(mut postings) = inverted.read_postings(&term, option)? else { return Ok(lists) };
            let mut positions = Vec::new();
            let mut before = 0;
            while postings.doc() != TERMINATED {
                let (document, times) = (postings.doc(), u64::from(postings.term_freq()));
                number(&mut lists.postings, u64::from(document - before) << 1 | u64::from(times > 1));
                if times > 1 {
                    number(&mut lists.postings, times - 2);
                }
                if let (true, Some(lengths)) = (inline, &lengths) {
                    lists.postings.push(lengths.fieldnorm_id(document));
                }
                if with {
                    postings.positions(&mut positions);
                    let mut last = 0;
                    for position in &positions {
                        number(&mut lists.positions, u64::from(position - last));
                        last = *position;
                    }
                }
                before = document;
                postings.advance();
            }
            Ok(lists)
        })
        .collect()
}

/// The code of every document's length.
pub(super) fn lengths(index: &SearchIndex) -> Result<Vec<u8>, SearchError> {
    let Some(segment) = index.segment() else { return Ok(Vec::new()) };
    let lengths = segment.fieldnorms_readers().get_field(index.fields.all)?;
    Ok(lengths.map_or_else(Vec::new, |lengths| {
        (0..segment.max_doc()).map(|document| lengths.fieldnorm_id(document)).collect()
    }))
}

/// The number of all words of all documents.
pub(super) fn tokens(index: &SearchIndex) -> Result<u64, SearchError> {
    match index.segment() {
        Some(segment) => Ok(segment.inverted_index(index.fields.all)?.total_num_tokens()),
        None => Ok(0),
    }
}

/// The documents of every value that can be filtered by, as `service:checkout`, in byte order.
pub(super) fn filters(index: &SearchIndex) -> Result<Vec<(String, u32, Vec<u8>)>, SearchError> {
    let Some(segment) = index.segment() else { return Ok(Vec::new()) };
    let inverted = segment.inverted_index(index.fields.filter)?;
    let mut filters = Vec::new();
    let mut terms = inverted.terms().stream()?;
    while terms.advance() {
        let key = String::from_utf8_lossy(terms.key()).into_owned();
        let mut postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
        let mut bytes = Vec::new();
        let mut before = 0;
        while postings.doc() != TERMINATED {
            number(&mut bytes, u64::from(postings.doc() - before));
            before = postings.doc();
            postings.advance();
        }
        filters.push((key, terms.value().doc_freq, bytes));
    }
    Ok(filters)
}
