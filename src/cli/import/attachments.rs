//! Files that a write-up shows or links to.

use crate::diagnostic::Diagnostics;
use crate::model::LinkTarget;
use crate::parse::{Internal, Outline};
use crate::source::{Outside, SourceFile};
use std::path::{Path, PathBuf};

/// A file beside a write-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attachment {
    /// Where it is on disk.
    pub(super) from: PathBuf,
    /// The link to it, as written.
    pub(super) url: String,
}

/// Endings of images: they may lie beside the folder of a file that was named alone.
const IMAGES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"];

/// Endings of what is imported, or would be a page of its own.
const WRITE_UPS: [&str; 4] = ["md", "markdown", "html", "htm"];

/// The files that a body links to and that exist. Nothing hidden, nothing behind a symbolic link, and nothing
/// outside the folder that is imported: who wrote the text does not decide what is published.
pub(super) fn find(file: &Outside, body: &str) -> Vec<Attachment> {
    if !may_link_to_files(body) {
        return Vec::new();
    }
    let text = SourceFile::new("", body);
    let outline = Outline::read(&text, 0, 0, Internal::Keep, &mut Diagnostics::new());
    let mut found: Vec<Attachment> = Vec::new();
    for link in &outline.links {
        if found.iter().any(|known| known.url == link.url) {
            continue;
        }
        if let Some(from) = on_disk(file, &link.url) {
            found.push(Attachment { from, url: link.url.clone() });
        }
    }
    found
}

/// Whether a text may link to a file that comes along: most link to other sites and write-ups only, which is
/// seen without parsing them.
fn may_link_to_files(body: &str) -> bool {
    let elsewhere = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '<', '"', '\'']);
        let path = rest.split([')', '>', '"', '\'', ' ', '\n', '#', '?']).next().unwrap_or_default();
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        ["http://", "https://", "mailto:", "#"].iter().any(|lead| rest.starts_with(lead))
            || ending.is_some_and(|ending| WRITE_UPS.contains(&ending))
    };
    ["](", "]:", "src=", "href="].iter().any(|mark| {
        body.match_indices(mark).any(|(at, _)| !body.get(at + mark.len()..).is_some_and(elsewhere))
    })
}

fn on_disk(file: &Outside, url: &str) -> Option<PathBuf> {
    // Two folders above everything, so that the way out of the folder can be seen.
    let LinkTarget::File { path, .. } = LinkTarget::read(url, &format!("up/base/{}", file.below), "up")
    else {
        return None;
    };
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let (mut disk, below) = match path.strip_prefix("up/base/") {
        Some(below) => (file.base.clone(), below),
        // `/img/a.png` is meant from the top of the site.
        None if url.trim().starts_with('/') => (file.base.clone(), path.strip_prefix("up/")?),
        None if IMAGES.contains(&ending.as_str()) && !file.below.contains('/') => {
            (file.base.join(".."), path.strip_prefix("up/")?)
        }
        None => return None,
    };
    if WRITE_UPS.contains(&ending.as_str()) || below.split('/').any(|part| part.starts_with(['.', '_'])) {
        return None;
    }
    for part in below.split('/') {
        disk.push(part);
        if disk.symlink_metadata().ok()?.is_symlink() {
            return None;
        }
    }
    is_file(&disk).then_some(disk)
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}
