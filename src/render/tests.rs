//! A small corpus, rendered into memory.

use super::{Output, Parts, Rendered, Site, Theme};
use crate::analysis::{Analysis, Comparing, Knowledge};
use crate::config::BaseUrl;
use crate::config::Config;
use crate::config::ThemeSettings;
use crate::model::{
    ActionItem, ActionKind, ActionStatus, Body, Corpus, EventKind, Impact, Milestone, Milestones, Moment,
    Page, Postmortem, PostmortemId, Slug, Status, Term, TimelineEntry, Visibility, Zone,
};
use crate::output::Memory;
use crate::routes::Routes;
use crate::search::SearchIndex;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn moment(text: &str) -> Moment {
    Moment::parse(text, Some(&Zone::parse("Europe/Berlin").unwrap())).unwrap()
}

pub(super) fn body(path: &str, markdown: &str) -> Body {
    Body {
        path: path.into(),
        markdown: markdown.to_owned(),
        lines_before: 0,
        preamble: String::new(),
        sections: Vec::new(),
        links: Vec::new(),
    }
}

/// A postmortem with a start, and an end so many minutes later.
pub(super) fn postmortem(id: &str, title: &str, started: &str, minutes: i64) -> Postmortem {
    let start = moment(started);
    let end = start.zoned().saturating_add(jiff::SignedDuration::from_mins(minutes));
    let end = moment(&end.strftime("%Y-%m-%d %H:%M").to_string());
    Postmortem {
        id: PostmortemId::parse(id).unwrap(),
        title: title.to_owned(),
        status: Status::Published,
        visibility: Visibility::Public,
        severity: Config::default().postmortem.severities.parse("sev1"),
        services: vec![Slug::from_text("api").unwrap()],
        root_causes: vec![Term::parse("capacity/connection-pool").unwrap()],
        triggers: vec![Term::parse("deploy").unwrap()],
        contributing_factors: vec!["A <b>factor</b>".to_owned()],
        detection: None,
        mitigation: Vec::new(),
        impact: Impact {
            summary: Some("A third of \"all\" users".to_owned()),
            users: Some(1_200_000),
            ..Impact::default()
        },
        milestones: Milestones::new([(Milestone::Started, start), (Milestone::Mitigated, end)]).unwrap(),
        authors: vec!["Ada".to_owned()],
        teams: Vec::new(),
        reviewers: Vec::new(),
        tags: vec![Slug::from_text("e-commerce").unwrap()],
        summary: "It <broke> & was mended.".to_owned(),
        action_items: Vec::new(),
        timeline: Vec::new(),
        related: Vec::new(),
        recurrence_of: None,
        caused_by: None,
        supersedes: None,
        source: None,
        aliases: Vec::new(),
        extra: serde_json::Value::Null,
        body: body(&format!("content/{id}.md"), "## Summary\n\nText.\n"),
    }
}

pub(super) fn entry(at: &str, kind: Option<EventKind>, text: &str) -> TimelineEntry {
    TimelineEntry { written: at.to_owned(), at: Some(moment(at)), kind, text: text.to_owned() }
}

pub(super) fn corpus() -> Corpus {
    let mut first = postmortem("PM-1", "Cache <script>alert(1)</script>", "2024-05-12 10:00", 75);
    first.timeline = vec![
        entry("2024-05-12 10:00", Some(EventKind::Started), "Errors & more errors"),
        entry("2024-05-12 10:04", Some(EventKind::Detected), "The alert fires"),
        entry("2024-05-12 11:15", None, "It is over"),
    ];
    first.action_items = vec![ActionItem {
        id: "a1".into(),
        own_id: false,
        text: "Alert on pool use".into(),
        kind: Some(ActionKind::Detect),
        owner: Some("ada".into()),
        priority: None,
        due: None,
        ticket: Some("https://tickets.example/browse/OPS-7".into()),
        status: ActionStatus::Open,
    }];
    first.aliases = vec!["/old/pm-1.html".into()];
    let mut second = postmortem("PM-2", "Queue", "2023-01-02 08:00", 600);
    second.recurrence_of = Some(first.id.clone());
    let page = Page {
        slug: Slug::from_text("about").unwrap(),
        title: "About".into(),
        description: None,
        visibility: Visibility::Public,
        weight: 0,
        group: None,
        aliases: Vec::new(),
        extra: serde_json::Value::Null,
        body: body("content/pages/about.md", "Hello.\n"),
    };
    Corpus::new(vec![first.into(), second.into()], vec![page.into()], Vec::new(), &[]).unwrap()
}

