//! tantivy's index as files that a browser can search without a server.
//!
//! Each file is deflated without a header. Numbers are LEB128, texts are UTF-8, and sorted texts
//! leave out what they share with the one before ("front-coded"): the number of shared bytes, the
//! number of further bytes, these bytes. A query reads the manifest, then what it needs, a round
//! trip for each of words, long lists and hits:
//!
//! | file | holds |
//! |---|---|
//! | `manifest.bin` | JSON: counts, where the shards begin, the most frequent stems |
//! | `s/N.bin` | a shard of the dictionary: stems in byte order with surfaces and postings |
//! | `h/N.bin` | the postings of a stem that has too many for a shard |
//! | `p/N.bin`, `q/N.bin` | positions of a shard's stems, and of one with long postings |
//! | `norms.bin` | a byte a document: the code of its length; large indexes have it in the postings |
//! | `c/KEY.bin` | a column: what to filter by, `day`, `duration` |
//! | `v/N.bin` | a part of the spelling vocabulary |
//! | `t/N.bin` | what a hit shows; the renderer makes it |
//!
//! Postings are, for each document, the distance to the one before, doubled, plus one if the stem
//! occurs more than once; then that number less two; then, in a large index, the length code.
//! Positions are, for each document, as many distances as the stem occurs there.

mod bytes;
mod columns;
mod dictionary;
mod manifest;
mod postings;
mod vocabulary;

use super::SearchError;
use super::index::SearchIndex;
use super::query::Filter;
use crate::model::Postmortem;
use rayon::prelude::*;
use std::sync::Arc;

/// From so many documents on, lengths stand in the postings: reading all of them would cost more.
const LENGTHS_INLINE: usize = 30_000;
/// A file as small as this is worth its request where the reader may not need it: in bytes.
const EAGER: usize = 1_200;

/// A file of the static index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFile {
    /// Its path in the index's folder.
    pub path: String,
    /// Its bytes, deflated.
    pub bytes: Vec<u8>,
}

/// Deflates what the index or a hit needs.
pub fn deflate(raw: &[u8]) -> Vec<u8> {
    let mut compress = flate2::Compress::new(flate2::Compression::new(7), false);
    let mut out = Vec::with_capacity(raw.len() / 2 + 64);
    // All input is given at once, and the output grows until it is finished; memory is all that
    // could fail.
    while let Ok(flate2::Status::Ok | flate2::Status::BufError) = compress.compress_vec(
        raw.get(usize::try_from(compress.total_in()).unwrap_or(usize::MAX)..).unwrap_or_default(),
        &mut out,
        flate2::FlushCompress::Finish,
    ) {
        out.reserve(raw.len() / 4 + 256);
    }
    out
}

/// Exports an index of these postmortems. `title` names the values that can be filtered by.
///
/// The files come in a fixed order and depend on nothing but the content.
pub fn export(
    index: &SearchIndex,
    postmortems: &[Arc<Postmortem>],
    title: impl Fn(Filter, &str) -> String,
) -> Result<Vec<IndexFile>, SearchError> {
    let inline = index.count() >= LENGTHS_INLINE;
    let lists = postings::all(index, inline)?;
    let dictionary = dictionary::dictionary(index, &lists)?;
    let mut raw = dictionary.files;
    if !inline {
        raw.push(("norms.bin".to_owned(), postings::lengths(index)?));
    }
    let (boundaries, vocabulary) = vocabulary::vocabulary(&index.lexicon);
    raw.extend(vocabulary);
    let columns = columns::columns(postmortems, title);
    let facets_from = raw.len();
    let (keys, facets): (Vec<_>, Vec<_>) = columns.facets.into_iter().unzip();
    raw.extend(keys.iter().zip(facets).map(|(key, facet)| (format!("c/{key}.bin"), facet)));
    let facets_to = raw.len();
    raw.extend(columns.others);
    let mut files: Vec<IndexFile> =
        raw.into_par_iter().map(|(path, raw)| IndexFile { path, bytes: deflate(&raw) }).collect();
    let facets = files[facets_from..facets_to]
        .iter()
        .zip(keys)
        .map(|(file, key)| (key, file.bytes.len() <= EAGER))
        .collect();
    let manifest = manifest::Manifest {
        version: manifest::VERSION,
        count: index.count(),
        tokens: postings::tokens(index)?,
        inline,
        shards: dictionary.boundaries,
        frequent: dictionary.frequent,
        broad: index.lexicon.broad(),
        words: boundaries,
        facets,
    };
    files.push(IndexFile { path: "manifest.bin".to_owned(), bytes: deflate(&manifest.json()) });
    Ok(files)
}
