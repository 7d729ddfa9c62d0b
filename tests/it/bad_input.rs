//! Bad input: a clear message with its place, exit 1, and nothing written.
//!
//! The messages are whole, in `snapshots/`: read them when they change.

use crate::site::{Site, postmortem, site};

#[track_caller]
fn check(name: &str, site: &Site) {
    let said = site.rejected();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("bad_input__{name}"), said);
    });
}

#[test]
fn broken_yaml() {
    check("broken_yaml_colon", &postmortem("title: Checkout: down\nseverity: sev1", "x"));
    check("broken_yaml_tab", &postmortem("title: a\nimpact:\n\tusers: 5", "x"));
    check("broken_yaml_quote", &postmortem("title: \"a\nseverity: sev1", "x"));
    check("broken_yaml_list", &postmortem("title: a\nservices: [a, b", "x"));
}

#[test]
fn broken_toml_and_json() {
    let toml = site("");
    toml.write("content/a.md", "+++\ntitle = \"a\"\nservices = [a]\nseverity =\n+++\nx\n");
    check("broken_toml", &toml);
    let json = site("");
    json.write("content/a.md", ";;;\n{ \"title\": \"a\",\n  \"services\": [\"a\",] }\n;;;\nx\n");
    check("broken_json", &json);
    let object = site("");
    object.write("content/a.md", "{ \"title\": \"a\"\n  \"severity\": 1 }\n\nx\n");
    check("broken_json_object", &object);
}

#[test]
fn front_matter_that_is_missing_or_open() {
    let open = site("");
    open.write("content/a.md", "---\ntitle: a\nseverity: sev1\n\n## Summary\n\nx\n");
    check("unclosed_front_matter", &open);
    let none = site("");
    none.write("content/a.md", "# A postmortem\n\nx\n");
    check("missing_front_matter", &none);
    let empty = site("");
    empty.write("content/a.md", "");
    check("empty_file", &empty);
    check("missing_title", &postmortem("severity: sev1", "x"));
}

#[test]
fn keys_values_and_types() {
    check("unknown_key", &postmortem("title: a\nseverty: sev1\nimpact: { user: 5 }\nfoo: 1", "x"));
    check("wrong_type", &postmortem("title: [a]\nservices: { a: b }\nimpact: much\ntags: [a, [b]]", "x"));
    check("duplicate_key", &postmortem("title: a\nseverity: sev1\ntitle: b", "x"));
    check(
        "unknown_words",
        &postmortem(
            "title: a\nseverity: sev9\nroot_causes: [capasity, connection-pol]\ntriggers: [deploi]\ndetection: moniteur\nmitigation: [rolback]\nstatus: done\nvisibility: secret",
            "x",
        ),
    );
    check(
        "action_items",
        &postmortem(
            "title: a\naction_items:\n  - { kind: prevnt, due: soon, status: opne }\n  - { text: b, closed: 2024-01-01, status: open }",
            "x",
        ),
    );
    check(
        "ranges",
        &postmortem(
            "title: a\nimpact: { users_percent: 120, users: -5 }\nsource: { url: 'javascript:alert(1)' }",
            "x",
        ),
    );
    check(
        "broken_book",
        &site(
            "
        //- book.toml
        [book]
        titel = \"x\"
        multilingual = true
        [output.html]
        mathjax-support = true
        default-theme = \"drak\"
        [postmortem]
        base-url = \"example.org\"
        audience = \"everyone\"
        [postmortem.services.Checkout]
        name = \"x\"
        //- content/a.md
        ---
        title: a
        ---
        x
    ",
        ),
    );
}

#[test]
fn times() {
    check(
        "resolution_before_start",
        &postmortem("title: a\nstarted: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T09:00:00Z", "x"),
    );
    check("unknown_zone", &postmortem("title: a\ntimezone: Europe/Berln\nstarted: 2024-05-12 10:00", "x"));
    check("ambiguous_zone", &postmortem("title: a\ntimezone: CST\nstarted: 2024-05-12 10:00 IST", "x"));
    check(
        "invalid_times",
        &postmortem(
            "title: a\nstarted: 12.05.2024\ndetected: 2024-02-30\nmitigated: 2024-05-12 10:00\nresolved: 2024-03-31 02:30 Europe/Berlin",
            "x",
        ),
    );
}

