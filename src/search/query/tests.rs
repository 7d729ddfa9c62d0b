//! Holds the parser to the fixture that the browser's parser is held to as well.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{MAX_CHARS, MAX_GROUPS, MAX_NOTES, Query, parse};

/// Queries and their trees, shared with the browser.
const FIXTURE: &str = include_str!("../../../tests/search/queries.json");

#[test]
fn every_query_of_the_fixture_gives_its_tree() {
    let cases: Vec<Value> = serde_json::from_str(FIXTURE).unwrap();
    assert!(cases.len() >= 120);
    for case in cases {
        let query = case["query"].as_str().unwrap();
        let typing = case["typing"].as_bool().unwrap();
        let parsed = serde_json::to_value(parse(query, typing)).unwrap();
        assert_eq!(parsed, case["parsed"], "query {query:?}, typing {typing}");
    }
}

#[test]
fn the_tree_is_written_as_the_browser_expects_it() {
    let query = parse("-root-cause:\"dns ttl\" a* OR duration:<=90m foo:bar", false);
    let expected = json!({
        "groups": [
            { "not": true, "any": [{ "filter": "root_cause", "value": "dns ttl" }] },
            { "not": false, "any": [{ "prefix": "a" }, { "duration": "<=", "seconds": 5400 }] },
            { "not": false, "any": [{ "word": "foo:bar" }] },
        ],
        "notes": [{ "code": "unknown-filter", "text": "foo:bar" }],
    });
    assert_eq!(serde_json::to_value(query).unwrap(), expected);
}

/// Whatever the text, the tree stays within its limits and well formed.
fn assert_bounded(text: &str, query: &Query) -> Result<(), TestCaseError> {
    prop_assert!(query.groups.len() <= MAX_GROUPS);
    prop_assert!(query.notes.len() <= MAX_NOTES);
    let clauses: usize = query.groups.iter().map(|group| group.any.len()).sum();
    prop_assert!(clauses <= text.chars().count().min(MAX_CHARS));
    for group in &query.groups {
        prop_assert!(!group.any.is_empty());
        prop_assert!(!group.not || group.any.len() == 1);
    }
    let written = serde_json::to_string(query).unwrap().replace("\\\\", "");
    prop_assert!(!written.contains("\\u00"), "control characters are blanks: {written}");
    Ok(())
}

/// Texts rich in operators, which plain random strings rarely hold.
fn operators() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        " ",
        " ",
        "a",
        "é",
        "😀",
        "\"",
        "“",
        "-",
        "*",
        "OR",
        " OR ",
        "service:",
        "Causes:",
        "year:",
        "20",
        "24",
        "after:",
        "2024-0",
        "-02-3",
        "duration:",
        ">",
        "=",
        "1h",
        "1.5",
        "min",
        "foo:",
        "::",
        "/",
        "\0",
        "\u{200b}",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_parses(text in any::<String>(), typing: bool) {
        assert_bounded(&text, &parse(&text, typing))?;
    }

    #[test]
    fn any_mix_of_operators_parses(text in operators(), typing: bool) {
        assert_bounded(&text, &parse(&text, typing))?;
    }

    #[test]
    fn what_comes_after_the_limit_does_not_matter(text in operators(), more in operators()) {
        let full = format!("{text}{}", "x ".repeat(MAX_CHARS));
        let longer = format!("{full}{more}");
        prop_assert_eq!(parse(&full, false), parse(&longer, false));
    }
}

#[test]
fn hostile_texts_come_to_an_end() {
    let parts = [
        "\"", "\"a", "a\"", "a:\"", "-", "- ", "* ", " OR", "a OR ", "aaaa-", "service:", "after:2 ", "1s",
        "x ", "\0",
    ];
    for part in parts {
        for head in ["", "duration:", "\"", "service:\""] {
            let text = format!("{head}{}", part.repeat(1_000_000 / part.len()));
            // Quadratic time over the whole text would keep this test for hours.
            let query = parse(&text, true);
            assert_bounded(&text, &query).unwrap();
        }
    }
}
