//! Which files changed since a revision, as git sees it.

use super::Failure;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files below `root` that changed since `revision`, with those that git does not know yet. Paths are
/// relative to `root`; files that are gone are left out.
pub(super) fn since(root: &Path, revision: &str) -> Result<BTreeSet<PathBuf>, Failure> {
    let differing = [
        "diff",
        "--name-only",
        "--relative",
        "--diff-filter=d",
        "-z",
        "--end-of-options",
        revision,
        "--",
        ".",
    ];
    let unknown = ["ls-files", "--others", "--exclude-standard", "-z", "--", "."];
    let mut files = names(root, &differing)?;
    files.extend(names(root, &unknown)?);
    Ok(files)
}

fn names(root: &Path, arguments: &[&str]) -> Result<BTreeSet<PathBuf>, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| format!("cannot run git, which `--changed-since` asks: {error}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let told = told.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
        return Err(format!("git could not tell what changed: {}", told.trim()).into());
    }
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned())).collect())
}
