//! Answers over HTTP: the site of the moment, and what open tabs need to follow it.

mod events;
mod guard;
mod path;
mod reply;
mod search;

use super::{Failure, Generation, Options, Page, ServeError, State};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::header;
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode};
use guard::Guard;
use path::Refusal;
use reply::{Content, moved, plain};
use std::error::Error;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How many ports after a taken one are tried for a free one.
const NEARBY: u16 = 50;
/// How long a request waits for the index of the search.
const PATIENCE: Duration = Duration::from_mins(1);
/// Where the preview's own files lie, which no site has: names that begin like this are left out.
const OWN: &str = "_pmsite/";

/// What answers.
#[derive(Debug)]
pub struct Server {
    states: watch::Receiver<Arc<State>>,
    guard: Guard,
    /// Where the site lies below the host, without a slash at its start: empty, or `kb/`.
    base: String,
    url: String,
    /// Whether pages follow their files.
    live: bool,
}

/// Takes a port.
pub(super) async fn listen(host: IpAddr, port: u16) -> Result<TcpListener, ServeError> {
    let cause = match TcpListener::bind(SocketAddr::new(host, port)).await {
        Ok(listener) => return Ok(listener),
        Err(cause) => cause,
    };
    if cause.kind() != ErrorKind::AddrInUse {
        return Err(ServeError::Network { action: "listen at the address", cause });
    }
    let mut free = None;
    for near in port.saturating_add(1)..=port.saturating_add(NEARBY) {
        if TcpListener::bind(SocketAddr::new(host, near)).await.is_ok() {
            free = Some(near);
            break;
        }
    }
    Err(ServeError::Taken { host, port, free })
}

/// Answers until the end.
pub(super) async fn serve(listener: TcpListener, server: Server) -> Result<(), ServeError> {
    let router = Router::new().fallback(answer).with_state(Arc::new(server));
    let served = axum::serve(listener, router).await;
    served.map_err(|cause| ServeError::Network { action: "go on serving", cause })
}

impl Server {
    /// A server of these states, behind `listener`.
    pub(super) fn new(
        options: &Options,
        listener: &TcpListener,
        states: watch::Receiver<Arc<State>>,
    ) -> Result<Self, ServeError> {
        let address =
            listener.local_addr().map_err(|cause| ServeError::Network { action: "learn the port", cause })?;
        let base = options.base_path.trim_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("{base}/") };
        let shown = if address.ip().is_unspecified() {
            SocketAddr::new(IpAddr::from([127, 0, 0, 1]), address.port())
        } else {
            address
        };
        Ok(Self {
            states,
            guard: Guard::new(address.ip(), &options.allowed_hosts),
            url: format!("http://{shown}/{base}"),
            base,
            live: options.watch.is_some(),
        })
    }

    /// Where people find the site.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&self.states.borrow())
    }

    /// The script that makes a tab follow its page. `path` is what the tab shows, `hash` that of its
    /// bytes.
    fn script(&self, path: &str, hash: &str) -> Option<String> {
        let html = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        self.live.then(|| {
            format!(
                "<script src=\"/{OWN}reload.js\" data-page=\"{}\" data-etag=\"{hash}\" defer></script>",
                html(path)
            )
        })
    }
}

async fn answer(Extract(server): Extract<Arc<Server>>, request: Request) -> Response<Body> {
    // Nobody sends a body to read a page; it is not read.
    let (request, _) = request.into_parts();
    let (headers, method) = (&request.headers, &request.method);
    if !server.guard.knows(headers) {
        return plain(
            StatusCode::FORBIDDEN,
            "this preview does not go by that name; `--allow-host` gives it another one",
        );
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "a preview can only be read");
        reply::set(&mut refused, header::ALLOW, "GET, HEAD");
        return refused;
    }
    let raw = request.uri.path();
    let wanted = match path::decode(raw) {
        Ok(wanted) => wanted,
        Err(Refusal::Malformed) => return plain(StatusCode::BAD_REQUEST, "that is no path"),
        Err(Refusal::Missing) => return plain(StatusCode::NOT_FOUND, "there is nothing at that path"),
    };
    if let Some(own) = wanted.strip_prefix(OWN) {
        if !Guard::is_own(headers) {
            return plain(StatusCode::FORBIDDEN, "this is for the preview's own pages");
        }
        return own_file(&server, own, &request).await;
    }
    let Some(below) = wanted.strip_prefix(&server.base) else {
        return if wanted.is_empty() || format!("{wanted}/") == server.base {
            moved(&format!("/{}", server.base))
        } else {
            plain(StatusCode::NOT_FOUND, "the site lies elsewhere")
        };
    };
    let state = server.state();
    let file = path::file(below);
    if let Err(response) = wait_for_index(&state, &file).await {
        return response;
    }
    let (shown, below) = (file.clone(), below.to_owned());
    let looked = tokio::task::spawn_blocking(move || look(&state, &shown, &below)).await;
    let Ok(looked) = looked else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be rendered");
    };
    match looked {
        Looked::Folder => {
            let query = request.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            moved(&format!("{raw}/{query}"))
        }
        Looked::Page(page, status) => {
            let is_html = page.rendered && path::media_type(&page.path).starts_with("text/html");
            let script = server.script(&file, &page.hash).filter(|_| is_html);
            reply::page(&Content { page, script, status }, method, headers)
        }
    }
}

