//! Measures how soon a saved file is seen in the preview.
//!
//! `measure-serve PROGRAM SITE` starts `PROGRAM serve --watch` on a generated site, edits its files
//! one after the other, and asks for the page over HTTP until the edit shows. Times run from the
//! end of writing to the answer that has it, so that they hold the wait for quiet, the reading, the
//! rendering and the way back.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How many edits of a kind are measured.
const EDITS: usize = 20;
/// How long an author thinks between two saves.
const BETWEEN: Duration = Duration::from_millis(400);
/// How often the page is asked for.
const POLL: Duration = Duration::from_millis(1);
/// An edit that does not show for so long never will.
const LOST: Duration = Duration::from_mins(1);

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Preview {
    process: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Preview {
    fn start(program: &str, site: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["serve", "--watch", "--port", "0"])
            .current_dir(site)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(process.stderr.take().ok_or("no stream")?).lines();
        let url = loop {
            let line = lines.next().ok_or("the preview did not start")??;
            if let Some(url) = line.strip_prefix("serving at ") {
                break url.to_owned();
            }
        };
        thread::spawn(move || lines.for_each(drop));
        let port = url.split(':').nth(2).and_then(|rest| rest.split('/').next()).ok_or("no port")?.parse()?;
        Ok(Self { process, port })
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn until(&self, path: &str, shows: &str) -> Result<Duration> {
        let start = Instant::now();
        loop {
            let page = self.get(path)?;
            if page.starts_with("HTTP/1.1 200") && page.contains(shows) {
                return Ok(start.elapsed());
            }
            if start.elapsed() > LOST {
                return Err(format!("`{shows}` does not show at {path}").into());
            }
            thread::sleep(POLL);
        }
    }

    /// Resident memory now and at its peak, in megabytes.
    fn memory(&self) -> Option<(u64, u64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let of = |key: &str| -> Option<u64> {
            let line = status.lines().find(|line| line.starts_with(key))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
        };
        Some((of("VmRSS")?, of("VmHWM")?))
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, site] = arguments.as_slice() else { return Err("measure-serve PROGRAM SITE".into()) };
    let site = Path::new(site);
    let mut files = Vec::new();
    postmortems(&site.join("content"), &mut files)?;
    files.sort();
    let start = Instant::now();
    let preview = Preview::start(program, site)?;
    println!("ready after            {:>8} ms", start.elapsed().as_millis());
    // What is done after the start, such as indexing, is not what is measured.
    thread::sleep(Duration::from_secs(1) + Duration::from_millis(files.len() as u64));
    if let Some((now, _)) = preview.memory() {
        println!("memory at rest         {now:>8} MB");
    }
    let chosen = |at: usize| &files[at * 7919 % files.len()];
    let mut bodies = Vec::new();
    let mut matters = Vec::new();
    for at in 0..EDITS {
        let file = chosen(at);
        let word = format!("edited-{at}-in-its-body");
        let text = fs::read_to_string(file)?;
        let path = format!("/postmortems/{}/", id(file, &text));
        // The page is open in a browser while its file is edited.
        preview.get(&path)?;
        fs::write(file, format!("{}\n\n{word}\n", text.trim_end()))?;
        bodies.push(preview.until(&path, &word)?);
        thread::sleep(BETWEEN);
    }
    for at in 0..EDITS {
        let file = chosen(at + EDITS);
        let tag = format!("measured-{at}");
        let text = fs::read_to_string(file)?;
        let plain: String =
            text.lines().filter(|line| !line.starts_with("tags:")).fold(String::new(), |mut text, line| {
                text.push_str(line);
                text.push('\n');
                text
            });
        fs::write(file, plain.replacen("---\n", &format!("---\ntags: [{tag}]\n"), 1))?;
        matters.push(preview.until(&format!("/tags/{tag}/"), "1 postmortem<")?);
        thread::sleep(BETWEEN);
    }
    told("body edit", bodies);
    told("front matter edit", matters);
    if let Some((now, peak)) = preview.memory() {
        println!("memory after           {now:>8} MB, peak {peak} MB");
    }
    Ok(())
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort();
    // The smallest time that so large a share of all does not exceed.
    let at = |share: usize| times[(times.len() * share).div_ceil(100) - 1].as_millis();
    println!("{what:<20}   {:>8} ms median, {} ms 95th percentile, {} edits", at(50), at(95), times.len());
}

fn postmortems(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "pages") {
                postmortems(&path, files)?;
            }
        } else if path.extension().is_some_and(|end| end == "md")
            // Other forms of front matter are edited otherwise.
            && fs::read_to_string(&path)?.starts_with("---\n")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The id of a postmortem, as its address has it.
fn id(file: &Path, text: &str) -> String {
    let told = text.lines().find_map(|line| line.strip_prefix("id: ")).map(|id| id.trim().trim_matches('"'));
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = file.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    told.unwrap_or(if stem == "index" { folder } else { stem }).to_ascii_lowercase()
}
