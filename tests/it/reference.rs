//! The pages of reference: they are made of what the program itself knows, and kept beside the others.
//!
//! `WRITE_REFERENCE=1 cargo test --test it reference` writes them anew.

use crate::site::site;
use pmsite::config::{Config, TABLES};
use pmsite::model::{Milestone, Page, Postmortem, Taxonomy};
use pmsite::validate;
use serde_json::Value;
use std::fmt::Write as _;

/// Holds a page against what it should say, or writes it where that is asked for.
#[track_caller]
pub(crate) fn hold(name: &str, page: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/pages").join(name);
    if std::env::var_os("WRITE_REFERENCE").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "run `WRITE_REFERENCE=1 cargo test --test it reference` and look at {name}");
}

fn head(title: &str, weight: u32, about: &str) -> String {
    format!("---\ntitle: {title}\ngroup: Reference\nweight: {weight}\n---\n\n{about}\n")
}

/// A cell of a table: no line breaks, no bars.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// A table without the columns in which nothing stands.
fn table(out: &mut String, header: &[&str], rows: &[Vec<String>]) {
    let kept: Vec<_> =
        (0..header.len()).filter(|column| rows.iter().any(|row| !row[*column].is_empty())).collect();
    let titles: Vec<_> = kept.iter().map(|column| header[*column]).collect();
    writeln!(out, "\n| {} |\n|{}", titles.join(" | "), "---|".repeat(kept.len())).unwrap();
    for row in rows {
        let cells: Vec<_> = kept.iter().map(|column| cell(&row[*column])).collect();
        writeln!(out, "| {} |", cells.join(" | ")).unwrap();
    }
}

/// A value as a person would write it in YAML, on one line.
fn yaml(value: &Value, inside: bool) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| yaml(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{key}: {}", yaml(value, true))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::String(text) if !text.contains(": ") && (!inside || !text.contains([',', '{', '['])) => {
            text.clone()
        }
        other => other.to_string(),
    }
}

/// What a key takes, for people.
fn kind(key: &str, schema: &Value) -> String {
    let described = |schema: &Value| match (schema["type"].as_str(), schema["format"].as_str()) {
        (_, Some("date")) => "day".to_owned(),
        (_, Some("uri")) => "address".to_owned(),
        (Some("boolean"), _) => "`true` or `false`".to_owned(),
        (Some("integer"), _) => "whole number".to_owned(),
        (Some("string"), _) if schema["enum"].is_array() => "word".to_owned(),
        (Some("string"), _) if matches!(key, "root_causes" | "triggers") => "term".to_owned(),
        (Some("string"), _) => "text".to_owned(),
        (Some("object"), _) => "table".to_owned(),
        (other, _) => other.unwrap_or("text").to_owned(),
    };
    if Milestone::ALL.iter().any(|milestone| milestone.key() == key) {
        return "time".to_owned();
    }
    let Some(any) = schema["anyOf"].as_array() else { return described(schema) };
    match any.iter().find(|one| one["type"] == "array") {
        Some(list) => format!("list of {}s", described(&list["items"])),
        None => any.iter().map(described).collect::<Vec<_>>().join(" or "),
    }
}

/// The words that a key takes, if they are counted.
fn words(schema: &Value) -> Option<Vec<String>> {
    let direct = schema["enum"].as_array();
    let listed = || schema["anyOf"].as_array()?.iter().find_map(|one| one["enum"].as_array());
    let words = direct.or_else(listed)?;
    Some(words.iter().map(|word| format!("`{}`", word.as_str().unwrap_or_default())).collect())
}

fn meaning(schema: &Value) -> String {
    // What all times have in common is told once.
    let text = schema["description"].as_str().unwrap_or_default();
    let mut text = text.trim_end_matches(" RFC 3339, or local time with `timezone`.").to_owned();
    if let Some(words) = words(schema) {
        let text_end = text.trim_end_matches('.').len();
        text.truncate(text_end);
        write!(text, ": {}.", words.join(", ")).unwrap();
    }
    text
}

