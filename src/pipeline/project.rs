//! A project that stays loaded and follows its files.
//!
//! What the stages made of each file is kept. After an edit, only what was edited is parsed and
//! validated again; and if nothing of it changed that others are made of, its text is put into
//! the corpus and all else stays. In every case the parts of the site are those that loading the
//! project anew would give.

use super::kept::{Kept, Read};
use super::theme::KeptTheme;
use super::unusable::unusable;
use super::{Options, PipelineError, kept, knowledge, plan, settings};
use crate::analysis::{Analysis, Knowledge};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::Corpus;
use crate::render::Parts;
use crate::render::Theme;
use crate::routes;
use crate::source::{self, Found, FoundAsset, SourceError, Tree, Unusable};
use crate::validate::{self, Checked};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

/// How often a tree that changes while it is read is read anew, before its state is told as it is.
const PATIENCE: usize = 20;

/// What may have changed on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// These files or folders, as paths relative to the project, `/`-separated.
    Paths(BTreeSet<String>),
    /// Anything.
    Anything,
}

/// How far a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Nothing has changed.
    Nothing,
    /// Only texts: every address, list and relation is what it was.
    Text,
    /// Everything may show it.
    Everything,
}

/// What has become of the project.
#[derive(Debug)]
pub struct Refreshed {
    /// The parts of its site; `None` where the content is wrong.
    pub parts: Option<Parts>,
    /// All findings.
    pub diagnostics: Diagnostics,
    /// What changed since the last time.
    pub extent: Extent,
    /// How many documents were parsed.
    pub parsed: usize,
    /// The documents that changed or came, as paths relative to the project.
    pub touched: Vec<Arc<str>>,
    /// Whether templates may see other things than before, apart from the documents: the theme or
    /// the settings have changed.
    pub remade: bool,
}

/// A project that stays loaded.
pub struct Project {
    options: Options,
    /// The day by which things are overdue.
    today: Date,
    config: Arc<Config>,
    settings: Diagnostics,
    documents: BTreeMap<Arc<str>, Kept>,
    assets: Vec<FoundAsset>,
    unusable: Vec<(Arc<str>, Unusable)>,
    theme: KeptTheme,
    /// The parts of the site as the files are now, if they are right.
    parts: Option<Parts>,
    /// What the last site knew, while the content is wrong.
    before: Option<Arc<Knowledge>>,
    /// What was found between documents, when the parts were made.
    between: Diagnostics,
    /// Whether the state is that of the files; not after a failure.
    settled: bool,
}

impl std::fmt::Debug for Project {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Project").field("documents", &self.documents.len()).finish_non_exhaustive()
    }
}

/// What reading the files anew brought to light.
#[derive(Default)]
struct Differences {
    /// Documents with another text, or new; with what they were.
    changed: Vec<(Arc<str>, Option<Arc<Checked>>)>,
    parsed: usize,
    /// Whether files came, went or moved.
    tree: bool,
    config: bool,
    theme: bool,
}

impl Differences {
    fn none(&self) -> bool {
        self.changed.is_empty() && !self.tree && !self.config && !self.theme
    }
}

impl Project {
    /// A project of which nothing was read yet, as it stands on the day `today`.
    pub fn new(options: Options, today: Date) -> Self {
        Self {
            options,
            today,
            config: Arc::new(Config::default()),
            settings: Diagnostics::new(),
            documents: BTreeMap::new(),
            assets: Vec::new(),
            unusable: Vec::new(),
            theme: KeptTheme::default(),
            parts: None,
            before: None,
            between: Diagnostics::new(),
            settled: false,
        }
    }

