//! In which order plain pages are read, and how menus show them.

use super::site::MenuEntry;
use crate::model::Corpus;
use crate::routes::Routes;
use serde::Serialize;

fn entry(at: usize, corpus: &Corpus, routes: &Routes) -> MenuEntry {
    let page = &corpus.pages()[at];
    MenuEntry { key: page.slug.to_string(), title: page.title.clone(), path: routes.page(at).path() }
}

/// Pages that stand together in menus.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PageGroup {
    /// Their heading; pages without one have none.
    title: Option<String>,
    pages: Vec<MenuEntry>,
}

impl PageGroup {
    /// All groups, in the order of their first pages.
    pub(in crate::render) fn all(corpus: &Corpus, routes: &Routes) -> Vec<Self> {
        let groups = grouped(corpus).into_iter();
        let entries = |places: Vec<usize>| places.into_iter().map(|at| entry(at, corpus, routes)).collect();
        groups
            .map(|(title, places)| Self { title: title.map(str::to_owned), pages: entries(places) })
            .collect()
    }
}

/// All pages, in the order in which they are read.
pub(in crate::render) fn reading_order(corpus: &Corpus, routes: &Routes) -> Vec<MenuEntry> {
    let places = grouped(corpus).into_iter().flat_map(|(_, places)| places);
    places.map(|at| entry(at, corpus, routes)).collect()
}

/// What is read before a page, and what after it.
#[derive(Debug, Serialize)]
pub(in crate::render) struct NeighboursView {
    previous: Option<MenuEntry>,
    next: Option<MenuEntry>,
}

impl NeighboursView {
    /// The neighbours of the page at this place in the corpus.
    pub(in crate::render) fn of(at: usize, corpus: &Corpus, routes: &Routes) -> Self {
        let order: Vec<_> = grouped(corpus).into_iter().flat_map(|(_, places)| places).collect();
        let place = order.iter().position(|other| *other == at);
        let at = |place: usize| order.get(place).map(|at| entry(*at, corpus, routes));
        Self {
            previous: place.and_then(|place| place.checked_sub(1)).and_then(at),
            next: place.and_then(|place| at(place + 1)),
        }
    }
}

/// The groups and the places of their pages: by weight, then by path; a group stands where the first of
/// its pages would.
fn grouped(corpus: &Corpus) -> Vec<(Option<&str>, Vec<usize>)> {
    let mut pages: Vec<_> = corpus.pages().iter().enumerate().collect();
    pages.sort_by_key(|(_, page)| page.weight);
    let mut groups: Vec<(Option<&str>, Vec<usize>)> = Vec::new();
    for (at, page) in pages {
        let title = page.group.as_deref();
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, places)) => places.push(at),
            None => groups.push((title, vec![at])),
        }
    }
    groups
}
