//! Prints how well import understands labelled write-ups: precision, recall and F1 of each field.
//!
//! `cargo run --release --example measure-import -- LABELS.jsonl PATH… [--misses]`; the labels have one object a line, as
//! `tests/import/write-ups/labels.jsonl` has them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods
)] // a tool of this repository, and its tests
#![allow(dead_code, reason = "the tests share these modules, and use the rest")]

mod scan;
mod score;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, paths): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.starts_with("--"));
    let [labels, paths @ ..] = paths.as_slice() else {
        eprintln!("usage: measure-import LABELS.jsonl PATH… [--misses]");
        std::process::exit(2);
    };
    // The program was built beside this one.
    let here = std::env::current_exe().unwrap();
    let program: PathBuf = here.ancestors().nth(2).unwrap().join("pmsite");
    let paths: Vec<PathBuf> = paths.iter().map(|path| std::path::absolute(path).unwrap()).collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let score = score::Score::of(&scan::objects(Path::new(labels)), &scan::scan(&program, &paths));
    if flags.iter().any(|flag| *flag == "--misses") {
        for miss in &score.misses {
            println!("{miss}");
        }
    }
    print!("{}", score.table());
}
