//! A corpus to the files of a site: pages by the theme's templates, feeds, data, copies.
//!
//! A [`Site`] knows the names of its files and renders any one of them when it is asked. A build
//! asks for all, in parallel, and each goes to the sink at once, so that the site is never held in
//! memory whole. No page costs more for being one of many: what all pages show is made once, and
//! a list takes its rows, each rendered once, from a table.

mod calendar;
mod chart;
mod data;
mod error;
mod feeds;
pub mod highlight;
mod links;
pub mod markdown;
mod output;
mod pages;
mod recurrences;
mod register;
mod search;
mod special;
mod svg;
#[cfg(test)]
mod tests;
mod theme;
mod timeline_svg;
mod trends;
mod view;
mod words;

pub use data::action_table;
pub use error::{RenderError, ThemeError};
pub use output::{Output, Part};
pub use search::StaticIndex;
pub use theme::{StaticFile, Theme};

use crate::analysis::Analysis;
use crate::analysis::Knowledge;
use crate::config::Config;
use crate::model::Corpus;
use crate::output::OutputPath;
use crate::output::Sink;
use crate::routes::Routes;
use crate::search::SearchIndex;
use foldhash::fast::FixedState;
use links::Links;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tera::{Context, Value};
use view::{PageView, SiteView, Sources};
use words::Words;

/// What a site is made of, as the stages before give it.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The project's folder, from which files are copied.
    pub root: PathBuf,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The settings.
    pub config: Arc<Config>,
    /// The postmortems and pages.
    pub corpus: Arc<Corpus>,
    /// What was found out about them.
    pub analysis: Arc<Analysis>,
    /// What they say together, on the day for which the site is rendered.
    pub knowledge: Arc<Knowledge>,
    /// Where everything lies.
    pub routes: Arc<Routes>,
}

/// A site: which files it has, and the bytes of each. Nothing is rendered before it is asked for,
/// and what is rendered depends on the parts alone.
pub struct Site {
    root: PathBuf,
    theme: Arc<Theme>,
    config: Arc<Config>,
    corpus: Arc<Corpus>,
    analysis: Arc<Analysis>,
    knowledge: Arc<Knowledge>,
    routes: Arc<Routes>,
    /// The site as every template sees it, made once.
    shared: Value,
    /// The files that the configuration adds, each once.
    added: Vec<String>,
    /// The rows of lists by place of the postmortem, each rendered when the first list shows it.
    rows: Vec<OnceLock<String>>,
    /// The register, sorted, made when the first of its pages is.
    ledger: OnceLock<register::Ledger>,
    by_path: Arc<OnceLock<HashMap<String, Output, FixedState>>>,
    index: OnceLock<StaticIndex>,
    /// What texts may link to apart from files.
    addresses: Arc<OnceLock<BTreeSet<String>>>,
}

/// A rendered file.
#[derive(Debug)]
pub enum Rendered<'a> {
    /// Its bytes.
    Bytes(&'a [u8]),
    /// It is a copy of this file.
    Copy(PathBuf),
}

impl Site {
    /// The site of these parts.
    pub fn new(parts: Parts) -> Self {
        let Parts { root, theme, config, corpus, analysis, knowledge, routes } = parts;
        let routes = translated(routes, theme.words());
        let shared = Value::from_serializable(&SiteView::of(&config, &corpus, &routes, theme.words()));
        let added = config.added_files().into_iter().map(str::to_owned).collect();
        let rows = corpus.postmortems().iter().map(|_| OnceLock::new()).collect();
        Self {
            root,
            theme,
            config,
            corpus,
            analysis,
            knowledge,
            routes,
            shared,
            added,
            rows,
            ledger: OnceLock::new(),
            by_path: Arc::default(),
            index: OnceLock::new(),
            addresses: Arc::default(),
        }
    }

