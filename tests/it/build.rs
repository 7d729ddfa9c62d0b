//! `build`: the same bytes every time, nothing left behind, and never half a site.

use crate::site::{files, postmortem, site};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const TWO: &str = "
    //- content/a.md
    ---
    title: a
    services: [checkout]
    ---
    x
    //- content/b.md
    ---
    title: b
    services: [checkout]
    ---
    x
";

#[test]
fn builds_are_repeatable_on_any_number_of_threads() {
    let site = site(TWO);
    let first = site.build();
    assert!(first == site.build(), "a second build changed something");
    let output = site.command(&["build"]).env("RAYON_NUM_THREADS", "1").output().unwrap();
    assert!(output.status.success());
    assert!(first.files == files(&site.path("public")), "one thread changed something");
}

#[test]
fn what_is_deleted_is_gone() {
    let site = site(TWO);
    site.build();
    site.remove("content/b.md");
    let built = site.build();
    assert!(built.has("postmortems/a/index.html"));
    for (path, bytes) in &built.files {
        assert!(!path.contains("/b/") && !path.contains("/b."), "{path}");
        assert!(!String::from_utf8_lossy(bytes).contains("postmortems/b"), "{path}");
    }
}

#[test]
fn a_build_that_fails_leaves_the_old_site() {
    let site = site(TWO);
    let first = site.build();
    site.write("content/b.md", "no front matter");
    assert_eq!(site.run(&["build"]).code, 1);
    assert!(first.files == files(&site.path("public")));
    site.write("content/b.md", "---\ntitle: b\n---\n");
    site.write("themes/mine/templates/home.html", "{{ broken");
    site.write("book.toml", "[output.html]\ntheme = \"mine\"\n");
    assert_eq!(site.run(&["build"]).code, 2);
    assert!(first.files == files(&site.path("public")));
}

#[test]
fn a_folder_that_pmsite_did_not_make_is_refused() {
    let site = site(TWO);
    site.write("public/mine.txt", "mine");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("was not made by pmsite"), "{}", run.stderr);
    assert_eq!(std::fs::read(site.path("public/mine.txt")).unwrap(), b"mine");
    assert_eq!(site.run(&["build", "--force"]).code, 0);
    assert!(!site.path("public/mine.txt").exists());
    for dangerous in [".", "content", "themes", "..", "/"] {
        let run = site.run(&["build", "--force", "--output", dangerous]);
        assert_eq!(run.code, 2, "{dangerous}: {}", run.stderr);
        assert!(site.path("content/a.md").exists());
    }
}

#[test]
fn a_file_in_the_way_is_refused() {
    let site = postmortem("title: a", "x");
    site.write("public", "a file");
    assert_eq!(site.run(&["build"]).code, 2);
    assert_eq!(std::fs::read(site.path("public")).unwrap(), b"a file");
}

/// Kills builds at many moments; what is in `public` must be the old or the new site, whole.
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let site = site("");
    for n in 0..150 {
        site.write(
            &format!("content/p{n}.md"),
            format!("---\ntitle: p{n}\nservices: [s{}]\n---\nold\n", n % 7),
        );
    }
    let start = std::time::Instant::now();
    let old = site.build();
    let whole = start.elapsed();
    for n in 0..150 {
        site.write(
            &format!("content/p{n}.md"),
            format!("---\ntitle: p{n}\nservices: [s{}]\n---\nnew\n", n % 7),
        );
    }
    let mut new = None;
    for step in 0..24 {
        let mut child = site.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(f64::from(step) / 20.0).min(Duration::from_secs(5)));
        let _ = child.kill();
        let _ = child.wait();
        let now = files(&site.path("public"));
        if now != old.files {
            let new = new.get_or_insert_with(|| site_of(&site, "fresh"));
            assert!(now == *new, "killed at step {step}: neither the old nor the new site");
        }
    }
    // The next build takes away what the killed ones left.
    site.build();
    let left: Vec<_> = names(site.root()).into_iter().filter(|name| name.contains("staging")).collect();
    assert_eq!(left, Vec::<String>::new());
}

