//! `theme.toml`: what a theme says of itself.

use crate::data::{TableReader, toml};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, Span, Spanned};

/// What a theme says of itself. All of it may be missing.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// Its own version. That of the built-in theme grows when templates change so that what others wrote
    /// over them may no longer fit.
    pub version: Option<i64>,
    /// The version of the built-in theme for which it was written.
    pub written_for: Option<Spanned<i64>>,
    /// Which templates changed so, by name.
    pub changed: Vec<Changed>,
}

/// A template that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its name, such as `row.html`.
    pub template: String,
    /// The version that changed it last.
    pub version: i64,
    /// What changed, in a sentence.
    pub what: String,
}

/// The largest `theme.toml`, in bytes.
const LARGEST: usize = 64 * 1024;

/// Reads a `theme.toml`. What is wrong is reported and left out.
pub fn manifest(file: &SourceFile, diagnostics: &mut Diagnostics) -> Manifest {
    let span = Span::new(0, file.text().len());
    let Some(root) = toml(file, span, LARGEST, diagnostics) else { return Manifest::default() };
    let mut table = TableReader::new(file, &root, "top level of the theme", diagnostics);
    // For people.
    table.string("name");
    let version = table.integer("version").map(|version| version.value);
    let (written_for, changed) = (table.integer("for"), table.table("changed"));
    table.finish(&["name", "version", "for", "changed"]);
    let mut manifest = Manifest { version, written_for, changed: Vec::new() };
    if let Some(node) = changed {
        for entry in TableReader::new(file, node, "table `[changed]`", diagnostics).entries() {
            let mut table = TableReader::new(file, &entry.value, "changed template", diagnostics);
            let (version, what) = (table.integer("version"), table.string("what"));
            table.finish(&["version", "what"]);
            if let (Some(version), Some(what)) = (version, what) {
                let template = entry.key.value.clone();
                manifest.changed.push(Changed { template, version: version.value, what: what.value });
            }
        }
    }
    manifest
}
