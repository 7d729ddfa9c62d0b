use super::RULES;
use crate::lint::testing::{findings, findings_of};

/// Checks a whole file; only what this family finds counts, and missing boxes only where asked for.
#[track_caller]
fn check(text: &str, expected: &[(&str, usize, usize)]) {
    let found = findings_of(RULES, text);
    assert_eq!(found, expected, "{text}");
}

/// Checks the lines of a list of action items, the first of which is line 6. What follows is English, so
/// that rules which ask for the language take the whole for English.
#[track_caller]
fn check_list(lines: &str, expected: &[(&str, usize, usize)]) {
    let english = "## Lessons learned\n\nThe pool of the checkout was full, and that came from the retries.";
    check(&format!("---\ntitle: a\n---\n## Action items\n\n{lines}\n\n{english}\n"), expected);
}

/// Checks entries of the front matter, the first of which is line 4.
#[track_caller]
fn check_front_matter(entries: &str, expected: &[(&str, usize, usize)]) {
    check(&format!("---\ntitle: a\naction_items:\n{entries}\n---\n"), expected);
}

#[test]
fn good_items_are_left_alone() {
    check_list("- [ ] Reject deploys without a canary @alice due:2099-06-01 (OPS-12)", &[]);
    check_list("- [ ] Reject deploys without a canary @team/payments due:2099-06-01", &[]);
    check_list("- [x] Improve monitoring\n- [x] Be more careful closed:2020-01-01", &[]);
    check_list("- [ ] Investigate status:dropped\n- [x] Cap the pool", &[]);
    check_list(
        "- [ ] Patch nginx @alice due:2099-06-01\n- [ ] Alert on free memory @bob due:2099-06-01",
        &[],
    );
    check_front_matter("  - text: Cap the pool at 60\n    owner: alice\n    due: 2099-06-01", &[]);
}

#[test]
fn a_postmortem_without_items_is_told() {
    check("---\ntitle: a\n---\n", &[("no-action-items", 2, 8)]);
    check("---\ntitle: a\naction_items: []\n---\n", &[("no-action-items", 2, 8)]);
    check("---\ntitle: a\n---\n\n## Next steps\n\nWe will see.\n", &[("no-action-items", 5, 1)]);
    check_list("- TBD", &[("no-action-items", 6, 1)]);
    check("---\ntitle: a\nstatus: draft\n---\n", &[]);
    check("---\ntitle: a\nsource:\n  url: https://example.org/\n---\n", &[]);
    check_list("- [ ] Cap the pool status:dropped", &[]);
}

#[test]
fn what_is_not_read_is_told() {
    check_list(
        "| Action | Owner |\n|---|---|\n| Cap the pool | Bob |\n| Alert | Bob |",
        &[("actions-unread", 6, 1)],
    );
    check_list("  | Task | 担当 |\r\n  |---|---|\r\n  | Cap | Bob |\r", &[("actions-unread", 6, 3)]);
    check_list("- [ ] Cap the pool @a due:2099-01-01\n\n| Limit | Value |\n|---|---|\n| pool | 60 |", &[]);
    check_list("- Prevention:\n  - [ ] Cap the pool @a\n", &[("actions-unread", 6, 1)]);
    check_list("- Prevention\n\n  1. [x] Cap the pool\n", &[("actions-unread", 6, 1)]);
    check_list("- [ ] Cap the pools: @a due:2099-01-01\n  - [ ] in staging\n", &[]);
    check("---\ntitle: a\n---\n**Action items:**\n\n- Cap the pool\n", &[("actions-unread", 4, 3)]);
    check("---\ntitle: a\n---\nIt ended.\nCorrective measures\nCap the pool\n", &[("actions-unread", 5, 1)]);
    check("---\ntitle: a\n---\n## Our preventive ideas\n\n- Cap the pool\n", &[("actions-unread", 4, 1)]);
}

#[test]
fn items_in_two_places_are_told() {
    let entry = "action_items:\n  - text: Cap the pool\n    owner: bob\n    due: 2099-06-01\n";
    check(
        &format!("---\ntitle: a\n{entry}---\n## Action items\n\n> a\n\n1. [ ] Be careful\n"),
        &[("actions-twice", 12, 1)],
    );
    check(&format!("---\ntitle: a\n{entry}---\n## Action items\n\n- None\n"), &[]);
}

#[test]
fn lists_without_boxes_are_told_once() {
    check_list(
        "- Cap the pool @a due:2099-06-01\n- Reject deploys @a due:2099-06-01",
        &[("actions-without-box", 6, 1)],
    );
    check_list(
        "- We capped the pool\n- Added a limit\n- The script was updated",
        &[("actions-without-box", 6, 1)],
    );
    check_list("1) [x] Capped\n2) [X] Rejected", &[]);
}

