//! Output files: paths that cannot leave the output, and how a whole site replaces another.
//!
//! Nothing here knows what a postmortem is. [`Staging`] takes files from many threads into a
//! folder beside the target and swaps the two at the end, so a reader, a crash or a full disk
//! sees the old site or the new one. [`Memory`] takes them into a map, for tests and previews.

mod file;
mod memory;
mod staging;

pub use file::{Existing, put};
pub use memory::Memory;
pub use staging::{MANIFEST, Staging};

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A path in the output: relative, `/`-separated, without empty, `.` or `..` parts, without
/// characters that a file system or a URL takes for something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// Takes a path; `None` when it could lead out of the output.
    pub fn new(path: impl Into<String>) -> Option<Self> {
        let path = path.into();
        let part_is_safe = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.len() <= 255
                && !part.contains(|c: char| {
                    c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
                })
        };
        path.split('/').all(part_is_safe).then_some(Self(path))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where rendered files go, as they are rendered, from any thread.
pub trait Sink: Sync {
    /// Takes one file. No path is given twice.
    fn write(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), OutputError>;

    /// Takes one file that is on disk already.
    fn copy(&self, path: &OutputPath, from: &Path) -> Result<(), OutputError>;
}

/// The output could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// The file system refused.
    Io {
        /// What was being done, as in "could not write".
        action: &'static str,
        /// To which path.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// The target exists, and nothing says that pmsite made it.
    NotOurs(PathBuf),
    /// The target is the project itself, one of its sources, or above it.
    Dangerous(PathBuf),
    /// Another build is writing beside the same target.
    Busy(PathBuf),
}

impl OutputError {
    /// Wraps a system error with what was being done to which path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { action, path: path.to_path_buf(), cause }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, .. } => write!(f, "could not {action} `{}`", path.display()),
            Self::NotOurs(path) => write!(
                f,
                "`{}` exists and was not made by pmsite, so it is left alone; name another folder with `--output`, or replace it with `--force`",
                path.display()
            ),
            Self::Dangerous(path) => write!(
                f,
                "`{}` holds the project or its content, so it cannot be the output; name another folder with `--output`",
                path.display()
            ),
            Self::Busy(path) => {
                write!(f, "another build is writing to `{}`; wait for it to end", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OutputPath;

    #[test]
    fn paths_that_lead_out_are_refused() {
        for bad in ["", "/etc/passwd", "a/../b", "a//b", "./a", "a\\b", "c:/x", "a\0", "a/"] {
            assert_eq!(OutputPath::new(bad), None, "{bad:?}");
        }
        assert!(OutputPath::new("postmortems/x/index.html").is_some());
        assert!(OutputPath::new(".nojekyll").is_some());
    }
}
