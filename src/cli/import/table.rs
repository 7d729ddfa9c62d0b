//! What an import would find, as a table.

use super::read::WriteUp;
use serde_json::Value as Json;

const HEAD: [&str; 9] =
    ["FILE", "KIND", "TITLE", "DATE", "DURATION", "SEVERITY", "CAUSES", "TIMELINE", "ACTIONS"];

/// Columns that may be cut, the widest first.
const MAY_SHRINK: [usize; 3] = [0, 2, 6];

/// The least that is left of a column.
const LEAST: usize = 12;

/// Two blanks between columns.
const GAP: usize = 2;

/// A line for each write-up; `width` is that of the terminal, if somebody watches.
pub(super) fn table(found: &[WriteUp], width: Option<usize>) -> String {
    let mut rows: Vec<Vec<String>> = vec![HEAD.iter().map(|&head| head.to_owned()).collect()];
    rows.extend(found.iter().map(row));
    let mut widths: Vec<usize> = (0..HEAD.len())
        .map(|column| rows.iter().map(|row| columns(&row[column])).max().unwrap_or_default())
        .collect();
    if let Some(width) = width {
        let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
        while total(&widths) > width {
            let widest = MAY_SHRINK.into_iter().max_by_key(|column| widths[*column]).unwrap_or_default();
            if widths[widest] <= LEAST {
                break;
            }
            widths[widest] -= 1;
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let cell = cut(cell, *width);
            line.push_str(&cell);
            line.push_str(&" ".repeat(width + GAP - columns(&cell)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn row(writeup: &WriteUp) -> Vec<String> {
    let known = &writeup.draft.known;
    let text = |key: &str| known.get(key).and_then(Json::as_str).map(str::to_owned);
    let list = |key: &str| {
        let items = known.get(key).and_then(Json::as_array)?;
        Some(items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "))
    };
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let mut row = vec![
        writeup.named.clone(),
        writeup.kind().to_owned(),
        if writeup.is_wanted() { writeup.draft.title().to_owned() } else { String::new() },
        writeup.draft.date().map(|date| date.to_string()).unwrap_or_default(),
        writeup.duration().unwrap_or_default(),
        text("severity").unwrap_or_default(),
        list("root_causes").unwrap_or_default(),
        count(writeup.facts.timeline.len()),
        count(writeup.facts.actions.len()),
    ];
    if !writeup.is_wanted() {
        row[2..].fill(String::new());
    }
    for cell in &mut row {
        cell.retain(|c| !c.is_control());
    }
    row
}

/// Text of at most `width` columns.
fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        if used + column(c) >= width {
            break;
        }
        used += column(c);
        out.push(c);
    }
    out.push('…');
    out
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// How many columns of a terminal a character takes: two for those of East Asia.
fn column(c: char) -> usize {
    let wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_by_columns_and_not_by_bytes() {
        assert_eq!(cut("Größe der Platte", 6), "Größe…");
        assert_eq!(cut("障害報告書", 6), "障害…");
        assert_eq!(cut("short", 5), "short");
    }
}
