//! The commands as a newcomer meets them: streams, exit codes, messages.

use crate::site::site;

#[test]
fn a_new_knowledge_base_builds_as_it_is() {
    let site = site("");
    let run = site.run(&["init", "kb", "--title", "Our \"incidents\"", "--github"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(run.stderr.ends_with("next: cd kb && pmsite build\n"), "{}", run.stderr);
    assert!(site.path("kb/.github/workflows/pages.yml").exists());
    let run = site.run(&["--root", "kb", "build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.path("kb/public/index.html").exists());
    let again = site.run(&["init", "kb"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("exists already; nothing was written"), "{}", again.stderr);
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
    for command in ["init", "new", "build", "schema", "completions"] {
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
    let mut known = pmsite::validate::KEYS.to_vec();
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
