//! `pmsite check --fix`: whole files before and after, byte for byte.

use crate::site::{Run, Site, site};
use std::fs;

fn fix(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["check", "--fix", "--today", "2025-06-01"], arguments].concat())
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).unwrap()
}

/// Fixes a file, and fixes it again, which changes nothing more.
#[track_caller]
fn check(site: &Site, before: &str, after: &str, said: &str) {
    site.write("content/a.md", before);
    let run = fix(site, &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, said), "{}", run.stdout);
    assert_eq!(read(site, "content/a.md"), after);
    assert_eq!(fix(site, &[]).stderr, "0 places put right\n");
    assert_eq!(read(site, "content/a.md"), after);
}

/// A project with another name for a service, and the house style turned on.
fn project() -> Site {
    let site = site("");
    site.write(
        "book.toml",
        "[postmortem.services.checkout]\nname = \"Checkout\"\naliases = [\"shop\"]\n\n[postmortem.check.levels]\nkey-order = \"info\"\nzone-not-in-text = \"info\"\n",
    );
    site
}

const ALIAS: &str = "---\ntitle: a\nseverity: P1\n---\nx\n";
const KEY: &str = "---\ntitle: a\nseverity: sev1\n---\nx\n";

#[test]
fn words_change_and_nothing_else() {
    let before = "\u{feff}---\r\n# a note\r\ntitle: \"A\"\r\nseverity: 'P1'   # as paged\r\nservices: [ \"shop\" ] # 障害\r\n---\r\n\r\n## Summary\r\n\r\nshop P1\t";
    check(
        &project(),
        before,
        &before.replace("'P1'", "'sev1'").replace("\"shop\"", "\"checkout\""),
        "content/a.md: 2 places put right\n2 places put right in 1 file\n",
    );
    check(
        &project(),
        "+++\ntitle = 'a'\nseverity = \"P1\"\nservices = ['shop']\n+++\n",
        "+++\ntitle = 'a'\nseverity = \"sev1\"\nservices = ['checkout']\n+++\n",
        "content/a.md: 2 places put right\n2 places put right in 1 file\n",
    );
    check(
        &project(),
        "{\"title\": \"a\", \"severity\": \"P1\"}\nx",
        "{\"title\": \"a\", \"severity\": \"sev1\"}\nx",
        "content/a.md: 1 place put right\n1 place put right in 1 file\n",
    );
}

#[test]
fn a_key_that_yaml_would_not_take_for_text_comes_in_quotes() {
    let site = site("");
    site.write("book.toml", "[[postmortem.severities]]\nkey = \"1\"\naliases = [\"high\"]\n");
    check(
        &site,
        "---\ntitle: a\nseverity: high\n---\nx\n",
        "---\ntitle: a\nseverity: \"1\"\n---\nx\n",
        "content/a.md: 1 place put right\n1 place put right in 1 file\n",
    );
}

#[test]
fn words_that_yaml_shares_are_told_and_left_alone() {
    for matter in [
        "services: [&shop shop]\ntags: [*shop]",
        "tags: [&shop shop]\nservices: [*shop]",
        "services: [!!str shop]",
        "services: [\"sh\\u006fp\"]",
    ] {
        let (site, text) = (project(), format!("---\ntitle: a\n{matter}\n---\nx\n"));
        site.write("book.toml", "[postmortem.services.checkout]\naliases = [\"shop\"]\n");
        site.write("content/a.md", &text);
        let run = fix(&site, &[]);
        assert_eq!((run.code, run.stderr.as_str()), (0, "0 places put right\n"), "{}", run.stdout);
        assert!(run.stdout.contains("info[alias]: `shop` is another name of `checkout`\n"), "{}", run.stdout);
        assert!(run.stdout.contains("write `checkout`\n"), "{}", run.stdout);
        assert_eq!(read(&site, "content/a.md"), text);
    }
}

#[test]
fn fixes_that_overlap_are_made_one_after_the_other() {
    check(
        &project(),
        "\u{feff}---\r\nservices: shop\r\n\r\n# as paged\r\nseverity: P1\r\ntimezone: UTC\r\n# what broke\r\ntitle: a\r\n---\r\n\r\nFrom 10:00 to 10:30, *down*.",
        "\u{feff}---\r\n# what broke\r\ntitle: a\r\n# as paged\r\nseverity: sev1\r\nservices: checkout\r\n\r\ntimezone: UTC\r\n---\r\n\r\nFrom 10:00 to 10:30 UTC, *down*.",
        "content/a.md: 4 places put right\n4 places put right in 1 file\n",
    );
}

