//! Writes a knowledge base of invented postmortems, to measure builds with.
//!
//! ```text
//! cargo run --release --example generate -- N DIR [--seed S]
//! ```
//!
//! `DIR` gets a `book.toml` and `content/<year>/pm-000001.md` and so on, about 600 words each. The
//! same `N` and seed give the same bytes everywhere, and more postmortems never change the earlier
//! ones. Postmortems are written one by one, so memory does not grow with their number.
//!
//! `incident` decides what happened, `front_matter` and `body` tell it, `prose` finds the words.

#![allow(clippy::disallowed_methods, reason = "this program is there to write files")]
#![allow(clippy::print_stderr, reason = "and to say why it could not")]

mod body;
mod calendar;
mod front_matter;
mod grammar;
mod incident;
mod prose;
mod random;
mod samples;
mod stories;
mod terms;
mod vocabulary;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use incident::{Incident, Sketch};
use prose::Prose;
use random::{Random, Stream};
use vocabulary::Vocabulary;

const USAGE: &str = "usage: generate N DIR [--seed S]";

/// Numbers have six digits in file names.
const MOST: u32 = 999_999;

struct Arguments {
    count: u32,
    dir: PathBuf,
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = match parse_arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("error: {message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot write to {}: {error}", arguments.dir.display());
            ExitCode::from(2)
        }
    }
}

fn parse_arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut seed = 1;
    let mut positional = Vec::new();
    while let Some(argument) = given.next() {
        if argument == "--seed" {
            let value = given.next().ok_or("`--seed` needs a number")?;
            seed = value.parse().map_err(|_| format!("`{value}` is not a seed: a whole number from 0"))?;
        } else if argument.starts_with("--") {
            return Err(format!("there is no option `{argument}`"));
        } else {
            positional.push(argument);
        }
    }
    let [count, dir] = positional.as_slice() else {
        return Err("a number of postmortems and a folder are needed".to_owned());
    };
    let count = count
        .parse()
        .ok()
        .filter(|count| *count <= MOST)
        .ok_or_else(|| format!("`{count}` is not a number from 0 to {MOST}"))?;
    Ok(Arguments { count, dir: PathBuf::from(dir), seed })
}

fn generate(arguments: &Arguments) -> io::Result<()> {
    let content = arguments.dir.join("content");
    if content.exists() {
        // What an earlier run left there would be measured too.
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it already has a `content` folder"));
    }
    fs::create_dir_all(&content)?;
    fs::write(arguments.dir.join("book.toml"), book_toml())?;
    let vocabulary = Vocabulary::new();
    let mut text = String::new();
    for number in 1..=arguments.count {
        text.clear();
        let sketch = Sketch::new(arguments.seed, number, &vocabulary);
        postmortem(&mut text, arguments.seed, &sketch, &vocabulary).map_err(io::Error::other)?;
        // Folders by year: a hundred thousand files in one are a burden to some file systems.
        let year = content.join(sketch.started.date().year.to_string());
        write_file(&year, &sketch.id(), &text)?;
    }
    Ok(())
}

fn postmortem(out: &mut String, seed: u64, sketch: &Sketch<'_>, vocabulary: &Vocabulary) -> std::fmt::Result {
    let mut random = Random::new(seed, Stream::Detail, sketch.number);
    let incident = Incident::new(seed, sketch, &mut random, vocabulary);
    let mut prose = Prose::new(random, vocabulary, &sketch.services);
    front_matter::write(out, &incident, &mut prose)?;
    body::write(out, &incident, &mut prose)
}

fn write_file(dir: &Path, id: &str, text: &str) -> io::Result<()> {
    if !dir.exists() {
        fs::create_dir(dir)?;
    }
    fs::write(dir.join(format!("{id}.md")), text)
}

fn book_toml() -> String {
    let mut out = String::from(
        "[book]\ntitle = \"Benchmark\"\n\n[postmortem]\nbase-url = \"https://bench.example/\"\n",
    );
    for (term, title) in terms::SUB_TERMS {
        let _ = write!(out, "\n[postmortem.root-causes.\"{term}\"]\ntitle = \"{title}\"\n");
    }
    out
}
