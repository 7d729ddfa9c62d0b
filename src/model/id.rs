//! Names that are safe in a URL and in a path.

use serde::Serialize;
use std::fmt;

/// The id of a postmortem: ASCII letters, digits, `-`, `_` and `.`, starting with a letter or a
/// digit, at most 120 bytes. `PM-2024-012` and `pm-2024-012` name the same postmortem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PostmortemId(String);

impl PostmortemId {
    /// Reads an id; `None` when it could not stand in a URL as it is.
    pub fn parse(text: &str) -> Option<Self> {
        let valid = text.len() <= 120
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !text.ends_with('.')
            && !text.contains("..")
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        valid.then(|| Self(text.to_owned()))
    }

    /// As the author wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In lower case: the path segment, and what makes two ids the same.
    pub fn slug(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for PostmortemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name in lower case, of letters, digits and single dashes: safe in a URL on any host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of any text: other scripts are transliterated, everything else becomes `-`.
    /// `None` when nothing is left.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(text.len());
        // Most names are slugs already; transliteration is for the rest.
        let ascii = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            deunicode::deunicode(text).to_ascii_lowercase()
        };
        for c in ascii.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(120);
        let trimmed = slug.trim_end_matches('-');
        (!trimmed.is_empty()).then(|| Self(trimmed.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_could_leave_their_folder_are_refused() {
        for bad in ["", "..", "a/b", "a\\b", ".hidden", "a b", "a..b", "ä", "a.", "-x"] {
            assert_eq!(PostmortemId::parse(bad), None, "{bad}");
        }
        assert_eq!(PostmortemId::parse("PM-2024-012").map(|id| id.slug()), Some("pm-2024-012".into()));
    }

    #[test]
    fn slugs_transliterate() {
        let slug = |text| Slug::from_text(text).map(|s| s.to_string());
        assert_eq!(slug("Größe, Co's  API!"), Some("grosse-cos-api".into()));
        assert_eq!(slug("東京 DB"), Some("dong-jing-db".into()));
        assert_eq!(slug("!!!"), None);
    }
}
