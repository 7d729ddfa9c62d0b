//! What a reader may choose: zone and scheme; and what follows while reading.

use crate::sites;
use crate::tab::Tab;
use serde_json::{Value, json};

const POSTMORTEM: &str = "postmortems/2024-05-12-checkout-connection-pool/";

/// The texts of what an expression selects.
fn texts(tab: &mut Tab, selector: &str) -> Vec<String> {
    let found =
        tab.ask(&format!("[...document.querySelectorAll({selector:?})].map((each) => each.textContent)"));
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn times_are_shown_in_the_zone_that_is_chosen() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "light");
    tab.call("Emulation.setTimezoneOverride", &json!({ "timezoneId": "Asia/Tokyo" }));
    tab.visit(&site.url(POSTMORTEM));
    let when = ".facts time[datetime*=T][datetime*=':']:not(.big)";
    let rows = ".events .when";
    let ticks = ".tl-tick";
    let first: [Vec<String>; 4] =
        [when, rows, ticks, ".tl-milestone text"].map(|selector| texts(&mut tab, selector));
    assert_eq!(first[0], ["12 May 2024, 10:00", "11:15"]);
    assert_eq!(first[1][..2], ["12 May 2024 10:00", "10:01"]);
    assert_eq!(first[3][0], "Started 10:00");
    assert_eq!(texts(&mut tab, "[data-zone]"), ["America/Los_Angeles"]);
    assert_eq!(texts(&mut tab, ".zones span"), ["America/Los_Angeles", "UTC", "your zone (Asia/Tokyo)"]);

    // By the keyboard, into another day.
    tab.ask("document.querySelector('.zones :checked').focus()");
    tab.press("ArrowRight");
    tab.press("ArrowRight");
    tab.until("document.querySelector('.zones :checked').value", &json!("reader"));
    assert_eq!(texts(&mut tab, when), ["13 May 2024, 02:00", "03:15"]);
    assert_eq!(texts(&mut tab, rows)[..2], ["13 May 2024 02:00", "02:01"]);
    assert_eq!(texts(&mut tab, ".tl-milestone text")[0], "Started 02:00");
    assert_eq!(texts(&mut tab, ".tl-tick:not(.tl-day)")[0], "02:00");
    assert_eq!(texts(&mut tab, ".tl-day")[0], "13 May 2024");
    assert!(texts(&mut tab, "circle title")[0].starts_with("02:00 "));
    assert_eq!(texts(&mut tab, "[data-zone]"), ["Asia/Tokyo"]);
    tab.picture("own-zones-1280-light");

    // By its shortcut; and the choice holds on the next page.
    tab.press("z");
    tab.press("z");
    tab.until("document.querySelector('.zones :checked').value", &json!("utc"));
    assert_eq!(texts(&mut tab, when), ["12 May 2024, 17:00", "18:15"]);
    tab.visit(&site.url(POSTMORTEM));
    assert_eq!(texts(&mut tab, when), ["12 May 2024, 17:00", "18:15"]);
    // Back to what the authors wrote, to the letter.
    tab.press("z");
    tab.press("z");
    tab.until("document.querySelector('.zones :checked').value", &json!("incident"));
    let again = [when, rows, ticks, ".tl-milestone text"].map(|selector| texts(&mut tab, selector));
    assert_eq!(again, first);
}

#[test]
fn a_table_of_several_days_names_each_in_every_zone() {
    let site = sites::team();
    let mut tab = Tab::open(&site.url(""));
    tab.call("Emulation.setTimezoneOverride", &json!({ "timezoneId": "America/New_York" }));
    tab.visit(&site.url("postmortems/forms/"));
    let rows = ".events .when";
    let first = texts(&mut tab, rows);
    assert_eq!(first[0], "8 Mar 2025 22:40");
    assert_eq!(first[4], "9 Mar 2025 00:30", "{first:?}");
    tab.press("z");
    tab.press("z");
    tab.until("document.querySelector('.zones :checked').value", &json!("reader"));
    // The clocks of New York go forward within it.
    let told = texts(&mut tab, rows);
    let told: Vec<&str> = told.iter().map(|text| text.trim()).collect();
    assert_eq!(told, ["8 Mar 2025 12:10", "12:40", "12:42", "13:20", "14:00", "17:30", "11 Mar 2025 23:30"]);
    tab.press("z");
    assert_eq!(texts(&mut tab, rows), first);
}

