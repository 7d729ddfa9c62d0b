//! pmsite turns a folder of Markdown postmortems into a knowledge base: a static site.

pub mod diagnostic;
pub mod model;
pub mod source;
