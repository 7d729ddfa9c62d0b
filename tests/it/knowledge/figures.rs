//! The figures of the worked example: metrics, groups and trends.

use super::{TODAY, example, minutes, on_the_day, report, tallies};
use serde_json::{Value, json};

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
