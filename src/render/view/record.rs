//! A postmortem as data: the keys of front matter, made anew from the model.
//!
//! The Markdown copies and the JSON API show this and not what the author's file held, so that
//! nothing reaches them that was taken out before, and a new key is published on purpose only.
//! `extra` and `aliases` are for the theme and for old links, and stay out.

use crate::model::{
    ActionItem, Detection, Impact, Milestone, Mitigation, Postmortem, PostmortemId, Slug, Source, Status,
    Term, Visibility,
};
use serde::Serialize;

/// The front matter of a postmortem. What is not known is left out.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Record<'a> {
    title: &'a str,
    id: &'a PostmortemId,
    status: Status,
    visibility: Visibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    services: &'a [Slug],
    #[serde(skip_serializing_if = "is_empty")]
    root_causes: &'a [Term],
    #[serde(skip_serializing_if = "is_empty")]
    triggers: &'a [Term],
    #[serde(skip_serializing_if = "is_empty")]
    contributing_factors: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    detection: Option<DetectionRecord<'a>>,
    #[serde(skip_serializing_if = "is_empty")]
    mitigation: &'a [Mitigation],
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<ImpactRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mitigated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "is_empty")]
    teams: &'a [Slug],
    #[serde(skip_serializing_if = "is_empty")]
    reviewers: &'a [String],
    #[serde(skip_serializing_if = "is_empty")]
    tags: &'a [Slug],
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    action_items: Vec<ActionRecord<'a>>,
    #[serde(skip_serializing_if = "is_empty")]
    related: &'a [PostmortemId],
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrence_of: Option<&'a PostmortemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<&'a PostmortemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<&'a PostmortemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct DetectionRecord<'a> {
    method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ImpactRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users_percent: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_failed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revenue_lost: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    regions: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    data_loss: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    near_miss: Option<bool>,
}

/// An action item, with the keys of front matter.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ActionRecord<'a> {
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<String>,
}

#[derive(Debug, Serialize)]
struct SourceRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<&'a str>,
}

impl<'a> Record<'a> {
    /// Takes a postmortem's data.
    pub(in crate::render) fn of(postmortem: &'a Postmortem) -> Self {
        let at = |milestone| postmortem.milestones.get(milestone).map(crate::model::Moment::iso);
        Self {
            title: &postmortem.title,
            id: &postmortem.id,
            status: postmortem.status,
            visibility: postmortem.visibility,
            severity: postmortem.severity.as_ref().map(|severity| severity.key()),
            services: &postmortem.services,
            root_causes: &postmortem.root_causes,
            triggers: &postmortem.triggers,
            contributing_factors: &postmortem.contributing_factors,
            detection: postmortem.detection.as_ref().map(detection),
            mitigation: &postmortem.mitigation,
            impact: (!postmortem.impact.is_empty()).then(|| impact(&postmortem.impact)),
            started: at(Milestone::Started),
            detected: at(Milestone::Detected),
            acknowledged: at(Milestone::Acknowledged),
            identified: at(Milestone::Identified),
            mitigated: at(Milestone::Mitigated),
            resolved: at(Milestone::Resolved),
            timezone: postmortem.date().map(|moment| moment.zone_label()),
            authors: &postmortem.authors,
            teams: &postmortem.teams,
            reviewers: &postmortem.reviewers,
            tags: &postmortem.tags,
            summary: &postmortem.summary,
            action_items: postmortem.action_items.iter().map(ActionRecord::of).collect(),
            related: &postmortem.related,
            recurrence_of: postmortem.recurrence_of.as_ref(),
            caused_by: postmortem.caused_by.as_ref(),
            supersedes: postmortem.supersedes.as_ref(),
            source: postmortem.source.as_ref().map(source),
        }
    }
}

impl<'a> ActionRecord<'a> {
    /// Takes an action item's data.
    pub(in crate::render) fn of(item: &'a ActionItem) -> Self {
        Self {
            id: &item.id,
            text: &item.text,
            kind: item.kind.map(|kind| kind.key()),
            owner: item.owner.as_deref(),
            priority: item.priority.map(|priority| priority.key()),
            due: item.due.map(|date| date.to_string()),
            ticket: item.ticket.as_deref(),
            status: item.status.key(),
            closed: item.status.closed().map(|date| date.to_string()),
        }
    }
}

fn detection(detection: &Detection) -> DetectionRecord<'_> {
    DetectionRecord { method: detection.method.key(), gap: detection.gap.as_deref() }
}

fn impact(impact: &Impact) -> ImpactRecord<'_> {
    ImpactRecord {
        summary: impact.summary.as_deref(),
        kind: impact.kind.map(|kind| kind.key()),
        users_percent: impact.users_percent,
        users: impact.users,
        requests_failed: impact.requests_failed,
        revenue_lost: impact.revenue_lost.as_deref(),
        regions: &impact.regions,
        data_loss: impact.data_loss,
        near_miss: impact.near_miss,
    }
}

fn source(source: &Source) -> SourceRecord<'_> {
    SourceRecord {
        url: source.url.as_deref(),
        archive_url: source.archive_url.as_deref(),
        published: source.published.map(|date| date.to_string()),
        organization: source.organization.as_deref(),
    }
}

fn is_empty<T>(slice: &[T]) -> bool {
    slice.is_empty()
}
