//! What a user sees: commands, messages, files and pages.
//!
//! Tests write a project into a temporary folder, run the real program on it, and compare what
//! it printed and made. [`site`] is the fixture; the other modules are named by subject.

// A test may end in a panic, and works on the disk: that is what it is for.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons
)]

mod bad_input;
mod build;
mod check;
mod client;
mod commands;
mod content;
mod crawl;
mod external;
mod feeds;
mod fix;
mod following;
mod html;
mod import;
mod internal;
mod knowledge;
mod pages;
mod preview;
mod reference;
mod serve;
mod server;
mod site;
mod theme;
mod theme_reference;
mod tidy;
mod together;
mod trends;
mod words;
mod workflow;
mod workflows;
mod xss;
