//! All postmortems and pages of one site.

use super::{Page, Postmortem, PostmortemId};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::Arc;

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Where it is, relative to the project.
    pub path: Arc<str>,
    /// The postmortem in whose bundle it lies, by place in the corpus; `None` for other files.
    pub bundle: Option<usize>,
}

/// What a path in the content folder became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A postmortem, by place in [`Corpus::postmortems`].
    Postmortem(usize),
    /// A page, by place in [`Corpus::pages`].
    Page(usize),
    /// A file that is copied, by place in [`Corpus::assets`].
    Asset(usize),
    /// Something that this build leaves out: internal, or a draft.
    Excluded,
}

/// What a corpus refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorpusError {
    /// Two postmortems have the same id; places in the list that was given.
    DuplicateId(usize, usize),
    /// A reference leads nowhere.
    Dangling {
        /// Place of the postmortem that refers.
        from: usize,
        /// The id that nothing has.
        to: PostmortemId,
    },
}

/// All that one build publishes: newest first, ids unique, references resolved, immutable.
///
/// Everything in it is shared, so that the corpus after an edit holds what it had before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corpus {
    postmortems: Vec<Arc<Postmortem>>,
    pages: Vec<Arc<Page>>,
    assets: Arc<Vec<Asset>>,
    by_slug: Arc<HashMap<String, usize, FixedState>>,
    by_path: Arc<HashMap<Arc<str>, Target, FixedState>>,
}

impl Corpus {
    /// Builds the corpus of what is published. `excluded` are the paths of postmortems and
    /// pages that exist, but are left out of this build, and must not be referred to any more.
    ///
    /// Postmortems are sorted: newest first, those without a date last, ties by id. An asset's
    /// `bundle` is given as a place in `postmortems` as passed in, and follows the sorting.
    pub fn new(
        mut postmortems: Vec<Arc<Postmortem>>,
        pages: Vec<Arc<Page>>,
        mut assets: Vec<Asset>,
        excluded: &[Arc<str>],
    ) -> Result<Self, Vec<CorpusError>> {
        let mut errors = Vec::new();
        let mut by_slug: HashMap<String, usize, FixedState> = HashMap::default();
        for (at, postmortem) in postmortems.iter().enumerate() {
            if let Some(first) = by_slug.insert(postmortem.id.slug(), at) {
                errors.push(CorpusError::DuplicateId(first, at));
            }
        }
        for (at, postmortem) in postmortems.iter().enumerate() {
            for (_, id) in postmortem.references() {
                if !by_slug.contains_key(&id.slug()) {
                    errors.push(CorpusError::Dangling { from: at, to: id.clone() });
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut order: Vec<usize> = (0..postmortems.len()).collect();
        order.sort_by_cached_key(|&at| {
            let postmortem = &postmortems[at];
            let newest = postmortem.date().map(|moment| std::cmp::Reverse(moment.timestamp()));
            (newest.is_none(), newest, postmortem.id.slug())
        });
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        permute(&mut postmortems, &place);
        for asset in &mut assets {
            asset.bundle = asset.bundle.and_then(|at| place.get(at).copied());
        }
        for at in by_slug.values_mut() {
            *at = place[*at];
        }
        let mut by_path = HashMap::default();
        by_path.extend(excluded.iter().map(|path| (Arc::clone(path), Target::Excluded)));
        by_path.extend(
            postmortems.iter().enumerate().map(|(at, p)| (Arc::clone(&p.body.path), Target::Postmortem(at))),
        );
        by_path.extend(pages.iter().enumerate().map(|(at, p)| (Arc::clone(&p.body.path), Target::Page(at))));
        by_path.extend(assets.iter().enumerate().map(|(at, a)| (Arc::clone(&a.path), Target::Asset(at))));
        Ok(Self {
            postmortems,
            pages,
            assets: Arc::new(assets),
            by_slug: Arc::new(by_slug),
            by_path: Arc::new(by_path),
        })
    }

    /// The same corpus where the postmortem with the path and id of `postmortem` has its text.
    /// References are taken over as they were resolved. `None` if they differ in more than text.
    pub fn with_text(&self, mut postmortem: Arc<Postmortem>) -> Option<Self> {
        let Some(&Target::Postmortem(at)) = self.by_path.get(&postmortem.body.path) else { return None };
        let old = self.postmortems.get(at)?;
        let resolved = |postmortem: &Postmortem| -> Vec<(&'static str, PostmortemId)> {
            postmortem.references().map(|(key, id)| (key, id.clone())).collect()
        };
        if resolved(old) != resolved(&postmortem) {
            let postmortem = Arc::make_mut(&mut postmortem);
            postmortem.related.clone_from(&old.related);
            postmortem.recurrence_of.clone_from(&old.recurrence_of);
            postmortem.caused_by.clone_from(&old.caused_by);
            postmortem.supersedes.clone_from(&old.supersedes);
        }
        if !old.differs_in_text_only(&postmortem) {
            return None;
        }
        let mut corpus = self.clone();
        corpus.postmortems[at] = postmortem;
        Some(corpus)
    }

    /// The same corpus where the page with the path of `page` has its text. `None` if they differ
    /// in more than text.
    pub fn with_page_text(&self, page: Arc<Page>) -> Option<Self> {
        let Some(&Target::Page(at)) = self.by_path.get(&page.body.path) else { return None };
        if !self.pages.get(at)?.differs_in_text_only(&page) {
            return None;
        }
        let mut corpus = self.clone();
        corpus.pages[at] = page;
        Some(corpus)
    }

    /// All postmortems, newest first.
    pub fn postmortems(&self) -> &[Arc<Postmortem>] {
        &self.postmortems
    }

    /// All plain pages, by path.
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// All files that are copied.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// How many postmortems and pages exist that this build leaves out.
    pub fn left_out(&self) -> usize {
        self.by_path.values().filter(|target| **target == Target::Excluded).count()
    }

    /// The place of a postmortem, whatever the case of its id.
    pub fn find(&self, id: &PostmortemId) -> Option<usize> {
        self.by_slug.get(&id.slug()).copied()
    }

    /// What the file at a project-relative path became.
    pub fn target(&self, path: &str) -> Option<Target> {
        self.by_path.get(path).copied()
    }
}

/// Moves each item to its place.
fn permute<T>(items: &mut [T], place: &[usize]) {
    let mut place = place.to_vec();
    for at in 0..items.len() {
        while place[at] != at {
            let to = place[at];
            items.swap(at, to);
            place.swap(at, to);
        }
    }
}
