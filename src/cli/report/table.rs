//! Tables of text that fit a width.

use crate::cli::text::plain;
use anstyle::Style;
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: usize = 2;
/// The width below which no column is squeezed.
const NARROW: usize = 10;

/// On which side a column's cells begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A table. Columns in which no row has anything are left out.
#[derive(Debug)]
pub(super) struct Table {
    heads: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(super) fn new<T: Into<String>>(heads: impl IntoIterator<Item = (T, Align)>) -> Self {
        Self {
            heads: heads.into_iter().map(|(head, align)| (head.into(), align)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row: a cell for each column.
    pub(super) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| plain(&cell.into())).collect());
    }

    /// The table as text. If it does not fit `width`, the widest columns of words are cut; if that is not
    /// enough, the last columns are left out, and a line below says which.
    pub(super) fn render(&self, width: Option<usize>) -> String {
        let mut shown: Vec<usize> = (0..self.heads.len())
            .filter(|column| self.rows.iter().any(|row| !row[*column].is_empty()))
            .collect();
        let widest = |column: &usize| {
            let cells = self.rows.iter().map(|row| row[*column].width());
            cells.chain([self.heads[*column].0.width()]).max().unwrap_or_default()
        };
        let mut widths: Vec<usize> = shown.iter().map(widest).collect();
        if let Some(width) = width {
            self.squeeze(&shown, &mut widths, width);
        }
        let mut left_out = Vec::new();
        while width.is_some_and(|width| total(&widths) > width) && shown.len() > 1 {
            widths.pop();
            left_out.extend(shown.pop().map(|column| self.heads[column].0.as_str()));
        }
        let mut out = String::new();
        let bold = Style::new().bold();
        let heads: Vec<&str> = shown.iter().map(|column| self.heads[*column].0.as_str()).collect();
        let head = self.line(&heads, &shown, &widths, width);
        let _ = writeln!(out, "{bold}{head}{bold:#}");
        for row in &self.rows {
            let cells: Vec<&str> = shown.iter().map(|column| row[*column].as_str()).collect();
            out.push_str(&self.line(&cells, &shown, &widths, width));
            out.push('\n');
        }
        if !left_out.is_empty() {
            left_out.reverse();
            let note = format!("too narrow for {}", left_out.join(", "));
            let _ = writeln!(out, "{}", width.map_or(note.clone(), |width| cut(&note, width)));
        }
        out
    }

    /// Takes from the widest column of words, a step at a time, until the table fits.
    fn squeeze(&self, shown: &[usize], widths: &mut [usize], width: usize) {
        loop {
            let all = total(widths);
            let words = (0..widths.len()).filter(|at| self.heads[shown[*at]].1 == Align::Left);
            let Some(widest) = words.max_by_key(|at| widths[*at]) else { return };
            if all <= width || widths[widest] <= NARROW {
                return;
            }
            widths[widest] -= (all - width).min(widths[widest] - NARROW).clamp(1, 4);
        }
    }

    fn line(&self, cells: &[&str], shown: &[usize], widths: &[usize], width: Option<usize>) -> String {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push_str("  ");
            }
            let cell = cut(cell, widths[at]);
            let blank = " ".repeat(widths[at].saturating_sub(cell.width()));
            match self.heads[shown[at]].1 {
                Align::Left => line.extend([cell.as_str(), &blank]),
                Align::Right => line.extend([blank.as_str(), &cell]),
            }
        }
        let line = line.trim_end();
        width.map_or_else(|| line.to_owned(), |width| cut(line, width))
    }
}

/// How wide columns are together.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// The beginning of a text that is no wider than `width`, with `…` where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or_default();
        if used > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::{Align, Table, cut};

    fn table() -> Table {
        let mut table = Table::new([
            ("ID", Align::Left),
            ("N", Align::Right),
            ("NOTE", Align::Left),
            ("TITLE", Align::Left),
        ]);
        table.row(["pm-1", "7", "", "Checkout down for everybody in Europe"]);
        table.row(["pm-22", "12", "", "障害が起きた"]);
        table
    }

    fn text(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&table().render(width)).to_string()
    }

    #[test]
    fn columns_are_as_wide_as_their_cells_and_empty_ones_are_left_out() {
        let expected = "\
ID      N  TITLE
pm-1    7  Checkout down for everybody in Europe
pm-22  12  障害が起きた
";
        assert_eq!(text(None), expected);
        assert_eq!(text(Some(80)), expected);
    }

    #[test]
    fn a_table_fits_its_width() {
        let expected = "\
ID      N  TITLE
pm-1    7  Checkout…
pm-22  12  障害が起…
";
        assert_eq!(text(Some(21)), expected);
        assert_eq!(text(Some(12)), "ID      N\npm-1    7\npm-22  12\ntoo narrow…\n");
        for width in 1..60 {
            for line in text(Some(width)).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn wide_characters_are_not_halved() {
        assert_eq!(
            (cut("障害", 4), cut("障害", 3), cut("abc", 1)),
            ("障害".into(), "障…".into(), "…".into())
        );
    }
}
