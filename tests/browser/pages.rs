//! Every kind of page, in both schemes, at three widths and at 200 %.

use crate::axe;
use crate::sites::{self, Served};
use crate::tab::Tab;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

/// The window's width in pixels of the style sheet, how many of the screen's each of them has, and
/// whether accessibility is judged: in the widest and the narrowest. The last is a common screen at
/// 200 %.
const WINDOWS: [(u32, u32, bool); 4] = [(1280, 1, true), (768, 1, false), (320, 1, true), (640, 2, false)];

/// What a page may weigh on its way to the reader, with its style sheet and scripts.
const WEIGHT: usize = 100_000;

/// What the page's structure lacks, in words.
const STRUCTURE: &str = r#"(() => {
  const lacks = [];
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((head) => !head.closest("dialog"));
  if (heads.filter((head) => head.tagName === "H1").length !== 1) lacks.push("not one h1");
  let last = 0;
  for (const head of heads) {
    const level = Number(head.tagName[1]);
    if (level > last + 1) lacks.push(`h${level} follows h${last}: ${head.textContent}`);
    last = level;
  }
  for (const one of ["header", "main", "footer", "nav"]) {
    if (!document.querySelector(one)) lacks.push(`no ${one}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) lacks.push(`twice: #${id}`);
  if (!document.documentElement.lang) lacks.push("no language");
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    const over = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1);
    lacks.push(`scrolls sideways by ${wide}: ${over.slice(0, 3).map((each) => each.outerHTML.slice(0, 80))}`);
  }
  const blocking = performance.getEntriesByType("resource").filter((each) => each.renderBlockingStatus === "blocking");
  if (blocking.length !== 1 || !/\/style\.[0-9a-f]+\.css$/.test(blocking[0].name)) {
    lacks.push(`drawing waits for ${blocking.map(({ name }) => name)}`);
  }
  return lacks;
})()"#;

/// How far things jumped since the page was asked for, and what they were.
const SHIFT: &str = "new Promise((done) => { \
    const box = ({ x, y, width, height }) => `${[x, y, width, height].map(Math.round)}`; \
    const name = ({ node, previousRect, currentRect }) => \
        `${(node?.outerHTML ?? node?.data)?.slice(0, 60)} ${box(previousRect)} > ${box(currentRect)}`; \
    new PerformanceObserver((list) => { const all = list.getEntries(); \
        done([all.reduce((sum, { value }) => sum + value, 0), \
            all.flatMap(({ sources }) => sources.map(name)).join('\\n  ')]); })\
    .observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done([0, '']), 100); })";

/// The most that may jump, a share of the window by a share of the window: while a page comes in pieces
/// of a known size, and in pieces that a busy machine makes. What is good to browsers is below 0.1.
const JUMPS: [f64; 2] = [0.01, 0.05];

