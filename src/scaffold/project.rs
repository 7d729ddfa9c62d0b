//! A knowledge base that builds as it is.

use super::TEMPLATE;
use jiff::civil::Date;

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaffoldFile {
    /// Its path in the new project.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The files of a new knowledge base, with the Pages workflow when `github` is asked for.
pub fn project(title: &str, date: Date, github: bool) -> Vec<ScaffoldFile> {
    let file = |path: &str, text: String| ScaffoldFile { path: path.to_owned(), text };
    let mut files = vec![
        file("book.toml", BOOK.replace("{{title}}", &toml_string(title))),
        file(&format!("content/{date}-an-example.md"), example(date)),
        file("content/pages/about.md", ABOUT.to_owned()),
        file("content/_templates/postmortem.md", TEMPLATE.to_owned()),
        file(".gitignore", "/public\n".to_owned()),
    ];
    if github {
        files.push(file(".github/workflows/pages.yml", WORKFLOW.to_owned()));
    }
    files
}

/// The example, of an incident on that day.
fn example(date: Date) -> String {
    // The last days of time itself have none after them.
    let due = date.checked_add(jiff::Span::new().days(30)).unwrap_or(date);
    EXAMPLE.replace("{{date}}", &date.to_string()).replace("{{due}}", &due.to_string())
}

fn toml_string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = escaped.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{escaped}\"")
}

const BOOK: &str = r#"[book]
title = {{title}}
language = "en"

[output.html]
# The pencil on each page:
# edit-url-template = "https://github.com/OWNER/REPOSITORY/edit/main/{path}"

[postmortem]
# Where the site will be; feeds and the sitemap need it.
# base-url = "https://OWNER.github.io/REPOSITORY/"

# What there is to break. With a catalog, a service that is not in it is an error.
# [postmortem.services.checkout]
# name = "Checkout"
# owner = "team-payments"
# url = "https://wiki.example.org/checkout"

# Causes of your own, below the built-in ones.
[postmortem.root-causes."capacity/connection-pool"]
title = "Connection pool exhausted"
aliases = ["pool-exhaustion"]
# Words by which `pmsite import` knows it in old write-ups; `*` lets a word go on.
keywords = ["pool exhaust*", "no free connections"]
"#;

const EXAMPLE: &str = r"---
title: Checkout refused orders while its connection pool was full
severity: sev2
services: [checkout]
root_causes: [capacity/connection-pool]
triggers: [traffic]
contributing_factors:
  - No alert watched how many connections were taken
detection:
  method: monitoring
mitigation: [scale]
impact:
  kind: partial-outage
  summary: One order in five failed.
  users_percent: 20
timezone: UTC
started: {{date}} 10:00
detected: {{date}} 10:05
mitigated: {{date}} 10:40
resolved: {{date}} 11:30
tags: [example]
action_items:
  - text: Alert when the pool of checkout is 80 % full for five minutes
    kind: detect
    owner: payments
    due: {{due}}
    status: open
  - text: Bound the pool of each worker, and refuse early with a clear error
    kind: prevent
    owner: payments
    status: done
---

## Summary

This example shows what a postmortem looks like here. Change it, or delete the file.

A sale brought three times the usual traffic. Every worker opened connections until the database
refused more, and one order in five failed for forty minutes.

## Timeline

- 10:00 [started] The sale begins, and the pool fills up.
- 10:05 [detected] The error rate alert pages the payments team.
- 10:15 [misleading] A deploy of the same morning is suspected, and ruled out.
- 10:25 [identified] The database reports that it has no connections left.
- 10:40 [mitigated] The pool is doubled, and orders succeed again.
- 11:30 [resolved] Traffic is back to normal, and the limits are set for good.

## Root cause

Each worker could open as many connections as it liked. The limit of the database was shared by
all of them, and nobody was told how near it was.

## Resolution

At 10:40 the limit of the database was doubled, and the error rate fell to zero within a minute. Then
the pool of each worker was bounded, one worker after the other, while connections stayed below half
of the limit. The sale went on without another error.
";

const ABOUT: &str = r"---
title: About
---

Here are the postmortems of our incidents: what broke, why, and what changes. They look for causes
in systems, never in people.
";

const WORKFLOW: &str = r#"name: Pages
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
concurrency:
  group: pages-${{ github.ref }}
  cancel-in-progress: true
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/configure-pages@v5
        if: github.event_name == 'push'
        id: pages
      - name: Install pmsite
        run: cargo install pmsite --locked
      - name: Check
        run: pmsite check --format github
      - name: Build
        env:
          BASE_URL: ${{ steps.pages.outputs.base_url || 'https://example.org' }}
        run: pmsite build --base-url "$BASE_URL/"
      - uses: actions/upload-pages-artifact@v3
        if: github.event_name == 'push'
        with:
          path: public
  deploy:
    if: github.event_name == 'push'
    needs: build
    runs-on: ubuntu-24.04
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/deploy-pages@v4
        id: deployment
"#;
