//! Snippets and what this family finds in them: code, line, column.

use super::RULES;
use crate::lint::testing::{findings, findings_of};

#[track_caller]
fn check(text: &str, expected: &[(&str, usize, usize)]) {
    let found = findings_of(RULES, text);
    assert_eq!(found, expected, "{text}");
}

/// A postmortem with a timeline, which starts in line 6; only the findings of one rule.
#[track_caller]
fn check_entries(code: &str, entries: &str, expected: &[(usize, usize)]) {
    check_with(code, "", entries, expected);
}

#[track_caller]
fn check_with(code: &str, front_matter: &str, entries: &str, expected: &[(usize, usize)]) {
    for line_end in ["\n", "\r\n"] {
        let text =
            format!("---\ntitle: a\n{front_matter}---\n## Timeline\n\n{entries}\n").replace('\n', line_end);
        let found = findings(&text).into_iter().filter(|(found, _, _)| *found == code);
        let places: Vec<_> = found.map(|(_, line, column)| (line, column)).collect();
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn a_good_timeline_has_no_findings() {
    check(
        "---
title: Checkout down
severity: sev2
started: 2024-05-12 10:00
detected: 2024-05-12 10:04
timezone: UTC
---

## Timeline

- 09:30 [change] The deployment goes out
- 10:00 [started] The pool runs out
- 10:04 [detected] An alert pages the engineer on call
- 10:10 [hypothesis] A campaign is suspected
- 10:20 [escalated] The database team joins
  - with two people
- 11:15 [mitigated] The deployment is rolled back

Nothing else happened on that day.
",
        &[],
    );
}

#[test]
fn a_missing_timeline_is_told_where_it_would_be() {
    let only = |text: &str, expected: &[(&str, usize, usize)]| {
        let found: Vec<_> =
            findings(text).into_iter().filter(|(code, _, _)| *code == "missing-timeline").collect();
        assert_eq!(found, expected, "{text}");
    };
    let code = "missing-timeline";
    only("---\ntitle: a\n---\n## Summary\n\nThe pool ran out.\n", &[(code, 2, 8)]);
    only("+++\ntitle = \"a\"\n+++\n", &[(code, 2, 9)]);
    only("---\ntitle: a\n---\n**Timeline:**\n\n* 10:00 The pool runs out\n", &[(code, 4, 3)]);
    only("---\ntitle: a\n---\nTimeline\n10:00 The pool runs out\n", &[(code, 4, 1)]);
    only("---\ntitle: a\n---\n## Our timeline of the day\n\nIt broke.\n", &[(code, 4, 1)]);
    only(
        "---\ntitle: a\n---\n## The day\n\n- 10:00 The pool runs out\n- 10:10 A team looks into it\n- 10:20 It is resolved\n",
        &[(code, 4, 1)],
    );
    only(
        "---\ntitle: a\n---\n## Detection\n\n| Day | What |\n|--|--|\n| 9 July 2021 | the first reports |\n| 10 July 2021 | more |\n| 11 July 2021 | fixed |\n",
        &[(code, 4, 1)],
    );
    only("---\ntitle: a\nsource:\n  url: https://example.org/x\n---\n## Summary\n\nThe pool ran out.\n", &[]);
    only("---\ntitle: a\n---\n## Chronology\n\n- 10:00 The pool runs out\n", &[]);
    only("---\ntitle: a\n---\n## 経緯\n\n- 10:00 接続プールが枯渇し、決済が停止した\n- 10:30 復旧\n", &[]);
}

#[test]
fn a_timeline_has_times() {
    let code = "timeline-without-times";
    check_entries(code, "At first, around 10:30 UTC, all was slow; by 10:45 the site was down.", &[(4, 1)]);
    check_entries(code, "- The pool ran out\n- It was restarted", &[(4, 1)]);
    check_entries(code, "", &[(4, 1)]);
    check_entries(code, "10:00 The pool runs out", &[]);
    check_entries(code, "- 2024-05-12: the pool runs out", &[]);
    check_entries(code, "| When | What |\n|--|--|\n| 10:00 | The pool runs out |", &[]);
}

#[test]
fn every_entry_has_its_time() {
    let code = "entry-without-time";
    check_entries(
        code,
        "- 10:00 The pool runs out\n- The team suspects a campaign\n- 10:45 It is found",
        &[(7, 3)],
    );
    check_entries(code, "- The team suspects a campaign\n- 10:45 It is found", &[(6, 3)]);
    check_entries(code, "1.\t10:00 障害\n2.\tThe team suspects a campaign", &[(7, 4)]);
    check_entries(code, "- 10:00 The pool runs out\n- **May 13:** it runs out again", &[(7, 5)]);
    check_entries(code, "- 10:00 The pool runs out\n- 13.05.2024 10:00 it runs out again", &[(7, 3)]);
    for good in [
        "- 10:00 The pool runs out\n  - the team suspects a campaign\n  - and is wrong in that",
        "- 10:00 The pool runs out\n\n  The team suspects a campaign.",
        "- 2024-05-12\n  - 10:00 The pool runs out\n- 2024-05-13\n  - 10:00 It is found",
        "- All times are in UTC\n- 10:00 The pool runs out",
        "- 10:00 The pool runs out\n- The second day:\n- 10:45 It is found",
        "- 10:00 The pool runs out\n\n### Ongoing\n\n- The team goes on with this",
        "- 10:00 The pool runs out\n\n> - The team suspects a campaign",
        "The team wrote this down.\n\n10:00 The pool runs out",
    ] {
        check_entries(code, good, &[]);
    }
}

#[test]
fn entries_are_in_order() {
    let code = "timeline-out-of-order";
    check_entries(code, "- 10:30 The service is suspected\n- 10:20 The campaign is ruled out", &[(7, 3)]);
    check_with(code, "started: 2024-05-12T10:00:00Z\n", "- 10:30 a\n- 10:20 b\n- 10:40 c", &[(8, 3)]);
    check_entries(code, "- 2024-05-13 10:00 UTC a\n- 2024-05-12 11:00 UTC b", &[(7, 3)]);
    check_entries(code, "| When | What |\n|--|--|\n| 10:30   | a |\n|  10:20 | 障害 |", &[(9, 4)]);
    check_entries(code, "- 10:30 UTC a\n- 10:00 UTC b", &[(7, 3)]);
    // One finding for a timeline that runs backwards.
    check_entries(code, "- 11:00 a\n- 10:40 b\n- 10:20 c\n- 10:00 d", &[(7, 3)]);
    for good in [
        "- 23:50 a\n- 00:10 b\n- 00:20 c",
        "- 10:00 a\n- 10:00 b",
        "- 2024-05-12 18:00 a\n- 2024-05-13 07:00 b",
        "- 12:00 UTC a\n- 05:10 PDT b",
        "- 2024-05-12: a\n- 10:00 b",
        "### East\n\n- 10:30 a\n\n### West\n\n- 10:20 b",
        "- 21:28 a\n- **May 13 00:03** b\n- 13:01 c",
        "- 10:00–10:30 a\n- 10:20 b",
    ] {
        check_entries(code, good, &[]);
    }
}

#[test]
fn entries_are_short() {
    let code = "long-timeline-entry";
    let long = "The pool runs out again and again, ".repeat(9);
    check_entries(code, &format!("- 10:00 {long}"), &[(6, 3)]);
    check_entries(code, &format!("> - 10:00 {long}"), &[(6, 5)]);
    check_entries(code, &format!("| When | What |\n|--|--|\n| 10:00 | {long} |"), &[(8, 3)]);
    let sentences = "The pool of the shop runs out of its connections again. ".repeat(5);
    check_entries(code, &format!("- 10:00 {sentences}"), &[(6, 3)]);
    check_entries(code, "- 10:00 Slow. Slower. Down. Up. Down. Up.", &[]);
    let nested = "  - The pool of the shop runs out of its connections again.\n".repeat(8);
    check_entries(code, &format!("- 10:00 The pool runs out\n{nested}"), &[]);
}

#[test]
fn a_timeline_begins_by_detection() {
    let code = "timeline-starts-late";
    let detected = "detected: 2024-05-12T10:00:00Z\n";
    check_with(code, detected, "- 10:30 The team meets\n- 10:40 It is over", &[(7, 3)]);
    check_with(code, detected, "- 10:00 An alert\n- 10:30 The team meets", &[]);
    check_with(code, "detected: 2024-05-12\n", "- 10:30 UTC The team meets", &[]);
    check_with(code, "", "- 10:30 The team meets", &[]);
}

#[test]
fn the_story_is_told_from_detection_to_the_end() {
    let (detection, end) = ("missing-detection", "timeline-without-end");
    let silent = "- 10:00 The pool is empty\n- 10:20 The pool is empty, and the shop is slow";
    check_entries(detection, silent, &[(4, 1)]);
    check_entries(end, silent, &[(7, 3)]);
    check_with(detection, "detection: customer\n", silent, &[]);
    check_with(end, "mitigation: [restart]\n", silent, &[]);
    check_entries(detection, &format!("{silent}\n\n## Detection\n\nNobody knows."), &[]);
    check_entries(end, &format!("{silent}\n\n## Resolution\n\nNobody knows."), &[]);
    check_entries(detection, &format!("{silent}\n- 10:30 [detected] Somebody is there"), &[]);
    check_entries(end, &format!("{silent}\n- 10:30 [mitigated] The pool is full"), &[]);
    check_entries(detection, &format!("{silent}\n- 10:30 A customer complains"), &[]);
    check_entries(end, &format!("{silent}\n- 10:30 The deployment is rolled\n  back"), &[]);
    // What will be done is not what was done.
    check_entries(end, &format!("{silent}\n\n## Action items\n\n- Fix the pool @a"), &[(7, 3)]);
    check_entries(detection, "- 10:00 La réserve est vide\n- 10:20 La boutique est lente pour tous", &[]);
    check_with(detection, "source:\n  url: https://example.org/x\n", silent, &[]);
}

#[test]
fn longer_timelines_tell_what_was_tried_and_severe_ones_who_came() {
    let entries = "- 10:00 The pool is empty\n- 10:05 The shop is slow\n- 10:10 The shop is down\n- 10:50 The shop is slow\n- 11:00 The pool is full";
    check_entries("missing-investigation", entries, &[(4, 1)]);
    check_entries("missing-investigation", &format!("{entries}\n- 11:10 [hypothesis] The campaign"), &[]);
    check_entries("missing-investigation", &format!("{entries}\n- 11:10 Logs are examined"), &[]);
    check_entries("missing-investigation", "- 10:00 The pool is empty\n- 11:00 The pool is full", &[]);
    check_with("missing-escalation", "severity: sev1\n", entries, &[(5, 1)]);
    check_with("missing-escalation", "severity: sev3\n", entries, &[]);
    check_with(
        "missing-escalation",
        "severity: sev1\n",
        &format!("{entries}\n- 11:10 The status page says so"),
        &[],
    );
}
