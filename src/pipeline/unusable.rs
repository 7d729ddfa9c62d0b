//! What files that cannot be used mean to their authors.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::source;
use crate::source::Unusable;
use std::sync::Arc;

/// What a file that cannot be used means to its author.
pub(super) fn unusable(path: Arc<str>, reason: &Unusable) -> Diagnostic {
    let megabytes = |bytes: u64| bytes / (1024 * 1024);
    let (code, message, help) = match reason {
        Unusable::Link => (
            "symbolic-link",
            "this symbolic link leads to a folder, nowhere, or out of the project".to_owned(),
            "copy the file into the content folder, or leave the link out by a name that starts with `_`",
        ),
        Unusable::FolderNamedLikeFile => (
            "not-a-file",
            "this is a folder, but is named like a Markdown file".to_owned(),
            "name it without `.md`; a folder with an `index.md` is a postmortem with files of its own",
        ),
        Unusable::Name => (
            "unusable-name",
            "this name holds characters that cannot stand in a URL".to_owned(),
            "rename it, with letters, digits, `-`, `_` and `.`",
        ),
        Unusable::NotAFile => (
            "not-a-file",
            "this is a device, a pipe or a socket".to_owned(),
            "remove it from the content folder",
        ),
        Unusable::TooLarge(bytes) => (
            "file-too-large",
            format!(
                "this file has {} MB; the limit for Markdown is {} MB",
                megabytes(*bytes).max(1),
                megabytes(source::LARGEST_FILE)
            ),
            "keep logs and data beside the postmortem as files, and quote what matters",
        ),
        Unusable::NotUtf8 { line } => {
            ("not-utf-8", format!("line {line} is not valid UTF-8"), "save it as UTF-8")
        }
        Unusable::TooMany => (
            "too-many-files",
            format!("the content folder holds more than {} files", source::MOST_FILES),
            "split the knowledge base, or leave folders out by names that start with `_`",
        ),
    };
    Diagnostic::about(Level::Error, code, path, message).help(help)
}
