//! Which findings are shown: levels by settings, and suppressions in the text.

use super::{external, is_optional, personal, rule};
use crate::config::{Check, CheckLevel};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, nearest};
use crate::parse::LET_BE;
use crate::source::{SourceFile, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The word that suppresses, in a comment of HTML in the body or of YAML in the front matter.
pub(super) const SUPPRESSION: &str = "pmsite-ignore:";
/// The code of a suppression that nothing needs.
const UNUSED: &str = "unused-suppression";

/// A suppression: a code, where it is written, and the lines that it is for.
#[derive(Debug, Clone)]
pub struct Suppression {
    path: Arc<str>,
    code: String,
    /// The first and the last line, from 1.
    lines: (usize, usize),
    /// What is reported if nothing was there to suppress.
    unused: Diagnostic,
}

/// The suppressions of a file.
///
/// Each is for its own line and the next that is not blank. One that stands before the first key of
/// the front matter is for the whole file.
pub fn suppressions(file: &SourceFile, front_matter: Option<Span>) -> Vec<Suppression> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(file.text().as_bytes(), SUPPRESSION) {
        let (line, _) = file.position(at);
        let (start, end) = (file.line_start(line), file.line_start(line + 1));
        let in_front_matter = front_matter.is_some_and(|span| span.range().contains(&at));
        let before = file.text()[start..at].trim_end();
        // In code it is shown to readers, as this very word is in a manual.
        let is_comment = match before.strip_suffix(if in_front_matter { "#" } else { "<!--" }) {
            Some(rest) => !rest.ends_with('`'),
            None => false,
        };
        if !is_comment || (!in_front_matter && in_fence(&file.text()[..start])) {
            continue;
        }
        let from = at + SUPPRESSION.len();
        let codes = &file.text()[from..end];
        let codes = codes.split("-->").next().unwrap_or_default();
        let above = front_matter.map(|span| &file.text()[span.start.min(start)..start]);
        let whole = in_front_matter
            && before == "#"
            && above.is_some_and(|above| {
                above.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
            });
        let lines = if whole { (1, usize::MAX) } else { (line, next_line(file, line)) };
        let mut place = from;
        for code in codes.split([',', ' ', '\t', '\r', '\n']) {
            let span = Span::new(place, place + code.len());
            place += code.len() + 1;
            if code.is_empty() {
                continue;
            }
            found.push(Suppression {
                path: file.shared_path(),
                code: code.to_owned(),
                lines,
                unused: unused(file, span, code),
            });
        }
    }
    found
}

/// Whether a code fence is open at the end of a text.
fn in_fence(text: &str) -> bool {
    let mut open: Option<&str> = None;
    for line in text.lines().map(str::trim_start) {
        let length = line.len() - line.trim_start_matches(['`', '~']).len();
        let fence = &line[..length];
        match open {
            None if length >= 3 => open = Some(fence),
            // A fence ends with one of its own kind that is at least as long.
            Some(first) if fence.starts_with(first) && line.trim_end() == fence => open = None,
            _ => {}
        }
    }
    open.is_some()
}

/// Whether a code is looked for, and suppressed, before a corpus exists.
fn is_settled_earlier(code: &str) -> bool {
    code == "possible-secret" || LET_BE.contains(&code)
}

/// The next line that is not blank.
fn next_line(file: &SourceFile, line: usize) -> usize {
    let blank = |line: usize| file.text()[file.line_start(line)..file.line_start(line + 1)].trim().is_empty();
    (line + 1..=file.line_count()).find(|line| !blank(*line)).unwrap_or(line + 1)
}

fn unused(file: &SourceFile, span: Span, code: &str) -> Diagnostic {
    let known = rule(code).is_some() || is_settled_earlier(code);
    let diagnostic = Diagnostic::at(
        Level::Warning,
        UNUSED,
        file,
        span,
        if known {
            format!("nothing here needs `{code}` suppressed")
        } else {
            format!("there is no rule `{code}`")
        },
    );
    let help = if known {
        Some("delete it, so that it hides nothing later".to_owned())
    } else {
        nearest(code, super::rules().map(|(_, rule)| rule.code)).map(|near| format!("did you mean `{near}`?"))
    };
    diagnostic.label(if known { "suppresses nothing" } else { "unknown" }).maybe_help(help)
}

