//! The words that a typo may be corrected to, in parts by their first letters.

use super::bytes::{front_coded, size};
use crate::search::lexicon::Lexicon;

/// The bytes of a part before it is deflated.
const LARGEST_PART: usize = 8_000;

/// The first word of every part, and the parts: word, stem, number of documents, and so on.
pub(super) fn vocabulary(lexicon: &Lexicon) -> (Vec<String>, Vec<(String, Vec<u8>)>) {
    let mut boundaries: Vec<String> = Vec::new();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut before = "";
    for surface in lexicon.surfaces().iter().filter(|surface| lexicon.is_spelling(surface.stem)) {
        if parts.last().is_none_or(|(_, part)| part.len() >= LARGEST_PART) {
            boundaries.push(surface.text.clone());
            parts.push((format!("v/{}.bin", parts.len()), Vec::new()));
            before = "";
        }
        if let Some((_, part)) = parts.last_mut() {
            let stem = &lexicon.stems()[surface.stem as usize];
            front_coded(part, before, &surface.text);
            front_coded(part, &surface.text, &stem.text);
            size(part, stem.documents as usize);
            before = &surface.text;
        }
    }
    (boundaries, parts)
}
