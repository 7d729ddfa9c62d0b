//! Runs the program over write-ups and reads what it found.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The objects of a file with one a line.
pub(crate) fn objects(path: &Path) -> Vec<Value> {
    lines(&fs::read_to_string(path).unwrap())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What `pmsite import --dry-run --format json` finds in files and folders, in a project of its own.
pub(crate) fn scan(program: &Path, paths: &[&Path]) -> Vec<Value> {
    let project = tempfile::tempdir().unwrap();
    let output = Command::new(program)
        .current_dir(project.path())
        .args(["import", "--dry-run", "--format", "json"])
        .args(paths)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    lines(&String::from_utf8(output.stdout).unwrap())
}
