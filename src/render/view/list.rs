//! Lists, and overviews of lists.

use super::Sources;
use crate::config::Config;
use crate::model::Severity;
use crate::render::words::Words;
use crate::routes::Facet;
use crate::routes::List;
use crate::routes::ListPage;
use crate::routes::Order;
use crate::routes::Routes;
use crate::routes::TermRoute;
use serde::Serialize;

/// A term as a link.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct TermView<'a> {
    /// The word in front matter.
    pub key: &'a str,
    /// How readers see it.
    pub title: &'a str,
    /// What it covers; may be empty.
    pub description: &'a str,
    /// Its page.
    pub path: String,
    /// How many postmortems it has.
    pub count: usize,
    /// Place on the scale, for severities; 0 is worst.
    pub rank: Option<usize>,
    /// The title of the term above it.
    pub parent: Option<&'a str>,
}

impl<'a> TermView<'a> {
    /// Shows a term.
    pub(in crate::render) fn of(term: &'a TermRoute, routes: &'a Routes) -> Self {
        Self {
            key: &term.key,
            title: &term.description.title,
            description: &term.description.text,
            path: term.list.permalink.path(),
            count: term.list.members.len(),
            rank: None,
            parent: term
                .parent()
                .and_then(|key| routes.term(term.facet, key))
                .map(|parent| parent.description.title.as_str()),
        }
    }

    /// Shows the terms of these keys.
    pub(in crate::render) fn all<'k>(
        facet: Facet,
        keys: impl Iterator<Item = &'k str>,
        routes: &'a Routes,
    ) -> Vec<Self> {
        keys.filter_map(|key| routes.term(facet, key)).map(|term| Self::of(term, routes)).collect()
    }

    /// Shows a severity. Its page may be missing only if nothing has it.
    pub(in crate::render) fn severity(severity: &'a Severity, routes: &'a Routes) -> Self {
        let route = routes.term(Facet::Severities, severity.key());
        Self {
            key: severity.key(),
            title: severity.title(),
            description: route.map_or("", |term| term.description.text.as_str()),
            path: route.map_or_else(String::new, |term| term.list.permalink.path()),
            count: route.map_or(0, |term| term.list.members.len()),
            rank: Some(severity.rank()),
            parent: None,
        }
    }
}

/// A link to another page of a list.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PageLink {
    title: String,
    path: String,
    current: bool,
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ListView<'a> {
    /// `postmortems`, or the segment of a kind of term.
    kind: &'static str,
    /// `Service`; empty for the list of all.
    kind_title: String,
    /// Where all terms of the kind are shown.
    overview: Option<String>,
    overview_title: String,
    key: String,
    title: String,
    description: String,
    owner: Option<String>,
    url: Option<String>,
    parent: Option<TermView<'a>>,
    children: Vec<TermView<'a>>,
    count: usize,
    /// `date` or `duration`.
    order: &'static str,
    orders: Vec<PageLink>,
    number: usize,
    page_count: usize,
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
    feed: Option<String>,
}

impl<'a> ListView<'a> {
    /// Shows one page of the list of all postmortems.
    pub(in crate::render) fn all(list: &List, page: &ListPage, words: &Words) -> Self {
        let number = page.number;
        let count = list.page_count();
        let path = |number| list.page(page.order, number).path();
        let order_title = |order| match order {
            Order::Date => words.say("list.newest_first"),
            Order::Duration => words.say("list.longest_first"),
        };
        let orders = list.orders().iter().map(|&order| PageLink {
            title: order_title(order),
            path: list.page(order, 1).path(),
            current: order == page.order,
        });
        Self {
            kind: "postmortems",
            kind_title: String::new(),
            overview: None,
            overview_title: String::new(),
            key: String::new(),
            title: words.say("menu.postmortems"),
            description: String::new(),
            owner: None,
            url: None,
            parent: None,
            children: Vec::new(),
            count: list.members.len(),
            order: if page.order == Order::Date { "date" } else { "duration" },
            orders: orders.collect(),
            number,
            page_count: count,
            pages: pager(number, count, path),
            previous: (number > 1).then(|| path(number - 1)),
            next: (number < count).then(|| path(number + 1)),
            feed: None,
        }
    }

    /// Shows one page of a term's list. `children` are the terms below it.
    pub(in crate::render) fn term(
        term: &'a TermRoute,
        children: Vec<TermView<'a>>,
        page: &ListPage,
        routes: &'a Routes,
        words: &Words,
    ) -> Self {
        let parent = term.parent().and_then(|key| routes.term(term.facet, key));
        Self {
            kind: term.facet.segment(),
            kind_title: words.value("facet_one", term.facet.segment()),
            overview: Some(Routes::overview(term.facet).path()),
            overview_title: words.value("facet", term.facet.segment()),
            key: term.key.clone(),
            title: term.description.title.clone(),
            description: term.description.text.clone(),
            owner: term.description.owner.clone(),
            url: term.description.url.clone(),
            parent: parent.map(|parent| TermView::of(parent, routes)),
            children,
            ..Self::all(&term.list, page, words)
        }
    }

