//! The files of a site: a name for each of them, their order, and where each lies.
//!
//! A build renders all of them; a preview renders the one that is asked for. Both by the same
//! name and the same function, so they cannot differ.

use super::Site;
use super::recurrences;
use crate::analysis::Period;
use crate::model::Target;
use crate::routes::Facet;
use crate::routes::List;
use crate::routes::ListPage;
use crate::routes::Order;
use crate::routes::Permalink;
use crate::routes::Routes;
use crate::routes::TermRoute;
use rayon::prelude::*;

/// One file of a site. Numbers are places: in the corpus, among the terms of a kind, among the
/// files of the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Output {
    /// The page of a postmortem.
    Postmortem(usize),
    /// The Markdown beside that page.
    Markdown(usize),
    /// The data of a postmortem.
    Data(usize),
    /// A page of the list of all postmortems.
    All(Part),
    /// A page of the list of a term.
    Term(Facet, usize, Part),
    /// The feed of a term.
    TermFeed(Facet, usize),
    /// All terms of a kind.
    Overview(Facet),
    /// The home page.
    Home,
    /// The trends of some time.
    Trends(Period),
    /// Their figures, as data.
    TrendData,
    /// A plain page.
    Page(usize),
    /// The page for what is missing.
    NotFound,
    /// An old path, which leads on; by its place in [`Routes::redirects`].
    Redirect(usize),
    /// The feed of the site.
    Feed,
    /// The same as JSON.
    JsonFeed,
    /// All addresses, or the list of the sitemap's parts.
    Sitemap,
    /// A part of the sitemap, by number from 1.
    SitemapPart(usize),
    /// The data of all postmortems.
    AllData,
    /// All action items, as data.
    AllActions,
    /// A page of the register of all action items, by number from 1.
    Actions(usize),
    /// A page of the register of an owner, by place in [`Routes::owners`], and number from 1.
    Owner(usize, usize),
    /// All action items as a table.
    ActionTable,
    /// The days on which action items are due.
    Calendar,
    /// A page that tells what came back, by number from 1.
    Recurrences(usize),
    /// All postmortems as a table.
    Table,
    /// The index for language models.
    TextIndex,
    /// A static file of the theme.
    Static(usize),
    /// The mark for GitHub Pages that nothing is to be made of this folder.
    NoJekyll,
    /// The host name for GitHub Pages.
    HostName,
    /// The rules for robots.
    Robots,
    /// A file of the content folder, copied.
    Asset(usize),
    /// A style sheet or script that the configuration adds, copied.
    Added(usize),
    /// The page that searches.
    Search,
    /// A file of the static index, by its place there.
    SearchFile(usize),
}

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// Its order.
    pub order: Order,
    /// Its number, from 1.
    pub number: usize,
}

impl Output {
    /// Whether it is made of the search index, and has to wait for that.
    pub fn needs_index(self) -> bool {
        matches!(self, Self::Search | Self::SearchFile(_))
    }

    /// Whether it is made when it is asked for, and not a file that is there already.
    pub fn is_rendered(self) -> bool {
        !matches!(self, Self::Static(_) | Self::Asset(_) | Self::Added(_) | Self::SearchFile(_))
    }
}

impl Part {
    fn of(page: &ListPage) -> Self {
        Self { order: page.order, number: page.number }
    }
}

impl Site {
    /// All files, in a fixed order: those of the postmortems first. The files of the static index
    /// are among them once it is there, and nobody can name them before.
    pub fn outputs(&self) -> Vec<Output> {
        let mut outputs = self.planned();
        let recurrences = 2..=recurrences::page_count(self);
        outputs.extend(recurrences.map(Output::Recurrences));
        let files = self.index.get().map_or(0, |index| index.files().len());
        outputs.extend((0..files).map(Output::SearchFile));
        outputs
    }

    /// All files but those of the static index, and the further pages of what came back: what can be named
    /// without indexing and comparing.
    fn planned(&self) -> Vec<Output> {
        let (config, routes) = (&self.config, &self.routes);
        let feeds = config.postmortem.base_url.is_some();
        let count = self.corpus.postmortems().len();
        let mut outputs = Vec::with_capacity(count * 3 + 256);
        for at in 0..count {
            outputs.extend([Output::Postmortem(at), Output::Markdown(at), Output::Data(at)]);
        }
        outputs.extend(routes.all().pages().map(|page| Output::All(Part::of(&page))));
        for &facet in Facet::ALL {
            outputs.push(Output::Overview(facet));
            for (at, term) in routes.terms(facet).iter().enumerate() {
                outputs.extend(term.list.pages().map(|page| Output::Term(facet, at, Part::of(&page))));
                outputs.extend((feeds && term.feed().is_some()).then_some(Output::TermFeed(facet, at)));
            }
        }
        outputs.push(Output::Home);
        outputs.extend(routes.trend_periods().into_iter().map(Output::Trends));
        outputs.push(Output::TrendData);
        outputs.extend((0..self.corpus.pages().len()).map(Output::Page));
        outputs.push(Output::NotFound);
        outputs.extend((0..routes.redirects().len()).map(Output::Redirect));
        if feeds {
            outputs.extend([Output::Feed, Output::JsonFeed, Output::Sitemap]);
            outputs.extend((1..=routes.sitemap_count()).map(Output::SitemapPart));
        }
        outputs.push(Output::Recurrences(1));
        outputs.extend((1..=routes.actions().page_count()).map(Output::Actions));
        for (at, owner) in routes.owners().iter().enumerate() {
            outputs.extend((1..=owner.list.page_count()).map(|number| Output::Owner(at, number)));
        }
        outputs.extend([Output::ActionTable, Output::Calendar]);
        outputs.extend([Output::AllData, Output::AllActions, Output::Table, Output::TextIndex]);
        outputs.extend((0..self.theme.statics().len()).map(Output::Static));
        outputs.push(Output::NoJekyll);
        outputs.extend(config.html.cname.is_some().then_some(Output::HostName));
        outputs.push(Output::Robots);
        outputs.extend((0..self.corpus.assets().len()).map(Output::Asset));
        outputs.extend((0..self.added.len()).map(Output::Added));
        if config.search.enable {
            outputs.push(Output::Search);
        }
        outputs
    }

