//! Runs the steps of a workflow as GitHub does, as far as that can be done without GitHub.
//!
//! What is real: the shell and its options, the order of steps, conditions, expressions, environment,
//! outputs, the path, git and pmsite. What is not: steps with `uses:` do nothing, `cargo` puts the built
//! program where the real one would after compiling it, and `gh` is a script that tells what it was asked.

use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stands in for cargo: notes its arguments, and installs the program that is tested; fails like the
/// registry that does not know pmsite where `cargo-fails` is beside the notes.
const CARGO: &str = r#"#!/usr/bin/env bash
printf '%s\n' "cargo $*" >> "$NOTES/calls"
if [[ -e $NOTES/cargo-fails ]]; then echo "error: could not find pmsite" >&2; exit 101; fi
while [[ $1 != --root ]]; do shift; done
mkdir -p "$2/bin"
ln -sf "$PROGRAM" "$2/bin/pmsite"
"#;

/// Stands in for gh: notes its arguments, answers with the numbers of earlier comments, keeps what is
/// said; refuses to write where `read-only` is beside the notes.
const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "gh $*" >> "$NOTES/calls"
if [[ $* == *--paginate* ]]; then cat "$NOTES/earlier" 2>/dev/null; exit 0; fi
if [[ -e $NOTES/read-only ]]; then echo "HTTP 403: Resource not accessible by integration" >&2; exit 1; fi
for argument; do
  if [[ $argument == body=@* ]]; then cp "${argument#body=@}" "$NOTES/body"; fi
done
"#;

/// A machine that runs the steps of one job.
pub(crate) struct Machine {
    folder: tempfile::TempDir,
    /// Where the steps run: the repository.
    workspace: PathBuf,
    /// What expressions are worth.
    values: BTreeMap<String, String>,
}

/// How a job ended.
pub(crate) struct Job {
    /// The name of the step that failed.
    pub failed: Option<String>,
    /// What the steps printed.
    pub log: String,
    /// Actions that were not run, with their resolved inputs.
    pub actions: Vec<(String, BTreeMap<String, String>)>,
}

