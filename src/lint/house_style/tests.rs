//! What the house style finds, and what fixing makes of it.

use super::check;
use crate::config::Config;
use crate::diagnostic::{Diagnostics, fixed, fixes};
use crate::lint::Subject;
use crate::model::Postmortem;
use crate::parse::{self, Internal};
use crate::source::{DocumentKind, Found, SourceFile};
use crate::validate::{self, Document};
use jiff::civil::date;
use proptest::prelude::*;

/// The findings, and the text with their fixes.
fn fix(text: &str) -> (Vec<String>, String) {
    let file = SourceFile::new("content/a.md", text);
    let mut told = Diagnostics::new();
    let parsed = parse::file(&file, Internal::Keep, &mut told);
    let found = Found {
        path: file.shared_path(),
        disk: "content/a.md".into(),
        kind: DocumentKind::Postmortem,
        bundle: None,
    };
    let config = Config::default();
    let document = Document { found, file, parsed };
    let (_, found) = validate::document(document, &config, &mut told, |document, postmortem, _| {
        let mut found = Diagnostics::new();
        let postmortem = postmortem.expect("front matter with a title");
        let today = date(2026, 1, 1);
        check(&Subject::new(&document.file, &document.parsed, postmortem, &config, today), &mut found);
        found
    });
    assert!(!told.has_errors(), "{text}\n{:#?}", told.sorted());
    let messages = found.sorted().iter().map(|finding| finding.message.clone()).collect();
    let files = fixes(&found);
    let after = files.get("content/a.md").map(|fixes| fixed(text, fixes).expect("the same text"));
    (messages, after.unwrap_or_else(|| text.to_owned()))
}

/// Front matter that is out of order, and what becomes of it.
#[track_caller]
fn order(before: &str, after: &str) {
    let whole = |matter: &str| format!("---\n{matter}---\nText\n");
    let (found, text) = fix(&whole(before));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(text, whole(after));
    if after != before {
        let (found, again) = fix(&text);
        assert_eq!((found, again), (Vec::new(), text));
    }
}

#[test]
fn entries_move_with_their_comments_and_lines() {
    order("severity: sev1\ntitle: a\n", "title: a\nseverity: sev1\n");
    order(
        "# how bad\nseverity: sev1 # as paged\n\n# what\n# broke\ntitle: a\r\n",
        "# what\n# broke\ntitle: a\r\n# how bad\nseverity: sev1 # as paged\n\n",
    );
    order(
        "action_items:\n- text: b\n  # - text: c\n# after\n\ntags: [x,\n  y]\nsummary: |\n  # no comment\n  x\n\ntitle: a\n",
        "title: a\ntags: [x,\n  y]\nsummary: |\n  # no comment\n  x\n\naction_items:\n- text: b\n  # - text: c\n# after\n\n",
    );
    order("  tags: [a]\n  'title': b\n", "  'title': b\n  tags: [a]\n");
    order(
        "# the whole\n\nimpact:\n  users:\n# of it\nservices:\ntitle: a\n",
        "# the whole\n\ntitle: a\n# of it\nservices:\nimpact:\n  users:\n",
    );
    order(
        "title: a\ntags: [b]\nid: c\nextra: { d: 1.10 }\n",
        "title: a\nid: c\ntags: [b]\nextra: { d: 1.10 }\n",
    );
}

#[test]
fn front_matter_that_would_mean_something_else_is_left_alone() {
    for matter in [
        "tags: &t [a]\nservices: *t\ntitle: b\n",
        "{ severity: sev1, title: a }\n",
        "? severity\n: sev1\n? title\n: a\n",
        "severity: sev1\n# pmsite-ignore: alias\ntitle: a\n",
    ] {
        order(matter, matter);
    }
    // An alias that stays below its anchor does no harm, nor does a suppression for the whole file.
    order("services: &t [a]\ntags: *t\ntitle: b\n", "title: b\nservices: &t [a]\ntags: *t\n");
    order(
        "# pmsite-ignore: alias\n# how bad\nseverity: sev1\ntitle: a\n",
        "# pmsite-ignore: alias\ntitle: a\n# how bad\nseverity: sev1\n",
    );
    order(
        "# yaml-language-server: $schema=s.json\nseverity: sev1\ntitle: a\n",
        "# yaml-language-server: $schema=s.json\ntitle: a\nseverity: sev1\n",
    );
    let toml = "+++\nseverity = \"sev1\"\ntitle = \"a\"\n+++\n";
    assert_eq!(fix(toml), (Vec::new(), toml.to_owned()));
}

#[test]
fn one_finding_tells_the_order() {
    let (found, _) = fix("---\nstarted: 2024-05-12\nseverity: sev1\ntitle: a\n---\n");
    assert_eq!(found, ["`severity` stands below `started`"]);
}

