//! Reading `book.toml`, table by table.

use super::keys;
use super::terms;
use super::theme;
use super::{Audience, BaseUrl, Check, CheckLevel, Config};
use crate::data::Node;
use crate::data::TableReader;
use crate::data::toml;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use std::collections::BTreeMap;

/// The largest `book.toml`, in bytes: catalogs grow.
const LARGEST: usize = 1024 * 1024;

/// Reads a `book.toml`. What is wrong is reported and keeps its default.
pub fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config::default();
    apply(file, &mut config, diagnostics);
    config
}

/// The addresses of services and teams, each with its place.
pub fn catalog_addresses(file: &SourceFile) -> Vec<Spanned<String>> {
    let span = Span::new(0, file.text().len());
    let Some(root) = toml(file, span, LARGEST, &mut Diagnostics::new()) else { return Vec::new() };
    let catalogs = ["services", "teams"].into_iter().filter_map(|key| root.get("postmortem")?.get(key));
    let entries = catalogs.flat_map(|catalog| catalog.entries().unwrap_or_default());
    let urls = entries.filter_map(|entry| entry.value.get("url"));
    urls.filter_map(|url| Some(Spanned::new(url.text()?.to_owned(), url.span))).collect()
}

/// Applies the settings of a file over those that are there.
pub(super) fn apply(file: &SourceFile, config: &mut Config, diagnostics: &mut Diagnostics) {
    let span = Span::new(0, file.text().len());
    let Some(root) = toml(file, span, LARGEST, diagnostics) else { return };
    let mut table = TableReader::new(file, &root, "top level of the settings", diagnostics);
    let (book_node, build_node) = (table.table("book"), table.table("build"));
    let (output, postmortem) = (table.table("output"), table.table("postmortem"));
    unsupported(file, &mut table, &["preprocessor", "rust"], diagnostics_of);
    table.finish(&["book", "build", "output", "postmortem", "preprocessor", "rust"]);
    if let Some(node) = book_node {
        book(file, node, config, diagnostics);
    }
    if let Some(node) = build_node {
        build(file, node, config, diagnostics);
    }
    if let Some(node) = output {
        let mut table = TableReader::new(file, node, "`[output]`", diagnostics);
        let html_node = table.table("html");
        table.finish(&["html"]);
        if let Some(node) = html_node {
            html(file, node, config, diagnostics);
        }
    }
    if let Some(node) = postmortem {
        settings(file, node, config, diagnostics);
    }
}

/// Says of keys that mdBook knows that they do nothing here.
fn unsupported(
    file: &SourceFile,
    table: &mut TableReader<'_, '_>,
    keys: &[&str],
    report: fn(&SourceFile, &Spanned<String>) -> Diagnostic,
) {
    let found: Vec<_> = keys.iter().filter_map(|key| table.key(key)).map(|key| report(file, key)).collect();
    for diagnostic in found {
        table.report(diagnostic);
    }
}

fn diagnostics_of(file: &SourceFile, key: &Spanned<String>) -> Diagnostic {
    Diagnostic::at(
        Level::Error,
        "unsupported-key",
        file,
        key.span,
        format!("mdBook knows `{}`, but pmsite does not support it", key.value),
    )
    .label("not supported")
    .help("take it out; it would change nothing")
}

fn text(slot: &mut String, value: Option<Spanned<String>>) {
    if let Some(value) = value {
        *slot = value.value;
    }
}

fn optional(slot: &mut Option<String>, value: Option<Spanned<String>>) {
    if let Some(value) = value {
        *slot = Some(value.value);
    }
}

fn texts(slot: &mut Vec<String>, given: bool, values: Vec<Spanned<String>>) {
    if given {
        *slot = values.into_iter().map(|value| value.value).collect();
    }
}

/// A folder of the project: relative, and not above it.
fn folder(
    file: &SourceFile,
    slot: &mut String,
    value: Option<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(path) = value.and_then(|value| inside(file, &value, diagnostics)) {
        *slot = path;
    }
}

/// A path inside the project; any other is reported.
pub(super) fn inside(
    file: &SourceFile,
    value: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let path = value.value.trim_end_matches('/').replace('\\', "/");
    let inside = !path.is_empty()
        && !path.starts_with('/')
        && !path.contains(':')
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if inside {
        return Some(path);
    }
    diagnostics.push(
        Diagnostic::at(
            Level::Error,
            "invalid-path",
            file,
            value.span,
            format!("`{}` is not a path inside the project", value.value),
        )
        .label("leads out of the project")
        .help("write it relative to `book.toml`, such as `content`"),
    );
    None
}

