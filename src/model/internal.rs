//! The markers around what internal readers alone may see.

use std::ops::Range;

/// One marker: `<!-- internal -->` or `<!-- /internal -->`. Case and spaces do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalMarker {
    /// Its place in the text.
    pub range: Range<usize>,
    /// Whether it ends a block.
    pub closes: bool,
}

impl InternalMarker {
    /// The markers in a text, in order. They are found in the bare text, code included: every
    /// stage must see the same ones.
    pub fn all(text: &str) -> impl Iterator<Item = Self> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(found) = text[at..].find("<!--") {
                let start = at + found;
                at = start + "<!--".len();
                if let Some((len, closes)) = marker(&text[start..]) {
                    at = start + len;
                    return Some(Self { range: start..at, closes });
                }
            }
            None
        })
    }
}

/// The length of the marker with which `text` starts, and whether it closes a block.
fn marker(text: &str) -> Option<(usize, bool)> {
    let rest = text.strip_prefix("<!--")?.trim_start();
    let (rest, closes) = match rest.strip_prefix('/') {
        Some(rest) => (rest.trim_start(), true),
        None => (rest, false),
    };
    let word = rest.get(.."internal".len())?;
    if !word.eq_ignore_ascii_case("internal") {
        return None;
    }
    let rest = rest["internal".len()..].trim_start().strip_prefix("-->")?;
    Some((text.len() - rest.len(), closes))
}

#[cfg(test)]
mod tests {
    use super::InternalMarker;

    #[test]
    fn case_and_spaces_do_not_matter_and_other_comments_are_none() {
        let text = "<!--internal-->a<!--\n / INTERNAL -->b<!-- internals --><!-- internal";
        let found: Vec<_> = InternalMarker::all(text).map(|m| (&text[m.range], m.closes)).collect();
        assert_eq!(found, [("<!--internal-->", false), ("<!--\n / INTERNAL -->", true)]);
    }
}
