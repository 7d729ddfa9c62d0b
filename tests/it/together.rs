//! What postmortems say together: recurrences, action items, related postmortems, and pages of services.

use crate::site::{Built, Site, site};

/// Three times the same failure, declared, with what was promised and done; and one of something else.
/// Builds of tests are made on 2025-06-15.
fn pool() -> Site {
    site(
        "
        //- book.toml
        [book]
        title = \"Shop; our, incidents\"
        [postmortem]
        base-url = \"https://example.org/kb/\"
        [postmortem.services.checkout]
        name = \"Checkout\"
        owner = \"Payments\"
        url = \"https://wiki.example/checkout\"
        [postmortem.services.edge]
        [postmortem.root-causes.\"capacity/connection-pool\"]
        //- content/pm-1.md
        ---
        title: Pool of checkout empty
        severity: sev1
        services: [checkout]
        teams: [payments]
        root_causes: [capacity/connection-pool]
        triggers: [deploy]
        detection: customer
        mitigation: [rollback]
        started: 2024-03-04T10:00:00Z
        detected: 2024-03-04T10:10:00Z
        mitigated: 2024-03-04T11:00:00Z
        action_items:
          - {id: limit, text: Limit the pool, kind: prevent, owner: '@Ana', due: 2024-04-01, status: done, closed: 2024-03-20}
          - {text: Load test, kind: process, owner: ana, status: open}
          - {text: 'Alert; on, pools', kind: detect, owner: Bo, due: 2025-07-01, status: open}
        ---
        ## Summary
        Orders failed.
        //- content/pm-2.md
        ---
        title: Pool empty again
        severity: sev2
        services: [checkout]
        root_causes: [capacity/connection-pool]
        triggers: [traffic]
        detection: monitoring
        mitigation: [scale, rollback]
        recurrence_of: pm-1
        started: 2024-06-02T10:00:00Z
        detected: 2024-06-02T10:20:00Z
        mitigated: 2024-06-02T12:00:00Z
        action_items:
          - {id: queue, text: Queue requests, kind: prevent, owner: Bo, status: done, closed: 2024-12-24}
          - {text: Give up old clients, kind: prevent, status: dropped}
        ---
        ## Summary
        Orders failed as before.
        //- content/pm-3.md
        ---
        title: Pool empty a third time
        severity: sev2
        services: [checkout]
        root_causes: [capacity/connection-pool]
        recurrence_of: pm-2
        started: 2024-09-01T10:00:00Z
        action_items:
          - {id: proxy, text: Put a proxy before it, kind: prevent, owner: ana, due: 2025-06-15, status: in-progress}
        ---
        ## Summary
        See PM-1 for the first time.
        //- content/other.md
        ---
        title: A certificate of somebody else ran out
        services: [edge]
        root_causes: [certificate-expiry]
        started: 2023-01-01T10:00:00Z
        source: {url: 'https://example.com/report'}
        action_items:
          - {text: Renew in time, kind: prevent}
        ---
        x
    ",
    )
}

/// The text of a part of a page, without tags, its white space collapsed.
fn text(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push(' ');
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    let out = out.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two texts of a page.
#[track_caller]
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let start = html.find(from).unwrap_or_else(|| panic!("no `{from}` in {html}"));
    let end = html[start..].find(to).unwrap_or_else(|| panic!("no `{to}` after `{from}`"));
    &html[start..start + end]
}

#[track_caller]
fn section(built: &Built, page: &str, id: &str) -> String {
    text(between(built.main(page), &format!("<h2 id=\"{id}\""), "</section>"))
}

#[test]
fn recurrences_tell_what_was_promised_each_time_and_what_became_of_it() {
    let built = pool().build();
    let page = built.main("recurrences/index.html");
    assert_eq!(
        text(between(page, "<ul class=\"numbers\">", "</ul>")),
        "1 failure came back 3 of 4 postmortems tell of them 1 of 4 preventive actions was done before the \
         next time 1 of those still open"
    );
    assert_eq!(
        text(between(page, "<section class=\"chain\"", "</section>")),
        "Pool empty a third time 3 times SEV-1 Mar 2024 – Sep 2024 declared by its authors \
         1 of 4 preventive actions was done before the next time; 2 are open today. \
         4 Mar 2024 SEV-1 Pool of checkout empty \
         Done 20 Mar 2024 Limit the pool Still open Load test \
         2 Jun 2024 SEV-2 3 months later Pool empty again \
         Declared as a recurrence: same cause: Connection pool ; same service: Checkout ; both mention orders, \
         failed \
         Done too late, 24 Dec 2024 Queue requests Dropped Give up old clients \
         1 Sep 2024 SEV-2 3 months later Pool empty a third time \
         Declared as a recurrence: same cause: Connection pool ; same service: Checkout \
         Open Put a proxy before it"
    );
}

#[test]
fn a_postmortem_says_that_it_came_back() {
    let built = pool().build();
    let standing = |page: &str| section(&built, page, "pm-standing");
    assert_eq!(
        standing("postmortems/pm-3/index.html"),
        "Third time since Mar 2024 2 of 4 preventive actions were still open. 4 Mar 2024 Pool of checkout \
         empty 2 Jun 2024 Pool empty again 1 Sep 2024 This one \
         What was promised each time, and why these are one failure"
    );
    assert_eq!(
        standing("postmortems/pm-1/index.html"),
        "It came back 2 times 1 of 2 preventive actions promised here was still open when it did. \
         4 Mar 2024 This one 2 Jun 2024 Pool empty again 1 Sep 2024 Pool empty a third time \
         What was promised each time, and why these are one failure"
    );
    assert!(
        built
            .main("postmortems/pm-3/index.html")
            .contains("href=\"../../recurrences/#pm-chain-pm-1\">What was promised")
    );
    assert!(!built.main("postmortems/other/index.html").contains("pm-standing"));
    assert_eq!(
        section(&built, "postmortems/pm-1/index.html", "pm-backlinks"),
        "Mentioned by Pool empty a third time 1 Sep 2024"
    );
}

#[test]
fn the_register_counts_and_lists_the_most_urgent_first() {
    let built = pool().build();
    let page = built.main("actions/index.html");
    assert_eq!(
        text(between(page, "<ul class=\"numbers\">", "</ul>")),
        "1 overdue 2 open, not overdue 2 done 1 dropped 1 promised by others 40 % completed, of 5"
    );
    assert_eq!(
        section(&built, "actions/index.html", "pm-ages"),
        "How old the open ones are Days since the incident, of 3 open action items Age Open 0 – 30 days 0 \
         31 – 90 days 0 91 – 180 days 0 181 – 365 days 1 over 365 days 2"
    );
    assert_eq!(
        section(&built, "actions/index.html", "pm-owners"),
        "By owner ana 1 overdue, 2 open of 3 Bo 1 open of 2"
    );
    assert_eq!(
        text(between(page, "<tbody data-part=\"rows\">", "</tbody>")),
        "Overdue Load test SEV-1 · Pool of checkout empty, 4 Mar 2024 process ana 3 Apr 2024 by severity 15 months \
         Open in progress Put a proxy before it SEV-2 · Pool empty a third time, 1 Sep 2024 prevent ana \
         15 Jun 2025 9 months \
         Open Alert; on, pools SEV-1 · Pool of checkout empty, 4 Mar 2024 detect Bo 1 Jul 2025 15 months \
         Done 24 Dec 2024 Queue requests SEV-2 · Pool empty again, 2 Jun 2024 prevent Bo – – \
         Done 20 Mar 2024 Limit the pool SEV-1 · Pool of checkout empty, 4 Mar 2024 prevent @Ana 1 Apr 2024 – \
         Dropped Give up old clients SEV-2 · Pool empty again, 2 Jun 2024 prevent nobody – – \
         Elsewhere Renew in time A certificate of somebody else ran out, 1 Jan 2023 prevent nobody – –"
    );
    // Rows say where they lead, and by what they are narrowed.
    assert!(page.contains(
        "<tr id=\"pm-3:proxy\" data-state=\"open\" data-kind=\"prevent\" data-owner=\"ana\" data-team=\"\" data-service=\"checkout\">"
    ), "{page}");
    assert!(page.contains("<a href=\"../postmortems/pm-3/#pm-action-proxy\">Put a proxy before it</a>"));
    assert!(built.main("postmortems/pm-3/index.html").contains("<tr id=\"pm-action-proxy\">"));
    let owner = built.main("actions/ana/index.html");
    assert_eq!(owner.matches("<tr id=").count(), 3);
    assert!(owner.contains("<h1>Action items of ana</h1>"));
}

#[test]
fn the_day_decides_what_is_overdue() {
    let site = pool();
    let overdue = |day: &str| {
        let built = site.build_with(&["--today", day]);
        let page = built.main("actions/index.html").to_owned();
        text(between(&page, "<ul class=\"numbers\">", "</li>"))
    };
    assert_eq!(
        (overdue("2024-03-05"), overdue("2025-06-16"), overdue("2025-07-02")),
        ("0 overdue".into(), "2 overdue".into(), "3 overdue".into())
    );
}

#[test]
fn the_calendar_holds_what_is_due() {
    let built = pool().build();
    assert_eq!(
        built.text("actions.ics"),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pmsite//action items//EN\r\nCALSCALE:GREGORIAN\r\n\
         METHOD:PUBLISH\r\nNAME:Shop\\; our\\, incidents: action items\r\n\
         X-WR-CALNAME:Shop\\; our\\, incidents: action items\r\n\
         BEGIN:VEVENT\r\nUID:pm-3:proxy@example.org\r\nDTSTAMP:20240901T100000Z\r\n\
         DTSTART;VALUE=DATE:20250615\r\nDTEND;VALUE=DATE:20250616\r\nSUMMARY:Put a proxy before it\r\n\
         DESCRIPTION:pm-3\\nPool empty a third time\\nOwner: ana\r\n\
         URL:https://example.org/kb/postmortems/pm-3/#pm-action-proxy\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:pm-1:92078a6d@example.org\r\nDTSTAMP:20240304T100000Z\r\n\
         DTSTART;VALUE=DATE:20250701\r\nDTEND;VALUE=DATE:20250702\r\nSUMMARY:Alert\\; on\\, pools\r\n\
         DESCRIPTION:pm-1\\nPool of checkout empty\\nOwner: Bo\r\n\
         URL:https://example.org/kb/postmortems/pm-1/#pm-action-92078a6d\r\nTRANSP:TRANSPARENT\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
}

#[test]
fn data_says_the_same_as_the_report() {
    let site = pool();
    let built = site.build();
    let report = |format: &str| {
        let run = site.run(&["report", "actions", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    assert_eq!(built.text("actions.csv"), report("csv"));
    let told: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    let mut items: serde_json::Value = serde_json::from_str(built.text("api/action-items.json")).unwrap();
    for item in items.as_array_mut().unwrap() {
        let path = item.as_object_mut().unwrap().remove("path").unwrap();
        assert_eq!(path, format!("postmortems/{}/", item["postmortem"].as_str().unwrap()));
    }
    assert_eq!(items, told["actions"]);
    let run = site.run(&["report", "recurrences", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let entry: serde_json::Value = serde_json::from_str(built.text("api/postmortems/pm-2.json")).unwrap();
    let (own, all) = (&entry["chain"], &told["chains"][0]);
    for figure in ["times", "severity", "promised", "done_in_time", "promised_before", "open"] {
        assert_eq!(own[figure], all[figure], "{figure}");
    }
    assert_eq!(own["members"], serde_json::json!(["pm-1", "pm-2", "pm-3"]));
    assert_eq!(own["link"], all["members"][1]["link"]);
    assert_eq!(own["link"]["to"], "pm-1");
    let first: serde_json::Value = serde_json::from_str(built.text("api/postmortems/pm-1.json")).unwrap();
    assert_eq!(first["backlinks"], serde_json::json!(["pm-3"]));
    let other: serde_json::Value = serde_json::from_str(built.text("api/postmortems/other.json")).unwrap();
    assert_eq!((&other["chain"], &other["backlinks"]), (&serde_json::Value::Null, &serde_json::json!([])));
}

#[test]
fn a_service_says_why_it_fails_and_what_ended_it() {
    let built = pool().build();
    let told = |id: &str| section(&built, "services/checkout/index.html", id);
    assert_eq!(
        told("pm-back"),
        "What keeps coming back Pool empty a third time 3 times, Mar 2024 – Sep 2024; 2 preventive actions open"
    );
    assert_eq!(told("pm-why"), "Why it fails Why it fails Root cause Postmortems Capacity 3");
    assert_eq!(
        told("pm-set-off"),
        "What sets it off What sets it off Trigger Postmortems Deploy 1 Traffic 1 not told in 1 of 3"
    );
    assert_eq!(
        told("pm-fixes"),
        "What ended it Rollback 2 last: Pool empty again , 2 Jun 2024 Scale 1 last: Pool empty again , 2 Jun 2024 \
         not told in 1 of 3"
    );
    assert_eq!(
        told("pm-open"),
        "Open action items Load test Overdue ana, due 3 Apr 2024 by severity Put a proxy before it ana, due \
         15 Jun 2025 Alert; on, pools Bo, due 1 Jul 2025 3 open (1 overdue) of 6 ; 40 % of 5 completed"
    );
    assert_eq!(
        told("pm-how-long"),
        "How long it takes Of 3 postmortems. Half took no longer than the median, nine of ten no longer than the \
         90th percentile. Metric Median 90th percentile Known of Missing Time to detect 10 min 20 min 2 1 \
         Time to mitigate 1 h 2 h 2 1 Time to resolve – – 0 3 \
         Noticed by people rather than by monitoring: 1 of 2 (50 %); not told in 1."
    );
    let page = built.main("services/checkout/index.html");
    for part in [
        "Owned by Payments",
        "<a href=\"https://wiki.example/checkout\">Documentation</a>",
        "<a href=\"../../services/checkout/feed.xml\">Feed</a>",
        "<a href=\"../../actions/?service=checkout\">3 open",
        "<a href=\"../../search/?q=service%3Acheckout+root_cause%3Acapacity\">Capacity</a>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn without_anything_there_are_sentences() {
    let built = crate::site::postmortem("title: a\nservices: [x]", "x").build();
    assert!(text(built.main("recurrences/index.html")).ends_with(
        "Nothing came back, as far as 1 postmortem tells: none says that it repeats another, and no two are enough alike."
    ), "{}", text(built.main("recurrences/index.html")));
    assert!(text(built.main("actions/index.html")).ends_with("No postmortem promises any action yet."));
    assert!(
        section(&built, "services/x/index.html", "pm-how-long")
            .ends_with("Nobody tells how any of them was noticed.")
    );
    assert_eq!(section(&built, "services/x/index.html", "pm-fixes"), "What ended it Not told in any of 1.");
    assert_eq!(built.text("actions.ics").matches("VEVENT").count(), 0);
}

#[test]
fn what_is_internal_changes_no_byte_of_a_public_build() {
    let site = pool();
    let without = site.build();
    // It would be another time of the failure, the most urgent action, the latest fix, and related to all.
    site.write(
        "content/secret.md",
        "---\ntitle: Pool of checkout empty, in secret\nvisibility: internal\nseverity: sev1\nservices: [checkout]\nteams: [payments]\n\
         root_causes: [capacity/connection-pool]\ntriggers: [deploy]\ndetection: customer\nmitigation: [failover]\nrecurrence_of: pm-3\n\
         started: 2025-01-01T10:00:00Z\nmitigated: 2025-01-01T19:00:00Z\naction_items:\n  - {text: Hide it, owner: eve, due: 2025-01-02, status: open}\n---\n\
         ## Summary\nOrders failed as before, see pm-1.\n",
    );
    let with = site.build();
    for (path, bytes) in &with.files {
        assert!(without.files.get(path) == Some(bytes), "{path}");
    }
    assert_eq!(with.files.len(), without.files.len());
    let all = site.build_with(&["--audience", "internal"]);
    assert!(all.has("actions/eve/index.html"));
    assert!(
        section(&all, "postmortems/pm-3/index.html", "pm-standing").starts_with("Third time since Mar 2024")
    );
    assert!(all.main("recurrences/index.html").contains("in secret"));
}

#[test]
fn what_is_dated_after_today_is_in_no_figure() {
    let built = pool().build_with(&["--today", "2024-07-01"]);
    let page = built.main("actions/index.html");
    assert!(
        text(between(page, "<ul class=\"numbers\">", "</ul>")).starts_with("1 overdue 1 open, not overdue"),
        "{page}"
    );
    assert!(
        section(&built, "services/checkout/index.html", "pm-how-long")
            .starts_with("How long it takes Of 2 postmortems.")
    );
}

#[test]
fn a_long_chain_is_told_in_full_at_its_ends_and_named_in_between() {
    let site = site("");
    for n in 1..=60 {
        let again = if n > 1 { format!("recurrence_of: pm-{}\n", n - 1) } else { String::new() };
        let (year, month) = (2020 + n / 12, n % 12 + 1);
        site.write(
            &format!("content/pm-{n}.md"),
            format!(
                "---\ntitle: Time {n}\n{again}started: {year}-{month:02}-01T10:00:00Z\naction_items:\n  - {{text: Promise {n}, kind: prevent}}\n---\nx\n"
            ),
        );
    }
    let built = site.build();
    let page = built.main("recurrences/index.html");
    let all = text(between(page, "<ol class=\"times\">", "</ol>"));
    assert!(page.contains("60 times"), "{page}");
    let shown: Vec<usize> = (1..=60).filter(|n| page.contains(&format!(">Time {n}</a></p>"))).collect();
    assert_eq!(shown, [1, 2].into_iter().chain(25..=60).collect::<Vec<_>>());
    let told: Vec<usize> = (1..=60).filter(|n| page.contains(&format!(">Promise {n}</a>"))).collect();
    assert_eq!(told, [1, 2, 55, 56, 57, 58, 59, 60]);
    assert!(all.contains("Promise 2 22 more times in between 1 Feb 2022 31 days later Time 25"), "{all}");
}
