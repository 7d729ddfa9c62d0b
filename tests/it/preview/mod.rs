//! What is served after any edits is what a clean build would make; and what each kind of edit costs.

mod edits;

use crate::site::{Site, site};
use edits::{Edit, Tree, edit};
use pmsite::diagnostic::human;
use pmsite::output::Memory;
use pmsite::pipeline::{self, Changes, Options, Timings};
use pmsite::render::Output;
use pmsite::serve::{Engine, Event, Generation};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

type Files = BTreeMap<String, Vec<u8>>;

const TODAY: jiff::civil::Date = jiff::civil::date(2025, 6, 15);

fn options(root: &Path) -> Options {
    Options { root: root.to_path_buf(), drafts: true, ..Options::default() }
}

fn engine(root: &Path) -> Engine {
    Engine::new(options(root), TODAY, Arc::new(|_| {}))
}

/// A build of the files as they are, or what is said against it.
fn clean(root: &Path) -> Result<Files, String> {
    let mut timings = Timings::default();
    let failed = |error: &dyn std::error::Error| format!("error: {error}");
    let loaded = pipeline::load(&options(root), &mut timings).map_err(|error| failed(&error))?;
    let mut diagnostics = loaded.diagnostics;
    let rejected = |diagnostics| anstream::adapter::strip_str(&human::render(diagnostics)).to_string();
    let Some(corpus) = loaded.corpus else { return Err(rejected(&diagnostics)) };
    let sink = Memory::new();
    let written = pipeline::write_site(
        root,
        &Arc::new(loaded.config),
        &Arc::new(corpus),
        TODAY,
        &sink,
        &|_| {},
        &mut timings,
        &mut diagnostics,
    );
    match written.map_err(|error| failed(&error))? {
        None => Err(rejected(&diagnostics)),
        Some(()) => {
            Ok(sink.into_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect())
        }
    }
}

/// All that a generation serves, without the copies of files unless `copies`.
fn served(generation: &Generation, copies: bool) -> Files {
    generation.make_index().unwrap();
    let site = generation.site();
    let outputs = site.outputs().into_iter().filter(|output| copies || !matches!(output, Output::Asset(_)));
    let paths = outputs.map(|output| site.file(output));
    paths.map(|path| (path.clone(), generation.page(&path).unwrap().unwrap().bytes.to_vec())).collect()
}

#[track_caller]
fn assert_same(served: &Files, clean: &Files, after: &str) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(served), names(clean), "after {after}");
    for (path, bytes) in served {
        assert!(
            *bytes == clean[path],
            "{path} after {after}:\n{}\n--- but clean:\n{}",
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&clean[path])
        );
    }
}

/// Puts the difference of two trees on disk; the paths that differ come back.
fn put(site: &Site, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        site.remove(path);
        if let Some(folder) = Path::new(path).parent() {
            // Fails where other files are left.
            let _ = fs::remove_dir(site.path(folder.to_str().unwrap()));
        }
        paths.insert(path.clone());
    }
    for (path, text) in new {
        if old.get(path) != Some(text) {
            site.write(path, text);
            paths.insert(path.clone());
        }
    }
    paths
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 26, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_every_byte_is_that_of_a_clean_build(edits in prop::collection::vec(edit(), 20..21)) {
        let (project, mut tree) = (site(""), Tree::new());
        let mut files = tree.files();
        put(&project, &BTreeMap::new(), &files);
        let mut engine = engine(project.root());
        engine.refresh(&Changes::Anything);
        let mut last = clean(project.root()).unwrap();
        assert_same(&served(&engine.state().generation.clone().unwrap(), true), &last, "nothing");
        for edit in edits {
            let what = tree.edit(edit);
            let new = tree.files();
            let paths = put(&project, &files, &new);
            files = new;
            engine.refresh(&if edit.told { Changes::Paths(paths) } else { Changes::Anything });
            let state = engine.state();
            let right = match clean(project.root()) {
                Ok(files) => {
                    assert_eq!(state.problem, None, "after {what}");
                    last = files;
                    true
                }
                Err(told) => {
                    let problem = state.problem.clone().unwrap_or_else(|| panic!("{told} after {what}"));
                    assert_eq!(problem.text, told, "after {what}");
                    // What is copied is read from disk, and is what it is there.
                    last.retain(|path, _| !path.ends_with("picture.svg"));
                    false
                }
            };
            // The last that was right stays.
            assert_same(&served(state.generation.as_ref().unwrap(), right), &last, what);
        }
    }
}

