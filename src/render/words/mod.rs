//! The theme's words: every text that it shows, by key, in the site's language.
//!
//! The texts stand in the theme's `words/LANGUAGE.toml`, and are read once. What a language does not say is
//! said in English. A site's theme may replace single texts, and add languages.

mod describe;
mod format;
mod function;
mod phrase;
mod read;
#[cfg(test)]
mod tests;

pub(super) use function::{inside, number, percent, word};
pub(super) use read::WordFile;

use super::error::ThemeError;
use super::markdown::Labels;
use super::svg::escape;
use phrase::Phrase;
use std::collections::BTreeMap;

/// A text, or its forms by number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Text {
    /// One form for all.
    Plain(Phrase),
    /// One form for the numbers that the language counts as one, and one for the others.
    Counted {
        /// `{n} postmortem`.
        one: Phrase,
        /// `{n} postmortems`.
        other: Phrase,
    },
}

impl Text {
    /// The slots of all its forms.
    fn slots(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Plain(text) => (text, None),
            Self::Counted { one, other } => (one, Some(other)),
        };
        first.slots().chain(second.into_iter().flat_map(Phrase::slots))
    }
}

type Texts = BTreeMap<String, Text>;

/// All texts, in one language.
#[derive(Debug)]
pub(super) struct Words {
    language: String,
    texts: Texts,
    format: format::Format,
    labels: Labels,
}

impl Words {
    /// Reads the words of a language: of its file, of English where it says nothing.
    pub(super) fn read(files: &[WordFile], language: &str) -> Result<Self, ThemeError> {
        let (texts, language) = read::read(files, language)?;
        let format = format::Format::of(&texts);
        let labels = labels(&texts);
        Ok(Self { language, texts, format, labels })
    }

    /// The language in which they are, which is not the site's where nobody translated it.
    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// How the elements of a body are called.
    pub(super) fn labels(&self) -> &Labels {
        &self.labels
    }

    /// A text without slots.
    pub(super) fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text with its slots filled.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let phrase = match self.texts.get(key) {
            Some(Text::Plain(phrase) | Text::Counted { other: phrase, .. }) => Some(phrase),
            None => None,
        };
        filled(key, phrase, values)
    }

    /// A text that depends on a number, which fills its slot `{n}`.
    pub(super) fn count(&self, key: &str, n: usize) -> String {
        self.count_and(key, n, &[])
    }

    /// The same with further slots.
    pub(super) fn count_and(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let number = self.number(n);
        let mut all: Vec<(&str, &str)> = vec![("n", &number)];
        all.extend(values);
        filled(key, self.texts.get(key).map(|text| text.form(self.format.is_one(n))), &all)
    }

    /// The members of a list.
    pub(super) fn all(&self, key: &str) -> Vec<String> {
        (0..).map_while(|at| self.find(&format!("{key}.{at}"))).collect()
    }

    /// How a value of front matter is called; a value that the theme does not know, by its key.
    pub(super) fn value(&self, table: &str, key: &str) -> String {
        self.find(&format!("{table}.{key}")).unwrap_or_else(|| Self::titled(&key.replace(['_', '-'], " ")))
    }

    /// The title of a page that is one of several.
    pub(super) fn part(&self, title: &str, number: usize) -> String {
        if number > 1 {
            self.fill("page.part", &[("title", title), ("number", &self.number(number))])
        } else {
            title.to_owned()
        }
    }

    /// A text whose key ends by what it is about.
    pub(super) fn fill_of(&self, table: &str, key: &str, values: &[(&str, &str)]) -> String {
        self.fill(&format!("{table}.{key}"), values)
    }

    /// The text of a key that may be a team's own, which has none: nothing then.
    pub(super) fn find(&self, key: &str) -> Option<String> {
        self.texts.get(key).map(|_| self.say(key))
    }
}

impl Text {
    /// One of its forms.
    fn form(&self, is_one: bool) -> &Phrase {
        match self {
            Self::Plain(phrase) => phrase,
            Self::Counted { one, .. } if is_one => one,
            Self::Counted { other, .. } => other,
        }
    }
}

/// What the formatter of Markdown says, as markup with its slots left.
fn labels(texts: &Texts) -> Labels {
    let label = |key: &str| {
        let mut out = String::new();
        if let Some(Text::Plain(phrase)) = texts.get(key) {
            let _ = phrase.fill(|slot| (slot == "n").then_some("{n}"), &mut out);
        }
        escape(&out)
    };
    let [section, table, table_n, done, not_done, option, back] =
        ["section", "table", "table_n", "done", "not_done", "option", "back"]
            .map(|key| label(&format!("body.{key}")));
    let internal = label("common.internal");
    let alerts = Labels::ALERTS.map(|kind| label(&format!("alert.{kind}")));
    Labels { section, table, table_n, done, not_done, option, back, internal, alerts }
}

/// Tests hold that the program asks for texts that exist, and fills their slots.
fn filled(key: &str, phrase: Option<&Phrase>, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let value = |name: &str| values.iter().find(|(slot, _)| *slot == name).map(|(_, value)| *value);
    let said = phrase.map(|phrase| phrase.fill(value, &mut out));
    debug_assert!(matches!(said, Some(Ok(()))), "the theme cannot say `{key}` of {values:?}");
    out
}
