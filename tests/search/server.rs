//! A web server on the loopback: a built site under `/kb/`, pages of the test beside it, and what
//! they send back.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What all connections share.
struct Shared {
    site: PathBuf,
    pages: BTreeMap<String, String>,
    results: Mutex<Sender<String>>,
    /// Paths that are answered as if the file were not there, or with other bytes.
    broken: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
    stop: AtomicBool,
}

/// Serves until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    results: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the site in a folder, and `pages` by their paths.
    pub(crate) fn start(site: &Path, pages: BTreeMap<String, String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let (sender, results) = channel();
        let shared = Arc::new(Shared {
            site: site.to_path_buf(),
            pages,
            results: Mutex::new(sender),
            broken: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if own.stop.load(Ordering::SeqCst) {
                    return;
                }
                let own = Arc::clone(&own);
                // A browser opens a handful of connections at a time.
                std::thread::spawn(move || stream.ok().and_then(|stream| answer(stream, &own)));
            }
        });
        Self { address, shared, results, thread: Some(thread) }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers a path with nothing, or with other bytes.
    pub(crate) fn break_file(&self, path: &str, bytes: Option<Vec<u8>>) {
        self.shared.broken.lock().expect("no panic").insert(path.to_owned(), bytes);
    }

    /// What a page sent back.
    pub(crate) fn result(&self, timeout: Duration) -> Option<String> {
        self.results.recv_timeout(timeout).ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream, shared: &Shared) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let mut request = Vec::new();
    let mut part = [0; 64 * 1024];
    let head = loop {
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut part).ok()? {
            0 => return None,
            length => request.extend(&part[..length]),
        }
    };
    let text = String::from_utf8_lossy(&request[..head]).into_owned();
    let mut words = text.split(' ');
    let (method, path) = (words.next()?, words.next()?);
    let path = path.split('?').next()?;
    if method == "POST" {
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        })?;
        while request.len() < head + 4 + length {
            match stream.read(&mut part).ok()? {
                0 => return None,
                length => request.extend(&part[..length]),
            }
        }
        let body = String::from_utf8_lossy(&request[head + 4..]).into_owned();
        shared.results.lock().ok()?.send(body).ok()?;
        return respond(&mut stream, "200 OK", "text/plain", b"");
    }
    if let Some(bytes) = shared.broken.lock().ok()?.get(path) {
        return match bytes {
            Some(bytes) => respond(&mut stream, "200 OK", "application/octet-stream", bytes),
            None => respond(&mut stream, "404 Not Found", "text/plain", b""),
        };
    }
    if let Some(page) = shared.pages.get(path) {
        return respond(&mut stream, "200 OK", kind(path), page.as_bytes());
    }
    let file = path.strip_prefix("/kb/").filter(|file| !file.contains(".."));
    let file = file.map(|file| {
        if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() }
    });
    match file.and_then(|file| std::fs::read(shared.site.join(file)).ok()) {
        Some(bytes) => {
            let kind = if path.ends_with('/') { "text/html; charset=utf-8" } else { kind(path) };
            respond(&mut stream, "200 OK", kind, &bytes)
        }
        None => respond(&mut stream, "404 Not Found", "text/plain", b""),
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> Option<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
