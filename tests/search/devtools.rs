//! Asks a browser's page what it shows, over the protocol of its developer tools.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How often something that takes a moment is looked for before the test gives up.
const TRIES: usize = 1_200;
const PAUSE: Duration = Duration::from_millis(50);

/// A page that can be asked.
pub(crate) struct Page {
    stream: BufReader<TcpStream>,
    number: u64,
    /// What the browser told without being asked, since it was last looked at.
    events: Vec<Value>,
}

impl Page {
    /// The page that the browser with this profile shows.
    pub(crate) fn of(profile: &Path) -> Self {
        for _ in 0..TRIES {
            if let Some(page) = Self::find(profile) {
                return page;
            }
            thread::sleep(PAUSE);
        }
        panic!("the browser has no page that can be asked");
    }

    fn find(profile: &Path) -> Option<Self> {
        let told = std::fs::read_to_string(profile.join("DevToolsActivePort")).ok()?;
        let port: u16 = told.lines().next()?.parse().ok()?;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        write!(stream, "GET /json/list HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
        let mut reader = BufReader::new(stream);
        let length = header(&mut reader, "content-length")?.parse().ok()?;
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let pages: Value = serde_json::from_slice(&body).ok()?;
        let pages = pages.as_array()?;
        let page = pages.iter().find(|page| {
            page["type"] == "page" && page["url"].as_str().is_some_and(|url| url.starts_with("http"))
        })?;
        let address = page["webSocketDebuggerUrl"].as_str()?;
        let path = &address[address.find("/devtools/")?..];
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        .ok()?;
        let mut stream = BufReader::new(stream);
        header(&mut stream, "sec-websocket-accept")?;
        Some(Self { stream, number: 0, events: Vec::new() })
    }

    /// What an expression is worth on the page; null while the page is on its way.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        self.call("Runtime.evaluate", &json!({ "expression": expression, "returnByValue": true }))["result"]
            ["value"]
            .take()
    }

    /// Asks until the answer is as wanted.
    #[track_caller]
    pub(crate) fn until(&mut self, expression: &str, wanted: &Value) {
        let mut last = Value::Null;
        for _ in 0..TRIES {
            last = self.ask(expression);
            if last == *wanted {
                return;
            }
            thread::sleep(PAUSE);
        }
        panic!("{expression} is {last}, not {wanted}");
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            self.call("Input.dispatchKeyEvent", &json!({ "type": kind, "key": key }));
        }
    }

    /// What a promise comes to, and what goes wrong on the way.
    pub(crate) fn wait(&mut self, expression: &str) -> Result<Value, Value> {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", &parameters);
        let thrown = answer["exceptionDetails"].take();
        if thrown.is_null() { Ok(answer["result"]["value"].take()) } else { Err(thrown) }
    }

    /// What the browser told since this was last asked.
    pub(crate) fn events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.number += 1;
        let message = json!({ "id": self.number, "method": method, "params": parameters }).to_string();
        self.send(message.as_bytes());
        loop {
            let mut answer: Value = serde_json::from_slice(&self.receive()).unwrap();
            if answer["id"] == self.number {
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// Sends a text in one frame, with a mask that changes nothing.
    fn send(&mut self, bytes: &[u8]) {
        let mut frame = vec![0x81];
        match (u8::try_from(bytes.len()), u16::try_from(bytes.len())) {
            (Ok(length @ 0..126), _) => frame.push(0x80 | length),
            (_, Ok(length)) => {
                frame.push(0x80 | 0x7e);
                frame.extend_from_slice(&length.to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 0x7f);
                frame.extend_from_slice(&u64::try_from(bytes.len()).unwrap().to_be_bytes());
            }
        }
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(bytes);
        self.stream.get_mut().write_all(&frame).unwrap();
    }

    /// The next message, put together from its frames.
    fn receive(&mut self) -> Vec<u8> {
        let mut message = Vec::new();
        loop {
            let mut head = [0; 2];
            self.stream.read_exact(&mut head).unwrap();
            let length = match head[1] & 0x7f {
                126 => {
                    let mut length = [0; 2];
                    self.stream.read_exact(&mut length).unwrap();
                    u64::from(u16::from_be_bytes(length))
                }
                127 => {
                    let mut length = [0; 8];
                    self.stream.read_exact(&mut length).unwrap();
                    u64::from_be_bytes(length)
                }
                length => u64::from(length),
            };
            let mut frame = vec![0; usize::try_from(length).unwrap()];
            self.stream.read_exact(&mut frame).unwrap();
            // Pings and the like are about nothing.
            if head[0] & 0x0f <= 2 {
                message.extend_from_slice(&frame);
                if head[0] & 0x80 != 0 {
                    return message;
                }
            }
        }
    }
}

/// Reads the head of an answer; the value of one header.
fn header(reader: &mut impl BufRead, wanted: &str) -> Option<String> {
    let mut found = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            return found;
        }
        if let Some((name, value)) =
            line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
        {
            debug_assert!(!name.is_empty());
            found = Some(value.trim().to_owned());
        }
    }
}
