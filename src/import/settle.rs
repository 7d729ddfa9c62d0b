//! Makes a draft one that builds.
//!
//! The body stays as it is, so mistakes in it are let be; values of the front matter that our model
//! refuses move to `extra`. A secret is neither: it stays an error until somebody looks.

use super::Draft;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::model::{LinkTarget, Postmortem};
use crate::parse::{self, Internal, LET_BE, Parsed};
use crate::source::{DocumentKind, Found, SourceFile};
use crate::validate::{self, Document};
use std::path::PathBuf;
use std::sync::Arc;

/// How often values are moved before the rest is left to the author.
const TRIES: usize = 4;

/// What became of a draft.
#[derive(Debug, Default)]
pub struct Settled {
    /// The file's text.
    pub text: String,
    /// What was moved, left out or let be, in words.
    pub notes: Vec<String>,
    /// Mistakes that remain: what a build will say.
    pub errors: Diagnostics,
}

/// Settles a draft that will be the file `path`, relative to the project. `exists` says whether a link
/// finds the file it leads to; `inspect` sees the result as a build will, unless something is wrong with it.
pub fn settle<T>(
    draft: &mut Draft,
    path: &str,
    config: &Config,
    exists: &dyn Fn(&str) -> bool,
    inspect: impl Fn(&SourceFile, &Parsed, &Postmortem, &mut Diagnostics) -> T,
) -> (Settled, Option<T>) {
    let mut settled = Settled::default();
    for key in draft.shrink() {
        settled.notes.push(format!("`{key}` is left out: the front matter would be too long"));
    }
    for attempt in 0..TRIES {
        settled.text = draft.file();
        let file = SourceFile::new(path, settled.text.as_str());
        let mut found = Diagnostics::new();
        let parsed = parse::file(&file, Internal::Keep, &mut found);
        if attempt == 0 {
            let again = draft.leave_to_body(&parsed.outline.actions);
            let links = broken_links(&parsed, path, config, exists);
            settled.notes.extend(links.iter().map(|(url, _)| format!("`{url}` leads nowhere from here")));
            if !links.is_empty() {
                draft.let_be.extend(links.iter().map(|(_, code)| *code));
            }
            if again || !links.is_empty() {
                continue;
            }
        }
        let body_start = parsed.body_start;
        let disk = PathBuf::new();
        let document = Document {
            found: Found { path: Arc::from(path), disk, kind: DocumentKind::Postmortem, bundle: None },
            file,
            parsed,
        };
        let (_, inspected) =
            validate::document(document, config, &mut found, |document, postmortem, found| {
                postmortem
                    .filter(|_| !found.has_errors())
                    .map(|postmortem| inspect(&document.file, &document.parsed, postmortem, found))
            });
        let errors: Vec<&Diagnostic> =
            found.sorted().into_iter().filter(|found| found.level == Level::Error).collect();
        if errors.is_empty() || !amend(draft, &settled.text, body_start, &errors, &mut settled.notes) {
            settled.errors = found;
            return (settled, inspected);
        }
    }
    (settled, None)
}

/// Does something about the errors; whether there was something to do.
fn amend(
    draft: &mut Draft,
    text: &str,
    body_start: usize,
    errors: &[&Diagnostic],
    notes: &mut Vec<String>,
) -> bool {
    let mut changed = false;
    for error in errors {
        if error.span.start >= body_start {
            if let Some(code) = LET_BE.iter().find(|code| **code == error.code) {
                draft.let_be.insert(code);
                notes.push(format!("{}: the build lets it be", error.message));
                changed = true;
            }
            continue;
        }
        let (key, inner) = key_at(text, error.span.start);
        if key == "extra" {
            changed |= inner.is_some_and(|inner| draft.extra.remove(&inner).is_some());
        } else if draft.known.contains_key(&key) && key != "title" {
            draft.give_up(&key, &error.message);
            notes.push(format!("`{key}` is kept under `extra`: {}", error.message));
            changed = true;
        }
    }
    changed
}

/// The key of the front matter in whose value an offset lies, and the key inside it.
fn key_at(text: &str, offset: usize) -> (String, Option<String>) {
    let key = |line: &str| line.split(':').next().unwrap_or_default().trim().trim_matches('"').to_owned();
    let mut inner = None;
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    for line in text[..end].lines().rev() {
        let indent = line.len() - line.trim_start().len();
        if indent == 2 && inner.is_none() && !line.trim_start().starts_with('-') {
            inner = Some(key(line));
        }
        // Items of a list stand as far left as its key.
        if indent == 0 && !line.starts_with(['-', '#']) {
            return (key(line), inner);
        }
    }
    (String::new(), inner)
}

/// Links that lead nowhere from where the body will be, with the code that lets them be.
fn broken_links(
    parsed: &Parsed,
    path: &str,
    config: &Config,
    exists: &dyn Fn(&str) -> bool,
) -> Vec<(String, &'static str)> {
    let outline = &parsed.outline;
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for link in &outline.links {
        let code = match LinkTarget::read(&link.url, path, &config.book.src) {
            LinkTarget::External => continue,
            LinkTarget::Refused => "refused-link",
            LinkTarget::Fragment(fragment) => {
                let mut ids = outline.anchors.iter().chain(&outline.html_ids);
                if fragment.is_empty() || fragment == "top" || ids.any(|id| *id == fragment) {
                    continue;
                }
                "broken-link"
            }
            // Another file's headings are not known here.
            LinkTarget::File { path, fragment } if fragment.is_none() && exists(&path) => continue,
            LinkTarget::File { .. } => "broken-link",
        };
        if !found.iter().any(|(url, _)| *url == link.url) {
            found.push((link.url.clone(), code));
        }
    }
    found
}
