//! Embeds the themes: a sorted list of paths and bytes, so that the program is one file.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // a build script reads the disk and talks to cargo

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folder of the themes, relative to the package.
const FOLDER: &str = "themes";
/// The themes in it, the one that the others build on first.
const THEMES: [&str; 2] = ["default", "compact"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=src/build.rs");
    let mut list = String::from("&[\n");
    for theme in THEMES {
        let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join(FOLDER).join(theme);
        let mut files = Vec::new();
        collect(&root, &root, &mut files)?;
        files.sort();
        for (name, path) in &files {
            let is_script = path.extension().is_some_and(|end| end == "js");
            let path = if is_script { compact(&format!("{theme}/{name}"), path)? } else { path.clone() };
            let path = path.display().to_string();
            writeln!(list, "    ({theme:?}, {name:?}, include_bytes!({path:?}).as_slice()),")
                .map_err(io::Error::other)?;
        }
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(variable("OUT_DIR")?).join("themes.rs"), list)
}

/// A script without lines of comment and without indentation, for readers wait for every byte. No
/// script of the theme has a text over several lines, in which that would matter.
fn compact(name: &str, path: &Path) -> io::Result<PathBuf> {
    let text = fs::read_to_string(path)?;
    let lines: Vec<_> = text
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    let compact = PathBuf::from(variable("OUT_DIR")?).join(name.replace('/', "-"));
    fs::write(&compact, lines.join("\n") + "\n")?;
    Ok(compact)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

/// All files below `folder`, named relative to `root` with `/`; hidden ones are left out.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name =
                path.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
            files.push((name, path));
        }
    }
    Ok(())
}
