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
pub(super) use moment::{DurationView, MomentView, day, month, span};
pub(super) use postmortem::{PostmortemView, edit_url, titled};
pub(super) use profile::{ChainLine, ProfileView, Sources};
pub(super) use record::Record;
pub(super) use register::{AgesView, FilterView, RegisterRow, StandingFigures};
pub(super) use row::RowView;
pub(super) use site::{PageView, SiteView};
