//! What a browser must know before it can look anything up.

use serde_json::json;

/// The version of the format; a client refuses any other.
pub(super) const VERSION: u32 = 1;

/// The start of everything.
pub(super) struct Manifest {
    pub(super) version: u32,
    /// The number of documents.
    pub(super) count: usize,
    /// The number of all their words.
    pub(super) tokens: u64,
    /// Whether lengths stand in the postings.
    pub(super) inline: bool,
    /// Where the shards of the dictionary begin.
    pub(super) shards: Vec<String>,
    /// The most frequent stems.
    pub(super) frequent: Vec<Frequent>,
    /// Prefixes that are not expanded.
    pub(super) broad: Vec<String>,
    /// Where the parts of the vocabulary begin.
    pub(super) words: Vec<String>,
    /// What can be filtered by, and whether its column is small.
    pub(super) facets: Vec<(&'static str, bool)>,
}

/// A stem that a browser knows from the start.
pub(super) struct Frequent {
    pub(super) stem: String,
    pub(super) documents: u32,
    /// The number of its postings' file plus one; 0 if they are in a shard.
    pub(super) file: usize,
    pub(super) has_positions: bool,
    pub(super) surfaces: Vec<String>,
}

impl Manifest {
    pub(super) fn json(&self) -> Vec<u8> {
        let frequent: Vec<_> = self
            .frequent
            .iter()
            .map(|stem| {
                let surfaces = stem.surfaces.join(" ");
                json!([stem.stem, stem.documents, stem.file, u8::from(stem.has_positions), surfaces])
            })
            .collect();
        let value = json!({
            "version": self.version, "count": self.count, "tokens": self.tokens, "inline": self.inline,
            "shards": self.shards, "frequent": frequent, "broad": self.broad, "words": self.words,
            "facets": self.facets,
        });
        value.to_string().into_bytes()
    }
}
