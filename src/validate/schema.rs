//! The JSON Schema of the front matter, for editors.
//!
//! Made from the project's own settings, so that an editor offers its severities, services and
//! terms. A test holds its keys against those that validation knows.

use crate::config::Config;
use crate::model::ActionKind;
use crate::model::ActionStatus;
use crate::model::Catalog;
use crate::model::DetectionMethod;
use crate::model::ImpactKind;
use crate::model::Mitigation;
use crate::model::Priority;
use crate::model::Status;
use crate::model::Taxonomy;
use crate::model::Visibility;
use serde_json::Value;
use serde_json::json;

/// The schema of a postmortem's front matter.
pub fn schema(config: &Config) -> Value {
    let settings = &config.postmortem;
    let severities: Vec<_> = settings.severities.levels().iter().map(|level| level.key.clone()).collect();
    let mut properties = json!({
        "title": text("What broke, in a line."),
        "id": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "description": "Unique name, and part of the address; without it the file's name." },
        "status": choice("How far the document is.", Status::ALL.iter().map(|value| value.key())),
        "visibility": choice("Who may read it.", Visibility::ALL.iter().map(|value| value.key())),
        "severity": { "type": "string", "examples": severities, "description": "How badly users were hurt; aliases are accepted." },
        "services": list("What broke.", &catalogued(&settings.services)),
        "root_causes": list("Why it could happen.", &terms(&settings.root_causes)),
        "triggers": list("What set it off.", &terms(&settings.triggers)),
        "contributing_factors": list("What made it possible or worse.", &json!({ "type": "string" })),
        "detection": detection(),
        "mitigation": list("What stopped the harm.", &choice("", Mitigation::ALL.iter().map(|value| value.key()))),
        "impact": impact(),
        "timezone": text("The zone of times that name none: `Europe/Berlin`, `+02:00`, `PST`."),
        "authors": list("Who wrote it.", &json!({ "type": "string" })),
        "teams": list("Who was in charge.", &catalogued(&settings.teams)),
        "reviewers": list("Who reviewed it.", &json!({ "type": "string" })),
        "tags": list("Free words.", &json!({ "type": "string" })),
        "summary": text("What happened, in a few sentences; without it the first paragraph of the summary section."),
        "action_items": list("What was promised.", &action_item()),
        "related": list("Ids of others worth reading.", &json!({ "type": "string" })),
        "recurrence_of": text("The id of the one that this repeats."),
        "caused_by": text("The id of the one that caused this."),
        "supersedes": text("The id of the one that this replaces."),
        "source": source(),
        "aliases": list("Old paths that lead here.", &json!({ "type": "string" })),
        "extra": { "type": "object", "description": "Anything the theme wants to know." },
    });
    for (key, meaning) in [
        ("started", "When users began to be hurt."),
        ("detected", "When somebody or something noticed."),
        ("acknowledged", "When a responder took it on."),
        ("identified", "When the cause was understood."),
        ("mitigated", "When users were no longer hurt."),
        ("resolved", "When the cause was gone."),
    ] {
        properties[key] = json!({ "type": "string", "description": format!("{meaning} RFC 3339, or local time with `timezone`.") });
    }
    properties["status"]["default"] = Status::Published.key().into();
    properties["visibility"]["default"] = Visibility::Public.key().into();
    give_examples(&mut properties, EXAMPLES);
    whole("pmsite front matter", &properties)
}

/// The schema of a plain page's front matter.
pub fn page_schema() -> Value {
    let mut properties = json!({
        "title": text("What the page is called."),
        "description": text("A sentence for search engines and link previews."),
        "group": text("The heading under which menus show it, with the others of that group."),
        "weight": { "type": "integer", "default": 0, "description": "Where it stands in menus: lower comes first, then by file name." },
        "visibility": choice("Who may read it.", Visibility::ALL.iter().map(|value| value.key())),
        "aliases": list("Old paths that lead here.", &json!({ "type": "string" })),
        "extra": { "type": "object", "description": "Anything the theme wants to know." },
    });
    properties["visibility"]["default"] = Visibility::Public.key().into();
    give_examples(&mut properties, PAGE_EXAMPLES);
    whole("pmsite front matter of a page", &properties)
}

fn whole(title: &str, properties: &Value) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": ["title"],
        "additionalProperties": false,
        "properties": properties,
    })
}

