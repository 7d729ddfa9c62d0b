//! The search page, the static index, and what a hit shows.

use super::view::PageView;
use super::{RenderError, Site};
use crate::model::Postmortem;
use crate::model::SectionKind;
use crate::routes::Facet;
use crate::routes::Routes;
use crate::search::SearchIndex;
use crate::search::export::{self, IndexFile};
use crate::search::query::Filter;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;

/// How much text a hit can be quoted from, in bytes: a reader waits for it, several times a page.
const LONGEST_TEXT: usize = 2_400;

/// What a hit shows.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    path: String,
    date: String,
    duration: String,
    severity: Option<Severity<'a>>,
    services: Vec<String>,
    causes: Vec<String>,
    status: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Severity<'a> {
    key: &'a str,
    title: &'a str,
    rank: usize,
}

/// The index, as the search page sees it.
#[derive(Serialize)]
struct SearchView {
    /// Its folder, from the site's root.
    path: String,
    /// How many results are shown at a time.
    limit: usize,
}

/// The files that the search page reads. They lie in a folder named by their content, so that a
/// browser never mixes two indexes.
#[derive(Debug, Clone)]
pub struct StaticIndex {
    folder: String,
    files: Vec<IndexFile>,
    places: HashMap<String, usize>,
}

impl StaticIndex {
    /// Its folder, relative to the site's root, with a slash at its end.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Its files, with their paths in the folder.
    pub fn files(&self) -> &[IndexFile] {
        &self.files
    }

    /// The place of the file with this path in the folder.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.places.get(path).copied()
    }
}

impl Site {
    /// Makes the static index of this site from tantivy's.
    pub fn static_index(&self, index: &SearchIndex) -> Result<StaticIndex, RenderError> {
        let postmortems = self.corpus.postmortems();
        let mut files = export::export(index, postmortems, |filter, key| title(self, filter, key))?;
        let shown: Vec<_> = (0..postmortems.len())
            .into_par_iter()
            .map(|at| {
                let shown = serde_json::to_vec(&shown(self, at))
                    .map_err(|_| RenderError::Data("a search result".to_owned()))?;
                Ok(IndexFile { path: format!("t/{at}.bin"), bytes: export::deflate(&shown) })
            })
            .collect::<Result<_, RenderError>>()?;
        files.extend(shown);
        let mut hash = blake3::Hasher::new();
        for file in &files {
            hash.update(file.path.as_bytes());
            hash.update(&file.bytes);
        }
        let folder = Routes::search_index(&hash.finalize().to_hex()[..16]).path();
        let places = files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
        Ok(StaticIndex { folder, files, places })
    }
}

/// The static index, without which nothing of the search can be rendered.
pub(super) fn index(site: &Site) -> Result<&StaticIndex, RenderError> {
    site.index.get().ok_or_else(|| RenderError::Data("the search before its index".to_owned()))
}

/// Renders the page that searches.
pub(super) fn page(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let permalink = Routes::search();
    let page = PageView::at(&permalink, &site.config, "search", &site.words().say("search.title"));
    let mut context = site.context(&page, &permalink.root());
    let path = index(site)?.folder().to_owned();
    context.insert("search", &SearchView { path, limit: site.config.search.limit_results });
    site.template("search.html", &context, out)
}

fn title(site: &Site, filter: Filter, key: &str) -> String {
    let facet = match filter {
        Filter::Service => Facet::Services,
        Filter::RootCause => Facet::RootCauses,
        Filter::Trigger => Facet::Triggers,
        Filter::Severity => Facet::Severities,
        Filter::Team => Facet::Teams,
        Filter::Tag => Facet::Tags,
        Filter::Year => Facet::Years,
        Filter::Status => return site.words().value("status", key),
    };
    site.routes.term(facet, key).map_or_else(|| key.to_owned(), |term| term.description.title.clone())
}

fn shown(site: &Site, at: usize) -> Shown<'_> {
    let postmortem = &site.corpus.postmortems()[at];
    let duration = site.analysis.metrics(at).duration;
    Shown {
        title: &postmortem.title,
        path: site.routes.postmortem(at).path(),
        date: postmortem.date().map(|moment| site.words().day(moment.date())).unwrap_or_default(),
        duration: duration.map(|taken| site.words().duration(taken)).unwrap_or_default(),
        severity: postmortem.severity.as_ref().map(|severity| Severity {
            key: severity.key(),
            title: severity.title(),
            rank: severity.rank(),
        }),
        services: postmortem.services.iter().map(|key| title(site, Filter::Service, key.as_str())).collect(),
        causes: (postmortem.root_causes.iter())
            .map(|key| title(site, Filter::RootCause, key.as_str()))
            .collect(),
        status: postmortem.status.key(),
        text: text(postmortem),
    }
}

/// What a hit is quoted from: the summary first, then what explains most.
fn text(postmortem: &Postmortem) -> String {
    let late = |kinds: &[SectionKind]| {
        kinds.iter().any(|kind| matches!(kind, SectionKind::Timeline | SectionKind::ActionItems))
    };
    let sections =
        || postmortem.body.sections.iter().filter(|section| section.kinds != [SectionKind::Summary]);
    let texts = [&postmortem.summary, &postmortem.body.preamble]
        .into_iter()
        .chain(sections().filter(|section| !late(&section.kinds)).map(|section| &section.text))
        .chain(sections().filter(|section| late(&section.kinds)).map(|section| &section.text));
    let mut out = String::new();
    for word in texts.flat_map(|text| text.split_whitespace()) {
        if out.len() + word.len() >= LONGEST_TEXT {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
