//! Pages of wikis and word processors to Markdown.
//!
//! `htmd` does the work. What it does not know is here: tables whose headers stand in the first
//! column or nowhere, which is how wikis write a page's data; what belongs to the site around a page;
//! and what the head says.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown};

/// A page as Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its text.
    pub markdown: String,
    /// What its head says, in the words of front matter: `title`, `author`, `date`.
    pub head: Vec<(&'static str, String)>,
}

/// Separate cells, rows and tables while a table is put together. Bytes that no page holds:
/// [`page`] takes them out.
const CELL: char = '\u{1}';
const ROW: char = '\u{2}';
const NESTED: char = '\u{3}';

/// What surrounds a page, or is no text of it.
const NOT_TEXT: [&str; 14] = [
    "script", "style", "nav", "head", "title", "noscript", "template", "iframe", "object", "svg", "form",
    "button", "select", "textarea",
];

/// Ids and classes of what wikis put around a page.
const AROUND: [&str; 12] = [
    "breadcrumb-section",
    "breadcrumbs",
    "footer",
    "footer-body",
    "navigation",
    "sidebar",
    "toc",
    "toc-macro",
    "page-metadata",
    "comments-section",
    "likes-and-labels-container",
    "mw-editsection",
];

/// Converts a page. `None` where it cannot be read as HTML.
pub fn page(html: &str) -> Option<Page> {
    let html = html.replace([CELL, ROW, NESTED], "");
    let options = Options {
        hr_style: HrStyle::Dashes,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(NOT_TEXT.to_vec())
        .add_handler(vec!["div", "section", "ol", "ul", "footer", "aside", "span", "p"], around)
        .add_handler(vec!["td", "th"], |handlers: &dyn Handlers, element: Element| {
            let inside = handlers.walk_children(element.node).content;
            Some(HandlerResult::from(format!("{CELL}{}", inside.trim())))
        })
        .add_handler(vec!["tr"], |handlers: &dyn Handlers, element: Element| {
            let inside = handlers.walk_children(element.node).content;
            Some(HandlerResult::from(format!("{ROW}{inside}")))
        })
        .add_handler(vec!["table"], table)
        .add_handler(vec!["img"], |handlers: &dyn Handlers, element: Element| {
            // An image inside the page itself is thousands of letters, and no link.
            let inline = attribute(&element, "src").is_some_and(|address| address.starts_with("data:"));
            if inline {
                return Some(HandlerResult::from(attribute(&element, "alt").unwrap_or_default()));
            }
            handlers.fallback(element)
        })
        .build();
    let markdown = converter.convert(&html).ok()?;
    // The mark of a table kept the blank lines around it apart.
    let markdown = markdown.replace(&format!("\n\n{NESTED}\n\n"), "\n\n").replace([CELL, ROW, NESTED], "");
    let mut markdown = without_detours(markdown.trim());
    if !markdown.is_empty() && !markdown.ends_with('\n') {
        markdown.push('\n');
    }
    Some(Page { markdown, head: head(&html) })
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Leaves out what surrounds a page.
fn around(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut names = ["id", "class"].into_iter().filter_map(|name| attribute(&element, name));
    if names.any(|names| names.split_whitespace().any(|name| AROUND.contains(&name))) {
        return None;
    }
    handlers.fallback(element)
}

/// A table of Markdown; its first row is the header, for Markdown knows no table without one.
#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "what a handler is")]
fn table(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let inside = handlers.walk_children(element.node).content;
    let (caption, inside) = inside.split_once(ROW).unwrap_or((&inside, ""));
    let rows: Vec<Vec<&str>> = inside
        .split(ROW)
        .map(|row| row.split(CELL).skip(1).map(str::trim).collect())
        .filter(|row: &Vec<&str>| !row.is_empty())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = format!("{NESTED}\n\n");
    if !caption.trim().is_empty() {
        out.push_str(&format!("{}\n\n", caption.trim()));
    }
    let lays_out = columns < 2 || rows.iter().flatten().any(|cell| cell.contains(NESTED));
    if lays_out {
        // It only places its parts, or holds a table, which no cell of Markdown can.
        for cell in rows.iter().flatten().filter(|cell| !cell.is_empty()) {
            out.push_str(cell);
            out.push_str("\n\n");
        }
        return Some(HandlerResult::from(out));
    }
    for (at, row) in rows.iter().enumerate() {
        for column in 0..columns {
            out.push_str("| ");
            out.push_str(&row.get(column).map(|text| cell(text)).unwrap_or_default());
            out.push(' ');
        }
        out.push_str("|\n");
        if at == 0 {
            out.push_str(&"| --- ".repeat(columns));
            out.push_str("|\n");
        }
    }
    out.push('\n');
    Some(HandlerResult::from(out))
}

/// What a cell says, in one line.
fn cell(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join("<br>");
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Links that go through a word processor's own page lead where they lead.
fn without_detours(markdown: &str) -> String {
    const DETOUR: &str = "https://www.google.com/url?q=";
    let mut parts = markdown.split(DETOUR);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([')', '>', ' ', '\n']).unwrap_or(part.len());
        let (address, rest) = part.split_at(end);
        let address = address.split('&').next().unwrap_or_default();
        out.push_str(
            &address.replace("%3A", ":").replace("%2F", "/").replace("%3D", "=").replace("%3F", "?"),
        );
        out.push_str(rest);
    }
    out
}

/// What the head of a page says about it.
fn head(html: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut take = |key: &'static str, value: &str| {
        let value = plain(value);
        if !value.is_empty() && !found.iter().any(|(known, _)| *known == key) {
            found.push((key, value));
        }
    };
    let lower = html.to_ascii_lowercase();
    let end = lower.find("<body").unwrap_or(lower.len());
    if let Some(title) = between(html, &lower, "<title", "</title>").filter(|_| end > 0) {
        // Wikis write `Space : Page`.
        take("title", title.split_once(" : ").map_or(title, |(_, page)| page));
    }
    for tag in lower[..end].match_indices("<meta").map(|(at, _)| at) {
        let length = lower[tag..end].find('>').unwrap_or(end - tag);
        let tag = &html[tag..tag + length];
        let Some(name) = value(tag, "name").or_else(|| value(tag, "property")) else { continue };
        let Some(content) = value(tag, "content") else { continue };
        match name.to_ascii_lowercase().as_str() {
            "author" | "creator" | "dc.creator" | "article:author" => take("author", content),
            "date" | "created" | "dc.date" | "dcterms.created" | "article:published_time" => {
                take("date", content);
            }
            "og:title" | "dc.title" => take("title", content),
            _ => {}
        }
    }
    if let Some(metadata) = between(html, &lower, "class=\"page-metadata\"", "</div>") {
        let lower = metadata.to_ascii_lowercase();
        if let Some(author) = between(metadata, &lower, "author", "</span>") {
            take("author", author);
        }
    }
    found
}

/// What stands between the end of the tag that `open` begins, and `close`.
fn between<'a>(html: &'a str, lower: &str, open: &str, close: &str) -> Option<&'a str> {
    let tag = lower.find(open)?;
    let start = tag + lower[tag..].find('>')? + 1;
    let end = start + lower[start..].find(close)?;
    html.get(start..end)
}

