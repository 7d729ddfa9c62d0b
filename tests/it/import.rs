//! Existing write-ups become postmortems: the files that come out, and what is said.

use super::site::{Run, Site, files, site};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A write-up in plain Markdown.
const DISK: &str = "\
# Checkout ran out of disk

## Summary

On 2024-05-12 checkout failed for two hours, because the disk of its database was full.

## Timeline

- 10:00 UTC the disk is full, orders fail
- 12:00 UTC the disk is larger, orders work

## Root cause

Nobody had set a limit for the size of the query log.

## Action items

- [ ] Rotate the query log
";

/// An empty project.
fn project() -> Site {
    site("//- book.toml\n[book]\ntitle = \"Ops\"\n")
}

#[track_caller]
fn import(site: &Site, arguments: &[&str]) -> Run {
    let run = site.run(&[&["import"], arguments].concat());
    assert_ne!(run.code, 2, "{}", run.stderr);
    run
}

fn content(site: &Site) -> BTreeMap<String, String> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    files(&site.path("content")).into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

/// The only file of the content folder.
#[track_caller]
fn only(site: &Site) -> (String, String) {
    let mut found = content(site);
    assert_eq!(found.len(), 1, "{:?}", found.keys());
    found.pop_first().unwrap()
}

/// The body of a file, below its front matter.
#[track_caller]
fn body(text: &str) -> &str {
    text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().1
}

/// The front matter of a file, without what the extraction of facts adds to it.
#[track_caller]
fn matter(text: &str) -> &str {
    text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().0
}

#[test]
fn a_write_up_becomes_a_postmortem_that_builds() {
    let site = project();
    site.write("wiki/INC-42 disk.md", DISK);
    let run = import(&site, &["wiki"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (path, text) = only(&site);
    assert!(path.ends_with("checkout-ran-out-of-disk.md"), "{path}");
    assert_eq!(body(&text), DISK);
    let matter = matter(&text);
    assert!(matter.starts_with("title: Checkout ran out of disk\nid: INC-42\n"), "{matter}");
    assert!(matter.contains("\nextra:\n  imported_from: wiki/INC-42 disk.md"), "{matter}");
    assert!(
        run.stderr.starts_with(&format!("wrote content/{path} from wiki/INC-42 disk.md\n")),
        "{}",
        run.stderr
    );
    assert!(run.stderr.ends_with("1 imported\nnext: pmsite check, then pmsite build\n"), "{}", run.stderr);
    assert!(site.build().has("postmortems/inc-42/index.html"));
}

#[test]
fn importing_twice_changes_nothing() {
    let site = project();
    site.write("wiki/a.md", DISK);
    site.write("wiki/sub/b.md", DISK);
    site.write("wiki/_draft.md", DISK);
    site.write("wiki/.hidden.md", DISK);
    site.write("wiki/picture.png", "no write-up");
    import(&site, &["wiki"]);
    let before = content(&site);
    let names: Vec<_> = before.keys().map(String::as_str).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|name| name.ends_with("-disk-2.md")), "{names:?}");
    for path in ["wiki", "./wiki", &site.path("wiki").display().to_string()] {
        let run = import(&site, &[path]);
        assert_eq!((run.code, run.stderr.as_str()), (0, "2 unchanged\n"), "{path}");
        assert!(before == content(&site), "{path}");
    }
}

#[test]
fn only_force_replaces_and_only_what_import_wrote() {
    let site = project();
    site.write("wiki/a.md", DISK);
    import(&site, &["wiki"]);
    let (path, text) = only(&site);
    site.write(&format!("content/{path}"), text.replace("title: Checkout", "title: The checkout"));
    site.write("wiki/a.md", DISK.replace("a limit", "any limit"));

    let run = import(&site, &["wiki"]);
    let kept = format!(
        "kept content/{path} from wiki/a.md\n  it differs from what this import gives; `--force` replaces it\n"
    );
    assert!(run.stderr.starts_with(&kept), "{}", run.stderr);
    assert!(run.stderr.ends_with("1 kept as they were\n"), "{}", run.stderr);
    assert!(only(&site).1.contains("title: The checkout"));

    let run = import(&site, &["--force", "wiki"]);
    assert!(run.stderr.starts_with(&format!("replaced content/{path} from wiki/a.md\n")), "{}", run.stderr);
    let (same_path, text) = only(&site);
    assert_eq!(same_path, path);
    assert!(text.contains("title: Checkout") && text.contains("any limit"));

    // The same name, but written by hand: it stays, force or not.
    let by_hand = "---\ntitle: Mine\n---\nText\n";
    site.write(&format!("content/{path}"), by_hand);
    import(&site, &["--force", "wiki"]);
    let found = content(&site);
    assert_eq!(found.get(&path).map(String::as_str), Some(by_hand));
    assert_eq!(found.len(), 2);
}

