//! Pages and files of which there is one each: home, overviews, plain pages, 404, redirects,
//! files for hosts and robots, copied files.

use super::pages::insert_body;
use super::view::{OverviewView, PageView, RowView, edit_url};
use super::{RenderError, Site, output_path};
use crate::config::Audience;
use crate::routes::Facet;
use crate::routes::Permalink;
use crate::routes::RedirectTarget;
use crate::routes::Routes;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write as _;

/// How many postmortems the home page shows.
const LATEST: usize = 20;
/// How many terms of a kind the home page shows.
const FREQUENT: usize = 8;

/// What the home page counts.
#[derive(Serialize)]
struct Counts {
    postmortems: usize,
    services: usize,
    root_causes: usize,
    actions: usize,
    open_actions: usize,
}

/// Renders them all.
pub(super) fn all(site: &Site<'_>) -> Result<(), RenderError> {
    home(site)?;
    Facet::ALL.par_iter().try_for_each(|facet| overview(site, *facet))?;
    (0..site.corpus.pages().len()).into_par_iter().try_for_each(|at| page(site, at))?;
    not_found(site)?;
    site.routes
        .redirects()
        .par_iter()
        .try_for_each(|redirect| forward(site, &redirect.from, &redirect.to))?;
    for file in site.theme.statics() {
        site.write(&file.path, &file.bytes)?;
    }
    hosting(site)?;
    copies(site)
}

fn home(site: &Site<'_>) -> Result<(), RenderError> {
    let permalink = Permalink::home();
    let mut page = PageView::at(&permalink, site.config, "home", &site.config.book.title);
    page.description.clone_from(&site.config.book.description);
    let mut context = site.context(&page, &permalink.root());
    let count = site.corpus.postmortems().len();
    let latest: Vec<_> =
        (0..count.min(LATEST)).map(|at| RowView::of(at, site.corpus, site.analysis, site.routes)).collect();
    let items = || site.corpus.postmortems().iter().flat_map(|postmortem| &postmortem.action_items);
    let counts = Counts {
        postmortems: count,
        services: site.routes.terms(Facet::Services).len(),
        root_causes: site
            .routes
            .terms(Facet::RootCauses)
            .iter()
            .filter(|term| term.parent().is_none())
            .count(),
        actions: items().count(),
        open_actions: items().filter(|item| item.status.is_open()).count(),
    };
    let severities = OverviewView::of(Facet::Severities, site.config, site.routes);
    context.insert("most_severities", &severities.most());
    context.insert("severities", &severities.first(usize::MAX));
    let first = |facet| OverviewView::of(facet, site.config, site.routes).first(FREQUENT);
    context.insert("services", &first(Facet::Services));
    context.insert("root_causes", &first(Facet::RootCauses));
    context.insert("years", &first(Facet::Years));
    context.insert("latest", &latest);
    context.insert("counts", &counts);
    site.page("home.html", &permalink, &context)
}

fn overview(site: &Site<'_>, facet: Facet) -> Result<(), RenderError> {
    let permalink = Routes::overview(facet);
    let page = PageView::at(&permalink, site.config, facet.segment(), facet.title());
    let mut context = site.context(&page, &permalink.root());
    context.insert("overview", &OverviewView::of(facet, site.config, site.routes));
    site.page("terms.html", &permalink, &context)
}

fn page(site: &Site<'_>, at: usize) -> Result<(), RenderError> {
    let source = &site.corpus.pages()[at];
    let permalink = site.routes.page(at);
    let root = permalink.root();
    let mut page = PageView::at(permalink, site.config, "about", &source.title);
    page.description.clone_from(&source.description);
    let mut context = site.context(&page, &root);
    let links = site.links(&source.body.path, &root);
    insert_body(&mut context, &source.body.markdown, &links);
    context.insert("internal", &(source.visibility == crate::model::Visibility::Internal));
    context.insert("edit_url", &edit_url(site.config, &source.body.path));
    context.insert("extra", &source.extra);
    site.page("page.html", permalink, &context)
}

/// The page for what is missing. A host shows it at any address, so its links start at the
/// root of the host.
fn not_found(site: &Site<'_>) -> Result<(), RenderError> {
    let permalink = Routes::fixed("404.html");
    let html = &site.config.html;
    let root = match (&site.config.postmortem.base_url, &html.site_url) {
        (Some(base), _) => base.path().to_owned(),
        (None, Some(path)) => format!("/{}/", path.trim_matches('/')).replace("//", "/"),
        (None, None) => "/".to_owned(),
    };
    let own = html.input_404.as_deref().and_then(|path| {
        let src = &site.config.book.src;
        let inside = format!("{src}/{path}");
        site.corpus
            .pages()
            .iter()
            .find(|page| page.body.path.as_ref() == inside || page.body.path.as_ref() == path)
    });
    let title = own.map_or("Page not found", |page| page.title.as_str());
    let mut page = PageView::at(&permalink, site.config, "", title);
    page.canonical = None;
    page.noindex = true;
    let mut context = site.context(&page, &root);
    let (text, file) = own.map_or(("", ""), |page| (page.body.markdown.as_str(), page.body.path.as_ref()));
    insert_body(&mut context, text, &site.links(file, &root));
    site.page("404.html", &permalink, &context)
}

fn forward(site: &Site<'_>, from: &Permalink, to: &RedirectTarget) -> Result<(), RenderError> {
    let root = from.root();
    let (target, canonical) = match to {
        RedirectTarget::Inside(to) => {
            let canonical = site.config.postmortem.base_url.as_ref().map(|base| base.join(&to.path()));
            (format!("{root}{}", to.path()), canonical)
        }
        RedirectTarget::Elsewhere(to) => (to.clone(), to.contains("://").then(|| to.clone())),
    };
    let mut page = PageView::at(from, site.config, "", "Moved");
    page.canonical = canonical;
    page.noindex = true;
    let mut context = site.context(&page, &root);
    context.insert("target", &target);
    site.page("redirect.html", from, &context)
}

/// What hosts and robots look for.
fn hosting(site: &Site<'_>) -> Result<(), RenderError> {
    site.write(".nojekyll", b"")?;
    if let Some(cname) = &site.config.html.cname {
        site.write("CNAME", format!("{}\n", cname.trim()).as_bytes())?;
    }
    let mut robots = String::from("User-agent: *\n");
    // What is internal is nobody's business, should it ever be hosted in the open.
    robots.push_str(if site.config.postmortem.audience == Audience::Internal {
        "Disallow: /\n"
    } else {
        "Disallow:\n"
    });
    if let Some(base) = &site.config.postmortem.base_url {
        let _ = write!(robots, "\nSitemap: {}\n", base.join("sitemap.xml"));
    }
    site.write("robots.txt", robots.as_bytes())
}

/// Files that are published as they are.
fn copies(site: &Site<'_>) -> Result<(), RenderError> {
    let of_content = site
        .corpus
        .assets()
        .iter()
        .enumerate()
        .map(|(at, asset)| (asset.path.as_ref(), site.routes.asset(at).file()));
    let html = &site.config.html;
    let mut added: Vec<&String> = html.additional_css.iter().chain(&html.additional_js).collect();
    added.sort();
    added.dedup();
    let added = added.into_iter().map(|path| (path.as_str(), Routes::additional(path).file()));
    for (from, to) in of_content.chain(added) {
        site.sink.copy(&output_path(&to)?, &site.root.join(from))?;
    }
    Ok(())
}
