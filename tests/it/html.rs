//! Pages as a browser's parser sees them, and rules that every page keeps.

use crate::site::{Built, site};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::{BTreeMap, BTreeSet};

/// One element of a page.
pub(crate) struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    /// Names of the elements around it, nearest last.
    pub inside: Vec<String>,
}

impl Element {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// A page: its elements in order, and what the parser had to repair.
pub(crate) struct Page {
    pub elements: Vec<Element>,
    pub errors: Vec<String>,
}

pub(crate) fn parse(html: &str) -> Page {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut page =
        Page { elements: Vec::new(), errors: dom.errors.borrow().iter().map(ToString::to_string).collect() };
    walk(&dom.document, &mut Vec::new(), &mut page.elements);
    page
}

fn walk(node: &Handle, inside: &mut Vec<String>, out: &mut Vec<Element>) {
    let mut named = false;
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes =
            attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
        let name = name.local.to_string();
        out.push(Element { name: name.clone(), attributes, text: text(node), inside: inside.clone() });
        inside.push(name);
        named = true;
    }
    for child in node.children.borrow().iter() {
        walk(child, inside, out);
    }
    if named {
        inside.pop();
    }
}

fn text(node: &Handle) -> String {
    let mut text = String::new();
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            _ => text.push_str(&self::text(child)),
        }
    }
    text
}

/// All HTML pages of a site.
pub(crate) fn pages(built: &Built) -> impl Iterator<Item = (&String, &str)> {
    built
        .files
        .iter()
        .filter(|(path, _)| {
            std::path::Path::new(path).extension().is_some_and(|extension| extension == "html")
        })
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap()))
}

/// What is wrong with a page, as a conformance checker would say it.
pub(crate) fn problems(path: &str, html: &str) -> Vec<String> {
    let page = parse(html);
    let mut problems: Vec<String> = page.errors.iter().map(|error| format!("{path}: {error}")).collect();
    let mut say = |message: String| problems.push(format!("{path}: {message}"));
    let mut ids = BTreeSet::new();
    // Drawings have titles, too.
    let count = |name: &str| {
        page.elements
            .iter()
            .filter(|one| one.name == name && !one.inside.iter().any(|around| around == "svg"))
            .count()
    };
    for (name, wanted) in [("html", 1), ("title", 1), ("main", 1), ("h1", 1)] {
        if count(name) != wanted {
            say(format!("{} `{name}`", count(name)));
        }
    }
    let mut level = 0;
    for element in &page.elements {
        if let Some(id) = element.get("id")
            && !ids.insert(id.to_owned())
        {
            say(format!("the id `{id}` stands twice"));
        }
        for attribute in ["style", "align", "bgcolor"] {
            if element.get(attribute).is_some() {
                say(format!("`{}` has `{attribute}`", element.name));
            }
        }
        if element.name == "img" && element.get("alt").is_none() {
            say("an image without `alt`".to_owned());
        }
        if element.name == "html" && element.get("lang").is_none() {
            say("no language".to_owned());
        }
        if (element.name == "script" && element.get("src").is_none()) || element.name == "style" {
            say(format!("inline `{}`", element.name));
        }
        if element.name == "button" && element.text.trim().is_empty() && element.get("aria-label").is_none() {
            say("a button without a name".to_owned());
        }
        if let Some(next) = element.name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()) {
            if next > level + 1 && element.inside.iter().any(|name| name == "main") && level > 0 {
                say(format!("heading `{}` jumps from h{level} to h{next}", element.text.trim()));
            }
            level = next;
        }
    }
    for element in &page.elements {
        for attribute in ["aria-labelledby", "aria-describedby", "for", "aria-controls"] {
            for id in element.get(attribute).unwrap_or_default().split_whitespace() {
                if !ids.contains(id) {
                    say(format!("`{attribute}` of `{}` names `{id}`, which is not there", element.name));
                }
            }
        }
    }
    problems
}

#[test]
fn every_page_of_a_rich_site_is_valid() {
    let built = rich().build_with(&["--base-url", "https://example.org/kb/"]);
    let found: Vec<_> = pages(&built).flat_map(|(path, html)| problems(path, html)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// A site that uses everything Markdown and front matter have.
pub(crate) fn rich() -> crate::site::Site {
    site(
        r#"
        //- content/one/index.md
        ---
        title: Checkout <b>down</b> & "out"
        id: PM-1
        severity: sev1
        services: [checkout, payments]
        root_causes: [capacity, database]
        triggers: [deploy]
        contributing_factors: ["A & B", "<i>c</i>"]
        detection: { method: customer, gap: No alert }
        mitigation: [rollback]
        impact: { summary: "One in five <failed>", kind: outage, users_percent: 20, users: 1200 }
        timezone: Europe/Berlin
        started: 2024-05-12 10:00
        detected: 2024-05-12 10:05
        acknowledged: 2024-05-12 10:06
        identified: 2024-05-12 10:30
        mitigated: 2024-05-12 10:40
        resolved: 2024-05-12 12:00
        authors: [Ann]
        teams: [payments]
        tags: [sale]
        action_items:
          - { text: "Alert at 80 %", kind: detect, owner: ann, due: 2024-06-01, ticket: OPS-1, priority: p1 }
          - { text: Bound the pool, kind: prevent, status: done, closed: 2024-05-20, ticket: "https://example.org/t/2" }
        source: { url: "https://example.org/a?b=1&c=2", published: 2024-05-20, organization: Example }
        aliases: [old/1/]
        ---
        # A heading that repeats the title

        ## Summary

        It **broke**, see [two](../two.md#why) and [below](#log). ![graph](g.png)

        ## Timeline

        - 10:00 [started] It starts
        - 10:05 [detected] A customer writes
        - 10:40 [mitigated] Back
        - 23:50 [communication] Said so
        - 00:10 [resolved] The next day

        ## Log

        ```sql
        SELECT * FROM orders WHERE id < 5; -- slow
        ```

        | a | b |
        |:--|--:|
        | 1 | 2 |

        - [x] done
        - [ ] open

        > [!WARNING]
        > Careful.

        Text[^1] with <kbd>Ctrl</kbd> and <details><summary>more</summary>less</details>.

        [^1]: A note.

        ## Log

        Twice the same heading.
        //- content/one/g.png
        png
        //- content/two.md
        ---
        title: Two
        recurrence_of: PM-1
        services: [checkout]
        root_causes: [capacity]
        started: 2024-07-01
        ---
        ## Why
        x
        //- content/three.md
        ---
        title: Three
        ---
        //- content/pages/about.md
        ---
        title: About
        ---
        Hello.
    "#,
    )
}
