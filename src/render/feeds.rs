//! Feeds and the sitemap, by templates of the theme; and the JSON feed.
//!
//! All need the site's absolute address, and are left out without it.

use super::view::PageView;
use super::{RenderError, Site};
use crate::config::BaseUrl;
use crate::model::Moment;
use crate::routes::Facet;
use crate::routes::Permalink;
use crate::routes::Routes;
use crate::routes::SITEMAP_SIZE;
use serde::Serialize;

/// How many postmortems a feed holds.
const ENTRIES: usize = 20;
/// The date of what has none. Nothing here knows the day of the build.
const UNDATED: &str = "1970-01-01T00:00:00Z";

#[derive(Serialize)]
struct Entry<'a> {
    title: &'a str,
    url: String,
    updated: String,
    summary: &'a str,
    authors: &'a [String],
    categories: Vec<String>,
}

#[derive(Serialize)]
struct Feed<'a> {
    title: String,
    description: Option<&'a str>,
    /// The page that it follows.
    url: String,
    /// Its own address.
    own_url: String,
    updated: String,
    entries: Vec<Entry<'a>>,
}

/// Renders the feed of the site.
pub(super) fn atom(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let file = Routes::fixed("feed.xml");
    let Some(feed) = main(site, &file) else { return Ok(()) };
    by_template(site, &feed, &file, out)
}

/// Writes the same as JSON Feed 1.1.
pub(super) fn json(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let Some(feed) = main(site, &Routes::fixed("feed.json")) else { return Ok(()) };
    out.extend_from_slice(json_feed(site, &feed)?.as_bytes());
    Ok(())
}

/// Renders the feed of a term.
pub(super) fn of_term(site: &Site, facet: Facet, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let Some(base) = &site.config.postmortem.base_url else { return Ok(()) };
    let (term, file) = (site.term(facet, at), site.term_feed(facet, at));
    let values = [("label", site.config.book.title.as_str()), ("text", &term.description.title)];
    let title = site.words().fill("format.labelled", &values);
    let feed = feed(site, base, title, &term.list.permalink, &file, &term.list.members);
    by_template(site, &feed, &file, out)
}

fn main<'a>(site: &'a Site, file: &Permalink) -> Option<Feed<'a>> {
    let base = site.config.postmortem.base_url.as_ref()?;
    let title = site.config.book.title.clone();
    Some(feed(site, base, title, &Permalink::home(), file, &site.routes.all().members))
}

fn feed<'a>(
    site: &'a Site,
    base: &BaseUrl,
    title: String,
    page: &Permalink,
    file: &Permalink,
    members: &[usize],
) -> Feed<'a> {
    let entries: Vec<_> = members.iter().take(ENTRIES).map(|&at| entry(site, base, at)).collect();
    let updated =
        entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(|| UNDATED.to_owned());
    Feed {
        title,
        description: site.config.book.description.as_deref(),
        url: base.join(&page.path()),
        own_url: base.join(&file.path()),
        updated,
        entries,
    }
}

fn entry<'a>(site: &'a Site, base: &BaseUrl, at: usize) -> Entry<'a> {
    let postmortem = &site.corpus.postmortems()[at];
    let utc = |moment: &Moment| moment.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let services = postmortem.services.iter().map(ToString::to_string);
    let causes = postmortem.root_causes.iter().map(ToString::to_string);
    Entry {
        title: &postmortem.title,
        url: base.join(&site.routes.postmortem(at).path()),
        updated: postmortem.date().map_or_else(|| UNDATED.to_owned(), utc),
        summary: &postmortem.summary,
        authors: &postmortem.authors,
        categories: services.chain(causes).collect(),
    }
}

fn by_template(site: &Site, feed: &Feed<'_>, file: &Permalink, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let page = PageView::at(file, &site.config, "", &feed.title);
    let mut context = site.context(&page, &file.root());
    context.insert("feed", feed);
    site.template("feed.xml", &context, out)
}

fn json_feed(site: &Site, feed: &Feed<'_>) -> Result<String, RenderError> {
    let author = |name: &String| serde_json::json!({ "name": name });
    let items: Vec<_> = (feed.entries.iter())
        .map(|entry| {
            let mut item = serde_json::json!({
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "content_text": if entry.summary.is_empty() { entry.title } else { entry.summary },
                "date_published": entry.updated,
                "tags": entry.categories,
            });
            if !entry.authors.is_empty() {
                item["authors"] = entry.authors.iter().map(author).collect();
            }
            item
        })
        .collect();
    let mut json = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.own_url,
        "language": site.config.book.language,
        "items": items,
    });
    if let Some(description) = feed.description {
        json["description"] = description.into();
    }
    let authors = &site.config.book.authors;
    if !authors.is_empty() {
        json["authors"] = authors.iter().map(author).collect();
    }
    serde_json::to_string_pretty(&json).map_err(|_| RenderError::Data("the JSON feed".to_owned()))
}

/// Renders the sitemap: all addresses, or the list of its parts where one file cannot hold them.
pub(super) fn sitemap(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let Some(base) = &site.config.postmortem.base_url else { return Ok(()) };
    let file = Routes::fixed("sitemap.xml");
    let parts = site.routes.sitemap_count();
    if parts == 0 {
        let urls = site.routes.sitemap().map(|permalink| base.join(&permalink.path()));
        return addresses(site, "sitemap.xml", &file, &urls.collect::<Vec<_>>(), out);
    }
    let parts = (1..=parts).map(|number| base.join(&Routes::sitemap_part(number).path()));
    addresses(site, "sitemap_index.xml", &file, &parts.collect::<Vec<_>>(), out)
}

/// Renders a part of the sitemap, by number from 1.
pub(super) fn sitemap_part(site: &Site, number: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let Some(base) = &site.config.postmortem.base_url else { return Ok(()) };
    let part = site.routes.sitemap().skip((number - 1) * SITEMAP_SIZE).take(SITEMAP_SIZE);
    let urls: Vec<_> = part.map(|permalink| base.join(&permalink.path())).collect();
    addresses(site, "sitemap.xml", &Routes::sitemap_part(number), &urls, out)
}

fn addresses(
    site: &Site,
    template: &str,
    file: &Permalink,
    urls: &[String],
    out: &mut Vec<u8>,
) -> Result<(), RenderError> {
    let mut context = site.context(&PageView::at(file, &site.config, "", "Sitemap"), &file.root());
    context.insert("urls", urls);
    site.template(template, &context, out)
}
