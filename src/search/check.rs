//! tantivy's own search, to hold ours against: the same stems by its queries and its collector.

use super::{Answer, SearchError, SearchIndex};
use std::collections::BTreeMap;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// The score that tantivy gives each document for the stems of an answer, all of them optional and
/// of the same weight.
pub fn by_tantivy(index: &SearchIndex, answer: &Answer) -> Result<BTreeMap<u32, f32>, SearchError> {
    let stems = answer.stems.iter().map(|stem| &index.lexicon.stems()[*stem as usize].text);
    let terms = stems.map(|stem| {
        let term = Term::from_field_text(index.fields.all, stem);
        let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        (Occur::Should, query)
    });
    let collector = TopDocs::with_limit(index.count().max(1)).order_by_score();
    let found = index.searcher.search(&BooleanQuery::new(terms.collect()), &collector)?;
    Ok(found.into_iter().map(|(score, address)| (address.doc_id, score)).collect())
}