    /// The settings, as last read.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Follows the files: reads what may have changed, and makes anew what depends on it.
    pub fn refresh(&mut self, changes: &Changes) -> Result<Refreshed, PipelineError> {
        let settled = std::mem::replace(&mut self.settled, false);
        // After a failure nobody knows how much of the last change was read.
        let changes = if settled { changes } else { &Changes::Anything };
        let mut differences = Differences::default();
        self.read_settings(&mut differences)?;
        self.read_documents(changes, &mut differences)?;
        let theme = self.read_theme(changes, &mut differences);
        let mut diagnostics = self.settings.clone();
        diagnostics.extend(self.theme.findings().clone());
        for (path, reason) in &self.unusable {
            diagnostics.push(unusable(Arc::clone(path), reason));
        }
        for kept in self.documents.values() {
            if !kept.diagnostics.is_empty() {
                diagnostics.extend(kept.diagnostics.clone());
            }
        }
        let extent = match self.lay_over(&differences, &diagnostics) {
            _ if settled && differences.none() => Extent::Nothing,
            Some(corpus) if settled => {
                let corpus = Arc::new(corpus);
                self.parts = self.parts.take().map(|parts| {
                    let knowledge = Arc::new(parts.knowledge.with_texts(Arc::clone(&corpus)));
                    Parts { corpus, knowledge, ..parts }
                });
                Extent::Text
            }
            _ => Extent::Everything,
        };
        if extent == Extent::Everything {
            self.parts = self.make_parts(&mut diagnostics, theme)?;
        } else {
            diagnostics.extend(self.between.clone());
            theme?;
        }
        self.settled = true;
        Ok(Refreshed {
            parts: self.parts.clone(),
            diagnostics,
            extent,
            parsed: differences.parsed,
            touched: differences.changed.into_iter().map(|(path, _)| path).collect(),
            remade: differences.config || differences.theme || !settled,
        })
    }

    fn read_settings(&mut self, differences: &mut Differences) -> Result<(), SourceError> {
        let mut diagnostics = Diagnostics::new();
        let config = settings(&self.options, &mut diagnostics)?;
        if config == *self.config && diagnostics == self.settings {
            return Ok(());
        }
        differences.config = true;
        if !same_to_documents(&self.config, &config) {
            // Another word for everything: nothing that was understood holds.
            self.documents.clear();
        }
        self.config = Arc::new(config);
        self.settings = diagnostics;
        Ok(())
    }

    fn read_documents(
        &mut self,
        changes: &Changes,
        differences: &mut Differences,
    ) -> Result<(), SourceError> {
        if let (Changes::Paths(paths), false) = (changes, differences.config) {
            // Otherwise something came or went.
            if let Some(found) = self.known(paths)
                && self.take(found, true, differences).is_ok()
            {
                return Ok(());
            }
        }
        for attempt in 1.. {
            let tree = source::discover(&self.options.root, &self.config.book.src)?;
            match self.compare(tree, differences) {
                // It went while we looked: look again.
                Err(error) if error.cause.kind() == ErrorKind::NotFound && attempt < PATIENCE => {}
                result => return result,
            }
        }
        Ok(())
    }

    /// The documents at these paths, if the tree is the same whatever has happened there.
    fn known(&self, paths: &BTreeSet<String>) -> Option<Vec<Found>> {
        let src = format!("{}/", self.config.book.src);
        let mut found = Vec::new();
        for path in paths {
            let Some(below) = path.strip_prefix(&src) else {
                if *path == self.config.book.src {
                    return None;
                }
                continue;
            };
            let disk = self.options.root.join(path);
            if let Some(kept) = self.documents.get(path.as_str()) {
                // A link may lead elsewhere now, even out of the project.
                if source::kind(&disk) != source::Kind::File {
                    return None;
                }
                found.push(kept.found.clone());
            } else if !below.split('/').any(|part| part.starts_with(['_', '.'])) {
                let asset = self.assets.binary_search_by(|asset| asset.path.as_ref().cmp(path)).is_ok();
                let folder = format!("{path}/");
                let holds = |known: &str| known.starts_with(&folder);
                let held = self.documents.keys().any(|known| holds(known))
                    || self.assets.iter().any(|asset| holds(&asset.path));
                // A copied file is read when it is asked for; what came and went is nothing.
                match source::kind(&disk) {
                    source::Kind::File if asset => {}
                    source::Kind::Nothing if !asset && !held => {}
                    _ => return None,
                }
            }
        }
        Some(found)
    }

    fn compare(&mut self, tree: Tree, differences: &mut Differences) -> Result<(), SourceError> {
        let paths: BTreeSet<&Arc<str>> = tree.documents.iter().map(|found| &found.path).collect();
        let gone: Vec<_> =
            self.documents.keys().filter(|path| !paths.contains(path)).map(Arc::clone).collect();
        let same = gone.is_empty() && tree.assets == self.assets && tree.unusable == self.unusable;
        differences.tree |= !same;
        for path in gone {
            self.documents.remove(&path);
        }
        self.assets = tree.assets;
        self.unusable = tree.unusable;
        self.take(tree.documents, false, differences)
    }

