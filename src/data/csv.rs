//! Tables as RFC 4180 has them, for spreadsheets.

/// Adds a row.
pub fn csv_row<T: AsRef<str>>(out: &mut String, cells: impl IntoIterator<Item = T>) {
    for (column, cell) in cells.into_iter().enumerate() {
        if column > 0 {
            out.push(',');
        }
        push_cell(out, cell.as_ref());
    }
    out.push_str("\r\n");
}

/// Writes a cell. A text that a spreadsheet would run as a formula gets an apostrophe before it.
fn push_cell(out: &mut String, value: &str) {
    let runs = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = value.contains(['"', ',', '\n', '\r']);
    if quoted {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    if quoted {
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::csv_row;

    #[test]
    fn cells_are_quoted_and_formulas_are_disarmed() {
        let mut out = String::new();
        csv_row(&mut out, ["plain", "a, \"b\"", "=SUM(A1,A2)", "@x", ""]);
        assert_eq!(out, "plain,\"a, \"\"b\"\"\",\"'=SUM(A1,A2)\",'@x,\r\n");
    }
}
