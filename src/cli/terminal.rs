//! What is said to the person at the terminal.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::human;
use anstream::eprintln;
use std::error::Error;
use std::io::IsTerminal;

/// Messages on standard error, as loud as was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    pub(super) fn new(quiet: bool, verbose: bool) -> Self {
        Self { quiet, verbose }
    }

    /// Whether stage times were asked for.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose
    }

    /// Whether somebody watches: progress is for people.
    pub(super) fn is_watched(self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// How many columns a table on standard output may have: what `COLUMNS` says, else the width of the
    /// terminal; `None` where nobody cuts lines.
    pub(super) fn columns() -> Option<usize> {
        let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        told.filter(|columns| *columns > 0).or_else(Self::width)
    }

    /// How many columns standard output has, if it is a terminal.
    pub(super) fn width() -> Option<usize> {
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
        Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
    }

    /// Says why something that was asked for cannot be done, while the rest goes on.
    pub(super) fn refused(what: &str, why: &str) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        eprintln!("{style}refused{style:#}: {what} {why}");
    }

    /// Says something that nobody needs.
    pub(super) fn say(self, message: impl std::fmt::Display) {
        if !self.quiet {
            eprintln!("{message}");
        }
    }

    /// Prints all findings; only errors when quiet.
    pub(super) fn diagnostics(self, diagnostics: &Diagnostics) {
        let wanted = !self.quiet || diagnostics.has_errors();
        if wanted && !diagnostics.is_empty() {
            eprintln!("{}", human::render(diagnostics));
        }
    }

    /// Prints a failure and what caused it.
    pub(super) fn failure(error: &dyn Error) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        eprintln!("{style}error{style:#}: {}", with_causes(error));
    }

    /// Prints a failure that the command can do without.
    pub(super) fn trouble(self, error: &dyn Error) {
        self.say(format_args!("note: {}", with_causes(error)));
    }
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        // Wrappers that repeat their cause would say it twice.
        if !message.ends_with(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        cause = error.source();
    }
    message
}
