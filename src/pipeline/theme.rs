//! The theme of a project: read, held against the built-in one, and kept while its files stay as they are.

use super::PipelineError;
use crate::config::Config;
use crate::config::{self, Manifest};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::render::{Theme, ThemeError};
use crate::source::{self, SourceFile};
use std::path::Path;
use std::sync::Arc;

/// What a theme says of itself.
const MANIFEST: &str = "theme.toml";

/// Files of a theme, by path below its folder.
type Files = Vec<(String, Vec<u8>)>;

/// Loads the theme of a project. Templates that may no longer fit are told in `diagnostics`.
pub(super) fn theme(
    root: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Theme, PipelineError> {
    load(config, files(root, config)?, diagnostics)
}

fn files(root: &Path, config: &Config) -> Result<Files, PipelineError> {
    Ok(source::files_below(&root.join("themes").join(&config.html.theme))?)
}

fn load(config: &Config, files: Files, diagnostics: &mut Diagnostics) -> Result<Theme, PipelineError> {
    let (name, built_in) = (&config.html.theme, Theme::names());
    if files.is_empty() && !built_in.contains(&name.as_str()) {
        return Err(ThemeError::unknown(name, &built_in).into());
    }
    let built_in = SourceFile::new("theme.toml (built in)", Theme::about_built_in());
    let built_in = config::manifest(&built_in, diagnostics);
    compare(name, &files, &built_in, diagnostics)?;
    let language = &config.book.language;
    let theme = Theme::load(name, language, &config.postmortem.theme, files)?;
    if !theme.speaks(language) {
        diagnostics.push(untranslated(name, language, &theme));
    }
    Ok(theme)
}

/// The site's own texts are in a language that the theme's words are not.
fn untranslated(name: &str, language: &str, theme: &Theme) -> Diagnostic {
    let languages: Vec<_> = theme.languages().iter().map(|one| format!("`{one}`")).collect();
    let message = format!("the theme has no words in `{language}`, so it speaks English");
    Diagnostic::about(Level::Info, "untranslated-theme", config::FILE_NAME, message).help(format!(
        "there are {}; for another language put its words into `themes/{name}/words/{}.toml`",
        languages.join(", "),
        language.to_lowercase()
    ))
}

/// Says which templates were written over others than those of today.
fn compare(
    name: &str,
    files: &Files,
    built_in: &Manifest,
    diagnostics: &mut Diagnostics,
) -> Result<(), ThemeError> {
    let path = format!("themes/{name}/{MANIFEST}");
    let text = files.iter().find(|(path, _)| path == MANIFEST).map(|(_, bytes)| bytes);
    let now = built_in.version.unwrap_or(1);
    let mut written_for = 1;
    if let Some(bytes) = text {
        let text = std::str::from_utf8(bytes).map_err(|_| ThemeError::unreadable(&path))?;
        let file = SourceFile::new(path.as_str(), text);
        let own = config::manifest(&file, diagnostics);
        // Where the built-in theme itself is made, its files lie in the project.
        written_for = own.version.filter(|_| name == "default").unwrap_or(written_for);
        if let Some(version) = own.written_for {
            written_for = version.value;
            if version.value > now {
                let message =
                    format!("this theme was written for version {written_for} of the built-in theme");
                diagnostics.push(
                    Diagnostic::at(Level::Warning, "newer-theme", &file, version.span, message)
                        .label(format!("this pmsite has version {now}"))
                        .help("use the pmsite for which it was written, or a later one"),
                );
            }
        }
    }
    for changed in built_in.changed.iter().filter(|changed| changed.version > written_for) {
        let own = format!("templates/{}", changed.template);
        if !files.iter().any(|(path, _)| *path == own) {
            continue;
        }
        let message = format!(
            "this was written for version {written_for} of the built-in theme; version {} changed `{}`: {}",
            changed.version, changed.template, changed.what
        );
        diagnostics.push(
            Diagnostic::about(Level::Warning, "older-theme", format!("themes/{name}/{own}"), message)
                .help(format!("look whether it still fits, then say so: `for = {now}` in `{path}`")),
        );
    }
    Ok(())
}

/// A theme that is kept while nothing of it changes.
#[derive(Debug, Default)]
pub(super) struct KeptTheme {
    files: Files,
    theme: Option<Arc<Theme>>,
    findings: Diagnostics,
}

impl KeptTheme {
    /// What is to be said of the theme.
    pub(super) fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// The theme, with whether it is another than before. `may_differ` where its files or the settings may
    /// have changed.
    pub(super) fn refresh(
        &mut self,
        root: &Path,
        config: &Config,
        may_differ: bool,
    ) -> Result<(Arc<Theme>, bool), PipelineError> {
        if let (Some(theme), false) = (&self.theme, may_differ) {
            return Ok((Arc::clone(theme), false));
        }
        let files = files(root, config)?;
        let same = |theme: &&Arc<Theme>| {
            theme.name() == config.html.theme
                && theme.language() == config.book.language
                && *theme.look() == config.postmortem.theme
        };
        if let Some(theme) = self.theme.as_ref().filter(|_| files == self.files).filter(same) {
            return Ok((Arc::clone(theme), false));
        }
        // A broken one is not kept, and is told of until it is mended.
        self.theme = None;
        self.findings = Diagnostics::new();
        self.files.clone_from(&files);
        let theme = Arc::new(load(config, files, &mut self.findings)?);
        self.theme = Some(Arc::clone(&theme));
        Ok((theme, true))
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, compare};
    use crate::config::manifest;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;

    /// What is said of these files under a built-in theme that changed.
    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let mut diagnostics = Diagnostics::new();
        let built_in = "version = 3\n[changed]\n\"row.html\" = { version = 3, what = \"`row.day` is a moment\" }\n\"card.html\" = { version = 2, what = \"it has no header\" }\n";
        let built_in = manifest(&SourceFile::new("theme.toml", built_in), &mut diagnostics);
        let files: Files =
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        compare("own", &files, &built_in, &mut diagnostics).unwrap();
        let sorted = diagnostics.sorted();
        sorted.iter().map(|found| format!("{} {}: {}", found.path, found.code, found.message)).collect()
    }

    #[test]
    fn overrides_of_templates_that_changed_are_named_with_what_changed() {
        let (row, card) = (("templates/row.html", ""), ("templates/card.html", ""));
        let row_told = |version| {
            format!(
                "themes/own/templates/row.html older-theme: this was written for version {version} of the built-in theme; version 3 changed `row.html`: `row.day` is a moment"
            )
        };
        assert_eq!(told(&[("templates/home.html", ""), ("static/row.html", "")]), [""; 0]);
        assert_eq!(told(&[row]), [row_told(1)], "what says nothing was written before there were versions");
        assert_eq!(told(&[row, card]).len(), 2);
        assert_eq!(told(&[row, card, ("theme.toml", "for = 2\n")]), [row_told(2)]);
        assert_eq!(told(&[row, card, ("theme.toml", "name = \"own\"\nversion = 7\nfor = 3\n")]), [""; 0]);
    }

    #[test]
    fn a_theme_for_a_later_pmsite_and_a_key_that_is_none_are_told() {
        assert_eq!(
            told(&[("theme.toml", "for = 4\n")]),
            ["themes/own/theme.toml newer-theme: this theme was written for version 4 of the built-in theme"]
        );
        let told = told(&[("theme.toml", "fro = 3\n")]);
        assert!(told[0].starts_with("themes/own/theme.toml unknown-key:"), "{told:?}");
    }
}
