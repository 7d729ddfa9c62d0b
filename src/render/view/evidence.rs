//! What two postmortems have in common, and postmortems named for it.

use super::{MomentView, Sources, TermView};
use crate::analysis::Evidence;
use crate::routes::Facet;
use crate::routes::Routes;
use serde::Serialize;

/// What two postmortems have in common, with links.
#[derive(Debug, Serialize)]
pub(in crate::render) struct EvidenceView<'a> {
    root_causes: Vec<TermView<'a>>,
    services: Vec<TermView<'a>>,
    triggers: Vec<TermView<'a>>,
    words: Vec<String>,
}

impl<'a> EvidenceView<'a> {
    /// Shows evidence. Words stand where nothing else is shared, else three of them.
    pub(in crate::render) fn of(evidence: &Evidence, routes: &'a Routes) -> Self {
        let causes = evidence.root_causes.iter().map(|term| term.as_str());
        let services = evidence.services.iter().map(|slug| slug.as_str());
        let triggers = evidence.triggers.iter().map(|term| term.as_str());
        Self {
            root_causes: TermView::all(Facet::RootCauses, causes, routes),
            services: TermView::all(Facet::Services, services, routes),
            triggers: TermView::all(Facet::Triggers, triggers, routes),
            words: evidence.telling_words().to_vec(),
        }
    }
}

/// Another postmortem, named in a sentence or a short list.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MentionView<'a> {
    title: &'a str,
    path: String,
    date: Option<MomentView>,
    severity: Option<TermView<'a>>,
}

impl<'a> MentionView<'a> {
    /// Names the postmortem at a place of the corpus.
    pub(in crate::render) fn of(at: usize, sources: Sources<'a>) -> Self {
        let Sources { corpus, routes, words, .. } = sources;
        let postmortem = &corpus.postmortems()[at];
        Self {
            title: &postmortem.title,
            path: routes.postmortem(at).path(),
            date: postmortem.date().map(|moment| MomentView::of(moment, words)),
            severity: postmortem.severity.as_ref().map(|severity| TermView::severity(severity, routes)),
        }
    }
}

/// A postmortem that is worth reading beside another, with the reason.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RelatedView<'a> {
    #[serde(flatten)]
    mention: MentionView<'a>,
    evidence: EvidenceView<'a>,
}

impl<'a> RelatedView<'a> {
    /// Shows the postmortems most related to one.
    pub(in crate::render) fn all(at: usize, sources: Sources<'a>) -> Vec<Self> {
        let view = |related: &crate::analysis::RelatedTo| Self {
            mention: MentionView::of(related.at, sources),
            evidence: EvidenceView::of(&related.evidence, sources.routes),
        };
        sources.knowledge.related(at).iter().map(view).collect()
    }
}