#[test]
fn a_dry_run_writes_nothing_and_shows_a_table() {
    let site = project();
    site.write("wiki/a.md", DISK);
    site.write("wiki/notes.txt", "Buy milk.\n");
    let run = import(&site, &["--dry-run", "wiki"]);
    assert!(!site.path("content").exists());
    let rows: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect())
        .collect();
    assert_eq!(
        rows[0],
        ["FILE", "KIND", "TITLE", "DATE", "DURATION", "SEVERITY", "CAUSES", "TIMELINE", "ACTIONS"]
    );
    assert_eq!(&rows[1][..3], ["wiki/a.md", "postmortem", "Checkout ran out of disk"]);
    assert_eq!(&rows[1][rows[1].len() - 2..], ["2", "1"]);
    assert_eq!(rows[2], ["wiki/notes.txt", "other"]);
    assert!(run.stderr.contains(
        "skipped wiki/notes.txt: it does not look like a postmortem; `--all` imports it all the same\n"
    ));
    assert!(run.stderr.ends_with("1 to import, 1 skipped\n"), "{}", run.stderr);
    let run = import(&site, &["--all", "wiki/notes.txt"]);
    assert!(run.stderr.contains("wrote content/buy-milk.md from wiki/notes.txt\n"), "{}", run.stderr);
}

#[test]
fn json_has_a_line_for_each_write_up() {
    let site = project();
    site.write("wiki/a.md", DISK);
    site.write("wiki/notes.txt", "Buy milk.\n");
    let run = import(&site, &["--dry-run", "--format", "json", "wiki"]);
    let lines: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["source"], "wiki/a.md");
    assert_eq!(lines[0]["kind"], "postmortem");
    assert_eq!(lines[0]["title"], "Checkout ran out of disk");
    assert_eq!(lines[0]["lines"]["title"], 1);
    assert_eq!(lines[0]["timeline"][0]["time"], "10:00");
    assert_eq!(lines[0]["timeline"][0]["line"], 9);
    assert_eq!(lines[0]["action_items"][0]["text"], "Rotate the query log");
    assert!(lines[0]["file"].as_str().unwrap().starts_with("content/"));
    assert_eq!((lines[1]["kind"].as_str(), &lines[1]["file"]), (Some("other"), &serde_json::Value::Null));
}

#[test]
fn images_and_files_come_along_but_nothing_from_elsewhere() {
    let site = project();
    let links = "\n![Graph](img/a%20b.png) ![Up](../shared.png) [Log](db.log) <img src=\"img/c.png\">\n\
                 [Hidden](.env) [Out](../../outside.png) [Link](link.png) [Gone](gone.md) ![Top](/top.png)\n";
    site.write("old/wiki/a.md", format!("{DISK}{links}"));
    for (path, bytes) in [
        ("old/wiki/img/a b.png", "one"),
        ("old/wiki/img/c.png", "two"),
        ("old/shared.png", "three"),
        ("old/wiki/db.log", "four"),
        ("old/wiki/.env", "secret"),
        ("old/wiki/top.png", "five"),
        ("outside.png", "elsewhere"),
    ] {
        site.write(path, bytes);
    }
    std::os::unix::fs::symlink(site.path("outside.png"), site.path("old/wiki/link.png")).unwrap();
    let run = import(&site, &["old/wiki/a.md"]);
    let found = content(&site);
    let document = found.keys().find(|path| path.ends_with("/index.md")).unwrap().clone();
    let bundle = document.strip_suffix("/index.md").unwrap();
    let named = |path: &str| format!("{bundle}/{path}");
    let expected = [named("db.log"), named("img/a b.png"), named("img/c.png"), document.clone()];
    let mut expected = expected.to_vec();
    expected.extend(["shared.png".to_owned(), "top.png".to_owned()]);
    expected.sort();
    let mut paths: Vec<_> = found.keys().cloned().collect();
    paths.sort();
    assert_eq!(paths, expected);
    assert_eq!(found[&named("img/a b.png")], "one");
    assert!(found[&document].starts_with("---\n# pmsite-ignore: broken-link, refused-link\n"));
    assert_eq!(body(&found[&document]), format!("{DISK}{links}"));
    for gone in [".env", "../../outside.png", "link.png", "gone.md"] {
        assert!(run.stderr.contains(&format!("  `{gone}` leads nowhere from here\n")), "{}", run.stderr);
    }
    let built = site.build();
    assert!(built.files.keys().any(|path| path.ends_with("img/a b.png")));
    assert!(!built.files.values().any(|bytes| bytes == b"secret" || bytes == b"elsewhere"));
    assert_eq!(import(&site, &["old/wiki/a.md"]).stderr, "1 unchanged\n");
}

