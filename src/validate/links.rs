//! Links inside the site: every one must lead somewhere.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::model::LinkTarget;
use crate::model::site_address;
use crate::parse::Link;
use crate::parse::Outline;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What may be linked to, by path relative to the project.
pub(super) struct Linkable<'a> {
    /// Markdown files and what can be linked to in them.
    pub(super) documents: BTreeMap<Arc<str>, &'a Outline>,
    /// Files that are copied, in order.
    pub(super) assets: Vec<Arc<str>>,
    /// The content folder.
    pub(super) src: &'a str,
    /// The addresses of the site that no file has.
    pub(super) made: &'a (dyn Fn() -> &'a BTreeSet<String> + Sync),
}

impl Linkable<'_> {
    /// Reports the links of one file that lead nowhere.
    pub(super) fn check(&self, file: &SourceFile, links: &[Link], diagnostics: &mut Diagnostics) {
        for link in links {
            match LinkTarget::read(&link.url, file.path(), self.src) {
                LinkTarget::External => {}
                LinkTarget::Refused => diagnostics.push(refused(file, link)),
                LinkTarget::Fragment(fragment) => {
                    self.fragment(file, link, file.path(), &fragment, diagnostics);
                }
                LinkTarget::File { path, fragment } => {
                    if self.documents.contains_key(path.as_str()) {
                        if let Some(fragment) = fragment {
                            self.fragment(file, link, &path, &fragment, diagnostics);
                        }
                    } else if self.assets.binary_search_by(|asset| asset.as_ref().cmp(&path)).is_err() {
                        match site_address(&link.url) {
                            Some((address, _)) if (self.made)().contains(&address) => {}
                            Some((address, _)) => {
                                diagnostics.push(self.not_made(file, link, &path, &address));
                            }
                            None => diagnostics.push(self.missing(file, link, &path)),
                        }
                    }
                }
            }
        }
    }

    fn fragment(
        &self,
        file: &SourceFile,
        link: &Link,
        path: &str,
        fragment: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(outline) = self.documents.get(path) else { return };
        let anchors = &outline.anchors;
        let exists = anchors.iter().chain(&outline.html_ids).any(|id| id == fragment);
        // The empty fragment and `#top` are every page's own.
        if exists || fragment.is_empty() || fragment == "top" {
            return;
        }
        let help = match nearest(fragment, anchors.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if anchors.is_empty() => "that file has no headings".to_owned(),
            None => {
                let shown: Vec<_> = anchors.iter().take(12).map(|anchor| format!("`#{anchor}`")).collect();
                format!("its headings are {}", shown.join(", "))
            }
        };
        let message = format!("`{path}` has no heading for `#{fragment}`");
        diagnostics.push(
            Diagnostic::at(Level::Error, "broken-link", file, link.span, message)
                .label("no such heading")
                .help(help),
        );
    }

    /// A link with a leading slash that is neither a file of the content folder nor a page of the site.
    fn not_made(&self, file: &SourceFile, link: &Link, path: &str, address: &str) -> Diagnostic {
        let near = nearest(address, (self.made)().iter().map(String::as_str));
        let help = near.map_or_else(
            || {
                "a leading slash means the site's root, as in `/actions/` and `/services/checkout/`"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::at(Level::Error, "broken-link", file, link.span, format!("`{}` leads nowhere", link.url))
            .label(format!("no file `{path}`, and no page `{address}`"))
            .help(help)
    }

    fn missing(&self, file: &SourceFile, link: &Link, path: &str) -> Diagnostic {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned).unwrap_or_default();
        let wanted = name(path);
        let all = self.documents.keys().chain(&self.assets);
        let same_name = all.clone().find(|known| name(known) == wanted);
        let near = same_name.map(AsRef::as_ref).or_else(|| nearest(path, all.map(AsRef::as_ref)));
        let help =
            near.map(|near| format!("did you mean `{near}`? Links are relative to the file they stand in"));
        Diagnostic::at(Level::Error, "broken-link", file, link.span, format!("`{}` leads nowhere", link.url))
            .label(format!("no file `{path}`"))
            .maybe_help(help)
    }
}

fn refused(file: &SourceFile, link: &Link) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "refused-link",
        file,
        link.span,
        format!("`{}` is not a link that a site may hold", link.url.trim()),
    )
    .label("refused")
    .help("links lead to http, https or mailto, to a heading (`#impact`), or to a file of the content folder")
}
