//! The absolute address of a site.

use std::fmt;

/// An absolute `http` or `https` address that ends with `/`, without query or fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address; the final slash may be missing. `None` when it is not absolute, not of
    /// the web, or holds what an address of a site cannot hold.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or_default();
        let clean = !host.is_empty()
            && !host.starts_with(':')
            && !host.contains('@')
            && text.chars().all(|c| {
                c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '?' | '#' | '\'' | '`')
            })
            && !rest.split('/').any(|part| part == "." || part == "..");
        clean.then(|| Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// The address, with its final slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a path of the site; a leading slash of `path` does not count.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}", self.0, path.trim_start_matches('/'))
    }

    /// The path under which the site lies: `/` or `/kb/`.
    pub fn path(&self) -> &str {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        self.0[after_scheme..].find('/').map_or("/", |at| &self.0[after_scheme + at..])
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn only_absolute_addresses_of_the_web_are_taken() {
        for bad in [
            "",
            "example.org",
            "ftp://x/",
            "https://",
            "https://a b/",
            "https://x/?q",
            "https://u@x/",
            "javascript://x",
        ] {
            assert_eq!(BaseUrl::parse(bad), None, "{bad}");
        }
        let url = BaseUrl::parse("https://example.org/kb").unwrap();
        assert_eq!((url.join("/a/"), url.path()), ("https://example.org/kb/a/".into(), "/kb/"));
        assert_eq!(BaseUrl::parse("http://localhost:3000").unwrap().path(), "/");
    }
}
