//! Arguments as typed.

use crate::config::{Audience, BaseUrl};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Turns a folder of Markdown postmortems into a knowledge base.
#[derive(Debug, Parser)]
#[command(name = "pmsite", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 fine, 1 the content is wrong, 2 the surroundings failed.")]
pub(super) struct Args {
    /// The project's folder, which holds `book.toml` and `content/`
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Print errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print more: how long each stage took
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new knowledge base that builds as it is
    Init(Init),
    /// Make a new postmortem from a template
    New(New),
    /// Make postmortems of existing write-ups: Markdown, text and HTML
    Import(Import),
    /// Say what is missing from postmortems, and what history says about them
    Check(Check),
    /// Build the site
    Build(Build),
    /// Show the site while it is written, on this machine
    Serve(Serve),
    /// Search the postmortems
    Search(Search),
    /// Find the postmortems that are like a file, an alert or a log
    Similar(Similar),
    /// Tell what the postmortems say together: promises, recurrences, trends, figures
    Report(Report),
    /// Print the JSON Schema of the front matter, for editors
    Schema,
    /// Print completions for a shell
    Completions(Completions),
}

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder, made if it is missing
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
    /// The site's title; `Postmortems` without it
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Also write the workflows that check pull requests and publish on GitHub Pages; where there is
    /// a `book.toml`, write only those
    #[arg(long)]
    pub(super) github: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// What broke, in a few words
    pub(super) title: String,
    /// Use `content/_templates/<NAME>.md` instead of the built-in template
    #[arg(long, value_name = "NAME")]
    pub(super) template: Option<String>,
    /// The day of the incident, in the file's name and front matter
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<jiff::civil::Date>,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The text of a write-up is kept word for word; what it says is written above it. A file is never\nwritten over, unless an earlier import of the same write-up made it, and `--force` is given."
)]
pub(super) struct Import {
    /// Files, or folders with all below them: .md, .markdown, .txt, .html, .htm
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Write nothing; show what was found
    #[arg(long)]
    pub(super) dry_run: bool,
    /// For people, or one line of JSON for each write-up, with the line of every fact
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Replace what an earlier import of the same write-up made, with what was changed in it since
    #[arg(long)]
    pub(super) force: bool,
    /// Import also templates, instructions and what does not look like a postmortem
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Files or folders to report about; all postmortems without any
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Explain a rule: what it wants, and why; `all` lists the rules
    #[arg(long, value_name = "CODE")]
    pub(super) explain: Option<String>,
    /// Report about files that changed since a git revision only; history still looks at everything
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,
    /// For people, for programs, for code scanning, for the log of a workflow, or for a pull request
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,
    /// Ask the web for the links that lead out of the site, each once; answers are kept in `.pmsite/`
    #[arg(long)]
    pub(super) external: bool,
    /// Put right what has one right form, in the files reported about: names that are not keys, other
    /// spellings of tags, and where those rules are on the order of keys and the zone in the text
    #[arg(long)]
    pub(super) fix: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// The day by which due dates are judged
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// The day by which due dates are judged
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
    /// Where the site goes; `build.build-dir` of `book.toml` without it
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// For whom: `internal` builds what is marked internal, too
    #[arg(long, value_name = "public|internal", value_parser = audience)]
    pub(super) audience: Option<Audience>,
    /// The absolute address of the site, for feeds, sitemap and canonical links
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<BaseUrl>,
    /// Build drafts, too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Replace the output folder even if pmsite did not make it
    #[arg(long)]
    pub(super) force: bool,
    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = SERVING)]
pub(super) struct Serve {
    /// Follow the files: what is saved is shown
    #[arg(long, short)]
    pub(super) watch: bool,
    /// The port; 0 takes any that is free
    #[arg(long, short, value_name = "PORT", default_value_t = 3000)]
    pub(super) port: u16,
    /// The address to listen at; any but a loopback address shows the site to others
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: std::net::IpAddr,
    /// Another name under which the preview may be asked for
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Where the site lies below the host, as in `/kb/`
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = base_path)]
    pub(super) base_path: String,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Leave drafts out
    #[arg(long)]
    pub(super) no_drafts: bool,
    /// For whom: `internal` shows what is marked internal, too
    #[arg(long, value_name = "public|internal", value_parser = audience)]
    pub(super) audience: Option<Audience>,
    /// Look for changes again and again, where the file system does not tell of them
    #[arg(long, requires = "watch")]
    pub(super) poll: bool,
}

/// What a preview promises.
const SERVING: &str = "\
Nothing is written. Every page is what `pmsite build --drafts` would write, and a script that reloads it
when its file is saved. While something is wrong, the last site that was right stays, and the page says
what is wrong. `/_pmsite/search?q=WORDS` answers like `pmsite search --format json`.";

