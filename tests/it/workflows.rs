//! The workflows that `init --github` writes, those of this repository, and its action: what they run,
//! as far as that can be done without GitHub.

use crate::site::{Site, files, site};
use crate::workflow::{Job, Machine};
use serde_yaml::Value;
use std::fs;
use std::path::Path;

/// A repository with a new knowledge base on `main`, and a branch of it checked out.
fn repository() -> Site {
    let site = site("");
    let run = site.run(&["init", ".", "--github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Nobody's pull request is to answer for what was there before.
    site.write("content/old.md", "---\ntitle: Old and bare\n---\nSomething broke.\n");
    site.git(&["init", "--quiet", "--initial-branch", "main"]);
    commit(&site);
    site.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    site.git(&["checkout", "--quiet", "-b", "change"]);
    site
}

fn commit(site: &Site) {
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "x"]);
}

/// Adds the example again, a year later and without a word of the first time.
fn repeat(site: &Site) {
    let name = fs::read_dir(site.path("content"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.ends_with("an-example.md"))
        .unwrap();
    let text = fs::read_to_string(site.path(&format!("content/{name}"))).unwrap();
    let year = |text: &str| text.replace("2025-", "2026-");
    site.write(&format!("content/{}", year(&name).replace("an-example", "again")), year(&text));
    commit(site);
}

fn yaml(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn check(site: &Site, machine: &mut Machine) -> Job {
    machine.run_job(&yaml(&site.path(".github/workflows/check.yml")), "check")
}

fn project_file(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn a_pull_request_gets_notes_a_comment_a_summary_and_code_scanning() {
    let site = repository();
    repeat(&site);
    let mut machine = Machine::new(site.root());
    let job = check(&site, &mut machine);
    assert_eq!(job.failed, None, "{}", job.log);
    assert!(job.log.contains("::warning file=content/2026-06-15-again.md,line="), "{}", job.log);
    assert!(!job.log.contains("old.md"), "what did not change is not reported: {}", job.log);
    let summary = machine.read("summary");
    assert!(summary.starts_with("<!-- pmsite check -->"), "{summary}");
    assert!(summary.contains("possible-recurrence"), "{summary}");
    assert_eq!(machine.read("notes/body"), summary, "the comment says the same");
    assert!(machine.read("notes/calls").contains("--method POST repos/owner/kb/issues/7/comments"));
    let (_, inputs) =
        job.actions.iter().find(|(name, _)| name.starts_with("github/codeql-action/upload-sarif@")).unwrap();
    let sarif: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&inputs["sarif_file"]).unwrap()).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "possible-recurrence"), "{results:#?}");
    assert!(machine.path("temp/site/index.html").exists(), "the site was built strictly");
    assert!(!site.path("public").exists(), "and not into the checkout");
}

#[test]
fn the_comment_of_an_earlier_push_is_changed() {
    let site = repository();
    let mut machine = Machine::new(site.root());
    machine.write("notes/earlier", "42\n43\n");
    let job = check(&site, &mut machine);
    assert_eq!(job.failed, None, "{}", job.log);
    let calls = machine.read("notes/calls");
    assert!(calls.contains("--method PATCH repos/owner/kb/issues/comments/42 "), "{calls}");
    assert!(machine.read("notes/body").contains("All is well"), "what was found is put right since");
}

#[test]
fn nothing_to_say_is_said_in_the_summary_only() {
    let site = repository();
    let mut machine = Machine::new(site.root());
    let job = check(&site, &mut machine);
    assert_eq!(job.failed, None, "{}", job.log);
    assert!(machine.read("summary").contains("All is well"));
    assert!(!machine.read("notes/calls").contains("--method"), "{}", machine.read("notes/calls"));
}

#[test]
fn a_fork_that_may_not_comment_has_the_summary() {
    let site = repository();
    repeat(&site);
    let mut machine = Machine::new(site.root());
    machine.write("notes/read-only", "");
    let job = check(&site, &mut machine);
    assert_eq!(job.failed, None, "{}", job.log);
    assert!(job.log.contains("::notice::this token may not comment; the findings are in the summary"));
    assert!(machine.read("summary").contains("possible-recurrence"));
}

