//! `pmsite check --external`: what the web says of links. The web is on this machine.

use crate::server::{Answer, Log, Request, Server};
use crate::site::{Run, Site, site};
use pmsite::web::{self, Address, Limits};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// 2025-06-15.
const NOW: u64 = 1_750_000_000;

/// Answers by path.
fn answer(request: &Request<'_>) -> Answer {
    let status = match (request.path, request.method, request.time) {
        ("/no-head", "HEAD", _) => "405 Method Not Allowed",
        ("/gone", ..) => "410 Gone",
        ("/login", ..) => "403 Forbidden",
        ("/limited", ..) | ("/busy", _, 1) => "429 Too Many Requests",
        ("/broken", ..) => "500 Internal Server Error",
        ("/shaky", _, 1) => "503 Service Unavailable",
        ("/moved" | "/moved-to-missing" | "/loop", ..) => "301 Moved Permanently",
        ("/elsewhere", ..) => "302 Found",
        (path, ..) if path.starts_with("/missing") => "404 Not Found",
        _ => "200 OK",
    };
    let headers = match request.path {
        "/moved" | "/elsewhere" => vec![("location", "/new".to_owned())],
        "/moved-to-missing" => vec![("location", "/missing".to_owned())],
        "/loop" => vec![("location", "/loop".to_owned())],
        "/busy" => vec![("retry-after", "1".to_owned())],
        _ => Vec::new(),
    };
    (status, headers, Duration::ZERO)
}

fn server(host: u8) -> Server {
    Server::start(host, &Arc::new(Log::default()), answer)
}

/// A port of this machine at which nobody listens.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn command(site: &Site, arguments: &[&str], now: u64) -> Command {
    let mut command = site.command(&[&["check", "--today", "2025-06-15"], arguments].concat());
    command.env("SOURCE_DATE_EPOCH", now.to_string());
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
}

fn run_at(site: &Site, arguments: &[&str], now: u64) -> Run {
    site.read(&command(site, arguments, now).output().unwrap())
}

fn run(site: &Site, arguments: &[&str]) -> Run {
    run_at(site, arguments, NOW)
}

/// The findings about links: place, code and message, and the first line on standard error.
fn told(site: &Site, arguments: &[&str]) -> (Vec<String>, String) {
    told_at(site, arguments, NOW)
}

fn told_at(site: &Site, arguments: &[&str], now: u64) -> (Vec<String>, String) {
    let run = run_at(site, &[&["--external", "--format", "json"], arguments].concat(), now);
    let data: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    let list = data["diagnostics"].as_array().unwrap().iter();
    let external = list.filter(|one| {
        let code = one["code"].as_str().unwrap();
        code.ends_with("external-link") || code.starts_with("unused") || one["level"] == "error"
    });
    let lines = external.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap();
        format!(
            "{}:{}:{} {}[{}] {}",
            text("path"),
            one["line"],
            one["column"],
            text("level"),
            text("code"),
            text("message")
        )
    });
    (lines.collect(), run.stderr.lines().next().unwrap_or_default().to_owned())
}

/// A page, whose links nothing else has an opinion about, with one line for each link.
fn page(site: &Site, path: &str, lines: &[String]) {
    site.write(path, format!("---\ntitle: Links\n---\n{}\n", lines.join("\n\n")));
}

