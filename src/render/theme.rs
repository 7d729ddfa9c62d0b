//! The theme: templates and static files, built in, with a site's own laid over them.
//!
//! A file `templates/x.html` of the site's theme replaces the built-in one of that name, or
//! starts with `{% extends "builtin:x.html" %}` and replaces single blocks of it. A file below
//! `static/` is published in `theme/`, over a built-in one of the same name. A file
//! `words/LANGUAGE.toml` adds a language, or replaces single texts of one.
//!
//! A further theme that is built in lies between the two: `compact` over `default`, and the site's own
//! over both.

use super::error::ThemeError;
use super::words::{self, WordFile, Words};
use crate::config::ThemeSettings;
use crate::output::OutputPath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera, Value};

/// The files of the built-in themes: theme, path, bytes.
static BUILT_IN: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// The theme on which all others build.
const DEFAULT: &str = "default";
/// What a theme and the settings add to the style sheet goes to the end of this file, so that readers wait
/// for one only.
const STYLE: &str = "style.css";
/// What a theme adds to it.
const MORE_STYLE: &str = "style-more.css";

/// Before the names of a site's own templates.
const USER: &str = "user:";
/// Before the names of the built-in templates.
const BUILTIN: &str = "builtin:";

/// A theme, ready to render.
pub struct Theme {
    name: String,
    language: String,
    look: ThemeSettings,
    words: Arc<Words>,
    languages: Vec<String>,
    tera: Tera,
    statics: Vec<StaticFile>,
}

/// A file of the theme that is published as it is.
#[derive(Debug, Clone)]
pub struct StaticFile {
    /// Where it is published; the names of style sheets and scripts hold a hash of their bytes.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Theme {
    /// The built-in theme as it is, in English.
    pub fn built_in() -> Result<Self, ThemeError> {
        Self::load(DEFAULT, "en", &ThemeSettings::default(), Vec::new())
    }

