//! Feeds and the sitemap, by templates of the theme; and the JSON feed.
//!
//! All need the site's absolute address, and are left out without it.

use super::view::PageView;
use super::{RenderError, Site};
use crate::config::BaseUrl;
use crate::model::Moment;
use crate::routes::Permalink;
use crate::routes::Routes;
use crate::routes::SITEMAP_SIZE;
use rayon::prelude::*;
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

/// Writes all of them.
pub(super) fn all(site: &Site<'_>) -> Result<(), RenderError> {
    let Some(base) = &site.config.postmortem.base_url else { return Ok(()) };
    let title = &site.config.book.title;
    let everything = &site.routes.all().members;
    let feed_file = Routes::fixed("feed.xml");
    let main = feed(site, base, title.clone(), &Permalink::home(), &feed_file, everything);
    atom(site, &main, &feed_file)?;
    let json = Feed { own_url: base.join(&Routes::fixed("feed.json").path()), ..main };
    site.write("feed.json", json_feed(site, &json)?.as_bytes())?;
    let terms: Vec<_> = site.routes.all_terms().filter_map(|term| Some((term, term.feed()?))).collect();
    terms.par_iter().try_for_each(|(term, file)| {
        let title = format!("{title}: {}", term.description.title);
        atom(site, &feed(site, base, title, &term.list.permalink, file, &term.list.members), file)
    })?;
    sitemap(site, base)
}

fn feed<'a>(
    site: &'a Site<'_>,
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

fn entry<'a>(site: &'a Site<'_>, base: &BaseUrl, at: usize) -> Entry<'a> {
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

fn atom(site: &Site<'_>, feed: &Feed<'_>, file: &Permalink) -> Result<(), RenderError> {
    let page = PageView::at(file, site.config, "", &feed.title);
    let mut context = site.context(&page, &file.root());
    context.insert("feed", feed);
    site.page("feed.xml", file, &context)
}

/// JSON Feed 1.1.
fn json_feed(site: &Site<'_>, feed: &Feed<'_>) -> Result<String, RenderError> {
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

fn sitemap(site: &Site<'_>, base: &BaseUrl) -> Result<(), RenderError> {
    let urls: Vec<_> = site.routes.sitemap().map(|permalink| base.join(&permalink.path())).collect();
    let index = Routes::fixed("sitemap.xml");
    let write = |file: &Permalink, template: &str, urls: &[String]| {
        let mut context = site.context(&PageView::at(file, site.config, "", "Sitemap"), &file.root());
        context.insert("urls", urls);
        site.page(template, file, &context)
    };
    let parts = site.routes.sitemap_count();
    if parts == 0 {
        return write(&index, "sitemap.xml", &urls);
    }
    let mut names = Vec::new();
    for (chunk, number) in urls.chunks(SITEMAP_SIZE).zip(1..=parts) {
        let file = Routes::sitemap_part(number);
        write(&file, "sitemap.xml", chunk)?;
        names.push(base.join(&file.path()));
    }
    write(&index, "sitemap_index.xml", &names)
}