#[test]
fn errors_of_the_check_fail_a_pull_request_after_they_were_told() {
    let site = repository();
    let book = fs::read_to_string(site.path("book.toml")).unwrap();
    site.write("book.toml", book + "\n[postmortem.check.levels]\npossible-recurrence = \"error\"\n");
    repeat(&site);
    let mut machine = Machine::new(site.root());
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Fail if the check found errors"), "{}", job.log);
    assert!(machine.read("notes/body").contains("possible-recurrence"));
    assert!(job.log.contains("::error::pmsite check found errors"), "{}", job.log);
    // What is no postmortem at all is told as well, before the build refuses it.
    site.write("content/broken.md", "---\ntitle: x\nseverity: sev9\n---\nx\n");
    commit(&site);
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Build the site, strictly"), "{}", job.log);
    assert!(machine.read("notes/body").contains("unknown-severity"));
}

#[test]
fn trouble_around_the_check_is_no_finding() {
    let site = repository();
    site.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    let mut machine = Machine::new(site.root());
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Check what changed"), "{}", job.log);
    assert_eq!(machine.read("summary"), "");
}

#[test]
fn pages_are_built_for_their_address() {
    let site = repository();
    let mut machine = Machine::new(site.root());
    let job = machine.run_job(&yaml(&site.path(".github/workflows/pages.yml")), "build");
    assert_eq!(job.failed, None, "{}", job.log);
    let (_, inputs) =
        job.actions.iter().find(|(name, _)| name.starts_with("actions/upload-pages-artifact@")).unwrap();
    let built = files(Path::new(&inputs["path"]));
    let text = |path: &str| String::from_utf8(built[path].clone()).unwrap();
    assert!(text("sitemap.xml").contains("<loc>https://owner.github.io/kb/postmortems/"));
    assert!(text("feed.xml").contains("https://owner.github.io/kb/"));
    assert!(text("index.html").contains("href=\"https://owner.github.io/kb/\""), "canonical");
}