    /// The names of the built-in themes.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<_> = BUILT_IN.iter().map(|(theme, ..)| *theme).collect();
        names.dedup();
        names
    }

    /// What the theme on which all others build says of itself, in its `theme.toml`.
    pub fn about_built_in() -> &'static str {
        let about = BUILT_IN.iter().find(|(theme, path, _)| (*theme, *path) == (DEFAULT, "theme.toml"));
        about.and_then(|(.., bytes)| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The built-in theme with a site's own files over it, in a language, with the looks of the
    /// settings. `name` is the folder of those files, for messages, or the name of a further built-in
    /// theme; their paths are relative to it.
    pub fn load(
        name: &str,
        language: &str,
        look: &ThemeSettings,
        own: Vec<(String, Vec<u8>)>,
    ) -> Result<Self, ThemeError> {
        let mut templates: Vec<(String, String)> = Vec::new();
        let mut statics: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut spoken = Vec::new();
        let between = format!("{name}:");
        let built_in = BUILT_IN.iter().filter_map(|(theme, path, bytes)| {
            let prefix = if *theme == DEFAULT { BUILTIN } else { between.as_str() };
            (*theme == DEFAULT || *theme == name).then(|| (prefix, (*path).to_owned(), bytes.to_vec()))
        });
        let own = own.into_iter().map(|(path, bytes)| (USER, path, bytes));
        for (prefix, path, bytes) in built_in.chain(own) {
            if let Some(template) = path.strip_prefix("templates/") {
                let text = String::from_utf8(bytes)
                    .map_err(|_| ThemeError::not_utf8(name, prefix == USER, template))?;
                templates.push((format!("{prefix}{template}"), text));
            } else if let Some(file) = path.strip_prefix("static/") {
                statics.insert(file.to_owned(), bytes);
            } else if let Some(file) = path.strip_prefix("words/") {
                spoken.extend(WordFile::of(name, prefix == USER, file, bytes)?);
            }
        }
        let more = statics.remove(MORE_STYLE).unwrap_or_default();
        if let Some(sheet) = statics.get_mut(STYLE) {
            sheet.extend_from_slice(&more);
            sheet.extend_from_slice(look.style().as_bytes());
        }
        let words = Arc::new(Words::read(&spoken, language)?);
        let languages: BTreeSet<_> = spoken.into_iter().map(|file| file.language).collect();
        let (statics, names) = publish(name, statics)?;
        let mut tera = Tera::new();
        let broken = |error: tera::Error| ThemeError::of(name, &error);
        tera.set_fallback_prefixes([USER.to_owned(), between.clone(), BUILTIN.to_owned()]).map_err(broken)?;
        tera.register_function("asset", asset(names));
        tera.register_function("word", words::word(Arc::clone(&words)));
        tera.register_filter("number", words::number(Arc::clone(&words)));
        tera.register_filter("percent", words::percent(Arc::clone(&words)));
        tera.register_filter("json", json);
        tera.register_filter("inside", words::inside(Arc::clone(&words)));
        // Those of others stay as written, so that messages tell where in them something is wrong.
        let built_in = templates.iter_mut().filter(|(name, _)| !name.starts_with(USER));
        built_in.for_each(|(_, text)| *text = words.put_into(text));
        tera.add_raw_templates(templates).map_err(broken)?;
        Ok(Self {
            name: name.to_owned(),
            language: language.to_owned(),
            look: look.clone(),
            words,
            languages: languages.into_iter().collect(),
            tera,
            statics,
        })
    }

    /// The folder of the site's own files.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language that it was loaded for.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The languages in which it has words, as in the names of their files.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Whether it has words in a language, or in one that this is a variety of.
    pub fn speaks(&self, language: &str) -> bool {
        let base = |language: &str| language.split(['-', '_']).next().map(str::to_lowercase);
        base(self.words.language()) == base(language.trim())
    }

    /// The looks that it was loaded with.
    pub fn look(&self) -> &ThemeSettings {
        &self.look
    }

    /// What it says.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// The files that are published as they are, by path.
    pub fn statics(&self) -> &[StaticFile] {
        &self.statics
    }

    /// Renders a template into `out`, which is emptied first. What is wrong with it comes with its
    /// place.
    pub(super) fn render(
        &self,
        template: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        out.clear();
        self.tera.render_to(template, context, out).map_err(|error| ThemeError::of(&self.name, &error))
    }
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("statics", &self.statics.len()).finish_non_exhaustive()
    }
}

/// Names the static files as they are published, and remembers under which name each is known.
fn publish(
    theme: &str,
    files: BTreeMap<String, Vec<u8>>,
) -> Result<(Vec<StaticFile>, BTreeMap<String, String>), ThemeError> {
    let mut statics = Vec::new();
    let mut names = BTreeMap::new();
    for (name, bytes, in_circle) in imports_first(files) {
        let bytes = with_published_imports(&name, bytes, &names);
        // Scripts and style sheets are what browsers keep for long; fonts and images are named in
        // style sheets, where a changed name would have to be put in.
        let path = match name.rsplit_once('.') {
            Some((stem, end @ ("css" | "js"))) if !in_circle => {
                format!("theme/{stem}.{}.{end}", &blake3::hash(&bytes).to_hex()[..8])
            }
            _ => format!("theme/{name}"),
        };
        if OutputPath::new(path.as_str()).is_none() {
            return Err(ThemeError::bad_name(theme, &name));
        }
        names.insert(name, path.clone());
        statics.push(StaticFile { path, bytes });
    }
    Ok((statics, names))
}

