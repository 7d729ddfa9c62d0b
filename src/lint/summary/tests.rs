//! Snippets and what this family finds in them: code, line, column.

use super::RULES;
use crate::lint::testing::{findings, findings_of};

#[track_caller]
fn check(text: &str, expected: &[(&str, usize, usize)]) {
    let found = findings_of(RULES, text);
    assert_eq!(found, expected, "{text}");
}

/// Only the findings of one rule.
#[track_caller]
fn check_only(code: &str, text: &str, expected: &[(usize, usize)]) {
    let found = findings(text).into_iter().filter(|(found, _, _)| *found == code);
    let places: Vec<_> = found.map(|(_, line, column)| (line, column)).collect();
    assert_eq!(places, expected, "{text}");
}

const GOOD: &str = "---
title: Checkout down
started: 2024-05-12 10:00
resolved: 2024-05-12 11:30
timezone: America/Los_Angeles
---

## Summary

From 10:00 to 11:30 on 12 May 2024 about 20 % of the users could not pay, because a query held
every connection of the pool. The outage lasted an hour and a half.

## Root cause

The query of the new release.
";

#[test]
fn a_good_postmortem_has_no_findings() {
    check(GOOD, &[]);
    check(&GOOD.replace('\n', "\r\n"), &[]);
}

#[test]
fn a_title_alone_lacks_everything() {
    check(
        "---\ntitle: Down\n---\n",
        &[("missing-impact", 2, 8), ("missing-summary", 2, 8), ("missing-times", 2, 8)],
    );
    check(
        "+++\ntitle = \"Down\"\n+++\n\nIt broke and that was all.\n",
        &[("missing-impact", 2, 9), ("missing-summary", 2, 9), ("missing-times", 2, 9)],
    );
}

#[test]
fn a_summary_may_stand_in_several_places() {
    let code = "missing-summary";
    for good in [
        "---\ntitle: a\nsummary: The pool ran out.\n---\n",
        "+++\ntitle = \"a\"\nsummary = \"The pool ran out.\"\n+++\n",
        "---\ntitle: a\n---\n## TL;DR\n\nThe pool ran out.\n",
        "---\ntitle: a\n---\n## Summary\n\n- The pool ran out.\n",
        "---\ntitle: a\n---\n## Summary\n\n```\nThe pool ran out.\n```\n",
        "---\ntitle: a\n---\nSummary\n-------\n\nThe pool ran out.\n",
        "---\ntitle: a\n---\n## 概要\n\n接続プールが枯渇し、決済が停止した。原因は新しいクエリである。\n",
        "---\ntitle: a\n---\n## Zusammenfassung\n\nDie Verbindungen gingen aus, und niemand konnte noch bezahlen.\n",
    ] {
        check_only(code, good, &[]);
    }
    check_only(
        code,
        "---\ntitle: a\n---\n## Summary\n\n## Impact\n\nNone of the users noticed.\n",
        &[(4, 1)],
    );
    check_only(code, "---\ntitle: a\n---\n## Summary\n\n<!-- What broke? -->\n\n## Impact\n", &[(4, 1)]);
    check_only(code, "---\ntitle: a\n---\n\n**Issue Summary:**\n\nThe pool ran out.\n", &[(5, 3)]);
    check_only(code, "---\ntitle: a\n---\nIncident 7\nSummary\nThe pool ran out.\n", &[(5, 1)]);
    check_only(code, "---\ntitle: a\n---\nSummary: the pool ran out.\n", &[(4, 1)]);
    check_only(code, "---\ntitle: a\n---\n## Summary of the outage\n\nThe pool ran out.\n", &[(4, 1)]);
    check_only(code, "---\ntitle: a\n---\n> Summary\n\nThe pool ran out.\n", &[(2, 8)]);
}

