//! Where a link in a body leads, seen from its file.

/// A link's meaning, before anybody looks whether its target exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the site: `http`, `https` or `mailto`.
    External,
    /// A place in the same file.
    Fragment(String),
    /// A file of the project.
    File {
        /// Its path, relative to the project. A link to a folder means its `index.md`.
        path: String,
        /// The place in it, without `#`.
        fragment: Option<String>,
    },
    /// A scheme that is not allowed, or a path that leads out of the content folder.
    Refused,
}

impl LinkTarget {
    /// Reads a link that stands in the file `from`, both relative to the project. A leading
    /// slash means the content folder `src`.
    pub fn read(url: &str, from: &str, src: &str) -> Self {
        let url = url.trim();
        if let Some(scheme) = scheme(url) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" => Self::External,
                _ => Self::Refused,
            };
        }
        // `//host/path` borrows the page's scheme, and leaves the site.
        if url.starts_with("//") || url.starts_with("\\\\") {
            return Self::Refused;
        }
        let (path, fragment) =
            url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(decode(fragment))));
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() {
            return fragment.map_or(Self::Fragment(String::new()), Self::Fragment);
        }
        let path = decode(path);
        let folder =
            if path.starts_with('/') { src } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Self::Refused;
                    }
                }
                part => parts.push(part),
            }
        }
        let mut path_found = parts.join("/");
        if path.ends_with('/') || path == "." || path == ".." {
            path_found.push_str("/index.md");
        }
        if !path_found.strip_prefix(src).is_some_and(|rest| rest.starts_with('/')) {
            return Self::Refused;
        }
        Self::File { path: path_found, fragment: fragment.filter(|fragment| !fragment.is_empty()) }
    }
}

/// Where a link with a leading slash leads if it means no file but a page that the site makes: `/actions/`
/// for `/actions?state=overdue`. Also gives what stands behind the path, as it is written. `None` where
/// the link has no leading slash, or leads out of the site.
pub fn site_address(url: &str) -> Option<(String, &str)> {
    let url = url.trim();
    if !url.starts_with('/') || url.starts_with("//") {
        return None;
    }
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let path = decode(&url[..end]);
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = if last.is_empty() || last.contains('.') { path } else { format!("{path}/") };
    Some((path, &url[end..]))
}

/// Whether a text is an address of the web, whole: what a page may link to as it stands.
pub fn is_web_address(text: &str) -> bool {
    let begins = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    };
    (begins("https://") || begins("http://")) && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The scheme of an absolute address: letters, digits, `+`, `-`, `.` before the first `:`.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // A colon before any slash that is no plain scheme is a disguise: browsers drop tabs and
    // line breaks from schemes.
    if !plain && !scheme.contains(['/', '#', '?']) {
        return Some("");
    }
    plain.then_some(scheme)
}

/// Resolves `%20` and the like; what is no valid escape stays.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, is_web_address, site_address};

    #[test]
    fn links_are_read_from_their_own_file() {
        let read = |url| LinkTarget::read(url, "content/2024/db.md", "content");
        let file = |path: &str, fragment: Option<&str>| LinkTarget::File {
            path: path.into(),
            fragment: fragment.map(Into::into),
        };
        assert_eq!(read("./other.md#why"), file("content/2024/other.md", Some("why")));
        assert_eq!(read("../a%20b.png?raw=1"), file("content/a b.png", None));
        assert_eq!(read("/img/x.png"), file("content/img/x.png", None));
        assert_eq!(read("bundle/"), file("content/2024/bundle/index.md", None));
        assert_eq!(read("#impact"), LinkTarget::Fragment("impact".into()));
        assert_eq!(read("https://example.org"), LinkTarget::External);
        for bad in [
            "../../secret",
            "javascript:alert(1)",
            "//evil.example/x",
            "java\tscript:x",
            "data:text/html,x",
            "file:///etc",
        ] {
            assert_eq!(read(bad), LinkTarget::Refused, "{bad}");
        }
    }

    #[test]
    fn links_to_pages_of_the_site_begin_with_a_slash() {
        let read = |url| site_address(url).map(|(path, rest)| format!("{path} {rest}"));
        assert_eq!(read("/actions?state=overdue#x").as_deref(), Some("/actions/ ?state=overdue#x"));
        assert_eq!(read("/services/caf%C3%A9/").as_deref(), Some("/services/café/ "));
        assert_eq!(read("/actions.csv").as_deref(), Some("/actions.csv "));
        assert_eq!(read("/").as_deref(), Some("/ "));
        for other in ["actions/", "//evil.example/", "#top", "https://example.org/"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn addresses_of_the_web_are_whole_and_without_blanks() {
        for good in ["https://example.org/x", "HTTP://example.org", "https://例え.jp/"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "example.org",
            "javascript:https://",
            "https://a b",
            "https://a\n",
            "ftp://x",
            "日本",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
