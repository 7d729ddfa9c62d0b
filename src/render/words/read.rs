//! Reads the files of words, `words/LANGUAGE.toml`: tables of texts.
//!
//! A text is a string, or `{ one = "…", other = "…" }` where it depends on a number. Lists are for what is
//! counted, such as the names of the months.

use super::phrase::{Phrase, named};
use super::{Text, Texts};
use crate::diagnostic::nearest;
use crate::render::error::ThemeError;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// The language that every text exists in.
pub(super) const FALLBACK: &str = "en";

/// A file of words.
pub(in crate::render) struct WordFile {
    /// As in its name, lower case: `de`, `pt-br`.
    pub language: String,
    /// Where a reader of a message finds it.
    pub place: String,
    /// What it holds.
    pub text: String,
    /// Whether it is the site's own, which may hold some texts only.
    pub is_own: bool,
}

impl WordFile {
    /// A file of the theme, by its name in `words/`; `None` for one that is no file of words. `theme` is
    /// the folder of the site's own files.
    pub(in crate::render) fn of(
        theme: &str,
        is_own: bool,
        file: &str,
        bytes: Vec<u8>,
    ) -> Result<Option<Self>, ThemeError> {
        let Some(language) = file.strip_suffix(".toml") else { return Ok(None) };
        let place =
            if is_own { format!("themes/{theme}/words/{file}") } else { format!("{file} (built in)") };
        let language = language.to_lowercase().replace('_', "-");
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(Self { language, place, text, is_own })),
            Err(_) => Err(ThemeError {
                template: place,
                position: None,
                reason: "it is not valid UTF-8".to_owned(),
            }),
        }
    }
}

/// Reads the files that a language needs, later ones over earlier ones: English, the language, its
/// variety. Gives the texts, and the language that most of them are in.
pub(super) fn read(files: &[WordFile], wanted: &str) -> Result<(Texts, String), ThemeError> {
    let mut texts = Texts::new();
    let mut language = FALLBACK.to_owned();
    for step in chain(wanted) {
        // The theme's own before the site's.
        let mut found: Vec<&WordFile> = files.iter().filter(|file| file.language == step).collect();
        found.sort_by_key(|file| file.is_own);
        for file in found {
            // The first file is the theme's English: it says which texts there are.
            lay_over(&mut texts, file)?;
            language.clone_from(&step);
        }
    }
    Ok((texts, language))
}

/// `de-CH` is first English, then `de`, then `de-ch`.
fn chain(wanted: &str) -> Vec<String> {
    let wanted = wanted.trim().to_lowercase().replace('_', "-");
    let mut chain = vec![FALLBACK.to_owned()];
    let ends = wanted.match_indices('-').map(|(at, _)| at).chain([wanted.len()]);
    for end in ends {
        let step = wanted[..end].to_owned();
        if !chain.contains(&step) {
            chain.push(step);
        }
    }
    chain
}

fn lay_over(texts: &mut Texts, file: &WordFile) -> Result<(), ThemeError> {
    let broken = |at: Option<usize>, reason: String| ThemeError {
        template: file.place.clone(),
        position: at.map(|at| position(&file.text, at)),
        reason,
    };
    let table = DeTable::parse(&file.text)
        .map_err(|error| broken(error.span().map(|span| span.start), error.message().to_owned()))?;
    let mut found = Vec::new();
    flatten(table.get_ref(), "", &mut found).map_err(|(at, reason)| broken(Some(at), reason))?;
    let is_first = texts.is_empty();
    for (key, at, text) in found {
        if let Some(before) = texts.get(&key) {
            check(&key, before, &text).map_err(|reason| broken(Some(at), reason))?;
        } else if !is_first {
            let near = nearest(&key, texts.keys().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(broken(Some(at), format!("the theme says nothing by the name of `{key}`{near}")));
        }
        texts.insert(key, text);
    }
    Ok(())
}

/// Whether a text can stand for another: it may fill the same slots, and no others.
fn check(key: &str, before: &Text, text: &Text) -> Result<(), String> {
    let known: BTreeSet<&str> = before.slots().collect();
    let strange: Vec<&str> = text.slots().filter(|slot| !known.contains(slot)).collect();
    if matches!((before, text), (Text::Plain(_), Text::Counted { .. })) {
        return Err(format!("`{key}` depends on no number: it is one text, not `one` and `other`"));
    }
    if strange.is_empty() {
        return Ok(());
    }
    let known: Vec<&str> = known.into_iter().collect();
    let has = if known.is_empty() { "no slot".to_owned() } else { format!("only {}", named(&known)) };
    Err(format!("`{key}` has {has}, and not {}", named(&strange)))
}

type Found = Vec<(String, usize, Text)>;

fn flatten(table: &DeTable<'_>, above: &str, found: &mut Found) -> Result<(), (usize, String)> {
    for (name, value) in table {
        let dot = if above.is_empty() { "" } else { "." };
        let key = format!("{above}{dot}{}", name.get_ref());
        let at = value.span().start;
        match value.get_ref() {
            DeValue::String(text) => found.push((key, at, Text::Plain(phrase(text, at)?))),
            DeValue::Array(entries) => {
                for (number, entry) in entries.iter().enumerate() {
                    let at = entry.span().start;
                    let Some(text) = entry.get_ref().as_str() else {
                        return Err((at, format!("`{key}` is a list of texts")));
                    };
                    found.push((format!("{key}.{number}"), at, Text::Plain(phrase(text, at)?)));
                }
            }
            DeValue::Table(inside) => match counted(inside)? {
                Some(text) => found.push((key, at, text)),
                None => flatten(inside, &key, found)?,
            },
            _ => return Err((at, format!("`{key}` is no text: write it in quotation marks"))),
        }
    }
    Ok(())
}

/// A table that is one text, by number; `None` for a table of texts.
fn counted(table: &DeTable<'_>) -> Result<Option<Text>, (usize, String)> {
    let form = |name: &str| table.iter().find(|(key, _)| key.get_ref().as_ref() == name);
    let Some((_, other)) = form("other") else { return Ok(None) };
    let read = |value: &toml::Spanned<DeValue<'_>>| match value.get_ref().as_str() {
        Some(text) => phrase(text, value.span().start),
        None => Err((value.span().start, "a form of a text is a text".to_owned())),
    };
    let is_form = |name: &str, forms: &[&str]| forms.contains(&name);
    // A table of texts may have one that is called `other`.
    if !table.iter().all(|(name, _)| is_form(name.get_ref(), &["zero", "one", "two", "few", "many", "other"]))
    {
        return Ok(None);
    }
    if let Some((name, _)) = table.iter().find(|(name, _)| !is_form(name.get_ref(), &["one", "other"])) {
        let reason = format!("a text has the forms `one` and `other`, and not `{}`", name.get_ref());
        return Err((name.span().start, reason));
    }
    let other = read(other)?;
    let one = form("one").map(|(_, one)| read(one)).transpose()?;
    Ok(Some(Text::Counted { one: one.unwrap_or_else(|| other.clone()), other }))
}

fn phrase(text: &str, at: usize) -> Result<Phrase, (usize, String)> {
    Phrase::parse(text).map_err(|reason| (at, reason))
}

/// Line and column, both from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    (line, column)
}
