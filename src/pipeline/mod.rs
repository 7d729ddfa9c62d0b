//! The order of the stages, written once for every command.
//!
//! [`load`] takes a project to a valid corpus; [`write_site`] takes a corpus to files. A [`Project`]
//! is loaded once and then follows its files. None of them prints, reads the clock or decides where
//! the files go.

mod answer;
mod kept;
mod project;
mod theme;
mod unusable;

pub use answer::{AnswerData, HitData};
pub use project::{Changes, Extent, Project, Refreshed};

use crate::analysis::Analysis;
use crate::analysis::Comparing;
use crate::analysis::Comparison;
use crate::analysis::Knowledge;
use crate::config;
use crate::config::Audience;
use crate::config::BaseUrl;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::lint;
use crate::lint::External;
use crate::lint::Places;
use crate::lint::Subject;
use crate::lint::WebLink;
use crate::model::Corpus;
use crate::model::Postmortem;
use crate::output::Sink;
use crate::parse;
use crate::parse::Internal;
use crate::render::Parts;
use crate::render::RenderError;
use crate::render::Site;
use crate::render::ThemeError;
use crate::routes;
use crate::routes::Routes;
use crate::search::SearchError;
use crate::search::SearchIndex;
use crate::source;
use crate::source::Found;
use crate::source::SourceError;
use crate::source::SourceFile;
use crate::validate;
use crate::validate::Checked;
use crate::validate::Document;
use crate::web::Address;
use crate::web::Answer;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use theme::theme;
use unusable::unusable;

/// What to build, apart from what `book.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Overrides `postmortem.audience`.
    pub audience: Option<Audience>,
    /// Overrides `postmortem.base-url`.
    pub base_url: Option<BaseUrl>,
    /// Variables of the environment that may override settings.
    pub environment: Vec<(String, String)>,
}

/// How long each stage took.
#[derive(Debug, Clone, Default)]
pub struct Timings(Vec<(&'static str, Duration)>);

impl Timings {
    /// Measures a stage.
    pub fn measure<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0.push((stage, start.elapsed()));
        result
    }

    /// Adds a stage that was measured elsewhere.
    pub fn add(&mut self, stage: &'static str, time: Duration) {
        self.0.push((stage, time));
    }

    /// The stages in their order.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.0
    }
}

/// How links to the web are checked, where they are.
pub struct AskWeb<'a> {
    /// Whether the links of a file are asked for, by its path relative to the project.
    pub wants: &'a (dyn Fn(&str) -> bool + Sync),
    /// Asks for addresses, or knows what they answer.
    pub ask: &'a (dyn Fn(&BTreeSet<Address>) -> BTreeMap<Address, Answer> + Sync),
}

/// A project, as far as it could be understood.
#[derive(Debug)]
pub struct Loaded {
    /// Its settings.
    pub config: Config,
    /// Its postmortems and pages; `None` when there are errors.
    pub corpus: Option<Corpus>,
    /// Everything that was found.
    pub diagnostics: Diagnostics,
}

/// What a check found.
#[derive(Debug)]
pub struct Examined {
    /// The settings.
    pub config: Config,
    /// All findings.
    pub diagnostics: Diagnostics,
    /// How many postmortems there are; `None` if errors keep them from being compared.
    pub postmortems: Option<usize>,
}

/// The surroundings failed.
#[derive(Debug)]
pub enum PipelineError {
    /// Something could not be read.
    Source(SourceError),
    /// The theme is broken.
    Theme(ThemeError),
    /// Rendering or writing failed.
    Render(RenderError),
}

impl fmt::Display for PipelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(error) => error.fmt(f),
            Self::Theme(error) => error.fmt(f),
            Self::Render(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PipelineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Source(error) => error.source(),
            Self::Theme(error) => error.source(),
            Self::Render(error) => error.source(),
        }
    }
}

impl From<SourceError> for PipelineError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<ThemeError> for PipelineError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error)
    }
}

