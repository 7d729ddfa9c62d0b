//! Raw HTML, reduced to what cannot hurt.

use super::format::{TOKEN, tick};
use super::{Address, Labels, Link};
use crate::model::InternalMarker;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Deeper markup is refused: the parser looks through all open elements at every tag.
const DEPTH: usize = 400;

/// How many tags may be repeated for formatting that is never closed, which a parser opens again
/// in every block.
const REPEATS: usize = 1_000_000;

/// Where the addresses of raw HTML lead, by address and whether an image is wanted.
type Resolved = BTreeMap<(String, bool), Option<String>>;

/// Cleans a whole body. `targets` are the addresses behind the tokens in it; `links` resolves
/// those of raw HTML. `None` when the markup is too entangled to be read.
pub(super) fn clean(
    html: &str,
    targets: &[String],
    links: &dyn Fn(&str, bool) -> Link,
    labels: &Labels,
) -> Option<String> {
    if is_entangled(html) {
        return None;
    }
    let targets: Arc<[String]> = targets.into();
    let (clean, found) = pass(html, &targets, Resolved::new());
    let clean = if found.is_empty() {
        clean
    } else {
        // The sanitizer cannot ask the caller, so the first pass only notes what there is to ask.
        let resolved = found
            .into_iter()
            .map(|(url, is_image)| {
                let target = Address::resolve(&url, is_image, links);
                ((url, is_image), target)
            })
            .collect();
        pass(html, &targets, resolved).0
    };
    Some(tidy(&clean, labels).replace(InternalMarker::INLINE, ""))
}

/// One pass: the clean HTML, and the addresses that were not resolved yet.
fn pass(html: &str, targets: &Arc<[String]>, resolved: Resolved) -> (String, Vec<(String, bool)>) {
    let unknown = Arc::new(Mutex::new(Vec::new()));
    let mut builder = allowed();
    let (targets, found) = (Arc::clone(targets), Arc::clone(&unknown));
    builder.attribute_filter(move |element, attribute, value| match attribute {
        "href" | "src" | "cite" => {
            if let Some(target) =
                value.strip_prefix(TOKEN).and_then(|number| targets.get(number.parse::<usize>().ok()?))
            {
                return Some(Cow::Owned(target.clone()));
            }
            let key = (value.to_owned(), element == "img");
            if let Some(target) = resolved.get(&key) {
                return target.clone().map(Cow::Owned);
            }
            if let Ok(mut found) = found.lock() {
                found.push(key);
            }
            None
        }
        // Ids that start so belong to the page around.
        "id" => (!value.is_empty()
            && !value.to_lowercase().starts_with("pm-")
            && !value.contains(char::is_whitespace))
        .then_some(Cow::Borrowed(value)),
        "tabindex" => (value == "0").then_some(Cow::Borrowed(value)),
        "role" => matches!(value, "region" | "note").then_some(Cow::Borrowed(value)),
        "rel" => (value == "noopener").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    });
    let clean = builder.clean(html).to_string();
    let found = unknown.lock().map(|mut found| std::mem::take(&mut *found)).unwrap_or_default();
    (clean, found)
}

