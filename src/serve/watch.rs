//! Learns that files have changed, and waits until they have for the moment.
//!
//! The system's events say where to look, never what happened: editors save by renaming, by
//! deleting and creating, by cutting and writing, and what arrives of that differs by system. So
//! the files are compared with what is known of them; and once it is quiet, all of them, because an
//! event may have been lost.

use super::{Engine, Event, ServeError, Watch};
use crate::config::Config;
use crate::pipeline::Changes;
use crate::source;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long it has to be quiet before the files are looked at.
const QUIET: Duration = Duration::from_millis(30);
/// How long that is waited for at most.
const LONGEST: Duration = Duration::from_millis(300);
/// How long it has to be quiet before the slow work is done: comparing everything, indexing.
const CALM: Duration = Duration::from_secs(1);
/// How often files are compared where the system tells nothing.
const POLL: Duration = Duration::from_millis(500);

/// Something that the system told.
type Told = notify::Result<notify::Event>;

/// Follows the files on a thread of its own, for as long as the process lives.
pub(super) fn start(how: Watch, root: &Path, engine: Engine) -> Result<(), ServeError> {
    let root = source::real(root).unwrap_or_else(|| root.to_path_buf());
    let failed = |cause| ServeError::Watch { path: root.clone(), cause };
    let work: Box<dyn FnOnce() + Send> = match how {
        Watch::Poll => Box::new(move || poll(engine)),
        Watch::Events => {
            let (sender, receiver) = channel();
            let watcher = notify::recommended_watcher(move |told| {
                // The receiver lives as long as we do.
                let _ = sender.send(told);
            })
            .map_err(failed)?;
            let mut folders = Folders { watcher, watched: BTreeMap::new() };
            folders.follow(&root, engine.config())?;
            Box::new(move || follow(engine, &root, folders, &receiver))
        }
    };
    let spawned = std::thread::Builder::new().name("watch".to_owned()).spawn(work);
    spawned.map(drop).map_err(|cause| ServeError::Network { action: "start a thread", cause })
}

fn poll(mut engine: Engine) {
    let mut pending = true;
    loop {
        if pending {
            pending = false;
            after(&mut engine);
        }
        std::thread::sleep(POLL);
        pending |= engine.refresh(&Changes::Anything);
    }
}

/// What can wait until nobody writes.
fn after(engine: &mut Engine) {
    engine.try_all_aside();
    engine.prepare_aside();
}

fn follow(mut engine: Engine, root: &Path, mut folders: Folders, events: &Receiver<Told>) {
    // Something may have happened between reading and watching.
    let mut unsure = true;
    let mut pending = true;
    loop {
        let first = if unsure || pending {
            match events.recv_timeout(CALM) {
                Ok(first) => first,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    if std::mem::take(&mut unsure) {
                        pending |= engine.refresh(&Changes::Anything);
                    } else {
                        pending = false;
                        after(&mut engine);
                    }
                    continue;
                }
            }
        } else {
            match events.recv() {
                Ok(first) => first,
                Err(_) => return,
            }
        };
        let changes = gather(first, root, events);
        if matches!(&changes, Changes::Paths(paths) if paths.is_empty()) {
            continue;
        }
        unsure = true;
        folders.forget(root, &changes);
        pending |= engine.refresh(&changes);
        // A setting may name new folders.
        match folders.follow(root, engine.config()) {
            Ok(Followed::Same) => {}
            Ok(Followed::More) => pending |= engine.refresh(&Changes::Anything),
            Err(error) => engine.tell(&Event::Failed(&error)),
        }
    }
}

