//! Which lexer a fence's language means.

use super::syntax::Syntax;
use super::{code, data, script};

/// How a language is lexed.
#[derive(Clone, Copy)]
pub(super) enum Language {
    /// Not at all: text that its author called text.
    Plain,
    /// By the engine, from a table.
    Table(&'static Syntax),
    /// As log lines and stack traces.
    Log,
    /// As a shell script, or a console where it starts with a prompt.
    Shell,
    /// As prompts, commands and their output.
    Console,
    /// As a Dockerfile.
    Docker,
    /// As YAML.
    Yaml,
    /// As HTTP messages.
    Http,
    /// As a diff.
    Diff,
    /// As HTML or XML.
    Markup,
}

/// The language of a fence's first word, whatever its case.
///
/// What follows the word (`rust,ignore`, `js {1,3}`) belongs to other tools.
pub(super) fn find(info: &str) -> Option<Language> {
    let end = info.find([' ', '\t', ',', '{', ';', ':']).unwrap_or(info.len());
    let name = info[..end].to_ascii_lowercase();
    Some(match name.strip_prefix('.').unwrap_or(&name) {
        "text" | "txt" | "plain" | "plaintext" | "ascii" | "none" => Language::Plain,
        "log" | "logs" | "syslog" | "journal" | "journalctl" | "accesslog" | "dmesg" | "trace"
        | "traceback" | "pytb" | "py-traceback" | "stacktrace" | "stack-trace" | "javastacktrace"
        | "backtrace" => Language::Log,
        "sh" | "bash" | "shell" | "zsh" | "ksh" | "ash" | "dash" | "fish" | "shellscript" => Language::Shell,
        "console" | "shell-session" | "shellsession" | "sh-session" | "bash-session" | "terminal"
        | "term" | "session" => Language::Console,
        "dockerfile" | "docker" | "containerfile" => Language::Docker,
        "yaml" | "yml" | "kubernetes" | "k8s" | "helm" | "ansible" | "docker-compose" => Language::Yaml,
        "http" | "https" | "rest" | "curl-v" => Language::Http,
        "diff" | "patch" | "udiff" => Language::Diff,
        "html" | "htm" | "xhtml" | "xml" | "svg" | "rss" | "atom" | "plist" | "vue" | "svelte" | "xsd"
        | "pom" => Language::Markup,
        name => Language::Table(table(name)?),
    })
}

/// The table of a language that has one.
fn table(name: &str) -> Option<&'static Syntax> {
    Some(match name {
        "json" | "jsonc" | "json5" | "jsonl" | "ndjson" | "geojson" | "jsonnet" => &data::JSON,
        "toml" => &data::TOML,
        "ini" | "cfg" | "conf" | "config" | "properties" | "env" | "dotenv" | "systemd" | "service"
        | "cnf" | "editorconfig" | "gitconfig" => &data::INI,
        "sql" | "mysql" | "postgres" | "postgresql" | "pgsql" | "psql" | "plpgsql" | "sqlite" | "tsql"
        | "mssql" | "cql" | "hql" => &data::SQL,
        "promql" | "prometheus" | "logql" | "metricsql" => &data::PROMQL,
        "graphql" | "gql" => &data::GRAPHQL,
        "hcl" | "terraform" | "tf" | "tfvars" | "opentofu" | "nomad" => &data::HCL,
        "nginx" | "nginxconf" => &data::NGINX,
        "css" | "scss" | "less" => &data::CSS,
        "rust" | "rs" => &code::RUST,
        "go" | "golang" => &code::GO,
        "javascript" | "js" | "jsx" | "mjs" | "cjs" | "node" | "nodejs" | "typescript" | "ts" | "tsx"
        | "mts" => &code::JAVASCRIPT,
        "java" | "groovy" | "gradle" => &code::JAVA,
        "kotlin" | "kt" | "kts" => &code::KOTLIN,
        "scala" | "sc" => &code::SCALA,
        "swift" => &code::SWIFT,
        "c" | "h" | "cpp" | "c++" | "cc" | "cxx" | "hpp" | "hxx" | "objc" | "objective-c" | "cuda" => {
            &code::C
        }
        "csharp" | "c#" | "cs" | "dotnet" => &code::CSHARP,
        "solidity" | "sol" => &code::SOLIDITY,
        "protobuf" | "proto" => &code::PROTOBUF,
        "python" | "py" | "py3" | "python3" | "pycon" | "starlark" | "bzl" => &script::PYTHON,
        "ruby" | "rb" | "irb" => &script::RUBY,
        "php" => &script::PHP,
        "lua" => &script::LUA,
        "elixir" | "ex" | "exs" | "iex" => &script::ELIXIR,
        "erlang" | "erl" => &script::ERLANG,
        "perl" | "pl" => &script::PERL,
        "powershell" | "ps1" | "pwsh" | "posh" => &script::POWERSHELL,
        "makefile" | "make" | "mk" => &script::MAKE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_the_first_word_counts_and_its_case_does_not() {
        for name in
            ["rust", "Rust,ignore", "js {1,3}", "YML", "c#", "c++", ".python", "text", "shell-session"]
        {
            assert!(find(name).is_some(), "{name}");
        }
        for name in ["", "mermaid", "rustc", " rust", "größe"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