pub(super) fn config() -> Config {
    let mut config = Config::default();
    config.postmortem.base_url = BaseUrl::parse("https://example.org/kb/");
    config
}

pub(super) fn site(theme: Theme, config: &Config, corpus: &Corpus) -> Site {
    let (analysis, corpus) = (Arc::new(Analysis::of(corpus)), Arc::new(corpus.clone()));
    let routes = Routes::plan(config, &corpus, &analysis).unwrap();
    let comparing = Comparing { language: "en".into(), title_counts: 3, threshold: 0.24 };
    let patience = config.postmortem.patience.clone();
    let knowledge = Knowledge::new(
        Arc::clone(&corpus),
        Arc::clone(&analysis),
        comparing,
        patience,
        jiff::civil::date(2024, 8, 1),
    );
    Site::new(Parts {
        root: ".".into(),
        theme: Arc::new(theme),
        config: Arc::new(config.clone()),
        corpus,
        analysis,
        knowledge: Arc::new(knowledge),
        routes: Arc::new(routes),
    })
}

fn render_with(
    theme: Theme,
    config: &Config,
    corpus: &Corpus,
) -> Result<BTreeMap<String, String>, super::RenderError> {
    let sink = Memory::new();
    site(theme, config, corpus).pages(&sink, &|_| {})?;
    let files = sink.into_files().into_iter();
    Ok(files.map(|(path, bytes)| (path.as_str().to_owned(), String::from_utf8(bytes).unwrap())).collect())
}

fn render(config: &Config, corpus: &Corpus) -> BTreeMap<String, String> {
    render_with(Theme::built_in().unwrap(), config, corpus).unwrap()
}

#[test]
fn a_site_has_all_its_files() {
    let files = render(&config(), &corpus());
    for path in [
        "index.html",
        "404.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        ".nojekyll",
        "llms.txt",
        "postmortems.csv",
        "api/postmortems.json",
        "api/postmortems/pm-1.json",
        "api/action-items.json",
        "postmortems/index.html",
        "postmortems/by-duration/index.html",
        "postmortems/pm-1/index.html",
        "postmortems/pm-1/index.md",
        "services/index.html",
        "services/api/index.html",
        "services/api/feed.xml",
        "root-causes/capacity/index.html",
        "root-causes/capacity/connection-pool/index.html",
        "triggers/deploy/index.html",
        "severities/sev1/index.html",
        "teams/index.html",
        "tags/e-commerce/index.html",
        "years/2024/index.html",
        "about/index.html",
        "old/pm-1.html",
        "theme/favicon.svg",
    ] {
        assert!(files.contains_key(path), "{path} of {:?}", files.keys());
    }
    assert!(!files.contains_key("CNAME"));
}

#[test]
fn every_file_is_found_by_its_path_and_rendered_alone_as_in_a_build() {
    let (config, corpus) = (config(), corpus());
    let site = site(Theme::built_in().unwrap(), &config, &corpus);
    let index = SearchIndex::build(corpus.postmortems(), "en", 3).unwrap();
    let sink = Memory::new();
    site.pages(&sink, &|_| {}).unwrap();
    site.search(&index, &sink).unwrap();
    let built: BTreeMap<_, _> =
        sink.into_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    let outputs = site.outputs();
    assert_eq!(outputs.len(), built.len());
    for output in outputs {
        let path = site.file(output);
        assert_eq!(site.output(&path), Some(output), "{path}");
        match site.render(output, &mut b"left over".to_vec()).unwrap() {
            Rendered::Bytes(bytes) => assert!(bytes == built[&path], "{path}"),
            Rendered::Copy(_) => panic!("{path}: nothing is copied here"),
        }
    }
    assert_eq!(site.output("postmortems/none/index.html"), None);
    assert_eq!(site.output("postmortems/pm-1/index.html"), Some(Output::Postmortem(0)));
}

