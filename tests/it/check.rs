//! `pmsite check`: findings, levels, suppressions, forms, and what history says.

use crate::site::{Site, site};
use std::process::Command;

/// Codes and places of the findings, from the JSON.
fn findings(site: &Site, arguments: &[&str]) -> Vec<(String, String, u64, u64)> {
    let run = site.run(&[&["check", "--format", "json", "--today", "2025-06-01"], arguments].concat());
    let data: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    let list = data["diagnostics"].as_array().unwrap().iter();
    list.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("code"), text("path"), one["line"].as_u64().unwrap(), one["column"].as_u64().unwrap())
    })
    .collect()
}

fn codes(site: &Site, arguments: &[&str]) -> Vec<String> {
    findings(site, arguments).into_iter().map(|finding| finding.0).collect()
}

/// Two postmortems of one failure: the later one does not know of the earlier one.
fn twice(later: &str) -> Site {
    let site = site(
        "
        //- content/pm-1.md
        ---
        title: Connection pool of checkout exhausted
        started: 2024-03-01T10:00:00Z
        services: [checkout]
        root_causes: [capacity]
        action_items:
          - { text: Alert when the pool of checkout is nearly full, owner: ana, status: open }
          - { text: Double the pool, owner: bo, status: done }
        ---
        ## Summary

        Orders failed because every order held two connections of the pool.
        //- content/pm-2.md
        ---
        title: Search served stale results
        started: 2024-04-01T10:00:00Z
        services: [search]
        root_causes: [software-bug]
        ---
        ## Summary

        The indexer stopped after a deploy, and nobody noticed for a day.
        ",
    );
    site.write("content/pm-3.md", later);
    site
}

const LATER: &str = "---
title: Checkout refused orders, connection pool exhausted
started: 2025-05-01T10:00:00Z
services: [checkout]
root_causes: [capacity]
action_items:
  - { text: Alert when the pool of checkout is nearly full, owner: cy, due: 2025-07-01, ticket: OPS-1 }
---
## Summary

Orders failed because the pool had no connections left.
";

const HISTORY: [&str; 3] = ["possible-recurrence", "missing-recurrence-of", "repeated-action"];

fn history(site: &Site) -> Vec<String> {
    codes(site, &[]).into_iter().filter(|code| HISTORY.contains(&code.as_str())).collect()
}

