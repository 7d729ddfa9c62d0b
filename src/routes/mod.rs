//! Every page's permalink; the only maker of URLs.
//!
//! Takes the corpus and what analysis found, gives an address to all that the site will hold,
//! and refuses two things for one address. Rendering asks here, and never builds a path itself.

mod addresses;
mod clash;
mod facet;
mod list;
mod permalink;
mod promises;

pub use addresses::addresses;
pub use clash::Clash;
pub use facet::{Description, Facet};
pub use list::{List, ListPage, Order, PAGE_SIZE, TermRoute};
use permalink::encode_query;
pub use permalink::{Permalink, relative};
pub use promises::{ActionList, OwnerRoute};

use crate::analysis::Analysis;
use crate::analysis::Period;
use crate::config::Config;
use crate::model::Asset;
use crate::model::Corpus;
use crate::model::Page;
use crate::model::Postmortem;
use clash::{Claims, Owner};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many addresses one sitemap may hold.
pub const SITEMAP_SIZE: usize = 45_000;

/// An old path and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The page that forwards.
    pub from: Permalink,
    /// Where to.
    pub to: RedirectTarget,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// To a page of this site.
    Inside(Permalink),
    /// To another site, or to a path relative to the old one.
    Elsewhere(String),
}

/// All addresses of a site.
#[derive(Debug, Clone)]
pub struct Routes {
    postmortems: Vec<Permalink>,
    pages: Vec<Permalink>,
    assets: Vec<Permalink>,
    all: List,
    terms: BTreeMap<Facet, Vec<TermRoute>>,
    redirects: Vec<Redirect>,
    actions: ActionList,
    owners: Vec<OwnerRoute>,
}

impl Routes {
    /// Gives everything its address; all clashes come back.
    pub fn plan(config: &Config, corpus: &Corpus, analysis: &Analysis) -> Result<Self, Vec<Clash>> {
        let postmortems: Vec<_> =
            corpus.postmortems().iter().map(|postmortem| postmortem_permalink(postmortem)).collect();
        let pages: Vec<_> = corpus.pages().iter().map(|page| page_permalink(page)).collect();
        let assets = corpus
            .assets()
            .iter()
            .map(|asset| asset_permalink(asset, corpus, &postmortems, &config.book.src))
            .collect();
        let everything = (0..postmortems.len()).collect();
        let all = List::new(Permalink::new("postmortems/"), everything, analysis);
        let (terms, (actions, owners)) = rayon::join(
            || {
                let all = Facet::ALL.par_iter();
                all.map(|&facet| (facet, term_routes(facet, config, corpus, analysis))).collect()
            },
            || promises::plan(corpus.postmortems()),
        );
        let redirects = Vec::new();
        let mut routes = Self { postmortems, pages, assets, all, terms, redirects, actions, owners };
        routes.redirects = routes.plan_redirects(config, corpus);
        let clashes = routes.claims(config, corpus).clashes();
        if clashes.is_empty() { Ok(routes) } else { Err(clashes) }
    }

    /// The page of the postmortem at this place in the corpus.
    pub fn postmortem(&self, at: usize) -> &Permalink {
        &self.postmortems[at]
    }

    /// Its Markdown.
    pub fn markdown(&self, at: usize) -> Permalink {
        self.postmortems[at].join("index.md")
    }

    /// Its data.
    pub fn data(&self, at: usize) -> Permalink {
        Permalink::new(&format!("api{}.json", self.postmortems[at].as_str().trim_end_matches('/')))
    }

    /// The plain page at this place in the corpus.
    pub fn page(&self, at: usize) -> &Permalink {
        &self.pages[at]
    }

    /// The copied file at this place in the corpus.
    pub fn asset(&self, at: usize) -> &Permalink {
        &self.assets[at]
    }

    /// A file that the configuration adds, such as a style sheet.
    pub fn additional(path: &str) -> Permalink {
        Permalink::new(&format!("theme/added/{}", path.trim_start_matches("./")))
    }

