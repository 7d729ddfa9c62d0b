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

/// What git should leave alone, as lines of `.gitignore`: the site, and the answers of the web.
pub const IGNORED: [&str; 2] = ["/public", "/.pmsite"];

/// The files of a new knowledge base.
pub fn project(title: &str, date: Date) -> Vec<ScaffoldFile> {
    let file = |path: &str, text: String| ScaffoldFile { path: path.to_owned(), text };
    vec![
        file("book.toml", BOOK.replace("{{title}}", &toml_string(title))),
        file(&format!("content/{date}-an-example.md"), example(date)),
        file("content/pages/about.md", ABOUT.to_owned()),
        file("content/_templates/postmortem.md", TEMPLATE.to_owned()),
        file(".gitignore", format!("{}\n", IGNORED.join("\n"))),
    ]
}

/// The example, whose open promise is due a month after it.
fn example(date: Date) -> String {
    let due = date.saturating_add(jiff::Span::new().days(30));
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
  - The limit of the database was shared, and nobody saw how near it was.
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

Each worker could open as many connections as it liked, so three times the traffic took more than
the database had. A connection was given back only when its order was done, and orders waited for
connections.

## Resolution

The limit of the database was doubled, which let orders through within five minutes. Each worker then
got a bound of its own, so that one of them cannot take what the others need. The error rate stayed
at its usual level until the sale was over.
";

const ABOUT: &str = r"---
title: About
---

Here are the postmortems of our incidents: what broke, why, and what changes. They look for causes
in systems, never in people.
";
