//! `pmsite check`.

use super::args::{Check, CheckFormat};
use super::external::External;
use super::repair::Repair;
use super::scope::Scope;
use super::terminal::Terminal;
use super::today::{now, today};
use super::{Failure, Verdict};
use crate::diagnostic::sarif::RuleText;
use crate::diagnostic::{Diagnostics, Level, github, human, json, markdown, nearest, sarif};
use crate::lint::{self, Rule};
use crate::pipeline::{self, AskWeb, Examined, Options, PipelineError, Timings};
use anstyle::Style;
use std::io::Write;
use std::path::Path;

/// What history says, which a comment on a pull request says first.
const HISTORY: [&str; 3] = ["possible-recurrence", "missing-recurrence-of", "repeated-action"];

/// How often fixes are made and looked for again. Each round leaves less to do, and two are the most that
/// is known to be needed; this only ends what a mistake of ours would not.
const MOST_ROUNDS: usize = 8;

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
    let mut look = |web: Option<&AskWeb<'_>>| -> Result<(Diagnostics, Option<usize>), Failure> {
        let Examined { diagnostics, postmortems, .. } =
            pipeline::check(&options, today, web, &mut timings).map_err(|error| explained(root, error))?;
        Ok((scope.only(diagnostics), postmortems))
    };
    // What is put right changes places, so the web is asked once that is done.
    let (mut found, mut postmortems) = look(web.as_ref().filter(|_| !args.fix))?;
    if args.fix {
        let mut repair = Repair::new(root);
        let done = (0..MOST_ROUNDS).try_for_each(|_| -> Result<(), Failure> {
            if repair.run(&found)? > 0 {
                // What an overlapping fix hid is found in the text that it left.
                (found, postmortems) = look(None)?;
            }
            Ok(())
        });
        if done.is_ok() || repair.has_written() {
            repair.tell(terminal);
        }
        done?;
        if web.is_some() {
            (found, postmortems) = look(web.as_ref())?;
        }
    }
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
            writeln!(out, "  {:<28} {:<8} {}", rule.code, level(rule), rule.summary)?;
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

/// How much a rule matters where the settings say nothing.
fn level(rule: &Rule) -> &'static str {
    if lint::is_optional(rule.code) { "off" } else { rule.level.name() }
}

fn told(out: &mut impl Write, rule: &Rule) -> std::io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#} ({})", rule.code, level(rule))?;
    writeln!(out, "\n{}.\n\n{}", rule.summary, rule.why)?;
    for (title, text) in [("Instead of", rule.bad), ("write", rule.good)] {
        writeln!(out, "\n{title}:\n")?;
        for line in text.lines() {
            writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("    {line}") })?;
        }
    }
    if lint::is_optional(rule.code) {
        return writeln!(
            out,
            "\nTurn it on in `book.toml`: `[postmortem.check.levels]` `{} = \"{}\"`.",
            rule.code,
            rule.level.name()
        );
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
        "---\ntitle: Rules of check\ngroup: Reference\nweight: 140\n---\n\n`pmsite check` looks for what readers miss, and says why. Levels are set in `book.toml`, and\n`<!-- pmsite-ignore: code -->` on the line before lets one place be. Rules that are off are\nfor teams that turn them on there.\n\n`pmsite check --fix` puts right what has one right form: names that are not keys, spellings of tags that\nmost postmortems have otherwise, and, where those rules are on, the order of keys and the zone in the\ntext. It does so where a finding is shown, says which files it wrote, and changes nothing else in them.\n",
    );
    let mut family = "";
    for (name, rule) in lint::rules() {
        if name != family {
            let mut letters = name.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            page.push_str(&format!("\n## {first}{}\n", letters.as_str()));
            family = name;
        }
        page.push_str(&format!("\n### `{}`\n\n{}: {}. {}\n", rule.code, level(rule), rule.summary, rule.why));
        for (title, text) in [("Instead of", rule.bad), ("write", rule.good)] {
            page.push_str(&format!("\n{title}\n\n````markdown\n{text}\n````\n"));
        }
    }
    page
}
