//! Pages and files of which there is one each: home, overviews, plain pages, 404, redirects,
//! files for hosts and robots.

use super::pages::insert_body;
use super::view::{
    ChainLine, NeighboursView, OverviewView, PageView, RegisterRow, RowView, StandingFigures, edit_url,
};
use super::{RenderError, Site};
use crate::analysis::{ActionState, Standing};
use crate::config::Audience;
use crate::routes::Facet;
use crate::routes::Permalink;
use crate::routes::Redirect;
use crate::routes::RedirectTarget;
use crate::routes::Routes;
use serde::Serialize;
use std::io::Write as _;

/// How many postmortems the home page shows.
const LATEST: usize = 20;
/// How many terms of a kind the home page shows.
const FREQUENT: usize = 8;

/// How many chains it shows.
const WORST: usize = 4;

/// What the home page counts.
#[derive(Serialize)]
struct Counts {
    postmortems: usize,
    services: usize,
    root_causes: usize,
    chains: usize,
}

/// Renders the home page.
pub(super) fn home(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let permalink = Permalink::home();
    let mut page = PageView::at(&permalink, &site.config, "home", &site.config.book.title);
    page.description.clone_from(&site.config.book.description);
    let mut context = site.context(&page, &permalink.root());
    let count = site.corpus.postmortems().len();
    let latest: Vec<_> = (0..count.min(LATEST)).map(|at| RowView::of(at, site.sources())).collect();
    let standing = Standing::of(&site.knowledge.promises().actions);
    let counts = Counts {
        postmortems: count,
        services: site.routes.terms(Facet::Services).len(),
        root_causes: site
            .routes
            .terms(Facet::RootCauses)
            .iter()
            .filter(|term| term.parent().is_none())
            .count(),
        chains: site.knowledge.chains().all().len(),
    };
    let chains = site.knowledge.chains().all().iter().enumerate().take(WORST);
    let chains = chains.map(|(place, chain)| ChainLine::of(place, chain, site.sources()));
    context.insert("chains", &chains.collect::<Vec<_>>());
    context.insert("standing", &StandingFigures::of(&standing));
    context.insert("overdue", &overdue(site));
    let severities = OverviewView::of(Facet::Severities, site.sources());
    context.insert("most_severities", &severities.most());
    context.insert("severities", &severities.first(usize::MAX));
    let first = |facet| OverviewView::of(facet, site.sources()).first(FREQUENT);
    context.insert("services", &first(Facet::Services));
    context.insert("root_causes", &first(Facet::RootCauses));
    context.insert("years", &first(Facet::Years));
    context.insert("latest", &latest);
    context.insert("counts", &counts);
    site.template("home.html", &context, out)
}

/// The most urgent of the overdue action items.
fn overdue(site: &Site) -> Vec<RegisterRow<'_>> {
    let actions = &site.knowledge.promises().actions;
    let mut late: Vec<_> = actions.iter().filter(|action| action.state == ActionState::Overdue).collect();
    late.sort_by_key(|action| action.urgency());
    late.iter().take(WORST).map(|action| RegisterRow::of(action, site.sources())).collect()
}

/// Renders all terms of a kind.
pub(super) fn overview(site: &Site, facet: Facet, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let permalink = Routes::overview(facet);
    let title = site.words().value("facet", facet.segment());
    let page = PageView::at(&permalink, &site.config, facet.segment(), &title);
    let mut context = site.context(&page, &permalink.root());
    context.insert("overview", &OverviewView::of(facet, site.sources()));
    site.template("terms.html", &context, out)
}

/// Renders a plain page.
pub(super) fn page(site: &Site, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let source = &site.corpus.pages()[at];
    let permalink = site.routes.page(at);
    let root = permalink.root();
    let mut page = PageView::at(permalink, &site.config, "about", &source.title);
    page.description.clone_from(&source.description);
    let mut context = site.context(&page, &root);
    let links = site.links(&source.body.path, &root);
    insert_body(&mut context, &source.body.markdown, &links, site.words());
    context.insert("internal", &(source.visibility == crate::model::Visibility::Internal));
    context.insert("edit_url", &edit_url(&site.config, &source.body.path));
    context.insert("extra", &source.extra);
    context.insert("neighbours", &NeighboursView::of(at, &site.corpus, &site.routes));
    site.template("page.html", &context, out)
}

/// The page for what is missing. A host shows it at any address, so its links start at the
/// root of the host.
pub(super) fn not_found(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
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
    let title = own.map_or_else(|| site.words().say("page.not_found"), |page| page.title.clone());
    let mut page = PageView::at(&permalink, &site.config, "", &title);
    page.canonical = None;
    page.noindex = true;
    let mut context = site.context(&page, &root);
    let (text, file) = own.map_or(("", ""), |page| (page.body.markdown.as_str(), page.body.path.as_ref()));
    insert_body(&mut context, text, &site.links(file, &root), site.words());
    site.template("404.html", &context, out)
}

/// Renders the page that forwards from an old path.
pub(super) fn redirect(site: &Site, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let Redirect { from, to } = &site.routes.redirects()[at];
    let root = from.root();
    let (target, canonical) = match to {
        RedirectTarget::Inside(to) => {
            let canonical = site.config.postmortem.base_url.as_ref().map(|base| base.join(&to.path()));
            (format!("{root}{}", to.path()), canonical)
        }
        RedirectTarget::Elsewhere(to) => (to.clone(), to.contains("://").then(|| to.clone())),
    };
    let mut page = PageView::at(from, &site.config, "", &site.words().say("page.moved"));
    page.canonical = canonical;
    page.noindex = true;
    let mut context = site.context(&page, &root);
    context.insert("target", &target);
    site.template("redirect.html", &context, out)
}

/// Writes the host name that GitHub Pages looks for.
pub(super) fn host_name(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let name = site.config.html.cname.as_deref().unwrap_or_default();
    push(out, format_args!("{}\n", name.trim()))
}

/// Writes what robots may read.
pub(super) fn robots(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    // What is internal is nobody's business, should it ever be hosted in the open.
    let refused = if site.config.postmortem.audience == Audience::Internal { " /" } else { "" };
    push(out, format_args!("User-agent: *\nDisallow:{refused}\n"))?;
    match &site.config.postmortem.base_url {
        Some(base) => push(out, format_args!("\nSitemap: {}\n", base.join("sitemap.xml"))),
        None => Ok(()),
    }
}

fn push(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) -> Result<(), RenderError> {
    out.write_fmt(text).map_err(|_| RenderError::Data("a file for hosts".to_owned()))
}
