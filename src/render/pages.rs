//! Postmortems and the lists that lead to them.

use super::links::Links;
use super::output::list_page;
use super::view::{
    ListView, MentionView, PageView, PostmortemView, ProfileView, RelatedView, RowView, StandingView,
    children,
};
use super::words::Words;
use super::{Part, RenderError, Site, data, markdown, timeline_svg};
use crate::routes::List;
use crate::routes::ListPage;
use crate::routes::Order;
use crate::routes::TermRoute;
use serde::Serialize;
use tera::{Context, Value};

/// Stands in a row for the link back to the root, until the row's page is known. No text may hold
/// this character: HTML has no way to write it.
const ROOT: char = '\u{1}';

/// A heading in a table of contents.
#[derive(Serialize)]
struct TocEntry<'a> {
    level: u8,
    id: &'a str,
    title: &'a str,
}

/// Renders the page of a postmortem.
pub(super) fn postmortem(site: &Site, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let postmortem = &site.corpus.postmortems()[at];
    let permalink = site.routes.postmortem(at);
    let root = permalink.root();
    let links = site.links(&postmortem.body.path, &root);
    let mut page = PageView::at(permalink, &site.config, "postmortems", &postmortem.title);
    page.description = (!postmortem.summary.is_empty()).then(|| postmortem.summary.clone());
    let mut context = site.context(&page, &root);
    let (sources, knowledge) = (site.sources(), &site.knowledge);
    context.insert("postmortem", &PostmortemView::of(at, sources));
    let chain = knowledge.chain(at);
    let standing = chain.as_ref().and_then(|chain| StandingView::of(at, chain, sources));
    context.insert("standing", &standing);
    context.insert("related", &RelatedView::all(at, sources));
    let backlinks = knowledge.backlinks(at);
    let mentions = backlinks.iter().map(|from| MentionView::of(*from, sources));
    context.insert("backlinks", &mentions.collect::<Vec<_>>());
    insert_body(&mut context, &postmortem.body.markdown, &links, site.words());
    let drawing = timeline_svg::draw(postmortem, site.words());
    context.insert_value("timeline_svg", drawing.map_or_else(Value::none, |svg| Value::safe_string(&svg)));
    site.template("postmortem.html", &context, out)
}

/// Renders its Markdown.
pub(super) fn markdown(site: &Site, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let postmortem = &site.corpus.postmortems()[at];
    let root = site.routes.postmortem(at).root();
    let links = site.links(&postmortem.body.path, &root);
    let body = markdown::copy(&postmortem.body.markdown, &|url, _| links.resolve(url));
    data::markdown(postmortem, &body, out)
}

/// Renders Markdown into `body` and `toc`.
pub(super) fn insert_body(context: &mut Context, text: &str, links: &Links<'_>, words: &Words) {
    let body = markdown::html(text, &|url, _| links.resolve(url), words.labels());
    let toc: Vec<_> = (body.headings.iter())
        .filter(|heading| (2..=3).contains(&heading.level))
        .map(|heading| TocEntry { level: heading.level, id: &heading.id, title: &heading.text })
        .collect();
    context.insert("toc", &toc);
    context.insert_value("body", Value::safe_string(&body.html));
}

/// The row of a postmortem in any list.
pub(super) fn row(site: &Site, at: usize) -> Result<&str, RenderError> {
    if let Some(row) = site.rows[at].get() {
        return Ok(row);
    }
    let mut context = Context::new();
    context.insert_value("site", site.shared.clone());
    context.insert("root", &ROOT);
    context.insert("row", &RowView::of(at, site.sources()));
    let mut row = Vec::new();
    site.template("row.html", &context, &mut row)?;
    let row = String::from_utf8(row).map_err(|_| RenderError::Data("a row of a list".to_owned()))?;
    // Where two lists ask at once, both get the same row.
    Ok(site.rows[at].get_or_init(|| row))
}

/// Renders a page of the list of all postmortems.
pub(super) fn all(site: &Site, part: Part, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let feed = site.config.postmortem.base_url.is_some().then(|| "feed.xml".to_owned());
    let list = site.routes.all();
    let page = list_page(list, part);
    let view = ListView::all(list, &page, site.words()).with_feed(feed);
    a_list(site, list, &page, (&view, None), &site.words().say("menu.postmortems"), None, out)
}

/// Renders a page of the list of a term.
pub(super) fn term(site: &Site, term: &TermRoute, part: Part, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let feed = term.feed().filter(|_| site.config.postmortem.base_url.is_some()).map(|feed| feed.path());
    let (page, words) = (list_page(&term.list, part), site.words());
    let children = children(term, &site.routes);
    let view = ListView::term(term, children, &page, &site.routes, words).with_feed(feed.clone());
    let kind = words.value("facet_one", term.facet.segment());
    let title = words.fill("format.labelled", &[("label", &kind), ("text", &term.description.title)]);
    // What the incidents have in common stands before the first of them.
    let first = part.order == Order::Date && part.number == 1;
    let profile = if first { ProfileView::of(term, site.sources()) } else { None };
    a_list(site, &term.list, &page, (&view, profile.as_ref()), &title, feed, out)
}

fn a_list(
    site: &Site,
    list: &List,
    page: &ListPage,
    (view, profile): (&ListView<'_>, Option<&ProfileView<'_>>),
    title: &str,
    feed: Option<String>,
    out: &mut Vec<u8>,
) -> Result<(), RenderError> {
    let root = page.permalink.root();
    let mut title = title.to_owned();
    if page.order == Order::Duration {
        title = site.words().fill("page.longest_first", &[("title", &title)]);
    }
    let title = site.words().part(&title, page.number);
    let mut meta = PageView::at(&page.permalink, &site.config, view.section(), &title);
    meta.feed = feed;
    // The same entries in another order are no other page to a search engine.
    meta.noindex = page.order == Order::Duration;
    let mut html = String::new();
    for &at in list.on_page(page) {
        push_row(&mut html, row(site, at)?, &root);
    }
    let mut context = site.context(&meta, &root);
    context.insert("list", view);
    context.insert("profile", &profile);
    context.insert_value("rows", Value::safe_string(&html));
    site.template("list.html", &context, out)
}

fn push_row(html: &mut String, row: &str, root: &str) {
    let mut parts = row.split(ROOT);
    html.push_str(parts.next().unwrap_or_default());
    for part in parts {
        html.push_str(root);
        html.push_str(part);
    }
}
