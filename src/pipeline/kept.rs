//! What a project that stays loaded knows of one document.

use super::examine;
use super::unusable::unusable;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::source::{self, Found, SourceError, SourceFile, Stamp, Unusable};
use crate::validate::Checked;
use std::sync::Arc;

/// What is known of one document.
pub(super) struct Kept {
    pub(super) found: Found,
    /// What the file system said when it was read; `None` if it was written just then, so that
    /// another write might leave the same stamp.
    pub(super) stamp: Option<Stamp>,
    pub(super) checked: Result<Arc<Checked>, Unusable>,
    pub(super) diagnostics: Diagnostics,
}

/// What reading a document anew gives.
pub(super) enum Read {
    /// The text that is known, with its stamp of now.
    Same(Option<Stamp>),
    Other(Box<Kept>),
}

/// Reads a document of which `old` is what was known.
pub(super) fn read(
    found: Found,
    stamp: Option<Stamp>,
    old: Option<&Kept>,
    config: &Config,
) -> Result<(Arc<str>, Read), SourceError> {
    let path = Arc::clone(&found.path);
    let stamp = stamp.filter(|stamp| stamp.is_settled());
    let mut diagnostics = Diagnostics::new();
    let checked = match source::read(&found)? {
        Ok(file) => {
            if old.is_some_and(|old| says_the_same(old, &found, &file)) {
                return Ok((path, Read::Same(stamp)));
            }
            Ok(Arc::new(examine(&found, file, config, &mut diagnostics, |_, _, _| ()).0))
        }
        Err(reason) => {
            diagnostics.push(unusable(Arc::clone(&found.path), &reason));
            if old.is_some_and(|old| old.found == found && old.checked.as_ref().err() == Some(&reason)) {
                return Ok((path, Read::Same(stamp)));
            }
            Err(reason)
        }
    };
    Ok((path, Read::Other(Box::new(Kept { found, stamp, checked, diagnostics }))))
}

fn says_the_same(old: &Kept, found: &Found, file: &SourceFile) -> bool {
    old.found == *found && old.checked.as_ref().is_ok_and(|checked| checked.text() == file.text())
}
