//! The site as readers meet it, in a real browser: every kind of page in both schemes and at several
//! widths, with the keyboard alone, without scripts, and on paper.
//!
//! Pictures of every page are left in `screenshots` below the target folder, to be looked at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod axe;
#[path = "../search/browser.rs"]
mod browser;
#[path = "../search/devtools.rs"]
#[allow(dead_code, reason = "keys are pressed by their codes here")]
mod devtools;
mod keyboard;
mod pages;
mod print;
#[path = "../search/server.rs"]
#[allow(dead_code, reason = "nothing is broken here")]
mod server;
mod sites;
mod switches;
mod tab;