#[test]
fn start_and_end_may_be_told_in_words() {
    let code = "missing-times";
    for good in [
        "---\ntitle: a\nstarted: 2024-05-12\nresolved: 2024-05-13\n---\n",
        "---\ntitle: a\n---\n## Summary\n\nFrom 10:00 to 11:30 the pool ran out.\n",
        "---\ntitle: a\n---\n## Summary\n\nOn May 12, 2024 the pool was empty for 20 minutes.\n",
        "---\ntitle: a\nstarted: 2024-05-12\nimpact:\n  near_miss: true\n---\n",
        "---\ntitle: a\nsource:\n  url: https://example.org/x\n---\n## Summary\n\nThe pool ran out and that was all.\n",
        "---\ntitle: a\n---\n## Timeline\n\n- 10:00 The pool runs out\n- 10:30 It is restarted\n",
    ] {
        check_only(code, good, &[]);
    }
    check_only(code, "---\ntitle: a\nstarted: 2024-05-12\n---\n## Summary\n\nThe pool ran out.\n", &[(5, 1)]);
    check_only(code, "---\ntitle: a\n---\n## Summary\n\nThe pool ran out for 20 minutes.\n", &[(4, 1)]);
    // What is planned says nothing about when it was.
    check_only(
        code,
        "---\ntitle: a\n---\n## Summary\n\nThe pool ran out.\n\n## Action items\n\n- By 2024-06-01 and in 2 days: fix it\n",
        &[(4, 1)],
    );
}

#[test]
fn times_need_a_zone() {
    let code = "times-without-zone";
    let body = "## Summary\n\nThe pool ran out at 10:00 and that was seen at 10:05.\n";
    check_only(code, &format!("---\ntitle: a\n---\n{body}"), &[(6, 21)]);
    check_only(code, &format!("---\r\ntitle: a\r\n---\r\n{}", body.replace('\n', "\r\n")), &[(6, 21)]);
    check_only(code, "---\ntitle: a\n---\n## Timeline\n\n-\t10:00 障害 and the alert\n", &[(6, 3)]);
    check_only(code, "---\ntitle: a\nsummary: The pool ran out at 10:00 and that was it.\n---\n", &[(3, 30)]);
    for good in [
        format!("---\ntitle: a\ntimezone: Asia/Tokyo\n---\n{body}"),
        format!("---\ntitle: a\ndetected: 2024-05-12T10:00:00Z\n---\n{body}"),
        format!("---\ntitle: a\n---\n{body}\nAll times are UTC.\n"),
        format!("---\ntitle: a\n---\n{body}\n```\n10:00 CEST error\n```\n"),
        format!("---\ntitle: a\n---\n{}", body.replace("10:05", "10:05 Pacific time")),
        "---\ntitle: a\n---\nThe ratio was `10:00` and the host was db:8000.\n".to_owned(),
        "---\ntitle: a\n---\n> The pool ran out at 10:00 and that was it.\n".to_owned(),
    ] {
        check_only(code, &good, &[]);
    }
}

#[test]
fn somebody_was_affected_and_it_can_be_said_how_many() {
    let impact = |text: &str, expected: &[(&str, usize, usize)]| {
        let text = format!("---\ntitle: a\nstarted: 2024-05-12\nresolved: 2024-05-12\n{text}");
        let mut found = findings(&text);
        found.retain(|(code, _, _)| code.contains("impact"));
        assert_eq!(found, expected, "{text}");
    };
    impact("---\n## Summary\n\nThe pool ran out, and that was bad.\n", &[("missing-impact", 2, 8)]);
    impact("---\n## Impact\n\nUsers could not pay.\n", &[("impact-without-share", 6, 1)]);
    impact("---\n## Summary\n\nUsers were unable to pay.\n", &[("impact-without-share", 2, 8)]);
    impact("---\n## Summary\n\nAbout 20 % of the users were unable to pay.\n", &[]);
    impact("---\n## Impact\n\nNobody could pay.\n", &[]);
    impact("---\n## Summary\n\nThe page was late. Until noon 12 visitors saw the old one.\n", &[]);
    impact("---\n## Summary\n\nThe package was broken, but we were not affected by that.\n", &[]);
    impact("---\n## Impact\n\n| Who | How many |\n|--|--|\n| Users | 4,000 |\n", &[]);
    impact("---\n## Impact\n\nUsers could not pay; how many is not known.\n", &[]);
    impact("impact:\n  users_percent: 20\n---\n", &[]);
    impact("impact:\n  kind: none\n---\n## Summary\n\nThe pool ran out.\n", &[]);
    impact("impact:\n  summary: Users could not pay\n---\n", &[("impact-without-share", 2, 8)]);
}