#[test]
fn mistakes_in_the_body_do_not_stop_a_build() {
    let site = project();
    let text = DISK
        .replace("- 10:00 UTC the disk", "- 10:00 [detectd] [runbook](../../run/book.md) the disk")
        .replace("- 12:00 UTC", "- 12:00 IST")
        .replace("Rotate", "<!-- internal --> Rotate")
        + "- [ ] Page somebody due:soon prio:P9\n\nSee [there](#nowhere) and [this](ftp://host/x).\n";
    site.write("a.md", &text);
    let run = import(&site, &["a.md"]);
    assert_eq!(run.code, 0);
    let (_, written) = only(&site);
    assert_eq!(body(&written), text);
    site.build();
    let check = site.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert!(!check.stdout.contains("unused-suppression"), "{}", check.stdout);
}

#[test]
fn a_mistake_is_let_be_only_where_the_front_matter_says_so() {
    let site = site(
        "//- content/a.md\n---\n# pmsite-ignore: broken-link\ntitle: A\n---\n[x](gone.md) [y](ftp://z)\n",
    );
    let said = site.rejected();
    assert!(said.contains("refused-link") && !said.contains("broken-link"), "{said}");
    let site = super::site::site("//- content/a.md\n---\ntitle: A\n---\n[x](gone.md)\n");
    assert!(site.rejected().contains("broken-link"));
}

