//! The repository's own rules: who may import whom, and how long files may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages and what each may import, in the order of the flow.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("data", &["source", "diagnostic"]),
    ("model", &[]),
    ("times", &["model"]),
    ("config", &["source", "diagnostic", "data", "model"]),
    ("dialect", &[]),
    ("parse", &["source", "diagnostic", "data", "model", "dialect"]),
    ("validate", &["source", "diagnostic", "data", "model", "config", "parse"]),
    ("search", &["model"]),
    ("analysis", &["model", "search"]),
    ("routes", &["config", "model", "analysis"]),
    ("output", &[]),
    ("web", &[]),
    (
        "lint",
        &[
            "source",
            "diagnostic",
            "data",
            "config",
            "model",
            "dialect",
            "parse",
            "search",
            "analysis",
            "times",
            "web",
        ],
    ),
    (
        "render",
        &["config", "diagnostic", "data", "model", "dialect", "analysis", "routes", "search", "output"],
    ),
    ("scaffold", &["config", "model", "output"]),
    (
        "import",
        &[
            "source",
            "diagnostic",
            "data",
            "model",
            "config",
            "dialect",
            "parse",
            "times",
            "validate",
            "scaffold",
        ],
    ),
    (
        "serve",
        &["source", "diagnostic", "config", "model", "analysis", "routes", "search", "render", "output"],
    ),
];

/// A file is read at a sitting. Tables of data may be longer.
const LONGEST: usize = 450;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn stages_import_one_way() {
    let table: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let below = path.strip_prefix(src()).unwrap();
        let stage = below.components().next().unwrap().as_os_str().to_str().unwrap();
        let Some(allowed) = table.get(stage) else { continue };
        // Tests may hold stages against each other.
        if path.file_stem().is_some_and(|name| name == "tests" || name == "testing") {
            continue;
        }
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let module: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if module != stage
                    && table.contains_key(module.as_str())
                    && !allowed.contains(&module.as_str())
                {
                    wrong.push(format!("{}:{}: {stage} imports {module}", below.display(), number + 1));
                }
                assert!(
                    used.starts_with(|c: char| c.is_alphabetic()),
                    "{}:{}: name one module a line",
                    below.display(),
                    number + 1
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_stage_is_in_the_table() {
    let outside = ["cli", "pipeline", "lib", "main", "build"];
    for entry in fs::read_dir(src()).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let known = MAY_IMPORT.iter().any(|(stage, _)| *stage == name) || outside.contains(&name.as_str());
        assert!(known, "`{name}` is not in the table of imports");
    }
}

#[test]
fn files_are_short() {
    for path in sources(&src()) {
        let lines =
            fs::read_to_string(&path).unwrap().lines().take_while(|line| *line != "#[cfg(test)]").count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn nothing_is_left_to_do_in_passing() {
    let words = ["TO", "DO"].concat();
    for path in sources(&src()) {
        let text = fs::read_to_string(&path).unwrap();
        for word in [words.as_str(), "FIXME", "XXX", "unimplemented!", "todo!"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}