fn site_of(site: &crate::site::Site, output: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let run = site.run(&["build", "--output", output]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    files(&site.path(output))
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn yaml_toml_and_json_say_the_same() {
    let body = "## Summary\n\nIt broke.\n";
    let yaml = format!(
        "---\ntitle: a\nseverity: SEV-1\nservices: [x, y]\nstarted: 2024-05-12T10:00:00Z\nimpact: {{ users: 5 }}\n---\n{body}"
    );
    let toml = format!(
        "+++\ntitle = \"a\"\nseverity = \"p1\"\nservices = [\"x\", \"y\"]\nstarted = 2024-05-12T10:00:00Z\nimpact = {{ users = 5 }}\n+++\n{body}"
    );
    let json = format!(
        "{{\"title\": \"a\", \"severity\": \"critical\", \"services\": [\"x\", \"y\"],\n\"started\": \"2024-05-12T10:00:00Z\", \"impact\": {{ \"users\": 5 }}}}\n{body}"
    );
    let fenced = format!(
        ";;;\n{{\"title\": \"a\", \"severity\": 1, \"services\": [\"x\", \"y\"],\n\"started\": \"2024-05-12T10:00:00Z\", \"impact\": {{ \"users\": 5 }}}}\n;;;\n{body}"
    );
    let sites: Vec<_> = [yaml, toml, json, fenced]
        .iter()
        .map(|text| {
            let site = site("");
            site.write("content/a.md", text);
            site.build()
        })
        .collect();
    for other in &sites[1..] {
        assert_eq!(other.text("api/postmortems/a.json"), sites[0].text("api/postmortems/a.json"));
        assert!(other.files == sites[0].files);
    }
}

#[test]
fn a_bundle_takes_its_files_along() {
    let site = site(
        "
        //- content/disk-full/index.md
        ---
        title: Disk full
        ---
        ![graph](graph.svg) and [log](logs/app.log)
        //- content/disk-full/graph.svg
        <svg/>
        //- content/disk-full/logs/app.log
        no space
        //- content/shared.txt
        shared
        //- content/_drafts/x.md
        nothing
        //- content/.hidden
        nothing
    ",
    );
    let built = site.build();
    assert!(built.has("postmortems/disk-full/graph.svg"));
    assert!(built.has("postmortems/disk-full/logs/app.log"));
    assert_eq!(built.text("shared.txt"), "shared\n");
    assert!(!built.files.keys().any(|path| path.contains("_drafts") || path.contains(".hidden")));
}

#[test]
fn drafts_are_built_on_request_only() {
    let site = postmortem("title: a\nstatus: draft", "x");
    site.write("content/b.md", "---\ntitle: b\n---\n[a](a.md)\n");
    let without = site.build();
    assert!(!without.has("postmortems/a/index.html"));
    assert!(!without.text("postmortems/b/index.html").contains("postmortems/a"));
    let with = site.build_with(&["--drafts"]);
    assert!(with.has("postmortems/a/index.html"));
}

#[test]
fn settings_come_from_the_environment_too() {
    let site = postmortem("title: a", "x");
    let output = site.command(&["build"]).env("PMSITE_BOOK__TITLE", "Our incidents").output().unwrap();
    assert!(output.status.success());
    assert!(std::fs::read_to_string(site.path("public/index.html")).unwrap().contains("Our incidents"));
    let output = site.command(&["build"]).env("PMSITE_BOOK__TITEL", "x").output().unwrap();
    let run = site.read(&output);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("environment variable PMSITE_BOOK__TITEL"), "{}", run.stderr);
}

#[test]
fn a_theme_of_ones_own_overrides_a_block() {
    let site = postmortem("title: a", "x");
    site.write("book.toml", "[output.html]\ntheme = \"mine\"\n");
    site.write(
        "themes/mine/templates/home.html",
        "{% extends \"builtin:home.html\" %}{% block main %}<p>Mine.</p>{% endblock main %}",
    );
    let built = site.build();
    assert_eq!(built.main("index.html").trim(), "<p>Mine.</p>");
    assert!(built.text("postmortems/a/index.html").contains("<h1"));
}
