//! A web server on this machine, which answers as a test wants and remembers what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What came in, and how much of it at a time.
#[derive(Default)]
pub(crate) struct Log {
    /// Method and path of each request, such as `HEAD /a`, in the order of their arrival.
    pub requests: Mutex<Vec<String>>,
    /// The names by which clients call themselves.
    pub agents: Mutex<Vec<String>>,
    /// How often each path was asked for.
    times: Mutex<BTreeMap<String, usize>>,
    now: AtomicUsize,
    /// The most requests at a time.
    pub most: AtomicUsize,
}

impl Log {
    fn enter(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }

    fn leave(&self) {
        self.now.fetch_sub(1, Ordering::SeqCst);
    }

    /// The requests since the last call, sorted.
    pub(crate) fn take(&self) -> Vec<String> {
        let mut requests = std::mem::take(&mut *self.requests.lock().unwrap());
        requests.sort();
        requests
    }
}

/// A request, as far as an answer depends on it.
pub(crate) struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Which one for this path it is, from 1.
    pub time: usize,
}

/// An answer: status line without its version, headers, and the time that it takes.
pub(crate) type Answer = (&'static str, Vec<(&'static str, String)>, Duration);

/// A server at one address of this machine. It ends with the process.
pub(crate) struct Server {
    /// `http://127.0.0.1:port`.
    pub url: String,
    pub log: Arc<Log>,
}

impl Server {
    /// Listens on `127.0.0.{host}`; `all` is shared with other servers.
    pub(crate) fn start(
        host: u8,
        all: &Arc<Log>,
        answer: impl Fn(&Request<'_>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(format!("127.0.0.{host}:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (log, all, answer) = (Arc::new(Log::default()), Arc::clone(all), Arc::new(answer));
        let own = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (own, all, answer) = (Arc::clone(&own), Arc::clone(&all), Arc::clone(&answer));
                std::thread::spawn(move || {
                    // A client that goes away, or speaks TLS, is not this server's trouble.
                    let _ = serve(stream, &own, &all, &*answer);
                });
            }
        });
        Self { url, log }
    }
}

fn serve(
    mut stream: TcpStream,
    own: &Log,
    all: &Log,
    answer: &dyn Fn(&Request<'_>) -> Answer,
) -> std::io::Result<()> {
    let mut start = [0; 1];
    stream.peek(&mut start)?;
    if !start[0].is_ascii_uppercase() {
        // TLS, and no line will come: what is there is read, so that the answer is not lost with it.
        let _ = stream.read(&mut [0; 4096])?;
        return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    }
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let Some((method, path)) = first.strip_suffix(" HTTP/1.1").and_then(|line| line.split_once(' ')) else {
        return Ok(());
    };
    for line in lines {
        let line = line?;
        if let Some((name, agent)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("user-agent")
        {
            own.agents.lock().unwrap().push(agent.to_owned());
        }
        if line.is_empty() {
            break;
        }
    }
    for log in [own, all] {
        log.enter();
        log.requests.lock().unwrap().push(first.trim_end_matches(" HTTP/1.1").to_owned());
    }
    let time = {
        let mut times = own.times.lock().unwrap();
        let time = times.entry(path.to_owned()).or_default();
        *time += 1;
        *time
    };
    let (status, headers, delay) = answer(&Request { method, path, time });
    std::thread::sleep(delay);
    // Before the answer: the client may ask again as soon as it is there.
    for log in [own, all] {
        log.leave();
    }
    let mut text = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{text}\r\n").as_bytes())
}
