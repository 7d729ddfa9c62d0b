//! House style: what a team may agree on, and others need not. These rules are off until the settings
//! give them a level.

mod key_order;
mod text_zone;

#[cfg(test)]
mod tests;

use super::{Rule, Subject};
use crate::diagnostic::Diagnostics;

pub(super) static RULES: &[Rule] = &[key_order::KEY_ORDER, text_zone::ZONE_NOT_IN_TEXT];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    key_order::check(subject, diagnostics);
    text_zone::check(subject, diagnostics);
}
