//! Severity, services, root causes, triggers, teams and tags: the words of the configuration.

use super::fields::{keyed, unknown_word};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Catalog;
use crate::model::Severity;
use crate::model::Slug;
use crate::model::Taxonomy;
use crate::model::Term;
use crate::source::SourceFile;
use crate::source::Spanned;
use std::fmt::Write as _;

/// Reads a severity of the configured scale.
pub(super) fn severity(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Severity> {
    let scale = &config.postmortem.severities;
    let known = scale.levels().iter().map(|level| level.key.as_str());
    keyed(file, &word?, |text| scale.parse(text), known, "unknown-severity", "a severity", diagnostics)
}

/// Reads terms of a taxonomy; aliases become their term, and repeated terms count once.
pub(super) fn taxonomy(
    file: &SourceFile,
    words: &[Spanned<String>],
    taxonomy: &Taxonomy,
    code: &'static str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Term> {
    let mut terms = Vec::with_capacity(words.len());
    for word in words {
        let known = taxonomy.iter().map(|(term, _)| term.as_str());
        match taxonomy.find(&word.value) {
            Some(term) if terms.contains(&term) => {}
            Some(term) => terms.push(term),
            None => {
                let mut diagnostic = unknown_word(file, word, known, code, what);
                if let Some(help) = &mut diagnostic.help {
                    let table = code.trim_start_matches("unknown-");
                    let _ = write!(help, "; others are made in `book.toml`, under `[postmortem.{table}s]`");
                }
                diagnostics.push(diagnostic);
            }
        }
    }
    terms
}

/// Reads names of a catalog, or any names where there is no catalog.
pub(super) fn catalog(
    file: &SourceFile,
    words: &[Spanned<String>],
    catalog: &Catalog,
    code: &'static str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Slug> {
    let mut slugs = Vec::with_capacity(words.len());
    for word in words {
        match catalog.find(&word.value) {
            Some(slug) if slugs.contains(&slug) => {}
            Some(slug) => slugs.push(slug),
            None if catalog.is_empty() => diagnostics.push(nameless(file, word)),
            None => {
                let known = catalog.iter().map(|(key, _)| key.as_str());
                let mut diagnostic = unknown_word(file, word, known, code, what);
                if let Some(help) = &mut diagnostic.help {
                    help.push_str("; `book.toml` holds the catalog");
                }
                diagnostics.push(diagnostic);
            }
        }
    }
    slugs
}

/// Reads free words as slugs.
pub(super) fn slugs(
    file: &SourceFile,
    words: &[Spanned<String>],
    diagnostics: &mut Diagnostics,
) -> Vec<Slug> {
    catalog(file, words, &Catalog::default(), "unknown-tag", "a tag", diagnostics)
}

fn nameless(file: &SourceFile, word: &Spanned<String>) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "empty-name",
        file,
        word.span,
        format!("`{}` holds no letter or digit", word.value),
    )
    .label("cannot be part of an address")
    .help("names become part of addresses: use letters, digits and `-`")
}
