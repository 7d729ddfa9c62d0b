//! One state of the site, with what was rendered of it so far.

#![allow(clippy::disallowed_methods)] // copies are read from disk when they are asked for

use crate::pipeline;
use crate::render::Output;
use crate::render::Parts;
use crate::render::RenderError;
use crate::render::Rendered;
use crate::render::Site;
use crate::render::StaticIndex;
use crate::search::SearchIndex;
use axum::body::Bytes;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::mem::discriminant;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Of how many files that changed the pages are rendered before anybody sees the new site. More come
/// from another branch, and are tried in the background.
pub(super) const MOST_TRIED: usize = 32;
/// How many bytes of rendered pages are kept.
const CACHE: usize = 48 * 1024 * 1024;

/// A file of the site, rendered.
#[derive(Debug)]
pub struct Page {
    /// Where it lies, relative to the site's root.
    pub path: String,
    /// Its bytes, as a build writes them.
    pub bytes: Bytes,
    /// A hash of them.
    pub hash: String,
    /// Whether a template of the theme made it, and not somebody who wrote a file to be copied.
    pub rendered: bool,
    /// The same compressed, once somebody asked for that.
    pub(super) compressed: OnceLock<Bytes>,
}

impl Page {
    /// A page of these bytes.
    pub(super) fn new(path: &str, bytes: Bytes, rendered: bool) -> Self {
        let hash = blake3::hash(&bytes).to_hex()[..16].to_owned();
        Self { path: path.to_owned(), bytes, hash, rendered, compressed: OnceLock::new() }
    }
}

