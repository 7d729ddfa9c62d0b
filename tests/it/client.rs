//! A preview that runs, and requests to it as they stand on the wire.

use crate::site::Site;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How often something that takes a moment is looked for before the test gives up.
const TRIES: usize = 2_400;
const PAUSE: Duration = Duration::from_millis(25);

/// A running preview; ended with the value.
pub(crate) struct Preview {
    process: Child,
    pub port: u16,
    pub url: String,
    said: Arc<Mutex<String>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: u16,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }

    /// What identifies the page to the server, without quotes and remarks.
    pub(crate) fn tag(&self) -> String {
        self.header("etag").trim_matches('"').split('-').next().unwrap().to_owned()
    }
}

/// Starts a preview of a site on a free port.
pub(crate) fn preview(site: &Site, arguments: &[&str]) -> Preview {
    let arguments = [&["serve", "--port", "0"], arguments].concat();
    let mut process = site.command(&arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let said = Arc::new(Mutex::new(String::new()));
    let mut lines = BufReader::new(process.stderr.take().unwrap());
    let (sender, receiver) = std::sync::mpsc::channel();
    let heard = Arc::clone(&said);
    thread::spawn(move || {
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|count| count > 0) {
            if let Some(url) = line.trim().strip_prefix("serving at ") {
                let _ = sender.send(url.split(' ').next().unwrap().to_owned());
            }
            heard.lock().unwrap().push_str(&line);
            line.clear();
        }
    });
    let url = receiver.recv().unwrap_or_else(|_| panic!("it did not start: {}", said.lock().unwrap()));
    let port = url.split(':').nth(2).unwrap().split('/').next().unwrap().parse().unwrap();
    Preview { process, port, url, said }
}

impl Preview {
    /// What it said to the terminal so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = format!("localhost:{}", self.port);
        self.ask_as(method, path, Some(&host), headers)
    }

    /// A request with a `Host` of one's own.
    pub(crate) fn ask_as(
        &self,
        method: &str,
        path: &str,
        host: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut stream = self.connect();
        let host = host.map(|host| format!("Host: {host}\r\n")).unwrap_or_default();
        let headers: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let headers = headers.concat();
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        answer(&bytes)
    }

    /// Looks until a page is as wanted; that answer.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        for _ in 0..TRIES {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            thread::sleep(PAUSE);
        }
        panic!("{path} did not become what it should: {}\n{}", self.get(path).text(), self.said());
    }

    /// Looks until a page holds a text.
    #[track_caller]
    pub(crate) fn until_shows(&self, path: &str, text: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && answer.text().contains(text))
    }

    /// Looks until the terminal was told something.
    #[track_caller]
    pub(crate) fn until_said(&self, text: &str) {
        for _ in 0..TRIES {
            if self.said().contains(text) {
                return;
            }
            thread::sleep(PAUSE);
        }
        panic!("`{text}` was not said: {}", self.said());
    }

    /// Follows a page as a tab does that has these bytes of it.
    pub(crate) fn follow(&self, page: &str, tag: &str) -> Events {
        let mut stream = self.connect();
        let query = format!("page={}&etag={tag}", page.replace('/', "%2F"));
        write!(stream, "GET /_pmsite/events?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port)
            .unwrap();
        Events { lines: BufReader::new(stream) }
    }

    /// How much memory it uses, in kilobytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Asks it to end, as Ctrl-C does, and waits until it has.
    pub(crate) fn interrupt(&mut self) -> ExitStatus {
        let pid = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        self.process.wait().unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a tab hears.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next event: its name and its data.
    pub(crate) fn next(&mut self) -> (String, String) {
        let mut name = String::new();
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim().clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, data.trim().to_owned());
            }
        }
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|at| at == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Answer { status, headers, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
}
