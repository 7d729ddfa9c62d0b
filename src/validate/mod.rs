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

pub use schema::{page_schema, schema};

use crate::config::Audience;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Corpus;
use crate::model::CorpusError;
use crate::model::Page;
use crate::model::Postmortem;
use crate::parse::Outline;
use crate::parse::Parsed;
use crate::source::DocumentKind;
use crate::source::Found;
use crate::source::FoundAsset;
use crate::source::SourceFile;
use leave_out::Selection;
use links::Linkable;
use postmortem::Draft;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

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
    Page(Arc<Page>),
}

/// A document that was checked by itself, and not yet against the others.
pub struct Checked {
    document: Document,
    value: Option<Validated>,
}

impl Checked {
    /// The text that was checked.
    pub fn text(&self) -> &str {
        self.document.file.text()
    }

    /// Whether another state of this document is the same to all other documents: what it is
    /// called, where it belongs, what it links to and what can be linked to in it.
    pub fn is_the_same_to_others(&self, other: &Self) -> bool {
        let value = match (&self.value, &other.value) {
            (Some(Validated::Postmortem(old)), Some(Validated::Postmortem(new))) => {
                old.postmortem.differs_in_text_only(&new.postmortem)
            }
            (Some(Validated::Page(old)), Some(Validated::Page(new))) => old.differs_in_text_only(new),
            _ => false,
        };
        let (old, new) = (&self.document.parsed.outline, &other.document.parsed.outline);
        let urls = |outline: &'_ Outline| -> Vec<String> {
            outline.links.iter().map(|link| link.url.clone()).collect()
        };
        value
            && self.document.found == other.document.found
            && (&old.anchors, &old.html_ids) == (&new.anchors, &new.html_ids)
            && old.internal_links == new.internal_links
            && urls(old) == urls(new)
    }

    /// The corpus with the text of this document in the place of its old one. `None` if they differ
    /// in more than text, or the corpus leaves it out.
    pub fn laid_over(&self, corpus: &Corpus) -> Option<Corpus> {
        match self.value.as_ref()? {
            Validated::Postmortem(draft) => corpus.with_text(Arc::clone(&draft.postmortem)),
            Validated::Page(page) => corpus.with_page_text(Arc::clone(page)),
        }
    }
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checked").field("path", &self.document.file.path()).finish_non_exhaustive()
    }
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
    let mut value = one(&document, config, diagnostics);
    if !document.parsed.let_be.is_empty() {
        diagnostics.retain(|found| !document.parsed.lets_be(found));
    }
    let postmortem = match &value {
        Some(Validated::Postmortem(draft)) => Some(draft.postmortem.as_ref()),
        _ => None,
    };
    let inspected = inspect(&document, postmortem, diagnostics);
    // What was read is in the value now; ten thousand trees of it need not stay.
    document.parsed.front_matter = None;
    document.parsed.outline.timeline = Vec::new();
    document.parsed.outline.actions = Vec::new();
    // Nobody shares the value yet, so nothing is copied.
    match &mut value {
        Some(Validated::Postmortem(draft)) => {
            postmortem::take_text(&mut Arc::make_mut(&mut draft.postmortem).body, &mut document);
        }
        Some(Validated::Page(page)) => {
            postmortem::take_text(&mut Arc::make_mut(page).body, &mut document);
        }
        None => {}
    }
    (Checked { document, value }, inspected)
}

/// Tells to which addresses a site of these postmortems and pages can be linked, apart from its files.
pub type Addresses = fn(&Config, &[Arc<Postmortem>], &[Arc<Page>]) -> BTreeSet<String>;

/// Builds the corpus of a build. `None` when the documents contradict each other; smaller
/// mistakes are in `diagnostics`, and the corpus holds what is right.
pub fn corpus(
    checked: &[Arc<Checked>],
    assets: &[FoundAsset],
    config: &Config,
    addresses: Addresses,
    drafts: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Corpus> {
    let (links, references) =
        rayon::join(|| check_links(checked, assets, config, addresses), || references::check(checked));
    diagnostics.extend(links);
    diagnostics.extend(references);
    if diagnostics.has_errors() {
        return None;
    }
    let selection = Selection { drafts, internal: config.postmortem.audience == Audience::Internal };
    let left = leave_out::leave_out(checked, assets, &selection, config);
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
            page::read(document, config, diagnostics).map(|page| Validated::Page(Arc::new(page)))
        }
        DocumentKind::Postmortem => postmortem::read(document, config, diagnostics)
            .map(|draft| Validated::Postmortem(Box::new(draft))),
    }
}

fn all_addresses(checked: &[Arc<Checked>], config: &Config, addresses: Addresses) -> BTreeSet<String> {
    let (mut postmortems, mut pages) = (Vec::new(), Vec::new());
    for value in checked.iter().filter_map(|checked| checked.value.as_ref()) {
        match value {
            Validated::Postmortem(draft) => postmortems.push(Arc::clone(&draft.postmortem)),
            Validated::Page(page) => pages.push(Arc::clone(page)),
        }
    }
    addresses(config, &postmortems, &pages)
}

fn check_links(
    checked: &[Arc<Checked>],
    assets: &[FoundAsset],
    config: &Config,
    addresses: Addresses,
) -> Diagnostics {
    // Of everything, whatever this build leaves out: what is right for one reader is right for all.
    let made = OnceLock::new();
    let made = || made.get_or_init(|| all_addresses(checked, config, addresses));
    let linkable = Linkable {
        documents: checked
            .iter()
            .map(|checked| (checked.document.file.shared_path(), &checked.document.parsed.outline))
            .collect(),
        assets: assets.iter().map(|asset| Arc::clone(&asset.path)).collect(),
        src: &config.book.src,
        made: &made,
    };
    let found: Vec<_> = checked
        .par_iter()
        .map(|checked| {
            let (document, mut found) = (&checked.document, Diagnostics::new());
            linkable.check(&document.file, &document.parsed.outline.links, &mut found);
            found.retain(|found| !document.parsed.lets_be(found));
            found
        })
        .collect();
    let mut diagnostics = Diagnostics::new();
    for found in found {
        diagnostics.extend(found);
    }
    diagnostics
}
