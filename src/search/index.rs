//! The tantivy index: its fields, and how a corpus becomes one segment in the corpus's order.

use super::SearchError;
use super::document;
use super::lexicon::Lexicon;
use super::query::Filter;
use super::stem::Stems;
use super::words::{WordTokenizer, Words};
use crate::model::Postmortem;
use rayon::prelude::*;
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexBuilder, Searcher, SegmentReader, SingleSegmentIndexWriter, TantivyDocument};

/// The fewest postmortems of a slice: below, merging costs more than it gains.
const SMALLEST_SLICE: usize = 500;
/// What tantivy asks for at least, in bytes; it grows past that where it must.
const WRITER_MEMORY: usize = 15_000_000;
/// The name of our tokenizer inside of tantivy.
const WORDS: &str = "words";

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// All that is written, each part as often as it counts; the only scored field.
    pub(super) all: Field,
    /// What can be filtered by, as `service:checkout`.
    pub(super) filter: Field,
    /// The day it began, in days since 1970-01-01; absent where not known.
    pub(super) day: Field,
    /// Its duration in seconds; absent where not known.
    pub(super) duration: Field,
}

impl Fields {
    fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let exact = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let fields = Self {
            all: schema.add_text_field("all", TextOptions::default().set_indexing_options(words)),
            filter: schema.add_text_field("filter", TextOptions::default().set_indexing_options(exact)),
            day: schema.add_i64_field("day", NumericOptions::from(FAST)),
            duration: schema.add_u64_field("duration", NumericOptions::from(FAST)),
        };
        (schema.build(), fields)
    }
}

/// An index of postmortems: tantivy's, and the words that its stems stand for.
///
/// The number of a document is the postmortem's place in the corpus.
pub struct SearchIndex {
    pub(super) fields: Fields,
    pub(super) searcher: Searcher,
    pub(super) lexicon: Lexicon,
}

impl SearchIndex {
    /// Indexes postmortems in the order given. `language` chooses the stems, `title` is how often a
    /// word of the title counts, at least once.
    pub fn build(postmortems: &[Arc<Postmortem>], language: &str, title: usize) -> Result<Self, SearchError> {
        let (schema, fields) = Fields::schema();
        let slice = postmortems.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_SLICE);
        let stems = Stems::of(language);
        let slices: Vec<_> = postmortems
            .par_chunks(slice)
            .map(|slice| one_slice(slice, &schema, fields, &stems, title.max(1)))
            .collect::<Result<_, _>>()?;
        let (mut indices, words): (Vec<_>, Vec<_>) = slices.into_iter().unzip();
        let index = match indices.len() {
            0 => Index::create_in_ram(schema),
            1 => indices.remove(0),
            _ => tantivy::indexer::merge_indices(&indices, RamDirectory::create())?,
        };
        drop(indices);
        let searcher = index.reader()?.searcher();
        let lexicon = Lexicon::new(words, &searcher, fields, postmortems.len())?;
        Ok(Self { fields, searcher, lexicon })
    }

    /// Its words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// How many postmortems it holds.
    pub fn count(&self) -> usize {
        self.lexicon.count()
    }

    /// The only segment; `None` if the index is empty.
    pub(super) fn segment(&self) -> Option<&SegmentReader> {
        self.searcher.segment_readers().first()
    }
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("count", &self.count()).finish_non_exhaustive()
    }
}

fn one_slice(
    postmortems: &[Arc<Postmortem>],
    schema: &Schema,
    fields: Fields,
    stems: &Stems,
    title: usize,
) -> Result<(Index, Words), SearchError> {
    let tokenizer = WordTokenizer::new(stems.clone());
    let tokenizers = TokenizerManager::default();
    tokenizers.register(WORDS, tokenizer.clone());
    let mut writer: SingleSegmentIndexWriter = IndexBuilder::new()
        .schema(schema.clone())
        .tokenizers(tokenizers)
        .single_segment_index_writer(RamDirectory::create(), WRITER_MEMORY)?;
    for postmortem in postmortems {
        let mut document = TantivyDocument::default();
        let mut copies = Vec::new();
        document::texts(postmortem, title, |text, times| {
            if !text.is_empty() {
                document.add_text(fields.all, text);
                copies.extend(std::iter::repeat_n(text.to_owned(), times - 1));
            }
        });
        for text in copies {
            document.add_text(fields.all, text);
        }
        for (filter, value) in document::filters(postmortem) {
            document.add_text(fields.filter, filter_term(filter, &value));
        }
        if let Some(day) = day(postmortem) {
            document.add_i64(fields.day, day);
        }
        if let Some(seconds) = duration(postmortem) {
            document.add_u64(fields.duration, seconds);
        }
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    Ok((index, tokenizer.into_words()))
}

/// The term of the filter field that stands for a value.
pub(super) fn filter_term(filter: Filter, value: &str) -> String {
    format!("{}:{value}", filter.key())
}

/// The day that a postmortem is dated with, in days since 1970-01-01.
pub(super) fn day(postmortem: &Postmortem) -> Option<i64> {
    postmortem.date().map(|moment| days_since_epoch(moment.date()))
}

/// A civil day as a number.
pub(super) fn days_since_epoch(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_hours() / 24
}

/// How long a postmortem's incident took, in whole seconds.
pub(super) fn duration(postmortem: &Postmortem) -> Option<u64> {
    postmortem.duration().and_then(|duration| u64::try_from(duration.as_secs()).ok())
}
