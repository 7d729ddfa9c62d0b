//! The commands as a newcomer meets them: streams, exit codes, messages.

use crate::site::site;

#[test]
fn a_new_knowledge_base_builds_as_it_is() {
    let site = site("");
    let run = site.run(&["init", "kb", "--title", "Our \"incidents\""]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    insta::assert_snapshot!(run.stderr, @r#"
    wrote `kb/book.toml`
    wrote `kb/content/2025-06-15-an-example.md`
    wrote `kb/content/pages/about.md`
    wrote `kb/content/_templates/postmortem.md`
    wrote `kb/.gitignore`

    next:
      cd kb
      pmsite serve --watch      look at it while you write
      pmsite new "What broke"   the first postmortem, from a template
      pmsite check              what is missing from it
      pmsite build              the site, in `public/`
    "#);
    let run = site.run(&["--root", "kb", "build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.path("kb/public/index.html").exists());
    let run = site.run(&["--root", "kb", "check"]);
    assert_eq!(run.stderr, "1 postmortem checked, nothing to say\n", "{}", run.stdout);
    assert!(!site.path("kb/.github").exists());
}

#[test]
fn a_new_knowledge_base_on_github_says_what_is_to_be_set_there() {
    let site = site("");
    let run = site.run(&["init", "our incidents", "--github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = run.stderr.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    insta::assert_snapshot!(said, @r#"
    wrote `our incidents/book.toml`
    wrote `our incidents/content/2025-06-15-an-example.md`
    wrote `our incidents/content/pages/about.md`
    wrote `our incidents/content/_templates/postmortem.md`
    wrote `our incidents/.gitignore`
    wrote `our incidents/.github/workflows/check.yml`
    wrote `our incidents/.github/workflows/pages.yml`

    next:
      cd 'our incidents'
      pmsite serve --watch      look at it while you write
      pmsite new "What broke"   the first postmortem, from a template
      pmsite check              what is missing from it
      pmsite build              the site, in `public/`

    on GitHub, once, in the settings of the repository:
      Pages: choose “GitHub Actions” as the source
      Secrets and variables, Actions, Variables: the workflows install pmsite [VERSION] from the crate
      registry; if it is not there, set PMSITE_GIT and PMSITE_REV to its repository and a commit
    "#);
}

#[test]
fn init_never_writes_over_a_file() {
    let site = site(
        "
        //- kb/notes.txt
        mine
        //- kb/.gitignore
        /node_modules
    ",
    );
    let run = site.run(&["init", "kb"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("kept `kb/.gitignore`: add `/public` and `/.pmsite` to it"),
        "{}",
        run.stderr
    );
    let text = |path: &str| std::fs::read_to_string(site.path(path)).unwrap();
    assert_eq!(text("kb/.gitignore").trim(), "/node_modules");
    assert_eq!(text("kb/notes.txt").trim(), "mine");
    // A second time there is something to lose, so nothing at all is written.
    site.write("kb/book.toml", "[book]\ntitle = \"Mine\"\n");
    site.remove("kb/content/pages/about.md");
    let run = site.run(&["init", "kb"]);
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(run.stderr, @r#"
    error: `kb/book.toml`, `kb/content/2025-06-15-an-example.md`, `kb/content/_templates/postmortem.md` exist already; nothing was written; this is a knowledge base: `pmsite new TITLE` adds a postmortem, `pmsite init --github` the workflows
    "#);
    assert!(!site.path("kb/content/pages/about.md").exists());
    assert_eq!(text("kb/book.toml"), "[book]\ntitle = \"Mine\"\n");
    // The workflows can come later.
    let run = site.run(&["init", "kb", "--github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("nothing but the workflows was written"), "{}", run.stderr);
    assert!(site.path("kb/.github/workflows/check.yml").exists());
    assert_eq!(text("kb/book.toml"), "[book]\ntitle = \"Mine\"\n");
    let run = site.run(&["init", "kb", "--github"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("check.yml`, `kb/.github/workflows/pages.yml` exist already"),
        "{}",
        run.stderr
    );
    let run = site.run(&["init", "kb/notes.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: `kb/notes.txt` is a file: name a folder\n"));
}

#[test]
fn workflows_below_the_root_of_a_repository_are_pointed_out() {
    let site = site("");
    std::fs::create_dir(site.path(".git")).unwrap();
    let run = site.run(&["init", "docs/incidents", "--github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("GitHub reads workflows at the root of a repository, which is `"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_new_postmortem_is_a_draft_that_builds() {
    let site = site("");
    site.run(&["init"]);
    let run = site.run(&["new", "Disk: \"full\" & slow", "--date", "2024-05-12"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "./content/2024-05-12-disk-full-slow.md\n");
    assert_eq!(site.run(&["build", "--drafts", "--strict"]).code, 0);
    assert!(site.path("public/postmortems/2024-05-12-disk-full-slow/index.html").exists());
    let again = site.run(&["new", "Disk: \"full\" & slow", "--date", "2024-05-12"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("exists already, and is left as it is"), "{}", again.stderr);
    let run = site.run(&["new", "x", "--template", "nothing"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there are: postmortem"), "{}", run.stderr);
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let site = site("");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("make one with `pmsite init`"), "{}", run.stderr);
}

#[test]
fn bad_flags_exit_with_two_and_help_with_zero() {
    let site = site("");
    assert_eq!(site.run(&["biuld"]).code, 2);
    assert_eq!(site.run(&["build", "--audience", "all"]).code, 2);
    assert_eq!(site.run(&["build", "--base-url", "example.org"]).code, 2);
    let help = site.run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for command in ["init", "new", "build", "search", "similar", "schema", "completions"] {
        assert!(help.stdout.contains(command), "{}", help.stdout);
    }
}

#[test]
fn data_goes_to_stdout_and_talk_to_stderr() {
    let site = crate::site::postmortem("title: a", "x");
    let run = site.run(&["build"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("built 1 postmortem and 0 pages"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "colours without a terminal");
    let quiet = site.run(&["build", "--quiet"]);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let timed = site.run(&["build", "--timings"]);
    for stage in ["discover", "parse", "validate", "render", "publish"] {
        assert!(timed.stderr.contains(stage), "{}", timed.stderr);
    }
}

#[test]
fn search_answers_on_the_terminal() {
    let site = site(
        "
        //- content/pool.md
        ---
        title: Connection pool exhausted
        severity: sev1
        services: [checkout]
        root_causes: [capacity]
        started: 2024-05-12T10:00:00Z
        resolved: 2024-05-12T12:30:00Z
        ---
        ## Summary

        The database refused connections.
        //- content/dns.md
        ---
        title: DNS record lost
        services: [search]
        ---
        ## Summary

        A record was deleted by hand.
        //- content/secret.md
        ---
        title: Internal database matter
        visibility: internal
        ---
        ## Summary

        The database again.
        ",
    );
    let run = site.run(&["search", "databse", "conections"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Connection pool exhausted\n  2024-05-12 · SEV-1 · 2 h 30 min · checkout · capacity\n  content/pool.md\n  The database refused connections. … The database refused connections.\n".replace(" … The database refused connections.", " The database refused connections.")
    );
    assert_eq!(
        run.stderr,
        "searched for `database` instead of `databse`, which no postmortem has\n\
         searched for `connections` instead of `conections`, which no postmortem has\n\
         1 postmortem was found\n"
    );
    let run = site.run(&["search", "--format", "json", "--limit", "1", "service:search OR cause:capacity"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&data["total"], data["hits"].as_array().unwrap().len()), (&serde_json::json!(2), 1));
    assert_eq!(data["hits"][0]["file"], "content/pool.md");
    assert_eq!(data["hits"][0]["duration"], 9000);
    let run = site.run(&["search", "--", "-hand", "duration:>2x", "foo:bar", "record"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("note: `duration:>2x` is no duration such as 90m or >2h"), "{}", run.stderr);
    assert!(run.stderr.ends_with("nothing was found\n"), "{}", run.stderr);
    let run = site.run(&["search", "--audience", "internal", "matter"]);
    assert!(run.stdout.starts_with("Internal database matter\n"), "{}", run.stdout);
    let run = site.run(&["search", "..."]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: `...` holds no word to search for\n"));
}

#[test]
fn similar_finds_what_is_like_a_file_or_a_text() {
    let site = site(
        "
        //- content/a.md
        ---
        title: Cache stampede after deploy
        ---
        ## Summary

        The cache emptied and the origin was flooded by requests.
        //- content/b.md
        ---
        title: Cache emptied again
        ---
        ## Summary

        The origin was flooded, as the cache was cold.
        //- content/c.md
        ---
        title: Certificate expired
        ---
        ## Summary

        Nobody renewed it.
        ",
    );
    let run = site.run(&["similar", "content/a.md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("Cache emptied again\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("Cache stampede"), "a postmortem is not like itself: {}", run.stdout);
    let mut command = site.command(&["similar", "--limit", "1"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let alert = b"[FIRING] host=10.0.0.1:443 error=\"certificate has expired\" request 0193afc2";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), alert).unwrap();
    let run = site.read(&child.wait_with_output().unwrap());
    assert!(run.stdout.starts_with("Certificate expired\n"), "{}{}", run.stdout, run.stderr);
    let run = site.run(&["similar", "nowhere.md"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: cannot read nowhere.md: "), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn variables_that_are_no_text_are_nobodys_settings() {
    use std::os::unix::ffi::OsStrExt;
    let site = crate::site::postmortem("title: a", "x");
    let bytes = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for arguments in [&["build"][..], &["schema"], &["new", "x"]] {
        let mut command = site.command(arguments);
        command.env("PMSITE_BOOK__TITLE", bytes).env(bytes, "x");
        let run = site.read(&command.output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn the_schema_knows_every_key_and_the_projects_own_terms() {
    let site = site(
        "
        //- book.toml
        [postmortem.services.checkout]
        name = \"Checkout\"
        //- content/a.md
    ",
    );
    let run = site.run(&["schema"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut keys: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut known = pmsite::model::Postmortem::KEYS.to_vec();
    keys.sort_unstable();
    known.sort_unstable();
    assert_eq!(keys, known);
    assert!(run.stdout.contains("\"checkout\""));
}

#[test]
fn completions_are_printed_for_shells() {
    let site = site("");
    for shell in ["bash", "zsh", "fish"] {
        let run = site.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("pmsite"));
    }
}
