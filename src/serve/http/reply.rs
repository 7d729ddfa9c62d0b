//! A page as the answer to a request: unchanged, whole, a part of it, or compressed.

use super::path;
use crate::serve::Page;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use std::io::Write;
use std::sync::Arc;

/// Smaller files are not worth compressing, in bytes.
const SMALLEST: usize = 1024;

/// What is sent of a page.
pub(super) struct Content {
    /// The page.
    pub page: Arc<Page>,
    /// What is added behind its content, for a page that follows its file.
    pub script: Option<String>,
    /// Its status.
    pub status: StatusCode,
}

/// A short answer that is no page.
pub(super) fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    usual(&mut response);
    response
}

/// Another address for what was asked for.
pub(super) fn moved(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::FOUND, "it is a folder");
    set(&mut response, header::LOCATION, to);
    response
}

/// The answer with a page.
pub(super) fn page(content: &Content, method: &Method, headers: &HeaderMap) -> Response<Body> {
    let Content { page, script, status } = content;
    let media_type = path::media_type(&page.path);
    let zipped = path::is_text(media_type) && page.bytes.len() >= SMALLEST && accepts_gzip(headers);
    let range = headers.get(header::RANGE).filter(|_| *status == StatusCode::OK);
    let zipped = zipped && range.is_none();
    let tag = format!(
        "\"{}{}{}\"",
        page.hash,
        if script.is_some() { "-live" } else { "" },
        if zipped { "-gzip" } else { "" }
    );
    let mut response = Response::new(Body::empty());
    set(&mut response, header::ETAG, &tag);
    set(&mut response, header::CONTENT_TYPE, media_type);
    set(&mut response, header::VARY, "accept-encoding");
    usual(&mut response);
    if *status == StatusCode::OK && matches(headers.get(header::IF_NONE_MATCH), &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    *response.status_mut() = *status;
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    let mut body = if zipped {
        set(&mut response, header::CONTENT_ENCODING, "gzip");
        match script {
            Some(_) => gzip(&with_script(page, script.as_deref())),
            None => page.compressed.get_or_init(|| gzip(&page.bytes)).clone(),
        }
    } else {
        with_script(page, script.as_deref())
    };
    let whole = headers.get(header::IF_RANGE).is_some_and(|wanted| wanted.as_bytes() != tag.as_bytes());
    if let Some(range) = range.filter(|_| !whole) {
        match part(range, body.len()) {
            Some(Ok((from, to))) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let told = format!("bytes {from}-{to}/{}", body.len());
                set(&mut response, header::CONTENT_RANGE, &told);
                body = body.slice(from..=to);
            }
            Some(Err(())) => {
                let mut refused = plain(StatusCode::RANGE_NOT_SATISFIABLE, "there is no such range");
                set(&mut refused, header::CONTENT_RANGE, &format!("bytes */{}", body.len()));
                return refused;
            }
            None => {}
        }
    }
    set(&mut response, header::CONTENT_LENGTH, &body.len().to_string());
    if *method != Method::HEAD {
        *response.body_mut() = Body::from(body);
    }
    response
}

