//! The pages that tell what came back.

use super::view::{CHAINS_ON_PAGE, ChainView, PageLink, PageView, pager};
use super::{RenderError, Site};
use crate::routes::Routes;
use serde::Serialize;

/// One page of chains.
#[derive(Serialize)]
struct RecurrencesView<'a> {
    /// How many chains there are, and how many postmortems are in one.
    count: usize,
    members: usize,
    /// How many postmortems there are.
    postmortems: usize,
    /// How many preventive actions somebody here promised before their failure came back, how many of them
    /// were done by then, and how many are open still.
    promised: usize,
    done_in_time: usize,
    open: usize,
    chains: Vec<ChainView<'a>>,
    number: usize,
    page_count: usize,
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
}

/// How many pages of chains there are; one if nothing came back.
pub(super) fn page_count(site: &Site) -> usize {
    site.knowledge.chains().all().len().div_ceil(CHAINS_ON_PAGE).max(1)
}

/// Renders one page of chains, by number from 1.
pub(super) fn page(site: &Site, number: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let all = site.knowledge.chains().all();
    let permalink = Routes::recurrences(number);
    let title = site.words().part(&site.words().say("recurrences.title"), number);
    let meta = PageView::at(&permalink, &site.config, "recurrences", &title);
    let count = page_count(site);
    let path = |number| Routes::recurrences(number).path();
    let shown = all.iter().skip((number - 1) * CHAINS_ON_PAGE).take(CHAINS_ON_PAGE);
    let totals = site.knowledge.chains().totals();
    let view = RecurrencesView {
        count: all.len(),
        members: totals.members,
        postmortems: site.corpus.postmortems().len(),
        promised: totals.promised,
        done_in_time: totals.done_in_time,
        open: totals.open,
        chains: shown.map(|chain| ChainView::of(chain, site.sources())).collect(),
        number,
        page_count: count,
        pages: pager(number, count, path),
        previous: (number > 1).then(|| path(number - 1)),
        next: (number < count).then(|| path(number + 1)),
    };
    let mut context = site.context(&meta, &permalink.root());
    context.insert("recurrences", &view);
    site.template("recurrences.html", &context, out)
}
