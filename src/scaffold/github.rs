//! Workflows of GitHub Actions for a knowledge base.
//!
//! They stand in files of their own, so that they are read, and checked, as what they are. Each names
//! the version of pmsite that wrote it: an upgrade is a change that somebody makes and sees.

use super::ScaffoldFile;

/// Checks pull requests.
const CHECK: &str = include_str!("github/check.yml");
/// Publishes on GitHub Pages.
const PAGES: &str = include_str!("github/pages.yml");
/// Steps that both begin with.
const INSTALL: &str = include_str!("github/install.yml");
/// Where those go.
const INSTALL_HERE: &str = "# @install@\n";

/// The files of a repository on GitHub.
pub fn github() -> Vec<ScaffoldFile> {
    let file = |name: &str, text: &str| ScaffoldFile {
        path: format!(".github/workflows/{name}.yml"),
        text: text.replace(INSTALL_HERE, INSTALL).replace("@version@", env!("CARGO_PKG_VERSION")),
    };
    vec![file("check", CHECK), file("pages", PAGES)]
}
