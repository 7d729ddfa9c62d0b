//! Months by their names.

use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Months in English: in full first, then in short.
#[rustfmt::skip]
pub(super) const MONTHS: &[(&str, i32)] = &[
    ("January", 1), ("February", 2), ("March", 3), ("April", 4), ("May", 5), ("June", 6), ("July", 7),
    ("August", 8), ("September", 9), ("October", 10), ("November", 11), ("December", 12), ("Jan", 1),
    ("Feb", 2), ("Mar", 3), ("Apr", 4), ("Jun", 6), ("Jul", 7), ("Aug", 8), ("Sep", 9), ("Sept", 9),
    ("Oct", 10), ("Nov", 11), ("Dec", 12),
];

/// Months in Spanish, French, German, Portuguese, Italian, Dutch and Scandinavian, as far as English has no month of that name.
#[rustfmt::skip]
const FOREIGN_MONTHS: &[(&str, i32)] = &[
    ("enero", 1), ("febrero", 2), ("marzo", 3), ("abril", 4), ("mayo", 5), ("junio", 6), ("julio", 7),
    ("agosto", 8), ("septiembre", 9), ("setiembre", 9), ("octubre", 10), ("noviembre", 11),
    ("diciembre", 12), ("janvier", 1), ("février", 2), ("fevrier", 2), ("mars", 3), ("avril", 4), ("mai", 5),
    ("juin", 6), ("juillet", 7), ("août", 8), ("aout", 8), ("septembre", 9), ("octobre", 10),
    ("novembre", 11), ("décembre", 12), ("decembre", 12), ("januar", 1), ("februar", 2), ("märz", 3),
    ("maerz", 3), ("juni", 6), ("juli", 7), ("oktober", 10), ("dezember", 12), ("janeiro", 1),
    ("fevereiro", 2), ("março", 3), ("marco", 3), ("maio", 5), ("junho", 6), ("julho", 7), ("setembro", 9),
    ("outubro", 10), ("novembro", 11), ("dezembro", 12), ("janv", 1), ("févr", 2), ("juil", 7), ("déc", 12),
    ("gennaio", 1), ("febbraio", 2), ("aprile", 4), ("maggio", 5), ("giugno", 6), ("luglio", 7), ("settembre", 9),
    ("ottobre", 10), ("dicembre", 12), ("januari", 1), ("februari", 2), ("maart", 3), ("mei", 5), ("augustus", 8),
    ("augusti", 8), ("maj", 5), ("marts", 3), ("okt", 10), ("dez", 12), ("ene", 1), ("ago", 8), ("dic", 12), ("fev", 2), ("set", 9), ("out", 10),
];

/// The number of a month by its name, and whether the name is English.
pub(super) fn month_name(word: &str) -> Option<(i32, bool)> {
    // Every name of a month begins and ends with a letter, and none is longer than these.
    if !(3..=11).contains(&word.len()) || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    NAMES.get(word.to_lowercase().as_str()).copied()
}

/// All names in small letters, with the month and whether the name is English.
static NAMES: LazyLock<HashMap<String, (i32, bool), FixedState>> = LazyLock::new(|| {
    let foreign = FOREIGN_MONTHS.iter().map(|(name, month)| ((*name).to_owned(), (*month, false)));
    // English names come last, so that they stand where both have one.
    foreign.chain(MONTHS.iter().map(|(name, month)| (name.to_lowercase(), (*month, true)))).collect()
});

/// The month whose name a word misses by one letter.
pub(super) fn misspelt_month(word: &str) -> Option<i32> {
    if !(4..=10).contains(&word.len()) || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    // One letter is not both the first and the last.
    let ends = |text: &str| (text.bytes().next(), text.bytes().next_back());
    let (first, last) = ends(word);
    let may_be = |name: &str| ends(name).0 == first || ends(name).1 == last;
    let full = MONTHS.iter().take(12).filter(|(name, _)| name.len() > 3 && may_be(name));
    let mut near = full.filter(|(name, _)| strsim::osa_distance(name, word) == 1);
    let (_, month) = near.next()?;
    near.next().is_none().then_some(*month)
}