#[test]
fn a_secret_is_imported_and_never_let_be() {
    let site = project();
    let token = ["ghp_", &"a1B2".repeat(9)].concat();
    site.write("a.md", format!("{DISK}\nWe used {token} then.\n"));
    let run = import(&site, &["a.md"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("error[possible-secret]: this looks like a GitHub token"), "{}", run.stderr);
    assert!(!run.stderr.contains(&token));
    assert!(!only(&site).1.contains("pmsite-ignore"));
    assert!(site.rejected().contains("possible-secret"));
}

#[test]
fn what_is_not_utf_8_is_converted_and_said() {
    let site = project();
    let text = DISK.replace("Checkout", "Größe");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    site.write("latin.md", latin);
    site.write("wide.txt", wide);
    site.write("crlf.markdown", [b"\xef\xbb\xbf", text.replace('\n', "\r\n").as_bytes()].concat());
    let run = import(&site, &["latin.md", "wide.txt", "crlf.markdown"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("from latin.md\n  converted from windows-1252\n"), "{}", run.stderr);
    assert!(run.stderr.contains("from wide.txt\n  converted from UTF-16LE\n"), "{}", run.stderr);
    let found = content(&site);
    assert_eq!(found.len(), 3);
    for written in found.values() {
        assert_eq!(body(written), text);
    }
    site.build();
}

#[test]
fn what_cannot_be_read_is_refused_and_the_rest_goes_on() {
    let site = project();
    site.write("in/a.md", DISK);
    site.write("in/binary.md", b"text\0\x01\x02\xff\xfe");
    site.write("in/empty.md", "\n\n");
    site.write("in/report.txt", b"%PDF-1.7\n");
    site.write("table.xlsx", "x");
    let large = fs::File::create(site.path("in/large.md")).unwrap();
    large.set_len(50 * 1024 * 1024).unwrap();
    let run = import(&site, &["in", "table.xlsx"]);
    assert_eq!(run.code, 1);
    let refused: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("refused")).collect();
    assert_eq!(
        refused,
        [
            "refused: in/binary.md is binary data and no text",
            "refused: in/empty.md is empty",
            "refused: in/large.md has 50 MB of text, more than the 1 MB of a write-up",
            "refused: in/report.txt is a PDF file; export it as HTML or Markdown",
            "refused: table.xlsx is no write-up by its name: `.md`, `.markdown`, `.txt`, `.html` and `.htm` are read",
        ]
    );
    assert!(run.stderr.ends_with("next: pmsite check, then pmsite build\n"));
    assert!(run.stderr.contains("\n1 imported, 5 refused\n"), "{}", run.stderr);
    assert_eq!(content(&site).len(), 1);
    let run = site.run(&["import", "nowhere"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("error: could not read `nowhere`: "), "{}", run.stderr);
    let run = import(&site, &["content"]);
    assert!(run.stderr.contains(" lies in `content` already\n"), "{}", run.stderr);
}

#[test]
fn a_page_becomes_markdown_without_its_scripts() {
    let site = project();
    site.write(
        "page.html",
        "<!DOCTYPE html><html><head><title>Ops : Checkout out of disk</title><meta name=author content='Ann Lee'>\
         <script>steal()</script><style>h1{}</style></head><body><nav>Home</nav>\
         <h1>Checkout out of disk</h1><table><tr><th>Severity</th><td>SEV-2</td></tr></table>\
         <h2>Summary</h2><p onclick='steal()'>Orders failed on 2024-05-12.</p>\
         <h2>Timeline</h2><ul><li>10:00 UTC disk full</li><li>12:00 UTC repaired</li></ul>\
         <h2>Root cause</h2><p>A <b>log</b> without a limit <img src='g.png' alt='Graph'></p></body></html>",
    );
    site.write("g.png", "image");
    let run = import(&site, &["page.html"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("  converted from HTML\n"), "{}", run.stderr);
    let found = content(&site);
    let (path, text) = found.iter().find(|(path, _)| path.ends_with("index.md")).unwrap();
    assert!(found.contains_key(&path.replace("index.md", "g.png")));
    assert_eq!(
        body(text),
        "# Checkout out of disk\n\n| Severity | SEV-2 |\n| --- | --- |\n\n## Summary\n\nOrders failed on 2024-05-12.\n\n## Timeline\n\n- 10:00 UTC disk full\n- 12:00 UTC repaired\n\n## Root cause\n\nA **log** without a limit ![Graph](g.png)\n"
    );
    assert!(matter(text).contains("\nauthors:\n- Ann Lee\n"), "{text}");
    site.build();
}

#[test]
fn front_matter_of_others_is_taken_over() {
    let site = project();
    let text = "---\nsection: issue\ntitle: API down\ndate: 2024-05-12T10:00:00Z\nresolved: true\nresolvedWhen: 2024-05-12T11:30:00Z\naffected:\n- API\nseverity: down\nrelated: [nobody]\n---\n\nIt is *fixed*.\n";
    site.write("api.md", text);
    let run = import(&site, &["api.md", "--dry-run", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let keys = ["title", "date", "start", "end", "timezone", "duration_minutes", "services"];
    assert_eq!(
        serde_json::json!(keys.map(|key| &told[key])),
        serde_json::json!(["API down", "2024-05-12", "10:00", "11:30", "UTC", 90.0, ["API"]])
    );
    import(&site, &["api.md"]);
    let (path, written) = only(&site);
    assert_eq!(path, "2024-05-12-api-down.md");
    assert_eq!(
        written,
        "---\ntitle: API down\nservices:\n- API\nimpact:\n  kind: outage\nstarted: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T11:30:00Z\nextra:\n  section: issue\n  resolved: true\n  related:\n  - nobody\n  imported_from: api.md\n  unsure:\n    related: it names postmortems that are not here\n---\n\nIt is *fixed*.\n"
    );
    site.build();
}

#[test]
fn the_name_of_a_file_tells_the_day_where_its_text_does_not() {
    let site = project();
    let text = "# The queue stood still\n\n## Summary\n\nOrders were stuck because the broker ran out of memory.\n\n## Timeline (UTC)\n\n- 10:00 The queue stops\n- 10:40 Resolved, orders move again\n";
    site.write("wiki/2024-05-14-queue.md", text);
    // A year is completed; what is told whole is believed.
    site.write(
        "wiki/2025-01-03 disk.md",
        text.replace("(UTC)", "of 30 December (UTC)").replace("queue", "disk"),
    );
    site.write(
        "wiki/2023-09-01_pool.md",
        text.replace("(UTC)", "of 2023-08-30 (UTC)").replace("queue", "pool"),
    );
    let run = import(&site, &["wiki"]);
    let found = content(&site);
    let paths: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "2023-08-30-the-pool-stood-still.md",
            "2024-05-14-the-queue-stood-still.md",
            "2024-12-30-the-disk-stood-still.md"
        ]
    );
    let text = &found["2024-05-14-the-queue-stood-still.md"];
    assert!(
        matter(text).contains("\nstarted: 2024-05-14T10:00:00Z\nresolved: 2024-05-14T10:40:00Z\n"),
        "{text}"
    );
    let told = "this is the day in the file's name, which may not be that of the incident";
    assert!(run.stderr.contains(&format!("  look at `resolved`: {told}\n")), "{}", run.stderr);
    site.build();
}

#[test]
fn what_our_model_refuses_moves_to_extra() {
    let site = project();
    site.write("book.toml", "[postmortem.services.checkout]\nname = \"Checkout\"\n");
    site.write(
        "a.md",
        "---\ntitle: A\nstarted: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T09:00:00Z\nservices: [Billing]\nsource:\n  url: nowhere\n---\nText\n",
    );
    let run = import(&site, &["a.md"]);
    let (_, written) = only(&site);
    assert_eq!(
        written,
        "---\ntitle: A\nstarted: 2024-05-12T10:00:00Z\nextra:\n  services:\n  - Billing\n  resolved: 2024-05-12T09:00:00Z\n  source:\n    url: nowhere\n  imported_from: a.md\n  unsure:\n    services: \"`Billing` is not a service\"\n    resolved: \"`resolved` is before `started`\"\n    source: \"`nowhere` is not an address of the web\"\n---\nText\n",
        "{}",
        run.stderr
    );
    site.build();
}

#[test]
fn broken_front_matter_stays_in_the_body() {
    let site = project();
    let text = format!("---\ntitle: a: b\n---\n{DISK}");
    site.write("a.md", &text);
    let run = import(&site, &["a.md"]);
    assert!(run.stderr.contains("  its front matter is kept in the body: line 2: "), "{}", run.stderr);
    assert_eq!(body(&only(&site).1), text);
    site.build();
}

#[test]
fn ids_are_given_once() {
    let site = project();
    site.write("content/inc-7.md", "---\ntitle: Mine\n---\nText\n");
    site.write("a/INC-7 disk.md", DISK);
    site.write("b/INC-8 disk.md", DISK);
    site.write("c/INC-8 disk.md", DISK);
    let run = import(&site, &["a", "b", "c"]);
    assert!(
        run.stderr.contains("  the id `INC-7` is taken, so the file's name is its id\n"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("  the id `INC-8` is taken, so the file's name is its id\n"),
        "{}",
        run.stderr
    );
    let built = site.build();
    assert!(built.has("postmortems/inc-7/index.html") && built.has("postmortems/inc-8/index.html"));
    assert_eq!(import(&site, &["a", "b", "c"]).stderr, "3 unchanged\n");
}

#[test]
fn the_shared_corpus_imports_and_builds_with_its_text_as_it_was() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: there is no {}", corpus.display());
        return;
    }
    let site = project();
    let path = corpus.display().to_string();
    let run = import(&site, &[&path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (path, written) in content(&site) {
        let from = written.lines().find_map(|line| line.strip_prefix("  imported_from: ")).unwrap();
        let from = from.trim_matches('"');
        if from.contains('#') {
            continue;
        }
        let source = fs::read(corpus.join(from.strip_prefix("corpus/").unwrap())).unwrap();
        let source = String::from_utf8(source).unwrap().replace("\r\n", "\n").replace('\r', "\n");
        assert!(source.trim_start_matches('\u{feff}').ends_with(body(&written)), "{path}");
    }
    site.build();
    let before = content(&site);
    let run = import(&site, &[&path]);
    assert!(before == content(&site), "{}", run.stderr);
}
