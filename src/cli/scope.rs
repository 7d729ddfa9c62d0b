//! The files that a check is about.

use super::args::Check;
use super::{Failure, changed};
use crate::diagnostic::Diagnostics;
use std::path::{Path, PathBuf};

/// The files and folders that were named, and those that changed.
pub(super) struct Scope {
    root: PathBuf,
    /// Each list narrows down what the others leave. An empty one leaves nothing.
    lists: Vec<Vec<PathBuf>>,
}

impl Scope {
    /// What the arguments ask for: everything if they name nothing.
    pub(super) fn of(args: &Check, root: &Path) -> Result<Self, Failure> {
        let mut scope =
            Self { root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()), lists: Vec::new() };
        if !args.paths.is_empty() {
            scope.add(args.paths.iter().map(PathBuf::as_path), root)?;
        }
        if let Some(revision) = &args.changed_since {
            let changed: Vec<_> =
                changed::since(root, revision)?.into_iter().map(|path| root.join(path)).collect();
            scope.add(changed.iter().map(PathBuf::as_path), root)?;
        }
        Ok(scope)
    }

    fn add<'a>(&mut self, paths: impl Iterator<Item = &'a Path>, root: &Path) -> Result<(), Failure> {
        let found = paths.map(|path| {
            // As typed, or as findings name it: below the project.
            let here = real(path).filter(|path| path.starts_with(&self.root));
            here.or_else(|| real(&root.join(path)))
                .ok_or_else(|| format!("there is no `{}` in the project", path.display()))
        });
        self.lists.push(found.collect::<Result<_, _>>()?);
        Ok(())
    }

    /// Whether a file is meant, by its path relative to the project.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = self.root.join(path);
        self.lists.iter().all(|list| list.iter().any(|wanted| path.starts_with(wanted)))
    }

    /// The findings about the files that are meant.
    pub(super) fn only(&self, diagnostics: Diagnostics) -> Diagnostics {
        let mut found = Diagnostics::new();
        for diagnostic in diagnostics {
            if self.has(&diagnostic.path) {
                found.push(diagnostic);
            }
        }
        found
    }
}

/// A path without links in it; a file that is itself a link stays one, as findings name it.
fn real(path: &Path) -> Option<PathBuf> {
    if !path.is_symlink() || path.is_dir() {
        return path.canonicalize().ok();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(path.file_name()?))
}
