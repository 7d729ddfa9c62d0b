//! What a query costs a browser: bytes and requests of a first one, milliseconds of further ones.

use crate::browser::Browser;
use crate::parity;
use crate::queries::Case;
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// What one query cost.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Cost {
    /// Bytes of the index, hits included, as they go over the wire.
    pub(crate) bytes: usize,
    /// Requests for them.
    pub(crate) requests: usize,
    /// The first time.
    pub(crate) cold: f64,
    /// The second time.
    pub(crate) warm: f64,
    /// The place of the postmortem that was looked for, from 0; -1 if it is not among the hits.
    pub(crate) hits: [i64; 10],
}

const ASK: &str = r#"
import { open } from "/kb/CLIENT";
const costs = [];
let error;
performance.setResourceTimingBufferSize(100000);
try {
  for (const { text, typing } of await (await fetch("/queries.json")).json()) {
    performance.clearResourceTimings();
    const start = performance.now();
    const index = await open(new URL("/kb/INDEX", location));
    const answer = await index.search(text, { typing, limit: 10 });
    await Promise.all(answer.hits.slice(0, SHOWN).map(({ document }) => answer.hit(document)));
    const cold = performance.now() - start;
    const files = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/search/"));
    const again = performance.now();
    await index.search(text, { typing, limit: 10 });
    const warm = performance.now() - again;
    const hits = Array.from({ length: 10 }, (_, at) => answer.hits[at]?.document ?? -1);
    const bytes = files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    costs.push({ bytes, requests: files.length, cold, warm, hits });
  }
} catch (thrown) {
  error = `${thrown.stack} ${thrown.cause?.stack}`;
}
await fetch("/result", { method: "POST", body: JSON.stringify({ costs, error }) });
"#;

#[derive(Deserialize)]
struct Sent {
    costs: Vec<Cost>,
    error: Option<String>,
}

/// Asks every query of a browser that knows nothing yet, and shows `shown` hits.
pub(crate) fn ask(public: &Path, cases: &[Case], shown: usize) -> Vec<Cost> {
    let server = parity::server(public, &ASK.replace("SHOWN", &shown.to_string()), cases);
    let _browser = Browser::open(&server.url("/ask.html"));
    let sent = server.result(Duration::from_mins(4)).expect("the browser answers in four minutes");
    let sent: Sent = serde_json::from_str(&sent).expect("an answer");
    assert!(sent.error.is_none(), "the client failed: {:?}", sent.error);
    sent.costs
}

/// The bytes of the client's scripts, gzipped as hosts do it.
pub(crate) fn client(public: &Path) -> Vec<(String, usize)> {
    let entries = std::fs::read_dir(public.join("theme")).expect("a theme").filter_map(Result::ok);
    let mut scripts: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("search") && name.ends_with(".js"))
        .map(|name| {
            let bytes = std::fs::read(public.join("theme").join(&name)).expect("a script");
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            gzip.write_all(&bytes).expect("memory");
            (name, gzip.finish().expect("memory").len())
        })
        .collect();
    scripts.sort();
    scripts
}

/// The middle of some numbers, and what 95 of 100 do not exceed.
pub(crate) fn spread(mut numbers: Vec<f64>) -> (f64, f64) {
    numbers.sort_by(f64::total_cmp);
    let at = |share: usize| numbers.get((numbers.len() * share / 100).min(numbers.len().saturating_sub(1)));
    (at(50).copied().unwrap_or_default(), at(95).copied().unwrap_or_default())
}
