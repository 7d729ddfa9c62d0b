//! The body of a file: its headings, links, timeline and promises, found in one walk.

use super::action_item::RawAction;
use super::html::{self, Mention};
use super::internal::{self, Body, Internal};
use super::timeline::RawEntry;
use super::walk::Walk;
use crate::diagnostic::Diagnostics;
use crate::dialect;
use crate::model::Section;
use crate::source::{SourceFile, Span};
use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use std::collections::BTreeSet;

/// A link or an image in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as Markdown reads it: escapes and entities resolved.
    pub url: String,
    /// Whether it is an image, or another file that the page loads.
    pub is_image: bool,
    /// The link's words, or the image's alternative text; empty for raw HTML.
    pub text: String,
    /// Its place in the file's text.
    pub span: Span,
}

/// What a body holds.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The Markdown that may be published.
    pub markdown: String,
    /// How many lines of the file stand before it.
    pub lines_before: usize,
    /// All headings in order, each with its own text.
    pub sections: Vec<Section>,
    /// Plain text that belongs to no section: before the first heading, and footnotes.
    pub preamble: String,
    /// The fragments that lead to the headings, in order.
    pub anchors: Vec<String>,
    /// The ids that raw HTML gives, which can be linked to as well.
    pub html_ids: Vec<String>,
    /// Links and images, in order. Bare addresses are not listed: they lead elsewhere by nature.
    pub links: Vec<Link>,
    /// Bare addresses and `<https://…>`, in order.
    pub bare: Vec<Link>,
    /// Where links lead that stood in removed internal blocks only.
    pub internal_links: Vec<String>,
    /// The entries of the timeline section, as written.
    pub timeline: Vec<RawEntry>,
    /// The action items of their section, as written.
    pub actions: Vec<RawAction>,
    /// The first paragraph of the summary section, as plain text.
    pub summary: Option<String>,
}

impl Outline {
    /// Reads the body of `file`, which starts at byte `body_start`, after `lines_before` lines.
    pub fn read(
        file: &SourceFile,
        body_start: usize,
        lines_before: usize,
        internal: Internal,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let body = internal::body(file, body_start, internal, diagnostics);
        let arena = Arena::new();
        let root = parse_document(&arena, &body.text, &dialect::options());
        let mut outline = Walk::new(file, &body, diagnostics).over(root);
        outline.internal_links = internal_links(&file.text()[body_start..], &body, &outline.links);
        outline.lines_before = lines_before;
        outline.markdown = match internal {
            Internal::Keep => file.text()[body_start..].to_owned(),
            Internal::Remove => body.text,
        };
        outline
    }
}

/// Where links lead that are in the whole body, but not in what is left of it.
fn internal_links(whole: &str, body: &Body, public: &[Link]) -> Vec<String> {
    if body.removed.is_empty() {
        return Vec::new();
    }
    // The whole resolves references whose definition stands elsewhere; the blocks alone show what
    // the marker's own line hides in the whole.
    let mut found: BTreeSet<String> = urls(whole).into_iter().collect();
    for block in &body.removed {
        found.extend(urls(block));
    }
    let plain = |url: &str| url.strip_prefix("./").unwrap_or(url).to_owned();
    let public: BTreeSet<String> = public.iter().map(|link| plain(&link.url)).collect();
    found.into_iter().filter(|url| !public.contains(&plain(url))).collect()
}

fn urls(markdown: &str) -> Vec<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &dialect::options());
    let mut urls = Vec::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Link(link) | NodeValue::Image(link) => urls.push(link.url.clone()),
            NodeValue::HtmlInline(literal) => urls.extend(html_urls(literal)),
            NodeValue::HtmlBlock(block) => urls.extend(html_urls(&block.literal)),
            _ => {}
        }
    }
    urls
}