/// Scripts behind those that they import, so that the published names are known. Scripts that import
/// each other in a circle come last: no name can hold the hash of the other.
fn imports_first(mut files: BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>, bool)> {
    let mut sorted = Vec::with_capacity(files.len());
    loop {
        let ready: Vec<String> = files
            .iter()
            .filter(|(name, bytes)| !imports(name, bytes).iter().any(|import| files.contains_key(import)))
            .map(|(name, _)| name.clone())
            .collect();
        if ready.is_empty() {
            sorted.extend(files.into_iter().map(|(name, bytes)| (name, bytes, true)));
            return sorted;
        }
        let ready = ready.iter().filter_map(|name| files.remove_entry(name));
        sorted.extend(ready.map(|(name, bytes)| (name, bytes, false)));
    }
}

/// The scripts beside it that a script imports: `import { open } from "./search-index.js";`
fn imports(name: &str, bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_script(name)).unwrap_or_default();
    let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let quoted = text.split("\"./").skip(1).filter_map(|rest| rest.split_once('"'));
    quoted.map(|(file, _)| format!("{folder}{file}")).filter(|file| is_script(file)).collect()
}

fn is_script(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "js")
}

/// A script with the names under which what it imports is published.
fn with_published_imports(name: &str, bytes: Vec<u8>, names: &BTreeMap<String, String>) -> Vec<u8> {
    let imports = imports(name, &bytes);
    if imports.is_empty() {
        return bytes;
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    for import in imports {
        if let Some(published) = names.get(&import) {
            let last = |path: &str| path.rsplit('/').next().map(str::to_owned).unwrap_or_default();
            text = text.replace(&format!("\"./{}\"", last(&import)), &format!("\"./{}\"", last(published)));
        }
    }
    text.into_bytes()
}

/// The template function `asset(name="style.css")`: where a static file is published.
fn asset(
    names: BTreeMap<String, String>,
) -> impl Fn(Kwargs, &State) -> tera::TeraResult<Value> + Send + Sync + 'static {
    let names = Arc::new(names);
    move |arguments, _| {
        let name = arguments.must_get::<String>("name")?;
        match names.get(&name) {
            Some(path) => Ok(Value::from(path.as_str())),
            None => {
                let known: Vec<_> = names.keys().map(String::as_str).collect();
                let reason = format!("the theme has no static file `{name}`; it has {}", known.join(", "));
                Err(tera::Error::message(reason))
            }
        }
    }
}

/// The filter `json`: a value as JSON, for whoever writes a theme and wants to see what there is. Keys are
/// sorted, for the engine gives what a template sees in no order.
fn json(value: &Value, _: Kwargs, _: &State) -> tera::TeraResult<String> {
    let value = serde_json::to_value(value).map_err(|error| tera::Error::message(error.to_string()))?;
    Ok(sorted(value).to_string())
}

fn sorted(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(entries) => {
            let entries: BTreeMap<_, _> =
                entries.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.into_iter().collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let (statics, names) = publish("own", files).unwrap();
        let texts: BTreeMap<_, _> = statics.into_iter().map(|file| (file.path, file.bytes)).collect();
        names
            .into_iter()
            .map(|(name, path)| (name, String::from_utf8(texts[&path].clone()).unwrap()))
            .collect()
    }

    #[test]
    fn scripts_import_each_other_by_their_published_names() {
        let files =
            [("a.js", "import { b } from \"./b.js\";"), ("b.js", "import \"./c.js\";"), ("c.js", "1")];
        let first = published(&files);
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
        assert_eq!(first["b.js"], format!("import \"./c.{}.js\";", hash("1")));
        assert_eq!(first["a.js"], format!("import {{ b }} from \"./b.{}.js\";", hash(&first["b.js"])));
        let second = published(&[files[0], files[1], ("c.js", "2")]);
        assert_ne!(first["a.js"], second["a.js"], "what changes below has a new name everywhere");
    }

    #[test]
    fn circles_and_strangers_stay_as_they_are() {
        let files = published(&[("a.js", "import \"./b.js\";"), ("b.js", "import \"./a.js\"; \"./x.js\"")]);
        assert_eq!(files["a.js"], "import \"./b.js\";");
        assert_eq!(files["b.js"], "import \"./a.js\"; \"./x.js\"");
    }
}