    /// The entry of the menu to which it belongs.
    pub(in crate::render) fn section(&self) -> &'static str {
        self.kind
    }

    /// Names the feed of the list.
    pub(in crate::render) fn with_feed(mut self, feed: Option<String>) -> Self {
        self.feed = feed;
        self
    }
}

/// The links of a pager.
pub(in crate::render) fn pager(number: usize, count: usize, path: impl Fn(usize) -> String) -> Vec<PageLink> {
    let link = |at: Option<usize>| PageLink {
        title: at.map_or_else(|| "…".to_owned(), |at| at.to_string()),
        path: at.map_or_else(String::new, &path),
        current: at == Some(number),
    };
    nearby(number, count).into_iter().map(link).collect()
}

/// The numbers that a pager shows: the ends, and those around the current one; `None` for a gap.
/// Never more than nine, however long the list is.
fn nearby(number: usize, count: usize) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    let mut last = 0;
    let near = number.saturating_sub(2).max(1)..=(number + 2).min(count);
    for at in [1].into_iter().chain(near).chain([count]) {
        if at <= last {
            continue;
        }
        if at > last + 1 {
            shown.push(None);
        }
        shown.push(Some(at));
        last = at;
    }
    shown
}

/// All terms of a kind.
#[derive(Debug, Serialize)]
pub(in crate::render) struct OverviewView<'a> {
    kind: &'static str,
    title: String,
    singular: String,
    /// Terms of the first level, each with those below it.
    terms: Vec<OverviewEntry<'a>>,
    /// The largest count, to draw the others against.
    most: usize,
}

#[derive(Debug, Serialize)]
struct OverviewEntry<'a> {
    term: TermView<'a>,
    children: Vec<TermView<'a>>,
}

impl<'a> OverviewView<'a> {
    /// Shows the terms of a kind: severities from worst, years from newest, others by count.
    pub(in crate::render) fn of(facet: Facet, sources: Sources<'a>) -> Self {
        let Sources { config, routes, words, .. } = sources;
        let all = routes.terms(facet);
        let view = |term: &'a TermRoute| TermView {
            rank: rank(facet, &term.key, config),
            ..TermView::of(term, routes)
        };
        let mut terms: Vec<OverviewEntry<'a>> = Vec::new();
        // Terms are sorted by key, so a child follows its parent, though not always at once.
        for term in all.iter().filter(|term| term.parent().is_none()) {
            terms.push(OverviewEntry { term: view(term), children: children(term, routes) });
        }
        match facet {
            Facet::Severities => terms.sort_by_key(|entry| entry.term.rank),
            Facet::Years => terms.reverse(),
            _ => terms.sort_by_key(|entry| std::cmp::Reverse(entry.term.count)),
        }
        let most = terms.iter().map(|entry| entry.term.count).max().unwrap_or(0);
        let (title, singular) =
            (words.value("facet", facet.segment()), words.value("facet_one", facet.segment()));
        Self { kind: facet.segment(), title, singular, terms, most }
    }

    /// The largest count.
    pub(in crate::render) fn most(&self) -> usize {
        self.most
    }

    /// The first terms, without those below them.
    pub(in crate::render) fn first(self, count: usize) -> Vec<TermView<'a>> {
        self.terms.into_iter().take(count).map(|entry| entry.term).collect()
    }
}

/// The terms below a term, by key.
pub(in crate::render) fn children<'a>(parent: &TermRoute, routes: &'a Routes) -> Vec<TermView<'a>> {
    let all = routes.terms(parent.facet);
    let prefix = format!("{}/", parent.key);
    let start = all.partition_point(|term| term.key < prefix);
    all[start..]
        .iter()
        .take_while(|term| term.key.starts_with(&prefix))
        .map(|term| TermView::of(term, routes))
        .collect()
}

fn rank(facet: Facet, key: &str, config: &Config) -> Option<usize> {
    let levels = config.postmortem.severities.levels();
    (facet == Facet::Severities).then(|| levels.iter().position(|level| level.key == key))?
}

#[cfg(test)]
mod tests {
    use super::nearby;

    #[test]
    fn pagers_stay_short() {
        let shown = |number, count| {
            let text: Vec<_> =
                nearby(number, count).iter().map(|at| at.map_or("…".into(), |at| at.to_string())).collect();
            text.join(" ")
        };
        assert_eq!(shown(1, 1), "1");
        assert_eq!(shown(2, 4), "1 2 3 4");
        assert_eq!(shown(50, 100), "1 … 48 49 50 51 52 … 100");
    }
}
