//! Whole comments, and what hostile content cannot do to them.

use super::{LONGEST, MARKER, render};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::{SourceFile, Span};
use proptest::prelude::*;

fn collected(findings: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::new();
    findings.into_iter().for_each(|finding| all.push(finding));
    all
}

/// A finding on line `line` of a file.
fn at(level: Level, code: &'static str, path: &str, line: usize, message: &str) -> Diagnostic {
    let file = SourceFile::new(path, "\n".repeat(line - 1) + "text");
    Diagnostic::at(level, code, &file, Span::new(line - 1, line + 3), message)
}

/// As GitHub renders it, except that all HTML is let through.
fn html(comment: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(comment, &options)
}

#[test]
fn nothing_found_is_one_friendly_line() {
    let expected = "<!-- pmsite check -->\n\nAll is well: `pmsite check` found nothing to mention.\n";
    assert_eq!(render(&Diagnostics::new(), &["repeats"]), expected);
}

#[test]
fn history_comes_first_and_files_with_errors_before_others() {
    let earlier = SourceFile::new("content/2023.md", "\n\n- [ ] raise the limit\n");
    let found = collected([
        at(Level::Warning, "vague-action", "content/a.md", 9, "`improve` says nothing")
            .help("name a `result`"),
        at(Level::Info, "no-image", "content/a.md", 2, "no image"),
        at(Level::Warning, "repeats", "content/b.md", 7, "the same cause took `db` down before")
            .label("here again")
            .help("link the two with `recurrence_of`")
            .related(&earlier, Span::new(2, 3), "`raise the limit` is still open"),
        at(Level::Error, "unknown-severity", "content/b.md", 30, "`sev9` is not a severity"),
        at(Level::Error, "unknown-severity", "content/b.md", 4, "`sev8` is not a severity"),
        at(Level::Warning, "long", "content/b.md", 1, "too long"),
        Diagnostic::about(Level::Info, "no-base-url", "book.toml", "no feeds"),
    ]);
    let expected = "\
<!-- pmsite check -->

**`pmsite check`** found 2 errors, 3 warnings, 2 notes.

### What history says

- **warning** `content/b.md:7`: the same cause took `db` down before – here again (`repeats`)
  - `content/2023.md:3`: `raise the limit` is still open
  - Help: link the two with `recurrence_of`

### `content/b.md`

| Line | Level | Finding | Help |
| ---: | --- | --- | --- |
| 4 | **error** | `sev8` is not a severity (`unknown-severity`) |  |
| 30 | **error** | `sev9` is not a severity (`unknown-severity`) |  |
| 1 | warning | too long (`long`) |  |

### `content/a.md`

| Line | Level | Finding | Help |
| ---: | --- | --- | --- |
| 9 | warning | `improve` says nothing (`vague-action`) | name a `result` |
| 2 | info | no image (`no-image`) |  |

### `book.toml`

| Line | Level | Finding | Help |
| ---: | --- | --- | --- |
|  | info | no feeds (`no-base-url`) |  |
";
    assert_eq!(render(&found, &["repeats"]), expected);
    let backwards = collected(found.into_iter().collect::<Vec<_>>().into_iter().rev());
    assert_eq!(render(&backwards, &["repeats"]), expected);
}

const HOSTILE: &[&str] = &[
    "a | b |\n| c | d |",
    "a \\| b \\\\| c `x | y` `z\\|`",
    "--> <script>alert(1)</script> <!-- <img src=x onerror=y>",
    "@all @org/team `@all` me@example.org <b>@all</b> \u{200b}@all",
    "\r\n\r\n# heading\r\n```\ncode\n```\n- [ ] task\n> quote\n\n---\n",
    "[x](javascript:y) ![z](https://evil.example/p.png) [^1] <https://evil.example>",
    "https://github.com/o/r/issues/1 www.evil.example o/r#1 #1 GH-1 mailto:a@b.cd",
    "`` ` ``` `a``b` ` &lt;script&gt; &#60;b&#62; \\<b>",
    "\u{1b}[31m\0\u{202e}\u{2028}\u{85}| x",
    "$x$ $`y`$ $$z$$ :tada:",
    "\\",
    "`\\",
    "<code>",
    "</code></td></table>",
];

/// Holds for every comment, whatever the content.
#[track_caller]
fn holds(comment: &str) {
    assert!(comment.starts_with(MARKER) && comment.chars().count() <= LONGEST);
    let mut tagless = comment.strip_prefix(MARKER).unwrap().to_owned();
    for tag in ["<code>", "</code>", "<span>$</span>"] {
        tagless = tagless.replace(tag, "");
    }
    assert!(!tagless.contains(['<', '>', '\r', '\0', '\u{1b}', '\u{202e}']), "{comment}");
    for (at, _) in comment.match_indices('@') {
        assert!(comment[at + 1..].starts_with('\u{200d}'), "{comment}");
    }
    for line in comment.lines() {
        assert_eq!(line.matches('|').count(), if line.starts_with('|') { 5 } else { 0 }, "{line}");
    }
    let html = html(comment);
    let (rows, cells) =
        (html.matches("<tr").count(), html.matches("<td").count() + html.matches("<th ").count());
    let plain_cells = html.matches("<th>").count();
    assert_eq!(cells + plain_cells, rows * 4, "{html}");
    for tag in
        ["<a", "<img", "<script", "<b>", "<h1", "<h2", "<pre", "<input", "<blockquote", "<hr", "<del", "<em>"]
    {
        assert!(!html.contains(tag), "{tag} in {html}");
    }
}