fn usual(response: &mut Response<Body>) {
    // It may change at any moment; asking whether it has is cheap.
    set(response, header::CACHE_CONTROL, "no-cache");
    set(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(response, header::REFERRER_POLICY, "no-referrer");
    response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

pub(super) fn set(response: &mut Response<Body>, name: header::HeaderName, value: &str) {
    // What cannot stand in a header is left out: no value of ours is like that.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The bytes of a page, with the script before the end of its body.
fn with_script(page: &Page, script: Option<&str>) -> Bytes {
    let Some(script) = script else { return page.bytes.clone() };
    let end = memchr::memmem::rfind(&page.bytes, b"</body>").unwrap_or(page.bytes.len());
    let mut bytes = Vec::with_capacity(page.bytes.len() + script.len());
    bytes.extend_from_slice(&page.bytes[..end]);
    bytes.extend_from_slice(script.as_bytes());
    bytes.extend_from_slice(&page.bytes[end..]);
    bytes.into()
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let refused = |part: &str| {
            part.strip_prefix("q=").is_some_and(|weight| weight.trim_end_matches(['0', '.']).is_empty())
        };
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
    })
}

/// Whether `If-None-Match` names this tag.
fn matches(wanted: Option<&HeaderValue>, tag: &str) -> bool {
    let Some(wanted) = wanted.and_then(|wanted| wanted.to_str().ok()) else { return false };
    wanted.trim() == "*" || wanted.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// First and last byte of a range. `None` for what is no single range of bytes: it is not
/// understood, and all is sent. An error for one that lies behind the end.
fn part(range: &HeaderValue, length: usize) -> Option<Result<(usize, usize), ()>> {
    let (from, to) = range.to_str().ok()?.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| -> Option<usize> {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
    };
    let last = length.checked_sub(1);
    Some(match (from.trim(), to.trim()) {
        ("", "") => return None,
        ("", count) => {
            let count = number(count)?;
            last.filter(|_| count > 0).map(|last| (length.saturating_sub(count), last)).ok_or(())
        }
        (from, "") => {
            let from = number(from)?;
            last.filter(|last| from <= *last).map(|last| (from, last)).ok_or(())
        }
        (from, to) => {
            let (from, to) = (number(from)?, number(to)?);
            if to < from {
                return None;
            }
            last.filter(|last| from <= *last).map(|last| (from, to.min(last))).ok_or(())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(&'static str, &str)], script: Option<&str>) -> (u16, HeaderMap, Vec<u8>) {
        let text = "<html><body>".to_owned() + &"0123456789".repeat(200) + "</body></html>";
        let page_of = Arc::new(Page::new("a/index.html", text.into(), true));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let content = Content { page: page_of, script: script.map(str::to_owned), status: StatusCode::OK };
        let response = page(&content, &Method::GET, &headers);
        let (parts, body) = response.into_parts();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let bytes = runtime.block_on(axum::body::to_bytes(body, usize::MAX)).unwrap();
        (parts.status.as_u16(), parts.headers, bytes.to_vec())
    }

    #[test]
    fn a_tag_saves_sending_the_same_again() {
        let (status, headers, body) = ask(&[], None);
        assert_eq!((status, body.len()), (200, 2026));
        let tag = headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(ask(&[("if-none-match", &tag)], None).0, 304);
        assert_eq!(ask(&[("if-none-match", &format!("\"x\", W/{tag}"))], None).0, 304);
        assert_eq!(ask(&[("if-none-match", "*")], None).0, 304);
        assert_eq!(ask(&[("if-none-match", "\"x\"")], None).0, 200);
        assert_eq!(ask(&[("if-none-match", &tag)], Some("<script></script>")).0, 200, "another text");
    }

    #[test]
    fn single_ranges_are_cut() {
        let cut = |range: &str| {
            let (status, headers, body) = ask(&[("range", range)], None);
            let told = headers.get("content-range").map(|told| told.to_str().unwrap().to_owned());
            (status, told.unwrap_or_default(), body.len())
        };
        assert_eq!(cut("bytes=0-0"), (206, "bytes 0-0/2026".into(), 1));
        assert_eq!(cut("bytes=2000-"), (206, "bytes 2000-2025/2026".into(), 26));
        assert_eq!(cut("bytes=-7"), (206, "bytes 2019-2025/2026".into(), 7));
        assert_eq!(cut("bytes=-9999"), (206, "bytes 0-2025/2026".into(), 2026));
        assert_eq!(cut("bytes=10-99999"), (206, "bytes 10-2025/2026".into(), 2016));
        assert_eq!(cut("bytes=2026-"), (416, "bytes */2026".into(), 22 + 1));
        assert_eq!(cut("bytes=-0").0, 416);
        for odd in ["bytes=5-2", "bytes=0-1,4-5", "bytes=a-b", "lines=1-2", "bytes=-", "bytes=+1-2"] {
            assert_eq!(cut(odd), (200, String::new(), 2026), "{odd}");
        }
        assert_eq!(ask(&[("range", "bytes=0-0"), ("if-range", "\"old\"")], None).0, 200);
    }

    #[test]
    fn text_is_compressed_for_who_asks() {
        let (_, headers, body) = ask(&[("accept-encoding", "br, GZIP;q=0.8")], None);
        assert_eq!(headers["content-encoding"], "gzip");
        assert!(body.len() < 400, "{}", body.len());
        for refused in ["br", "gzip;q=0", "gzip;q=0.0", "identity", ""] {
            assert!(!ask(&[("accept-encoding", refused)], None).1.contains_key("content-encoding"));
        }
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let (_, _, body) = ask(&[], Some("<script></script>"));
        assert!(String::from_utf8(body).unwrap().ends_with("9<script></script></body></html>"));
    }
}
