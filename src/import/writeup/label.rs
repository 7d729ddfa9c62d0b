//! Names with their values, wherever they stand.

use super::{Block, Label};
use crate::import::heading::{is_short, labelled};
use crate::import::line::{Form, Line};

/// The labels of a text, in order.
pub(super) fn labels(lines: &[Line], blocks: &[Block]) -> Vec<Label> {
    let mut labels = Vec::new();
    let name_of = |name: &str| {
        let name = name.trim().trim_end_matches([':', '：', '-', '–', '?']).to_lowercase();
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (at, block) in blocks.iter().enumerate() {
        let Some((name, value)) = labelled(&block.text) else { continue };
        let line = block.lines.start;
        let (mut value, mut value_line) = (value.to_owned(), line);
        if value.is_empty()
            && let Some(next) = blocks.get(at + 1)
            && next.lines.start <= block.lines.end + 2
            && labelled(&next.text).is_none()
        {
            value.clone_from(&next.text);
            value_line = next.lines.start;
        }
        labels.push(Label { name: name_of(name), value, line, value_line });
    }
    // Headings that are labels: `**Duration:**` with the value below.
    for (at, line) in lines.iter().enumerate() {
        let heads =
            matches!(line.form, Form::Heading(_)) || blocks.iter().all(|block| !block.lines.contains(&at));
        if !heads
            || !matches!(line.form, Form::Heading(_) | Form::Text | Form::Item { .. })
            || !is_short(&line.text)
        {
            continue;
        }
        let name = labelled(&line.text).map_or(line.text.as_str(), |(name, _)| name);
        let next = blocks.iter().find(|block| block.lines.start > at);
        if let Some(next) = next.filter(|next| next.lines.start <= at + 2 && labelled(&next.text).is_none()) {
            labels.push(Label {
                name: name_of(name),
                value: next.text.clone(),
                line: at,
                value_line: next.lines.start,
            });
        }
    }
    labels.extend(table_labels(lines, &name_of));
    labels.sort_by_key(|label| label.line);
    labels
}

/// The labels of tables: two cells in a row, or a heading row with one row below it.
fn table_labels(lines: &[Line], name_of: &impl Fn(&str) -> String) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rows: Vec<usize> = (at..lines.len())
            .take_while(|at| lines.get(*at).is_some_and(|line| matches!(line.form, Form::Row | Form::Rule)))
            .filter(|at| lines.get(*at).is_some_and(|line| line.form == Form::Row))
            .collect();
        let Some(last) = rows.last() else {
            at += 1;
            continue;
        };
        at = last + 1;
        let width = rows.iter().filter_map(|row| lines.get(*row)).map(|line| line.cells.len()).max();
        match (width, rows.as_slice()) {
            (Some(2), rows) => labels.extend(rows.iter().filter_map(|row| {
                let [name, value] = lines.get(*row)?.cells.as_slice() else { return None };
                let named = !name.is_empty() && name.len() <= 60;
                named.then(|| Label {
                    name: name_of(name),
                    value: value.clone(),
                    line: *row,
                    value_line: *row,
                })
            })),
            (Some(_), [names, values]) => {
                let cells = |row: usize| lines.get(row).map(|line| line.cells.as_slice()).unwrap_or_default();
                labels.extend(
                    cells(*names).iter().zip(cells(*values)).filter(|(name, _)| !name.is_empty()).map(
                        |(name, value)| Label {
                            name: name_of(name),
                            value: value.clone(),
                            line: *names,
                            value_line: *values,
                        },
                    ),
                );
            }
            _ => {}
        }
    }
    labels
}
