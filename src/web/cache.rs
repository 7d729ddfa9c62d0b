//! What was answered before, in the project's folder.

#![allow(clippy::disallowed_methods)] // the cache is this stage's own file

use super::{Address, Answer};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder for what can be made again.
const FOLDER: &str = ".pmsite";
const FILE: &str = "links.json";
/// The form of the file. One of another form is as good as none.
const FORM: u32 = 1;
/// How long a page that was there is taken to be there.
const GOOD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long one that was not is taken not to be. Somebody mends it, and looks again.
const DEAD: SignedDuration = SignedDuration::from_hours(1);

/// Answers and when they were given, by address. Only answers that are still believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cache {
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    asked: Timestamp,
    answer: Answer,
}

impl Known {
    fn is_believed(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.asked);
        let longest = match self.answer {
            Answer::There | Answer::Moved { .. } => GOOD,
            Answer::Dead { .. } => DEAD,
            Answer::Unsure { .. } => return false,
        };
        // An answer of tomorrow was given by another clock.
        age >= SignedDuration::ZERO && age < longest
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    form: u32,
    links: BTreeMap<String, Known>,
}

/// The cache could not be written.
#[derive(Debug)]
pub struct CacheError {
    path: PathBuf,
    cause: io::Error,
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}", self.path.display())
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl Cache {
    /// Reads the cache of the project at `root`. One that cannot be read holds nothing: all of it can be
    /// asked again.
    pub fn read(root: &Path, now: Timestamp) -> Self {
        let text = std::fs::read(root.join(FOLDER).join(FILE)).unwrap_or_default();
        let stored = serde_json::from_slice::<Stored>(&text).ok().filter(|stored| stored.form == FORM);
        let mut known = stored.map(|stored| stored.links).unwrap_or_default();
        known.retain(|_, known| known.is_believed(now));
        Self { known }
    }

    /// The answer for an address, if it is known and still believed.
    pub fn answer(&self, address: &Address) -> Option<&Answer> {
        self.known.get(address.as_str()).map(|known| &known.answer)
    }

    /// Takes an answer. One that is unsure is not worth remembering.
    pub fn learn(&mut self, address: &Address, answer: &Answer, now: Timestamp) {
        let known = Known { asked: now, answer: answer.clone() };
        if known.is_believed(now) {
            self.known.insert(address.as_str().to_owned(), known);
        }
    }

    /// Writes the cache, whole or not at all, into a folder that git leaves alone.
    pub fn write(&self, root: &Path) -> Result<(), CacheError> {
        let folder = root.join(FOLDER);
        let path = folder.join(FILE);
        let written = || {
            std::fs::create_dir_all(&folder)?;
            let ignore = folder.join(".gitignore");
            if !ignore.exists() {
                std::fs::write(ignore, "*\n")?;
            }
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            let stored = Stored { form: FORM, links: self.known.clone() };
            serde_json::to_writer_pretty(&mut file, &stored)?;
            file.write_all(b"\n")?;
            file.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        written().map_err(|cause| CacheError { path: path.clone(), cause })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_believed_for_as_long_as_they_are_good() {
        let folder = tempfile::tempdir().unwrap();
        let asked: Timestamp = "2025-06-15T12:00:00Z".parse().unwrap();
        let address = |page: &str| Address::parse(&format!("https://a.test/{page}")).unwrap();
        let moved = Answer::Moved { to: "https://b.test/".to_owned() };
        let mut cache = Cache::read(folder.path(), asked);
        cache.learn(&address("there"), &Answer::There, asked);
        cache.learn(&address("moved"), &moved, asked);
        cache.learn(&address("dead"), &Answer::dead("answers 404 Not Found"), asked);
        cache.learn(&address("unsure"), &Answer::unsure("answers 403 Forbidden"), asked);
        cache.write(folder.path()).unwrap();
        let known = |hours: i64| {
            let cache = Cache::read(folder.path(), asked + SignedDuration::from_hours(hours));
            ["there", "moved", "dead", "unsure"].map(|page| cache.answer(&address(page)).is_some())
        };
        assert_eq!(known(0), [true, true, true, false]);
        assert_eq!(known(1), [true, true, false, false]);
        assert_eq!(known(7 * 24 - 1), [true, true, false, false]);
        assert_eq!(known(7 * 24), [false; 4]);
        assert_eq!(known(-1), [false; 4]);
        let cache = Cache::read(folder.path(), asked);
        assert_eq!(cache.answer(&address("moved")), Some(&moved));
        assert_eq!(std::fs::read_to_string(folder.path().join(".pmsite/.gitignore")).unwrap(), "*\n");
    }

    #[test]
    fn a_broken_cache_holds_nothing_and_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2025-06-15T12:00:00Z".parse().unwrap();
        let path = folder.path().join(".pmsite/links.json");
        std::fs::create_dir(folder.path().join(".pmsite")).unwrap();
        for text in ["", "{", "[]", "{\"form\": 2, \"links\": {}}"] {
            std::fs::write(&path, text).unwrap();
            let cache = Cache::read(folder.path(), now);
            assert_eq!(cache, Cache::default(), "{text}");
            cache.write(folder.path()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\n  \"form\": 1,\n  \"links\": {}\n}\n");
        }
    }
}
