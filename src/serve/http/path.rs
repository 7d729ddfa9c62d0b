//! What a request asks for: from the path of a URL to a path in the site, or a refusal.
//!
//! The site is looked up by name, so that no path can lead out of it. What tries to is refused
//! before that, by the strictest reading: a path that two programs may read differently is no path.

/// A path that is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no path at all.
    Malformed,
    /// Nothing has such a path.
    Missing,
}

/// The path of a request below the root of the host, decoded, without its leading slash.
pub(super) fn decode(raw: &str) -> Result<String, Refusal> {
    let raw = raw.strip_prefix('/').ok_or(Refusal::Malformed)?;
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(Refusal::Malformed) };
        let byte = u8::try_from(high * 16 + low).map_err(|_| Refusal::Malformed)?;
        // A slash that is written otherwise is meant to be read as something else by somebody.
        if byte == b'/' {
            return Err(Refusal::Missing);
        }
        bytes.push(byte);
        rest = &after[2..];
    }
    let path = String::from_utf8(bytes).map_err(|_| Refusal::Malformed)?;
    if path.contains(char::is_control) {
        return Err(Refusal::Malformed);
    }
    if path.contains('\\') {
        return Err(Refusal::Missing);
    }
    // The last part is empty for a folder.
    let folders = path.strip_suffix('/').unwrap_or(&path);
    if !path.is_empty() && folders.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(Refusal::Missing);
    }
    Ok(path)
}

/// The file that answers for a path: that of a folder is its `index.html`.
pub(super) fn file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// What a file holds, as a browser wants to be told.
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, end)) = name.rsplit_once('.') else { return "text/plain; charset=utf-8" };
    match end.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" if matches!(name, "feed.xml" | "atom.xml") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "log" | "toml" | "yaml" | "yml" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

/// Whether compressing a file of this type is worth it.
pub(super) fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || matches!(media_type, "application/json" | "image/svg+xml")
        || media_type.contains("xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decode("/"), Ok(String::new()));
        assert_eq!(decode("/a%20b/%C3%A9.png"), Ok("a b/é.png".to_owned()));
        assert_eq!(decode("/%2525"), Ok("%25".to_owned()));
        assert_eq!(file(""), "index.html");
        assert_eq!(file("a/"), "a/index.html");
        assert_eq!(file("a"), "a");
    }

    #[test]
    fn tricks_are_refused() {
        use Refusal::{Malformed, Missing};
        for (raw, refusal) in [
            ("", Malformed),
            ("a", Malformed),
            ("*", Malformed),
            ("/..", Missing),
            ("/../", Missing),
            ("/../../etc/passwd", Missing),
            ("/a/../../etc/passwd", Missing),
            ("/./index.html", Missing),
            ("/a/.", Missing),
            ("/%2e%2e/book.toml", Missing),
            ("/%2E%2E/book.toml", Missing),
            ("/.%2e/book.toml", Missing),
            ("/%2e./book.toml", Missing),
            ("/%2e/index.html", Missing),
            ("//", Missing),
            ("//etc/passwd", Missing),
            ("//evil.example/x", Missing),
            ("/a//b", Missing),
            ("/a//", Missing),
            ("///", Missing),
            ("/..\\book.toml", Missing),
            ("/%5c..%5cbook.toml", Missing),
            ("/..%5Cbook.toml", Missing),
            ("/a\\b", Missing),
            ("/..%2fbook.toml", Missing),
            ("/%2e%2e%2fbook.toml", Missing),
            ("/%2Fetc%2Fpasswd", Missing),
            ("/a%2Fb", Missing),
            ("/index.html%00", Malformed),
            ("/%00", Malformed),
            ("/a%00.png", Malformed),
            ("/a%0ab", Malformed),
            ("/a%0d%0aSet-Cookie:x", Malformed),
            ("/%7f", Malformed),
            ("/%", Malformed),
            ("/%2", Malformed),
            ("/%zz", Malformed),
            ("/%+1", Malformed),
            ("/%c0%ae%c0%ae/book.toml", Malformed),
            ("/%ff", Malformed),
            ("/%e0%80%af", Malformed),
            ("/a/%2e%2e", Missing),
            ("/a/%2e%2e/", Missing),
            ("/..;/book.toml/..", Missing),
        ] {
            assert_eq!(decode(raw), Err(refusal), "{raw}");
        }
    }

    #[test]
    fn types_are_told_by_the_end_of_the_name() {
        assert_eq!(media_type("theme/style.12345678.css"), "text/css; charset=utf-8");
        assert_eq!(media_type("services/api/feed.xml"), "application/atom+xml; charset=utf-8");
        assert_eq!(media_type("sitemap.xml"), "application/xml; charset=utf-8");
        assert_eq!(media_type("CNAME"), "text/plain; charset=utf-8");
        assert_eq!(media_type("a/LOG.PNG"), "image/png");
        assert_eq!(media_type("search/x/t/1.bin"), "application/octet-stream");
    }
}
