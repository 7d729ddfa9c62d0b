//! Times at the starts of lines that only their company makes times: `09.12`, `9h05`, `0912`.
//!
//! One line that starts with `10.30` starts with a number. Three of them in their order are a timeline, and get
//! the colon that every later reader looks for.

use super::{Form, Line};
use crate::times::clocks;

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `09.12`
    Dot,
    /// `9h05`, `16 h 30`, `9h`
    Letter,
    /// `0912`
    Bare,
}

/// A time at the start of a line.
#[derive(Debug, Clone, Copy)]
struct Opening {
    line: usize,
    minute: i32,
    /// How long it is as it is written.
    length: usize,
}

/// Gives the times at the starts of lines their colons, where three lines or more start so.
pub(super) fn with_colons(lines: &mut [Line]) {
    for style in [Style::Dot, Style::Letter, Style::Bare] {
        let openings: Vec<Opening> =
            (0..lines.len()).filter_map(|at| opening(lines.get(at)?, at, style)).collect();
        if openings.len() < 3 || !in_order(&openings) {
            continue;
        }
        for opening in openings {
            let Some(line) = lines.get_mut(opening.line) else { continue };
            let clock = format!("{:02}:{:02}", opening.minute / 60, opening.minute % 60);
            let rest = line.text.get(opening.length..).unwrap_or_default();
            let text = format!("{clock}{rest}");
            if line.strong > 0 {
                line.strong = (line.strong + clock.len()).saturating_sub(opening.length).min(text.len());
            }
            if let Some(cell) = line.cells.first_mut() {
                let rest = cell.get(opening.length..).unwrap_or_default();
                *cell = format!("{clock}{rest}");
            }
            line.text = text;
        }
    }
}

/// Whether all of them, but for one midnight, follow each other; the newest may come first.
fn in_order(openings: &[Opening]) -> bool {
    let pairs = || openings.iter().zip(openings.iter().skip(1));
    let back = pairs().filter(|(one, next)| next.minute < one.minute).count();
    let forth = pairs().filter(|(one, next)| next.minute > one.minute).count();
    back <= 1 && forth > 0 || forth <= 1 && back > 1
}

fn opening(line: &Line, at: usize, style: Style) -> Option<Opening> {
    if !matches!(line.form, Form::Text | Form::Item { .. } | Form::Row) {
        return None;
    }
    let text = line.text.as_str();
    let (minute, length) = match style {
        Style::Dot => dotted(text),
        Style::Letter => lettered(text),
        Style::Bare => bare(text),
    }?;
    if style != Style::Letter && clocks(text).first().is_some_and(|clock| clock.range.start == 0) {
        return None;
    }
    let rest = text.get(length..)?;
    // In a table the time is a cell; elsewhere what happened stands behind it.
    let cell = line.form == Form::Row && line.cells.first().is_some_and(|cell| cell.len() == length);
    let parted = rest.starts_with([' ', ':', '\t', ')', ',', '–', '—', '-', '\u{a0}', '|', '；', '：']);
    let told = rest.chars().any(char::is_alphabetic);
    (cell || parted && told && !is_amount(rest)).then_some(Opening { line: at, minute, length })
}

fn number(text: &str) -> Option<(i32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits).filter(|_| (1..=2).contains(&digits))?;
    Some((number.parse().ok()?, digits))
}

fn dotted(text: &str) -> Option<(i32, usize)> {
    let (hour @ 0..24, digits) = number(text)? else { return None };
    let (minute @ 0..60, 2) = number(text.get(digits..)?.strip_prefix('.')?)? else { return None };
    Some((hour * 60 + minute, digits + 3))
}

fn lettered(text: &str) -> Option<(i32, usize)> {
    let (hour @ 0..24, digits) = number(text)? else { return None };
    let rest = text.get(digits..)?;
    let gap = |text: &str| text.len() - text.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let before = gap(rest);
    let rest = rest.get(before..)?.strip_prefix(['h', 'H'])?;
    let after = gap(rest).min(before);
    let minute = number(rest.get(after..)?).filter(|(minute, digits)| *digits == 2 && *minute < 60);
    let (minute, taken) = minute.map_or((0, 0), |(minute, _)| (minute, after + 2));
    // `5 h` alone is a length as often as not.
    (taken > 0 || before == 0).then_some((hour * 60 + minute, digits + before + 1 + taken))
}

fn bare(text: &str) -> Option<(i32, usize)> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let (hour, minute) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    // A list of years is none of times.
    let year = digits.starts_with("19") || digits.starts_with("20");
    (hour < 24 && minute < 60 && (!year || minute > 35)).then_some((hour * 60 + minute, 4))
}

/// Whether what follows a number makes it the amount of something.
fn is_amount(rest: &str) -> bool {
    let word =
        rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    rest.trim_start().starts_with(['%', '€', '$', '£', '°'])
        || ["gb", "mb", "kb", "ms", "s", "sec", "percent", "users", "requests", "euro", "usd", "times", "x"]
            .contains(&word.as_str())
}
