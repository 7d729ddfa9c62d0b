//! Measures the search of a built project, in a real browser, and holds it against tantivy.
//!
//! ```text
//! cargo run --release --example measure-search -- ROOT [--queries N] [--seed S]
//! ```
//!
//! `ROOT` is a project whose site is in `ROOT/public`.

#![allow(clippy::case_sensitive_file_extension_comparisons)]
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr, clippy::cast_precision_loss)]
#![allow(dead_code, reason = "the tests share these modules, and use the rest")]

mod browser;
mod costs;
mod parity;
mod queries;
mod server;

use std::path::{Path, PathBuf};
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
    let text: usize = corpus.postmortems().iter().map(|postmortem| postmortem.body.markdown.len()).sum();
    sizes(&public, text);
    let client: usize = costs::client(&public).iter().map(|(_, bytes)| bytes).sum();
    println!("client {client} bytes gzipped, of {} scripts", costs::client(&public).len());
    let mut random = queries::Random::new(seed);
    let typical = queries::typical(corpus.postmortems(), 100, &mut random);
    report("typical query", &costs::ask(&public, &typical, SHOWN), client);
    let (alerts, wanted) = queries::alerts(corpus.postmortems(), 100, &mut random);
    let costs = costs::ask(&public, &alerts, SHOWN);
    report("pasted alert", &costs, client);
    let found = costs.iter().zip(wanted).filter(|(cost, wanted)| cost.hits[..5].contains(wanted)).count();
    println!("  {found} of {} alerts find their postmortem among the first five", alerts.len());
    let cases = queries::cases(corpus.postmortems(), count, seed);
    let answers = parity::ask(&public, &cases);
    let different = parity::differences(&index, &cases, &answers);
    for text in different.iter().take(10) {
        println!("{text}");
    }
    println!("{} of {} queries have tantivy's answer", cases.len() - different.len(), cases.len());
    ExitCode::from(u8::from(!different.is_empty()))
}

/// How many hits the page reads before it shows them; others follow when they are scrolled to.
const SHOWN: usize = 5;

fn report(what: &str, costs: &[costs::Cost], client: usize) {
    let bytes = costs::spread(costs.iter().map(|cost| (cost.bytes + client) as f64).collect());
    let requests = costs::spread(costs.iter().map(|cost| cost.requests as f64).collect());
    let cold = costs::spread(costs.iter().map(|cost| cost.cold).collect());
    let warm = costs::spread(costs.iter().map(|cost| cost.warm).collect());
    println!("{what}, median and 95 %:");
    println!(
        "  {:.1} and {:.1} KB with the client, {} and {} requests",
        bytes.0 / 1e3,
        bytes.1 / 1e3,
        requests.0,
        requests.1
    );
    println!("  cold {:.1} and {:.1} ms, warm {:.2} and {:.2} ms", cold.0, cold.1, warm.0, warm.1);
}

/// The size of the index and of what its hits show, as shares of the text.
fn sizes(public: &Path, text: usize) {
    let (_, folder) = parity::places(public);
    let (mut index, mut shown, mut files) = (0, 0, 0);
    let mut open = vec![public.join(folder)];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            files += 1;
            let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
            let is_shown = path.parent().is_some_and(|parent| parent.ends_with("t"));
            *(if is_shown { &mut shown } else { &mut index }) += bytes;
        }
    }
    let share = |bytes: u64| bytes as f64 * 100.0 / text as f64;
    println!(
        "index {:.1} % of the text, with what hits show {:.1} %, {files} files",
        share(index),
        share(index + shown)
    );
}
