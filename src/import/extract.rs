//! From a text to its facts.

use super::Fact;
use super::facts::Facts;
use crate::config::Config;

/// What is known of a text besides the text.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The name of its file, without folder and ending.
    pub stem: String,
    /// The title that its head or front matter gives.
    pub title: Option<String>,
}

/// Reads the facts of a text.
pub fn extract(text: &str, hints: &Hints, _config: &Config) -> Facts {
    let heading = text
        .lines()
        .enumerate()
        .find_map(|(at, line)| Some(Fact::sure(line.strip_prefix("# ")?.trim().to_owned(), at + 1)));
    Facts { title: heading.filter(|title| !title.value.is_empty() && hints.title.is_none()), ..Facts::default() }
}
