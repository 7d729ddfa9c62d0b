//! Lists of postmortems: their members, orders and pages.

use super::Description;
use super::Facet;
use super::Permalink;
use crate::analysis::Analysis;
use std::cmp::Reverse;

/// How many postmortems one page of a list shows.
pub const PAGE_SIZE: usize = 100;

/// In which order a list shows its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Newest first.
    Date,
    /// Longest first, those of unknown duration last.
    Duration,
}

/// A list of postmortems.
#[derive(Debug, Clone)]
pub struct List {
    /// Its first page, by date.
    pub permalink: Permalink,
    /// Its members by place in the corpus, newest first.
    pub members: Vec<usize>,
    by_duration: Vec<usize>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// Its address.
    pub permalink: Permalink,
    /// Its order.
    pub order: Order,
    /// Its number, from 1.
    pub number: usize,
}

impl List {
    /// A list of these members, given in the order of the corpus.
    pub(super) fn new(permalink: Permalink, members: Vec<usize>, analysis: &Analysis) -> Self {
        let mut by_duration = Vec::new();
        // One member has one order.
        if members.len() > 1 {
            by_duration.clone_from(&members);
            by_duration.sort_by_key(|&at| Reverse(analysis.metrics(at).duration));
        }
        Self { permalink, members, by_duration }
    }

    /// The orders in which it is offered.
    pub fn orders(&self) -> &'static [Order] {
        if self.by_duration.is_empty() { &[Order::Date] } else { &[Order::Date, Order::Duration] }
    }

    /// How many pages it has in each order; an empty list has one.
    pub fn page_count(&self) -> usize {
        self.members.len().div_ceil(PAGE_SIZE).max(1)
    }

    /// The address of one of its pages.
    pub fn page(&self, order: Order, number: usize) -> Permalink {
        let base = match order {
            Order::Date => self.permalink.clone(),
            Order::Duration => self.permalink.join("by-duration/"),
        };
        if number > 1 { base.join(&format!("page/{number}/")) } else { base }
    }

    /// All of its pages.
    pub fn pages(&self) -> impl Iterator<Item = ListPage> + '_ {
        self.orders().iter().flat_map(move |&order| {
            (1..=self.page_count()).map(move |number| ListPage {
                permalink: self.page(order, number),
                order,
                number,
            })
        })
    }

    /// The members on one page.
    pub fn on_page(&self, page: &ListPage) -> &[usize] {
        let all = match page.order {
            Order::Date => &self.members,
            Order::Duration => &self.by_duration,
        };
        let start = (page.number - 1) * PAGE_SIZE;
        all.get(start..(start + PAGE_SIZE).min(all.len())).unwrap_or_default()
    }
}

/// The page of a term, and its list.
#[derive(Debug, Clone)]
pub struct TermRoute {
    /// By what it lists.
    pub facet: Facet,
    /// The word in front matter: `api`, `capacity/connection-pool`, `sev1`, `2024`.
    pub key: String,
    /// What the configuration says of it.
    pub description: Description,
    /// Its postmortems; a parent's list holds those of its children as well.
    pub list: List,
}

impl TermRoute {
    /// The key of the term above it.
    pub fn parent(&self) -> Option<&str> {
        self.key.split_once('/').map(|(parent, _)| parent)
    }

    /// Its feed, if terms of its kind have one.
    pub fn feed(&self) -> Option<Permalink> {
        self.facet.has_feeds().then(|| self.list.permalink.join("feed.xml"))
    }
}