#[test]
fn pmsite_is_installed_in_the_version_that_was_named() {
    let site = repository();
    for workflow in ["check", "pages"] {
        let file = site.path(&format!(".github/workflows/{workflow}.yml"));
        assert_eq!(yaml(&file)["env"]["PMSITE_VERSION"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    }
    let mut machine = Machine::new(site.root());
    assert_eq!(check(&site, &mut machine).failed, None);
    let home = machine.path("home").display().to_string();
    let root = format!("{home}/.pmsite");
    let version = env!("CARGO_PKG_VERSION");
    let calls = machine.read("notes/calls");
    assert!(
        calls.starts_with(&format!("cargo install pmsite --locked --root {root} --version ={version}\n")),
        "{calls}"
    );

    machine.write("notes/calls", "");
    machine.set("vars.PMSITE_GIT", "https://git.example.org/pmsite");
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Install pmsite"), "a version is needed: {}", job.log);
    machine.set("vars.PMSITE_REV", "4b57b41");
    assert_eq!(check(&site, &mut machine).failed, None);
    let git = "--git https://git.example.org/pmsite --rev 4b57b41";
    assert!(
        machine
            .read("notes/calls")
            .starts_with(&format!("cargo install pmsite --locked --root {root} {git}\n"))
    );

    let mut machine = Machine::new(site.root());
    machine.write("notes/cargo-fails", "");
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Install pmsite"));
    assert!(job.log.contains("set the variables PMSITE_GIT and PMSITE_REV"), "{}", job.log);

    // What the cache has is not compiled again.
    machine.set("steps.cache.outputs.cache-hit", "true");
    let job = check(&site, &mut machine);
    assert_eq!(job.failed.as_deref(), Some("Check what changed"), "no pmsite on this machine: {}", job.log);
}

#[test]
fn the_action_checks_and_builds() {
    let site = repository();
    repeat(&site);
    let action = yaml(&project_file("action.yml"));
    let mut machine = Machine::new(site.root().parent().unwrap());
    let root = site.root().file_name().unwrap().to_str().unwrap();
    let job = machine.run_action(
        &action,
        &[
            ("root", root),
            ("changed-since", "origin/main"),
            ("strict", "true"),
            ("audience", "internal"),
            ("base-url", "https://example.org/kb/"),
        ],
    );
    assert_eq!(job.failed, None, "{}", job.log);
    let calls = machine.read("notes/calls");
    assert!(calls.ends_with(&format!("--path {}\n", env!("CARGO_MANIFEST_DIR"))), "{calls}");
    assert_eq!(machine.get("steps.version.outputs.hash").len(), 32);
    assert_eq!(machine.get("outputs.verdict"), "passed");
    assert!(fs::read_to_string(machine.get("outputs.comment")).unwrap().contains("possible-recurrence"));
    assert!(fs::read_to_string(machine.get("outputs.sarif")).unwrap().contains("possible-recurrence"));
    let built = files(Path::new(machine.get("outputs.site")));
    assert!(String::from_utf8_lossy(&built["feed.xml"]).contains("https://example.org/kb/"));

    // Everything, by default: the bare old one fails where its level says so.
    let book = fs::read_to_string(site.path("book.toml")).unwrap();
    site.write("book.toml", book + "\n[postmortem.check.levels]\nmissing-root-cause = \"error\"\n");
    let mut machine = Machine::new(site.root());
    let job = machine.run_action(&action, &[]);
    assert_eq!(job.failed.as_deref(), Some("Fail if the check found errors"), "{}", job.log);
    assert!(job.log.contains("::error file=content/old.md"), "{}", job.log);
    let mut machine = Machine::new(site.root());
    let job = machine.run_action(&action, &[("check", "false"), ("output", "out")]);
    assert_eq!((job.failed, machine.get("steps.build.outputs.site")), (None, "out"), "{}", job.log);
    assert!(site.path("out/index.html").exists());
}

/// What the documentation shows for GitLab, each of whose jobs is one script.
#[test]
fn the_documented_jobs_of_gitlab_run() {
    let page = fs::read_to_string(project_file("content/pages/hosting.md")).unwrap();
    let text = page.split("```yaml\n").find(|text| text.starts_with("# .gitlab-ci.yml")).unwrap();
    let jobs: Value = serde_yaml::from_str(text.split("```").next().unwrap()).unwrap();
    assert_eq!(jobs["variables"]["PMSITE_VERSION"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    let lines = |list: &Value| -> Vec<String> {
        list.as_sequence().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    let script = |job: &str| [lines(&jobs["before_script"]), lines(&jobs[job]["script"])].concat().join("\n");
    let site = repository();
    repeat(&site);
    let base = fs::read_to_string(site.path(".git/refs/remotes/origin/main")).unwrap();
    let variables = [
        ("PMSITE_VERSION", env!("CARGO_PKG_VERSION")),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
        ("CI_PAGES_URL", "https://group.gitlab.io/kb"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut machine = Machine::new(site.root());
    let mut log = String::new();
    assert!(machine.shell(&script("check"), &variables.clone().into(), &mut log), "{log}");
    assert!(log.contains("warning[possible-recurrence]") && !log.contains("old.md"), "{log}");
    assert!(machine.shell(&script("pages"), &variables.into(), &mut log), "{log}");
    let feed = fs::read_to_string(site.path("public/feed.xml")).unwrap();
    assert!(feed.contains("https://group.gitlab.io/kb/"));
    assert_eq!(machine.read("notes/calls").lines().count(), 1, "the cache is used");
}

/// Every file, with its text.
fn all() -> Vec<(String, String)> {
    let site = repository();
    let folder = site.path(".github/workflows");
    let mut found = vec![("action.yml".to_owned(), fs::read_to_string(project_file("action.yml")).unwrap())];
    for folder in [folder, project_file(".github/workflows")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.display().to_string(), fs::read_to_string(path).unwrap()));
        }
    }
    assert_eq!(found.len(), 5);
    found
}

#[test]
fn actions_are_pinned_to_a_commit_whose_version_is_named() {
    for (path, text) in all() {
        for line in text.lines() {
            let Some((_, action)) = line.split_once("uses: ") else { continue };
            if action == "./" || line.starts_with('#') {
                continue;
            }
            let (pinned, comment) = action.split_once(" # v").unwrap_or_else(|| panic!("{path}: {line}"));
            let commit = pinned.split_once('@').unwrap().1;
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{path}: {line}");
            assert_eq!(comment.split('.').count(), 3, "{path}: a full version, not {comment}");
        }
    }
}

#[test]
fn jobs_have_the_permissions_that_they_name_and_no_others() {
    for (path, text) in all() {
        let workflow: Value = serde_yaml::from_str(&text).unwrap();
        let Some(jobs) = workflow["jobs"].as_mapping() else { continue };
        assert!(workflow["permissions"].as_mapping().is_some_and(|all| all.is_empty()), "{path}");
        for (name, job) in jobs {
            assert!(job["permissions"].as_mapping().is_some_and(|own| !own.is_empty()), "{path}: {name:?}");
            assert!(job["timeout-minutes"].as_u64().is_some(), "{path}: {name:?} may run for six hours");
            for step in job["steps"].as_sequence().unwrap() {
                let is_checkout =
                    step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@"));
                let keeps = step["with"]["persist-credentials"].as_bool() != Some(false);
                assert!(!(is_checkout && keeps), "{path}: {name:?} leaves its token in the checkout");
            }
        }
    }
}
