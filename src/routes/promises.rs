//! The pages of the action register: all action items, and those of each owner.

use super::PAGE_SIZE;
use super::Permalink;
use crate::analysis::owner_key;
use crate::model::Postmortem;
use crate::model::Slug;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A list of action items, cut into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionList {
    /// Its first page.
    pub permalink: Permalink,
    /// How many action items it has.
    pub count: usize,
}

/// The page of somebody who answers for action items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRoute {
    /// Who it is, as [`owner_key`] has it.
    pub key: String,
    /// As first written, without `@`.
    pub name: String,
    /// Their action items.
    pub list: ActionList,
}

impl ActionList {
    /// How many pages it has; an empty list has one.
    pub fn page_count(&self) -> usize {
        self.count.div_ceil(PAGE_SIZE).max(1)
    }

    /// The address of one of its pages, by number from 1.
    pub fn page(&self, number: usize) -> Permalink {
        if number > 1 { self.further().join(&format!("{number}/")) } else { self.permalink.clone() }
    }

    /// Below which all pages but the first lie, each in a folder named by its number.
    pub fn further(&self) -> Permalink {
        self.permalink.join("page/")
    }

    /// All of its pages.
    pub fn pages(&self) -> impl Iterator<Item = Permalink> + '_ {
        (1..=self.page_count()).map(|number| self.page(number))
    }
}

/// The list of all action items, and those of their owners, by key.
pub(super) fn plan(postmortems: &[Arc<Postmortem>]) -> (ActionList, Vec<OwnerRoute>) {
    let permalink = Permalink::new("actions/");
    let mut owners: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut count = 0;
    for item in postmortems.iter().flat_map(|postmortem| &postmortem.action_items) {
        count += 1;
        let Some((name, key)) = item.owner.as_deref().and_then(|name| Some((name, owner_key(name)?))) else {
            continue;
        };
        let first = || (name.trim().trim_start_matches('@').trim().to_owned(), 0);
        owners.entry(key).or_insert_with(first).1 += 1;
    }
    let mut taken = BTreeSet::new();
    let owners = owners
        .into_iter()
        .map(|(key, (name, count))| {
            let permalink = permalink.join(&format!("{}/", segment(&key, &mut taken)));
            OwnerRoute { key, name, list: ActionList { permalink, count } }
        })
        .collect();
    (ActionList { permalink, count }, owners)
}

/// A segment of an address that no other owner has. `page` is where the further pages of all lie.
fn segment(key: &str, taken: &mut BTreeSet<String>) -> String {
    let own = Slug::from_text(key).map_or_else(|| "owner".to_owned(), |slug| slug.to_string());
    let mut free = own.clone();
    let mut number = 1;
    while free == "page" || !taken.insert(free.clone()) {
        number += 1;
        free = format!("{own}-{number}");
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_have_addresses_of_their_own() {
        let mut taken = BTreeSet::new();
        let segments: Vec<_> =
            ["ana m", "ana-m", "???", "!", "page"].iter().map(|key| segment(key, &mut taken)).collect();
        assert_eq!(segments, ["ana-m", "ana-m-2", "owner", "owner-2", "page-2"]);
    }
}
