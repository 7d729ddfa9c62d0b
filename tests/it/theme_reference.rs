//! What templates see: the page of reference for whoever writes a theme, and with it the snapshot that
//! shows whoever changes a view what themes depend on.

use crate::html::rich;
use crate::reference::hold;
use crate::site::{Built, Site, site};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The templates that pages and files are made with; the others are parts of them.
const PAGES: &[(&str, &str)] = &[
    ("home.html", "The home page."),
    ("list.html", "A page of a list: of all postmortems, or of those with a term."),
    ("row.html", "A postmortem in such a list."),
    ("postmortem.html", "A postmortem."),
    ("terms.html", "All terms of a kind: services, root causes, years."),
    ("page.html", "A plain page."),
    ("register.html", "The action items."),
    ("recurrences.html", "What came back."),
    ("trends.html", "Counts and times."),
    ("search.html", "The search page."),
    ("404.html", "The page for what is missing."),
    ("redirect.html", "An old address, which leads on."),
    ("feed.xml", "A feed."),
    ("sitemap.xml", "The sitemap, or a part of it."),
];

/// What a value is, over everything that was seen of it.
#[derive(Default)]
struct Shape {
    kinds: BTreeSet<&'static str>,
    fields: BTreeMap<String, Shape>,
    items: Option<Box<Shape>>,
}

impl Shape {
    fn see(&mut self, value: &Value) {
        match value {
            Value::Null => drop(self.kinds.insert("nothing")),
            Value::Bool(_) => drop(self.kinds.insert("yes or no")),
            Value::Number(_) => drop(self.kinds.insert("number")),
            Value::String(_) => drop(self.kinds.insert("text")),
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                for item in items {
                    shape.see(item);
                }
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.fields.entry(name.clone()).or_default().see(value);
                }
            }
        }
    }

    fn kind(&self) -> String {
        let mut kinds: Vec<String> = Vec::new();
        if let Some(items) = &self.items {
            let of = items.kind();
            kinds.push(if of.is_empty() { "list".to_owned() } else { format!("list of {of}") });
        }
        if !self.fields.is_empty() {
            kinds.push("fields".to_owned());
        }
        kinds.extend(self.kinds.iter().filter(|kind| **kind != "nothing").map(|kind| (*kind).to_owned()));
        if self.kinds.contains("nothing") {
            kinds.push("nothing".to_owned());
        }
        kinds.join(" or ")
    }

    /// Writes the fields of a value, each on a line, those within indented.
    fn write(&self, depth: usize, out: &mut String) {
        for (name, shape) in &self.fields {
            let indented = format!("{}{name}", "  ".repeat(depth));
            writeln!(out, "{indented:<32}{}", shape.kind()).unwrap();
            // Whatever a team puts there.
            if name != "extra" {
                shape.inside().write(depth + 1, out);
            }
        }
    }

    fn inside(&self) -> &Self {
        self.items.as_deref().map_or(self, Self::inside)
    }
}

/// A site whose templates tell what they see, line by line.
fn telling(site: &Site, arguments: &[&str]) -> Built {
    for (name, _) in PAGES {
        let text = format!("@@{name} {{{{ __tera_context | json | safe }}}}\n");
        site.write(&format!("themes/telling/templates/{name}"), text);
    }
    let book = fs::read_to_string(site.path("book.toml")).unwrap_or_default();
    let book = book.replace("[output.html]\n", "[output.html]\ntheme = \"telling\"\n");
    let theme = if book.contains("[output.html]") { "" } else { "\n[output.html]\ntheme = \"telling\"\n" };
    site.write("book.toml", format!("{book}{theme}"));
    site.build_with(arguments)
}

/// The project's own content, with every setting that templates see.
fn own() -> Site {
    let site = site("");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, bytes) in crate::site::files(&root.join("content")) {
        site.write(&format!("content/{path}"), bytes);
    }
    let settings = "\n[output.html]\ngit-repository-url = \"https://example.org/git\"\nedit-url-template = \"https://example.org/{path}\"\nadditional-css = [\"own.css\"]\nadditional-js = [\"own.js\"]\nredirect = { \"/old/\" = \"/about/\" }\n\n[postmortem.theme]\nlogo = \"logo.svg\"\nlinks = [{ name = \"a\", url = \"https://example.org/\" }, { name = \"b\", url = \"https://example.org/\", place = \"footer\" }]\n";
    site.write("book.toml", fs::read_to_string(root.join("book.toml")).unwrap() + settings);
    for name in ["own.css", "own.js", "logo.svg"] {
        site.write(name, "");
    }
    site
}

