//! Findings as SARIF 2.1.0, for code scanning and other viewers.
//!
//! Each finding is a result with one place, and each code a rule with its help. What code scanning
//! asks for beyond the standard is kept: no required text is empty, descriptions stay below its
//! limit, and paths are relative to the root of the sources.

mod fingerprint;
mod log;

use super::json::written;
use super::text::{cut, printable};
use super::{Diagnostic, Diagnostics, Level, Related};
use fingerprint::Fingerprints;
use log::{
    Artifact, Configuration, Driver, Finding, Fingerprint, Help, Location, Log, Physical, Properties, Region,
    RelatedLocation, Rule, Run, Text, Tool,
};
use std::collections::BTreeMap;

/// What is told about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText<'a> {
    /// Stable slug, such as `unknown-severity`.
    pub code: &'a str,
    /// How much its findings matter, unless a project says otherwise.
    pub level: Level,
    /// One sentence on what is found.
    pub summary: &'a str,
    /// Why it matters, in Markdown.
    pub why: &'a str,
    /// Content that has the fault; may be empty.
    pub bad: &'a str,
    /// The same content without it; may be empty.
    pub good: &'a str,
}

/// Code scanning takes no longer descriptions.
const LONGEST_DESCRIPTION: usize = 1024;

/// All findings, sorted, as one run of pmsite `version`. The rules are those that are given and those
/// that occur; a rule that occurs and is not given is described by its code alone.
pub fn render(diagnostics: &Diagnostics, rules: &[RuleText<'_>], version: &str) -> String {
    written(&log(diagnostics, rules, version, env!("CARGO_PKG_REPOSITORY")))
}

fn log(diagnostics: &Diagnostics, rules: &[RuleText<'_>], version: &str, home: &str) -> Log {
    let sorted = diagnostics.sorted();
    // In order of the codes, so that the same rules always have the same places.
    let mut by_code: BTreeMap<&str, Rule> = BTreeMap::new();
    for text in rules {
        by_code.entry(text.code).or_insert_with(|| described(text));
    }
    for diagnostic in &sorted {
        by_code.entry(diagnostic.code).or_insert_with(|| described(&bare(diagnostic, &sorted)));
    }
    let index: BTreeMap<&str, usize> = by_code.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let mut fingerprints = Fingerprints::default();
    let results = sorted
        .iter()
        .map(|diagnostic| {
            let rule = index.get(diagnostic.code).copied().unwrap_or_default();
            result(diagnostic, rule, fingerprints.next(diagnostic))
        })
        .collect();
    let driver = Driver {
        name: "pmsite",
        information_uri: (!home.is_empty()).then(|| home.to_owned()),
        semantic_version: version.to_owned(),
        rules: by_code.into_values().collect(),
    };
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    }
}

/// The text of a rule that nobody described: its worst level here.
fn bare<'a>(diagnostic: &Diagnostic, sorted: &[&Diagnostic]) -> RuleText<'a> {
    let same = sorted.iter().filter(|other| other.code == diagnostic.code);
    let level = same.map(|other| other.level).min().unwrap_or(diagnostic.level);
    RuleText { code: diagnostic.code, level, summary: "", why: "", bad: "", good: "" }
}

fn described(rule: &RuleText<'_>) -> Rule {
    let summary = if rule.summary.trim().is_empty() { words(rule.code) } else { rule.summary.to_owned() };
    let why = if rule.why.trim().is_empty() { summary.clone() } else { rule.why.to_owned() };
    let (mut text, mut markdown) = (why.clone(), why.clone());
    for (title, example) in [("Instead of", rule.bad), ("write", rule.good)] {
        let example = example.trim_matches('\n').trim_end();
        if !example.is_empty() {
            text.push_str(&format!("\n\n{title}:\n\n{example}"));
            let fence = fence(example);
            markdown.push_str(&format!("\n\n**{title}**\n\n{fence}\n{example}\n{fence}"));
        }
    }
    Rule {
        id: rule.code.to_owned(),
        short_description: Text::new(cut(&summary, LONGEST_DESCRIPTION)),
        full_description: Text::new(cut(&why, LONGEST_DESCRIPTION)),
        help: Help { text, markdown },
        default_configuration: Configuration { level: level(rule.level) },
        properties: Properties {
            tags: ["documentation", "postmortem"],
            problem_severity: match rule.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "recommendation",
            },
        },
    }
}

/// `unknown-severity` as `Unknown severity`.
fn words(code: &str) -> String {
    let words = code.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Backticks that no line of `example` closes.
fn fence(example: &str) -> String {
    let longest = example.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat((longest + 1).max(3))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn result(diagnostic: &Diagnostic, rule_index: usize, fingerprint: String) -> Finding {
    let ((line, column), (end_line, end_column)) = (diagnostic.position, diagnostic.end_position());
    Finding {
        rule_id: diagnostic.code.to_owned(),
        rule_index,
        level: level(diagnostic.level),
        message: Text::new(message(diagnostic)),
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact::new(&diagnostic.path),
                region: Region {
                    start_line: line,
                    start_column: Some(column),
                    end_line: Some(end_line),
                    end_column: Some(end_column),
                },
            },
        }],
        related_locations: (1..).zip(&diagnostic.related).map(|(id, place)| related(id, place)).collect(),
        partial_fingerprints: Fingerprint { hash: fingerprint },
    }
}

/// What was found, what to do, and the further places as links, which viewers follow.
fn message(diagnostic: &Diagnostic) -> String {
    let mut text = sentence(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\n\nHelp: {}", sentence(help)));
    }
    for (id, place) in (1..).zip(&diagnostic.related) {
        let name = printable(&place.path).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        text.push_str(&format!("\n\nSee [{name}:{}]({id}): {}", place.line, sentence(&place.message)));
    }
    text
}

/// Text of the content with its full stop. It must not make links of its own.
fn sentence(text: &str) -> String {
    let mut sentence = printable(text).replace("](", "] (");
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}

fn related(id: usize, place: &Related) -> RelatedLocation {
    RelatedLocation {
        id,
        physical_location: Physical {
            artifact_location: Artifact::new(&place.path),
            region: Region { start_line: place.line, start_column: None, end_line: None, end_column: None },
        },
        message: Text::new(printable(&place.message)),
    }
}

#[cfg(test)]
mod tests;
