//! Addresses inside the site.

use std::fmt;

/// Where a page or file lies in the site: a path from the site's root, starting with `/`. A page
/// ends with `/`, a file does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(String);

impl Permalink {
    /// The address of a path below the root; a leading slash does not count.
    pub(super) fn new(path: &str) -> Self {
        Self(format!("/{}", path.trim_start_matches('/')))
    }

    /// The home page.
    pub fn home() -> Self {
        Self::new("")
    }

    /// The address of something below this page.
    pub(super) fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// With its leading slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without a leading slash, as it stands behind a link back to the root, percent-encoded.
    pub fn path(&self) -> String {
        encode(&self.0[1..])
    }

    /// The file that holds it, relative to the output.
    pub fn file(&self) -> String {
        if self.0.ends_with('/') { format!("{}index.html", &self.0[1..]) } else { self.0[1..].to_owned() }
    }

    /// The link from this page back to the root of the site: `./`, `../`, `../../`, …
    pub fn root(&self) -> String {
        match self.0[1..].matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The link that leads from one page to another.
///
/// It goes by the root even between neighbours: so it depends on the depth of `from` alone, and
/// what many pages show alike can be rendered once.
pub fn relative(from: &Permalink, to: &Permalink) -> String {
    format!("{}{}", from.root(), to.path())
}

/// Escapes what a URL's path cannot hold.
fn encode(path: &str) -> String {
    escape(path, b"/-_.~@+,=")
}

/// Escapes what the value of a URL's query cannot hold; blanks become `+`, as a form sends them.
pub(super) fn encode_query(text: &str) -> String {
    escape(text, b"/-_.~@:, ").replace(' ', "+")
}

/// Escapes all but letters, digits and these.
fn escape(path: &str, others: &[u8]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || others.contains(&b);
    if path.bytes().all(plain) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_by_the_root() {
        let link = |from: &str, to: &str| relative(&Permalink::new(from), &Permalink::new(to));
        assert_eq!(link("/", "/"), "./");
        assert_eq!(link("/", "/services/api/"), "./services/api/");
        assert_eq!(link("/postmortems/a/", "/"), "../../");
        assert_eq!(link("/postmortems/a/", "/postmortems/b/"), "../../postmortems/b/");
        assert_eq!(link("/404.html", "/img/a b?.png"), "./img/a%20b%3F.png");
        assert_eq!(Permalink::new("a/b/").file(), "a/b/index.html");
        assert_eq!(Permalink::home().file(), "index.html");
        assert_eq!(encode_query("service:a root_cause:b/c +&ü"), "service:a+root_cause:b/c+%2B%26%C3%BC");
    }
}
