//! Who may ask: a preview answers its own pages, and nobody else's.
//!
//! A page of another site can make a browser send requests to the loopback. It cannot forge `Host`,
//! `Origin` and `Sec-Fetch-Site`, so these tell its requests from those of the preview's own pages.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use std::net::IpAddr;

/// The names under which the preview may be asked for.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    /// Where it listens.
    bound: IpAddr,
    names: Vec<String>,
}

impl Guard {
    /// A guard of a server that listens at `bound`, and may be called by these names as well.
    pub(super) fn new(bound: IpAddr, names: &[String]) -> Self {
        Self { bound, names: names.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether a request is meant for us: its `Host` is our address, `localhost` or a name that was
    /// allowed.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let Some(host) = only(headers, &HOST) else { return false };
        let Some(name) = name(host) else { return false };
        if name == "localhost" || self.names.contains(&name) {
            return true;
        }
        let literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(&name);
        match literal.parse::<IpAddr>() {
            // Who listens everywhere is called by many addresses. A name that somebody else controls
            // is none of them.
            Ok(address) => address == self.bound || self.bound.is_unspecified(),
            Err(_) => false,
        }
    }

    /// Whether a request comes from one of our own pages, or from no page at all.
    pub(super) fn is_own(headers: &HeaderMap) -> bool {
        let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
        if !matches!(site, None | Some(b"same-origin" | b"none")) {
            return false;
        }
        let (Some(origin), host) = (headers.get(ORIGIN), only(headers, &HOST)) else { return true };
        let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        origin.is_some() && origin.map(str::to_ascii_lowercase) == host.map(str::to_ascii_lowercase)
    }
}

/// The value of a header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

/// The name in `name:port`, in lower case.
fn name(host: &str) -> Option<String> {
    let (name, port) = match host.rfind(':') {
        // The colons of an address in brackets belong to it.
        Some(at) if !host[at..].contains(']') => (&host[..at], Some(&host[at + 1..])),
        _ => (host, None),
    };
    let digits = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte)) && !name.is_empty()
    };
    (port.is_none_or(digits) && plain(name)).then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_our_own_names_are_known() {
        let guard = Guard::new("127.0.0.1".parse().unwrap(), &["Kb.Test".to_owned()]);
        for host in [
            "127.0.0.1",
            "127.0.0.1:3000",
            "localhost",
            "localhost:80",
            "LOCALHOST:3000",
            "kb.test",
            "KB.test:1",
        ] {
            assert!(guard.knows(&headers(&[("host", host)])), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:3000",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "localhost.",
            "a.localhost",
            "127.0.0.2",
            "127.1",
            "0.0.0.0",
            "2130706433",
            "[::1]",
            "[::1]:3000",
            "192.168.1.5",
            "localhost:",
            "localhost:3000:3000",
            "localhost@evil.example",
            "localhost/",
            "kb.test.",
            "localhost:x",
            "localhost evil.example",
            "[localhost]",
            "http://localhost",
        ] {
            assert!(!guard.knows(&headers(&[("host", host)])), "{host}");
        }
        assert!(!guard.knows(&headers(&[])));
        assert!(!guard.knows(&headers(&[("host", "localhost"), ("host", "evil.example")])));
    }

    #[test]
    fn who_listens_everywhere_is_known_by_any_address_but_not_by_any_name() {
        let guard = Guard::new("0.0.0.0".parse().unwrap(), &[]);
        for host in ["192.168.1.5:3000", "127.0.0.1", "[fe80::1]:3000", "localhost"] {
            assert!(guard.knows(&headers(&[("host", host)])), "{host}");
        }
        assert!(!guard.knows(&headers(&[("host", "evil.example")])));
        let guard = Guard::new("::1".parse().unwrap(), &[]);
        assert!(guard.knows(&headers(&[("host", "[::1]:3000")])));
        assert!(!guard.knows(&headers(&[("host", "127.0.0.1:3000")])));
    }

    #[test]
    fn pages_of_others_are_told_from_our_own() {
        let host = ("host", "localhost:3000");
        for own in [
            vec![host],
            vec![host, ("origin", "http://localhost:3000")],
            vec![host, ("sec-fetch-site", "same-origin")],
            vec![host, ("sec-fetch-site", "none")],
            vec![host, ("origin", "http://LOCALHOST:3000"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(Guard::is_own(&headers(&own)), "{own:?}");
        }
        for foreign in [
            vec![host, ("origin", "http://localhost:3001")],
            vec![host, ("origin", "http://localhost")],
            vec![host, ("origin", "https://localhost:3000")],
            vec![host, ("origin", "http://evil.example")],
            vec![host, ("origin", "null")],
            vec![host, ("sec-fetch-site", "cross-site")],
            vec![host, ("sec-fetch-site", "same-site")],
            vec![host, ("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site")],
        ] {
            assert!(!Guard::is_own(&headers(&foreign)), "{foreign:?}");
        }
    }
}
