//! The search as readers meet it: in a real browser, over a real site, beside tantivy. And the
//! preview as authors meet it.

#![allow(clippy::case_sensitive_file_extension_comparisons)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
#![allow(dead_code, reason = "the benchmark shares these modules, and uses the rest")]

mod answers;
mod browser;
mod costs;
mod devtools;
mod index;
mod page;
mod parity;
mod preview;
mod queries;
mod server;
mod site;
mod text;
