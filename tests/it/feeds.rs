//! Feeds, sitemap, JSON and CSV, read by real readers.

use crate::html::rich;

fn built() -> crate::site::Built {
    rich().build_with(&["--base-url", "https://example.org/kb/"])
}

#[test]
fn feeds_are_read_by_a_feed_reader() {
    let built = built();
    let paths: Vec<_> = built
        .files
        .keys()
        .filter(|path| path.ends_with("feed.xml") || path.ends_with("feed.json"))
        .cloned()
        .collect();
    for wanted in ["feed.xml", "feed.json", "services/checkout/feed.xml", "root-causes/capacity/feed.xml"] {
        assert!(paths.iter().any(|path| path == wanted), "no {wanted} in {paths:?}");
    }
    for path in &paths {
        let feed = feed_rs::parser::parse(built.text(path).as_bytes())
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(feed.title.is_some_and(|title| !title.content.is_empty()), "{path}");
        assert!(!feed.entries.is_empty(), "{path}");
        for entry in feed.entries {
            assert!(
                entry.links.iter().any(|link| link.href.starts_with("https://example.org/kb/postmortems/")),
                "{path}"
            );
            assert!(!entry.id.is_empty() && entry.title.is_some(), "{path}");
        }
    }
    let feed = feed_rs::parser::parse(built.text("feed.xml").as_bytes()).unwrap();
    let titles: Vec<_> =
        feed.entries.iter().map(|entry| entry.title.as_ref().unwrap().content.clone()).collect();
    assert!(titles.contains(&"Checkout <b>down</b> & \"out\"".to_owned()), "{titles:?}");
}

#[test]
fn without_an_address_there_are_no_feeds_and_a_note_says_so() {
    let site = crate::site::postmortem("title: a", "x");
    let run = site.run(&["build"]);
    assert!(run.stderr.contains("no-base-url"), "{}", run.stderr);
    assert!(!site.path("public/feed.xml").exists() && !site.path("public/sitemap.xml").exists());
    assert!(!std::fs::read_to_string(site.path("public/index.html")).unwrap().contains("feed.xml"));
}

#[test]
fn the_sitemap_is_xml_and_lists_pages_that_exist() {
    let built = built();
    let mut reader = quick_xml::Reader::from_str(built.text("sitemap.xml"));
    let (mut places, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => inside = start.name().as_ref() == "loc",
            quick_xml::events::Event::Text(text) if inside => places.push(text.to_string()),
            quick_xml::events::Event::End(_) => inside = false,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert!(places.len() > 5, "{places:?}");
    for place in places {
        let path = place.strip_prefix("https://example.org/kb/").unwrap_or_else(|| panic!("{place}"));
        assert!(built.has(&format!("{path}index.html")), "{place}");
    }
}

#[test]
fn the_other_outputs_are_there() {
    let built = built();
    for path in [
        "404.html",
        "robots.txt",
        ".nojekyll",
        "llms.txt",
        "postmortems.csv",
        "api/postmortems.json",
        "api/postmortems/pm-1.json",
        "api/action-items.json",
        "postmortems/pm-1/index.md",
        "postmortems/pm-1/g.png",
        "old/1/index.html",
        "services/checkout/index.html",
        "root-causes/capacity/index.html",
        "triggers/deploy/index.html",
        "severities/sev1/index.html",
        "teams/payments/index.html",
        "tags/sale/index.html",
        "years/2024/index.html",
        "about/index.html",
    ] {
        assert!(built.has(path), "no {path} in {:#?}", built.files.keys());
    }
    let items: serde_json::Value = serde_json::from_str(built.text("api/action-items.json")).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 2);
    let csv = built.text("postmortems.csv");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let site = rich();
    site.write(
        "book.toml",
        "[output.html]\ncname = \"kb.example.org\"\nredirect = { \"/x/\" = \"/postmortems/pm-1/\" }\n",
    );
    let built = site.build();
    assert_eq!(built.text("CNAME").trim(), "kb.example.org");
    assert!(built.text("x/index.html").contains("postmortems/pm-1/"));
}
