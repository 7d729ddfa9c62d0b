//! The addresses that a text may link to apart from files: lists, terms and figures that the site makes.

use super::promises;
use super::{Facet, Permalink, Routes, page_permalink, postmortem_permalink};
use crate::analysis::Period;
use crate::config::Config;
use crate::model::Page;
use crate::model::Postmortem;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Pages and data that every site has.
const ALWAYS: &[&str] = &[
    "/",
    "/postmortems/",
    "/recurrences/",
    "/api/postmortems.json",
    "/api/action-items.json",
    "/api/trends.json",
    "/postmortems.csv",
    "/actions.csv",
    "/actions.ics",
    "/llms.txt",
];

/// All addresses to which a site of these postmortems and pages can be linked, as they are written in a
/// text: `/actions/`, `/root-causes/capacity/`. Feeds and the sitemap are not among them, for whether
/// they exist is not said by the content.
pub fn addresses(config: &Config, postmortems: &[Arc<Postmortem>], pages: &[Arc<Page>]) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = ALWAYS.iter().map(|&path| path.to_owned()).collect();
    let mut add = |permalink: &Permalink| known.insert(permalink.as_str().to_owned());
    if config.search.enable {
        add(&Routes::search());
    }
    for period in [Period::LastYear, Period::All] {
        add(&Routes::trends(period));
    }
    for &facet in Facet::ALL {
        add(&Routes::overview(facet));
        let mut add_key = |key: &str| {
            if let Some((parent, _)) = key.split_once('/') {
                add(&facet.permalink(parent));
            }
            if let (Facet::Years, Ok(year)) = (facet, key.parse()) {
                add(&Routes::trends(Period::Year(year)));
            }
            add(&facet.permalink(key));
        };
        for postmortem in postmortems {
            facet.each_key(postmortem, &mut add_key);
        }
    }
    let (actions, owners) = promises::plan(postmortems);
    add(&actions.permalink);
    for owner in &owners {
        add(&owner.list.permalink);
    }
    for postmortem in postmortems {
        add(&postmortem_permalink(postmortem));
    }
    for page in pages {
        add(&page_permalink(page));
    }
    known
}