/// Visits pages and says all that is wrong with them, at once.
fn look(site: &Served, name: &str, kinds: &[(&str, &str)]) {
    let axe = axe::source();
    let origin = site.url("");
    let mut tab = Tab::open(&origin);
    let mut wrong = String::new();
    let mut views = 0;
    for (kind, path) in kinds {
        for (width, scale, judged) in WINDOWS {
            for scheme in ["light", "dark"] {
                tab.fit(width, scale, scheme);
                tab.complaints(&origin);
                tab.visit(&site.url(path));
                views += 1;
                let mut found: Vec<String> = Vec::new();
                settle(&mut tab, kind);
                found.extend(jump(&mut tab, JUMPS[1]));
                tab.picture(&format!("{name}-{kind}-{width}-{scheme}"));
                // What is folded away has to hold as well.
                tab.ask("document.querySelectorAll('details').forEach((each) => { each.open = true })");
                let lacks = tab.ask(STRUCTURE);
                found.extend(lacks.as_array().unwrap().iter().map(ToString::to_string));
                if let Some(source) = axe.as_deref().filter(|_| judged) {
                    found.extend(axe::violations(&mut tab, source));
                }
                found.extend(tab.complaints(&origin));
                found.extend(weight(site, &tab.requests, &origin));
                for each in found {
                    let _ = writeln!(wrong, "{name} {kind} {width} {scheme}: {each}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(views, kinds.len() * WINDOWS.len() * 2);
}

/// Waits until a page of search has answered.
fn settle(tab: &mut Tab, kind: &str) {
    if kind.starts_with("search") {
        tab.until("document.getElementById('pm-search').ariaBusy", &Value::Null);
        tab.until("document.getElementById('pm-search').dataset.state === 'opening'", &json!(false));
    }
}

/// Says what jumped while the page came, if it was more than may be.
fn jump(tab: &mut Tab, most: f64) -> Option<String> {
    let shift = tab.wait(SHIFT);
    let far = shift[0].as_f64().unwrap();
    (far > most).then(|| format!("things jump by {far}:\n  {}", shift[1].as_str().unwrap()))
}

/// Says when a page is too heavy: its own bytes as they are, and all that it loads, packed as every
/// host packs them.
fn weight(site: &Served, requests: &[String], origin: &str) -> Option<String> {
    let mut all = 0;
    for (at, url) in requests.iter().enumerate() {
        let path = url.strip_prefix(origin)?.split(['?', '#']).next()?;
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        let bytes = fs::read(site.public.join(&path)).ok()?;
        if at == 0 && bytes.len() > WEIGHT {
            return Some(format!("{path} has {} bytes", bytes.len()));
        }
        if path.starts_with("search/") && path != "search/index.html" {
            // The index has a budget of its own.
            continue;
        }
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&bytes).unwrap();
        all += packer.finish().unwrap().len();
    }
    (all > WEIGHT).then(|| format!("{all} bytes in all"))
}

/// Every kind of page of this repository's site.
const OWN: [(&str, &str); 21] = [
    ("home", ""),
    ("list", "postmortems/"),
    ("by-duration", "postmortems/by-duration/"),
    ("postmortem", "postmortems/2024-05-12-checkout-connection-pool/"),
    ("gaps", "postmortems/2017-01-31-gitlab-primary-database-deleted/"),
    ("services", "services/"),
    ("service", "services/github/"),
    ("cause", "root-causes/capacity/"),
    ("subcause", "root-causes/capacity/connection-pool/"),
    ("severities", "severities/"),
    ("search", "search/"),
    ("search-results", "search/?q=database"),
    ("trends", "trends/all/"),
    ("trends-year", "trends/"),
    ("actions", "actions/"),
    ("recurrences", "recurrences/"),
    ("page", "about/"),
    ("checks", "about/checks/"),
    ("reference", "about/front-matter/"),
    ("commands", "about/commands/"),
    ("lost", "404.html"),
];

/// What a team's site has beyond that.
const TEAM: [(&str, &str); 9] = [
    ("home", ""),
    ("postmortem", "postmortems/forms/"),
    ("list", "postmortems/"),
    ("service", "services/queue/"),
    ("actions", "actions/"),
    ("owner", "actions/ada/"),
    ("recurrences", "recurrences/"),
    ("trends", "trends/"),
    ("page", "about/"),
];

#[test]
fn every_kind_of_page_holds_at_every_width_in_both_schemes() {
    look(&sites::own(), "own", &OWN);
}

#[test]
fn the_second_theme_holds_as_well() {
    let kinds =
        ["home", "list", "postmortem"].map(|name| *OWN.iter().find(|(kind, _)| *kind == name).unwrap());
    look(&sites::compact(), "compact", &kinds);
}

#[test]
fn a_teams_site_holds_as_well() {
    look(&sites::team(), "team", &TEAM);
}

/// On a slow line a page is drawn before its end is there, and before its scripts are. Who has begun
/// to read does not lose the place.
#[test]
fn nothing_jumps_while_a_page_comes_slowly() {
    let mut wrong = String::new();
    for (site, name, kinds) in [(sites::own(), "own", &OWN[..]), (sites::team(), "team", &TEAM)] {
        site.slow_down();
        let mut tab = Tab::open(&site.url(""));
        for (kind, path) in kinds {
            for (width, scale, _) in WINDOWS {
                tab.fit(width, scale, "light");
                tab.visit(&site.url(path));
                settle(&mut tab, kind);
                if let Some(found) = jump(&mut tab, JUMPS[0]) {
                    let _ = writeln!(wrong, "{name} {kind} {width}: {found}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
