//! What a file system says of a file without opening it.

#![allow(clippy::disallowed_methods)] // disk belongs to source

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long after a write another one may leave the same time: file systems count coarsely, FAT in
/// steps of two seconds.
const COARSE: Duration = Duration::from_millis(2_500);

/// When a file was written, how long it is, and which file it is. Files with the same settled stamp
/// have the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    changed: (i64, i64),
    size: u64,
    node: u64,
}

impl Stamp {
    /// Whether the file holds nothing.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Whether the file was written so long ago that another write would leave another stamp.
    pub fn is_settled(&self) -> bool {
        self.modified.and_then(|modified| modified.elapsed().ok()).is_some_and(|age| age > COARSE)
    }
}

/// The stamp of the file that a path leads to; `None` if there is none, or nobody may ask.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some(Stamp {
        modified: metadata.modified().ok(),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
        size: metadata.len(),
        node: metadata.ino(),
    })
}

/// Which file or folder it is, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    node: u64,
}

/// Which file or folder a path leads to; `None` if to none.
pub fn identity(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok()?;
    Some(Identity { device: metadata.dev(), node: metadata.ino() })
}

/// A path without links; `None` if it leads nowhere.
pub fn real(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link, or something that is no file.
    Other,
}

/// What lies at a path; links are not followed.
pub fn kind(path: &Path) -> Kind {
    match fs::symlink_metadata(path) {
        Err(_) => Kind::Nothing,
        Ok(metadata) if metadata.is_file() => Kind::File,
        Ok(metadata) if metadata.is_dir() => Kind::Folder,
        Ok(_) => Kind::Other,
    }
}
