//! axe-core: what of WCAG 2.2 AA a machine can judge.

use crate::tab::{Tab, target};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// The rules' source. It comes from npm, in the version and with the hash that the lock file names.
///
/// Where there is no npm the pages are visited without it, and the test says so; not on CI, which
/// would be blind and green.
pub(crate) fn source() -> Option<String> {
    let folder = target().join("browser");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.is_file() {
        fs::create_dir_all(&folder).unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
        for name in ["package.json", "package-lock.json"] {
            fs::copy(from.join(name), folder.join(name)).unwrap();
        }
        let npm = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .output();
        let told = npm.map_or_else(
            |error| error.to_string(),
            |output| String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        if !file.is_file() {
            assert!(
                std::env::var_os("CI").is_none(),
                "axe-core is not here, and npm did not bring it: {told}"
            );
            // Past the harness, which shows what a test prints only when it fails.
            let mut out = std::io::stderr();
            let _ = writeln!(
                out,
                "NOT CHECKED for accessibility: axe-core is not here, and npm did not bring it: {told}"
            );
            return None;
        }
    }
    Some(fs::read_to_string(file).unwrap())
}

/// What is wrong with the page as it stands now: rule, why, and where.
pub(crate) fn violations(tab: &mut Tab, source: &str) -> Vec<String> {
    if tab.ask("typeof axe") != json!("object") {
        tab.ask(source);
    }
    let found = tab.wait(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })\
         .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => \
         `${id}: ${target}: ${failureSummary}`)))",
    );
    let lines = found.as_array().expect("axe answers with a list");
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