#[test]
fn a_failure_that_came_back_is_named_with_its_evidence() {
    let site = twice(LATER);
    assert_eq!(history(&site), ["possible-recurrence", "repeated-action"]);
    let run = site.run(&["check", "--today", "2025-06-01", "content/pm-3.md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "warning[possible-recurrence]: this may be `pm-1` again: Connection pool of checkout exhausted",
        " --> content/pm-3.md:2:8",
        "content/pm-1.md:2: both have service checkout; root cause capacity; the words ",
        "content/pm-1.md:2: there: “Orders failed because every order held two connections of the pool.",
        "content/pm-1.md:2: 1 of its 2 action items is still open: “Alert when the pool of checkout is nearly full”",
        "if it came back, add `recurrence_of: pm-1`; if it is something else, `related: [pm-1]`",
        "warning[repeated-action]: `pm-1` promised this as well, and it is still open",
    ] {
        assert!(run.stdout.contains(line), "no {line:?} in\n{}", run.stdout);
    }
}

#[test]
fn who_knows_of_the_earlier_one_is_not_told_again() {
    for key in ["recurrence_of: pm-1", "related: [pm-1]"] {
        let site = twice(&LATER.replace("services:", &format!("{key}\nservices:")));
        assert_eq!(history(&site), ["repeated-action"], "{key}");
    }
    let site = twice(&LATER.replace("left.", "left, as in [March](./pm-1.md)."));
    assert_eq!(history(&site), ["missing-recurrence-of", "repeated-action"]);
    let site = twice(LATER);
    site.write("book.toml", "[postmortem.check]\nrecurrence = 0.99\n");
    assert_eq!(history(&site), ["repeated-action"]);
}

#[test]
fn levels_are_set_by_code_and_by_path() {
    let site = twice(LATER);
    site.write(
        "book.toml",
        "[postmortem.check.levels]\npossible-recurrence = \"error\"\n\n[postmortem.check.paths.\"content/pm-3.md\"]\nrepeated-action = \"off\"\n",
    );
    assert_eq!(history(&site), ["possible-recurrence"]);
    assert_eq!(site.run(&["check"]).code, 1);
    site.write("book.toml", "[postmortem.check.paths.\"content/**\"]\npossible-recurrence = \"off\"\nrepeated-action = \"info\"\n");
    assert_eq!(history(&site), ["repeated-action"]);
}

#[test]
fn levels_of_unknown_rules_are_said() {
    let site = twice(LATER);
    site.write("book.toml", "[postmortem.check.levels]\nposible-recurrence = \"off\"\n\n[postmortem.check.paths.\"content/[\"]\nalias = \"off\"\n");
    let run = site.run(&["check", "book.toml"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("a level is set for `posible-recurrence`, which is no rule"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("did you mean `possible-recurrence`?"), "{}", run.stdout);
    assert!(
        run.stdout.contains("error[broken-pattern]: `content/[` is no pattern of paths"),
        "{}",
        run.stdout
    );
}

#[test]
fn suppressions_hide_what_they_name_and_nothing_else() {
    let site = twice(&LATER.replace("title:", "# pmsite-ignore: possible-recurrence\ntitle:"));
    assert_eq!(history(&site), ["repeated-action"]);
    let site = twice(&LATER.replace("  - {", "  # pmsite-ignore: repeated-action\n  - {"));
    assert_eq!(history(&site), ["possible-recurrence"]);
    let site = twice(&LATER.replace(
        "## Summary",
        "<!-- pmsite-ignore: possible-recurrence, posible-recurrence -->\n\n## Summary",
    ));
    let unused: Vec<_> =
        findings(&site, &[]).into_iter().filter(|finding| finding.0 == "unused-suppression").collect();
    assert_eq!(
        unused,
        [
            ("unused-suppression".to_owned(), "content/pm-3.md".to_owned(), 9, 21),
            ("unused-suppression".to_owned(), "content/pm-3.md".to_owned(), 9, 42),
        ]
    );
    let run = site.run(&["check"]);
    assert!(run.stdout.contains("there is no rule `posible-recurrence`"), "{}", run.stdout);
    assert!(run.stdout.contains("did you mean `possible-recurrence`?"), "{}", run.stdout);
}

#[test]
fn a_suppression_in_code_is_an_example() {
    let site = twice(&format!(
        "{LATER}\nWrite `<!-- pmsite-ignore: alias -->`:\n\n~~~html\n<!-- pmsite-ignore: alias -->\n~~~\n\n<!-- pmsite-ignore: alias -->\n"
    ));
    let unused: Vec<_> =
        findings(&site, &[]).into_iter().filter(|finding| finding.0 == "unused-suppression").collect();
    assert_eq!(unused.len(), 1, "{unused:?}");
    assert_eq!(unused[0].2, 19);
}

#[test]
fn spellings_of_one_term_are_brought_together() {
    let site = site("");
    for (name, tag) in
        [("a", "postgresql"), ("b", "postgresql"), ("c", "postgres"), ("d", "kafka"), ("e", "redis")]
    {
        site.write(
            &format!("content/{name}.md"),
            format!("---\ntitle: {name}\ntags: [x, {tag}]\n---\nText.\n"),
        );
    }
    let similar: Vec<_> =
        findings(&site, &[]).into_iter().filter(|finding| finding.0 == "similar-terms").collect();
    assert_eq!(similar, [("similar-terms".to_owned(), "content/c.md".to_owned(), 3, 11)]);
    let run = site.run(&["check", "content/c.md"]);
    assert!(
        run.stdout.contains("the tag `postgres` looks like `postgresql`, which 2 others have"),
        "{}",
        run.stdout
    );
}

#[test]
fn strict_fails_on_warnings_and_paths_limit_what_is_said() {
    let site = twice(LATER);
    assert_eq!(site.run(&["check"]).code, 0);
    assert_eq!(site.run(&["check", "--strict"]).code, 1);
    let about: Vec<_> = findings(&site, &["content/pm-2.md"]).into_iter().map(|finding| finding.1).collect();
    assert!(about.iter().all(|path| path == "content/pm-2.md"), "{about:?}");
    let run = site.run(&["check", "nowhere.md"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: there is no `nowhere.md` in the project\n"));
}

#[test]
fn broken_content_is_told_by_check_as_by_build() {
    let site = site("\n//- content/a.md\n---\ntitle: A\nseverity: sev9\n---\nx\n");
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[unknown-severity]"), "{}", run.stdout);
}

#[test]
fn only_files_that_changed_are_reported() {
    let site = twice(LATER);
    site.git(&["init", "--quiet"]);
    site.git(&["add", "content/pm-1.md", "content/pm-2.md"]);
    site.git(&["commit", "--quiet", "--message", "two"]);
    let paths = || -> Vec<String> {
        let mut paths: Vec<_> =
            findings(&site, &["--changed-since", "HEAD"]).into_iter().map(|finding| finding.1).collect();
        paths.dedup();
        paths
    };
    assert_eq!(paths(), ["content/pm-3.md"], "a file that git does not know yet has changed");
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "three"]);
    assert!(paths().is_empty());
    site.write("content/pm-2.md", "---\ntitle: Search served stale results\n---\nx\n");
    assert_eq!(paths(), ["content/pm-2.md"]);
    let run = site.run(&["check", "--changed-since", "--output=x"]);
    assert_eq!(run.code, 2, "a revision is no option: {}", run.stderr);
    let run = site.run(&["check", "--changed-since=nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: git could not tell what changed: "), "{}", run.stderr);
}

#[test]
fn rules_are_explained_and_listed() {
    let site = site("");
    let run = site.run(&["check", "--explain", "possible-recurrence"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("possible-recurrence (warning)\n\n"), "{}", run.stdout);
    let run = site.run(&["check", "--explain", "posible-recurrence"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `possible-recurrence`?"), "{}", run.stderr);
    let all = site.run(&["check", "--explain", "all"]).stdout;
    assert!(all.lines().count() > 5, "{all}");
}

/// The page of rules is made by the program, and kept beside the others.
#[test]
fn the_page_of_rules_is_up_to_date() {
    let page = site("").run(&["check", "--explain", "all", "--format", "markdown"]).stdout;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/pages/checks.md");
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == page, "run `pmsite check --explain all --format markdown > content/pages/checks.md`");
}

/// The write-ups in a folder of the corpus that may stand beside a checkout; `None`, with a notice, if
/// it does not.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn corpus(folder: &str) -> Option<Vec<std::path::PathBuf>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(folder);
    match std::fs::read_dir(&folder) {
        Ok(entries) => Some(entries.map(|entry| entry.unwrap().path()).collect()),
        Err(_) => {
            eprintln!("skipped: {} is not beside this checkout", folder.display());
            None
        }
    }
}

/// The write-ups of one real team, in which the same failures came back: the year and number of each
/// repeat, and of an earlier time.
#[test]
fn the_repeats_of_a_real_team_are_found() {
    let Some(paths) = corpus("teams/dfds") else { return };
    let site = site("");
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some((id, title)) = name.split_once(" - ").filter(|(id, _)| !id.contains("yyyy")) else {
            continue;
        };
        let (year, number) = id["PM".len()..].split_once('-').unwrap();
        let number: u32 = number.parse().unwrap();
        // Links lead to places that only that team has, and raw HTML says nothing here.
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).replace("](", "] (");
        let text: String =
            text.lines().filter(|line| !line.starts_with('[')).flat_map(|line| [line, "\n"]).collect();
        site.write(
            &format!("content/{id}.md"),
            format!("---\ntitle: {:?}\nstarted: {year}-01-{number:02}\n---\n{text}", title.trim()),
        );
    }
    let run = site.run(&["check", "--format", "json", "--today", "2025-06-01"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found = Vec::new();
    for finding in data["diagnostics"].as_array().unwrap() {
        if HISTORY[..2].contains(&finding["code"].as_str().unwrap()) {
            let later =
                finding["path"].as_str().unwrap()["content/PM".len()..].trim_end_matches(".md").to_owned();
            let message = finding["message"].as_str().unwrap().to_lowercase();
            let earlier = message.split('`').nth(1).unwrap()["pm".len()..].to_owned();
            found.push((later, earlier));
        }
    }
    let repeats = [
        ("2021-006", &["2021-005"][..]),
        ("2021-007", &["2021-005", "2021-006"]),
        ("2022-002", &["2021-001"]),
        ("2023-002", &["2021-001", "2022-002"]),
        ("2020-009", &["2020-002"]),
        ("2021-003", &["2021-002"]),
        ("2022-007", &["2022-004"]),
    ];
    // Members of the same failures, and two pairs about which careful readers disagree.
    let neutral = [
        ("2021-009", "2021-005"),
        ("2021-009", "2021-006"),
        ("2021-009", "2021-007"),
        ("2020-006", "2020-003"),
    ];
    let named = |later: &str, earlier: &str| found.iter().any(|pair| pair.0 == later && pair.1 == earlier);
    let hits = repeats.iter().filter(|(later, earlier)| earlier.iter().any(|one| named(later, one))).count();
    let known = |pair: &&(String, String)| {
        let (later, earlier) = (pair.0.as_str(), pair.1.as_str());
        neutral.contains(&(later, earlier))
            || repeats.iter().any(|(repeat, members)| *repeat == later && members.contains(&earlier))
    };
    let others: Vec<_> = found.iter().filter(|pair| !known(pair)).collect();
    assert_eq!(hits, repeats.len(), "{found:?}");
    assert!(others.is_empty(), "{others:?}");
}

/// A code, a line and a column.
type Expected = (&'static str, u64, u64);

/// What a careful reader says of the write-ups of the requirement sheet's own collection: code, line and
/// column, below three lines of front matter.
const SEEDS: [(&str, &[Expected]); 4] = [
    ("000", &[("missing-summary", 2, 8), ("missing-timeline", 21, 1), ("actions-unread", 47, 1)]),
    (
        "002",
        &[
            ("missing-summary", 10, 3),
            ("ambiguous-date", 12, 6),
            ("missing-timeline", 14, 3),
            ("actions-unread", 41, 3),
            // It says "within the hour" of an outage from 10:00 to 11:30.
            ("contradictory-duration", 73, 115),
        ],
    ),
    (
        "003",
        &[
            ("timeline-without-times", 23, 1),
            ("action-without-owner", 50, 1),
            ("actions-without-box", 50, 1),
            ("open-ended-action", 52, 4),
        ],
    ),
    (
        "004",
        &[
            ("date-without-year", 7, 14),
            ("no-contributing-factors", 29, 1),
            ("action-without-owner", 40, 1),
            ("actions-without-box", 40, 1),
        ],
    ),
];

#[test]
fn the_seeds_get_what_a_careful_reader_would_say() {
    let Some(paths) = corpus("seeds") else { return };
    let site = site("");
    for path in paths {
        let number = path.file_name().unwrap().to_str().unwrap()[..3].to_owned();
        if SEEDS.iter().any(|(seed, _)| *seed == number) {
            let text = std::fs::read_to_string(&path).unwrap();
            site.write(&format!("content/s{number}.md"), format!("---\ntitle: Seed {number}\n---\n{text}"));
        }
    }
    let found = findings(&site, &[]);
    for (seed, expected) in SEEDS {
        let own = found.iter().filter(|finding| finding.1 == format!("content/s{seed}.md"));
        let own: Vec<_> = own.map(|(code, _, line, column)| (code.as_str(), *line, *column)).collect();
        assert_eq!(own, expected, "seed {seed}");
    }
}

#[test]
fn this_repositorys_own_postmortems_have_no_errors() {
    let run = Command::new(env!("CARGO_BIN_EXE_pmsite"))
        .args(["--root", env!("CARGO_MANIFEST_DIR"), "check", "--today", "2026-11-01", "--format", "json"])
        .output()
        .unwrap();
    assert!(run.status.success());
    let data: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(data["counts"]["error"], 0);
}