fn rows<'a>(schema: &Value, keys: impl Iterator<Item = &'a str>) -> Vec<Vec<String>> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    keys.map(|key| {
        let property = &schema["properties"][key];
        let default = match &property["default"] {
            _ if required.iter().any(|required| required == key) => "required".to_owned(),
            Value::Null => String::new(),
            value => format!("`{}`", yaml(value, false)),
        };
        vec![format!("`{key}`"), kind(key, property), default, meaning(property)]
    })
    .collect()
}

/// A key and its value in YAML; tables have a line for each of their keys.
fn example(out: &mut String, key: &str, value: &Value) {
    let (entries, mut start) = match value {
        Value::Object(entries) => (entries, "  "),
        Value::Array(items) if items.iter().all(Value::is_object) => (items[0].as_object().unwrap(), "  - "),
        value => return writeln!(out, "{key}: {}", yaml(value, false)).unwrap(),
    };
    writeln!(out, "{key}:").unwrap();
    for (name, value) in entries {
        writeln!(out, "{start}{name}: {}", yaml(value, false)).unwrap();
        start = if start == "  " { "  " } else { "    " };
    }
}

/// Keys with their meaning, and below them a value of each.
fn keys(out: &mut String, schema: &Value, keys: &[&str]) {
    table(out, &["Key", "Takes", "Default", "Meaning"], &rows(schema, keys.iter().copied()));
    out.push_str("\n```yaml\n");
    for key in keys {
        example(out, key, &schema["properties"][*key]["examples"][0]);
    }
    out.push_str("```\n");
}

/// The keys of a table inside the front matter.
fn inner(out: &mut String, title: &str, schema: &Value) {
    writeln!(out, "\n### {title}").unwrap();
    let names: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    table(out, &["Key", "Takes", "Default", "Meaning"], &rows(schema, names.into_iter()));
}

fn terms(out: &mut String, title: &str, taxonomy: &Taxonomy) {
    writeln!(out, "\n## {title}").unwrap();
    let rows: Vec<_> = taxonomy
        .iter()
        .map(|(term, entry)| vec![format!("`{term}`"), entry.title.clone(), entry.description.clone()])
        .collect();
    table(out, &["Term", "Shown as", "Covers"], &rows);
}

/// Where each part of the page begins, in the order of the keys.
const PARTS: &[(&str, &str)] = &[
    ("title", "The document"),
    ("severity", "What broke, and why"),
    ("started", "When"),
    ("authors", "People and words"),
    ("action_items", "What follows"),
    ("related", "Other postmortems"),
    ("source", "Where it comes from"),
];

