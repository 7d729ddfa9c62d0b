//! What can go wrong while rendering: a broken theme, or an output that cannot be written.

use crate::output::OutputError;
use crate::search::SearchError;
use std::error::Error;
use std::fmt;
use tera::ErrorKind;

/// A theme that does not work: its template, the place in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// The file, as a path of the project, or the name of a built-in template.
    pub template: String,
    /// Line and column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// What is wrong.
    pub reason: String,
}

impl ThemeError {
    /// Tells of an error of the template engine. `theme` is the folder of the site's own files.
    pub(super) fn of(theme: &str, error: &tera::Error) -> Self {
        let plain = |template: &str, reason: String| Self {
            template: file_name(theme, template),
            position: None,
            reason,
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                Self {
                    // Columns count from 0 there.
                    position: Some((span.start_line, span.start_col + 1)),
                    ..plain(report.filename(), report.message().to_owned())
                }
            }
            ErrorKind::MissingParent { current, parent } => {
                plain(current, format!("it extends `{parent}`, which does not exist"))
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let chain = inheritance_chain.join("`, `");
                plain(tpl, format!("it extends itself, by way of `{chain}`"))
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let chain = include_chain.join("`, `");
                plain(tpl, format!("it includes itself, by way of `{chain}`"))
            }
            ErrorKind::TemplateNotFound(name) => plain(name, "there is no such template".to_owned()),
            // A set of templates is checked as a whole, and told about as a report of its own.
            other => {
                let text = other.to_string();
                Self::from_report(theme, &text).unwrap_or_else(|| plain("", text))
            }
        }
    }

    /// Reads `error: REASON\n --> NAME:LINE:COLUMN`, which checks of several templates give.
    fn from_report(theme: &str, text: &str) -> Option<Self> {
        let (reason, rest) = text.split_once('\n')?;
        let reason = reason.strip_prefix("error: ").unwrap_or(reason);
        let place = rest.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.trim().parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let template = file_name(theme, parts.next()?);
        Some(Self { template, position: Some((line, column)), reason: reason.to_owned() })
    }

    /// There is neither a folder of that name nor a built-in theme.
    pub fn unknown(theme: &str, built_in: &[&str]) -> Self {
        let known: Vec<_> = built_in.iter().map(|name| format!("`{name}`")).collect();
        Self {
            template: format!("themes/{theme}"),
            position: None,
            reason: format!(
                "there is no such folder with files in it, and no built-in theme of that name; there are {}",
                known.join(" and ")
            ),
        }
    }

    /// What a theme says of itself cannot be read.
    pub fn unreadable(path: &str) -> Self {
        Self { template: path.to_owned(), position: None, reason: "it is not valid UTF-8".to_owned() }
    }

    pub(super) fn not_utf8(theme: &str, own: bool, template: &str) -> Self {
        let name = if own { format!("user:{template}") } else { template.to_owned() };
        Self { template: file_name(theme, &name), position: None, reason: "it is not valid UTF-8".to_owned() }
    }

    pub(super) fn bad_name(theme: &str, file: &str) -> Self {
        Self {
            template: format!("themes/{theme}/static/{file}"),
            position: None,
            reason: "its name holds characters that cannot stand in a path".to_owned(),
        }
    }
}

/// Where a reader finds a template.
fn file_name(theme: &str, template: &str) -> String {
    match template.strip_prefix("user:") {
        Some(own) => format!("themes/{theme}/templates/{own}"),
        None => {
            let built_in =
                template.strip_prefix("builtin:").or_else(|| template.strip_prefix(theme)?.strip_prefix(':'));
            format!("{} (built in)", built_in.unwrap_or(template))
        }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the theme is broken: {}", self.template)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.reason)?;
        Ok(())
    }
}

impl Error for ThemeError {}

/// A site that could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// The theme is broken.
    Theme(ThemeError),
    /// The output could not be written.
    Output(OutputError),
    /// The search index could not be made.
    Search(SearchError),
    /// Data that no format could hold; what it was.
    Data(String),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Theme(error) => error.fmt(f),
            Self::Output(error) => error.fmt(f),
            Self::Search(error) => error.fmt(f),
            Self::Data(what) => write!(f, "could not write {what}"),
        }
    }
}

impl Error for RenderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Theme(error) => error.source(),
            Self::Output(error) => error.source(),
            Self::Search(error) => error.source(),
            Self::Data(_) => None,
        }
    }
}

impl From<ThemeError> for RenderError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error)
    }
}

impl From<OutputError> for RenderError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

impl From<SearchError> for RenderError {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}