#[test]
fn the_summary_names_the_cause() {
    let code = "cause-not-in-summary";
    let cause = "\n## Root cause\n\nA query of the release held all connections.\n";
    let with = |summary: &str| format!("---\ntitle: a\n---\n## Summary\n\n{summary}\n{cause}");
    check_only(
        code,
        &with("The checkout was unavailable to all customers on a Sunday, and many complained."),
        &[(4, 1)],
    );
    check_only(
        code,
        &with("The checkout was unavailable to all customers on a Sunday because of a query."),
        &[],
    );
    check_only(
        code,
        &with("The release had a query that took the connections of checkout, and customers could not pay."),
        &[],
    );
    check_only(code, &with("The checkout was unavailable."), &[]);
    check_only(
        code,
        "---\ntitle: a\n---\n## Summary\n\nThe checkout was unavailable to all customers on a Sunday.\n",
        &[],
    );
}

#[test]
fn durations_agree_with_the_times() {
    let code = "contradictory-duration";
    let with = |text: &str| {
        format!(
            "---\ntitle: a\nstarted: 2024-05-12T10:00:00Z\nmitigated: 2024-05-12T11:15:00Z\nresolved: 2024-05-12T11:30:00Z\n---\n## Summary\n\nOn that day the site broke.\n{text}\n"
        )
    };
    for good in [
        "The outage lasted 90 minutes.",
        "The outage lasted 75 minutes.",
        "The outage lasted 1h 15m.",
        "The outage lasted about two hours.",
        "The incident lasted over an hour.",
        "The incident lasted less than two hours.",
        "It was a 1.5-hour outage.",
        "Service was restored within two hours.",
        // Parts, other outages, other things.
        "In one region the outage lasted 20 minutes.",
        "The first outage lasted 20 minutes.",
        "Search was unavailable for 20 minutes.",
        "The migration lasted three hours.",
        "The outage lasted two to three hours.",
        "The rollback was complete within 5 minutes.",
        "Traffic was back to normal within ten minutes of the rollback.",
        "> The outage lasted 20 minutes.",
        "The outage lasted 20 minutes.[^a]\n\n[^a]: The provider counts otherwise.",
        "`The outage lasted 20 minutes`",
    ] {
        check_only(code, &with(good), &[]);
    }
    check_only(code, &with("The outage lasted 20 minutes."), &[(10, 19)]);
    check_only(code, &with("The outage (障害) lasted for about 4 hours."), &[(10, 28)]);
    check_only(code, &with("It was a 30-minute outage."), &[(10, 10)]);
    check_only(code, &with("Duration: 2h 45m of outage."), &[(10, 11)]);
    check_only(code, &with("The downtime was more than three hours."), &[(10, 18)]);
    check_only(code, &with("Users could not pay for five hours."), &[(10, 25)]);
    check_only(code, &with("Within the hour the shop was open again."), &[(10, 1)]);
    check_only(code, &with("The outage lasted\n20 minutes.").replace('\n', "\r\n"), &[(11, 1)]);
    check_only(
        code,
        "+++\ntitle = \"a\"\nstarted = 2024-05-12T10:00:00Z\nresolved = 2024-05-12T11:30:00Z\nsummary = \"The outage lasted 20 minutes.\"\n+++\n",
        &[(5, 30)],
    );
}

