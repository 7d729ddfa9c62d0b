//! A project in a temporary folder, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A project that lives as long as the value.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Run {
    /// Its exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it printed for other programs.
    pub stdout: String,
    /// What it printed for people, with the project's path as `[ROOT]`.
    pub stderr: String,
}

/// A project of the files in `text`: each starts with a line `//- path`. Common indentation is
/// taken off.
pub(crate) fn site(text: &str) -> Site {
    let site = Site { folder: tempfile::Builder::new().prefix("pmsite-test-").tempdir().unwrap() };
    let text = dedent(text);
    for part in text.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        site.write(path.trim(), content);
    }
    site
}

/// A project with one postmortem.
pub(crate) fn postmortem(front_matter: &str, body: &str) -> Site {
    let site = site("");
    site.write("content/a.md", format!("---\n{}\n---\n{body}", dedent(front_matter).trim()));
    site
}

impl Site {
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Writes a file in one step: whoever looks sees the old one or the new one.
    pub(crate) fn save(&self, path: &str, content: impl AsRef<[u8]>) {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let aside = format!("{folder}/.{name}.new");
        self.write(&aside, content);
        fs::rename(self.path(&aside), self.path(path)).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The program, not yet run, in the project's folder and with a plain environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.current_dir(self.root()).args(arguments);
        command.env("SOURCE_DATE_EPOCH", "1750000000").env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.read(&self.command(arguments).output().unwrap())
    }

    /// Runs git in the project's folder, and must succeed.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) {
        let run = Command::new("git")
            .current_dir(self.root())
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    pub(crate) fn read(&self, output: &Output) -> Run {
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(&self.root().display().to_string(), "[ROOT]")
        };
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Builds, and must succeed.
    #[track_caller]
    pub(crate) fn build(&self) -> Built {
        self.build_with(&[])
    }

    #[track_caller]
    pub(crate) fn build_with(&self, arguments: &[&str]) -> Built {
        let run = self.run(&[&["build"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        Built { files: files(&self.path("public")) }
    }

    /// Builds, must be refused, and must leave nothing behind; what was said comes back.
    #[track_caller]
    pub(crate) fn rejected(&self) -> String {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert!(!self.path("public").exists(), "something was written");
        run.stderr
    }
}

/// A built site, in memory.
#[derive(PartialEq)]
pub(crate) struct Built {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Built {
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no `{path}` in {:#?}", self.files.keys()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The inside of `<main>` of a page.
    #[track_caller]
    pub(crate) fn main(&self, path: &str) -> &str {
        let page = self.text(path);
        let from = page.find("<main").and_then(|at| page[at..].find('>').map(|end| at + end + 1)).unwrap();
        &page[from..page.find("</main>").unwrap()]
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// All files below a folder, by path relative to it.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indent = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    text.lines().flat_map(|line| [line.get(indent..).unwrap_or(""), "\n"]).collect()
}