/// Text below a `timezone`, and what becomes of it.
#[track_caller]
fn zone(zone: &str, before: &str, expected: &str, after: &str) {
    let whole = |body: &str| {
        format!("---\ntitle: a\nstarted: 2024-05-12T10:00:00Z\ntimezone: {zone}\n---\n\n{body}\n")
    };
    let (found, text) = fix(&whole(before));
    assert_eq!(found.concat(), expected);
    assert_eq!(text, whole(after));
    assert_eq!(fix(&text).1, text);
}

#[test]
fn the_first_time_in_the_text_gets_the_zone_of_the_front_matter() {
    let told = |written: &str| format!("only the front matter says in which time zone `{written}` is");
    zone(
        "UTC",
        "At 10:00 the pool ran out, at 11:00 it was over.",
        &told("10:00"),
        "At 10:00 UTC the pool ran out, at 11:00 it was over.",
    );
    zone(
        "Europe/Berlin",
        "From 10:00 to 11:30, all failed.",
        &told("10:00 to 11:30"),
        "From 10:00 to 11:30 Europe/Berlin, all failed.",
    );
    zone(
        "PST",
        "## Timeline\n\n- **10:00** The pool ran out\n- 10:30 It works",
        &told("10:00"),
        "## Timeline\n\n- **10:00 PST** The pool ran out\n- 10:30 It works",
    );
    zone(
        "UTC",
        "## Timeline\n\n10:00 – 10:10 [detected] x",
        &told("10:00 – 10:10"),
        "## Timeline\n\n10:00 – 10:10 UTC [detected] x",
    );
    zone(
        "+02:00",
        "## Timeline\n\n| Time | What |\n|---|---|\n| 10:00 | It broke |",
        &told("10:00"),
        "## Timeline\n\n| Time | What |\n|---|---|\n| 10:00 +02:00 | It broke |",
    );
}

#[test]
fn a_zone_that_would_not_fit_is_not_written() {
    for silent in [
        "It broke.",
        "At 10:00 the pool ran out, at 11:00 UTC it was over.",
        "All times are in CST: at 10:00 the pool ran out.",
        "Um 10:00 ging es los, und niemand konnte noch etwas kaufen, weil der Dienst nicht lief.",
        "## At 10:00",
        "> At 10:00",
        "`10:00` was logged",
    ] {
        zone("UTC", silent, "", silent);
    }
    for (text, written) in
        [("At 10:00 local time it broke.", "10:00"), ("**10:00**–*11:00* it broke.", "10:00–11:00")]
    {
        zone("UTC", text, &format!("only the front matter says in which time zone `{written}` is"), text);
    }
}

/// An entry of front matter: a key and the ways to write its value.
fn entry() -> impl Strategy<Value = (usize, String)> {
    let value = prop_oneof![
        Just(" x"),
        Just(" x # note"),
        Just(" 'x'\n# below"),
        Just(" \"x\"\n\n# apart\n\n"),
        Just("\n  x\n  # inside"),
        Just(" |\n  x\n\n  # text\n"),
        Just(" &a x"),
        Just(" *a"),
        Just(""),
    ];
    // Keys whose values are any text; the title is added by the test.
    let keys: Vec<usize> = ["summary", "authors", "reviewers", "contributing_factors", "tags"]
        .iter()
        .filter_map(|key| Postmortem::KEYS.iter().position(|known| known == key))
        .collect();
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    (prop::sample::select(keys), prop_oneof![Just(""), Just("# above\n"), Just("\n# above\n")], value, end)
        .prop_map(|(key, above, value, end)| {
            let text = format!("{above}{}:{value}", Postmortem::KEYS[key]);
            (key, format!("{}{end}", text.replace('\n', end)))
        })
}

proptest! {
    #[test]
    fn fixing_moves_lines_and_keeps_what_they_say(
        mut entries in prop::collection::vec(entry(), 1..6),
        at in 0usize..6,
    ) {
        let mut seen = std::collections::BTreeSet::new();
        entries.retain(|(key, _)| seen.insert(*key));
        entries.insert(at.min(entries.len()), (0, "title: t\n".to_owned()));
        let text = format!("---\n{}---\n", entries.iter().map(|(_, text)| text.as_str()).collect::<String>());
        let read = |text: &str| {
            let file = SourceFile::new("a.md", text);
            let mut told = Diagnostics::new();
            let parsed = parse::file(&file, Internal::Keep, &mut told);
            parsed.front_matter.filter(|_| !told.has_errors()).map(|matter| matter.root.to_json())
        };
        let Some(before) = read(&text) else { return Ok(()) };
        let (found, after) = fix(&text);
        prop_assert_eq!(read(&after), Some(before));
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&after), lines(&text));
        let (again, twice) = fix(&after);
        prop_assert_eq!(&twice, &after);
        prop_assert!(after == text || again.is_empty(), "{:?}\n{}", again, after);
        // Only aliases keep a file from being put in order.
        prop_assert!(found.is_empty() || after != text || text.contains("*a"), "{}", text);
    }
}
