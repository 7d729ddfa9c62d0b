//! A postmortem in a list.

use super::{DurationView, MomentView, Sources, TermView};
use crate::model::Status;
use crate::model::Visibility;
use crate::routes::Facet;
use serde::Serialize;

/// A postmortem in a list: what a reader chooses by.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RowView<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    summary: &'a str,
    date: Option<MomentView>,
    duration: Option<DurationView>,
    severity: Option<TermView<'a>>,
    services: Vec<TermView<'a>>,
    root_causes: Vec<TermView<'a>>,
    status: &'static str,
    draft: bool,
    in_review: bool,
    internal: bool,
}

impl<'a> RowView<'a> {
    /// Shows the postmortem at a place of the corpus.
    pub(in crate::render) fn of(at: usize, sources: Sources<'a>) -> Self {
        let Sources { corpus, analysis, routes, words, .. } = sources;
        let postmortem = &corpus.postmortems()[at];
        let severity = postmortem.severity.as_ref();
        Self {
            id: postmortem.id.as_str(),
            title: &postmortem.title,
            path: routes.postmortem(at).path(),
            summary: &postmortem.summary,
            date: postmortem.date().map(|moment| MomentView::of(moment, words)),
            duration: analysis.metrics(at).duration.map(|taken| DurationView::of(taken, words)),
            severity: severity.map(|severity| TermView::severity(severity, routes)),
            services: TermView::all(
                Facet::Services,
                postmortem.services.iter().map(|slug| slug.as_str()),
                routes,
            ),
            root_causes: TermView::all(
                Facet::RootCauses,
                postmortem.root_causes.iter().map(|term| term.as_str()),
                routes,
            ),
            status: postmortem.status.key(),
            draft: postmortem.status == Status::Draft,
            in_review: postmortem.status == Status::InReview,
            internal: postmortem.visibility == Visibility::Internal,
        }
    }
}
