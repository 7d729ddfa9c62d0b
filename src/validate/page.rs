//! Plain pages.

use super::Document;
use super::postmortem;
use crate::config::Config;
use crate::data::TableReader;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Page;
use crate::model::Slug;
use crate::source::Span;

/// Reads a page. `None` where it has no front matter, no title or no name.
pub(super) fn read(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Option<Page> {
    let file = &document.file;
    let front_matter = document.parsed.front_matter.as_ref()?;
    let mut table = TableReader::new(file, &front_matter.root, "front matter", diagnostics);
    let (title, description) = (table.string("title"), table.string("description"));
    let (visibility, weight) = (table.string("visibility"), table.integer("weight"));
    let group = table.string("group");
    let (aliases, extra) = (table.strings("aliases"), table.table("extra"));
    table.finish(Page::KEYS);
    let title = postmortem::title(file, title, front_matter.span, diagnostics);
    let stem = postmortem::stem(&document.found.path, document.found.bundle.as_deref());
    let slug = Slug::from_text(&stem);
    if slug.is_none() {
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "invalid-id",
                file,
                Span::default(),
                "the file's name cannot be part of an address",
            )
            .help("rename it, with letters, digits and `-`"),
        );
    }
    Some(Page {
        visibility: postmortem::visibility(file, visibility, diagnostics),
        aliases: postmortem::aliases(file, aliases, diagnostics),
        slug: slug?,
        title: title?,
        description: description.map(|description| description.value),
        weight: weight.map_or(0, |weight| weight.value),
        group: group.map(|group| group.value),
        extra: extra.map_or(serde_json::Value::Null, crate::data::Node::to_json),
        body: postmortem::body(document, config),
    })
}
