//! What import finds in write-ups by many hands, against what a careful reader found.
//!
//! `cargo run --example measure-import -- LABELS PATH…` prints the table that these tests hold.

use crate::scan::{objects, scan};
use crate::score::Score;
use std::path::Path;

/// Holds a set against the level that was reached; where it falls below, the table says in which field.
#[track_caller]
fn holds(labels: &Path, paths: &[&Path], mean: f64, lowest: f64) {
    let score = Score::of(&objects(labels), &scan(Path::new(env!("CARGO_BIN_EXE_pmsite")), paths));
    let low: Vec<_> = score.fields().filter(|(_, f1)| *f1 < lowest).collect();
    assert!(
        score.mean() >= mean && low.is_empty() && score.f1("is_incident") >= 0.97,
        "below the level that was reached: {low:?}\n{}\n{}",
        score.table(),
        score.misses.join("\n")
    );
}

#[test]
fn write_ups_in_every_style_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/write-ups");
    holds(&folder.join("labels.jsonl"), &[&folder], 0.97, 0.9);
}

/// These were written after the rules, by somebody who did not know them: what others write is understood
/// as well as these are.
#[test]
fn write_ups_that_no_rule_was_made_for_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/more-write-ups");
    holds(&folder.join("labels.jsonl"), &[&folder], 0.91, 0.75);
}

/// Written later still and labelled in the same way, rougher than the others; some rules came from what they
/// showed.
#[test]
fn rough_write_ups_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/further-write-ups");
    holds(&folder.join("labels.jsonl"), &[&folder], 0.85, 0.65);
}

#[test]
fn real_write_ups_are_understood() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let labels = corpus.join("gold.jsonl");
    if !labels.is_file() {
        eprintln!("no corpus of real write-ups beside the checkout, so there is nothing to hold");
        return;
    }
    holds(&labels, &[&corpus.join("seeds"), &corpus.join("student")], 0.99, 0.95);
}