    /// A file that every site has, or a file of the theme.
    pub fn fixed(path: &str) -> Permalink {
        Permalink::new(path)
    }

    /// The search page.
    pub fn search() -> Permalink {
        Permalink::new("search/")
    }

    /// The search page with a query already asked, as a link below the site's root.
    pub fn search_for(query: &str) -> String {
        format!("{}?q={}", Self::search().path(), encode_query(query))
    }

    /// The trends of some time.
    pub fn trends(period: Period) -> Permalink {
        match period {
            Period::LastYear => Permalink::new("trends/"),
            period => Permalink::new(&format!("trends/{}/", period.key())),
        }
    }

    /// The times whose trends have a page: the last twelve months, each year that has postmortems, newest
    /// first, and all.
    pub fn trend_periods(&self) -> Vec<Period> {
        let years = self.terms(Facet::Years).iter().rev().filter_map(|term| term.key.parse().ok());
        let mut periods = vec![Period::LastYear];
        periods.extend(years.map(Period::Year));
        periods.push(Period::All);
        periods
    }

    /// The folder of the search index with this hash.
    pub fn search_index(hash: &str) -> Permalink {
        Permalink::new(&format!("search/{hash}/"))
    }

    /// The list of all postmortems.
    pub fn all(&self) -> &List {
        &self.all
    }

    /// The page that shows all terms of a kind.
    pub fn overview(facet: Facet) -> Permalink {
        Permalink::new(&format!("{}/", facet.segment()))
    }

