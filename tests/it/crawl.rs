//! Every link and fragment of a site resolves, when it is served under a sub-path.

use crate::html::{pages, parse};
use crate::site::{Built, site};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

const BASE: &str = "/kb/";

/// Serves a built site under `/kb/` on a free port of the loopback, one request a connection,
/// until the value is dropped.
struct Server {
    address: std::net::SocketAddr,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    fn start(built: Arc<Built>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = Vec::new();
                let mut part = [0; 4096];
                while !request.ends_with(b"\r\n\r\n") {
                    match stream.read(&mut part).unwrap() {
                        0 => break,
                        length => request.extend(&part[..length]),
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default();
                if path == "/stop" {
                    return;
                }
                let found = file_of(path).and_then(|file| built.files.get(&file));
                let (status, body) = found.map_or(("404 Not Found", &b""[..]), |bytes| ("200 OK", bytes));
                write!(stream, "HTTP/1.0 {status}\r\nContent-Length: {}\r\n\r\n", body.len()).unwrap();
                stream.write_all(body).unwrap();
            }
        });
        Self { address, thread: Some(thread) }
    }

    fn get(&self, path: &str) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let split = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        answer.starts_with(b"HTTP/1.0 200").then(|| answer[split + 4..].to_vec())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(self.address) {
            let _ = stream.write_all(b"GET /stop HTTP/1.0\r\n\r\n");
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn file_of(path: &str) -> Option<String> {
    let path = path.strip_prefix(BASE)?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// A link as a browser resolves it, without query; `None` when it leaves the site.
fn resolve(page: &str, link: &str) -> Option<(String, String)> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() {
        return Some((page.to_owned(), fragment.to_owned()));
    }
    let folder = if path.starts_with('/') { "" } else { page.rsplit_once('/').unwrap().0 };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') || path.ends_with("..") || path == "." { "/" } else { "" };
    Some((format!("/{}{slash}", parts.join("/")).replace("//", "/"), fragment.to_owned()))
}

/// Follows every link from the home page, and from every page that nothing links to.
pub(crate) fn broken_links(built: Built) -> Vec<String> {
    let built = Arc::new(built);
    let server = Server::start(Arc::clone(&built));
    let mut open: Vec<String> = vec![BASE.to_owned()];
    open.extend(
        pages(&built).map(|(path, _)| format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path))),
    );
    let (mut seen, mut broken) = (BTreeSet::new(), Vec::new());
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut fragments = Vec::new();
    while let Some(url) = open.pop() {
        if !seen.insert(url.clone()) {
            continue;
        }
        let Some(body) = server.get(&url) else {
            broken.push(format!("{url} is not there"));
            continue;
        };
        if !(url.ends_with('/') || url.ends_with(".html")) {
            continue;
        }
        let page = parse(std::str::from_utf8(&body).unwrap());
        for element in &page.elements {
            for id in [element.get("id"), element.get("name")].into_iter().flatten() {
                ids.entry(url.clone()).or_default().insert(id.to_owned());
            }
            for attribute in ["href", "src"] {
                let Some((path, fragment)) = element.get(attribute).and_then(|link| resolve(&url, link))
                else {
                    continue;
                };
                if !fragment.is_empty() {
                    fragments.push((url.clone(), path.clone(), fragment));
                }
                if path.starts_with(BASE) {
                    open.push(path);
                } else {
                    broken.push(format!("{url} links to {path}, out of the sub-path"));
                }
            }
        }
    }
    for (from, to, fragment) in fragments {
        if !ids.get(&to).is_some_and(|ids| ids.contains(&fragment)) {
            broken.push(format!("{from} links to {to}#{fragment}, which is not there"));
        }
    }
    broken.sort();
    broken.dedup();
    broken
}

#[test]
fn every_link_of_a_rich_site_resolves_under_a_sub_path() {
    let built = crate::html::rich().build_with(&["--base-url", "https://example.org/kb/"]);
    assert_eq!(broken_links(built), Vec::<String>::new());
}

#[test]
fn every_link_of_the_projects_own_site_resolves_under_a_sub_path() {
    let built = crate::content::own(&["--base-url", "https://example.org/kb/"]);
    assert_eq!(broken_links(built), Vec::<String>::new());
}

#[test]
fn many_recurrences_and_action_items_are_paginated_and_every_item_is_reached() {
    let site = site("");
    for n in 0..52 {
        let words = format!("alpha{n} beta{n} gamma{n}");
        for (id, date, more) in
            [("a", "2024-01-01", String::new()), ("b", "2024-02-01", format!("recurrence_of: a{n}\n"))]
        {
            site.write(
                &format!("content/{id}{n}.md"),
                format!("---\ntitle: {words}\n{more}started: {date}T10:00:00Z\naction_items:\n  - {{text: Do {id} {n}, owner: Owner {}}}\n---\n{words}\n", n % 3),
            );
        }
    }
    let built = site.build_with(&["--base-url", "https://example.org/kb/"]);
    let chains = |page: &str| built.main(page).matches("<section class=\"chain\"").count();
    assert_eq!((chains("recurrences/index.html"), chains("recurrences/page/6/index.html")), (10, 2));
    let rows = |page: &str| built.main(page).matches("<tr id=").count();
    assert_eq!(
        (rows("actions/index.html"), rows("actions/page/2/index.html"), rows("actions/owner-1/index.html")),
        (100, 4, 34)
    );
    let far = (0..52).filter(|n| {
        built.main(&format!("postmortems/a{n}/index.html")).contains("../../recurrences/page/6/#pm-chain-a")
    });
    assert_eq!(far.count(), 2);
    assert_eq!(broken_links(built), Vec::<String>::new());
}

#[test]
fn long_lists_are_paginated_and_every_page_is_reached() {
    let site = site("");
    for n in 0..230 {
        let day = n % 28 + 1;
        let month = n / 28 % 12 + 1;
        site.write(
            &format!("content/p{n:03}.md"),
            format!("---\ntitle: P {n}\nservices: [checkout]\nroot_causes: [dns]\nstarted: 2024-{month:02}-{day:02}T10:00:00Z\nresolved: 2024-{month:02}-{day:02}T{:02}:{:02}:00Z\n---\nx\n", 10 + n % 13, n % 60),
        );
    }
    let built = site.build_with(&["--base-url", "https://example.org/kb/"]);
    let lists: Vec<_> = [
        "services/checkout/index.html",
        "services/checkout/page/2/index.html",
        "services/checkout/page/3/index.html",
    ]
    .iter()
    .map(|path| (0..230).filter(|n| built.main(path).contains(&format!("postmortems/p{n:03}/"))).count())
    .collect();
    assert_eq!(lists, [100, 100, 30]);
    assert!(built.has("services/checkout/by-duration/index.html"));
    assert_eq!(broken_links(built), Vec::<String>::new());
}