/// The paths that were told of from `first` on, until it is quiet.
fn gather(first: Told, root: &Path, events: &Receiver<Told>) -> Changes {
    let start = Instant::now();
    let mut paths = BTreeSet::new();
    let mut anything = !take(first, root, &mut paths);
    // What says nothing is not waited for.
    while anything || !paths.is_empty() {
        let left = LONGEST.saturating_sub(start.elapsed());
        match events.recv_timeout(QUIET.min(left)) {
            Ok(told) => anything |= !take(told, root, &mut paths),
            // Who cuts a file is about to write it.
            Err(RecvTimeoutError::Timeout) if !left.is_zero() && any_empty(root, &paths) => {}
            Err(_) => break,
        }
    }
    if anything { Changes::Anything } else { Changes::Paths(paths) }
}

fn any_empty(root: &Path, paths: &BTreeSet<String>) -> bool {
    paths.iter().any(|path| source::stamp(&root.join(path)).is_some_and(|stamp| stamp.is_empty()))
}

/// Takes note of where something happened; `false` if that cannot be told.
fn take(told: Told, root: &Path, paths: &mut BTreeSet<String>) -> bool {
    let Ok(event) = told else { return false };
    if matches!(event.kind, EventKind::Access(_)) {
        // We read ourselves.
        return true;
    }
    if event.need_rescan() || event.paths.is_empty() {
        return false;
    }
    let below = |path: &PathBuf| path.strip_prefix(root).ok()?.to_str().map(|path| path.replace('\\', "/"));
    let found: Option<Vec<String>> = event.paths.iter().map(below).collect();
    found.map(|found| paths.extend(found)).is_some()
}

/// What came of looking after the folders.
enum Followed {
    /// They are watched as before.
    Same,
    /// Some are watched anew; what happened to them before that was not heard.
    More,
}

/// The folders that are watched.
struct Folders {
    watcher: RecommendedWatcher,
    /// Which folder it was, by path: a name can come to stand for another one.
    watched: BTreeMap<PathBuf, Option<source::Identity>>,
}

impl Folders {
    /// Forgets the folders that something happened to, or to a folder above them: a folder that went
    /// and came back is watched no more, even if it is the same.
    fn forget(&mut self, root: &Path, changes: &Changes) {
        match changes {
            Changes::Anything => self.watched.retain(|path, _| path == root),
            Changes::Paths(paths) => {
                let happened = |path: &PathBuf| paths.iter().any(|at| path.starts_with(root.join(at)));
                self.watched.retain(|path, _| path == root || !happened(path));
            }
        }
    }

    /// Watches what a site of these settings is made of.
    fn follow(&mut self, root: &Path, config: &Config) -> Result<Followed, ServeError> {
        let mut followed = Followed::Same;
        for (path, mode) in wanted(root, config) {
            let identity = source::identity(&path);
            if self.watched.get(&path) == Some(&identity) {
                continue;
            }
            if identity.is_some() {
                let _ = self.watcher.unwatch(&path);
                self.watcher
                    .watch(&path, mode)
                    .map_err(|cause| ServeError::Watch { path: path.clone(), cause })?;
            }
            followed = Followed::More;
            self.watched.insert(path, identity);
        }
        Ok(followed)
    }
}

/// The project's folder for `book.toml` and for folders that come, and all that is below of those
/// that a site is made of.
fn wanted(root: &Path, config: &Config) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut folders = BTreeMap::new();
    folders.insert(root.to_path_buf(), RecursiveMode::NonRecursive);
    for file in config.added_files() {
        if let Some(folder) = root.join(file.trim_start_matches("./")).parent() {
            folders.entry(folder.to_path_buf()).or_insert(RecursiveMode::NonRecursive);
        }
    }
    let deep = [config.book.src.as_str(), "themes"];
    for folder in deep.into_iter().chain(config.build.extra_watch_dirs.iter().map(String::as_str)) {
        let folder = root.join(folder.trim_start_matches("./"));
        // Those above tell when it goes or comes.
        for above in folder.ancestors().skip(1).take_while(|above| above.starts_with(root)) {
            folders.entry(above.to_path_buf()).or_insert(RecursiveMode::NonRecursive);
        }
        folders.insert(folder, RecursiveMode::Recursive);
    }
    folders
}
