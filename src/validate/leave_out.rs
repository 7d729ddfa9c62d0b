//! What a build leaves out: internal postmortems and pages, drafts, their files, and every
//! reference to them.
//!
//! This is where "internal" becomes "absent": nothing behind this point has seen it.

use super::Checked;
use super::Document;
use super::Validated;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Asset;
use crate::model::InternalMarker;
use crate::model::LinkTarget;
use crate::model::Page;
use crate::model::Postmortem;
use crate::model::PostmortemId;
use crate::model::Status;
use crate::model::Visibility;
use crate::source::FoundAsset;
use crate::source::Span;
use foldhash::fast::FixedState;
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

/// What a build wants besides what is public and finished.
pub(super) struct Selection {
    pub(super) drafts: bool,
    pub(super) internal: bool,
}

impl Selection {
    fn takes(&self, status: Status, visibility: Visibility) -> bool {
        (self.drafts || status != Status::Draft) && (self.internal || visibility == Visibility::Public)
    }
}

/// What is left to publish.
pub(super) struct Left {
    pub(super) postmortems: Vec<Arc<Postmortem>>,
    pub(super) pages: Vec<Arc<Page>>,
    pub(super) assets: Vec<Asset>,
    /// Paths of what was left out.
    pub(super) excluded: Vec<Arc<str>>,
}

/// Splits what is published from what is not.
pub(super) fn leave_out(
    checked: &[Arc<Checked>],
    assets: &[FoundAsset],
    selection: &Selection,
    config: &Config,
) -> Left {
    let postmortems = Vec::with_capacity(checked.len());
    let mut left = Left { postmortems, pages: Vec::new(), assets: Vec::new(), excluded: Vec::new() };
    // Bundles whose files are published, with the place of their postmortem.
    let mut bundles: BTreeMap<Arc<str>, Option<usize>> = BTreeMap::new();
    // Files that internal text refers to, or what is left out.
    let mut hidden: HashSet<String, FixedState> = HashSet::default();
    let mut taken = Vec::with_capacity(checked.len());
    for checked in checked {
        let Checked { document, value } = checked.as_ref();
        let bundle = document.found.bundle.clone();
        let takes = match value {
            Some(Validated::Postmortem(draft)) => {
                selection.takes(draft.postmortem.status, draft.postmortem.visibility)
            }
            Some(Validated::Page(page)) => selection.takes(Status::Published, page.visibility),
            None => false,
        };
        if !takes {
            left.excluded.push(document.file.shared_path());
            hidden.extend(files_of(document, true, config));
            continue;
        }
        taken.push(document);
        hidden.extend(
            document.parsed.outline.internal_links.iter().filter_map(|url| file_of(url, document, config)),
        );
        match value {
            Some(Validated::Postmortem(draft)) => {
                bundles.extend(bundle.map(|bundle| (bundle, Some(left.postmortems.len()))));
                left.postmortems.push(Arc::clone(&draft.postmortem));
            }
            Some(Validated::Page(page)) => {
                bundles.extend(bundle.map(|bundle| (bundle, None)));
                left.pages.push(Arc::clone(page));
            }
            None => {}
        }
    }
    if !left.excluded.is_empty() {
        drop_references(&mut left.postmortems);
    }
    if !hidden.is_empty() {
        // What is published may refer to them as well.
        for file in taken.iter().flat_map(|document| files_of(document, false, config)) {
            hidden.remove(&file);
        }
    }
    for asset in assets {
        let path = asset.path.as_ref();
        // A file that only internal text refers to is internal; so is all of an internal bundle.
        let lies_hidden = asset.bundle.as_ref().is_some_and(|bundle| !bundles.contains_key(bundle));
        if lies_hidden || hidden.contains(path) {
            left.excluded.push(Arc::clone(&asset.path));
        } else {
            let bundle = asset.bundle.as_ref().and_then(|bundle| bundles.get(bundle).copied().flatten());
            left.assets.push(Asset { path: Arc::clone(&asset.path), bundle });
        }
    }
    left
}

/// Blocks are cut from bodies only: a marker in the front matter would promise what nobody keeps.
pub(super) fn check_front_matter(document: &Document, diagnostics: &mut Diagnostics) {
    let Some(front_matter) = &document.parsed.front_matter else { return };
    let text = &document.file.text()[front_matter.span.range()];
    for marker in InternalMarker::all(text) {
        let span = Span::new(marker.range.start, marker.range.end).shifted(front_matter.span.start);
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "internal-marker-in-front-matter",
                &document.file,
                span,
                "internal blocks work in the body only; here, everybody would read on",
            )
            .label("has no effect here")
            .help("move what is internal into the body, or set `visibility: internal`"),
        );
    }
}

/// References to what this build does not have are no references.
fn drop_references(postmortems: &mut [Arc<Postmortem>]) {
    let published: HashSet<String, FixedState> =
        postmortems.iter().map(|postmortem| postmortem.id.slug()).collect();
    let exists = |id: &PostmortemId| published.contains(&id.slug());
    for postmortem in postmortems {
        if postmortem.references().all(|(_, id)| exists(id)) {
            continue;
        }
        let postmortem = Arc::make_mut(postmortem);
        postmortem.related.retain(exists);
        for reference in
            [&mut postmortem.recurrence_of, &mut postmortem.caused_by, &mut postmortem.supersedes]
        {
            *reference = reference.take().filter(exists);
        }
    }
}

/// The files that a document refers to; with its internal blocks, if `internal`.
fn files_of(document: &Document, internal: bool, config: &Config) -> Vec<String> {
    let outline = &document.parsed.outline;
    let blocks = outline.internal_links.iter().filter(|_| internal);
    outline
        .links
        .iter()
        .map(|link| &link.url)
        .chain(blocks)
        .filter_map(|url| file_of(url, document, config))
        .collect()
}

fn file_of(url: &str, document: &Document, config: &Config) -> Option<String> {
    match LinkTarget::read(url, document.file.path(), &config.book.src) {
        LinkTarget::File { path, .. } => Some(path),
        _ => None,
    }
}
