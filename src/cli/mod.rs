//! The command line: arguments, streams, exit codes.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 fine, 1 the
//! content is wrong, 2 the surroundings failed. This is the only place that reads the clock and
//! the environment.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod args;
mod build;
mod changed;
mod check;
mod completions;
mod external;
mod import;
mod init;
mod new;
mod progress;
mod repair;
mod report;
mod schema;
mod scope;
mod search;
mod serve;
mod terminal;
mod text;
mod today;
mod write_new;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;
use terminal::Terminal;

/// The content is wrong.
const CONTENT: u8 = 1;
/// The surroundings failed.
const SURROUNDINGS: u8 = 2;

/// Any failure of the surroundings, with its causes.
type Failure = Box<dyn std::error::Error>;

/// How a command ended, when nothing failed around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Done.
    Fine,
    /// The content is wrong; the diagnostics were printed.
    Rejected,
}

/// The environment of the process. A variable that is no Unicode is nobody's setting: it is left
/// out, where `std::env::vars` would panic.
fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// The commands and their options, as the program knows them.
pub fn commands() -> clap::Command {
    let mut commands = Args::command();
    // So that each knows its whole name, and the options that all have.
    commands.build();
    commands
}

/// Runs the program with the arguments and environment of the process.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * SURROUNDINGS);
        }
    };
    let terminal = Terminal::new(args.quiet, args.verbose);
    let result = match args.command {
        Command::Init(command) => init::run(&command, terminal),
        Command::New(command) => new::run(&command, &args.root, terminal),
        Command::Import(command) => import::run(&command, &args.root, terminal),
        Command::Check(command) => check::run(&command, &args.root, terminal),
        Command::Build(command) => build::run(&command, &args.root, terminal),
        Command::Serve(command) => serve::run(&command, &args.root, terminal),
        Command::Search(command) => search::search(&command, &args.root, terminal),
        Command::Similar(command) => search::similar(&command, &args.root, terminal),
        Command::Report(command) => report::run(&command, &args.root, terminal),
        Command::Schema => schema::run(&args.root, terminal),
        Command::Completions(command) => completions::run(&command),
    };
    match result {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Rejected) => ExitCode::from(CONTENT),
        Err(error) => {
            Terminal::failure(error.as_ref());
            ExitCode::from(SURROUNDINGS)
        }
    }
}
