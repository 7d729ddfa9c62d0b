//! `pmsite check`.

use super::args::Check;
use super::terminal::Terminal;
use super::today::today;
use super::{Failure, Verdict};
use crate::diagnostic::{Diagnostics, Level, human, nearest};
use crate::lint::{self, Rule};
use crate::pipeline::{self, Examined, Options, Timings};
use anstyle::Style;
use std::io::Write;
use std::path::Path;

pub(super) fn run(args: &Check, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    if let Some(code) = &args.explain {
        return explain(code);
    }
    let today = match args.today {
        Some(today) => today,
        None => today()?,
    };
    let options =
        Options { root: root.to_path_buf(), environment: super::environment(), ..Options::default() };
    let Examined { diagnostics, postmortems, .. } =
        pipeline::check(&options, today, &mut Timings::default())?;
    let found = only(diagnostics, &args.paths, root);
    let mut out = anstream::stdout().lock();
    if !found.is_empty() {
        writeln!(out, "{}", human::render(&found))?;
    }
    drop(out);
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

/// The findings about some files or folders; all if none are named.
fn only(diagnostics: Diagnostics, paths: &[std::path::PathBuf], root: &Path) -> Diagnostics {
    if paths.is_empty() {
        return diagnostics;
    }
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let wanted: Vec<_> =
        paths.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
    let mut found = Diagnostics::new();
    for diagnostic in diagnostics {
        let path = root.join(&*diagnostic.path);
        if wanted.iter().any(|wanted| path.starts_with(wanted)) {
            found.push(diagnostic);
        }
    }
    found
}

/// Prints what a rule wants, and why; without a code, all rules.
fn explain(code: &str) -> Result<Verdict, Failure> {
    let mut out = anstream::stdout().lock();
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