    /// Reads these documents, as far as they may differ from what is known; all of them if `surely`.
    fn take(
        &mut self,
        found: Vec<Found>,
        surely: bool,
        differences: &mut Differences,
    ) -> Result<(), SourceError> {
        let (documents, config) = (&self.documents, &self.config);
        let read: Vec<_> = found
            .into_par_iter()
            .filter_map(|found| {
                let old = documents.get(&found.path);
                let stamp = source::stamp(&found.disk);
                let same = |kept: &Kept| kept.found == found && kept.stamp.is_some() && kept.stamp == stamp;
                if !surely && old.is_some_and(same) {
                    return None;
                }
                Some(kept::read(found, stamp, old, config))
            })
            .collect::<Result<_, SourceError>>()?;
        for (path, read) in read {
            match read {
                Read::Same(stamp) => {
                    if let Some(kept) = self.documents.get_mut(&path) {
                        kept.stamp = stamp;
                    }
                }
                Read::Other(kept) => {
                    differences.parsed += usize::from(kept.checked.is_ok());
                    let old = self.documents.insert(Arc::clone(&path), *kept);
                    differences.changed.push((path, old.and_then(|old| old.checked.ok())));
                }
            }
        }
        Ok(())
    }

    fn read_theme(
        &mut self,
        changes: &Changes,
        differences: &mut Differences,
    ) -> Result<Arc<Theme>, PipelineError> {
        let mentioned = match changes {
            Changes::Anything => true,
            Changes::Paths(paths) => paths.iter().any(|path| path.starts_with("themes")),
        };
        let may_differ = mentioned || differences.config;
        let (theme, differs) =
            self.theme.refresh(&self.options.root, &self.config, may_differ).inspect_err(|_| {
                differences.theme = true;
            })?;
        differences.theme |= differs;
        Ok(theme)
    }

    /// The corpus with the changed texts, if nothing but texts has changed.
    fn lay_over(&self, differences: &Differences, diagnostics: &Diagnostics) -> Option<Corpus> {
        let parts = self.parts.as_ref()?;
        let more = differences.tree || differences.config || differences.theme;
        if more || diagnostics.has_errors() || !self.between.is_empty() {
            return None;
        }
        let mut corpus: Option<Corpus> = None;
        for (path, old) in &differences.changed {
            let new = self.documents.get(path)?.checked.as_ref().ok()?;
            if !old.as_ref()?.is_the_same_to_others(new) {
                return None;
            }
            corpus = Some(new.laid_over(corpus.as_ref().unwrap_or(&parts.corpus))?);
        }
        corpus
    }

    /// Makes everything that is made of more than one document.
    fn make_parts(
        &mut self,
        diagnostics: &mut Diagnostics,
        theme: Result<Arc<Theme>, PipelineError>,
    ) -> Result<Option<Parts>, PipelineError> {
        if let Some(parts) = self.parts.take() {
            self.before = Some(parts.knowledge);
        }
        let checked: Vec<_> =
            self.documents.values().filter_map(|kept| kept.checked.as_ref().ok().map(Arc::clone)).collect();
        let mut between = Diagnostics::new();
        let corpus = validate::corpus(
            &checked,
            &self.assets,
            &self.config,
            routes::addresses,
            self.options.drafts,
            &mut between,
        );
        let wrong = diagnostics.has_errors() || between.has_errors();
        self.between = between.clone();
        diagnostics.extend(between);
        let Some(corpus) = corpus.filter(|_| !wrong) else { return Ok(None) };
        let theme = theme?;
        let analysis = Analysis::of(&corpus);
        let (corpus, analysis) = (Arc::new(corpus), Arc::new(analysis));
        let mut knowledge = knowledge(&self.config, &corpus, &analysis, self.today);
        if let Some(before) = self.before.take() {
            knowledge = knowledge.following(&before);
        }
        let mut clashes = Diagnostics::new();
        let (routes, ()) =
            rayon::join(|| plan(&self.config, &corpus, &analysis, &mut clashes), || knowledge.follow());
        self.between.extend(clashes.clone());
        diagnostics.extend(clashes);
        let knowledge = Arc::new(knowledge);
        Ok(routes.map(|routes| Parts {
            root: PathBuf::from(&self.options.root),
            theme,
            config: Arc::clone(&self.config),
            corpus,
            analysis,
            knowledge,
            routes: Arc::new(routes),
        }))
    }
}

/// Whether documents mean the same under two configurations.
fn same_to_documents(old: &Config, new: &Config) -> bool {
    old.book.src == new.book.src && {
        // The address of the site, its looks and the levels of `check` say nothing about a document.
        let mut old = old.postmortem.clone();
        old.base_url.clone_from(&new.postmortem.base_url);
        old.theme.clone_from(&new.postmortem.theme);
        old.check.clone_from(&new.postmortem.check);
        old == new.postmortem
    }
}
