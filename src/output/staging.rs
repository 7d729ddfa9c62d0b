//! A site on disk, swapped in whole.

#![allow(clippy::disallowed_methods)] // disk belongs to output

use super::OutputError;
use super::OutputPath;
use super::Sink;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The file that says a folder was made by pmsite and may be replaced by it.
pub const MANIFEST: &str = ".pmsite";

/// A staging folder beside the target. Dropped without [`Staging::publish`], it takes its folder
/// along and the target stays as it was.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: tempfile::TempDir,
    /// Folders that exist already; many pages share them, and asking the disk is slow.
    made: Mutex<HashSet<PathBuf>>,
    files: AtomicUsize,
    bytes: AtomicU64,
    /// Held open: the lock on the parent folder goes with it.
    _lock: File,
}

impl Staging {
    /// Opens a staging folder for `target`.
    ///
    /// `protected` are folders that the target must not be, hold or lie in the way of: the
    /// project root and its sources. A target that exists must carry our manifest, be empty, or
    /// be replaced by force.
    pub fn open(target: &Path, protected: &[&Path], force: bool) -> Result<Self, OutputError> {
        let target = absolute(target)?;
        let parent = target.parent().ok_or_else(|| OutputError::Dangerous(target.clone()))?;
        for folder in protected {
            if absolute(folder)?.starts_with(&target) {
                return Err(OutputError::Dangerous(target));
            }
        }
        if !force && !replaceable(&target)? {
            return Err(OutputError::NotOurs(target));
        }
        fs::create_dir_all(parent).map_err(OutputError::io("create", parent))?;
        let lock = File::open(parent).map_err(OutputError::io("open", parent))?;
        // Some network file systems cannot lock; the swap is atomic even so.
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(OutputError::Busy(target));
        }
        let prefix = staging_prefix(&target);
        remove_left_over(parent, &prefix);
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir_in(parent)
            .map_err(OutputError::io("create a staging folder in", parent))?;
        Ok(Self {
            target,
            folder,
            made: Mutex::default(),
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// How many files and bytes were written so far.
    pub fn written(&self) -> (usize, u64) {
        (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// Puts the staged site in the target's place, in one step, and removes the old one.
    pub fn publish(self) -> Result<(), OutputError> {
        let manifest = OutputPath(MANIFEST.to_owned());
        self.write(&manifest, b"This folder was made by pmsite; the next build replaces it.\n")?;
        let staged = self.folder.keep();
        if self.target.symlink_metadata().is_ok() {
            // Afterwards the staging name holds the old site.
            match renameat_with(CWD, &staged, CWD, &self.target, RenameFlags::EXCHANGE) {
                Ok(()) => remove(&staged),
                Err(_) => replace_in_two_steps(&staged, &self.target),
            }
        } else {
            fs::rename(&staged, &self.target).map_err(OutputError::io("move the new site to", &self.target))
        }
    }

    fn place(&self, path: &OutputPath) -> Result<PathBuf, OutputError> {
        let place = self.folder.path().join(path.as_str());
        if let Some(parent) = place.parent() {
            let known = self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(parent);
            if !known {
                fs::create_dir_all(parent).map_err(OutputError::io("create", parent))?;
                self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(parent.to_path_buf());
            }
        }
        Ok(place)
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Sink for Staging {
    fn write(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), OutputError> {
        let place = self.place(path)?;
        let mut file = File::create_new(&place).map_err(OutputError::io("create", &place))?;
        file.write_all(bytes).map_err(OutputError::io("write", &place))?;
        self.count(bytes.len() as u64);
        Ok(())
    }

    fn copy(&self, path: &OutputPath, from: &Path) -> Result<(), OutputError> {
        let place = self.place(path)?;
        // Opened first, so that the permissions of the source do not travel.
        let mut source = File::open(from).map_err(OutputError::io("read", from))?;
        let mut file = File::create_new(&place).map_err(OutputError::io("create", &place))?;
        let bytes = std::io::copy(&mut source, &mut file).map_err(OutputError::io("copy", from))?;
        self.count(bytes);
        Ok(())
    }
}

/// Absolute, with every link of the existing part resolved: a target that is a link stands for
/// the folder it leads to, and that is what must be ours.
fn absolute(target: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(target).map_err(OutputError::io("find", target))?;
    if let Ok(real) = fs::canonicalize(&absolute) {
        return Ok(real);
    }
    match (absolute.parent().map(fs::canonicalize), absolute.file_name()) {
        (Some(Ok(parent)), Some(name)) => Ok(parent.join(name)),
        _ => Ok(absolute),
    }
}

/// Whether the target is absent, empty, or a site of ours.
fn replaceable(target: &Path) -> Result<bool, OutputError> {
    let Ok(metadata) = target.symlink_metadata() else {
        return Ok(true);
    };
    if !metadata.is_dir() {
        return Ok(false);
    }
    if target.join(MANIFEST).is_file() {
        return Ok(true);
    }
    let mut entries = fs::read_dir(target).map_err(OutputError::io("read", target))?;
    Ok(entries.next().is_none())
}

fn staging_prefix(target: &Path) -> String {
    let name = target.file_name().map_or_else(|| "site".into(), |name| name.to_string_lossy());
    format!(".{name}.pmsite-staging-")
}

/// A build that was killed leaves its staging folder behind. We hold the lock, so nobody is
/// using one. Failure does no harm: the next build tries again.
fn remove_left_over(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn remove(path: &Path) -> Result<(), OutputError> {
    let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.map_err(OutputError::io("remove", path))
}

/// For file systems that cannot exchange two names. Between the two steps there is no site for
/// an instant; there is no better way there.
fn replace_in_two_steps(staged: &Path, target: &Path) -> Result<(), OutputError> {
    let aside = staged.with_extension("old");
    fs::rename(target, &aside).map_err(OutputError::io("move aside", target))?;
    if let Err(cause) = fs::rename(staged, target) {
        // Back to the site that was there; the error that matters is the first one.
        let _ = fs::rename(&aside, target);
        return Err(OutputError::Io { action: "move the new site to", path: target.to_path_buf(), cause });
    }
    remove(&aside)
}
