//! The pages of trends: of the worked example, of next to nothing, and of nothing.

use crate::html::{Element, parse};
use crate::knowledge::{TODAY, example};
use crate::site::{Built, Site, site};
use serde_json::Value;

#[track_caller]
fn build(site: &Site) -> Built {
    site.build_with(&["--today", TODAY])
}

/// The cells of a table, a row a line. `figure` is the id of the figure, or the class of the table.
fn table(built: &Built, path: &str, figure: &str) -> Vec<String> {
    let main = built.main(path);
    let from = main.find(&format!("id=\"{figure}\"")).or_else(|| main.find(figure)).unwrap();
    // The name may be that of the table itself.
    let tag = main[..from].rfind('<').unwrap();
    let from = if main[tag..].starts_with("<table") { tag } else { from };
    let from = main[from..].find("<table").unwrap() + from;
    let table = &main[from..from + main[from..].find("</table>").unwrap()];
    let page = parse(table);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for element in page.elements {
        match element.name.as_str() {
            "tr" => rows.push(Vec::new()),
            "td" | "th" => rows.last_mut().unwrap().push(element.text.trim().to_owned()),
            _ => {}
        }
    }
    rows.into_iter().map(|row| row.join(" | ")).collect()
}

/// What is said of a figure.
fn caption(built: &Built, path: &str, figure: &str) -> String {
    let main = built.main(path);
    let from = main.find(&format!("id=\"{figure}\"")).unwrap();
    let end = main[from..].find("</figcaption>").unwrap() + from;
    let from = main[from..].find("<figcaption>").unwrap() + from;
    parse(&main[from..end]).elements.iter().find(|one| one.name == "figcaption").unwrap().text.clone()
}

const PAGE: &str = "trends/index.html";

