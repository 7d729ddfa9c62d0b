//! Services against root causes, as a table.

use super::words::{self, counted};
use crate::analysis::{Course, Matrix, Period};
use crate::render::Site;
use crate::routes::{Facet, Routes};
use serde::Serialize;

/// How many services and root causes are told apart.
const SERVICES: usize = 12;
const ROOT_CAUSES: usize = 8;
/// How many shades there are.
const SHADES: usize = 5;

/// The table.
#[derive(Debug, Serialize)]
pub(super) struct MatrixView {
    text: String,
    /// Why there is no table; empty where there is one.
    empty: String,
    columns: Vec<HeadView>,
    rows: Vec<RowView>,
}

/// The head of a row or a column.
#[derive(Debug, Serialize)]
struct HeadView {
    title: String,
    path: Option<String>,
}

#[derive(Debug, Serialize)]
struct RowView {
    head: HeadView,
    total: usize,
    cells: Vec<CellView>,
}

#[derive(Debug, Serialize)]
struct CellView {
    count: usize,
    /// From 1 to 5, by its share of the greatest count, and no more than the count; 0 for none, and where
    /// many share a row or column.
    shade: usize,
    /// The search that lists its incidents.
    path: Option<String>,
}

impl MatrixView {
    /// Shows the incidents of a period.
    pub(super) fn of(site: &Site, course: &Course) -> Self {
        let matrix = Matrix::of(&site.corpus, &course.whole.members, SERVICES, ROOT_CAUSES);
        let n = course.whole.statistics.count - matrix.without_service;
        let mut view =
            Self { text: String::new(), empty: String::new(), columns: Vec::new(), rows: Vec::new() };
        if n == 0 {
            "No incident of this time tells which service broke.".clone_into(&mut view.empty);
            return view;
        }
        view.text = text(&matrix, n);
        view.columns = heads(site, Facet::RootCauses, &matrix.root_causes, matrix.other_root_causes);
        view.columns.push(HeadView { title: "Not told".to_owned(), path: None });
        let (own_rows, own_columns) = (matrix.services.len(), matrix.root_causes.len());
        let told_apart = matrix.counts.iter().take(own_rows).flat_map(|row| row.iter().take(own_columns));
        let most = told_apart.max().copied().unwrap_or(0).max(SHADES);
        let rows = heads(site, Facet::Services, &matrix.services, matrix.other_services);
        view.rows = rows
            .into_iter()
            .enumerate()
            .map(|(row, head)| {
                let cells = matrix.counts[row].iter().enumerate().map(|(column, count)| CellView {
                    count: *count,
                    shade: if row < own_rows && column < own_columns {
                        (count * SHADES).div_ceil(most)
                    } else {
                        0
                    },
                    path: (*count > 0).then(|| search(site, course, &matrix, row, column)).flatten(),
                });
                RowView { head, total: matrix.totals[row], cells: cells.collect() }
            })
            .collect();
        view
    }
}

fn text(matrix: &Matrix, n: usize) -> String {
    let mut text = format!(
        "n = {n}, missing {}. An incident counts in every cell it belongs to, so rows need not add up; an empty cell has none.",
        matrix.without_service
    );
    let others = [(matrix.other_services, "service"), (matrix.other_root_causes, "root cause")];
    let others: Vec<String> = others
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(count, what))
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(" The less frequent {} are counted together.", others.join(" and ")));
    }
    text
}

fn heads(site: &Site, facet: Facet, keys: &[String], others: usize) -> Vec<HeadView> {
    let mut heads: Vec<HeadView> = keys
        .iter()
        .map(|key| HeadView {
            title: words::term(site, facet, key),
            path: site.routes.term(facet, key).map(|term| term.list.permalink.path()),
        })
        .collect();
    if others > 0 {
        heads.push(HeadView { title: counted(others, "other"), path: None });
    }
    heads
}

/// The search that lists the incidents of a cell. What shares a row or a column with others has none.
fn search(site: &Site, course: &Course, matrix: &Matrix, row: usize, column: usize) -> Option<String> {
    let (service, cause) = (matrix.services.get(row)?, matrix.root_causes.get(column)?);
    let mut query = format!("service:{service} root_cause:{cause}");
    match (course.whole.period, course.days) {
        (Period::Year(year), _) => query.push_str(&format!(" year:{year}")),
        (Period::LastYear, Some((first, _))) => query.push_str(&format!(" after:{first}")),
        _ => {}
    }
    site.config.search.enable.then(|| Routes::search_for(&query))
}
