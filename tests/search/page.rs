//! The search page, driven as a reader would.

use crate::browser::Browser;
use crate::parity;
use crate::server::Server;
use crate::site::Site;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Deserialize)]
struct Sent {
    checks: usize,
    failures: Vec<String>,
}

fn site() -> Site {
    let site = Site::new();
    for at in 0..24 {
        let service = ["checkout", "payments", "search"][at % 3];
        site.postmortem(
            &format!("d{at}"),
            &format!(
                "title: Database outage {at}\nseverity: sev{}\nservices: [{service}]\nroot_causes: [capacity]\nstarted: 2024-03-{:02}T10:00:00Z",
                1 + at % 2,
                at + 1
            ),
            "## Summary\n\nThe database ran out of connections in its pool.\n\n## Root cause\n\nA timeout was missing.",
        );
    }
    site.postmortem(
        "h1",
        "title: \"<img src=x onerror='top.pmHacked = 1'> hostile\"\nseverity: sev1\nsummary: \"<script>top.pmHacked = 1</script> hostile &amp; 'quoted'\"",
        "## Summary\n\n`<b>hostile</b>` text.",
    );
    site.postmortem("h2", "title: انقطاع hostile\nseverity: sev2", "## Summary\n\nhostile نص");
    site
}

/// Breaks and mends files of the index as the page asks for it: `POST /break/WHAT/HOW`, `/mend`.
fn obey(server: &Server, index: &str, posted: &str) {
    let mut parts = posted.trim_start_matches('/').split('/');
    let (command, what, how) = (parts.next(), parts.next(), parts.next());
    if command == Some("mend") {
        server.mend();
        return;
    }
    let names: Vec<String> = match what {
        Some("manifest") => vec!["manifest.bin".to_owned()],
        _ => (0..40).map(|number| format!("s/{number}.bin")).collect(),
    };
    for name in names {
        let path = format!("/kb/{index}{name}");
        match how {
            Some("404") => server.break_file(&path, None),
            Some("noise") => server.break_file(&path, Some(b"\xff\x00 not deflated \xfe".to_vec())),
            // A shard that promises more than it holds.
            Some("short") => {
                server.break_file(&path, Some(pmsite::search::export::deflate(&[200, 1, 0, 9, b'a'])));
            }
            Some("version") => {
                let manifest =
                    br#"{"version":99,"count":1,"shards":[],"frequent":[],"words":[],"facets":[]}"#;
                server.break_file(&path, Some(pmsite::search::export::deflate(manifest)));
            }
            _ => server.hang_up(&path),
        }
    }
}

#[test]
fn a_reader_can_do_everything_and_nothing_breaks() {
    let site = site();
    site.build();
    let (_, index) = parity::places(&site.public());
    let page = r#"<!DOCTYPE html><meta charset="utf-8"><iframe id="frame" width="1000" height="900"></iframe><script type="module" src="/drive.js"></script>"#;
    let server = Server::start(
        &site.public(),
        BTreeMap::from([
            ("/drive.html".to_owned(), page.to_owned()),
            ("/drive.js".to_owned(), include_str!("drive.js").to_owned()),
        ]),
    );
    let _browser = Browser::open(&server.url("/drive.html"));
    let sent = server
        .result_after(Duration::from_mins(4), |posted| obey(&server, &index, posted))
        .expect("the browser answers in four minutes");
    let sent: Sent = serde_json::from_str(&sent).unwrap();
    assert!(
        sent.failures.is_empty(),
        "{} of {}:\n{}",
        sent.failures.len(),
        sent.checks,
        sent.failures.join("\n")
    );
    assert!(sent.checks > 60, "{} checks", sent.checks);
}
