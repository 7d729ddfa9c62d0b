//! The dictionary in shards: to find a word, a browser reads one of them.

use super::bytes::{boundary, front_coded, size};
use super::manifest::Frequent;
use super::postings::{self, Lists};
use crate::search::SearchError;
use crate::search::index::SearchIndex;
use std::collections::BTreeMap;

/// The bytes of a shard of a large index before it is deflated; small indexes have smaller ones,
/// so that a query reads no large part of them.
const LARGEST_SHARD: usize = 4_500;
const SMALLEST_SHARD: usize = 2_500;
/// Postings of more bytes have a file of their own.
const LONGEST_INLINE: usize = 1_500;

/// The dictionary's files and what the manifest says of them.
pub(super) struct Dictionary {
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) boundaries: Vec<String>,
    pub(super) frequent: Vec<Frequent>,
}

/// A stem, or a value to filter by.
struct Entry<'a> {
    key: &'a str,
    /// The number of the stem; `None` for a value to filter by.
    stem: Option<u32>,
    documents: u32,
    postings: &'a [u8],
    positions: &'a [u8],
    /// The number of the file that has the postings, plus one; 0 if they are in the shard.
    file: usize,
}

/// Cuts the dictionary into shards.
pub(super) fn dictionary(index: &SearchIndex, lists: &[Lists]) -> Result<Dictionary, SearchError> {
    let filters = postings::filters(index)?;
    let mut files = Vec::new();
    let entries = entries(index, lists, &filters, &mut files);
    let largest = (index.count() * 10).clamp(SMALLEST_SHARD, LARGEST_SHARD);
    let (starts, boundaries) = cut(index, &entries, largest);
    let aliases = aliases(index, &entries, &starts, &boundaries);
    for (number, range) in ranges(&starts, entries.len()).enumerate() {
        let (shard, positions) =
            shard(index, &entries[range], aliases.get(&number).map_or(&[], Vec::as_slice));
        files.push((format!("s/{number}.bin"), shard));
        if !positions.is_empty() {
            files.push((format!("p/{number}.bin"), positions));
        }
    }
    let frequent = frequent(index, &entries);
    Ok(Dictionary { files, boundaries, frequent })
}

/// All entries in byte order; long postings go into `files`.
fn entries<'a>(
    index: &'a SearchIndex,
    lists: &'a [Lists],
    filters: &'a [(String, u32, Vec<u8>)],
    files: &mut Vec<(String, Vec<u8>)>,
) -> Vec<Entry<'a>> {
    let stems = (0..).zip(index.lexicon.stems()).zip(lists).map(|((number, stem), lists)| Entry {
        key: &stem.text,
        stem: Some(number),
        documents: stem.documents,
        postings: &lists.postings,
        positions: &lists.positions,
        file: 0,
    });
    let filters = filters.iter().map(|(key, documents, postings)| Entry {
        key,
        stem: None,
        documents: *documents,
        postings,
        positions: &[],
        file: 0,
    });
    let mut entries: Vec<_> = stems.chain(filters).collect();
    entries.sort_by(|a, b| a.key.cmp(b.key));
    let mut number = 0;
    for entry in &mut entries {
        if entry.postings.len() > LONGEST_INLINE {
            files.push((format!("h/{number}.bin"), entry.postings.to_vec()));
            if !entry.positions.is_empty() {
                files.push((format!("q/{number}.bin"), entry.positions.to_vec()));
            }
            number += 1;
            entry.file = number;
        }
    }
    entries
}