#[test]
fn owners_and_dates_are_asked_for() {
    let good = "- [ ] Cap the pool @alice due:2099-06-01\n";
    check_list(&format!("{good}- [ ] Reject deploys"), &[("action-without-owner", 7, 1)]);
    check_list("- [ ] Cap the pool\n- [ ] Reject deploys", &[("action-without-owner", 6, 1)]);
    check_list("- [ ] Cap the pool\n  - Owner: @alice", &[("action-without-owner", 6, 1)]);
    check_list(&format!("{good}- [ ] Reject deploys @bob"), &[("action-without-date", 7, 1)]);
    check_list(
        &format!("{good}- [ ] Reject deploys @bob (OPS-1)"),
        &[("action-without-ticket", 6, 1), ("action-without-date", 7, 1)],
    );
    check_list("- [ ] Cap the pool @a\n- [ ] Reject deploys @b", &[("action-without-date", 6, 1)]);
    check_list("- [ ] Cap the pool, owner to be found among us due:2099-06-01", &[]);
    check_front_matter(
        "  - Cap the pool\n  - {text: Reject deploys, owner: bob}",
        &[("action-without-owner", 4, 5), ("action-without-date", 5, 12)],
    );
    check(
        "---\ntitle: a\nsource: {url: 'https://example.org/'}\naction_items: [Cap the pool, Improve it]\n---\n",
        &[],
    );
}

#[test]
fn late_items_are_told() {
    check_list("- [ ] Cap the pool @a due:2020-01-01", &[("overdue-action", 6, 23)]);
    check_list("- [ ] 障害の\tCap @a\n  due:2020-01-01", &[("overdue-action", 7, 3)]);
    check_list("- [x] Cap the pool @a due:2020-01-01", &[]);
    check_front_matter(
        "  - {text: Cap the pool, owner: a, due: 2020-01-01}\n  - {text: Cap more, due: 2020-01-01, status: done}",
        &[("overdue-action", 4, 41)],
    );
    let old = |severity: &str| {
        format!(
            "---\ntitle: a\nseverity: {severity}\nstarted: 2020-01-01\n---\n## Actions\n\n- [ ] Cap the pool @a\n"
        )
    };
    check(&old("sev1"), &[("open-too-long", 8, 1)]);
    check(&old("sev4"), &[("open-too-long", 8, 1)]);
    check(&old("sev1").replace("[ ]", "[x]"), &[]);
    check(&old("sev1").replace("@a", "@a due:2099-01-01"), &[]);
    check(&old("sev1").replace("2020-01-01", "2025-12-31"), &[("action-without-date", 8, 1)]);
}

/// Checks an open item with an owner and a date, beside one that is done; places are those in its text.
#[track_caller]
fn check_wording(text: &str, expected: &[(&str, usize)]) {
    let expected: Vec<_> = expected.iter().map(|(code, column)| (*code, 6, column + 6)).collect();
    check_list(&format!("- [ ] {text} @alice due:2099-06-01\n- [x] Cap the pool"), &expected);
}

#[test]
fn vague_items_are_told_at_the_words() {
    check_wording("Improve monitoring", &[("vague-action", 1)]);
    check_wording("**Investigate** the crash", &[("vague-action", 3)]);
    check_wording("Deploys: be more careful", &[("vague-action", 10)]);
    check_wording("障害 – look into retries", &[("vague-action", 6)]);
    check_wording("Ensure that deploys are tested properly", &[("vague-action", 1)]);
    check_wording("Review our processes", &[("vague-action", 1)]);
    check_wording("Try to test more (OPS-1)", &[("open-ended-action", 1)]);
    check_wording(
        "Consider moving the whole queue of payments out of the checkout",
        &[("open-ended-action", 1)],
    );
    check_wording("Ensure deploys get tested", &[("open-ended-action", 1)]);
}

#[test]
fn measurable_items_are_fine() {
    check_wording("Improve the p99 of the checkout to 200 ms", &[]);
    check_wording("Investigate the crash and document the cause", &[]);
    check_wording("Investigate `pg_basebackup` hanging", &[]);
    check_wording("Ensure all queries have a timeout", &[]);
    check_wording("Reduce restarts by adding a probe", &[]);
    check_wording("Review the failover runbook", &[]);
    check_wording("Improve deploys so that a canary fails first", &[]);
    check_front_matter(
        "  - {text: Investigate the crash of the pool, kind: investigate, owner: a, due: 2099-01-01}\n  - {text: Cap it, owner: a, due: 2099-01-01}",
        &[],
    );
}