#[test]
fn the_search_waits_for_its_index() {
    let (config, corpus) = (config(), corpus());
    let site = site(Theme::built_in().unwrap(), &config, &corpus);
    let search = site.output("search/index.html").unwrap();
    assert!(search.needs_index() && !site.has_index());
    assert_eq!(
        site.render(search, &mut Vec::new()).unwrap_err().to_string(),
        "could not write the search before its index"
    );
}

#[test]
fn a_postmortem_says_what_broke_for_how_long_for_whom_and_why() {
    let files = render(&config(), &corpus());
    let page = &files["postmortems/pm-1/index.html"];
    for part in [
        "1 h 15 min",
        "12 May 2024, 10:00",
        "Europe/Berlin",
        "A third of &quot;all&quot; users",
        "1,200,000 users",
        "Capacity: Connection pool",
        "SEV-1",
        "href=\"../../services/api/\"",
        "<svg class=\"tl\"",
        "Came back in",
        "href=\"../../postmortems/pm-2/\"",
        "https://tickets.example/browse/OPS-7",
        ">OPS-7</a>",
        "https://example.org/kb/postmortems/pm-1/",
        "Errors &amp; more errors",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(!page.contains("<b>factor"), "{page}");
    assert!(!page.contains(" style="), "{page}");
}

#[test]
fn lists_are_sorted_by_date_and_by_duration() {
    let files = render(&config(), &corpus());
    let order = |path: &str| {
        let page = &files[path];
        (page.find("postmortems/pm-1/").unwrap(), page.find("postmortems/pm-2/").unwrap())
    };
    let (newer, older) = order("postmortems/index.html");
    assert!(newer < older);
    let (shorter, longer) = order("postmortems/by-duration/index.html");
    assert!(longer < shorter);
    assert!(files["services/api/by-duration/index.html"].contains("href=\"../../../postmortems/pm-1/\""));
}

#[test]
fn lists_are_cut_into_pages() {
    let many =
        (0..205).map(|at| postmortem(&format!("p{at:03}"), "T", "2024-05-12 10:00", at + 1).into()).collect();
    let files = render(&config(), &Corpus::new(many, Vec::new(), Vec::new(), &[]).unwrap());
    let rows = |path: &str| files[path].matches("class=\"row\"").count();
    assert_eq!(
        (
            rows("services/api/index.html"),
            rows("services/api/page/2/index.html"),
            rows("services/api/page/3/index.html")
        ),
        (100, 100, 5)
    );
    assert!(files["services/api/page/2/index.html"].contains("href=\"../../../../services/api/page/3/\""));
    assert!(files["services/api/page/2/index.html"].contains("href=\"../../../../postmortems/p150/\""));
    assert!(
        files["services/api/by-duration/index.html"].find("/p204/").unwrap()
            < files["services/api/by-duration/index.html"].find("/p203/").unwrap()
    );
    assert!(!files["index.html"].contains('\u{1}') && !files["postmortems/index.html"].contains('\u{1}'));
}

#[test]
fn without_an_address_there_are_no_feeds_and_no_links_to_them() {
    let files = render(&Config::default(), &corpus());
    assert!(
        !files.keys().any(|path| path.contains("feed") || path.contains("sitemap")),
        "{:?}",
        files.keys()
    );
    assert!(!files.values().any(|text| text.contains("feed.xml")));
}

#[test]
fn the_page_for_missing_pages_works_at_any_address() {
    assert!(render(&config(), &corpus())["404.html"].contains("href=\"/kb/postmortems/\""));
    let mut config = Config::default();
    config.html.site_url = Some("docs".into());
    assert!(render(&config, &corpus())["404.html"].contains("href=\"/docs/postmortems/\""));
}

#[test]
fn a_theme_of_ones_own_overrides_a_block_or_a_file() {
    let own = vec![
        (
            "templates/postmortem.html".to_owned(),
            b"{% extends \"builtin:postmortem.html\" %}{% block facts %}OWN {{ super() }}{% endblock %}"
                .to_vec(),
        ),
        ("templates/row.html".to_owned(), b"<li class=\"mine\">{{ root }}{{ row.path }}</li>".to_vec()),
        ("static/style.css".to_owned(), b"body{}".to_vec()),
    ];
    let files =
        render_with(Theme::load("mine", "en", &ThemeSettings::default(), own).unwrap(), &config(), &corpus())
            .unwrap();
    assert!(files["postmortems/pm-1/index.html"].contains("OWN <dl"));
    assert!(files["postmortems/index.html"].contains("<li class=\"mine\">../postmortems/pm-1/</li>"));
    assert!(files.iter().any(|(path, text)| path.starts_with("theme/style.") && text == "body{}"));
}

#[test]
fn a_broken_theme_says_where() {
    let load = |text: &str| {
        Theme::load(
            "mine",
            "en",
            &ThemeSettings::default(),
            vec![("templates/row.html".to_owned(), text.as_bytes().to_vec())],
        )
    };
    let error = load("ok\n  {{ row.title").unwrap_err();
    assert!(
        error.to_string().starts_with("the theme is broken: themes/mine/templates/row.html:2:"),
        "{error}"
    );
    let error = load("{{ row.title | nosuch }}").unwrap_err();
    assert!(error.to_string().contains("themes/mine/templates/row.html:1:"), "{error}");
    let error = load("{% extends \"nosuch.html\" %}").unwrap_err();
    assert!(
        error.to_string().contains("themes/mine/templates/row.html: it extends `nosuch.html`"),
        "{error}"
    );
    let theme = load("a\n{{ row.nosuch }}").unwrap();
    let error = render_with(theme, &config(), &corpus()).unwrap_err();
    assert!(
        error.to_string().starts_with("the theme is broken: themes/mine/templates/row.html:2:"),
        "{error}"
    );
    assert!(error.to_string().contains("nosuch"), "{error}");
    assert!(load("{{ asset(name=\"x.css\") }}").is_ok());
}

#[test]
fn two_things_for_one_page_are_found() {
    let mut corpus =
        vec![postmortem("a", "A", "2024-05-12 10:00", 1), postmortem("b", "B", "2024-05-13 10:00", 1)];
    corpus[0].aliases = vec!["/postmortems/b/".into(), "../x".into(), "/services/".into()];
    let corpus = corpus.into_iter().map(Arc::new).collect();
    let corpus = Corpus::new(corpus, Vec::new(), Vec::new(), &[]).unwrap();
    let config = config();
    let clashes = Routes::plan(&config, &corpus, &Analysis::of(&corpus)).unwrap_err();
    let told: Vec<_> = clashes.iter().map(|clash| (clash.path.as_str(), clash.second.as_str())).collect();
    assert_eq!(
        told,
        [
            ("../x/index.html", "content/a.md"),
            ("postmortems/b/index.html", "content/a.md"),
            ("services/index.html", "content/a.md"),
        ]
    );
}

#[test]
fn markdown_copies_hold_front_matter_made_anew() {
    let copy = &render(&config(), &corpus())["postmortems/pm-1/index.md"];
    assert!(copy.starts_with("---\ntitle: "), "{copy}");
    assert!(copy.contains("root_causes:\n- capacity/connection-pool\n"), "{copy}");
    assert!(copy.contains("timezone: Europe/Berlin\n"), "{copy}");
    assert!(copy.ends_with("Text.\n"), "{copy}");
}