#[test]
fn the_house_style_is_off_until_it_is_turned_on() {
    let text = "---\nseverity: sev1\n# pmsite-ignore: key-order\ntitle: a\ntimezone: UTC\n---\n\nAt 10:00.\n";
    let site = site("");
    site.write("content/a.md", text);
    let run = fix(&site, &[]);
    for word in ["key-order", "zone-not-in-text"] {
        assert!(!run.stdout.contains(word), "{}", run.stdout);
    }
    assert_eq!(read(&site, "content/a.md"), text);
    let explained = site.run(&["check", "--explain", "key-order"]).stdout;
    assert!(explained.starts_with("key-order (off)\n"), "{explained}");
    assert!(
        explained
            .ends_with("Turn it on in `book.toml`: `[postmortem.check.levels]` `key-order = \"info\"`.\n"),
        "{explained}"
    );
    site.write(
        "book.toml",
        "[postmortem.check.paths.\"content/b.md\"]\nkey-order = \"warning\"\nzone-not-in-text = \"off\"\n",
    );
    let other = text.replace("# pmsite-ignore: key-order\n", "");
    site.write("content/b.md", &other);
    let run = site.run(&["check"]);
    let expected = "warning[key-order]: `title` stands below `severity`
 --> content/b.md:3:1
  |
3 | title: a
  | ^^^^^ out of order
  |
  = help: the order is `title`, `severity`, `timezone`; or run `pmsite check --fix`
";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    assert!(
        !run.stdout.contains("content/a.md:3") && !run.stdout.contains("zone-not-in-text"),
        "{}",
        run.stdout
    );
    assert_eq!(fix(&site, &[]).stderr, "content/b.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!(read(&site, "content/a.md"), text);
    assert_eq!(
        read(&site, "content/b.md"),
        "---\ntitle: a\nseverity: sev1\ntimezone: UTC\n---\n\nAt 10:00.\n"
    );
}

/// Postmortems that have one list each, in the front matter.
fn lists(matter: &[&str]) -> Site {
    let site = site("");
    for (at, line) in matter.iter().enumerate() {
        site.write(&format!("content/{at}.md"), format!("---\ntitle: {at}\n{line}\n---\nText.\n"));
    }
    site
}

