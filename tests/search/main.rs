//! The search as readers meet it: in a real browser, over a real site, beside tantivy.

#![allow(clippy::case_sensitive_file_extension_comparisons)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
#![allow(dead_code, reason = "the benchmark shares these modules, and uses the rest")]

mod answers;
mod browser;
mod costs;
mod index;
mod page;
mod parity;
mod queries;
mod server;
mod site;
mod text;
