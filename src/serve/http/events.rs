//! What an open tab hears: that its page has changed, or that the files are wrong.
//!
//! A tab says which page it shows and which bytes it has of it. So it hears at once of what
//! happened while it was not connected, and never of what leaves its page as it is.

use super::reply::set;
use super::{Page, Server, State, now, parameter};
use axum::body::{Body, Bytes};
use axum::http::Response;
use axum::http::header;
use http_body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// How often a silent stream says that it is there, so that a tab that went is noticed.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// The stream of a tab: `page=PATH&etag=HASH`.
pub(super) fn stream(server: &Arc<Server>, query: &str) -> Response<Body> {
    let file = parameter(query, "page").unwrap_or_default();
    let hash = parameter(query, "etag").unwrap_or_default();
    // A tab that reads slowly holds up nobody: it misses states in between, which it would not show.
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(follow(Arc::clone(server), file, hash, sender));
    let mut response = Response::new(Body::new(Stream(receiver)));
    set(&mut response, header::CONTENT_TYPE, "text/event-stream");
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

async fn follow(server: Arc<Server>, file: String, mut hash: String, sender: mpsc::Sender<Bytes>) {
    let mut states = server.states.clone();
    let mut has: Option<Arc<Page>> = None;
    let mut problem = None;
    let mut styles = states.borrow().styles;
    let mut first = true;
    loop {
        let state: Arc<State> = Arc::clone(&states.borrow_and_update());
        let (at, of) = (Arc::clone(&state), file.clone());
        let Ok(page) = tokio::task::spawn_blocking(move || now(&at, &of)).await else { return };
        let mut text = String::new();
        if first {
            text.push_str("retry: 500\n\n");
        }
        if page.hash != hash || state.styles != styles {
            let sheets = has.as_ref().and_then(|has| only_styles_differ(&has.bytes, &page.bytes));
            let told = match sheets {
                Some(sheets) => event(
                    "styles",
                    &serde_json::json!({
                        "etag": page.hash,
                        "styles": sheets,
                        "fresh": if page.hash == hash { Some(state.styles) } else { None },
                    }),
                ),
                None if page.hash == hash => String::new(),
                None => event("reload", &serde_json::Value::Null),
            };
            text.push_str(&told);
            hash.clone_from(&page.hash);
            styles = state.styles;
        }
        has = Some(page);
        if state.problem != problem || first {
            text.push_str(&match &state.problem {
                Some(problem) => {
                    event("problem", &serde_json::json!({ "summary": problem.summary, "text": problem.text }))
                }
                None => event("mended", &serde_json::Value::Null),
            });
            problem.clone_from(&state.problem);
        }
        drop(state);
        first = false;
        if !text.is_empty() && sender.send(text.into()).await.is_err() {
            return;
        }
        loop {
            tokio::select! {
                changed = states.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                () = sender.closed() => return,
                () = tokio::time::sleep(HEARTBEAT) => {
                    if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

fn event(name: &str, data: &serde_json::Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// The addresses of the style sheets of a page, if another state of it differs in those only.
fn only_styles_differ(old: &[u8], new: &[u8]) -> Option<Vec<String>> {
    let (old, new) = (std::str::from_utf8(old).ok()?, std::str::from_utf8(new).ok()?);
    let ((old, _), (new, sheets)) = (without_styles(old), without_styles(new));
    (old == new).then_some(sheets)
}

/// A page without the links to its style sheets, and where they led.
fn without_styles(page: &str) -> (String, Vec<String>) {
    let (mut rest, mut sheets, mut text) = (page, Vec::new(), String::with_capacity(page.len()));
    while let Some(at) = rest.find("<link ") {
        let (before, tag) = rest.split_at(at);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        text.push_str(before);
        let (tag, after) = tag.split_at(end);
        let value = |key: &str| tag.split_once(key)?.1.split_once('"').map(|(value, _)| value);
        match (tag.contains("rel=\"stylesheet\""), value("href=\"")) {
            (true, Some(href)) => sheets.push(href.replace("&amp;", "&")),
            _ => text.push_str(tag),
        }
        rest = after;
    }
    text.push_str(rest);
    (text, sheets)
}

/// A body that goes on as long as somebody sends.
struct Stream(mpsc::Receiver<Bytes>);

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str =
        "<head>\n<link rel=\"icon\" href=\"i.svg\">\n<link rel=\"stylesheet\" href=\"a.1.css\">\n</head>Text";

    #[test]
    fn style_sheets_are_told_from_the_rest() {
        let differ = |new: &str| only_styles_differ(OLD.as_bytes(), new.as_bytes());
        assert_eq!(differ(&OLD.replace("a.1.css", "a.2.css?x&amp;y")), Some(vec!["a.2.css?x&y".to_owned()]));
        assert_eq!(differ(&OLD.replace("Text", "Other")), None);
        assert_eq!(differ(&OLD.replace("i.svg", "j.svg")), None);
        assert_eq!(differ(OLD), Some(vec!["a.1.css".to_owned()]));
    }
}
