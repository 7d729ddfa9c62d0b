//! Postmortems and the lists that lead to them.

use super::links::Links;
use super::view::{ListView, PageView, PostmortemView, RowView, TermView, children};
use super::{RenderError, Site, data, markdown, timeline_svg};
use crate::routes::List;
use crate::routes::ListPage;
use crate::routes::Order;
use crate::routes::TermRoute;
use rayon::prelude::*;
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

/// Renders one postmortem: its page, its Markdown, its data.
pub(super) fn postmortem(site: &Site<'_>, at: usize, buffer: &mut Vec<u8>) -> Result<(), RenderError> {
    let postmortem = &site.corpus.postmortems()[at];
    let permalink = site.routes.postmortem(at);
    let root = permalink.root();
    let links = site.links(&postmortem.body.path, &root);
    let mut page = PageView::at(permalink, site.config, "postmortems", &postmortem.title);
    page.description = (!postmortem.summary.is_empty()).then(|| postmortem.summary.clone());
    let mut context = site.context(&page, &root);
    let view = PostmortemView::of(at, site.config, site.corpus, site.analysis, site.routes);
    context.insert("postmortem", &view);
    insert_body(&mut context, &postmortem.body.markdown, &links);
    let drawing = timeline_svg::draw(postmortem);
    context.insert_value("timeline_svg", drawing.map_or_else(Value::none, |svg| Value::safe_string(&svg)));
    site.page_by("postmortem.html", permalink, &context, buffer)?;
    let copy =
        data::markdown(postmortem, &markdown::copy(&postmortem.body.markdown, &|url, _| links.resolve(url)))?;
    site.write(&site.routes.markdown(at).file(), copy.as_bytes())?;
    let json = data::postmortem(site, at)?;
    site.write(&site.routes.data(at).file(), json.as_bytes())
}

/// Renders Markdown into `body` and `toc`.
pub(super) fn insert_body(context: &mut Context, text: &str, links: &Links<'_>) {
    let body = markdown::html(text, &|url, _| links.resolve(url));
    let toc: Vec<_> = (body.headings.iter())
        .filter(|heading| (2..=3).contains(&heading.level))
        .map(|heading| TocEntry { level: heading.level, id: &heading.id, title: &heading.text })
        .collect();
    context.insert("toc", &toc);
    context.insert_value("body", Value::safe_string(&body.html));
}

/// The row of every postmortem, rendered once.
pub(super) fn rows(site: &Site<'_>) -> Result<Vec<String>, RenderError> {
    (0..site.corpus.postmortems().len())
        .into_par_iter()
        .map_init(Vec::new, |buffer, at| {
            let mut context = Context::new();
            context.insert_value("site", site.shared.clone());
            context.insert("root", &ROOT);
            context.insert("row", &RowView::of(at, site.corpus, site.analysis, site.routes));
            site.theme.render("row.html", &context, buffer)?;
            String::from_utf8(buffer.clone()).map_err(|_| RenderError::Data("a row of a list".to_owned()))
        })
        .collect()
}

/// Renders every page of every list.
pub(super) fn lists(site: &Site<'_>, rows: &[String]) -> Result<(), RenderError> {
    let all = site.routes.all();
    let feed = site.config.postmortem.base_url.is_some().then(|| "feed.xml".to_owned());
    let pages: Vec<_> = all.pages().collect();
    pages.par_iter().try_for_each(|page| {
        let view = ListView::all(all, page).with_feed(feed.clone());
        list_page(site, all, page, &view, "Postmortems", None, rows)
    })?;
    let terms: Vec<_> = site.routes.all_terms().collect();
    terms.par_iter().try_for_each(|term| term_pages(site, term, rows))
}

fn term_pages(site: &Site<'_>, term: &TermRoute, rows: &[String]) -> Result<(), RenderError> {
    let below: Vec<TermView<'_>> = children(term, site.routes);
    let feed = term.feed().filter(|_| site.config.postmortem.base_url.is_some()).map(|feed| feed.path());
    for page in term.list.pages() {
        let view = ListView::term(term, below.clone(), &page, site.routes).with_feed(feed.clone());
        let title = format!("{}: {}", term.facet.singular(), term.description.title);
        list_page(site, &term.list, &page, &view, &title, feed.clone(), rows)?;
    }
    Ok(())
}

fn list_page(
    site: &Site<'_>,
    list: &List,
    page: &ListPage,
    view: &ListView<'_>,
    title: &str,
    feed: Option<String>,
    rows: &[String],
) -> Result<(), RenderError> {
    let root = page.permalink.root();
    let order = if page.order == Order::Duration { ", longest first" } else { "" };
    let number = if page.number > 1 { format!(", page {}", page.number) } else { String::new() };
    let mut meta =
        PageView::at(&page.permalink, site.config, view.section(), &format!("{title}{order}{number}"));
    meta.feed = feed;
    // The same entries in another order are no other page to a search engine.
    meta.noindex = page.order == Order::Duration;
    let mut html = String::new();
    for &at in list.on_page(page) {
        push_row(&mut html, &rows[at], &root);
    }
    let mut context = site.context(&meta, &root);
    context.insert("list", view);
    context.insert_value("rows", Value::safe_string(&html));
    site.page("list.html", &page.permalink, &context)
}

fn push_row(html: &mut String, row: &str, root: &str) {
    let mut parts = row.split(ROOT);
    html.push_str(parts.next().unwrap_or_default());
    for part in parts {
        html.push_str(root);
        html.push_str(part);
    }
}