pub(super) fn one_of(
    file: &SourceFile,
    slot: &mut String,
    value: Option<Spanned<String>>,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = value else { return };
    if known.contains(&value.value.as_str()) {
        *slot = value.value;
    } else {
        diagnostics.push(unknown_value(file, &value, known));
    }
}

fn unknown_value(file: &SourceFile, value: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let list: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
    let label = nearest(&value.value, known.iter().copied())
        .map_or("unknown".to_owned(), |near| format!("did you mean `{near}`?"));
    Diagnostic::at(
        Level::Error,
        "unknown-value",
        file,
        value.span,
        format!("`{}` is none of the values that this takes", value.value),
    )
    .label(label)
    .help(format!("known are {}", list.join(", ")))
}

fn book(file: &SourceFile, node: &Node, config: &mut Config, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[book]`", diagnostics);
    let book = &mut config.book;
    text(&mut book.title, table.string("title"));
    let given = table.node("authors").is_some();
    texts(&mut book.authors, given, table.strings("authors"));
    optional(&mut book.description, table.string("description"));
    text(&mut book.language, table.string("language"));
    let (direction, src) = (table.string("text-direction"), table.string("src"));
    unsupported(file, &mut table, keys::BOOK.mdbook, diagnostics_of);
    table.finish(&keys::BOOK.known());
    one_of(file, &mut book.text_direction, direction, &["ltr", "rtl"], diagnostics);
    folder(file, &mut book.src, src, diagnostics);
}

fn build(file: &SourceFile, node: &Node, config: &mut Config, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[build]`", diagnostics);
    // Unlike the content folder, the site may go anywhere.
    text(&mut config.build.build_dir, table.string("build-dir"));
    let given = table.node("extra-watch-dirs").is_some();
    texts(&mut config.build.extra_watch_dirs, given, table.strings("extra-watch-dirs"));
    unsupported(file, &mut table, keys::BUILD.mdbook, diagnostics_of);
    table.finish(&keys::BUILD.known());
}

fn html(file: &SourceFile, node: &Node, config: &mut Config, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[output.html]`", diagnostics);
    let html = &mut config.html;
    let (theme, default_theme) = (table.string("theme"), table.string("default-theme"));
    let dark = table.string("preferred-dark-theme");
    let given = (table.node("additional-css").is_some(), table.node("additional-js").is_some());
    texts(&mut html.additional_css, given.0, table.strings("additional-css"));
    texts(&mut html.additional_js, given.1, table.strings("additional-js"));
    optional(&mut html.git_repository_url, table.string("git-repository-url"));
    optional(&mut html.edit_url_template, table.string("edit-url-template"));
    optional(&mut html.site_url, table.string("site-url"));
    optional(&mut html.cname, table.string("cname"));
    optional(&mut html.input_404, table.string("input-404"));
    let (redirect_node, search_node) = (table.table("redirect"), table.table("search"));
    unsupported(file, &mut table, keys::HTML.mdbook, diagnostics_of);
    table.finish(&keys::HTML.known());
    folder(file, &mut html.theme, theme, diagnostics);
    one_of(file, &mut html.default_theme, default_theme, &["auto", "light", "dark"], diagnostics);
    one_of(file, &mut html.preferred_dark_theme, dark, &["dark"], diagnostics);
    if let Some(node) = redirect_node {
        let mut table = TableReader::new(file, node, "table `[output.html.redirect]`", diagnostics);
        for entry in table.entries() {
            if let Some(to) = table.string(&entry.key.value) {
                html.redirect.insert(entry.key.value.clone(), to.value);
            }
        }
    }
    if let Some(node) = search_node {
        search(file, node, config, diagnostics);
    }
}

fn search(file: &SourceFile, node: &Node, config: &mut Config, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[output.html.search]`", diagnostics);
    let search = &mut config.search;
    if let Some(enable) = table.boolean("enable") {
        search.enable = enable.value;
    }
    if let Some(boost) = table.float("boost-title") {
        search.boost_title = boost.value;
    }
    let limit = table.integer("limit-results");
    unsupported(file, &mut table, keys::SEARCH.mdbook, diagnostics_of);
    table.finish(&keys::SEARCH.known());
    if let Some(limit) = limit {
        match usize::try_from(limit.value) {
            Ok(value) if value > 0 => search.limit_results = value,
            _ => diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "out-of-range",
                    file,
                    limit.span,
                    "`limit-results` must be at least 1",
                )
                .label("too small"),
            ),
        }
    }
}