/// Where the shards start among the entries, and the shortest keys that say so.
fn cut(index: &SearchIndex, entries: &[Entry<'_>], largest: usize) -> (Vec<usize>, Vec<String>) {
    let (mut starts, mut boundaries) = (Vec::new(), Vec::new());
    let mut bytes = usize::MAX;
    for (at, entry) in entries.iter().enumerate() {
        let surfaces = entry.stem.map_or(0, |stem| index.lexicon.stems()[stem as usize].surfaces.len());
        let own = 8 + 5 * surfaces + if entry.file == 0 { entry.postings.len() } else { 0 };
        if bytes.saturating_add(own) > largest {
            let before = at.checked_sub(1).map(|before| entries[before].key);
            boundaries.push(before.map_or("", |before| boundary(before, entry.key)).to_owned());
            starts.push(at);
            bytes = 0;
        }
        bytes += own;
    }
    (starts, boundaries)
}

fn ranges(starts: &[usize], count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    starts.iter().enumerate().map(move |(at, start)| *start..starts.get(at + 1).copied().unwrap_or(count))
}

/// The words that are looked for in another shard than their stem's, by shard: the word and its
/// stem.
fn aliases(
    index: &SearchIndex,
    entries: &[Entry<'_>],
    starts: &[usize],
    boundaries: &[String],
) -> BTreeMap<usize, Vec<(u32, u32)>> {
    let mut aliases: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    for (shard, range) in ranges(starts, entries.len()).enumerate() {
        for stem in entries[range].iter().filter_map(|entry| entry.stem) {
            for surface in &index.lexicon.stems()[stem as usize].surfaces {
                let word = &index.lexicon.surfaces()[*surface as usize].text;
                let own = boundaries.partition_point(|boundary| boundary <= word).saturating_sub(1);
                if own != shard {
                    aliases.entry(own).or_default().push((*surface, stem));
                }
            }
        }
    }
    for words in aliases.values_mut() {
        words.sort_unstable();
    }
    aliases
}

/// One shard, and the positions of its stems.
fn shard(index: &SearchIndex, entries: &[Entry<'_>], aliases: &[(u32, u32)]) -> (Vec<u8>, Vec<u8>) {
    let (mut out, mut positions) = (Vec::new(), Vec::new());
    size(&mut out, entries.len());
    let mut before = "";
    for entry in entries {
        front_coded(&mut out, before, entry.key);
        before = entry.key;
        size(&mut out, entry.documents as usize);
        let surfaces = surfaces(index, entry.stem);
        let (itself, others): (Vec<&str>, Vec<&str>) =
            surfaces.into_iter().partition(|surface| *surface == entry.key);
        size(&mut out, others.len() << 1 | itself.len());
        for surface in others {
            front_coded(&mut out, entry.key, surface);
        }
        size(&mut out, entry.file);
        if entry.file == 0 {
            size(&mut out, entry.postings.len());
            out.extend(entry.postings);
            size(&mut out, entry.positions.len());
            positions.extend(entry.positions);
        } else {
            size(&mut out, usize::from(!entry.positions.is_empty()));
        }
    }
    let mut before = "";
    for (surface, stem) in aliases {
        let word = &index.lexicon.surfaces()[*surface as usize].text;
        let stem = &index.lexicon.stems()[*stem as usize];
        front_coded(&mut out, before, word);
        before = word;
        front_coded(&mut out, word, &stem.text);
        size(&mut out, stem.documents as usize);
    }
    (out, positions)
}

fn surfaces(index: &SearchIndex, stem: Option<u32>) -> Vec<&str> {
    let all = index.lexicon.surfaces();
    let Some(stem) = stem else { return Vec::new() };
    index.lexicon.stems()[stem as usize].surfaces.iter().map(|at| all[*at as usize].text.as_str()).collect()
}

fn frequent(index: &SearchIndex, entries: &[Entry<'_>]) -> Vec<Frequent> {
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        places.extend(entry.stem.map(|stem| (stem, at)));
    }
    let entries = index.lexicon.frequent().iter().filter_map(|stem| Some(&entries[*places.get(stem)?]));
    entries
        .map(|entry| Frequent {
            stem: entry.key.to_owned(),
            documents: entry.documents,
            file: entry.file,
            has_positions: !entry.positions.is_empty(),
            surfaces: surfaces(index, entry.stem).into_iter().map(str::to_owned).collect(),
        })
        .collect()
}
