//! Words of a fixed list, read with a suggestion for those that are not in it.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::source::SourceFile;
use crate::source::Spanned;

/// The most words that a help text lists.
const LISTED: usize = 24;

/// Reads a word by `parse`; what is not in the list `known` is reported under `code`, `what`
/// naming the kind of word, as in "a severity".
pub(super) fn keyed<'a, T>(
    file: &SourceFile,
    word: &Spanned<String>,
    parse: impl Fn(&str) -> Option<T>,
    known: impl Iterator<Item = &'a str> + Clone,
    code: &'static str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    if let Some(value) = parse(&word.value) {
        return Some(value);
    }
    diagnostics.push(unknown_word(file, word, known, code, what));
    None
}

/// The diagnostic for a word that is not in a list.
pub(super) fn unknown_word<'a>(
    file: &SourceFile,
    word: &Spanned<String>,
    known: impl Iterator<Item = &'a str> + Clone,
    code: &'static str,
    what: &str,
) -> Diagnostic {
    let mut shown: Vec<_> = known.clone().take(LISTED + 1).map(|word| format!("`{word}`")).collect();
    if shown.len() > LISTED {
        shown.truncate(LISTED);
        shown.push("…".to_owned());
    }
    let list = format!("known are {}", shown.join(", "));
    let diagnostic =
        Diagnostic::at(Level::Error, code, file, word.span, format!("`{}` is not {what}", word.value));
    match nearest(&word.value, known) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")).help(list),
        None => diagnostic.label("unknown").help(list),
    }
}
