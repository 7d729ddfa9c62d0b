//! The whole document, and what the schema requires of it.

use super::{RuleText, log, render, words};
use crate::diagnostic::json::written;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::{SourceFile, Span};
use serde_json::Value;

const RULE: RuleText<'static> = RuleText {
    code: "vague-action",
    level: Level::Warning,
    summary: "An action item does not say what will be different",
    why: "Nobody can tell when `improve monitoring` is done.",
    bad: "- improve monitoring\n",
    good: "```md\n- alert when the queue is older than 5 minutes\n```\n",
};

/// One finding with all it can have, in a file whose name and text are hostile.
fn hostile() -> Diagnostics {
    let file = SourceFile::new("content/a b#%[1].md", "---\nseverity: \"αβ\"\n");
    let message = "no [severity](1)\u{1b} <b>@all</b>";
    let finding = Diagnostic::at(Level::Error, "unknown-severity", &file, Span::new(14, 20), message)
        .label("here")
        .help("write `sev1`")
        .related(&file, Span::new(0, 3), "front matter [starts](2)");
    let mut found = Diagnostics::new();
    found.push(finding);
    found
}

/// The document, without its longest texts.
const EXPECTED: &str = r#"{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "pmsite",
          "informationUri": "https://example.org/pmsite",
          "semanticVersion": "1.2.3",
          "rules": [
            {
              "id": "unknown-severity",
              "shortDescription": {
                "text": "Unknown severity"
              },
              "fullDescription": {
                "text": "Unknown severity"
              },
              "help": {
                "text": "Unknown severity",
                "markdown": "Unknown severity"
              },
              "defaultConfiguration": {
                "level": "error"
              },
              "properties": {
                "tags": [
                  "documentation",
                  "postmortem"
                ],
                "problem.severity": "error"
              }
            },
            {
              "id": "vague-action",
              "shortDescription": {
                "text": "An action item does not say what will be different"
              },
              "fullDescription": {
                "text": "Nobody can tell when `improve monitoring` is done."
              },
              "help": {
                "text": "HELP",
                "markdown": "MARKDOWN"
              },
              "defaultConfiguration": {
                "level": "warning"
              },
              "properties": {
                "tags": [
                  "documentation",
                  "postmortem"
                ],
                "problem.severity": "warning"
              }
            }
          ]
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "unknown-severity",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "MESSAGE"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/a%20b%23%25%5B1%5D.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 11,
                  "endLine": 2,
                  "endColumn": 15
                }
              }
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/a%20b%23%25%5B1%5D.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 1
                }
              },
              "message": {
                "text": "front matter [starts](2)"
              }
            }
          ],
          "partialFingerprints": {
            "pmsite/v1": "FINGERPRINT"
          }
        }
      ]
    }
  ]
}
"#;

#[test]
fn a_finding_and_its_rule_are_told_in_full() {
    let expected = EXPECTED
    .replace(
        "HELP",
        "Nobody can tell when `improve monitoring` is done.\\n\\nInstead of:\\n\\n- improve monitoring\\n\\n\
         write:\\n\\n```md\\n- alert when the queue is older than 5 minutes\\n```",
    )
    .replace(
        "MARKDOWN",
        "Nobody can tell when `improve monitoring` is done.\\n\\n**Instead of**\\n\\n```\\n\
         - improve monitoring\\n```\\n\\n**write**\\n\\n````\\n```md\\n\
         - alert when the queue is older than 5 minutes\\n```\\n````",
    )
    .replace(
        "MESSAGE",
        "no [severity] (1)\u{fffd} <b>@all</b>.\\n\\nHelp: write `sev1`.\\n\\n\
         See [content/a b#%\\\\[1\\\\].md:1](1): front matter [starts] (2).",
    )
    .replace("FINGERPRINT", "2b471501eeea6cdb:1");
    assert_eq!(written(&log(&hostile(), &[RULE, RULE], "1.2.3", "https://example.org/pmsite")), expected);
}

#[test]
fn a_rule_that_nobody_described_takes_its_worst_level() {
    let mut found = Diagnostics::new();
    found.push(Diagnostic::about(Level::Info, "odd-file", "a.md", "m"));
    found.push(Diagnostic::about(Level::Warning, "odd-file", "b.md", "m"));
    let log: Value = serde_json::from_str(&render(&found, &[], "0.1.0")).unwrap();
    assert_eq!(log.pointer("/runs/0/tool/driver/rules/0/defaultConfiguration/level").unwrap(), "warning");
    assert_eq!(log.pointer("/runs/0/results/0/level").unwrap(), "note");
    assert_eq!((words("émigré-x"), words("")), ("Émigré x".to_owned(), String::new()));
}