#[derive(Debug, clap::Args)]
#[command(after_help = QUERIES)]
pub(super) struct Search {
    /// What to search for, in the language of the site's search
    #[arg(required = true, value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) find: Find,
}

/// The language of queries, in short.
const QUERIES: &str = "\
Queries:
  redis timeout          postmortems with these words, those with more and rarer ones first
  \"connection pool\"      these words side by side
  time*                  words that begin like this
  -deploy                without this word; works before phrases and filters, too
  kafka OR rabbitmq      either of them
  service:checkout       likewise root_cause: (or cause:), trigger:, severity:, team:, tag:, year:, status:
  after:2024-05          since then; before:2025 is until then
  duration:>2h           longer than two hours
Put a query that begins with `-` behind `--`.";

#[derive(Debug, clap::Args)]
pub(super) struct Similar {
    /// A postmortem or any text; standard input without it, or for `-`
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) find: Find,
}

/// How to find and show postmortems.
#[derive(Debug, clap::Args)]
pub(super) struct Find {
    /// How many to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// For whom: `internal` also finds what is marked internal
    #[arg(long, value_name = "public|internal", value_parser = audience)]
    pub(super) audience: Option<Audience>,
    /// Find drafts, too
    #[arg(long)]
    pub(super) drafts: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = REPORTS)]
pub(super) struct Report {
    /// What to tell
    #[arg(value_enum, value_name = "WHAT")]
    pub(super) subject: ReportSubject,
    /// For people, for programs, or for spreadsheets
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(super) format: ReportFormat,
    /// Only of incidents in which this service broke
    #[arg(long, value_name = "NAME")]
    pub(super) service: Option<String>,
    /// Only of incidents with this root cause, or one below it
    #[arg(long, visible_alias = "root-cause", value_name = "TERM")]
    pub(super) cause: Option<String>,
    /// Only of incidents that this team was in charge of
    #[arg(long, value_name = "NAME")]
    pub(super) team: Option<String>,
    /// Only of incidents since a day, or of the last so many days, weeks, months or years: `90d`, `12w`, `6m`, `2y`
    #[arg(long, value_name = "DATE|90d")]
    pub(super) since: Option<String>,
    /// The day of the report; what is dated later is left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
    /// For whom: `internal` also counts what is marked internal
    #[arg(long, value_name = "public|internal", value_parser = audience)]
    pub(super) audience: Option<Audience>,
    /// Count drafts, too
    #[arg(long)]
    pub(super) drafts: bool,
}

/// What the figures of reports mean.
const REPORTS: &str = "\
Figures:
  Each stands with n, the number of incidents of which it is known; the rest is `missing`.
  Median and p90 are found by nearest rank: each is a value that occurred. There are no means.
  Times to detect, mitigate and resolve count from the start of the harm, to acknowledge and to identify
  from detection. A time that is known to the day only gives none.
  An action item is overdue past its due date; without one, once the incident is as many days ago as
  `[postmortem.actions.due-within]` of book.toml allows for its severity (30, 60, 90, 180). Those in
  write-ups of other organizations' incidents (`source`) are told apart as `elsewhere`.
  A recurrence is declared with `recurrence_of`, or found as `pmsite check` finds it.

JSON: durations in seconds, distances in days, dates as YYYY-MM-DD, null where nothing is known.
CSV: a row for each action item (actions), time a failure happened (recurrences), period (trends) or
value of a service, root cause, trigger, team or severity (stats); durations in seconds.";

/// What a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ReportSubject {
    /// What was promised, and what became of it.
    Actions,
    /// What came back, and what had been promised before.
    Recurrences,
    /// Figures by month and by year.
    Trends,
    /// Figures of everything, and by service, root cause, trigger, team and severity.
    Stats,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ReportFormat {
    /// Text for people.
    Table,
    /// JSON for programs.
    Json,
    /// CSV for spreadsheets.
    Csv,
}

/// The form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CheckFormat {
    /// Excerpts for people.
    Human,
    /// JSON for programs.
    Json,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A comment for a pull request.
    Markdown,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Text for people.
    Human,
    /// JSON for programs.
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

fn audience(text: &str) -> Result<Audience, String> {
    Audience::parse(text).ok_or_else(|| "it is `public` or `internal`".to_owned())
}

fn base_path(text: &str) -> Result<String, String> {
    let plain = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    let inside = text.trim_matches('/');
    let fits = inside.is_empty() || inside.split('/').all(plain);
    fits.then(|| text.to_owned()).ok_or_else(|| "it is a path, as in `/kb/`".to_owned())
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).ok_or_else(|| "it must be absolute, as in `https://example.org/kb/`".to_owned())
}
