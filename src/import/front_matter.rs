//! Front matter of whatever kind, taken off a text.

use super::foreign::Foreign;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::parse::front_matter;
use crate::source::SourceFile;

/// A text without its front matter.
#[derive(Debug, Clone, Default)]
pub struct Split {
    /// What the front matter says.
    pub foreign: Foreign,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// What is wrong with the front matter, which then stays in the body.
    pub broken: Option<String>,
}

impl Split {
    /// The text with empty lines for the front matter, so that lines keep their numbers.
    pub fn blanked(&self, text: &str) -> String {
        let lines = text[..self.body_start].bytes().filter(|byte| *byte == b'\n').count();
        "\n".repeat(lines) + &text[self.body_start..]
    }
}

/// Takes the front matter off a text. What only looks like it, such as a rule above the first
/// heading, is text.
pub fn split(text: &str, config: &Config) -> Split {
    if !["---", "+++", ";;;", "{"].iter().any(|fence| text.trim_start().starts_with(fence)) {
        return Split::default();
    }
    let file = SourceFile::new("", text);
    let mut diagnostics = Diagnostics::new();
    let split = front_matter::split(&file, &mut diagnostics);
    // What a mark at the start shifted, it shifted for all.
    let body_start = split.body_start + (text.len() - file.text().len());
    let errors = diagnostics.sorted();
    let error = errors.iter().find(|found| found.level == Level::Error);
    match (split.front_matter, error) {
        (Some(matter), None) => {
            Split { foreign: Foreign::read(&matter.root, config), body_start, broken: None }
        }
        (_, Some(error)) if has_entries(text) => Split {
            broken: Some(format!("line {}: {}", error.position.0, error.message)),
            ..Split::default()
        },
        _ => Split::default(),
    }
}

/// Whether the first lines look like keys with values, as opposed to text below a rule.
fn has_entries(text: &str) -> bool {
    let is_entry = |line: &str| {
        line.split_once([':', '=']).is_some_and(|(key, _)| {
            let key = key.trim().trim_matches('"');
            !key.is_empty()
                && key.len() <= 40
                && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
        })
    };
    let mut lines = text.trim_start().lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(is_entry)
}
