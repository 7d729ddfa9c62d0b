//! `pmsite import`.
//!
//! Files are read side by side; names and ids are given in the order of the paths, so that the same folder
//! always becomes the same files; then each is checked as a build will check it, and written.

mod attachments;
mod finish;
mod plan;
mod read;
mod table;

use super::args::{Format, Import};
use super::progress::Progress;
use super::today::today;
use super::{Failure, Terminal, Verdict};
use crate::diagnostic::{Diagnostics, human};
use crate::import;
use crate::output::OutputError;
use crate::pipeline::{self, Options};
use crate::source::{self, Outside};
use finish::{Done, Finished};
use plan::Project;
use rayon::prelude::*;
use read::{Reading, WriteUp};
use serde_json::Value;
use std::io::Write;
use std::path::Path;

pub(super) fn run(args: &Import, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let mut diagnostics = Diagnostics::new();
    let options =
        Options { root: root.to_path_buf(), environment: super::environment(), ..Options::default() };
    let config = pipeline::settings(&options, &mut diagnostics)?;
    if diagnostics.has_errors() {
        terminal.diagnostics(&diagnostics);
        return Ok(Verdict::Rejected);
    }
    let today = today()?;
    let gathered = source::gather(&args.paths, &std::env::current_dir()?)?;
    let project = Project::read(root, &config)?;
    let mut report = Report { refused: gathered.refused };

    let reader = import::Reader::new(&config.postmortem);
    let content = source::real(&root.join(&config.book.src));
    let progress = Progress::new(terminal, "reading", gathered.files.len());
    let read: Vec<Reading> = gathered
        .files
        .par_iter()
        .map(|file| {
            let reading = read::read(file, content.as_deref(), &config, &reader, args.all);
            progress.step(1);
            reading
        })
        .collect();
    progress.done();
    let mut found: Vec<WriteUp> = Vec::new();
    for (file, reading) in gathered.files.iter().zip(read) {
        match reading {
            Reading::Refused(why) => report.refused.push((file.shown.clone(), why)),
            Reading::Found(writeups) => found.extend(writeups),
        }
    }
    report.refused.sort();
    let places = plan::places(&mut found, &project);

    let progress = Progress::new(terminal, "writing", found.len());
    let results: Vec<Result<Option<Finished>, OutputError>> = found
        .par_iter_mut()
        .zip(&places.of)
        .map(|(writeup, place)| {
            let finished = place.as_ref().map(|place| {
                let finished = finish::finish(writeup, place, &places, &project, &config, today);
                if args.dry_run { Ok(finished) } else { finish::write(finished, root, args.force) }
            });
            progress.step(1);
            finished.transpose()
        })
        .collect();
    progress.done();
    let mut finished = Vec::with_capacity(results.len());
    for result in results {
        finished.push(result.map_err(|error| Box::new(error) as Failure)?);
    }

    match args.format {
        Format::Json => print_json(&found, &finished)?,
        Format::Human if args.dry_run => {
            let width = Terminal::width();
            write!(anstream::stdout().lock(), "{}", table::table(&found, width))?;
        }
        Format::Human => {}
    }
    report.tell(&found, &finished, args, terminal);
    // All of it is given back piece by piece, which one thread would do for longer.
    rayon::join(|| drop(found), || drop(finished));
    Ok(if report.refused.is_empty() { Verdict::Fine } else { Verdict::Rejected })
}

/// One line for each write-up, as programs read it.
fn print_json(found: &[WriteUp], finished: &[Option<Finished>]) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (writeup, finished) in found.iter().zip(finished) {
        let mut value = import::json(&writeup.source, &writeup.facts, &writeup.given);
        value["kind"] = writeup.kind().into();
        if value["title"].is_null() && writeup.is_wanted() {
            value["title"] = writeup.draft.title().into();
        }
        value["file"] = finished.as_ref().map(|finished| finished.path.as_str()).into();
        value["missing"] =
            finished.as_ref().map(|finished| finished.missing.clone()).unwrap_or_default().into();
        let unsure = writeup.draft.unsure.iter().map(|(key, why)| (key.clone(), why.as_str().into()));
        value["unsure"] = Value::Object(unsure.collect());
        writeln!(out, "{value}")?;
    }
    out.flush()
}

/// What is said at the end.
#[derive(Debug)]
struct Report {
    /// Files that could not be read, with the reason.
    refused: Vec<(String, String)>,
}

impl Report {
    fn tell(&self, found: &[WriteUp], finished: &[Option<Finished>], args: &Import, terminal: Terminal) {
        let mut counts = [0usize; 5];
        let mut errors = Diagnostics::new();
        let mut lines: Vec<String> = Vec::new();
        for (writeup, finished) in found.iter().zip(finished) {
            let Some(finished) = finished else {
                counts[3] += 1;
                lines.push(format!("skipped {}: {}", writeup.named, writeup.why_skipped()));
                continue;
            };
            let (at, word) = match finished.done {
                Done::New if args.dry_run => (0, "would write"),
                Done::New => (0, "wrote"),
                Done::Replaced => (1, if args.dry_run { "would replace" } else { "replaced" }),
                Done::Unchanged => (2, "unchanged"),
                Done::Kept => (4, "kept"),
            };
            counts[at] += 1;
            errors.extend(finished.errors.clone());
            if matches!(finished.done, Done::Unchanged) {
                continue;
            }
            lines.push(format!("{word} {} from {}", finished.path, writeup.named));
            if matches!(finished.done, Done::Kept) {
                lines.push("  it differs from what this import gives; `--force` replaces it".to_owned());
            }
            lines.extend(writeup.notes.iter().chain(&finished.notes).map(|note| format!("  {note}")));
            lines.extend(finished.unsure.iter().map(|(key, why)| format!("  look at `{key}`: {why}")));
            if !finished.missing.is_empty() {
                lines.push(format!("  check says: {}", finished.missing.join(", ")));
            }
        }
        // At once: standard error has no buffer.
        if !lines.is_empty() {
            terminal.say(lines.join("\n"));
        }
        if !errors.is_empty() {
            terminal.say(human::render(&errors));
        }
        for (file, why) in &self.refused {
            Terminal::refused(file, why);
        }
        let [new, replaced, unchanged, skipped, kept] = counts;
        let words = [
            (new, if args.dry_run { "to import" } else { "imported" }),
            (replaced, "replaced"),
            (unchanged, "unchanged"),
            (kept, "kept as they were"),
            (skipped, "skipped"),
            (self.refused.len(), "refused"),
        ];
        let told: Vec<_> = words
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        terminal.say(if told.is_empty() { "nothing to import".to_owned() } else { told.join(", ") });
        if new > 0 && !args.dry_run {
            terminal.say("next: pmsite check, then pmsite build");
        }
    }
}

/// What a file is called in messages about it.
fn named(file: &Outside, part: Option<usize>) -> String {
    part.map_or_else(|| file.shown.clone(), |part| format!("{}#{part}", file.shown))
}
