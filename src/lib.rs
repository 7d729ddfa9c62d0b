//! pmsite turns a folder of Markdown postmortems into a knowledge base: a static site.

pub mod config;
pub mod data;
pub mod diagnostic;
pub mod model;
pub mod output;
pub mod parse;
pub mod scaffold;
pub mod source;
pub mod validate;
