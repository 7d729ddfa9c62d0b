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
use std::time::{Duration, Instant};

/// How a path is answered that is broken.
enum Broken {
    /// As if the file were not there.
    Missing,
    /// With other bytes.
    Other(Vec<u8>),
    /// Not at all.
    HungUp,
}

/// What a page sent, and who waits until it was taken.
struct Posted {
    path: String,
    body: String,
    taken: Sender<()>,
}

/// What all connections share.
struct Shared {
    site: PathBuf,
    pages: BTreeMap<String, String>,
    results: Mutex<Sender<Posted>>,
    /// Paths that are not answered as they should be.
    broken: Mutex<BTreeMap<String, Broken>>,
    /// Whether the line is a slow one.
    slow: AtomicBool,
    stop: AtomicBool,
}

/// Serves until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    results: Receiver<Posted>,
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
            slow: AtomicBool::new(false),
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
        let broken = bytes.map_or(Broken::Missing, Broken::Other);
        self.shared.broken.lock().expect("no panic").insert(path.to_owned(), broken);
    }

    /// Answers a path not at all.
    pub(crate) fn hang_up(&self, path: &str) {
        self.shared.broken.lock().expect("no panic").insert(path.to_owned(), Broken::HungUp);
    }

    /// Sends pages in pieces from now on, each of which a browser draws before the next one comes, and
    /// scripts after the page.
    pub(crate) fn slow_down(&self) {
        self.shared.slow.store(true, Ordering::SeqCst);
    }

    /// Answers everything as it should be again.
    pub(crate) fn mend(&self) {
        self.shared.broken.lock().expect("no panic").clear();
    }

    /// What a page sent back.
    pub(crate) fn result(&self, timeout: Duration) -> Option<String> {
        self.result_after(timeout, |_| {})
    }

    /// The same, after all commands that the page sends before: the paths of other messages.
    pub(crate) fn result_after(&self, timeout: Duration, command: impl Fn(&str)) -> Option<String> {
        let end = Instant::now() + timeout;
        loop {
            let posted = self.results.recv_timeout(end.saturating_duration_since(Instant::now())).ok()?;
            if posted.path == "/result" {
                return Some(posted.body);
            }
            command(&posted.path);
            let _ = posted.taken.send(());
        }
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
    let mut part = vec![0; 64 * 1024];
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
        let (taken, done) = channel();
        shared.results.lock().ok()?.send(Posted { path: path.to_owned(), body, taken }).ok()?;
        // The page goes on when its command was carried out.
        let _ = done.recv_timeout(Duration::from_secs(5));
        return respond(&mut stream, "200 OK", "text/plain", b"");
    }
    if let Some(broken) = shared.broken.lock().ok()?.get(path) {
        return match broken {
            Broken::Missing => respond(&mut stream, "404 Not Found", "text/plain", b""),
            Broken::Other(bytes) => respond(&mut stream, "200 OK", "application/octet-stream", bytes),
            Broken::HungUp => None,
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
            if shared.slow.load(Ordering::SeqCst) {
                return respond_slowly(&mut stream, kind, &bytes);
            }
            respond(&mut stream, "200 OK", kind, &bytes)
        }
        None => respond(&mut stream, "404 Not Found", "text/plain", b""),
    }
}

/// Answers as a slow line does.
fn respond_slowly(stream: &mut TcpStream, kind: &str, body: &[u8]) -> Option<()> {
    // Longer than a browser needs to draw, on a busy machine as well.
    const PAUSE: Duration = Duration::from_millis(60);
    let page = kind.starts_with("text/html");
    if kind.starts_with("text/javascript") {
        std::thread::sleep(PAUSE * 10);
    }
    head(stream, "200 OK", kind, body.len())?;
    for piece in body.chunks(if page { 8 << 10 } else { usize::MAX }) {
        stream.write_all(piece).ok()?;
        if page {
            std::thread::sleep(PAUSE);
        }
    }
    Some(())
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> Option<()> {
    head(stream, status, kind, body.len())?;
    stream.write_all(body).ok()
}

fn head(stream: &mut TcpStream, status: &str, kind: &str, length: usize) -> Option<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    );
    stream.write_all(head.as_bytes()).ok()
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
