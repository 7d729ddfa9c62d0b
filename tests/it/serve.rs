//! The preview over HTTP: what it answers, and to whom.

use crate::client::preview;
use crate::site::{Site, site};
use std::io::{Read, Write};
use std::net::TcpListener;

/// A project with a bundle, a page, a draft and what must not be served.
pub(crate) fn project() -> Site {
    let project = site(
        "
        //- book.toml
        [book]
        title = \"Things that broke\"
        //- content/pm-1/index.md
        ---
        title: The queue was full
        started: 2024-05-12T10:00:00Z
        ---
        ## Summary

        Nothing moved. ![Graph](graph.svg)
        //- content/pm-1/graph.svg
        <svg xmlns=\"http://www.w3.org/2000/svg\"><title>a graph</title></svg>
        //- content/pm-2.md
        ---
        title: A certificate ran out
        started: 2024-06-12T10:00:00Z
        ---
        Nobody renewed the certificate.
        //- content/pm-3.md
        ---
        title: Not yet told
        status: draft
        ---
        Later.
        //- content/pages/about.md
        ---
        title: About
        ---
        What this is.
        //- content/_secret.txt
        a secret
        //- secret.txt
        a secret
        ",
    );
    project.write("content/log.txt", "line\n".repeat(1000));
    project
}

#[test]
fn the_site_is_served_as_built_and_nothing_is_written() {
    let project = project();
    let preview = preview(&project, &[]);
    assert!(!project.path("public").exists());
    let built = project.build_with(&["--drafts"]);
    for (path, bytes) in &built.files {
        if path == ".pmsite" {
            continue;
        }
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body == *bytes, "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let page = preview.get("/");
    assert_eq!(page.text(), built.text("index.html"));
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(preview.get("/postmortems/pm-1/graph.svg").header("content-type"), "image/svg+xml");
    assert!(preview.get("/postmortems/pm-3/").text().contains(">Draft<"), "drafts are marked");
}

#[test]
fn drafts_are_left_out_on_request() {
    let project = project();
    let preview = preview(&project, &["--no-drafts"]);
    assert_eq!(preview.get("/postmortems/pm-3/").status, 404);
    assert_eq!(preview.get("/postmortems/pm-2/").status, 200);
}

#[test]
fn answers_are_those_of_a_web_server() {
    let project = project();
    let preview = preview(&project, &[]);
    let whole = preview.get("/log.txt");
    assert_eq!((whole.status, whole.body.len()), (200, 5000));
    let head = preview.ask("HEAD", "/log.txt", &[]);
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, "5000"));
    assert_eq!(head.header("etag"), whole.header("etag"));
    let again = preview.ask("GET", "/log.txt", &[("If-None-Match", whole.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let part = preview.ask("GET", "/log.txt", &[("Range", "bytes=5-8")]);
    assert_eq!(
        (part.status, part.text().as_str(), part.header("content-range")),
        (206, "line", "bytes 5-8/5000")
    );
    assert_eq!(preview.ask("GET", "/log.txt", &[("Range", "bytes=5000-")]).status, 416);
    let small = preview.ask("GET", "/log.txt", &[("Accept-Encoding", "gzip")]);
    assert_eq!(small.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(small.body.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text.into_bytes(), whole.body);
    let folder = preview.get("/postmortems/pm-1?q=1");
    assert_eq!((folder.status, folder.header("location")), (302, "/postmortems/pm-1/?q=1"));
    let missing = preview.get("/postmortems/none/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Page not found"), "{}", missing.text());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        assert_eq!(preview.ask(method, "/", &[]).status, 405, "{method}");
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let project = project();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("out.txt"), "a secret").unwrap();
    // Links inside of the project are copied by a build; this one leads inside when the tree is read.
    std::os::unix::fs::symlink(project.path("content/log.txt"), project.path("content/link.txt")).unwrap();
    let preview = preview(&project, &[]);
    assert_eq!(preview.get("/link.txt").status, 200);
    project.remove("content/link.txt");
    std::os::unix::fs::symlink(outside.path().join("out.txt"), project.path("content/link.txt")).unwrap();
    for path in [
        "/link.txt",
        "/..",
        "/../",
        "/../secret.txt",
        "/../../etc/passwd",
        "/../../../../../../etc/passwd",
        "/a/../../secret.txt",
        "/postmortems/../../secret.txt",
        "/./secret.txt",
        "/.",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/%2e./secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%5c..%5csecret.txt",
        "/..\\secret.txt",
        "/\\..\\secret.txt",
        "//etc/passwd",
        "///etc/passwd",
        "/%2fetc%2fpasswd",
        "/%2Fetc/passwd",
        "//evil.example/%2e%2e",
        "/index.html%00",
        "/%00index.html",
        "/secret.txt%00.html",
        "/%c0%ae%c0%ae/secret.txt",
        "/%c0%afsecret.txt",
        "/%252e%252e/secret.txt",
        "/%ff",
        "/%zz",
        "/%",
        "/secret.txt",
        "/book.toml",
        "/content/pm-2.md",
        "/content/_secret.txt",
        "/_secret.txt",
        "/.git/config",
        "/postmortems//pm-1/",
        "/postmortems/pm-1//",
        "/~root",
        "/file:///etc/passwd",
        "/C:/secret.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/_pmsite/../secret.txt",
        "/_pmsite/%2e%2e/secret.txt",
        "/_pmsite/none",
        "/_pmsite/",
        "/%0d%0aX-A:b",
        "/index.html/",
        "/index.html/x",
    ] {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("a secret") && !answer.text().contains("root:"), "{path}");
        assert!(!answer.headers.contains_key("x-a"), "{path}");
    }
    assert!(matches!(preview.get("http://evil.example/../secret.txt").status, 400 | 403 | 404));
    assert!(matches!(preview.get("secret.txt").status, 400));
}

