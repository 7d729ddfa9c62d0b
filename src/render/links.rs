//! Where the links of a body lead on the page that shows it.

use super::markdown::Link;
use crate::config::Config;
use crate::model::Corpus;
use crate::model::LinkTarget;
use crate::model::Target;
use crate::routes::Routes;

/// The links of one file, seen from one page.
pub(super) struct Links<'a> {
    /// The settings; they know the content folder.
    pub config: &'a Config,
    /// What the files became.
    pub corpus: &'a Corpus,
    /// Where it lies.
    pub routes: &'a Routes,
    /// The file, relative to the project.
    pub file: &'a str,
    /// The link from the page back to the site's root.
    pub root: &'a str,
}

impl Links<'_> {
    /// What becomes of a link. What this build leaves out is no link: not even its address may
    /// show.
    pub(super) fn resolve(&self, url: &str) -> Link {
        match LinkTarget::read(url, self.file, &self.config.book.src) {
            LinkTarget::External => Link::To(url.trim().to_owned()),
            LinkTarget::Fragment(fragment) => Link::To(format!("#{fragment}")),
            LinkTarget::Refused => Link::Unlink,
            LinkTarget::File { path, fragment } => match self.path(&path) {
                Some(path) => {
                    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
                    Link::To(format!("{}{path}{fragment}", self.root))
                }
                None => Link::Unlink,
            },
        }
    }

    fn path(&self, file: &str) -> Option<String> {
        match self.corpus.target(file)? {
            Target::Postmortem(at) => Some(self.routes.postmortem(at).path()),
            Target::Page(at) => Some(self.routes.page(at).path()),
            Target::Asset(at) => Some(self.routes.asset(at).path()),
            Target::Excluded => None,
        }
    }
}
