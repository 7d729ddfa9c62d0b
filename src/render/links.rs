//! Where the links of a body lead on the page that shows it.

use super::markdown::Link;
use crate::config::Config;
use crate::model::Corpus;
use crate::model::LinkTarget;
use crate::model::Target;
use crate::model::site_address;
use crate::routes;
use crate::routes::Routes;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The links of one file, seen from one page.
pub(super) struct Links<'a> {
    /// The settings; they know the content folder.
    pub config: &'a Config,
    /// What the files became.
    pub corpus: &'a Corpus,
    /// Where it lies.
    pub routes: &'a Routes,
    /// What may be linked to apart from files.
    pub addresses: &'a OnceLock<BTreeSet<String>>,
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
                None => self.made(url),
            },
        }
    }

    /// A page that the site makes, such as `/actions/`, with what the link says of it.
    fn made(&self, url: &str) -> Link {
        let Some((path, rest)) = site_address(url) else { return Link::Unlink };
        match self.addresses().get(&path) {
            Some(path) => Link::To(format!("{}{}{rest}", self.root, Routes::fixed(path).path())),
            None => Link::Unlink,
        }
    }

    /// Made once for a site, for whichever text asks first: most never do.
    fn addresses(&self) -> &BTreeSet<String> {
        let corpus = self.corpus;
        self.addresses.get_or_init(|| routes::addresses(self.config, corpus.postmortems(), corpus.pages()))
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
