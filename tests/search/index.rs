//! The files of the static index.

use crate::parity::{self, load};
use crate::site::{self, Site};
use pmsite::search::SearchIndex;
use pmsite::search::export::export;
use std::io::Read;
use std::path::Path;

/// All files below a folder, inflated, with their paths.
fn inflated(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let mut raw = Vec::new();
                flate2::read::DeflateDecoder::new(bytes.as_slice()).read_to_end(&mut raw).unwrap();
                files.push((path.strip_prefix(folder).unwrap().display().to_string(), raw));
            }
        }
    }
    files
}

fn holds(files: &[(String, Vec<u8>)], text: &str) -> bool {
    files.iter().any(|(_, raw)| raw.windows(text.len()).any(|part| part == text.as_bytes()))
}

#[test]
fn nothing_internal_is_in_any_file_of_a_public_build() {
    let site = Site::new();
    site.postmortem(
        "a",
        "title: Public\nservices: [checkout]",
        "## Summary\n\nOpen <!-- internal -->qqinblock qqinternalblock<!-- /internal --> words.\n\n<!-- internal -->\n## Qqheading\n\nqqsection\n<!-- /internal -->",
    );
    site.postmortem(
        "b",
        "title: Qqsecrettitle\nvisibility: internal\nservices: [qqservice]\ntags: [qqtag]\nteams: [qqteam]\nroot_causes: [dns]",
        "## Summary\n\nqqbody",
    );
    site.postmortem("c", "title: Other\nstatus: draft\ntags: [qqdraft]", "## Summary\n\nqqdraftbody");
    site.build();
    let folder = site.public().join(parity::places(&site.public()).1);
    let files = inflated(&folder);
    assert!(holds(&files, "checkout"), "the index is read as it should");
    assert!(!holds(&files, "qq") && !holds(&files, "Qq"), "something internal is in the index");
    assert!(!holds(&files, "root_cause:dns"), "a term of an internal postmortem is counted");
    site.build_with(&["--audience", "internal", "--drafts"]);
    let folder = site.public().join(parity::places(&site.public()).1);
    let files = inflated(&folder);
    // Sorted texts leave out what they share with the one before.
    for word in ["inblock", "ecrettitle", "raftbody", "root_cause:dns"] {
        assert!(holds(&files, word), "{word} is missing from an internal build");
    }
}

#[test]
fn the_same_content_gives_the_same_bytes_on_any_number_of_threads() {
    let site = site::large(1_100);
    let (corpus, _) = load(site.root());
    let exported = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let index = SearchIndex::build(corpus.postmortems(), "en", 3).unwrap();
            export(&index, corpus.postmortems(), |_, key| key.to_owned()).unwrap()
        })
    };
    let one = exported(1);
    assert!(one.len() > 20);
    for threads in [2, 4] {
        assert_eq!(exported(threads), one, "{threads} threads");
    }
}

#[test]
fn an_index_of_nothing_is_an_index() {
    let index = SearchIndex::build(&[], "en", 3).unwrap();
    let files = export(&index, &[], |_, key| key.to_owned()).unwrap();
    assert!(files.iter().any(|file| file.path == "manifest.bin"));
    let answer = index.search(&pmsite::search::query::parse("anything", true), 10).unwrap();
    assert_eq!(answer.found.total, 0);
}

#[test]
fn a_site_without_search_has_none() {
    let site = Site::new();
    site.write("book.toml", "[output.html.search]\nenable = false\n");
    site.postmortem("a", "title: A", "## Summary\n\nx");
    site.build();
    assert!(!site.public().join("search").exists());
    let home = std::fs::read_to_string(site.public().join("index.html")).unwrap();
    assert!(!home.contains("search"), "{home}");
}
