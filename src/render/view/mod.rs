//! What templates see: borrowed from the model, with addresses, durations and dates for people.
//!
//! Every field exists in every context, empty or null where nothing is known, so that a template
//! that names an unknown one is wrong, and is told so.

mod action;
mod chain;
mod evidence;
mod list;
mod menu;
mod moment;
mod postmortem;
mod profile;
mod record;
mod register;
mod row;
mod site;

pub(super) use action::ActionView;
pub(super) use chain::{CHAINS_ON_PAGE, ChainView, StandingView, item_path};
pub(super) use evidence::{EvidenceView, MentionView, RelatedView};
pub(super) use list::{ListView, OverviewView, PageLink, TermView, children, pager};
pub(super) use menu::NeighboursView;
pub(super) use moment::{DurationView, MomentView};
pub(super) use postmortem::{PostmortemView, edit_url};
pub(super) use profile::{ChainLine, ProfileView};
pub(super) use record::Record;
pub(super) use register::{AgesView, FilterView, RegisterRow, StandingFigures};
pub(super) use row::RowView;
pub(super) use site::{PageView, SiteView};

use crate::analysis::Analysis;
use crate::analysis::Knowledge;
use crate::config::Config;
use crate::model::Corpus;
use crate::render::words::Words;
use crate::routes::Routes;

/// Where views get what they show.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The postmortems.
    pub corpus: &'a Corpus,
    /// How long things took.
    pub analysis: &'a Analysis,
    /// What they say together.
    pub knowledge: &'a Knowledge,
    /// Where everything lies.
    pub routes: &'a Routes,
    /// How it is said.
    pub words: &'a Words,
}