#[test]
fn every_kind_of_answer_is_told_at_the_place_of_its_link() {
    let servers: Vec<_> = (1..=6).map(server).collect();
    let url = |host: usize, path: &str| format!("{}{path}", servers[host].url);
    let closed = format!("http://127.0.0.7:{}/", closed_port());
    let secure = servers[5].url.replace("http:", "https:");
    let site = site("");
    page(
        &site,
        "content/pages/links.md",
        &[
            format!("[fine]({}) and [no head]({})", url(0, "/fine"), url(0, "/no-head")),
            format!("[missing]({}#part)", url(0, "/missing")),
            format!("<{}>", url(1, "/gone")),
            format!("![login]({})", url(1, "/login")),
            format!("limited: {}", url(1, "/limited")),
            format!("[broken][b] [shaky]({})", url(2, "/shaky")),
            format!("[b]: {}", url(2, "/broken")),
            format!("[busy]({})", url(3, "/busy")),
            format!("[moved]({}#part) [elsewhere]({})", url(4, "/moved"), url(4, "/elsewhere")),
            format!("<a href=\"{}\">x</a>", url(4, "/moved-to-missing")),
            format!("[loop]({})", url(5, "/loop")),
            format!("[closed]({closed})"),
            format!("[secure]({secure}/)"),
            "[example](https://example.org/x) [mail](mailto:a@b.invalid)".to_owned(),
        ],
    );
    let (found, stderr) = told(&site, &[]);
    let host = |number: usize| servers[number].url.as_str();
    let expected = [
        format!(
            "6:11 warning[dead-external-link] `{}/missing#part` leads nowhere: it answers 404 Not Found",
            host(0)
        ),
        format!("8:2 warning[dead-external-link] `{}/gone` leads nowhere: it answers 410 Gone", host(1)),
        format!(
            "10:10 info[unchecked-external-link] `{}/login` could not be checked: it answers 403 Forbidden",
            host(1)
        ),
        format!(
            "12:10 info[unchecked-external-link] `{}/limited` could not be checked: it answers 429 Too Many Requests",
            host(1)
        ),
        format!(
            "16:6 info[unchecked-external-link] `{}/broken` could not be checked: it answers 500 Internal Server Error",
            host(2)
        ),
        format!("20:9 info[moved-external-link] `{0}/moved#part` has moved to `{0}/new#part`", host(4)),
        format!(
            "22:10 warning[dead-external-link] `{0}/moved-to-missing` leads nowhere: it leads to `{0}/missing`, which answers 404 Not Found",
            host(4)
        ),
        format!(
            "24:8 info[unchecked-external-link] `{}/loop` could not be checked: it leads from one address to the next, 10 times and more",
            host(5)
        ),
        format!(
            "26:10 warning[dead-external-link] `{closed}` leads nowhere: it is on a host that refuses the connection"
        ),
        format!(
            "28:10 warning[dead-external-link] `{secure}/` leads nowhere: it is on a host with which no secure connection is possible (received corrupt message of type InvalidContentType)"
        ),
    ];
    let expected: Vec<_> = expected.iter().map(|line| format!("content/pages/links.md:{line}")).collect();
    assert_eq!(found, expected);
    assert_eq!(stderr, "asked 15 addresses");
    assert_eq!(
        servers[0].log.take(),
        ["GET /missing", "GET /no-head", "HEAD /fine", "HEAD /missing", "HEAD /no-head"]
    );
    assert_eq!(servers[2].log.take(), ["GET /broken", "GET /shaky", "HEAD /broken", "HEAD /shaky"]);
    assert_eq!(servers[3].log.take(), ["HEAD /busy", "HEAD /busy"]);
    let agents = servers[0].log.agents.lock().unwrap().clone();
    assert!(agents.iter().all(|agent| *agent == concat!("pmsite/", env!("CARGO_PKG_VERSION"))), "{agents:?}");
}

#[test]
fn a_finding_shows_what_to_do() {
    let server = server(1);
    let site = site("");
    page(&site, "content/pages/a.md", &[format!("[a]({0}/missing) [b]({0}/moved)", server.url)]);
    let run = run(&site, &["--external"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "asked 2 addresses\n"));
    let plain = run.stdout.replace(&server.url, "HOST");
    for line in [
        "warning[dead-external-link]: `HOST/missing` leads nowhere: it answers 404 Not Found",
        " --> content/pages/a.md:4:5",
        " dead\n",
        "look for its new address, or for a copy at https://web.archive.org/web/*/HOST/missing",
        "info[moved-external-link]: `HOST/moved` has moved to `HOST/new`",
        " moved for good\n",
        "if it shows the same there, write `HOST/new`",
    ] {
        assert!(plain.contains(line), "no {line:?} in\n{plain}");
    }
    assert_eq!(self::run(&site, &["--external", "--strict"]).code, 1);
}

#[test]
fn an_address_is_asked_for_once_and_told_at_all_its_places() {
    let server = server(1);
    let url = format!("{}/missing", server.url);
    let site = site("");
    site.write(
        "content/a.md",
        format!(
            "---\ntitle: A\nsource:\n  url: {url}\n  archive_url: \"{url}#copy\"\n---\n[a]({url}#one) {url}\n"
        ),
    );
    page(&site, "content/pages/b.md", &[format!("[a]({url}#two)")]);
    site.write(
        "book.toml",
        format!("[postmortem.services.checkout]\nname = \"Checkout\"\nurl = \"{url}\"\n"),
    );
    let (found, stderr) = told(&site, &[]);
    let places: Vec<_> = found.iter().map(|line| line.split_once(' ').unwrap().0).collect();
    assert_eq!(
        places,
        [
            "book.toml:3:8",
            "content/a.md:4:8",
            "content/a.md:5:17",
            "content/a.md:7:5",
            &format!("content/a.md:7:{}", url.len() + 11),
            "content/pages/b.md:4:5",
        ]
    );
    assert_eq!(stderr, "asked 1 address");
    assert_eq!(server.log.take(), ["GET /missing", "HEAD /missing"]);
}

