//! Turns what files say into model types, and refuses what cannot be true.
//!
//! Every rule runs even after another fails, so one run shows all there is to fix. Nothing here
//! reads files. What is internal, or a draft, is validated like everything else, and left out
//! only then: a build for others must not hide mistakes.

mod actions;
mod details;
mod fields;
mod leave_out;
mod links;
mod page;
mod postmortem;
mod references;
mod schema;
mod secrets;
mod terms;
mod times;

pub use schema::schema;

use crate::config::Audience;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Corpus;
use crate::model::CorpusError;
use crate::model::Page;
use crate::model::Postmortem;
use crate::parse::Parsed;
use crate::source::DocumentKind;
use crate::source::Found;
use crate::source::FoundAsset;
use crate::source::SourceFile;
use leave_out::Selection;
use links::Linkable;
use postmortem::Draft;
use rayon::prelude::*;
use std::sync::Arc;

/// A Markdown file, read and parsed.
#[derive(Debug)]
pub struct Document {
    /// How it was found.
    pub found: Found,
    /// Its text.
    pub file: SourceFile,
    /// What it says.
    pub parsed: Parsed,
}

/// What one document turned into.
enum Validated {
    Postmortem(Box<Draft>),
    Page(Box<Page>),
}

/// A document that was checked by itself, and not yet against the others.
pub struct Checked {
    document: Document,
    value: Option<Validated>,
}

/// Checks one document by itself. `diagnostics` holds what was found while it was read, of which goes
/// what the document lets be. `inspect` sees it once more before what was read for its sake is let
/// go, with the postmortem that it is if nothing is wrong with it.
pub fn document<T>(
    mut document: Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
    inspect: impl FnOnce(&Document, Option<&Postmortem>, &mut Diagnostics) -> T,
) -> (Checked, T) {
    let value = one(&document, config, diagnostics);
    if !document.parsed.let_be.is_empty() {
        diagnostics.retain(|found| !document.parsed.lets_be(found));
    }
    let postmortem = match &value {
        Some(Validated::Postmortem(draft)) => Some(&draft.postmortem),
        _ => None,
    };
    let inspected = inspect(&document, postmortem, diagnostics);
    // What was read is in the value now; ten thousand trees of it need not stay.
    document.parsed.front_matter = None;
    document.parsed.outline.timeline = Vec::new();
    document.parsed.outline.actions = Vec::new();
    (Checked { document, value }, inspected)
}

/// Builds the corpus of a build. `None` when the documents contradict each other; smaller
/// mistakes are in `diagnostics`, and the corpus holds what is right.
pub fn corpus(
    checked: Vec<Checked>,
    assets: Vec<FoundAsset>,
    config: &Config,
    drafts: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Corpus> {
    let (mut documents, values): (Vec<_>, Vec<_>) =
        checked.into_iter().map(|checked| (checked.document, checked.value)).unzip();
    check_links(&documents, &assets, config, diagnostics);
    references::check(&documents, &values, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let selection = Selection { drafts, internal: config.postmortem.audience == Audience::Internal };
    let left = leave_out::leave_out(&mut documents, values, assets, &selection, config);
    drop(documents);
    match Corpus::new(left.postmortems, left.pages, left.assets, &left.excluded) {
        Ok(corpus) => Some(corpus),
        Err(errors) => {
            // Everything was checked above with its place; this is the model's own guard.
            for error in errors {
                let message = match error {
                    CorpusError::DuplicateId(..) => "two postmortems have the same id".to_owned(),
                    CorpusError::Dangling { to, .. } => format!("a reference to `{to}` leads nowhere"),
                };
                diagnostics.push(Diagnostic::about(
                    Level::Error,
                    "inconsistent-corpus",
                    config.book.src.as_str(),
                    message,
                ));
            }
            None
        }
    }
}

fn one(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Option<Validated> {
    secrets::check(&document.file, diagnostics);
    leave_out::check_front_matter(document, diagnostics);
    match document.found.kind {
        DocumentKind::Page => {
            page::read(document, config, diagnostics).map(|page| Validated::Page(Box::new(page)))
        }
        DocumentKind::Postmortem => postmortem::read(document, config, diagnostics)
            .map(|draft| Validated::Postmortem(Box::new(draft))),
    }
}

fn check_links(
    documents: &[Document],
    assets: &[FoundAsset],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let linkable = Linkable {
        documents: documents
            .iter()
            .map(|document| (document.file.shared_path(), &document.parsed.outline))
            .collect(),
        assets: assets.iter().map(|asset| Arc::clone(&asset.path)).collect(),
        src: &config.book.src,
    };
    let found: Vec<_> = documents
        .par_iter()
        .map(|document| {
            let mut found = Diagnostics::new();
            linkable.check(&document.file, &document.parsed.outline.links, &mut found);
            found.retain(|found| !document.parsed.lets_be(found));
            found
        })
        .collect();
    for found in found {
        diagnostics.extend(found);
    }
}
