//! What the worked example promised, and what came back.

use super::{TODAY, example, on_the_day};
use crate::site::Site;
use serde_json::{Value, json};

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
