//! Finding and reading write-ups outside the project.

#![allow(clippy::disallowed_methods)] // disk belongs to source

use super::SourceError;
use super::discover::{LARGEST_FILE, Unusable};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The endings of write-ups.
const ENDINGS: [&str; 5] = ["md", "markdown", "txt", "html", "htm"];

/// A page has more markup than text.
const LARGEST_PAGE: u64 = 16 * LARGEST_FILE;

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// Where it is on disk, as it was named.
    pub disk: PathBuf,
    /// The same without links on the way to it.
    pub real: PathBuf,
    /// The same, relative and with `/` between its parts, whatever machine it is on.
    pub shown: String,
    /// The folder that was named, or that of the file that was named: links do not lead out of it.
    pub base: PathBuf,
    /// Its path below `base`, `/`-separated.
    pub below: String,
}

impl Outside {
    /// Whether it is a page of HTML, by its name.
    pub fn is_html(&self) -> bool {
        ending(&self.disk).is_some_and(|ending| ending.starts_with("htm"))
    }
}

/// What was found at the paths that were named.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The files, in order of their paths, each once.
    pub files: Vec<Outside>,
    /// Files that were named but cannot be imported, with the reason.
    pub refused: Vec<(String, String)>,
}

/// Finds the write-ups that `paths` name: files, and folders with all below them. Names that start with `_` or
/// `.` are left out, and links are not followed. `working` is the folder that relative paths start from.
pub fn gather(paths: &[PathBuf], working: &Path) -> Result<Gathered, SourceError> {
    let mut found = Gathered::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let fail = |cause| SourceError { path: path.clone(), cause };
        let is_folder = fs::metadata(path).map_err(fail)?.is_dir();
        let named = relative(path, working);
        if is_folder {
            let real_folder = fs::canonicalize(path).map_err(fail)?;
            for (disk, below) in below(path)? {
                let shown = if named.is_empty() { below.clone() } else { format!("{named}/{below}") };
                // Links are not followed below it.
                let real = real_folder.join(disk.strip_prefix(path).unwrap_or(&disk));
                found.add(Outside { shown, base: path.clone(), below, disk, real }, &mut seen);
            }
        } else if ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            let base = path.parent().map(Path::to_path_buf).unwrap_or_default();
            let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
            let below = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let real = fs::canonicalize(path).map_err(fail)?;
            found.add(Outside { shown: named, base, below, disk: path.clone(), real }, &mut seen);
        } else {
            let why = "is no write-up by its name: `.md`, `.markdown`, `.txt`, `.html` and `.htm` are read";
            found.refused.push((named, why.to_owned()));
        }
    }
    found.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    found.refused.sort();
    Ok(found)
}

impl Gathered {
    fn add(&mut self, file: Outside, seen: &mut BTreeSet<PathBuf>) {
        if seen.insert(file.real.clone()) {
            self.files.push(file);
        }
    }
}

/// Reads a file whole, unless it is too large to be a write-up. The outer error tells of the disk.
pub fn read_outside(file: &Outside) -> io::Result<Result<Vec<u8>, Unusable>> {
    let limit = if file.is_html() { LARGEST_PAGE } else { LARGEST_FILE };
    let mut open = File::open(&file.disk)?;
    let metadata = open.metadata()?;
    if !metadata.is_file() {
        return Ok(Err(Unusable::NotAFile));
    }
    if metadata.len() > limit {
        return Ok(Err(Unusable::TooLarge(metadata.len())));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    // It may grow while it is read.
    open.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Ok(Err(Unusable::TooLarge(bytes.len() as u64)));
    }
    Ok(Ok(bytes))
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

/// The write-ups below a folder, with their paths relative to it.
fn below(folder: &Path) -> Result<Vec<(PathBuf, String)>, SourceError> {
    let hidden = |entry: &ignore::DirEntry| entry.file_name().to_string_lossy().starts_with(['_', '.']);
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .follow_links(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(move |entry| entry.depth() == 0 || !hidden(entry))
        .build();
    let mut found = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| SourceError {
            path: folder.to_path_buf(),
            cause: io::Error::other(error.to_string()),
        })?;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let path = entry.path();
        if is_file && ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            let below = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
            found.push((path.to_path_buf(), below));
        }
    }
    Ok(found)
}

/// A path without the machine in it: as it was named if that is relative, else from the working folder, else
/// its last part.
fn relative(path: &Path, working: &Path) -> String {
    let path = match (path.is_absolute(), path.strip_prefix(working)) {
        (true, Ok(below)) => below.to_path_buf(),
        (true, Err(_)) => path.file_name().map(PathBuf::from).unwrap_or_default(),
        (false, _) => path.to_path_buf(),
    };
    let parts: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
