//! `pmsite serve`.

use super::args::Serve;
use super::terminal::Terminal;
use super::today::today;
use super::{Failure, Verdict};
use crate::diagnostic::{Diagnostics, human};
use crate::pipeline::{self, Changes};
use crate::serve::{self, Engine, Event, Watch};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) fn run(args: &Serve, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    if !root.is_dir() {
        return Err(
            format!("`{}` is not a folder; name the project's folder with `--root`", root.display()).into()
        );
    }
    let project = pipeline::Options {
        root: root.to_path_buf(),
        drafts: !args.no_drafts,
        audience: args.audience,
        base_url: None,
        environment: super::environment(),
    };
    // A folder without a project is no state that passes.
    let mut nothing = Diagnostics::new();
    let config = pipeline::settings(&project, &mut nothing)?;
    if !root.join(&config.book.src).is_dir() {
        let cause = std::io::ErrorKind::NotFound.into();
        let missing = crate::source::SourceError { path: root.join(&config.book.src), cause };
        return Err(super::build::explain(root, missing));
    }
    let options = serve::Options {
        project: project.clone(),
        host: args.host,
        port: args.port,
        allowed_hosts: args.allow_host.clone(),
        base_path: args.base_path.clone(),
        watch: args.watch.then_some(if args.poll { Watch::Poll } else { Watch::Events }),
    };
    let mut engine = Engine::new(project, today()?, listener(terminal, args.open));
    engine.refresh(&Changes::Anything);
    // Without watching, what is wrong now stays wrong.
    if !args.watch && engine.state().generation.is_none() {
        return Ok(Verdict::Rejected);
    }
    serve::run(&options, engine)?;
    Ok(Verdict::Fine)
}

/// Says what happens. Warnings are said once, not after every save.
fn listener(terminal: Terminal, open: bool) -> serve::Listener {
    let said = Mutex::new(Diagnostics::new());
    Arc::new(move |event| match event {
        Event::Listening(url) => {
            terminal.say(format_args!("serving at {url} (Ctrl-C ends it)"));
            if open {
                show(url);
            }
        }
        Event::Built { postmortems, parsed, diagnostics } => {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if *said != **diagnostics {
                terminal.diagnostics(diagnostics);
                said.clone_from(diagnostics);
            }
            let plural = |n: usize| if n == 1 { "" } else { "s" };
            terminal.say(format_args!(
                "up to date: {postmortems} postmortem{}, {parsed} file{} read",
                plural(*postmortems),
                plural(*parsed),
            ));
        }
        Event::Rejected(diagnostics) => {
            terminal.diagnostics(diagnostics);
            terminal.say(format_args!("not up to date: {}", human::count(diagnostics)));
        }
        Event::Failed(error) => Terminal::failure(*error),
    })
}

/// Opens the browser of whoever sits there. A machine without one is no failure: the address was said.
fn show(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