fn html_urls(literal: &str) -> impl Iterator<Item = String> {
    html::mentions(literal).into_iter().filter_map(|(_, mention)| match mention {
        Mention::Link(url) | Mention::Image(url) => Some(url),
        Mention::Id(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;

    fn read(text: &str) -> (Outline, Vec<&'static str>) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let outline = Outline::read(&file, 0, 0, Internal::Remove, &mut diagnostics);
        (outline, diagnostics.sorted().iter().map(|d| d.code).collect())
    }

    #[test]
    fn headings_get_their_own_text_kinds_and_anchors() {
        let (outline, _) = read(
            "# Title\n\nIntro.\n\n## Summary\n\nIt *broke*.\nBadly.\n\nMore.\n\n### Summary\n- `x` y\n\n```sh\nrm\n```\n> ## Impact\n",
        );
        let sections: Vec<_> = outline
            .sections
            .iter()
            .map(|s| (s.level, s.title.as_str(), s.anchor.as_str(), s.text.as_str()))
            .collect();
        assert_eq!(
            sections,
            [
                (1, "Title", "title", "Intro."),
                (2, "Summary", "summary", "It broke.\nBadly.\nMore."),
                (3, "Summary", "summary-1", "x y\nrm"),
                (2, "Impact", "impact", ""),
            ]
        );
        assert_eq!(outline.sections[1].kinds, [SectionKind::Summary]);
        assert_eq!(outline.summary.as_deref(), Some("It broke. Badly."));
        let body = crate::model::Body {
            path: "a.md".into(),
            markdown: outline.markdown,
            lines_before: 0,
            preamble: String::new(),
            sections: Vec::new(),
            links: Vec::new(),
        };
        assert_eq!(body.words(), 13);
    }

    #[test]
    fn links_carry_their_place_in_the_file() {
        let text = "ä <!-- internal -->x<!-- /internal --> [a *b*](./x.md \"t\") ![c](y.png)\n- [d][e] https://example.org <https://example.com> <a href=\"z.md\" id=q>\n\n[e]: <w.md>\n";
        let (outline, _) = read(text);
        let links: Vec<_> = outline
            .links
            .iter()
            .map(|l| (l.url.as_str(), l.is_image, l.text.as_str(), &text[l.span.range()]))
            .collect();
        assert_eq!(
            links,
            [
                ("./x.md", false, "a b", "[a *b*](./x.md \"t\")"),
                ("y.png", true, "c", "![c](y.png)"),
                ("w.md", false, "d", "[d][e]"),
                ("z.md", false, "", "<a href=\"z.md\" id=q>"),
            ]
        );
        assert_eq!(outline.html_ids, ["q"]);
        let bare: Vec<_> = outline.bare.iter().map(|l| (l.url.as_str(), &text[l.span.range()])).collect();
        assert_eq!(
            bare,
            [
                ("https://example.org", "https://example.org"),
                ("https://example.com", "<https://example.com>")
            ]
        );
    }

    #[test]
    fn links_of_removed_blocks_are_known() {
        let (outline, _) = read(
            "![a](public.png) [x](./both.md)\n\n<!-- internal --> ![b](secret.png) <!-- /internal -->\n\n<!-- internal -->\n[c][r] [d](both.md)\n<!-- /internal -->\n\n[r]: plan.md\n",
        );
        assert_eq!(outline.internal_links, ["plan.md", "secret.png"]);
        assert!(!outline.markdown.contains("secret"));
    }

    #[test]
    fn blocks_that_stay_are_read_where_they_stand() {
        let text = "---\n## Timeline\n\n- <!-- internal --> 10:00 [a](x.md) <!-- /internal -->\n- 10:05 b\n";
        let file = SourceFile::new("a.md", text);
        let outline = Outline::read(&file, 4, 1, Internal::Keep, &mut Diagnostics::new());
        assert_eq!(outline.markdown, text[4..]);
        let links: Vec<_> = outline.links.iter().map(|l| &text[l.span.range()]).collect();
        assert_eq!(links, ["[a](x.md)"]);
        let entries: Vec<_> =
            outline.timeline.iter().map(|e| (e.text.as_str(), &text[e.span.range()])).collect();
        assert_eq!(entries, [("a", "10:00 [a](x.md) <!-- /internal -->"), ("b", "10:05 b")]);
    }

    #[test]
    fn timelines_are_read_from_lists_tables_and_lines() {
        let (outline, codes) = read(
            "## Timeline (UTC)\n\n### 2024-05-12\n\n- **10:00** Deploy\n  - with details\n- not an entry\n- 10:05 [detected] `Alert`\n  fired\n\n\
             **2024-05-13**\n\n10:00 a\n10:01 b\n\n| Time | What |\n|--|--|\n| 11:00 | c |\n\n## Impact\n\n10:00 none\n",
        );
        let entries: Vec<_> = outline
            .timeline
            .iter()
            .map(|e| (e.date.map(|d| d.to_string()), e.written.as_str(), e.zone.is_some(), e.text.as_str()))
            .collect();
        let day = |day: &str| Some(format!("2024-05-{day}"));
        assert_eq!(
            entries,
            [
                (day("12"), "10:00", true, "Deploy with details"),
                (None, "10:05", false, "Alert fired"),
                (day("13"), "10:00", false, "a"),
                (None, "10:01", false, "b"),
                (None, "11:00", false, "c"),
            ]
        );
        assert!(codes.is_empty());
    }

    #[test]
    fn entries_point_at_their_line() {
        let text = "---\n## Timeline\n\n- 10:00 a\n- 10:05 CST [detectd] b\n";
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let outline = Outline::read(&file, 4, 1, Internal::Keep, &mut diagnostics);
        let spans: Vec<_> = outline.timeline.iter().map(|e| &text[e.span.range()]).collect();
        assert_eq!(spans, ["10:00 a", "10:05 CST [detectd] b"]);
        let found: Vec<_> = diagnostics.sorted().iter().map(|d| (d.code, d.position)).collect();
        assert_eq!(found, [("unknown-event-kind", (5, 14))]);
    }

    #[test]
    fn action_items_are_the_top_items_of_their_section() {
        let (outline, codes) = read(
            "- [ ] not here\n\n## Action items\n\n### Prevention\n- [ ] Fix it @alice\n  - [ ] detail\n- [x] Done closed:2024-06-03\n- plain ([OPS-1](https://example.org/1))\n\n1. due:x\n\n## Lessons learned\n- none\n",
        );
        let actions: Vec<_> = outline
            .actions
            .iter()
            .map(|a| (a.text.as_str(), a.done, a.owner.as_deref(), a.ticket.as_deref()))
            .collect();
        assert_eq!(
            actions,
            [
                ("Fix it", false, Some("alice"), None),
                ("Done", true, None, None),
                ("plain", false, None, Some("OPS-1")),
                ("due:x", false, None, None),
            ]
        );
        assert_eq!(codes, ["invalid-date"]);
    }

    #[test]
    fn deep_nesting_and_endless_backticks_are_survived() {
        for text in [
            format!("## Timeline\n\n{}10:00 x", "> ".repeat(10_000)),
            format!("## Action items\n\n{}x", "- ".repeat(10_000)),
            "`".repeat(1 << 20),
            "[".repeat(100_000),
            "*a ".repeat(50_000),
            "<!-- ".repeat(100_000),
            "<a href=".repeat(50_000),
        ] {
            let started = std::time::Instant::now();
            read(&text);
            assert!(started.elapsed().as_secs() < 20, "{}", &text[..20]);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "(\\PC|\n|[-*#>|`<!\\[\\]():/ \t\r]|10:00 |- \\[ \\] |## Timeline\n|## Actions\n|<!-- internal -->|<!-- /internal -->|due:|é){0,60}") {
            let (outline, _) = read(&text);
            for link in &outline.links {
                proptest::prop_assert!(text.get(link.span.range()).is_some());
            }
            for entry in &outline.timeline {
                proptest::prop_assert!(text.get(entry.span.range()).is_some());
            }
        }
    }
}