/// Gives findings their levels and leaves out what is off or suppressed. Unused suppressions are
/// findings themselves. Mistakes that keep a site from being built cannot be turned off.
pub fn settle(found: Diagnostics, check: &Check, suppressions: &[Suppression]) -> Diagnostics {
    let mut by_file: BTreeMap<&str, Vec<(usize, &Suppression)>> = BTreeMap::new();
    for (at, suppression) in suppressions.iter().enumerate() {
        by_file.entry(&suppression.path).or_default().push((at, suppression));
    }
    let mut used = vec![false; suppressions.len()];
    let mut settled = Diagnostics::new();
    for mut diagnostic in found {
        if rule(diagnostic.code).is_some() {
            let mut hidden = false;
            for (at, suppression) in by_file.get(&*diagnostic.path).into_iter().flatten() {
                let (first, last) = suppression.lines;
                if suppression.code == diagnostic.code && (first..=last).contains(&diagnostic.position.0) {
                    used[*at] = true;
                    hidden = true;
                }
            }
            match level(check, diagnostic.code, &diagnostic.path) {
                _ if hidden => continue,
                Some(CheckLevel::Off) => continue,
                None if is_optional(diagnostic.code) => continue,
                Some(CheckLevel::Error) => diagnostic.level = Level::Error,
                Some(CheckLevel::Warning) => diagnostic.level = Level::Warning,
                Some(CheckLevel::Info) => diagnostic.level = Level::Info,
                None => {}
            }
        }
        // Whatever a finding is about, its line may hold what must not be shown.
        if let Some(excerpt) = &mut diagnostic.excerpt {
            personal::mask(&mut excerpt.text);
        }
        settled.push(diagnostic);
    }
    for (suppression, used) in suppressions.iter().zip(used) {
        // What the web says changes by the day, and is asked for on request only.
        let on_request = external::RULES.iter().any(|rule| rule.code == suppression.code);
        if used || on_request || is_settled_earlier(&suppression.code) {
            continue;
        }
        let off = level(check, UNUSED, &suppression.path) == Some(CheckLevel::Off);
        // A rule that was not asked for looked at nothing.
        let unasked = is_optional(&suppression.code)
            && matches!(level(check, &suppression.code, &suppression.path), None | Some(CheckLevel::Off));
        if !off && !unasked {
            settled.push(suppression.unused.clone());
        }
    }
    settled
}

/// What is wrong with the settings: levels of rules that do not exist, paths that are no globs.
pub fn check_settings(check: &Check, file: &str) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let codes = check.levels.keys().chain(check.paths.iter().flat_map(|(_, levels)| levels.keys()));
    for code in codes.filter(|code| rule(code).is_none() && *code != UNUSED) {
        let near = nearest(code, super::rules().map(|(_, rule)| rule.code));
        let help = near.map_or_else(
            || "`pmsite check --explain all` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("a level is set for `{code}`, which is no rule of `check`");
        diagnostics.push(Diagnostic::about(Level::Warning, "unknown-rule", file, message).help(help));
    }
    let paths = check.paths.iter().map(|(glob, _)| (glob, "paths"));
    for (glob, what) in paths.chain(check.external_exclude.iter().map(|glob| (glob, "addresses"))) {
        if let Err(error) = globset::Glob::new(glob) {
            let message = format!("`{glob}` is no pattern of {what}: {}", error.kind());
            diagnostics.push(Diagnostic::about(Level::Error, "broken-pattern", file, message));
        }
    }
    diagnostics
}

/// Whether the settings say anything about a rule, for whatever paths.
pub(super) fn is_set(check: &Check, code: &str) -> bool {
    check.levels.contains_key(code) || check.paths.iter().any(|(_, levels)| levels.contains_key(code))
}

/// The level that the settings give a code in a file: the last path that matches, else the code's.
fn level(check: &Check, code: &str, path: &str) -> Option<CheckLevel> {
    let by_path = check.paths.iter().rev().filter(|(glob, _)| matches(glob, path));
    let mut levels = by_path.map(|(_, levels)| levels).chain([&check.levels]);
    levels.find_map(|levels| levels.get(code).copied())
}

/// Whether a glob matches a path; the glob of a folder is for all below it. One that is no glob
/// matches nothing: the settings were checked before.
pub(super) fn matches(glob: &str, path: &str) -> bool {
    let glob = glob.trim_start_matches("./").trim_end_matches('/');
    let built = globset::GlobBuilder::new(glob).literal_separator(true).build();
    built.is_ok_and(|glob| glob.compile_matcher().is_match(path))
        || path.strip_prefix(glob).is_some_and(|rest| rest.starts_with('/'))
}