/// What an edit costs before anybody asks for a page: documents parsed, pages rendered.
#[test]
fn each_kind_of_edit_costs_what_it_touches() {
    let (project, mut tree) = (site(""), Tree::new());
    let put_all = |tree: &Tree, old: &BTreeMap<String, String>| put(&project, old, &tree.files());
    put_all(&tree, &BTreeMap::new());
    let parsed = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&parsed);
    let listener = move |event: &Event<'_>| {
        if let Event::Built { parsed, .. } = event {
            heard.store(*parsed, Ordering::Relaxed);
        }
    };
    let mut engine = Engine::new(options(project.root()), TODAY, Arc::new(listener));
    let cost = |engine: &mut Engine, changes: &Changes| {
        parsed.store(0, Ordering::Relaxed);
        let before = engine.state();
        engine.refresh(changes);
        let state = engine.state();
        assert_eq!(state.problem, None);
        let generation = state.generation.as_ref().unwrap();
        // Where nothing changed, nothing is made.
        let same = before.generation.as_ref().is_some_and(|before| Arc::ptr_eq(before, generation));
        (parsed.load(Ordering::Relaxed), if same { 0 } else { generation.rendered() })
    };
    let kinds = {
        let (parsed, rendered) = cost(&mut engine, &Changes::Anything);
        assert_eq!(parsed, 7, "six postmortems and a page");
        // Each postmortem's page, and one of every kind besides.
        assert_eq!(rendered, 6 + 1 + 24);
        24 + 2
    };
    let mut told = Vec::new();
    for (what, to) in [
        (0, 5),
        (4, 5),
        (5, 5),
        (6, 1),
        (7, 5),
        (8, 4),
        (9, 1),
        (10, 0),
        (10, 1),
        (11, 5),
        (12, 5),
        (13, 5),
        (14, 4),
        (15, 3),
        (17, 3),
        (18, 0),
        (19, 0),
        (21, 0),
        (24, 0),
        (25, 0),
        (26, 0),
        (27, 3),
        (28, 1),
        (28, 4),
        (29, 5),
    ] {
        let old = tree.files();
        let name = tree.edit(Edit { what, at: 1, to, told: true });
        let paths = put_all(&tree, &old);
        let (parsed, rendered) = cost(&mut engine, &Changes::Paths(paths));
        told.push(format!("{name}: {parsed} parsed, {rendered} rendered"));
        // Looking at everything finds nothing more.
        assert_eq!(cost(&mut engine, &Changes::Anything), (0, 0), "after {name}");
    }
    let told = told.join("\n").replace(&format!("{kinds} rendered"), "one of each kind rendered");
    insta::assert_snapshot!(told, @r"
    a text: 1 parsed, 1 rendered
    a summary: 1 parsed, 1 rendered
    a title: 1 parsed, 1 rendered
    a severity: 1 parsed, 1 rendered
    a service: 1 parsed, 1 rendered
    a cause: 1 parsed, 1 rendered
    a status: 1 parsed, 1 rendered
    a visibility: 1 parsed, 0 rendered
    a visibility: 1 parsed, 1 rendered
    a day: 1 parsed, 1 rendered
    a heading: 1 parsed, 1 rendered
    an action item: 1 parsed, 1 rendered
    a tag: 1 parsed, 1 rendered
    a relation: 1 parsed, 1 rendered
    a link: 1 parsed, 1 rendered
    a link less: 1 parsed, 1 rendered
    an alias: 1 parsed, 1 rendered
    a bundle: 1 parsed, 1 rendered
    an addition: 1 parsed, 1 rendered
    a removal: 0 parsed, 0 rendered
    a new name: 1 parsed, 1 rendered
    a template: 0 parsed, one of each kind rendered
    a setting: 0 parsed, one of each kind rendered
    a setting: 7 parsed, 31 rendered
    a page: 1 parsed, 1 rendered
    ");
}