/// What there is at a path.
enum Looked {
    Page(Arc<Page>, StatusCode),
    /// A folder that was asked for without its slash.
    Folder,
}

/// What there is at a path of the site, with the page for missing ones and for those that fail.
fn look(state: &State, file: &str, below: &str) -> Looked {
    let Some(generation) = &state.generation else {
        let problem = state.problem.as_ref().map_or("", |problem| problem.text.as_str());
        let page = message(file, "There is no site yet", problem);
        return Looked::Page(Arc::new(page), StatusCode::SERVICE_UNAVAILABLE);
    };
    match generation.page(file) {
        Ok(Some(page)) => Looked::Page(page, StatusCode::OK),
        Ok(None) => {
            let folder = !below.is_empty() && !below.ends_with('/');
            if folder && generation.site().output(&format!("{below}/index.html")).is_some() {
                return Looked::Folder;
            }
            below_production_base(generation, file).unwrap_or_else(|| missing(generation))
        }
        Err(Failure::Copy(..)) => missing(generation),
        Err(failure) => broken(file, &failure),
    }
}

/// The page for what is missing has links that hold in production: a site that lies below its host
/// there is found at the same place here.
fn below_production_base(generation: &Generation, file: &str) -> Option<Looked> {
    let config = generation.site().config();
    let path = match (&config.postmortem.base_url, &config.html.site_url) {
        (Some(base), _) => base.path(),
        (None, Some(path)) => path.as_str(),
        (None, None) => return None,
    };
    let below = file.strip_prefix(path.trim_matches('/'))?.strip_prefix('/')?;
    let page = generation.page(below).ok()??;
    Some(Looked::Page(page, StatusCode::OK))
}

fn missing(generation: &Generation) -> Looked {
    match generation.page("404.html") {
        Ok(Some(page)) => Looked::Page(page, StatusCode::NOT_FOUND),
        Ok(None) => {
            let page = message("404.html", "There is nothing at this path", "");
            Looked::Page(Arc::new(page), StatusCode::NOT_FOUND)
        }
        Err(failure) => broken("404.html", &failure),
    }
}

fn broken(file: &str, failure: &Failure) -> Looked {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    let page = message(file, "This page could not be rendered", &text);
    Looked::Page(Arc::new(page), StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page of our own, where the theme has none to show. `file` is what it stands for.
fn message(file: &str, title: &str, text: &str) -> Page {
    let html = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; \
         script-src 'self'; connect-src 'self'\">\n<title>{title}</title>\n</head>\n\
         <body>\n<h1>{title}</h1>\n<pre>{}</pre>\n</body>\n</html>\n",
        html(text)
    );
    let is_html = path::media_type(file).starts_with("text/html");
    Page::new(if is_html { file } else { "error.html" }, page.into(), true)
}

/// The hash of what a tab would get that asks for this path now, with the page.
fn now(state: &State, file: &str) -> Arc<Page> {
    let below = file.strip_suffix("index.html").unwrap_or(file);
    match look(state, file, below) {
        Looked::Page(page, _) => page,
        Looked::Folder => Arc::new(message(file, "It is a folder", "")),
    }
}

/// Makes the index, if the path is the search's and it is not there yet.
async fn wait_for_index(state: &State, file: &str) -> Result<(), Response<Body>> {
    let Some(generation) = state.generation.clone().filter(|generation| generation.waits(file)) else {
        return Ok(());
    };
    index(generation).await
}

/// Makes the index of a generation; one at a time, the others wait for it.
async fn index(generation: Arc<Generation>) -> Result<(), Response<Body>> {
    let made = async {
        let _held = generation.indexing.lock().await;
        let generation = Arc::clone(&generation);
        tokio::task::spawn_blocking(move || generation.make_index()).await
    };
    match tokio::time::timeout(PATIENCE, made).await {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(failure))) => Err(plain(StatusCode::INTERNAL_SERVER_ERROR, &failure.to_string())),
        Ok(Err(_)) => Err(plain(StatusCode::INTERNAL_SERVER_ERROR, "the index could not be made")),
        Err(_) => Err(plain(StatusCode::SERVICE_UNAVAILABLE, "the index is not ready yet; ask again")),
    }
}

async fn own_file(server: &Arc<Server>, own: &str, request: &Parts) -> Response<Body> {
    let query = request.uri.query().unwrap_or_default();
    let (bytes, name): (&'static [u8], _) = match own {
        "reload.js" => (include_bytes!("reload.js"), "reload.js"),
        "overlay.css" => (include_bytes!("overlay.css"), "overlay.css"),
        "events" if server.live => return events::stream(server, query),
        "search" => return search::answer(&server.state(), query).await,
        _ => return plain(StatusCode::NOT_FOUND, "the preview has nothing of that name"),
    };
    let page = Arc::new(Page::new(name, axum::body::Bytes::from_static(bytes), false));
    let content = Content { page, script: None, status: StatusCode::OK };
    reply::page(&content, &request.method, &request.headers)
}

/// The value of a key in a query, decoded; the first one.
fn parameter(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == key))?.1;
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'+', ..) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = &after[2..];
            }
            _ => bytes.push(first),
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
