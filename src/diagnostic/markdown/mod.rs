//! Findings as a comment on a pull request.
//!
//! What history says comes first and in full, the rest in a table for each file, errors before
//! warnings. Text of the content goes through `escape`, which lets none of it become structure, a
//! link, or a message to anybody. A comment has a longest length: what does not fit is counted.

mod escape;

use super::human;
use super::text::cut;
use super::{Diagnostic, Diagnostics, Level};
use escape::{code, prose};
use std::collections::BTreeMap;

/// The first line, which is not shown: a workflow finds its earlier comment by it.
pub const MARKER: &str = "<!-- pmsite check -->";

/// The longest comment, in characters. GitHub takes 65,536.
const LONGEST: usize = 60_000;

/// What the line about missing findings may take of it.
const CLOSING: usize = 300;

/// The longest text of the content that is shown, in characters: one must not fill the comment.
const LONGEST_TEXT: usize = 1000;

/// A finding that takes more characters than this is not what findings are like.
const ORDINARY: usize = 4000;

/// The most further places that a finding shows.
const MOST_PLACES: usize = 20;

/// The comment. Findings whose code is in `history` are told first, with their evidence.
pub fn render(diagnostics: &Diagnostics, history: &[&'static str]) -> String {
    let mut sorted = diagnostics.sorted();
    if sorted.is_empty() {
        return format!("{MARKER}\n\nAll is well: `pmsite check` found nothing to mention.\n");
    }
    // Stable: within a level the order of paths and places stays.
    sorted.sort_by_key(|diagnostic| diagnostic.level);
    let (past, present): (Vec<_>, Vec<_>) =
        sorted.into_iter().partition(|diagnostic| history.contains(&diagnostic.code));
    let mut comment =
        Comment::new(format!("{MARKER}\n\n**`pmsite check`** found {}.\n", human::count(diagnostics)));
    comment.history(&past);
    comment.tables(&present);
    comment.finish()
}

/// A comment in the making.
struct Comment {
    text: String,
    /// Characters that are left.
    room: usize,
    /// Whether a finding of ordinary length found no room.
    is_full: bool,
    /// Findings that found no room.
    left_out: Diagnostics,
}

impl Comment {
    fn new(text: String) -> Self {
        let room = (LONGEST - CLOSING).saturating_sub(text.chars().count());
        Self { text, room, is_full: false, left_out: Diagnostics::new() }
    }

    /// Whether there is room for `characters`; takes it. Once an ordinary finding found none nothing
    /// more does, so that what matters more is never left out for something short. A huge finding is
    /// left out by itself: it must not keep others from being read.
    fn take(&mut self, characters: usize) -> bool {
        let fits = !self.is_full && characters <= self.room;
        if fits {
            self.room -= characters;
        } else if characters <= ORDINARY {
            self.is_full = true;
        }
        fits
    }

    fn leave_out(&mut self, diagnostic: &Diagnostic) {
        self.left_out.push(diagnostic.clone());
    }

    /// The findings about what happened before, in full.
    fn history(&mut self, findings: &[&Diagnostic]) {
        let mut title = "\n### What history says\n\n";
        for diagnostic in findings {
            let item = format!("{title}{}", item(diagnostic));
            if self.take(item.chars().count()) {
                self.text.push_str(&item);
                title = "";
            } else {
                self.leave_out(diagnostic);
            }
        }
    }

    /// A table for each file; files with graver findings first.
    fn tables(&mut self, findings: &[&Diagnostic]) {
        // Room goes to the graver findings of all files; only then are they put into their tables.
        let mut order: Vec<&str> = Vec::new();
        let mut tables: BTreeMap<&str, String> = BTreeMap::new();
        for diagnostic in findings {
            let path = diagnostic.path.as_ref();
            let is_new = !tables.contains_key(path);
            let mut addition = if is_new { head(path) } else { String::new() };
            addition.push_str(&row(diagnostic));
            if !self.take(addition.chars().count()) {
                self.leave_out(diagnostic);
                continue;
            }
            if is_new {
                order.push(path);
            }
            tables.entry(path).or_default().push_str(&addition);
        }
        for path in order {
            self.text.push_str(tables.get(path).map_or("", String::as_str));
        }
    }

    fn finish(mut self) -> String {
        if !self.left_out.is_empty() {
            let count = self.left_out.sorted().len();
            self.text.push_str(&format!(
                "\n{count} more {} no room here ({}); `pmsite check` shows all.\n",
                if count == 1 { "finding has" } else { "findings have" },
                human::count(&self.left_out)
            ));
        }
        self.text
    }
}

/// A finding with all its evidence, as an item of a list.
fn item(diagnostic: &Diagnostic) -> String {
    let mut item =
        format!("- **{}** {}: {}", diagnostic.level.name(), place(diagnostic), told(&diagnostic.message));
    if let Some(label) = &diagnostic.label {
        item.push_str(&format!(" – {}", told(label)));
    }
    item.push_str(&format!(" ({})\n", code(diagnostic.code)));
    for related in diagnostic.related.iter().take(MOST_PLACES) {
        let place = code(&cut(&format!("{}:{}", related.path, related.line), LONGEST_TEXT));
        item.push_str(&format!("  - {place}: {}\n", told(&related.message)));
    }
    if let Some(more) = diagnostic.related.len().checked_sub(MOST_PLACES).filter(|more| *more > 0) {
        item.push_str(&format!("  - and {more} more\n"));
    }
    if let Some(help) = &diagnostic.help {
        item.push_str(&format!("  - Help: {}\n", told(help)));
    }
    item
}

/// The title of a file and the head of its table.
fn head(path: &str) -> String {
    let path = code(&cut(path, LONGEST_TEXT));
    format!("\n### {path}\n\n| Line | Level | Finding | Help |\n| ---: | --- | --- | --- |\n")
}

fn row(diagnostic: &Diagnostic) -> String {
    // A finding about a file as a whole has no line.
    let line = diagnostic.excerpt.as_ref().map_or_else(String::new, |_| diagnostic.position.0.to_string());
    let level = match diagnostic.level {
        Level::Error => "**error**",
        level => level.name(),
    };
    let help = diagnostic.help.as_deref().map_or_else(String::new, told);
    format!("| {line} | {level} | {} ({}) | {help} |\n", told(&diagnostic.message), code(diagnostic.code))
}

/// `content/x.md:3`, as code.
fn place(diagnostic: &Diagnostic) -> String {
    let path = diagnostic.path.as_ref();
    match &diagnostic.excerpt {
        Some(_) => code(&cut(&format!("{path}:{}", diagnostic.position.0), LONGEST_TEXT)),
        None => code(&cut(path, LONGEST_TEXT)),
    }
}

fn told(text: &str) -> String {
    prose(&cut(text, LONGEST_TEXT))
}

#[cfg(test)]
mod tests;
