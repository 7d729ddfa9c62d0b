//! Makes sure that no two things want the same file.

use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Folders of files whose names are not known here, so that nothing else may lie in them.
const RESERVED: [(&str, &str); 3] =
    [("theme/", "the theme's files"), ("search/", "the search"), ("recurrences/", "what came back")];

/// Two things that want the same place in the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// The file both want, relative to the output.
    pub path: String,
    /// What came first.
    pub first: String,
    /// What came then.
    pub second: String,
}

/// Who wants a file. Kept small, because there is one for every file of the site.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner<'a> {
    /// Something that every site has.
    Site(&'static str),
    /// The page, copy or data of the postmortem in this file.
    Postmortem(&'a str),
    /// The plain page in this file.
    Page(&'a str),
    /// This copied file.
    Asset(&'a str),
    /// A style sheet or script that the configuration adds to the theme.
    Added(&'a str),
    /// An old path of this file.
    Alias(&'a str),
    /// An entry of the configuration.
    Redirect(&'a str),
    /// The list of a term.
    Term(&'a str),
}

impl Owner<'_> {
    fn told(self) -> String {
        match self {
            Self::Site(what) => what.to_owned(),
            // The path alone: whoever tells of the clash points at the file with it.
            Self::Postmortem(path)
            | Self::Page(path)
            | Self::Asset(path)
            | Self::Added(path)
            | Self::Alias(path) => path.to_owned(),
            Self::Redirect(from) => format!("the redirect `{from}` of the configuration"),
            Self::Term(key) => format!("the list of `{key}`"),
        }
    }
}

/// All files that are spoken for.
#[derive(Default)]
pub(super) struct Claims<'a> {
    owners: HashMap<String, Owner<'a>, FixedState>,
    clashes: Vec<Clash>,
}

impl<'a> Claims<'a> {
    /// Claims a file for its owner.
    pub(super) fn claim(&mut self, file: String, owner: Owner<'a>) {
        let reserved = RESERVED.iter().find(|(folder, _)| file.starts_with(folder));
        if !is_publishable(&file) {
            let first = "the rule that a path names a file inside the site".to_owned();
            self.clashes.push(Clash { path: file, first, second: owner.told() });
        } else if let (Some((_, first)), false) = (reserved, matches!(owner, Owner::Added(_))) {
            self.clashes.push(Clash { path: file, first: (*first).to_owned(), second: owner.told() });
        } else if let Some(first) = self.owners.get(&file) {
            self.clashes.push(Clash { path: file, first: first.told(), second: owner.told() });
        } else {
            self.owners.insert(file, owner);
        }
    }

    /// All clashes, sorted; a file where another thing needs a folder is one, too.
    pub(super) fn clashes(mut self) -> Vec<Clash> {
        for (file, owner) in &self.owners {
            for (at, _) in file.match_indices('/') {
                if let Some(first) = self.owners.get(&file[..at]) {
                    self.clashes.push(Clash {
                        path: file[..at].to_owned(),
                        first: first.told(),
                        second: owner.told(),
                    });
                }
            }
        }
        self.clashes.sort();
        self.clashes.dedup_by(|a, b| a.path == b.path && a.first == b.first);
        self.clashes
    }
}

/// Whether a path stays inside the output, whatever the file system: relative, without empty, `.`
/// or `..` parts, and without characters that some system takes for something else.
fn is_publishable(file: &str) -> bool {
    file.split('/').all(|part| {
        !matches!(part, "" | "." | "..")
            && part.len() <= 255
            && !part.contains(|c: char| {
                c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            })
    })
}
