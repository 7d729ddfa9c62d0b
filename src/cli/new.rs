//! `pmsite new`.

use super::args::New;
use super::today::today;
use super::write_new::write_new;
use super::{Failure, Terminal, Verdict};
use crate::diagnostic::Diagnostics;
use crate::model::Slug;
use crate::pipeline::{self, Options};
use crate::scaffold;
use std::path::Path;

pub(super) fn run(args: &New, root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let mut diagnostics = Diagnostics::new();
    let options =
        Options { root: root.to_path_buf(), environment: super::environment(), ..Options::default() };
    let config = pipeline::settings(&options, &mut diagnostics)?;
    if diagnostics.has_errors() {
        terminal.diagnostics(&diagnostics);
        return Ok(Verdict::Rejected);
    }
    let slug = Slug::from_text(&args.title)
        .ok_or_else(|| format!("`{}` holds no letter or digit to name a file by", args.title))?;
    let content = root.join(&config.book.src);
    let template = template(args, &content)?;
    let date = match args.date {
        Some(date) => date,
        None => today()?,
    };
    let path = content.join(format!("{date}-{slug}.md"));
    write_new(&path, &scaffold::postmortem(&template, &args.title, date))?;
    println!("{}", path.display());
    terminal.say("it is a draft: `pmsite serve --watch` shows it while you write; take out `status: draft` to publish it");
    Ok(Verdict::Fine)
}

/// The named template, else the team's own `postmortem`, else the built-in one.
fn template(args: &New, content: &Path) -> Result<String, Failure> {
    let folder = content.join("_templates");
    let name = args.template.as_deref().unwrap_or("postmortem");
    if Slug::from_text(name).is_none_or(|slug| slug.as_str() != name.to_lowercase()) {
        return Err(format!(
            "`{name}` is not a template's name; templates are files `{}/<name>.md`",
            folder.display()
        )
        .into());
    }
    let path = folder.join(format!("{name}.md"));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && args.template.is_none() => {
            Ok(scaffold::TEMPLATE.to_owned())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut known: Vec<_> = std::fs::read_dir(&folder)
                .map(|entries| {
                    entries
                        .flatten()
                        .map(|entry| entry.file_name().to_string_lossy().replace(".md", ""))
                        .collect()
                })
                .unwrap_or_default();
            known.sort();
            let known = if known.is_empty() {
                "there are none yet".to_owned()
            } else {
                format!("there are: {}", known.join(", "))
            };
            Err(format!("there is no template `{}`; {known}", path.display()).into())
        }
        Err(error) => Err(format!("could not read `{}`: {error}", path.display()).into()),
    }
}
