//! `pmsite completions`.

use super::args::{Args, Completions};
use super::{Failure, Verdict};
use clap::CommandFactory;
use std::io::Write;

pub(super) fn run(args: &Completions) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "pmsite", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Verdict::Fine)
}