fn allowed() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "input"])
        // The page has its own title, and a body cannot add places to it.
        .rm_tags(["h1", "area", "map", "nav", "header", "footer", "center", "acronym", "strike", "tt", "rtc"])
        .add_generic_attributes(["id", "class", "dir", "role", "aria-label", "tabindex"])
        .add_tag_attributes("a", ["rel"])
        .add_tag_attributes("img", ["loading"])
        .add_tag_attributes("div", ["data-lang"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("input", ["checked"])
        // The only input is the box of a task, which nobody can tick.
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    for tag in ["col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"] {
        builder.rm_tag_attributes(tag, ["align", "char", "charoff", "summary"]);
    }
    builder.rm_tag_attributes("hr", ["align", "size", "width"]).rm_tag_attributes("img", ["align"]);
    builder
}

/// Puts the boxes of tasks back into their short form, and gives images without a source the
/// only thing that they still have: their words.
fn tidy(html: &str, labels: &Labels) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // In serialized HTML a `<` is always the start of a tag, and values are quoted.
    while let Some(start) = rest.find("<i") {
        out.push_str(&rest[..start]);
        let tag_end = end_of_tag(&rest[start..]);
        let tag = &rest[start..start + tag_end];
        rest = &rest[start + tag_end..];
        if tag.starts_with("<input") {
            let done = attribute(tag, "checked").is_some();
            out.push_str(&tick(attribute(tag, "aria-label").unwrap_or(&labels.option), done));
        } else if tag.starts_with("<img") && attribute(tag, "src").is_none() {
            out.push_str(
                &attribute(tag, "alt").unwrap_or_default().replace('<', "&lt;").replace('>', "&gt;"),
            );
        } else if tag.starts_with("<img") && attribute(tag, "alt").is_none() {
            out.push_str(&tag[..tag.len() - 1]);
            out.push_str(" alt=\"\">");
        } else {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    out
}

/// How long the tag is with which `html` starts.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// The value of an attribute in a serialized tag, still escaped.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag.split_once(' ')?.1;
    while let Some((found, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        if found.trim() == name {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// Whether markup nests deeper, or repeats more, than any page of a person does.
fn is_entangled(html: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    const FORMATTING: [&str; 14] =
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    // Counted by name, because an end tag that matches nothing closes nothing.
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let (mut depth, mut formatting, mut most, mut tags) = (0usize, 0usize, 0usize, 0usize);
    for piece in html.split('<').skip(1) {
        let closes = piece.starts_with('/');
        let name = piece.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if end == 0 || end > 12 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = name[..end].to_ascii_lowercase();
        tags += 1;
        if VOID.contains(&name.as_str()) {
            continue;
        }
        let formats = FORMATTING.contains(&name.as_str());
        let count = open.entry(name).or_default();
        if !closes {
            *count += 1;
            depth += 1;
            formatting += usize::from(formats);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
            formatting -= usize::from(formats);
        }
        most = most.max(formatting);
        if depth > DEPTH || most.saturating_mul(tags) > REPEATS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::english;
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let links = |url: &str, _: bool| {
            if url.starts_with("ok") { Link::To(format!("../{url}")) } else { Link::Unlink }
        };
        let labels = english();
        assert_eq!(clean(html, &["a&b".to_owned()], &links, &labels).as_deref(), Some(expected));
    }

    #[test]
    fn what_could_run_is_gone() {
        check("<script>x()</script><b onclick=x>y</b><style>*{}</style>", "<b>y</b>");
        check(
            "<a href=\"java&#9;script:x\">a</a><a href=' JAVASCRIPT:x'>b</a><a href=data:x>c</a>",
            "<a>a</a><a>b</a><a>c</a>",
        );
        check("<svg><a xlink:href='javascript:x'>z</a></svg><iframe src=ok></iframe>", "");
        check(
            "<p style='position:fixed' id=pm-search class=x>t</p><form action=ok>f</form>",
            "<p class=\"x\">t</p>f",
        );
    }

    #[test]
    fn addresses_are_resolved() {
        check(
            "<a href=ok.md>a</a><a href=no.md>b</a><img src=no.png alt='<x>'><img src=ok.png><a href=pm-link-0>c</a><a href=https://example.org/>d</a>",
            "<a href=\"../ok.md\">a</a><a>b</a>&lt;x&gt;<img src=\"../ok.png\" alt=\"\"><a href=\"a&amp;b\">c</a><a href=\"https://example.org/\">d</a>",
        );
    }

    #[test]
    fn boxes_cannot_be_ticked() {
        check(
            "<input type=password value=x checked>",
            "<input type=\"checkbox\" aria-label=\"Option\" checked disabled>",
        );
    }

    #[test]
    fn entangled_markup_is_refused() {
        let links = |_: &str, _: bool| Link::Unlink;
        for html in [
            "<div>".repeat(100_000),
            "<b><i>".repeat(300),
            format!("{}{}", "<b>".repeat(100), "<p>x</p>".repeat(20_000)),
        ] {
            assert_eq!(clean(&html, &[], &links, &english()), None);
        }
        assert!(clean(&"<p>x</p>".repeat(20_000), &[], &links, &english()).is_some());
    }
}