/// A page that could not be made.
#[derive(Debug)]
pub enum Failure {
    /// The theme cannot show it, or its data.
    Render(RenderError),
    /// The file that is copied there cannot be read.
    Copy(PathBuf, io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Render(error) => error.fmt(f),
            Self::Copy(path, _) => write!(f, "could not read `{}`", path.display()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Render(error) => error.source(),
            Self::Copy(_, cause) => Some(cause),
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

#[derive(Default)]
struct Cache {
    pages: HashMap<String, Arc<Page>>,
    bytes: usize,
    rendered: usize,
}

/// One state of the site. Pages are rendered when they are asked for, and kept while there is room.
pub struct Generation {
    site: Site,
    /// The project's folder, without links: nothing is read outside of it.
    root: PathBuf,
    cache: Mutex<Cache>,
    search: OnceLock<SearchIndex>,
    /// Held by whoever makes the index.
    pub(super) indexing: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generation").field("site", &self.site).finish_non_exhaustive()
    }
}

impl Generation {
    /// The site of these parts.
    pub fn new(parts: &Parts) -> Self {
        Self::of(Site::new(parts.clone()), &parts.root)
    }

    /// The same site with other texts in the same places.
    #[must_use]
    pub fn with_texts(&self, parts: &Parts) -> Self {
        let (corpus, knowledge) = (Arc::clone(&parts.corpus), Arc::clone(&parts.knowledge));
        Self::of(self.site.with_texts(corpus, knowledge), &parts.root)
    }

    fn of(site: Site, root: &Path) -> Self {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        Self {
            site,
            root,
            cache: Mutex::default(),
            search: OnceLock::new(),
            indexing: tokio::sync::Mutex::new(()),
        }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// How many files were rendered so far.
    pub fn rendered(&self) -> usize {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).rendered
    }

    /// The file at a path relative to the site's root. `None` if the site has none there.
    pub fn page(&self, path: &str) -> Result<Option<Arc<Page>>, Failure> {
        if let Some(page) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).pages.get(path) {
            return Ok(Some(Arc::clone(page)));
        }
        let Some(output) = self.site.output(path) else { return Ok(None) };
        let mut buffer = Vec::new();
        match self.site.render(output, &mut buffer)? {
            Rendered::Copy(from) => return self.copy(path, from).map(Some),
            // The theme and the index keep theirs.
            Rendered::Bytes(bytes) if !output.is_rendered() => {
                return Ok(Some(Arc::new(Page::new(path, Bytes::copy_from_slice(bytes), false))));
            }
            Rendered::Bytes(_) => {}
        }
        let page = Arc::new(Page::new(path, buffer.into(), true));
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.rendered += 1;
        if cache.bytes + page.bytes.len() > CACHE {
            cache.pages.clear();
            cache.bytes = 0;
        }
        cache.bytes += page.bytes.len();
        cache.pages.insert(path.to_owned(), Arc::clone(&page));
        Ok(Some(page))
    }

    /// Copies are read each time: the file may have changed, and nobody told.
    fn copy(&self, path: &str, from: PathBuf) -> Result<Arc<Page>, Failure> {
        let read = fs::canonicalize(&from).and_then(|real| {
            // What was a file when the tree was read may be a link out of the project by now.
            if real.starts_with(&self.root) { fs::read(real) } else { Err(io::ErrorKind::NotFound.into()) }
        });
        match read {
            Ok(bytes) => Ok(Arc::new(Page::new(path, bytes.into(), false))),
            Err(cause) => Err(Failure::Copy(from, cause)),
        }
    }

    /// Renders what most likely shows that something is wrong: the pages of these files, if they are
    /// few, and what lists show of them; and if `kinds`, a page of each kind.
    pub(super) fn try_out(&self, touched: &[Arc<str>], kinds: bool) -> Result<(), (String, Failure)> {
        for output in touched.iter().take(MOST_TRIED).filter_map(|path| self.site.output_of(path)) {
            let file = self.site.file(output);
            self.try_page(&file)?;
            if let Output::Postmortem(at) = output {
                self.site.try_row(at).map_err(|error| (file, error.into()))?;
            }
        }
        let mut seen = HashSet::new();
        let outputs = if kinds { self.site.outputs() } else { Vec::new() };
        for output in outputs.into_iter().filter(|output| !output.needs_index()) {
            if seen.insert(discriminant(&output)) {
                self.try_page(&self.site.file(output))?;
            }
        }
        Ok(())
    }

    /// Renders the page at a path, if there is one.
    pub(super) fn try_page(&self, path: &str) -> Result<(), (String, Failure)> {
        match self.page(path) {
            // A file that cannot be copied is its reader's trouble: the pages are right.
            Ok(_) | Err(Failure::Copy(..)) => Ok(()),
            Err(failure) => Err((path.to_owned(), failure)),
        }
    }

    /// Renders every page that templates make, until `goes_on` says no, and throws it away: the first
    /// failure comes back.
    pub(super) fn try_all(&self, goes_on: impl Fn() -> bool) -> Result<(), (String, Failure)> {
        let mut buffer = Vec::new();
        for output in self.site.outputs() {
            if !goes_on() {
                break;
            }
            if !output.needs_index() {
                let fail = |error: RenderError| (self.site.file(output), error.into());
                self.site.render(output, &mut buffer).map_err(fail)?;
            }
        }
        Ok(())
    }

    /// Whether a path is the search's, which has to wait for the index.
    pub(super) fn waits(&self, path: &str) -> bool {
        path.starts_with("search/") && self.site.config().search.enable && !self.site.has_index()
    }

    /// Whether the index is there.
    pub(super) fn is_indexed(&self) -> bool {
        self.search.get().is_some()
    }

    /// Makes the index, and the files of the search from it, if they are not there yet.
    pub fn make_index(&self) -> Result<(), Failure> {
        if self.is_indexed() {
            return Ok(());
        }
        let index =
            pipeline::search_index(self.site.config(), self.site.corpus()).map_err(RenderError::from)?;
        if self.site.config().search.enable {
            let files: StaticIndex = self.site.static_index(&index)?;
            self.site.take_index(files);
        }
        let _ = self.search.set(index);
        Ok(())
    }

    /// The index, once it was made.
    pub fn search(&self) -> Option<&SearchIndex> {
        self.search.get()
    }
}
