//! Finding and reading the content.

#![allow(clippy::disallowed_methods)] // disk belongs to source

use super::SourceFile;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest Markdown file that is read, in bytes. The longest postmortem that we know of has
/// a tenth of it; parsers are quadratic on some hostile inputs.
pub const LARGEST_FILE: u64 = 1024 * 1024;

/// The most files that a content folder may hold.
pub const MOST_FILES: usize = 1_000_000;

/// What a Markdown file of the content folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A postmortem.
    Postmortem,
    /// A plain page: it lies in `pages/`.
    Page,
}

/// A Markdown file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path, relative to the project, `/`-separated.
    pub path: Arc<str>,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// What it is.
    pub kind: DocumentKind,
    /// For `<name>/index.md`: the folder, relative to the project.
    pub bundle: Option<Arc<str>>,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAsset {
    /// Its path, relative to the project, `/`-separated.
    pub path: Arc<str>,
    /// The folder of the bundle in which it lies.
    pub bundle: Option<Arc<str>>,
}

/// Something in the content folder that cannot be used, as a fact about the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// A symbolic link that leads out of the project, nowhere, or to a folder.
    Link,
    /// A folder whose name ends in `.md`.
    FolderNamedLikeFile,
    /// A name that is not UTF-8, or holds characters that no URL or other system can take.
    Name,
    /// A device, socket or pipe.
    NotAFile,
    /// Larger than [`LARGEST_FILE`]; its size in bytes.
    TooLarge(u64),
    /// Not UTF-8; the line of the first wrong byte, from 1.
    NotUtf8 {
        /// The line, from 1.
        line: usize,
    },
    /// More than [`MOST_FILES`].
    TooMany,
}

/// All that was found, in byte order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Markdown files.
    pub documents: Vec<Found>,
    /// Other files.
    pub assets: Vec<FoundAsset>,
    /// What cannot be used.
    pub unusable: Vec<(Arc<str>, Unusable)>,
}

/// A file or folder could not be read.
#[derive(Debug)]
pub struct SourceError {
    /// What was being read.
    pub path: PathBuf,
    /// The system's reason.
    pub cause: io::Error,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not read `{}`", self.path.display())
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// Walks the content folder `src` of the project at `root`. Links to folders are not followed;
/// names that start with `_` or `.` are left out, with all below them.
pub fn discover(root: &Path, src: &str) -> Result<Tree, SourceError> {
    let folder = root.join(src);
    let fail = |path: &Path| {
        let path = path.to_path_buf();
        move |cause| SourceError { path, cause }
    };
    fs::read_dir(&folder).map_err(fail(&folder))?;
    let real_root = fs::canonicalize(root).map_err(fail(root))?;
    let walk = ignore::WalkBuilder::new(&folder)
        .standard_filters(false)
        .follow_links(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['_', '.'])
        })
        .build();
    let mut tree = Tree::default();
    for entry in walk {
        let entry = entry.map_err(|error| SourceError {
            path: folder.clone(),
            cause: io::Error::other(error.to_string()),
        })?;
        if entry.depth() == 0 {
            continue;
        }
        if tree.documents.len() + tree.assets.len() >= MOST_FILES {
            tree.unusable.push((src.into(), Unusable::TooMany));
            break;
        }
        tree.take(&entry, &folder, src, &real_root);
    }
    tree.documents.sort_by(|a, b| a.path.cmp(&b.path));
    tree.assets.sort_by(|a, b| a.path.cmp(&b.path));
    tree.settle_bundles();
    Ok(tree)
}

impl Tree {
    fn take(&mut self, entry: &ignore::DirEntry, folder: &Path, src: &str, real_root: &Path) {
        let disk = entry.path();
        let below = disk.strip_prefix(folder).unwrap_or(disk);
        let shown: Arc<str> = format!("{src}/{}", below.to_string_lossy().replace('\\', "/")).into();
        let Some(kind) = entry.file_type() else { return };
        let is_markdown = below.extension().is_some_and(|extension| extension == "md");
        if kind.is_dir() {
            if is_markdown {
                self.unusable.push((shown, Unusable::FolderNamedLikeFile));
            }
            return;
        }
        if below.to_str().is_none_or(|name| name.chars().any(char::is_control)) {
            self.unusable.push((shown.replace(char::is_control, "\u{fffd}").into(), Unusable::Name));
            return;
        }
        if kind.is_symlink() {
            let inside =
                fs::canonicalize(disk).is_ok_and(|real| real.starts_with(real_root) && real.is_file());
            if !inside {
                self.unusable.push((shown, Unusable::Link));
                return;
            }
        } else if !kind.is_file() {
            self.unusable.push((shown, Unusable::NotAFile));
            return;
        }
        if !is_markdown {
            self.assets.push(FoundAsset { path: shown, bundle: None });
            return;
        }
        let is_page = below.components().count() > 1 && below.starts_with("pages");
        let bundle = (below.file_name().is_some_and(|name| name == "index.md")
            && below.components().count() > 1)
            .then(|| shown.rsplit_once('/').map_or_else(|| Arc::clone(&shown), |(folder, _)| folder.into()));
        self.documents.push(Found {
            path: shown,
            disk: disk.to_path_buf(),
            kind: if is_page { DocumentKind::Page } else { DocumentKind::Postmortem },
            bundle,
        });
    }

    /// Gives every asset to the nearest bundle above it.
    fn settle_bundles(&mut self) {
        let bundles: std::collections::BTreeSet<Arc<str>> =
            self.documents.iter().filter_map(|found| found.bundle.clone()).collect();
        for asset in &mut self.assets {
            let mut folder = asset.path.as_ref();
            while let Some((above, _)) = folder.rsplit_once('/') {
                if let Some(bundle) = bundles.get(above) {
                    asset.bundle = Some(Arc::clone(bundle));
                    break;
                }
                folder = above;
            }
        }
    }
}

/// Reads one Markdown file. The inner error is a fact about the content.
pub fn read(found: &Found) -> Result<Result<SourceFile, Unusable>, SourceError> {
    let fail = |cause| SourceError { path: found.disk.clone(), cause };
    let size = fs::metadata(&found.disk).map_err(fail)?.len();
    if size > LARGEST_FILE {
        return Ok(Err(Unusable::TooLarge(size)));
    }
    let bytes = fs::read(&found.disk).map_err(fail)?;
    Ok(text(bytes).map(|text| SourceFile::new(Arc::clone(&found.path), text)))
}

/// Reads a file of the project that may be missing, such as `book.toml`.
pub fn read_optional(root: &Path, name: &str) -> Result<Option<Result<SourceFile, Unusable>>, SourceError> {
    let path = root.join(name);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(text(bytes).map(|text| SourceFile::new(name, text)))),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(SourceError { path, cause }),
    }
}

/// All files below `folder`, with their paths relative to it, in order; empty where it is
/// missing. For themes: links are not followed, hidden files left out.
pub fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, SourceError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .build();
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| SourceError {
            path: folder.to_path_buf(),
            cause: io::Error::other(error.to_string()),
        })?;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let bytes = fs::read(path).map_err(|cause| SourceError { path: path.to_path_buf(), cause })?;
        let below = path.strip_prefix(folder).unwrap_or(path);
        files.push((below.to_string_lossy().replace('\\', "/"), bytes));
    }
    Ok(files)
}

fn text(bytes: Vec<u8>) -> Result<String, Unusable> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Unusable::NotUtf8 { line: valid.split(|byte| *byte == b'\n').count() }
    })
}
