//! Whole bodies, compared to the byte.

use super::*;
use std::fmt::Write as _;

pub(super) fn english() -> Labels {
    let [section, table, table_n, done, not_done, option, back] =
        ["Link to this section", "Table", "Table {n}", "Done", "Not done", "Option", "Back to reference {n}"]
            .map(str::to_owned);
    let internal = "Internal".to_owned();
    let alerts = ["Note", "Tip", "Important", "Warning", "Caution"].map(str::to_owned);
    Labels { section, table, table_n, done, not_done, option, back, internal, alerts }
}

fn links(url: &str, is_image: bool) -> Link {
    match url {
        "gone.md" | "gone.png" => Link::Unlink,
        _ if url.starts_with('#') => Link::To(url.to_owned()),
        _ => Link::To(format!("../{}{url}", if is_image { "img/" } else { "" })),
    }
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown, &links, &english()).html, expected);
}

#[test]
fn headings_move_below_the_title_of_the_page() {
    let made = html("# A *b*\n\n## C\n\n## C\n", &links, &english());
    assert_eq!(
        made.html,
        "<h2 id=\"a-b\">A <em>b</em> <a class=\"anchor\" href=\"#a-b\" aria-label=\"Link to this section\">#</a></h2>\n\
         <h3 id=\"c\">C <a class=\"anchor\" href=\"#c\" aria-label=\"Link to this section\">#</a></h3>\n\
         <h3 id=\"c-1\">C <a class=\"anchor\" href=\"#c-1\" aria-label=\"Link to this section\">#</a></h3>\n"
    );
    let headings: Vec<_> = made.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(headings, [(2, "a-b", "A b"), (3, "c", "C"), (3, "c-1", "C")]);
    assert_eq!(
        html("## PM 1\n", &links, &english()).headings[0],
        Heading { level: 2, id: "section-pm-1".into(), text: "PM 1".into() }
    );
}

#[test]
fn links_lead_where_the_caller_says() {
    check(
        "[a](x.md \"t\") [b](gone.md) [c](#d)\n",
        "<p><a href=\"../x.md\" title=\"t\">a</a> b <a href=\"#d\">c</a></p>\n",
    );
    check(
        "https://example.org/a?b&c <mailto:a@example.org>\n",
        "<p><a href=\"https://example.org/a?b&amp;c\" rel=\"noopener\">https://example.org/a?b&amp;c</a> \
         <a href=\"mailto:a@example.org\">mailto:a@example.org</a></p>\n",
    );
    check(
        "![a *b*](x.png) ![<c>](gone.png)\n",
        "<p><img src=\"../img/x.png\" alt=\"a b\" loading=\"lazy\"> &lt;c&gt;</p>\n",
    );
}

#[test]
fn other_schemes_are_dropped_in_every_disguise() {
    for url in [
        "javascript:x",
        "JaVaScRiPt:x",
        "&#106;avascript:x",
        "javascript&colon;x",
        "<java\tscript:x>",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "&#1;javascript:x",
        "//evil.example",
        "/\\\\evil.example",
        "tel:1",
        "<:x>",
    ] {
        check(&format!("[a]({url})"), "<p>a</p>\n");
        check(&format!("![a]({url})"), "<p>a</p>\n");
    }
    check("<javascript:x>\n", "<p>javascript:x</p>\n");
}

#[test]
fn code_tables_tasks_and_alerts_have_their_frames() {
    check(
        "```SQL x\n<1\n```\n",
        "<div class=\"code\" data-lang=\"sql\"><pre tabindex=\"0\"><code class=\"language-sql\">&lt;<span class=\"hl-n\">1</span>\n</code></pre></div>\n",
    );
    check("    a<b\n", "<div class=\"code\"><pre tabindex=\"0\"><code>a&lt;b\n</code></pre></div>\n");
    check(
        "|a| |\n|-:|--|\n|1|2|\n",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n<tr>\n\
         <th scope=\"col\" class=\"align-right\">a</th>\n<td></td>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td class=\"align-right\">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n</div>\n",
    );
    check(
        "- [x] a\n- [ ] b\n",
        "<ul class=\"tasks\">\n<li class=\"task\"><input type=\"checkbox\" aria-label=\"Done\" checked disabled> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" aria-label=\"Not done\" disabled> b</li>\n</ul>\n",
    );
    check(
        "> [!WARNING]\n> Hot\n",
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>Hot</p>\n</div>\n",
    );
    check("a\\\nb\n\n---\n", "<p>a<br>\nb</p>\n<hr>\n");
}

#[test]
fn raw_html_is_cleaned_and_its_surroundings_stay_the_same() {
    check("a <!-- b --> c\n\n<!-- d -->\n", "<p>a  c</p>\n");
    check(
        "# T\n\n<details><summary>s</summary>\n\n- [x] [a](x.md) ![b](x.png)\n\n</details><script>x</script>\n",
        "<h2 id=\"t\">T <a class=\"anchor\" href=\"#t\" aria-label=\"Link to this section\">#</a></h2>\n<details><summary>s</summary>\n\
         <ul class=\"tasks\">\n<li class=\"task\"><input type=\"checkbox\" aria-label=\"Done\" checked disabled> <a href=\"../x.md\">a</a> \
         <img src=\"../img/x.png\" alt=\"b\" loading=\"lazy\"></li>\n</ul>\n</details>\n",
    );
    check(
        "a <kbd>b</kbd> [c](https://example.org)\n",
        "<p>a <kbd>b</kbd> <a href=\"https://example.org\" rel=\"noopener\">c</a></p>\n",
    );
}