#[test]
fn statements_are_no_actions() {
    check_wording("We should test deploys", &[("action-without-verb", 1)]);
    check_wording("The pool needs a limit", &[("action-without-verb", 1)]);
    check_wording("*All* deploys go through staging", &[("action-without-verb", 2)]);
    check_wording("Limit the pool: the database has 100 connections", &[]);
    check_wording("Weekly tests of restores", &[]);
}

#[test]
fn a_list_of_intentions_is_told() {
    check_list(
        "- [ ] Improve tests @a due:2099-01-01\n- [x] Be more careful\n- [ ] Ensure quality @a due:2099-01-01",
        &[("only-broad-actions", 4, 1), ("vague-action", 6, 7), ("vague-action", 8, 7)],
    );
    check_front_matter(
        "  - {text: Improve tests, owner: a, due: 2099-01-01}\n  - {text: Better reviews, owner: a, due: 2099-01-01}",
        &[("only-broad-actions", 3, 1), ("vague-action", 4, 12), ("vague-action", 5, 12)],
    );
}

#[test]
fn detection_by_people_asks_for_an_alert() {
    let with = |detection: &str, item: &str| {
        format!(
            "---\ntitle: a\ndetection: {detection}\n---\n## Action items\n\n- [ ] {item} @a due:2099-01-01\n"
        )
    };
    check(&with("customer", "Cap the pool at 60"), &[("detection-not-improved", 3, 12)]);
    check(&with("{method: social, gap: none}", "Cap the pool at 60"), &[("detection-not-improved", 3, 21)]);
    check(&with("customer", "Cap the pool and page when it is full"), &[]);
    check(&with("customer", "Cap the pool kind:detect"), &[("nothing-prevents", 5, 1)]);
    check(&with("monitoring", "Cap the pool at 60"), &[]);
    let german = "Die Kasse war eine Stunde lang nicht erreichbar, weil der Pool zu klein war.";
    check(&format!("{}\n{german}\n", with("customer", "Pool auf 60 vergrößern")), &[]);
}

#[test]
fn one_sided_lists_are_told() {
    let items = |items: [&str; 3]| items.map(|item| format!("- [ ] {item} @a due:2099-01-01\n")).concat();
    check_list(
        &items(["Cap the pool kind:prevent", "Remove the job kind:prevent", "Teach the pool kind:process"]),
        &[("nothing-detects-or-mitigates", 4, 1)],
    );
    check_list(&items(["Cap the pool", "Remove the job", "Write a runbook"]), &[]);
    check_list(
        &items(["Alert on free connections", "Monitor the queue", "Write a runbook kind:mitigate"]),
        &[("nothing-prevents", 4, 1)],
    );
    check_list("- [x] Alert on free connections kind:detect", &[]);
}

#[test]
fn other_languages_say_nothing() {
    check(
        "---\ntitle: Kasse\n---\nDie Kasse war nicht erreichbar, weil der Pool zu klein war und niemand es sah.\n\n\
         ## Actions\n\n- [ ] Pool vergrößern @a due:2099-01-01\n- [ ] All die Alarme prüfen @a due:2099-01-01\n\
         - [ ] Wiki schreiben @a due:2099-01-01\n",
        &[],
    );
    check(
        "---\ntitle: 障害\ndetection: customer\n---\n障害が発生しました。接続プールが枯渇したためです。注文が止まりました。\n\n\
         ## Action items\n\n- [ ] プールを拡大する @a due:2099-01-01\n",
        &[],
    );
}

/// The text of an example as a whole file.
fn whole(example: &str) -> String {
    if let Some(rest) = example.strip_prefix("---\n") {
        let title = if rest.contains("title:") { "" } else { "title: a\n" };
        return format!("---\n{title}{rest}\n");
    }
    match example.get(..3) {
        Some("## ") => format!("---\ntitle: a\n---\n{example}\n"),
        Some("- [") => format!("---\ntitle: a\n---\n## Action items\n\n{example}\n"),
        _ => {
            format!("---\ntitle: a\n{example}\n---\n{}", "The pool was full, and the rest of the day too.\n")
        }
    }
}

#[test]
fn examples_break_and_keep_their_rules() {
    for rule in [RULES, crate::lint::cause::RULES, crate::lint::terms::RULES].concat() {
        let breaks = |text: &str| findings(&whole(text)).iter().any(|(code, ..)| *code == rule.code);
        assert!(breaks(rule.bad), "{}: {}", rule.code, rule.bad);
        assert!(!breaks(rule.good), "{}: {}", rule.code, rule.good);
    }
}
