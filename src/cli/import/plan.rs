//! Which file each write-up becomes.

use super::read::WriteUp;
use crate::config::Config;
use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::import;
use crate::model::{PostmortemId, Slug};
use crate::parse::front_matter;
use crate::source::{self, SourceError};
use rayon::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// What is in the project already.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// The project's folder.
    pub(super) root: PathBuf,
    /// The content folder, relative to the project.
    src: String,
    /// All files of the content folder, relative to the project.
    files: BTreeSet<String>,
    /// Ids, in lower case, with the file of each.
    ids: BTreeMap<String, String>,
    /// Files that an import wrote, by what they were imported from.
    imported: BTreeMap<String, VecDeque<String>>,
}

impl Project {
    /// Looks at the content folder; one that is missing is empty.
    pub(super) fn read(root: &Path, config: &Config) -> Result<Self, SourceError> {
        let src = config.book.src.clone();
        let mut project = Self { root: root.to_path_buf(), src, ..Self::default() };
        if !root.join(&project.src).exists() {
            return Ok(project);
        }
        let tree = source::discover(root, &project.src)?;
        project.files.extend(tree.assets.iter().map(|asset| asset.path.to_string()));
        // Named, but of no use: nothing may be written over it either.
        project.files.extend(tree.unusable.iter().map(|(path, _)| path.to_string()));
        let documents: Vec<_> = tree
            .documents
            .par_iter()
            .map(|found| {
                let path = found.path.to_string();
                let name = found.bundle.as_deref().unwrap_or(&path);
                let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".md").to_owned();
                let Ok(Ok(file)) = source::read(found) else { return (path, stem, None) };
                let matter = front_matter::split(&file, &mut Diagnostics::new()).front_matter;
                let root = matter.as_ref().map(|matter| &matter.root);
                let text = |node: Option<&Node>| node.and_then(Node::text).map(str::to_owned);
                let id = text(root.and_then(|root| root.get("id"))).unwrap_or(stem);
                (path, id, text(root.and_then(|root| root.get("extra")?.get("imported_from"))))
            })
            .collect();
        for (path, id, imported) in documents {
            project.ids.insert(slug(&id), path.clone());
            if let Some(from) = imported {
                project.imported.entry(from).or_default().push_back(path.clone());
            }
            project.files.insert(path);
        }
        Ok(project)
    }

    /// Whether there is a file, relative to the project.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }
}

fn slug(id: &str) -> String {
    let plain = PostmortemId::parse(id).map(|id| id.slug());
    plain.or_else(|| Slug::from_text(id).map(|slug| slug.to_string())).unwrap_or_default()
}

/// Where a write-up goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Its file, relative to the project.
    pub(super) path: String,
    /// Whether an earlier import of the same write-up wrote it.
    pub(super) is_known: bool,
}

/// Where all write-ups go.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// In the order of the write-ups; `None` for what is skipped.
    pub(super) of: Vec<Option<Place>>,
    /// The files.
    pub(super) taken: BTreeSet<String>,
    /// By name, the number that is to be tried next: ten thousand may be called `Postmortem`.
    next: BTreeMap<String, usize>,
}

/// Gives each write-up its file and its id, in their order.
pub(super) fn places(found: &mut [WriteUp], project: &Project) -> Places {
    let mut imported = project.imported.clone();
    let mut places = Places::default();
    for writeup in found.iter() {
        if !writeup.is_wanted() {
            places.of.push(None);
            continue;
        }
        let known = imported.get_mut(&writeup.draft.imported_from).and_then(VecDeque::pop_front);
        let is_known = known.is_some();
        let path = known.unwrap_or_else(|| places.new_path(writeup, project));
        places.taken.insert(path.clone());
        places.of.push(Some(Place { path, is_known }));
    }
    ids(found, &places, project);
    places
}

impl Places {
    /// A file that does not exist yet: a bundle where files come along.
    fn new_path(&mut self, writeup: &WriteUp, project: &Project) -> String {
        let draft = &writeup.draft;
        let stem = import::file_stem(draft.date(), draft.title(), &writeup.stem);
        let next = self.next.entry(stem.clone()).or_insert(1);
        loop {
            let name = if *next == 1 { stem.clone() } else { format!("{stem}-{next}") };
            *next += 1;
            let folder = format!("{}/{name}", project.src);
            let (file, bundle) = (format!("{folder}.md"), format!("{folder}/index.md"));
            let is_free = |path: &str| !project.has(path) && !self.taken.contains(path);
            let on_disk = |path: &str| project.root.join(path).symlink_metadata().is_ok();
            let is_id = project.ids.contains_key(&name);
            if is_free(&file) && is_free(&bundle) && !is_id && !on_disk(&file) && !on_disk(&folder) {
                return if writeup.attachments.is_empty() { file } else { bundle };
            }
        }
    }
}

/// Gives ids, each once; references to what is not there go under `extra`.
fn ids(found: &mut [WriteUp], places: &Places, project: &Project) {
    let ours: BTreeSet<&str> = places.of.iter().flatten().map(|place| place.path.as_str()).collect();
    let mut taken: BTreeSet<String> = project
        .ids
        .iter()
        .filter(|(_, path)| !ours.contains(path.as_str()))
        .map(|(id, _)| id.clone())
        .collect();
    for (writeup, place) in found.iter_mut().zip(&places.of) {
        let Some(place) = place else { continue };
        let from_name = writeup.id.as_ref().map(|id| json!(id.as_str()));
        let wanted = writeup.draft.known.get("id").cloned().or(from_name);
        let name = place.path.strip_suffix("/index.md").or_else(|| place.path.strip_suffix(".md"));
        let stem = name.and_then(|name| name.rsplit('/').next()).unwrap_or_default();
        match wanted.as_ref().and_then(Json::as_str) {
            Some(id) if taken.insert(slug(id)) => {
                writeup.draft.known.insert("id".to_owned(), json!(id));
            }
            Some(id) => {
                writeup.notes.push(format!("the id `{id}` is taken, so the file's name is its id"));
                writeup.draft.known.remove("id");
                taken.insert(slug(stem));
            }
            None => {
                taken.insert(slug(stem));
            }
        }
    }
    for (writeup, place) in found.iter_mut().zip(&places.of) {
        if place.is_none() {
            continue;
        }
        for key in ["related", "recurrence_of", "caused_by", "supersedes"] {
            let Some(value) = writeup.draft.known.get(key) else { continue };
            let mut ids: Vec<&Json> = match value {
                Json::Array(ids) => ids.iter().collect(),
                id => vec![id],
            };
            ids.retain(|id| id.as_str().is_none_or(|id| !taken.contains(&slug(id))));
            if !ids.is_empty() {
                writeup.draft.give_up(key, "it names postmortems that are not here");
            }
        }
    }
}
