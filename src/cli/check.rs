//! `pmsite check`.

use super::args::{Check, CheckFormat};
use super::external::External;
use super::scope::Scope;
use super::terminal::Terminal;
use super::today::{now, today};
use super::{Failure, Verdict};
use crate::diagnostic::sarif::RuleText;
use crate::diagnostic::{Level, github, human, json, markdown, nearest, sarif};
use crate::lint::{self, Rule};
use crate::pipeline::{self, AskWeb, Examined, Fixed, Options, PipelineError, Timings};
use anstyle::Style;
use std::io::Write;
use std::path::Path;

/// What history says, which a comment on a pull request says first.
const HISTORY: [&str; 3] = ["possible-recurrence", "missing-recurrence-of", "repeated-action"];

pub(super) fn run(args: &Check, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    if let Some(code) = &args.explain {
        return explain(code, args.format);
    }
    let today = match args.today {
        Some(today) => today,
        None => today()?,
    };
    let scope = Scope::of(args, root)?;
    let asker = if args.external { Some(External::new(root, terminal, now()?)) } else { None };
    let (wants, ask) = (
        |path: &str| scope.has(path),
        |wanted: &_| asker.as_ref().map(|web| web.ask(wanted)).unwrap_or_default(),
    );
    let web = asker.is_some().then_some(AskWeb { wants: &wants, ask: &ask });
    let options =
        Options { root: root.to_path_buf(), environment: super::environment(), ..Options::default() };
    let mut timings = Timings::default();
    // What is put right first changes places, and need not be asked for twice.
    let first = web.as_ref().filter(|_| !args.fix);
    let mut examined =
        pipeline::check(&options, today, first, &mut timings).map_err(|error| explained(root, error))?;
    if args.fix {
        let count = fix(root, &examined.fixed)?;
        terminal.say(format_args!("{count} place{} put right", if count == 1 { "" } else { "s" }));
        if count > 0 || web.is_some() {
            examined = pipeline::check(&options, today, web.as_ref(), &mut timings)?;
        }
    }
    let Examined { diagnostics, postmortems, .. } = examined;
    let found = scope.only(diagnostics);
    let text = match args.format {
        CheckFormat::Human if found.is_empty() => String::new(),
        CheckFormat::Human => format!("{}\n", human::render(&found)),
        CheckFormat::Json => json::render(&found),
        CheckFormat::Sarif => sarif::render(&found, &texts(), env!("CARGO_PKG_VERSION")),
        CheckFormat::Github => github::render(&found),
        CheckFormat::Markdown => markdown::render(&found, &HISTORY),
    };
    if args.format == CheckFormat::Human {
        // Colours of findings vanish where nobody sees them; other formats have none.
        write!(anstream::stdout().lock(), "{text}")?;
    } else {
        std::io::stdout().lock().write_all(text.as_bytes())?;
    }
    if terminal.is_verbose() {
        for (stage, time) in timings.stages() {
            terminal.say(format_args!("{stage:>10} {} ms", time.as_millis()));
        }
    }
    if found.is_empty() {
        let count = postmortems.unwrap_or_default();
        terminal.say(format_args!(
            "{count} postmortem{} checked, nothing to say",
            if count == 1 { "" } else { "s" }
        ));
    }
    let fails = found.has_errors() || (args.strict && found.count(Level::Warning) > 0);
    Ok(if fails { Verdict::Rejected } else { Verdict::Fine })
}

fn explained(root: &Path, error: PipelineError) -> Failure {
    match error {
        PipelineError::Source(error) => super::build::explain(root, error),
        error => error.into(),
    }
}

/// Writes the files in which something can be put right, each whole or not at all; how many places that
/// were.
fn fix(root: &Path, files: &[Fixed]) -> Result<usize, Failure> {
    let mut count = 0;
    for file in files {
        let path = root.join(&*file.path);
        let cannot = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
        let before = std::fs::read(&path).map_err(cannot)?;
        let folder = path.parent().unwrap_or(root);
        let mut new = tempfile::Builder::new().prefix(".pmsite-").tempfile_in(folder).map_err(cannot)?;
        let mark: &[u8] = if before.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
        new.write_all(mark).and_then(|()| new.write_all(file.text.as_bytes())).map_err(cannot)?;
        let permissions = std::fs::metadata(&path).map_err(cannot)?.permissions();
        std::fs::set_permissions(new.path(), permissions).map_err(cannot)?;
        new.persist(&path).map_err(|error| cannot(error.error))?;
        count += file.count;
    }
    Ok(count)
}

/// The texts of all rules, as code scanning shows them.
fn texts() -> Vec<RuleText<'static>> {
    let text = |rule: &'static Rule| RuleText {
        code: rule.code,
        level: rule.level,
        summary: rule.summary,
        why: rule.why,
        bad: rule.bad,
        good: rule.good,
    };
    lint::rules().map(|(_, rule)| text(rule)).collect()
}

/// Prints what a rule wants, and why; without a code, all rules.
fn explain(code: &str, format: CheckFormat) -> Result<Verdict, Failure> {
    let mut out = anstream::stdout().lock();
    if code == "all" && format == CheckFormat::Markdown {
        write!(out, "{}", page())?;
        return Ok(Verdict::Fine);
    }
    if code == "all" {
        let mut family = "";
        for (name, rule) in lint::rules() {
            if name != family {
                writeln!(out, "{}{name}:", if family.is_empty() { "" } else { "\n" })?;
                family = name;
            }
            writeln!(out, "  {:<28} {:<8} {}", rule.code, rule.level.name(), rule.summary)?;
        }
        return Ok(Verdict::Fine);
    }
    let Some(rule) = lint::rule(code) else {
        let near = nearest(code, lint::rules().map(|(_, rule)| rule.code));
        let help = near.map_or_else(
            || "`pmsite check --explain all` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(format!("there is no rule `{code}`; {help}").into());
    };
    told(&mut out, rule)?;
    Ok(Verdict::Fine)
}

fn told(out: &mut impl Write, rule: &Rule) -> std::io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#} ({})", rule.code, rule.level.name())?;
    writeln!(out, "\n{}.\n\n{}", rule.summary, rule.why)?;
    for (title, text) in [("Instead of", rule.bad), ("write", rule.good)] {
        writeln!(out, "\n{title}:\n")?;
        for line in text.lines() {
            writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("    {line}") })?;
        }
    }
    writeln!(
        out,
        "\nTurn it off for one place with `<!-- pmsite-ignore: {} -->` on the line before, or set its level",
        rule.code
    )?;
    writeln!(out, "in `book.toml`: `[postmortem.check.levels]` `{} = \"off\"`.", rule.code)
}

/// All rules as a page of the site.
fn page() -> String {
    let mut page = String::from(
        "---\ntitle: What a postmortem is checked for\nweight: 3\n---\n\n`pmsite check` looks for what readers miss, and says why. Levels are set in `book.toml`, and\n`<!-- pmsite-ignore: code -->` on the line before lets one place be.\n",
    );
    let mut family = "";
    for (name, rule) in lint::rules() {
        if name != family {
            let mut letters = name.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            page.push_str(&format!("\n## {first}{}\n", letters.as_str()));
            family = name;
        }
        page.push_str(&format!(
            "\n### `{}`\n\n{}: {}. {}\n",
            rule.code,
            rule.level.name(),
            rule.summary,
            rule.why
        ));
        for (title, text) in [("Instead of", rule.bad), ("write", rule.good)] {
            page.push_str(&format!("\n{title}\n\n````markdown\n{text}\n````\n"));
        }
    }
    page
}
