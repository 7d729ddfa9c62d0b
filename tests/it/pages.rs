//! Plain pages: how readers are led through them, and what they can link to.

use crate::html::parse;
use crate::site::{Built, site};

fn three_pages() -> Built {
    site(
        "
        //- content/pages/about.md
        ---
        title: About
        ---
        //- content/pages/write.md
        ---
        title: Writing one
        group: Guide
        weight: 20
        ---
        //- content/pages/keys.md
        ---
        title: All keys
        group: Reference
        weight: 30
        ---
        //- content/pages/start.md
        ---
        title: Starting
        group: Guide
        weight: 10
        ---
        ",
    )
    .build()
}

/// The addresses in the first element of this class, in order; the page itself with a star.
fn nav(html: &str, class: &str) -> Vec<String> {
    let start = html.find(&format!(" class=\"{class}\"")).unwrap_or(html.len());
    let ends = ["</nav>", "</div>"].iter().filter_map(|end| html[start..].find(end));
    let end = ends.min().map_or(html.len(), |end| start + end);
    let start = start + html[start..end].find('>').unwrap_or_default() + 1;
    let links = parse(&html[start..end]).elements.into_iter().filter(|element| element.name == "a");
    links
        .map(|link| {
            let here = if link.get("aria-current").is_some() { "*" } else { "" };
            format!("{}{here}", link.get("href").unwrap_or_default())
        })
        .collect()
}

#[test]
fn pages_stand_in_their_groups_beside_each_page() {
    let built = three_pages();
    let start = built.text("about/start/index.html");
    let about = "../../about/";
    let all: Vec<_> =
        ["", "start/*", "write/", "keys/"].iter().map(|page| format!("{about}{page}")).collect();
    assert_eq!(nav(start, "page-list"), all);
    assert!(start.find("<h2>Guide</h2>").unwrap() < start.find("<h2>Reference</h2>").unwrap());
    assert_eq!(nav(start, "neighbours"), [about.to_owned(), format!("{about}write/")]);
    assert_eq!(nav(built.text("about/keys/index.html"), "neighbours"), [format!("{about}write/")]);
}

#[test]
fn the_footer_names_groups_and_leads_to_their_first_pages() {
    let built = three_pages();
    let home = built.text("index.html");
    let footer = &home[home.find("<footer").unwrap()..];
    assert!(footer.contains("<a href=\"./about/\">About</a>"), "{footer}");
    assert!(footer.contains("<a href=\"./about/start/\">Guide</a>"), "{footer}");
    assert!(footer.contains("<a href=\"./about/keys/\">Reference</a>"), "{footer}");
    assert!(!footer.contains("Writing one"), "{footer}");
}

#[test]
fn a_single_page_has_no_list_of_pages() {
    let site = site("//- content/pages/about.md\n---\ntitle: About\n---\nText.\n");
    let built = site.build();
    let about = built.text("about/index.html");
    assert!(!about.contains("page-list") && !about.contains("neighbours"), "{about}");
}

const INCIDENTS: &str = "
    //- book.toml
    [postmortem.root-causes.\"capacity/connection-pool\"]
    title = \"Connection pool\"
    //- content/a.md
    ---
    title: A
    services: [checkout]
    root_causes: [capacity/connection-pool]
    started: 2024-05-12
    action_items:
      - text: Alert earlier
        owner: ana
    ---
    //- content/hidden.md
    ---
    title: Hidden
    visibility: internal
    services: [vault]
    ---
    ";

#[test]
fn a_leading_slash_leads_to_what_the_site_makes() {
    let site = site(INCIDENTS);
    let links = [
        ("/", "../"),
        ("/actions/?state=overdue", "../actions/?state=overdue"),
        ("/actions/ana/", "../actions/ana/"),
        ("/services/checkout", "../services/checkout/"),
        ("/root-causes/capacity/", "../root-causes/capacity/"),
        ("/root-causes/capacity/connection-pool/#x", "../root-causes/capacity/connection-pool/#x"),
        ("/trends/2024/", "../trends/2024/"),
        ("/postmortems.csv", "../postmortems.csv"),
        ("/a.md", "../postmortems/a/"),
    ];
    let text: Vec<_> = links.iter().map(|(link, _)| format!("[x]({link})")).collect();
    let text = text.join("\n");
    site.write("content/pages/about.md", format!("---\ntitle: About\n---\n{text}\n"));
    let built = site.build();
    let about = built.text("about/index.html");
    for (link, expected) in links {
        assert!(about.contains(&format!("<a href=\"{expected}\">x</a>")), "{link}: {about}");
    }
    // Everything it leads to is there, as far as it is a page.
    assert!(built.has("actions/ana/index.html") && built.has("trends/2024/index.html"));
}

#[test]
fn a_leading_slash_to_nothing_is_an_error_and_to_what_is_left_out_no_link() {
    let site = site(INCIDENTS);
    site.write("content/pages/about.md", "---\ntitle: About\n---\n[x](/service/checkout/)\n");
    let said = site.rejected();
    assert!(said.contains("content/pages/about.md:4:1"), "{said}");
    assert!(said.contains("did you mean `/services/checkout/`?"), "{said}");
    site.write("content/pages/about.md", "---\ntitle: About\n---\n[secret](/services/vault/)\n");
    let about = site.build().text("about/index.html").to_owned();
    assert!(about.contains("secret") && !about.contains("vault"), "{about}");
    let about = site.build_with(&["--audience", "internal"]).text("about/index.html").to_owned();
    assert!(about.contains("<a href=\"../services/vault/\">secret</a>"), "{about}");
}