    /// The same site with other texts in the same places: `corpus` may differ in texts only, so that
    /// all addresses hold. `knowledge` is of that corpus.
    #[must_use]
    pub fn with_texts(&self, corpus: Arc<Corpus>, knowledge: Arc<Knowledge>) -> Self {
        Self {
            root: self.root.clone(),
            theme: Arc::clone(&self.theme),
            config: Arc::clone(&self.config),
            analysis: Arc::clone(&self.analysis),
            routes: Arc::clone(&self.routes),
            shared: self.shared.clone(),
            added: self.added.clone(),
            rows: corpus.postmortems().iter().map(|_| OnceLock::new()).collect(),
            corpus,
            knowledge,
            ledger: OnceLock::new(),
            by_path: Arc::clone(&self.by_path),
            index: OnceLock::new(),
            addresses: Arc::clone(&self.addresses),
        }
    }

    /// The postmortems and pages that it shows.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// How everything is said.
    fn words(&self) -> &Words {
        self.theme.words()
    }

    /// Where views get what they show.
    fn sources(&self) -> Sources<'_> {
        Sources {
            config: &self.config,
            corpus: &self.corpus,
            analysis: &self.analysis,
            knowledge: &self.knowledge,
            routes: &self.routes,
            words: self.words(),
        }
    }

    /// What was found out about its postmortems.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Compares all postmortems, as many pages need it, before anybody asks for one.
    pub fn compare(&self) {
        self.knowledge.compare();
    }

    /// Renders everything but the search into `sink`. `progress` is told how many postmortems were
    /// rendered since it was last told, from any thread.
    pub fn pages(&self, sink: &dyn Sink, progress: &(dyn Fn(usize) + Sync)) -> Result<(), RenderError> {
        // Before threads wait for each other.
        self.knowledge.complete();
        let outputs = self.outputs();
        let of_postmortems = self.corpus.postmortems().len() * 3;
        let (pages, rest) = outputs.split_at(of_postmortems.min(outputs.len()));
        let (pages, rest) = rayon::join(
            || {
                // The three files of a postmortem go together: what they need is at hand then.
                pages.par_chunks(3).try_for_each_init(Vec::new, |buffer, files| {
                    progress(1);
                    files.iter().try_for_each(|output| self.write(*output, sink, buffer))
                })
            },
            || {
                let rest = rest.par_iter().filter(|output| !output.needs_index());
                rest.try_for_each_init(Vec::new, |buffer, output| self.write(*output, sink, buffer))
            },
        );
        pages.and(rest)
    }

    /// Renders the search page, and the static index that it reads, into `sink`.
    pub fn search(&self, index: &SearchIndex, sink: &dyn Sink) -> Result<(), RenderError> {
        self.take_index(self.static_index(index)?);
        let outputs = self.outputs();
        let outputs = outputs.par_iter().filter(|output| output.needs_index());
        outputs.try_for_each_init(Vec::new, |buffer, output| self.write(*output, sink, buffer))
    }

    /// Takes the static index of this site. A site has one: a second is not taken.
    pub fn take_index(&self, index: StaticIndex) {
        let _ = self.index.set(index);
    }

    /// Whether the search can be rendered.
    pub fn has_index(&self) -> bool {
        self.index.get().is_some()
    }

    /// Renders one file, with a buffer that may have been used before: large buffers are dear to
    /// allocate and free for each of thousands of files.
    pub fn render<'a>(
        &'a self,
        output: Output,
        buffer: &'a mut Vec<u8>,
    ) -> Result<Rendered<'a>, RenderError> {
        buffer.clear();
        match output {
            Output::Static(at) => return Ok(Rendered::Bytes(&self.theme.statics()[at].bytes)),
            Output::Asset(at) => return Ok(Rendered::Copy(self.root.join(&*self.corpus.assets()[at].path))),
            Output::Added(at) => return Ok(Rendered::Copy(self.root.join(&self.added[at]))),
            Output::SearchFile(at) => return Ok(Rendered::Bytes(&search::index(self)?.files()[at].bytes)),
            Output::Postmortem(at) => pages::postmortem(self, at, buffer),
            Output::Markdown(at) => pages::markdown(self, at, buffer),
            Output::Data(at) => data::postmortem(self, at, buffer),
            Output::All(part) => pages::all(self, part, buffer),
            Output::Term(facet, at, part) => pages::term(self, self.term(facet, at), part, buffer),
            Output::TermFeed(facet, at) => feeds::of_term(self, facet, at, buffer),
            Output::Overview(facet) => special::overview(self, facet, buffer),
            Output::Home => special::home(self, buffer),
            Output::Trends(period) => trends::page(self, period, buffer),
            Output::TrendData => data::trends(self, buffer),
            Output::Page(at) => special::page(self, at, buffer),
            Output::NotFound => special::not_found(self, buffer),
            Output::Redirect(at) => special::redirect(self, at, buffer),
            Output::Feed => feeds::atom(self, buffer),
            Output::JsonFeed => feeds::json(self, buffer),
            Output::Sitemap => feeds::sitemap(self, buffer),
            Output::SitemapPart(number) => feeds::sitemap_part(self, number, buffer),
            Output::AllData => data::postmortems(self, buffer),
            Output::AllActions => data::actions(self, buffer),
            Output::Actions(number) => register::all(self, number, buffer),
            Output::Owner(at, number) => register::owner(self, at, number, buffer),
            Output::Recurrences(number) => recurrences::page(self, number, buffer),
            Output::ActionTable => {
                buffer.extend_from_slice(data::actions_of(self).as_bytes());
                Ok(())
            }
            Output::Calendar => {
                buffer.extend_from_slice(calendar::write(self).as_bytes());
                Ok(())
            }
            Output::Table => {
                buffer.extend_from_slice(data::table(self).as_bytes());
                Ok(())
            }
            Output::TextIndex => {
                buffer.extend_from_slice(data::text_index(self).as_bytes());
                Ok(())
            }
            Output::NoJekyll => Ok(()),
            Output::HostName => special::host_name(self, buffer),
            Output::Robots => special::robots(self, buffer),
            Output::Search => search::page(self, buffer),
        }?;
        Ok(Rendered::Bytes(buffer))
    }

    /// Renders what lists show of a postmortem, by its place in the corpus: whether the theme can.
    pub fn try_row(&self, at: usize) -> Result<(), RenderError> {
        pages::row(self, at).map(drop)
    }

    fn write(&self, output: Output, sink: &dyn Sink, buffer: &mut Vec<u8>) -> Result<(), RenderError> {
        let path = output_path(&self.file(output))?;
        match self.render(output, buffer)? {
            Rendered::Bytes(bytes) => sink.write(&path, bytes)?,
            Rendered::Copy(from) => sink.copy(&path, &from)?,
        }
        Ok(())
    }

    /// A context with what every page has. `root` is the link from the page to the site's root.
    fn context(&self, page: &PageView, root: &str) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.shared.clone());
        context.insert("root", root);
        context.insert("page", page);
        context
    }

    /// The links of a file, as the page sees them whose link to the site's root is `root`.
    fn links<'b>(&'b self, file: &'b str, root: &'b str) -> Links<'b> {
        let (config, corpus, routes) = (&self.config, &self.corpus, &self.routes);
        Links { config, corpus, routes, addresses: &self.addresses, file, root }
    }

    /// Renders a template into `out`.
    fn template(&self, name: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), RenderError> {
        Ok(self.theme.render(name, context, out)?)
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("postmortems", &self.rows.len()).finish_non_exhaustive()
    }
}

/// The routes with the built-in terms in the site's language. What a team called otherwise stays.
fn translated(routes: Arc<Routes>, words: &Words) -> Arc<Routes> {
    if words.language() == "en" {
        return routes;
    }
    let mut routes = Arc::unwrap_or_clone(routes);
    routes.describe(|facet, key, description| words.describe(facet, key, description));
    Arc::new(routes)
}

fn output_path(file: &str) -> Result<OutputPath, RenderError> {
    // Routes give such paths only, and say so of those that the content asks for.
    OutputPath::new(file)
        .ok_or_else(|| RenderError::Data(format!("`{file}`, which is no path inside the site")))
}
