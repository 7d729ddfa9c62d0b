//! Detection, impact and source: the tables of the front matter.

use super::fields::keyed;
use crate::config::web_address;
use crate::data::Node;
use crate::data::TableReader;
use crate::data::Value;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Detection;
use crate::model::DetectionMethod;
use crate::model::Impact;
use crate::model::ImpactKind;
use crate::model::Source;
use crate::source::SourceFile;
use crate::source::Spanned;

/// Reads `detection`: a table, or the method alone.
pub(super) fn detection(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) -> Option<Detection> {
    let method = |word: &Spanned<String>, diagnostics: &mut Diagnostics| {
        let known = DetectionMethod::ALL.iter().map(|method| method.key());
        keyed(
            file,
            word,
            DetectionMethod::parse,
            known,
            "unknown-detection-method",
            "a way of detection",
            diagnostics,
        )
    };
    if let (Some(text), false) = (node.text(), matches!(node.value, Value::Table(_))) {
        return Some(Detection {
            method: method(&Spanned::new(text.to_owned(), node.span), diagnostics)?,
            gap: None,
        });
    }
    let mut table = TableReader::new(file, node, "detection", diagnostics);
    let (word, gap) = (table.string("method"), table.string("gap"));
    table.finish(&["method", "gap"]);
    let Some(word) = word else {
        if matches!(node.value, Value::Table(_)) {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "missing-key",
                    file,
                    node.span,
                    "`detection` does not say by what `method`",
                )
                .help("add `method: monitoring`, or `unknown`"),
            );
        }
        return None;
    };
    Some(Detection { method: method(&word, diagnostics)?, gap: gap.map(|gap| gap.value) })
}

/// Reads `impact`.
pub(super) fn impact(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) -> Impact {
    let mut table = TableReader::new(file, node, "impact", diagnostics);
    let kind = table.string("kind");
    let percent = table.float("users_percent");
    let users = table.integer("users");
    let requests = table.integer("requests_failed");
    let mut impact = Impact {
        summary: table.string("summary").map(|summary| summary.value),
        revenue_lost: table.string("revenue_lost").map(|lost| lost.value),
        regions: table.strings("regions").into_iter().map(|region| region.value).collect(),
        data_loss: table.boolean("data_loss").map(|value| value.value),
        near_miss: table.boolean("near_miss").map(|value| value.value),
        ..Impact::default()
    };
    table.finish(&[
        "summary",
        "kind",
        "users_percent",
        "users",
        "requests_failed",
        "revenue_lost",
        "regions",
        "data_loss",
        "near_miss",
    ]);
    impact.kind = kind.and_then(|word| {
        let known = ImpactKind::ALL.iter().map(|kind| kind.key());
        keyed(file, &word, ImpactKind::parse, known, "unknown-impact-kind", "a kind of impact", diagnostics)
    });
    impact.users_percent = percent.and_then(|percent| {
        if (0.0..=100.0).contains(&percent.value) {
            return Some(percent.value);
        }
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "out-of-range",
                file,
                percent.span,
                "`users_percent` must lie between 0 and 100",
            )
            .label("not a share of users"),
        );
        None
    });
    let mut natural = |key: &str, number: Option<Spanned<i64>>| {
        let number = number?;
        let natural = u64::try_from(number.value).ok();
        if natural.is_none() {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "out-of-range",
                    file,
                    number.span,
                    format!("`{key}` cannot be negative"),
                )
                .label("below zero"),
            );
        }
        natural
    };
    impact.users = natural("users", users);
    impact.requests_failed = natural("requests_failed", requests);
    impact
}

/// Reads `source`.
pub(super) fn source(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) -> Source {
    let mut table = TableReader::new(file, node, "source", diagnostics);
    let (url, archive_url) = (table.string("url"), table.string("archive_url"));
    let published = table.date("published").map(|date| date.value);
    let organization = table.string("organization").map(|organization| organization.value);
    table.finish(&["url", "archive_url", "published", "organization"]);
    Source {
        url: web_address(file, url, diagnostics),
        archive_url: web_address(file, archive_url, diagnostics),
        published,
        organization,
    }
}