#[test]
fn hosts_are_asked_together_and_each_only_once_at_a_time() {
    let all = Arc::new(Log::default());
    let slow = |_: &Request<'_>| ("200 OK", Vec::new(), Duration::from_millis(100));
    let servers: Vec<_> = (1..=24).map(|host| Server::start(host, &all, slow)).collect();
    let site = site("");
    let links = servers.iter().flat_map(|server| (0..3).map(move |page| format!("<{}/{page}>", server.url)));
    page(&site, "content/pages/a.md", &links.collect::<Vec<_>>());
    let (found, stderr) = told(&site, &[]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(stderr, "asked 72 addresses");
    for server in &servers {
        assert_eq!(server.log.most.load(Ordering::SeqCst), 1);
        assert_eq!(server.log.take(), ["HEAD /0", "HEAD /1", "HEAD /2"]);
    }
    let most = all.most.load(Ordering::SeqCst);
    assert!((2..=Limits::default().threads).contains(&most), "{most} at a time");
}

#[test]
fn answers_are_remembered_while_they_can_be_believed() {
    let server = server(1);
    let site = site("");
    let links = ["/fine", "/missing", "/login"].map(|path| format!("<{}{path}>", server.url));
    page(&site, "content/pages/a.md", &links);
    let (first, stderr) = told(&site, &[]);
    assert_eq!((first.len(), stderr.as_str()), (2, "asked 3 addresses"));
    server.log.take();
    let (second, stderr) = told(&site, &[]);
    assert_eq!(second, first);
    assert_eq!(stderr, "asked 1 address (2 more were known from before)");
    assert_eq!(server.log.take(), ["GET /login", "HEAD /login"]);
    let (_, stderr) = told_at(&site, &[], NOW + 60 * 60);
    assert_eq!(stderr, "asked 2 addresses (1 more was known from before)");
    assert_eq!(server.log.take(), ["GET /login", "GET /missing", "HEAD /login", "HEAD /missing"]);
    let (_, stderr) = told_at(&site, &[], NOW + 7 * 24 * 60 * 60);
    assert_eq!(stderr, "asked 3 addresses");
    server.log.take();
    site.write(".pmsite/links.json", "{ broken");
    let (again, stderr) = told(&site, &[]);
    assert_eq!((again, stderr.as_str()), (first, "asked 3 addresses"));
    let cache = std::fs::read_to_string(site.path(".pmsite/links.json")).unwrap();
    let cache: serde_json::Value = serde_json::from_str(&cache).unwrap();
    assert_eq!(cache["links"].as_object().unwrap().len(), 2, "{cache:#}");
    assert_eq!(std::fs::read_to_string(site.path(".pmsite/.gitignore")).unwrap(), "*\n");
}

#[test]
fn a_cache_that_cannot_be_written_is_no_reason_to_fail() {
    let server = server(1);
    let site = site("");
    page(&site, "content/pages/a.md", &[format!("<{}/fine>", server.url)]);
    site.write(".pmsite", "in the way");
    let run = run(&site, &["--external"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("note: cannot write ./.pmsite/links.json: "), "{}", run.stderr);
    assert!(run.stderr.contains("\nasked 1 address\n"), "{}", run.stderr);
}

#[test]
fn nothing_is_asked_without_being_told_to() {
    let server = server(1);
    let site = site("");
    let link = format!("<{}/missing>", server.url);
    page(&site, "content/pages/a.md", &["<!-- pmsite-ignore: dead-external-link -->".to_owned(), link]);
    let run = run(&site, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "a suppression is no less needed: {}", run.stderr);
    assert!(server.log.take().is_empty() && !site.path(".pmsite").exists());
}

#[test]
fn findings_are_suppressed_and_levelled_like_others() {
    let server = server(1);
    let site = site("");
    let link = |path: &str| format!("<{}{path}>", server.url);
    page(
        &site,
        "content/pages/a.md",
        &[
            "<!-- pmsite-ignore: dead-external-link -->".to_owned(),
            link("/missing-1"),
            link("/missing-2"),
            link("/login"),
        ],
    );
    site.write(
        "book.toml",
        "[postmortem.check.levels]\ndead-external-link = \"error\"\nunchecked-external-link = \"off\"\n",
    );
    let (found, _) = told(&site, &[]);
    assert_eq!(
        found,
        [format!(
            "content/pages/a.md:8:2 error[dead-external-link] `{}/missing-2` leads nowhere: it answers 404 Not Found",
            server.url
        )]
    );
    assert_eq!(run(&site, &["--external"]).code, 1);
}

#[test]
fn excluded_addresses_are_not_asked_for() {
    let (wiki, open) = (server(1), server(2));
    let site = site("");
    let url = |server: &Server, path: &str| format!("<{}{path}>", server.url);
    page(
        &site,
        "content/pages/a.md",
        &[
            url(&wiki, ""),
            url(&wiki, "/missing#x"),
            url(&open, "/missing-1?a=b"),
            url(&open, "/missing-2"),
            url(&open, "/deep/missing-2"),
        ],
    );
    let exclude = |globs: &[String]| {
        site.write("book.toml", format!("[postmortem.check]\nexternal-exclude = {globs:?}\n"));
    };
    exclude(&[format!("{}/**", wiki.url), format!("{}/missing-1*", open.url), "**/deep/*".to_owned()]);
    let (_, stderr) = told(&site, &[]);
    assert_eq!(stderr, "asked 1 address");
    assert!(wiki.log.take().is_empty());
    assert_eq!(open.log.take(), ["GET /missing-2", "HEAD /missing-2"]);
    exclude(&["http://[".to_owned(), "http://**".to_owned()]);
    let (found, stderr) = told(&site, &[]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("error[broken-pattern] `http://[` is no pattern of addresses: "), "{found:?}");
    assert_eq!(stderr, "asked 0 addresses");
}

#[test]
fn only_the_links_of_named_and_changed_files_are_asked_for() {
    let server = server(1);
    let site = site("");
    for name in ["a", "b", "c"] {
        page(&site, &format!("content/pages/{name}.md"), &[format!("<{}/{name}>", server.url)]);
    }
    told(&site, &["content/pages/a.md"]);
    assert_eq!(server.log.take(), ["HEAD /a"]);
    site.git(&["init", "--quiet"]);
    site.git(&["add", "content/pages/a.md", "content/pages/c.md"]);
    site.git(&["commit", "--quiet", "--message", "two"]);
    told(&site, &["--changed-since", "HEAD"]);
    assert_eq!(server.log.take(), ["HEAD /b"]);
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "three"]);
    let (_, stderr) = told(&site, &["--changed-since", "HEAD"]);
    assert_eq!(stderr, "asked 0 addresses", "the cache is no change either");
    told(&site, &[]);
    assert_eq!(server.log.take(), ["HEAD /c"]);
}

