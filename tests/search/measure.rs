//! Measures the search of a built project, in a real browser, and holds it against tantivy.
//!
//! ```text
//! cargo run --release --example measure-search -- ROOT [--queries N] [--seed S]
//! ```
//!
//! `ROOT` is a project whose site is in `ROOT/public`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr, clippy::cast_precision_loss)]

mod browser;
mod parity;
mod queries;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(root) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: measure-search ROOT [--queries N] [--seed S]");
        return ExitCode::from(2);
    };
    let (mut count, mut seed) = (2_000, 1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().and_then(|value| value.parse().ok());
        match (option.as_str(), value) {
            ("--queries", Some(value)) => count = value,
            ("--seed", Some(value)) => seed = value as u64,
            _ => {
                eprintln!("usage: measure-search ROOT [--queries N] [--seed S]");
                return ExitCode::from(2);
            }
        }
    }
    let public = root.join("public");
    let (corpus, index) = parity::load(&root);
    let cases = queries::cases(corpus.postmortems(), count, seed);
    let answers = parity::ask(&public, &cases);
    let different = parity::differences(&index, &cases, &answers);
    for text in different.iter().take(10) {
        println!("{text}");
    }
    let mut times: Vec<f64> = answers.iter().map(|answer| answer.milliseconds).collect();
    times.sort_by(f64::total_cmp);
    println!("{} of {} queries have tantivy's answer", cases.len() - different.len(), cases.len());
    println!("median {:.2} ms, p95 {:.2} ms", times[times.len() / 2], times[times.len() * 95 / 100]);
    ExitCode::from(u8::from(!different.is_empty()))
}