/// The value of an attribute of a tag.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        lower[..*at].ends_with([' ', '\t', '\n', '"', '\''])
            && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let rest = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split([' ', '/', '>']).next(),
    }
}

/// Text of the head in one line, with what stands for a character resolved.
fn plain(text: &str) -> String {
    let text =
        text.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'").replace("&nbsp;", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(page(html).unwrap().markdown, expected);
    }

    #[test]
    fn text_stays_and_what_surrounds_it_goes() {
        check(
            "<html><head><title>x</title><style>p { color: red }</style></head><body>\
             <nav><a href='/'>Home</a></nav><ol id=\"breadcrumbs\"><li>Space</li></ol>\
             <!-- a comment --><script>alert('x')</script>\
             <h1>Queue &amp; stuck</h1><p>It <b>stopped</b> at 10:00.</p>\
             <ul><li>One</li><li>Two<ul><li>Inner</li></ul></li></ul>\
             <pre><code>kubectl get pods\n  | grep x</code></pre>\
             <p><a href=\"https://example.org/a?b=c\">Ticket</a> <img src=\"a/b.png\" alt=\"Graph\"></p>\
             <section id=\"footer\"><p>Document generated</p></section></body></html>",
            "# Queue & stuck\n\nIt **stopped** at 10:00.\n\n- One\n- Two\n  - Inner\n\n```\nkubectl get pods\n  | grep x\n```\n\n[Ticket](https://example.org/a?b=c) ![Graph](a/b.png)\n",
        );
    }

    #[test]
    fn tables_of_every_kind_keep_their_cells() {
        check(
            "<table><tbody><tr><th>Severity</th><td>SEV-3</td></tr><tr><th>Owner</th><td><p>Ann | Bo</p><p>Cy</p></td></tr></tbody></table>",
            "| Severity | SEV-3 |\n| --- | --- |\n| Owner | Ann \\| Bo<br>Cy |\n",
        );
        check(
            "<table><thead><tr><th>Time</th><th>Event</th></tr></thead><tbody><tr><td>10:00</td><td>Alert</td></tr><tr><td>10:05</td></tr></tbody></table>",
            "| Time | Event |\n| --- | --- |\n| 10:00 | Alert |\n| 10:05 |  |\n",
        );
        check(
            "<table><tr><td><p>Left</p></td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
            "Left\n\n| a | b |\n| --- | --- |\n",
        );
    }

    #[test]
    fn the_head_is_read() {
        let read = |html: &str| page(html).unwrap().head;
        assert_eq!(
            read(
                "<head><title>Ops : Queue stuck &amp; more</title><meta name=\"author\" content=\"Ann Lee\"><META content='2024-05-12' name=date></head><body></body>"
            ),
            [
                ("title", "Queue stuck & more".to_owned()),
                ("author", "Ann Lee".to_owned()),
                ("date", "2024-05-12".to_owned())
            ]
        );
        assert_eq!(
            read(
                "<title>T</title><div class=\"page-metadata\">Created by <span class='author'> Bo</span>, changed on May 3</div>"
            ),
            [("title", "T".to_owned()), ("author", "Bo".to_owned())]
        );
    }

    #[test]
    fn detours_and_images_inside_the_page_go() {
        check(
            "<p><a href=\"https://www.google.com/url?q=https://example.org/x%3Fy&amp;sa=D&amp;ust=1\">x</a><img src=\"data:image/png;base64,AAAA\" alt=\"Graph\"></p>",
            "[x](https://example.org/x?y)Graph\n",
        );
    }
}