    /// The terms of a kind that are in use, by key.
    pub fn terms(&self, facet: Facet) -> &[TermRoute] {
        self.terms.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// All terms in use, by kind, then by key.
    pub fn all_terms(&self) -> impl Iterator<Item = &TermRoute> {
        self.terms.values().flatten()
    }

    /// Says anew how readers see each term. Its address stays.
    pub fn describe(&mut self, mut say: impl FnMut(Facet, &str, &mut Description)) {
        for term in self.terms.values_mut().flatten() {
            say(term.facet, &term.key, &mut term.description);
        }
    }

    /// The term of this key.
    pub fn term(&self, facet: Facet, key: &str) -> Option<&TermRoute> {
        let terms = self.terms(facet);
        terms.binary_search_by(|term| term.key.as_str().cmp(key)).ok().map(|at| &terms[at])
    }

    /// The list of all action items.
    pub fn actions(&self) -> &ActionList {
        &self.actions
    }

    /// Who answers for action items, by key.
    pub fn owners(&self) -> &[OwnerRoute] {
        &self.owners
    }

    /// The owner of this key, as [`crate::analysis::owner_key`] has it.
    pub fn owner(&self, key: &str) -> Option<&OwnerRoute> {
        let found = self.owners.binary_search_by(|owner| owner.key.as_str().cmp(key));
        found.ok().map(|at| &self.owners[at])
    }

    /// One of the pages that tell what came back, by number from 1. How many there are is not known here,
    /// so nothing else may lie beside them.
    pub fn recurrences(number: usize) -> Permalink {
        let first = Permalink::new("recurrences/");
        if number > 1 { first.join(&format!("page/{number}/")) } else { first }
    }

    /// All old paths.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// How many parts the sitemap has; none when it is small enough to be one file.
    pub fn sitemap_count(&self) -> usize {
        let count = self.sitemap().count();
        if count > SITEMAP_SIZE { count.div_ceil(SITEMAP_SIZE) } else { 0 }
    }

    /// One part of the sitemap, by number from 1.
    pub fn sitemap_part(number: usize) -> Permalink {
        Permalink::new(&format!("sitemap-{number}.xml"))
    }

    /// The addresses that the sitemap tells: each page once, lists by date only.
    pub fn sitemap(&self) -> impl Iterator<Item = Permalink> + '_ {
        let lists = std::iter::once(&self.all).chain(self.all_terms().map(|term| &term.list));
        let pages_of = |list: &'_ List| -> Vec<_> {
            (1..=list.page_count()).map(|number| list.page(Order::Date, number)).collect()
        };
        std::iter::once(Permalink::home())
            .chain(self.pages.iter().cloned())
            .chain(Facet::ALL.iter().map(|&facet| Self::overview(facet)))
            .chain(self.trend_periods().into_iter().map(Self::trends))
            .chain(lists.flat_map(pages_of))
            .chain(std::iter::once(Self::recurrences(1)))
            .chain(self.actions.pages())
            .chain(self.owners.iter().flat_map(|owner| owner.list.pages()))
            .chain(self.postmortems.iter().cloned())
    }

    fn plan_redirects(&self, config: &Config, corpus: &Corpus) -> Vec<Redirect> {
        let of_postmortems = corpus.postmortems().iter().map(|p| &p.aliases).zip(&self.postmortems);
        let of_pages = corpus.pages().iter().map(|page| &page.aliases).zip(&self.pages);
        let mut redirects: Vec<_> = of_postmortems
            .chain(of_pages)
            .flat_map(|(aliases, to)| aliases.iter().map(move |alias| (alias, to)))
            .map(|(alias, to)| Redirect { from: old_path(alias), to: RedirectTarget::Inside(to.clone()) })
            .collect();
        redirects.extend(config.html.redirect.iter().map(|(from, to)| {
            let inside = to.starts_with('/') && !to.starts_with("//");
            let to = if inside {
                RedirectTarget::Inside(Permalink::new(to))
            } else {
                RedirectTarget::Elsewhere(to.clone())
            };
            Redirect { from: old_path(from), to }
        }));
        redirects
    }

    fn claims<'a>(&'a self, config: &'a Config, corpus: &'a Corpus) -> Claims<'a> {
        let mut claims = Claims::default();
        for (file, what) in SITE_FILES {
            claims.claim((*file).to_owned(), Owner::Site(what));
        }
        for facet in Facet::ALL {
            claims.claim(Self::overview(*facet).file(), Owner::Site("an overview of terms"));
        }
        for period in self.trend_periods() {
            claims.claim(Self::trends(period).file(), Owner::Site("the trends"));
        }
        for (at, postmortem) in corpus.postmortems().iter().enumerate() {
            let owner = Owner::Postmortem(&postmortem.body.path);
            for file in [self.postmortem(at).file(), self.markdown(at).file(), self.data(at).file()] {
                claims.claim(file, owner);
            }
        }
        for (page, permalink) in corpus.pages().iter().zip(&self.pages) {
            claims.claim(permalink.file(), Owner::Page(&page.body.path));
        }
        for page in self.all.pages() {
            claims.claim(page.permalink.file(), Owner::Site("the list of all postmortems"));
        }
        for term in self.all_terms() {
            for page in term.list.pages() {
                claims.claim(page.permalink.file(), Owner::Term(&term.key));
            }
            if let Some(feed) = term.feed() {
                claims.claim(feed.file(), Owner::Term(&term.key));
            }
        }
        for page in self.actions.pages() {
            claims.claim(page.file(), Owner::Site("the action register"));
        }
        for owner in &self.owners {
            for page in owner.list.pages() {
                claims.claim(page.file(), Owner::Site("the action register"));
            }
        }
        for (asset, permalink) in corpus.assets().iter().zip(&self.assets) {
            claims.claim(permalink.file(), Owner::Asset(&asset.path));
        }
        for number in 1..=self.sitemap_count() {
            claims.claim(Self::sitemap_part(number).file(), Owner::Site("the sitemap"));
        }
        for path in config.added_files() {
            claims.claim(Self::additional(path).file(), Owner::Added(path));
        }
        self.claim_redirects(config, corpus, &mut claims);
        claims
    }

    fn claim_redirects<'a>(&'a self, config: &'a Config, corpus: &'a Corpus, claims: &mut Claims<'a>) {
        let of_postmortems = corpus.postmortems().iter().map(|p| (&p.aliases, &p.body.path));
        let of_pages = corpus.pages().iter().map(|page| (&page.aliases, &page.body.path));
        let owners = of_postmortems
            .chain(of_pages)
            .flat_map(|(aliases, path)| aliases.iter().map(move |_| Owner::Alias(path)))
            .chain(config.html.redirect.keys().map(|from| Owner::Redirect(from)));
        for (redirect, owner) in self.redirects.iter().zip(owners) {
            claims.claim(redirect.from.file(), owner);
        }
    }
}

