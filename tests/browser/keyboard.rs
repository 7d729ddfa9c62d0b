//! The site with the keyboard alone.

use crate::sites;
use crate::tab::Tab;
use serde_json::{Value, json};

/// What has the focus, in words.
const FOCUS: &str = "(() => { const at = document.activeElement; \
    return at === document.body ? '' : (at.ariaLabel || at.textContent.trim() || at.name || at.tagName).slice(0, 60) })()";

/// Whether what has the focus shows it: in sight, with an outline around it or around what stands for it.
const SHOWN: &str = r#"(() => {
  const at = document.activeElement;
  const drawn = at.matches("[type=radio], [type=checkbox]") ? (at.nextElementSibling ?? at) : at;
  const box = drawn.getBoundingClientRect();
  const style = getComputedStyle(drawn);
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!outline && !at.matches("textarea, input")) return "no outline: " + at.outerHTML.slice(0, 120);
  if (box.width < 1 || box.height < 1) return "no size: " + at.outerHTML.slice(0, 120);
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return "out of sight: " + at.outerHTML.slice(0, 120);
  return "";
})()"#;

/// Walks a page by tab from its start to its end; answers what had the focus.
fn walk(tab: &mut Tab) -> Vec<String> {
    let mut walked = Vec::new();
    for _ in 0..400 {
        tab.press("Tab");
        let at = tab.ask(FOCUS);
        let at = at.as_str().unwrap_or_default().to_owned();
        if at.is_empty() {
            return walked;
        }
        let shown = tab.ask(SHOWN);
        assert_eq!(shown, json!(""), "after {walked:?}");
        walked.push(at);
    }
    panic!("the focus does not leave the page: {walked:?}");
}

#[test]
fn every_link_and_button_is_reached_and_shows_that_it_is() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    // Scrolling takes no time here, so that what has the focus is in sight at once.
    let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    for (path, width) in [
        ("", 1280),
        ("postmortems/2024-05-12-checkout-connection-pool/", 1280),
        ("postmortems/2024-05-12-checkout-connection-pool/", 320),
        ("services/github/", 768),
    ] {
        tab.fit(width, 1, "light");
        tab.call("Emulation.setEmulatedMedia", &still);
        tab.visit(&site.url(path));
        let walked = walk(&mut tab);
        assert_eq!(walked.first().map(String::as_str), Some("Skip to content"), "{path}");
        assert_eq!(walked.last().map(String::as_str), Some("Keyboard shortcuts"), "{path}");
        // One stop for the choice of a zone; nothing that is visible is left out.
        let links = tab.ask("[...document.querySelectorAll('a[href], button')].filter((each) => each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !each.closest('dialog') && each.tabIndex >= 0).length");
        assert!(walked.len() as u64 >= links.as_u64().unwrap(), "{path}: {} of {links}", walked.len());
    }
}