#[test]
fn the_last_twelve_months_are_those_computed_by_hand() {
    let built = build(&example());
    let main = built.main(PAGE);
    assert!(main.contains("<p class=\"lead\">8 incidents from 1 Jul 2024 to 30 Jun 2025.</p>"), "{main}");
    assert!(main.contains("1 postmortem is dated after 30 Jun 2025, and counted nowhere."));
    assert!(main.contains("1 incident has no date, and is counted under All only."));
    assert_eq!(
        table(&built, PAGE, "pm-incidents"),
        [
            "Month | SEV-1 | SEV-2 | SEV-3 | SEV-4 | All",
            "Jul 2024 | 0 | 0 | 1 | 0 | 1",
            "Aug 2024 | 0 | 0 | 0 | 0 | 0",
            "Sep 2024 | 0 | 1 | 0 | 0 | 1",
            "Oct 2024 | 0 | 0 | 0 | 0 | 0",
            "Nov 2024 | 0 | 1 | 0 | 0 | 1",
            "Dec 2024 | 0 | 0 | 0 | 1 | 1",
            "Jan 2025 | 0 | 1 | 0 | 0 | 1",
            "Feb 2025 | 0 | 0 | 2 | 0 | 2",
            "Mar 2025 | 1 | 0 | 0 | 0 | 1",
            "Apr 2025 | 0 | 0 | 0 | 0 | 0",
            "May 2025 | 0 | 0 | 0 | 0 | 0",
            "Jun 2025 | 0 | 0 | 0 | 0 | 0",
        ]
    );
    assert_eq!(
        caption(&built, PAGE, "pm-incidents"),
        "Incidents by month and severity n = 8, severity missing of 0."
    );
    // 0, 2, 10, 15, 30 and 35 minutes.
    assert_eq!(
        caption(&built, PAGE, "pm-time-to-detect"),
        "Time to detect n = 6, missing 2. Median 10 min, 90th percentile 35 min."
    );
    assert_eq!(
        table(&built, PAGE, "pm-time-to-detect"),
        [
            "Quarter | n | Missing | Median | 90th percentile",
            "Q3 2024 | 1 | 1 | 0 min | 0 min",
            "Q4 2024 | 1 | 1 | 15 min | 15 min",
            // 2, 10, 30 and 35 minutes.
            "Q1 2025 | 4 | 0 | 10 min | 35 min",
            "Q2 2025 | 0 | 0 | – | –",
        ]
    );
    assert_eq!(caption(&built, PAGE, "pm-detection"), "Noticed by people n = 7, missing 1. By people: 57 %.");
    assert_eq!(
        table(&built, PAGE, "pm-detection"),
        [
            "Quarter | By people | By monitoring | Not told | Share of those that tell",
            "Q3 2024 | 1 | 0 | 1 | 100 %",
            "Q4 2024 | 1 | 1 | 0 | 50 %",
            "Q1 2025 | 2 | 2 | 0 | 50 %",
            "Q2 2025 | 0 | 0 | 0 | –",
        ]
    );
    assert_eq!(
        table(&built, PAGE, "pm-changes"),
        [
            "Quarter | By a change | By something else | Not told | Share of those that tell",
            "Q3 2024 | 1 | 1 | 0 | 50 %",
            "Q4 2024 | 0 | 2 | 0 | 0 %",
            "Q1 2025 | 3 | 1 | 0 | 75 %",
            "Q2 2025 | 0 | 0 | 0 | –",
        ]
    );
    assert_eq!(
        table(&built, PAGE, "pm-root-causes"),
        [
            "Root cause | Q3 2024 | Q4 2024 | Q1 2025 | Q2 2025 | All",
            "Bad deploy | 1 | 0 | 2 | 0 | 3",
            "Capacity | 0 | 0 | 1 | 0 | 1",
            "Certificate expiry | 1 | 0 | 0 | 0 | 1",
            "Configuration change | 0 | 0 | 1 | 0 | 1",
            "Dependency | 0 | 1 | 0 | 0 | 1",
            "Hardware | 0 | 1 | 0 | 0 | 1",
        ]
    );
    assert_eq!(
        table(&built, PAGE, "data matrix"),
        [
            "Service | Bad deploy | Capacity | Certificate expiry | Configuration change | Dependency | Hardware | Not told | All",
            "mail | 1 |  |  | 1 |  | 1 |  | 3",
            "search | 2 |  | 1 |  |  |  |  | 3",
            "checkout |  | 1 |  |  | 1 |  |  | 2",
        ]
    );
}

#[test]
fn every_period_has_a_page_and_they_lead_to_each_other() {
    let built = build(&example());
    let periods = |path: &str| -> Vec<(String, String, bool)> {
        let page = parse(built.main(path));
        let inside = |one: &&Element| {
            one.name == "a" && one.inside.ends_with(&["nav".into(), "ul".into(), "li".into()])
        };
        let link = |one: &Element| {
            (one.text.clone(), one.get("href").unwrap().to_owned(), one.get("aria-current").is_some())
        };
        page.elements.iter().filter(inside).map(link).collect()
    };
    let expected = [
        ("Last 12 months", "../trends/", true),
        ("2025", "../trends/2025/", false),
        ("2024", "../trends/2024/", false),
        ("All", "../trends/all/", false),
    ];
    assert_eq!(
        periods(PAGE),
        expected.map(|(title, path, current)| (title.to_owned(), path.to_owned(), current))
    );
    assert_eq!(periods("trends/2024/index.html")[2], ("2024".into(), "../../trends/2024/".into(), true));
    // A year ends with its last day, or today.
    assert!(built.main("trends/2024/index.html").contains("6 incidents from 1 Jan 2024 to 31 Dec 2024."));
    assert!(built.main("trends/2025/index.html").contains("4 incidents from 1 Jan 2025 to 30 Jun 2025."));
    assert_eq!(table(&built, "trends/2025/index.html", "pm-incidents").len(), 1 + 6);
    let all = built.main("trends/all/index.html");
    assert!(all.contains("11 incidents from 29 Feb 2024 to 30 Mar 2025."), "{all}");
    assert!(all.contains("1 incident has no date, and is in no figure over time."));
    assert_eq!(
        caption(&built, "trends/all/index.html", "pm-incidents"),
        "Incidents by month and severity n = 10, severity missing of 0."
    );
    assert!(built.text("index.html").contains("<a href=\"./trends/\">Trends</a>"));
    assert!(built.text(PAGE).contains("<a href=\"../trends/\" aria-current=\"true\">Trends</a>"));
}

