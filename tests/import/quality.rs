//! What import finds in write-ups by many hands, against hand labels.

use crate::score::Score;
use pmsite::import;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The lines of a file of JSON objects.
fn objects(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What import finds in the files that are labelled.
pub(crate) fn found(folder: &Path, labels: &[Value]) -> Vec<Value> {
    labels.iter().filter_map(|label| label["file"].as_str()).flat_map(|file| import::scan(folder, file)).collect()
}

/// Holds a set against the level that was reached; a table of all fields says where it fell below.
#[track_caller]
fn holds(folder: &Path, labels: &str, mean: f64, lowest: f64) {
    let labels = objects(&folder.join(labels));
    let score = Score::of(&labels, &found(folder, &labels));
    let low = score.fields().any(|(_, f1)| f1 < lowest);
    assert!(
        score.mean() >= mean && !low && score.f1("is_incident") >= 0.97,
        "below the level reached:\n{}\n{}",
        score.table(),
        score.misses.join("\n")
    );
}

#[test]
fn own_write_ups_in_every_style_are_understood() {
    holds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/write-ups"), "labels.jsonl", 0.9, 0.8);
}

#[test]
fn real_write_ups_are_understood() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.join("gold.jsonl").is_file() {
        eprintln!("no corpus of real write-ups beside the checkout: nothing to measure");
        return;
    }
    holds(&corpus, "gold.jsonl", 0.92, 0.8);
}