/// A value of each key, as JSON, which YAML reads as well.
const EXAMPLES: &[(&str, &str)] = &[
    ("title", r#""Checkout refused orders while its connection pool was full""#),
    ("id", r#""PM-2024-012""#),
    ("status", r#""in-review""#),
    ("visibility", r#""internal""#),
    ("severity", r#""sev2""#),
    ("services", r#"["checkout", "orders"]"#),
    ("root_causes", r#"["capacity", "config-change"]"#),
    ("triggers", r#"["traffic"]"#),
    ("contributing_factors", r#"["Nobody was told how near the limit was"]"#),
    ("detection", r#"{ "method": "customer", "gap": "The alert looked at averages" }"#),
    ("mitigation", r#"["rollback", "restart"]"#),
    ("impact", r#"{ "summary": "One order in five failed.", "users_percent": 20, "data_loss": false }"#),
    ("started", r#""2024-05-12 10:00""#),
    ("detected", r#""2024-05-12 10:05""#),
    ("acknowledged", r#""2024-05-12 10:07""#),
    ("identified", r#""2024-05-12 10:25""#),
    ("mitigated", r#""2024-05-12 10:40""#),
    ("resolved", r#""2024-05-12T11:30:00+02:00""#),
    ("timezone", r#""Europe/Berlin""#),
    ("authors", r#"["Ana"]"#),
    ("teams", r#"["payments"]"#),
    ("reviewers", r#"["Li"]"#),
    ("tags", r#"["sale"]"#),
    ("summary", r#""A sale filled the pool, and one order in five failed for forty minutes.""#),
    (
        "action_items",
        r#"[{ "text": "Alert at 80 %", "kind": "detect", "owner": "ana", "due": "2024-06-01" }]"#,
    ),
    ("related", r#"["PM-2023-004"]"#),
    ("recurrence_of", r#""PM-2023-004""#),
    ("caused_by", r#""PM-2023-004""#),
    ("supersedes", r#""PM-2023-004""#),
    ("source", r#"{ "organization": "Example Ltd", "url": "https://example.org/incident" }"#),
    ("aliases", r#"["/old/checkout.html"]"#),
    ("extra", r#"{ "bridge": "call 7" }"#),
];

/// The same for a page.
const PAGE_EXAMPLES: &[(&str, &str)] = &[
    ("title", r#""How we review postmortems""#),
    ("description", r#""Who reads a postmortem, and when.""#),
    ("group", r#""Guide""#),
    ("weight", "10"),
    ("visibility", r#""internal""#),
    ("aliases", r#"["/old/review.html"]"#),
    ("extra", r#"{ "wide": true }"#),
];

fn give_examples(properties: &mut Value, examples: &[(&str, &str)]) {
    for (key, example) in examples {
        // What the project's own terms are says more.
        if let (true, Ok(example)) = (properties[*key]["examples"].is_null(), serde_json::from_str(example)) {
            let example: Value = example;
            properties[*key]["examples"] = json!([example]);
        }
    }
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn date(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}

fn choice<'a>(description: &str, keys: impl Iterator<Item = &'a str>) -> Value {
    let mut value = json!({ "type": "string", "enum": keys.collect::<Vec<_>>() });
    if !description.is_empty() {
        value["description"] = description.into();
    }
    value
}

/// A list; a single value is accepted as a list of one.
fn list(description: &str, items: &Value) -> Value {
    json!({ "description": description, "anyOf": [{ "type": "array", "items": items }, items] })
}

fn terms(taxonomy: &Taxonomy) -> Value {
    let keys: Vec<_> = taxonomy.iter().map(|(term, _)| term.as_str()).collect();
    json!({ "type": "string", "examples": keys })
}

fn catalogued(catalog: &Catalog) -> Value {
    let keys: Vec<_> = catalog.iter().map(|(key, _)| key.as_str()).collect();
    if keys.is_empty() { json!({ "type": "string" }) } else { json!({ "type": "string", "examples": keys }) }
}

fn detection() -> Value {
    let method = choice("Who or what noticed first.", DetectionMethod::ALL.iter().map(|value| value.key()));
    let table = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["method"],
        "properties": { "method": method, "gap": text("What kept detection from being earlier.") },
    });
    json!({ "description": "How it was noticed.", "anyOf": [method, table] })
}

fn impact() -> Value {
    json!({
        "type": "object",
        "description": "Who was hurt, and how much.",
        "additionalProperties": false,
        "properties": {
            "summary": text("In a sentence."),
            "kind": choice("What kind of harm.", ImpactKind::ALL.iter().map(|value| value.key())),
            "users_percent": { "type": "number", "minimum": 0, "maximum": 100, "description": "Share of users affected, from 0 to 100." },
            "users": { "type": "integer", "minimum": 0, "description": "Number of users affected." },
            "requests_failed": { "type": "integer", "minimum": 0, "description": "Number of requests that failed." },
            "revenue_lost": text("Money lost, with its currency."),
            "regions": list("Where users were affected.", &json!({ "type": "string" })),
            "data_loss": { "type": "boolean", "description": "Whether data was lost." },
            "near_miss": { "type": "boolean", "description": "Whether harm was only just avoided." },
        },
    })
}

fn action_item() -> Value {
    json!({
        "type": "object",
        "description": "A promise.",
        "additionalProperties": false,
        "required": ["text"],
        "properties": {
            "id": text("Unique in its postmortem."),
            "text": text("What will be done."),
            "kind": choice("What it is meant to change.", ActionKind::ALL.iter().map(|value| value.key())),
            "owner": text("Who answers for it."),
            "priority": choice("How urgent it is.", Priority::ALL.iter().map(|value| value.key())),
            "due": date("The day by which it should be done."),
            "ticket": text("A ticket's key or address."),
            "status": choice("How far it is.", ActionStatus::KEYS.iter().copied()),
            "closed": date("The day on which it was done or dropped."),
        },
    })
}

fn source() -> Value {
    json!({
        "type": "object",
        "description": "The original, for a write-up of somebody else's incident.",
        "additionalProperties": false,
        "properties": {
            "url": { "type": "string", "format": "uri", "description": "Where it is." },
            "archive_url": { "type": "string", "format": "uri", "description": "A copy in an archive." },
            "published": date("The day on which it was published."),
            "organization": text("Whose incident it was."),
        },
    })
}
