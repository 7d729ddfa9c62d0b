//! A write-up in its place: settled, checked, compared with what is there, written.

#![allow(clippy::disallowed_methods)] // disk belongs to cli

use super::plan::{Place, Places, Project};
use super::read::WriteUp;
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Level};
use crate::import;
use crate::lint::{self, Subject};
use crate::model::LinkTarget;
use crate::output::{Existing, OutputError, put};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// It is new.
    New,
    /// An earlier import of the same wrote it, and it is the same.
    Unchanged,
    /// An earlier import of the same wrote it, and it differs.
    Kept,
    /// The same, and it was replaced.
    Replaced,
}

/// A write-up as a file.
#[derive(Debug)]
pub(super) struct Finished {
    /// The file, relative to the project.
    pub(super) path: String,
    text: String,
    /// Files that come along: from where, and to where in the project.
    attachments: Vec<(PathBuf, String)>,
    /// What happens to it.
    pub(super) done: Done,
    /// What was done to it, in words.
    pub(super) notes: Vec<String>,
    /// What to look at, with the reason.
    pub(super) unsure: Vec<(String, String)>,
    /// What is missing: codes of `check`.
    pub(super) missing: Vec<&'static str>,
    /// What a build will refuse.
    pub(super) errors: Diagnostics,
}

/// Makes a write-up a file that builds.
pub(super) fn finish(
    writeup: &mut WriteUp,
    place: &Place,
    places: &Places,
    project: &Project,
    config: &Config,
    today: Date,
) -> Finished {
    let mut notes = Vec::new();
    let mut attachments: Vec<(PathBuf, String)> = Vec::new();
    for attachment in &writeup.attachments {
        let LinkTarget::File { path: to, .. } =
            LinkTarget::read(&attachment.url, &place.path, &config.book.src)
        else {
            notes.push(format!("`{}` leads out of the content folder, and was not copied", attachment.url));
            continue;
        };
        match same(&attachment.from, &project.root.join(&to)) {
            Some(false) => notes.push(format!("`{to}` exists and is another file, so it was not copied")),
            _ if attachments.iter().any(|(_, known)| *known == to) => {}
            _ => attachments.push((attachment.from.clone(), to)),
        }
    }
    let exists = |path: &str| {
        project.has(path) || places.taken.contains(path) || attachments.iter().any(|(_, to)| to == path)
    };
    let (settled, missing) = import::settle(
        &mut writeup.draft,
        &place.path,
        config,
        &exists,
        |file, parsed, postmortem, found| {
            let subject = Subject::new(file, parsed, postmortem, config, today);
            let mut said = std::mem::take(found);
            lint::check_missing(&subject, &mut said);
            missing(&lint::settle(said, &config.postmortem.check, &[]))
        },
    );
    notes.extend(settled.notes);
    let mut errors = settled.errors;
    errors.retain(|found| found.level == Level::Error);
    let done = match std::fs::read_to_string(project.root.join(&place.path)) {
        Ok(text) if place.is_known && text == settled.text => Done::Unchanged,
        Ok(_) if place.is_known => Done::Kept,
        _ => Done::New,
    };
    Finished {
        path: place.path.clone(),
        text: settled.text,
        attachments,
        done,
        notes,
        unsure: writeup.draft.unsure.clone(),
        missing: missing.unwrap_or_default(),
        errors,
    }
}

/// Whether a file is the same as another one, if that exists.
fn same(from: &Path, to: &Path) -> Option<bool> {
    let size = |path: &Path| path.metadata().ok().map(|metadata| metadata.len());
    let there = size(to)?;
    if size(from) != Some(there) {
        return Some(false);
    }
    Some(std::fs::read(from).ok()? == std::fs::read(to).ok()?)
}

/// The codes of what is missing altogether, each once.
fn missing(found: &Diagnostics) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for diagnostic in found.sorted() {
        if lint::is_missing(diagnostic.code) && !codes.contains(&diagnostic.code) {
            codes.push(diagnostic.code);
        }
    }
    codes
}

/// Writes a file with what comes along; what an earlier import wrote only by force.
pub(super) fn write(mut finished: Finished, root: &Path, force: bool) -> Result<Finished, OutputError> {
    if finished.done == Done::Kept {
        if !force {
            return Ok(finished);
        }
        finished.done = Done::Replaced;
    }
    for (from, to) in &finished.attachments {
        let place = root.join(to);
        if place.symlink_metadata().is_ok() {
            continue;
        }
        let bytes = std::fs::read(from).map_err(OutputError::io("read", from))?;
        match put(&place, &bytes, Existing::Stays) {
            // Two write-ups share it, and the other one was faster.
            Err(OutputError::Io { .. }) if place.exists() => {}
            result => result?,
        }
    }
    let existing = match finished.done {
        Done::Unchanged => return Ok(finished),
        Done::Replaced => Existing::Goes,
        Done::New | Done::Kept => Existing::Stays,
    };
    put(&root.join(&finished.path), finished.text.as_bytes(), existing)?;
    Ok(finished)
}
