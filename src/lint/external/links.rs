//! Where a file links to the web.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Level};
use crate::parse::{Link, Parsed};
use crate::source::{SourceFile, Span, Spanned};
use crate::web::Address;

/// A link to the web, and where it is written.
#[derive(Debug, Clone)]
pub struct WebLink {
    /// Where it leads.
    pub(super) address: Address,
    /// The same as it is written, with its fragment.
    pub(super) written: String,
    /// A diagnostic without words: the place and its excerpt.
    pub(super) place: Diagnostic,
}

impl WebLink {
    /// All links of a file: of its front matter, whose values may be addresses, and of its body.
    pub fn of(file: &SourceFile, parsed: &Parsed) -> Vec<Self> {
        let mut links = Vec::new();
        if let Some(front_matter) = &parsed.front_matter {
            values(&front_matter.root, &mut |text, span| {
                // A sentence that begins with an address is none.
                if text.trim().contains(char::is_whitespace) {
                    return;
                }
                links.extend(Self::new(file, text, find(file, span, text).unwrap_or(span)));
            });
        }
        let outline = &parsed.outline;
        let mut last = Span::default();
        for link in outline.links.iter().chain(&outline.bare) {
            let span = place(file, link, last);
            // Raw HTML is listed once for every address in it.
            last = Span::new(link.span.start, span.end);
            links.extend(Self::new(file, &link.url, span));
        }
        links
    }

    /// Links that were found elsewhere.
    pub fn at(file: &SourceFile, urls: &[Spanned<String>]) -> Vec<Self> {
        let links = urls.iter();
        links
            .filter_map(|url| {
                Self::new(file, &url.value, find(file, url.span, &url.value).unwrap_or(url.span))
            })
            .collect()
    }

    fn new(file: &SourceFile, url: &str, span: Span) -> Option<Self> {
        let address = Address::parse(url)?;
        let place = Diagnostic::at(Level::Info, "", file, span, "");
        Some(Self { address, written: url.trim().to_owned(), place })
    }
}

/// Shows all texts in a tree, with their places.
fn values(node: &Node, see: &mut impl FnMut(&str, Span)) {
    match &node.value {
        Value::String(text) => see(text, node.span),
        Value::List(items) => items.iter().for_each(|item| values(item, see)),
        Value::Table(entries) => entries.iter().for_each(|entry| values(&entry.value, see)),
        _ => {}
    }
}

/// The place of a text in a piece of the file.
fn find(file: &SourceFile, span: Span, text: &str) -> Option<Span> {
    let at = span.start + file.text().get(span.range())?.find(text)?;
    Some(Span::new(at, at + text.len()))
}

/// Where the address of a link stands: inside of it, or in the definition that it refers to. `last` is the
/// place of the link before, from its start to the end of its address.
fn place(file: &SourceFile, link: &Link, last: Span) -> Span {
    let Some(written) = file.text().get(link.span.range()) else { return link.span };
    let escaped = link.url.replace('&', "&amp;");
    for url in [link.url.as_str(), escaped.as_str()] {
        let found = if written.starts_with('<') {
            let from = if last.start == link.span.start { last.end } else { link.span.start };
            find(file, Span::new(from, link.span.end), url).or_else(|| find(file, link.span, url))
        } else {
            // The words before may be the same address.
            written.rfind(url).map(|at| Span::new(at, at + url.len()).shifted(link.span.start))
        };
        if let Some(found) = found {
            return found;
        }
    }
    [link.url.as_str(), escaped.as_str()]
        .into_iter()
        .find_map(|url| definition(file, url))
        .unwrap_or(link.span)
}

/// Where a line such as `[name]: url` defines a reference.
fn definition(file: &SourceFile, url: &str) -> Option<Span> {
    file.text().match_indices(url).map(|(at, _)| Span::new(at, at + url.len())).find(|span| {
        let line = file.line_start(file.position(span.start).0);
        let text = file.text();
        let before =
            text[line..span.start].trim_start_matches([' ', '>', '\t']).trim_end_matches(['<', ' ', '\t']);
        let after = text[span.end..].chars().next();
        before.starts_with('[')
            && before.ends_with("]:")
            && after.is_none_or(|c| c.is_whitespace() || c == '>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::parse::{self, Internal};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize, usize)]) {
        let file = SourceFile::new("content/a.md", text);
        let parsed = parse::file(&file, Internal::Keep, &mut Diagnostics::new());
        let links = WebLink::of(&file, &parsed);
        let found: Vec<_> = links
            .iter()
            .map(|link| (link.written.as_str(), link.place.position.0, link.place.position.1))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[track_caller]
    fn body(text: &str, expected: &[(&str, usize, usize)]) {
        check(&format!("---\ntitle: A\n---\n{text}\n"), expected);
    }

    const A: &str = "https://a.test/x#y";

    #[test]
    fn links_of_a_body_point_at_their_address() {
        body(&format!("é [a]({A}) and ![b](<{A}> \"t\")"), &[(A, 4, 7), (A, 4, 37)]);
        body(&format!("[{A}]({A})"), &[(A, 4, 22)]);
        body(&format!("{A}, <{A}>"), &[(A, 4, 1), (A, 4, 22)]);
        body(&format!("[![i]({A})]({A})"), &[(A, 4, 28), (A, 4, 7)]);
        body(&format!("[a long\nname]({A})"), &[(A, 5, 7)]);
        body("[a](https://a.test/?a=1&amp;b=2)", &[("https://a.test/?a=1&b=2", 4, 5)]);
        body("www.a.test", &[("http://www.a.test", 4, 1)]);
        body(&format!("`{A}`\n\n```\n{A}\n```\n\n<!-- {A} -->\n\n[m](mailto:a@b.test) [f](./b.md)"), &[]);
    }

    #[test]
    fn references_point_at_their_definition() {
        body(
            &format!("{A}x [a][r] [r] [b]\n\n[r]: {A} 'title'\n[b]: <{A}>"),
            &[(A, 6, 6), (A, 6, 6), (A, 6, 6), (&format!("{A}x"), 4, 1)],
        );
    }

    #[test]
    fn addresses_of_html_are_told_apart() {
        body(&format!("<a href='{A}'><img src=\"{A}\"\nalt='a'></a>"), &[(A, 4, 10), (A, 4, 40)]);
        body(&format!("<div>\n<a href='{A}'>a</a>\n<a href='{A}'>b</a>\n</div>"), &[(A, 5, 10), (A, 6, 10)]);
    }

    #[test]
    fn front_matter_links_by_whole_values() {
        check(
            &format!(
                "---\ntitle: {A} is down\nsource:\n  url: \"{A}\"\n  archive_url: {A}\naction_items:\n  - {{ text: a, ticket: '{A}' }}\n---\nx\n"
            ),
            &[(A, 4, 9), (A, 5, 16), (A, 7, 25)],
        );
        check(&format!("+++\ntitle = \"A\"\nsource = {{ url = \"{A}\" }}\n+++\nx\n"), &[(A, 3, 19)]);
    }
}