/// What each template sees.
fn contexts() -> BTreeMap<String, Shape> {
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    let whole = ["--base-url", "https://example.org/kb/", "--audience", "internal", "--drafts"];
    for built in [telling(&rich(), &whole), telling(&own(), &whole), telling(&rich(), &[])] {
        for bytes in built.files.values() {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            // Rows are told within the lists that they are in; a list tells them as a text.
            for line in text.lines().filter_map(|line| line.strip_prefix("@@")) {
                let (template, json) = line.split_once(' ').unwrap();
                let value: Value = serde_json::from_str(json).unwrap();
                if let Some(rows) = value["rows"].as_str() {
                    for line in rows.lines().filter_map(|line| line.strip_prefix("@@row.html ")) {
                        let row = serde_json::from_str(line).unwrap();
                        shapes.entry("row.html".to_owned()).or_default().see(&row);
                    }
                }
                shapes.entry(template.to_owned()).or_default().see(&value);
            }
        }
    }
    shapes
}

/// The blocks of a template, in order.
fn blocks(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates").join(name);
    let text = fs::read_to_string(path).unwrap();
    text.split("{%")
        .filter_map(|tag| tag.trim_start_matches('-').trim_start().strip_prefix("block "))
        .filter_map(|rest| rest.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn page() -> String {
    let mut out = String::from(
        "---\ntitle: What templates see\ngroup: Reference\nweight: 150\n---\n\nThe templates of the built-in theme, the blocks that a theme may replace, and what each of them sees. How\nto use it is told in [A theme of your own](theming.md). This page is made by a test that renders real\nsites, so it is what there is.\n\n`fields` has what stands below it, indented; `list of fields` is to be looped over. What is `or nothing` may\nbe missing: ask with `{% if … %}`. What is `nothing` alone was missing in all of those sites. Every `path` is relative to the root of the site, and is put behind `root`:\n`<a href=\"{{ root }}{{ row.path }}\">`.\n",
    );
    let contexts = contexts();
    writeln!(out, "\n## Every page\n\nBlocks of `base.html`: {}.\n", told(&blocks("base.html"))).unwrap();
    let home = &contexts["home.html"];
    let mut shared = Shape::default();
    for name in ["site", "page", "root"] {
        // Over all pages, for what one lacks another has.
        let all = contexts.values().filter_map(|shape| shape.fields.get(name));
        all.for_each(|shape| shared.fields.entry(name.to_owned()).or_default().join(shape));
        assert!(home.fields.contains_key(name));
    }
    out.push_str("```text\n");
    shared.write(0, &mut out);
    out.push_str("```\n");
    for (name, about) in PAGES {
        let shape = contexts.get(*name).unwrap_or_else(|| panic!("nothing was rendered with {name}"));
        writeln!(out, "\n## `{name}`\n\n{about}").unwrap();
        let blocks = blocks(name);
        if !blocks.is_empty() {
            writeln!(out, "Blocks: {}.", told(&blocks)).unwrap();
        }
        let mut own = Shape::default();
        own.join(shape);
        own.fields.retain(|field, _| !shared.fields.contains_key(field));
        if !own.fields.is_empty() {
            out.push_str("\n```text\n");
            own.write(0, &mut out);
            out.push_str("```\n");
        }
    }
    out
}

impl Shape {
    fn join(&mut self, other: &Self) {
        self.kinds.extend(&other.kinds);
        for (name, shape) in &other.fields {
            self.fields.entry(name.clone()).or_default().join(shape);
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().join(items);
        }
    }
}

fn told(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_page_of_templates_is_up_to_date() {
    hold("templates.md", &page());
}

#[test]
fn every_template_is_a_page_or_a_part_of_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let texts: BTreeMap<String, String> = crate::site::files(&folder)
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    for name in texts.keys() {
        let is_part = texts.values().any(|text| text.contains(&format!("\"{name}\"")));
        // Of a large site only.
        let is_page = PAGES.iter().any(|(page, _)| page == name) || name == "sitemap_index.xml";
        assert!(is_part || is_page, "`{name}` is neither included nor documented");
    }
}