impl From<RenderError> for PipelineError {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

/// Reads the settings of the project at `options.root`.
pub fn settings(options: &Options, diagnostics: &mut Diagnostics) -> Result<Config, SourceError> {
    let mut config = match source::read_optional(&options.root, config::FILE_NAME)? {
        None => Config::default(),
        Some(Ok(file)) => config::read(&file, diagnostics),
        Some(Err(reason)) => {
            diagnostics.push(unusable(config::FILE_NAME.into(), &reason));
            Config::default()
        }
    };
    config::overlay(&mut config, &options.environment, diagnostics);
    if let Some(audience) = options.audience {
        config.postmortem.audience = audience;
    }
    if let Some(base_url) = &options.base_url {
        config.postmortem.base_url = Some(base_url.clone());
    }
    Ok(config)
}

/// Reads a project: settings, files, front matter, corpus. All that is wrong with the content
/// is collected; only the surroundings end it early.
pub fn load(options: &Options, timings: &mut Timings) -> Result<Loaded, SourceError> {
    load_and(options, timings, |_, _, _, _| ()).map(|(loaded, _)| loaded)
}

/// The same; `inspect` sees every document as it was read, with the postmortem that it is if nothing is
/// wrong with it, and what it gives comes back in the order of the paths.
fn load_and<T: Send>(
    options: &Options,
    timings: &mut Timings,
    inspect: impl Fn(&Document, Option<&Postmortem>, &Config, &mut Diagnostics) -> T + Sync,
) -> Result<(Loaded, Vec<T>), SourceError> {
    let mut diagnostics = Diagnostics::new();
    let config = settings(options, &mut diagnostics)?;
    let tree = timings.measure("discover", || source::discover(&options.root, &config.book.src))?;
    for (path, reason) in &tree.unusable {
        diagnostics.push(unusable(Arc::clone(path), reason));
    }
    let parsed: Vec<_> = timings.measure("parse", || {
        tree.documents
            .par_iter()
            .map(|found| {
                let mut diagnostics = Diagnostics::new();
                let inspect =
                    |document: &Document, postmortem: Option<&Postmortem>, found: &mut Diagnostics| {
                        inspect(document, postmortem, &config, found)
                    };
                let document = match source::read(found)? {
                    // Large, and moved often from here on.
                    Ok(file) => {
                        let (checked, seen) = examine(found, file, &config, &mut diagnostics, inspect);
                        Some((Arc::new(checked), seen))
                    }
                    Err(reason) => {
                        diagnostics.push(unusable(Arc::clone(&found.path), &reason));
                        None
                    }
                };
                Ok((document, diagnostics))
            })
            .collect::<Result<Vec<_>, SourceError>>()
    })?;
    let mut documents = Vec::with_capacity(parsed.len());
    let mut inspected = Vec::with_capacity(parsed.len());
    for (document, found) in parsed {
        diagnostics.extend(found);
        if let Some((document, seen)) = document {
            documents.push(document);
            inspected.push(seen);
        }
    }
    let corpus = timings.measure("validate", || {
        validate::corpus(
            &documents,
            &tree.assets,
            &config,
            routes::addresses,
            options.drafts,
            &mut diagnostics,
        )
    });
    let corpus = if diagnostics.has_errors() { None } else { corpus };
    Ok((Loaded { config, corpus, diagnostics }, inspected))
}

/// Parses and validates one document by itself.
fn examine<T>(
    found: &Found,
    file: SourceFile,
    config: &Config,
    diagnostics: &mut Diagnostics,
    inspect: impl FnOnce(&Document, Option<&Postmortem>, &mut Diagnostics) -> T,
) -> (Checked, T) {
    let internal = match config.postmortem.audience {
        Audience::Public => Internal::Remove,
        Audience::Internal => Internal::Keep,
    };
    let parsed = parse::file(&file, internal, diagnostics);
    let document = Document { found: found.clone(), file, parsed };
    validate::document(document, config, diagnostics, inspect)
}

/// Checks a project: what is wrong with it, what good postmortems have and these lack, and what history
/// says about them.
///
/// All postmortems are looked at, drafts and internal ones included. Findings that a program can put right
/// bring their fixes with them. Without `web` nothing is asked of the network.
pub fn check(
    options: &Options,
    today: Date,
    web: Option<&AskWeb<'_>>,
    timings: &mut Timings,
) -> Result<Examined, PipelineError> {
    let options = Options {
        drafts: true,
        audience: Some(Audience::Internal),
        root: options.root.clone(),
        ..options.clone()
    };
    let (Loaded { config, corpus, mut diagnostics }, seen) =
        load_and(&options, timings, |document, postmortem, config, diagnostics| {
            let front_matter = document.parsed.front_matter.as_ref().map(|front_matter| front_matter.span);
            // What is missing matters once what is there is right.
            let places = postmortem.filter(|_| !diagnostics.has_errors()).map(|postmortem| {
                let subject = Subject::new(&document.file, &document.parsed, postmortem, config, today);
                lint::check(&subject, diagnostics);
                Places::of(&subject)
            });
            let links = web.filter(|web| (web.wants)(document.file.path()));
            let links = links.map(|_| WebLink::of(&document.file, &document.parsed)).unwrap_or_default();
            (places, (links, lint::suppressions(&document.file, front_matter)))
        })?;
    let (places, rest): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
    let (links, suppressions): (Vec<_>, Vec<_>) = rest.into_iter().unzip();
    let places: Vec<_> = places.into_iter().flatten().collect();
    let suppressions: Vec<_> = suppressions.into_iter().flatten().collect();
    if let Some(corpus) = &corpus {
        let comparison = compare(&config, corpus, timings);
        diagnostics.extend(timings.measure("history", || lint::history(corpus, &comparison, &places)));
    }
    if let Some(web) = web {
        let links = links.into_iter().flatten().chain(links_of_settings(&options.root, web)?);
        let external = External::new(links, &config.postmortem.check);
        let answers = timings.measure("web", || (web.ask)(&external.addresses()));
        diagnostics.extend(external.report(&answers));
    }
    diagnostics = lint::settle(diagnostics, &config.postmortem.check, &suppressions);
    diagnostics.extend(lint::check_settings(&config.postmortem.check, config::FILE_NAME));
    let postmortems = corpus.as_ref().map(|corpus| corpus.postmortems().len());
    // Who reads the findings does not wait until memory is given back.
    rayon::spawn(move || drop(corpus));
    Ok(Examined { config, diagnostics, postmortems })
}

/// The links of services and teams.
fn links_of_settings(root: &Path, web: &AskWeb<'_>) -> Result<Vec<WebLink>, SourceError> {
    if !(web.wants)(config::FILE_NAME) {
        return Ok(Vec::new());
    }
    let file = source::read_optional(root, config::FILE_NAME)?.and_then(Result::ok);
    Ok(file.map(|file| WebLink::at(&file, &config::catalog_addresses(&file))).unwrap_or_default())
}

/// Plans the pages of a corpus. Two files for one page are errors of the content.
pub fn plan(
    config: &Config,
    corpus: &Corpus,
    analysis: &Analysis,
    diagnostics: &mut Diagnostics,
) -> Option<Routes> {
    match Routes::plan(config, corpus, analysis) {
        Ok(routes) => Some(routes),
        Err(clashes) => {
            for clash in clashes {
                diagnostics.push(
                    Diagnostic::about(
                        Level::Error,
                        "two-files-for-one-page",
                        clash.second.as_str(),
                        format!("`{}` would be made by two sources", clash.path),
                    )
                    .help(format!("the other is {}; rename one of the two, or change its id", clash.first)),
                );
            }
            None
        }
    }
}

/// What the postmortems of a corpus say together on a day. Nothing is found out before it is asked for.
pub fn knowledge(config: &Config, corpus: &Arc<Corpus>, analysis: &Arc<Analysis>, today: Date) -> Knowledge {
    let patience = config.postmortem.patience.clone();
    Knowledge::new(Arc::clone(corpus), Arc::clone(analysis), comparing(config), patience, today)
}

/// Renders a corpus into `sink`, as it stands on the day `today`. `progress` is told how many postmortems were rendered since it was
/// last told. `None` where the content turned out wrong: `diagnostics` says how.
#[expect(clippy::too_many_arguments, reason = "what is built, and whom to tell")]
pub fn write_site(
    root: &Path,
    config: &Arc<Config>,
    corpus: &Arc<Corpus>,
    today: Date,
    sink: &dyn Sink,
    progress: &(dyn Fn(usize) + Sync),
    timings: &mut Timings,
    diagnostics: &mut Diagnostics,
) -> Result<Option<()>, PipelineError> {
    let mut found = Diagnostics::new();
    let theme = timings.measure("theme", || theme(root, config, &mut found))?;
    let refused = found.has_errors();
    diagnostics.extend(found);
    if refused {
        return Ok(None);
    }
    let analysis = Arc::new(timings.measure("analyze", || Analysis::of(corpus)));
    let Some(routes) = timings.measure("plan", || plan(config, corpus, &analysis, diagnostics)) else {
        return Ok(None);
    };
    let knowledge = Arc::new(knowledge(config, corpus, &analysis, today));
    timings.measure("compare", || knowledge.complete());
    let site = Site::new(Parts {
        root: root.to_path_buf(),
        theme: Arc::new(theme),
        config: Arc::clone(config),
        corpus: Arc::clone(corpus),
        analysis,
        knowledge,
        routes: Arc::new(routes),
    });
    if config.search.enable {
        // Indexing waits for nothing that rendering makes, and the other way round.
        let pages = || site.pages(sink, progress);
        let (rendered, index) =
            timings.measure("render", || rayon::join(pages, || search_index(config, corpus)));
        rendered?;
        let index = index.map_err(RenderError::from)?;
        timings.measure("search", || site.search(&index, sink))?;
    } else {
        timings.measure("render", || site.pages(sink, progress))?;
    }
    Ok(Some(()))
}

/// Prepares the postmortems of a corpus to be compared with each other.
pub fn compare(config: &Config, corpus: &Corpus, timings: &mut Timings) -> Comparison {
    timings.measure("compare", || Comparison::of(corpus, &comparing(config)))
}

/// How postmortems are compared, as the settings say.
pub fn comparing(config: &Config) -> Comparing {
    Comparing {
        language: config.book.language.clone(),
        title_counts: config.search.title_counts(),
        threshold: config.postmortem.check.recurrence,
    }
}

/// Indexes a corpus as its settings say.
pub fn search_index(config: &Config, corpus: &Corpus) -> Result<SearchIndex, SearchError> {
    SearchIndex::build(corpus.postmortems(), &config.book.language, config.search.title_counts())
}
