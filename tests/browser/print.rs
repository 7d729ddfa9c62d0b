//! The site on paper.

use crate::sites;
use crate::tab::{Tab, decoded, save};
use serde_json::json;

#[test]
fn a_printed_postmortem_can_be_handed_on() {
    let site = sites::team();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "dark");
    tab.visit(&site.url("postmortems/forms/"));
    let paper = tab.call(
        "Page.printToPDF",
        &json!({ "printBackground": false, "preferCSSPageSize": true, "generateTaggedPDF": true }),
    );
    let paper = decoded(paper["data"].as_str().unwrap());
    save("team-postmortem.pdf", &paper);
    assert!(paper.starts_with(b"%PDF-"));

    tab.call(
        "Emulation.setEmulatedMedia",
        &json!({ "media": "print", "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
    );
    for gone in [
        ".site-header",
        ".site-footer",
        ".toc",
        ".neighbours",
        ".crumbs",
        ".copies",
        ".zones",
        ".copy",
        ".anchor",
        ".skip",
    ] {
        let seen = format!("[...document.querySelectorAll({gone:?})].some((each) => each.checkVisibility())");
        assert_eq!(tab.ask(&seen), json!(false), "{gone}");
    }
    // The timeline is told once, what is wide is not cut, links say where they lead.
    assert_eq!(tab.ask("document.querySelector('.events').checkVisibility()"), json!(false));
    assert_eq!(tab.ask("document.querySelector('.body #timeline').checkVisibility()"), json!(true));
    let cut = "[...document.querySelectorAll('pre, .table-scroll, .drawing')].filter((each) => getComputedStyle(each).overflowX !== 'visible').length";
    assert_eq!(tab.ask(cut), json!(0));
    let after = tab.ask("getComputedStyle(document.querySelector('.body a[href^=\"https://example.com\"]'), '::after').content");
    assert!(after.as_str().unwrap().contains("https://example.com"), "{after}");
    // White paper, whatever the scheme of the screen.
    assert_eq!(tab.ask("getComputedStyle(document.body).backgroundColor"), json!("rgb(255, 255, 255)"));
    let breaks = "getComputedStyle(document.querySelector('h2')).breakAfter";
    assert_eq!(tab.ask(breaks), json!("avoid"));
    // Where it came from stands at its end.
    assert_eq!(tab.ask("document.querySelector('.paper').checkVisibility() && document.querySelector('.paper').textContent"), json!("https://example.com/kb/postmortems/forms/"));

    // Without a timeline in the text, the table tells it.
    tab.visit(&site.url("postmortems/incident-01/"));
    assert_eq!(tab.ask("document.querySelector('.tl').checkVisibility()"), json!(true));
}
