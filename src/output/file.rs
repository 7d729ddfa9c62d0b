//! One file, whole or not at all.

#![allow(clippy::disallowed_methods)] // disk belongs to output

use super::OutputError;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What happens to a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and that is an error.
    Stays,
    /// It is replaced.
    Goes,
}

/// Writes a file with its folders. A reader sees all of it or nothing, and so does who comes after a crash.
pub fn put(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), OutputError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(OutputError::io("create", folder))?;
    let mut new = tempfile::Builder::new()
        .prefix(".pmsite-")
        .permissions(fs::Permissions::from_mode(0o644))
        .tempfile_in(folder)
        .map_err(OutputError::io("create a file in", folder))?;
    new.write_all(bytes).map_err(OutputError::io("write", path))?;
    let kept = match existing {
        Existing::Stays => new.persist_noclobber(path),
        Existing::Goes => new.persist(path),
    };
    kept.map(|_| ()).map_err(|error| OutputError::io("write", path)(error.error))
}