impl Machine {
    pub(crate) fn new(workspace: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("pmsite-runner-").tempdir().unwrap();
        for name in ["bin", "home", "temp", "notes"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for (name, script) in [("cargo", CARGO), ("gh", GH)] {
            let path = folder.path().join("bin").join(name);
            fs::write(&path, script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        symlink("/dev/null", folder.path().join("home/.gitconfig")).unwrap();
        let mut machine = Self { folder, workspace: workspace.to_path_buf(), values: BTreeMap::new() };
        for (name, value) in [
            ("runner.os", "Linux"),
            ("runner.arch", "X64"),
            ("github.token", "token"),
            ("github.base_ref", "main"),
            ("github.event.pull_request.number", "7"),
            ("vars.PMSITE_GIT", ""),
            ("vars.PMSITE_REV", ""),
            ("steps.cache.outputs.cache-hit", ""),
            ("steps.pages.outputs.base_url", "https://owner.github.io/kb"),
        ] {
            machine.set(name, value);
        }
        let temp = machine.path("temp").display().to_string();
        machine.set("runner.temp", &temp);
        machine
    }

    pub(crate) fn set(&mut self, expression: &str, value: &str) {
        self.values.insert(expression.to_owned(), value.to_owned());
    }

    pub(crate) fn get(&self, expression: &str) -> &str {
        self.values.get(expression).unwrap_or_else(|| panic!("`{expression}` has no value here"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file of the machine says; nothing if there is none.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Runs a job of a workflow.
    pub(crate) fn run_job(&mut self, workflow: &Value, job: &str) -> Job {
        let shell = workflow["defaults"]["run"]["shell"].as_str();
        assert_eq!(shell, Some("bash"), "without it a failing pipe passes");
        let environment = self.environment(&workflow["env"]);
        for (name, value) in &environment {
            self.values.insert(format!("env.{name}"), value.clone());
        }
        self.run_steps(&workflow["jobs"][job]["steps"], &environment)
    }

    /// Runs an action of this repository with the given inputs.
    pub(crate) fn run_action(&mut self, action: &Value, inputs: &[(&str, &str)]) -> Job {
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            let default = input["default"].as_str().unwrap().to_owned();
            self.values.insert(format!("inputs.{}", name.as_str().unwrap()), default);
        }
        for (name, value) in inputs {
            assert!(self.values.contains_key(&format!("inputs.{name}")), "there is no input `{name}`");
            self.set(&format!("inputs.{name}"), value);
        }
        let job = self.run_steps(&action["runs"]["steps"], &BTreeMap::new());
        // What a step that was left out would have said is empty.
        if job.failed.is_none() && !inputs.contains(&("check", "false")) {
            for (name, output) in action["outputs"].as_mapping().unwrap() {
                let value = self.resolved(output["value"].as_str().unwrap());
                self.values.insert(format!("outputs.{}", name.as_str().unwrap()), value);
            }
        }
        job
    }

    fn run_steps(&mut self, steps: &Value, environment: &BTreeMap<String, String>) -> Job {
        let mut job = Job { failed: None, log: String::new(), actions: Vec::new() };
        for step in steps.as_sequence().unwrap() {
            if step["if"].as_str().is_some_and(|condition| !self.holds(condition)) {
                continue;
            }
            if let Some(action) = step["uses"].as_str() {
                job.actions.push((action.to_owned(), self.environment(&step["with"])));
                continue;
            }
            let name = step["name"].as_str().unwrap();
            if !self.run_step(name, step, environment, &mut job.log) {
                job.failed = Some(name.to_owned());
                return job;
            }
        }
        job
    }

    /// Whether the step succeeded.
    fn run_step(
        &mut self,
        name: &str,
        step: &Value,
        environment: &BTreeMap<String, String>,
        log: &mut String,
    ) -> bool {
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "{name}: what an expression holds becomes code");
        let environment: BTreeMap<_, _> =
            environment.clone().into_iter().chain(self.environment(&step["env"])).collect();
        let passed = self.shell(script, &environment, log);
        if let Some(id) = step["id"].as_str() {
            for line in self.read("output").lines() {
                let (name, value) = line.split_once('=').unwrap();
                self.values.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
        }
        passed
    }

    /// Whether a script succeeded.
    pub(crate) fn shell(
        &mut self,
        script: &str,
        environment: &BTreeMap<String, String>,
        log: &mut String,
    ) -> bool {
        self.write("step.sh", script);
        for file in ["output", "path"] {
            self.write(file, "");
        }
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(self.path("step.sh"));
        let added = self.read("added-path");
        let path =
            [&added, self.path("bin").to_str().unwrap(), ":", &std::env::var("PATH").unwrap()].concat();
        command.current_dir(&self.workspace).env_clear().env("PATH", path);
        command.env("SOURCE_DATE_EPOCH", "1750000000").env("GITHUB_REPOSITORY", "owner/kb");
        command.env("PROGRAM", env!("CARGO_BIN_EXE_pmsite")).env("NOTES", self.path("notes"));
        command.env("HOME", self.path("home")).env("RUNNER_TEMP", self.path("temp"));
        command.env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"));
        command.env("GITHUB_OUTPUT", self.path("output")).env("GITHUB_PATH", self.path("path"));
        command.env("GITHUB_STEP_SUMMARY", self.path("summary")).envs(environment);
        let output = command.output().unwrap();
        log.push_str(&String::from_utf8_lossy(&output.stdout));
        log.push_str(&String::from_utf8_lossy(&output.stderr));
        let more = self.read("path").replace('\n', ":");
        self.write("added-path", &format!("{more}{added}"));
        output.status.success()
    }

    /// A table of names and values, such as `env` and `with`, with its expressions resolved.
    fn environment(&self, table: &Value) -> BTreeMap<String, String> {
        let entries = table.as_mapping().into_iter().flatten();
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            other => panic!("{other:?} is no value"),
        };
        entries
            .map(|(name, value)| (name.as_str().unwrap().to_owned(), self.resolved(&text(value))))
            .collect()
    }

    fn resolved(&self, text: &str) -> String {
        let mut parts = text.split("${{");
        let mut resolved = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (expression, rest) = part.split_once("}}").unwrap();
            resolved.push_str(self.get(expression.trim()));
            resolved.push_str(rest);
        }
        resolved
    }

    /// Whether `a == 'b' && c != 'd'` holds: the conditions that there are.
    fn holds(&self, condition: &str) -> bool {
        condition.split(" && ").all(|part| {
            let (left, right, equal) = match part.split_once(" == ") {
                Some((left, right)) => (left, right, true),
                None => {
                    let (left, right) = part.split_once(" != ").unwrap();
                    (left, right, false)
                }
            };
            (self.get(left) == right.trim_matches('\'')) == equal
        })
    }
}
