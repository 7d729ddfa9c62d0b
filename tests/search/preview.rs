//! The preview in a real browser: what a tab does when files change.

use crate::browser::Browser;
use crate::devtools::Page;
use crate::site::Site;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

struct Preview {
    process: Child,
    url: String,
}

impl Preview {
    fn start(site: &Site, port: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_pmsite"))
            .args(["serve", "--watch", "--port", port])
            .current_dir(site.root())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.by_ref().find_map(|line| {
            line.strip_prefix("serving at ").map(|url| url.split(' ').next().unwrap().to_owned())
        });
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, url: url.expect("an address") }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_tab_follows_its_page() {
    let site = Site::new();
    let long = "A long way down.\n\n".repeat(200);
    let save = |words: &str| site.postmortem("pm-1", "title: One", &format!("{words}\n\n{long}"));
    let other = |words: &str| site.postmortem("pm-2", "title: Two", words);
    let style = |color: &str| {
        site.write("themes/default/static/style.css", &format!("body {{ background: {color} }}\n"));
    };
    save("First words.");
    other("First words.");
    style("rgb(1, 2, 3)");
    let preview = Preview::start(&site, "0");
    let browser = Browser::open(&format!("{}postmortems/pm-1/", preview.url));
    let mut page = Page::of(browser.profile());
    let words = "document.querySelector('.body p')?.textContent";
    let color = "getComputedStyle(document.body).backgroundColor";
    page.until(words, &json!("First words."));
    page.until("document.readyState", &json!("complete"));

    // Its own words: the page comes anew, where it was.
    page.ask("window.marker = 1; window.scrollTo(0, 900)");
    page.until("window.scrollY", &json!(900));
    save("Second words.");
    page.until(words, &json!("Second words."));
    page.until("typeof window.marker", &json!("undefined"));
    page.until("window.scrollY", &json!(900));

    // A style sheet: it is swapped, and the page stays.
    page.ask("window.marker = 2");
    style("rgb(4, 5, 6)");
    page.until(color, &json!("rgb(4, 5, 6)"));
    page.until("document.querySelectorAll('link[rel=stylesheet]').length", &json!(1));
    style("rgb(7, 8, 9)");
    page.until(color, &json!("rgb(7, 8, 9)"));
    // Another page, and this one with the same bytes: the page stays.
    other("Second words.");
    save("Second words.");
    let fetched = "fetch('../pm-2/').then((answer) => answer.text()).then((text) => { window.other = text }); window.other?.includes('Second words.')";
    page.until(fetched, &json!(true));
    assert_eq!(page.ask("window.marker"), json!(2));

    // A mistake: the page stays, and says so, whatever stands in the file.
    let in_overlay = |what: &str| {
        format!("document.getElementById('pmsite-overlay')?.shadowRoot.querySelector('section').{what}")
    };
    site.postmortem("pm-2", "title: Two\nseverity: <img src=x onerror=document.title='run'>", "");
    page.until(&in_overlay("textContent.includes('3 | severity: <img src=x onerror')"), &json!(true));
    page.until(&in_overlay("querySelector('h2').textContent"), &json!("Not up to date: 1 error"));
    page.until(&in_overlay("getAttribute('role')"), &json!("alert"));
    page.until(&in_overlay("querySelector('img') === null"), &json!(true));
    page.until(&in_overlay("checkVisibility()"), &json!(true));
    assert_eq!(page.ask("window.marker"), json!(2));
    assert_ne!(page.ask("document.title"), json!("run"));
    // It can be put away, and comes back for another mistake only.
    page.press("Escape");
    page.until(&in_overlay("checkVisibility()"), &json!(false));
    site.postmortem("pm-2", "title: Two\nseverity: sev98", "");
    page.until(&in_overlay("checkVisibility()"), &json!(true));
    other("Third words.");
    page.until("document.getElementById('pmsite-overlay') === null", &json!(true));
    assert_eq!(page.ask("window.marker"), json!(2));

    // The server goes and comes: the tab finds it again, and what it missed.
    let port = preview.url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    drop(preview);
    save("Last words.");
    let _again = Preview::start(&site, &port);
    page.until(words, &json!("Last words."));
}
