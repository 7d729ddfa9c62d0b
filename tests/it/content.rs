//! The project's own knowledge base: it builds without a warning, and says enough.

use crate::html::{pages, problems};
use crate::site::{Built, files};
use std::collections::BTreeSet;
use std::process::Command;

/// Builds this repository's own site.
pub(crate) fn own(arguments: &[&str]) -> Built {
    own_with(arguments, &[])
}

pub(crate) fn own_in_theme(theme: &str, arguments: &[&str]) -> Built {
    own_with(arguments, &[("PMSITE_OUTPUT__HTML__THEME", theme)])
}

/// The same with settings from the environment.
pub(crate) fn own_with(arguments: &[&str], environment: &[(&str, &str)]) -> Built {
    let output = tempfile::tempdir().unwrap();
    let target = output.path().join("site");
    let run = Command::new(env!("CARGO_BIN_EXE_pmsite"))
        .args(["build", "--strict", "--root", env!("CARGO_MANIFEST_DIR"), "--output"])
        .arg(&target)
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Built { files: files(&target) }
}

#[test]
fn it_is_worth_reading() {
    let built = own(&[]);
    let api: serde_json::Value = serde_json::from_str(built.text("api/postmortems.json")).unwrap();
    let all = api.as_array().unwrap();
    assert!(all.len() >= 24, "{} postmortems", all.len());
    let distinct = |key: &str| -> BTreeSet<String> {
        all.iter()
            .flat_map(|one| one[key].as_array().unwrap())
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    let top: BTreeSet<_> =
        distinct("root_causes").iter().map(|term| term.split('/').next().unwrap().to_owned()).collect();
    assert!(top.len() >= 12, "{top:?}");
    assert!(distinct("services").len() >= 10);
    for one in all {
        let id = one["id"].as_str().unwrap().to_lowercase();
        assert!(built.has(&format!("postmortems/{id}/index.html")), "{id}");
    }
    let recurrences = all
        .iter()
        .filter(|one| {
            let id = one["id"].as_str().unwrap().to_lowercase();
            let whole: serde_json::Value =
                serde_json::from_str(built.text(&format!("api/postmortems/{id}.json"))).unwrap();
            whole["recurrence_of"].is_string()
        })
        .count();
    assert!(recurrences >= 3, "{recurrences} recurrences");
}

#[test]
fn every_page_is_valid() {
    let built = own(&[]);
    let found: Vec<_> = pages(&built).flat_map(|(path, html)| problems(path, html)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pages_stay_small_and_load_nothing_from_elsewhere() {
    let built = own(&[]);
    for (path, html) in pages(&built) {
        assert!(html.len() < 100_000, "{path} has {} bytes", html.len());
        for element in crate::html::parse(html).elements {
            let loaded = match element.name.as_str() {
                "script" | "img" | "source" | "iframe" => element.get("src"),
                "link"
                    if element
                        .get("rel")
                        .is_some_and(|rel| rel.contains("stylesheet") || rel.contains("icon")) =>
                {
                    element.get("href")
                }
                _ => None,
            };
            assert!(loaded.is_none_or(|url| !url.contains("//")), "{path} loads {loaded:?}");
        }
    }
    for (path, bytes) in built
        .files
        .iter()
        .filter(|(path, _)| std::path::Path::new(path).extension().is_some_and(|e| e == "css"))
    {
        let css = String::from_utf8_lossy(bytes);
        assert!(!css.contains("@import") && !css.contains("url(http") && !css.contains("url(//"), "{path}");
    }
}
