//! `pmsite report`: a worked example. Every figure below was computed by hand from the twelve postmortems.

use crate::site::{Site, site};
use serde_json::{Value, json};

pub(crate) const TODAY: &str = "2025-06-30";

/// Twelve postmortems: eleven until the day of the report, one of them after it.
#[expect(clippy::too_many_lines, reason = "twelve postmortems")]
pub(crate) fn example() -> Site {
    site(
        "
        //- content/w-01.md
        ---
        title: Connection pool of checkout exhausted
        severity: sev1
        services: [checkout]
        teams: [pay]
        root_causes: [capacity/connection-pool]
        triggers: [deploy]
        detection: monitoring
        started: 2024-02-29T10:00:00Z
        detected: 2024-02-29T10:05:00Z
        acknowledged: 2024-02-29T10:07:00Z
        identified: 2024-02-29T10:30:00Z
        mitigated: 2024-02-29T11:00:00Z
        resolved: 2024-02-29T12:00:00Z
        action_items:
          - { id: OPS-1, text: Double the pool, kind: prevent, owner: \"@Ana\", closed: 2024-03-15 }
          - { text: Alert when the pool is nearly full, kind: detect, owner: ana, due: 2024-04-01 }
          - { text: Review the pools of all services, kind: prevent }
        ---
        Every order held two connections, so the pool ran empty and orders failed.
        //- content/w-02.md
        ---
        title: Mobile app floods the basket
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [capacity]
        triggers: [traffic]
        detection: customer
        started: 2024-05-10T23:50:00Z
        detected: 2024-05-11T00:10:00Z
        mitigated: 2024-05-11T00:50:00Z
        resolved: 2024-05-11T01:20:00Z
        recurrence_of: w-01
        action_items:
          - { text: Cap the retries of the mobile app, owner: Bo, kind: prevent, status: done }
        ---
        Phones repeated what had timed out, over midnight. It is w-01 once more.
        //- content/w-03.md
        ---
        title: Newsletter sent twice
        severity: sev3
        services: [mail]
        root_causes: [bad-deploy]
        triggers: [deploy]
        detection: engineer
        started: 2024-07-01T08:00:00Z
        detected: 2024-07-01T08:00:00Z
        mitigated: 2024-07-01T08:00:00Z
        resolved: 2024-07-01T08:00:00Z
        ---
        A developer watched the duplicate leave.
        //- content/w-04.md
        ---
        title: Old attachments unreadable
        services: [archive]
        action_items: [Write down what happened]
        ---
        Nobody remembers when.
        //- content/w-05.md
        ---
        title: Certificate ran out
        severity: sev2
        services: [search]
        teams: [find]
        root_causes: [certificate-expiry]
        triggers: [expiry]
        detection: unknown
        started: 2024-09-15
        resolved: 2024-09-16T10:00:00Z
        ---
        Browsers refused the page until a new one was issued.
        //- content/w-06.md
        ---
        title: Mail relay refused senders
        severity: sev1
        services: [mail]
        root_causes: [config-change]
        triggers: [config-push]
        detection: synthetic
        timezone: Europe/Berlin
        started: 2025-03-30 01:30
        detected: 2025-03-30 03:05
        mitigated: 2025-03-30 03:30
        resolved: 2025-03-30 04:30
        action_items:
          - { text: Replace the relay, kind: prevent, status: dropped }
          - { text: Try settings before they go live, kind: prevent, status: in-progress, due: 2025-06-30 }
        ---
        The clocks went forward in between.
        //- content/w-07.md
        ---
        title: Connection pool of checkout exhausted again
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [capacity/connection-pool]
        triggers: [load-pattern]
        detection: social
        started: 2025-01-10T12:00:00Z
        detected: 2025-01-10T12:30:00Z
        mitigated: 2025-01-10T13:30:00Z
        resolved: 2025-01-10T14:00:00Z
        action_items:
          - { text: Keep sessions out of the pool, kind: prevent, owner: \"@bo\", due: 2025-12-31 }
        ---
        Orders failed because the pool had no connections left.
        //- content/w-08.md
        ---
        title: Stale answers after a release
        severity: sev3
        services: [search]
        teams: [find]
        root_causes: [bad-deploy]
        triggers: [deploy, config-push]
        detection: partner
        started: 2025-02-03T09:00:00Z
        detected: 2025-02-03T09:10:00Z
        mitigated: 2025-02-03T09:40:00Z
        action_items:
          - { text: Test the index job before a release, kind: process, due: 2025-03-01, closed: 2025-03-05 }
        ---
        The job that reads new documents had stopped.
        //- content/w-09.md
        ---
        title: Index lost while it moved
        severity: sev3
        services: [search]
        teams: [find]
        root_causes: [bad-deploy]
        triggers: [migration]
        detection: monitoring
        started: 2025-02-20T22:00:00Z
        detected: 2025-02-20T22:02:00Z
        mitigated: 2025-02-20T22:30:00Z
        resolved: 2025-02-20T23:00:00Z
        recurrence_of: w-08
        ---
        A [release](./w-08.md) had broken it before; [again](./w-08.md), see w-08.
        //- content/w-10.md
        ---
        title: Disk of the mail store died
        severity: sev4
        services: [mail]
        root_causes: [hardware]
        triggers: [hardware-failure]
        detection: monitoring
        timezone: America/New_York
        started: 2024-12-31 23:30
        resolved: 2025-01-01 00:30
        action_items:
          - { text: Buy spare disks, kind: repair }
        ---
        At midnight, of course.
        //- content/w-11.md
        ---
        title: Payment provider unreachable
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [dependency]
        triggers: [provider]
        detection: customer
        source: { url: \"https://status.example/1\" }
        started: 2024-11-05T00:00:00Z
        detected: 2024-11-05T00:15:00Z
        mitigated: 2024-11-05T10:00:00Z
        resolved: 2024-11-05T20:00:00Z
        action_items: [Add a second line to the exchange]
        ---
        Told by the provider itself.
        //- content/w-12.md
        ---
        title: Planned for next week
        severity: sev1
        services: [checkout]
        root_causes: [power]
        detection: monitoring
        started: 2025-07-02T10:00:00Z
        detected: 2025-07-02T10:01:00Z
        action_items: [Ask who wrote this]
        ---
        It has not happened yet.
        //- book.toml
        [postmortem.root-causes.\"capacity/connection-pool\"]
        title = \"Connection pool\"
        ",
    )
}

#[track_caller]
fn report(site: &Site, arguments: &[&str]) -> Value {
    let run = site.run(&[&["report"], arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn on_the_day(site: &Site, subject: &str, arguments: &[&str]) -> Value {
    report(site, &[&[subject, "--today", TODAY], arguments].concat())
}

/// `{n, missing, median, p90}`, in minutes for times.
fn minutes(n: usize, missing: usize, median: i64, p90: i64) -> Value {
    json!({ "n": n, "missing": missing, "median": median * 60, "p90": p90 * 60 })
}

fn tallies(pairs: &[(&str, usize)]) -> Value {
    pairs.iter().map(|(key, count)| json!({ "key": key, "count": count })).collect()
}

#[test]
fn all_figures_are_those_computed_by_hand() {
    let report = on_the_day(&example(), "stats", &[]);
    assert_eq!(report["today"], TODAY);
    assert_eq!(report["future"], 1);
    let expected = json!({
        "count": 11,
        "undated": 1,
        "first_seen": "2024-02-29",
        "last_seen": "2025-03-30",
        // 71, 52, 76, 51, 56, 10, 24, 17 and 38 days.
        "days_between": { "n": 9, "missing": 0, "median": 51, "p90": 76 },
        "metrics": {
            // 0, 2, 5, 10, 15, 20, 30, 35 minutes.
            "time_to_detect": minutes(8, 3, 10, 35),
            "time_to_acknowledge": minutes(1, 10, 2, 2),
            "time_to_identify": minutes(1, 10, 25, 25),
            // 0, 30, 40, 60, 60, 60, 90, 600 minutes.
            "time_to_mitigate": minutes(8, 3, 60, 600),
            // 0, 60, 60, 90, 120, 120, 120, 1200 minutes.
            "time_to_resolve": minutes(8, 3, 90, 1200),
        },
        "detected_by_people": { "part": 5, "n": 9, "missing": 2 },
        "set_off_by_change": { "part": 5, "n": 10, "missing": 1 },
        "severities": tallies(&[("sev1", 2), ("sev2", 4), ("sev3", 3), ("sev4", 1), ("", 1)]),
        "root_causes": tallies(&[
            ("bad-deploy", 3), ("capacity", 3), ("certificate-expiry", 1), ("config-change", 1),
            ("dependency", 1), ("hardware", 1), ("", 1),
        ]),
        "triggers": tallies(&[
            ("deploy", 3), ("config-push", 2), ("expiry", 1), ("hardware-failure", 1), ("load-pattern", 1),
            ("migration", 1), ("provider", 1), ("traffic", 1), ("", 1),
        ]),
    });
    assert_eq!(report["all"], expected);
}

#[test]
fn what_is_missing_is_told_with_its_reason() {
    let report = on_the_day(&example(), "stats", &[]);
    let gaps: Vec<(&str, &str, u64)> = report["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| {
            (gap["metric"].as_str().unwrap(), gap["why"].as_str().unwrap(), gap["count"].as_u64().unwrap())
        })
        .collect();
    let expected = [
        ("time_to_detect", "started is not known", 1),
        ("time_to_detect", "detected is not known", 3),
        ("time_to_detect", "started is known to the day only", 1),
        ("time_to_acknowledge", "detected is not known", 3),
        ("time_to_acknowledge", "acknowledged is not known", 10),
        ("time_to_identify", "detected is not known", 3),
        ("time_to_identify", "identified is not known", 10),
        ("time_to_mitigate", "started is not known", 1),
        ("time_to_mitigate", "mitigated is not known", 3),
        ("time_to_mitigate", "started is known to the day only", 1),
        ("time_to_resolve", "started is not known", 1),
        ("time_to_resolve", "resolved is not known", 2),
        ("time_to_resolve", "started is known to the day only", 1),
    ];
    assert_eq!(gaps, expected);
}

/// The keys and counts of the groups of a dimension.
fn groups(report: &Value, dimension: &str) -> Vec<(String, u64)> {
    let groups = report[dimension].as_array().unwrap().iter();
    groups.map(|one| (one["key"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap())).collect()
}

fn owned(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
}

#[test]
fn groups_fold_sub_terms_into_their_terms() {
    let report = on_the_day(&example(), "stats", &[]);
    let expected = owned(&[
        ("bad-deploy", 3),
        ("capacity", 3),
        ("capacity/connection-pool", 2),
        ("certificate-expiry", 1),
        ("config-change", 1),
        ("dependency", 1),
        ("hardware", 1),
    ]);
    assert_eq!(groups(&report, "root_cause"), expected);
    assert_eq!(
        groups(&report, "service"),
        owned(&[("checkout", 4), ("mail", 3), ("search", 3), ("archive", 1)])
    );
    assert_eq!(groups(&report, "team"), owned(&[("pay", 4), ("find", 3)]));
    assert_eq!(groups(&report, "severity"), owned(&[("sev1", 2), ("sev2", 4), ("sev3", 3), ("sev4", 1)]));
    let capacity = &report["root_cause"][1];
    assert_eq!(
        (&capacity["first_seen"], &capacity["last_seen"]),
        (&json!("2024-02-29"), &json!("2025-01-10"))
    );
    // 71 and 245 days; 5, 20 and 30 minutes.
    assert_eq!(capacity["days_between"], json!({ "n": 2, "missing": 0, "median": 71, "p90": 245 }));
    assert_eq!(capacity["metrics"]["time_to_detect"], minutes(3, 0, 20, 30));
}

#[test]
fn one_incident_has_figures_and_no_distance() {
    let report = on_the_day(&example(), "stats", &["--cause", "hardware"]);
    assert_eq!(report["all"]["count"], 1);
    let nothing = json!({ "n": 0, "missing": 0, "median": null, "p90": null });
    assert_eq!(report["all"]["days_between"], nothing);
    assert_eq!(report["all"]["metrics"]["time_to_resolve"], minutes(1, 0, 60, 60));
    let report = on_the_day(&example(), "stats", &["--service", "archive"]);
    assert_eq!(report["all"]["count"], 1);
    assert_eq!(report["all"]["first_seen"], Value::Null);
    for metric in report["all"]["metrics"].as_object().unwrap().values() {
        assert_eq!(*metric, json!({ "n": 0, "missing": 1, "median": null, "p90": null }));
    }
}

/// The periods of a list with their counts.
fn counts(periods: &Value) -> Vec<(&str, u64)> {
    let periods = periods.as_array().unwrap().iter();
    periods.map(|one| (one["period"].as_str().unwrap(), one["count"].as_u64().unwrap())).collect()
}

#[test]
fn trends_tell_every_month_and_year_by_the_local_date() {
    let report = on_the_day(&example(), "trends", &[]);
    assert_eq!(counts(&report["years"]), [("2024", 6), ("2025", 4)]);
    let expected = [
        ("2024-02", 1),
        ("2024-03", 0),
        ("2024-04", 0),
        ("2024-05", 1),
        ("2024-06", 0),
        ("2024-07", 1),
        ("2024-08", 0),
        ("2024-09", 1),
        ("2024-10", 0),
        ("2024-11", 1),
        // New York's new year's eve is the next year in UTC.
        ("2024-12", 1),
        ("2025-01", 1),
        ("2025-02", 2),
        ("2025-03", 1),
        ("2025-04", 0),
        ("2025-05", 0),
        ("2025-06", 0),
    ];
    assert_eq!(counts(&report["months"]), expected);
    assert_eq!(report["all"]["count"], 11);
    assert_eq!(report["last_12_months"]["count"], 8);
    // 2, 10 minutes.
    assert_eq!(report["months"][12]["metrics"]["time_to_detect"], minutes(2, 0, 2, 10));
    assert_eq!(report["months"][12]["set_off_by_change"], json!({ "part": 2, "n": 2, "missing": 0 }));
    let cell = |service: &str, root_cause: &str, count: usize| json!({ "service": service, "root_cause": root_cause, "count": count });
    let expected = json!([
        cell("checkout", "capacity", 3),
        cell("checkout", "dependency", 1),
        cell("mail", "bad-deploy", 1),
        cell("mail", "config-change", 1),
        cell("mail", "hardware", 1),
        cell("search", "bad-deploy", 2),
        cell("search", "certificate-expiry", 1),
    ]);
    assert_eq!(report["matrix"], expected);
    let report = on_the_day(&example(), "trends", &["--since", "6m"]);
    assert_eq!(counts(&report["months"])[..2], [("2024-12", 1), ("2025-01", 1)]);
    assert_eq!(report["all"]["count"], 5);
}

#[test]
fn moving_today_moves_what_is_future_recent_and_overdue() {
    let site = example();
    let on = |today: &str, subject: &str| report(&site, &[subject, "--today", today]);
    let trends = on("2025-07-01", "trends");
    assert_eq!(trends["last_12_months"]["count"], 7, "the first of July of last year is over a year ago");
    assert_eq!(trends["future"], 1);
    let trends = on("2025-07-02", "trends");
    assert_eq!((&trends["future"], &trends["all"]["count"]), (&json!(0), &json!(12)));
    assert_eq!(counts(&trends["months"]).last(), Some(&("2025-07", 1)));
    let overdue = |today: &str| on(today, "actions")["overdue"].as_u64().unwrap();
    // The disks are due on the 29th, 180 days after the incident; the settings on the 30th.
    assert_eq!((overdue("2025-06-29"), overdue("2025-06-30"), overdue("2025-07-01")), (2, 3, 4));
    let trends = on("2024-02-29", "trends");
    assert_eq!(trends["future"], 10);
    assert_eq!(counts(&trends["months"]), [("2024-02", 1)]);
    // A year before a leap day is the last of February.
    assert_eq!(trends["last_12_months"]["count"], 1);
}

#[test]
fn the_register_tells_every_promise() {
    let report = on_the_day(&example(), "actions", &[]);
    for (key, count) in [("overdue", 3), ("open", 3), ("done", 3), ("dropped", 1), ("elsewhere", 1)] {
        assert_eq!(report[key], count, "{key}");
    }
    assert_eq!(report["completion"], json!({ "part": 3, "n": 9, "missing": 0 }));
    assert_eq!(
        report["ages"],
        json!({ "0-30": 0, "31-90": 0, "91-180": 2, "181-365": 1, "over-365": 2, "unknown": 1 })
    );
    let actions: Vec<(&str, &str, Option<&str>, Option<i64>)> = report["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let (text, state) = (one["text"].as_str().unwrap(), one["state"].as_str().unwrap());
            (text, state, one["until"].as_str(), one["age_days"].as_i64())
        })
        .collect();
    let expected = [
        ("Replace the relay", "dropped", Some("2025-04-29"), Some(92)),
        ("Try settings before they go live", "open", Some("2025-06-30"), Some(92)),
        ("Test the index job before a release", "done", Some("2025-03-01"), Some(147)),
        ("Keep sessions out of the pool", "open", Some("2025-12-31"), Some(171)),
        ("Buy spare disks", "overdue", Some("2025-06-29"), Some(181)),
        ("Add a second line to the exchange", "elsewhere", None, Some(237)),
        ("Cap the retries of the mobile app", "done", Some("2024-07-09"), Some(416)),
        ("Double the pool", "done", Some("2024-03-30"), Some(487)),
        ("Alert when the pool is nearly full", "overdue", Some("2024-04-01"), Some(487)),
        ("Review the pools of all services", "overdue", Some("2024-03-30"), Some(487)),
        ("Write down what happened", "open", None, None),
    ];
    assert_eq!(actions, expected);
    let standing = |key: &str, overdue: usize, open: usize, done: usize, dropped: usize, elsewhere: usize| json!({ "key": key, "overdue": overdue, "open": open, "done": done, "dropped": dropped, "elsewhere": elsewhere });
    // All spellings of an owner are one.
    let owners =
        json!([standing("ana", 1, 0, 1, 0, 0), standing("bo", 0, 1, 1, 0, 0), standing("", 2, 2, 1, 1, 1)]);
    assert_eq!(report["by_owner"], owners);
    let kinds = json!([
        standing("prevent", 1, 2, 2, 1, 0),
        standing("detect", 1, 0, 0, 0, 0),
        standing("repair", 1, 0, 0, 0, 0),
        standing("process", 0, 0, 1, 0, 0),
        standing("", 0, 1, 0, 0, 1),
    ]);
    assert_eq!(report["by_kind"], kinds);
}

#[test]
fn keys_of_promises_stay_when_others_are_added_or_moved() {
    let keys = |site: &Site| -> Vec<(String, String)> {
        let report = on_the_day(site, "actions", &["--service", "checkout"]);
        let mut keys: Vec<(String, String)> = report["actions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["text"].as_str().unwrap().to_owned(), one["key"].as_str().unwrap().to_owned()))
            .collect();
        keys.sort();
        keys
    };
    let site = example();
    let before = keys(&site);
    let own = before.iter().find(|(text, _)| text == "Double the pool").unwrap();
    assert_eq!(own.1, "w-01:ops-1");
    let text = std::fs::read_to_string(site.path("content/w-01.md")).unwrap();
    let first = "action_items:\n";
    site.write(
        "content/w-01.md",
        text.replace(first, &format!("{first}  - Review the  Pools of all services\n  - New\n")),
    );
    let after = keys(&site);
    assert!(before.iter().all(|key| after.iter().any(|one| one.1 == key.1)), "{before:#?} {after:#?}");
    assert_eq!(after.len(), before.len() + 2);
    let mut distinct: Vec<_> = after.iter().map(|(_, key)| key).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), after.len(), "what is the same twice has two keys");
}

#[test]
fn patience_is_set_by_severity() {
    let site = example();
    let terms = std::fs::read_to_string(site.path("book.toml")).unwrap();
    site.write("book.toml", format!("{terms}\n[postmortem.actions.due-within]\nsev1 = 600\nP4 = 365\n"));
    let report = on_the_day(&site, "actions", &[]);
    let overdue: Vec<&str> = report["actions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["state"] == "overdue")
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    // What has a due date does not wait longer.
    assert_eq!(overdue, ["Alert when the pool is nearly full"]);
    site.write("book.toml", "[postmortem.actions.due-within]\nsev9 = 10\nsev2 = 0\n");
    let run = site.run(&["report", "actions"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[unknown-severity]: `sev9` is not a severity"), "{}", run.stderr);
    assert!(run.stderr.contains("the days of a severity are from 1 to 3650"), "{}", run.stderr);
}

#[test]
fn chains_tell_what_was_promised_in_between() {
    let report = on_the_day(&example(), "recurrences", &[]);
    let chains = report["chains"].as_array().unwrap();
    assert_eq!(chains.len(), 2, "{chains:#?}");
    let pool = &chains[0];
    let ids = |chain: &Value| -> Vec<String> {
        chain["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(pool), ["w-01", "w-02", "w-07"]);
    assert_eq!((&pool["times"], &pool["severity"]), (&json!(3), &json!("sev1")));
    assert_eq!(
        (&pool["promised"], &pool["promised_before"], &pool["done_in_time"], &pool["open"]),
        (&json!(4), &json!(3), &json!(2), &json!(2))
    );
    let members = pool["members"].as_array().unwrap();
    let days: Vec<Option<i64>> = members.iter().map(|one| one["days_since"].as_i64()).collect();
    assert_eq!(days, [None, Some(71), Some(245)]);
    let outcomes = |member: &Value| -> Vec<(String, String)> {
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        let promises = member["promises"].as_array().unwrap().iter();
        promises.map(|one| (text(one, "text"), text(one, "outcome"))).collect()
    };
    let promise = |text: &str, outcome: &str| (text.to_owned(), outcome.to_owned());
    // An alert does not keep it from happening.
    assert_eq!(
        outcomes(&members[0]),
        [promise("Double the pool", "done"), promise("Review the pools of all services", "open")]
    );
    assert_eq!(outcomes(&members[1]), [promise("Cap the retries of the mobile app", "done-without-date")]);
    assert_eq!(outcomes(&members[2]), [promise("Keep sessions out of the pool", "open")]);
    assert_eq!(members[0]["link"], Value::Null);
    assert_eq!((&members[1]["link"]["to"], &members[1]["link"]["declared"]), (&json!("w-01"), &json!(true)));
    let found = &members[2]["link"];
    assert_eq!((&found["to"], &found["declared"]), (&json!("w-01"), &json!(false)));
    assert_eq!(found["evidence"]["root_causes"], json!(["capacity/connection-pool"]));
    let words = found["evidence"]["words"].as_array().unwrap();
    assert!(words.contains(&json!("pool")) && words.contains(&json!("connection")), "{words:?}");
    let index = &chains[1];
    assert_eq!(
        (ids(index), &index["severity"]),
        (vec!["w-08".to_owned(), "w-09".to_owned()], &json!("sev3"))
    );
    assert_eq!(
        outcomes(&index["members"][0]),
        [promise("Test the index job before a release", "done-later")]
    );
    assert_eq!((&index["done_in_time"], &index["promised_before"]), (&json!(0), &json!(1)));
    let of_search = on_the_day(&example(), "recurrences", &["--team", "find"]);
    assert_eq!(of_search["chains"].as_array().unwrap().len(), 1);
}

#[test]
fn what_check_finds_is_what_chains_show() {
    let site = example();
    let run = site.run(&["check", "--format", "json", "--today", TODAY]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let repeats: Vec<(&str, &str)> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| {
            ["possible-recurrence", "missing-recurrence-of"].contains(&one["code"].as_str().unwrap())
        })
        .map(|one| (one["path"].as_str().unwrap(), one["message"].as_str().unwrap()))
        .collect();
    let expected = [("content/w-07.md", "this may be `w-01` again: Connection pool of checkout exhausted")];
    assert_eq!(repeats, expected);
}

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