fn settings(file: &SourceFile, node: &Node, config: &mut Config, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[postmortem]`", diagnostics);
    let settings = &mut config.postmortem;
    let (base_url, audience) = (table.string("base-url"), table.string("audience"));
    let severities = table.list("severities");
    let (causes, triggers) = (table.table("root-causes"), table.table("triggers"));
    let (services, teams) = (table.table("services"), table.table("teams"));
    let (check_node, actions_node) = (table.table("check"), table.table("actions"));
    let theme_node = table.table("theme");
    table.finish(&keys::SETTINGS.known());
    if let Some(url) = base_url {
        settings.base_url = BaseUrl::parse(&url.value);
        if settings.base_url.is_none() {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "invalid-url",
                    file,
                    url.span,
                    format!("`{}` is not an absolute address", url.value),
                )
                .label("not absolute")
                .help("write it with its scheme, such as `https://example.org/kb/`"),
            );
        }
    }
    if let Some(word) = audience {
        match Audience::parse(&word.value) {
            Some(audience) => settings.audience = audience,
            None => diagnostics.push(unknown_value(file, &word, &["public", "internal"])),
        }
    }
    if !severities.is_empty() {
        terms::severities(file, &severities, &mut settings.severities, diagnostics);
    }
    if let Some(node) = causes {
        terms::taxonomy(file, node, &mut settings.root_causes, "root cause", diagnostics);
    }
    if let Some(node) = triggers {
        terms::taxonomy(file, node, &mut settings.triggers, "trigger", diagnostics);
    }
    if let Some(node) = services {
        terms::catalog(file, node, &mut settings.services, "service", diagnostics);
    }
    if let Some(node) = teams {
        terms::catalog(file, node, &mut settings.teams, "team", diagnostics);
    }
    if let Some(node) = check_node {
        check(file, node, &mut settings.check, diagnostics);
    }
    if let Some(node) = actions_node {
        terms::patience(file, node, &settings.severities, &mut settings.patience, diagnostics);
    }
    if let Some(node) = theme_node {
        theme::read(file, node, &mut settings.theme, diagnostics);
    }
}

/// `[postmortem.check]`: `levels` by code, and `paths` with levels of their own.
fn check(file: &SourceFile, node: &Node, check: &mut Check, diagnostics: &mut Diagnostics) {
    let mut table = TableReader::new(file, node, "table `[postmortem.check]`", diagnostics);
    let (levels_node, paths) = (table.table("levels"), table.table("paths"));
    if let Some(threshold) = table.float("recurrence") {
        if (0.0..=1.0).contains(&threshold.value) {
            check.recurrence = threshold.value;
        } else {
            let place = threshold.span;
            table.report(
                Diagnostic::at(
                    Level::Error,
                    "value-out-of-range",
                    file,
                    place,
                    "`recurrence` is from 0 to 1",
                )
                .label("no share")
                .help("the default is 0.24; a greater one finds less"),
            );
        }
    }
    let given = table.node("external-exclude").is_some();
    texts(&mut check.external_exclude, given, table.strings("external-exclude"));
    table.finish(&keys::CHECK.known());
    if let Some(node) = levels_node {
        check.levels.extend(levels(file, node, diagnostics));
    }
    let Some(node) = paths else { return };
    for entry in TableReader::new(file, node, "table `[postmortem.check.paths]`", diagnostics).entries() {
        check.paths.push((entry.key.value.clone(), levels(file, &entry.value, diagnostics)));
    }
}

fn levels(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<String, CheckLevel> {
    let mut table = TableReader::new(file, node, "table of levels", diagnostics);
    let words: Vec<_> = table
        .entries()
        .iter()
        .filter_map(|entry| Some((entry.key.value.clone(), table.string(&entry.key.value)?)))
        .collect();
    let mut levels = BTreeMap::new();
    for (code, word) in words {
        let level = match word.value.as_str() {
            "error" => CheckLevel::Error,
            "warning" => CheckLevel::Warning,
            "info" => CheckLevel::Info,
            "off" => CheckLevel::Off,
            _ => {
                diagnostics.push(unknown_value(file, &word, &["error", "warning", "info", "off"]));
                continue;
            }
        };
        levels.insert(code, level);
    }
    levels
}
