//! A real browser without a window.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A browser that shows one page until the value is dropped.
pub(crate) struct Browser {
    process: Child,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a page. Nothing but the page is loaded: no updates, no components, no proxies.
    pub(crate) fn open(url: &str) -> Self {
        let profile = tempfile::Builder::new().prefix("pmsite-browser-").tempdir().expect("a folder");
        let process = Command::new(program())
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--no-proxy-server", "--window-size=1280,900"])
            // Otherwise headless pages stay until a debugger asks them to go.
            .arg("--remote-debugging-port=0")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium starts");
        Self { process, profile }
    }

    /// The folder where it keeps what it knows.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The browser of this machine: `CHROMIUM`, or the first that the path knows.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return named.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    ["chromium", "chromium-browser", "google-chrome", "chrome"]
        .iter()
        .find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file()))
        .expect("these tests need Chromium: install it (`scripts/test` does), or name it in CHROMIUM")
}
