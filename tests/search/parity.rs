//! The browser's answers beside tantivy's.

use crate::browser::Browser;
use crate::queries::Case;
use crate::server::Server;
use pmsite::search::SearchIndex;
use pmsite::search::query;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the browser answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) total: usize,
    pub(crate) hits: Vec<(u32, f32)>,
    pub(crate) corrected: Vec<(String, String)>,
    pub(crate) unknown: Vec<String>,
}

/// How many hits are compared.
const TOP: usize = 10;

const PAGE: &str = r#"<!DOCTYPE html><meta charset="utf-8"><script type="module" src="/ask.js"></script>"#;

const ASK: &str = r#"
import { open } from "/kb/CLIENT";
const answers = [];
let result;
try {
  const index = await open(new URL("/kb/INDEX", location));
  for (const { text, typing } of await (await fetch("/queries.json")).json()) {
    const { total, hits, corrected, unknown } = await index.search(text, { typing, limit: 10 });
    answers.push({
      total, unknown,
      hits: hits.map(({ document, score }) => [document, score]),
      corrected: corrected.map(({ from, to }) => [from, to]),
    });
  }
  result = { answers };
} catch (error) {
  result = { answers, error: `${error.stack} ${error.cause?.stack}` };
}
await fetch("/result", { method: "POST", body: JSON.stringify(result) });
"#;

#[derive(Deserialize)]
struct Sent {
    answers: Vec<Answer>,
    error: Option<String>,
}

/// Where the client and the index of a built site are, from the site's root.
pub(crate) fn places(public: &Path) -> (String, String) {
    let client = find(&public.join("theme"), "search-index.");
    let index = std::fs::read_dir(public.join("search"))
        .expect("a search folder")
        .filter_map(Result::ok)
        .find(|entry| entry.path().is_dir())
        .expect("an index")
        .file_name();
    (format!("theme/{client}"), format!("search/{}/", index.to_string_lossy()))
}

fn find(folder: &Path, start: &str) -> String {
    let names = std::fs::read_dir(folder).expect("a theme").filter_map(Result::ok);
    let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.find(|name| name.starts_with(start)).expect("the search client")
}

/// A server of a site with a page that asks the client.
pub(crate) fn server(public: &Path, script: &str, cases: &[Case]) -> Server {
    let (client, index) = places(public);
    let script = script.replace("CLIENT", &client).replace("INDEX", &index);
    let queries = serde_json::to_string(cases).expect("texts are JSON");
    Server::start(
        public,
        BTreeMap::from([
            ("/ask.html".to_owned(), PAGE.to_owned()),
            ("/ask.js".to_owned(), script),
            ("/queries.json".to_owned(), queries),
        ]),
    )
}

/// Asks the browser.
pub(crate) fn ask(public: &Path, cases: &[Case]) -> Vec<Answer> {
    let server = server(public, ASK, cases);
    let _browser = Browser::open(&server.url("/ask.html"));
    let sent = server.result(Duration::from_mins(4)).expect("the browser answers in four minutes");
    let sent: Sent = serde_json::from_str(&sent).expect("an answer");
    if let Some(error) = sent.error {
        let case = cases.get(sent.answers.len());
        panic!("the client failed at {case:?}: {error}");
    }
    sent.answers
}

/// Where the browser and tantivy differ, a line each.
pub(crate) fn differences(index: &SearchIndex, cases: &[Case], answers: &[Answer]) -> Vec<String> {
    assert_eq!(cases.len(), answers.len());
    let mut different = Vec::new();
    for (case, answer) in cases.iter().zip(answers) {
        let own = index.search(&query::parse(&case.text, case.typing), TOP).expect("an answer");
        let hits: Vec<_> = own.found.hits.iter().map(|hit| (hit.document, hit.score)).collect();
        let same_order = hits.iter().map(|hit| hit.0).eq(answer.hits.iter().map(|hit| hit.0));
        let same_scores = hits.iter().zip(&answer.hits).all(|(a, b)| (a.1 - b.1).abs() < 1e-5);
        let same_words = own.corrected == answer.corrected && own.unknown == answer.unknown;
        if own.found.total != answer.total || !same_order || !same_scores || !same_words {
            different.push(format!(
                "{case:?}\n  tantivy {} {hits:?} {:?} {:?}\n  browser {answer:?}",
                own.found.total, own.corrected, own.unknown
            ));
        }
    }
    different
}

/// The corpus of a project and its index, as `pmsite build` makes them.
pub(crate) fn load(root: &Path) -> (pmsite::model::Corpus, SearchIndex) {
    let options = pmsite::pipeline::Options { root: PathBuf::from(root), ..Default::default() };
    let loaded =
        pmsite::pipeline::load(&options, &mut pmsite::pipeline::Timings::default()).expect("a project");
    let corpus = loaded.corpus.expect("valid content");
    let index = pmsite::pipeline::search_index(&loaded.config, &corpus).expect("an index");
    (corpus, index)
}