/// Findings that carry a text in every place where content comes in.
fn carrying(text: &str) -> Diagnostics {
    let path = format!("content/{text}.md");
    let finding = |code| {
        let related = SourceFile::new(path.as_str(), "x");
        at(Level::Error, code, &path, 3, text).label(text).help(text).related(&related, Span::new(0, 1), text)
    };
    collected([
        finding("repeats"),
        finding("other"),
        Diagnostic::about(Level::Info, "file", path.as_str(), text),
    ])
}

#[test]
fn hostile_content_has_no_force() {
    for text in HOSTILE {
        holds(&render(&carrying(text), &["repeats"]));
    }
    holds(&render(&carrying(&HOSTILE.join(" ")), &["repeats"]));
}

#[test]
fn a_hostile_row_reads_as_it_was_written() {
    let comment =
        render(&collected([at(Level::Error, "x", "content/@a|b.md", 1, "a|b\n`c|d` <i> @all")]), &[]);
    let expected = "\
<!-- pmsite check -->

**`pmsite check`** found 1 error.

### <code>content/@\u{200d}a&#124;b.md</code>

| Line | Level | Finding | Help |
| ---: | --- | --- | --- |
| 1 | **error** | a&#124;b <code>c&#124;d</code> &lt;i&gt; @\u{200d}all (`x`) |  |
";
    assert_eq!(comment, expected);
    let shown = "<td>a|b <code>c|d</code> &lt;i&gt; @\u{200d}all (<code>x</code>)</td>";
    assert!(html(&comment).contains(shown));
}

#[test]
fn a_long_comment_ends_with_what_is_missing_and_keeps_the_errors() {
    let findings = |level, code, from: usize| {
        (from..from + 500).map(move |n| {
            at(level, code, &format!("content/{:03}.md", n % 300), n + 1, "something is wrong here")
        })
    };
    let found =
        collected(findings(Level::Warning, "w", 0).chain(findings(Level::Error, "e", 500)).chain(findings(
            Level::Info,
            "repeats",
            1000,
        )));
    let comment = render(&found, &[]);
    holds(&comment);
    assert!(comment.chars().count() > LONGEST - 1000);
    assert_eq!(comment.matches("**error**").count(), 500);
    let shown = comment.matches("| warning |").count();
    assert!(shown > 0 && !comment.contains("| info |"));
    let missing = format!(
        "\n{} more findings have no room here ({} warnings, 500 notes); `pmsite check` shows all.\n",
        1000 - shown,
        500 - shown
    );
    assert!(comment.ends_with(&missing), "{missing}");
    holds(&render(&found, &["repeats", "w", "e"]));
}

#[test]
fn a_huge_finding_does_not_keep_others_from_being_read() {
    let files: Vec<_> = (0..40).map(|n| SourceFile::new(format!("{n}{}", "$".repeat(9000)), "x")).collect();
    let mut huge = at(Level::Error, "repeats", "a.md", 1, &"<".repeat(9000));
    for file in &files {
        huge = huge.related(file, Span::new(0, 1), "&".repeat(9000));
    }
    let comment = render(&collected([huge, at(Level::Info, "small", "b.md", 1, "m")]), &["repeats"]);
    holds(&comment);
    assert!(comment.contains("| 1 | info | m (`small`) |  |"));
    assert!(comment.ends_with("\n1 more finding has no room here (1 error); `pmsite check` shows all.\n"));
}

#[test]
fn many_places_are_counted() {
    let file = SourceFile::new("a.md", "x");
    let mut finding = at(Level::Warning, "repeats", "b.md", 1, "again");
    for _ in 0..23 {
        finding = finding.related(&file, Span::new(0, 1), "before");
    }
    let comment = render(&collected([finding]), &["repeats"]);
    assert_eq!(comment.matches("  - `a.md:1`: before\n").count(), 20);
    assert!(comment.ends_with("before\n  - and 3 more\n"));
}

proptest! {
    #[test]
    fn no_text_has_force(text in "[a@#:/.`|\\\\<>&*_~\\[\\]()!$\\-0-9w \r\n\t\u{202e}\u{1b}]{0,60}") {
        holds(&render(&carrying(&text), &["repeats"]));
    }

    #[test]
    fn any_text_is_told(text in "\\PC{0,40}") {
        holds(&render(&carrying(&text), &["repeats"]));
    }
}