#[test]
fn internal_blocks_are_shown_as_such() {
    check(
        "<!-- internal -->\nSecret *x*.\n<!-- /internal -->\n\na <!-- internal -->b<!-- /internal -->\n",
        "<div class=\"internal-block\" role=\"note\" aria-label=\"Internal\">\n<p>Secret <em>x</em>.</p>\n</div>\n<p>a <span class=\"internal-block\" role=\"note\" aria-label=\"Internal\">b</span></p>\n",
    );
}

#[test]
fn internal_lines_are_markdown() {
    check(
        "- <!-- internal --> *b* <!-- /internal -->\n",
        "<ul>\n<li><span class=\"internal-block\" role=\"note\" aria-label=\"Internal\"> <em>b</em> </span></li>\n</ul>\n",
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    check(
        "a[^n]\n\n[^n]: b\n",
        "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-n\" id=\"fnref-n\" data-footnote-ref>1</a></sup></p>\n\
         <section class=\"footnotes\" data-footnotes>\n<ol>\n<li id=\"fn-n\">\n<p>b <a href=\"#fnref-n\" class=\"footnote-backref\" \
         data-footnote-backref data-footnote-backref-idx=\"1\" aria-label=\"Back to reference 1\">↩</a></p>\n</li>\n</ol>\n</section>\n",
    );
}

#[test]
fn what_is_not_seen_is_named_in_the_words_of_the_site() {
    let labels = Labels {
        section: "Link &amp; Abschnitt".to_owned(),
        table_n: "Tabelle {n}".to_owned(),
        done: "Erledigt".to_owned(),
        back: "Zurück zu {n}".to_owned(),
        alerts: ["", "", "", "Warnung", ""].map(str::to_owned),
        ..english()
    };
    let text = "# A\n\n|a|\n|-|\n\n|b|\n|-|\n\n- [x] c\n\n> [!WARNING]\n> d[^n] e[^n]\n\n> [!WARNING] <Own>\n> f\n\n[^n]: g\n";
    for text in [text.to_owned(), format!("{text}\n<b>raw</b>\n")] {
        let made = html(&text, &links, &labels).html;
        for said in [
            "aria-label=\"Link &amp; Abschnitt\">#",
            "aria-label=\"Table\"",
            "aria-label=\"Tabelle 2\"",
            "<input type=\"checkbox\" aria-label=\"Erledigt\" checked disabled>",
            "<p class=\"alert-title\">Warnung</p>",
            "<p class=\"alert-title\">&lt;Own&gt;</p>",
            "aria-label=\"Zurück zu 1\">",
            "aria-label=\"Zurück zu 1-2\">",
        ] {
            assert!(made.contains(said), "{said} in {made}");
        }
    }
}

#[test]
fn depth_and_length_are_survived() {
    for text in [
        "> ".repeat(20_000) + "x",
        "- ".repeat(20_000) + "x",
        "`".repeat(1 << 20),
        "<div>".repeat(100_000),
        "<b>\n\nx\n\n".repeat(5_000),
        "> ".repeat(5_000) + "<b>x",
        "[a](".repeat(20_000),
        "<!-- internal -->".repeat(60_000),
    ] {
        let started = std::time::Instant::now();
        html(&text, &links, &english());
        copy(&text, &links);
        assert!(started.elapsed().as_secs() < 20, "{}", &text[..20]);
    }
}

/// Pieces that meet in strange ways.
const ODD: &str = "(\\PC|\n|[-*#>|`<!\\[\\]():/ \t\r]|# |## a\n|<b>|</b>|<div|<!-- internal -->|<!-- /internal -->|\\[a\\]\\(x.md\\)|\\[\\^1\\]|é|&#58;){0,60}";

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(text in ODD) {
        let made = html(&text, &links, &english());
        let mut ids = String::new();
        for heading in &made.headings {
            proptest::prop_assert!((1..=6).contains(&heading.level));
            let _ = write!(ids, "{} ", heading.id);
            let id = format!("id=\"{}\"", heading.id);
            proptest::prop_assert!(made.html.contains(&id) || made.html.is_empty(), "{}", made.html);
        }
        let file = crate::source::SourceFile::new("a.md", text.as_str());
        let text = file.text();
        let outline = crate::parse::file(&file, crate::parse::Internal::Keep, &mut crate::diagnostic::Diagnostics::new()).outline;
        if outline.markdown == text {
            proptest::prop_assert_eq!(outline.anchors, html(text, &links, &english()).headings.into_iter().map(|h| h.id).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_that_could_run_comes_out(text in "(<|>|a|img|script|svg|style| href=| src=| onclick=|\"|'|javascript:|&#58;|\n|/|!--|--|x|\\[|\\]\\(|\\)|`){0,40}") {
        let made = html(&text, &|_, _| Link::Unlink, &english()).html;
        let mut tags = made.split('<').skip(1);
        proptest::prop_assert!(tags.all(|tag| {
            let tag = tag.split('>').next().unwrap_or_default();
            !tag.starts_with("script") && !tag.starts_with("svg") && !tag.contains("javascript:\"") && !tag.starts_with("style")
        }), "{}", made);
    }
}