#[test]
fn only_its_own_names_are_answered() {
    let project = project();
    let preview = preview(&project, &["--allow-host", "kb.test"]);
    let port = preview.port;
    for host in ["localhost", "127.0.0.1", "kb.test"] {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            assert_eq!(preview.ask_as("GET", "/", Some(&host), &[]).status, 200, "{host}");
        }
    }
    for host in
        ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.2", "[::1]", "0.0.0.0", ""]
    {
        let answer = preview.ask_as("GET", "/", Some(host), &[]);
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.text().contains("broke"), "{host}");
    }
    assert!(matches!(preview.ask_as("GET", "/", None, &[]).status, 400 | 403));
    assert_eq!(
        preview.ask_as("GET", "/", Some("evil.example"), &[]).text(),
        "this preview does not go by that name; `--allow-host` gives it another one\n"
    );
}

#[test]
fn pages_of_others_learn_nothing() {
    let project = project();
    let preview = preview(&project, &["--watch"]);
    let own = format!("http://localhost:{}", preview.port);
    for path in ["/_pmsite/search?q=queue", "/_pmsite/reload.js", "/_pmsite/overlay.css"] {
        for (name, value) in [
            ("Origin", "http://evil.example"),
            ("Origin", "null"),
            ("Origin", "http://localhost:1"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
        ] {
            assert_eq!(preview.ask("GET", path, &[(name, value)]).status, 403, "{path} {name}: {value}");
        }
        assert_eq!(
            preview.ask("GET", path, &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]).status,
            200
        );
        assert_eq!(preview.get(path).status, 200);
    }
    assert_eq!(preview.ask("GET", "/_pmsite/events", &[("Origin", "http://evil.example")]).status, 403);
    assert_eq!(preview.get("/").header("cross-origin-resource-policy"), "same-origin");
}

#[test]
fn the_script_is_added_by_watching_only() {
    let project = project();
    let plain = project.build_with(&["--drafts"]).text("index.html").to_owned();
    assert_eq!(preview(&project, &[]).get("/").text(), plain);
    let preview = preview(&project, &["--watch"]);
    let page = preview.get("/");
    let script = format!(
        "<script src=\"/_pmsite/reload.js\" data-page=\"index.html\" data-etag=\"{}\" defer></script></body>",
        page.tag()
    );
    assert_eq!(page.text(), plain.replace("</body>", &script));
    assert!(!preview.get("/postmortems/pm-1/index.md").text().contains("_pmsite"));
    assert!(!preview.get("/postmortems/pm-1/graph.svg").text().contains("_pmsite"));
}

