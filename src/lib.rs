//! pmsite turns a folder of Markdown postmortems into a knowledge base: a static site.
//!
//! # The map
//!
//! ```text
//! SourceFile → Parsed → Draft → Corpus → Analysis → Routes → output files
//!   source     parse   validate  model   analysis   routes   render → output
//!                                  └→ SearchIndex ─────────────↗
//!                                       search
//! ```
//!
//! Each folder of `src/` is a stage, and imports only from stages before it (`tests/it/tidy.rs`
//! has the table, and keeps it true):
//!
//! - [`crate::source`] — files, paths, spans. Finds and reads the content.
//! - [`crate::diagnostic`] — what is wrong with the content, and how it is printed.
//! - [`crate::data`] — YAML, TOML and JSON as one tree with places.
//! - [`crate::model`] — what a postmortem is. No I/O, no places, no templates; its parts refuse nonsense.
//! - [`crate::times`] — days, times of day, zones and lengths of time in running text.
//! - [`crate::config`] — `book.toml`.
//! - [`crate::dialect`] — the Markdown that postmortems are written in, for `parse` and `render` alike.
//! - [`crate::parse`] — text to front matter and outline. Cuts out what a build must not publish.
//! - [`crate::validate`] — parsed to model; every rule runs, so one run shows all there is to fix.
//! - [`crate::search`] — the tantivy index, the language of queries, and the static index of a site.
//! - [`crate::analysis`] — durations and relations. A pure function of the corpus.
//! - [`crate::routes`] — every page's address, and nobody else makes one.
//! - [`crate::web`] — whether the addresses of others are still there. The only user of the network.
//! - [`crate::lint`] — what a good postmortem has and this one lacks; what history says.
//! - [`crate::render`] — theme, views, feeds, HTML, the search page.
//! - [`crate::output`] — files; a whole site swapped in at once.
//! - [`crate::scaffold`] — new projects and postmortems.
//! - [`crate::import`] — free-form write-ups to front matter and body.
//! - [`crate::pipeline`] — the order of the stages, written once.
//! - [`crate::serve`] — the preview: HTTP, watching, what changed. Network and clock.
//! - [`crate::cli`] — arguments, streams, exit codes. The only reader of clock and environment.
//!
//! # What holds everywhere
//!
//! The content is wrong: a [`diagnostic::Diagnostic`], all of them at once. The surroundings
//! failed: an error with path and cause. A panic is a bug. Work runs in parallel, results merge
//! in path order, and the same input gives the same bytes.

pub mod analysis;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod dialect;
pub mod import;
pub mod lint;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod render;
pub mod routes;
pub mod scaffold;
pub mod search;
pub mod serve;
pub mod source;
pub mod times;
pub mod validate;
pub mod web;
