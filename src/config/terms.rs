//! The words of a team: severities, terms and catalogs.

use super::keys;
use super::web_address;
use crate::data::Node;
use crate::data::TableReader;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::model::{
    Catalog, CatalogEntry, Patience, SeverityLevel, SeverityScale, Slug, Taxonomy, Term, TermEntry,
};
use crate::source::SourceFile;
use crate::source::Spanned;

/// Reads `[[postmortem.severities]]`, worst first. They replace the built-in scale.
pub(super) fn severities(
    file: &SourceFile,
    nodes: &[&Node],
    scale: &mut SeverityScale,
    diagnostics: &mut Diagnostics,
) {
    let mut levels = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut table = TableReader::new(file, node, "severity", diagnostics);
        let key = table.string("key");
        let title = table.string("title").map(|title| title.value);
        let description = table.string("description").map(|text| text.value).unwrap_or_default();
        let aliases = table.strings("aliases").into_iter().map(|alias| alias.value).collect();
        table.finish(&keys::SEVERITY.known());
        let Some(key) = key.as_ref().and_then(|key| slug(file, key, diagnostics)) else {
            if key.is_none() {
                diagnostics.push(missing_key(file, node));
            }
            continue;
        };
        let key = key.as_str().to_owned();
        let title = title.unwrap_or_else(|| key.to_uppercase());
        levels.push(SeverityLevel { key, title, description, aliases });
    }
    if levels.len() < nodes.len() {
        return;
    }
    match SeverityScale::new(levels) {
        Some(new) => *scale = new,
        None => diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "duplicate-severity",
                file,
                nodes[0].span,
                "two severities have the same key",
            )
            .help("every `key` of `[[postmortem.severities]]` stands once"),
        ),
    }
}

/// Reads `[postmortem.actions]`: after how many days an item without a due date is overdue, by severity.
pub(super) fn patience(
    file: &SourceFile,
    node: &Node,
    scale: &SeverityScale,
    patience: &mut Patience,
    diagnostics: &mut Diagnostics,
) {
    let mut table = TableReader::new(file, node, "table `[postmortem.actions]`", diagnostics);
    let days = table.table("due-within");
    table.finish(&keys::ACTIONS.known());
    let Some(node) = days else { return };
    let mut table = TableReader::new(file, node, "table `[postmortem.actions.due-within]`", diagnostics);
    for entry in table.entries() {
        let key = &entry.key;
        let Some(days) = table.integer(&key.value) else { continue };
        let Some(severity) = scale.parse(&key.value) else {
            table.report(unknown_severity(file, key, scale));
            continue;
        };
        if (1..=3650).contains(&days.value) {
            patience.set(&severity, scale, days.value);
        } else {
            table.report(
                Diagnostic::at(
                    Level::Error,
                    "value-out-of-range",
                    file,
                    days.span,
                    "the days of a severity are from 1 to 3650",
                )
                .label("days after the incident"),
            );
        }
    }
}

fn unknown_severity(file: &SourceFile, key: &Spanned<String>, scale: &SeverityScale) -> Diagnostic {
    let known: Vec<_> = scale.levels().iter().map(|level| format!("`{}`", level.key)).collect();
    let near = nearest(&key.value, scale.levels().iter().map(|level| level.key.as_str()));
    Diagnostic::at(
        Level::Error,
        "unknown-severity",
        file,
        key.span,
        format!("`{}` is not a severity", key.value),
    )
    .label(near.map_or("unknown".to_owned(), |near| format!("did you mean `{near}`?")))
    .help(format!("the scale has {}", known.join(", ")))
}

fn missing_key(file: &SourceFile, node: &Node) -> Diagnostic {
    Diagnostic::at(Level::Error, "missing-key", file, node.span, "this severity has no `key`")
        .help("add `key = \"sev1\"`: the word that front matter uses")
}

fn slug(file: &SourceFile, key: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Slug> {
    let slug = Slug::from_text(&key.value).filter(|slug| slug.as_str() == key.value);
    if slug.is_none() {
        let better = Slug::from_text(&key.value).map(|slug| format!("write `{slug}`"));
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "invalid-key",
                file,
                key.span,
                format!("`{}` cannot be part of an address", key.value),
            )
            .label("lower-case letters, digits and `-` only")
            .maybe_help(better),
        );
    }
    slug
}

/// Reads `[postmortem.root-causes]` or `[postmortem.triggers]`: a table for each term.
pub(super) fn taxonomy(
    file: &SourceFile,
    node: &Node,
    taxonomy: &mut Taxonomy,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let entries = TableReader::new(file, node, what, diagnostics).entries();
    for entry in entries {
        let mut table = TableReader::new(file, &entry.value, what, diagnostics);
        let title = table.string("title").map(|title| title.value).unwrap_or_default();
        let description = table.string("description").map(|text| text.value).unwrap_or_default();
        let aliases = table.strings("aliases").into_iter().map(|alias| alias.value).collect();
        let keywords = table.strings("keywords").into_iter().map(|keyword| keyword.value).collect();
        table.finish(&keys::TERM.known());
        match Term::parse(&entry.key.value).filter(|term| term.as_str() == entry.key.value) {
            Some(term) => taxonomy.insert(&term, TermEntry { title, description, aliases, keywords }),
            None => diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "invalid-key",
                    file,
                    entry.key.span,
                    format!("`{}` cannot be a {what}", entry.key.value),
                )
                .label("not a term")
                .help("terms are `capacity`, or `capacity/connection-pool` in quotes: at most two levels"),
            ),
        }
    }
}

/// Reads `[postmortem.services]` or `[postmortem.teams]`: a table for each.
pub(super) fn catalog(
    file: &SourceFile,
    node: &Node,
    catalog: &mut Catalog,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let entries = TableReader::new(file, node, what, diagnostics).entries();
    for entry in entries {
        let mut table = TableReader::new(file, &entry.value, what, diagnostics);
        let name = table.string("name").map(|name| name.value);
        let owner = table.string("owner").map(|owner| owner.value);
        let description = table.string("description").map(|text| text.value).unwrap_or_default();
        let url = table.string("url");
        let aliases = table.strings("aliases").into_iter().map(|alias| alias.value).collect();
        table.finish(&keys::ENTRY.known());
        let Some(key) = slug(file, &entry.key, diagnostics) else { continue };
        let name = name.unwrap_or_else(|| key.as_str().to_owned());
        let url = web_address(file, url, diagnostics);
        catalog.insert(key, CatalogEntry { name, owner, description, url, aliases });
    }
}