/// The text under `key`, which must be there and not empty.
#[track_caller]
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    let found = value[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text in {value}"));
    assert!(!found.is_empty(), "`{key}` is empty in {value}");
    found
}

/// The list under `key`.
#[track_caller]
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("`{key}` is no list in {value}"))
}

/// Fails on keys that the schema does not have: its objects are closed.
#[track_caller]
fn only(value: &Value, keys: &[&str]) {
    for key in value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys() {
        assert!(keys.contains(&key.as_str()), "`{key}` is not in the schema");
    }
}

#[track_caller]
fn holds_a_place(place: &Value) {
    only(place, &["artifactLocation", "region"]);
    let (artifact, region) = (&place["artifactLocation"], &place["region"]);
    only(artifact, &["uri", "uriBaseId"]);
    let uri = text(artifact, "uri");
    assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
    assert!(!uri.starts_with('/') && text(artifact, "uriBaseId") == "%SRCROOT%");
    only(region, &["startLine", "startColumn", "endLine", "endColumn"]);
    assert!(region["startLine"].is_u64());
    for (key, number) in region.as_object().unwrap() {
        assert!(number.as_u64().is_some_and(|n| n > 0), "`{key}` is from 1");
    }
    assert!(region["endColumn"].as_u64() >= region["startColumn"].as_u64());
}

#[track_caller]
fn holds_to_the_schema(written: &str) {
    let log: Value = serde_json::from_str(written).unwrap();
    let levels = ["none", "note", "warning", "error"];
    only(&log, &["$schema", "version", "runs"]);
    assert!(text(&log, "$schema").starts_with("https://") && text(&log, "version") == "2.1.0");
    for run in list(&log, "runs") {
        only(run, &["tool", "columnKind", "results"]);
        assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&text(run, "columnKind")));
        only(&run["tool"], &["driver"]);
        let driver = &run["tool"]["driver"];
        only(driver, &["name", "informationUri", "semanticVersion", "rules"]);
        text(driver, "name");
        text(driver, "semanticVersion");
        let rules = list(driver, "rules");
        for rule in rules {
            let keys =
                ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"];
            only(rule, &keys);
            text(rule, "id");
            for key in ["shortDescription", "fullDescription"] {
                assert!(text(&rule[key], "text").chars().count() <= 1024);
            }
            text(&rule["help"], "text");
            text(&rule["help"], "markdown");
            assert!(levels.contains(&text(&rule["defaultConfiguration"], "level")));
            assert!(list(&rule["properties"], "tags").iter().all(Value::is_string));
        }
        for result in list(run, "results") {
            let keys = ["ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations"];
            only(result, &[&keys[..], &["partialFingerprints"]].concat());
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(text(&rules[index], "id"), text(result, "ruleId"));
            assert!(levels.contains(&text(result, "level")));
            text(&result["message"], "text");
            assert_eq!(list(result, "locations").len(), 1);
            holds_a_place(&result["locations"][0]["physicalLocation"]);
            for place in result["relatedLocations"].as_array().into_iter().flatten() {
                assert!(place["id"].is_u64());
                text(&place["message"], "text");
                holds_a_place(&place["physicalLocation"]);
            }
            assert!(result["partialFingerprints"].as_object().unwrap().values().all(Value::is_string));
        }
    }
}

#[test]
fn documents_hold_to_the_schema() {
    holds_to_the_schema(&render(&Diagnostics::new(), &[], "0.1.0"));
    holds_to_the_schema(&render(&hostile(), &[RULE], "0.1.0"));
    let long = "x".repeat(5000);
    let rule = RuleText { code: "zero", summary: &long, why: &long, bad: "", good: "", ..RULE };
    let mut found = hostile();
    let file = SourceFile::new("/content/\u{202e}ü:?.md", "");
    found.push(Diagnostic::at(Level::Warning, "empty", &file, Span::new(0, 9), "").help("").related(
        &file,
        Span::new(0, 0),
        "",
    ));
    found.push(Diagnostic::about(Level::Info, "no-base-url", "book.toml", "no feeds"));
    holds_to_the_schema(&render(&found, &[RULE, rule], "0.1.0"));
}
