//! The sites that are looked at: this repository's own, and one with all that a team may write.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::server::Server;

/// A built site that is served until the value is dropped.
pub(crate) struct Served {
    server: Server,
    /// The built files.
    pub public: PathBuf,
    _folder: tempfile::TempDir,
}

impl Served {
    fn build(root: &Path, folder: tempfile::TempDir, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let public = folder.path().join("public");
        let output = Command::new(env!("CARGO_BIN_EXE_pmsite"))
            .arg("--root")
            .arg(root)
            .args(["build", "--today", "2025-11-20", "--output"])
            .arg(&public)
            // The page for lost readers is asked for anywhere, so it names the site's place.
            .args(["--base-url", "https://example.com/kb/"])
            .args(arguments)
            .envs(settings.iter().copied())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let server = Server::start(&public, BTreeMap::new());
        Self { server, public, _folder: folder }
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(&format!("/kb/{path}"))
    }

    /// Sends pages in pieces and scripts late from now on.
    pub(crate) fn slow_down(&self) {
        self.server.slow_down();
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("pmsite-pages-").tempdir().unwrap()
}

/// This repository's own site.
pub(crate) fn own() -> Served {
    Served::build(Path::new(env!("CARGO_MANIFEST_DIR")), folder(), &[], &[])
}

/// The same in the second theme.
pub(crate) fn compact() -> Served {
    let theme = [("PMSITE_OUTPUT__HTML__THEME", "compact")];
    Served::build(Path::new(env!("CARGO_MANIFEST_DIR")), folder(), &[], &theme)
}

/// A team's site, with owners, drafts and what is internal, long lists, and every form of text.
pub(crate) fn team() -> Served {
    let folder = folder();
    let root = folder.path().join("project");
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "book.toml",
        "[book]\ntitle = \"Team\"\ndescription = \"What broke, and what changes.\"\n\n[postmortem]\naudience = \"internal\"\n",
    );
    write("content/forms.md", FORMS);
    write("content/pages/about.md", "---\ntitle: About\n---\n\nA page without headings.\n");
    for at in 0..60 {
        let mut items = String::new();
        for item in 0..3 {
            let _ = writeln!(
                items,
                "  - {{ id: A{item}, text: Alert on the length of queue {at}, kind: detect, owner: {}, due: 2025-{:02}-01, status: {} }}",
                ["ada", "grace", "team-with-a-long-name@example.com"][item],
                1 + (at + item) % 12,
                ["open", "in-progress", "done"][(at + item) % 3]
            );
        }
        write(
            &format!("content/incident-{at:02}.md"),
            &format!(
                "---\ntitle: Queue {at} ran full and orders waited\nseverity: sev{}\nservices: [queue, shop-{}]\n\
                 root_causes: [capacity]\ntriggers: [traffic]\nteams: [orders]\ntags: [queue]\ndetection: customer\n\
                 mitigation: [scale]\nstatus: {}\nstarted: 20{:02}-{:02}-03T10:00:00Z\ndetected: 20{:02}-{:02}-03T10:{:02}:00Z\n\
                 resolved: 20{:02}-{:02}-03T1{}:50:00Z\naction_items:\n{items}---\n\n## Summary\n\nThe queue ran full.\n",
                1 + at % 4,
                at % 5,
                if at % 20 == 7 { "in-review" } else { "published" },
                20 + at % 6,
                1 + at % 12,
                20 + at % 6,
                1 + at % 12,
                at % 40,
                20 + at % 6,
                1 + at % 12,
                at % 10
            ),
        );
    }
    Served::build(&root, folder, &["--drafts"], &[])
}

/// One postmortem with everything that Markdown and front matter can hold.
const FORMS: &str = r#"---
title: Everything-at-once-in-a-title-with-averyveryverylongwordthatcannotbebrokenanywhereatall and more
severity: sev1
status: draft
visibility: internal
services: [queue, a-service-with-a-rather-long-name-of-many-parts]
root_causes: [capacity, database, cascading-failure]
triggers: [traffic]
teams: [orders]
authors: [Ada, Grace]
reviewers: [Linus]
tags: [queue, averyveryverylongtagwithoutanybreakinit]
detection: { method: customer, gap: Nobody watched the length of the queue. }
mitigation: [scale, restart]
contributing_factors: [No limit was set., The alert was muted.]
impact: { summary: Orders waited., kind: degradation, users_percent: 12.5, users: 120000, requests_failed: 4500000, data_loss: true }
timezone: Asia/Kolkata
started: 2025-03-08 22:40
detected: 2025-03-08 23:10
acknowledged: 2025-03-08 23:12
mitigated: 2025-03-09 04:00
resolved: 2025-03-12 09:00
source: { url: "https://example.com/a/very/long/address/that/goes/on/and/on/and/on/for/long", organization: Example, published: 2025-04-01 }
action_items:
  - { id: A1, text: Bound the queue, kind: prevent, owner: ada, due: 2025-05-01, priority: P1, ticket: "https://example.com/T-1" }
  - { id: A2, text: Alert on its length, kind: detect, owner: grace, due: 2026-05-01, status: in-progress }
  - { id: A3, text: Say so in the handbook, kind: process, status: done, closed: 2025-04-02 }
  - { id: A4, text: Buy more disks, status: dropped }
---

## Summary

The queue ran full, and **orders** waited. See [incident 1](incident-01.md) and <https://example.com/a/very/long/address/that/goes/on/and/on>.

## Timeline

- 22:40 [started] Traffic doubles
- 23:10 [detected] A customer calls
- 23:12 [acknowledged] The engineer on call looks
- 23:50 [hypothesis] The disks are full
- 00:30 [escalated] The database team joins
- 04:00 [mitigated] Workers are added
- 2025-03-12 09:00 [resolved] The backlog is gone

## Root cause

> [!NOTE]
> A note.

> [!WARNING]
> A warning with `code` and a [link](https://example.com).

> [!CAUTION]
> Danger.

> [!TIP]
> A tip.

> [!IMPORTANT]
> Of weight.

### A heading with `code` in it

| Step | What was done | What came of it | Who | When | Where | Why |
|---|:-:|--:|---|---|---|---|
| 1 | restarted-the-worker-pool-in-all-regions | 12,000 | ada | 23:50 | eu-central-1a | it was full |

```text
2025-03-08T22:41:07.123Z ERROR [worker-17] io.netty.channel.ConnectTimeoutException: connection timed out: eu-west-1/10.0.3.17:5432 at HTTPServer2.handleRequest(Server.java:42)
```

```yaml
limits:
  queue: 1000 # per worker
```

- [x] done
- [ ] open

A footnote[^1], ~~struck~~ text, and a quotation:

> It was slow for days.

[^1]: Which says more.

<!-- internal -->
Only for us.
<!-- /internal -->

## Lessons learned

1. Bound what grows.
2. Watch what is bounded.
"#;
