//! Addresses, such that equal pages have equal ones.

use std::fmt;
use url::Url;

/// The absolute address of a page of the web, without fragment, user name and password, as browsers
/// write it: `http` or `https`, host in lower case, `/` for no path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Url);

impl Address {
    /// Reads an address; `None` if it is none of the web.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // Browsers also take `https:example.org`, but nobody means to write that.
        let (scheme, rest) = text.split_once(':')?;
        if !rest.starts_with("//") || !["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) {
            return None;
        }
        Self::new(Url::parse(text).ok()?)
    }

    /// Where a redirect from here leads.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        Self::new(self.0.join(location.trim()).ok()?)
    }

    fn new(mut url: Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        url.set_fragment(None);
        // A password has no business in requests, caches and messages.
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        Some(Self(url))
    }

    /// The address as a text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The name or number of the host, without its port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether its host has one of the names that are kept for examples and never belong to anybody.
    pub fn is_example(&self) -> bool {
        let host = self.host().trim_end_matches('.');
        ["example", "invalid", "test", "example.com", "example.net", "example.org"].iter().any(|name| {
            host.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn one_page_has_one_address() {
        let parse = |text: &str| Address::parse(text).map(|address| address.to_string());
        for text in [
            "https://Wiki.Example.org",
            "https://wiki.example.org/#top",
            "HTTPS://me:secret@wiki.example.org:443/",
        ] {
            assert_eq!(parse(text).as_deref(), Some("https://wiki.example.org/"), "{text}");
        }
        assert_eq!(
            parse("http://bücher.example/ä b?q=1&r").as_deref(),
            Some("http://xn--bcher-kva.example/%C3%A4%20b?q=1&r")
        );
        for text in ["mailto:a@b.c", "ftp://a.b/", "//a.b/", "https:a.b", "https://", "http://[::1", "a"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn names_for_examples_belong_to_nobody() {
        let is = |text: &str| Address::parse(text).is_some_and(|address| address.is_example());
        assert!(is("https://example.org/x") && is("http://a.b.example.com") && is("http://db.test./"));
        assert!(!is("https://myexample.org") && !is("https://example.de") && !is("http://127.0.0.1:1/"));
    }
}
