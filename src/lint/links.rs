//! Images that say nothing to whoever cannot see them.

use super::{Rule, Subject};
use crate::diagnostic::{Diagnostics, Level};
use crate::source::Span;

pub(super) static RULES: &[Rule] = &[MISSING_ALT_TEXT];

const MISSING_ALT_TEXT: Rule = Rule {
    code: "missing-alt-text",
    level: Level::Warning,
    summary: "an image has a text that stands for it",
    why: "Screen readers, feeds and search see only that text, and so does everybody once the image is gone.",
    bad: "![](latency.png)",
    good: "![Checkout latency: 80 ms until 10:02, then 9 s until the rollback at 10:31](latency.png)",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for image in subject.prose.images.iter().filter(|image| image.text.trim().is_empty()) {
        report(
            subject,
            image.span,
            "write what it shows between the brackets: `![what it shows](…)`",
            diagnostics,
        );
    }
    // Raw HTML: each piece is listed once for every address in it.
    let mut seen = None;
    for link in subject.parsed.outline.links.iter().filter(|link| link.is_image) {
        let html = subject.file.text().get(link.span.range()).unwrap_or_default();
        if !html.starts_with('<') || seen.replace(link.span) == Some(link.span) {
            continue;
        }
        for (start, end) in images(html) {
            if !has_attribute(&html[start + "<img".len()..end], "alt") {
                let span = Span::new(start, end).shifted(link.span.start);
                report(
                    subject,
                    span,
                    "write what it shows as `alt=\"…\"`, or `alt=\"\"` if it is mere decoration",
                    diagnostics,
                );
            }
        }
    }
}

fn report(subject: &Subject<'_>, span: Span, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        MISSING_ALT_TEXT
            .at(subject.file, span, "this image has no alternative text")
            .label("nothing for whoever cannot see it")
            .help(help),
    );
}

/// Where the tags of images begin and end in a piece of HTML. Comments count for nothing.
fn images(html: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        let start = at + next;
        let rest = &html[start..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + "-->".len())
        } else {
            tag_end(rest)
        };
        let Some(end) = end else { break };
        let name = rest[1..end].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next();
        if name.is_some_and(|name| name.eq_ignore_ascii_case("img")) {
            found.push((start, start + end));
        }
        at = start + end;
    }
    found
}

/// One past the `>` that closes the tag; one in quotes does not.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a tag has an attribute, whatever its value.
fn has_attribute(tag: &str, name: &str) -> bool {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>')).unwrap_or(rest.len());
        if end == 0 {
            return false;
        }
        if rest[..end].eq_ignore_ascii_case(name) {
            return true;
        }
        rest = rest[end..].trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = match quote {
                Some(quote) => value[1..].find(quote).map(|end| end + 2),
                None => value.find(|c: char| c.is_whitespace() || c == '>'),
            };
            rest = end.and_then(|end| value.get(end..)).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::findings;

    #[track_caller]
    fn check(body: &str, expected: &[(usize, usize)]) {
        let found: Vec<_> = findings(&format!("---\ntitle: A\n---\n{body}\n"))
            .into_iter()
            .filter(|(code, ..)| *code == "missing-alt-text")
            .map(|(_, line, column)| (line, column))
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    const URL: &str = "https://example.org/a.png";

    #[test]
    fn images_of_markdown_need_a_text() {
        check(&format!("![]({URL})"), &[(4, 1)]);
        check(&format!("障害 ![ ]({URL}) and ![a graph]({URL})"), &[(4, 4)]);
        check(&format!("> quoted ![]({URL})"), &[(4, 10)]);
        check(&format!("| a |\r\n|---|\r\n| ![]({URL}) |"), &[(6, 3)]);
        check(&format!("[![]({URL})](https://example.org)"), &[(4, 2)]);
        check(&format!("![`code`]({URL}) ![a\n  graph][b]\n\n[b]: {URL}"), &[]);
        check(&format!("```\n![]({URL})\n```\n\n`![]({URL})`"), &[]);
    }

    #[test]
    fn images_of_html_need_one_or_say_that_they_are_decoration() {
        check(&format!("<img src=\"{URL}\">"), &[(4, 1)]);
        check(&format!("text\t<IMG title='alt=\"x\" >' src={URL} /> text"), &[(4, 6)]);
        check(&format!("<p>\n<img src='{URL}' alt='a'><img src='{URL}'>\n</p>"), &[(5, 46)]);
        check(&format!("<img alt=\"\" src='{URL}'> <img alt src={URL}>"), &[]);
        check(&format!("<!-- <img src=\"{URL}\"> -->\n\n`<img src=\"{URL}\">`"), &[]);
        check(&format!("<video src=\"{URL}\" poster='{URL}'></video>"), &[]);
    }
}