#[test]
fn a_site_can_lie_below_its_host() {
    let project = project();
    let preview = preview(&project, &["--base-path", "/kb/", "--watch"]);
    assert!(preview.url.ends_with("/kb/"), "{}", preview.url);
    assert_eq!(preview.get("/").header("location"), "/kb/");
    assert_eq!(preview.get("/kb").header("location"), "/kb/");
    assert!(preview.get("/kb/").text().contains("Things that broke"));
    assert_eq!(preview.get("/kb/postmortems/pm-1").header("location"), "/kb/postmortems/pm-1/");
    assert_eq!(preview.get("/postmortems/pm-1/").status, 404);
    assert_eq!(preview.get("/kbx/").status, 404);
    assert_eq!(preview.get("/_pmsite/reload.js").status, 200);
}

#[test]
fn the_page_for_missing_ones_finds_its_files_where_production_has_them() {
    let project = project();
    project.write("book.toml", "[postmortem]\nbase-url = \"https://e.org/kb/\"\n");
    let preview = preview(&project, &[]);
    let missing = preview.get("/nothing");
    assert_eq!(missing.status, 404);
    let text = missing.text();
    let sheet = text.split("href=\"/kb/theme/style").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(preview.get(&format!("/kb/theme/style{sheet}")).status, 200);
}

#[test]
fn a_taken_port_names_the_next_free_one() {
    let project = project();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = project.run(&["serve", "--port", &port.to_string()]);
    assert_eq!(run.code, 2);
    let said = run.stderr.lines().last().unwrap_or_default();
    let free: u16 = said.rsplit(' ').next().and_then(|free| free.trim_matches('`').parse().ok()).unwrap_or(0);
    assert!(free > port, "{said}");
    assert_eq!(said, format!("error: port {port} of 127.0.0.1 is taken; {free} is free: `--port {free}`"));
    assert!(TcpListener::bind(("127.0.0.1", free)).is_ok());
}

#[test]
fn without_watching_wrong_content_is_refused_and_with_it_the_server_stays() {
    let project = project();
    project.write("content/pm-2.md", "---\ntitle: T\nseverity: sev99\n---\n");
    let run = project.run(&["serve", "--port", "0"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("unknown-severity"), "{}", run.stderr);
    let preview = preview(&project, &["--watch"]);
    let none = preview.get("/");
    assert_eq!(none.status, 503);
    assert!(none.text().contains("unknown-severity") && none.text().contains("reload.js"), "{}", none.text());
    project.write("content/pm-2.md", "---\ntitle: Mended\n---\n");
    preview.until_shows("/postmortems/pm-2/", "Mended");
}

#[test]
fn a_folder_that_is_no_project_is_said_at_once() {
    let empty = site("");
    let run = empty.run(&["serve", "--port", "0", "--watch"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no knowledge base in `.`"), "{}", run.stderr);
}

#[test]
fn queries_are_answered_as_by_the_command() {
    let project = project();
    let preview = preview(&project, &[]);
    let answer = preview.get("/_pmsite/search?q=renewed+certificate");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let asked = project.run(&["search", "--drafts", "--format", "json", "renewed", "certificate"]);
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(json(&answer.text()), json(&asked.stdout));
    assert_eq!(preview.get("/_pmsite/search?q=").status, 400);
    assert_eq!(preview.get("/_pmsite/search?q=x&limit=99999").status, 400);
    let few = json(&preview.get("/_pmsite/search?q=certificate&limit=0").text());
    assert_eq!(few["hits"].as_array().unwrap().len(), 0);
}

#[test]
fn broken_requests_do_no_harm() {
    let project = project();
    let preview = preview(&project, &[]);
    for bytes in
        [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n", b"G"]
    {
        let mut stream = preview.connect();
        let _ = stream.write_all(bytes);
        drop(stream);
    }
    let long = format!("/{}", "a".repeat(100_000));
    assert!(matches!(preview.ask("GET", &long, &[]).status, 400 | 404 | 414 | 431));
    assert_eq!(preview.get("/").status, 200);
}
