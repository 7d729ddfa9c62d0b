//! Writing files that must not exist yet.

use super::Failure;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Writes a new file with its folders; one that exists is an error, and stays as it is.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let explain =
        |what: &str, error: &std::io::Error| format!("could not {what} `{}`: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| explain("make the folder of", &error))?;
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("`{}` exists already, and is left as it is", path.display())
            }
            _ => explain("create", &error),
        })?;
    file.write_all(text.as_bytes()).map_err(|error| explain("write", &error))?;
    Ok(())
}