#[test]
fn a_chosen_scheme_holds_on_every_page() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "light");
    tab.visit(&site.url(""));
    let back = "getComputedStyle(document.body).backgroundColor";
    let light = tab.ask(back);
    let name = "document.getElementById('pm-scheme').textContent";
    assert_eq!(tab.ask(name), json!("Theme: auto"));
    tab.ask("document.getElementById('pm-scheme').focus()");
    tab.press("Enter");
    tab.until(name, &json!("Theme: light"));
    tab.press("Enter");
    tab.until(name, &json!("Theme: dark"));
    let dark = tab.ask(back);
    assert_ne!(light, dark);
    tab.visit(&site.url("about/"));
    assert_eq!((tab.ask(back), tab.ask(name)), (dark.clone(), json!("Theme: dark")));
    // By its shortcut, back to the system's.
    tab.press("d");
    tab.until(name, &json!("Theme: auto"));
    assert_eq!(tab.ask(back), light);
    tab.fit(1280, 1, "dark");
    assert_eq!(tab.ask(back), dark);
}

#[test]
fn the_contents_follow_the_reader() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "light");
    tab.visit(&site.url("about/checks/"));
    tab.ask("document.documentElement.style.scrollBehavior = 'auto'; document.getElementById('human-error-as-cause').scrollIntoView()");
    let current = "document.querySelector('.toc [aria-current]')?.textContent";
    tab.until(current, &json!("human-error-as-cause"));
    let seen = "(() => { const box = document.querySelector('.toc [aria-current]').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight })()";
    assert_eq!(tab.ask(seen), json!(true));
    // The details stand below them and do not push them away.
    tab.visit(&site.url(POSTMORTEM));
    tab.ask("document.documentElement.style.scrollBehavior = 'auto'; document.getElementById('lessons-learned').scrollIntoView()");
    tab.until(current, &json!("Lessons learned"));
    assert_eq!(tab.ask(seen), json!(true));
    // They are there before the text is, which may come later, and does not move for them.
    let before = "document.querySelector('.toc').compareDocumentPosition(document.querySelector('.column')) === Node.DOCUMENT_POSITION_FOLLOWING";
    assert_eq!(tab.ask(before), json!(true));
    tab.visit(&site.url("about/checks/"));
    tab.ask("document.querySelector('.toc a[href=\"#missing-summary\"]').focus()");
    tab.press("Enter");
    tab.until("location.hash", &json!("#missing-summary"));
    tab.until(current, &json!("missing-summary"));
    // On a small screen they are folded away, before the text and after the heading.
    tab.fit(320, 1, "light");
    tab.visit(&site.url("about/checks/"));
    assert_eq!(tab.ask("document.querySelector('.toc details').open"), json!(false));
    let order = "['h1', '.toc', '.body'].map((each) => document.querySelector(each).getBoundingClientRect().top).every((top, at, all) => at === 0 || top > all[at - 1])";
    assert_eq!(tab.ask(order), json!(true));
}

#[test]
fn code_is_copied_whole() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.visit(&site.url("about/checks/"));
    tab.call(
        "Browser.grantPermissions",
        &json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
    );
    tab.ask("document.querySelector('.copy').focus()");
    tab.press("Enter");
    tab.until("document.querySelector('.copy').textContent", &json!("Copied"));
    let copied = tab.wait("navigator.clipboard.readText()");
    assert_eq!(copied, tab.ask("document.querySelector('.copy-holder pre').textContent"));
    tab.until("document.querySelector('.copy').textContent", &json!("Copy"));
}

#[test]
fn without_scripts_everything_is_read_and_nothing_is_offered_in_vain() {
    let site = sites::own();
    let mut tab = Tab::open(&site.url(""));
    tab.fit(1280, 1, "light");
    tab.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    tab.call("Page.navigate", &json!({ "url": site.url(POSTMORTEM) }));
    tab.until("location.pathname + document.readyState", &json!(format!("/kb/{POSTMORTEM}complete")));
    for gone in [".scheme", ".zones", "[data-keys-open]", ".site-search", ".copy"] {
        let seen = format!("document.querySelector({gone:?})?.checkVisibility() ?? false");
        assert_eq!(tab.ask(&seen), json!(false), "{gone}");
    }
    for there in [".facts", ".tl", ".body h2", ".toc a", ".actions table", ".site-nav a"] {
        let box_of = format!("document.querySelector({there:?}).getBoundingClientRect().height > 0");
        assert_eq!(tab.ask(&box_of), json!(true), "{there}");
    }
    tab.picture("own-no-scripts-1280-light");
    tab.call("Page.navigate", &json!({ "url": site.url("actions/") }));
    tab.until("location.pathname + document.readyState", &json!("/kb/actions/complete"));
    assert_eq!(tab.ask("document.querySelector('.register-filters').checkVisibility()"), json!(false));
    assert_eq!(tab.ask("document.querySelector('.register tbody tr').checkVisibility()"), json!(true));
}
