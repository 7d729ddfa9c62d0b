//! Writing what `check --fix` puts right.

use super::Failure;
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostics, fixed, fixes};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The byte order mark, which is no part of a file's text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Puts files right, and remembers which, and in how many places.
pub(super) struct Repair<'a> {
    root: &'a Path,
    done: BTreeMap<Arc<str>, usize>,
}

/// A file to be written.
struct Change {
    /// As findings name it.
    path: Arc<str>,
    /// The file itself, where the path is a symbolic link.
    disk: PathBuf,
    bytes: Vec<u8>,
    count: usize,
}

impl<'a> Repair<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, done: BTreeMap::new() }
    }

    /// Makes the fixes of some findings; how many those were. Nothing is written if one of the files
    /// cannot be, as far as that can be known before.
    pub(super) fn run(&mut self, found: &Diagnostics) -> Result<usize, Failure> {
        let mut changes = Vec::new();
        // A file that has two names is put right by the first.
        let mut seen = BTreeSet::new();
        for (path, fixes) in fixes(found) {
            let shown = self.root.join(&*path);
            let cannot = |error: std::io::Error| format!("cannot read `{}`: {error}", shown.display());
            let disk = fs::canonicalize(&shown).map_err(cannot)?;
            if !seen.insert(disk.clone()) {
                continue;
            }
            let before = fs::read(&disk).map_err(cannot)?;
            let (mark, text) = match before.strip_prefix(MARK) {
                Some(text) => (MARK, text),
                None => (&[][..], &before[..]),
            };
            let text =
                std::str::from_utf8(text).ok().and_then(|text| fixed(text, &fixes)).ok_or_else(|| {
                    format!(
                        "`{}` changed while it was checked; run `pmsite check --fix` again",
                        shown.display()
                    )
                })?;
            if fs::metadata(&disk).map_err(cannot)?.permissions().readonly() {
                return Err(format!("cannot write `{}`: it is read-only", shown.display()).into());
            }
            let bytes = [mark, text.as_bytes()].concat();
            changes.push(Change { path, disk, bytes, count: fixes.len() });
        }
        let mut count = 0;
        for change in changes {
            write(&change).map_err(|error| {
                format!("cannot write `{}`: {error}", self.root.join(&*change.path).display())
            })?;
            count += change.count;
            *self.done.entry(change.path).or_default() += change.count;
        }
        Ok(count)
    }

    /// Whether any file was written.
    pub(super) fn has_written(&self) -> bool {
        !self.done.is_empty()
    }

    /// Says what was put right: each file, and all in all.
    pub(super) fn tell(&self, terminal: Terminal) {
        let places = |count: usize| format!("{count} place{} put right", if count == 1 { "" } else { "s" });
        for (path, count) in &self.done {
            terminal.say(format_args!("{path}: {}", places(*count)));
        }
        let all = places(self.done.values().sum());
        match self.done.len() {
            0 => terminal.say(all),
            1 => terminal.say(format_args!("{all} in 1 file")),
            files => terminal.say(format_args!("{all} in {files} files")),
        }
    }
}

/// Puts a file in the place of another, whole or not at all.
fn write(change: &Change) -> std::io::Result<()> {
    let folder = change.disk.parent().unwrap_or(&change.disk);
    let mut new = tempfile::Builder::new().prefix(".pmsite-").tempfile_in(folder)?;
    new.write_all(&change.bytes)?;
    fs::set_permissions(new.path(), fs::metadata(&change.disk)?.permissions())?;
    new.persist(&change.disk)?;
    Ok(())
}