fn front_matter() -> String {
    let schema = validate::schema(&Config::default());
    let mut page = head(
        "Front matter",
        110,
        "All keys of a postmortem's front matter. An unknown key is an error, with a suggestion; what is your\n\
         own goes under `extra`. Front matter is YAML between lines of `---`, TOML between `+++`, or JSON\n\
         between `;;;`. A key that takes a list also takes a single value.\n\n\
         `pmsite schema` prints all of this as JSON Schema, with the terms, services and teams of your\n\
         `book.toml`, so that an editor can complete and check while you write.",
    );
    for (at, (first, title)) in PARTS.iter().enumerate() {
        let start = Postmortem::KEYS.iter().position(|key| key == first).unwrap();
        let end = PARTS.get(at + 1).map_or(Postmortem::KEYS.len(), |(next, _)| {
            Postmortem::KEYS.iter().position(|key| key == next).unwrap()
        });
        writeln!(page, "\n## {title}").unwrap();
        keys(&mut page, &schema, &Postmortem::KEYS[start..end]);
        for key in &Postmortem::KEYS[start..end] {
            let property = &schema["properties"][*key];
            let choices = property["anyOf"].as_array().into_iter().flatten();
            let items = choices.clone().map(|one| &one["items"]).filter(|items| !items.is_null());
            let mut tables = std::iter::once(property).chain(choices).chain(items);
            if let Some(table) = tables.find(|one| one["properties"].is_object()) {
                let title = match *key {
                    "action_items" => "Each of `action_items`".to_owned(),
                    key => format!("In `{key}`"),
                };
                inner(&mut page, &title, table);
            }
        }
        if *first == "started" {
            page.push_str(
                "\nA time is RFC 3339, as in `2024-05-12T10:00:00+02:00`, or a day and a time of day in the zone of\n\
                 `timezone`; a day alone is kept as a day, and gives no durations. An abbreviation that means\n\
                 several zones, such as `IST`, is an error that lists them.\n",
            );
        }
    }
    let config = Config::default();
    page.push_str(
        "\n## Severities\n\nThe built-in scale; `[[postmortem.severities]]` of `book.toml` replaces it.\n",
    );
    let rows: Vec<_> = (config.postmortem.severities.levels().iter())
        .map(|level| {
            let aliases: Vec<_> = level.aliases.iter().map(|alias| format!("`{alias}`")).collect();
            vec![format!("`{}`", level.key), level.description.clone(), aliases.join(", ")]
        })
        .collect();
    table(&mut page, &["Key", "When", "Also written"], &rows);
    terms(&mut page, "Root causes", &config.postmortem.root_causes);
    terms(&mut page, "Triggers", &config.postmortem.triggers);
    page.push_str(
        "\nTerms of your own, and terms below these such as `capacity/connection-pool`, are made in\n\
         [`book.toml`](book-toml.md).\n\n## Plain pages\n\n\
         A file in `content/pages/` is a page beside the postmortems: about, how to write one. These are its\n\
         keys. Pages without a group stand under no heading.\n",
    );
    keys(&mut page, &validate::page_schema(), Page::KEYS);
    page
}

fn settings() -> String {
    let mut page = head(
        "book.toml",
        120,
        "`book.toml` lies at the root of the project. All of it is optional: without the file, everything is\n\
         as by default. Keys that mdBook has are named as there and mean the same; everything else is under\n\
         `[postmortem]`. An unknown key is an error with its place and a suggestion, and so is a key of\n\
         mdBook's that would do nothing here.\n\n\
         The environment overrides the file: `PMSITE_A__B_C` is `a.b-c`, so `PMSITE_BOOK__TITLE=Drill` is\n\
         `title` in `[book]`.",
    );
    for one in TABLES {
        writeln!(page, "\n## `{}`\n\n{}", one.header, one.meaning).unwrap();
        let rows: Vec<_> = (one.keys.iter())
            .map(|key| {
                let default =
                    if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
                vec![format!("`{}`", key.name), key.kind.to_owned(), default, key.meaning.to_owned()]
            })
            .collect();
        table(&mut page, &["Key", "Takes", "Default", "Meaning"], &rows);
        writeln!(page, "\n```toml\n{}", one.header).unwrap();
        let inside = one.header.trim_matches(['[', ']']);
        // A table that is told of below has its example there.
        let told = |key: &&pmsite::config::Key| {
            TABLES.iter().any(|other| {
                let header = other.header.trim_matches(['[', ']']);
                let below = header.strip_prefix(inside).and_then(|rest| rest.strip_prefix('.'));
                below.is_some_and(|below| below.split('.').next() == Some(key.name))
            })
        };
        for key in one.keys.iter().filter(|key| !told(key)) {
            writeln!(page, "{} = {}", key.name, key.example).unwrap();
        }
        page.push_str("```\n");
    }
    page
}

