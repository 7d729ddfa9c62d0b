//! A chart with its words and its data.

use crate::render::chart::{self, Fill};
use serde::Serialize;

/// A chart, or the sentence that stands for one.
#[derive(Debug, Default, Serialize)]
pub(super) struct FigureView {
    /// Names it in addresses.
    pub key: &'static str,
    pub title: String,
    /// What is missing, and what one should know.
    pub text: String,
    pub legend: Vec<LegendView>,
    /// The drawing; `None` without data.
    pub svg: Option<String>,
    /// Why there is no drawing; empty where there is one.
    pub empty: String,
    pub table: TableView,
}

/// What a fill means.
#[derive(Debug, Serialize)]
pub(super) struct LegendView {
    swatch: String,
    title: String,
}

/// The data of a chart.
#[derive(Debug, Default, Serialize)]
pub(super) struct TableView {
    /// The names of the columns, that of the rows first.
    pub head: Vec<String>,
    pub rows: Vec<TableRow>,
}

/// A row: of a step, or of a term.
#[derive(Debug, Serialize)]
pub(super) struct TableRow {
    pub title: String,
    /// Where its incidents are listed.
    pub path: Option<String>,
    pub cells: Vec<String>,
}

impl LegendView {
    pub(super) fn new(fill: Fill, title: &str) -> Self {
        Self { swatch: chart::swatch(fill), title: title.to_owned() }
    }
}

impl FigureView {
    /// No chart, but why.
    pub(super) fn none(key: &'static str, title: &str, why: &str) -> Self {
        Self { key, title: title.to_owned(), empty: why.to_owned(), ..Self::default() }
    }
}
