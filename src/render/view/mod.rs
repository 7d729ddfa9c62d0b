//! What templates see: borrowed from the model, with addresses, durations and dates for people.
//!
//! Every field exists in every context, empty or null where nothing is known, so that a template
//! that names an unknown one is wrong, and is told so.

mod action;
mod list;
mod moment;
mod postmortem;
mod record;
mod row;
mod site;

pub(super) use action::ActionView;
pub(super) use list::{ListView, OverviewView, TermView, children};
pub(super) use moment::{DurationView, MomentView, day};
pub(super) use postmortem::{PostmortemView, edit_url};
pub(super) use record::{ActionRecord, Record};
pub(super) use row::RowView;
pub(super) use site::{PageView, SiteView};
