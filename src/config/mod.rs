//! The settings of a site, from `book.toml`, the environment and the command line.
//!
//! Keys that mdBook has mean what they mean there; everything of our own is under
//! `[postmortem]`. Reading is in [`read`]: it reports every mistake with its place. No file at
//! all means the defaults.

mod base_url;
mod color;
mod environment;
mod keys;
mod manifest;
mod read;
mod terms;
mod theme;
mod tokens;
mod web_address;

pub use base_url::BaseUrl;
pub use color::Color;
pub use environment::overlay;
pub use keys::{Key, TABLES, Table};
pub use manifest::{Changed, Manifest, manifest};
pub use read::{catalog_addresses, read};
pub use theme::{ThemeLink, ThemeSettings};
pub use tokens::{TOKENS, Token};
pub use web_address::web_address;

use crate::model::{Catalog, Patience, SeverityScale, Taxonomy};
use std::collections::{BTreeMap, BTreeSet};

/// The file's name, in the project's root.
pub const FILE_NAME: &str = "book.toml";

/// All settings of a site.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// `[book]`: what the site is.
    pub book: Book,
    /// `[build]`: where it goes.
    pub build: Build,
    /// `[output.html]`: how it looks.
    pub html: Html,
    /// `[output.html.search]`: how it is searched.
    pub search: Search,
    /// `[postmortem]`: what is our own.
    pub postmortem: Settings,
}

impl Config {
    /// The files of the project that it adds to the site: style sheets, scripts, the logo. Sorted, each once.
    pub fn added_files(&self) -> BTreeSet<&str> {
        let html = self.html.additional_css.iter().chain(&self.html.additional_js);
        html.chain(&self.postmortem.theme.logo).map(String::as_str).collect()
    }
}

/// `[book]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The site's title.
    pub title: String,
    /// Who keeps it.
    pub authors: Vec<String>,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub text_direction: String,
    /// The content folder, relative to the project.
    pub src: String,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            title: "Postmortems".to_owned(),
            authors: Vec::new(),
            description: None,
            language: "en".to_owned(),
            text_direction: "ltr".to_owned(),
            src: "content".to_owned(),
        }
    }
}

/// `[build]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The output folder, relative to the project.
    pub build_dir: String,
    /// Further folders that `serve --watch` watches.
    pub extra_watch_dirs: Vec<String>,
}

impl Default for Build {
    fn default() -> Self {
        Self { build_dir: "public".to_owned(), extra_watch_dirs: Vec::new() }
    }
}

/// `[output.html]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// The folder in `themes/` with the site's own theme; `default` is built in.
    pub theme: String,
    /// `auto`, `light` or `dark`: what a reader sees who has chosen nothing.
    pub default_theme: String,
    /// What `auto` shows where the system is dark.
    pub preferred_dark_theme: String,
    /// Style sheets of the project, linked after the theme's.
    pub additional_css: Vec<String>,
    /// Scripts of the project, linked after the theme's.
    pub additional_js: Vec<String>,
    /// Where the sources are.
    pub git_repository_url: Option<String>,
    /// Where a page is edited; `{path}` stands for the file.
    pub edit_url_template: Option<String>,
    /// The path under which the site is hosted, for the 404 page.
    pub site_url: Option<String>,
    /// The host name for GitHub Pages.
    pub cname: Option<String>,
    /// A Markdown file of the content folder for the 404 page.
    pub input_404: Option<String>,
    /// Old paths and where they lead now.
    pub redirect: BTreeMap<String, String>,
}

impl Default for Html {
    fn default() -> Self {
        Self {
            theme: "default".to_owned(),
            default_theme: "auto".to_owned(),
            preferred_dark_theme: "dark".to_owned(),
            additional_css: Vec::new(),
            additional_js: Vec::new(),
            git_repository_url: None,
            edit_url_template: None,
            site_url: None,
            cname: None,
            input_404: None,
            redirect: BTreeMap::new(),
        }
    }
}

/// `[output.html.search]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Whether the site has a search.
    pub enable: bool,
    /// How many results it shows at a time.
    pub limit_results: usize,
    /// How much more a word in a title counts.
    pub boost_title: f64,
}

impl Search {
    /// How often a word of a title counts, as a whole number.
    pub fn title_counts(&self) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 10")]
        let times = self.boost_title.clamp(1.0, 10.0).round() as usize;
        times
    }
}

impl Default for Search {
    fn default() -> Self {
        Self { enable: true, limit_results: 10, boost_title: 3.0 }
    }
}

/// For whom a site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Everybody: nothing internal is built.
    #[default]
    Public,
    /// The organization: everything is built, and what is internal is marked.
    Internal,
}

impl Audience {
    /// Reads `public` or `internal`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => Some(Self::Public),
            "internal" => Some(Self::Internal),
            _ => None,
        }
    }
}

/// How strictly a finding of `check` is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckLevel {
    /// Fails.
    Error,
    /// Is shown; fails with `--strict`.
    Warning,
    /// Is shown.
    Info,
    /// Is not looked for.
    Off,
}

/// `[postmortem.check]`: what `check` looks for, and how strictly.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// How alike two postmortems are at least, from 0 to 1, if the later may repeat the earlier one.
    pub recurrence: f64,
    /// Level by code.
    pub levels: BTreeMap<String, CheckLevel>,
    /// Levels for paths that match a glob, later entries winning.
    pub paths: Vec<(String, BTreeMap<String, CheckLevel>)>,
    /// Globs of addresses that `--external` does not ask for.
    pub external_exclude: Vec<String>,
}

impl Default for Check {
    /// The threshold finds the repeats in a real team's write-ups, and little else.
    fn default() -> Self {
        Self { recurrence: 0.24, levels: BTreeMap::new(), paths: Vec::new(), external_exclude: Vec::new() }
    }
}

/// `[postmortem]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The site's absolute address, for feeds, the sitemap and canonical links.
    pub base_url: Option<BaseUrl>,
    /// For whom it is built.
    pub audience: Audience,
    /// The scale of severities.
    pub severities: SeverityScale,
    /// Why things fail.
    pub root_causes: Taxonomy,
    /// What sets it off.
    pub triggers: Taxonomy,
    /// What there is to break.
    pub services: Catalog,
    /// Who is in charge.
    pub teams: Catalog,
    /// Levels of findings.
    pub check: Check,
    /// `[postmortem.actions.due-within]`: how long an action item without a due date may wait.
    pub patience: Patience,
    /// `[postmortem.theme]`: colours, logo, links.
    pub theme: ThemeSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: None,
            audience: Audience::default(),
            severities: SeverityScale::default(),
            root_causes: Taxonomy::root_causes(),
            triggers: Taxonomy::triggers(),
            services: Catalog::default(),
            teams: Catalog::default(),
            check: Check::default(),
            patience: Patience::default(),
            theme: ThemeSettings::default(),
        }
    }
}
