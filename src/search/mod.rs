//! Full-text search: what it indexes, the language of queries, and how they are answered.
//!
//! Takes the corpus, gives answers by place in the corpus. The same answers come from the static
//! index that [`export`] makes of tantivy's, read by the theme's script in a browser; a test holds
//! the two together.

pub mod check;
mod document;
mod error;
mod execute;
pub mod export;
mod index;
pub mod lexicon;
mod likeness;
mod plan;
pub mod query;
mod short;
mod similar;
mod snippet;
mod stem;
pub mod text;
mod vocabulary;
mod words;

pub use error::SearchError;
pub use execute::{Found, Hit};
pub use index::SearchIndex;
pub use likeness::{Like, Likeness, Scratch};
pub use short::ShortTexts;
pub use snippet::{Piece, passage};
pub use vocabulary::{Bag, Vocabulary, name_hash};

use plan::Plan;
use query::Query;

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// What was found.
    pub found: Found,
    /// Unknown words, and what was searched instead.
    pub corrected: Vec<(String, String)>,
    /// Words that are nowhere.
    pub unknown: Vec<String>,
    /// The stems that make the score, by their places in the lexicon.
    pub stems: Vec<u32>,
}

impl SearchIndex {
    /// Answers a query with its best `limit` hits.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Answer, SearchError> {
        self.run(plan::plan(query, &self.lexicon), limit)
    }

    fn run(&self, plan: Plan, limit: usize) -> Result<Answer, SearchError> {
        let found = execute::execute(self, &plan, limit)?;
        let stems = plan.scored.iter().map(|scored| scored.stem).collect();
        Ok(Answer { found, corrected: plan.corrected, unknown: plan.unknown, stems })
    }
}
