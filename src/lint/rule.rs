//! A rule and its texts.

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, Span};

/// A rule: what it wants, why, and how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub code: &'static str,
    /// How much it matters where the settings say nothing.
    pub level: Level,
    /// What it wants, in a sentence without a full stop.
    pub summary: &'static str,
    /// Why that helps the reader or the next incident.
    pub why: &'static str,
    /// Markdown that breaks it.
    pub bad: &'static str,
    /// Markdown that keeps it.
    pub good: &'static str,
}

impl Rule {
    /// A finding of this rule.
    pub(super) fn at(&self, file: &SourceFile, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(self.level, self.code, file, span, message)
    }
}