#[test]
fn a_reader_finds_and_reads_without_a_mouse() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "light");
    tab.visit(&site.url(""));
    // Past the navigation.
    tab.press("Tab");
    tab.until(FOCUS, &json!("Skip to content"));
    tab.press("Enter");
    tab.until("document.activeElement.id", &json!("pm-main"));
    // The list of shortcuts opens, holds the focus and closes.
    tab.press_shifted("?");
    tab.until("document.getElementById('pm-keys').open", &json!(true));
    for _ in 0..4 {
        tab.press("Tab");
        let inside = "document.activeElement === document.body || document.getElementById('pm-keys').contains(document.activeElement)";
        assert_eq!(tab.ask(inside), json!(true));
    }
    tab.press("Escape");
    tab.until("document.getElementById('pm-keys').open", &json!(false));
    // Search from anywhere; filters and results by keys.
    tab.press("/");
    tab.until("document.activeElement.name", &json!("q"));
    tab.write("database");
    tab.press("Enter");
    tab.until("location.pathname + location.search", &json!("/kb/search/?q=database"));
    tab.until("document.querySelectorAll('.search-result h2 a').length > 3", &json!(true));
    tab.until("document.querySelector('.search-toggle') !== null", &json!(true));
    let all = tab.ask("parseInt(document.querySelector('.search-status').textContent)").as_u64().unwrap();
    tab.ask("document.querySelector('.search-toggle').focus()");
    tab.press("Enter");
    tab.until("document.querySelector('.search-toggle[aria-pressed=true]') !== null", &json!(true));
    tab.until(
        &format!("parseInt(document.querySelector('.search-status').textContent) < {all}"),
        &json!(true),
    );
    tab.press("/");
    tab.until("document.activeElement.tagName", &json!("TEXTAREA"));
    tab.press("ArrowDown");
    tab.until("document.activeElement.closest('.search-result') !== null", &json!(true));
    tab.press("Enter");
    tab.until("location.pathname.startsWith('/kb/postmortems/')", &json!(true));
    tab.until("document.readyState", &json!("complete"));
    // To the neighbour, and to the lists.
    let next = tab.ask("document.querySelector('a[rel=prev]').pathname");
    tab.press("[");
    tab.until("location.pathname", &next);
    for (key, path) in
        [("a", "actions/"), ("r", "recurrences/"), ("t", "trends/"), ("p", "postmortems/"), ("h", "")]
    {
        tab.until("document.readyState", &json!("complete"));
        tab.press("g");
        tab.press(key);
        tab.until("location.pathname", &json!(format!("/kb/{path}")));
    }
}

#[test]
fn the_register_is_filtered_by_keys() {
    let site = sites::team();
    let mut tab = Tab::open(&site.url("actions/"));
    tab.until("document.querySelector('.register-filters').inert", &json!(false));
    tab.ask("document.querySelector('[name=owner]').focus()");
    // Typing in a list chooses there, and is no shortcut.
    tab.press("g");
    tab.press("Enter");
    tab.until("document.querySelector('[name=owner]').value !== ''", &json!(true));
    tab.until("document.querySelector('.register-status strong') !== null", &json!(true));
    let owners = "[...new Set([...document.querySelectorAll('.register tbody tr')].map((row) => row.dataset.owner))].length";
    tab.until(owners, &json!(1));
    assert_eq!(tab.ask("location.pathname"), json!("/kb/actions/"));
}

#[test]
fn shortcuts_can_be_switched_off() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.visit(&site.url(""));
    tab.press_shifted("?");
    tab.until("document.getElementById('pm-keys').open", &json!(true));
    tab.ask("document.querySelector('[data-keys-switch]').focus()");
    tab.press(" ");
    tab.until("document.querySelector('[data-keys-switch]').checked", &json!(false));
    tab.press("Escape");
    tab.visit(&site.url("about/"));
    for key in ["/", "g", "h"] {
        tab.press(key);
    }
    assert_eq!(tab.ask(FOCUS), json!(""));
    assert_eq!(tab.ask("location.pathname"), json!("/kb/about/"));
    // The list itself stays in reach, from the footer.
    tab.ask("document.querySelector('[data-keys-open]').focus()");
    tab.press("Enter");
    tab.until("document.getElementById('pm-keys').open", &Value::Bool(true));
}

#[test]
fn on_a_small_screen_the_navigation_opens_from_a_button() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(320, 1, "light");
    tab.visit(&site.url(""));
    assert_eq!(tab.ask("document.querySelector('.site-nav').checkVisibility()"), json!(false));
    tab.ask("document.querySelector('.menu').focus()");
    tab.press("Enter");
    tab.until("document.querySelector('.site-nav').checkVisibility()", &json!(true));
    tab.picture("own-menu-320-light");
    tab.press("Tab");
    tab.until(FOCUS, &json!("Postmortems"));
    tab.press("Escape");
    tab.until("document.querySelector('.site-nav').checkVisibility()", &json!(false));
    tab.until("document.activeElement.className", &json!("menu"));
}