fn option(argument: &clap::Arg) -> Vec<String> {
    let value = argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
    let takes = argument.get_action().takes_values();
    let mut name = match (argument.get_long(), argument.get_short()) {
        (Some(long), Some(short)) => format!("-{short}, --{long}"),
        (Some(long), None) => format!("--{long}"),
        _ => value.clone().unwrap_or_default(),
    };
    if let (true, false, Some(value)) = (takes, argument.is_positional(), value) {
        write!(name, " {value}").unwrap();
    }
    let mut text = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<_> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    if takes && !values.is_empty() {
        write!(text, ": {}", values.join(", ")).unwrap();
    }
    let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes && !default.is_empty() {
        write!(text, "; `{}` without it", default.join(" ")).unwrap();
    }
    vec![format!("`{name}`"), format!("{text}.")]
}

fn commands() -> String {
    let mut page = head(
        "Commands",
        130,
        "Every command works on the project in the current folder, or on that of `--root`. Data goes to\n\
         standard output and everything else to standard error, so that both can be sent on. The exit code is\n\
         0 when all is fine, 1 when the content is wrong, and 2 when the surroundings failed: a file that\n\
         cannot be read, a port that is taken, a broken theme, a flag that does not exist. Colours need a\n\
         terminal, and `NO_COLOR` turns them off.",
    );
    let whole = pmsite::cli::commands();
    let shown = |argument: &&clap::Arg| {
        !argument.is_hide_set() && !matches!(argument.get_id().as_str(), "help" | "version")
    };
    page.push_str("\nAll commands have these options, `--help` and `--version`:\n");
    table(
        &mut page,
        &["Option", "Does"],
        &whole.get_arguments().filter(shown).map(option).collect::<Vec<_>>(),
    );
    for command in whole.get_subcommands().filter(|command| command.get_name() != "help") {
        let mut command = command.clone();
        let usage = command.render_usage().to_string();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(page, "\n## {}\n\n{about}.\n", command.get_name()).unwrap();
        writeln!(page, "```text\n{}\n```", usage.trim_start_matches("Usage: ")).unwrap();
        let own = command.get_arguments().filter(shown).filter(|argument| !argument.is_global_set());
        let rows: Vec<_> = own.map(option).collect();
        if !rows.is_empty() {
            table(&mut page, &["Option", "Does"], &rows);
        }
        if let Some(after) = command.get_after_help() {
            let after = after.to_string();
            // Tables are drawn with blanks; the rest is prose.
            if after.contains("\n  ") {
                writeln!(page, "\n```text\n{after}\n```").unwrap();
            } else {
                writeln!(page, "\n{after}").unwrap();
            }
        }
    }
    page
}

#[test]
fn the_page_of_front_matter_is_up_to_date() {
    hold("front-matter.md", &front_matter());
}

#[test]
fn the_page_of_settings_is_up_to_date() {
    hold("book-toml.md", &settings());
}

#[test]
fn the_page_of_commands_is_up_to_date() {
    hold("commands.md", &commands());
}

#[test]
fn every_example_of_front_matter_is_right() {
    let schema = validate::schema(&Config::default());
    for key in Postmortem::KEYS {
        let example = &schema["properties"][*key]["examples"][0];
        assert!(!example.is_null(), "`{key}` has no example");
        let zone = if *key == "timezone" { "" } else { "timezone: UTC\n" };
        let title = if *key == "title" { "" } else { "title: A\n" };
        let site = site("");
        site.write("content/before.md", "---\ntitle: Before\nid: PM-2023-004\n---\n");
        site.write("content/a.md", format!("---\n{title}{zone}{key}: {}\n---\n", yaml(example, false)));
        let run = site.run(&["build", "--strict", "--drafts"]);
        assert_eq!(run.code, 0, "{key}: {}", run.stderr);
    }
    let schema = validate::page_schema();
    let known: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(known, Page::KEYS);
    let site = site("//- content/pages/a.md\n---\n");
    let examples: Vec<_> = (Page::KEYS.iter())
        .map(|key| format!("{key}: {}", yaml(&schema["properties"][*key]["examples"][0], false)))
        .collect();
    site.write("content/pages/a.md", format!("---\n{}\n---\n", examples.join("\n")));
    site.build_with(&["--strict", "--audience", "internal"]);
}
