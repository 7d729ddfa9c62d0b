//! A body of Markdown, and plain pages that are nothing more.

use super::{Section, Slug, Visibility};
use std::sync::Arc;

/// Markdown as it may be published: what is internal was taken out before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The file it stands in, relative to the project; links are relative to its folder.
    pub path: Arc<str>,
    /// The Markdown.
    pub markdown: String,
    /// How many lines of the file stand before it.
    pub lines_before: usize,
    /// Plain text that belongs to no section: before the first heading, and footnotes.
    pub preamble: String,
    /// Its headings and their texts, in order.
    pub sections: Vec<Section>,
    /// The files of the project that it links to, each once, as paths relative to the project.
    pub links: Vec<Arc<str>>,
}

impl Body {
    /// How many words it has; code counts, for it is read as well.
    pub fn words(&self) -> usize {
        self.markdown.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
    }
}

/// A page beside the postmortems: about, how to write one.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its name in the URL.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// A sentence for feeds and search engines.
    pub description: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Where it stands in menus; lower comes first.
    pub weight: i64,
    /// The heading under which it stands there, with others.
    pub group: Option<String>,
    /// Paths that lead here.
    pub aliases: Vec<String>,
    /// Anything the theme wants to know.
    pub extra: serde_json::Value,
    /// Its text.
    pub body: Body,
}

impl Page {
    /// All keys of its front matter, in the order in which they are documented.
    pub const KEYS: &'static [&'static str] =
        &["title", "description", "group", "weight", "visibility", "aliases", "extra"];

    /// Whether another state of this page differs in its text only.
    pub fn differs_in_text_only(&self, other: &Self) -> bool {
        let Self { slug, title, description, visibility, weight, group, aliases, extra, body } = self;
        (slug, title, description) == (&other.slug, &other.title, &other.description)
            && (visibility, weight, group) == (&other.visibility, &other.weight, &other.group)
            && (aliases, extra, &body.path) == (&other.aliases, &other.extra, &other.body.path)
    }
}
