//! The addresses and ids in raw HTML, as far as a build must know them.

/// What an attribute of a tag says that matters outside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// A link to somewhere.
    Link(String),
    /// A file that the page loads.
    Image(String),
    /// A place that can be linked to.
    Id(String),
}

/// All mentions in a piece of HTML, each with its offset. Comments count for nothing.
pub(super) fn mentions(html: &str) -> Vec<(usize, Mention)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        at += next + 1;
        let rest = &html[at..];
        if rest.starts_with("!--") {
            let Some(end) = rest.find("-->") else { break };
            at += end;
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at += tag(html, at, &mut found);
        }
    }
    found
}

/// Reads the tag at `start`; how long it is.
fn tag(html: &str, start: usize, found: &mut Vec<(usize, Mention)>) -> usize {
    let rest = &html[start..];
    let mut at = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
    loop {
        at += rest[at..].len() - rest[at..].trim_start_matches(|c: char| c.is_whitespace() || c == '/').len();
        let name_end = rest[at..].find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'));
        let Some(len) = name_end.filter(|len| *len > 0) else { return at };
        let name = rest[at..at + len].to_ascii_lowercase();
        at += len;
        let after = rest[at..].trim_start();
        let Some(value) = after.strip_prefix('=') else { continue };
        let value = value.trim_start();
        at = rest.len() - value.len();
        let (value, len) = if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let Some(end) = value[1..].find(quote) else { return at };
            (&value[1..=end], end + 2)
        } else {
            let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
            (&value[..end], end)
        };
        let mention = match name.as_str() {
            "href" => Some(Mention::Link(decoded(value))),
            "src" | "poster" => Some(Mention::Image(decoded(value))),
            "id" => Some(Mention::Id(decoded(value))),
            _ => None,
        };
        found.extend(mention.map(|mention| (start + at, mention)));
        at += len;
    }
}

/// The text of a piece of HTML, without its tags and comments.
pub(super) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        rest = rest[start..].split_once(end).map_or("", |(_, rest)| rest);
        out.push(' ');
    }
    out.push_str(rest);
    decoded(&out)
}

fn decoded(value: &str) -> String {
    if !value.contains('&') {
        return value.trim().to_owned();
    }
    let named =
        [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")];
    named.iter().fold(value.trim().to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ids_are_found() {
        let found: Vec<_> = mentions(
            "<a href='./x.md?a=1&amp;b'><IMG alt=\">\" SRC=y.png/><!-- <a href=no> --><p id = z ok>",
        )
        .into_iter()
        .map(|(_, m)| m)
        .collect();
        assert_eq!(
            found,
            [Mention::Link("./x.md?a=1&b".into()), Mention::Image("y.png/".into()), Mention::Id("z".into())]
        );
        assert_eq!(
            text("<p>a &amp; <b>c</b><!-- d --></p>").split_whitespace().collect::<Vec<_>>(),
            ["a", "&", "c"]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_html_is_too_strange(html in "[<>a-z \"'=/!é&-]{0,60}") {
            let _ = (mentions(&html), text(&html));
        }
    }
}