#[test]
fn the_site_and_the_terminal_have_the_same_figures() {
    let site = example();
    let built = build(&site);
    let run = site.run(&["report", "trends", "--today", TODAY, "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let data: Value = serde_json::from_str(built.text("api/trends.json")).unwrap();
    assert_eq!(data, report);
    // The months of the pages of years are those of the data.
    for year in ["2024", "2025"] {
        let page = table(&built, &format!("trends/{year}/index.html"), "pm-incidents");
        let shown: Vec<u64> =
            page[1..].iter().map(|row| row.rsplit(" | ").next().unwrap().parse().unwrap()).collect();
        let months = report["months"].as_array().unwrap().iter();
        let months = months.filter(|month| month["period"].as_str().unwrap().starts_with(year));
        let counts: Vec<u64> = months.map(|month| month["count"].as_u64().unwrap()).collect();
        // The data begin with the first incident.
        assert_eq!(shown[shown.len() - counts.len()..], counts);
        assert_eq!(shown.iter().sum::<u64>(), counts.iter().sum::<u64>());
    }
    let quarters: Vec<String> = report["quarters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["period"].as_str().unwrap(), one["count"]))
        .collect();
    assert_eq!(quarters, ["2024-q1 1", "2024-q2 1", "2024-q3 2", "2024-q4 2", "2025-q1 4", "2025-q2 0"]);
}

#[test]
fn every_link_to_the_search_finds_as_many_as_are_counted() {
    let site = example();
    let built = build(&site);
    let mut asked = 0;
    for path in [PAGE, "trends/all/index.html", "trends/2024/index.html"] {
        for link in parse(built.main(path)).elements {
            let Some((_, query)) = link.get("href").and_then(|href| href.split_once("search/?q=")) else {
                continue;
            };
            // The rows of steps count in their last cell, which is not the link; they are told apart by it.
            let Ok(count) = link.text.parse::<u64>() else { continue };
            if query.starts_with("after:") {
                continue;
            }
            let words = query.replace('+', " ");
            let run = site.run(&["search", "--format", "json", &words]);
            let found: Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(found["total"].as_u64(), Some(count), "{path}: {words}: {}", run.stdout);
            asked += 1;
        }
    }
    assert_eq!(asked, 7 + 7 + 5);
    assert!(
        built
            .main(PAGE)
            .contains("href=\"../search/?q=service:mail+root_cause:bad-deploy+after:2024-07-01\"")
    );
    assert!(built.main(PAGE).contains("href=\"../search/?q=after:2025-02-01+before:2025-03-01\""));
    let run = site.run(&["search", "--format", "json", "after:2025-02-01 before:2025-03-01"]);
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).unwrap()["total"], 2);
}

/// The sentences that stand for charts.
fn sentences(built: &Built, path: &str) -> Vec<String> {
    let page = parse(built.main(path));
    let empty = page.elements.iter().filter(|one| one.get("class") == Some("empty"));
    empty.map(|one| one.text.clone()).collect()
}

#[test]
fn without_any_times_there_are_sentences_and_no_charts() {
    let built = build(&site(
        "
        //- content/a.md
        ---
        title: A
        ---
        //- content/b.md
        ---
        title: B
        ---
        ",
    ));
    let main = built.main("trends/all/index.html");
    assert!(main.contains("<p class=\"lead\">2 incidents without a date.</p>"), "{main}");
    assert!(!main.contains("<svg"), "{main}");
    let needs = |what: &str| format!("No incident of this time tells to the minute what this needs: {what}.");
    assert_eq!(
        sentences(&built, "trends/all/index.html"),
        [
            "No incident is dated in this time.".to_owned(),
            "No incident of this time tells how it was noticed.".to_owned(),
            "No incident of this time tells what set it off.".to_owned(),
            needs("detected − started"),
            needs("mitigated − started"),
            needs("resolved − started"),
            "No incident of this time tells which service broke.".to_owned(),
            "No incident of this time tells a root cause.".to_owned(),
            "No incident of this time tells a trigger.".to_owned(),
        ]
    );
    let main = built.main(PAGE);
    assert!(main.contains("No incident from 1 Jul 2024 to 30 Jun 2025."), "{main}");
    assert!(main.contains("2 incidents have no date, and are counted under All only."));
    assert!(!main.contains("<figure"), "{main}");
}

#[test]
fn one_postmortem_has_charts_of_one() {
    let built = build(&site(
        "
        //- content/a.md
        ---
        title: \"Cache <script>alert(1)</script> & co\"
        severity: sev2
        services: [checkout]
        root_causes: [capacity]
        triggers: [traffic]
        detection: customer
        started: 2025-05-12T10:00:00Z
        detected: 2025-05-12T10:00:30Z
        mitigated: 2025-05-12T12:00:00Z
        ---
        ",
    ));
    let main = built.main(PAGE);
    assert!(main.contains("<strong>30 s</strong> median time to detect, n = 1, missing 0"), "{main}");
    assert_eq!(
        sentences(&built, PAGE),
        ["No incident of this time tells to the minute what this needs: resolved − started."]
    );
    assert!(
        main.contains(
            "<title>Cache &lt;script&gt;alert(1)&lt;/script&gt; &amp; co, 12 May 2025: 2 h</title>"
        ),
        "{main}"
    );
    assert!(main.contains("aria-label=\"Stacked bars, by month from Jul 2024 to Jun 2025, worst severity at the bottom. Most incidents: 1 in May 2025. 11 months without any.\""));
    for drawing in main.split("<svg").skip(1) {
        let drawing = format!("<svg{}</svg>", &drawing[..drawing.find("</svg>").unwrap()]);
        let mut reader = quick_xml::Reader::from_str(&drawing);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn nothing_has_a_page_that_says_so() {
    let built = build(&site("//- content/pages/about.md\n---\ntitle: About\n---\nx\n"));
    assert!(built.main(PAGE).contains("No incident from 1 Jul 2024 to 30 Jun 2025."));
    assert!(built.main("trends/all/index.html").contains("There is no postmortem yet."));
    assert!(!built.text("index.html").contains("trends/\""), "nothing leads to a page of nothing");
}

#[test]
fn a_slip_in_a_year_does_not_stretch_the_charts() {
    let built = build(&site(
        "
        //- content/a.md
        ---
        title: A
        started: 0204-05-12T10:00:00Z
        ---
        //- content/b.md
        ---
        title: B
        started: 2025-05-12T10:00:00Z
        ---
        ",
    ));
    let main = built.main("trends/all/index.html");
    assert!(main.contains("1 incident before 1 Jan 1966 is counted, but in no figure over time."), "{main}");
    assert_eq!(table(&built, "trends/all/index.html", "pm-incidents").len(), 1 + 60);
}

#[test]
fn public_trends_count_nothing_internal() {
    let site = example();
    let trends = |built: &Built| -> Vec<(String, Vec<u8>)> {
        let own = built.files.iter().filter(|(path, _)| path.contains("trends"));
        own.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let before = trends(&build(&site));
    site.write(
        "content/secret.md",
        "---\ntitle: Secret\nvisibility: internal\nseverity: sev1\nservices: [vault]\nroot_causes: [dns]\ntriggers: [attack]\n\
         detection: partner\nstarted: 2023-05-01T10:00:00Z\ndetected: 2023-05-03T10:00:00Z\nmitigated: 2023-06-01T10:00:00Z\n---\n",
    );
    assert!(before == trends(&build(&site)), "something internal was counted");
    let internal = site.build_with(&["--today", TODAY, "--audience", "internal"]);
    assert!(before != trends(&internal) && internal.has("trends/2023/index.html"));
}
