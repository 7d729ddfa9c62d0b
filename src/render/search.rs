//! The search page, the static index, and what a hit shows.

use super::view::{MomentView, PageView};
use super::{RenderError, Site};
use crate::analysis;
use crate::model::Postmortem;
use crate::model::SectionKind;
use crate::routes::Facet;
use crate::routes::Routes;
use crate::search::SearchIndex;
use crate::search::export;
use crate::search::query::Filter;
use rayon::prelude::*;
use serde::Serialize;

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

/// Writes the static index and the page that searches it.
pub(super) fn all(site: &Site<'_>, index: &SearchIndex) -> Result<(), RenderError> {
    let postmortems = site.corpus.postmortems();
    let mut files = export::export(index, postmortems, |filter, key| title(site, filter, key))?;
    let shown: Vec<_> = (0..postmortems.len())
        .into_par_iter()
        .map(|at| {
            let shown = serde_json::to_vec(&shown(site, at))
                .map_err(|_| RenderError::Data("a search result".to_owned()))?;
            Ok(export::IndexFile { path: format!("t/{at}.bin"), bytes: export::deflate(&shown) })
        })
        .collect::<Result<_, RenderError>>()?;
    files.extend(shown);
    // Another content is another folder, so that a browser never mixes two indexes.
    let mut hash = blake3::Hasher::new();
    for file in &files {
        hash.update(file.path.as_bytes());
        hash.update(&file.bytes);
    }
    let folder = Routes::search_index(&hash.finalize().to_hex()[..16]).path();
    files.par_iter().try_for_each(|file| site.write(&format!("{folder}{}", file.path), &file.bytes))?;
    page(site, &folder)
}

fn page(site: &Site<'_>, path: &str) -> Result<(), RenderError> {
    let permalink = Routes::search();
    let mut page = PageView::at(&permalink, site.config, "search", "Search");
    // Its content is what a reader asks for.
    page.noindex = true;
    let mut context = site.context(&page, &permalink.root());
    let view = SearchView { path: path.to_owned(), limit: site.config.search.limit_results };
    context.insert("search", &view);
    site.page("search.html", &permalink, &context)
}

fn title(site: &Site<'_>, filter: Filter, key: &str) -> String {
    let facet = match filter {
        Filter::Service => Facet::Services,
        Filter::RootCause => Facet::RootCauses,
        Filter::Trigger => Facet::Triggers,
        Filter::Severity => Facet::Severities,
        Filter::Team => Facet::Teams,
        Filter::Tag => Facet::Tags,
        Filter::Year => Facet::Years,
        Filter::Status => return key.replace('-', " "),
    };
    site.routes.term(facet, key).map_or_else(|| key.to_owned(), |term| term.description.title.clone())
}

fn shown<'a>(site: &'a Site<'_>, at: usize) -> Shown<'a> {
    let postmortem = &site.corpus.postmortems()[at];
    let duration = site.analysis.metrics(at).duration;
    Shown {
        title: &postmortem.title,
        path: site.routes.postmortem(at).path(),
        date: postmortem.date().map(|moment| MomentView::of(moment).day).unwrap_or_default(),
        duration: duration.map(analysis::human).unwrap_or_default(),
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