#[test]
fn the_spelling_of_most_postmortems_is_written_everywhere() {
    let site = lists(&[
        "tags: [postgresql]",
        "tags: [postgresql]",
        "tags: [x, 'postgres'] # here",
        "tags:\n- PSQL\n- y",
        "tags: [postgres, postgresql]",
        "services: [postgres]",
        "tags: [psql, pgsql]",
    ]);
    let run = fix(&site, &["--quiet"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let list = |at: usize| {
        let text = read(&site, &format!("content/{at}.md"));
        text.lines().skip(2).take_while(|line| *line != "---").collect::<Vec<_>>().join("\n")
    };
    assert_eq!(list(2), "tags: [x, 'postgresql'] # here");
    assert_eq!(list(3), "tags:\n- postgresql\n- y");
    // Which of two in one list goes is for its author to say, and a service is no tag.
    assert_eq!(list(4), "tags: [postgres, postgresql]");
    assert_eq!(list(5), "services: [postgres]");
    assert_eq!(list(6), "tags: [psql, pgsql]");
    assert_eq!(fix(&site, &[]).stderr, "0 places put right\n");
}

#[test]
fn spellings_without_a_clear_majority_and_names_are_left_alone() {
    for matter in [
        &["tags: [postgres]", "tags: [postgresql]"][..],
        &["tags: [k8s]", "tags: [k8s]", "tags: [kube]", "tags: [kube]", "tags: [kubernetes]"],
        &["services: [payment]", "services: [payments]", "services: [payments]"],
        &["teams: [db]", "teams: [database]", "teams: [database]"],
    ] {
        let site = lists(matter);
        let run = fix(&site, &[]);
        assert_eq!(run.stderr, "0 places put right\n", "{matter:?}");
        assert!(run.stdout.contains("similar-terms"), "{}", run.stdout);
        assert!(!run.stdout.contains("check --fix"), "{}", run.stdout);
    }
    let dashes = ["services: [checkout-api]", "services: [checkout-api]", "services: [checkoutapi]"];
    let site = lists(&dashes);
    assert_eq!(fix(&site, &[]).stderr, "content/2.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!(read(&site, "content/2.md"), read(&site, "content/1.md").replace("title: 1", "title: 2"));
    // Names of a catalog were chosen.
    let site = lists(&dashes);
    site.write("book.toml", "[postmortem.services.checkoutapi]\n[postmortem.services.checkout-api]\n");
    assert_eq!(fix(&site, &[]).stderr, "0 places put right\n");
}

#[test]
fn only_what_is_reported_is_fixed() {
    let site = site("");
    let suppressed = ALIAS.replace("severity", "# pmsite-ignore: alias\nseverity");
    for (name, text) in [("a", ALIAS), ("b", ALIAS), ("c", &suppressed)] {
        site.write(&format!("content/{name}.md"), text);
    }
    site.write("book.toml", "[postmortem.check.paths.\"content/b.md\"]\nalias = \"off\"\n");
    assert_eq!(fix(&site, &["content/b.md", "content/c.md"]).stderr, "0 places put right\n");
    assert_eq!(fix(&site, &[]).stderr, "content/a.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!(read(&site, "content/a.md"), KEY);
    assert_eq!(read(&site, "content/b.md"), ALIAS);
    assert_eq!(read(&site, "content/c.md"), suppressed);
}

#[test]
fn files_that_are_named_or_changed_are_fixed_and_no_others() {
    let site = site("");
    for name in ["a", "b", "c"] {
        site.write(&format!("content/{name}.md"), ALIAS);
    }
    site.git(&["init", "--quiet"]);
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "all"]);
    assert!(fix(&site, &["--changed-since", "HEAD"]).stderr.starts_with("0 places put right\n"));
    site.write("content/b.md", ALIAS.replace("\nx\n", "\ny\n"));
    let run = fix(&site, &["--changed-since", "HEAD"]);
    assert_eq!(run.stderr, "content/b.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!(read(&site, "content/b.md"), KEY.replace("\nx\n", "\ny\n"));
    assert_eq!((read(&site, "content/a.md").as_str(), read(&site, "content/c.md").as_str()), (ALIAS, ALIAS));
    let run = fix(&site, &["content/c.md"]);
    assert_eq!(run.stderr, "content/c.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!((read(&site, "content/a.md").as_str(), read(&site, "content/c.md").as_str()), (ALIAS, KEY));
}

#[test]
fn files_in_several_folders_are_counted() {
    let site = site("");
    site.write("content/b/index.md", ALIAS);
    site.write("content/a.md", "---\ntitle: a\nseverity: P1\nroot_causes: [Capacity]\n---\nx\n");
    let run = fix(&site, &[]);
    assert_eq!(
        run.stderr,
        "content/a.md: 1 place put right\ncontent/b/index.md: 1 place put right\n2 places put right in 2 files\n"
    );
}

#[test]
fn a_file_that_is_read_only_keeps_all_from_being_written() {
    let site = site("");
    site.write("content/a.md", ALIAS);
    site.write("content/b.md", ALIAS);
    let path = site.path("content/b.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let run = fix(&site, &[]);
    let said = "error: cannot write `./content/b.md`: it is read-only\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", said));
    assert_eq!((read(&site, "content/a.md").as_str(), read(&site, "content/b.md").as_str()), (ALIAS, ALIAS));
    assert_eq!(fix(&site, &["content/a.md"]).code, 0);
    assert_eq!(read(&site, "content/a.md"), KEY);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::PermissionsExt;
    let site = site("");
    site.write("shared/a.md", ALIAS);
    site.write("content/x.md", "---\ntitle: x\n---\nx\n");
    std::os::unix::fs::symlink("../shared/a.md", site.path("content/b.md")).unwrap();
    fs::set_permissions(site.path("shared/a.md"), fs::Permissions::from_mode(0o640)).unwrap();
    let run = fix(&site, &["content/b.md"]);
    assert_eq!(run.stderr, "content/b.md: 1 place put right\n1 place put right in 1 file\n");
    assert_eq!(fs::read_link(site.path("content/b.md")).unwrap().to_str(), Some("../shared/a.md"));
    assert_eq!(read(&site, "shared/a.md"), KEY);
    assert_eq!(fs::metadata(site.path("shared/a.md")).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> =
        fs::read_dir(site.path("shared")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.md"]);
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_fixed_once() {
    let site = site("");
    site.write("content/b.md", ALIAS);
    std::os::unix::fs::symlink("b.md", site.path("content/a.md")).unwrap();
    let run = fix(&site, &[]);
    assert!(
        run.stderr.starts_with("content/a.md: 1 place put right\n1 place put right in 1 file\n"),
        "{}",
        run.stderr
    );
    assert_eq!(read(&site, "content/b.md"), KEY);
    assert!(site.path("content/a.md").is_symlink());
}

#[test]
fn new_postmortems_are_in_the_documented_order() {
    let site = site("");
    assert_eq!(site.run(&["init"]).code, 0);
    assert_eq!(site.run(&["new", "Checkout down", "--date", "2025-05-12"]).code, 0);
    site.write("book.toml", "[postmortem.check.levels]\nkey-order = \"error\"\n");
    let run = site.run(&["check"]);
    assert!(!run.stdout.contains("key-order"), "{}", run.stdout);
}