    /// Where a file lies, relative to the site's root.
    pub fn file(&self, output: Output) -> String {
        let routes = &self.routes;
        let fixed = |path| Routes::fixed(path).file();
        match output {
            Output::Postmortem(at) => routes.postmortem(at).file(),
            Output::Markdown(at) => routes.markdown(at).file(),
            Output::Data(at) => routes.data(at).file(),
            Output::All(part) => list_page(routes.all(), part).permalink.file(),
            Output::Term(facet, at, part) => list_page(&self.term(facet, at).list, part).permalink.file(),
            Output::TermFeed(facet, at) => self.term_feed(facet, at).file(),
            Output::Overview(facet) => Routes::overview(facet).file(),
            Output::Home => Permalink::home().file(),
            Output::Trends(period) => Routes::trends(period).file(),
            Output::TrendData => fixed("api/trends.json"),
            Output::Page(at) => routes.page(at).file(),
            Output::NotFound => fixed("404.html"),
            Output::Redirect(at) => routes.redirects()[at].from.file(),
            Output::Feed => fixed("feed.xml"),
            Output::JsonFeed => fixed("feed.json"),
            Output::Sitemap => fixed("sitemap.xml"),
            Output::SitemapPart(number) => Routes::sitemap_part(number).file(),
            Output::AllData => fixed("api/postmortems.json"),
            Output::AllActions => fixed("api/action-items.json"),
            Output::Actions(number) => routes.actions().page(number).file(),
            Output::Owner(at, number) => routes.owners()[at].list.page(number).file(),
            Output::ActionTable => fixed("actions.csv"),
            Output::Calendar => fixed("actions.ics"),
            Output::Recurrences(number) => Routes::recurrences(number).file(),
            Output::Table => fixed("postmortems.csv"),
            Output::TextIndex => fixed("llms.txt"),
            Output::Static(at) => self.theme.statics()[at].path.clone(),
            Output::NoJekyll => fixed(".nojekyll"),
            Output::HostName => fixed("CNAME"),
            Output::Robots => fixed("robots.txt"),
            Output::Asset(at) => routes.asset(at).file(),
            Output::Added(at) => Routes::additional(&self.added[at]).file(),
            Output::Search => Routes::search().file(),
            Output::SearchFile(at) => self
                .index
                .get()
                .map_or_else(String::new, |index| format!("{}{}", index.folder(), index.files()[at].path)),
        }
    }

    /// The file that lies at a path relative to the site's root, if the site has one there.
    pub fn output(&self, path: &str) -> Option<Output> {
        let index = self.index.get();
        if let Some(at) = index.and_then(|index| index.find(path.strip_prefix(index.folder())?)) {
            return Some(Output::SearchFile(at));
        }
        let by_path = self.by_path.get_or_init(|| {
            self.planned().into_par_iter().map(|output| (self.file(output), output)).collect()
        });
        by_path.get(path).copied().or_else(|| self.recurrences(path))
    }

    /// A further page of what came back. Only who asks for one has to wait until all is compared.
    fn recurrences(&self, path: &str) -> Option<Output> {
        let number = path.strip_prefix("recurrences/page/")?.strip_suffix("/index.html")?.parse().ok()?;
        let output = Output::Recurrences(number);
        let is_one = (2..=recurrences::page_count(self)).contains(&number) && self.file(output) == path;
        is_one.then_some(output)
    }

    /// The page that a file of the content folder became, by its path in the project.
    pub fn output_of(&self, path: &str) -> Option<Output> {
        match self.corpus.target(path)? {
            Target::Postmortem(at) => Some(Output::Postmortem(at)),
            Target::Page(at) => Some(Output::Page(at)),
            Target::Asset(at) => Some(Output::Asset(at)),
            Target::Excluded => None,
        }
    }

    /// A term by its place among those of its kind.
    pub(super) fn term(&self, facet: Facet, at: usize) -> &TermRoute {
        &self.routes.terms(facet)[at]
    }

    /// Where the feed of a term lies. Only terms that have one are asked.
    pub(super) fn term_feed(&self, facet: Facet, at: usize) -> Permalink {
        let term = self.term(facet, at);
        term.feed().unwrap_or_else(|| term.list.permalink.clone())
    }
}

/// A page of a list, with its address.
pub(super) fn list_page(list: &List, part: Part) -> ListPage {
    let Part { order, number } = part;
    ListPage { permalink: list.page(order, number), order, number }
}
