//! What may have happened to the files of a project, and how far it went.

use crate::diagnostic::Diagnostics;
use crate::render::Parts;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What may have changed on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// These files or folders, as paths relative to the project, `/`-separated.
    Paths(BTreeSet<String>),
    /// Anything.
    Anything,
}

/// How far a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Nothing has changed.
    Nothing,
    /// Only texts: every address, list and relation is what it was.
    Text,
    /// Everything may show it.
    Everything,
}

/// What has become of the project.
#[derive(Debug)]
pub struct Refreshed {
    /// The parts of its site; `None` where the content is wrong.
    pub parts: Option<Parts>,
    /// All findings.
    pub diagnostics: Diagnostics,
    /// What changed since the last time.
    pub extent: Extent,
    /// How many documents were parsed.
    pub parsed: usize,
    /// The documents that changed or came, as paths relative to the project.
    pub touched: Vec<Arc<str>>,
    /// Whether templates may see other things than before, apart from the documents: the theme or
    /// the settings have changed.
    pub remade: bool,
}
