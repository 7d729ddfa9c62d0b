//! stub
use super::Link;
/// stub
pub(crate) fn copy(markdown: &str, _links: &dyn Fn(&str, bool) -> Link) -> String { markdown.to_owned() }
