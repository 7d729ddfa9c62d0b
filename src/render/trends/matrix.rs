//! Services against root causes, as a table.

use super::words;
use crate::analysis::{Course, Matrix, Period};
use crate::render::Site;
use crate::render::words::Words;
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
            view.empty = site.words().say("matrix.none");
            return view;
        }
        view.text = text(site.words(), &matrix, n);
        view.columns = heads(site, Facet::RootCauses, &matrix.root_causes, matrix.other_root_causes);
        view.columns.push(HeadView { title: site.words().say("common.not_told"), path: None });
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

fn text(words: &Words, matrix: &Matrix, n: usize) -> String {
    let missing = words.number(matrix.without_service);
    let mut sentences = vec![words.fill("matrix.text", &[("n", &words.number(n)), ("missing", &missing)])];
    match (matrix.other_services, matrix.other_root_causes) {
        (0, 0) => {}
        (services, 0) => sentences.push(words.count("matrix.less_services", services)),
        (0, causes) => sentences.push(words.count("matrix.less_root_causes", causes)),
        (services, causes) => {
            let services = words.count("matrix.services", services);
            let causes = words.count("matrix.root_causes", causes);
            let values = [("services", services.as_str()), ("root_causes", causes.as_str())];
            sentences.push(words.fill("matrix.less_both", &values));
        }
    }
    words.sentences(&sentences)
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
        heads.push(HeadView { title: site.words().count("matrix.others", others), path: None });
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