#[test]
fn who_does_not_answer_in_time_is_not_called_dead() {
    let server =
        Server::start(1, &Arc::new(Log::default()), |_| ("200 OK", Vec::new(), Duration::from_secs(5)));
    let asked: BTreeSet<_> =
        ["/a", "/b"].iter().filter_map(|path| Address::parse(&format!("{}{path}", server.url))).collect();
    let limits = Limits {
        timeout: Duration::from_millis(500),
        retry: Duration::from_millis(1),
        pause: Duration::from_millis(1),
        ..Limits::default()
    };
    let answers = web::ask(&asked, &limits, "2025-06-15T12:00:00Z".parse().unwrap(), &|_| ());
    let answers: Vec<_> = answers.into_values().collect();
    let unsure = |reason: &str| web::Answer::Unsure { reason: reason.to_owned() };
    assert_eq!(answers, [unsure("did not answer within 0.5 s"), unsure("is on a host that does not answer")]);
    assert_eq!(server.log.take(), ["GET /a", "HEAD /a"]);
}

#[test]
fn a_proxy_is_used_and_its_troubles_are_its_own() {
    let (server, proxy) = (server(1), server(2));
    let site = site("");
    page(&site, "content/pages/a.md", &[format!("<{}/missing>", server.url)]);
    let ask = |proxy: &str, but: &str| {
        let mut command = command(&site, &["--external"], NOW);
        let output = command.env("HTTP_PROXY", proxy).env("NO_PROXY", but).output().unwrap();
        site.read(&output).stdout
    };
    // This one opens no tunnel; what matters is that it was asked for one.
    let told = ask(&proxy.url, "");
    assert!(told.starts_with("info[unchecked-external-link]"), "{told}");
    let tunnel = format!("CONNECT {}", server.url.trim_start_matches("http://"));
    assert_eq!(proxy.log.take(), [tunnel.as_str(), tunnel.as_str()]);
    assert!(server.log.take().is_empty());
    let nobody = format!("http://127.0.0.3:{}", closed_port());
    let told = ask(&nobody, "");
    assert!(told.starts_with("info[unchecked-external-link]"), "{told}");
    assert!(told.contains("it could not be asked for through the proxy (io: Connection refused"), "{told}");
    assert!(ask(&nobody, "127.0.0.1").contains("it answers 404 Not Found"));
}
