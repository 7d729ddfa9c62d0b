//! The part of the SARIF 2.1.0 object model that pmsite fills.

use serde::Serialize;

/// The whole document.
#[derive(Serialize)]
pub(super) struct Log {
    /// Where the schema is.
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    /// The version of the standard.
    pub(super) version: &'static str,
    /// One run.
    pub(super) runs: [Run; 1],
}

/// One run of the program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    /// Who found it.
    pub(super) tool: Tool,
    /// What a column counts.
    pub(super) column_kind: &'static str,
    /// What was found.
    pub(super) results: Vec<Finding>,
}

/// The program, without extensions.
#[derive(Serialize)]
pub(super) struct Tool {
    /// The program itself.
    pub(super) driver: Driver,
}

/// The program and its rules.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    /// The program's name.
    pub(super) name: &'static str,
    /// Where to read about it; an absolute address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) information_uri: Option<String>,
    /// The program's version.
    pub(super) semantic_version: String,
    /// In order of their ids.
    pub(super) rules: Vec<Rule>,
}

/// A rule: `reportingDescriptor` in the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    /// The code of its findings.
    pub(super) id: String,
    /// One sentence.
    pub(super) short_description: Text,
    /// Why it matters.
    pub(super) full_description: Text,
    /// Why it matters, with examples.
    pub(super) help: Help,
    /// How much it matters by default.
    pub(super) default_configuration: Configuration,
    /// What viewers sort and filter by.
    pub(super) properties: Properties,
}

/// A plain text.
#[derive(Serialize)]
pub(super) struct Text {
    /// The text, never empty.
    pub(super) text: String,
}

impl Text {
    /// Takes a text; an empty one becomes a dash, because viewers refuse empty texts.
    pub(super) fn new(text: String) -> Self {
        Self { text: if text.trim().is_empty() { "–".to_owned() } else { text } }
    }
}

/// A text in two forms.
#[derive(Serialize)]
pub(super) struct Help {
    /// As plain text.
    pub(super) text: String,
    /// As Markdown.
    pub(super) markdown: String,
}

/// The defaults of a rule.
#[derive(Serialize)]
pub(super) struct Configuration {
    /// `error`, `warning` or `note`.
    pub(super) level: &'static str,
}

/// Properties beyond the standard that code scanning reads.
#[derive(Serialize)]
pub(super) struct Properties {
    /// Words to filter by.
    pub(super) tags: [&'static str; 2],
    /// `error`, `warning` or `recommendation`.
    #[serde(rename = "problem.severity")]
    pub(super) problem_severity: &'static str,
}

/// One finding: `result` in the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    /// The rule's id.
    pub(super) rule_id: String,
    /// The rule's place in the list of rules, from 0.
    pub(super) rule_index: usize,
    /// `error`, `warning` or `note`.
    pub(super) level: &'static str,
    /// What was found.
    pub(super) message: Text,
    /// Where; code scanning reads one place.
    pub(super) locations: [Location; 1],
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<RelatedLocation>,
    /// What tells that a finding is the one of an earlier run.
    pub(super) partial_fingerprints: Fingerprint,
}

/// The fingerprints of a finding.
#[derive(Serialize)]
pub(super) struct Fingerprint {
    /// See [`super::fingerprint`].
    #[serde(rename = "pmsite/v1")]
    pub(super) hash: String,
}

/// A place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    /// The file and the part of it.
    pub(super) physical_location: Physical,
}

/// A further place, to which the message links by its id.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelatedLocation {
    /// From 1, within one finding.
    pub(super) id: usize,
    /// The file and the part of it.
    pub(super) physical_location: Physical,
    /// What stands there.
    pub(super) message: Text,
}

/// A file and a part of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    /// The file.
    pub(super) artifact_location: Artifact,
    /// The part.
    pub(super) region: Region,
}

/// A file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    /// A relative reference, percent-encoded.
    pub(super) uri: String,
    /// What it is relative to.
    pub(super) uri_base_id: &'static str,
}

impl Artifact {
    /// The file at a path of the project.
    pub(super) fn new(path: &str) -> Self {
        Self { uri: encoded(path), uri_base_id: "%SRCROOT%" }
    }
}

/// A part of a file; lines and columns are from 1, the end column is just past the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    /// The first line.
    pub(super) start_line: usize,
    /// The first column; the whole line without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_column: Option<usize>,
    /// The last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_line: Option<usize>,
    /// One past the last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_column: Option<usize>,
}

/// A path as a relative reference: all but unreserved characters and `/` are percent-encoded.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    // A leading slash would make the reference absolute.
    for byte in path.trim_start_matches('/').bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