#[test]
fn durations_agree_with_times_that_only_the_text_has() {
    let code = "contradictory-duration";
    let with = |text: &str| format!("---\ntitle: a\n---\n## Summary\n\n{text}\n");
    check_only(code, &with("The outage of the shop lasted 2 hours, from 10:00 AM to 10:30 AM."), &[(6, 31)]);
    check_only(code, &with("The outage of the shop lasted 30 minutes, from 10:00 AM to 10:30 AM."), &[]);
    check_only(
        code,
        &with("The outage of the shop lasted 2 hours. It was slow from 10:00 AM to 10:30 AM."),
        &[],
    );
    let timeline = "\n## Timeline\n\n- 23:50 [started] The shop is down\n- 00:20 [resolved] The shop is up\n";
    check_only(code, &format!("{}{timeline}", with("The outage of the shop lasted 2 hours.")), &[(6, 31)]);
    check_only(code, &format!("{}{timeline}", with("The outage of the shop lasted 30 minutes.")), &[]);
    // A timeline need not begin with the start and end with the end.
    let part = timeline.replace("[resolved] ", "");
    check_only(code, &format!("{}{part}", with("The outage of the shop lasted 2 hours.")), &[]);
}

#[test]
fn dates_mean_one_day() {
    let code = "ambiguous-date";
    let with = |text: &str| format!("---\ntitle: a\n---\n## Summary\n\n{text}\n");
    check_only(code, &with("On [12.05.2024] the site was down."), &[(6, 5)]);
    check_only(code, &with("障害 of 05/12/2024 and the site was down."), &[(6, 7)]);
    check_only(code, &with("| On the | When |\n|--|--|\n| 03-04-2024 | down |"), &[(8, 3)]);
    check_only(code, "---\ntitle: Down on 05/12/2024\n---\n", &[(2, 16)]);
    // Each is told once, however often it comes.
    check_only(code, &with("- 05/12/2024 the site went down\n- 05/12/2024 and came up"), &[(6, 3)]);
    for good in [
        "On 2024-05-12 the site was down.",
        "On 13.05.2024 the site was down.",
        "On 05/05/2024 the site was down.",
        "The release `12.05.2024` was the one.",
        "> On 12.05.2024 the site was down.",
        "The log has 12.05.2024, which is 2024-05-12.",
        "The log has 12.05.2024, with the day before the month.",
        "Am 12.05.2024 fiel die Seite aus, und niemand konnte bestellen oder bezahlen.",
    ] {
        check_only(code, &with(good), &[]);
    }
}

#[test]
fn some_date_has_its_year() {
    let code = "date-without-year";
    let with = |text: &str| format!("---\ntitle: a\n---\n## Summary\n\n{text}\n");
    check_only(code, &with("On Saturday, October 2 the site was down."), &[(6, 14)]);
    check_only(code, &with("On the 2nd of October the site was down."), &[(6, 8)]);
    check_only(code, &with("On October 2 the site was down.\n\nThat was in 2021."), &[]);
    check_only(code, &with("On October 2, 2021 the site was down. On October 3 it was up."), &[]);
    check_only(
        code,
        "---\ntitle: a\nstarted: 2021-10-02\n---\n## Summary\n\nOn October 2 the site was down.\n",
        &[],
    );
}

#[test]
fn local_times_that_the_clock_showed_twice_are_told() {
    let code = "ambiguous-local-time";
    check_only(code, "---\ntitle: a\nstarted: 2024-10-27 02:30\ntimezone: Europe/Berlin\n---\n", &[(3, 10)]);
    check_only(
        code,
        "---\ntitle: a\nstarted: 2024-10-27 01:30\nresolved: 2024-10-27 03:00\ntimezone: Europe/Berlin\n---\n",
        &[],
    );
    check_only(
        code,
        "---\ntitle: a\nstarted: 2024-10-27T02:30:00+02:00\ntimezone: Europe/Berlin\n---\n",
        &[],
    );
    check_only(code, "---\ntitle: a\nstarted: 2024-10-27 02:30 CEST\ntimezone: Europe/Berlin\n---\n", &[]);
    // A timeline of that night is told of once.
    check_only(
        code,
        "---\ntitle: a\nstarted: 2024-10-27 01:30\ntimezone: Europe/Berlin\n---\n## Timeline\n\n- 01:30 a\n- 02:10 b\n- 02:20 c\n",
        &[(9, 3)],
    );
}
