//! What every page shows: the site's name, menu and files. Made once.

use super::menu::{PageGroup, reading_order};
use crate::analysis::Period;
use crate::config::Audience;
use crate::config::Config;
use crate::model::Corpus;
use crate::render::words::Words;
use crate::routes::Facet;
use crate::routes::Permalink;
use crate::routes::Routes;
use serde::Serialize;

/// An entry of a menu.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MenuEntry {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) path: String,
}

/// The site.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SiteView<'a> {
    title: &'a str,
    description: Option<&'a str>,
    language: &'a str,
    /// The language of the theme's words: another one where nobody translated them.
    words_language: &'a str,
    text_direction: &'a str,
    authors: &'a [String],
    base_url: Option<&'a str>,
    default_theme: &'a str,
    repository: Option<&'a str>,
    /// Whether readers of this build may see what is internal.
    internal: bool,
    /// Whether it can be searched.
    search: bool,
    menu: Vec<MenuEntry>,
    /// All plain pages, in the order in which they are read.
    pages: Vec<MenuEntry>,
    /// The same in groups.
    page_groups: Vec<PageGroup>,
    css: Vec<String>,
    js: Vec<String>,
    /// A picture beside the title.
    logo: Option<Logo<'a>>,
    /// Links of the settings, in the header.
    header_links: Vec<LinkView<'a>>,
    /// Links of the settings, in the footer.
    footer_links: Vec<LinkView<'a>>,
}

/// A picture.
#[derive(Debug, Serialize)]
struct Logo<'a> {
    path: String,
    alt: &'a str,
}

/// A link out of the site.
#[derive(Debug, Serialize)]
struct LinkView<'a> {
    name: &'a str,
    url: &'a str,
}

impl<'a> SiteView<'a> {
    /// Shows the site.
    pub(in crate::render) fn of(
        config: &'a Config,
        corpus: &'a Corpus,
        routes: &Routes,
        words: &'a Words,
    ) -> Self {
        let mut menu = vec![MenuEntry {
            key: "postmortems".to_owned(),
            title: words.say("menu.postmortems"),
            path: routes.all().permalink.path(),
        }];
        for (key, permalink) in
            [("recurrences", Routes::recurrences(1)), ("actions", routes.actions().permalink.clone())]
        {
            let title = words.value("menu", key);
            menu.push(MenuEntry { key: key.to_owned(), title, path: permalink.path() });
        }
        menu.extend(Facet::ALL.iter().filter(|facet| !routes.terms(**facet).is_empty()).map(|&facet| {
            MenuEntry {
                key: facet.segment().to_owned(),
                title: words.value("facet", facet.segment()),
                path: Routes::overview(facet).path(),
            }
        }));
        if !corpus.postmortems().is_empty() {
            menu.push(MenuEntry {
                key: "trends".to_owned(),
                title: words.say("menu.trends"),
                path: Routes::trends(Period::LastYear).path(),
            });
        }
        let look = &config.postmortem.theme;
        let links = |place| {
            let here = look.links.iter().filter(|link| link.place == place);
            here.map(|link| LinkView { name: &link.name, url: &link.url }).collect()
        };
        let added = |paths: &[String]| paths.iter().map(|path| Routes::additional(path).path()).collect();
        Self {
            title: &config.book.title,
            description: config.book.description.as_deref(),
            language: &config.book.language,
            words_language: words.language(),
            text_direction: &config.book.text_direction,
            authors: &config.book.authors,
            base_url: config.postmortem.base_url.as_ref().map(|url| url.as_str()),
            default_theme: &config.html.default_theme,
            repository: config.html.git_repository_url.as_deref(),
            internal: config.postmortem.audience == Audience::Internal,
            search: config.search.enable,
            menu,
            pages: reading_order(corpus, routes),
            page_groups: PageGroup::all(corpus, routes),
            css: added(&config.html.additional_css),
            js: added(&config.html.additional_js),
            logo: look
                .logo
                .as_deref()
                .map(|logo| Logo { path: Routes::additional(logo).path(), alt: &look.logo_alt }),
            header_links: links("header"),
            footer_links: links("footer"),
        }
    }
}

/// One page of the site.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct PageView {
    /// Its title, without the site's.
    pub title: String,
    /// What it is, in a sentence, for search engines and link previews.
    pub description: Option<String>,
    /// Its path below the site's root.
    pub path: String,
    /// Its absolute address, where the site knows its own.
    pub canonical: Option<String>,
    /// The entry of the menu to which it belongs.
    pub section: &'static str,
    /// Its own feed, as a path.
    pub feed: Option<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
}

impl PageView {
    /// A page at an address.
    pub(in crate::render) fn at(
        permalink: &Permalink,
        config: &Config,
        section: &'static str,
        title: &str,
    ) -> Self {
        let path = permalink.path();
        let canonical = config.postmortem.base_url.as_ref().map(|base| base.join(&path));
        Self { title: title.to_owned(), path, canonical, section, ..Self::default() }
    }
}