/// Files that every site may have, with what they are.
const SITE_FILES: &[(&str, &str)] = &[
    ("index.html", "the home page"),
    ("404.html", "the page for missing pages"),
    ("feed.xml", "the feed"),
    ("feed.json", "the feed"),
    ("sitemap.xml", "the sitemap"),
    ("robots.txt", "the rules for robots"),
    (".nojekyll", "the mark for GitHub Pages"),
    ("CNAME", "the host name for GitHub Pages"),
    ("api/postmortems.json", "the index of all data"),
    ("api/action-items.json", "the list of all action items"),
    ("api/trends.json", "the figures of the trends"),
    ("postmortems.csv", "the table of all postmortems"),
    ("actions.csv", "the table of all action items"),
    ("actions.ics", "the calendar of due dates"),
    ("llms.txt", "the text index"),
];

fn postmortem_permalink(postmortem: &Postmortem) -> Permalink {
    Permalink::new(&format!("postmortems/{}/", postmortem.id.slug()))
}

fn page_permalink(page: &Page) -> Permalink {
    match page.slug.as_str() {
        "about" => Permalink::new("about/"),
        slug => Permalink::new(&format!("about/{slug}/")),
    }
}

/// A bundle's files lie beside its page; others keep their place in the content folder.
fn asset_permalink(asset: &Asset, corpus: &Corpus, postmortems: &[Permalink], src: &str) -> Permalink {
    let inside = |folder: &str| asset.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    let bundle = asset.bundle.and_then(|at| {
        let folder = corpus.postmortems().get(at)?.body.path.rsplit_once('/')?.0;
        Some(postmortems.get(at)?.join(inside(folder)?))
    });
    bundle.unwrap_or_else(|| Permalink::new(inside(src).unwrap_or(&asset.path)))
}

/// `/old/page` and `/old/page/` are folders, `/old/page.html` is a file.
fn old_path(alias: &str) -> Permalink {
    let alias = alias.trim();
    let is_file = ["html", "htm"]
        .iter()
        .any(|end| alias.rsplit_once('.').is_some_and(|(_, have)| have.eq_ignore_ascii_case(end)));
    let path = alias.trim_start_matches('/');
    if is_file || path.ends_with('/') { Permalink::new(path) } else { Permalink::new(&format!("{path}/")) }
}

fn term_routes(facet: Facet, config: &Config, corpus: &Corpus, analysis: &Analysis) -> Vec<TermRoute> {
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut add = |key: &str, at: usize| match members.get_mut(key) {
        // A parent may stand beside its children.
        Some(members) if members.last() == Some(&at) => {}
        Some(members) => members.push(at),
        None => drop(members.insert(key.to_owned(), vec![at])),
    };
    for (at, postmortem) in corpus.postmortems().iter().enumerate() {
        facet.each_key(postmortem, |key| {
            if let Some((parent, _)) = key.split_once('/') {
                add(parent, at);
            }
            add(key, at);
        });
    }
    members
        .into_par_iter()
        .map(|(key, members)| {
            let description = facet.describe(&key, config);
            let permalink = facet.permalink(&key);
            TermRoute { facet, list: List::new(permalink, members, analysis), key, description }
        })
        .collect()
}
