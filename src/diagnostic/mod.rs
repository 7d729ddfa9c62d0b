//! What is wrong with the content, and how it is told.
//!
//! A [`Diagnostic`] is data: a stable code, a level, a place, a label and a help. Stages push
//! them into [`Diagnostics`]; nothing is printed before a run has found everything. Printing
//! lives in a file for each reader: [`human`] for people at a terminal, [`markdown`] for a pull
//! request, [`github`] for annotations of a workflow, [`sarif`] for code scanning and [`json`] for
//! other programs.

mod fix;
pub mod github;
pub mod human;
pub mod json;
pub mod markdown;
mod nearest;
pub mod sarif;
mod text;

pub use fix::{Fix, fixed, fixes};
pub use nearest::nearest;

use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is built.
    Error,
    /// Something is off; `--strict` treats it as an error.
    Warning,
    /// Worth knowing.
    Info,
}

impl Level {
    /// The word that a reader sees.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A second place that explains the first: where the other definition is, say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Project-relative path.
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub message: String,
}

/// One finding about the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable slug, such as `unknown-severity`.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence, without a full stop.
    pub message: String,
    /// Project-relative path of the file concerned.
    pub path: Arc<str>,
    /// Where in the file's text; the excerpt underlines it.
    pub span: Span,
    /// Line and column of the span's start, both from 1; columns count characters.
    pub position: (usize, usize),
    /// Short words beside the carets.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// The lines around the place, as [`human`] prints them; `None` where a file has no text.
    pub excerpt: Option<Excerpt>,
    /// What puts it right, where a program can.
    pub fix: Option<Fix>,
}

/// The lines that a diagnostic shows, cut from the file when the diagnostic was made, so that
/// printing needs no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: usize,
    /// The lines, long ones cut.
    pub text: String,
    /// What to underline, in bytes of `text`.
    pub span: Span,
}

/// Longer lines, in bytes, are cut in excerpts: the printer measures every character of them.
const EXCERPT_WIDTH: usize = 4000;

impl Diagnostic {
    /// A finding at `span` of `file`.
    pub fn at(
        level: Level,
        code: &'static str,
        file: &SourceFile,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        let span = Span::new(file.floor(span.start), file.floor(span.end));
        Self {
            code,
            level,
            message: message.into(),
            path: file.shared_path(),
            span,
            position: file.position(span.start),
            label: None,
            help: None,
            related: Vec::new(),
            excerpt: Some(Excerpt::cut(file, span)),
            fix: None,
        }
    }

    /// A finding about a file as a whole, or one whose text could not be read.
    pub fn about(
        level: Level,
        code: &'static str,
        path: impl Into<Arc<str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            level,
            message: message.into(),
            path: path.into(),
            span: Span::default(),
            position: (1, 1),
            label: None,
            help: None,
            related: Vec::new(),
            excerpt: None,
            fix: None,
        }
    }

    /// Line and column just past the underlined text, both from 1; columns count characters. Like
    /// the excerpt it stays on the first line of the span, and equals `position` without an excerpt.
    pub fn end_position(&self) -> (usize, usize) {
        let (line, column) = self.position;
        let underlined = self.excerpt.as_ref().and_then(|excerpt| excerpt.text.get(excerpt.span.range()));
        (line, column + underlined.map_or(0, |text| text.chars().count()))
    }

    /// Adds the words beside the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds what puts it right, if a program can.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, file: &SourceFile, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            path: file.shared_path(),
            line: file.position(span.start).0,
            message: message.into(),
        });
        self
    }
}

impl Excerpt {
    fn cut(file: &SourceFile, span: Span) -> Self {
        let (line, _) = file.position(span.start);
        let start = file.line_start(line);
        let text = file.text();
        let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
        // A span over several lines is underlined on its first: that is where the reader goes.
        let end = line_end(start);
        let shown = text[start..end].trim_end_matches('\r');
        let from = span.start.saturating_sub(start).min(shown.len());
        let to = span.end.saturating_sub(start).min(shown.len()).max(from);
        let (mut cut_from, mut cut_to) = (0, shown.len());
        if shown.len() > EXCERPT_WIDTH {
            cut_from = shown.floor_char_boundary(from.saturating_sub(EXCERPT_WIDTH / 2));
            cut_to = shown.floor_char_boundary((cut_from + EXCERPT_WIDTH).min(shown.len()));
        }
        let (from, to) = (shown.floor_char_boundary(from), shown.floor_char_boundary(to));
        Self {
            first_line: line,
            // Control characters of content must not reach a terminal.
            text: shown[cut_from..cut_to]
                .chars()
                .map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c })
                .collect(),
            span: Span::new(from - cut_from, to.min(cut_to) - cut_from),
        }
        .fitted()
    }

    /// Replaced control characters may have grown: keep the span inside, on boundaries.
    fn fitted(mut self) -> Self {
        let start = self.text.floor_char_boundary(self.span.start);
        let end = self.text.floor_char_boundary(self.span.end);
        self.span = Span::new(start, end);
        self
    }
}

/// All findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// Keeps what is wanted.
    pub fn retain(&mut self, wanted: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(wanted);
    }

    /// Whether there is at least one error.
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// How many there are of one level.
    pub fn count(&self, level: Level) -> usize {
        self.found.iter().filter(|d| d.level == level).count()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings, by path and place, each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.found.iter().collect();
        all.sort_by(|a, b| {
            (&a.path, a.position, a.level, a.code, &a.message)
                .cmp(&(&b.path, b.position, b.level, b.code, &b.message))
        });
        all.dedup();
        all
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
