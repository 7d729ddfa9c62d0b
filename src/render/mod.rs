//! A corpus to the files of a site: pages by the theme's templates, feeds, data, copies.
//!
//! Everything is rendered in parallel and goes to the sink at once, so that the site is never
//! held in memory whole. No page costs more for being one of many: what all pages show is made
//! once, and a list takes its rows, which were rendered once, from a table.

mod data;
mod error;
mod feeds;
pub mod highlight;
mod links;
pub mod markdown;
mod pages;
mod search;
mod special;
#[cfg(test)]
mod tests;
mod theme;
mod timeline_svg;
mod view;

pub use error::{RenderError, ThemeError};
pub use theme::{StaticFile, Theme};

use crate::analysis::Analysis;
use crate::config::Config;
use crate::model::Corpus;
use crate::output::OutputPath;
use crate::output::Sink;
use crate::routes::Permalink;
use crate::routes::Routes;
use crate::search::SearchIndex;
use links::Links;
use rayon::prelude::*;
use std::path::Path;
use tera::{Context, Value};
use view::{PageView, SiteView};

/// A site that is being rendered: everything that a page needs.
pub struct Site<'a> {
    root: &'a Path,
    theme: &'a Theme,
    config: &'a Config,
    corpus: &'a Corpus,
    analysis: &'a Analysis,
    routes: &'a Routes,
    sink: &'a dyn Sink,
    progress: &'a (dyn Fn(usize) + Sync),
    /// The site as every template sees it, made once.
    shared: Value,
}

impl<'a> Site<'a> {
    /// A site that will be written into `sink`.
    ///
    /// `root` is the project's folder, from which files are copied. `progress` is told how many
    /// pages were rendered since it was last told, from any thread.
    #[allow(clippy::too_many_arguments)] // one argument per stage that came before
    pub fn new(
        root: &'a Path,
        theme: &'a Theme,
        config: &'a Config,
        corpus: &'a Corpus,
        analysis: &'a Analysis,
        routes: &'a Routes,
        sink: &'a dyn Sink,
        progress: &'a (dyn Fn(usize) + Sync),
    ) -> Self {
        let shared = Value::from_serializable(&SiteView::of(config, corpus, routes));
        Self { root, theme, config, corpus, analysis, routes, sink, progress, shared }
    }

    /// Renders everything but the search.
    pub fn pages(&self) -> Result<(), RenderError> {
        let (pages, rest) = rayon::join(
            || {
                (0..self.corpus.postmortems().len())
                    .into_par_iter()
                    .try_for_each_init(Vec::new, |buffer, at| pages::postmortem(self, at, buffer))
            },
            || {
                let rows = pages::rows(self)?;
                pages::lists(self, &rows)?;
                special::all(self)?;
                feeds::all(self)?;
                data::all(self)
            },
        );
        pages.and(rest)
    }

    /// Renders the search page and the static index that it reads.
    pub fn search(&self, index: &SearchIndex) -> Result<(), RenderError> {
        search::all(self, index)
    }
}

impl Site<'_> {
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
        Links { config: self.config, corpus: self.corpus, routes: self.routes, file, root }
    }

    /// Renders a page and writes it to where its address says.
    fn page(&self, template: &str, permalink: &Permalink, context: &Context) -> Result<(), RenderError> {
        self.page_by(template, permalink, context, &mut Vec::new())
    }

    /// The same with a buffer that was used before: large buffers are dear to allocate and free
    /// for each of thousands of pages.
    fn page_by(
        &self,
        template: &str,
        permalink: &Permalink,
        context: &Context,
        buffer: &mut Vec<u8>,
    ) -> Result<(), RenderError> {
        self.theme.render(template, context, buffer)?;
        self.write(&permalink.file(), buffer)?;
        (self.progress)(1);
        Ok(())
    }

    /// Writes a file.
    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), RenderError> {
        Ok(self.sink.write(&output_path(file)?, bytes)?)
    }
}

fn output_path(file: &str) -> Result<OutputPath, RenderError> {
    // Routes give such paths only, and say so of those that the content asks for.
    OutputPath::new(file)
        .ok_or_else(|| RenderError::Data(format!("`{file}`, which is no path inside the site")))
}