#[test]
fn references_and_links() {
    check("dangling_reference", &postmortem("title: a\nrelated: [pm-2]\nrecurrence_of: a", "x"));
    let two = site(
        "
        //- content/db-failover.md
        ---
        title: a
        id: PM-1
        ---
        ## Root cause
        x
        //- content/other.md
        ---
        title: b
        id: pm-1
        ---
        [one](db-failver.md), [two](db-failover.md#root-cuase), [three](#nothing), ![four](img/x.png),
        [five](../../etc/passwd), [six](javascript:alert(1))
    ",
    );
    check("duplicate_id_and_links", &two);
    let clash = site(
        "
        //- content/a.md
        ---
        title: a
        aliases: [postmortems/b/]
        ---
        x
        //- content/b.md
        ---
        title: b
        ---
        x
    ",
    );
    check("two_files_for_one_page", &clash);
}

#[test]
fn bombs() {
    let mut bomb = String::from("title: a\nextra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        let alias = format!("*a{}, ", n - 1).repeat(9);
        bomb.push_str(&format!("  a{n}: &a{n} [{}]\n", alias.trim_end_matches(", ")));
    }
    check("alias_bomb", &postmortem(&bomb, "x"));
    check("deep_brackets", &postmortem(&format!("title: a\nextra: {}", "[".repeat(10_000)), "x"));
    check("deep_dashes", &postmortem(&format!("title: a\nextra:\n  {}x", "- ".repeat(5_000)), "x"));
    check("large_front_matter", &postmortem(&format!("title: a\nsummary: {}", "word ".repeat(5_000)), "x"));
}

#[test]
fn deeply_nested_markdown_builds() {
    let site = postmortem(
        "title: a",
        &format!("{}x\n\n{}y\n\n{}\n", "> ".repeat(10_000), "- ".repeat(10_000), "[".repeat(10_000)),
    );
    assert!(site.build().has("postmortems/a/index.html"));
}

#[test]
fn files_that_are_no_text() {
    let large = site("");
    large.write("content/a.md", "x".repeat(1_100_000));
    let sparse = std::fs::File::create(large.path("content/huge.md")).unwrap();
    sparse.set_len(200 * 1024 * 1024).unwrap();
    check("large_file", &large);
    let latin = site("");
    latin.write("content/a.md", b"---\ntitle: a\n---\nGr\xfc\xdfe\n");
    check("not_utf_8", &latin);
    let folder = site("");
    folder.write("content/x.md/y.txt", "");
    check("folder_named_like_a_file", &folder);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let site = postmortem("title: a", "x");
    std::os::unix::fs::symlink(outside.path(), site.path("content/secret.md")).unwrap();
    std::os::unix::fs::symlink("/etc", site.path("content/etc")).unwrap();
    check("symbolic_links", &site);
}

#[test]
fn secrets_are_masked() {
    let key = format!("AKIA{}", "ABCDEFGHIJKLMNOP");
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let site =
        postmortem("title: a", &format!("key {key} and {token}\n\n-----BEGIN RSA PRIVATE {}-----\n", "KEY"));
    let said = site.rejected();
    assert!(!said.contains("ABCDEFGHIJKLMNOP") && !said.contains(&token[8..]), "{said}");
    check("secrets", &site);
    let ignored = postmortem("title: a", &format!("<!-- pmsite-ignore: possible-secret -->\nkey {key}\n"));
    ignored.build();
}

#[test]
fn a_byte_order_mark_and_crlf_shift_no_place() {
    let site = site("");
    site.write("content/a.md", "\u{feff}---\r\ntitle: a\r\nseverity: sev9\r\n---\r\nx\r\n[a](b.md)\r\n");
    check("bom_and_crlf", &site);
}

#[test]
fn broken_templates_are_failures_of_the_surroundings() {
    for (name, template) in [
        ("broken_template", "{% extends \"builtin:home.html\" %}\n{% block main %}{{ x | }}{% endblock %}"),
        ("unknown_variable", "<p>{{ nothing.like_this }}</p>"),
    ] {
        let site = postmortem("title: a", "x");
        site.write("book.toml", "[output.html]\ntheme = \"mine\"\n");
        site.write("themes/mine/templates/home.html", template);
        let run = site.run(&["build", "--base-url", "https://example.org/"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(!site.path("public").exists());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("bad_input__{name}"), run.stderr);
        });
    }
}
