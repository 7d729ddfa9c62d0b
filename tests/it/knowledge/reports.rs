//! What reports count, and how they are shown.

use super::{TODAY, example, on_the_day};
use crate::site::site;

#[test]
fn a_public_report_counts_nothing_internal_and_no_draft() {
    let site = example();
    let all = || -> Vec<String> {
        let subjects = ["actions", "recurrences", "trends", "stats"];
        let formats = ["table", "json", "csv"];
        let both = subjects.iter().flat_map(|subject| formats.iter().map(move |format| (subject, format)));
        both.map(|(subject, format)| {
            let run = site.run(&["report", subject, "--format", format, "--today", TODAY]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            run.stdout + &run.stderr
        })
        .collect()
    };
    let before = all();
    for (name, key) in [("secret", "visibility: internal"), ("unripe", "status: draft")] {
        site.write(
            &format!("content/{name}.md"),
            format!("---\ntitle: Connection pool of checkout exhausted once more\n{key}\nseverity: sev1\nservices: [checkout, vault]\nroot_causes: [capacity/connection-pool]\nteams: [pay, shadow]\nstarted: 2025-05-01T10:00:00Z\nrecurrence_of: w-01\naction_items: [Tell nobody of w-07]\n---\nOrders failed as in w-01: the pool had no connections left.\n"),
        );
    }
    assert!(all() == before, "a figure knows what it must not know");
    let internal = on_the_day(&site, "stats", &["--audience", "internal", "--drafts"]);
    assert_eq!(internal["all"]["count"], 13);
}

#[test]
fn tables_fit_the_terminal_and_have_no_colours_elsewhere() {
    let site = example();
    for subject in ["actions", "recurrences", "trends", "stats"] {
        let wide = site.run(&["report", subject, "--today", TODAY]);
        assert_eq!(wide.code, 0, "{}", wide.stderr);
        assert!(!wide.stdout.contains('\u{1b}'), "{}", wide.stdout);
        assert_eq!(wide.stderr, "1 postmortem is dated after 2025-06-30, and left out\n");
        let output =
            site.command(&["report", subject, "--today", TODAY]).env("COLUMNS", "60").output().unwrap();
        let narrow = site.read(&output).stdout;
        let heads = ["STATE", "DATE", "MONTH", "YEAR", "METRIC"];
        let mut in_table = false;
        for line in narrow.lines() {
            in_table = (in_table || heads.iter().any(|head| line.starts_with(head))) && !line.is_empty();
            assert!(!in_table || line.chars().count() <= 60, "{line}");
        }
    }
    let run = site.run(&["report", "actions", "--today", TODAY]);
    let expected = "\
11 action items, 3 overdue, 3 open, 3 done, 1 dropped, 1 elsewhere; 33 % of 9 done
days open: 2 91-180, 1 181-365, 2 over 365, 1 unknown

STATE    UNTIL       DAYS  OWNER  KIND     POSTMORTEM  ACTION
overdue  2024-03-30   487         prevent  w-01        Review the pools of all services
overdue  2024-04-01   487  ana    detect   w-01        Alert when the pool is nearly full
overdue  2025-06-29   181         repair   w-10        Buy spare disks
open     2025-06-30    92         prevent  w-06        Try settings before they go live
open     2025-12-31   171  bo     prevent  w-07        Keep sessions out of the pool
open                                       w-04        Write down what happened
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn csv_has_a_row_for_each_and_the_figures_of_the_json() {
    let site = example();
    let csv = |subject: &str| site.run(&["report", subject, "--format", "csv", "--today", TODAY]).stdout;
    let rows = |text: &str| text.split("\r\n").filter(|row| !row.is_empty()).count();
    assert_eq!(rows(&csv("actions")), 1 + 11);
    assert_eq!(rows(&csv("recurrences")), 1 + 5);
    assert_eq!(rows(&csv("trends")), 1 + 17 + 2 + 2);
    let stats = csv("stats");
    let mut lines = stats.split("\r\n");
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let all: Vec<&str> = lines.next().unwrap().split(',').collect();
    let value = |name: &str| all[head.iter().position(|head| *head == name).unwrap()];
    for (name, expected) in [
        ("dimension", "all"),
        ("count", "11"),
        ("first_seen", "2024-02-29"),
        ("days_between_median", "51"),
        ("time_to_mitigate_n", "8"),
        ("time_to_mitigate_missing", "3"),
        ("time_to_mitigate_median", "3600"),
        ("time_to_mitigate_p90", "36000"),
        ("detected_by_people_part", "5"),
        ("set_off_by_change_missing", "1"),
    ] {
        assert_eq!(value(name), expected, "{name}");
    }
}

#[test]
fn names_that_nobody_has_are_told() {
    let site = example();
    let run = |arguments: &[&str]| {
        let run = site.run(&[&["report", "stats"], arguments].concat());
        (run.code, run.stderr)
    };
    let error = |text: &str| (2, format!("error: {text}\n"));
    assert_eq!(
        run(&["--service", "chekout"]),
        error("no postmortem has the service `chekout`; did you mean `checkout`?")
    );
    assert_eq!(run(&["--team", "zzz"]), error("no postmortem has the team `zzz`"));
    assert_eq!(
        run(&["--cause", "capacty"]),
        error("no postmortem has the root cause `capacty`; did you mean `capacity`?")
    );
    assert_eq!(
        run(&["--since", "soon"]),
        error("`--since soon` is neither a day such as 2024-05-12 nor a time such as 90d, 12w, 6m or 2y")
    );
}

#[test]
fn a_project_without_postmortems_has_honest_reports() {
    let site = site("");
    site.write("content/pages/about.md", "---\ntitle: About\n---\nx\n");
    let told = |subject: &str| site.run(&["report", subject]).stdout;
    assert_eq!(told("actions"), "0 action items\n");
    assert_eq!(told("recurrences"), "no failure came back\n");
    assert_eq!(told("trends"), "there is no such incident\n");
    assert_eq!(told("stats"), "there is no such incident\n");
}
