//! `pmsite init`.

use super::args::Init;
use super::today::today;
use super::write_new::write_new;
use super::{Failure, Terminal, Verdict};
use crate::config::FILE_NAME;
use crate::scaffold::{self, IGNORED, ScaffoldFile};
use std::path::Path;

/// Where files that git leaves alone are named. One that is there stays.
const GITIGNORE: &str = ".gitignore";

pub(super) fn run(args: &Init, terminal: Terminal) -> Result<Verdict, Failure> {
    let folder = &args.folder;
    if folder.exists() && !folder.is_dir() {
        return Err(format!("`{}` is a file: name a folder", folder.display()).into());
    }
    let is_project = folder.join(FILE_NAME).exists();
    let mut files = Vec::new();
    if !(is_project && args.github) {
        files.extend(scaffold::project(args.title.as_deref().unwrap_or("Postmortems"), today()?));
    }
    if args.github {
        files.extend(scaffold::github());
    }
    refuse_to_overwrite(folder, &files, is_project)?;
    for file in &files {
        let path = folder.join(&file.path);
        if file.path == GITIGNORE && path.symlink_metadata().is_ok() {
            let lines = IGNORED.map(|line| format!("`{line}`")).join(" and ");
            terminal.say(format_args!("kept `{}`: add {lines} to it", shown(&path)));
            continue;
        }
        write_new(&path, &file.text)?;
        terminal.say(format_args!("wrote `{}`", shown(&path)));
    }
    if is_project {
        terminal.say(format_args!("`{FILE_NAME}` was there: nothing but the workflows was written"));
    } else {
        say_next(folder, terminal);
    }
    if args.github {
        say_next_on_github(folder, terminal);
    }
    Ok(Verdict::Fine)
}

/// All or nothing: a folder that holds one of the files is somebody's project.
fn refuse_to_overwrite(folder: &Path, files: &[ScaffoldFile], is_project: bool) -> Result<(), Failure> {
    let is_there = |file: &&ScaffoldFile| folder.join(&file.path).symlink_metadata().is_ok();
    let there: Vec<_> = files
        .iter()
        .filter(|file| file.path != GITIGNORE)
        .filter(is_there)
        .map(|file| format!("`{}`", shown(&folder.join(&file.path))))
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let verb = if there.len() == 1 { "exists" } else { "exist" };
    let help = if is_project && !files.iter().any(|file| file.path.starts_with(".github/")) {
        "; this is a knowledge base: `pmsite new TITLE` adds a postmortem, `pmsite init --github` the workflows"
    } else {
        ""
    };
    Err(format!("{} {verb} already; nothing was written{help}", there.join(", ")).into())
}

fn say_next(folder: &Path, terminal: Terminal) {
    terminal.say("\nnext:");
    if folder != Path::new(".") {
        terminal.say(format_args!("  cd {}", quoted(folder)));
    }
    for (command, what) in [
        ("pmsite serve --watch", "look at it while you write"),
        ("pmsite new \"What broke\"", "the first postmortem, from a template"),
        ("pmsite check", "what is missing from it"),
        ("pmsite build", "the site, in `public/`"),
    ] {
        terminal.say(format_args!("  {command:<26}{what}"));
    }
}

/// What no file can do: settings of the repository.
fn say_next_on_github(folder: &Path, terminal: Terminal) {
    terminal.say(format_args!(
        "\non GitHub, once, in the settings of the repository:\n  \
         Pages: choose “GitHub Actions” as the source\n  \
         Secrets and variables, Actions, Variables: the workflows install pmsite {version} from the crate\n  \
         registry; if it is not there, set PMSITE_GIT and PMSITE_REV to its repository and a commit",
        version = env!("CARGO_PKG_VERSION"),
    ));
    if let Some(repository) = repository_above(folder) {
        terminal.say(format_args!(
            "\nnote: GitHub reads workflows at the root of a repository, which is `{}`: move `.github` there,\n\
             and set `working-directory` under `defaults: run:` in both",
            repository.display()
        ));
    }
}

/// The repository of which the folder is a part without being its root.
fn repository_above(folder: &Path) -> Option<std::path::PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let root = folder.ancestors().find(|folder| folder.join(".git").exists())?;
    (root != folder).then(|| root.to_path_buf())
}

/// A path as a reader writes it: without a leading `./`.
fn shown(path: &Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

/// A path as an argument of a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
