//! The action register: the pages of all promises, and of those of each owner.

use super::view::{AgesView, FilterView, PageLink, PageView, RegisterRow, StandingFigures, pager};
use super::{RenderError, Site};
use crate::analysis::{Register, Standing};
use crate::routes::ActionList;
use crate::routes::PAGE_SIZE;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::OnceLock;
use tera::Value;

/// What all pages of the register need, made once.
#[derive(Debug)]
pub(super) struct Ledger {
    /// Places in the register, most urgent first.
    sorted: Vec<usize>,
    /// The same by owner, in the order of the routes.
    by_owner: Vec<Own>,
    /// The figures and filters of the whole.
    figures: Value,
}

/// What all pages of an owner need.
#[derive(Debug, Default)]
struct Own {
    /// Places in the register, most urgent first.
    sorted: Vec<usize>,
    /// The figures and filters, made for the first page that is asked for.
    figures: OnceLock<Value>,
}

/// The figures of some action items, and by what they can be narrowed.
#[derive(Serialize)]
struct Figures<'a> {
    standing: StandingFigures,
    ages: AgesView,
    filters: Vec<FilterView>,
    owners: Vec<OwnerView<'a>>,
}

/// Somebody who answers for action items.
#[derive(Serialize)]
struct OwnerView<'a> {
    name: &'a str,
    path: String,
    standing: StandingFigures,
}

/// One page of the register.
#[derive(Serialize)]
struct RegisterView<'a> {
    /// Whose it is; `None` on the pages of all.
    owner: Option<&'a str>,
    /// The register of all.
    all: String,
    /// The day by which it was made.
    today: String,
    rows: Vec<RegisterRow<'a>>,
    number: usize,
    page_count: usize,
    pages: Vec<PageLink>,
    /// Its first page, and below which the others lie by number: for filters, which read them all.
    first: String,
    further: String,
    previous: Option<String>,
    next: Option<String>,
}

impl Ledger {
    fn of(site: &Site) -> Self {
        let (register, routes) = (site.knowledge.promises(), &site.routes);
        let mut sorted: Vec<usize> = (0..register.actions.len()).collect();
        // A stable sort: ties are newest incident first, then as written.
        sorted.sort_by_cached_key(|at| register.actions[*at].urgency());
        let places: HashMap<&str, usize> =
            routes.owners().iter().enumerate().map(|(at, owner)| (owner.key.as_str(), at)).collect();
        let mut by_owner: Vec<Own> = routes.owners().iter().map(|_| Own::default()).collect();
        for &at in &sorted {
            let owner = register.actions[at].owner.as_deref();
            if let Some(place) = owner.and_then(|owner| places.get(owner)) {
                by_owner[*place].sorted.push(at);
            }
        }
        let mut owners: Vec<(Standing, OwnerView<'_>)> = routes
            .owners()
            .iter()
            .zip(&by_owner)
            .map(|(owner, own)| {
                let standing = Standing::of(own.sorted.iter().map(|at| &register.actions[*at]));
                let path = owner.list.permalink.path();
                let view = OwnerView { name: &owner.name, path, standing: StandingFigures::of(&standing) };
                (standing, view)
            })
            .collect();
        owners.sort_by_key(|(standing, _)| {
            std::cmp::Reverse((standing.open + standing.overdue, standing.overdue, standing.all()))
        });
        let owners = owners.into_iter().map(|(_, view)| view).collect();
        let figures = Value::from_serializable(&figures(site, register, owners));
        Self { sorted, by_owner, figures }
    }
}

fn figures<'a>(site: &Site, register: &Register, owners: Vec<OwnerView<'a>>) -> Figures<'a> {
    Figures {
        standing: StandingFigures::of(&Standing::of(&register.actions)),
        ages: AgesView::of(register, site.words()),
        filters: FilterView::all(register, site.sources()),
        owners,
    }
}

fn ledger(site: &Site) -> &Ledger {
    site.ledger.get_or_init(|| Ledger::of(site))
}

/// Renders a page of the register of all, by number from 1.
pub(super) fn all(site: &Site, number: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let ledger = ledger(site);
    page(site, site.routes.actions(), None, number, (&ledger.sorted, ledger.figures.clone()), out)
}

/// Renders a page of the register of the owner at a place of the routes, by number from 1.
pub(super) fn owner(site: &Site, at: usize, number: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let (own, owner) = (&ledger(site).by_owner[at], &site.routes.owners()[at]);
    let figures = own.figures.get_or_init(|| {
        let all = &site.knowledge.promises().actions;
        let actions = own.sorted.iter().map(|at| all[*at].clone()).collect();
        Value::from_serializable(&figures(site, &Register { actions }, Vec::new()))
    });
    page(site, &owner.list, Some(&owner.name), number, (&own.sorted, figures.clone()), out)
}

fn page(
    site: &Site,
    list: &ActionList,
    owner: Option<&str>,
    number: usize,
    (places, figures): (&[usize], Value),
    out: &mut Vec<u8>,
) -> Result<(), RenderError> {
    let (permalink, count, words) = (list.page(number), list.page_count(), site.words());
    let title = owner.map_or_else(
        || words.say("register.title"),
        |owner| words.fill("register.of_owner", &[("owner", owner)]),
    );
    let meta = PageView::at(&permalink, &site.config, "actions", &words.part(&title, number));
    let path = |number| list.page(number).path();
    let start = (number - 1) * PAGE_SIZE;
    let rows = places.iter().skip(start).take(PAGE_SIZE).map(|at| {
        let action = &site.knowledge.promises().actions[*at];
        RegisterRow::of(action, site.sources())
    });
    let view = RegisterView {
        owner,
        all: site.routes.actions().permalink.path(),
        today: words.day(site.knowledge.today()),
        rows: rows.collect(),
        number,
        page_count: count,
        pages: pager(number, count, path),
        first: path(1),
        further: list.further().path(),
        previous: (number > 1).then(|| path(number - 1)),
        next: (number < count).then(|| path(number + 1)),
    };
    let mut context = site.context(&meta, &permalink.root());
    context.insert("register", &view);
    context.insert_value("figures", figures);
    site.template("register.html", &context, out)
}
