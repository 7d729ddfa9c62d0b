//! `pmsite build`.

use super::args::Build;
use super::progress::Progress;
use super::terminal::Terminal;
use super::today::today;
use super::{Failure, Verdict};
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, Diagnostics, Level, human};
use crate::output::Staging;
use crate::pipeline::{self, Loaded, Options, Timings};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) fn run(args: &Build, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let today = match args.today {
        Some(today) => today,
        None => today()?,
    };
    let mut timings = Timings::default();
    let options = Options {
        root: root.to_path_buf(),
        drafts: args.drafts,
        audience: args.audience,
        base_url: args.base_url.clone(),
        environment: super::environment(),
    };
    if !root.is_dir() {
        return Err(
            format!("`{}` is not a folder; name the project's folder with `--root`", root.display()).into()
        );
    }
    let Loaded { config, corpus, mut diagnostics } =
        pipeline::load(&options, &mut timings).map_err(|error| explain(root, error))?;
    let refused = diagnostics.has_errors() || (args.strict && diagnostics.count(Level::Warning) > 0);
    let Some(corpus) = corpus.filter(|_| !refused) else {
        return Ok(reject(&diagnostics, args, terminal));
    };
    let (config, corpus) = (Arc::new(config), Arc::new(corpus));
    let target = args.output.clone().unwrap_or_else(|| root.join(&config.build.build_dir));
    let (src, themes) = (root.join(&config.book.src), root.join("themes"));
    let staging = Staging::open(&target, &[root, &src, &themes], args.force)?;
    let progress = Progress::new(terminal, "rendering", corpus.postmortems().len());
    let written = pipeline::write_site(
        root,
        &config,
        &corpus,
        today,
        &staging,
        &|steps| progress.step(steps),
        &mut timings,
        &mut diagnostics,
    );
    progress.done();
    // What the theme has to say comes late; nothing was put in its place yet.
    let refused = args.strict && diagnostics.count(Level::Warning) > 0;
    if written?.is_none() || refused {
        return Ok(reject(&diagnostics, args, terminal));
    }
    let (files, bytes) = staging.written();
    let publish = Instant::now();
    staging.publish()?;
    timings.add("publish", publish.elapsed());
    if config.postmortem.base_url.is_none() {
        diagnostics.push(no_base_url());
    }
    terminal.diagnostics(&diagnostics);
    if args.timings || terminal.is_verbose() {
        for (stage, time) in timings.stages() {
            terminal.say(format_args!("{stage:>10} {}", milliseconds(*time)));
        }
    }
    if corpus.left_out() > 0 {
        terminal.say(format_args!(
            "left out {}: drafts, or internal; `--drafts` and `--audience internal` build them",
            count(corpus.left_out(), "file"),
        ));
    }
    terminal.say(format_args!(
        "built {} and {} into `{}`: {files} files, {}, in {}",
        count(corpus.postmortems().len(), "postmortem"),
        count(corpus.pages().len(), "page"),
        target.display(),
        size(bytes),
        milliseconds(start.elapsed()),
    ));
    // The process ends here, which frees a large corpus faster than walking through it.
    std::mem::forget(corpus);
    Ok(Verdict::Fine)
}

fn reject(diagnostics: &Diagnostics, args: &Build, terminal: Terminal) -> Verdict {
    terminal.diagnostics(diagnostics);
    let why = if diagnostics.has_errors() || !args.strict {
        ""
    } else {
        " (warnings count, because of `--strict`)"
    };
    terminal.say(format_args!("nothing was built: {}{why}", human::count(diagnostics)));
    Verdict::Rejected
}

fn no_base_url() -> Diagnostic {
    Diagnostic::about(
        Level::Info,
        "no-base-url",
        FILE_NAME,
        "feeds and the sitemap are left out: they need the site's address",
    )
    .help("set `base-url` under `[postmortem]`, or pass `--base-url https://example.org/kb/`")
}

/// A missing content folder most often means the wrong directory.
pub(super) fn explain(root: &Path, error: crate::source::SourceError) -> Failure {
    if error.cause.kind() == std::io::ErrorKind::NotFound && !root.join(FILE_NAME).exists() {
        return format!(
            "there is no knowledge base in `{}`: neither `{FILE_NAME}` nor `{}`; make one with `pmsite init`, or name its folder with `--root`",
            root.display(),
            error.path.display(),
        )
        .into();
    }
    error.into()
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn size(bytes: u64) -> String {
    let kib = bytes / 1024;
    if kib < 10_000 { format!("{kib} KB") } else { format!("{} MB", kib / 1024) }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}
